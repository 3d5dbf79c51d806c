"""Vocabulary: the only list of what can be said of a deployment.

Each fact has a type, a list of values where it takes its value from one, a question
in both languages, a bearer of proof and someone who controls it. Input types, schemas,
questions and tables are all derived from here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from kg.errors import LawError
from kg.graph import BASE, PF, SKOS, Graph
from kg.text import Text


class Kind(Enum):
    """What values a fact takes."""

    BOOLEAN = "BooleanFact"
    CONCEPT = "ConceptFact"
    CONCEPTS = "ConceptSetFact"
    DATE = "DateFact"
    NUMBER = "NumberFact"
    CITATION = "CitationFact"
    TEXT = "TextFact"


class Level(Enum):
    """What a fact is about."""

    DEPLOYMENT = "deployment"
    ACTIVITY = "activity"
    ACTOR = "actor"
    GROUP = "group"
    CONSENT = "consent"
    RECIPIENT = "recipient"
    INCIDENT = "incident"
    MATTER = "matter"
    DERIVED = "derived"


class Party(Enum):
    """Who must establish something."""

    CLAIMANT = "claimant"
    PROCESSOR = "processor"
    COURT = "court"
    BOTH = "both"
    NOBODY = "nobody"


class Control(Enum):
    """Who can change a fact for the future."""

    DEPLOYER = "deployer"
    CLAIMANT = "claimant"
    NOBODY = "nobody"


class Role(Enum):
    """What the mechanism itself uses a fact for."""

    START = "StartOfConduct"
    END = "EndOfConduct"
    STORAGE = "StorageAfterEnd"
    DAY = "DayOfConduct"
    UNDER_WAY = "UnderWay"
    MATTER = "MatterDescribed"
    SEVERAL = "SeveralActors"
    """The only role that more than one fact may have: each counts another kind of actor."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One value of a list, with the classes it belongs to."""

    iri: str
    code: str
    label: Text
    definition: Text
    classes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement that can be put on record."""

    iri: str
    name: str
    kind: Kind
    level: Level
    label: Text
    definition: Text
    question: Text
    concepts: tuple[Concept, ...]
    scheme: str | None
    evaluative: bool
    bearer: Party
    control: Control
    inherits: bool
    dated: bool
    many: bool
    taken_as: str | None
    role: Role | None
    derived_from: tuple[str, ...]
    counts: str | None
    """The kind of actor of which the fact says whether there are several."""

    said_of: str | None
    """The kind of actor that the fact is about; what is said of an actor of another kind says nothing of it."""
    most: int | None
    """The greatest number that can be said of it, if there is one."""

    order: int

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its values, in order."""
        return tuple(concept.code for concept in self.concepts)

    def concept(self, code: str) -> Concept:
        """Return the value with this code."""
        return next(concept for concept in self.concepts if concept.code == code)


class Vocabulary:
    """All facts by name, and all concepts by name."""

    def __init__(self, graph: Graph) -> None:
        """Read the facts and their values; raises LawError for a fact that is not whole."""
        schemes: dict[str, list[Concept]] = {}
        self.concepts: Mapping[str, Concept] = {iri: _concept(graph, iri) for iri in graph.of_type(SKOS + "Concept")}
        ranked = sorted(self.concepts, key=lambda iri: (_number(graph, iri), iri))
        for iri in ranked:
            for scheme in graph.names(iri, SKOS + "inScheme"):
                schemes.setdefault(scheme, []).append(self.concepts[iri])
        facts = (_fact(graph, iri, kind, schemes) for kind in Kind for iri in graph.of_type(PF + kind.value))
        ordered = sorted(facts, key=lambda fact: (fact.order, fact.name))
        self.facts: Mapping[str, Fact] = {fact.name: fact for fact in ordered}
        self.schemes: Mapping[str, tuple[Concept, ...]] = {name: tuple(group) for name, group in schemes.items()}

    @cached_property
    def by_iri(self) -> Mapping[str, Fact]:
        """All facts by IRI."""
        return {fact.iri: fact for fact in self.facts.values()}

    def members(self, fact: Fact) -> tuple[str, ...]:
        """Return what a fact of several values may hold: codes of its list, or pairs of rank and topic of a rule."""
        if not fact.many:
            return fact.codes
        ranks, topics = (self.schemes.get(f"{BASE}concept/{name}", ()) for name in ("rank", "topic"))
        return tuple(f"{rank.code}/{topic.code}" for rank in ranks for topic in topics)

    def tells(self, kind: str) -> Fact:
        """Return the fact that says of an actor whether it is of a kind; raises LawError if there is none."""
        told = (fact for fact in self.facts.values() if fact.level is Level.ACTOR)
        for fact in told:
            if any(kind in concept.classes for concept in fact.concepts):
                return fact
        message = f"no fact about actors says whether one is of the kind {kind}"
        raise LawError(message)

    def with_role(self, role: Role) -> Fact:
        """Return the fact the mechanism uses in a role; raises LawError if there is not exactly one."""
        found = [fact for fact in self.facts.values() if fact.role is role]
        if len(found) != 1:
            message = f"{len(found)} facts have the role {role.value}; one is needed"
            raise LawError(message)
        return found[0]


