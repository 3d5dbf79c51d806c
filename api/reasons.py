"""Reasons: why a provision applies, and why another does not.

Why is the finding with its proof. Why not is what keeps a norm back: the steps of the proof
that are not so, each down to the facts it rests on, and what would have to be so instead.
"""

from collections.abc import Sequence
from typing import Annotated

import strawberry
from strawberry.types.field import StrawberryField

from api.assessment import SCOPE, identified
from api.choices import Truth
from api.describe import choice, field, output
from api.finding import Defeater, Finding, defeaters, finding
from api.meant import finding as finding_named
from api.norm import Norm, norm
from api.outcome import InvalidDeployment, LimitExceeded, NotFound, NotModelled
from api.paging import PAGE, After, Connection, First, page
from api.posing import Activity, Asking, Named, Posed
from api.proof import Proof, ProofNode
from api.view import View
from kg import assessment as kg_assessment
from kg import proof as kg_proof
from kg import whynot as kg_whynot
from kg.whynot import Bar

choice(
    Bar,
    "Bar",
    "By what a norm is kept from applying.",
    {
        "scope": "The case, or its time, does not fall under the instrument.",
        "condition": "What the norm requires is not so.",
        "defeat": "Another norm takes it away.",
    },
)


@output
class Needed:
    """What would have to be so of one fact."""

    node: ProofNode = strawberry.field(description="The leaf of the proof that is otherwise.")
    must_be: Truth = strawberry.field(description="What it would have to come to.")


@output
class Obstacle:
    """One thing that by itself keeps a norm from applying."""

    view: strawberry.Private[View]
    held: strawberry.Private[kg_whynot.Obstacle]
    proof: strawberry.Private[Proof]
    bar: Bar = strawberry.field(description="By what the norm is kept back.")
    says: str = strawberry.field(description="The obstacle and what would have to be so, in one sentence.")
    would_need: str = strawberry.field(description="What would have to be so for it to fall away.")
    situations: list[str] = strawberry.field(description="The situations of the activity in which it stands.")

    @field
    def norm(self) -> Norm:
        """Return the norm that is kept back."""
        return norm(self.view, self.held.norm)

    @field
    def step(self) -> ProofNode:
        """Return the step of the proof that is not so, or the defeat that holds."""
        return self.proof.shown(self.held.node)

    @field
    def facts(self) -> list[Needed]:
        """Return the facts it rests on, and what each would have to come to; of a choice one is enough."""
        leaves = dict.fromkeys((each.node, each.must) for each in self.held.need.leaves())
        return [
            Needed(node=self.proof.shown(node), must_be=Truth.TRUE if must else Truth.FALSE) for node, must in leaves
        ]


@output
class WhyNot:
    """Why a provision does not apply; of one that applies or is open, that nothing keeps it back."""

    view: strawberry.Private[View]
    whole: strawberry.Private[kg_assessment.Assessment]
    held: strawberry.Private[kg_assessment.Finding]
    scope: strawberry.Private[str]
    graph: strawberry.Private[kg_proof.Proof]
    found: strawberry.Private[Sequence[kg_whynot.Obstacle]]
    says: list[str] = strawberry.field(description="All of it in words: the finding, then each obstacle.")

    @field
    def finding(self) -> Finding:
        """Return the finding, with what it hangs on where it is open."""
        return finding(self.view, self.whole, self.held, self.scope)

    @field
    def obstacles(self, first: First = PAGE, after: After = None) -> Connection[Obstacle]:
        """Return everything that keeps it from applying; each is enough by itself."""
        numbered = list(enumerate(self.found))
        return page(numbered, lambda each: f"{each[0]}", lambda each: self._obstacle(each[1]), first, after)

    @field
    def defeated_by(self) -> list[Defeater]:
        """Return the defeats that hold."""
        return defeaters(self.view, self.held.defeaters)

    def _obstacle(self, held: kg_whynot.Obstacle) -> Obstacle:
        self.view.budget.pay()
        words, proof = self.view.wording, self.graph
        return Obstacle(
            view=self.view,
            held=held,
            proof=Proof(view=self.view, held=proof, scope=self.scope),
            bar=held.bar,
            says=self.view.said(kg_whynot.in_words(held, proof, words)),
            would_need=self.view.said(kg_whynot.needs(held.need, proof, words)),
            situations=list(held.situations),
        )


WhyResult = Annotated[
    Finding | InvalidDeployment | NotFound | NotModelled | LimitExceeded,
    strawberry.union("WhyResult", description="A finding with its proof, or why there is none."),
]
WhyNotResult = Annotated[
    WhyNot | InvalidDeployment | NotFound | NotModelled | LimitExceeded,
    strawberry.union("WhyNotResult", description="What keeps a provision from applying, or why that cannot be said."),
]


def fields(asking: Asking) -> list[StrawberryField]:
    """Return the fields that ask for reasons."""
    return [asking.field(why), asking.field(why_not)]


def why(posed: Posed, provision: Named, activity: Activity = None) -> WhyResult:
    """Return the finding on one provision, with its proof."""
    held = finding_named(posed, provision, activity)
    return finding(posed.view, posed.whole, held, _scope(posed))


def why_not(posed: Posed, provision: Named, activity: Activity = None) -> WhyNotResult:
    """Return what keeps a provision from applying, and what would have to be so for it to apply."""
    view, whole = posed.view, posed.whole
    held = finding_named(posed, provision, activity)
    proof = whole.proof(held)
    return WhyNot(
        view=view,
        whole=whole,
        held=held,
        scope=_scope(posed),
        graph=proof,
        found=kg_whynot.obstacles(held, proof, view.law),
        says=[view.said(line) for line in kg_whynot.told(held, proof, view.wording)],
    )


def _scope(posed: Posed) -> str:
    return identified(posed.view, posed.deployment, posed.whole)[:SCOPE]
