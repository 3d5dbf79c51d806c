"""Commentary: what stands around the law and concludes nothing.

Matters that were decided, how the two instruments answer each other, how a summary
departs from the text, what became of commitments, how the law is read throughout, and
how far any of it was checked. An assessment never reads this; a reader should.
"""

from collections.abc import Mapping
from functools import cached_property

from kg.graph import PF, SKOS, TYPE, Graph
from kg.law import Law, long
from kg.remarks import Check, Correspondence, Due, Matter, Method, Outcome, Remarks, Statement, Summary
from kg.text import Text
from kg.vocabulary import Concept, Vocabulary


class Commentary:
    """Everything that stands around the law, by id."""

    def __init__(self, graph: Graph, law: Law, vocabulary: Vocabulary) -> None:
        """Keep where it is read from; each kind is read when first asked for, with a LawError if it is not whole."""
        self._graph, self._law, self._vocabulary = graph, law, vocabulary
        self._read = Remarks(graph, vocabulary)

    @cached_property
    def matters(self) -> Mapping[str, Matter]:
        """The decided matters."""
        return self._read.every("DecidedMatter", self._read.matter)

    @cached_property
    def correspondences(self) -> Mapping[str, Correspondence]:
        """The rows of the crosswalk."""
        return self._read.every("Correspondence", self._read.correspondence)

    @cached_property
    def summaries(self) -> Mapping[str, Summary]:
        """The summaries."""
        return self._read.every("Summary", self._read.summary)

    @cached_property
    def statements(self) -> Mapping[str, Statement]:
        """What the summaries say and leave unsaid."""
        return self._read.every("SummaryStatement", self._read.statement)

    @cached_property
    def outcomes(self) -> Mapping[str, Outcome]:
        """What became of commitments."""
        return self._read.every("Outcome", self._read.outcome)

    @cached_property
    def methods(self) -> Mapping[str, Method]:
        """How the law is read throughout."""
        return self._read.every("Method", self._read.method)

    def matters_on(self, provision: str) -> tuple[Matter, ...]:
        """Return the matters that turned on a provision or on something within it."""
        inside = self._inside(provision)
        return tuple(each for each in self.matters.values() if not inside.isdisjoint(each.turns_on))

    def correspondences_of(self, name: str) -> tuple[Correspondence, ...]:
        """Return the rows in which a provision, or an instrument as a whole, stands on either side."""
        rows = self.correspondences.values()
        return tuple(each for each in rows if name in {*each.starts, *each.ends, *each.instruments})

    def statements_on(self, provision: str) -> tuple[Statement, ...]:
        """Return what summaries say of a provision, or leave unsaid."""
        return tuple(each for each in self.statements.values() if provision in {*each.renders, *each.passes_over})

    def outcomes_of(self, commitment: str) -> tuple[Outcome, ...]:
        """Return what became of a commitment."""
        return tuple(each for each in self.outcomes.values() if each.commitment == commitment)

    def methods_on(self, name: str) -> tuple[Method, ...]:
        """Return the courses of reading that concern a provision or a norm stated in it."""
        norms = set(self._law.stated.get(name, ()))
        return tuple(each for each in self.methods.values() if name in each.concerns or norms & {*each.concerns})

    def due(self, provision: str) -> Due | None:
        """Return when a commitment was to be kept, or nothing for what is none."""
        occasion, day = self._graph.text(long(provision), PF + "dueAt"), self._graph.word(long(provision), PF + "dueBy")
        return None if occasion is None or day is None else Due(occasion, day)

    def check(self, identifier: str) -> Check | None:
        """Return how far something was checked, its least checked part deciding, or nothing where that is unsaid."""
        iri = self._iri(identifier)
        named, remark = self._graph.names(iri, PF + "verification"), self._graph.text(iri, SKOS + "editorialNote")
        if not named and remark is None:
            return None
        known = [each for each in self._vocabulary.concepts.values() if each.iri in named]
        known.sort(key=lambda each: self._graph.number(each.iri, PF + "order"))
        concept = known[-1] if known else None
        return Check(concept, concept is not None and self._first(concept), remark)

    def without_norm(self, provision: str) -> Text | None:
        """Return why no norm is read out of a provision, where its own node or its class says so."""
        iri = long(provision)
        places = [iri, *self._graph.names(iri, TYPE)]
        return next((said for each in places if (said := self._graph.text(each, f"{PF}withoutNorm"))), None)

    def _inside(self, provision: str) -> set[str]:
        """Return a provision and everything within it."""
        found, waiting = {provision}, [provision]
        while waiting:
            above = waiting.pop()
            below = [each.id for each in self._law.provisions.values() if each.parent == above]
            found.update(below)
            waiting += below
        return found

    def _first(self, concept: Concept) -> bool:
        """Say whether a concept is the first of its list: the whole measure, where lists go from more to less."""
        schemes = self._graph.names(concept.iri, SKOS + "inScheme")
        return any(self._vocabulary.schemes[each][0] == concept for each in schemes if each in self._vocabulary.schemes)

    def _iri(self, identifier: str) -> str:
        reading = self._law.readings.get(identifier)
        return long(reading.id if reading else identifier)
