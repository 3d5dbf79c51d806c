"""Values: what may be said of one fact, and how it is put on record.

A value stands bare, or in an envelope that says who judged it, why, from which source,
whether it is contested and from which day it holds: ``{"value": true, "from":
"2022-05-01"}``. What nobody said, ``null`` and ``"unknown"`` are the same: unknown.

A fact with several values is a list, and a list leaves nothing out: what it omits is
absent. ``{"present": [...], "absent": [...]}`` says which members are there and which
are not; the rest is absent too where only ``present`` is given, and unknown where
``absent`` is, for whoever says what is missing has not left it to be inferred.
``open`` says so either way.

A citation is ``"none"``, the id of a provision or an instrument of the law graph, or
``{"citation": ..., "rank": ..., "in_force_from": ...}`` in words. A fact that takes many
citations is a list of these, each with the ``topic`` of the rule. Its value holds what
norms ask of it, the pairs ``rank/topic``; the rules themselves stay with the entry. A
rule of unknown rank or topic leaves every pair it may be unknown.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from kg.expression import Citation, Members
from kg.graph import BASE
from kg.intake import DIGITS, Intake, at, shown
from kg.row import Cited, Entry
from kg.vocabulary import Fact, Kind, Role, Vocabulary

UNKNOWN: Final = "unknown"
NONE: Final = "none"
OPEN: Final = "open"
ENVELOPE: Final = ("value", "assessor", "reasons", "source", "contested", "as_of", "from")
MEMBERS: Final = ("present", "absent", "open")
RULE: Final = ("citation", "rank", "in_force_from", "topic")

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def stated(intake: Intake, fact: Fact, given: object, path: str) -> Entry | None:
    """Put on record what is said of one fact, or nothing where that is unknown."""
    if isinstance(given, Mapping) and ("value" in given or not _holds_members(fact)):
        entry = _envelope(intake, fact, given, path)
        given, inner = given.get("value"), at(path, "value")
    else:
        entry, inner = Entry(path, None), path
    if given is None or given == UNKNOWN:
        return None
    entry = replace(_READERS[fact.kind](intake, fact, given, replace(entry, path=inner)), path=path)
    if entry.value is None:
        return None
    _dated(intake, fact, entry)
    return _judged(intake, fact, entry)


def _holds_members(fact: Fact) -> bool:
    """Say whether a bare value of the fact may itself be an object."""
    return fact.kind in {Kind.CONCEPTS, Kind.CITATION}


def known_keys(intake: Intake, node: Mapping[str, object], path: str, allowed: Sequence[str]) -> None:
    """Report every key that has no meaning here."""
    for key in sorted(set(node) - set(allowed)):
        intake.refuse("unknown-key", at(path, key), given=shown(key), hint=intake.hint(key, allowed))


def _envelope(intake: Intake, fact: Fact, node: Mapping[str, object], path: str) -> Entry:
    known_keys(intake, node, path, ENVELOPE)
    if "value" not in node:
        intake.refuse("missing-key", path, name="value")
    contested = node.get("contested")
    if contested is not None and not isinstance(contested, bool):
        intake.expect("boolean", at(path, "contested"), contested)
    since = _maybe_day(intake, node, path, "from")
    if node.get("from") is not None and not (fact.dated and node.get("value") is True):
        intake.refuse("from-without-true", at(path, "from"), fact=fact.label)
    return Entry(
        path=path,
        value=None,
        contested=contested is True,
        assessor=maybe_text(intake, node, path, "assessor"),
        reasons=maybe_text(intake, node, path, "reasons"),
        source=maybe_text(intake, node, path, "source"),
        since=since,
        as_of=_maybe_day(intake, node, path, "as_of"),
    )


def maybe_text(intake: Intake, node: Mapping[str, object], path: str, key: str) -> str | None:
    """Return a text that may be left out, or nothing."""
    given = node.get(key)
    if given is None:
        return None
    if not isinstance(given, str) or not given.strip():
        intake.expect("text", at(path, key), given)
        return None
    return given


def _maybe_day(intake: Intake, node: Mapping[str, object], path: str, key: str) -> date | None:
    return None if node.get(key) is None else _day(intake, node[key], at(path, key))


def _judged(intake: Intake, fact: Fact, entry: Entry) -> Entry:
    """Name the one who judged, the whole description's where the fact has none of its own."""
    if not fact.evaluative:
        return entry
    if entry.assessor is None:
        entry = replace(entry, assessor=intake.assessor, reasons=entry.reasons or intake.reasons)
    if entry.assessor is None:
        intake.note("judgement-unsigned", entry.path, fact=fact.label)
    elif entry.reasons is None:
        intake.note("judgement-unreasoned", entry.path, fact=fact.label, assessor=entry.assessor)
    return entry


