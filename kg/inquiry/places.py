"""Places: where in a description the answer to an open question belongs.

A row knows a fact or does not; whoever describes a deployment says it somewhere: of the
deployment, of an activity, of one of its groups, consents, recipients or incidents, of an
actor or of the matter. What is counted or worked out is nobody's to say; there the facts
it comes from are asked. What is contested or contradicts itself is not asked again: it
waits to be settled.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from kg.described import LISTS, Activity, Deployment, Entries, Part, spoken_of, taking_part
from kg.expression import Members, Value
from kg.inquiry.terms import Unsettled
from kg.intake import Spot, written
from kg.row import Entry, Row
from kg.vocabulary import Fact, Kind, Level, Role, Vocabulary

ACTORS: Final = ("actors",)
"""Where those who take part are named when nobody has been named yet."""

MATTER: Final = ("matter",)
"""Where a matter stands."""

_STEP: Final = re.compile(r"\.(\w+)|\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where one fact is said: of which activity and which part of it, and at which path."""

    fact: str
    activity: str | None
    part: str | None
    keys: Spot

    @property
    def path(self) -> str:
        """The path in the description, as problems name it."""
        return written(self.keys)


@dataclass(frozen=True, slots=True)
class Slot:
    """One fact that some rows do not know, and the places where it can be said.

    *held* are the members on record of a fact of several values, *shared* the value that
    some of several actors have, *assumed* whether what is on record was taken and not said.
    """

    fact: str
    places: tuple[Place, ...]
    unsettled: Unsettled | None = None
    held: Members | None = None
    shared: Value | None = None
    assumed: bool = False


