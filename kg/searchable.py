"""Searchable: every node of the law graph as an entry that can be searched for, in the order of the law."""

from collections.abc import Iterator, Mapping

from kg.commentary import Commentary
from kg.entry import Entry, NodeKind, Place
from kg.examples import Example
from kg.graph import BASE, SKOS
from kg.law import long
from kg.reasoner import Reasoner
from kg.text import Text


def entries(reasoner: Reasoner, commentary: Commentary, examples: Mapping[str, Example]) -> tuple[Entry, ...]:
    """Return everything that can be searched for."""
    several = (_texts(reasoner), _norms(reasoner), _readings(reasoner), _facts(reasoner), _around(commentary))
    told = (_entry(name, NodeKind.EXAMPLE, [(Place.LABEL, each.title)], each.id) for name, each in examples.items())
    return (*(entry for part in several for entry in part), *told)


def _entry(name: str, kind: NodeKind, says: list[tuple[Place, Text | None]], *names: str) -> Entry:
    local = name.replace("/", ":").rpartition(":")[2]
    said = tuple((place, text) for place, text in says if text is not None)
    return Entry(name, kind, said, (name, local, *names))


def _texts(reasoner: Reasoner) -> Iterator[Entry]:
    law = reasoner.law
    for name, each in law.instruments.items():
        number = Text(each.number, each.number) if each.number else None
        says = [(Place.LABEL, each.label), (Place.HEADING, number), (Place.DEFINITION, each.issuer)]
        yield _entry(name, NodeKind.INSTRUMENT, [*says, (Place.NOTE, each.note)])
    for name, one in law.provisions.items():
        says = [(Place.LABEL, one.label), (Place.HEADING, one.heading), (Place.DEFINITION, one.gist)]
        prefix = name.partition(":")[0]
        yield _entry(
            name,
            NodeKind.PROVISION,
            [*says, (Place.NOTE, one.note)],
            one.number,
            f"{prefix} {one.number}",
            f"{prefix} {one.label.en}",
        )


def _norms(reasoner: Reasoner) -> Iterator[Entry]:
    law, graph = reasoner.law, reasoner.graph
    for name, each in law.norms.items():
        says = [(Place.LABEL, each.label), (Place.DEFINITION, each.definition), (Place.NOTE, each.note)]
        yield _entry(name, NodeKind.NORM, [*says, (Place.NOTE, each.example), (Place.NOTE, each.counterexample)])
    for name, one in law.indicators.items():
        definition = graph.text(long(name), SKOS + "definition")
        yield _entry(name, NodeKind.INDICATOR, [(Place.LABEL, one.label), (Place.DEFINITION, definition)])
    for name in law.defeats:
        label, definition = (graph.text(long(name), SKOS + part) for part in ("prefLabel", "definition"))
        yield _entry(name, NodeKind.DEFEAT, [(Place.LABEL, label), (Place.DEFINITION, definition)])


def _readings(reasoner: Reasoner) -> Iterator[Entry]:
    for code, each in reasoner.law.readings.items():
        says = [(Place.LABEL, each.label), (Place.QUESTION, each.issue), (Place.NOTE, each.reason)]
        yield _entry(each.id, NodeKind.READING, list(says), code)
        for option in each.options:
            said = [(Place.LABEL, option.label), (Place.DEFINITION, option.definition)]
            yield _entry(option.id, NodeKind.OPTION, list(said), f"{code} {option.code}")


def _facts(reasoner: Reasoner) -> Iterator[Entry]:
    for name, fact in reasoner.vocabulary.facts.items():
        says = [(Place.LABEL, fact.label), (Place.QUESTION, fact.question), (Place.DEFINITION, fact.definition)]
        yield _entry(f"fact:{name}", NodeKind.FACT, list(says), name)
    for iri, concept in sorted(reasoner.vocabulary.concepts.items()):
        said = [(Place.LABEL, concept.label), (Place.DEFINITION, concept.definition)]
        yield _entry(iri.removeprefix(BASE), NodeKind.CONCEPT, list(said), concept.code)


def _around(commentary: Commentary) -> Iterator[Entry]:
    here = commentary
    for name, matter in here.matters.items():
        says = [(Place.LABEL, matter.label), (Place.HEADING, matter.forum), (Place.DEFINITION, matter.definition)]
        yield _entry(
            name,
            NodeKind.DECISION,
            [*says, (Place.NOTE, matter.facts), (Place.NOTE, matter.holding), (Place.NOTE, matter.note)],
        )
    for name, row in here.correspondences.items():
        says = [(Place.LABEL, row.label), (Place.DEFINITION, row.reason)]
        yield _entry(name, NodeKind.CORRESPONDENCE, list(says))
    for name, summary in here.summaries.items():
        says = [(Place.LABEL, summary.label), (Place.DEFINITION, summary.definition)]
        yield _entry(name, NodeKind.SUMMARY, [*says, (Place.NOTE, summary.note)])
    for name, statement in here.statements.items():
        says = [(Place.LABEL, statement.label), (Place.DEFINITION, statement.definition)]
        yield _entry(name, NodeKind.STATEMENT, [*says, (Place.NOTE, statement.note)])
    for name, outcome in here.outcomes.items():
        says = [(Place.LABEL, outcome.label), (Place.DEFINITION, outcome.definition)]
        yield _entry(name, NodeKind.OUTCOME, list(says))
    for name, method in here.methods.items():
        says = [(Place.LABEL, method.label), (Place.DEFINITION, method.definition)]
        yield _entry(name, NodeKind.METHOD, [*says, (Place.NOTE, method.reason)], method.code)
