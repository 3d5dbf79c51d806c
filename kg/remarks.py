"""Remarks: the kinds of things that stand around the law, each read whole from the graph."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from kg.errors import LawError
from kg.graph import PF, SKOS, Graph
from kg.law import short
from kg.text import Text
from kg.vocabulary import Concept, Vocabulary, local


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter that a court decided or an authority took up, as far as reports tell."""

    id: str
    label: Text
    definition: Text
    forum: Text
    happened: str | None
    decided: str | None
    facts: Text
    holding: Text
    note: Text | None
    turns_on: tuple[str, ...]
    source: Concept
    agreement: Concept
    described_as: str | None


@dataclass(frozen=True, slots=True)
class Correspondence:
    """A relation between what two instruments say, or the lack of one."""

    id: str
    label: Text
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    instruments: tuple[str, ...]
    relation: Concept
    reason: Text


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a summary says of an instrument or leaves unsaid, held against the text."""

    id: str
    label: Text
    definition: Text
    note: Text | None
    summary: str
    renders: tuple[str, ...]
    passes_over: tuple[str, ...]
    fidelity: tuple[Concept, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """An account of an instrument by somebody else, without authority."""

    id: str
    label: Text
    definition: Text
    note: Text | None
    instrument: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a commitment or of one part of it."""

    id: str
    label: Text
    definition: Text
    commitment: str
    fulfilment: Concept
    day: str | None
    instruments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """The occasion by which a commitment was to be kept, and its time."""

    occasion: Text
    day: str


@dataclass(frozen=True, slots=True)
class Method:
    """A question on which the law is read in one way throughout, with the reason."""

    id: str
    code: str
    label: Text
    definition: Text
    reason: Text | None
    concerns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """How far a statement about the law was checked, and what remains to be said of that."""

    verification: Concept | None
    whole: bool
    """Whether it was checked as far as can be."""

    remark: Text | None


T = TypeVar("T", Matter, Correspondence, Statement, Summary, Outcome, Method)


class Remarks:
    """Reads remarks from the graph; each method raises LawError for a node that is not whole."""

    def __init__(self, graph: Graph, vocabulary: Vocabulary) -> None:
        """Keep the graph, and the lists from which values are taken."""
        self._graph, self._vocabulary = graph, vocabulary

    def every(self, kind: str, read: Callable[[str], T]) -> dict[str, T]:
        """Return everything of a class by id, read so; raises LawError for what is not whole."""
        graph = self._graph
        names = sorted(graph.of_type(PF + kind), key=lambda iri: (graph.number(iri, PF + "order"), iri))
        return {short(iri): read(iri) for iri in names}

    def _text(self, iri: str, predicate: str) -> Text:
        text = self._graph.text(iri, predicate)
        if text is None:
            message = f"{short(iri)} has no {local(predicate)} in both languages"
            raise LawError(message)
        return text

    def _label(self, iri: str) -> Text:
        return self._text(iri, SKOS + "prefLabel")

    def _definition(self, iri: str) -> Text:
        return self._text(iri, SKOS + "definition")

    def _note(self, iri: str) -> Text | None:
        return self._graph.text(iri, SKOS + "scopeNote")

    def _ids(self, iri: str, name: str) -> tuple[str, ...]:
        return tuple(map(short, self._graph.names(iri, PF + name)))

    def _some(self, iri: str, name: str) -> tuple[str, ...]:
        found = self._ids(iri, name)
        if not found:
            message = f"{short(iri)} has no {name}"
            raise LawError(message)
        return found

    def _only(self, iri: str, name: str) -> str:
        found = self._graph.name(iri, PF + name)
        if found is None:
            message = f"{short(iri)} has no {name}"
            raise LawError(message)
        return found

    def _concept(self, iri: str) -> Concept:
        concept = self._vocabulary.concepts.get(iri)
        if concept is None:
            message = f"{iri} is no value of a list"
            raise LawError(message)
        return concept

    def _concepts(self, iris: Iterable[str]) -> tuple[Concept, ...]:
        return tuple(self._concept(each) for each in iris)

    def matter(self, iri: str) -> Matter:
        """Read a decided matter."""
        word = self._graph.word
        return Matter(
            id=short(iri),
            label=self._label(iri),
            definition=self._definition(iri),
            forum=self._text(iri, PF + "forum"),
            happened=word(iri, PF + "happenedOn"),
            decided=word(iri, PF + "decidedOn"),
            facts=self._text(iri, PF + "reportedFacts"),
            holding=self._text(iri, PF + "holding"),
            note=self._note(iri),
            turns_on=self._ids(iri, "turnsOn"),
            source=self._concept(self._only(iri, "sourceKind")),
            agreement=self._concept(self._only(iri, "agreement")),
            described_as=word(iri, PF + "describedAs"),
        )

    def correspondence(self, iri: str) -> Correspondence:
        """Read a row of the crosswalk."""
        return Correspondence(
            id=short(iri),
            label=self._label(iri),
            starts=self._some(iri, "fromProvision"),
            ends=self._ids(iri, "toProvision"),
            instruments=self._ids(iri, "toInstrument"),
            relation=self._concept(self._only(iri, "relation")),
            reason=self._text(iri, PF + "reason"),
        )

    def summary(self, iri: str) -> Summary:
        """Read a summary."""
        of = short(self._only(iri, "summarises"))
        return Summary(short(iri), self._label(iri), self._definition(iri), self._note(iri), of)

    def statement(self, iri: str) -> Statement:
        """Read a statement of a summary."""
        return Statement(
            id=short(iri),
            label=self._label(iri),
            definition=self._definition(iri),
            note=self._note(iri),
            summary=short(self._only(iri, "statementOf")),
            renders=self._ids(iri, "renders"),
            passes_over=self._ids(iri, "passesOver"),
            fidelity=self._concepts(self._graph.names(iri, PF + "fidelity")),
        )

    def outcome(self, iri: str) -> Outcome:
        """Read what became of a commitment."""
        return Outcome(
            id=short(iri),
            label=self._label(iri),
            definition=self._definition(iri),
            commitment=short(self._only(iri, "outcomeOf")),
            fulfilment=self._concept(self._only(iri, "fulfilment")),
            day=self._graph.word(iri, PF + "fulfilledOn"),
            instruments=self._ids(iri, "fulfilledBy"),
        )

    def method(self, iri: str) -> Method:
        """Read a course of reading."""
        code = self._graph.word(iri, SKOS + "notation") or local(iri)
        label, definition = self._label(iri), self._definition(iri)
        return Method(short(iri), code, label, definition, self._note(iri), self._ids(iri, "concerns"))
