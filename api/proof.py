"""Proof: why a finding is what it is, as a graph of nodes that a client walks page by page.

Every node says what it states and whether that is so; its leaves are facts on record or
open questions. The whole graph can also be had at once, as the plain data that every
other rendering is made from. What draws a rendering is loaded when one is asked for.
"""

from typing import Annotated

import strawberry
from strawberry.scalars import JSON

from api.choices import Party, Status, StepKind, Truth
from api.describe import field, output
from api.facts import spoken, spoken_path
from api.norm import Norm, norm
from api.paging import PAGE, After, Connection, First, page
from api.provision import Provision, provision
from api.reading import ReadingOption, reading_option
from api.view import View
from kg import proof as kg_proof
from kg import record

OnlyProvision = Annotated[
    strawberry.ID | None, strawberry.argument(description="Only nodes that stand in this provision, by its id.")
]
OnlyNorm = Annotated[
    strawberry.ID | None, strawberry.argument(description="Only nodes that stand in this norm, by its id.")
]
OnlyFact = Annotated[str | None, strawberry.argument(description="Only nodes about this fact, by its name in a file.")]


@output
class ProofFact:
    """The fact at a leaf of a proof: what is on record of it, or that the question is open."""

    name: str = strawberry.field(description="Its name in a file.")
    field: str = strawberry.field(description="Its field in the input.")
    label: str
    question: str
    open: bool = strawberry.field(description="Whether the question is open.")
    value: JSON | None = strawberry.field(description="What is on record, as a file would hold it.")
    recorded: str | None = strawberry.field(description="Where it was put on record, as a path into the input.")
    says: str = strawberry.field(description="What is on record, or who must prove it, in words.")
    contested: bool = strawberry.field(
        description="Whether the other side denies it, or the description contradicts it."
    )
    assumed: bool = strawberry.field(description="Whether it was taken to be so because nobody said otherwise.")
    assessor: str | None = strawberry.field(description="Who judged it.")
    reasons: str | None = strawberry.field(description="Why it was judged so.")
    source: str | None = strawberry.field(description="Where it is taken from.")
    bearer: Party = strawberry.field(description="Who must prove it here.")
    basis: Provision | None = strawberry.field(
        description="The provision that puts the burden there, if it is a special one."
    )


@output
class ProofNode:
    """One node of a proof."""

    view: strawberry.Private[View]
    held: strawberry.Private[kg_proof.ProofNode]
    scope: strawberry.Private[str]
    id: strawberry.ID = strawberry.field(description="Its id, like no other in any assessment.")
    key: str = strawberry.field(description="Its id within the assessment, as in `Proof.json`.")
    kind: StepKind
    name: str = strawberry.field(description="What it states.")
    says: str = strawberry.field(description="What it states and what is on record of it, in words.")
    truth: Truth = strawberry.field(description="Whether that is so on the record.")
    presumed: Truth = strawberry.field(description="Whether it would be held so if the record closed today.")
    status: Status | None = strawberry.field(description="What the norm comes to, where the node is one.")

    @field
    def provisions(self) -> list[Provision]:
        """Return the provisions in which it stands."""
        return [provision(self.view, name) for name in self.held.anchor.provisions]

    @field
    def norm(self) -> Norm:
        """Return the norm in which it stands."""
        return norm(self.view, self.held.anchor.norm)

    @field
    def option(self) -> ReadingOption | None:
        """Return the option of a contested reading to which it belongs, if any."""
        return reading_option(self.view, self.held.anchor.option)

    @field
    def below(self) -> list[strawberry.ID]:
        """Return the nodes that decide it, by id."""
        return [_id(self.scope, name) for name in self.held.below]

    @field
    def fact(self) -> ProofFact | None:
        """Return the fact, where the node is a leaf."""
        return None if self.held.statement is None else _fact(self.view, self.held.statement)


