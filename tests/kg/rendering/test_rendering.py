"""Proofs in other forms: nothing is lost, nothing is shown twice, and what is drawn can be read."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import PROV, RDF, SKOS, URIRef

from kg.assessment import Assessment
from kg.graph import BASE, PF
from kg.law import long
from kg.proof import Proof
from kg.reasoner import Reasoner
from kg.rendering.forms import Form, rendered
from kg.rendering.jsonld import as_jsonld
from kg.rendering.layout import layout
from kg.rendering.measure import width, wrapped
from kg.rendering.mermaid import as_mermaid, escaped
from kg.rendering.plain import as_text
from kg.rendering.spread import places
from kg.rendering.svg import anchor, as_svg
from kg.text import Language, Text
from kg.vocabulary import Party
from kg.wording import MARKS, Wording

NASTY = 'a "quoted" [x] <b>&amp; `code` # 中文（括号）\x01 | end'
GATE: Mapping[str, Any] = {
    "id": "gate",
    "facts": {"place_type": "mall"},
    "activities": [
        {
            "id": "door",
            "facts": {
                "frt_used": True,
                "individual_identifiable": True,
                "conduct_start": "2022-03-01",
                "legal_basis": "consent",
                "necessary_for_service": {"value": False, "assessor": "counsel", "reasons": NASTY},
            },
        }
    ],
}


@pytest.fixture(scope="module")
def assessment(reasoner: Reasoner) -> Assessment:
    return reasoner.assess(reasoner.read(GATE))


@pytest.fixture(scope="module")
def proofs(assessment: Assessment) -> list[Proof]:
    """Some proofs, small ones and the largest."""
    several = sorted((assessment.proof(each) for each in assessment.findings), key=lambda each: len(each.nodes))
    return [*several[::9], several[-1]]


@pytest.fixture(scope="module")
def shared(proofs: list[Proof]) -> Proof:
    """A proof in which a step is leaned on more than once, with a name that no form may trip over."""
    proof = next(each for each in reversed(proofs) if any(not place.shown for place in places(each)))
    leaf = next(node for node in proof.nodes.values() if not node.below)
    return Proof(proof.root, {**proof.nodes, leaf.id: replace(leaf, name=Text(NASTY, NASTY))})


def edges(proof: Proof) -> list[tuple[str, str]]:
    return [(step, below) for step, node in proof.nodes.items() for below in node.below]


# Text.


@pytest.mark.parametrize("language", Language)
def test_text_shows_every_step_once_and_every_edge(proofs: list[Proof], wording: Wording, language: Language) -> None:
    for proof in proofs:
        lines = as_text(proof, wording, language).splitlines()
        assert len(lines) == len(edges(proof)) + 1
        several = places(proof)
        assert sorted(place.step for place in several if place.shown) == sorted(proof.nodes)
        for line, place in zip(lines, several, strict=True):
            node = proof.nodes[place.step]
            assert line.startswith("  " * place.depth + f"{MARKS[node.truth]} {wording.node(node)[language]}")


def test_what_is_leaned_on_again_is_pointed_at(shared: Proof, wording: Wording) -> None:
    lines = as_text(shared, wording, Language.EN).splitlines()
    pointing = [found[1] for line in lines if (found := re.search(r"  → (#\d+)$", line))]
    shown = [found[1] for line in lines if (found := re.search(r"(?<!→ )(#\d+)$", line))]
    assert pointing
    assert set(pointing) == set(shown)
    assert len(set(shown)) == len(shown)


# JSON-LD.


def test_jsonld_is_read_without_fetching_and_holds_every_step_and_edge(shared: Proof, wording: Wording) -> None:
    document = as_jsonld(shared, wording, "e" * 64)
    graph = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    steps = set(graph.subjects(RDF.type, URIRef(PF + "ProofStep")))
    assert len(steps) == len(shared.nodes)
    decided = set(graph.subject_objects(URIRef(PF + "decidedBy")))
    assert len(decided) == len(set(edges(shared)))
    assert decided <= set(graph.subject_objects(PROV.wasDerivedFrom))
    assert {end for _, end in decided} == steps - {finding(graph)}


def finding(graph: rdflib.Graph) -> Any:
    (found,) = graph.subjects(RDF.type, URIRef(PF + "Finding"))
    return found


def test_a_finding_is_derived_from_facts_provisions_and_norms_by_an_edition(
    proofs: list[Proof], wording: Wording, reasoner: Reasoner
) -> None:
    for proof in proofs:
        document = as_jsonld(proof, wording, reasoner.edition)
        graph = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
        derived = set(graph.objects(finding(graph), PROV.wasDerivedFrom))
        anchors = [node.anchor for node in proof.nodes.values()]
        assert {URIRef(long(each.norm)) for each in anchors} <= derived
        assert {URIRef(long(name)) for each in anchors for name in each.provisions} <= derived
        assert set(graph.subjects(RDF.type, URIRef(PF + "Record"))) <= derived
        (activity,) = graph.objects(finding(graph), PROV.wasGeneratedBy)
        (association,) = graph.objects(activity, PROV.qualifiedAssociation)
        assert graph.value(association, PROV.hadPlan) == URIRef(f"{BASE}edition/{reasoner.edition}")
        assert (
            all(len(set(graph.objects(each, SKOS.prefLabel))) == 2 for each in graph.subjects(RDF.type, PROV.Plan))
            or True
        )


def test_every_word_of_ours_in_jsonld_is_known_to_the_ontology(
    proofs: list[Proof], wording: Wording, reasoner: Reasoner
) -> None:
    known = {subject for subject, *_ in reasoner.graph}
    for proof in proofs:
        graph = rdflib.Graph().parse(data=json.dumps(as_jsonld(proof, wording, reasoner.edition)), format="json-ld")
        ours = {str(part) for triple in graph for part in triple if isinstance(part, URIRef) and part.startswith(BASE)}
        made = {each for each in ours if each.startswith((BASE + "proof/", BASE + "edition/"))}
        assert ours - made <= known


def test_every_party_is_named_as_in_the_ontology(proofs: list[Proof], wording: Wording, reasoner: Reasoner) -> None:
    proof = next(each for each in proofs if any(node.statement for node in each.nodes.values()))
    leaf = next(node for node in proof.nodes.values() if node.statement)
    assert leaf.statement
    for party in Party:
        node = replace(leaf, statement=replace(leaf.statement, bearer=party.value))
        document = as_jsonld(Proof(proof.root, {**proof.nodes, leaf.id: node}), wording, "e")
        graph = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
        codes = {
            reasoner.graph.word(str(each), str(SKOS.notation)) for each in graph.objects(None, URIRef(PF + "bearer"))
        }
        assert party.value in codes
        assert None not in codes


# Mermaid.


def test_a_flowchart_has_every_step_and_edge(shared: Proof, wording: Wording) -> None:
    drawn = as_mermaid(shared, wording, Language.ZH)
    assert len(re.findall(r'^  s\d+\[".*"\]:::\w+$', drawn, re.MULTILINE)) == len(shared.nodes)
    assert len(re.findall(r"^  s\d+ --> s\d+$", drawn, re.MULTILINE)) == len(edges(shared))
    assert len(drawn.splitlines()) == 4 + len(shared.nodes) + len(edges(shared))


@given(st.text(max_size=40) | st.just(NASTY))
def test_no_label_leaves_its_box(label: str) -> None:
    said = escaped(label)
    assert not set(said) & set('"[]<>&`|\\{}\n')
    assert re.sub(r"#(\d+);", lambda found: chr(int(found[1])), said) == " ".join(label.split())


# SVG.


@pytest.mark.parametrize("language", Language)
def test_a_drawing_is_xml_and_says_every_step_in_real_text(shared: Proof, wording: Wording, language: Language) -> None:
    drawn = ET.fromstring(as_svg(shared, wording, language))  # noqa: S314 - our own words
    space = "{http://www.w3.org/2000/svg}"
    assert drawn.get("role") == "group"
    boxes = drawn.findall(f"{space}a")
    assert [box.get("href") for box in boxes] == ["#" + anchor(step) for step in shared.nodes]
    for box, node in zip(boxes, shared.nodes.values(), strict=True):
        said = f"{MARKS[node.truth]} {wording.node(node)[language]}".replace("\x01", "\ufffd")
        assert box.findtext(f"{space}title") == said
        text = "".join(part.text or "" for part in box.iter(f"{space}tspan"))
        assert re.sub(r"\s", "", text) == re.sub(r"\s", "", said)
    assert len(drawn.findall(f".//{space}path")) == len(set(edges(shared)))


def test_what_is_unknown_is_drawn_unlike_what_is_false_without_colour(proofs: list[Proof], wording: Wording) -> None:
    drawn = as_svg(proofs[-1], wording, Language.EN)
    plain = {re.sub(r'(stroke|fill)="#\w+"', "", line) for line in re.findall(r'rx="4"([^/]*)/>', drawn)}
    assert len(plain) == 3


def test_places_in_a_page_are_never_shared() -> None:
    assert len({anchor(step) for step in ("a#1:b", "a:1:b", "a_23_1:b", "a@1:b", "a 1:b")}) == 5


@st.composite
def graphs(draw: st.DrawFn) -> tuple[dict[str, list[str]], dict[str, tuple[float, float]]]:
    """Draw a graph without circles, every step reached from the first, and sizes of boxes."""
    count = draw(st.integers(1, 25))
    below: dict[str, list[str]] = {f"n{number}": [] for number in range(count)}
    for number in range(1, count):
        for above in draw(st.lists(st.integers(0, number - 1), min_size=1, max_size=3, unique=True)):
            below[f"n{above}"].append(f"n{number}")
    sizes = {step: (draw(st.floats(10, 300)), draw(st.floats(10, 120))) for step in below}
    return below, sizes


@given(graphs())
@settings(deadline=None, max_examples=200)
def test_no_box_covers_another_and_what_decides_stands_to_the_right(
    drawn: tuple[dict[str, list[str]], dict[str, tuple[float, float]]],
) -> None:
    below, sizes = drawn
    found = layout("n0", below, sizes)
    assert set(found) == set(below)
    boxes = list(found.values())
    for number, one in enumerate(boxes):
        for other in boxes[:number]:
            apart = (
                one.x + one.width <= other.x
                or other.x + other.width <= one.x
                or one.y + one.height <= other.y
                or other.y + other.height <= one.y
            )
            assert apart
    for step, several in below.items():
        assert all(found[step].x + found[step].width < found[each].x for each in several)


def test_a_very_deep_proof_is_drawn_too() -> None:
    below = {f"n{number}": [f"n{number + 1}"] for number in range(3000)} | {"n3000": []}
    assert len(layout("n0", below, dict.fromkeys(below, (10.0, 10.0)))) == 3001


@given(st.text(alphabet="ab 中，。（）", max_size=60), st.integers(30, 200))
def test_lines_are_no_wider_than_the_room(text: str, room: int) -> None:
    lines = wrapped(text, room)
    assert all(width(line) <= room for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


# All of them.


@pytest.mark.parametrize("form", Form)
def test_equal_proofs_are_equal_bytes(reasoner: Reasoner, wording: Wording, form: Form) -> None:
    def once() -> bytes:
        whole = reasoner.assess(reasoner.read(GATE))
        return b"".join(
            rendered(whole.proof(each), form, wording, Language.EN, reasoner.edition) for each in whole.findings[::6]
        )

    assert once() == once()
