"""The ontology names and explains its terms so that a lawyer can read it in either language."""

from pathlib import Path

import pytest
from rdflib import OWL, RDF, SH, SKOS, URIRef

from kg.graph import BASE
from tests.ontology.broken import Breach, breaches
from tests.ontology.lawgraph import Found, curie, law, shapes, term, wrong

BREACHES = breaches(Path(__file__).with_name("broken-style.yaml"))


@pytest.fixture(scope="module")
def complaints() -> list[Found]:
    """What the shapes find wrong in the whole law."""
    return wrong(law(), "style", meta=True)


def test_every_term_is_named_and_explained_well(complaints: list[Found]) -> None:
    assert [str(each) for each in complaints] == []


def test_no_term_of_ours_escapes_the_rules() -> None:
    aside = {OWL.Ontology, term("pf:Phrase"), SH.NodeShape}
    terms = {subject for subject, kind in law().subject_objects(RDF.type) if kind not in aside}
    ours = {each for each in terms if isinstance(each, URIRef) and each.startswith(BASE)}
    assert len(ours) > 500
    assert sorted(curie(each) for each in ours if (each, SKOS.prefLabel, None) not in law()) == []


@pytest.mark.parametrize("breach", BREACHES, ids=lambda breach: breach.title)
def test_bad_style_is_seen_and_said(breach: Breach) -> None:
    before, after = breach.seen_by("style")
    assert not [str(each) for each in before if each.says(breach.says)]
    assert [each for each in after if each.says(breach.says)], [str(each) for each in after]


def test_every_rule_of_style_has_been_seen_to_be_broken() -> None:
    said = {str(text) for text in shapes("style").objects(None, SH.message) if text.language == "en"}
    assert said == {breach.says for breach in BREACHES}
