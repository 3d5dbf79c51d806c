"""Engine: for every norm, whether it applies, is defeated, stays open or does not apply.

A norm holds prima facie when its condition is met, and in the end when no defeat of it
holds. The engine sees one row at a time, makes no joins, and reads no file, no clock
and no network: the same plan and the same row always give the same answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from kg.plan import NormPlan, Plan
from kg.row import Row
from kg.stopping import Work, step
from kg.truth import FALSE, TRUE


class Status(Enum):
    """What a norm, or a principle that binds nobody, comes to on the record."""

    APPLIES = "applies"
    APPLIES_UNLESS = "applies_unless"
    OPEN = "open"
    DEFEATED = "defeated"
    DOES_NOT_APPLY = "does_not_apply"
    OUT_OF_SCOPE = "out_of_scope"
    IN_TENSION = "in_tension"
    SUPPORTED = "supported"
    NOT_ENGAGED = "not_engaged"
    UNKNOWN = "unknown"
    """Only of what would be presumed: not even the burden of proof decides."""


def norm_status(gate: int, met: int, beaten: int) -> Status:
    """Return the status of a norm from the codes of its gate, its condition and its defeats.

    The first line that fits decides; so every combination has exactly one status.

    >>> norm_status(TRUE, TRUE, FALSE)
    <Status.APPLIES: 'applies'>
    """
    if gate == FALSE:
        return Status.OUT_OF_SCOPE
    if met == FALSE:
        return Status.DOES_NOT_APPLY
    if beaten == TRUE:
        return Status.DEFEATED
    if gate != TRUE or met != TRUE:
        return Status.OPEN
    return Status.APPLIES if beaten == FALSE else Status.APPLIES_UNLESS


def principle_status(engaged: int, against: int, core: int) -> Status:
    """Return the status of a principle: engaged or not, something against it, its core in place.

    >>> principle_status(TRUE, TRUE, TRUE)
    <Status.IN_TENSION: 'in_tension'>
    """
    if engaged == FALSE:
        return Status.NOT_ENGAGED
    if engaged == TRUE and against == TRUE:
        return Status.IN_TENSION
    supported = engaged == TRUE and against == FALSE and core == TRUE
    return Status.SUPPORTED if supported else Status.OPEN


Table = tuple[tuple[tuple[Status, ...], ...], ...]
"""A status for the code of the gate, of the condition and of the defeats."""

_CODES: Final = range(4)
TABLES: Final[Mapping[str, Table]] = {
    name: tuple(tuple(tuple(status(a, b, c) for c in _CODES) for b in _CODES) for a in _CODES)
    for name, status in {"HARD": norm_status, "SOFT": principle_status}.items()
}
"""The status for every combination of codes, by what a plan looks up."""

STRENGTH: Final = {
    status: rank
    for rank, status in enumerate(
        (
            Status.NOT_ENGAGED,
            Status.OUT_OF_SCOPE,
            Status.DOES_NOT_APPLY,
            Status.DEFEATED,
            Status.SUPPORTED,
            Status.OPEN,
            Status.UNKNOWN,
            Status.APPLIES_UNLESS,
            Status.APPLIES,
            Status.IN_TENSION,
        )
    )
}
"""How strongly a status speaks when several limbs, rows or segments are put together."""


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """What all norms come to on one row: the status of each, and the value of every input and node."""

    row: Row
    inputs: Sequence[int]
    values: tuple[int, ...]
    statuses: tuple[Status, ...]


def answer(plan: Plan, row: Row) -> RowAnswer:
    """Return what the record of one row shows."""
    step(Work.ROW)
    inputs = plan.answers(row.facts)
    values, found = plan.run(inputs)
    return RowAnswer(row, inputs, values, found)


def strongest(several: Sequence[Status]) -> Status:
    """Return the status that speaks most strongly; raises ValueError if there is none."""
    return max(several, key=STRENGTH.__getitem__)


def fold(several: Sequence[tuple[Status, int]]) -> Status:
    """Return what an activity comes to from its rows, each with the code of whether it occurs.

    What surely occurs decides. A row that may not occur can only open the answer: where it
    would be stronger and say more than that nothing follows, and nothing that surely occurs
    already applies, the answer is open. Where nothing surely occurs and nothing follows in
    any row, the strongest row says why.

    >>> fold([(Status.DEFEATED, TRUE), (Status.APPLIES, 1)])
    <Status.OPEN: 'open'>
    >>> fold([(Status.OUT_OF_SCOPE, 1), (Status.DOES_NOT_APPLY, 1)])
    <Status.DOES_NOT_APPLY: 'does_not_apply'>
    """
    sure = [status for status, occurs in several if occurs == TRUE]
    most = strongest([status for status, _ in several])
    least = strongest(sure) if sure else min((status for status, _ in several), key=STRENGTH.__getitem__)
    if least is most or STRENGTH[least] >= STRENGTH[Status.OPEN]:
        return least
    if STRENGTH[most] > STRENGTH[Status.DEFEATED]:
        return Status.OPEN
    return least if sure else most


def beaten_by(norm: NormPlan, values: Sequence[int]) -> tuple[str, ...]:
    """Return the defeats of a norm that hold."""
    return tuple(defeat.id for defeat in norm.defeats if values[defeat.node] == TRUE)
