"""A third instrument is a folder of Turtle: answered, proven, worded, shown and checked without a line of Python."""

import json
import re
from pathlib import Path

import pytest

from api.schema import build
from kg import record
from kg.cases import Case, read_cases
from kg.coverage import coverage
from kg.graph import BASE, home
from kg.lookup import described
from kg.official.layout import layouts
from kg.official.shelf import Shelf
from kg.official.texts import Kind, aligned
from kg.reasoner import Reasoner
from kg.text import Language
from kg.wording import Wording
from prima_facie import load_law
from tests.law.verdicts import asks_and_burdens, assessed, said, wanted
from tests.ontology.lawgraph import excerpt, files, graph_of, wrong
from tests.saying import Say

HERE = Path(__file__).parent
CHINESE = re.compile(r"[\u4e00-\u9fff]")
TEXT = """BY-LAW OF LANTERNBROOK ON FACES AT SWIMMING POOLS

§ 1 It is about machines that know
faces.

§ 2 A pool:
(1) puts up a sign;
(2) lets people change in peace.

§ 3 Rescue excuses.

§ 4 Tickets are fine.

§ 9 Nobody modelled this.

The Mayor
"""


CASES = read_cases(HERE / "cases")


@pytest.fixture(scope="module")
def three() -> Reasoner:
    """The bundled law with the by-law beside it."""
    return load_law(HERE)


@pytest.fixture(scope="module")
def own(three: Reasoner) -> dict[str, list[str]]:
    """What the by-law brings, by kind."""
    law = three.law
    instrument = next(each.id for each in law.instruments.values() if each.id.startswith("pool:"))
    provisions = [each.id for each in law.provisions.values() if each.instrument == instrument]
    norms = [each.id for each in law.norms.values() if each.instrument == instrument]
    return {"instrument": [instrument], "provisions": provisions, "norms": norms}


def test_the_by_law_is_turtle_and_cases_alone() -> None:
    brought = {path.suffix for folder in ("ontology", "shapes", "cases") for path in (HERE / folder).rglob("*.*")}
    assert brought == {".ttl", ".yaml"}


def test_it_adds_six_norms_and_changes_no_other(three: Reasoner, reasoner: Reasoner, own: dict[str, list[str]]) -> None:
    assert len(own["norms"]) == 6
    for kind in ("instruments", "provisions", "norms", "defeats", "readings", "allocations"):
        bundled, all_three = getattr(reasoner.law, kind), getattr(three.law, kind)
        assert bundled.items() <= all_three.items()
    assert three.edition != reasoner.edition


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title[:140])
def test_the_by_law_is_read_so(three: Reasoner, case: Case) -> None:
    assessment = assessed(three, case)
    assert said(assessment, case) == wanted(case)
    asks, burdens = asks_and_burdens(assessment, case)
    assert set(case.asks) <= asks
    assert {f"{fact}: {who}" for fact, who in case.burden.items()} <= burdens


def test_the_by_law_is_covered_whole(three: Reasoner, own: dict[str, list[str]]) -> None:
    found = coverage(three, CASES)
    units = [unit for unit in found.units if unit.instrument in own["instrument"]]
    assert units
    assert [unit.id for unit in units if unit.covered < unit.rules] == []
    assert {each.norm: each.missing for each in found.shown if each.norm in own["norms"] and each.missing} == {}
    assert found.unanchored == ()


def test_every_kind_of_case_is_there() -> None:
    assert {"meets", "just_misses", "unknown", "before", "defeated", "revived"} <= {case.kind for case in CASES}


def test_another_reading_is_said_to_change_the_answer(three: Reasoner) -> None:
    case = next(each for each in CASES if each.kind == "defeated")
    finding = assessed(three, case).finding("a", "pool:sec-2-item-1")
    assert finding is not None
    assert [(each.reading, each.option, each.status.value) for each in finding.others] == [("IC-91", "b", "defeated")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title[:140])
def test_every_answer_is_proven_and_worded_in_both_languages(three: Reasoner, case: Case) -> None:
    wording, assessment = Wording(three.law, three.vocabulary, three.words), assessed(three, case)
    for finding in assessment.findings:
        if not finding.provision.startswith("pool:"):
            continue
        proof = assessment.proof(finding)
        assert proof.nodes[proof.root]
        texts = [wording.summary(finding), *wording.details(finding), *(line.says for line in wording.lines(proof))]
        for text in texts:
            assert CHINESE.search(text.zh), text
            assert not CHINESE.search(text.en), text
    once, again = (
        record.encoded(record.assessment(assessed(three, case), wording, Language.ZH, proofs=True)) for _ in range(2)
    )
    assert once == again


