"""Coherence: where a description contradicts itself.

What a coherent description looks like is written as shapes, and a shape is reported only
where it definitely fails: what is not known contradicts nothing. We repair nothing. The
facts a shape concerns count as unknown, the contradiction is reported, and the
assessment goes on.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

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
    """What is so of every description that makes sense, and the facts that count as unknown where it is not."""

    formula: Formula
    concerns: tuple[str, ...]
    message: Text


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Facts that cannot be so together, and the problem to report."""

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
    if message is None or not named or not named <= set(vocabulary.facts):
        error = f"{shape} needs a message in both languages and the facts it concerns"
        raise LawError(error)
    return Coherence(formula, tuple(name for name in vocabulary.facts if name in named), message)


@dataclass(frozen=True, slots=True)
class Judge:
    """Says what is contradictory in one situation, time not yet cut."""

    vocabulary: Vocabulary
    words: Words
    coherences: tuple[Coherence, ...]
    failing: Callable[[Mapping[str, Value]], list[bool]] | None = None
    """Which shapes definitely fail, asked of somebody else; our own evaluation says so by default."""

    def contradictions(self, entries: Mapping[str, Entry]) -> Iterator[Contradiction]:
        """Yield every contradiction among what was stated."""
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
        facts = [self.vocabulary.facts[name] for name in names]
        problem = self.words.problem(
            code,
            entries[names[0]].path,
            Severity.WARNING,
            message=message or "",
            facts=Text(
                ", ".join(f"{fact.label.en} ({fact.name})" for fact in facts),
                "、".join(f"{fact.label.zh}（{fact.name}）" for fact in facts),
            ),
        )
        return Contradiction(tuple(names), problem)


def incident_days(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the facts that say on which day an incident happened."""
    return tuple(
        fact.name for fact in vocabulary.facts.values() if fact.level is Level.INCIDENT and fact.kind is Kind.DATE
    )


def _before(one: Value | None, other: Value | None) -> bool:
    return isinstance(one, date) and isinstance(other, date) and one < other
