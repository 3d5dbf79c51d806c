"""The cases: what a lawyer reads in the articles is what the reasoner answers."""

import pytest

from kg.assessment import Assessment, Finding, Limb
from kg.engine import Status, answer
from kg.reasoner import Asked, Reasoner
from tests.law.cases import Case, every_case

CASES = every_case()
BEFORE = {"conduct_start": "2021-03-01", "conduct_end": "2021-07-31", "storage_continues": False}


def assessed(reasoner: Reasoner, case: Case) -> Assessment:
    deployment = reasoner.read(case.description(reasoner.vocabulary))
    return reasoner.assess(deployment, Asked(case.profile, case.under, case.on))


def found(assessment: Assessment, activity: str, subject: str) -> Finding | Limb:
    """Return the finding on a provision, or the limb that a norm is."""
    finding = assessment.finding(activity, subject)
    if finding is not None:
        return finding
    return next(
        limb for each in assessment.findings if each.activity == activity for limb in each.limbs if limb.norm == subject
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.source}: {case.title}"[:160])
def test_the_law_is_read_so(reasoner: Reasoner, case: Case) -> None:
    assessment = assessed(reasoner, case)
    said: dict[str, str] = {}
    wanted: dict[str, str] = {}
    for activity, expected in case.expect.items():
        for subject, status in expected.items():
            answer = found(assessment, activity, subject)
            name, _, defeater = str(status).partition(" by ")
            wanted[f"{activity} {subject}"] = str(status)
            said[f"{activity} {subject}"] = answer.status.name
            by = {provision for each in answer.defeaters for provision in each.provisions} if defeater else set()
            if answer.status.name == name and defeater in by:
                said[f"{activity} {subject}"] = str(status)
    for activity, expected in case.presumed.items():
        for subject, status in expected.items():
            wanted[f"{activity} {subject} presumed"] = str(status)
            said[f"{activity} {subject} presumed"] = found(assessment, activity, subject).presumed.name
    assert said == wanted


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.asks or case.burden], ids=lambda case: case.title[:120]
)
def test_what_an_answer_hangs_on_is_asked_and_who_must_prove_it_is_said(reasoner: Reasoner, case: Case) -> None:
    assessment = assessed(reasoner, case)
    activity = case.activities[0][0]
    finding = assessment.finding(activity, case.article)
    assert finding is not None
    assert set(case.asks) <= set(finding.hangs_on)
    burdens = {f"{each.fact}: {each.bearer} under {each.basis}" for each in finding.burdens}
    assert {f"{fact}: {who}" for fact, who in case.burden.items()} <= burdens


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.source}: {case.title}"[:160])
def test_before_the_first_day_nothing_of_the_provisions_applies(reasoner: Reasoner, case: Case) -> None:
    """Article 16: whatever the case, moved before 1 August 2021 it is out of reach."""
    moved = Case(
        **{
            **{name: getattr(case, name) for name in case.__dataclass_fields__},
            "activities": tuple((name, {**facts, **_moved(facts)}) for name, facts in case.activities),
            "on": None,
        }
    )
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


def test_every_norm_is_seen_to_apply_to_miss_to_stay_open_and_to_be_defeated(reasoner: Reasoner) -> None:
    """Every answer a norm can have is given in some case: over all cases, all rows and the readings they choose."""
    seen: dict[str, set[Status]] = {}
    for case in CASES:
        plan = reasoner.plan(reasoner.law.options(case.profile, dict(case.under)))
        for row in assessed(reasoner, case).rows:
            for norm, status in zip(plan.norms, answer(plan, row).statuses, strict=True):
                seen.setdefault(norm.id, set()).add(status)
    missing = {}
    for norm in reasoner.law.norms.values():
        beaten = any(defeat.defeated == norm.id for defeat in reasoner.law.defeats.values())
        wanted = {Status.APPLIES, Status.DOES_NOT_APPLY}
        if norm.kind == "Principle":
            wanted = {Status.SUPPORTED, Status.IN_TENSION, Status.OPEN, Status.NOT_ENGAGED}
        elif norm.kind != "TimeNorm":
            wanted |= {Status.OPEN} | ({Status.DEFEATED, Status.APPLIES_UNLESS} if beaten else set())
        if lacking := wanted - seen.get(norm.id, set()):
            missing[norm.id] = sorted(status.value for status in lacking)
    assert missing == NEVER_SEEN


NEVER_SEEN = {
    # What it requires is the gate itself, so where it would not apply it is out of scope.
    "spc:burden-by-procedure": ["does_not_apply"],
    "spc:age-for-the-court": ["does_not_apply"],
    "spc:burden-of-actual-use": ["does_not_apply"],
    # No case shows these yet; whoever writes one takes its line away.
    "spc:breaks-consent-rule": ["applies_unless"],
    "spc:breaks-other-rule": ["applies_unless"],
    "spc:provided-against-agreement": ["applies_unless"],
    "spc:provided-against-law": ["applies_unless"],
    "spc:provided-on-no-ground": ["applies_unless"],
    "spc:public-use-beyond-security": ["applies_unless"],
    "spc:several-deciders": ["applies"],
    "spc:slight-fault": ["applies"],
}
