"""Fact: what can be put on record."""

from collections.abc import Collection
from typing import TYPE_CHECKING

import strawberry

from api import concept as concepts
from api import defeat as defeats
from api import norm as norms
from api.choices import Control, FactKind, FactLevel, Party
from api.describe import field as shown
from api.describe import output
from api.facts import spoken
from api.lazy import LazyAllocation, LazyConcept, LazyDefeat, LazyFact, LazyIndicator, LazyNorm, LazyScheme
from api.paging import PAGE, After, Connection, First
from api.term import Term
from api.view import View
from kg import vocabulary as kg_vocabulary
from kg.graph import PF

if TYPE_CHECKING:
    pass


@output
class Fact(Term):
    """One statement that can be put on record of a deployment."""

    view: strawberry.Private[View]
    held: strawberry.Private[kg_vocabulary.Fact]
    name: str = strawberry.field(description="Its name in a file.")
    field: str | None = strawberry.field(description="Its field in the input; none where it is worked out.")
    definition: str
    question: str = strawberry.field(description="What to ask.")
    kind: FactKind = strawberry.field(description="What values it takes.")
    level: FactLevel = strawberry.field(description="What it is about.")
    evaluative: bool = strawberry.field(
        description="Whether it is a judgement, which needs somebody who made it and reasons."
    )
    bearer: Party = strawberry.field(description="Who must prove it where no norm says otherwise.")
    control: Control = strawberry.field(description="Who can change it for the future.")
    inherits: bool = strawberry.field(description="Whether it may be stated once for all activities.")
    dated: bool = strawberry.field(description="Whether it may hold from one day or until another.")
    many: bool = strawberry.field(description="Whether it may name several rules.")
    taken_as: str | None = strawberry.field(description="What it is taken to be where nobody says otherwise.")
    idle: str | None = strawberry.field(description="Why no norm reads it, where that is so.")

    @shown
    def scheme(self) -> LazyScheme | None:
        """Return the list from which it takes its value, if it does."""
        return concepts.scheme(self.view, self.held.scheme) if self.held.scheme else None

    @shown
    def values(self, first: First = PAGE, after: After = None) -> Connection[LazyConcept]:
        """Return the values it may have, where it takes them from a list."""
        return concepts.several(self.view, self.held.concepts, first, after)

    @shown
    def derived_from(self) -> list[LazyFact]:
        """Return the facts from which it is worked out, if it is."""
        return [fact(self.view, name) for name in self.held.derived_from]

    @shown
    def norms(self, first: First = PAGE, after: After = None) -> Connection[LazyNorm]:
        """Return the norms whose conditions read it."""
        return norms.several(self.view, self._readers(self.view.law.norms), first, after)

    @shown
    def indicators(self, first: First = PAGE, after: After = None) -> Connection[LazyIndicator]:
        """Return the indicators of principles that read it."""
        return defeats.indicators(self.view, self._readers(self.view.law.indicators), first, after)

    @shown
    def defeats(self, first: First = PAGE, after: After = None) -> Connection[LazyDefeat]:
        """Return the defeats whose further condition reads it."""
        return defeats.several(self.view, self._readers(self.view.law.defeats), first, after)

    @shown
    def allocations(self) -> list[LazyAllocation]:
        """Return the rules that say who must prove it wherever it is read."""
        law = self.view.law
        governing = self.view.library.atlas.neighbours.governed_by.get(self.name, ())
        return [defeats.allocation(self.view, law.allocations[name]) for name in governing]

    def _readers(self, among: Collection[str]) -> list[str]:
        readers = self.view.library.atlas.neighbours.read_by.get(self.name, ())
        return [name for name in readers if name in among]


def identifier(name: str) -> str:
    """Return the id of a fact, from its name in a file."""
    return f"fact:{name}"


def fact(view: View, name: str) -> Fact:
    """Show a fact."""
    view.budget.pay()
    held = view.fact(name)
    return Fact(
        view=view,
        held=held,
        id=strawberry.ID(identifier(name)),
        label=view.said(held.label),
        name=name,
        field=None if held.level is kg_vocabulary.Level.DERIVED else spoken(name),
        definition=view.said(held.definition),
        question=view.said(held.question),
        kind=held.kind,
        level=held.level,
        evaluative=held.evaluative,
        bearer=held.bearer,
        control=held.control,
        inherits=held.inherits,
        dated=held.dated,
        many=held.many,
        taken_as=held.taken_as,
        idle=view.maybe(view.library.reasoner.graph.text(held.iri, PF + "idle")),
    )