@dataclass(frozen=True)
class Places:
    """Finds the places of open facts in one description; those *passed* over are no places any more."""

    deployment: Deployment
    vocabulary: Vocabulary
    passed: frozenset[str] = frozenset()
    _activities: dict[str, Activity] = field(init=False)

    def __post_init__(self) -> None:
        """Index the activities."""
        object.__setattr__(self, "_activities", {each.id: each for each in self.deployment.activities})

    @property
    def matter(self) -> str | None:
        """The fact that says whether there is a matter, where it may still be asked."""
        if self.deployment.matter is not None or written(MATTER) in self.passed:
            return None
        return self.vocabulary.with_role(Role.MATTER).name

    def slot(self, row: Row, name: str) -> Slot | None:
        """Return where a fact that a row does not wholly know can be said, or nothing where it cannot."""
        fact, entry = self.vocabulary.facts[name], row.entries.get(name)
        activity = self._activities[row.activity]
        if name == self.matter:
            return self._asked(name, [Place(name, None, "matter", MATTER)])
        if fact.role is Role.SEVERAL and entry is None:
            return self._counted(activity, fact)
        if entry is None:
            said = self._said(row, activity, fact)
            return self._open(row, activity, fact) if said is None else self._undated(row, fact, said)
        return self._recorded(row, activity, fact, entry)

    def _undated(self, row: Row, fact: Fact, said: Entry) -> Slot | None:
        """Return the slot of a fact that was stated and does not reach a row because its day is not known."""
        undated = fact.dated and said.value is True and said.since is None
        return self._kept(fact.name, row, said, Unsettled.UNDATED) if undated else None

    def _recorded(self, row: Row, activity: Activity, fact: Fact, entry: Entry) -> Slot | None:
        """Return the slot of a fact of which something is on record and not all."""
        name = fact.name
        if entry.contested or entry.contradictory:
            return self._kept(name, row, entry, Unsettled.CONTESTED if entry.contested else Unsettled.CONTRADICTORY)
        if not isinstance(entry.value, Members) or fact.kind is not Kind.CONCEPTS:
            return None
        if entry.assumed:
            return self._asked(name, self._places(row, activity, fact), held=entry.value, assumed=True)
        return self._asked(name, [Place(name, activity.id, _part(row, fact), keys(entry.path))], held=entry.value)

    def _kept(self, name: str, row: Row, entry: Entry, why: Unsettled) -> Slot:
        place = Place(name, row.activity, _part(row, self.vocabulary.facts[name]), keys(entry.path))
        return Slot(name, (place,), unsettled=why)

    def _asked(
        self, name: str, places: list[Place], *, held: Members | None = None, assumed: bool = False
    ) -> Slot | None:
        left = tuple(place for place in places if place.path not in self.passed)
        return Slot(name, left, held=held, assumed=assumed) if left else None

    def _open(self, row: Row, activity: Activity, fact: Fact) -> Slot | None:
        """Return the slot of a fact of which nothing is on record."""
        if fact.level is Level.DERIVED:
            return None
        actors = spoken_of(self.deployment, activity, fact, self.vocabulary) if fact.level is Level.ACTOR else ()
        if not actors:
            if fact.level is Level.ACTOR and taking_part(self.deployment, activity):
                return None
            return self._asked(fact.name, self._places(row, activity, fact))
        said = {actor.id: entry for actor in actors if (entry := self._of_actor(actor, fact)) is not None}
        values = {entry.value for entry in said.values()}
        slot = self._asked(fact.name, [self._of(actor, fact) for actor in actors if actor.id not in said])
        if slot is None or len(values) > 1 or len(slot.places) + len(said) < len(actors):
            return None
        return Slot(fact.name, slot.places, shared=next(iter(values), None))

    def _counted(self, activity: Activity, fact: Fact) -> Slot | None:
        """Return where it can be said what those who take part are, on which a count of them rests."""
        source = self.vocabulary.facts[fact.derived_from[0]]
        actors = taking_part(self.deployment, activity)
        if not actors:
            activities = self.deployment.activities
            own = (name for each in activities for name in each.facts)
            if len(activities) > 1 and any(self.vocabulary.facts[name].level is Level.ACTOR for name in own):
                return None  # what is said there of the actor would be said of no one
            return self._asked(fact.name, [Place(source.name, None, "actors", ACTORS)])
        said = {actor.id: self._of_actor(actor, source) for actor in actors}
        asked = self._asked(fact.name, [self._of(actor, source) for actor in actors if said[actor.id] is None])
        if asked is not None:
            return asked
        odd = [actor for actor in actors if (entry := said[actor.id]) and (entry.contested or entry.contradictory)]
        places = tuple(self._of(actor, source) for actor in odd)
        return Slot(fact.name, places, unsettled=Unsettled.CONTESTED) if places else None

    def _of_actor(self, actor: Part, fact: Fact) -> Entry | None:
        return actor.facts.get(fact.name, self.deployment.facts.get(fact.name))

    def _of(self, actor: Part, fact: Fact) -> Place:
        number = [each.id for each in self.deployment.actors].index(actor.id)
        return Place(fact.name, None, f"actor:{actor.id}", ("actors", number, "facts", fact.name))

    def _places(self, row: Row, activity: Activity, fact: Fact) -> list[Place]:
        """Return where a fact that nobody stated belongs; nowhere if what it is about is not there."""
        match fact.level:
            case Level.DEPLOYMENT:
                return [Place(fact.name, None, None, ("facts", fact.name))]
            case Level.MATTER:
                if self.deployment.matter is not None:
                    return [Place(fact.name, None, "matter", (*MATTER, "facts", fact.name))]
                return [Place(self.matter, None, "matter", MATTER)] if self.matter else []
            case level if level in LISTS:
                return list(self._of_part(row, activity, fact))
            case _:
                return [Place(fact.name, activity.id, None, (*keys(activity.path), "facts", fact.name))]

    def _of_part(self, row: Row, activity: Activity, fact: Fact) -> Iterator[Place]:
        part, own = _part(row, fact), keys(activity.path)
        if part is not None:
            ids = [each.id for each in activity.parts[fact.level]]
            number = ids.index(part.partition(":")[2])
            yield Place(fact.name, activity.id, part, (*own, LISTS[fact.level], number, "facts", fact.name))
        elif not activity.parts[fact.level] and not self._elsewhere(row, activity, fact):
            yield Place(fact.name, activity.id, None, (*own, "facts", fact.name))

    def _elsewhere(self, row: Row, activity: Activity, fact: Fact) -> bool:
        """Say whether the incident of an activity stands in another segment of time than a row."""
        days = [name for name in activity.facts if self._is_incident_day(self.vocabulary.facts[name])]
        return fact.level is Level.INCIDENT and any(name not in row.entries for name in days)

    def _is_incident_day(self, fact: Fact) -> bool:
        return fact.level is Level.INCIDENT and fact.kind is Kind.DATE

    def _said(self, row: Row, activity: Activity, fact: Fact) -> Entry | None:
        """Return what was said of a fact that does not reach a row."""
        held: list[Entries] = [self.deployment.matter or {}, activity.facts, self.deployment.facts]
        part = _part(row, fact)
        if part is not None:
            held.insert(
                0, next(each.facts for each in activity.parts[fact.level] if f"{fact.level.value}:{each.id}" == part)
            )
        return next((entries[fact.name] for entries in held if fact.name in entries), None)


def keys(path: str) -> Spot:
    """Return the keys of a path in a description.

    >>> keys("$.activities[0].facts.purpose")
    ('activities', 0, 'facts', 'purpose')
    """
    return tuple(int(number) if number else name for name, number in _STEP.findall(path))


def _part(row: Row, fact: Fact) -> str | None:
    """Return the part of a row that a fact is about."""
    return next((part for part in row.parts if part.startswith(f"{fact.level.value}:")), None)
