"""Change: every set that is proposed works, no part of it does, and nobody else's facts are touched."""

import copy
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.assessment import answered_provisions
from kg.described import Deployment
from kg.engine import Status
from kg.errors import InputError, NotFoundError
from kg.expression import Every, Formula, Members, Negation, Some, Value
from kg.graph import home
from kg.plain import plain
from kg.reasoner import Asked, Reasoner
from kg.vocabulary import Control, Fact, Kind, Level
from kg.whatif.change import Changes, Limits, changes
from kg.whatif.goal import QUIET
from kg.whatif.sites import plainly
from kg.whatif.terms import Cut
from kg.whatif.witness import Witnesses
from tests.kg.descriptions import descriptions
from tests.kg.small import Small, says
from tests.kg.whatif.changed import MINE, THEIRS, applied, comes_to, holds, wanted, warnings
from tests.kg.whatif.smallworld import controlled, world

BUNDLED = sorted(path.stem for path in (home() / "data" / "deployments").glob("*.json"))


# On every bundled description.


@pytest.mark.parametrize("name", BUNDLED)
def test_every_set_for_a_bundled_description_works_and_no_part_of_it_does(
    name: str, reasoner: Reasoner, bundled: Mapping[str, dict[str, Any]]
) -> None:
    deployment = reasoner.read(bundled[name])
    open_findings = [each for each in reasoner.assess(deployment).findings if each.status not in QUIET]
    seen = 0
    for finding in open_findings[:: max(1, len(open_findings) // 3)]:
        found = changes(reasoner, deployment, finding.activity, finding.provision, limits=Limits(sets=3))
        assert found.status is finding.status
        holds(reasoner, deployment, found)
        seen += len(found.sets)
    assert seen


@pytest.mark.long
@pytest.mark.parametrize("name", BUNDLED)
@pytest.mark.parametrize("by", [MINE, THEIRS])
def test_every_set_for_every_finding_works(
    name: str, by: Control, reasoner: Reasoner, bundled: Mapping[str, dict[str, Any]]
) -> None:
    deployment = reasoner.read(bundled[name])
    for finding in reasoner.assess(deployment).findings:
        holds(reasoner, deployment, changes(reasoner, deployment, finding.activity, finding.provision, by=by))


def test_what_is_wanted_already_needs_no_change(reasoner: Reasoner, bundled: Mapping[str, dict[str, Any]]) -> None:
    deployment = reasoner.read(bundled["mall-2024"])
    for finding in reasoner.assess(deployment).findings:
        if finding.status in QUIET:
            found = changes(reasoner, deployment, finding.activity, finding.provision)
            assert found.wanted
            assert not found.sets


def test_telling_what_was_not_told_is_enough(reasoner: Reasoner, bundled: Mapping[str, dict[str, Any]]) -> None:
    deployment = reasoner.read(bundled["mall-2024"])
    found = changes(reasoner, deployment, "returning-customers", "spc:art-2-item-2")
    first = found.sets[0]
    assert [(each.path, each.said) for each in first.changes] == [
        ("$.activities[1].facts.elements_disclosed", ["purpose", "method", "scope"])
    ]
    assert first.moves == ()


def single(reasoner: Reasoner, deployment: Deployment, found: Changes, number: int) -> set[tuple[str, str]]:
    """Return every change of one fact of one value that works, each tried by itself."""
    description = plain(deployment, reasoner.vocabulary)
    works = set()
    for fact in reasoner.vocabulary.facts.values():
        if fact.control is not found.by or (fact.level is Level.MATTER and deployment.matter is None):
            continue
        for said in _bare_values(fact):
            path = f"$.activities[{number}].facts.{fact.name}"
            status = comes_to(reasoner, applied(description, [(path, said)]), deployment, found)
            if status in wanted(found.by):
                works.add((fact.name, json.dumps(said)))
    return works


def _bare_values(fact: Fact) -> list[object]:
    if fact.kind is Kind.BOOLEAN:
        return [True, False]
    return list(fact.codes) if fact.kind is Kind.CONCEPT else []


@pytest.mark.parametrize(
    ("name", "activity", "provision"),
    [
        ("mall-2024", "returning-customers", "spc:art-4-item-2"),
        pytest.param("mall-2024", "returning-customers", "spc:art-2-item-1", marks=pytest.mark.long),
        pytest.param("bank-app", "one-tick", "spc:art-2-item-3", marks=pytest.mark.long),
        ("gym-2021", "door", "spc:art-2-item-2"),
    ],
)
def test_every_single_change_that_works_is_found(
    name: str, activity: str, provision: str, reasoner: Reasoner, bundled: Mapping[str, dict[str, Any]]
) -> None:
    deployment = reasoner.read(bundled[name])
    number = next(place for place, each in enumerate(deployment.activities) if each.id == activity)
    found = changes(reasoner, deployment, deployment.activities[number].id, provision, limits=Limits(sets=100))
    assert Cut.SETS not in found.cuts
    proposed = {
        (each.changes[0].fact, json.dumps(value))
        for each in found.sets
        if len(each.changes) == 1 and not isinstance(each.changes[0].after, Members)
        for value in (each.changes[0].said, *each.changes[0].instead)
    }
    assert not found.wanted
    assert proposed == single(reasoner, deployment, found, number)


# What a claimant can do is found wherever it is what is missing.


def without(description: Mapping[str, Any], reasoner: Reasoner, by: Control) -> tuple[dict[str, Any], bool]:
    """Return a description without the facts of a party, and whether it stated any."""
    found: dict[str, Any] = copy.deepcopy(dict(description))
    left_out = False
    for holder in (found, *found["activities"], found.get("matter", {})):
        for name in list(holder.get("facts", {})):
            if reasoner.vocabulary.facts[name].control is by:
                del holder["facts"][name]
                left_out = True
    return found, left_out


def test_whatever_a_claimant_failed_to_say_is_found(reasoner: Reasoner) -> None:
    plan = reasoner.plan(reasoner.law.options())
    witnesses = Witnesses(reasoner, plan)
    answered = [norm for norms in answered_provisions(reasoner.law, plan).values() for norm in norms]
    seen = 0
    for norm in dict.fromkeys(answered):
        found = witnesses.find(norm, Status.IN_TENSION if plan.by_id[norm].soft else Status.APPLIES)
        assert found is not None
        description, left_out = without(found.description, reasoner, THEIRS)
        if not left_out:
            continue
        seen += 1
        deployment = reasoner.read(description)
        for provision in reasoner.law.norms[norm].provisions:
            asked = changes(reasoner, deployment, "a", provision, by=THEIRS)
            assert asked.wanted or asked.sets
            holds(reasoner, deployment, asked)
    assert seen


# Generated descriptions.


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_every_set_for_any_description_works_and_no_part_of_it_does(reasoner: Reasoner, data: st.DataObject) -> None:
    description = data.draw(descriptions(reasoner.vocabulary))
    by = data.draw(st.sampled_from([MINE, THEIRS]))
    try:
        deployment = reasoner.read(description)
        assessment = reasoner.assess(deployment)
    except InputError:
        return
    finding = data.draw(st.sampled_from(assessment.findings))
    found = changes(reasoner, deployment, finding.activity, finding.provision, by=by, limits=Limits(sets=3))
    assert found.wanted is (finding.status in wanted(by))
    holds(reasoner, deployment, found)


# Against everything that can be tried, on a law of few norms.


FACTS = ("one", "two", "three", "four", "five")
LEAVES = st.sampled_from(FACTS).map(says)
FORMULAS = st.recursive(
    LEAVES | LEAVES.map(Negation),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Every(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Some(tuple(parts))),
    ),
    max_leaves=5,
)


def tiny(reasoner: Reasoner, rule: Formula, exemption: Formula, forbidden: Formula) -> Reasoner:
    """Return a law of a rule and its exemption; the deployer controls all facts but the last two."""
    small = Small(reasoner)
    for name in FACTS:
        small.fact(name)
    controlled(small, MINE, *FACTS[:3])
    controlled(small, THEIRS, FACTS[3])
    controlled(small, Control.NOBODY, FACTS[4])
    small.norm("rule", rule)
    small.norm("exemption", exemption, favours=None)
    small.defeat("exemption", "rule")
    return world(small, reasoner, {"shape": forbidden}, shape=FACTS)


Whole = Mapping[str, bool]


def brute(law: Reasoner, description: Mapping[str, Any], found: Changes) -> set[frozenset[tuple[str, bool]]]:
    """Return every smallest set of changes that works, all of them tried."""
    before = law.read(description)
    mine = [fact.name for fact in law.vocabulary.facts.values() if fact.control is found.by and fact.name in FACTS]
    held = description["activities"][0]["facts"]
    works: list[frozenset[tuple[str, bool]]] = []
    for values in product((None, True, False), repeat=len(mine)):
        said = {
            name: value
            for name, value in zip(mine, values, strict=True)
            if value is not None and held.get(name) is not value
        }
        several = [(f"$.activities[0].facts.{name}", value) for name, value in said.items()]
        if said and comes_to(law, applied(description, several), before, found) in wanted(found.by):
            works.append(frozenset(said.items()))
    return {each for each in works if not any(other < each for other in works)}


@settings(max_examples=60, deadline=None)
@given(
    FORMULAS,
    FORMULAS,
    FORMULAS,
    st.dictionaries(st.sampled_from(FACTS), st.booleans()),
    st.sampled_from([MINE, THEIRS]),
)
def test_exactly_the_smallest_sets_are_found(  # noqa: PLR0913 - a small law, a description and a party
    reasoner: Reasoner, rule: Formula, exemption: Formula, forbidden: Formula, held: Whole, by: Control
) -> None:
    law = tiny(reasoner, rule, exemption, Negation(forbidden))
    description = {"id": "d", "activities": [{"id": "a", "facts": dict(held)}]}
    deployment = law.read(description)
    if warnings(deployment):
        return  # what contradicts itself counts as unknown, and may come back when it no longer does
    found = changes(law, deployment, "a", "rule:text", by=by)
    expected = set() if found.wanted else brute(law, description, found)
    proposed = set()
    for each in found.sets:
        assert not found.wanted
        base = frozenset((change.fact, change.after is True) for change in each.changes)
        proposed.add(base)
        for change in each.changes:
            rest = base - {(change.fact, change.after is True)}
            proposed |= {rest | {(change.fact, value is True)} for value in change.instead}
    assert proposed <= expected
    names = [{fact for fact, _ in each} for each in expected]
    assert all({fact for fact, _ in each} in [{f for f, _ in one} for one in proposed] for each in expected), names


# Limits, names, sameness.


def test_no_set_is_larger_than_asked_and_that_is_said(reasoner: Reasoner) -> None:
    small = Small(reasoner)
    names = ("one", "two", "three")
    for name in names:
        small.fact(name)
    controlled(small, MINE, *names)
    small.norm("rule", Some(tuple(says(name) for name in names)))
    law = world(small, reasoner)
    deployment = law.read({"id": "d", "activities": [{"id": "a", "facts": dict.fromkeys(names, True)}]})
    assert [len(each.changes) for each in changes(law, deployment, "a", "rule:text").sets] == [3]
    fewer = changes(law, deployment, "a", "rule:text", limits=Limits(size=2))
    assert (fewer.sets, fewer.cuts) == ((), (Cut.SIZE,))


def test_a_limit_of_sets_or_of_work_is_said(reasoner: Reasoner, bundled: Mapping[str, dict[str, Any]]) -> None:
    deployment = reasoner.read(bundled["mall-2024"])
    one = changes(reasoner, deployment, "returning-customers", "spc:art-4-item-2", limits=Limits(sets=1))
    assert len(one.sets) == 1
    assert Cut.SETS in one.cuts
    little = changes(reasoner, deployment, "returning-customers", "spc:art-4-item-2", limits=Limits(runs=8))
    assert Cut.WORK in little.cuts
    some = changes(reasoner, deployment, "returning-customers", "spc:art-4-item-2", limits=Limits(runs=60))
    assert Cut.WORK in some.cuts
    assert some.runs < 60 + 64
    holds(reasoner, deployment, some)


@pytest.mark.long
def test_the_work_for_a_finding_is_bounded(reasoner: Reasoner, bundled: Mapping[str, dict[str, Any]]) -> None:
    deployment = reasoner.read(bundled["mall-2024"])
    for finding in reasoner.assess(deployment).findings:
        found = changes(reasoner, deployment, finding.activity, finding.provision)
        assert found.runs <= Limits().runs
        assert Cut.WORK not in found.cuts


@pytest.mark.parametrize(("activity", "provision"), [("nothing", "spc:art-3"), ("door", "spc:art-99")])
def test_what_does_not_exist_is_said_to_in_both_languages(
    activity: str, provision: str, reasoner: Reasoner, bundled: Mapping[str, dict[str, Any]]
) -> None:
    deployment = reasoner.read(bundled["gym-2021"])
    with pytest.raises(NotFoundError) as error:
        changes(reasoner, deployment, activity, provision)
    assert error.value.says.en != error.value.says.zh


def test_another_reading_may_leave_other_changes(reasoner: Reasoner, bundled: Mapping[str, dict[str, Any]]) -> None:
    deployment = reasoner.read(bundled["mall-2024"])
    found = changes(reasoner, deployment, "returning-customers", "spc:art-2-item-3", asked=Asked(profile="protective"))
    strict = reasoner.assess(deployment, Asked(profile="protective"))
    finding = strict.finding("returning-customers", "spc:art-2-item-3")
    assert finding is not None
    assert found.status is finding.status


SCRIPT = """
import json, sys
from kg import record
from kg.whatif import changing
from kg.whatif.change import changes
from kg.reasoner import load
from kg.text import Language
from kg.wording import Wording
reasoner = load()
wording = Wording(reasoner.law, reasoner.vocabulary, reasoner.words)
deployment = reasoner.read(json.load(open(sys.argv[1], encoding="utf-8")))
found = changes(reasoner, deployment, "returning-customers", "spc:art-2-item-6")
sys.stdout.write(record.encoded(changing.data(found, wording, Language.ZH)).decode())
"""


def test_the_same_question_gives_the_same_bytes_in_every_process() -> None:
    path = home() / "data" / "deployments" / "mall-2024.json"
    said = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(home()), "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(path)], env=environment, capture_output=True, check=True, timeout=120
        )
        said.add(done.stdout)
    assert len(said) == 1
    assert json.loads(said.pop())["sets"]


def test_a_value_is_told_as_it_can_be_written(reasoner: Reasoner) -> None:
    fact = next(
        each for each in reasoner.vocabulary.facts.values() if each.kind is Kind.CONCEPTS and len(each.codes) > 2
    )
    some = frozenset(fact.codes[:1])
    whole: list[tuple[Value, object]] = [
        (Members(some, frozenset(fact.codes) - some), [fact.codes[0]]),
        (Members(some, frozenset()), {"present": [fact.codes[0]], "open": True}),
        (
            Members(frozenset(), frozenset(fact.codes[1:2])),
            {"present": [], "absent": [fact.codes[1]], "open": True},
        ),
    ]
    for value, said in whole:
        assert plainly(fact, value, "a rule", None, str) == said
