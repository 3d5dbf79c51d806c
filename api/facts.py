"""Facts: the input types, made from the vocabulary.

A description of a deployment is one input object. Each level of it (deployment, activity,
actor, group, consent, recipient, incident, matter) has a type of its own that holds exactly
the facts that may stand there, so a fact nobody knows, or one in the wrong place, is refused
before anything is assessed. What is worked out when a description is read has no field.

How it is done. The facts are known only once the Turtle is read, so the types are made then:
an enumeration from the codes of each list of values, and from a list of fields a class with the
definition that ``strawberry.input`` would have written for it. It is written here because
there are as many types as lists of values, and making each a dataclass would be a tenth of
the time in which the server starts. A type checker sees a plain ``type``, and nothing here
needs to know more: what a client sent is turned back, by :func:`filed`, into the mapping a
file would have held, and :mod:`kg.deployment` reads that. So each attribute is called what it
is called in a file; GraphQL speaks it in its own way.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, dataclass
from datetime import date
from enum import Enum
from types import GenericAlias, new_class
from typing import Final, cast

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.schema_directives import OneOf
from strawberry.types.base import StrawberryObjectDefinition, get_object_definition
from strawberry.types.field import StrawberryField
from strawberry.utils.str_converters import to_camel_case

from kg.graph import BASE
from kg.vocabulary import Fact, Kind, Level, Role, Vocabulary, local

_ID: Final = cast("type", strawberry.ID)
_enum = cast("Callable[[str, Mapping[str, object]], type[Enum]]", Enum)
"""Makes an enumeration whose members are known only at run time."""

_INHERITED: Final = frozenset({Level.DEPLOYMENT, Level.ACTIVITY, Level.ACTOR, Level.GROUP})
_ENTRIES: Final = (Level.GROUP, Level.CONSENT, Level.RECIPIENT, Level.INCIDENT)


def stands(fact: Fact, level: Level) -> bool:
    """Say whether a fact may be stated at a level.

    A deployment may state what holds for all its activities, an activity what holds for its
    only actor, group, consent, recipient or incident.
    """
    if level is Level.DEPLOYMENT:
        return fact.inherits and fact.level in _INHERITED
    if level is Level.ACTIVITY:
        return fact.level in {level, Level.ACTOR, *_ENTRIES}
    return fact.level is level


def spoken(name: str) -> str:
    """Return the name of a fact as GraphQL speaks it.

    >>> spoken("some_fact")
    'someFact'
    """
    return to_camel_case(name)


def spoken_path(path: str) -> str:
    """Return the path of a problem as it stands in the input; what stands in quotes is left alone.

    >>> spoken_path('$.activities[0].facts.some_fact.value')
    '$.activities[0].facts.someFact.value'
    >>> spoken_path('$.facts.some_fact.value.present[0]')
    '$.facts.someFact.present[0]'
    """
    parts = path.split('"')
    for number in range(0, len(parts), 2):
        names = _MEMBERS.sub(r".\1", _RULE.sub(r"\1.rule.\2", parts[number])).split(".")
        parts[number] = ".".join(spoken(name) for name in names)
    return '"'.join(parts)


_MEMBERS: Final = re.compile(r"\.value\.(present|absent|open)\b")
_RULE: Final = re.compile(r"(\.value|\.present\[\d+\])\.(citation|rank|topic|in_force_from)\b")


def coded(code: str) -> str:
    """Return the code of a value as a member of an enumeration is called.

    >>> coded("some-code")
    'SOME_CODE'
    """
    return re.sub(r"\W", "_", code).upper()


def enumeration(name: str, members: Mapping[str, str], says: str) -> type[Enum]:
    """Return an enumeration of codes, each with its description; a member is its code in capitals."""
    values = {coded(code): strawberry.enum_value(code, description=described) for code, described in members.items()}
    return strawberry.enum(_enum(name, values), description=says)


def filed(given: object) -> object:
    """Return what a client sent as a file would hold it; what was left out, or null, is not there."""
    match given:
        case Enum():
            return given.value
        case date():
            return given.isoformat()
        case list():
            return [filed(member) for member in given]
        case str() | int() | float():
            return given
        case _:
            said = {name: filed(value) for name, value in vars(given).items() if value not in _LEFT_OUT}
            return _in_form(said, {each.python_name for each in get_object_definition(given, strict=True).fields})


_LEFT_OUT: Final = (None, strawberry.UNSET)


def _in_form(held: dict[str, object], fields: Collection[str]) -> object:
    """Bring what an input object held into the form of a file; the names of its *fields* say what it is."""
    if "provision" in fields:
        named = held.get("provision") or held.get("rule")
        return "none" if named is None and held.get("none") else named
    if "contested" not in fields:
        return held
    if "present" in fields:
        held["value"] = {name: held.pop(name) for name in ("present", "absent", "open") if name in held} or None
    elif held.pop("open", False):
        held["value"] = [held["value"], "open"] if "value" in held else "open"
    if "from_" in held:
        held["from"] = held.pop("from_")
    return {"value": None, **held}


class _Sent:
    """What a client sent as one input object."""

    def __init__(self, **given: object) -> None:
        """Keep what was given."""
        vars(self).update(given)


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of an input type, under its name in a file."""

    name: str
    kind: type | GenericAlias
    says: str
    required: bool = False


