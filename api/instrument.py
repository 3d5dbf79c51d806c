"""Instrument: a text adopted as a whole, and what stands in it."""

from datetime import date
from typing import TYPE_CHECKING

import strawberry

from api import concept as concepts
from api import correspondence as correspondences
from api import norm as norms
from api import provision as provisions
from api import summary as summaries
from api.describe import field, output
from api.lazy import LazyConcept, LazyCorrespondence, LazyNorm, LazyProvision, LazySummary
from api.paging import PAGE, After, Connection, First
from api.scalars import CalendarDate, calendar_date
from api.term import LawTerm
from api.view import View
from kg import law as kg_law

if TYPE_CHECKING:
    pass


@output
class Instrument(LawTerm):
    """A text adopted as a whole: a statute, an interpretation by a court, a resolution."""

    held: strawberry.Private[kg_law.Instrument]
    number: str | None = strawberry.field(description="The number under which it was issued.")
    issuer: str | None
    adopted: CalendarDate | None = strawberry.field(description="The day or the month in which it was adopted.")
    issued: CalendarDate | None = strawberry.field(description="The day on which it was issued.")
    published: CalendarDate | None = strawberry.field(description="The day on which it was shown to the public.")
    in_force_from: date | None = strawberry.field(description="The first day on which it is law.")
    rank: LazyConcept = strawberry.field(description="Its place among the sources of law.")
    answered: bool = strawberry.field(
        description="Whether an assessment answers for it; others appear inside proofs only."
    )
    note: str | None
    not_yet_read: str | None = strawberry.field(
        description="Which parts of it no norm has been read in yet, where there are any."
    )

    @field
    def provisions(self, first: First = PAGE, after: After = None) -> Connection[LazyProvision]:
        """Return every provision of it, whatever stands within another, in the order of the text."""
        return provisions.several(self.view, self.view.library.whole.get(self.id, ()), first, after)

    @field
    def norms(self, first: First = PAGE, after: After = None) -> Connection[LazyNorm]:
        """Return the norms found in it."""
        found = [name for name, each in self.view.law.norms.items() if each.instrument == self.id]
        return norms.several(self.view, found, first, after)

    @field
    def gates(self) -> list[LazyNorm]:
        """Return the norms that say whether a case falls under it at all."""
        return [norms.norm(self.view, name) for name in self.held.gates]

    @field
    def exclusions(self) -> list[LazyNorm]:
        """Return the norms that leave a case out of it."""
        return [norms.norm(self.view, name) for name in self.held.exclusions]

    @field
    def correspondences(self, first: First = PAGE, after: After = None) -> Connection[LazyCorrespondence]:
        """Return the rows of the crosswalk in which it stands as a whole."""
        held = self.view.library.atlas.commentary.correspondences_of(self.id)
        return correspondences.several(self.view, held, first, after)

    @field
    def summaries(self) -> list[LazySummary]:
        """Return the accounts of it by others, held against the text."""
        held = self.view.library.atlas.commentary.summaries.values()
        return [summaries.summary(self.view, each) for each in held if each.instrument == self.id]


def instrument(view: View, name: str) -> Instrument:
    """Show an instrument."""
    view.budget.pay()
    held = view.law.instruments[name]
    return Instrument(
        view=view,
        held=held,
        id=strawberry.ID(name),
        label=view.said(held.label),
        number=held.number,
        issuer=view.maybe(held.issuer),
        adopted=calendar_date(held.adopted),
        issued=calendar_date(held.issued),
        published=calendar_date(held.published),
        in_force_from=date.fromisoformat(held.in_force) if held.in_force else None,
        rank=concepts.concept(view, view.concept("rank", held.rank)),
        answered=held.answered,
        note=view.maybe(held.note),
        not_yet_read=view.maybe(held.unread),
    )
