"""Assessment: what every provision comes to, what it hangs on, and whether another reading would change it."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import pytest

from kg.assessment import Assessment, Finding, Limb, OtherReading, answered_provisions, truth_of
from kg.engine import Status, fold, strongest
from kg.expression import Leaf, leaves
from kg.reasoner import Asked, Reasoner
from kg.truth import TRUE, UNKNOWN, Truth

Assessments = Mapping[str, Assessment]
Described = Mapping[str, dict[str, Any]]

HARD = {
    Status.APPLIES,
    Status.APPLIES_UNLESS,
    Status.OPEN,
    Status.DEFEATED,
    Status.DOES_NOT_APPLY,
    Status.OUT_OF_SCOPE,
}
SOFT = {Status.IN_TENSION, Status.SUPPORTED, Status.OPEN, Status.NOT_ENGAGED}
IN_MARCH = {"frt_used": True, "individual_identifiable": True, "conduct_start": "2022-03-01"}
UNDECIDED = {Status.OPEN, Status.APPLIES_UNLESS}


def findings(assessments: Assessments) -> Iterator[tuple[Assessment, Finding]]:
    """Yield every finding on every bundled description."""
    for whole in assessments.values():
        for finding in whole.findings:
            yield whole, finding


def limbs(assessments: Assessments) -> Iterator[Limb]:
    """Yield every limb of every finding."""
    for _, finding in findings(assessments):
        yield from finding.limbs


def is_principle(reasoner: Reasoner, finding: Finding) -> bool:
    """Say whether a finding is on what binds nobody."""
    return reasoner.law.norms[finding.limbs[0].norm].kind == "Principle"


def one(reasoner: Reasoner, facts: Mapping[str, object], matter: Mapping[str, object] | None = None) -> Assessment:
    """Assess one activity of facial recognition in March 2022."""
    described: dict[str, object] = {"id": "d", "activities": [{"id": "a", "facts": {**IN_MARCH, **facts}}]}
    if matter is not None:
        described["matter"] = {"facts": matter}
    return reasoner.assess(reasoner.read(described))


def finding_on(assessment: Assessment, provision: str) -> Finding:
    """Return the finding on a provision for the only activity."""
    finding = assessment.finding("a", provision)
    assert finding is not None
    return finding


# Other readings.


@pytest.mark.parametrize("profile", ["balanced", pytest.param("textual", marks=pytest.mark.long)])
def test_each_other_reading_that_is_named_gives_that_status_and_each_that_is_not_gives_the_same(
    reasoner: Reasoner, bundled: Described, profile: str
) -> None:
    law = reasoner.law
    chosen = law.options(profile)
    others = [(code, o.code) for code, each in law.readings.items() for o in each.options if o.id not in chosen]
    assert len(others) >= len(law.readings)
    named = set()
    for described in bundled.values():
        deployment = reasoner.read(described)
        here = reasoner.assess(deployment, Asked(profile))
        for reading, option in others:
            there = reasoner.assess(deployment, Asked(profile, ((reading, option),)))
            for finding in here.findings:
                other = there.finding(finding.activity, finding.provision)
                status = other.status if other else Status.DOES_NOT_APPLY
                expected = () if status is finding.status else (OtherReading(reading, option, status),)
                said = tuple(each for each in finding.others if (each.reading, each.option) == (reading, option))
                assert said == expected, finding.id
                named |= set(said)
    assert {each.reading for each in named} >= {"IC-05", "IC-14"}


def test_a_reading_that_was_chosen_is_no_other_reading(reasoner: Reasoner, bundled: Described) -> None:
    for reading in reasoner.law.readings.values():
        for option in reading.options:
            asked = Asked(readings=((reading.code, option.code),))
            whole = reasoner.assess(reasoner.read(bundled["tianjin-2021"]), asked)
            assert option.id in whole.options
            named = {(each.reading, each.option) for finding in whole.findings for each in finding.others}
            assert (reading.code, option.code) not in named


# Provisions, limbs, rows.


def test_a_provision_takes_the_status_of_its_strongest_limb(assessments: Assessments) -> None:
    for _, finding in findings(assessments):
        assert finding.status is strongest([limb.status for limb in finding.limbs])
        assert finding.presumed is strongest([limb.presumed for limb in finding.limbs])
        assert finding.deciding == tuple(limb for limb in finding.limbs if limb.status is finding.status) != ()


def test_a_limb_takes_the_status_of_its_rows_together(assessments: Assessments) -> None:
    codes = {Truth.TRUE: TRUE, Truth.UNKNOWN: UNKNOWN}
    for limb in limbs(assessments):
        assert limb.status is fold([(status, codes[occurs]) for _, status, occurs in limb.rows])


def test_limbs_that_fare_differently_are_told_apart(reasoner: Reasoner) -> None:
    finding = finding_on(
        one(reasoner, {"rules_published": True, "elements_disclosed": ["purpose"]}), "spc:art-2-item-2"
    )
    statuses = {limb.norm: limb.status for limb in finding.limbs}
    assert statuses["spc:rules-not-public"] is Status.DOES_NOT_APPLY
    assert statuses["spc:terms-not-stated"] is finding.status is Status.APPLIES_UNLESS


def test_each_provision_with_a_norm_of_an_answered_instrument_is_answered_once_for_each_activity(
    reasoner: Reasoner, assessments: Assessments
) -> None:
    law = reasoner.law
    for whole in assessments.values():
        plan = reasoner.plan(whole.options)
        expected = list(answered_provisions(law, plan))
        for activity in whole.activities:
            mine = [finding.provision for finding in whole.findings if finding.activity == activity.id]
            assert mine == expected
        assert {law.instruments[each.instrument].answered for each in whole.findings} == {True}
        ids = [finding.id for finding in whole.findings]
        assert len(ids) == len(set(ids))


def test_findings_stand_in_the_order_of_the_texts(reasoner: Reasoner) -> None:
    law = reasoner.law
    finding = one(reasoner, {}).findings
    items = [each.provision for each in finding if each.provision.startswith("spc:art-5-item-")]
    assert items == [f"spc:art-5-item-{number}" for number in range(1, 6)]
    orders = [law.instruments[each.instrument].order for each in finding]
    assert all(before <= after for before, after in pairwise(orders))


def test_an_auxiliary_norm_answers_only_where_nothing_else_does(reasoner: Reasoner, assessments: Assessments) -> None:
    norms = reasoner.law.norms
    for _, finding in findings(assessments):
        stated = [norms[each] for each in reasoner.law.stated[finding.provision]]
        auxiliary = {norms[limb.norm].auxiliary for limb in finding.limbs}
        assert auxiliary == ({False} if any(not each.auxiliary for each in stated) else {True})


def test_a_finding_is_found_by_activity_and_provision(assessments: Assessments) -> None:
    for whole, finding in findings(assessments):
        assert whole.finding(finding.activity, finding.provision) is finding
        assert whole.finding(finding.activity, "spc:art-99") is None
        assert whole.finding("nobody", finding.provision) is None


# What binds and what does not.


def test_the_resolution_is_never_met_or_violated_and_the_provisions_are_never_in_tension(
    reasoner: Reasoner, assessments: Assessments
) -> None:
    for _, finding in findings(assessments):
        assert finding.status in (SOFT if is_principle(reasoner, finding) else HARD), finding.id


def test_nothing_is_presumed_of_a_principle(reasoner: Reasoner, assessments: Assessments) -> None:
    for _, finding in findings(assessments):
        if is_principle(reasoner, finding):
            assert finding.presumed is finding.status
            assert {each.bearer for each in finding.burdens} <= {"nobody"}


def test_the_resolution_does_not_hang_on_where_or_when(reasoner: Reasoner) -> None:
    """The gates of the Provisions never touch the Resolution."""
    facts = {"purpose": ["access_control"], "necessity_degree": "marginal"}
    near = one(reasoner, facts)
    far = one(
        reasoner, {**facts, "conduct_start": "2021-01-01", "conduct_end": "2021-02-01", "storage_continues": False}
    )
    for assessment in (near, far):
        assert finding_on(assessment, "gpa:principle-2").status is Status.IN_TENSION
    assert finding_on(far, "spc:art-2-item-2").status is Status.OUT_OF_SCOPE


# What a finding hangs on.


def test_a_decided_finding_hangs_on_nothing(assessments: Assessments) -> None:
    for _, finding in findings(assessments):
        if finding.status not in UNDECIDED:
            assert (finding.hangs_on, finding.burdens) == ((), ()), finding.id
    for limb in limbs(assessments):
        if limb.status not in UNDECIDED:
            assert (limb.hangs_on, limb.burdens, limb.threats) == ((), (), ()), limb.norm


def test_what_one_situation_decides_does_not_hang_on_another(reasoner: Reasoner) -> None:
    """One person never agreed; of another nobody knows. That faces were taken without consent is settled."""
    none = {"emergency_kind": [], "public_security_purpose": False, "news_or_supervision": False}
    ended = {"conduct_end": "2022-06-30", "storage_continues": False}
    facts = {**IN_MARCH, **ended, **none, "other_law_basis": "none", "legal_basis": "consent"}
    consents = [{"id": "no", "facts": {"consent_obtained": False}}, {"id": "perhaps", "facts": {}}]
    described = {"id": "d", "activities": [{"id": "a", "facts": facts, "consents": consents}]}
    finding = finding_on(reasoner.assess(reasoner.read(described)), "spc:art-2-item-3")
    (limb,) = finding.deciding
    assert {name: status for name, status, _ in limb.rows} == {"a.no": Status.APPLIES, "a.perhaps": Status.OPEN}
    assert (finding.status, finding.hangs_on, finding.burdens) == (Status.APPLIES, (), ())


def test_an_undecided_finding_on_what_binds_hangs_on_something(reasoner: Reasoner, assessments: Assessments) -> None:
    for _, finding in findings(assessments):
        if finding.status in UNDECIDED and not is_principle(reasoner, finding):
            assert finding.hangs_on, finding.id


def test_what_a_finding_hangs_on_is_not_on_record(reasoner: Reasoner, assessments: Assessments) -> None:
    when = {fact.name for fact in reasoner.vocabulary.facts.values() if fact.role is not None}
    for whole, finding in findings(assessments):
        rows = [row for row in whole.rows if row.activity == finding.activity]
        plan = reasoner.plan(whole.options)
        for fact in set(finding.hangs_on) - when:
            asked = [test for test, _ in plan.tests[fact]]
            values = [row.facts.get(fact) for row in rows]
            assert any(value is None or any(test.of(value) == UNKNOWN for test in asked) for value in values), fact


def test_an_answer_that_hangs_on_time_says_so(reasoner: Reasoner) -> None:
    """The gate ran from May 2021; whether it still did in August, nobody said."""
    finding = finding_on(one(reasoner, {"conduct_start": "2021-05-01", "rules_published": False}), "spc:art-2-item-2")
    assert finding.status is Status.OPEN
    assert {"conduct_end", "storage_continues"} <= set(finding.hangs_on)


def test_a_principle_does_not_hang_on_what_is_listed_and_decides_nothing(reasoner: Reasoner) -> None:
    """A record of the weighing speaks for Principle 2; that it was kept is no core of it."""
    finding = finding_on(one(reasoner, {"purpose": ["access_control"]}), "gpa:principle-2")
    assert finding.status is Status.OPEN
    aside = {each.condition for each in reasoner.law.indicators.values() if each.supports and not each.core}
    only = {leaf.test.fact for each in aside for leaf, _ in leaves(reasoner.formulas[each]) if isinstance(leaf, Leaf)}
    assert {"accountability_measures", "pbd_measures"} <= only
    assert {"necessity_degree", "less_intrusive_alternative"} <= set(finding.hangs_on)
    assert not {"accountability_measures", "pbd_measures"} & set(finding.hangs_on)


# Defeats.


def test_only_what_is_defeated_names_what_defeated_it(assessments: Assessments) -> None:
    for limb in limbs(assessments):
        rows = {status for _, status, _ in limb.rows}
        assert bool(limb.defeaters) == (Status.DEFEATED in rows)
        assert bool(limb.threats) == (Status.APPLIES_UNLESS in rows)


def test_a_defeat_is_named_with_its_provision_and_what_could_defeat_it(
    reasoner: Reasoner, assessments: Assessments
) -> None:
    law = reasoner.law
    named = [each for limb in limbs(assessments) for each in limb.defeaters]
    assert named
    for each in named:
        assert law.defeats[each.id].defeater == each.norm
        assert each.provisions == law.norms[each.norm].provisions
        assert set(each.could_fall_to) <= {
            other.defeater for other in law.defeats.values() if other.defeated == each.norm
        }


EMERGENCY = {
    "legal_basis": "consent",
    "consent_obtained": False,
    "emergency_kind": ["public_health"],
    "emergency_necessity": True,
}


@pytest.mark.parametrize(
    ("matter", "status"),
    [
        (None, Status.DEFEATED),
        ({"processor_pleas": ["exemption"]}, Status.DEFEATED),
        ({"processor_pleas": []}, Status.APPLIES),
        ({"claims_sought": ["deletion"]}, Status.APPLIES_UNLESS),
    ],
)
def test_in_a_case_an_exemption_nobody_pleads_defeats_nothing(
    reasoner: Reasoner, matter: Mapping[str, object] | None, status: Status
) -> None:
    facts = {**EMERGENCY, "public_security_purpose": False, "news_or_supervision": False, "other_law_basis": "none"}
    assert finding_on(one(reasoner, facts, matter), "spc:art-2-item-3").status is status


def test_what_the_operator_says_its_basis_is_switches_nothing_off(reasoner: Reasoner) -> None:
    silent, claimed = (
        finding_on(one(reasoner, {"consent_obtained": False, **basis}), "spc:art-2-item-3").status
        for basis in ({}, {"legal_basis": "public_health_emergency"})
    )
    assert silent in UNDECIDED
    assert claimed in UNDECIDED


# What would be presumed beside what is shown.


def test_what_would_be_presumed_never_contradicts_what_is_shown(assessments: Assessments) -> None:
    for _, finding in findings(assessments):
        shown, held = truth_of(finding.status), truth_of(finding.presumed)
        assert shown in {Truth.UNKNOWN, held}, finding.id
    for limb in limbs(assessments):
        shown, held = truth_of(limb.status), truth_of(limb.presumed)
        assert shown in {Truth.UNKNOWN, held}, limb.norm


def test_an_open_principle_aside_nothing_presumed_is_open(reasoner: Reasoner, assessments: Assessments) -> None:
    for _, finding in findings(assessments):
        if not is_principle(reasoner, finding):
            assert finding.presumed not in UNDECIDED


@pytest.mark.parametrize("status", Status)
def test_every_status_says_whether_an_effect_follows(status: Status) -> None:
    follows = {Status.APPLIES, Status.IN_TENSION, Status.SUPPORTED}
    unknown = UNDECIDED | {Status.UNKNOWN}
    expected = Truth.TRUE if status in follows else Truth.UNKNOWN if status in unknown else Truth.FALSE
    assert truth_of(status) is expected


# Time and people.


def test_withdrawal_does_not_undo_what_came_before(assessments: Assessments) -> None:
    """The gym: consent was taken back on 10 October 2021."""
    finding = assessments["gym-2021"].finding("door", "spc:art-2-item-3")
    assert finding is not None
    (limb,) = (limb for limb in finding.limbs if limb.norm == "spc:no-separate-consent")
    rows = {row.id: row for row in assessments["gym-2021"].rows}
    since = [(rows[name].facts["consent_withdrawn"] is True, rows[name].first) for name, _, _ in limb.rows]
    assert [taken for taken, _ in since] == sorted(taken for taken, _ in since)
    assert {str(first) for taken, first in since if taken} == {"2021-10-10", "2021-11-01"}


def test_one_group_of_people_may_carry_the_finding_of_all(reasoner: Reasoner) -> None:
    facts = {
        "frt_used": True,
        "individual_identifiable": True,
        "conduct_start": "2022-03-01",
        "conduct_end": "2022-03-01",
        "storage_continues": False,
        "rules_published": True,
        "elements_disclosed": ["purpose", "method", "scope"],
        **EMERGENCY,
        "emergency_kind": [],
        "public_security_purpose": False,
        "news_or_supervision": False,
        "other_law_basis": "none",
    }
    consented = {"consent_obtained": True, "consent_separate": True, "consent_informed": True, "consent_giver": "self"}
    free = {
        "consent_bundled": False,
        "coercion": False,
        "disguised_coercion": False,
        "service_conditional_on_consent": False,
    }
    del facts["consent_obtained"]
    groups = [
        {"id": name, "facts": {"protected_status": status}}
        for name, status in (("grown", "none"), ("small", "under_14"))
    ]
    consents = [
        {"id": f"{name}-yes", "group": name, "facts": {**consented, **free, "consent_withdrawn": False}}
        for name in ("grown", "small")
    ]
    activity = {
        "id": "a",
        "facts": {**facts, "written_consent_required": False},
        "groups": groups,
        "consents": consents,
    }
    found = finding_on(reasoner.assess(reasoner.read({"id": "d", "activities": [activity]})), "spc:art-2-item-3")
    (limb,) = (limb for limb in found.limbs if limb.norm == "spc:no-separate-consent")
    assert {name: status for name, status, _ in limb.rows} == {
        "a.grown.grown-yes": Status.DOES_NOT_APPLY,
        "a.small.small-yes": Status.APPLIES,
    }
    assert found.status is Status.APPLIES


# The same through and through.


def test_the_law_of_a_reading_is_compiled_once(reasoner: Reasoner) -> None:
    options = reasoner.law.options()
    assert reasoner.plan(options) is reasoner.plan(frozenset(options))
