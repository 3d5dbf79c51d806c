"""Burden: what nobody proved falls against whoever had to prove it, and silence makes nobody liable by itself."""

from collections.abc import Mapping
from datetime import date
from itertools import product
from typing import Any

import pytest

from kg.assessment import Assessment, Finding
from kg.burden import TRIED, Presumed, conflicts, fallback, ledger, presumed
from kg.engine import Status, answer
from kg.expression import Citation, Every, Formula, Members, Negation, Relation, Some, Value
from kg.plan import Plan
from kg.reasoner import Reasoner
from kg.truth import FALSE, TRUE, UNKNOWN
from kg.vocabulary import Kind, Party
from tests.kg.small import Small, has, leans, row, says

SIDES = ("claimant", "processor")
PLAIN, NEGATED, BOTH = frozenset({True}), frozenset({False}), frozenset({True, False})


def closed(plan: Plan, facts: Mapping[str, Value]) -> Presumed:
    """Return what would be held on these facts if the record closed."""
    return presumed(plan, answer(plan, row(facts)))


def held(plan: Plan, facts: Mapping[str, Value]) -> dict[str, Status]:
    """Return what would be held of each norm."""
    return {norm.id: closed(plan, facts).statuses[norm.place] for norm in plan.norms}


# An element falls against its bearer, inside its norm.


@pytest.mark.parametrize(
    ("bearer", "favours", "polarities", "taken_as"),
    [
        # The bearer wants the norm to hold and did not prove it: it is taken not to hold.
        ("claimant", "claimant", PLAIN, FALSE),
        ("claimant", "claimant", NEGATED, TRUE),
        ("processor", "processor", PLAIN, FALSE),
        ("processor", "processor", NEGATED, TRUE),
        # The bearer wants the norm not to hold and did not disprove it: it is taken to hold.
        ("claimant", "processor", PLAIN, TRUE),
        ("claimant", "processor", NEGATED, FALSE),
        ("processor", "claimant", PLAIN, TRUE),
        ("processor", "claimant", NEGATED, FALSE),
    ],
)
def test_what_is_unproven_falls_against_its_bearer(
    bearer: str, favours: str, polarities: frozenset[bool], taken_as: int
) -> None:
    assert fallback(bearer=bearer, favours=favours, polarities=polarities) == taken_as


@pytest.mark.parametrize(("favours", "polarities"), list(product([*SIDES, None], [PLAIN, NEGATED, BOTH])))
@pytest.mark.parametrize("bearer", ["court", "both", "nobody"])
def test_what_is_for_the_court_or_for_nobody_is_never_presumed(
    bearer: str, favours: str | None, polarities: frozenset[bool]
) -> None:
    assert fallback(bearer=bearer, favours=favours, polarities=polarities) == UNKNOWN


@pytest.mark.parametrize("bearer", SIDES)
def test_a_norm_that_favours_nobody_presumes_nothing(bearer: str) -> None:
    assert fallback(bearer=bearer, favours=None, polarities=PLAIN) == UNKNOWN


@pytest.mark.parametrize(("bearer", "favours"), list(product(SIDES, SIDES)))
def test_an_element_that_stands_both_ways_is_presumed_neither_way(bearer: str, favours: str) -> None:
    assert fallback(bearer=bearer, favours=favours, polarities=BOTH) == UNKNOWN


@pytest.mark.parametrize(
    ("bearer", "favours", "negated"), list(product(Party, (Party.CLAIMANT, Party.PROCESSOR), (True, False)))
)
def test_silence_decides_a_norm_of_one_element_against_its_bearer(
    reasoner: Reasoner,
    bearer: Party,
    favours: Party,
    negated: bool,  # noqa: FBT001 - a parameter of the case
) -> None:
    small = Small(reasoner)
    small.fact("element", bearer)
    small.norm("norm", Negation(says("element")) if negated else says("element"), favours)
    found = held(small.plan(), {})["norm"]
    if bearer not in {Party.CLAIMANT, Party.PROCESSOR}:
        assert found is Status.UNKNOWN
    else:
        assert found is (Status.DOES_NOT_APPLY if bearer is favours else Status.APPLIES)


def test_one_fact_may_be_presumed_for_one_side_here_and_for_the_other_there(reasoner: Reasoner) -> None:
    small = Small(reasoner)
    small.fact("lent", Party.CLAIMANT)
    small.norm("debt", says("lent"), Party.CLAIMANT)
    small.norm("gift", Negation(says("lent")), Party.PROCESSOR)
    assert held(small.plan(), {}) == {"debt": Status.DOES_NOT_APPLY, "gift": Status.APPLIES}