def test_the_answers_of_the_others_stay_as_they_were(three: Reasoner, reasoner: Reasoner) -> None:
    for path in sorted((home() / "data" / "deployments").glob("*.json"))[:4]:
        description = json.loads(path.read_text(encoding="utf-8"))
        said = [
            {
                (each.activity, each.provision): (each.status, each.presumed, each.hangs_on, each.burdens)
                for each in law.assess(law.read(description)).findings
                if not each.provision.startswith("pool:")
            }
            for law in (three, reasoner)
        ]
        assert said[0] == said[1]


def test_no_rule_of_proof_is_borrowed_from_another_instrument(three: Reasoner) -> None:
    homes = {name: each.instrument for name, each in three.law.provisions.items()}
    plan = three.plan(three.law.options())
    for each in plan.inputs:
        if each.owner.startswith("pool:") and each.basis is not None:
            assert homes[each.basis] == "pool:by-law"


def test_it_is_listed_and_shown(say: Say, three: Reasoner, own: dict[str, list[str]]) -> None:
    for lang in ("en", "zh"):
        listed = say("law", "list", "--law", HERE, "--lang", lang)
        assert listed.code == 0
        for name in [*own["provisions"], *own["norms"], "IC-91"]:
            assert name in listed.out
    for name in [*own["instrument"], *own["provisions"], *own["norms"], "IC-91"]:
        assert say("law", "show", name, "--law", HERE).code == 0
        for section in described(three, name, Shelf()):
            for text in (section.heading, *section.lines):
                assert not CHINESE.search(text.en)
                assert text.zh
    assert say("law", "show", "§ 2(1)", "--law", HERE).out == say("law", "show", "pool:sec-2-item-1", "--law", HERE).out


def test_a_description_is_assessed_with_it_from_the_command_line(say: Say) -> None:
    facts = {"frt_used": True, "conduct_start": "2024-06-01", "at_public_pool": True, "conspicuous_sign": False}
    given = json.dumps({"id": "pool", "activities": [{"id": "door", "facts": facts}]}).encode()
    assessed_too = say("assess", "-", "--law", HERE, given=given)
    assert (assessed_too.code, assessed_too.err) == (0, "")
    assert "§ 2(1) of the Pool By-law" in assessed_too.out
    assert say("why", "-", "pool:no-sign", "--law", HERE, "--lang", "zh", given=given).code == 0
    assert say("assess", "-", given=given).code == 2  # without the folder nobody knows the fact


def test_its_text_is_read_in_a_layout_of_its_own(three: Reasoner) -> None:
    found_in = aligned(TEXT, three.graph, three.law, "pool:by-law", layouts(three.graph))
    assert found_in is not None
    assert found_in.missing == ()
    places = {span.id: TEXT[span.start : span.end] for span in found_in.spans}
    assert places["pool:sec-1"] == "§ 1 It is about machines that know\nfaces."
    assert places["pool:sec-2-item-2"] == "(2) lets people change in peace."
    unmatched = [TEXT[each.start : each.end] for each in found_in.pieces if each.kind is Kind.UNMATCHED]
    assert unmatched == ["§ 9 Nobody modelled this."]
    assert not found_in.layout.translation


@pytest.mark.parametrize("shapes", ["integrity", "style"])
def test_it_is_as_whole_and_as_well_written_as_the_bundled_law(shapes: str) -> None:
    own = sorted(HERE.rglob("*.ttl"))
    whole = graph_of([*files("ontology", "shapes/conditions", "shapes/intake.ttl"), *own])
    ours = sorted({each for each in graph_of(own).subjects() if str(each).startswith(BASE)})
    complaints = [each for each in wrong(excerpt(whole, *ours), shapes) if each.focus in ours]
    assert len(ours) > 30
    assert [str(each) for each in complaints] == []


def test_graphql_offers_its_facts_and_its_reading(three: Reasoner) -> None:
    schema = build(three).as_str()
    assert "atPublicPool: BooleanFactInput" in schema
    assert "IC_91" in schema or "IC-91" in schema
