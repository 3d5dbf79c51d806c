"""Deployment: the description of one is read whole or not at all.

Each fact has its place. What is true of every activity may stand once on the deployment;
what is true of a group of people, a consent, a recipient or an incident stands with it,
or on the activity while there is only one. Consents, recipients and incidents never pass
from the deployment to its activities, for one tick is not consent to every purpose. What
is concluded is never stated: conclusions are ours to draw.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from kg.coherence import Judge, coherences
from kg.described import (
    INHERITED,
    LISTS,
    ROWS,
    Activity,
    Deployment,
    Entries,
    Part,
    Situation,
    conflicting,
    differing,
    joined,
    situations,
    taking_part,
)
from kg.errors import Problem
from kg.expression import Formula
from kg.graph import BASE, Graph
from kg.intake import Intake, at, measured, refuse_all, shown
from kg.row import Cited
from kg.text import Text
from kg.values import known_keys, maybe_text, stated
from kg.vocabulary import Fact, Level, Vocabulary
from kg.words import Words

__all__ = ["Activity", "Cited", "Deployment", "Part", "read"]

ACTIVITIES: Final = 100
"""How many activities one description may have."""

_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_TERM: Final = re.compile(r"(?!fact:)[a-z][a-z0-9-]*:[A-Za-z0-9].*", re.DOTALL)
_CONCLUDED: Final = frozenset(
    {"assessment", "concluded", "conclusions", "finding", "findings", "presumed", "proof", "status", "verdict"}
)

Node = Mapping[str, object]


def read(  # noqa: PLR0913, PLR0917 - what a description is read against, each thing by itself
    description: Node,
    vocabulary: Vocabulary,
    words: Words,
    citations: Callable[[str], Cited | None],
    shapes: Mapping[str, Formula] | None = None,
    graph: Graph | None = None,
) -> Deployment:
    """Read a description.

    *citations* resolves the id or the name of a provision or an instrument of the law graph.
    *shapes* say by name, in *graph*, what a coherent description looks like. Raises
    InputError with every violation at once; warnings and notes stay with the deployment.
    """
    refuse_all(measured(description, words), words)
    intake = Intake(vocabulary, words, citations)
    deployment = _deployment(intake, description)
    _compare(intake, deployment)
    judge = Judge(vocabulary, words, coherences(shapes, graph, vocabulary) if shapes and graph else ())
    problems, contradictory = judged(deployment, vocabulary, judge) if intake.sound else ((), {})
    return replace(deployment, problems=(*intake.verdict(), *problems), contradictory=contradictory)


def _deployment(intake: Intake, given: object) -> Deployment:
    node = _object(intake, given, "$")
    _keys(intake, node, "$", ("id", "title", "assessor", "facts", "actors", "activities", "matter"))
    identifier = _identifier(intake, node, "$")
    intake.assessor, intake.reasons = _assessor(intake, node)
    actors = _parts(intake, node, "$", Level.ACTOR)
    return Deployment(
        id=identifier,
        title=_title(intake, node, "$", identifier),
        facts=_facts(intake, node, "$", INHERITED),
        actors=actors,
        activities=_activities(intake, node.get("activities"), actors),
        matter=_matter(intake, node),
    )


def _assessor(intake: Intake, node: Node) -> tuple[str | None, str | None]:
    """Return who judged everything that does not say who judged it, and why."""
    given = node.get("assessor")
    if not isinstance(given, Mapping):
        return maybe_text(intake, node, "$", "assessor"), None
    known_keys(intake, given, "$.assessor", ("name", "reasons"))
    if "name" not in given:
        intake.refuse("missing-key", "$.assessor", name="name")
    return maybe_text(intake, given, "$.assessor", "name"), maybe_text(intake, given, "$.assessor", "reasons")


def _matter(intake: Intake, node: Node) -> Entries | None:
    if node.get("matter") is None:
        return None
    matter = _object(intake, node["matter"], "$.matter")
    _keys(intake, matter, "$.matter", ("facts",))
    return _facts(intake, matter, "$.matter", (Level.MATTER,))


def _activities(intake: Intake, given: object, actors: tuple[Part, ...]) -> tuple[Activity, ...]:
    members = _list(intake, given, "$.activities")
    if not members and (given is None or isinstance(given, list | tuple)):
        intake.refuse("no-activity", "$.activities")
    if len(members) > ACTIVITIES:
        intake.refuse("too-many-activities", "$.activities", given=str(len(members)), limit=str(ACTIVITIES))
        return ()
    found = [_activity(intake, member, at("$.activities", place), actors) for place, member in enumerate(members)]
    _unique(intake, [activity.id for activity in found], "$.activities")
    return tuple(found)


def _activity(intake: Intake, given: object, path: str, actors: tuple[Part, ...]) -> Activity:
    node = _object(intake, given, path)
    _keys(intake, node, path, ("id", "title", "facts", "actors", *LISTS.values()))
    identifier = _identifier(intake, node, path)
    named = _named(intake, node, path, actors)
    parts = {level: _parts(intake, node, path, level) for level in LISTS}
    groups = [group.id for group in parts[Level.GROUP]]
    for place, consent in enumerate(parts[Level.CONSENT]):
        if consent.group is not None:
            _reference(intake, consent.group, at(at(at(path, "consents"), place), "group"), groups)
    single = [level for level, members in (*parts.items(), (Level.ACTOR, named or actors)) if len(members) <= 1]
    return Activity(
        id=identifier,
        title=_title(intake, node, path, identifier),
        path=path,
        facts=_facts(intake, node, path, (Level.ACTIVITY, *single)),
        parts=parts,
        actors=named,
    )


def _named(intake: Intake, node: Node, path: str, actors: tuple[Part, ...]) -> tuple[str, ...]:
    """Return the actors that an activity names, each an id of one of the deployment's."""
    path = at(path, "actors")
    known = [actor.id for actor in actors]
    members = _list(intake, node.get("actors"), path)
    found = [each for place, each in enumerate(members) if _reference(intake, each, at(path, place), known)]
    return tuple(dict.fromkeys(str(each) for each in found))