def test_silence_of_the_court_keeps_the_answer_open(reasoner: Reasoner) -> None:
    small = Small(reasoner)
    small.fact("lent", Party.PROCESSOR)
    small.fact("fair", Party.COURT)
    small.norm("debt", Every((says("lent"), says("fair"))), Party.CLAIMANT)
    plan = small.plan()
    assert held(plan, {})["debt"] is Status.UNKNOWN
    assert held(plan, {"fair": True})["debt"] is Status.APPLIES
    assert held(plan, {"fair": False})["debt"] is Status.DOES_NOT_APPLY


def test_what_is_on_record_is_never_presumed_away(reasoner: Reasoner) -> None:
    small = Small(reasoner)
    small.fact("paid", Party.PROCESSOR)
    small.norm("debt", Negation(says("paid")), Party.CLAIMANT)
    plan = small.plan()
    assert held(plan, {})["debt"] is Status.APPLIES
    assert held(plan, {"paid": True})["debt"] is Status.DOES_NOT_APPLY


# Who lays the burden.


def burdened(reasoner: Reasoner, **laid: Any) -> Small:
    """Return a law in which a burden lies on the processor for a wrong that a claimant must prove by default."""
    small = Small(reasoner)
    small.fact("pleaded", Party.NOBODY)
    small.fact("done", Party.CLAIMANT)
    small.fact("harmful", Party.CLAIMANT)
    small.norm("wrong", Every((says("done"), says("harmful"))), Party.CLAIMANT)
    small.burden("duty", Party.PROCESSOR, says("pleaded"), governs=frozenset({"wrong"}), **laid)
    return small


def test_a_rule_may_lay_a_whole_norm_on_one_side(reasoner: Reasoner) -> None:
    plan = burdened(reasoner).plan()
    assert held(plan, {"pleaded": True})["wrong"] is Status.APPLIES
    assert {each.bearer for each in plan.inputs if each.owner == "wrong"} == {"processor"}


def test_a_rule_may_lay_a_single_fact_on_one_side(reasoner: Reasoner) -> None:
    plan = burdened(reasoner, facts=frozenset({"harmful"})).plan()
    assert held(plan, {"pleaded": True})["wrong"] is Status.DOES_NOT_APPLY
    assert held(plan, {"pleaded": True, "done": True})["wrong"] is Status.APPLIES


def test_a_rule_of_a_reading_not_chosen_lays_nothing(reasoner: Reasoner) -> None:
    small = burdened(reasoner, option="reading-b")
    assert held(small.plan("reading-a"), {"pleaded": True})["wrong"] is Status.DOES_NOT_APPLY
    assert held(small.plan("reading-b"), {"pleaded": True})["wrong"] is Status.APPLIES


@pytest.mark.parametrize(
    ("facts", "status"),
    [({"pleaded": True}, Status.APPLIES), ({}, Status.APPLIES), ({"pleaded": False}, Status.UNKNOWN)],
)
def test_a_burden_that_hangs_on_a_plea_known_not_to_be_raised_presumes_nothing(
    reasoner: Reasoner, facts: Mapping[str, Value], status: Status
) -> None:
    assert held(burdened(reasoner).plan(), facts)["wrong"] is status


# Two values that exclude each other are never presumed together.

DAY = date(2021, 8, 1)


def rivals(reasoner: Reasoner, one: Formula, other: Formula, kind: Kind, codes: tuple[str, ...] = ()) -> Plan:
    """Return a law of two wrongs that silence on one fact would each presume; a third needs only one of them."""
    small = Small(reasoner)
    small.fact("fact", Party.PROCESSOR, kind, codes)
    small.norm("one", one, Party.CLAIMANT)
    small.norm("other", other, Party.CLAIMANT)
    small.norm("either", Some((leans("one"), leans("other"))), Party.CLAIMANT)
    small.norm("both", Every((leans("one"), leans("other"))), Party.CLAIMANT)
    return small.plan()


def test_silence_does_not_make_a_thing_so_and_not_so(reasoner: Reasoner) -> None:
    plan = rivals(reasoner, says("fact"), Negation(says("fact")), Kind.BOOLEAN)
    assert conflicts(plan) == ("fact",)
    assert held(plan, {}) == {
        "one": Status.UNKNOWN,
        "other": Status.UNKNOWN,
        "either": Status.APPLIES,  # whichever it is
        "both": Status.DOES_NOT_APPLY,  # never
    }


def test_silence_does_not_give_a_fact_two_values(reasoner: Reasoner) -> None:
    plan = rivals(reasoner, says("fact", "a"), says("fact", "b"), Kind.CONCEPT, ("a", "b", "c"))
    assert held(plan, {}) == {
        "one": Status.UNKNOWN,
        "other": Status.UNKNOWN,
        "either": Status.UNKNOWN,  # it may be c
        "both": Status.DOES_NOT_APPLY,
    }


