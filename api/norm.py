"""Norm: our reading of what provisions lay down: what it requires, what defeats it, and who must prove what."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import strawberry

from api import concept as concepts
from api import condition as conditions
from api import defeat as defeats
from api import fact as facts
from api import instrument as instruments
from api import provision as provisions
from api import reading as readings
from api.choices import Party
from api.describe import field, output
from api.lazy import (
    LazyAllocation,
    LazyBurden,
    LazyConcept,
    LazyDefeat,
    LazyElement,
    LazyFact,
    LazyIndicator,
    LazyInstrument,
    LazyMethod,
    LazyNorm,
    LazyOption,
    LazyProvision,
)
from api.paging import PAGE, After, Connection, First, page
from api.term import LawTerm
from api.view import View
from kg import law as kg_law

if TYPE_CHECKING:
    pass


@output
class Norm(LawTerm):
    """Our reading of what one or more provisions lay down."""

    held: strawberry.Private[kg_law.Norm]
    definition: str
    kind: str = strawberry.field(description="What sort of norm it is: its class in the ontology.")
    modality: LazyConcept | None = strawberry.field(description="What the court must or may do when it applies.")
    effect: LazyConcept | None = strawberry.field(description="The legal effect that follows when it applies.")
    favours: Party | None = strawberry.field(description="The party whose case it helps.")
    auxiliary: bool = strawberry.field(description="Whether its effect shows only inside the proofs of other norms.")
    example: str | None = strawberry.field(description="A case that falls under it.")
    counterexample: str | None = strawberry.field(description="A case that just does not.")
    note: str | None = strawberry.field(description="Why it is read so, and which other reading there is.")

    @field
    def instrument(self) -> LazyInstrument:
        """Return the instrument in which it is found."""
        return instruments.instrument(self.view, self.held.instrument)

    @field
    def provisions(self) -> list[LazyProvision]:
        """Return the provisions that state it."""
        return [provisions.provision(self.view, name) for name in self.held.provisions]

    @field
    def option(self) -> LazyOption | None:
        """Return the option of a contested reading to which it belongs, if any."""
        return readings.reading_option(self.view, self.held.option)

    @field
    def condition(self) -> LazyElement:
        """Return what it requires, as a tree whose leaves ask for facts or lean on other norms."""
        return conditions.condition(self.view, self.id, self.held.condition)

    @field
    def elements(self, first: First = PAGE, after: After = None) -> Connection[LazyElement]:
        """Return every element of what it requires, in the order in which they are written, without the tree."""
        return conditions.elements(self.view, self.id, self.held.condition, first, after)

    @field
    def requires(self) -> str:
        """Return what it requires in words, as an indented list."""
        return conditions.in_words(self.view, self.held.condition)

    @field
    def facts(self, first: First = PAGE, after: After = None) -> Connection[LazyFact]:
        """Return the facts that its condition reads."""
        names = self.view.library.atlas.neighbours.reads.get(self.id, ())
        return page(names, facts.identifier, lambda name: facts.fact(self.view, name), first, after)

    @field
    def leans_on(self) -> list[LazyNorm]:
        """Return the norms whose conclusions its condition asks for."""
        return [norm(self.view, name) for name in self.view.library.atlas.neighbours.leans_on.get(self.id, ())]

    @field
    def leaned_on_by(self, first: First = PAGE, after: After = None) -> Connection[LazyNorm]:
        """Return the norms whose conditions ask for its conclusion."""
        leaning = self.view.library.atlas.neighbours.leaned_on_by.get(self.id, ())
        return several(self.view, [name for name in leaning if name in self.view.law.norms], first, after)

    @field
    def falls_to(self, first: First = PAGE, after: After = None) -> Connection[LazyDefeat]:
        """Return the defeats that can take it away."""
        return defeats.several(self.view, self.view.library.atlas.neighbours.falls_to.get(self.id, ()), first, after)

    @field
    def defeats(self, first: First = PAGE, after: After = None) -> Connection[LazyDefeat]:
        """Return the defeats by which it can take others away."""
        return defeats.several(self.view, self.view.library.atlas.neighbours.beats.get(self.id, ()), first, after)

    @field
    def indicators(self, first: First = PAGE, after: After = None) -> Connection[LazyIndicator]:
        """Return what speaks for and against it, where it is a principle."""
        return defeats.indicators(
            self.view, self.view.library.atlas.neighbours.indicators.get(self.id, ()), first, after
        )

    @field
    def burdens(self, first: First = PAGE, after: After = None) -> Connection[LazyBurden]:
        """Return who must prove each of its elements, under the default readings."""
        return defeats.burdens(self.view, self.id, first, after)

    @field
    def allocations(self) -> list[LazyAllocation]:
        """Return the rules on the burden of proof that govern everything it requires."""
        governing = self.view.library.atlas.neighbours.governed_by.get(self.id, ())
        return [defeats.allocation(self.view, self.view.law.allocations[name]) for name in governing]

    @field
    def allocates(self) -> LazyAllocation | None:
        """Return who must prove what, where it is a norm on the burden of proof."""
        held = self.view.law.allocations.get(self.id)
        return defeats.allocation(self.view, held) if held else None

    @field
    def methods(self) -> list[LazyMethod]:
        """Return the courses of reading that concern it."""
        held = self.view.library.atlas.commentary.methods_on(self.id)
        return [readings.method(self.view, each) for each in held]


def norm(view: View, name: str) -> Norm:
    """Show a norm."""
    view.budget.pay()
    held = view.law.norms[name]
    return Norm(
        view=view,
        held=held,
        id=strawberry.ID(name),
        label=view.said(held.label),
        definition=view.said(held.definition),
        kind=held.kind,
        modality=concepts.concept(view, view.concept("modality", held.modality)) if held.modality else None,
        effect=concepts.concept(view, view.concept("effect", held.effect)) if held.effect else None,
        favours=held.favours,
        auxiliary=held.auxiliary,
        example=view.maybe(held.example),
        counterexample=view.maybe(held.counterexample),
        note=view.maybe(held.note),
    )


def several(view: View, names: Sequence[str], first: int, after: str | None) -> Connection[Norm]:
    """Show a page of norms."""
    return page(names, str, lambda name: norm(view, name), first, after)
