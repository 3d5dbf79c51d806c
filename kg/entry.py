"""Entry: a node of the law graph as search sees it, with words in several places, and how it is found."""

from dataclasses import dataclass
from enum import Enum

from kg.text import Text


class NodeKind(Enum):
    """What a node of the law graph is."""

    INSTRUMENT = "instrument"
    PROVISION = "provision"
    NORM = "norm"
    INDICATOR = "indicator"
    DEFEAT = "defeat"
    READING = "reading"
    OPTION = "option"
    FACT = "fact"
    CONCEPT = "concept"
    DECISION = "decision"
    CORRESPONDENCE = "correspondence"
    SUMMARY = "summary"
    STATEMENT = "statement"
    OUTCOME = "outcome"
    METHOD = "method"
    EXAMPLE = "example"


class Place(Enum):
    """Where in an entry a word stands."""

    LABEL = "label"
    HEADING = "heading"
    QUESTION = "question"
    DEFINITION = "definition"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found: its id, its kind, what it says in which place, what else it is called."""

    id: str
    kind: NodeKind
    says: tuple[tuple[Place, Text], ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry that was found: how well it answers, and where the best part of the answer stands."""

    id: str
    kind: NodeKind
    score: float
    place: Place
    excerpt: str