def test_silence_does_not_take_every_value_from_a_fact(reasoner: Reasoner) -> None:
    plan = rivals(reasoner, Negation(says("fact", "a")), Negation(says("fact", "b")), Kind.CONCEPT, ("a", "b"))
    assert held(plan, {})["either"] is Status.APPLIES
    assert held(plan, {})["both"] is Status.DOES_NOT_APPLY


def test_silence_does_not_put_a_day_before_and_after_another(reasoner: Reasoner) -> None:
    since, before = (says("fact", DAY, relation=relation) for relation in (Relation.FROM, Relation.BELOW))
    plan = rivals(reasoner, since, before, Kind.DATE)
    assert held(plan, {})["either"] is Status.APPLIES
    assert held(plan, {})["both"] is Status.DOES_NOT_APPLY


def test_silence_does_not_give_a_rule_two_ranks(reasoner: Reasoner) -> None:
    law, notice = (says("fact", rank, relation=Relation.RANKED) for rank in ("law", "notice"))
    plan = rivals(reasoner, law, notice, Kind.CITATION)
    for facts in ({}, {"fact": Citation("a rule of unknown rank", None)}):
        assert held(plan, facts)["one"] is Status.UNKNOWN
        assert held(plan, facts)["both"] is Status.DOES_NOT_APPLY


@pytest.mark.parametrize(
    "known", [None, Members(frozenset(), frozenset()), Members(frozenset({"b"}), frozenset({"c"}))]
)
def test_silence_does_not_make_a_member_present_and_absent(reasoner: Reasoner, known: Members | None) -> None:
    plan = rivals(reasoner, has("fact", "a"), Negation(has("fact", "a")), Kind.CONCEPTS, ("a", "b", "c"))
    facts: dict[str, Value] = {} if known is None else {"fact": known}
    assert (held(plan, facts)["one"], held(plan, facts)["other"]) == (Status.UNKNOWN, Status.UNKNOWN)


def test_members_that_do_not_exclude_each_other_are_presumed_together(reasoner: Reasoner) -> None:
    plan = rivals(reasoner, has("fact", "a"), Negation(has("fact", "b")), Kind.CONCEPTS, ("a", "b", "c"))
    assert conflicts(plan) == ()
    assert held(plan, {})["both"] is Status.APPLIES


def test_values_that_one_value_can_give_are_presumed_together(reasoner: Reasoner) -> None:
    plan = rivals(reasoner, says("fact", "a", "b"), Negation(says("fact", "a")), Kind.CONCEPT, ("a", "b", "c"))
    assert conflicts(plan) == ()
    assert held(plan, {})["both"] is Status.APPLIES


def test_what_a_defeat_has_settled_stays_so_whichever_value_is_tried(reasoner: Reasoner) -> None:
    """With one value the second norm is defeated, with the other it is not even met: it does not hold either way."""
    small = Small(reasoner)
    small.fact("fact", Party.PROCESSOR)
    small.fact("needed", Party.PROCESSOR)
    small.norm("one", says("fact"), Party.CLAIMANT)
    small.norm("other", Negation(says("fact")), Party.CLAIMANT)
    small.norm("need", says("needed"), Party.PROCESSOR)
    small.defeat("need", over="other")
    assert held(small.plan(), {"needed": True}) == {
        "one": Status.UNKNOWN,
        "other": Status.DEFEATED,
        "need": Status.APPLIES,
    }


@pytest.mark.parametrize("value", [True, False])
def test_where_the_fact_is_on_record_nothing_is_tried(reasoner: Reasoner, value: bool) -> None:  # noqa: FBT001
    plan = rivals(reasoner, says("fact"), Negation(says("fact")), Kind.BOOLEAN)
    decided = {"one": value, "other": not value}
    found = held(plan, {"fact": value})
    assert {name: found[name] is Status.APPLIES for name in decided} == decided


@pytest.mark.parametrize(("facts", "tried"), [(TRIED.bit_length() - 1, True), (TRIED.bit_length(), False)])
def test_beyond_a_limit_what_clashes_stays_unknown(reasoner: Reasoner, facts: int, tried: bool) -> None:  # noqa: FBT001
    small = Small(reasoner)
    for number in range(facts):
        small.fact(f"f{number}", Party.PROCESSOR)
        small.norm(f"one{number}", says(f"f{number}"), Party.CLAIMANT)
        small.norm(f"other{number}", Negation(says(f"f{number}")), Party.CLAIMANT)
    small.norm("either", Some((leans("one0"), leans("other0"))), Party.CLAIMANT)
    found = held(small.plan(), {})
    assert found.pop("either") is (Status.APPLIES if tried else Status.UNKNOWN)
    assert set(found.values()) == {Status.UNKNOWN}


# The ledger.

GATE = {"frt_used": True, "individual_identifiable": True, "conduct_start": "2022-03-01"}