def local(iri: str) -> str:
    """Return the last segment of a name."""
    return iri.rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def _number(graph: Graph, iri: str) -> int:
    return int(graph.word(iri, PF + "order") or 0)


def _said(graph: Graph, iri: str, predicate: str) -> Text:
    text = graph.text(iri, predicate)
    if text is None:
        message = f"{iri} has no {local(predicate)} in both languages"
        raise LawError(message)
    return text


def _concept(graph: Graph, iri: str) -> Concept:
    return Concept(
        iri=iri,
        code=graph.word(iri, SKOS + "notation") or local(iri),
        label=_said(graph, iri, SKOS + "prefLabel"),
        definition=_said(graph, iri, SKOS + "definition"),
        classes=frozenset(name for name in graph.names(iri, _TYPE) if name.startswith(BASE)),
    )


def _fact(graph: Graph, iri: str, kind: Kind, schemes: Mapping[str, list[Concept]]) -> Fact:
    scheme = graph.name(iri, PF + "values")
    if (scheme is not None) != (kind in {Kind.CONCEPT, Kind.CONCEPTS}) or (scheme and scheme not in schemes):
        message = f"{iri} needs a list of values exactly if it takes its value from one"
        raise LawError(message)
    role = graph.name(iri, PF + "role")
    level = Level(_code(graph, iri, "level"))
    return Fact(
        iri=iri,
        name=local(iri),
        kind=kind,
        level=level,
        label=_said(graph, iri, SKOS + "prefLabel"),
        definition=_said(graph, iri, SKOS + "definition"),
        question=_said(graph, iri, SKOS + "prefLabel" if level is Level.DERIVED else PF + "question"),
        concepts=tuple(schemes[scheme]) if scheme else (),
        scheme=scheme,
        evaluative=graph.name(iri, PF + "nature") == PF + "Evaluative",
        bearer=Party(_code(graph, iri, "defaultBearer")),
        control=Control(_code(graph, iri, "controlledBy")),
        inherits=_flag(graph, iri, "inherits"),
        dated=_flag(graph, iri, "dated"),
        many=_flag(graph, iri, "many"),
        taken_as=graph.word(iri, PF + "takenAs"),
        role=Role(local(role)) if role else None,
        derived_from=tuple(local(name) for name in graph.names(iri, PF + "derivedFrom")),
        counts=graph.name(iri, PF + "counts"),
        said_of=graph.name(iri, PF + "saidOf"),
        most=graph.number(iri, PF + "most") or None,
        order=_number(graph, iri),
    )


def _code(graph: Graph, iri: str, name: str) -> str:
    target = graph.name(iri, PF + name)
    if target is None:
        message = f"{iri} has no {name}"
        raise LawError(message)
    return graph.word(target, SKOS + "notation") or local(target)


def _flag(graph: Graph, iri: str, name: str) -> bool:
    return graph.word(iri, PF + name) == "true"


_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
