"""Chances: how what is open may turn out, so that every way, or a fair sample, can be tried.

A variable is one thing that can turn out in several ways: a fact of one value, or one
member of a fact of several. Ways that no test can tell apart are one. A spread gives each
variable its ways over the lanes of :mod:`kg.inquiry.lanes`: every combination once, a fixed
sample, or one variable at a time with all else unknown.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Final

from kg.expression import Members, Test, Value
from kg.inquiry.lanes import Planes, certain
from kg.inquiry.places import Slot
from kg.plan import Plan
from kg.row import Row
from kg.rows import Span, conduct
from kg.truth import FALSE, TRUE, UNKNOWN
from kg.vocabulary import Fact, Kind, Role, Vocabulary

Key = tuple[int, int]
"""A row by its place among the rows of an activity, and an input of the plan."""

SAMPLE: Final = 512
"""How many completions a sample holds."""

CONDUCT: Final = (Role.START, Role.END, Role.STORAGE)
"""The facts that say on which days there was conduct."""


@dataclass(frozen=True, eq=False, slots=True)
class Variable:
    """One thing that may turn out in several *ways*, and the code it then gives each input of each row.

    For a fact that says when there was conduct a way is its value, and it gives no input a code.
    """

    slot: Slot
    ways: int
    codes: Mapping[Key, tuple[int, ...]]
    values: tuple[Value, ...] = ()


def variables(
    plan: Plan, vocabulary: Vocabulary, rows: Sequence[Row], slot: Slot, asked: Sequence[Key]
) -> list[Variable]:
    """Return how a fact may turn out, as far as the inputs *asked* can tell."""
    fact = vocabulary.facts[slot.fact]
    tests = {key: plan.inputs[key[1]].test for key in asked}
    if fact.kind is Kind.CONCEPTS or fact.many:
        return _members(vocabulary, fact, slot, tests)
    if fact.dated:
        return _of_ways(slot, tests, _dated(rows, tests))
    domain: Sequence[Value] = plan.domains[fact.name] if slot.shared is None else (slot.shared,)
    each = {test: place for place, test in enumerate(dict.fromkeys(tests.values()))}
    ways = [tuple(test.of(value) for test in each) for value in domain]
    if len(slot.places) > 1 or slot.shared is not None:
        ways.append((UNKNOWN,) * len(each))
    ways = list(dict.fromkeys(ways))
    return _of_ways(slot, tests, [tuple(way[each[test]] for test in tests.values()) for way in ways])


def _dated(rows: Sequence[Row], tests: Mapping[Key, Test]) -> Iterator[tuple[int, ...]]:
    """Yield how a fact may turn out that holds from some day on: never, or from the first day of one of the rows."""
    first = {row: rows[row].first or date.min for row, _ in tests}
    for day in (None, *sorted(set(first.values()))):
        yield tuple(test.of(day is not None and first[row] >= day) for (row, _), test in tests.items())


def _of_ways(slot: Slot, tests: Mapping[Key, Test], ways: Iterable[tuple[int, ...]]) -> list[Variable]:
    distinct = list(dict.fromkeys(ways))
    if len(distinct) <= 1:
        return []
    return [Variable(slot, len(distinct), dict(zip(tests, zip(*distinct, strict=True), strict=True)))]


def _members(vocabulary: Vocabulary, fact: Fact, slot: Slot, tests: Mapping[Key, Test]) -> list[Variable]:
    """Return one variable for all members that the same tests ask for."""
    held = slot.held or Members(frozenset(), frozenset())
    alike: dict[tuple[Key, ...], None] = {}
    for member in vocabulary.members(fact):
        if member not in held.present and member not in held.absent:
            alike[tuple(key for key, test in tests.items() if member in test.values)] = None
    return [Variable(slot, 2, dict.fromkeys(keys, (FALSE, TRUE))) for keys in alike if keys]


@dataclass(frozen=True, slots=True)
class Spread:
    """Ways of variables over some lanes: the lanes in which each turns out in each way."""

    size: int
    ways: Mapping[Variable, tuple[int, ...]]

    @property
    def full(self) -> int:
        """All lanes."""
        return (1 << self.size) - 1

    def otherwise(self, variable: Variable) -> "Spread":
        """Return the spread with one variable turning out in its next way in every lane."""
        lanes = self.ways[variable]
        return Spread(self.size, {**self.ways, variable: (lanes[-1], *lanes[:-1])})

    def code(self, several: Iterable[Variable], key: Key) -> Planes:
        """Return in which lanes an input on some variables is met, and in which it is not."""
        yes, no = 0, self.full
        for variable in several:
            ways = list(zip(variable.codes[key], self.ways.get(variable, ()), strict=False))
            yes |= sum(lanes for code, lanes in ways if code == TRUE)
            no &= sum(lanes for code, lanes in ways if code == FALSE)
        return yes, no


def every(several: Sequence[Variable]) -> Spread:
    """Return every combination of ways, each in a lane of its own."""
    size = combinations(several)
    ways, stride = {}, 1
    for variable in several:
        ways[variable] = _turns(variable.ways, stride, size)
        stride *= variable.ways
    return Spread(size, ways)


def combinations(several: Iterable[Variable]) -> int:
    """Return how many combinations of ways there are."""
    size = 1
    for variable in several:
        size *= variable.ways
    return size


@lru_cache(maxsize=512)
def _turns(ways: int, stride: int, size: int) -> tuple[int, ...]:
    """Return the lanes in which a variable has each way where its way changes at every *stride*."""
    block, width = (1 << stride) - 1, stride * ways
    while width < size:
        block |= block << width
        width *= 2
    full = (1 << size) - 1
    return tuple(block << stride * way & full for way in range(ways))


def sample(several: Sequence[Variable]) -> Spread:
    """Return a fixed sample of combinations: each variable's ways are spread by the digest of its name and place."""
    ways, seen = {}, dict[str, int]()
    for variable in several:
        name = f"{variable.slot.fact} {' '.join(place.path for place in variable.slot.places)}"
        number = seen[name] = seen.get(name, -1) + 1
        drawn = hashlib.shake_256(f"{name} {number}".encode()).digest(SAMPLE)
        ways[variable] = tuple(int(drawn.translate(_marks(variable.ways, way)), 2) for way in range(variable.ways))
    return Spread(SAMPLE, ways)


