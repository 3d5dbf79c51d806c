"""Concept: the lists from which values are taken, and each value in them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import strawberry

from api import fact as facts
from api import norm as norms
from api.describe import field, output
from api.lazy import LazyConcept, LazyFact, LazyNorm
from api.paging import PAGE, After, Connection, First, page
from api.term import Term
from api.view import View
from kg import vocabulary as kg_vocabulary
from kg.graph import BASE, SKOS
from kg.law import short
from kg.text import Text

if TYPE_CHECKING:
    pass


@output
class ConceptScheme(Term):
    """A list of values."""

    view: strawberry.Private[View]
    name: strawberry.Private[str]
    code: str
    definition: str | None

    @field
    def concepts(self, first: First = PAGE, after: After = None) -> Connection[LazyConcept]:
        """Return its values, in their order."""
        held = self.view.library.reasoner.vocabulary.schemes[self.name]
        return several(self.view, held, first, after)

    @field
    def facts(self) -> list[LazyFact]:
        """Return the facts that take their value from it."""
        return [facts.fact(self.view, name) for name in self.view.library.atlas.neighbours.takers.get(self.name, ())]


@output
class Concept(Term):
    """One value of a list of values."""

    view: strawberry.Private[View]
    held: strawberry.Private[kg_vocabulary.Concept]
    code: str
    definition: str

    @field
    def scheme(self) -> ConceptScheme:
        """Return the list to which it belongs."""
        return scheme(self.view, self.view.library.atlas.scheme_of[self.held.iri])

    @field
    def classes(self) -> list[str]:
        """Return the classes of things it belongs to, the wider ones as well, by their names in the ontology."""
        return sorted(map(short, self.held.classes))

    @field
    def facts(self, first: First = PAGE, after: After = None) -> Connection[LazyFact]:
        """Return the facts that may have it as their value."""
        atlas = self.view.library.atlas
        names = atlas.neighbours.takers.get(atlas.scheme_of[self.held.iri], ())
        return page(names, facts.identifier, lambda name: facts.fact(self.view, name), first, after)

    @field
    def norms(self, first: First = PAGE, after: After = None) -> Connection[LazyNorm]:
        """Return the norms whose conditions ask for it."""
        asking = self.view.library.atlas.neighbours.asks_for.get(self.held.iri, ())
        return norms.several(self.view, [name for name in asking if name in self.view.law.norms], first, after)


def scheme(view: View, name: str) -> ConceptScheme:
    """Show a list of values, by its IRI."""
    view.budget.pay()
    graph, code = view.library.reasoner.graph, kg_vocabulary.local(name)
    return ConceptScheme(
        view=view,
        name=name,
        id=strawberry.ID(name.removeprefix(BASE)),
        label=view.said(graph.text(name, SKOS + "prefLabel") or Text(code, code)),
        code=code,
        definition=view.maybe(graph.text(name, SKOS + "definition")),
    )


def concept(view: View, held: kg_vocabulary.Concept) -> Concept:
    """Show one value of a list."""
    return Concept(
        view=view,
        held=held,
        id=strawberry.ID(held.iri.removeprefix(BASE)),
        code=held.code,
        label=view.said(held.label),
        definition=view.said(held.definition),
    )


def several(view: View, held: Sequence[kg_vocabulary.Concept], first: int, after: str | None) -> Connection[Concept]:
    """Show a page of values."""

    def one(each: kg_vocabulary.Concept) -> Concept:
        view.budget.pay()
        return concept(view, each)

    return page(held, lambda each: each.iri.removeprefix(BASE), one, first, after)
