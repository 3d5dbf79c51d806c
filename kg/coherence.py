"""Coherence: where a description contradicts itself.

What a coherent description looks like is written as shapes, and a shape is reported only
where it definitely fails: what is not known contradicts nothing. We repair nothing. The
facts a shape concerns count as unknown, the contradiction is reported, and the
assessment goes on. A shape of severity ``sh:Info`` says what is worth knowing of a
description; where it fails, that is remarked and nothing changes.

Source: SHACL (W3C, 2017), section 2.1.4, on severity.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from kg.errors import LawError, Problem, Severity
from kg.expression import Formula, Value, evaluate
from kg.graph import PF, SH, Graph
from kg.row import Entry
from kg.text import Text
from kg.truth import FALSE
from kg.vocabulary import Kind, Level, Role, Vocabulary, local
from kg.words import Words


@dataclass(frozen=True, slots=True)
class Coherence:
    """What is so of every description that makes sense, and the facts that count as unknown where it is not.

    Where it is a note only, the facts are those it speaks of.
    """

    formula: Formula
    concerns: tuple[str, ...]
    message: Text
    severity: Severity


SEVERITIES: Final = {SH + "Warning": Severity.WARNING, SH + "Info": Severity.NOTE}
"""What a shape about descriptions may be, by the severity it gives."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Facts that cannot be so together, and the problem to report; of a remark, no facts."""

    facts: tuple[str, ...]
    problem: Problem


def coherences(formulas: Mapping[str, Formula], graph: Graph, vocabulary: Vocabulary) -> tuple[Coherence, ...]:
    """Read what the shapes behind *formulas* say beside their condition.

    Raises LawError for a shape without a message in both languages or facts it concerns.
    """
    return tuple(_coherence(shape, formulas[shape], graph, vocabulary) for shape in sorted(formulas))


def _coherence(shape: str, formula: Formula, graph: Graph, vocabulary: Vocabulary) -> Coherence:
    message = graph.text(shape, SH + "message")
    named = {local(name) for name in graph.names(shape, PF + "concerns")}
    given = graph.names(shape, SH + "severity")
    severity = next((each for iri, each in SEVERITIES.items() if iri in given), Severity.WARNING)
    if message is None or not named or not named <= set(vocabulary.facts):
        error = f"{shape} needs a message in both languages and the facts it concerns"
        raise LawError(error)
    return Coherence(formula, tuple(name for name in vocabulary.facts if name in named), message, severity)


@dataclass(frozen=True, slots=True)
class Judge:
    """Says what is contradictory in one situation, time not yet cut."""

    vocabulary: Vocabulary
    words: Words
    coherences: tuple[Coherence, ...]
    failing: Callable[[Mapping[str, Value]], list[bool]] | None = None
    """Which shapes definitely fail, asked of somebody else; our own evaluation says so by default."""

    def contradictions(self, entries: Mapping[str, Entry]) -> Iterator[Contradiction]:
        """Yield every contradiction among what was stated, and what is to be remarked of it."""
        facts = self.settled(entries)
        yield from self._order(entries, facts)
        failing = (
            self.failing(facts)
            if self.failing
            else [evaluate(each.formula, facts) == FALSE for each in self.coherences]
        )
        for each, fails in zip(self.coherences, failing, strict=True):
            stated = [name for name in each.concerns if name in entries]
            if stated and fails:
                if each.severity is Severity.NOTE:
                    yield Contradiction((), self._said("remark", entries, stated, each.message, Severity.NOTE))
                else:
                    yield self._found("contradiction", entries, stated, each.message)

    def settled(self, entries: Mapping[str, Entry]) -> dict[str, Value]:
        """Return what is on record and the same at all times."""
        return {name: value for name, entry in entries.items() if (value := self._settled(name, entry)) is not None}

    def _settled(self, name: str, entry: Entry) -> Value | None:
        """Return the value of a fact that is the same at all times, or nothing."""
        varies = entry.contested or entry.contradictory or self.vocabulary.facts[name].dated
        return None if varies else entry.value

    def _order(self, entries: Mapping[str, Entry], facts: Mapping[str, Value]) -> Iterator[Contradiction]:
        """Compare days with one another, which no shape of ours can say."""
        start, end, kept = (self.vocabulary.with_role(role).name for role in (Role.START, Role.END, Role.STORAGE))
        if _before(facts.get(end), facts.get(start)):
            yield self._found("end-before-start", entries, [start, end])
        for fact in incident_days(self.vocabulary):
            if _before(facts.get(fact), facts.get(start)):
                yield self._found("incident-before-start", entries, [start, fact])
            if _before(facts.get(end), facts.get(fact)) and facts.get(kept) is False:
                yield self._found("incident-after-end", entries, [end, kept, fact])

    def _found(
        self, code: str, entries: Mapping[str, Entry], names: list[str], message: Text | None = None
    ) -> Contradiction:
        return Contradiction(tuple(names), self._said(code, entries, names, message or Text("", ""), Severity.WARNING))

    def _said(
        self, code: str, entries: Mapping[str, Entry], names: list[str], message: Text, severity: Severity
    ) -> Problem:
        facts = [self.vocabulary.facts[name] for name in names]
        return self.words.problem(
            code,
            entries[names[0]].path,
            severity,
            message=message,
            facts=Text(
                ", ".join(f"{fact.label.en} ({fact.name})" for fact in facts),
                "、".join(f"{fact.label.zh}（{fact.name}）" for fact in facts),
            ),
        )


def incident_days(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the facts that say on which day an incident happened."""
    return tuple(
        fact.name for fact in vocabulary.facts.values() if fact.level is Level.INCIDENT and fact.kind is Kind.DATE
    )


def _before(one: Value | None, other: Value | None) -> bool:
    return isinstance(one, date) and isinstance(other, date) and one < other
