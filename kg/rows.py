"""Rows: a deployment cut into constant situations, each with its segment of time.

Time is cut at each day from which a law that some norm reads is in force, and at each
day from which a fact holds: consent taken back, an incident, a death, a cited rule in
force. Inside a segment law and facts are the same on every day, so what comes later
never undoes what was lawful before.

A segment in which conduct is on record surely occurs; one that conduct may have reached
is kept, marked as unknown; one that it cannot have reached is left out. Keeping data
after an activity ended is conduct too. The day on which a question is asked closes only
what is still open.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from itertools import islice
from typing import Final

from kg.coherence import incident_days
from kg.described import ROWS, Activity, Deployment, Entries, Part, Situation, joined, several, situations, without
from kg.expression import Citation, Members, Value
from kg.intake import refuse_all
from kg.row import Entry, Row
from kg.truth import FALSE, TRUE, UNKNOWN
from kg.values import pairs
from kg.vocabulary import Fact, Kind, Level, Role, Vocabulary
from kg.words import Words

_FIRST: Final = date.min
_LAST: Final = date.max
"""The ends of time; an open end of conduct is recorded as the latter."""


def expand(
    deployment: Deployment, vocabulary: Vocabulary, words: Words, cuts: Sequence[date], on: date | None = None
) -> tuple[Row, ...]:
    """Return the rows of every activity, in the order of the description.

    *cuts* are the days from which a law is in force; *on* closes open conduct. Raises
    InputError if an activity falls into more rows than are allowed.
    """
    cutter = _Cutter(deployment, vocabulary, tuple(cuts), on)
    rows = [(activity.path, tuple(islice(cutter.rows(activity), ROWS + 1))) for activity in deployment.activities]
    problems = [words.problem("too-many-rows", path, limit=str(ROWS)) for path, found in rows if len(found) > ROWS]
    names = Counter(row.id for _, found in rows for row in found)
    problems += [
        words.problem("same-row-name", path, given=row.id) for path, found in rows for row in found if names[row.id] > 1
    ]
    refuse_all(problems, words)
    return tuple(row for _, found in rows for row in found)


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last, both included."""

    first: date
    last: date

    def meets(self, other: "Span | None") -> bool:
        """Say whether the two have a day in common."""
        return other is not None and self.first <= other.last and other.first <= self.last

    def __contains__(self, day: date) -> bool:
        """Say whether a day lies in it."""
        return self.first <= day <= self.last


def segments(cuts: Iterable[date]) -> list[Span]:
    """Return the segments into which some days cut all time, each day beginning one.

    >>> [str(segment.last) for segment in segments([date(2021, 8, 1)])]
    ['2021-07-31', '9999-12-31']
    """
    starts = sorted({_FIRST, *cuts})
    ends = [start - timedelta(days=1) for start in starts[1:]]
    return [Span(start, end) for start, end in zip(starts, [*ends, _LAST], strict=True)]


@dataclass(frozen=True, slots=True)
class Conduct:
    """The days on which there surely was conduct, if any are known, and those on which there may have been."""

    sure: Span | None
    possible: Span

    def occurs(self, segment: Span) -> int:
        """Return the code of whether there was conduct in a segment."""
        if segment.meets(self.sure):
            return TRUE
        return UNKNOWN if segment.meets(self.possible) else FALSE

    def day(self, segment: Span) -> date | None:
        """Return a day that stands for a segment: of conduct where one is known, or one of its bounds."""
        if self.sure is not None and segment.meets(self.sure):
            day = max(segment.first, self.sure.first)
            if day not in {_FIRST, _LAST}:
                return day
        bounds = [day for day in (segment.last, segment.first) if day not in {_FIRST, _LAST}]
        return bounds[0] if bounds else None


