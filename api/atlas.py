"""Atlas: the ways through the law graph that lookups take, each found when it is first taken."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from kg.commentary import Commentary
from kg.examples import Example, examples
from kg.graph import BASE, PF, RDFS, SKOS, TYPE
from kg.law import Allocation, long, short
from kg.neighbours import Neighbours
from kg.plan import Input
from kg.reasoner import Reasoner
from kg.vocabulary import Concept, local

if TYPE_CHECKING:
    from kg.official.shelf import Shelf
    from kg.search import Index

EXAMPLE = "example"
"""The prefix of the ids of bundled descriptions."""


class Atlas:
    """What stands around the law, what names what, and what can be searched for."""

    def __init__(self, reasoner: Reasoner, shelf: "Shelf | None" = None) -> None:
        """Keep the law, and the official texts to quote."""
        self.reasoner = reasoner
        self._shelf = shelf
        self.neighbours = Neighbours(reasoner)
        self.commentary = Commentary(reasoner.graph, reasoner.law, reasoner.vocabulary)

    @cached_property
    def shelf(self) -> "Shelf":
        """The official texts to quote."""
        from kg.official.shelf import Shelf

        return self._shelf or Shelf()

    @cached_property
    def reading_codes(self) -> Mapping[str, str]:
        """The code of each reading by its id."""
        return {each.id: code for code, each in self.reasoner.law.readings.items()}

    @cached_property
    def examples(self) -> Mapping[str, Example]:
        """The bundled descriptions by id."""
        return {f"{EXAMPLE}:{name}": each for name, each in examples().items()}

    @cached_property
    def fact_names(self) -> Mapping[str, str]:
        """The name of each fact in a file, by its id."""
        return {short(fact.iri): name for name, fact in self.reasoner.vocabulary.facts.items()}

    @cached_property
    def concepts(self) -> Mapping[str, Concept]:
        """The values of all lists by id, list by list."""
        schemes = self.reasoner.vocabulary.schemes
        return {each.iri.removeprefix(BASE): each for name in sorted(schemes) for each in schemes[name]}

    @cached_property
    def schemes(self) -> Mapping[str, str]:
        """The IRI of each list of values, by its id."""
        return {name.removeprefix(BASE): name for name in sorted(self.reasoner.vocabulary.schemes)}

    @cached_property
    def scheme_of(self) -> Mapping[str, str]:
        """The list to which each value belongs, both by IRI."""
        schemes = self.reasoner.vocabulary.schemes
        return {each.iri: name for name in sorted(schemes) for each in schemes[name]}

    @cached_property
    def allocations(self) -> Mapping[str, Sequence[Allocation]]:
        """The allocations stated in each provision."""
        found: dict[str, list[Allocation]] = {}
        for each in self.reasoner.law.allocations.values():
            found.setdefault(each.provision, []).append(each)
        return found

    @cached_property
    def burdens(self) -> Mapping[str, Sequence[Input]]:
        """What is to be proven inside each norm, defeat and indicator under the default readings, and by whom."""
        found: dict[str, list[Input]] = {}
        for each in self.reasoner.plan(self.reasoner.law.options()).inputs:
            found.setdefault(each.owner, []).append(each)
        return found

    @cached_property
    def profiles(self) -> Mapping[str, str]:
        """The id of each profile of readings by its name."""
        graph = self.reasoner.graph
        named = {graph.word(iri, SKOS + "notation") or local(iri): short(iri) for iri in graph.of_type(PF + "Profile")}
        return {name: named[name] for name in self.reasoner.law.profiles}

    @cached_property
    def profile_names(self) -> Mapping[str, str]:
        """The name of each profile by its id."""
        return {identifier: name for name, identifier in self.profiles.items()}

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """The kind of each provision: the narrowest class it belongs to."""
        return {name: _kind(self.reasoner, name) for name in self.reasoner.law.provisions}

    @cached_property
    def index(self) -> "Index":
        """Everything that can be searched for."""
        from kg.search import Index
        from kg.searchable import entries

        return Index(entries(self.reasoner, self.commentary, self.examples))


def _kind(reasoner: Reasoner, name: str) -> str:
    graph, widest = reasoner.graph, PF + "Provision"
    classes = [each for each in graph.names(long(name), TYPE) if widest in graph.names(each, RDFS + "subClassOf")]
    return local(next((each for each in classes if each != widest), widest))