def _dated(intake: Intake, fact: Fact, entry: Entry) -> None:
    if fact.dated and entry.value is True and entry.since is None:
        intake.note("undated", entry.path, fact=fact.label)


def _boolean(intake: Intake, _fact: Fact, given: object, entry: Entry) -> Entry:
    if isinstance(given, bool):
        return replace(entry, value=given)
    intake.expect("boolean", entry.path, given)
    return entry


def _concept(intake: Intake, fact: Fact, given: object, entry: Entry) -> Entry:
    if isinstance(given, str):
        return replace(entry, value=_code(intake, fact, given, entry.path))
    intake.expect("code", entry.path, given)
    return entry


def _code(intake: Intake, fact: Fact, given: str, path: str) -> str | None:
    if given in fact.codes:
        return given
    intake.refuse("unknown-value", path, given=shown(given), fact=fact.label, hint=intake.hint(given, fact.codes))
    return None


def _concepts(intake: Intake, fact: Fact, given: object, entry: Entry) -> Entry:
    path = entry.path
    if isinstance(given, Mapping):
        known_keys(intake, given, path, MEMBERS)
        if not set(given) & {"present", "absent"} and given.get("open") is not True:
            intake.refuse("missing-key", path, name="present")
        present = _codes(intake, fact, given.get("present"), at(path, "present"))
        absent = _codes(intake, fact, given.get("absent"), at(path, "absent"))
        unknown = _is_open(intake, given, path)
    elif isinstance(given, list | tuple):
        present, absent, unknown = _codes(intake, fact, given, path), frozenset(), False
    else:
        intake.expect("codes", path, given)
        return entry
    both = present & absent
    if both:
        intake.warn("member-both", path, names=", ".join(sorted(both)), fact=fact.label)
    rest = frozenset() if unknown else frozenset(fact.codes) - present
    return replace(entry, value=Members(present - both, (absent | rest) - both))


def _is_open(intake: Intake, node: Mapping[str, object], path: str) -> bool:
    unknown = node.get("open")
    if unknown is None:
        return node.get("absent") is not None
    if not isinstance(unknown, bool):
        intake.expect("boolean", at(path, "open"), unknown)
    return unknown is True


def _codes(intake: Intake, fact: Fact, given: object, path: str) -> frozenset[str]:
    if given is None:
        return frozenset()
    if not isinstance(given, list | tuple):
        intake.expect("codes", path, given)
        return frozenset()
    found: set[str] = set()
    for number, member in enumerate(given):
        if not isinstance(member, str):
            intake.expect("code", at(path, number), member)
        elif _code(intake, fact, member, at(path, number)):
            found.add(member)
    return frozenset(found)


def _date(intake: Intake, fact: Fact, given: object, entry: Entry) -> Entry:
    if fact.role is Role.END and given == OPEN:
        return replace(entry, value=date.max)
    return replace(entry, value=_day(intake, given, entry.path))


def _day(intake: Intake, given: object, path: str) -> date | None:
    if isinstance(given, date) and not isinstance(given, datetime):
        return given
    if isinstance(given, str) and _DAY.fullmatch(given):
        try:
            return date.fromisoformat(given)
        except ValueError:
            intake.refuse("no-such-day", path, given=shown(given))
            return None
    intake.expect("day", path, given)
    return None


def _number(intake: Intake, fact: Fact, given: object, entry: Entry) -> Entry:
    number = _decimal(given)
    if number is None:
        intake.expect("number", entry.path, given)
    elif number < 0:
        intake.refuse("below-zero", entry.path, given=shown(given))
        number = None
    elif fact.most is not None and number > fact.most:
        intake.refuse("above-most", entry.path, given=shown(given), most=str(fact.most))
        number = None
    return replace(entry, value=number)


def _decimal(given: object) -> Decimal | None:
    """Return a number that is finite and not too long; a fraction is kept as closely as JSON keeps it."""
    if isinstance(given, bool) or not isinstance(given, int | float | Decimal):
        return None
    number = Decimal(given)
    if not number.is_finite() or abs(number) >= 10**DIGITS:
        return None
    whole = number == number.to_integral_value()
    return Decimal(int(number)) if whole else Decimal(repr(float(number))).normalize()


