"""A deployment is cut into situations, and each of them by time, so that nothing later undoes what came before."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.expression import Citation, Members
from kg.reasoner import Reasoner
from kg.row import Cited, Row
from kg.rows import Span, conduct, expand, segments
from kg.truth import FALSE, TRUE, UNKNOWN
from kg.values import pairs
from tests.kg.descriptions import descriptions

CUTS = (date(2021, 8, 1), date(2021, 11, 1))
OPEN = date.max


def rows(reasoner: Reasoner, activity: dict[str, Any], on: date | None = None, **more: object) -> tuple[Row, ...]:
    deployment = reasoner.read({"id": "d", "activities": [{"id": "a", **activity}], **more})
    return expand(deployment, reasoner.vocabulary, reasoner.words, CUTS, on)


def of(reasoner: Reasoner, facts: dict[str, Any], on: date | None = None) -> tuple[Row, ...]:
    return rows(reasoner, {"facts": facts}, on)


def kept(found: tuple[Row, ...]) -> list[tuple[str, int]]:
    """Return which of three segments are there: before August, until November, after; and whether they occur."""
    names = {None: "1", CUTS[0]: "2", CUTS[1]: "3"}
    return [(names[row.first], row.occurs) for row in found]


ON = date(2021, 9, 15)
MAY, JUNE, SEPTEMBER, DECEMBER = "2021-05-01", "2021-06-01", "2021-09-01", "2021-12-01"


@pytest.mark.parametrize(
    ("start", "end", "kept_on", "on", "expected"),
    [
        (MAY, JUNE, False, None, [("1", TRUE)]),
        (MAY, JUNE, None, None, [("1", TRUE), ("2", UNKNOWN), ("3", UNKNOWN)]),
        (MAY, JUNE, None, ON, [("1", TRUE), ("2", UNKNOWN)]),
        (MAY, JUNE, True, None, [("1", TRUE), ("2", TRUE), ("3", TRUE)]),
        (MAY, JUNE, True, ON, [("1", TRUE), ("2", TRUE)]),
        (MAY, SEPTEMBER, False, None, [("1", TRUE), ("2", TRUE)]),
        (SEPTEMBER, "open", None, None, [("2", TRUE), ("3", TRUE)]),
        (SEPTEMBER, "open", None, ON, [("2", TRUE)]),
        (DECEMBER, "open", None, ON, [("3", TRUE)]),
        (SEPTEMBER, None, None, None, [("2", TRUE), ("3", UNKNOWN)]),
        (SEPTEMBER, None, True, None, [("2", TRUE), ("3", TRUE)]),
        (SEPTEMBER, None, True, ON, [("2", TRUE)]),
        (None, SEPTEMBER, False, None, [("1", UNKNOWN), ("2", TRUE)]),
        (None, SEPTEMBER, None, None, [("1", UNKNOWN), ("2", TRUE), ("3", UNKNOWN)]),
        (None, JUNE, True, None, [("1", TRUE), ("2", TRUE), ("3", TRUE)]),
        (None, "open", None, None, [("1", UNKNOWN), ("2", UNKNOWN), ("3", TRUE)]),
        (None, "open", None, ON, [("1", UNKNOWN), ("2", TRUE)]),
        (None, None, None, None, [("1", UNKNOWN), ("2", UNKNOWN), ("3", UNKNOWN)]),
        (None, None, True, None, [("1", UNKNOWN), ("2", UNKNOWN), ("3", TRUE)]),
    ],
)
def test_a_segment_occurs_as_far_as_conduct_is_on_record(  # noqa: PLR0913 - the columns of the table
    start: str | None,
    end: str | None,
    kept_on: bool | None,  # noqa: FBT001
    on: date | None,
    expected: list[tuple[str, int]],
    reasoner: Reasoner,
) -> None:
    facts = {"conduct_start": start, "conduct_end": end, "storage_continues": kept_on}
    assert kept(of(reasoner, facts, on)) == expected


def test_days_on_the_border_belong_to_the_segment_they_begin(reasoner: Reasoner) -> None:
    last = {"conduct_start": "2021-07-31", "conduct_end": "2021-07-31", "storage_continues": False}
    assert kept(of(reasoner, last)) == [("1", TRUE)]
    first = {"conduct_start": "2021-08-01", "conduct_end": "2021-08-01", "storage_continues": False}
    assert kept(of(reasoner, first)) == [("2", TRUE)]


def test_a_day_stands_for_each_segment(reasoner: Reasoner) -> None:
    def days(**facts: object) -> list[object]:
        return [row.facts.get("conduct_day") for row in of(reasoner, facts)]

    assert days(conduct_start=MAY, conduct_end=SEPTEMBER, storage_continues=False) == [date(2021, 5, 1), CUTS[0]]
    assert days(conduct_start=SEPTEMBER) == [date(2021, 9, 1), CUTS[1]]
    assert days() == [date(2021, 7, 31), date(2021, 10, 31), CUTS[1]]
    assert days(conduct_end="open") == [date(2021, 7, 31), date(2021, 10, 31), CUTS[1]]


def test_an_activity_is_under_way_until_its_end_and_what_is_kept_later_is_only_kept(reasoner: Reasoner) -> None:
    def under_way(**facts: object) -> list[tuple[object, int]]:
        return [(row.facts.get("under_way"), row.occurs) for row in of(reasoner, facts)]

    kept_on = {"conduct_start": MAY, "conduct_end": "2021-07-31", "storage_continues": True}
    assert under_way(**kept_on) == [(True, TRUE), (False, TRUE), (False, TRUE)]
    assert under_way(**{**kept_on, "conduct_end": SEPTEMBER}) == [(True, TRUE), (True, TRUE), (False, TRUE)]
    assert under_way(**{**kept_on, "conduct_end": "open"}) == [(True, TRUE)] * 3
    assert under_way(**{**kept_on, "storage_continues": None}) == [(True, TRUE), (False, UNKNOWN), (False, UNKNOWN)]
    assert under_way(conduct_start=MAY, storage_continues=True) == [(True, TRUE), (None, TRUE), (None, TRUE)]
    assert under_way() == [(None, UNKNOWN)] * 3


def test_without_a_cut_there_is_one_row_and_maybe_no_day(reasoner: Reasoner) -> None:
    deployment = reasoner.read({"id": "d", "activities": [{"id": "a"}]})
    (row,) = expand(deployment, reasoner.vocabulary, reasoner.words, ())
    assert (row.id, row.first, row.last, row.occurs) == ("a", None, None, UNKNOWN)
    assert "conduct_day" not in row.facts


def test_an_open_end_is_the_last_of_days_and_an_unknown_end_none(reasoner: Reasoner) -> None:
    assert of(reasoner, {"conduct_end": "open"})[0].facts["conduct_end"] == OPEN
    assert "conduct_end" not in of(reasoner, {})[0].facts


def test_withdrawal_undoes_nothing_that_was_before(reasoner: Reasoner) -> None:
    facts = {"conduct_start": "2021-12-01", "conduct_end": "open"}
    withdrawn = {**facts, "consent_withdrawn": {"value": True, "from": "2022-05-01"}}
    first, second = of(reasoner, withdrawn)
    assert (first.id, first.last, first.facts["consent_withdrawn"]) == ("a#1", date(2022, 4, 30), False)
    assert (second.id, second.first, second.facts["consent_withdrawn"]) == ("a#2", date(2022, 5, 1), True)
    assert second.entries["consent_withdrawn"].since == date(2022, 5, 1)


def test_withdrawn_nobody_knows_when_is_unknown_throughout(reasoner: Reasoner) -> None:
    for row in of(reasoner, {"conduct_start": SEPTEMBER, "consent_withdrawn": True}):
        assert "consent_withdrawn" not in row.facts
        assert "consent_withdrawn" not in row.entries
    assert all(row.facts["consent_withdrawn"] is False for row in of(reasoner, {"consent_withdrawn": False}))


def test_a_rule_that_is_not_yet_in_force_counts_as_none(reasoner: Reasoner) -> None:
    rule = {"citation": "Bank rule", "rank": "law", "in_force_from": "2022-01-01"}
    found = of(reasoner, {"conduct_start": DECEMBER, "conduct_end": "open", "required_by_rule": rule})
    assert [row.facts["required_by_rule"] for row in found] == [Citation(None, None), Citation("Bank rule", "law")]
    known = of(reasoner, {"conduct_start": SEPTEMBER, "conduct_end": "open", "required_by_rule": "pipl:art-13"})
    assert [row.facts["required_by_rule"] for row in known] == [Citation(None, None), Citation("pipl:art-13", "law")]


def test_a_rule_that_is_not_yet_in_force_is_not_broken(reasoner: Reasoner) -> None:
    rules = [
        {"citation": "Old rule", "rank": "dept_rule", "topic": "use"},
        {"citation": "New law", "rank": "law", "topic": "use", "in_force_from": "2022-01-01"},
    ]
    before, after = of(reasoner, {"conduct_start": DECEMBER, "conduct_end": "open", "breached_norms": rules})
    assert isinstance(before.facts["breached_norms"], Members)
    assert before.facts["breached_norms"].present == {"dept_rule/use"}
    assert "law/use" in before.facts["breached_norms"].absent
    assert isinstance(after.facts["breached_norms"], Members)
    assert after.facts["breached_norms"].present == {"dept_rule/use", "law/use"}


def test_a_rule_of_unknown_rank_leaves_its_pairs_unknown(reasoner: Reasoner) -> None:
    found = pairs([Cited("Some rule", None, None, "use")], reasoner.vocabulary, closed=True)
    assert not found.present
    assert "law/use" not in found.absent
    assert "law/notice" in found.absent


def test_an_incident_stands_in_the_segment_of_its_day_and_no_other(reasoner: Reasoner) -> None:
    dated = {"conduct_start": MAY, "conduct_end": "open", "incident_date": "2021-09-15", "incident_result": ["leak"]}
    found = of(reasoner, dated)
    assert [(row.id, row.first, "incident_result" in row.facts) for row in found] == [
        ("a#1", None, False),
        ("a#2", CUTS[0], False),
        ("a#3", date(2021, 9, 15), True),
        ("a#4", CUTS[1], False),
    ]
    undated = {key: value for key, value in dated.items() if key != "incident_date"}
    assert all("incident_result" in row.facts for row in of(reasoner, undated))


def test_each_incident_has_a_row_and_the_rest_of_time_stands_without(reasoner: Reasoner) -> None:
    incidents = [
        {"id": "first", "facts": {"incident_date": "2021-08-10", "incident_result": ["leak"]}},
        {"id": "second", "facts": {"incident_date": "2021-12-24", "incident_result": ["loss"]}},
    ]
    facts = {"conduct_start": SEPTEMBER, "conduct_end": "open", "storage_continues": True}
    with_before = rows(reasoner, {"facts": {**facts, "conduct_start": "2021-08-05"}, "incidents": incidents})
    assert [row.id for row in with_before] == ["a.first#2", "a.second#4", "a#1", "a#3"]
    assert [row.parts for row in with_before[:2]] == [("incident:first",), ("incident:second",)]


def test_there_is_a_row_for_each_group_consent_and_recipient_in_their_order(reasoner: Reasoner) -> None:
    activity = {
        "facts": {"conduct_start": DECEMBER, "conduct_end": "open"},
        "groups": [{"id": "staff"}, {"id": "guests", "facts": {"protected_status": "none"}}],
        "consents": [{"id": "form", "group": "staff", "facts": {"consent_obtained": True}}, {"id": "tick"}],
        "recipients": [{"id": "police"}, {"id": "vendor"}],
    }
    found = rows(reasoner, activity)
    assert [row.id for row in found] == [
        "a.staff.form.police",
        "a.staff.form.vendor",
        "a.staff.tick.police",
        "a.staff.tick.vendor",
        "a.guests.tick.police",
        "a.guests.tick.vendor",
    ]
    assert found[0].parts == ("group:staff", "consent:form", "recipient:police")
    assert found[0].facts["consent_obtained"] is True
    assert "consent_obtained" not in found[-1].facts
    assert found[-1].facts["protected_status"] == "none"


def test_the_only_consent_of_another_group_is_not_this_groups(reasoner: Reasoner) -> None:
    activity = {
        "facts": {"conduct_start": DECEMBER, "conduct_end": "open", "consent_obtained": True},
        "groups": [{"id": "staff"}, {"id": "guests"}],
        "consents": [{"id": "form", "group": "staff"}],
    }
    staff, guests = rows(reasoner, activity)
    assert (staff.id, guests.id) == ("a.staff.form", "a.guests")
    assert staff.facts["consent_obtained"] is True
    assert "consent_obtained" not in guests.facts


def test_what_is_said_of_the_deployment_holds_unless_the_activity_says_otherwise(reasoner: Reasoner) -> None:
    shared = {"open_to_public": True, "place_type": "mall", "protected_status": "none"}
    groups = [{"id": "x"}, {"id": "y", "facts": {"protected_status": "under_14"}}]
    found = rows(reasoner, {"facts": {"place_type": "bank"}, "groups": groups}, facts=shared)
    assert all(row.facts["open_to_public"] is True and row.facts["place_type"] == "bank" for row in found)
    assert [row.facts["protected_status"] for row in found] == ["none"] * 3 + ["under_14"] * 3


def test_of_several_actors_a_row_knows_what_they_share(reasoner: Reasoner) -> None:
    actors = [
        {"id": "shop", "facts": {"actor_role": "processor", "actor_sector": "business"}},
        {"id": "vendor", "facts": {"actor_role": "vendor", "actor_sector": "business"}},
    ]
    both = rows(reasoner, {}, actors=actors)[0]
    assert both.facts["actor_sector"] == "business"
    assert both.entries["actor_role"].assumed
    one = rows(reasoner, {"actors": ["shop"]}, actors=actors)[0]
    assert one.facts["actor_role"] == "processor"


def test_contested_and_contradictory_facts_are_on_record_and_count_as_unknown(reasoner: Reasoner) -> None:
    facts = {"frt_used": {"value": True, "contested": True}, "consent_giver": "guardian", "protected_status": "none"}
    row = of(reasoner, facts)[0]
    assert not {"frt_used", "consent_giver", "protected_status"} & set(row.facts)
    assert row.entries["frt_used"].contested
    assert row.entries["consent_giver"].contradictory
    assert row.entries["consent_giver"].path == "$.activities[0].facts.consent_giver"


def test_a_refusal_stays_decided_though_consent_is_said_to_be_separate(reasoner: Reasoner) -> None:
    row = of(reasoner, {"consent_obtained": False, "consent_separate": True})[0]
    assert row.facts["consent_obtained"] is False
    assert "consent_separate" not in row.facts


def test_conduct_that_ends_before_it_begins_has_no_known_time(reasoner: Reasoner) -> None:
    found = of(reasoner, {"conduct_start": "2022-01-01", "conduct_end": "2021-01-01", "storage_continues": False})
    assert [occurs for _, occurs in kept(found)] == [UNKNOWN] * 3


def test_a_contradiction_reaches_only_the_situation_it_is_in(reasoner: Reasoner) -> None:
    activity = {
        "facts": {"conduct_start": DECEMBER, "conduct_end": "open"},
        "groups": [{"id": "adults", "facts": {"protected_status": "none"}}, {"id": "children"}],
        "consents": [{"id": "c", "facts": {"consent_giver": "guardian"}}],
    }
    adults, children = rows(reasoner, activity)
    assert "consent_giver" not in adults.facts
    assert children.facts["consent_giver"] == "guardian"


def test_a_remark_leaves_the_facts_as_they_are(reasoner: Reasoner) -> None:
    activity = {"facts": {"conduct_start": DECEMBER, "conduct_end": "open", "protected_status": "age_14_17"}}
    row = rows(reasoner, activity)[0]
    assert row.facts["protected_status"] == "age_14_17"
    assert not row.entries["protected_status"].contradictory


def test_two_answers_in_two_places_are_none(reasoner: Reasoner) -> None:
    groups = [{"id": "x", "facts": {"protected_status": "under_14"}}]
    row = rows(reasoner, {"facts": {"protected_status": "none"}, "groups": groups})[0]
    assert "protected_status" not in row.facts
    assert row.entries["protected_status"].contradictory


def test_what_nobody_stated_may_be_taken_as_so_and_is_marked(reasoner: Reasoner) -> None:
    row = of(reasoner, {})[0]
    assert row.facts["proceeding_kind"] == "civil"
    assert row.entries["proceeding_kind"].assumed
    assert row.facts["jurisdiction_nexus"] == Members(frozenset({"prc_processing"}), frozenset())
    stated = rows(reasoner, {}, facts={"proceeding_kind": "criminal"})[0]
    assert stated.facts["proceeding_kind"] == "criminal"
    contested = rows(reasoner, {}, facts={"proceeding_kind": {"value": "criminal", "contested": True}})[0]
    assert "proceeding_kind" not in contested.facts


def test_a_matter_is_described_or_not_and_stands_in_every_row(reasoner: Reasoner) -> None:
    assert all(row.facts["matter_described"] is False for row in of(reasoner, {}))
    found = rows(reasoner, {}, matter={"facts": {"processor_pleas": ["consent"]}})
    assert all(row.facts["matter_described"] is True and "processor_pleas" in row.facts for row in found)
    assert all(row.facts["matter_described"] is True for row in rows(reasoner, {}, matter={}))


def test_death_cuts_the_time_of_every_activity(reasoner: Reasoner) -> None:
    died = {"facts": {"subject_deceased": {"value": True, "from": "2022-02-02"}}}
    found = rows(reasoner, {"facts": {"conduct_start": DECEMBER, "conduct_end": "open"}}, matter=died)
    assert [row.facts["subject_deceased"] for row in found] == [False, True]


def test_more_rows_than_allowed_are_a_problem_of_each_activity(reasoner: Reasoner) -> None:
    groups = [{"id": f"g{number}"} for number in range(30)]
    activities = [{"id": name, "groups": groups} for name in "ab"]
    deployment = reasoner.read({"id": "d", "activities": activities})
    with pytest.raises(InputError) as caught:
        expand(deployment, reasoner.vocabulary, reasoner.words, CUTS)
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [
        ("too-many-rows", "$.activities[0]"),
        ("too-many-rows", "$.activities[1]"),
    ]


def test_two_rows_never_share_a_name(reasoner: Reasoner) -> None:
    activities = [{"id": "a", "groups": [{"id": "b.c"}]}, {"id": "a.b", "groups": [{"id": "c"}]}]
    deployment = reasoner.read({"id": "d", "activities": activities})
    with pytest.raises(InputError) as caught:
        expand(deployment, reasoner.vocabulary, reasoner.words, ())
    assert {problem.code for problem in caught.value.problems} == {"same-row-name"}


DAYS = st.dates(date(2019, 1, 1), date(2024, 12, 31))


@given(st.lists(DAYS, max_size=6))
def test_segments_cover_all_time_once(cuts: list[date]) -> None:
    found = segments(cuts)
    assert found[0].first == date.min
    assert found[-1].last == date.max
    assert all(one.last + timedelta(days=1) == other.first for one, other in pairwise(found))


@given(DAYS | st.none(), DAYS | st.none() | st.just(OPEN), st.none() | st.booleans(), DAYS | st.none(), DAYS)
def test_a_known_day_never_weakens_what_surely_occurs(
    start: date | None,
    end: date | None,
    kept_on: bool | None,  # noqa: FBT001
    on: date | None,
    day: date,
) -> None:
    """Answering an open question turns unknown into an answer, and no answer into another."""
    if start and end and end < start:
        return
    segment = Span(day, day)
    known = conduct(start, end, kept=kept_on, on=on).occurs(segment)
    for answered in (False, True) if kept_on is None else ():
        better = conduct(start, end, kept=answered, on=on).occurs(segment)
        assert known in {UNKNOWN, better}
    if start is None and end != OPEN:
        for first in {date(2019, 1, 1), min(each for each in (end, on, day) if each)}:
            better = conduct(first, end, kept=kept_on, on=on).occurs(segment)
            assert known in {UNKNOWN, better}
    assert conduct(start, end, kept=kept_on, on=on).occurs(segment) in {TRUE, UNKNOWN, FALSE}


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_rows_are_named_apart_lie_apart_and_hold_nothing_contested(reasoner: Reasoner, data: st.DataObject) -> None:
    deployment = reasoner.read(data.draw(descriptions(reasoner.vocabulary)))
    cuts, on = data.draw(st.lists(DAYS, max_size=3)), data.draw(DAYS | st.none())
    try:
        found = expand(deployment, reasoner.vocabulary, reasoner.words, cuts, on)
    except InputError as error:
        found = ()
        codes = {problem.code for problem in error.problems}
    else:
        codes = set()
    assert codes <= {"too-many-rows"}
    if codes:
        return
    assert len({row.id for row in found}) == len(found)
    assert {row.activity for row in found} == {activity.id for activity in deployment.activities}
    for row in found:
        assert row.occurs in {TRUE, UNKNOWN}
        assert set(row.facts) <= set(row.entries)
        for name, value in row.facts.items():
            entry = row.entries[name]
            assert entry.value == value
            assert not entry.contested
            assert not entry.contradictory
    assert found == expand(deployment, reasoner.vocabulary, reasoner.words, cuts[::-1], on)
