"""Two answers beside each other: what moves, and which facts or readings lie behind it."""

import json
from collections.abc import Mapping
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.assessment import Assessment
from kg.comparison.compare import Comparison, compare
from kg.comparison.compared import comparison_data
from kg.comparison.contrast import Contrast
from kg.law import Law
from kg.reasoner import Asked, Reasoner
from kg.telling import Part
from kg.text import Language
from kg.vocabulary import Role
from kg.wording import Wording

START = "2022-03-01"
DOOR: dict[str, Any] = {"frt_used": True, "individual_identifiable": True, "conduct_start": START}


def described(*activities: tuple[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {"id": "d", "activities": [{"id": name, "facts": dict(facts)} for name, facts in activities]}


def answer(reasoner: Reasoner, facts: Mapping[str, Any], asked: Asked | None = None, name: str = "a") -> Assessment:
    return reasoner.assess(reasoner.read(described((name, facts))), asked)


def beside(reasoner: Reasoner, one: Assessment, other: Assessment, **pairs: str) -> Comparison:
    return compare(one, other, reasoner.law, reasoner.vocabulary, pairs)


def moves(found: Comparison) -> dict[str, tuple[str, str]]:
    return {each.after.provision: (each.before.status.value, each.after.status.value) for each in found.moves}


def test_nothing_moves_where_the_question_is_the_same(reasoner: Reasoner) -> None:
    found = beside(reasoner, answer(reasoner, DOOR), answer(reasoner, DOOR))
    assert (found.moves, found.idle, found.readings) == ((), (), ())
    assert found.same == len(found.before.findings) > 0


def test_one_fact_moves_one_provision_and_stands_behind_it(reasoner: Reasoner) -> None:
    kept, published = ({**DOOR, "rules_published": value} for value in (False, True))
    found = beside(reasoner, answer(reasoner, kept), answer(reasoner, published))
    move, article_3 = (each for each in found.moves if each.before.status.value == "applies")
    assert (move.before.provision, article_3.before.provision) == ("spc:art-2-item-2", "spc:art-3")
    assert (move.before.activity, move.after.activity) == ("a", "a")
    assert [each.fact for each in move.facts] == ["rules_published"]
    assert [side[0].value for side in (move.facts[0].before, move.facts[0].after)] == [False, True]


def test_what_is_contested_on_one_side_is_no_value_there(reasoner: Reasoner) -> None:
    plain = {**DOOR, "rules_published": False}
    contested = {**DOOR, "rules_published": {"value": False, "contested": True}}
    found = beside(reasoner, answer(reasoner, plain), answer(reasoner, contested))
    changes = [each for move in found.moves for each in move.facts if each.fact == "rules_published"]
    assert changes
    assert changes[0].after[0].contested
    assert changes[0].after[0].value is None


def test_a_fact_that_moves_nothing_is_told_apart(reasoner: Reasoner) -> None:
    found = beside(
        reasoner,
        answer(reasoner, {**DOOR, "rules_published": False, "place_type": "mall"}),
        answer(reasoner, {**DOOR, "rules_published": False, "place_type": "hotel"}),
    )
    assert found.moves == ()
    assert [each.fact for each in found.idle] == ["place_type"]


def test_a_day_is_told_by_the_facts_it_was_worked_out_from(reasoner: Reasoner) -> None:
    early = {**DOOR, "conduct_start": "2020-01-01", "conduct_end": "2020-02-01", "storage_continues": False}
    found = beside(reasoner, answer(reasoner, early), answer(reasoner, DOOR))
    named = {each.fact for move in found.moves for each in move.facts}
    assert reasoner.vocabulary.with_role(Role.START).name in named
    assert reasoner.vocabulary.with_role(Role.DAY).name not in named | {each.fact for each in found.idle}


def test_activities_of_one_side_alone_are_named(reasoner: Reasoner) -> None:
    one, other = (
        reasoner.assess(reasoner.read(described(*((name, DOOR) for name in names)))) for names in ("ab", "bc")
    )
    found = beside(reasoner, one, other)
    assert (found.only_before, found.only_after) == (("a",), ("c",))
    assert found.same == len([each for each in one.findings if each.activity == "b"])


def test_activities_can_be_paired_by_hand(reasoner: Reasoner) -> None:
    one, other = (
        reasoner.assess(reasoner.read(described(*((name, DOOR) for name in names)))) for names in ("ab", "bc")
    )
    found = beside(reasoner, one, other, a="c")
    assert (found.only_before, found.only_after) == ((), ())
    assert found.same == len(one.findings)


def test_two_answers_of_one_activity_each_need_no_common_name(reasoner: Reasoner) -> None:
    found = beside(reasoner, answer(reasoner, DOOR, name="door"), answer(reasoner, DOOR, name="gate"))
    assert (found.only_before, found.only_after) == ((), ())


def others(law: Law) -> list[tuple[str, str]]:
    return [
        (code, option.code)
        for code, reading in sorted(law.readings.items())
        for option in reading.options
        if option.id != reading.default
    ]


def test_a_reading_chosen_otherwise_moves_what_the_finding_said_it_would(
    reasoner: Reasoner, bundled: Mapping[str, dict[str, Any]]
) -> None:
    moved = 0
    for name in ("gym-2021", "tianjin-2021"):
        deployment = reasoner.read(bundled[name])
        before = reasoner.assess(deployment)
        for code, option in others(reasoner.law):
            after = reasoner.assess(deployment, Asked(readings=((code, option),)))
            found = beside(reasoner, before, after)
            assert [(each.reading, each.after) for each in found.readings] == [(code, option)]
            told = {
                each.id for each in before.findings if (code, option) in {(o.reading, o.option) for o in each.others}
            }
            seen = {each.before.id for each in found.moves if each.before.status is not each.after.status}
            assert seen == told
            assert all(each.readings == found.readings for each in found.moves if each.before.id in seen)
            assert all(each.facts == () for each in found.moves)
            moved += len(seen)
    assert moved > 0


VALUES = st.fixed_dictionaries(
    {},
    optional={
        "rules_published": st.booleans(),
        "consent_obtained": st.booleans(),
        "consent_separate": st.booleans(),
        "legal_basis": st.sampled_from(["consent", "statutory_duty"]),
        "service_conditional_on_consent": st.booleans(),
        "conduct_end": st.sampled_from(["2022-06-01", "open"]),
    },
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=VALUES, other=VALUES)
def test_every_finding_is_counted_once_and_what_moves_has_a_cause(
    reasoner: Reasoner, one: dict[str, Any], other: dict[str, Any]
) -> None:
    sides = [answer(reasoner, DOOR | facts) for facts in (one, other)]
    found = beside(reasoner, *sides)
    assert len(found.moves) + found.same == len(sides[0].findings)
    assert all(move.facts for move in found.moves)
    back = beside(reasoner, *reversed(sides))
    assert moves(back) == {name: pair[::-1] for name, pair in moves(found).items()}
    differing = {name for name in {**one, **other} if one.get(name) != other.get(name)}
    told = {each.fact for move in found.moves for each in move.facts} | {each.fact for each in found.idle}
    assert told >= differing


def test_a_comparison_is_told_in_both_languages_and_as_the_same_bytes(reasoner: Reasoner, wording: Wording) -> None:
    sides = [answer(reasoner, {**DOOR, "rules_published": value}) for value in (False, True)]
    found = beside(reasoner, *sides)
    lines = list(Contrast(wording).told(found))
    assert [line for line in lines if line.part is Part.FINDING]
    assert all(line.says.en and line.says.zh for line in lines)
    assert any("rules published" in line.says.en.lower() or "→" in line.says.en for line in lines)
    data = [json.dumps(comparison_data(beside(reasoner, *sides), Language.EN)) for _ in range(2)]
    assert data[0] == data[1]
