"""Crosswalk: two instruments side by side on one deployment, through the correspondences between them.

One instrument may bind and the other bind nobody; so what each comes to is told beside
the other and nothing is worked out from both. Where a provision of one has no answer in
the other, that is shown as a gap and not passed over.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from kg.assessment import Assessment, Finding, reading_order
from kg.law import Law
from kg.remarks import Correspondence


@dataclass(frozen=True, slots=True)
class Side:
    """One provision or instrument, with its findings: its own, or those of what stands within it."""

    name: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """One correspondence on one activity: what either side comes to, never put together."""

    activity: str
    correspondence: Correspondence
    starts: tuple[Side, ...]
    ends: tuple[Side, ...]


def side_by_side(assessment: Assessment, several: Collection[Correspondence], law: Law) -> Iterator[Beside]:
    """Yield for each activity every correspondence, with what each side comes to there."""
    for activity in assessment.activities:
        found = {each.provision: each for each in assessment.findings if each.activity == activity.id}
        for each in several:
            starts, ends = (
                [Side(name, _within(name, found, law)) for name in names]
                for names in (each.starts, (*each.ends, *each.instruments))
            )
            yield Beside(activity.id, each, tuple(starts), tuple(ends))


def _within(name: str, found: dict[str, Finding], law: Law) -> tuple[Finding, ...]:
    """Return the finding on a provision, or those on what stands within it; of a whole instrument none is told."""
    if name in found:
        return (found[name],)
    if name in law.instruments:
        return ()
    inside = [each for each in found if name in _above(each, law)]
    return tuple(found[each] for each in sorted(inside, key=lambda each: reading_order(law, each)))


def _above(name: str, law: Law) -> Iterator[str]:
    while name in law.provisions:
        name = law.provisions[name].parent
        yield name
