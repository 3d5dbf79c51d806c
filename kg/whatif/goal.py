"""Goal: what gate, condition and defeats of a norm must come to for it to have a status.

The inverse of :func:`kg.engine.norm_status` and :func:`kg.engine.principle_status`: those
say what follows from the three, these say of which of the three it follows.
"""

from collections.abc import Sequence

from kg.engine import Status
from kg.plan import NormPlan
from kg.whatif.ways import Both, Demand, Either, Goal, Want

HARD = (
    Status.APPLIES,
    Status.APPLIES_UNLESS,
    Status.OPEN,
    Status.DEFEATED,
    Status.DOES_NOT_APPLY,
    Status.OUT_OF_SCOPE,
)
"""What a norm may come to."""

SOFT = (Status.IN_TENSION, Status.SUPPORTED, Status.OPEN, Status.NOT_ENGAGED)
"""What a principle that binds nobody may come to."""

ENGAGED = frozenset({Status.APPLIES, Status.IN_TENSION})
"""Something follows from the norm, and nothing stands in its way."""

QUIET = frozenset({Status.DOES_NOT_APPLY, Status.DEFEATED, Status.OUT_OF_SCOPE, Status.SUPPORTED, Status.NOT_ENGAGED})
"""Nothing follows from the norm that anybody would want to change."""


def statuses(norm: NormPlan) -> tuple[Status, ...]:
    """Return what a norm may come to, what speaks most strongly first."""
    return SOFT if norm.soft else HARD


def goal(norm: NormPlan, status: Status) -> Goal:
    """Return what must be so for a norm to have a status; raises ValueError for one it cannot have."""
    found = _soft(norm, status) if norm.soft else _hard(norm, status)
    if found is None:
        message = f"{norm.id} is never {status.value}"
        raise ValueError(message)
    return found


def any_of(norm: NormPlan, several: frozenset[Status]) -> Goal:
    """Return what must be so for a norm to have one of several statuses.

    Of nothing following it is said once for all: out of scope, not met or defeated.
    """
    if several >= QUIET and not norm.soft:
        first = Either((Demand(norm.gate, Want.FALSE), Demand(norm.met, Want.FALSE), Demand(norm.beaten, Want.TRUE)))
        rest = [goal(norm, status) for status in statuses(norm) if status in several - QUIET]
        return Either((first, *rest)) if rest else first
    return Either(tuple(goal(norm, status) for status in statuses(norm) if status in several))


def _hard(norm: NormPlan, status: Status) -> Goal | None:
    gate, met, beaten = norm.gate, norm.met, norm.beaten
    stands = (Demand(gate, Want.TRUE), Demand(met, Want.TRUE))
    may = (Demand(gate, Want.NOT_FALSE), Demand(met, Want.NOT_FALSE))
    goals: dict[Status, Goal] = {
        Status.OUT_OF_SCOPE: Demand(gate, Want.FALSE),
        Status.DOES_NOT_APPLY: Both((Demand(gate, Want.NOT_FALSE), Demand(met, Want.FALSE))),
        Status.DEFEATED: Both((*may, Demand(beaten, Want.TRUE))),
        Status.OPEN: Both(
            (
                *may,
                Demand(beaten, Want.NOT_TRUE),
                Either((Demand(gate, Want.NOT_TRUE), Demand(met, Want.NOT_TRUE))),
            )
        ),
        Status.APPLIES_UNLESS: Both((*stands, Demand(beaten, Want.NOT_TRUE), Demand(beaten, Want.NOT_FALSE))),
        Status.APPLIES: Both((*stands, Demand(beaten, Want.FALSE))),
    }
    return goals.get(status)


def _soft(norm: NormPlan, status: Status) -> Goal | None:
    engaged, against, core = norm.gate, norm.met, norm.beaten
    not_tense = Either((Demand(engaged, Want.NOT_TRUE), Demand(against, Want.NOT_TRUE)))
    not_supported = Either(
        (Demand(engaged, Want.NOT_TRUE), Demand(against, Want.NOT_FALSE), Demand(core, Want.NOT_TRUE))
    )
    goals: dict[Status, Goal] = {
        Status.NOT_ENGAGED: Demand(engaged, Want.FALSE),
        Status.IN_TENSION: Both((Demand(engaged, Want.TRUE), Demand(against, Want.TRUE))),
        Status.SUPPORTED: Both((Demand(engaged, Want.TRUE), Demand(against, Want.FALSE), Demand(core, Want.TRUE))),
        Status.OPEN: Both((Demand(engaged, Want.NOT_FALSE), not_tense, not_supported)),
    }
    return goals.get(status)


def holds(wanted: Goal, values: Sequence[int]) -> bool:
    """Say whether a goal is reached, given the codes of all nodes."""
    match wanted:
        case Both(goals):
            return all(holds(each, values) for each in goals)
        case Either(goals):
            return any(holds(each, values) for each in goals)
        case Demand(node, want):
            return want.met_by(values[node])
