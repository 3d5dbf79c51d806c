"""Site: where in a description the fact of a row stands, or would stand.

A fact of a group, consent, recipient or incident stands with it, a fact of the matter with
the matter, one of an actor with each actor that takes part, and everything else with the
activity. What was said of the whole deployment is said otherwise for one activity by saying
it there. A fact of an incident has no place in a row on which no incident falls.
"""

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from kg.described import LISTS, Activity, Deployment, Part, taking_part
from kg.expression import Citation, Members, Value
from kg.intake import Spot, written
from kg.record import recorded
from kg.row import Row
from kg.values import NONE
from kg.vocabulary import Fact, Kind, Level

_FACTS: Final = "facts"
_ALONE: Final[Mapping[Level, Spot]] = {Level.DEPLOYMENT: (), Level.MATTER: ("matter",)}


@dataclass(frozen=True, slots=True)
class Site:
    """Every spot at which a fact of one row is said: usually one, more for what is said of several actors alike."""

    fact: str
    spots: tuple[Spot, ...]

    @property
    def path(self) -> str:
        """Where it stands, as problems name places."""
        return ", ".join(written(spot) for spot in self.spots)


def site(deployment: Deployment, row: Row, fact: Fact) -> Site | None:
    """Return where a fact of a row is said, or nothing where it has no place."""
    number = next(place for place, each in enumerate(deployment.activities) if each.id == row.activity)
    activity, own = deployment.activities[number], ("activities", number)
    if fact.level in _ALONE:
        return Site(fact.name, ((*_ALONE[fact.level], _FACTS, fact.name),))
    if fact.level is Level.ACTOR:
        named = [each.id for each in taking_part(deployment, activity)]
        actors: list[Spot] = [("actors", place) for place, each in enumerate(deployment.actors) if each.id in named]
        return _among(fact, activity, own, actors, deployment.actors)
    parts = activity.parts.get(fact.level, ())
    held = [place for place, each in enumerate(parts) if f"{fact.level.value}:{each.id}" in row.parts]
    if fact.level is Level.DERIVED or (parts and not held):
        return None
    return _among(fact, activity, own, [(*own, LISTS[fact.level], place) for place in held], parts)


def _among(fact: Fact, activity: Activity, own: Spot, holders: Sequence[Spot], parts: Sequence[Part]) -> Site:
    """Return the spots of a fact that stands with parts, on the activity, or with the only part on both."""
    on_activity = (*own, _FACTS, fact.name)
    spots = [(*holder, _FACTS, fact.name) for holder in holders]
    if not holders:
        return Site(fact.name, (on_activity,))
    if len(holders) == 1 and fact.name in activity.facts:
        part = parts[int(holders[0][-1])]
        return Site(fact.name, (on_activity, *spots) if fact.name in part.facts else (on_activity,))
    return Site(fact.name, tuple(spots))


def edited(description: Mapping[str, object], edits: Sequence[tuple[Site, object]]) -> dict[str, object]:
    """Return a description in which each fact has been said anew; the one given stays as it is."""
    found: dict[str, object] = copy.deepcopy(dict(description))
    for place, said in edits:
        for spot in place.spots:
            _put(found, spot, said)
    return found


def _put(description: dict[str, object], spot: Spot, said: object) -> None:
    holder: object = description
    for step, after in pairwise(spot):
        if isinstance(holder, list) and isinstance(step, int):
            holder = holder[step]
        elif isinstance(holder, dict):
            if holder.get(str(step)) is None and isinstance(after, str):
                holder[str(step)] = {}
            holder = holder[str(step)]
    if isinstance(holder, dict):
        holder[str(spot[-1])] = said


def found_at(description: Mapping[str, object], place: Site) -> object:
    """Return what is written at the first spot of a site, or nothing."""
    holder: object = description
    for step in place.spots[0]:
        if isinstance(holder, list) and isinstance(step, int):
            holder = holder[step]
        elif isinstance(holder, Mapping):
            holder = holder.get(str(step))
        else:
            return None
    return holder


def plainly(fact: Fact, value: Value, rule: str, given: object, pair_of: Callable[[object], str]) -> object:
    """Return a value as a description says it.

    *rule* names a rule that has no name yet. Of the rules *given* until now those stay that go
    with the value; *pair_of* says of which rank and topic each is.
    """
    match value:
        case Members() if fact.kind is Kind.CITATION:
            return _rules(value, rule, given, pair_of)
        case Members(present, absent):
            said = [code for code in fact.codes if code in present]
            missing = [code for code in fact.codes if code in absent]
            if len(said) + len(missing) == len(fact.codes):
                return said
            return {"present": said, **({"absent": missing} if missing else {}), "open": True}
        case Citation(source, rank):
            return NONE if source is None else {"citation": rule, **({"rank": rank} if rank else {})}
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case _:
            return recorded(value)


def _rules(value: Members, rule: str, given: object, pair_of: Callable[[object], str]) -> object:
    listed = given.get("present") if isinstance(given, Mapping) else given
    kept = [each for each in (listed if isinstance(listed, list) else []) if pair_of(each) in value.present]
    there = {pair_of(each) for each in kept}
    for pair in sorted(value.present - there):
        rank, _, topic = pair.partition("/")
        kept.append({"citation": f"{rule} ({pair})", "rank": rank, "topic": topic})
    if value.absent:
        return kept or NONE
    return {"present": kept, "open": True}
