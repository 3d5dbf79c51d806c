"""Beside: what each of two instruments comes to on one deployment, correspondence by correspondence.

One instrument may bind and the other bind nobody; what they come to is never put together.
"""

from collections.abc import Sequence
from typing import Annotated

import strawberry
from strawberry.types.field import StrawberryField

from api.assessment import SCOPE, identified
from api.concept import Concept, concept
from api.describe import field, output
from api.finding import Finding, finding
from api.instrument import Instrument, instrument
from api.outcome import InvalidDeployment, LimitExceeded, NotFound
from api.paging import PAGE, After, Connection, First, page
from api.posing import Asking, Posed
from api.provision import Provision, provision
from api.view import View
from kg import assessment as kg_assessment
from kg.comparison import crosswalk


@output
class CorrespondenceSide:
    """One provision or instrument of a correspondence, and what it comes to."""

    view: strawberry.Private[View]
    held: strawberry.Private[crosswalk.Side]
    whole: strawberry.Private[kg_assessment.Assessment]
    scope: strawberry.Private[str]
    id: strawberry.ID

    @field
    def provision(self) -> Provision | None:
        """Return the provision, where it is one."""
        return provision(self.view, self.held.name) if self.held.name in self.view.law.provisions else None

    @field
    def instrument(self) -> Instrument:
        """Return the instrument, or that to which the provision belongs."""
        held = self.view.law.provisions.get(self.held.name)
        return instrument(self.view, held.instrument if held else self.held.name)

    @field
    def findings(self, first: First = PAGE, after: After = None) -> Connection[Finding]:
        """Return the finding on it, or those on what stands within it; none where it is not answered for."""
        return page(
            self.held.findings,
            lambda each: each.id,
            lambda each: finding(self.view, self.whole, each, self.scope),
            first,
            after,
        )


@output
class Beside:
    """One correspondence between two instruments on one activity: what either side comes to, never put together."""

    view: strawberry.Private[View]
    held: strawberry.Private[crosswalk.Beside]
    whole: strawberry.Private[kg_assessment.Assessment]
    scope: strawberry.Private[str]
    activity: strawberry.ID = strawberry.field(description="The activity, by its key.")
    correspondence: strawberry.ID = strawberry.field(description="The correspondence, by its id in the law graph.")
    label: str
    reason: str = strawberry.field(description="Why the two correspond so.")
    gap: bool = strawberry.field(description="Whether the other instrument has no answer to it.")

    @field
    def relation(self) -> Concept:
        """Return how the one stands to the other."""
        return concept(self.view, self.held.correspondence.relation)

    @field
    def starts(self) -> list[CorrespondenceSide]:
        """Return the side from which it starts."""
        return [self._side(each) for each in self.held.starts]

    @field
    def ends(self) -> list[CorrespondenceSide]:
        """Return the other side; empty where there is none."""
        return [self._side(each) for each in self.held.ends]

    def _side(self, held: crosswalk.Side) -> CorrespondenceSide:
        self.view.budget.pay()
        return CorrespondenceSide(
            view=self.view, held=held, whole=self.whole, scope=self.scope, id=strawberry.ID(held.name)
        )


@output
class SideBySide:
    """Both instruments on one deployment, correspondence by correspondence."""

    view: strawberry.Private[View]
    whole: strawberry.Private[kg_assessment.Assessment]
    rows: strawberry.Private[Sequence[crosswalk.Beside]]
    scope: strawberry.Private[str]
    note: str = strawberry.field(description="Why nothing is worked out from both.")

    @field
    def beside(self, first: First = PAGE, after: After = None) -> Connection[Beside]:
        """Return every correspondence, activity by activity."""
        return page(self.rows, lambda each: f"{each.activity}:{each.correspondence.id}", self._beside, first, after)

    def _beside(self, held: crosswalk.Beside) -> Beside:
        self.view.budget.pay()
        return Beside(
            view=self.view,
            held=held,
            whole=self.whole,
            scope=self.scope,
            activity=strawberry.ID(held.activity),
            correspondence=strawberry.ID(held.correspondence.id),
            label=self.view.said(held.correspondence.label),
            reason=self.view.said(held.correspondence.reason),
            gap=not held.ends,
        )


BothInstrumentsResult = Annotated[
    SideBySide | InvalidDeployment | NotFound | LimitExceeded,
    strawberry.union("BothInstrumentsResult", description="Two instruments side by side, or why they are not."),
]


def fields(asking: Asking) -> list[StrawberryField]:
    """Return the field that sets two instruments side by side."""
    return [asking.field(both_instruments)]


def both_instruments(posed: Posed) -> BothInstrumentsResult:
    """Set what each instrument comes to beside the other, through the correspondences between them."""
    view, reasoner = posed.view, posed.view.library.reasoner
    several = view.library.atlas.commentary.correspondences.values()
    return SideBySide(
        view=view,
        whole=posed.whole,
        rows=list(crosswalk.side_by_side(posed.whole, several, reasoner.law)),
        scope=identified(view, posed.deployment, posed.whole)[:SCOPE],
        note=view.said(reasoner.words("beside-not-merged")),
    )
