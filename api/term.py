"""Term: what everything of the law that can be pointed at has in common.

Its id is its name below our base, shortened: the same in every answer, in files and on
the command line. Whoever keeps an id can ask for the thing again by ``node``.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import strawberry

from api.describe import field, interface, output
from api.lazy import LazyConcept
from api.scalars import IRI
from api.view import View
from kg import section
from kg.law import long
from kg.lookup import described

if TYPE_CHECKING:
    pass


@output
class Section:
    """Some lines under one heading."""

    heading: str = strawberry.field(description="What they are about.")
    lines: list[str] = strawberry.field(description="What is said; what stands within something else is indented.")


@interface
class Node:
    """Anything with an id under which it can be asked for again."""

    id: strawberry.ID


@interface
class Term(Node):
    """Anything of the law, of its words or of its examples."""

    label: str = strawberry.field(description="What it is called, or how it is cited.")

    @field
    def iri(self) -> IRI:
        """Return its name on the web."""
        return IRI(long(self.id))


@output
class Verification:
    """How far something was checked, and what remains to be said of that."""

    measure: LazyConcept | None = strawberry.field(description="How it was checked, where that is stated.")
    whole: bool = strawberry.field(description="Whether it was checked as far as can be.")
    remark: str | None = strawberry.field(description="What remains to be said of that.")


@interface
class LawTerm(Term):
    """Anything of the law, or of what stands around it, that can be told whole."""

    view: strawberry.Private[View]

    @field
    def verification(self) -> Verification | None:
        """Return how far it was checked, where something is said of that."""
        from api.concept import concept

        view = self.view
        check = view.library.atlas.commentary.check(self.id)
        if check is None:
            return None
        view.budget.pay()
        measure = concept(view, check.verification) if check.verification else None
        return Verification(measure=measure, whole=check.whole, remark=view.maybe(check.remark))

    @field
    def told(self) -> list[Section]:
        """Return all there is to say of it, in sections, as the command `prima-facie law show` does."""
        atlas = self.view.library.atlas
        name = atlas.reading_codes.get(self.id, self.id)
        return sections(self.view, described(atlas.reasoner, name, atlas.shelf))


def sections(view: View, several: Iterable[section.Section]) -> list[Section]:
    """Show sections; each of their lines is paid for."""
    shown = [Section(heading=view.said(each.heading), lines=list(map(view.said, each.lines))) for each in several]
    view.budget.pay(sum(1 + len(each.lines) for each in shown))
    return shown
