"""Summary: an account of an instrument by somebody else, each statement of it held against the text."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import strawberry

from api import concept as concepts
from api import instrument as instruments
from api import provision as provisions
from api.describe import field, output
from api.lazy import LazyConcept, LazyInstrument, LazyProvision, LazyStatement
from api.paging import PAGE, After, Connection, First, page
from api.term import LawTerm
from api.view import View
from kg import remarks

if TYPE_CHECKING:
    pass


@output
class Summary(LawTerm):
    """An account of an instrument by somebody else, without authority."""

    held: strawberry.Private[remarks.Summary]
    definition: str
    note: str | None

    @field
    def instrument(self) -> LazyInstrument:
        """Return the instrument of which it tells."""
        return instruments.instrument(self.view, self.held.instrument)

    @field
    def statements(self, first: First = PAGE, after: After = None) -> Connection[LazyStatement]:
        """Return what it says and leaves unsaid."""
        held = self.view.library.atlas.commentary.statements.values()
        return statements(self.view, [each for each in held if each.summary == self.id], first, after)


@output
class SummaryStatement(LawTerm):
    """One thing that a summary says of an instrument or leaves unsaid, held against the text."""

    held: strawberry.Private[remarks.Statement]
    definition: str
    note: str | None

    @field
    def summary(self) -> Summary:
        """Return the summary."""
        return summary(self.view, self.view.library.atlas.commentary.summaries[self.held.summary])

    @field
    def renders(self) -> list[LazyProvision]:
        """Return the provisions it renders."""
        return provisions.known(self.view, self.held.renders)

    @field
    def passes_over(self) -> list[LazyProvision]:
        """Return the provisions it leaves unsaid."""
        return provisions.known(self.view, self.held.passes_over)

    @field
    def fidelity(self) -> list[LazyConcept]:
        """Return how it stands to the text: whether it agrees, omits, narrows, broadens and so on."""
        return [concepts.concept(self.view, each) for each in self.held.fidelity]


def summary(view: View, held: remarks.Summary) -> Summary:
    """Show a summary."""
    view.budget.pay()
    return Summary(
        view=view,
        held=held,
        id=strawberry.ID(held.id),
        label=view.said(held.label),
        definition=view.said(held.definition),
        note=view.maybe(held.note),
    )


def statement(view: View, held: remarks.Statement) -> SummaryStatement:
    """Show one thing that a summary says or leaves unsaid."""
    view.budget.pay()
    return SummaryStatement(
        view=view,
        held=held,
        id=strawberry.ID(held.id),
        label=view.said(held.label),
        definition=view.said(held.definition),
        note=view.maybe(held.note),
    )


def statements(
    view: View, held: Sequence[remarks.Statement], first: int, after: str | None
) -> Connection[SummaryStatement]:
    """Show a page of what summaries say and leave unsaid."""
    return page(held, lambda each: each.id, lambda each: statement(view, each), first, after)
