"""Every axiom about kinds of values earns its place: without it, some condition would read otherwise.

The kinds are the classes to which the values of facts belong. Each condition that asks
for a kind comes to a set of values; an axiom that could be taken away without a change
to any such set is of no use, or waits for a norm that is not modelled yet.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from kg.axioms import BELOW, KIND, Axioms
from kg.compile import Compiler
from kg.expression import Formula, Leaf, leaves
from kg.graph import TYPE, Graph
from kg.law import short
from kg.reasoner import Reasoner, condition_shapes
from kg.shapes import Shapes
from kg.vocabulary import Vocabulary

OWL_CLASS = "http://www.w3.org/2002/07/owl#Class"
WHOLE_LISTS: dict[str, str] = yaml.safe_load(Path(__file__).with_name("whole-lists.yaml").read_text(encoding="utf-8"))
"""Kinds that take in the whole list of their fact, each with the reason."""


@cache
def axioms_of(reasoner: Reasoner) -> Axioms:
    return Axioms(reasoner)


def test_there_are_axioms_and_conditions_that_ask_for_them(reasoner: Reasoner) -> None:
    axioms = axioms_of(reasoner)
    assert len(axioms.stated) > 100
    assert len({kind for _, _, kind in axioms.asked}) >= 8


def test_our_plain_closure_is_that_of_the_reasoner(reasoner: Reasoner) -> None:
    for iri, kinds in axioms_of(reasoner).kinds().items():
        concept = reasoner.vocabulary.concepts[iri]
        assert {kind for kind in concept.classes if kind.startswith(KIND)} == kinds, iri


def test_a_question_for_a_kind_comes_to_the_values_of_that_kind(reasoner: Reasoner) -> None:
    axioms = axioms_of(reasoner)
    usual = axioms.value_sets()
    for shape, fact, kind in axioms.asked:
        if shape in reasoner.vocabulary.by_iri:
            continue  # a fact that counts actors of a kind has no shape
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
    for (fact, kind), values in axioms_of(reasoner).value_sets().items():
        assert values, kind
        concepts = reasoner.vocabulary.by_iri[fact].concepts
        if concepts and len(values) == len(concepts):
            assert short(kind) in WHOLE_LISTS, kind


def test_every_axiom_changes_what_some_condition_reads_or_its_kind_says_why_not(reasoner: Reasoner) -> None:
    axioms = axioms_of(reasoner)
    assert [str(each) for each in axioms.idle() if axioms.reason(each) is None] == []


def test_a_kind_that_says_it_changes_nothing_is_read_by_no_condition_nor_is_any_kind_above_it(
    reasoner: Reasoner,
) -> None:
    axioms = axioms_of(reasoner)
    read = {kind for _, _, kind in axioms.asked}
    above: dict[str, set[str]] = {}
    for axiom in axioms.stated:
        if axiom.predicate == BELOW:
            above.setdefault(axiom.subject, set()).add(axiom.kind)
    for axiom in axioms.stated:
        if axioms.reason(axiom) is None:
            continue
        waiting, seen = [axiom.kind], set()
        while waiting:
            kind = waiting.pop()
            seen.add(kind)
            waiting += above.get(kind, set()) - seen
        assert not seen & read, axiom


def test_every_class_of_values_is_declared_used_and_read_or_says_why_not(reasoner: Reasoner) -> None:
    axioms, graph = axioms_of(reasoner), reasoner.graph
    declared = {kind for kind in graph.of_type(OWL_CLASS) if kind.startswith(KIND)}
    assert declared == {axiom.kind for axiom in axioms.stated}
    read = {kind for _, _, kind in axioms.asked}
    below = {axiom.subject for axiom in axioms.stated if axiom.predicate == BELOW}
    said = {axiom.kind for axiom in axioms.stated if axioms.reason(axiom) is not None}
    assert declared == read | said | below


@pytest.mark.parametrize("kind", WHOLE_LISTS)
def test_a_kind_that_takes_in_a_whole_list_does_so_and_has_a_reason(reasoner: Reasoner, kind: str) -> None:
    assert WHOLE_LISTS[kind].strip()
    sets = {short(asked): (fact, values) for (fact, asked), values in axioms_of(reasoner).value_sets().items()}
    fact, values = sets[kind]
    assert len(values) == len(reasoner.vocabulary.by_iri[fact].concepts)


def test_an_axiom_taken_away_is_missing_from_the_plan(reasoner: Reasoner) -> None:
    """Follow one axiom all the way, from the graph through the value set into the plan."""
    axioms = axioms_of(reasoner)
    read = {kind for shape, _, kind in axioms.asked if shape in reasoner.formulas}
    axiom = next(each for each in axioms.stated if each.predicate == TYPE and each.kind in read)
    graph = Graph(each for each in reasoner.graph if each[:2] != (axiom.subject, TYPE) or each[2] not in read)
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
