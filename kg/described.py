"""Described: a deployment as it was read, and the situations its activities fall into.

A situation is one combination of a group of people, a consent and a recipient within an
activity. What was said of the deployment holds in each unless the activity says
otherwise, and what was said of the activity unless the group, consent or recipient
itself says something. An incident is added to the situation on whose day it falls.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from kg.errors import Problem
from kg.expression import Members
from kg.row import Entry
from kg.text import Text
from kg.vocabulary import Fact, Kind, Level, Vocabulary

LISTS: Final = {
    Level.GROUP: "groups",
    Level.CONSENT: "consents",
    Level.RECIPIENT: "recipients",
    Level.INCIDENT: "incidents",
}
"""The lists an activity has, by what stands in them."""

ROWS: Final = 64
"""How many situations an activity may fall into, with time or without."""

SEVERAL: Final = 2
"""How many are several."""

INHERITED: Final = (Level.DEPLOYMENT, Level.ACTIVITY, Level.ACTOR, Level.GROUP)
"""What the facts of a deployment may be about; they hold for each of its activities."""

Entries = Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class Part:
    """One actor, group of people, consent, recipient or incident.

    A consent may name the *group* that gave it; then it is no other group's.
    """

    id: str
    title: Text
    facts: Entries
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """One processing activity with its own purpose, and who and what takes part in it."""

    id: str
    title: Text
    path: str
    facts: Entries
    parts: Mapping[Level, tuple[Part, ...]]
    actors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deployment:
    """A description as it was read.

    *matter* is the claim it is read for, if one was described; *contradictory* says for a
    situation, by name, which of its facts cannot be so together and count as unknown.
    """

    id: str
    title: Text
    facts: Entries
    actors: tuple[Part, ...]
    activities: tuple[Activity, ...]
    matter: Entries | None
    problems: tuple[Problem, ...] = ()
    contradictory: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Situation:
    """One combination of group, consent, recipient and perhaps incident, time not yet cut."""

    activity: Activity
    parts: tuple[tuple[Level, Part], ...]
    entries: Entries

    @property
    def name(self) -> str:
        """Its activity and its parts."""
        return ".".join((self.activity.id, *(part.id for _, part in self.parts)))


def situations(deployment: Deployment, activity: Activity, vocabulary: Vocabulary) -> Iterator[Situation]:
    """Yield the situations of an activity in the order of the description, no incident in them yet."""
    entries = _whole(deployment, activity, vocabulary)
    for group in activity.parts[Level.GROUP] or (None,):
        consents = [each for each in activity.parts[Level.CONSENT] if group is None or each.group in {None, group.id}]
        for consent in consents or (None,):
            for recipient in activity.parts[Level.RECIPIENT] or (None,):
                chosen = {Level.GROUP: group, Level.CONSENT: consent, Level.RECIPIENT: recipient}
                situation = Situation(activity, (), entries)
                for level, part in chosen.items():
                    situation = joined(situation, level, part, vocabulary)
                yield situation


def joined(situation: Situation, level: Level, part: Part | None, vocabulary: Vocabulary) -> Situation:
    """Return a situation with one part in it, or without the part of that level that the activity has.

    Facts of that level that stand on the activity are about its only such part.
    """
    own, entries = situation.activity.facts, situation.entries
    if part is not None:
        return Situation(situation.activity, (*situation.parts, (level, part)), _over(entries, own, part.facts))
    return without(situation, level, vocabulary) if situation.activity.parts[level] else situation


def without(situation: Situation, level: Level, vocabulary: Vocabulary) -> Situation:
    """Return a situation of which nothing of one level is known."""
    facts = vocabulary.facts
    others = {name: entry for name, entry in situation.entries.items() if facts[name].level is not level}
    return replace(situation, entries=others)


def conflicting(own: Entries, part: Entries) -> tuple[str, ...]:
    """Return the facts on which an activity and a part of it differ."""
    return tuple(
        name
        for name, entry in part.items()
        if name in own and (own[name].value, own[name].since) != (entry.value, entry.since)
    )


def taking_part(deployment: Deployment, activity: Activity) -> tuple[Part, ...]:
    """Return the actors of an activity: those it names, or all of them."""
    if not activity.actors:
        return deployment.actors
    return tuple(actor for actor in deployment.actors if actor.id in activity.actors)


def spoken_of(deployment: Deployment, activity: Activity, fact: Fact, vocabulary: Vocabulary) -> tuple[Part, ...]:
    """Return the actors of an activity whom a fact may be about: all but those known to be of another kind.

    Where one takes part alone, what is said is said of that one.
    """
    actors = taking_part(deployment, activity)
    if fact.said_of is None or len(actors) < SEVERAL:
        return actors
    role = vocabulary.tells(fact.said_of)
    told = ((actor, actor.facts.get(role.name, deployment.facts.get(role.name))) for actor in actors)
    return tuple(actor for actor, entry in told if not _of_another_kind(entry, role, fact.said_of))


def _of_another_kind(entry: Entry | None, role: Fact, kind: str) -> bool:
    if entry is None or entry.contested or entry.contradictory or entry.value is None:
        return False
    return kind not in role.concept(str(entry.value)).classes


def several(deployment: Deployment, activity: Activity, fact: Fact, vocabulary: Vocabulary) -> bool | None:
    """Say whether at least two who take part in an activity are of the kind a fact counts, or nothing where unknown.

    Who is named is everyone who takes part; where nobody is named, nobody has been counted. An actor
    of whom it is not settled what it is may be of any kind.
    """
    source = vocabulary.facts[fact.derived_from[0]]
    counted = {concept.code for concept in source.concepts if fact.counts in concept.classes}
    said = _of_actors(deployment, activity, vocabulary)[source.name]
    settled = [entry and not entry.contested and not entry.contradictory and entry.value for entry in said]
    sure = sum(value in counted for value in settled)
    if sure >= SEVERAL:
        return True
    unsure = sum(not value for value in settled)
    return False if said and sure + unsure < SEVERAL else None


def differing(deployment: Deployment, activity: Activity, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the facts that are not the same of all actors of an activity, and so of no row."""
    said = _of_actors(deployment, activity, vocabulary)
    facts = vocabulary.facts
    return tuple(name for name, entries in said.items() if any(entries) and _together(facts[name], entries) is None)