def _reference(intake: Intake, given: object, path: str, known: Sequence[str]) -> bool:
    if not isinstance(given, str):
        intake.expect("text", path, given)
    elif given not in known:
        intake.refuse("unknown-reference", path, given=shown(given), hint=intake.hint(given, known))
    return isinstance(given, str) and given in known


def _parts(intake: Intake, node: Node, path: str, level: Level) -> tuple[Part, ...]:
    name = LISTS.get(level, "actors")
    path = at(path, name)
    members = _list(intake, node.get(name), path)
    found = [_part(intake, member, at(path, place), level) for place, member in enumerate(members)]
    _unique(intake, [part.id for part in found], path)
    return tuple(found)


def _part(intake: Intake, given: object, path: str, level: Level) -> Part:
    node = _object(intake, given, path)
    group = ("group",) if level is Level.CONSENT else ()
    _keys(intake, node, path, ("id", "title", "facts", *group))
    identifier = _identifier(intake, node, path)
    return Part(
        id=identifier,
        title=_title(intake, node, path, identifier),
        facts=_facts(intake, node, path, (level,)),
        group=maybe_text(intake, node, path, "group") if group else None,
    )


def _facts(intake: Intake, node: Node, path: str, levels: Sequence[Level]) -> Entries:
    """Read the facts of one place, which may be about these levels and no others."""
    path = at(path, "facts")
    given = {} if node.get("facts") is None else _object(intake, node["facts"], path)
    facts = intake.vocabulary.facts
    for key in sorted(set(given) - set(facts)):
        if not _concluded(intake, key, at(path, key)):
            hint = intake.hint(key.removeprefix("fact:"), list(facts))
            intake.refuse("unknown-fact", at(path, key), given=shown(key), hint=hint)
    found = {}
    for fact in facts.values():
        if fact.name in given and _in_place(intake, fact, at(path, fact.name), levels):
            entry = stated(intake, fact, given[fact.name], at(path, fact.name))
            if entry is not None:
                found[fact.name] = entry
    return found


def _in_place(intake: Intake, fact: Fact, path: str, levels: Sequence[Level]) -> bool:
    if fact.level is Level.DERIVED:
        intake.refuse("derived-fact", path, fact=fact.label, sources=", ".join(fact.derived_from))
    elif fact.level not in levels or (levels is INHERITED and not fact.inherits):
        intake.refuse("misplaced-fact", path, fact=fact.label, place=intake.words(f"place-{fact.level.value}"))
    else:
        return True
    return False


