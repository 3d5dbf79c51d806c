"""The law graph is whole, and a breach of it does not pass unseen."""

from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib import RDF, RDFS, SH

from tests.ontology.broken import Breach, breaches
from tests.ontology.lawgraph import Found, curie, files, graph_of, law, shapes, wrong

BREACHES = breaches(Path(__file__).with_name("broken-integrity.yaml"))


@pytest.fixture(scope="module")
def complaints() -> list[Found]:
    """What the shapes find wrong in the whole law."""
    return wrong(law(), "integrity", meta=True)


def test_the_law_graph_is_whole(complaints: list[Found]) -> None:
    assert [str(each) for each in complaints] == []


def test_the_conditions_are_shapes_as_the_standard_wants_them() -> None:
    conditions = graph_of(files("shapes/conditions", "shapes/intake.ttl"))
    conforms, _, text = pyshacl.validate(rdflib.Graph(), shacl_graph=conditions, inference="none", meta_shacl=True)
    assert conforms, text


@pytest.mark.parametrize("breach", BREACHES, ids=lambda breach: breach.title)
def test_a_breach_is_seen_and_said(breach: Breach) -> None:
    before, after = breach.seen_by("integrity")
    assert not [str(each) for each in before if each.says(breach.says)]
    assert [each for each in after if each.says(breach.says)], [str(each) for each in after]


def test_every_rule_has_been_seen_to_be_broken() -> None:
    said = {str(text) for text in shapes("integrity").objects(None, SH.message) if text.language == "en"}
    assert said == {breach.says for breach in BREACHES}


@pytest.mark.parametrize("name", ["integrity", "style"])
def test_every_message_is_in_both_languages(name: str) -> None:
    graph = shapes(name)
    for shape in set(graph.subjects(SH.message, None)):
        assert sorted(text.language or "" for text in graph.objects(shape, SH.message)) == ["en", "zh"], curie(shape)


@pytest.mark.parametrize("name", ["integrity", "style"])
def test_every_shape_finds_something_to_look_at(name: str) -> None:
    data = law()
    for shape, kind in shapes(name).subject_objects(SH.targetClass):
        kinds = set(data.transitive_subjects(RDFS.subClassOf, kind))
        assert any((None, RDF.type, each) in data for each in kinds), (curie(shape), curie(kind))
    for shape, predicate in shapes(name).subject_objects(SH.targetSubjectsOf):
        assert (None, predicate, None) in data, (curie(shape), curie(predicate))
    for shape, predicate in shapes(name).subject_objects(SH.targetObjectsOf):
        assert (None, predicate, None) in data, (curie(shape), curie(predicate))
