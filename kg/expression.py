"""Expression: what a condition requires, as tests of facts joined by and, or, not.

A :class:`Test` asks one thing of one fact. A formula joins tests, and may lean on
what another norm concluded; it is written once, in the order of the authored shape.
A :class:`Circuit` holds many formulas as one flat list in which every shared part
stands once and comes after its own parts, so that one pass gives every value.

Source: strong Kleene logic (see :mod:`kg.truth`); hash-consing after A. P. Ershov,
On programming of arithmetic operations, CACM 1(8), 1958.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import partial, reduce
from operator import and_, or_
from typing import Any, Final

from kg.text import Text
from kg.truth import FALSE, NEGATED, TRUE, UNKNOWN


@dataclass(frozen=True, slots=True)
class Members:
    """What is known of a multi-valued fact: members present, members absent; others unknown."""

    present: frozenset[str]
    absent: frozenset[str]


@dataclass(frozen=True, slots=True)
class Citation:
    """A legal rule that is named, with its rank; no source and no rank means there is none."""

    source: str | None
    rank: str | None


Value = bool | str | date | Decimal | Members | Citation
"""What a fact may be on record. A fact of which nothing is on record has no value."""


class Relation(Enum):
    """What a test asks of the value of a fact."""

    IS = "is"
    HAS = "has"
    FROM = "from"
    BELOW = "below"
    RANKED = "ranked"


@dataclass(frozen=True, slots=True)
class Test:
    """One question to one fact.

    ``IS``: its value is one of *values*. ``HAS``: at least one of *values* is among its
    members. ``FROM``, ``BELOW``: it is not less, or less, than the only value. ``RANKED``:
    it cites a rule whose rank is one of *values*.
    """

    fact: str
    relation: Relation
    values: tuple[str | bool | date | Decimal, ...]

    def of(self, value: Value) -> int:
        """Return the code of the answer for a fact with this value.

        >>> Test("elements", Relation.HAS, ("purpose",)).of(Members(frozenset(), frozenset()))
        1
        """
        return together([self])(value)[0]


Holding = tuple[tuple[Callable[..., bool], Callable[..., bool]], ...]
"""For each question to a fact of several values: does it share nothing with a set, and is it all within one."""


def holding(tests: "Sequence[Test]") -> Holding:
    """Return tests of one fact of several values, ready to be asked of its members; for others nothing."""
    if not all(test.relation is Relation.HAS for test in tests):
        return ()
    asked = [frozenset(test.values) for test in tests]
    return tuple((values.isdisjoint, values.issubset) for values in asked)


def together(tests: "Sequence[Test]") -> "Callable[[Any], list[int]]":
    """Return tests of one fact as one function from its value to the code of each answer, for asking often."""
    asked = holding(tests)
    if asked:
        return partial(_have, asked)
    return partial(_each, [partial(_ANSWERS[test.relation], test.values) for test in tests])


def _have(asked: Holding, value: Members) -> list[int]:
    present, absent = value.present, value.absent
    return [TRUE if not disjoint(present) else FALSE if subset(absent) else UNKNOWN for disjoint, subset in asked]


def _each(asked: Sequence[Callable[[Value], int]], value: Value) -> list[int]:
    return [ask(value) for ask in asked]


def _is(values: tuple[object, ...], value: Value) -> int:
    return TRUE if value in values else FALSE


def _from(values: tuple[Any, ...], value: Value) -> int:
    return TRUE if value >= values[0] else FALSE


def _below(values: tuple[Any, ...], value: Value) -> int:
    return TRUE if value < values[0] else FALSE


def _ranked(values: tuple[object, ...], value: Citation) -> int:
    if value.source is not None and value.rank is None:
        return UNKNOWN
    return TRUE if value.rank in values else FALSE


_ANSWERS: Final[Mapping[Relation, Callable[[Any, Any], int]]] = {
    Relation.IS: _is,
    Relation.FROM: _from,
    Relation.BELOW: _below,
    Relation.RANKED: _ranked,
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A test with the statement that is true when it is met."""

    test: Test
    name: Text


@dataclass(frozen=True, slots=True)
class Concluded:
    """Leans on another norm: met when that norm applies, every defeat heard."""

    norm: str
    name: Text


@dataclass(frozen=True, slots=True)
class Every:
    """Met when every part is."""

    parts: "tuple[Formula, ...]"


@dataclass(frozen=True, slots=True)
class Some:
    """Met when at least one part is."""

    parts: "tuple[Formula, ...]"


@dataclass(frozen=True, slots=True)
class Negation:
    """Met when the part is not."""

    part: "Formula"


Formula = Leaf | Concluded | Every | Some | Negation


def leaves(formula: Formula) -> Iterable[tuple[Leaf | Concluded, bool]]:
    """Yield every leaf in authored order, each with whether an even number of negations covers it."""
    match formula:
        case Every(parts) | Some(parts):
            for part in parts:
                yield from leaves(part)
        case Negation(part):
            for leaf, positive in leaves(part):
                yield leaf, not positive
        case _:
            yield formula, True


