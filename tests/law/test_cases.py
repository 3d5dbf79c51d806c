"""The cases: what a lawyer reads in the articles is what the reasoner answers."""

from dataclasses import replace
from pathlib import Path

import pytest

from kg.cases import Case, read_cases
from kg.coverage import coverage
from kg.engine import Status
from kg.reasoner import Reasoner
from tests.law.verdicts import asks_and_burdens, assessed, said, wanted

CASES = read_cases(Path(__file__).parent)
BEFORE = {"conduct_start": "2021-03-01", "conduct_end": "2021-07-31", "storage_continues": False}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.source}: {case.title}"[:160])
def test_the_law_is_read_so(reasoner: Reasoner, case: Case) -> None:
    assert said(assessed(reasoner, case), case) == wanted(case)


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.asks or case.burden], ids=lambda case: case.title[:120]
)
def test_what_an_answer_hangs_on_is_asked_and_who_must_prove_it_is_said(reasoner: Reasoner, case: Case) -> None:
    asks, burdens = asks_and_burdens(assessed(reasoner, case), case)
    assert set(case.asks) <= asks
    assert {f"{fact}: {who}" for fact, who in case.burden.items()} <= burdens


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.source}: {case.title}"[:160])
def test_before_the_first_day_nothing_of_the_provisions_applies(reasoner: Reasoner, case: Case) -> None:
    """Article 16: whatever the case, moved before 1 August 2021 it is out of reach."""
    activities = tuple((name, {**facts, **_moved(facts)}) for name, facts in case.activities)
    moved = replace(case, activities=activities, on=None)
    assessment = assessed(reasoner, moved)
    gated = [
        finding
        for finding in assessment.findings
        if reasoner.law.instruments[finding.instrument].gates
        and not any(reasoner.law.norms[limb.norm].before_gates for limb in finding.limbs)
        and finding.status is not Status.OUT_OF_SCOPE
    ]
    reached = {finding.provision for finding in gated}
    assert reached <= definitions_of_reach(reasoner)


def definitions_of_reach(reasoner: Reasoner) -> set[str]:
    """Return the provisions whose only norms are what the gates themselves lean on."""
    plan = reasoner.plan(reasoner.law.options())
    ungated = {norm.id for norm in plan.norms if not norm.soft and plan.run([1] * len(plan.inputs))[0][norm.gate] != 1}
    return {provision for provision, norms in reasoner.law.stated.items() if set(norms) <= ungated}


def _moved(facts: dict[str, object]) -> dict[str, object]:
    moved: dict[str, object] = dict(BEFORE)
    for name, value in facts.items():
        if isinstance(value, dict) and "from" in value:
            moved[name] = {**value, "from": "2021-06-01"}
    return moved


def test_cases_come_in_pairs_that_change_one_fact() -> None:
    several = {case.title: case.changed for case in CASES if len(case.changed) > 1 and len(case.activities) == 1}
    assert not several


def test_the_law_is_read_and_shown_as_far_as_it_goes(reasoner: Reasoner) -> None:
    found = coverage(reasoner, CASES)
    assert [unit.id for unit in found.units if unit.covered < unit.rules] == []
    assert {each.norm: each.missing for each in found.shown if each.missing} == {}
    assert found.unanchored == ()
    assert [each.name for each in (*found.facts, *found.axioms) if each.reason is None] == []
    assert found.complete