def _keys(intake: Intake, node: Node, path: str, allowed: Sequence[str]) -> None:
    """Report every key that does not belong here, saying where it would."""
    for key in sorted(set(node) - set(allowed)):
        fact = intake.vocabulary.facts.get(key)
        if fact is not None:
            place = intake.words(f"place-{fact.level.value}")
            intake.refuse("fact-as-key", at(path, key), fact=fact.label, place=place)
        elif not _concluded(intake, key, at(path, key)):
            intake.refuse("unknown-key", at(path, key), given=shown(key), hint=intake.hint(key, allowed))


def _concluded(intake: Intake, key: str, path: str) -> bool:
    """Report a key that would state a conclusion or touch the law; say whether it was one."""
    conclusion = key in _CONCLUDED or key.startswith(BASE) or bool(_TERM.fullmatch(key))
    if conclusion or intake.citations(key) is not None:
        intake.refuse("asserted-conclusion", path, given=shown(key))
        return True
    return False


def _object(intake: Intake, given: object, path: str) -> Node:
    if isinstance(given, Mapping):
        return given
    intake.expect("object", path, given)
    return {}


def _list(intake: Intake, given: object, path: str) -> Sequence[object]:
    if given is None or isinstance(given, list | tuple):
        return given or ()
    intake.expect("list", path, given)
    return ()


def _identifier(intake: Intake, node: Node, path: str) -> str:
    given = node.get("id")
    if given is None:
        intake.refuse("missing-key", path, name="id")
    elif not isinstance(given, str) or not _ID.fullmatch(given):
        intake.refuse("bad-id", at(path, "id"), given=shown(given))
    else:
        return given
    return ""


def _title(intake: Intake, node: Node, path: str, default: str) -> Text:
    given = node.get("title")
    if isinstance(given, Mapping):
        path = at(path, "title")
        known_keys(intake, given, path, ("en", "zh"))
        english, chinese = (maybe_text(intake, given, path, key) for key in ("en", "zh"))
        return Text(english or chinese or default, chinese or english or default)
    said = maybe_text(intake, node, path, "title") or default
    return Text(said, said)


def _unique(intake: Intake, ids: Sequence[str], path: str) -> None:
    for place, identifier in enumerate(ids):
        if identifier and identifier in ids[:place]:
            intake.refuse("duplicate-id", at(at(path, place), "id"), given=shown(identifier))


def _compare(intake: Intake, deployment: Deployment) -> None:
    """Report where an activity and a part of it, or its actors among themselves, differ."""
    for activity in deployment.activities:
        actors = taking_part(deployment, activity)
        single = [parts[0] for parts in (*activity.parts.values(), actors) if len(parts) == 1]
        for part in single:
            for name in conflicting(activity.facts, part.facts):
                label, other = intake.vocabulary.facts[name].label, part.facts[name].path
                intake.warn("said-twice", activity.facts[name].path, fact=label, other=other)
        names = differing(deployment, activity, intake.vocabulary)
        if names:
            labels = [intake.vocabulary.facts[name].label for name in names]
            facts = Text(", ".join(label.en for label in labels), "、".join(label.zh for label in labels))
            intake.note("actors-differ", at(activity.path, "actors"), facts=facts)
        every = _with_incidents(deployment, activity, intake.vocabulary)
        if sum(1 for _ in islice(every, ROWS + 1)) > ROWS:
            intake.refuse("too-many-rows", activity.path, limit=str(ROWS))


def _with_incidents(deployment: Deployment, activity: Activity, vocabulary: Vocabulary) -> Iterator[Situation]:
    for situation in situations(deployment, activity, vocabulary):
        for incident in activity.parts[Level.INCIDENT] or (None,):
            yield joined(situation, Level.INCIDENT, incident, vocabulary)


def judged(
    deployment: Deployment, vocabulary: Vocabulary, judge: Judge
) -> tuple[tuple[Problem, ...], dict[str, frozenset[str]]]:
    """Return the contradictions in every situation: each problem once, and the facts that count as unknown."""
    problems: dict[Problem, None] = {}
    facts: dict[str, frozenset[str]] = {}
    for activity in deployment.activities:
        bare = (joined(each, Level.INCIDENT, None, vocabulary) for each in situations(deployment, activity, vocabulary))
        for situation in (*_with_incidents(deployment, activity, vocabulary), *bare):
            for found in judge.contradictions(situation.entries):
                problems[found.problem] = None
                if found.facts:
                    facts[situation.name] = facts.get(situation.name, frozenset()) | set(found.facts)
    return tuple(problems), facts