def evaluate(formula: Formula, facts: Mapping[str, Value]) -> int:
    """Return the code of a formula that leans on facts alone; a fact without a value is unknown.

    Raises ValueError for a formula that leans on another norm.

    >>> works = Leaf(Test("works", Relation.IS, (True,)), Text("it works", "可用"))
    >>> evaluate(Negation(works), {"works": True}), evaluate(works, {})
    (0, 1)
    """
    match formula:
        case Leaf(test):
            return test.of(facts[test.fact]) if test.fact in facts else UNKNOWN
        case Every(parts):
            return reduce(and_, (evaluate(part, facts) for part in parts), TRUE)
        case Some(parts):
            return reduce(or_, (evaluate(part, facts) for part in parts), FALSE)
        case Negation(part):
            return NEGATED[evaluate(part, facts)]
        case Concluded(norm):
            message = f"a formula over facts alone may not lean on {norm}"
            raise ValueError(message)


class Op(Enum):
    """What a node of a circuit does with the nodes it names."""

    INPUT = "input"
    CONSTANT = "constant"
    EVERY = "every"
    SOME = "some"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Node:
    """One node: its operation and the nodes it works on, or its input's or constant's number."""

    op: Op
    args: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lookup:
    """A table asked with the values of three nodes: ``table[first][second][third]``."""

    table: str
    nodes: tuple[int, int, int]


Run = Callable[[Sequence[int]], tuple[tuple[int, ...], tuple[Any, ...]]]
"""From the values of the inputs to the values of all nodes, and what each lookup found."""


@dataclass(slots=True)
class Circuit:
    """Many formulas as one flat list of nodes in topological order, shared parts once."""

    nodes: list[Node] = field(default_factory=list)
    _index: dict[Node, int] = field(default_factory=dict)

    def _add(self, op: Op, args: tuple[int, ...]) -> int:
        node = Node(op, args)
        if node not in self._index:
            self._index[node] = len(self.nodes)
            self.nodes.append(node)
        return self._index[node]

    def input(self, number: int) -> int:
        """Return the node that reads one input."""
        return self._add(Op.INPUT, (number,))

    def renumber(self, place: Mapping[int, int]) -> None:
        """Give every input the number that *place* names for it; the nodes stay where they are."""
        self.nodes = [Node(Op.INPUT, (place[node.args[0]],)) if node.op is Op.INPUT else node for node in self.nodes]
        self._index = {node: number for number, node in enumerate(self.nodes)}

    def constant(self, code: int) -> int:
        """Return the node that always has this value."""
        return self._add(Op.CONSTANT, (code,))

    def every(self, parts: Sequence[int]) -> int:
        """Return the conjunction of *parts*; true where there is none."""
        return self._joined(Op.EVERY, parts, TRUE)

    def some(self, parts: Sequence[int]) -> int:
        """Return the disjunction of *parts*; false where there is none."""
        return self._joined(Op.SOME, parts, FALSE)

    def negation(self, part: int) -> int:
        """Return the negation of *part*."""
        node = self.nodes[part]
        if node.op is Op.CONSTANT:
            return self.constant(NEGATED[node.args[0]])
        return node.args[0] if node.op is Op.NOT else self._add(Op.NOT, (part,))

    def _joined(self, op: Op, parts: Sequence[int], neutral: int) -> int:
        absorbing = NEGATED[neutral]
        kept: dict[int, None] = {}
        for part in parts:
            node = self.nodes[part]
            if node == Node(Op.CONSTANT, (absorbing,)):
                return part
            if node != Node(Op.CONSTANT, (neutral,)):
                kept[part] = None
        if not kept:
            return self.constant(neutral)
        return next(iter(kept)) if len(kept) == 1 else self._add(op, tuple(kept))

    def runner(self, tables: Mapping[str, Sequence[Sequence[Sequence[object]]]], lookups: Sequence[Lookup]) -> Run:
        """Return a function that gives the value of every node and looks up what was asked for.

        The function is generated, one line a node; it holds nothing of the user's. It takes the
        values of the inputs in the order of their numbers.
        """
        read = {node.args[0]: number for number, node in enumerate(self.nodes) if node.op is Op.INPUT}
        inputs = [f"n{read[number]}" if number in read else "_" for number in range(max(read, default=-1) + 1)]
        lines = ["def run(v):", f"    [{', '.join(inputs)}] = v[:{len(inputs)}]"]
        lines += [
            f"    n{number} = {_source(node)}" for number, node in enumerate(self.nodes) if node.op is not Op.INPUT
        ]
        names = "".join(f"n{number}, " for number in range(len(self.nodes)))
        found = "".join(f"{each.table}[n{each.nodes[0]}][n{each.nodes[1]}][n{each.nodes[2]}], " for each in lookups)
        lines.append(f"    return ({names}), ({found})")
        scope: dict[str, Run] = {}
        exec("\n".join(lines), {"N": NEGATED, **tables}, scope)  # noqa: S102 - our own text, numbers only
        return scope["run"]


def _source(node: Node) -> str:
    names = [f"n{arg}" for arg in node.args]
    match node.op:
        case Op.CONSTANT:
            return str(node.args[0])
        case Op.EVERY:
            return " & ".join(names)
        case Op.SOME:
            return " | ".join(names)
        case _:
            return f"N[{names[0]}]"
