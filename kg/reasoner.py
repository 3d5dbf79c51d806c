"""Reasoner: the law loaded once, ready to answer for any description.

Plans are built when a choice of readings is first asked for and kept; everything after
that is pure. One reasoner may serve many threads.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import Final

from kg.assessment import ActivityTitle, Assessment, Question, find
from kg.coherence import SEVERITIES
from kg.compile import Compiler
from kg.deployment import Cited, Deployment, read
from kg.errors import NotFoundError
from kg.expression import Formula
from kg.graph import PF, SH, Graph, Sources, cache_folder, closed, home
from kg.law import Law, long, short
from kg.plan import Plan
from kg.row import Row
from kg.rows import expand
from kg.shapes import Shapes
from kg.vocabulary import Role, Vocabulary, local
from kg.words import Words, bundled_words

KEPT: Final = 256
"""How many plans are kept; a choice of readings beyond that is built anew."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How a description is to be assessed: the profile, single readings, and the day that closes open conduct."""

    profile: str = "balanced"
    readings: tuple[tuple[str, str], ...] = ()
    on: date | None = None


class Reasoner:
    """The law, its words and its plans."""

    def __init__(self, sources: Sources, cache: Path | None = None) -> None:
        """Load the law; raises LawError for anything in it that is not whole."""
        self.sources = sources
        self.edition = sources.digest()
        self.graph: Graph = closed(sources, cache)
        self.vocabulary = Vocabulary(self.graph)
        self.words = Words(self.graph)
        self.law = Law(self.graph)
        shapes = Shapes(self.graph, self.vocabulary)
        self.formulas: Mapping[str, Formula] = {shape: shapes.formula(shape) for shape in condition_shapes(self.law)}
        self.coherence: Mapping[str, Formula] = {
            shape: shapes.formula(shape)
            for severity in SEVERITIES
            for shape in self.graph.subjects(SH + "severity", severity)
        }
        self._plans: dict[frozenset[str], Plan] = {}

    def plan(self, options: frozenset[str]) -> Plan:
        """Return the law under a choice of readings."""
        plan = self._plans.get(options)
        if plan is None:
            plan = Compiler(self.law, self.vocabulary, self.words, self.formulas, options).plan()
            if len(self._plans) >= KEPT:
                self._plans.clear()
            self._plans[options] = plan
        return plan

    def read(self, description: Mapping[str, object]) -> Deployment:
        """Read a description; raises InputError with every problem in it."""
        return read(description, self.vocabulary, self.words, self.cited, self.coherence, self.graph)

    def cited(self, name: str) -> Cited | None:
        """Return rank, first day and topic, as far as it has one, of a provision or instrument, or nothing."""
        identifier = short(name) if name.startswith("http") else name
        provision = self.law.provisions.get(identifier)
        instrument = self.law.instruments.get(provision.instrument if provision else identifier)
        if instrument is None:
            return None
        day = date.fromisoformat(instrument.in_force) if instrument.in_force else None
        topic = self.graph.name(long(identifier), PF + "topic")
        return Cited(identifier, instrument.rank, day, local(topic) if topic else None)

    def assess(self, deployment: Deployment, asked: Asked | None = None) -> Assessment:
        """Assess a description.

        Raises NotFoundError for a profile or reading that does not exist, InputError if the
        description falls into too many situations.
        """
        asked = asked or Asked()
        options = self.law.options(asked.profile, dict(asked.readings))
        plan = self.plan(options)
        rows = self.rows(deployment, plan, asked.on)
        conduct = tuple(self.vocabulary.with_role(role).name for role in (Role.START, Role.END, Role.STORAGE))
        under_way = self.vocabulary.with_role(Role.UNDER_WAY).name
        question = Question(plan, partial(self._others, options), lambda: self.everything, rows, conduct, under_way)
        findings, provers = find(self.law, question)
        return Assessment(
            deployment=deployment.id,
            title=deployment.title,
            activities=tuple(ActivityTitle(activity.id, activity.title) for activity in deployment.activities),
            edition=self.edition,
            on=asked.on,
            options=options,
            findings=findings,
            problems=deployment.problems,
            rows=rows,
            _provers=provers,
            _words=self.words,
            described=deployment,
        )

    def rows(self, deployment: Deployment, plan: Plan, on: date | None = None) -> tuple[Row, ...]:
        """Return the situations and times of a description; raises InputError if there are too many."""
        return expand(deployment, self.vocabulary, self.words, plan.cuts, on)

    @cached_property
    def everything(self) -> Plan:
        """The law under all readings at once, the choice being left to the row."""
        every = frozenset(option.id for reading in self.law.readings.values() for option in reading.options)
        return Compiler(self.law, self.vocabulary, self.words, self.formulas, every, free=True).plan()

    def _others(self, options: frozenset[str]) -> tuple[tuple[str, str, frozenset[str]], ...]:
        """Return the choices of readings that differ from one in a single reading."""
        found = []
        for code, reading in self.law.readings.items():
            ids = {option.id for option in reading.options}
            for option in reading.options:
                if option.id not in options:
                    found.append((code, option.code, options - ids | {option.id}))  # noqa: PERF401
        return tuple(found)


def condition_shapes(law: Law) -> list[str]:
    """Return every shape a norm, an indicator or a defeat names, in order."""
    named = {norm.condition for norm in law.norms.values()}
    named |= {indicator.condition for indicator in law.indicators.values()}
    named |= {defeat.under for defeat in law.defeats.values() if defeat.under}
    return sorted(named)


def load(*folders: Path, cache: Path | None = None) -> Reasoner:
    """Load the bundled law, and the law in each further folder beside it.

    Raises LawError for anything in it that is not whole, NotFoundError for a folder that is not there.
    """
    for folder in folders:
        if not folder.is_dir():
            raise NotFoundError(bundled_words()("no-folder", name=str(folder)))
    return Reasoner(Sources.read(home(), *folders), cache or cache_folder())


def digest(content: bytes) -> str:
    """Return the SHA-256 of some bytes."""
    return hashlib.sha256(content).hexdigest()
