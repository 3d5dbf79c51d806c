"""Spoken: a description that a file holds, put as the input takes it.

The inverse of :func:`api.facts.filed`: what is shown of a bundled example or of a case can be
handed back as the next question. Whoever judged is named with each fact that was judged, as
a description that was read says it.
"""

from collections.abc import Mapping
from typing import Final

from api.facts import coded, spoken
from kg.plain import plain
from kg.reasoner import Reasoner
from kg.values import NONE, OPEN
from kg.vocabulary import Kind, Role, Vocabulary

_CODED: Final = ("rank", "topic")


def as_input(description: Mapping[str, object], reasoner: Reasoner) -> dict[str, object]:
    """Return a description as the value of ``DeploymentInput``; raises InputError for one that cannot be read."""
    return _thing(plain(reasoner.read(description), reasoner.vocabulary), reasoner.vocabulary)


def _thing(held: Mapping[str, object], vocabulary: Vocabulary) -> dict[str, object]:
    return {name: _part(name, value, vocabulary) for name, value in held.items()}


def _part(name: str, value: object, vocabulary: Vocabulary) -> object:
    if name == "facts" and isinstance(value, Mapping):
        return {spoken(fact): fact_as_input(fact, said, vocabulary) for fact, said in value.items()}
    if name == "title" and isinstance(value, str):
        return {"en": value, "zh": value}
    if isinstance(value, Mapping) and name != "title":
        return _thing(value, vocabulary)
    if isinstance(value, list):
        return [_thing(each, vocabulary) if isinstance(each, Mapping) else each for each in value]
    return value


def fact_as_input(name: str, said: object, vocabulary: Vocabulary) -> dict[str, object]:
    """Return what a file says of a fact as the input takes it."""
    fact = vocabulary.facts[name]
    envelope = dict(said) if isinstance(said, Mapping) and "value" in said else {"value": said}
    value = envelope.pop("value")
    record = {spoken(key): each for key, each in envelope.items()}
    if fact.kind is Kind.CONCEPTS or fact.many:
        return {**record, **_members(value, rules=fact.many)}
    if value == OPEN and fact.role is Role.END:
        return {**record, "open": True}
    if fact.kind is Kind.CONCEPT and isinstance(value, str):
        value = coded(value)
    elif fact.kind is Kind.CITATION and value is not None:
        value = _rule(value)
    return {**record, "value": value}


def _members(value: object, *, rules: bool) -> dict[str, object]:
    held = value if isinstance(value, Mapping) else {"present": [] if value == NONE else value}
    shape = _rule if rules else lambda each: coded(str(each))
    return {key: [shape(one) for one in each] if isinstance(each, list) else each for key, each in held.items()}


def _rule(value: object) -> dict[str, object]:
    if not isinstance(value, Mapping):
        return {"none": True} if value == NONE else {"provision": value}
    said = {key: coded(str(each)) if key in _CODED else each for key, each in value.items() if each is not None}
    return {"rule": {spoken(key): each for key, each in said.items()}}
