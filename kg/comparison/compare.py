"""Compare: two answers beside each other, which findings move, and what lies behind it.

The sides are two descriptions, or one description under two choices of readings, two
days or two editions of the law. Findings are paired by activity and provision. Behind a
move stand the facts of its proofs that are not the same on both sides, and the readings
that bring it about by themselves. What moves nothing is told apart, and no side is
called better than the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kg.assessment import Assessment, Finding
from kg.expression import Value
from kg.law import Law
from kg.vocabulary import Role, Vocabulary


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What is on record of a fact in one situation: a value, or nothing; nothing counts where it is contested."""

    value: Value | None
    contested: bool


NOT_ON_RECORD = OnRecord(None, contested=False)


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that is not the same on both sides: what each of its situations has on record, in order."""

    activity: str
    fact: str
    before: tuple[OnRecord, ...]
    after: tuple[OnRecord, ...]


@dataclass(frozen=True, slots=True)
class ReadingChange:
    """A contested reading chosen otherwise on the other side; by the codes of its options."""

    reading: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Move:
    """A provision that comes to another thing, or would be presumed to.

    *facts* stand in one of its proofs and differ; *readings* bring it about by themselves,
    one at a time, from the first side to the second.
    """

    before: Finding
    after: Finding
    facts: tuple[FactChange, ...]
    readings: tuple[ReadingChange, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two answers beside each other; *idle* are the facts that differ and lie behind no move."""

    before: Assessment
    after: Assessment
    moves: tuple[Move, ...]
    same: int
    only_before: tuple[str, ...]
    """The activities that have no counterpart on the other side."""

    only_after: tuple[str, ...]
    unpaired_before: tuple[Finding, ...]
    """The findings of a paired activity on provisions for which the other side does not answer."""

    unpaired_after: tuple[Finding, ...]
    readings: tuple[ReadingChange, ...]
    idle: tuple[FactChange, ...]


def compare(
    before: Assessment,
    after: Assessment,
    law: Law,
    vocabulary: Vocabulary,
    pairs: Mapping[str, str] | None = None,
) -> Comparison:
    """Return two answers beside each other.

    *pairs* says which activity of the second stands for one of the first, where they are not
    called the same; *law* and *vocabulary* name readings and facts. Two answers that have one activity each are paired.
    """
    paired = _paired(before, after, pairs or {})
    readings = reading_changes(before.options, after.options, law)
    differing = {
        (first, change.fact): change
        for first, second in paired.items()
        for change in _facts(before, after, first, second)
        if change.fact not in vocabulary.facts or vocabulary.facts[change.fact].role is not Role.DAY
    }
    moves, unpaired, same = [], [], 0
    for finding in before.findings:
        if finding.activity not in paired:
            continue
        other = after.finding(paired[finding.activity], finding.provision)
        if other is None:
            unpaired.append(finding)
        elif (finding.status, finding.presumed) == (other.status, other.presumed):
            same += 1
        else:
            names = _stated(proven_on(before, finding) | proven_on(after, other), vocabulary)
            facts = tuple(
                each for (activity, name), each in differing.items() if activity == finding.activity and name in names
            )
            moves.append(Move(finding, other, facts, _alone(finding, other, readings)))
    behind = {(move.before.activity, each.fact) for move in moves for each in move.facts}
    backwards = {second: first for first, second in paired.items()}
    return Comparison(
        before=before,
        after=after,
        moves=tuple(moves),
        same=same,
        only_before=tuple(each.id for each in before.activities if each.id not in paired),
        only_after=tuple(each.id for each in after.activities if each.id not in backwards),
        unpaired_before=tuple(unpaired),
        unpaired_after=tuple(
            each
            for each in after.findings
            if each.activity in backwards and before.finding(backwards[each.activity], each.provision) is None
        ),
        readings=readings,
        idle=tuple(change for place, change in differing.items() if place not in behind),
    )


def _paired(before: Assessment, after: Assessment, pairs: Mapping[str, str]) -> dict[str, str]:
    """Return for each activity of the first side that has one its counterpart on the second."""
    first, second = ([each.id for each in side.activities] for side in (before, after))
    if len(first) == len(second) == 1:
        return {first[0]: second[0]}
    taken = set(pairs.values())
    wanted = {name: pairs.get(name, name) for name in first if name in pairs or name not in taken}
    return {name: other for name, other in wanted.items() if other in second}


def proven_on(assessment: Assessment, finding: Finding) -> frozenset[str]:
    """Return the facts at the leaves of the proof of a finding."""
    nodes = assessment.proof(finding).nodes.values()
    return frozenset(node.statement.fact for node in nodes if node.statement is not None)


def _stated(names: frozenset[str], vocabulary: Vocabulary) -> frozenset[str]:
    """Return facts with those from which they were worked out; the day of a situation is told by the latter alone."""
    known = vocabulary.facts
    return names | {source for name in names if name in known for source in known[name].derived_from}


def _facts(before: Assessment, after: Assessment, first: str, second: str) -> tuple[FactChange, ...]:
    """Return the facts that are not the same in an activity and its counterpart, in order of their names."""
    sides = [_recorded(side, activity) for side, activity in ((before, first), (after, second))]
    names = sorted({*sides[0], *sides[1]})
    found = []
    for name in names:
        one, other = (side.get(name, (NOT_ON_RECORD,)) for side in sides)
        if set(one) != set(other):
            found.append(FactChange(first, name, one, other))
    return tuple(found)


def _recorded(side: Assessment, activity: str) -> dict[str, tuple[OnRecord, ...]]:
    """Return what is on record of each fact in the situations of an activity, each thing once."""
    rows = [row for row in side.rows if row.activity == activity]
    names = dict.fromkeys(name for row in rows for name in (*row.facts, *row.entries))
    found: dict[str, tuple[OnRecord, ...]] = {}
    for name in names:
        said = []
        for row in rows:
            entry = row.entries.get(name)
            value = row.facts.get(name)
            said.append(OnRecord(value, contested=value is None and entry is not None))
        found[name] = tuple(dict.fromkeys(said))
    return found


def reading_changes(before: frozenset[str], after: frozenset[str], law: Law) -> tuple[ReadingChange, ...]:
    """Return the readings in which two choices of options differ, in order of their codes."""
    found = []
    for code, reading in sorted(law.readings.items()):
        one, other = (
            next((each.code for each in reading.options if each.id in side), None) for side in (before, after)
        )
        if one is not None and other is not None and one != other:
            found.append(ReadingChange(code, one, other))
    return tuple(found)


def _alone(finding: Finding, other: Finding, readings: tuple[ReadingChange, ...]) -> tuple[ReadingChange, ...]:
    """Return the readings which, chosen otherwise one at a time, already give the first side the other status."""
    if not readings or finding.status is other.status:
        return ()
    reached = {(each.reading, each.option) for each in finding.others if each.status is other.status}
    return tuple(each for each in readings if (each.reading, each.after) in reached)
