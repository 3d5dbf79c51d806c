"""Neighbours: the ways in the law graph from a thing to what names it.

The law says of a norm which facts it reads, of a provision what it cites, of a defeat
what it takes away. Whoever looks something up asks the other way round as well: which
norms read this fact, what cites this provision, which defeats rest on it. Every list
stands in the order of the law.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TypeVar

from kg.assessment import reading_order
from kg.expression import Concluded, Formula, Leaf, leaves
from kg.law import Allocation, Defeat, Indicator
from kg.reasoner import Reasoner
from kg.vocabulary import Kind

T = TypeVar("T")
Index = Mapping[str, tuple[str, ...]]


class Neighbours:
    """What names what, found once for each kind and kept."""

    def __init__(self, reasoner: Reasoner) -> None:
        """Keep the law; nothing is looked through before it is asked for."""
        self._law, self._vocabulary, self._formulas = reasoner.law, reasoner.vocabulary, reasoner.formulas

    @cached_property
    def cited_by(self) -> Index:
        """The provisions that cite each provision, in the order of the texts."""
        law = self._law
        ordered = sorted(law.provisions, key=lambda name: reading_order(law, name))
        return _turned((name, law.provisions[name].cites) for name in ordered)

    @cached_property
    def reads(self) -> Index:
        """The facts that each norm, indicator or defeat reads, in the order in which it does."""
        return {name: _facts(formula) for name, formula in self._conditions.items()}

    @cached_property
    def read_by(self) -> Index:
        """The norms, indicators and defeats that read each fact."""
        return _turned(self.reads.items())

    @cached_property
    def leans_on(self) -> Index:
        """The norms on whose conclusion each norm, indicator or defeat leans."""
        return {name: _norms(formula) for name, formula in self._conditions.items()}

    @cached_property
    def leaned_on_by(self) -> Index:
        """The norms, indicators and defeats that lean on each norm."""
        return _turned(self.leans_on.items())

    @cached_property
    def asks_for(self) -> Index:
        """The norms, indicators and defeats that ask for each concept, by its IRI."""
        facts = self._vocabulary.facts
        found = []
        for name, formula in self._conditions.items():
            tests = [leaf.test for leaf, _ in leaves(formula) if isinstance(leaf, Leaf)]
            coded = [test for test in tests if facts[test.fact].kind in {Kind.CONCEPT, Kind.CONCEPTS}]
            asked = {facts[test.fact].concept(str(value)).iri for test in coded for value in test.values}
            found.append((name, tuple(sorted(asked))))
        return _turned(found)

    @cached_property
    def takers(self) -> Index:
        """The facts that take their value from each list, by its IRI."""
        return _grouped(self._vocabulary.facts.items(), lambda fact: (fact.scheme,) if fact.scheme else ())

    @cached_property
    def falls_to(self) -> Index:
        """The defeats that can take each norm away."""
        return self._defeats(lambda each: (each.defeated,))

    @cached_property
    def beats(self) -> Index:
        """The defeats that each norm can bring."""
        return self._defeats(lambda each: (each.defeater,))

    @cached_property
    def rests_on(self) -> Index:
        """The defeats that rest on each provision."""
        return self._defeats(lambda each: (each.basis,))

    @cached_property
    def indicators(self) -> Index:
        """The indicators of each principle."""

        def principle(each: Indicator) -> tuple[str, ...]:
            return (each.principle,)

        return _grouped(self._law.indicators.items(), principle)

    @cached_property
    def governed_by(self) -> Index:
        """The allocations that say who must prove what each norm requires, or a fact of this name."""

        def governed(each: Allocation) -> tuple[str, ...]:
            return tuple(sorted({*each.governs, *each.facts}))

        return _grouped(self._law.allocations.items(), governed)

    @cached_property
    def under_option(self) -> Index:
        """The norms, defeats and allocations that are law only under each option of a reading."""
        law = self._law
        found: dict[str, list[str]] = {}
        for several in (law.norms, law.defeats, law.allocations):
            for name, each in several.items():
                if each.option is not None and name not in found.setdefault(each.option, []):
                    found[each.option].append(name)
        return {option: tuple(names) for option, names in found.items()}

    @cached_property
    def taken_by(self) -> Index:
        """The profiles that take each option, those that take it by default among them."""
        law = self._law
        return _turned((name, tuple(sorted(law.options(name)))) for name in law.profiles)

    @cached_property
    def _conditions(self) -> Mapping[str, Formula]:
        law = self._law
        named = {name: each.condition for name, each in law.norms.items()}
        named |= {name: each.condition for name, each in law.indicators.items()}
        named |= {name: each.under for name, each in law.defeats.items() if each.under}
        return {name: self._formulas[shape] for name, shape in named.items()}

    def _defeats(self, of: Callable[[Defeat], tuple[str, ...]]) -> Index:
        return _grouped(self._law.defeats.items(), of)


def _facts(formula: Formula) -> tuple[str, ...]:
    return tuple(dict.fromkeys(leaf.test.fact for leaf, _ in leaves(formula) if isinstance(leaf, Leaf)))


def _norms(formula: Formula) -> tuple[str, ...]:
    return tuple(dict.fromkeys(leaf.norm for leaf, _ in leaves(formula) if isinstance(leaf, Concluded)))


def _grouped(several: Iterable[tuple[str, T]], of: Callable[[T], tuple[str, ...]]) -> Index:
    return _turned((name, of(each)) for name, each in several)


def _turned(pairs: Iterable[tuple[str, Iterable[str]]]) -> Index:
    """Return which names name each thing, from what each name names."""
    found: dict[str, list[str]] = {}
    for name, several in pairs:
        for each in several:
            found.setdefault(each, []).append(name)
    return {each: tuple(names) for each, names in found.items()}