def assessed(reasoner: Reasoner, facts: Mapping[str, object], matter: Mapping[str, object] | None = None) -> Assessment:
    """Assess one activity, perhaps in a case."""
    described: dict[str, object] = {"id": "d", "activities": [{"id": "a", "facts": {**GATE, **facts}}]}
    if matter is not None:
        described["matter"] = {"facts": matter}
    return reasoner.assess(reasoner.read(described))


def found(assessment: Assessment, provision: str) -> Finding:
    """Return the finding on a provision."""
    finding = assessment.finding("a", provision)
    assert finding is not None
    return finding


@pytest.mark.parametrize(
    ("provision", "fact", "facts", "borne"),
    [
        ("spc:art-2-item-2", "rules_published", {}, "processor under spc:art-6-para-2"),
        ("spc:art-2-item-3", "consent_separate", {"legal_basis": "consent"}, "processor under spc:art-6-para-2"),
        ("spc:art-2-item-3", "consent_bundled", {"legal_basis": "consent"}, "claimant under spc:art-6-para-1"),
        ("spc:art-5-item-1", "emergency_necessity", {}, "processor under spc:art-6-para-3"),
        ("spc:art-5-item-4", "consent_separate", {}, "processor under spc:art-6-para-3"),
        ("spc:art-4-item-1", "necessary_for_service", {"legal_basis": "consent"}, "processor under spc:art-6-para-2"),
        ("spc:art-1-para-1", "operations", {"frt_used": None}, "claimant under spc:art-6-para-1"),
    ],
)
def test_the_ledger_names_the_paragraph(
    reasoner: Reasoner, provision: str, fact: str, facts: Mapping[str, object], borne: str
) -> None:
    burdens = found(assessed(reasoner, facts), provision).burdens
    assert {f"{each.bearer} under {each.basis}" for each in burdens if each.fact == fact} == {borne}


def test_a_rule_on_a_whole_norm_is_named_for_what_stands_in_its_definitions(reasoner: Reasoner) -> None:
    small = Small(reasoner)
    small.fact("pleaded", Party.NOBODY)
    small.fact("agreed", Party.PROCESSOR)
    small.norm("consent", says("agreed"), Party.PROCESSOR)
    small.norm("excuse", leans("consent"), Party.PROCESSOR)
    small.burden("general", Party.PROCESSOR, says("pleaded"))
    small.burden("duty", Party.PROCESSOR, says("pleaded"), governs=frozenset({"excuse"}))
    plan = small.plan()
    agreed = [(number, plan.fallbacks[number]) for number, each in enumerate(plan.inputs) if each.test.fact == "agreed"]
    assert [each.basis for each in ledger(plan, "consent", agreed)] == ["general:text"]
    assert [each.basis for each in ledger(plan, "excuse", agreed)] == ["duty:text"]


def test_the_ledger_says_each_thing_once(reasoner: Reasoner) -> None:
    finding = found(assessed(reasoner, {"legal_basis": "consent"}), "spc:art-2-item-3")
    assert len(finding.burdens) == len(set(finding.burdens)) > 1


def test_the_ledger_follows_what_the_answer_hangs_on(reasoner: Reasoner) -> None:
    for finding in assessed(reasoner, {}).findings:
        for limb in finding.limbs:
            assert {each.fact for each in limb.burdens} <= set(limb.hangs_on)


@pytest.mark.parametrize(
    ("pleas", "status", "taken_as"),
    [
        (["compliance_1035"], Status.APPLIES, FALSE),
        (["consent"], Status.UNKNOWN, UNKNOWN),
        (["exemption"], Status.UNKNOWN, UNKNOWN),
        ([], Status.UNKNOWN, UNKNOWN),
    ],
)
def test_where_compliance_is_not_pleaded_silence_on_it_presumes_nothing_and_the_ledger_says_so(
    reasoner: Reasoner, pleas: list[str], status: Status, taken_as: int
) -> None:
    """Article 6 paragraph 2 lays the burden on the processor that says it complied, and on no other."""
    finding = found(assessed(reasoner, {}, matter={"processor_pleas": pleas}), "spc:art-2-item-2")
    (limb,) = (limb for limb in finding.limbs if limb.norm == "spc:rules-not-public")
    assert limb.presumed is status
    assert {each.taken_as for each in limb.burdens if each.fact == "rules_published"} == {taken_as}


def test_what_the_ledger_takes_for_granted_is_what_would_be_held(reasoner: Reasoner) -> None:
    """Where every open element of a norm of its own is presumed, the norm itself is."""
    for pleas in (["consent", "exemption"], ["exemption"], []):
        for finding in assessed(reasoner, {"legal_basis": "consent"}, matter={"processor_pleas": pleas}).findings:
            for limb in finding.limbs:
                if limb.burdens and all(each.taken_as != UNKNOWN for each in limb.burdens):
                    assert limb.presumed is not Status.UNKNOWN, (pleas, limb.norm)
