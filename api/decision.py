"""Decision: a matter that was decided, on what it turned, and whether our answer agrees with it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import strawberry

from api import concept as concepts
from api import example as examples
from api import provision as provisions
from api.atlas import EXAMPLE
from api.describe import field, output
from api.lazy import LazyConcept, LazyExample, LazyProvision
from api.paging import PAGE, After, Connection, First, page
from api.scalars import CalendarDate, calendar_date
from api.term import LawTerm
from api.view import View
from kg import remarks

if TYPE_CHECKING:
    pass


@output
class Decision(LawTerm):
    """A matter that a court decided or an authority took up, as far as reports tell."""

    held: strawberry.Private[remarks.Matter]
    definition: str
    forum: str = strawberry.field(description="Who decided it.")
    happened: CalendarDate | None = strawberry.field(description="When it happened.")
    decided: CalendarDate | None = strawberry.field(description="When it was decided.")
    facts: str = strawberry.field(description="What is reported to have happened.")
    holding: str = strawberry.field(description="What was held.")
    note: str | None

    @field
    def turns_on(self, first: First = PAGE, after: After = None) -> Connection[LazyProvision]:
        """Return the provisions on which it turned."""
        known = [name for name in self.held.turns_on if name in self.view.law.provisions]
        return provisions.several(self.view, known, first, after)

    @field
    def source(self) -> LazyConcept:
        """Return what kind of source reports it."""
        return concepts.concept(self.view, self.held.source)

    @field
    def agreement(self) -> LazyConcept:
        """Return whether our answer on its facts agrees with it."""
        return concepts.concept(self.view, self.held.agreement)

    @field
    def example(self) -> LazyExample | None:
        """Return its facts as a description that can be assessed, where there is one."""
        name = f"{EXAMPLE}:{self.held.described_as}"
        return examples.example(self.view, name) if name in self.view.library.atlas.examples else None


def decision(view: View, held: remarks.Matter) -> Decision:
    """Show a decided matter."""
    view.budget.pay()
    return Decision(
        view=view,
        held=held,
        id=strawberry.ID(held.id),
        label=view.said(held.label),
        definition=view.said(held.definition),
        forum=view.said(held.forum),
        happened=calendar_date(held.happened),
        decided=calendar_date(held.decided),
        facts=view.said(held.facts),
        holding=view.said(held.holding),
        note=view.maybe(held.note),
    )


def several(view: View, held: Sequence[remarks.Matter], first: int, after: str | None) -> Connection[Decision]:
    """Show a page of decided matters."""
    return page(held, lambda each: each.id, lambda each: decision(view, each), first, after)
