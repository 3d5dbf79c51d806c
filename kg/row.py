"""Row: one constant situation, about which every fact is one thing or unknown.

A deployment is cut into rows by purpose, group of people, consent, recipient, incident
and segment of time. Inside a row law and facts do not change, so a norm needs no joins.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kg.expression import Value
from kg.truth import TRUE


@dataclass(frozen=True, slots=True)
class Cited:
    """A legal rule that a description names: by its id in the law graph, or in words where it is not *known* there.

    *topic* says what the rule is about, where the fact that names it asks for that.
    """

    source: str
    rank: str | None
    in_force: date | None
    topic: str | None = None
    known: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """What was put on record about one fact, and how."""

    path: str
    value: Value | None
    contested: bool = False
    assumed: bool = False
    assessor: str | None = None
    reasons: str | None = None
    source: str | None = None
    since: date | None = None
    as_of: date | None = None
    contradictory: bool = False
    cited: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One constant situation of one activity.

    *occurs* is the code of whether there was conduct in it at all (see :mod:`kg.truth`):
    known for the segment in which conduct is on record, unknown for one it may not have reached.
    *parts* are the group, consent, recipient and incident it is about, each as ``level:id``;
    *first* and *last* are the days between which it lies, or nothing where it has no such bound.
    """

    id: str
    activity: str
    facts: Mapping[str, Value]
    entries: Mapping[str, Entry]
    occurs: int = TRUE
    parts: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