def conduct(start: date | None, end: date | None, *, kept: bool | None, on: date | None) -> Conduct:
    """Return the conduct between two days; *kept* says whether data was kept after its end.

    An unknown day is nothing, an open end is the last of days. What is open or kept goes on
    to the day *on*, or to the end of time where none is given.

    >>> conduct(date(2021, 5, 1), None, kept=None, on=None).sure
    Span(first=datetime.date(2021, 5, 1), last=datetime.date(2021, 5, 1))
    """
    finite = None if end == _LAST else end
    lasting = kept is True or end == _LAST
    until = max(day for day in (on or _LAST, start, finite) if day is not None)
    first = start or finite or (until if lasting else None)
    last = until if lasting else finite or start
    sure = None if first is None or last is None else Span(first, last)
    may_last = lasting or (finite is not None and kept is None)
    return Conduct(sure, Span(start or _FIRST, until if may_last else finite or _LAST))


class _Cutter:
    """Cuts the situations of a deployment by time."""

    def __init__(self, deployment: Deployment, vocabulary: Vocabulary, cuts: Sequence[date], on: date | None) -> None:
        self._deployment = deployment
        self._vocabulary = vocabulary
        self._cuts = frozenset(cuts)
        self._on = on
        self._roles = {role: vocabulary.with_role(role).name for role in Role if role is not Role.SEVERAL}
        self._incident_days = incident_days(vocabulary)

    def rows(self, activity: Activity) -> Iterator[Row]:
        """Yield the rows of an activity."""
        for situation in situations(self._deployment, activity, self._vocabulary):
            yield from self._of(situation, activity.parts[Level.INCIDENT])

    def _of(self, situation: Situation, incidents: Sequence[Part]) -> Iterator[Row]:
        """Yield the rows of a situation.

        An incident stands in the segment of its day and in no other. In the segments in which
        none is on record, the situation stands without one.
        """
        held = [joined(situation, Level.INCIDENT, part, self._vocabulary) for part in incidents] or [situation]
        cuts = self._cuts.union(*(self._days(self._settled(each)) for each in held))
        found: list[tuple[int, Span, Row]] = []
        for place, each in enumerate(held):
            wanted = partial(_holds, self._incident_day(each))
            found += [(place, *cut) for cut in islice(self._cut(each, cuts, wanted), ROWS + 1)]
        taken = {span for _, span, _ in found}
        bare = without(situation, Level.INCIDENT, self._vocabulary)
        rest = islice(self._cut(bare, cuts, lambda span: span not in taken), ROWS + 1)
        found += [(len(incidents), *cut) for cut in rest]
        yield from (row for _, _, row in sorted(found, key=lambda each: (each[0], each[1].first)))

    def _cut(
        self, situation: Situation, cuts: Iterable[date], wanted: Callable[[Span], bool]
    ) -> Iterator[tuple[Span, Row]]:
        """Yield a row for each segment that is wanted, and that conduct has or may have reached."""
        settled = self._settled(situation)
        start, end = (_day(settled, self._roles[role]) for role in (Role.START, Role.END))
        kept = settled.get(self._roles[Role.STORAGE])
        period = conduct(start, end, kept=None if kept is None else kept.value is True, on=self._on)
        itself = conduct(start, end, kept=False, on=self._on)
        reached = [segment for segment in segments(cuts) if period.occurs(segment) != FALSE]
        for number, segment in enumerate(reached, 1):
            if wanted(segment):
                name = situation.name if len(reached) == 1 else f"{situation.name}#{number}"
                entries = {**self._derived(situation.activity, period.day(segment))}
                entries |= self._entries(situation, settled, segment)
                entries |= self._under_way(situation.activity, itself.occurs(segment))
                yield segment, _row(name, situation, segment, period.occurs(segment), entries)

    def _entries(self, situation: Situation, settled: Entries, segment: Span) -> Iterator[tuple[str, Entry]]:
        """Yield what is on record of each fact in one segment, in the order of the list of facts."""
        for name, fact in self._vocabulary.facts.items():
            entry = situation.entries.get(name)
            if entry is None:
                if fact.taken_as is not None:
                    yield name, _assumed(fact, fact.taken_as)
            elif name not in settled:
                yield name, entry if entry.contested else replace(entry, value=None, contradictory=True)
            else:
                within = self._within(fact, entry, segment)
                if within is not None:
                    yield name, within

    def _settled(self, situation: Situation) -> Entries:
        """Return what is neither contested nor contradictory."""
        odd = self._deployment.contradictory.get(situation.name, frozenset())
        return {
            name: entry
            for name, entry in situation.entries.items()
            if not entry.contested and not entry.contradictory and name not in odd
        }

    def _days(self, entries: Entries) -> Iterator[date]:
        """Yield the days from which something else holds."""
        for name, entry in entries.items():
            if entry.since is not None:
                yield entry.since
            if name in self._incident_days and isinstance(entry.value, date):
                yield entry.value
            yield from (rule.in_force for rule in entry.cited if rule.in_force is not None)

    def _incident_day(self, situation: Situation) -> date | None:
        settled = self._settled(situation)
        days = (_day(settled, name) for name in self._incident_days)
        return next((day for day in days if day is not None), None)

    def _derived(self, activity: Activity, day: date | None) -> dict[str, Entry]:
        """Return what the mechanism itself puts on record."""
        entries = {self._roles[Role.MATTER]: Entry("$.matter", self._deployment.matter is not None)}
        if day is not None:
            entries[self._roles[Role.DAY]] = Entry(activity.path, day)
        for fact in self._vocabulary.facts.values():
            if fact.role is Role.SEVERAL:
                found = several(self._deployment, activity, fact, self._vocabulary)
                if found is not None:
                    entries[fact.name] = Entry("$.actors", found)
        return entries

    def _under_way(self, activity: Activity, code: int) -> dict[str, Entry]:
        """Return whether the activity itself goes on, or nothing where that is unknown: to keep its data is less."""
        return {} if code == UNKNOWN else {self._roles[Role.UNDER_WAY]: Entry(activity.path, code == TRUE)}

    def _within(self, fact: Fact, entry: Entry, segment: Span) -> Entry | None:
        """Return what is on record of a fact in one segment, or nothing where that is unknown there."""
        if fact.dated and entry.value is True:
            return None if entry.since is None else replace(entry, value=entry.since <= segment.first)
        rules = [rule for rule in entry.cited if rule.in_force is None or rule.in_force <= segment.first]
        if len(rules) == len(entry.cited):
            return entry
        if not fact.many:
            return replace(entry, value=Citation(None, None))
        closed = isinstance(entry.value, Members) and bool(entry.value.absent)
        return replace(entry, value=pairs(rules, self._vocabulary, closed=closed))


def _row(name: str, situation: Situation, segment: Span, occurs: int, entries: Entries) -> Row:
    return Row(
        id=name,
        activity=situation.activity.id,
        facts={
            fact: entry.value
            for fact, entry in entries.items()
            if entry.value is not None and not entry.contested and not entry.contradictory
        },
        entries=entries,
        occurs=occurs,
        parts=tuple(f"{level.value}:{part.id}" for level, part in situation.parts),
        first=None if segment.first == _FIRST else segment.first,
        last=None if segment.last == _LAST else segment.last,
    )


def _holds(day: date | None, span: Span) -> bool:
    """Say whether something that happened on a day, if that is known, stands in a segment."""
    return day is None or day in span


def _day(entries: Entries, name: str) -> date | None:
    value = entries[name].value if name in entries else None
    return value if isinstance(value, date) else None


def _assumed(fact: Fact, taken: str) -> Entry:
    """Return what a fact is taken to be where nobody stated it."""
    values: dict[Kind, Value] = {Kind.BOOLEAN: taken == "true", Kind.CONCEPTS: Members(frozenset({taken}), frozenset())}
    return Entry("", values.get(fact.kind, taken), assumed=True)
