"""Commentary: what stands around the law is read whole, and is found from where a reader looks for it."""

import pytest

from kg.commentary import Commentary
from kg.errors import LawError
from kg.graph import BASE, PF, SKOS, TYPE, Graph
from kg.reasoner import Reasoner

KINDS = {
    "matters": "DecidedMatter",
    "correspondences": "Correspondence",
    "summaries": "Summary",
    "statements": "SummaryStatement",
    "outcomes": "Outcome",
    "methods": "Method",
}


@pytest.fixture(scope="module")
def commentary(reasoner: Reasoner) -> Commentary:
    return Commentary(reasoner.graph, reasoner.law, reasoner.vocabulary)


@pytest.mark.parametrize(("kind", "name"), KINDS.items())
def test_every_remark_of_a_kind_is_read_once(commentary: Commentary, reasoner: Reasoner, kind: str, name: str) -> None:
    assert len(getattr(commentary, kind)) == len(reasoner.graph.of_type(PF + name))


def test_a_remark_is_found_from_every_provision_it_is_about(commentary: Commentary) -> None:
    for matter in commentary.matters.values():
        assert all(matter in commentary.matters_on(name) for name in matter.turns_on)
    for row in commentary.correspondences.values():
        assert all(row in commentary.correspondences_of(name) for name in (*row.starts, *row.ends, *row.instruments))
    for statement in commentary.statements.values():
        names = (*statement.renders, *statement.passes_over)
        assert all(statement in commentary.statements_on(name) for name in names)
    for outcome in commentary.outcomes.values():
        assert outcome in commentary.outcomes_of(outcome.commitment)
        assert commentary.due(outcome.commitment) is not None


def test_a_matter_on_a_paragraph_is_a_matter_on_its_article(commentary: Commentary, reasoner: Reasoner) -> None:
    provisions = reasoner.law.provisions
    for matter in commentary.matters.values():
        for name in matter.turns_on:
            if provisions[name].parent in provisions:
                assert matter in commentary.matters_on(provisions[name].parent)


def test_everything_named_in_a_remark_is_there(commentary: Commentary, reasoner: Reasoner) -> None:
    law = reasoner.law
    known = {*law.provisions, *law.instruments, *law.norms}
    for matter in commentary.matters.values():
        assert set(matter.turns_on) <= known
    for row in commentary.correspondences.values():
        assert {*row.starts, *row.ends, *row.instruments} <= known
    for statement in commentary.statements.values():
        assert {*statement.renders, *statement.passes_over} <= known
        assert statement.summary in commentary.summaries


def test_what_carries_no_word_on_checking_has_no_check(commentary: Commentary, reasoner: Reasoner) -> None:
    graph, law = reasoner.graph, reasoner.law
    for name in [*law.provisions, *law.norms, *law.instruments]:
        iri = BASE + name.replace(":", "/")
        said = graph.names(iri, PF + "verification") or graph.text(iri, SKOS + "editorialNote")
        assert (commentary.check(name) is not None) is bool(said)


def test_a_provision_that_is_no_commitment_is_not_due(commentary: Commentary, reasoner: Reasoner) -> None:
    assert commentary.due(next(iter(reasoner.law.provisions))) is None


def test_a_remark_that_is_not_whole_is_an_error_of_ours(reasoner: Reasoner) -> None:
    half = Graph([(BASE + "matter/half", TYPE, PF + "DecidedMatter")])
    with pytest.raises(LawError, match="matter:half has no prefLabel"):
        _ = Commentary(half, reasoner.law, reasoner.vocabulary).matters
    adrift = Graph(each for each in reasoner.graph if each[1] != PF + "fromProvision")
    with pytest.raises(LawError, match="has no fromProvision"):
        _ = Commentary(adrift, reasoner.law, reasoner.vocabulary).correspondences
