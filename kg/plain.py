"""Plain: a description that was read, put back into the form it is written in.

Read again, it is the same description, whatever form it came in; so nothing that was
said is lost on the way in. What was inferred is written out: who judged all that names
nobody is named with each judgement.
"""

from datetime import date
from decimal import Decimal

from kg.described import LISTS, Activity, Deployment, Entries, Part
from kg.expression import Members
from kg.row import Cited, Entry
from kg.text import Text
from kg.values import NONE, OPEN
from kg.vocabulary import Fact, Kind, Vocabulary


def plain(deployment: Deployment, vocabulary: Vocabulary) -> dict[str, object]:
    """Return the plain form of a description, as JSON holds it."""
    matter = None if deployment.matter is None else {"facts": _facts(deployment.matter, vocabulary)}
    return {
        **_thing(deployment, vocabulary),
        **_some("actors", [_thing(actor, vocabulary) for actor in deployment.actors]),
        "activities": [_activity(activity, vocabulary) for activity in deployment.activities],
        **({} if matter is None else {"matter": matter}),
    }


def _some(key: str, members: list[object]) -> dict[str, object]:
    return {key: members} if members else {}


def _thing(thing: Deployment | Activity | Part, vocabulary: Vocabulary) -> dict[str, object]:
    facts = _facts(thing.facts, vocabulary)
    group = thing.group if isinstance(thing, Part) else None
    return {
        "id": thing.id,
        "title": _title(thing.title),
        **({} if group is None else {"group": group}),
        **({"facts": facts} if facts else {}),
    }


def _activity(activity: Activity, vocabulary: Vocabulary) -> dict[str, object]:
    parts = {name: [_thing(part, vocabulary) for part in activity.parts[level]] for level, name in LISTS.items()}
    return {
        **_thing(activity, vocabulary),
        **_some("actors", list(activity.actors)),
        **{name: members for name, members in parts.items() if members},
    }


def _title(title: Text) -> object:
    return title.en if title.en == title.zh else {"en": title.en, "zh": title.zh}


def _facts(entries: Entries, vocabulary: Vocabulary) -> dict[str, object]:
    return {name: _stated(vocabulary.facts[name], entry) for name, entry in entries.items()}


def _stated(fact: Fact, entry: Entry) -> object:
    """Return what was said of a fact, in an envelope where more was said than its value."""
    value = _cited(fact, entry) if fact.kind is Kind.CITATION else _value(fact, entry.value)
    said = {
        "assessor": entry.assessor,
        "reasons": entry.reasons,
        "source": entry.source,
        "contested": entry.contested or None,
        "as_of": _day(entry.as_of),
        "from": _day(entry.since),
    }
    more = {key: each for key, each in said.items() if each is not None}
    return {"value": value, **more} if more else value


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _value(fact: Fact, value: object) -> object:
    match value:
        case Members(present, absent):
            return _members(fact, present, absent)
        case date():
            return OPEN if value == date.max else value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case _:
            return value


def _members(fact: Fact, present: frozenset[str], absent: frozenset[str]) -> object:
    """Return the members of a fact in the order of its list of values."""
    there = [code for code in fact.codes if code in present]
    if len(present) + len(absent) == len(fact.codes):
        return there
    return {"present": there, "absent": [code for code in fact.codes if code in absent], "open": True}


def _cited(fact: Fact, entry: Entry) -> object:
    rules = [_rule(rule) for rule in entry.cited]
    if not fact.many:
        return rules[0] if rules else NONE
    closed = isinstance(entry.value, Members) and bool(entry.value.absent)
    return rules if closed else {"present": rules, "open": True}


def _rule(rule: Cited) -> object:
    if rule.known and rule.topic is None:
        return rule.source
    said = {"citation": rule.source, "topic": rule.topic}
    if not rule.known:
        said |= {"rank": rule.rank, "in_force_from": _day(rule.in_force)}
    return {key: each for key, each in said.items() if each is not None}
