"""Exports: one file that stands by itself, the same graph in every form and the same bytes in every process."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from itertools import count
from random import Random
from typing import Any

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse
from rdflib import OWL, RDF
from rdflib.compare import isomorphic

from kg.errors import LawError, NotFoundError
from kg.graph import BASE, PF, TYPE, Term, home, parsed
from kg.graph import RDF as RDF_HEAD
from kg.linked.export import KINDS, export, kinds
from kg.linked.tree import tree
from kg.linked.written import Form, written
from kg.reasoner import Reasoner
from tests.ontology.owl_profile import violations

READ = {Form.TURTLE: RdfFormat.TURTLE, Form.RDFXML: RdfFormat.RDF_XML, Form.JSONLD: RdfFormat.JSON_LD}
PARSED = {Form.TURTLE: "turtle", Form.RDFXML: "xml", Form.JSONLD: "json-ld"}
ALL = (*KINDS, "spc:provisions", "gpa:resolution")
NAMED = ("ontology", "crosswalk")
"""What has few things without a name, so that a general comparison of graphs is quick."""

Triples = Sequence[tuple[str, str, Term]]


def read_back(content: bytes, form: Form) -> list[tuple[str, str, Term]]:
    def term(each: object) -> Term:
        if isinstance(each, Literal):
            return each
        return f"_:{each.value}" if isinstance(each, BlankNode) else each.value  # type: ignore[attr-defined]

    return [(str(term(q.subject)), q.predicate.value, term(q.object)) for q in parse(content, READ[form])]


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("kind", ALL)
def test_every_form_says_the_same_graph(reasoner: Reasoner, kind: str, form: Form) -> None:
    """Where each thing without a name is spoken of once, equal trees are the same graph."""
    triples = export(reasoner, kind)
    assert tree(read_back(written(triples, form), form)) == tree(triples)


@pytest.mark.parametrize("kind", NAMED)
def test_another_library_reads_the_same_graph_from_every_form(reasoner: Reasoner, kind: str) -> None:
    triples = export(reasoner, kind)
    graphs = [rdflib.Graph().parse(data=written(triples, form), format=PARSED[form]) for form in Form]
    assert len(graphs[0]) == len(triples)
    assert all(isomorphic(graphs[0], other) for other in graphs[1:])


@pytest.mark.parametrize("kind", NAMED)
def test_what_opens_in_an_ontology_editor_stays_within_the_profiles(reasoner: Reasoner, kind: str) -> None:
    graph = rdflib.Graph().parse(data=written(export(reasoner, kind), Form.RDFXML), format="xml")
    assert violations(graph) == []


@pytest.mark.parametrize("kind", ALL)
def test_a_file_has_one_header_that_names_the_edition(reasoner: Reasoner, kind: str) -> None:
    graph = rdflib.Graph().parse(data=written(export(reasoner, kind), Form.TURTLE), format="turtle")
    (header,) = graph.subjects(RDF.type, OWL.Ontology)
    assert str(graph.value(header, OWL.versionInfo)) == reasoner.edition
    assert str(graph.value(header, OWL.versionIRI)).endswith(reasoner.edition)
    titles = list(graph.objects(header, rdflib.DCTERMS.title))
    assert sorted(str(each.language) for each in titles) == ["en", "zh"]  # type: ignore[attr-defined]
    assert graph.value(header, rdflib.DCTERMS.license) is not None
    assert graph.value(header, rdflib.DCTERMS.creator) is not None


def test_the_whole_ontology_loses_nothing_but_the_old_header(reasoner: Reasoner) -> None:
    stated = {
        triple for triple in parsed(reasoner.sources.ontology) if not triple[0].startswith("_:") and triple[0] != BASE
    }
    exported = set(export(reasoner, "ontology"))
    assert {triple for triple in stated if not str(triple[2]).startswith("_:")} <= exported


def test_the_shapes_are_all_there(reasoner: Reasoner) -> None:
    about = {subject for subject, *_ in export(reasoner, "shapes")}
    assert set(reasoner.formulas) <= about
    assert set(reasoner.coherence) <= about


def test_an_instrument_carries_its_provisions_norms_defeats_and_conditions(reasoner: Reasoner) -> None:
    law = reasoner.law
    for kind in law.instruments:
        triples = export(reasoner, kind)
        typed = {(subject, term) for subject, predicate, term in triples if predicate == TYPE}
        norms = [each for each in law.norms.values() if each.instrument == kind]
        assert {each.iri for each in norms} <= {subject for subject, _ in typed}
        assert {each.condition for each in norms} <= {subject for subject, _ in typed}
        found = {subject for subject, term in typed if term == PF + "Defeat"}
        assert len(found) == sum(law.norms[each.defeated].instrument == kind for each in law.defeats.values())


@pytest.mark.parametrize("kind", ["crosswalk", "spc:provisions"])
def test_nothing_of_ours_is_a_bare_address(reasoner: Reasoner, kind: str) -> None:
    triples = export(reasoner, kind)
    about = {subject for subject, *_ in triples}
    named = {name for triple in triples for name in triple if isinstance(name, str) and name.startswith(BASE)}
    known = {subject for subject, *_ in parsed({**reasoner.sources.ontology, **reasoner.sources.shapes})}
    assert named & known <= about


def test_no_label_of_a_nameless_thing_is_ever_written(reasoner: Reasoner) -> None:
    for kind in ("ontology", "shapes"):
        for form in Form:
            assert not re.search(rb"_:|nodeID", written(export(reasoner, kind), form))


def test_what_cannot_be_exported_is_named_with_what_can(reasoner: Reasoner) -> None:
    with pytest.raises(NotFoundError) as missing:
        export(reasoner, "everything")
    assert all(kind in missing.value.says.zh for kind in kinds(reasoner))


def test_an_export_is_the_same_bytes_in_every_process() -> None:
    asked = (
        "import hashlib; from kg.reasoner import load; from kg.linked.export import export; "
        "from kg.linked.written import *; "
        "law = load(); print([hashlib.sha256(written(export(law, kind), form)).hexdigest() "
        f"for kind in {ALL!r} for form in Form])"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", asked],
            cwd=home(),
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


# The writers, on anything.


NAMES = st.sampled_from(
    [BASE + "spc/a", BASE + "spc/b-2", BASE + "odd/1a", PF + "x", "http://example.org/a b".replace(" ", "")]
)
LITERALS = st.one_of(
    st.builds(Literal, st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]), max_size=20)),
    st.builds(lambda text: Literal(text, language="zh"), st.sampled_from(["人脸", 'a"b', "<&>", "\\", "line\nbreak"])),
    st.builds(Literal, st.booleans()),
    st.builds(Literal, st.integers(-5, 5)),
    st.builds(
        lambda day: Literal(day, datatype=NamedNode("http://www.w3.org/2001/XMLSchema#date")), st.just("2021-08-01")
    ),
)


SAID = st.sampled_from([PF + "says", BASE + "spc/of", TYPE])
VALUES = st.recursive(
    NAMES | LITERALS,
    lambda inner: st.lists(inner, max_size=3) | st.lists(st.tuples(SAID, inner), min_size=1, max_size=2).map(tuple),
    max_leaves=6,
)
"""Names and literals, lists of values, and things without a name: what is said of them, in pairs."""

THINGS = st.lists(st.tuples(st.none() | NAMES, SAID, VALUES), min_size=1, max_size=4)


def flat(things: Sequence[tuple[str | None, str, Any]]) -> list[tuple[str, str, Term]]:
    """Return things as triples; a type that is no name is left out."""
    triples: list[tuple[str, str, Term]] = []
    labels = (f"_:n{number}" for number in count())

    def said(subject: str, predicate: str, value: Any) -> None:
        if predicate != TYPE or isinstance(value, str):
            triples.append((subject, predicate, put(value)))

    def put(value: Any) -> Term:
        if isinstance(value, list):
            rest = RDF_HEAD + "nil"
            for member in reversed(value):
                node = next(labels)
                triples.extend([(node, RDF_HEAD + "first", put(member)), (node, RDF_HEAD + "rest", rest)])
                rest = node
            return rest
        if isinstance(value, tuple):
            node = next(labels)
            triples.append((node, PF + "says", Literal("something")))
            for each in value:
                said(node, *each)
            return node
        return value  # type: ignore[no-any-return]

    for subject, *rest in things:
        said(subject or next(labels), *rest)
    return triples


@settings(max_examples=150, deadline=None)
@given(triples=THINGS.map(flat), form=st.sampled_from(Form), turn=st.randoms(use_true_random=False))
def test_any_tree_of_things_is_written_and_read_back(
    triples: list[tuple[str, str, Term]],
    form: Form,
    turn: Random,
) -> None:
    content = written(triples, form)
    assert tree(read_back(content, form)) == tree(triples)
    shuffled = list(triples)
    turn.shuffle(shuffled)
    assert written(shuffled, form) == content


def test_a_nameless_thing_spoken_of_twice_or_in_a_circle_is_refused() -> None:
    twice = [(BASE + "a/a", PF + "x", "_:n"), (BASE + "a/b", PF + "x", "_:n")]
    circle = [("_:m", PF + "x", "_:n"), ("_:n", PF + "x", "_:m")]
    for triples in (twice, circle):
        with pytest.raises(LawError, match="without a name"):
            written(triples, Form.TURTLE)


def test_a_property_without_a_name_in_xml_is_refused() -> None:
    with pytest.raises(LawError, match="RDF/XML"):
        written([(BASE + "a/a", BASE + "a/1", BASE + "a/b")], Form.RDFXML)


def test_a_file_in_json_is_json(reasoner: Reasoner) -> None:
    document = json.loads(written(export(reasoner, "crosswalk"), Form.JSONLD))
    assert document["@context"]["pf"] == PF
    assert len(document["@graph"]) > len(reasoner.graph.of_type(PF + "Correspondence"))