class Inputs:
    """The input types for one vocabulary; *deployment* holds all others."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Make every type that some fact needs, and those that hold them."""
        self._vocabulary = vocabulary
        self._made: dict[str, type] = {}
        self._fields: dict[_Field, StrawberryField] = {}
        self._kinds: dict[object, StrawberryAnnotation] = {}
        self.deployment = self._deployment()

    def _deployment(self) -> type:
        title = _Field("title", self._title(), "What it is called.")
        entries = [
            _Field(f"{level.value}s", _listed(self._entry(level)), f"Each {level.value}, where there are several.")
            for level in _ENTRIES
        ]
        activity = self._type(
            "ActivityInput",
            "One activity, with one purpose.",
            _IDENTIFIER,
            title,
            self._facts(Level.ACTIVITY),
            _Field("actors", _listed(_ID), "The actors that take part, by id, where there are several."),
            *entries,
        )
        matter = self._type("MatterInput", "Who sues, for what, against which pleas.", self._facts(Level.MATTER))
        return self._type(
            "DeploymentInput",
            "A deployment of facial recognition: who runs it, where, for what, on what ground. "
            "What is left out, or null, is unknown and never false.",
            _IDENTIFIER,
            title,
            _Field("assessor", str, "Who judged the evaluative facts, where a fact names nobody."),
            self._facts(Level.DEPLOYMENT),
            _Field("actors", _listed(self._entry(Level.ACTOR)), "Who takes part."),
            _Field("activities", _listed(activity), "What is done, one purpose each.", required=True),
            _Field("matter", matter, "The claim as it is brought, if there is one."),
        )

    def _title(self) -> type:
        languages = [_Field("en", str, "In English."), _Field("zh", str, "In Chinese.")]
        return self._type("TitleInput", "What something is called, in one language or in both.", *languages)

    def _entry(self, level: Level) -> type:
        group = _Field("group", _ID, "The group of people that gave it; each group if left out.")
        return self._type(
            f"{level.value.capitalize()}Input",
            f"One {level.value}, with its own facts.",
            _IDENTIFIER,
            _Field("title", self._title(), "What it is called."),
            *([group] if level is Level.CONSENT else []),
            self._facts(level),
        )

    def _facts(self, level: Level) -> _Field:
        held = [
            _Field(fact.name, self._fact(fact), f"`{fact.name}`: {fact.question.en} {fact.question.zh}")
            for fact in self._vocabulary.facts.values()
            if stands(fact, level)
        ]
        name, says = f"{level.value.capitalize()}FactsInput", f"The facts that may be stated of the {level.value}."
        return _Field("facts", self._type(name, says, *held), "What is so; what is left out is unknown.")

    def _fact(self, fact: Fact) -> type:
        """Return the type of what can be said of a fact, one for all that are alike."""
        if fact.kind in _PLAIN:
            return self._plain(fact)
        if fact.kind is Kind.CITATION:
            return self._cited(fact)
        codes = self._codes(fact.scheme or "")
        if fact.kind is Kind.CONCEPT:
            return self._said(f"{codes.__name__}Fact", "One value of a list.", _value(codes))
        return self._said(f"{codes.__name__}SetFact", "Values of a list.", _present(codes), _absent(codes), _OPEN)

    def _plain(self, fact: Fact) -> type:
        if fact.dated:
            begins = _Field("from_", date, "The day from which it is so.")
            return self._said("DatedFact", "Yes or no, and from which day.", _value(bool), begins)
        if fact.role is Role.END:
            going_on = _Field("open", bool, "It still goes on.")
            return self._said("EndFact", "The last day, or that there is none yet.", _value(date), going_on)
        name, says, kind = _PLAIN[fact.kind]
        return self._said(name, says, _value(kind))

    def _cited(self, fact: Fact) -> type:
        rule = self._rule(several=fact.many)
        if fact.many:
            return self._said("CitationSetFact", "Legal rules.", _present(rule), _OPEN)
        return self._said("CitationFact", "A legal rule, or that there is none.", _value(rule))

    def _rule(self, *, several: bool) -> type:
        """Return the type by which a legal rule is named; one of *several* also has a topic."""
        topic = _Field("topic", self._codes(BASE + "concept/topic"), "What it is about.")
        rule = self._type(
            "TopicalRuleInput" if several else "RuleInput",
            "A legal rule in words.",
            _Field("citation", str, "How it is cited.", required=True),
            _Field("rank", self._codes(BASE + "concept/rank"), "Its place among the sources of law."),
            _Field("in_force_from", date, "The first day on which it is law."),
            *([topic] if several else []),
        )
        none = _Field("none", bool, "There is none.")
        return self._type(
            "NamedRuleInput" if several else "CitationInput",
            "A legal rule: by its id in the law graph, or in words.",
            *([] if several else [none]),
            _Field("provision", _ID, "A provision or an instrument of the law graph."),
            _Field("rule", rule, "A rule that is not in the law graph."),
            one_of=True,
        )

    def _codes(self, scheme: str) -> type[Enum]:
        """Return the enumeration of a list of values."""
        name = "".join(word.capitalize() for word in local(scheme).split("_"))
        if name not in self._made:
            members = {
                concept.code: f"{concept.definition.en} {concept.definition.zh}"
                for concept in self._vocabulary.schemes[scheme]
            }
            self._made[name] = enumeration(name, members, f"The list `{local(scheme)}`.")
        return self._made[name]

    def _said(self, name: str, says: str, *fields: _Field) -> type:
        """Return the type of a fact: its value, and how it came on record."""
        return self._type(f"{name}Input", f"{says} Without a value it is unknown.", *fields, *_RECORD)

    def _type(self, name: str, says: str, *fields: _Field, one_of: bool = False) -> type:
        """Return the input type of this name, made when it is first asked for."""
        if name not in self._made:
            self._made[name] = made = new_class(name, (_Sent,))
            definition = StrawberryObjectDefinition(
                name=name,
                is_input=True,
                is_interface=False,
                origin=made,
                description=says,
                interfaces=[],
                extend=False,
                directives=[OneOf()] if one_of else [],
                is_type_of=None,
                resolve_type=None,
                fields=[self._field(each) for each in fields],
            )
            setattr(made, "__strawberry_definition__", definition)  # noqa: B010 - the class is known at run time only
        return self._made[name]

    def _field(self, each: _Field) -> StrawberryField:
        """Return a field, one for all types that have it."""
        if each not in self._fields:
            self._fields[each] = StrawberryField(
                python_name=each.name,
                graphql_name="from" if each.name == "from_" else None,
                type_annotation=self._kind(each.kind if each.required else each.kind | None),
                description=each.says,
                default=MISSING if each.required else strawberry.UNSET,
            )
        return self._fields[each]

    def _kind(self, kind: object) -> StrawberryAnnotation:
        """Return the type of a field, one for all fields that are alike."""
        if kind not in self._kinds:
            self._kinds[kind] = StrawberryAnnotation(kind)
        return self._kinds[kind]