@cache
def _marks(ways: int, way: int) -> bytes:
    return bytes(b"01"[byte % ways == way] for byte in range(256))


def alone(groups: Sequence[Sequence[Variable]]) -> tuple[Spread, list[int]]:
    """Return a spread in which only one group of variables is known in each lane, and the lanes of each group.

    A variable by itself has a lane for each of its ways. Of the members of one fact none, each
    by itself, and all are tried.
    """
    found: dict[Variable, list[int]] = {variable: [0] * variable.ways for group in groups for variable in group}
    lanes, size = [], 0
    for group in groups:
        before = size
        for told in _told(group):
            for variable, way in zip(group, told, strict=True):
                found[variable][way] |= 1 << size
            size += 1
        lanes.append((1 << size) - (1 << before))
    return Spread(size, {variable: tuple(ways) for variable, ways in found.items()}), lanes


def _told(group: Sequence[Variable]) -> list[tuple[int, ...]]:
    if len(group) == 1:
        return [(way,) for way in range(group[0].ways)]
    none, whole = (0,) * len(group), (1,) * len(group)
    singles = [tuple(int(number == there) for number in range(len(group))) for there in range(len(group))]
    return [none, *singles, whole]


def conduct_variable(role: Role, slot: Slot, rows: Sequence[Row]) -> Variable:
    """Return how a fact that says when there was conduct may turn out, as far as rows can tell.

    Conduct may begin on the first day of a row and end on the last, so that days known beside
    these never come in the wrong order within one row.
    """
    starts = sorted({row.first or date.min for row in rows})
    ends = sorted({row.last or date.max - timedelta(days=1) for row in rows})
    values: Mapping[Role, Sequence[Value]] = {Role.START: starts, Role.END: [*ends, date.max]}
    ways = tuple(values.get(role, (True, False)))
    return Variable(slot, len(ways), {}, ways)


Told = Sequence[Variable | Value | None]
"""Start, end and whether data was kept: known, unknown, or a variable."""


def occurrence(rows: Sequence[Row], told: Told, spread: Spread, on: date | None) -> tuple[list[Planes], int]:
    """Return in which lanes each row occurs, and the lanes in which days follow one another."""
    if not any(isinstance(each, Variable) for each in told):
        return [certain(row.occurs, spread.full) for row in rows], spread.full
    return _occurs(rows, told, spread, on)


def under_way(rows: Sequence[Row], told: Told, spread: Spread, on: date | None) -> list[Planes]:
    """Return in which lanes the activity itself goes on in each row, whatever is kept of it afterwards."""
    return _occurs(rows, (*told[:2], False), spread, on)[0]


def _occurs(rows: Sequence[Row], told: Told, spread: Spread, on: date | None) -> tuple[list[Planes], int]:
    found, sound = [(0, 0)] * len(rows), 0
    starts, ends, kepts = (_options(each, spread) for each in told)
    for start, first in starts:
        for end, last in ends:
            if isinstance(start, date) and isinstance(end, date) and end < start:
                continue
            for kept, rest in kepts:
                lanes = first & last & rest
                if lanes:
                    sound |= lanes
                    span = conduct(_day(start), _day(end), kept=None if kept is None else kept is True, on=on)
                    codes = [span.occurs(Span(row.first or date.min, row.last or date.max)) for row in rows]
                    found = [
                        (yes | (lanes if code == TRUE else 0), no | (lanes if code == FALSE else 0))
                        for (yes, no), code in zip(found, codes, strict=True)
                    ]
    return found, sound


def _options(told: Variable | Value | None, spread: Spread) -> list[tuple[Value | None, int]]:
    if not isinstance(told, Variable):
        return [(told, spread.full)]
    lanes = spread.ways.get(told, ())
    known: list[tuple[Value | None, int]] = list(zip(told.values, lanes, strict=False))
    return [*known, (None, spread.full ^ sum(lanes))]


def _day(value: Value | None) -> date | None:
    return value if isinstance(value, date) else None
