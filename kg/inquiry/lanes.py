"""Lanes: a plan asked many rows at once, one bit of a whole number for each.

A lane is one way in which what is open may turn out. Of every node two whole numbers say
in which lanes it holds and in which it does not; in the others it is unknown. And, or,
not of whole numbers are then the connectives of :mod:`kg.truth` for all lanes together,
and a status is a whole number for each rank of strength. Nothing here is another
reading of the law: the tables of statuses and the order of strength are the engine's.

Source: bit-parallel simulation of circuits; three values in two bits.
"""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import Final

from kg.engine import STRENGTH, Status, Table
from kg.expression import Node, Op
from kg.truth import FALSE, TRUE, UNKNOWN

Planes = tuple[int, int]
"""The lanes in which something holds, and those in which it does not."""

Graded = tuple[int, ...]
"""By rank of strength, the lanes in which a status is at least so strong."""

RANKED: Final = tuple(sorted(STRENGTH, key=STRENGTH.__getitem__))
"""All statuses, the weakest first."""

_OPEN: Final = STRENGTH[Status.OPEN]
_DEFEATED: Final = STRENGTH[Status.DEFEATED]


def certain(code: int, full: int) -> Planes:
    """Return the planes of what has one value in all lanes.

    >>> certain(TRUE, 0b111)
    (7, 0)
    """
    return (full if code == TRUE else 0, full if code == FALSE else 0)


class Sweep:
    """Some nodes of a plan worked out in all lanes, and worked out again where inputs turn out otherwise.

    *cone* are the nodes to work out, each input among them with its planes in *inputs*; what
    they name outside is *fixed*.
    """

    def __init__(
        self,
        nodes: Sequence[Node],
        cone: Iterable[int],
        inputs: Mapping[int, Planes],
        fixed: Mapping[int, Planes],
        full: int,
    ) -> None:
        """Work out every node once, each after what it names."""
        self._nodes = nodes
        self._order = sorted(cone)
        self._at = {nodes[number].args[0]: number for number in self._order if nodes[number].op is Op.INPUT}
        self._above: dict[int, list[int]] = {number: [] for number in self._order}
        self.planes: dict[int, Planes] = dict(fixed)
        for number in self._order:
            node = nodes[number]
            if node.op is Op.INPUT:
                self.planes[number] = inputs[node.args[0]]
                continue
            if node.op is Op.CONSTANT:
                self.planes[number] = certain(node.args[0], full)
                continue
            self.planes[number] = _joined(node, [self.planes[arg] for arg in node.args])
            for arg in node.args:
                if arg in self._above:
                    self._above[arg].append(number)

    def changed(self, inputs: Mapping[int, Planes]) -> dict[int, Planes]:
        """Return the planes of the nodes that differ where these inputs have other planes."""
        found: dict[int, Planes] = {}
        waiting = [self._at[number] for number in inputs if number in self._at]
        heapq.heapify(waiting)
        done = -1
        while waiting:
            number = heapq.heappop(waiting)
            if number == done:
                continue
            done, node = number, self._nodes[number]
            if node.op is Op.INPUT:
                planes = inputs[node.args[0]]
            else:
                planes = _joined(node, [found.get(arg) or self.planes[arg] for arg in node.args])
            if planes != self.planes[number]:
                found[number] = planes
                for above in self._above[number]:
                    heapq.heappush(waiting, above)
        return found


def _joined(node: Node, parts: Sequence[Planes]) -> Planes:
    if node.op is Op.NOT:
        return parts[0][1], parts[0][0]
    yes, no = (and_, or_) if node.op is Op.EVERY else (or_, and_)
    return reduce(yes, (planes[0] for planes in parts)), reduce(no, (planes[1] for planes in parts))


def graded(table: Table, parts: tuple[Planes, Planes, Planes], full: int) -> Graded:
    """Return what a table of the engine gives for three nodes, in each lane."""
    gates, conditions, defeats = ([(TRUE, yes), (FALSE, no), (UNKNOWN, full ^ yes ^ no)] for yes, no in parts)
    found = [0] * len(RANKED)
    for gate, lanes in gates:
        for met, within in conditions if lanes else ():
            both = lanes & within
            for beaten, rest in defeats if both else ():
                status = table[gate][met][beaten]
                found[STRENGTH[status]] |= both & rest
    for rank in reversed(range(len(found) - 1)):
        found[rank] |= found[rank + 1]
    return tuple(found)


def strongest(several: Sequence[Graded]) -> Graded:
    """Return the status that speaks most strongly, in each lane."""
    return tuple(reduce(or_, lanes) for lanes in zip(*several, strict=True))


def fold(rows: Sequence[tuple[Graded, Planes]], full: int) -> Graded:
    """Return what an activity comes to from its rows, each with where it occurs; :func:`kg.engine.fold` in each lane.

    Where no row occurs at all, the lane means nothing.
    """
    if len(rows) == 1 or all(yes == full for _, (yes, _) in rows):
        return strongest([grades for grades, _ in rows])
    some = reduce(or_, (yes for _, (yes, _) in rows))
    most, least = [], []
    for rank in range(len(RANKED)):
        most.append(reduce(or_, (grades[rank] & ~no for grades, (_, no) in rows)))
        surely = reduce(or_, (grades[rank] & yes for grades, (yes, _) in rows))
        weakest = reduce(and_, (grades[rank] | no for grades, (_, no) in rows))
        least.append(surely & some | weakest & (full ^ some))
    agree = full & ~reduce(or_, (high ^ low for high, low in zip(most, least, strict=True)))
    opened = most[_DEFEATED + 1] & ~(agree | least[_OPEN])
    quiet = full & ~some & ~most[_DEFEATED + 1]
    return tuple(
        low & ~(opened | quiet) | high & quiet | (opened if rank <= _OPEN else 0)
        for rank, (low, high) in enumerate(zip(least, most, strict=True))
    )


def undecided(grades: Graded) -> int:
    """Return the lanes in which something is still to be settled."""
    result = 0
    for status in (Status.OPEN, Status.APPLIES_UNLESS):
        rank = STRENGTH[status]
        result |= grades[rank] & ~grades[rank + 1]
    return result


def only(grades: Graded, lanes: int) -> Status | None:
    """Return the status that all of some lanes have, or nothing where they differ or there are none."""
    found = [
        RANKED[rank]
        for rank, plane in enumerate(grades)
        if lanes & plane & ~(grades[rank + 1] if rank + 1 < len(grades) else 0)
    ]
    return found[0] if len(found) == 1 else None
