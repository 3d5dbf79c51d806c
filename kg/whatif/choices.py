"""Choices: of each fact of a row, what it is and what else it may be.

A fact of one value has a choice of all its values; where they cannot be listed, of values
enough to try every answer of the tests that are put to it. Of a fact of several values
each member may be there or not, whatever the others are. A fact that may not be otherwise
is what it is on record, and unknown where nothing is.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from kg.expression import Citation, Members, Relation, Test, Value
from kg.plan import Plan
from kg.row import Row
from kg.truth import UNKNOWN
from kg.values import codes_of
from kg.vocabulary import Fact, Kind, Vocabulary
from kg.whatif.sites import Site
from kg.whatif.ways import FREE, Asked, Things, Want, Way

PRESENT: Final = 1
ABSENT: Final = 2
"""The options of a member, beside leaving it as it is."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that may be otherwise: the value of a fact at its site, or one *member* of it."""

    site: Site
    row: Row
    member: str | None
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One fact that is to be otherwise: the value it has, if it has one, and what it may be."""

    site: Site
    held: Value | None
    values: tuple[Value, ...]


Placed = Callable[[Row, Fact], Site | None]
"""Where a fact of a row may be changed, or nothing where it may not."""


class Choices:
    """All that may be otherwise in some rows; a fact that stands at the same site in several is one thing.

    *known* are the things asked about so far, by number.
    """

    def __init__(self, plan: Plan, vocabulary: Vocabulary, things: Things, placed: Placed) -> None:
        """Keep what is asked; a thing is added when a test first asks about it."""
        self._plan = plan
        self._vocabulary = vocabulary
        self._things = things
        self._placed = placed
        self.known: list[Thing] = []
        self._numbers: dict[tuple[Site, str | None], int] = {}
        self._facts: dict[Site, int] = {}

    def in_row(self, row: Row) -> Asked:
        """Return how the tests of one row are answered."""
        answered: dict[tuple[Test, Want], tuple[Way, ...]] = {}
        sites: dict[str, Site | None] = {}

        def asked(test: Test, want: Want) -> tuple[Way, ...]:
            key = (test, want)
            if key not in answered:
                fact = self._vocabulary.facts[test.fact]
                if test.fact not in sites:
                    sites[test.fact] = self._placed(row, fact)
                answered[key] = self._ways(row, fact, sites[test.fact], test, want)
            return answered[key]

        return asked

    def _ways(self, row: Row, fact: Fact, site: Site | None, test: Test, want: Want) -> tuple[Way, ...]:
        value = row.facts.get(test.fact)
        code = UNKNOWN if value is None else test.of(value)
        if site is None:
            return (FREE,) if want.met_by(code) else ()
        if test.relation is Relation.HAS:
            return self._of_members(row, site, test, want)
        number = self._number(site, row, None, lambda: values_of(fact, self._plan, self._vocabulary))
        codes = [code, *(test.of(each) for each in self.known[number].values)]
        excluded = sum(1 << option for option, each in enumerate(codes) if not want.met_by(each))
        return self._things.ruled_out(number, excluded)

    def _of_members(self, row: Row, site: Site, test: Test, want: Want) -> tuple[Way, ...]:
        value = row.facts.get(test.fact)
        held = value if isinstance(value, Members) else Members(frozenset(), frozenset())
        ways = [self._member(row, site, held, str(member), want) for member in test.values]
        return self._things.some(ways) if want in {Want.TRUE, Want.NOT_FALSE} else self._things.every(ways)

    def _member(self, row: Row, site: Site, held: Members, member: str, want: Want) -> tuple[Way, ...]:
        """Return the way in which one member is there, is not ruled out, is not there, or is ruled out."""
        number = self._number(site, row, member, tuple)
        wants_it = want in {Want.TRUE, Want.NOT_FALSE}
        fits = {
            Want.TRUE: member in held.present,
            Want.NOT_FALSE: member not in held.absent,
            Want.NOT_TRUE: member not in held.present,
            Want.FALSE: member in held.absent,
        }[want]
        wrong = 1 << (ABSENT if wants_it else PRESENT)
        return self._things.ruled_out(number, wrong | (not fits))

    def _number(self, site: Site, row: Row, member: str | None, values: Callable[[], tuple[Value, ...]]) -> int:
        key = (site, member)
        if key not in self._numbers:
            fact = self._facts.setdefault(site, len(self._facts))
            found = values()
            options = 1 + (len(found) if member is None else ABSENT)
            self._numbers[key] = self._things.add(options, fact)
            self.known.append(Thing(site, row, member, found))
        return self._numbers[key]

    def changes(self, way: Way) -> tuple[Choice, ...]:
        """Return the facts a way forces to be otherwise, in the order in which they were asked about."""
        members: dict[Site, dict[str, int]] = {}
        found: dict[Site, Choice] = {}
        for number in self._things.forced(way):
            thing, left = self.known[number], self._things.left(way, number)
            held = thing.row.facts.get(thing.site.fact)
            if thing.member is None:
                found[thing.site] = Choice(thing.site, held, tuple(thing.values[option - 1] for option in left))
            else:
                members.setdefault(thing.site, {})[thing.member] = left[0]
                found.setdefault(thing.site, Choice(thing.site, held, ()))
        for site, wanted in members.items():
            found[site] = replace(found[site], values=(with_members(found[site].held, wanted.items()),))
        return tuple(found.values())


def with_members(value: Value | None, wanted: Iterable[tuple[str, int]]) -> Members:
    """Return a value of several members after some of them are there, or are not."""
    held = value if isinstance(value, Members) else Members(frozenset(), frozenset())
    pairs = list(wanted)
    there = frozenset(member for member, option in pairs if option == PRESENT)
    gone = frozenset(member for member, option in pairs if option == ABSENT)
    return Members((held.present | there) - gone, (held.absent | gone) - there)


def values_of(fact: Fact, plan: Plan, vocabulary: Vocabulary) -> tuple[Value, ...]:
    """Return the values that are tried of a fact of one value."""
    listed = plan.domains.get(fact.name, ())
    match fact.kind:
        case Kind.BOOLEAN:
            return (True, False)
        case Kind.CONCEPT:
            return fact.codes
        case Kind.NUMBER:
            return tuple(dict.fromkeys(max(each, Decimal(0)) for each in listed if isinstance(each, Decimal)))
        case Kind.CITATION:
            return _rules([each for each in listed if isinstance(each, Citation)], codes_of(vocabulary, "rank"))
        case _:
            return listed


def _rules(listed: Sequence[Citation], ranks: Sequence[str]) -> tuple[Value, ...]:
    """Return a rule of each rank that is asked for, one of another, and none."""
    other = next((rank for rank in ranks if all(rank != each.rank for each in listed)), None)
    return tuple(each if each.rank is None or each.rank in ranks else Citation(each.source, other) for each in listed)
