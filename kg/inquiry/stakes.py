"""Stakes: what hangs on a fact that is open: which findings it can still change, and how much.

A finding depends on a fact if what is open can turn out in two ways that differ in that
fact alone and give the finding two statuses. Where few facts are open every combination
is tried, and the answer is exact. Where there are too many a fixed sample is tried, and
every fact that is reached through unknown steps is kept, the more influential first.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import combinations as pairs_of
from operator import or_
from typing import Final

from kg.assessment import Finding
from kg.engine import Status
from kg.inquiry.chances import SAMPLE, Spread, Variable, alone, combinations, every, sample
from kg.inquiry.lanes import Graded, only, undecided
from kg.inquiry.outcomes import Outcomes
from kg.inquiry.places import Slot
from kg.inquiry.reach import UNDECIDED, Field, Reach
from kg.inquiry.terms import Method

FACTS: Final = 10
"""How many open facts are tried in every combination."""

LANES: Final = 2**18
"""How many combinations, times rows, are tried at most."""


@dataclass(frozen=True, slots=True)
class Stake:
    """What one finding hangs on: the facts open below it, by slot, each with its influence.

    *settles* are those of which one answer alone can decide it; *inputs* are where each is
    reached; *settled* is the status it comes to however everything open turns out.
    """

    finding: Finding
    method: Method
    influence: Mapping[Slot, Fraction]
    settles: frozenset[Slot]
    inputs: Mapping[Slot, tuple[int, ...]]
    settled: Status | None = None


def stakes(where: Field, findings: Sequence[Finding]) -> list[Stake]:
    """Return what each of some open findings of an activity hangs on, in their order."""
    still = [finding for finding in findings if finding.status in UNDECIDED]
    if not still:
        return []
    whole = where.reach(still)
    reached = {finding.id: where.reach([finding]) for finding in still}
    open_ = {name: where.variables(reach) for name, reach in reached.items()}
    small = {
        finding.id: _exact(where, reached[finding.id], open_[finding.id], finding)
        for finding in still
        if _few(where, open_[finding.id])
    }
    large = [finding for finding in still if finding.id not in small]
    sampled = _sampled(where, large, open_) if large else {}
    settling = _settling(where, whole, still)
    found = []
    for finding in still:
        influence, settled = small.get(finding.id) or (sampled[finding.id], None)
        method = Method.EXACT if finding.id in small else Method.INFLUENCE
        settles = settling[finding.id] & influence.keys()
        inputs = {slot: tuple(dict.fromkeys(n for _, n in keys)) for slot, keys in reached[finding.id].keys.items()}
        found.append(Stake(finding, method, influence, frozenset(settles), inputs, settled))
    return found


def _few(where: Field, several: Mapping[Slot, Sequence[Variable]]) -> bool:
    size = combinations(variable for group in several.values() for variable in group)
    return len(several) <= FACTS and size * len(where.rows) <= LANES


def _exact(
    where: Field, reach: Reach, several: Mapping[Slot, Sequence[Variable]], finding: Finding
) -> tuple[dict[Slot, Fraction], Status | None]:
    """Try every combination: keep each fact on which the status depends, or say what it is in any case."""
    flat = [variable for group in several.values() for variable in group]
    spread = every(flat)
    outcomes = Outcomes(where, reach.cone, flat, spread)
    grades = outcomes.of(finding)
    shares = {
        slot: max(_share(grades, spread, each, outcomes.sound) for each in group) for slot, group in several.items()
    }
    settled = only(grades, outcomes.sound)
    return {slot: share for slot, share in shares.items() if share}, None if settled in UNDECIDED else settled


def _share(grades: Graded, spread: Spread, variable: Variable, sound: int) -> Fraction:
    """Return in what share of the pairs of lanes that differ in one variable alone the status differs."""
    ways = spread.ways[variable]
    stride = (ways[0] & -ways[0]).bit_length() - 1
    step = (ways[1] & -ways[1]).bit_length() - 1 - stride
    differ = total = 0
    for one, other in pairs_of(range(variable.ways), 2):
        apart = (other - one) * step
        both = ways[one] & sound & (sound >> apart)
        total += both.bit_count()
        differ += (reduce(or_, (plane ^ plane >> apart for plane in grades)) & both).bit_count()
    return Fraction(differ, total) if total else Fraction(0)


def _sampled(
    where: Field, findings: Sequence[Finding], open_: Mapping[str, Mapping[Slot, object]]
) -> dict[str, dict[Slot, Fraction]]:
    """Return how often each fact that is *open_* below a finding makes a difference in the sample."""
    whole = where.reach(findings)
    several = where.variables(whole)
    flat = [variable for group in several.values() for variable in group]
    outcomes = Outcomes(where, whole.cone, flat, sample(flat))
    before = {finding.id: outcomes.of(finding) for finding in findings}
    result = {finding.id: dict.fromkeys(open_[finding.id], Fraction(0)) for finding in findings}
    for slot, group in several.items():
        for after in map(outcomes.otherwise, group):
            for finding in findings:
                found = result[finding.id]
                if slot in found and after.touches(finding):
                    found[slot] = max(found[slot], _moved(before[finding.id], after.of(finding), after.sound))
    return result


def _moved(before: Graded, after: Graded, sound: int) -> Fraction:
    moved = reduce(or_, (one ^ other for one, other in zip(before, after, strict=True))) & sound
    return Fraction(moved.bit_count(), SAMPLE)


def _settling(where: Field, whole: Reach, findings: Sequence[Finding]) -> dict[str, set[Slot]]:
    """Return of which facts one answer alone can decide each finding."""
    several = where.variables(whole)
    groups = list(several.values())
    spread, told = alone(groups)
    outcomes = Outcomes(where, whole.cone, [variable for group in groups for variable in group], spread)
    result: dict[str, set[Slot]] = {}
    for finding in findings:
        decided = outcomes.sound & ~undecided(outcomes.of(finding))
        result[finding.id] = set(_in(several, told, decided))
    return result


def _in(several: Mapping[Slot, Sequence[Variable]], told: Sequence[int], decided: int) -> Iterator[Slot]:
    for slot, own in zip(several, told, strict=True):
        if own & decided:
            yield slot
