"""Ways: what would have to be so for a step of the law to have a wanted value.

A way is a set of restrictions: of each thing that may be otherwise it says which of its
options are ruled out. The first option of everything is to leave it as it is, so a way
that rules that out forces a change. Two ways go together unless they rule out every
option of something; a way that asks no more than another takes its place.

A conjunction is true in the ways in which all its parts are, a disjunction in those in
which one is, and strong Kleene logic has no other rule; so nothing is missed until a
limit cuts the ways that ask most.

Source: the labels of J. de Kleer, An assumption-based TMS, Artificial Intelligence 28 (1986).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, NamedTuple

from kg.expression import Every, Formula, Leaf, Negation, Node, Op, Some, Test
from kg.stopping import Work, step
from kg.truth import FALSE, TRUE


class Want(Enum):
    """What value is wanted of a step."""

    TRUE = "true"
    NOT_FALSE = "not false"
    NOT_TRUE = "not true"
    FALSE = "false"

    @property
    def negated(self) -> "Want":
        """What is wanted of a part for its negation to be as wanted."""
        return _NEGATED[self]

    def met_by(self, code: int) -> bool:
        """Say whether a step of this code is as wanted.

        >>> Want.NOT_FALSE.met_by(1)
        True
        """
        wanted = TRUE if self in {Want.TRUE, Want.NOT_TRUE} else FALSE
        return (code == wanted) is (self in {Want.TRUE, Want.FALSE})


_NEGATED: Final = {
    Want.TRUE: Want.FALSE,
    Want.NOT_FALSE: Want.NOT_TRUE,
    Want.NOT_TRUE: Want.NOT_FALSE,
    Want.FALSE: Want.TRUE,
}


class Way(NamedTuple):
    """Which options are ruled out, of which things that is said, and which facts must change; each a set of bits."""

    excluded: int
    things: int
    facts: int


FREE: Final = Way(0, 0, 0)
"""The way that asks for nothing."""


@dataclass(frozen=True, slots=True)
class Demand:
    """One node of the circuit is to have a value."""

    node: int
    want: Want


@dataclass(frozen=True, slots=True)
class Both:
    """Every one of these is to be so."""

    goals: "tuple[Goal, ...]"


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of these is to be so."""

    goals: "tuple[Goal, ...]"


Goal = Demand | Both | Either


@dataclass(slots=True)
class Things:
    """All that may be otherwise, and how ways of it are put together.

    No way changes more than *most* facts, and of many ways the *kept* that ask least are kept;
    *larger* and *crowded* say whether that left any out.
    """

    most: int
    kept: int
    larger: bool = False
    crowded: bool = False
    options: list[int] = field(default_factory=list)
    facts: list[int] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _size: int = 0

    def add(self, options: int, fact: int) -> int:
        """Add a thing with so many options, the first being to leave it; return its number."""
        self.options.append(options)
        self.facts.append(fact)
        self._starts.append(self._size)
        self._size += options
        return len(self.options) - 1

    def ruled_out(self, thing: int, excluded: int) -> tuple[Way, ...]:
        """Return the way that rules out some options of a thing, or none if nothing is left of it."""
        if excluded == 0:
            return (FREE,)
        if excluded == (1 << self.options[thing]) - 1:
            return ()
        return (Way(excluded << self._starts[thing], 1 << thing, (excluded & 1) << self.facts[thing]),)

    def left(self, way: Way, thing: int) -> tuple[int, ...]:
        """Return the options of a thing that a way leaves."""
        excluded = way.excluded >> self._starts[thing]
        return tuple(option for option in range(self.options[thing]) if not excluded >> option & 1)

    def forced(self, way: Way) -> tuple[int, ...]:
        """Return the things that a way forces to change."""
        return tuple(thing for thing in _bits(way.things) if way.excluded >> self._starts[thing] & 1)

    def together(self, one: Way, other: Way) -> Way | None:
        """Return the way that asks for what both ask for, or nothing if they exclude each other."""
        excluded = one.excluded | other.excluded
        for thing in _bits(one.things & other.things):
            full = (1 << self.options[thing]) - 1
            if excluded >> self._starts[thing] & full == full:
                return None
        return Way(excluded, one.things | other.things, one.facts | other.facts)

    def every(self, parts: Iterable[tuple[Way, ...]]) -> tuple[Way, ...]:
        """Return the ways in which all parts are so."""
        found: tuple[Way, ...] = (FREE,)
        for ways in sorted(set(parts), key=lambda each: (len(each), each)):
            if ways == (FREE,):
                continue
            found = self.least(
                both for one in found for other in ways if (both := self.together(one, other)) is not None
            )
        return found

    def some(self, parts: Iterable[tuple[Way, ...]]) -> tuple[Way, ...]:
        """Return the ways in which at least one part is so."""
        return self.least(way for ways in parts for way in ways)

    def least(self, ways: Iterable[Way]) -> tuple[Way, ...]:
        """Return the ways that ask no more than needed, those that ask least first."""
        found: list[Way] = []
        for way in sorted(set(ways), key=_asks):
            if any(each.excluded & way.excluded == each.excluded for each in found):
                continue
            if way.facts.bit_count() > self.most:
                self.larger = True
                break
            if len(found) >= self.kept:
                self.crowded = True
                break
            found.append(way)
        return tuple(found)


