"""Sayable: a fact that can be stated of a deployment, or one value of a list, told in words.

A fact is told with its question, its values, where it is stated, who can change it, who
has to prove it, and the norms that read it.
"""

from collections.abc import Iterable, Iterator

from kg.graph import PF, SKOS
from kg.law import short
from kg.neighbours import Neighbours
from kg.reasoner import Reasoner
from kg.section import Section, named, section
from kg.text import Text
from kg.vocabulary import Concept, Fact


class Sayable:
    """Tells facts and values in sections."""

    def __init__(self, reasoner: Reasoner) -> None:
        """Keep the law, what can be said, and the ways between them."""
        self._reasoner, self._law, self._words = reasoner, reasoner.law, reasoner.words
        self._neighbours = Neighbours(reasoner)

    def by_id(self, name: str) -> list[Section]:
        """Return a fact or a value by its id, or nothing where none has it."""
        vocabulary = self._reasoner.vocabulary
        fact = next((each for each in vocabulary.facts.values() if short(each.iri) == name), None)
        if fact is not None:
            return self._fact(fact)
        concept = next((each for iri, each in vocabulary.concepts.items() if short(iri) == name), None)
        return [] if concept is None else self._concept(concept)

    def all_listed(self) -> list[Section]:
        """Return every fact, those of one level under one heading."""
        levels = dict.fromkeys(each.level for each in self._reasoner.vocabulary.facts.values())
        return [
            Section(
                self._words(f"place-{level.value}"),
                tuple(
                    Text(f"{each.name}  {each.label.en}", f"{each.name}  {each.label.zh}")
                    for each in self._reasoner.vocabulary.facts.values()
                    if each.level is level
                ),
            )
            for level in levels
        ]

    def _fact(self, fact: Fact) -> list[Section]:
        words, kind = self._words, self._label(PF + fact.kind.value)
        reads = self._neighbours.read_by.get(fact.name, ())
        note = self._reasoner.graph.text(fact.iri, SKOS + "scopeNote")
        control = self._label(self._reasoner.graph.name(fact.iri, f"{PF}controlledBy") or "")
        return [
            *section(named(fact.label, short(fact.iri)), [fact.definition, note]),
            Section(words("fact-question"), (fact.question,)),
            Section(words("fact-stated"), (kind, words(f"place-{fact.level.value}"))),
            *section(words("fact-values"), map(_value, fact.concepts)),
            Section(words("fact-control"), (control,)),
            Section(words("fact-proof"), tuple(self._bearers(fact))),
            *section(words("fact-read-by"), self._names(reads)),
        ]

    def _concept(self, concept: Concept) -> list[Section]:
        facts = self._reasoner.vocabulary.facts.values()
        takers = [named(each.label, short(each.iri)) for each in facts if concept in each.concepts]
        asked = self._neighbours.asks_for.get(concept.iri, ())
        return [
            *section(named(concept.label, short(concept.iri)), [concept.definition]),
            *section(self._words("value-taken-by"), takers),
            *section(self._words("value-asked-by"), self._names(asked)),
        ]

    def _bearers(self, fact: Fact) -> Iterator[Text]:
        """Yield who has to prove a fact by default, and what speaks of it by name."""
        yield self._words("fact-bearer", party=self._words(f"party-{fact.bearer.value}"))
        for each in self._law.allocations.values():
            if fact.name in each.facts:
                party = self._words(f"party-{each.bearer.value}")
                yield self._words("fact-bearer-by", party=party, basis=self._law.provisions[each.provision].label)

    def _names(self, several: Iterable[str]) -> Iterator[Text]:
        law = self._law
        for name in several:
            if name in law.norms:
                norm = law.norms[name]
                where, said = law.provisions[norm.provisions[0]].label, named(norm.label, name)
                yield Text(f"{where.en}: {said.en}", f"{where.zh}：{said.zh}")
            elif name in law.indicators:
                yield named(law.indicators[name].label, name)
            else:
                yield Text(name, name)

    def _label(self, iri: str) -> Text:
        return self._reasoner.graph.text(iri, SKOS + "prefLabel") or Text(short(iri), short(iri))


def _value(concept: Concept) -> Text:
    label, definition = concept.label, concept.definition
    return Text(
        f"{concept.code}: {label.en}. {definition.en}",
        f"{concept.code}：{label.zh}。{definition.zh}",
    )
