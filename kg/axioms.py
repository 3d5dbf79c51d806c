"""Axioms: which statements about kinds of values the conditions read.

A value belongs to kinds (a mall is a business place), and kinds to wider kinds. Each
condition that asks for a kind comes to a set of values. An axiom that could be taken away
without a change to any such set changes no verdict; the kind it names then says why it
stands all the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kg.graph import BASE, PF, RDFS, SH, TYPE, Graph, parsed
from kg.law import short
from kg.reasoner import Reasoner, condition_shapes
from kg.text import Text

KIND: Final = BASE + "kind/"
BELOW: Final = RDFS + "subClassOf"

ValueSets = Mapping[tuple[str, str], frozenset[str]]
"""Which values of a fact belong to a kind."""


@dataclass(frozen=True, order=True, slots=True)
class Axiom:
    """One statement that a value or a kind belongs to a kind."""

    subject: str
    predicate: str
    kind: str

    def __str__(self) -> str:
        """Return the axiom as one would say it.

        >>> print(Axiom(KIND + "Venue", BELOW, KIND + "PublicPlace"))
        kind:Venue is below kind:PublicPlace
        """
        word = "is a" if self.predicate == TYPE else "is below"
        return f"{short(self.subject)} {word} {short(self.kind)}"


class Axioms:
    """Every axiom about kinds, and what each condition that asks for one comes to."""

    def __init__(self, reasoner: Reasoner) -> None:
        """Read the axioms as they were written, before anything was concluded from them."""
        self._reasoner = reasoner
        self.stated: tuple[Axiom, ...] = tuple(
            sorted(
                Axiom(subject, predicate, term)
                for subject, predicate, term in parsed(reasoner.sources.ontology)
                if predicate in {TYPE, BELOW} and isinstance(term, str) and term.startswith(KIND)
            )
        )
        self.asked: tuple[tuple[str, str, str], ...] = tuple(_asked(reasoner))

    def kinds(self, without: Axiom | None = None) -> dict[str, frozenset[str]]:
        """Return the kinds of every value, with one axiom taken away."""
        above: dict[str, set[str]] = {}
        for each in self.stated:
            if each != without:
                above.setdefault(each.subject, set()).add(each.kind)
        values = {each.subject for each in self.stated if each.predicate == TYPE}
        return {value: frozenset(_reached(above, value)) for value in values}

    def value_sets(self, without: Axiom | None = None) -> ValueSets:
        """Return which values of which fact meet each question for a kind, with one axiom taken away."""
        kinds = self.kinds(without)
        facts = self._reasoner.vocabulary.by_iri
        every = tuple(self._reasoner.vocabulary.concepts.values())
        return {
            (fact, kind): frozenset(
                concept.iri for concept in facts[fact].concepts or every if kind in kinds.get(concept.iri, frozenset())
            )
            for _, fact, kind in self.asked
        }

    def idle(self) -> tuple[Axiom, ...]:
        """Return every axiom without which all conditions read the same."""
        usual = self.value_sets()
        return tuple(axiom for axiom in self.stated if self.value_sets(axiom) == usual)

    def reason(self, axiom: Axiom) -> Text | None:
        """Return why an axiom stands although no condition would miss it, where its kind says so."""
        return self._reasoner.graph.text(axiom.kind, PF + "idle")


def _reached(above: Mapping[str, set[str]], name: str) -> Iterator[str]:
    for kind in above.get(name, ()):
        yield kind
        yield from _reached(above, kind)


def _asked(reasoner: Reasoner) -> Iterator[tuple[str, str, str]]:
    """Yield each shape that asks for a kind, with the fact it asks of and the kind.

    A fact that counts a kind of actor asks for it, and so does one that is said of it.
    """
    graph, facts = reasoner.graph, reasoner.vocabulary.facts
    for fact in facts.values():
        if fact.counts:
            yield from ((fact.iri, facts[source].iri, fact.counts) for source in fact.derived_from)
        if fact.said_of:
            yield fact.iri, reasoner.vocabulary.tells(fact.said_of).iri, fact.said_of
    for shape in [*condition_shapes(reasoner.law), *reasoner.coherence]:
        for leaf in _leaves(graph, shape):
            asked = _first_step(graph, leaf)
            for node in (leaf, *graph.names(leaf, SH + "qualifiedValueShape")):
                for part in (node, *graph.names(node, SH + "property")):
                    yield from ((shape, asked, kind) for kind in graph.names(part, SH + "class"))


def _leaves(graph: Graph, node: str) -> Iterator[str]:
    yield from graph.names(node, SH + "property")
    for junctor in (SH + "and", SH + "or"):
        for head in graph.names(node, junctor):
            for member in graph.sequence(head):
                yield from _leaves(graph, member)
    for part in graph.names(node, SH + "not"):
        yield from _leaves(graph, part)


def _first_step(graph: Graph, leaf: str) -> str:
    path = graph.names(leaf, SH + "path")[0]
    return graph.sequence(path)[0] if path.startswith("_:") else path
