"""Every axiom about kinds of values earns its place: without it, some condition would read otherwise.

The kinds are the classes to which the values of facts belong. Each condition that asks
for a kind comes to a set of values; an axiom that could be taken away without a change
to any such set is of no use, or waits for a norm that is not modelled yet.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import yaml
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.compile import Compiler
from kg.expression import Formula, Leaf, leaves
from kg.graph import BASE, RDFS, SH, TYPE, Graph, Term
from kg.reasoner import Reasoner, condition_shapes
from kg.shapes import Shapes
from kg.vocabulary import Vocabulary
from tests.ontology.lawgraph import files

KIND = BASE + "kind/"
BELOW = RDFS + "subClassOf"
UNREAD = yaml.safe_load(Path(__file__).with_name("unread-kinds.yaml").read_text(encoding="utf-8"))

Triple = tuple[str, str, Term]
ValueSets = dict[tuple[str, str], frozenset[str]]


@dataclass(frozen=True, order=True)
class Axiom:
    """One statement that a value or a class belongs to a kind."""

    subject: str
    predicate: str
    kind: str

    def __str__(self) -> str:
        """Return the axiom as one would say it."""
        word = "is a" if self.predicate == TYPE else "is below"
        return f"{_short(self.subject)} {word} {_short(self.kind)}"


def _short(iri: str) -> str:
    return iri.removeprefix(BASE).removeprefix("concept/").replace("kind/", "kind:")


@cache
def stated() -> frozenset[tuple[str, str, str]]:
    """Every triple of names in the ontology, as written."""
    return frozenset(
        (quad.subject.value, quad.predicate.value, quad.object.value)
        for path in files("ontology")
        for quad in parse(path.read_bytes(), RdfFormat.TURTLE)
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    )


@cache
def axioms() -> tuple[Axiom, ...]:
    """Every axiom about a kind."""
    return tuple(sorted(Axiom(*each) for each in stated() if each[1] in {TYPE, BELOW} and each[2].startswith(KIND)))


def types(without: Axiom | None = None) -> dict[str, frozenset[str]]:
    """Return the kinds of every value, with one axiom taken away; the closure is our own and plain."""
    kept = [each for each in axioms() if each != without]
    above: dict[str, set[str]] = {}
    for each in kept:
        above.setdefault(each.subject, set()).add(each.kind)

    def reached(name: str) -> Iterator[str]:
        for kind in above.get(name, ()):
            yield kind
            yield from reached(kind)

    return {each.subject: frozenset(reached(each.subject)) for each in axioms() if each.predicate == TYPE}


def asked(reasoner: Reasoner) -> list[tuple[str, str, str]]:
    """Return each shape that asks for a kind, with the fact it asks of and the kind."""
    graph = reasoner.graph
    found = []
    for shape in [*condition_shapes(reasoner.law), *graph.subjects(SH + "severity", SH + "Warning")]:
        for leaf in _property_shapes(graph, shape):
            fact = _first_step(graph, leaf)
            for node in (leaf, *graph.names(leaf, SH + "qualifiedValueShape")):
                for part in (node, *graph.names(node, SH + "property")):
                    found += [(shape, fact, kind) for kind in graph.names(part, SH + "class")]
    return found


def _property_shapes(graph: Graph, node: str) -> Iterator[str]:
    yield from graph.names(node, SH + "property")
    for junctor in (SH + "and", SH + "or"):
        for head in graph.names(node, junctor):
            for member in graph.sequence(head):
                yield from _property_shapes(graph, member)
    for part in graph.names(node, SH + "not"):
        yield from _property_shapes(graph, part)


def _first_step(graph: Graph, leaf: str) -> str:
    path = graph.names(leaf, SH + "path")[0]
    return graph.sequence(path)[0] if path.startswith("_:") else path


def value_sets(reasoner: Reasoner, without: Axiom | None = None) -> ValueSets:
    """Return which values of which fact meet each question for a kind, with one axiom taken away."""
    kinds = types(without)
    facts = reasoner.vocabulary.by_iri
    every = tuple(reasoner.vocabulary.concepts.values())
    return {
        (fact, kind): frozenset(
            concept.iri for concept in facts[fact].concepts or every if kind in kinds.get(concept.iri, frozenset())
        )
        for _, fact, kind in asked(reasoner)
    }


def useless(reasoner: Reasoner) -> list[Axiom]:
    """Return every axiom without which all conditions read the same."""
    usual = value_sets(reasoner)
    return [axiom for axiom in axioms() if value_sets(reasoner, axiom) == usual]


def test_there_are_axioms_and_conditions_that_ask_for_them(reasoner: Reasoner) -> None:
    assert len(axioms()) > 100
    assert len({kind for _, _, kind in asked(reasoner)}) >= 8


def test_our_plain_closure_is_that_of_the_reasoner(reasoner: Reasoner) -> None:
    for iri, kinds in types().items():
        concept = reasoner.vocabulary.concepts[iri]
        assert {kind for kind in concept.classes if kind.startswith(KIND)} == kinds, iri


def test_a_question_for_a_kind_comes_to_the_values_of_that_kind(reasoner: Reasoner) -> None:
    usual = value_sets(reasoner)
    for shape, fact, kind in asked(reasoner):
        name = reasoner.vocabulary.by_iri[fact].name
        codes = {reasoner.vocabulary.concepts[iri].code for iri in usual[fact, kind]}
        formula = reasoner.formulas.get(shape) or Shapes(reasoner.graph, reasoner.vocabulary).formula(shape)
        tests = [set(leaf.test.values) for leaf in _leaves(formula) if leaf.test.fact == name]
        parts = [
            set(part) for values in tests for part in zip(*(str(value).split("/") for value in values), strict=True)
        ]
        assert codes in (parts if reasoner.vocabulary.facts[name].many else tests), shape


def _leaves(formula: Formula) -> Iterator[Leaf]:
    return (leaf for leaf, _ in leaves(formula) if isinstance(leaf, Leaf))


def test_no_question_for_a_kind_comes_to_nothing_or_to_everything(reasoner: Reasoner) -> None:
    for (fact, kind), values in value_sets(reasoner).items():
        assert values, kind
        concepts = reasoner.vocabulary.by_iri[fact].concepts
        if concepts and len(values) == len(concepts):
            assert _short(kind) in UNREAD["whole_list"], kind


def test_every_axiom_about_kinds_changes_what_some_condition_reads_or_says_why_not(reasoner: Reasoner) -> None:
    listed = set(UNREAD["kinds"])
    known = {_short(axiom.kind) for axiom in useless(reasoner)}
    said = [
        str(axiom)
        for axiom in useless(reasoner)
        if _short(axiom.kind) not in listed and str(axiom) not in UNREAD["axioms"]
    ]
    assert said == []
    assert known >= listed, f"no longer unread, take them off the list: {sorted(listed - known)}"


def test_a_kind_on_the_list_is_read_by_no_condition_nor_is_any_kind_above_it(reasoner: Reasoner) -> None:
    read = {kind for _, _, kind in asked(reasoner)}
    above: dict[str, set[str]] = {}
    for axiom in axioms():
        if axiom.predicate == BELOW:
            above.setdefault(axiom.subject, set()).add(axiom.kind)
    for name in UNREAD["kinds"]:
        waiting, seen = [KIND + name.removeprefix("kind:")], set()
        while waiting:
            kind = waiting.pop()
            seen.add(kind)
            waiting += above.get(kind, set()) - seen
        assert not seen & read, name


def test_every_class_of_values_is_declared_used_and_on_one_side_of_the_list(reasoner: Reasoner) -> None:
    declared = {subject for subject, predicate, _ in stated() if predicate == TYPE and subject.startswith(KIND)}
    used = {axiom.kind for axiom in axioms()}
    assert declared == used
    read = {_short(kind) for _, _, kind in asked(reasoner)}
    below = {_short(axiom.subject) for axiom in axioms() if axiom.predicate == BELOW}
    assert {_short(kind) for kind in declared} == read | set(UNREAD["kinds"]) | below


@pytest.mark.parametrize("reasons", ["kinds", "axioms", "whole_list"])
def test_every_reason_is_given(reasons: str) -> None:
    assert all(reason and reason.strip() == reason for reason in UNREAD[reasons].values())


def every_triple(graph: Graph) -> Iterator[Triple]:
    """Yield everything a graph holds."""
    for subject, described in graph._objects.items():
        for predicate, terms in described.items():
            yield from ((subject, predicate, term) for term in terms)


def test_an_axiom_taken_away_is_missing_from_the_plan(reasoner: Reasoner) -> None:
    """Follow one axiom all the way, from the graph through the value set into the plan."""
    read = {kind for shape, _, kind in asked(reasoner) if shape in reasoner.formulas}
    axiom = next(each for each in axioms() if each.predicate == TYPE and each.kind in read)
    graph = Graph(
        each for each in every_triple(reasoner.graph) if each[:2] != (axiom.subject, TYPE) or each[2] not in read
    )
    vocabulary = Vocabulary(graph)
    shapes = Shapes(graph, vocabulary)
    formulas = {shape: shapes.formula(shape) for shape in condition_shapes(reasoner.law)}
    options = reasoner.law.options()
    plan = Compiler(reasoner.law, vocabulary, reasoner.words, formulas, options).plan()
    usual = {each.test for each in reasoner.plan(options).inputs}
    code = reasoner.vocabulary.concepts[axiom.subject].code
    changed = {each.test for each in plan.inputs} ^ usual
    assert changed
    assert all(any(code in str(value).split("/") for value in test.values) for test in changed & usual)
