"""Correspondence: a row of the crosswalk, and the provisions and instruments on either side of it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import strawberry

from api import concept as concepts
from api import instrument as instruments
from api import provision as provisions
from api.describe import field, output
from api.lazy import LazyConcept, LazyInstrument, LazyProvision
from api.paging import Connection, page
from api.term import LawTerm
from api.view import View
from kg import remarks

if TYPE_CHECKING:
    pass


@output
class Correspondence(LawTerm):
    """A row of the crosswalk: a relation between what two instruments say, or the lack of one."""

    held: strawberry.Private[remarks.Correspondence]
    reason: str = strawberry.field(description="Why they stand in that relation.")

    @field
    def relation(self) -> LazyConcept:
        """Return the relation."""
        return concepts.concept(self.view, self.held.relation)

    @field
    def starts(self) -> list[LazyProvision]:
        """Return the provisions from which it starts."""
        return provisions.known(self.view, self.held.starts)

    @field
    def ends(self) -> list[LazyProvision]:
        """Return the provisions in which it ends; none where there is no counterpart, or it is a whole instrument."""
        return provisions.known(self.view, self.held.ends)

    @field
    def instruments(self) -> list[LazyInstrument]:
        """Return the instruments in which it ends as a whole."""
        return [instruments.instrument(self.view, name) for name in self.held.instruments]


def correspondence(view: View, held: remarks.Correspondence) -> Correspondence:
    """Show a row of the crosswalk."""
    view.budget.pay()
    label, reason = view.said(held.label), view.said(held.reason)
    return Correspondence(view=view, held=held, id=strawberry.ID(held.id), label=label, reason=reason)


def several(
    view: View, held: Sequence[remarks.Correspondence], first: int, after: str | None
) -> Connection[Correspondence]:
    """Show a page of the crosswalk."""
    return page(held, lambda each: each.id, lambda each: correspondence(view, each), first, after)
