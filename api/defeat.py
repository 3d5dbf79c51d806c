"""Defeat: what takes a norm away, what speaks for or against a principle, and who must prove what."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import strawberry

from api import condition as conditions
from api import fact as facts
from api import norm as norms
from api import provision as provisions
from api import reading as readings
from api.choices import Party
from api.describe import field, output
from api.lazy import LazyElement, LazyFact, LazyNorm, LazyOption, LazyProvision
from api.paging import PAGE, After, Connection, First, page
from api.term import LawTerm
from api.view import View
from kg import law as kg_law
from kg.graph import PF, SKOS
from kg.law import long
from kg.plan import Input
from kg.text import Text

if TYPE_CHECKING:
    pass


@output
class Defeat(LawTerm):
    """One norm taking another away."""

    held: strawberry.Private[kg_law.Defeat]
    definition: str | None
    manner: str = strawberry.field(description="How it is taken away, in words.")

    @field
    def defeater(self) -> LazyNorm:
        """Return the norm that defeats."""
        return norms.norm(self.view, self.held.defeater)

    @field
    def defeated(self) -> LazyNorm:
        """Return the norm that is taken away."""
        return norms.norm(self.view, self.held.defeated)

    @field
    def basis(self) -> LazyProvision | None:
        """Return the provision on which it rests."""
        return provisions.provision(self.view, self.held.basis) if self.held.basis in self.view.law.provisions else None

    @field
    def under(self) -> LazyElement | None:
        """Return what it requires beside the defeating norm, if anything."""
        return conditions.condition(self.view, self.id, self.held.under) if self.held.under else None

    @field
    def requires(self) -> str | None:
        """Return what it requires beside the defeating norm in words, as an indented list."""
        return conditions.in_words(self.view, self.held.under) if self.held.under else None

    @field
    def option(self) -> LazyOption | None:
        """Return the option of a contested reading to which it belongs, if any."""
        return readings.reading_option(self.view, self.held.option)


@output
class Indicator(LawTerm):
    """Facts that speak for or against a principle."""

    held: strawberry.Private[kg_law.Indicator]
    definition: str | None
    supports: bool = strawberry.field(description="Whether it speaks for the principle; otherwise against it.")
    core: bool = strawberry.field(description="Whether the principle stands or falls with it.")

    @field
    def principle(self) -> LazyNorm:
        """Return the principle."""
        return norms.norm(self.view, self.held.principle)

    @field
    def condition(self) -> LazyElement:
        """Return what it requires, as a tree."""
        return conditions.condition(self.view, self.id, self.held.condition)

    @field
    def requires(self) -> str:
        """Return what it requires in words, as an indented list."""
        return conditions.in_words(self.view, self.held.condition)


@output
class Allocation:
    """Who must prove what: everything in the norms it governs, or single facts wherever they are read."""

    view: strawberry.Private[View]
    held: strawberry.Private[kg_law.Allocation]
    bearer: Party = strawberry.field(description="Who must prove it.")

    @field
    def norm(self) -> LazyNorm:
        """Return the norm that says so."""
        return norms.norm(self.view, self.held.id)

    @field
    def provision(self) -> LazyProvision:
        """Return the provision that states it."""
        return provisions.provision(self.view, self.held.provision)

    @field
    def governs(self, first: First = PAGE, after: After = None) -> Connection[LazyNorm]:
        """Return the norms of which everything is to be proven so."""
        governed = [name for name in self.view.law.norms if name in self.held.governs]
        return norms.several(self.view, governed, first, after)

    @field
    def facts(self, first: First = PAGE, after: After = None) -> Connection[LazyFact]:
        """Return the facts that are to be proven so wherever they are read."""
        names = [name for name in self.view.library.reasoner.vocabulary.facts if name in self.held.facts]
        return page(names, facts.identifier, lambda name: facts.fact(self.view, name), first, after)

    @field
    def option(self) -> LazyOption | None:
        """Return the option of a contested reading to which it belongs, if any."""
        return readings.reading_option(self.view, self.held.option)


@output
class NormBurden:
    """One element of a norm, and who must prove it there."""

    view: strawberry.Private[View]
    held: strawberry.Private[Input]
    element: str = strawberry.field(description="What is to be proven.")
    bearer: Party = strawberry.field(description="Who must prove it.")

    @field
    def fact(self) -> LazyFact:
        """Return the fact that it asks."""
        return facts.fact(self.view, self.held.test.fact)

    @field
    def basis(self) -> LazyProvision | None:
        """Return the provision that puts the burden there, if it is a special one."""
        return provisions.provision(self.view, self.held.basis) if self.held.basis else None


def defeat(view: View, name: str) -> Defeat:
    """Show a defeat."""
    view.budget.pay()
    held, graph = view.law.defeats[name], view.library.reasoner.graph
    return Defeat(
        view=view,
        held=held,
        id=strawberry.ID(name),
        label=view.said(graph.text(long(name), SKOS + "prefLabel") or Text(name, name)),
        definition=view.maybe(graph.text(long(name), SKOS + "definition")),
        manner=view.said(graph.text(PF + held.manner, SKOS + "prefLabel") or Text(held.manner, held.manner)),
    )


def several(view: View, names: Sequence[str], first: int, after: str | None) -> Connection[Defeat]:
    """Show a page of defeats."""
    return page(names, str, lambda name: defeat(view, name), first, after)


def indicator(view: View, name: str) -> Indicator:
    """Show an indicator."""
    view.budget.pay()
    held = view.law.indicators[name]
    return Indicator(
        view=view,
        held=held,
        id=strawberry.ID(name),
        label=view.said(held.label),
        definition=view.maybe(view.library.reasoner.graph.text(long(name), SKOS + "definition")),
        supports=held.supports,
        core=held.core,
    )


def indicators(view: View, names: Sequence[str], first: int, after: str | None) -> Connection[Indicator]:
    """Show a page of indicators."""
    return page(names, str, lambda name: indicator(view, name), first, after)


def allocation(view: View, held: kg_law.Allocation) -> Allocation:
    """Show who must prove what."""
    view.budget.pay()
    return Allocation(view=view, held=held, bearer=held.bearer)


def burdens(view: View, owner: str, first: int, after: str | None) -> Connection[NormBurden]:
    """Show a page of what is to be proven inside a norm under the default readings, and by whom."""
    held = view.library.atlas.burdens.get(owner, ())
    numbers = range(len(held))

    def one(number: int) -> NormBurden:
        view.budget.pay()
        each = held[number]
        return NormBurden(view=view, held=each, element=view.said(each.says), bearer=Party(each.bearer))

    return page(numbers, str, one, first, after)