def _whole(deployment: Deployment, activity: Activity, vocabulary: Vocabulary) -> Entries:
    """Return what holds in every situation of an activity."""
    entries = {**deployment.facts, **activity.facts, **(deployment.matter or {})}
    actors = taking_part(deployment, activity)
    if len(actors) == 1:
        return _over(entries, activity.facts, actors[0].facts)
    for name, said in _of_actors(deployment, activity, vocabulary).items() if actors else ():
        entries.pop(name, None)
        together = _together(vocabulary.facts[name], said)
        if together is not None:
            entries[name] = together
    return entries


def _over(entries: Entries, own: Entries, part: Entries) -> dict[str, Entry]:
    """Return entries with those of a part over them, contradictory where the activity says otherwise."""
    odd = {name: replace(part[name], contradictory=True) for name in conflicting(own, part)}
    return {**entries, **part, **odd}


def _of_actors(deployment: Deployment, activity: Activity, vocabulary: Vocabulary) -> dict[str, list[Entry | None]]:
    """Return for each fact about actors what was said of each whom it may be about."""
    return {
        name: [
            actor.facts.get(name, deployment.facts.get(name))
            for actor in spoken_of(deployment, activity, fact, vocabulary)
        ]
        for name, fact in vocabulary.facts.items()
        if fact.level is Level.ACTOR
    }


def _together(fact: Fact, said: list[Entry | None]) -> Entry | None:
    """Return what is so of those who take part together, or nothing where that is not settled.

    What is so of one of them is so among them; what is so of none must be said of each.
    What one did and what another did is not what either did: of several values all must be
    one actor's own. What takes a single value is so of all alike or of nobody in particular.
    """
    settled = [entry for entry in said if entry is not None and not entry.contested and not entry.contradictory]
    if fact.kind is Kind.BOOLEAN:
        return next((entry for entry in settled if entry.value is True), None) or _alike(said)
    several = [entry.value for entry in settled if isinstance(entry.value, Members)]
    if fact.kind is not Kind.CONCEPTS or not several:
        return _alike(said)
    present = frozenset[str]().union(*(members.present for members in several))
    if all(members.present != present for members in several):
        return None
    everyone = len(several) == len(said)
    absent = several[0].absent.intersection(*(members.absent for members in several)) if everyone else frozenset[str]()
    return replace(settled[0], value=Members(present, absent)) if present or absent else None


def _alike(said: list[Entry | None]) -> Entry | None:
    """Return what was said of all alike, contested if any of it is, or nothing."""
    entries = [entry for entry in said if entry is not None]
    if len(entries) < len(said) or len({entry.value for entry in entries}) != 1:
        return None
    return next((entry for entry in entries if entry.contested), entries[0])