def _text(intake: Intake, _fact: Fact, given: object, entry: Entry) -> Entry:
    if isinstance(given, str) and given.strip():
        return replace(entry, value=given)
    intake.expect("text", entry.path, given)
    return entry


def _citation(intake: Intake, fact: Fact, given: object, entry: Entry) -> Entry:
    if fact.many:
        return _citations(intake, fact, given, entry)
    if given == NONE:
        return replace(entry, value=Citation(None, None))
    rule = _rule(intake, fact, given, entry.path)
    return entry if rule is None else replace(entry, value=Citation(rule.source, rule.rank), cited=(rule,))


def _citations(intake: Intake, fact: Fact, given: object, entry: Entry) -> Entry:
    path, unknown = entry.path, False
    if isinstance(given, Mapping):
        known_keys(intake, given, path, ("present", "open"))
        unknown = _is_open(intake, given, path)
        given, path = given.get("present"), at(path, "present")
    if given == NONE or (given is None and unknown):
        given = []
    if not isinstance(given, list | tuple):
        intake.expect("rules", path, given)
        return entry
    found = [_rule(intake, fact, each, at(path, number)) for number, each in enumerate(given)]
    rules = tuple(dict.fromkeys(rule for rule in found if rule is not None))
    return replace(entry, value=pairs(rules, intake.vocabulary, closed=not unknown), cited=rules)


def _rule(intake: Intake, fact: Fact, given: object, path: str) -> Cited | None:
    node = given if isinstance(given, Mapping) else {"citation": given}
    known_keys(intake, node, path, RULE if fact.many else RULE[:3])
    source = node.get("citation")
    if not isinstance(source, str) or not source.strip():
        intake.expect("rule", path, given)
        return None
    said = Cited(
        source,
        _listed(intake, node, path, "rank"),
        _maybe_day(intake, node, path, "in_force_from"),
        _listed(intake, node, path, "topic"),
        known=False,
    )
    found = intake.citations(source)
    if found is None:
        if node is not given:
            intake.refuse("unknown-rule", path, given=shown(source))
        return said
    if said.rank not in {None, found.rank} or said.in_force not in {None, found.in_force}:
        day = found.in_force.isoformat() if found.in_force else "-"
        intake.refuse("known-rule-differs", path, rule=found.source, rank=found.rank or "-", day=day)
    return replace(found, topic=found.topic or said.topic, known=True)


def _listed(intake: Intake, node: Mapping[str, object], path: str, key: str) -> str | None:
    """Return a code of the list that is named as the key, or nothing."""
    given = node.get(key)
    if given is None or given == UNKNOWN:
        return None
    codes = codes_of(intake.vocabulary, key)
    if given in codes and isinstance(given, str):
        return given
    intake.refuse("unknown-code", at(path, key), given=shown(given), hint=intake.hint(str(given), codes))
    return None


def codes_of(vocabulary: Vocabulary, scheme: str) -> tuple[str, ...]:
    """Return the codes of a list of values, in order."""
    return tuple(concept.code for concept in vocabulary.schemes.get(f"{BASE}concept/{scheme}", ()))


def pairs(rules: Iterable[Cited], vocabulary: Vocabulary, *, closed: bool) -> Members:
    """Return which pairs of rank and topic some rules are of.

    *closed* says that there are no others: then a pair that no rule may be of is absent.
    """
    ranks, topics = codes_of(vocabulary, "rank"), codes_of(vocabulary, "topic")
    present: set[str] = set()
    possible: set[str] = set()
    for rule in rules:
        sure = rule.rank is not None and rule.topic is not None
        (present if sure else possible).update(
            f"{rank}/{topic}"
            for rank in ([rule.rank] if rule.rank else ranks)
            for topic in ([rule.topic] if rule.topic else topics)
        )
    every = {f"{rank}/{topic}" for rank in ranks for topic in topics} if closed else set()
    return Members(frozenset(present), frozenset(every - present - possible))


_READERS: Final[Mapping[Kind, Callable[[Intake, Fact, object, Entry], Entry]]] = {
    Kind.BOOLEAN: _boolean,
    Kind.CONCEPT: _concept,
    Kind.CONCEPTS: _concepts,
    Kind.DATE: _date,
    Kind.NUMBER: _number,
    Kind.CITATION: _citation,
    Kind.TEXT: _text,
}
