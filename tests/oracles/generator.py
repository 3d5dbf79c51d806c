"""Rows drawn at random over the facts that norms read, the same for the same seed.

A complete row has a value for every fact and closes every multi-valued one. A partial row
is a complete one of which facts and members were forgotten. Each row aims at one norm: the
facts on which it hangs are mostly drawn so that it would apply and its gates let it through.
Drawn blindly, hardly any norm with a long condition would ever be put to the test.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from kg.expression import Citation, Concluded, Every, Formula, Leaf, Members, Negation, Test, Value, leaves
from kg.plan import Plan
from kg.reasoner import Reasoner
from kg.row import Row
from kg.truth import TRUE
from kg.vocabulary import Kind

FORGOTTEN: Final = 0.35
"""How likely a partial row does not know a fact or a member."""

AIMED: Final = 0.95
"""How likely a fact is drawn as the row's aim would have it."""

GATES_KNOWN: Final = 0.7
"""How likely a partial row forgets no fact on which the gates rest."""

AIM_KNOWN: Final = 0.25
"""How likely it forgets no fact on which the norm it aims at hangs."""

TRIES: Final = 20
"""How often a value is drawn again before it is taken as it is."""

RANKS: Final = "https://w3id.org/prima-facie/concept/rank"

Facts = dict[str, Value]
Aims = dict[str, list[tuple[Test, bool]]]


