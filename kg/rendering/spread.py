"""Spread: a proof laid out as a tree, though its parts may be leaned on more than once.

What several steps lean on is shown under the first of them; the others point at it. No
step is lost and none is shown twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kg.proof import Proof


@dataclass(frozen=True, slots=True)
class Place:
    """One place in a proof: a step, how deep it stands, and whether it is shown here or only pointed at."""

    step: str
    depth: int
    shown: bool


def places(proof: Proof) -> list[Place]:
    """Return the places of a proof in the order in which it is read."""
    found: list[Place] = []
    shown: set[str] = set()
    waiting = [(proof.root, 0)]
    while waiting:
        step, depth = waiting.pop()
        found.append(Place(step, depth, step not in shown))
        if step not in shown:
            shown.add(step)
            waiting += [(each, depth + 1) for each in reversed(proof.nodes[step].below)]
    return found


def numbers(several: list[Place]) -> Mapping[str, int]:
    """Return a number for every step that is pointed at, in the order in which they are shown."""
    pointed = {place.step for place in several if not place.shown}
    steps = [place.step for place in several if place.shown and place.step in pointed]
    return {step: number for number, step in enumerate(steps, 1)}
