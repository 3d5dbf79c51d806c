"""Witness: a description that really comes to what it is a witness of, and in which nothing is idle."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.engine import Status
from kg.expression import Every, Formula, Members, Negation, Some
from kg.plan import Plan
from kg.reasoner import Reasoner, load
from kg.text import Text
from kg.vocabulary import Role
from kg.whatif.goal import ENGAGED, statuses
from kg.whatif.scene import ACTIVITY, Scene, described
from kg.whatif.ways import Demand, Want
from kg.whatif.witness import Witness, Witnesses, standing_of
from tests.kg.small import Small, says
from tests.kg.small import statuses as by_norm
from tests.kg.whatif.smallworld import world


def plan_of(reasoner: Reasoner) -> Plan:
    return reasoner.plan(reasoner.law.options())


@pytest.fixture(scope="module")
def witnesses(reasoner: Reasoner) -> Witnesses:
    return Witnesses(reasoner, plan_of(reasoner))


def status_of(reasoner: Reasoner, description: Mapping[str, Any], norm: str) -> Status | None:
    """Return what an assessment says of a norm in a description with no problem in it, read like any other."""
    deployment = reasoner.read(description)
    assert deployment.problems == ()
    limbs = [limb for each in reasoner.assess(deployment).findings for limb in each.limbs if limb.norm == norm]
    if limbs:
        return limbs[0].status
    standing = standing_of(reasoner, plan_of(reasoner), description)
    assert standing is not None
    return standing.of_norm(ACTIVITY, norm)


def idle(reasoner: Reasoner, found: Witness) -> Iterator[str]:
    """Yield every fact of a description without which it comes to the same."""
    description: Any = found.description
    for holder in (description, description["activities"][0], description.get("matter", {})):
        for name in list(holder.get("facts", {})):
            kept = holder["facts"].pop(name)
            standing = standing_of(reasoner, plan_of(reasoner), description)
            if standing is not None and standing.of_norm(ACTIVITY, found.norm) is found.status:
                yield name
            holder["facts"][name] = kept


NORMS = [norm.id for norm in plan_of(load()).norms]
"""Every norm in force under the default readings."""

WITHOUT: Mapping[str, str] = {}
"""The norms that no facts can bring to apply, each with the reason; there is none so far."""


def first_status(plan: Plan, norm: str) -> Status:
    return Status.IN_TENSION if plan.by_id[norm].soft else Status.APPLIES


@pytest.mark.parametrize("norm", NORMS)
def test_every_norm_has_facts_under_which_it_applies(norm: str, reasoner: Reasoner, witnesses: Witnesses) -> None:
    status = first_status(plan_of(reasoner), norm)
    found = witnesses.find(norm, status)
    if norm in WITHOUT:
        assert found is None
        return
    assert found is not None
    assert status_of(reasoner, found.description, norm) is status
    assert list(idle(reasoner, found)) == []


@pytest.mark.long
@pytest.mark.parametrize("norm", NORMS)
def test_a_witness_of_any_status_comes_to_it(norm: str, reasoner: Reasoner, witnesses: Witnesses) -> None:
    each = plan_of(reasoner).by_id[norm]
    found = {status: witnesses.find(norm, status) for status in statuses(each)}
    for status, witness in found.items():
        if witness is not None:
            assert status_of(reasoner, witness.description, norm) is status
            assert list(idle(reasoner, witness)) == []
    defeasible = bool(each.defeats)
    assert (found.get(Status.DEFEATED) is not None) is defeasible
    assert (found.get(Status.APPLIES_UNLESS) is not None) is defeasible
    assert found[Status.OPEN] is not None or taken(reasoner, norm)


def taken(reasoner: Reasoner, norm: str) -> bool:
    """Say whether all that a norm reads is taken as something where nobody states it, so that silence opens nothing."""
    facts = [each.test.fact for each in plan_of(reasoner).inputs if each.owner == norm]
    return bool(facts) and all(reasoner.vocabulary.facts[fact].taken_as for fact in facts)


@pytest.mark.long
@pytest.mark.parametrize("profile", ["textual", "protective"])
def test_every_norm_of_another_profile_has_a_witness(profile: str, reasoner: Reasoner) -> None:
    plan = reasoner.plan(reasoner.law.options(profile))
    witnesses = Witnesses(reasoner, plan)
    assert [norm.id for norm in plan.norms if witnesses.find(norm.id, first_status(plan, norm.id)) is None] == []


def test_a_fact_is_needed_only_once(witnesses: Witnesses) -> None:
    found = witnesses.find("spc:rules-not-public", Status.APPLIES)
    assert found is not None
    assert found.facts["rules_published"] is False
    assert len(found.facts) == 4


def test_two_actors_are_named_where_the_law_counts_them(witnesses: Witnesses) -> None:
    found = witnesses.find("spc:several-processors", Status.APPLIES)
    assert found is not None
    assert len(found.description["actors"]) == 2


def test_a_claim_is_described_only_where_one_is_needed(witnesses: Witnesses) -> None:
    with_claim = witnesses.find("spc:overreaching-term", Status.APPLIES)
    without = witnesses.find("spc:rules-not-public", Status.APPLIES)
    assert with_claim is not None
    assert without is not None
    assert "matter" in with_claim.description
    assert "matter" not in without.description


def test_the_same_witness_is_found_whatever_was_asked_before(reasoner: Reasoner, witnesses: Witnesses) -> None:
    fresh = Witnesses(reasoner, plan_of(reasoner)).find("spc:effective-consent", Status.APPLIES)
    assert witnesses.find("spc:effective-consent", Status.APPLIES) == fresh


def test_a_status_that_a_norm_never_has_is_refused(witnesses: Witnesses) -> None:
    with pytest.raises(ValueError, match="never supported"):
        witnesses.find("spc:rules-not-public", Status.SUPPORTED)


def test_steps_can_be_asked_for(reasoner: Reasoner, witnesses: Witnesses) -> None:
    norm = plan_of(reasoner).by_id["spc:no-separate-consent"]
    for defeat in norm.defeats:
        found = witnesses.find(norm.id, Status.DEFEATED, Demand(defeat.node, Want.TRUE))
        assert found is not None
        standing = standing_of(reasoner, plan_of(reasoner), found.description)
        assert standing is not None
        assert any(answer.values[defeat.node] == 3 for answer in standing.answers)


# Against everything that can be tried, on a law of few norms.


NAMES = ("one", "two", "three")
LEAVES = st.sampled_from(NAMES).map(says)
FORMULAS = st.recursive(
    LEAVES | LEAVES.map(Negation),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Every(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Some(tuple(parts))),
    ),
    max_leaves=5,
)


@settings(max_examples=60, deadline=None)
@given(FORMULAS, FORMULAS, st.sampled_from([Status.APPLIES, Status.DEFEATED, Status.APPLIES_UNLESS, Status.OPEN]))
def test_there_is_a_witness_exactly_where_facts_give_the_status(
    reasoner: Reasoner, rule: Formula, exemption: Formula, status: Status
) -> None:
    small = Small(reasoner)
    for name in NAMES:
        small.fact(name)
    small.norm("rule", rule)
    small.norm("exemption", exemption, favours=None)
    small.defeat("exemption", "rule")
    law = world(small, reasoner)
    plan = law.plan(frozenset())
    sizes = [
        len(facts)
        for values in product((None, True, False), repeat=3)
        if by_norm(plan, facts := _said(values))["rule"] is status
    ]
    found = Witnesses(law, plan).find("rule", status)
    assert (found is not None) is bool(sizes)
    if found is not None:
        assert len(found.facts) == min(sizes)


def _said(values: tuple[bool | None, ...]) -> dict[str, Any]:
    return {name: value for name, value in zip(NAMES, values, strict=True) if value is not None}


def test_what_no_facts_give_has_no_witness(reasoner: Reasoner) -> None:
    small = Small(reasoner)
    small.fact("one")
    small.norm("never", Every((says("one"), Negation(says("one")))))
    law = world(small, reasoner)
    assert Witnesses(law, law.plan(frozenset())).find("never", Status.APPLIES) is None


# Scenes.


def test_a_scene_that_no_actors_can_give_has_no_description(reasoner: Reasoner) -> None:
    counted = [fact for fact in reasoner.vocabulary.facts.values() if fact.role is Role.SEVERAL]
    source = reasoner.vocabulary.facts[counted[0].derived_from[0]]
    outside = next(each for each in source.concepts if all(fact.counts not in each.classes for fact in counted))
    scene = Scene({counted[0].name: True, source.name: outside.code})
    assert described(scene, reasoner, Text("t", "t")) is None


def test_the_members_of_a_scene_leave_the_rest_open(reasoner: Reasoner) -> None:
    fact = next(
        each for each in reasoner.vocabulary.facts.values() if len(each.codes) > 2 and each.name == "frt_function"
    )
    scene = Scene({fact.name: Members(frozenset(fact.codes[:1]), frozenset())})
    told: Any = described(scene, reasoner, Text("t", "t"))
    assert told["activities"][0]["facts"][fact.name] == {"present": [fact.codes[0]], "open": True}


def test_statuses_of_principles_and_norms_are_told_apart(reasoner: Reasoner) -> None:
    plan = plan_of(reasoner)
    assert {first_status(plan, norm) for norm in NORMS} == ENGAGED