def _asks(way: Way) -> tuple[int, int, int]:
    return way.facts.bit_count(), way.excluded.bit_count(), way.excluded


def _bits(mask: int) -> Iterable[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


Asked = Callable[[Test, Want], tuple[Way, ...]]
"""The ways in which a test of a fact is answered as wanted."""


class Ways:
    """The ways of every node of a circuit in one situation, each worked out once."""

    def __init__(self, nodes: Sequence[Node], tests: Sequence[Test], things: Things, asked: Asked) -> None:
        """Keep the circuit, the test behind each of its inputs, and how a test is answered."""
        self._nodes = nodes
        self._tests = tests
        self._things = things
        self._asked = asked
        self._found: dict[tuple[int, Want], tuple[Way, ...]] = {}

    def to(self, goal: Goal) -> tuple[Way, ...]:
        """Return the ways in which a goal is reached."""
        match goal:
            case Both(goals):
                return self._things.every(self.to(each) for each in goals)
            case Either(goals):
                return self._things.some(self.to(each) for each in goals)
            case Demand(node, want):
                return self._of(node, want)

    def _of(self, node: int, want: Want) -> tuple[Way, ...]:
        for each in sorted(self._needed(node, want), key=lambda key: (key[0], key[1].value)):
            self._found[each] = self._worked_out(*each)
        return self._found[node, want]

    def _needed(self, node: int, want: Want) -> set[tuple[int, Want]]:
        """Return what has to be worked out, a node standing after its parts."""
        needed: set[tuple[int, Want]] = set()
        waiting = [(node, want)]
        while waiting:
            key = waiting.pop()
            if key in needed or key in self._found:
                continue
            needed.add(key)
            each = self._nodes[key[0]]
            if each.op in {Op.EVERY, Op.SOME, Op.NOT}:
                inner = key[1].negated if each.op is Op.NOT else key[1]
                waiting += [(arg, inner) for arg in each.args]
        return needed

    def _worked_out(self, number: int, want: Want) -> tuple[Way, ...]:
        step(Work.TRIAL)
        node = self._nodes[number]
        match node.op:
            case Op.INPUT:
                return self._asked(self._tests[node.args[0]], want)
            case Op.CONSTANT:
                return (FREE,) if want.met_by(node.args[0]) else ()
            case Op.NOT:
                return self._found[node.args[0], want.negated]
            case _:
                parts = [self._found[arg, want] for arg in node.args]
                return self._joined(parts, want, conjunction=node.op is Op.EVERY)

    def _joined(self, parts: list[tuple[Way, ...]], want: Want, *, conjunction: bool) -> tuple[Way, ...]:
        together = conjunction is (want in {Want.TRUE, Want.NOT_FALSE})
        return self._things.every(parts) if together else self._things.some(parts)


def of_formula(formula: Formula, want: Want, things: Things, asked: Asked) -> tuple[Way, ...]:
    """Return the ways in which a formula over facts alone has a wanted value; raises ValueError for any other."""
    match formula:
        case Leaf(test):
            return asked(test, want)
        case Negation(part):
            return of_formula(part, want.negated, things, asked)
        case Every(parts) | Some(parts):
            ways = [of_formula(part, want, things, asked) for part in parts]
            together = isinstance(formula, Every) is (want in {Want.TRUE, Want.NOT_FALSE})
            return things.every(ways) if together else things.some(ways)
        case _:
            message = f"a formula over facts alone may not lean on {formula.norm}"
            raise ValueError(message)