class Generator:
    """Draws rows for one plan."""

    def __init__(self, reasoner: Reasoner, plan: Plan, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - repeatable on purpose, and no secret
        self._law, self._formulas, self._plan = reasoner.law, reasoner.formulas, plan
        self._vocabulary, self._facts = reasoner.vocabulary, reasoner.vocabulary.facts
        self._asked = asked(reasoner)
        self._gates = [
            norm
            for each in reasoner.law.instruments.values()
            for norm in (*each.gates, *each.exclusions)
            if norm in plan.by_id
        ]
        self._weights = [len({test.fact for test, _ in self._norm(norm.id, wanted=True)}) for norm in plan.norms]
        self._behind_gates = {test.fact for norm in self._gates for test, _ in self._norm(norm, wanted=True)}
        self._ranks = [concept.code for concept in reasoner.vocabulary.schemes[RANKS]]

    def complete(self) -> Facts:
        """Draw a row that knows everything."""
        return self._drawn()[0]

    def partial(self) -> Facts:
        """Draw a row that knows some things."""
        complete, aims = self._drawn()
        kept = set(self._behind_gates) if self._chance.random() < GATES_KNOWN else set[str]()
        kept |= set(aims) if self._chance.random() < AIM_KNOWN else set()
        facts: Facts = {}
        for name, value in complete.items():
            known = value if name in kept else self._forgotten(value)
            if known is not None:
                facts[name] = known
        return facts

    def _drawn(self) -> tuple[Facts, Aims]:
        aims: Aims = {}
        for test, wanted in self._aims():
            aims.setdefault(test.fact, []).append((test, wanted))
        return {name: self._aimed(name, aims.get(name, [])) for name in self._asked}, aims

    def _aims(self) -> Iterator[tuple[Test, bool]]:
        """Yield what a row aims at: that one norm would apply, seldom the contrary, and that the gates let it pass."""
        if self._chance.random() < AIMED:
            excluded = {norm for each in self._law.instruments.values() for norm in each.exclusions}
            for gate in self._gates:
                yield from self._norm(gate, wanted=gate not in excluded)
        norm = self._chance.choices(self._plan.norms, self._weights)[0].id
        yield from self._norm(norm, wanted=self._chance.random() < AIMED)
        for indicator in self._law.indicators.values():
            if indicator.principle == norm and (indicator.core or not indicator.supports):
                yield from self._formula(self._formulas[indicator.condition], wanted=indicator.supports)

    def _norm(self, norm: str, *, wanted: bool) -> Iterator[tuple[Test, bool]]:
        yield from self._formula(self._formulas[self._law.norms[norm].condition], wanted=wanted)
        for defeat in self._plan.by_id[norm].defeats:
            held = self._chance.random() < 1 - AIMED
            yield from self._norm(defeat.defeater, wanted=held)
            under = self._law.defeats[defeat.id].under
            if under and held:
                yield from self._formula(self._formulas[under], wanted=True)

    def _formula(self, formula: Formula, *, wanted: bool) -> Iterator[tuple[Test, bool]]:
        """Yield answers of tests that give a formula the truth that is wanted, one way of several."""
        match formula:
            case Leaf(test, _):
                yield test, wanted
            case Concluded(norm, _):
                if norm in self._plan.by_id:
                    yield from self._norm(norm, wanted=wanted)
            case Negation(part):
                yield from self._formula(part, wanted=not wanted)
            case _:
                every = isinstance(formula, Every) is wanted
                for part in formula.parts if every else [self._chance.choice(formula.parts)]:
                    yield from self._formula(part, wanted=wanted)

    def _aimed(self, name: str, aims: Sequence[tuple[Test, bool]]) -> Value:
        value = self._value(name)
        if self._chance.random() < AIMED:
            for _ in range(TRIES):
                if all((test.of(value) == TRUE) is wanted for test, wanted in aims):
                    break
                value = self._value(name)
        return value

    def _value(self, name: str) -> Value:
        fact = self._facts[name]
        named = [value for test in self._asked[name] for value in test.values]
        match fact.kind:
            case Kind.BOOLEAN:
                return self._chance.random() < 1 / 2
            case Kind.CONCEPT:
                codes = [value for value in named if isinstance(value, str)]
                return self._chance.choice(codes if self._chance.random() < 2 / 3 else list(fact.codes))
            case Kind.CITATION if not fact.many:
                rank = self._chance.choice([None, *self._ranks])
                return Citation(None if rank is None else "a rule", rank)
            case Kind.DATE:
                bound = self._chance.choice([value for value in named if isinstance(value, date)])
                return bound + timedelta(days=self._chance.choice([-400, -1, 0, 0, 0, 1, 30, 400]))
            case Kind.CONCEPTS | Kind.CITATION:
                members = self._vocabulary.members(fact)
                share = self._chance.choice([0, 0.1, 0.5, 0.9])
                present = frozenset(code for code in members if self._chance.random() < share)
                return Members(present, frozenset(members) - present)
            case _:
                limit = self._chance.choice([value for value in named if isinstance(value, Decimal)])
                return max(Decimal(0), limit + self._chance.choice([-1, 0, 1]))

    def _forgotten(self, value: Value) -> Value | None:
        match value:
            case Members(present, absent):
                kept = [frozenset(each for each in sorted(group) if not self._forgets()) for group in (present, absent)]
                return Members(*kept)
            case Citation(source, rank) if rank is not None and self._chance.random() < FORGOTTEN / 2:
                return Citation(source, None)
        return None if self._forgets() else value

    def _forgets(self) -> bool:
        return self._chance.random() < FORGOTTEN


def asked(reasoner: Reasoner) -> dict[str, tuple[Test, ...]]:
    """Return what is asked of each fact by any norm under any reading, in the order of the vocabulary."""
    found: dict[str, dict[Test, None]] = {}
    for formula in reasoner.formulas.values():
        for leaf, _ in leaves(formula):
            if isinstance(leaf, Leaf):
                found.setdefault(leaf.test.fact, {})[leaf.test] = None
    return {name: tuple(found[name]) for name in reasoner.vocabulary.facts if name in found}


def row_of(facts: Mapping[str, Value], number: int = 0) -> Row:
    """Return facts as a row the engine can be asked about."""
    return Row(id=f"row-{number}", activity="drawn", facts=facts, entries={})


def smallest(facts: Facts, wrong: Callable[[Facts], bool]) -> Facts:
    """Return as few of the facts as still go wrong, for a report that can be read."""
    left = dict(facts)
    for name in list(left):
        fewer = {each: value for each, value in left.items() if each != name}
        if wrong(fewer):
            left = fewer
    return left