@output
class Proof:
    """The whole reason of a finding: a graph without circles, its root first."""

    view: strawberry.Private[View]
    held: strawberry.Private[kg_proof.Proof]
    scope: strawberry.Private[str]

    @field
    def root(self) -> ProofNode:
        """Return the node that states the finding."""
        return self._node(self.held.root)

    @field
    def nodes(
        self,
        provision: OnlyProvision = None,
        norm: OnlyNorm = None,
        fact: OnlyFact = None,
        first: First = PAGE,
        after: After = None,
    ) -> Connection[ProofNode]:
        """Return every node once, the root first; or those of one provision, norm or fact."""
        found = [
            name
            for name, each in self.held.nodes.items()
            if (provision is None or provision in each.anchor.provisions)
            and norm in {None, each.anchor.norm}
            and (fact is None or (each.statement is not None and fact == each.statement.fact))
        ]
        return page(found, lambda name: _id(self.scope, name), self._node, first, after)

    @field
    def json(self) -> JSON:
        """Return the whole graph as plain data: its root, and its nodes by key."""
        self.view.budget.pay(len(self.held.nodes))
        return JSON(record.proof(self.held, self.view.language))

    @field
    def text(self) -> str:
        """Return the whole graph as indented text, every node once, marked ✓, ✗ or ?."""
        from kg.rendering.plain import as_text

        self.view.budget.pay(len(self.held.nodes))
        return as_text(self.held, self.view.wording, self.view.language)

    @field
    def jsonld(self) -> JSON:
        """Return the whole graph as JSON-LD in the words of PROV-O, in both languages; its context stands inside."""
        from kg.rendering.jsonld import as_jsonld

        self.view.budget.pay(len(self.held.nodes))
        return JSON(as_jsonld(self.held, self.view.wording, self.view.library.reasoner.edition))

    @field
    def mermaid(self) -> str:
        """Return the whole graph as a flowchart in the language of Mermaid."""
        from kg.rendering.mermaid import as_mermaid

        self.view.budget.pay(len(self.held.nodes))
        return as_mermaid(self.held, self.view.wording, self.view.language)

    @field
    def svg(self) -> str:
        """Return the whole graph as a drawing in SVG; each box links to `#step-` and the key of its node.

        In the link, signs other than letters, digits and `.:@-` stand as `_23_`, their number in hexadecimal.
        """
        from kg.rendering.svg import as_svg

        self.view.budget.pay(len(self.held.nodes))
        return as_svg(self.held, self.view.wording, self.view.language)

    def shown(self, name: str) -> ProofNode:
        """Show one node of it, by its key."""
        return self._node(name)

    def _node(self, name: str) -> ProofNode:
        self.view.budget.pay()
        held = self.held.nodes[name]
        return ProofNode(
            view=self.view,
            held=held,
            scope=self.scope,
            id=_id(self.scope, name),
            key=name,
            kind=held.kind,
            name=self.view.said(held.name),
            says=self.view.said(self.view.wording.node(held)),
            truth=held.truth,
            presumed=held.presumed,
            status=held.status,
        )


def _id(scope: str, name: str) -> strawberry.ID:
    return strawberry.ID(f"{scope}/{name}")


def _fact(view: View, statement: kg_proof.Statement) -> ProofFact:
    view.budget.pay()
    fact, entry = view.fact(statement.fact), statement.entry
    unsettled = entry is None or entry.value is None or entry.contested or entry.contradictory
    return ProofFact(
        name=fact.name,
        field=spoken(fact.name),
        label=view.said(fact.label),
        question=view.said(fact.question),
        open=unsettled,
        value=None if entry is None or entry.value is None else JSON(record.recorded(entry.value)),
        recorded=spoken_path(entry.path) if entry and entry.path else None,
        says=view.said(view.wording.statement(statement)),
        contested=entry is not None and (entry.contested or entry.contradictory),
        assumed=entry is not None and entry.assumed,
        assessor=entry.assessor if entry else None,
        reasons=entry.reasons if entry else None,
        source=entry.source if entry else None,
        bearer=Party(statement.bearer),
        basis=provision(view, statement.basis) if statement.basis else None,
    )