def _value(kind: type) -> _Field:
    return _Field("value", kind, "What is so; null is unknown.")


def _present(kind: type) -> _Field:
    return _Field("present", _listed(kind), "Those that are there.")


def _absent(kind: type) -> _Field:
    return _Field("absent", _listed(kind), "Those that are not there.")


def _listed(kind: type) -> GenericAlias:
    return GenericAlias(list, (kind,))


_IDENTIFIER: Final = _Field("id", _ID, "Its name in this description: letters, digits, dots, dashes.", required=True)
_OPEN: Final = _Field(
    "open",
    bool,
    "Whether those not named are unknown. If it is left out they are unknown where `absent` is given, "
    "and not there where it is not.",
)
_PLAIN: Final[Mapping[Kind, tuple[str, str, type]]] = {
    Kind.BOOLEAN: ("BooleanFact", "Yes or no.", bool),
    Kind.DATE: ("DateFact", "A day.", date),
    Kind.NUMBER: ("NumberFact", "A number not below zero.", float),
    Kind.TEXT: ("TextFact", "Told in words.", str),
}
_RECORD: Final = (
    _Field("contested", bool, "The other side denies it; it then counts as unknown."),
    _Field("assessor", str, "Who judged it."),
    _Field("reasons", str, "Why it was judged so."),
    _Field("source", str, "Where it is taken from."),
    _Field("as_of", date, "The day on which it was looked at."),
)
