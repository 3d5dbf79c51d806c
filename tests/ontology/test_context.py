"""What stands around the law: the whole resolution, the crosswalk, a summary, decided matters, foreign words."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

from kg.graph import BASE, home
from kg.reasoner import Reasoner
from tests.ontology.lawgraph import curie, files, graph_of, law, term

NODES = {
    "pf:Recital": 14,
    "pf:UseContext": 4,
    "pf:Principle": 6,
    "pf:Commitment": 3,
    "pf:SponsorLine": 2,
    "pf:CoSponsorLine": 11,
    "earlier instruments": 4,
}
"""Forty paragraphs and list lines, and four instruments that one recital names."""

TOLD = {
    "pf:Correspondence": ("pf:reason",),
    "pf:SummaryStatement": ("skos:definition", "skos:scopeNote"),
    "pf:Outcome": ("skos:definition",),
    "pf:DecidedMatter": ("pf:forum", "pf:reportedFacts", "pf:holding", "skos:scopeNote"),
    "pf:Commitment": ("pf:dueAt",),
}
"""What is told in both languages of each thing."""

ALIGNED = files("ontology/align")
LINKS = {RDFS.subClassOf, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch}


def all_of(kind: str) -> list[Node]:
    return sorted(law().subjects(RDF.type, term(kind)))


def ends(thing: Node, *predicates: str) -> set[Node]:
    return {end for predicate in predicates for end in law().objects(thing, term(predicate))}


def languages(thing: Node, predicate: str) -> list[str]:
    return sorted(text.language for text in law().objects(thing, term(predicate)))


def foreign(graph: Graph) -> set[str]:
    return {
        str(name)
        for subject, _, value in graph
        for name in (subject, value)
        if isinstance(name, URIRef) and not name.startswith(BASE) and name != OWL.Class
    }


def listed() -> list[dict[str, str]]:
    with (home() / "ontology/align/terms.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def test_the_resolution_has_forty_four_nodes() -> None:
    resolution = term("gpa:resolution")
    counted = {kind: len(all_of(kind)) for kind in NODES if ":" in kind and kind != "pf:Principle"}
    counted["pf:Principle"] = len({end for each in all_of("pf:Principle") for end in ends(each, "pf:statedIn")})
    counted["earlier instruments"] = len(ends(term("gpa:recital-14"), "pf:reaffirms"))
    assert counted == NODES
    assert sum(counted.values()) == 44
    lines = {each for each in all_of("pf:Provision") if resolution in law().transitive_objects(each, term("pf:partOf"))}
    assert len(lines) == 40


def test_every_line_of_the_resolution_is_a_provision_in_the_order_of_the_text(reasoner: Reasoner) -> None:
    lines = [each for each in reasoner.law.provisions.values() if each.instrument == "gpa:resolution"]
    top = [each for each in lines if each.parent == "gpa:resolution"]
    assert [each.order for each in top] == list(range(1, 37))
    kinds = ["sponsor", "co-sponsor", "recital", "principle", "commitment"]
    assert list(dict.fromkeys(each.id.removeprefix("gpa:").rpartition("-")[0] for each in top)) == kinds
    assert {each.parent for each in lines if each not in top} == {"gpa:recital-6"}


def test_every_recital_opens_with_a_verb_and_has_a_key_for_it() -> None:
    for recital in all_of("pf:Recital"):
        verb, key = (str(law().value(recital, term(name))) for name in ("pf:openingVerb", "pf:verbKey"))
        assert verb.isupper(), curie(recital)
        assert key == verb.lower().replace("izing", "ising"), curie(recital)


def test_every_commitment_has_a_time_and_an_outcome() -> None:
    kept = {end for outcome in all_of("pf:Outcome") for end in ends(outcome, "pf:outcomeOf")}
    for commitment in all_of("pf:Commitment"):
        assert len(ends(commitment, "pf:dueBy")) == 1, curie(commitment)
        assert commitment in kept, curie(commitment)
    for outcome in all_of("pf:Outcome"):
        assert len(ends(outcome, "pf:fulfilment")) == 1, curie(outcome)


def test_the_sixth_principle_speaks_to_the_state() -> None:
    addressed = set(law().subject_objects(term("pf:addressee")))
    assert addressed == {(term("gpa:fit-framework"), term("<https://w3id.org/prima-facie/concept/addressee/state>"))}


@pytest.mark.parametrize("kind", TOLD)
def test_it_is_told_in_both_languages(kind: str) -> None:
    assert all_of(kind)
    for thing in all_of(kind):
        for predicate in TOLD[kind]:
            assert languages(thing, predicate) == ["en", "zh"], (curie(thing), predicate)


def test_every_correspondence_ends_in_a_provision_or_says_that_there_is_none() -> None:
    gap = term("<https://w3id.org/prima-facie/concept/relation/gap>")
    provisions, instruments = set(all_of("pf:Provision")), set(all_of("pf:Instrument"))
    for row in all_of("pf:Correspondence"):
        start, end = ends(row, "pf:fromProvision"), ends(row, "pf:toProvision")
        assert start, curie(row)
        assert start | end <= provisions, (curie(row), sorted(curie(each) for each in start | end - provisions))
        assert ends(row, "pf:toInstrument") <= instruments, curie(row)
        assert len(ends(row, "pf:relation")) == 1, curie(row)
        assert bool(end) != (gap in ends(row, "pf:relation")), curie(row)


def test_every_principle_has_its_answer_in_the_crosswalk() -> None:
    started = {end for row in all_of("pf:Correspondence") for end in ends(row, "pf:fromProvision")}
    assert {end for each in all_of("pf:Principle") for end in ends(each, "pf:statedIn")} <= started


def test_every_statement_of_the_summary_names_what_it_renders_or_leaves_unsaid() -> None:
    omits, agrees = (term(f"<https://w3id.org/prima-facie/concept/fidelity/{name}>") for name in ("omits", "agrees"))
    provisions = set(all_of("pf:Provision"))
    for statement in all_of("pf:SummaryStatement"):
        rendered, unsaid = ends(statement, "pf:renders"), ends(statement, "pf:passesOver")
        assert bool(rendered) != bool(unsaid), curie(statement)
        assert rendered | unsaid <= provisions, curie(statement)
        found = ends(statement, "pf:fidelity")
        assert found, curie(statement)
        assert not unsaid or found == {omits}, curie(statement)
        assert agrees not in found or found == {agrees}, curie(statement)
        assert len(ends(statement, "pf:statementOf")) == 1, curie(statement)


def test_no_article_of_the_provisions_escapes_the_comparison() -> None:
    """Each article is rendered or passed over, itself or in one of its parts."""
    touched = {
        end.removeprefix(f"{BASE}spc/")
        for statement in all_of("pf:SummaryStatement")
        for end in ends(statement, "pf:renders", "pf:passesOver")
    }
    articles = {"-".join(name.split("-")[:2]) for name in touched}
    assert articles == {"preamble", *(f"art-{number}" for number in range(1, 17))}


def test_every_decided_matter_names_its_sources_and_what_it_turns_on() -> None:
    provisions = set(all_of("pf:Provision"))
    for matter in all_of("pf:DecidedMatter"):
        assert ends(matter, "pf:turnsOn"), curie(matter)
        assert ends(matter, "pf:turnsOn") <= provisions, curie(matter)
        assert ends(matter, "pf:sourceKind"), curie(matter)
        assert len(ends(matter, "pf:agreement")) == 1, curie(matter)
        for name in law().objects(matter, term("pf:describedAs")):
            assert (home() / "data" / "deployments" / f"{name}.json").is_file(), curie(matter)


@pytest.mark.parametrize("kind", ["pf:Correspondence", "pf:SummaryStatement", "pf:DecidedMatter"])
def test_each_has_its_place_in_the_list(kind: str) -> None:
    places = sorted(int(str(law().value(each, term("pf:order")))) for each in all_of(kind))
    assert places == list(range(1, len(places) + 1))


@pytest.mark.parametrize("path", ALIGNED, ids=lambda path: path.stem)
def test_every_foreign_word_stands_in_the_list(path: Path) -> None:
    assert foreign(graph_of([path])) <= {row["iri"] for row in listed()}


@pytest.mark.parametrize("path", ALIGNED, ids=lambda path: path.stem)
def test_an_alignment_links_and_does_nothing_else(path: Path) -> None:
    graph = graph_of([path])
    assert set(graph.predicates()) - {RDF.type} <= LINKS
    assert {value for _, value in graph.subject_objects(RDF.type)} <= {OWL.Class}
    ours = {subject for subject, predicate, _ in graph if predicate != RDF.type}
    assert [curie(each) for each in ours if (each, SKOS.prefLabel, None) not in law()] == []
    assert "https://w3id.org/dpv/owl#" not in path.read_text(encoding="utf-8")


def test_the_list_of_foreign_words_is_sorted_whole_and_used() -> None:
    iris = [row["iri"] for row in listed()]
    assert iris == sorted(iris)
    assert [iri for iri, count in Counter(iris).items() if count > 1] == []
    assert all(all(row.values()) for row in listed())
    assert set(iris) == foreign(graph_of(ALIGNED))
