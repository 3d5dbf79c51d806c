"""Change: whose facts are changed, where they stand, which cut rows, and what else moves."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kg.engine import Status
from kg.expression import Every, Negation, Relation
from kg.plain import plain
from kg.reasoner import Reasoner
from kg.vocabulary import Control, Level, Role
from kg.whatif.change import Limits, changes
from tests.kg.small import Small, says
from tests.kg.whatif.changed import MINE, THEIRS, applied, holds, said_in
from tests.kg.whatif.smallworld import controlled, world

# Whose facts.


@pytest.mark.parametrize("by", [MINE, THEIRS])
def test_only_facts_of_the_party_are_changed(
    by: Control, reasoner: Reasoner, bundled: Mapping[str, dict[str, Any]]
) -> None:
    touched: set[str] = set()
    for name in ("mall-2024", "ningbo-2022", "bank-app"):
        deployment = reasoner.read(bundled[name])
        for finding in reasoner.assess(deployment).findings[::6]:
            found = changes(reasoner, deployment, finding.activity, finding.provision, by=by, limits=Limits(sets=3))
            touched |= {change.fact for each in found.sets for change in each.changes}
    assert {reasoner.vocabulary.facts[name].control for name in touched} <= {by}
    if by is MINE:
        assert touched


def small_world(reasoner: Reasoner, **levels: Level) -> Reasoner:
    """Return a law of one rule with three facts to it, each about something else."""
    small = Small(reasoner)
    for name in ("mine", "theirs", "fixed"):
        small.fact(name)
    controlled(small, MINE, "mine", level=levels.get("mine"))
    controlled(small, THEIRS, "theirs", level=levels.get("theirs"))
    controlled(small, Control.NOBODY, "fixed")
    small.norm("rule", Every((says("mine"), says("theirs"), says("fixed"))))
    return world(small, reasoner)


FACTS_OF = {"mine": True, "theirs": True, "fixed": True}


def test_nothing_is_proposed_where_nobody_controls_anything(reasoner: Reasoner) -> None:
    small = Small(reasoner)
    small.fact("fixed")
    controlled(small, Control.NOBODY, "fixed")
    small.norm("rule", says("fixed"))
    law = world(small, reasoner)
    deployment = law.read({"id": "d", "activities": [{"id": "a", "facts": {"fixed": True}}]})
    found = changes(law, deployment, "a", "rule:text")
    assert (found.status, found.sets, found.cuts) == (Status.APPLIES, (), ())


def test_each_party_is_told_its_own_facts(reasoner: Reasoner) -> None:
    law = small_world(reasoner)
    deployment = law.read({"id": "d", "activities": [{"id": "a", "facts": FACTS_OF}]})
    (only,) = changes(law, deployment, "a", "rule:text").sets
    assert [(each.fact, each.after) for each in only.changes] == [("mine", False)]
    absent = law.read({"id": "d", "activities": [{"id": "a", "facts": {**FACTS_OF, "theirs": False}}]})
    (only,) = changes(law, absent, "a", "rule:text", by=THEIRS).sets
    assert [(each.fact, each.after) for each in only.changes] == [("theirs", True)]


def test_a_claimant_may_begin_a_matter_and_a_deployer_may_not(reasoner: Reasoner) -> None:
    law = small_world(reasoner, theirs=Level.MATTER)
    deployment = law.read({"id": "d", "activities": [{"id": "a", "facts": {"mine": True, "fixed": True}}]})
    (only,) = changes(law, deployment, "a", "rule:text", by=THEIRS).sets
    assert [each.path for each in only.changes] == ["$.matter.facts.theirs"]
    pleading = small_world(reasoner, mine=Level.MATTER)
    deployment = pleading.read({"id": "d", "activities": [{"id": "a", "facts": {"theirs": True, "fixed": True}}]})
    assert changes(pleading, deployment, "a", "rule:text").sets == ()


# Where a fact stands.


def of_consents(reasoner: Reasoner) -> Reasoner:
    small = Small(reasoner)
    small.fact("agreed")
    controlled(small, MINE, "agreed", level=Level.CONSENT)
    small.norm("rule", Negation(says("agreed")))
    return world(small, reasoner)


def test_every_consent_that_hurts_is_changed(reasoner: Reasoner) -> None:
    law = of_consents(reasoner)
    consents = [{"id": each, "facts": {"agreed": each == "y"}} for each in ("x", "y", "z")]
    deployment = law.read({"id": "d", "activities": [{"id": "a", "consents": consents}]})
    (only,) = changes(law, deployment, "a", "rule:text").sets
    assert [each.path for each in only.changes] == [
        "$.activities[0].consents[0].facts.agreed",
        "$.activities[0].consents[2].facts.agreed",
    ]
    holds(law, deployment, changes(law, deployment, "a", "rule:text"))


def test_what_stands_on_the_activity_is_changed_there(reasoner: Reasoner) -> None:
    law = of_consents(reasoner)
    activity = {"id": "a", "facts": {"agreed": False}, "consents": [{"id": "x"}]}
    deployment = law.read({"id": "d", "activities": [activity]})
    found = changes(law, deployment, "a", "rule:text")
    assert [each.path for each in found.sets[0].changes] == ["$.activities[0].facts.agreed"]
    holds(law, deployment, found)


def test_what_was_said_of_the_deployment_is_said_otherwise_of_the_activity(reasoner: Reasoner) -> None:
    small = Small(reasoner)
    small.fact("done")
    controlled(small, MINE, "done")
    small.norm("rule", says("done"))
    law = world(small, reasoner)
    activities = [{"id": "a"}, {"id": "b"}]
    deployment = law.read({"id": "d", "facts": {"done": True}, "activities": activities})
    (only,) = changes(law, deployment, "b", "rule:text").sets
    assert [each.path for each in only.changes] == ["$.activities[1].facts.done"]
    assert only.moves == ()


def test_what_all_actors_share_is_changed_of_each(reasoner: Reasoner) -> None:
    small = Small(reasoner)
    small.fact("done")
    controlled(small, MINE, "done", level=Level.ACTOR)
    small.norm("rule", says("done"))
    law = world(small, reasoner)
    actors = [{"id": each, "facts": {"done": True}} for each in ("x", "y")]
    deployment = law.read({"id": "d", "actors": actors, "activities": [{"id": "a"}, {"id": "b"}]})
    (only,) = changes(law, deployment, "a", "rule:text").sets
    assert only.changes[0].path == "$.actors[0].facts.done, $.actors[1].facts.done"
    assert [(each.activity, each.after) for each in only.moves] == [("b", Status.DOES_NOT_APPLY)]


# Facts that cut rows.


def test_keeping_nothing_afterwards_can_be_the_change(reasoner: Reasoner) -> None:
    """Conduct ended before a law was in force that keeping data brings it under."""
    small = Small(reasoner)
    small.fact("done")
    controlled(small, Control.NOBODY, "done")
    in_force = says(small.day, date(2021, 8, 1), relation=Relation.FROM)
    small.norm("rule", Every((says("done"), in_force)))
    law = world(small, reasoner)
    start, end, kept = (law.vocabulary.with_role(role).name for role in (Role.START, Role.END, Role.STORAGE))
    facts = {"done": True, start: "2021-01-01", end: "2021-03-01", kept: True}
    deployment = law.read({"id": "d", "activities": [{"id": "a", "facts": facts}]})
    found = changes(law, deployment, "a", "rule:text")
    assert [(each.fact, each.after) for each in found.sets[0].changes] == [(kept, False)]
    holds(law, deployment, found)


def test_what_holds_from_a_day_holds_from_the_first_day_of_conduct(reasoner: Reasoner) -> None:
    small = Small(reasoner)
    small.fact("withdrawn")
    controlled(small, THEIRS, "withdrawn")
    small.facts["withdrawn"] = replace(small.facts["withdrawn"], dated=True)
    small.norm("rule", says("withdrawn"))
    law = world(small, reasoner)
    start = law.vocabulary.with_role(Role.START).name
    facts = {"withdrawn": False, start: "2022-05-01"}
    deployment = law.read({"id": "d", "activities": [{"id": "a", "facts": facts}]})
    found = changes(law, deployment, "a", "rule:text", by=THEIRS)
    (only,) = found.sets
    assert only.changes[0].said == {"value": True, "from": "2022-05-01"}
    assert only.status is Status.APPLIES


# Contradictions.


def test_a_set_that_contradicts_itself_is_no_set(reasoner: Reasoner) -> None:
    """Separate consent without consent is no way out; with consent it is."""
    small = Small(reasoner)
    small.fact("separate")
    small.fact("agreed")
    controlled(small, MINE, "separate", "agreed")
    small.norm("rule", Negation(says("separate")))
    shape = Negation(Every((says("separate"), Negation(says("agreed")))))
    law = world(small, reasoner, {"shape": shape}, shape=("separate", "agreed"))
    deployment = law.read({"id": "d", "activities": [{"id": "a", "facts": {"separate": False, "agreed": False}}]})
    (only,) = changes(law, deployment, "a", "rule:text").sets
    assert {(each.fact, each.after) for each in only.changes} == {("separate", True), ("agreed", True)}


# What else moves.


def test_what_else_moves_is_what_the_assessments_differ_in(
    reasoner: Reasoner, bundled: Mapping[str, dict[str, Any]]
) -> None:
    deployment = reasoner.read(bundled["mall-2024"])
    before = {(f.activity, f.provision): f.status for f in reasoner.assess(deployment).findings}
    found = changes(reasoner, deployment, "returning-customers", "spc:art-2-item-2")
    for each in found.sets:
        told = applied(plain(deployment, reasoner.vocabulary), [said_in(change) for change in each.changes])
        after = {(f.activity, f.provision): f.status for f in reasoner.assess(reasoner.read(told)).findings}
        moved = {key: (before[key], after[key]) for key in before if before[key] is not after[key]}
        moved.pop(("returning-customers", "spc:art-2-item-2"))
        assert {(m.activity, m.provision): (m.before, m.after) for m in each.moves} == moved


def trade_off(reasoner: Reasoner) -> Reasoner:
    """Return a law in which leaving one thing breaks another rule, and a third does neither."""
    small = Small(reasoner)
    small.fact("shown")
    small.fact("kept")
    controlled(small, MINE, "shown", "kept")
    small.norm("rule", Every((says("shown"), says("kept"))))
    small.norm("other", Negation(says("shown")))
    return world(small, reasoner)


def test_what_becomes_worse_is_told_and_left_out_on_demand(reasoner: Reasoner) -> None:
    law = trade_off(reasoner)
    deployment = law.read({"id": "d", "activities": [{"id": "a", "facts": {"shown": True, "kept": True}}]})
    found = changes(law, deployment, "a", "rule:text")
    assert [(each.changes[0].fact, [move.worse for move in each.moves]) for each in found.sets] == [
        ("kept", []),
        ("shown", [True]),
    ]
    (only,) = changes(law, deployment, "a", "rule:text", nothing_worse=True).sets
    assert only.changes[0].fact == "kept"
