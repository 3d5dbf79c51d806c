"""Layout: where the boxes of a proof stand, so that none covers another.

The root stands on the left and what decides a step to its right. Each step has a band of
its own, wide enough for itself and for everything that is shown below it, so two boxes of
one column never meet. A step that several lean on stands in the column after the last of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

ACROSS: Final = 48
"""The room between two columns, in pixels."""

BETWEEN: Final = 12
"""The room between two boxes of a column, in pixels."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where a box stands and how large it is, in pixels."""

    x: float
    y: float
    width: float
    height: float


def layout(root: str, below: Mapping[str, Sequence[str]], sizes: Mapping[str, tuple[float, float]]) -> dict[str, Box]:
    """Return where each step stands, *sizes* being how wide and how high the boxes are."""
    order = _order(root, below)
    column, shown_under = _columns(root, order, below)
    left = _lefts(column, sizes)
    shown = {step: [each for each in dict.fromkeys(below[step]) if shown_under.get(each) == step] for step in order}
    band: dict[str, float] = {}
    for step in reversed(order):
        band[step] = max(sizes[step][1], _height(band[each] for each in shown[step]))
    found: dict[str, Box] = {}
    waiting = [(root, 0.0)]
    while waiting:
        step, top = waiting.pop()
        wide, high = sizes[step]
        found[step] = Box(left[column[step]], top + (band[step] - high) / 2, wide, high)
        under = top + (band[step] - _height(band[each] for each in shown[step])) / 2
        for each in shown[step]:
            waiting.append((each, under))
            under += band[each] + BETWEEN
    return {step: found[step] for step in order}


def _height(bands: Iterable[float]) -> float:
    several = list(bands)
    return sum(several) + BETWEEN * max(0, len(several) - 1)


def _order(root: str, below: Mapping[str, Sequence[str]]) -> list[str]:
    """Return every step, none before all that lean on it."""
    done: dict[str, None] = {}
    waiting = [(root, False)]
    while waiting:
        step, left = waiting.pop()
        if left:
            done[step] = None
        elif step not in done:
            waiting.append((step, True))
            waiting += [(each, False) for each in below[step] if each not in done]
    return list(reversed(done))


def _columns(
    root: str, order: Sequence[str], below: Mapping[str, Sequence[str]]
) -> tuple[dict[str, int], dict[str, str]]:
    """Return the column of each step, and under which of those that lean on it each is shown."""
    column, shown_under = {root: 0}, {}
    for step in order:
        for each in below[step]:
            if column.get(each, -1) <= column[step]:
                column[each] = column[step] + 1
                shown_under[each] = step
    return column, shown_under


def _lefts(column: Mapping[str, int], sizes: Mapping[str, tuple[float, float]]) -> list[float]:
    """Return where each column begins."""
    widest = [0.0] * (max(column.values()) + 1)
    for step, number in column.items():
        widest[number] = max(widest[number], sizes[step][0])
    lefts = [0.0]
    for each in widest[:-1]:
        lefts.append(lefts[-1] + each + ACROSS)
    return lefts
