"""What is asked of a description: what an open finding hangs on, once, with its reasons, the most decisive first."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import combinations, product
from typing import Any

import pytest

import prima_facie
from kg.assessment import Assessment
from kg.engine import Status
from kg.errors import NotFoundError
from kg.expression import Members
from kg.inquiry import asking
from kg.inquiry.questions import Agenda, Question
from kg.inquiry.reach import UNDECIDED
from kg.inquiry.terms import Form, Unsettled
from kg.reasoner import Asked, Reasoner
from kg.text import Language
from kg.vocabulary import Role
from kg.wording import Wording

EMPTY = {"id": "new", "activities": [{"id": "use"}]}


def described(**activity: Any) -> dict[str, Any]:
    return {"id": "new", "activities": [{"id": "use", **activity}]}


def asked(reasoner: Reasoner, description: Mapping[str, Any], **choice: Any) -> Agenda:
    return prima_facie.next_questions(reasoner, reasoner.read(description), **choice)


def paths(agenda: Agenda) -> list[str]:
    return [question.id for question in agenda.questions]


def facts_of(agenda: Agenda) -> set[str]:
    return {question.place.fact for question in agenda.questions}


def test_facts_on_record_are_never_asked(reasoner: Reasoner, bundled: Mapping[str, dict[str, Any]]) -> None:
    for description in bundled.values():
        assessment = reasoner.assess(reasoner.read(description))
        agenda = prima_facie.next_questions(reasoner, assessment)
        for question in agenda.questions:
            rows = [row for row in assessment.rows if question.place.activity in {None, row.activity}]
            for row in rows:
                entry = row.entries.get(question.place.fact)
                wholly = entry is not None and not entry.assumed and not isinstance(entry.value, Members)
                in_row = question.place.part is None or question.place.part in row.parts
                assert not (wholly and in_row) or question.form in {Form.MATTER, Form.ACTORS}, question.id


def test_every_question_is_asked_once_and_has_its_reasons(
    reasoner: Reasoner, assessments: Mapping[str, Assessment]
) -> None:
    for assessment in assessments.values():
        agenda = prima_facie.next_questions(reasoner, assessment)
        assert len(set(paths(agenda))) == len(agenda.questions) > 0
        open_ = {finding.id for finding in assessment.findings if finding.status in UNDECIDED}
        assert set(agenda.methods) == open_
        for question in agenda.questions:
            names = {reason.finding for reason in question.because}
            assert names
            assert names <= open_
            assert set(question.settles) <= names
            assert question.text.en
            assert question.text.zh


def test_the_most_decisive_question_comes_first(reasoner: Reasoner, assessments: Mapping[str, Assessment]) -> None:
    for assessment in assessments.values():
        questions = prima_facie.next_questions(reasoner, assessment).questions
        keys = [(-len(each.settles), -each.influence) for each in questions]
        assert keys == sorted(keys)


def test_what_is_counted_is_asked_of_each_actor(reasoner: Reasoner) -> None:
    known = {"frt_used": True, "individual_identifiable": True, "conduct_start": "2022-03-01"}
    description = {**described(facts=known), "actors": [{"id": "shop"}, {"id": "vendor"}]}
    agenda = asked(reasoner, description, provision="spc:art-7-para-1")
    assert {"$.actors[0].facts.actor_role", "$.actors[1].facts.actor_role"} <= set(paths(agenda))
    assert not any(reasoner.vocabulary.facts[name].role is Role.SEVERAL for name in facts_of(agenda))


def test_where_nobody_is_named_it_is_asked_who_takes_part(reasoner: Reasoner) -> None:
    agenda = asked(reasoner, described(), provision="spc:art-7-para-1")
    (question,) = (each for each in agenda.questions if each.form is Form.ACTORS)
    assert question.id == "$.actors"
    assert [option.code for option in question.options] == list(reasoner.vocabulary.facts["actor_role"].codes)


def test_without_a_matter_it_is_asked_whether_there_is_one_and_nothing_of_it(reasoner: Reasoner) -> None:
    without, with_one = (asked(reasoner, {**described(), **more}) for more in ({}, {"matter": {}}))
    assert "$.matter" in paths(without)
    assert not any(path.startswith("$.matter.") for path in paths(without))
    assert any(path.startswith("$.matter.facts.") for path in paths(with_one))
    assert "$.matter" not in paths(with_one)


def test_each_group_is_asked_about_by_itself(reasoner: Reasoner) -> None:
    agenda = asked(reasoner, described(groups=[{"id": "adults"}, {"id": "children"}]), provision="spc:art-2-item-3")
    found = {
        question.place.part: question.id for question in agenda.questions if question.place.fact == "protected_status"
    }
    assert found == {
        f"group:{name}": f"$.activities[0].groups[{number}].facts.protected_status"
        for number, name in enumerate(("adults", "children"))
    }


def test_a_fact_known_of_one_group_is_asked_of_the_other_only(reasoner: Reasoner) -> None:
    groups = [{"id": "adults", "facts": {"protected_status": "none"}}, {"id": "children"}]
    agenda = asked(reasoner, described(groups=groups), provision="spc:art-2-item-3")
    assert [each.place.part for each in agenda.questions if each.place.fact == "protected_status"] == ["group:children"]


def test_the_rest_of_several_values_is_asked_and_no_more(reasoner: Reasoner) -> None:
    said = {
        "elements_disclosed": {"present": ["purpose"], "absent": ["method"], "open": True},
        "notice_exception": "none",
    }
    agenda = asked(reasoner, described(facts=said))
    for question in agenda.questions:
        if question.place.fact == "elements_disclosed":
            assert not {option.code for option in question.options} & {"purpose", "method"}
            assert question.held == Members(frozenset({"purpose"}), frozenset({"method"}))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"frt_used": {"value": True, "contested": True}}, Unsettled.CONTESTED),
        ({"consent_withdrawn": True}, Unsettled.UNDATED),
        ({"conduct_start": "2022-03-01", "conduct_end": "2022-01-01"}, Unsettled.CONTRADICTORY),
    ],
)
def test_what_must_be_settled_is_named_and_not_asked(reasoner: Reasoner, said: dict[str, Any], why: Unsettled) -> None:
    agenda = asked(reasoner, described(facts=said))
    found = {each.place.fact for each in agenda.pending if each.why is why}
    assert found == set(said)
    assert not facts_of(agenda) & set(said)
    assert all(each.findings for each in agenda.pending)


def test_when_it_was_is_asked_only_where_time_matters(reasoner: Reasoner) -> None:
    days = {reasoner.vocabulary.with_role(role).name for role in (Role.START, Role.END, Role.STORAGE)}
    assert facts_of(asked(reasoner, described(), provision="spc:art-2-item-7")) & days
    known = described(facts={"conduct_start": "2022-03-01"})
    assert not facts_of(asked(reasoner, known, provision="spc:art-2-item-7")) & days


DAYS = ("2021-07-31", "2021-08-01", "2022-01-01", "2025-05-01")


@pytest.mark.parametrize(
    "known",
    [{"conduct_end": "2021-08-01"}, {"conduct_start": "2021-07-31"}, {"conduct_end": "2021-07-31"}, {}],
    ids=lambda known: "-".join(known) or "nothing",
)
def test_days_are_asked_where_other_days_would_make_a_difference(reasoner: Reasoner, known: dict[str, str]) -> None:
    """Against descriptions with every combination of days that makes sense."""
    domains = {"conduct_start": DAYS, "conduct_end": (*DAYS, "open"), "storage_continues": (True, False)}
    open_ = {name: values for name, values in domains.items() if name not in known}
    provisions = ("spc:art-16-para-1", "spc:art-16-para-2")
    table: dict[tuple[Any, ...], tuple[Status, ...]] = {}
    for chosen in product(*open_.values()):
        assessment = reasoner.assess(reasoner.read(described(facts={**known, **dict(zip(open_, chosen, strict=True))})))
        if not assessment.problems:
            found = [assessment.finding("use", provision) for provision in provisions]
            table[chosen] = tuple(each.status for each in found if each is not None)
    for number, provision in enumerate(provisions):
        expected = {
            name
            for (one, first), (other, second) in combinations(table.items(), 2)
            for place, name in enumerate(open_)
            if first[number] is not second[number]
            and [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b] == [place]
        }
        assert facts_of(asked(reasoner, described(facts=known), provision=provision)) == expected, provision


def test_where_faces_are_kept_it_is_asked_when_their_use_ended(reasoner: Reasoner) -> None:
    """The rows surely occur; on which of them faces were still used hangs on the end."""
    used = {"frt_used": True, "individual_identifiable": True, "frt_function": ["identification_1toN"]}
    mall = {**used, "place_type": "mall", "open_to_public": True, "conspicuous_sign": False, "purpose": []}
    times = {"conduct_start": "2021-03-01", "storage_continues": True}
    provision = "spc:art-2-item-1"
    answers = {"2021-07-31": Status.DOES_NOT_APPLY, "2021-12-31": Status.APPLIES, "open": Status.APPLIES}
    others = {
        "emergency_kind": [],
        "public_security_purpose": False,
        "news_or_supervision": False,
        "intimate_area": False,
    }
    known = {
        **mall,
        **others,
        **times,
        "other_law_basis": "none",
        "within_consent_scope": False,
        "breached_norms": "none",
    }
    agenda = asked(reasoner, described(facts=known), provision=provision)
    assert "conduct_end" in facts_of(agenda)
    for end, status in answers.items():
        told = reasoner.assess(reasoner.read(described(facts={**known, "conduct_end": end})))
        assert told.finding("use", provision).status is status, end


def test_an_incident_is_asked_about_where_it_stands(reasoner: Reasoner) -> None:
    incidents = [{"id": "leak", "facts": {"incident_date": "2022-05-01"}}]
    known = {
        "frt_used": True,
        "individual_identifiable": True,
        "conduct_start": "2022-03-01",
        "conduct_end": "2022-06-01",
    }
    agenda = asked(reasoner, described(facts=known, incidents=incidents), provision="spc:art-2-item-5")
    own = [path for path in paths(agenda) if "incident" in path]
    assert own
    assert all(path.startswith("$.activities[0].incidents[0].facts.") for path in own)


def test_what_is_asked_may_be_narrowed(reasoner: Reasoner) -> None:
    two = {"id": "new", "activities": [{"id": "one"}, {"id": "two"}]}
    for question in asked(reasoner, two, activity="two", provision="spc:art-2-item-2").questions:
        assert {reason.provision for reason in question.because} == {"spc:art-2-item-2"}
        assert {reason.finding for reason in question.because} == {"two:spc:art-2-item-2"}
        assert question.place.activity in {None, "two"}


@pytest.mark.parametrize("choice", [{"activity": "nobody"}, {"provision": "spc:art-99"}])
def test_what_is_not_there_cannot_be_asked_about(reasoner: Reasoner, choice: dict[str, str]) -> None:
    with pytest.raises(NotFoundError, match=next(iter(choice.values()))):
        asked(reasoner, EMPTY, **choice)


def test_an_assessment_without_its_description_has_no_places(reasoner: Reasoner) -> None:
    assessment = replace(reasoner.assess(reasoner.read(EMPTY)), described=None)
    with pytest.raises(NotFoundError, match="new"):
        prima_facie.next_questions(reasoner, assessment)


@pytest.mark.parametrize("language", list(Language))
def test_equal_questions_get_equal_bytes(reasoner: Reasoner, wording: Wording, language: Language) -> None:
    from kg import record

    texts = set()
    for order in (False, True):
        activity = {
            "id": "use",
            "facts": dict(sorted({"frt_used": True, "conduct_start": "2022-03-01"}.items(), reverse=order)),
        }
        assessment = reasoner.assess(reasoner.read({"id": "new", "activities": [activity]}))
        agenda = prima_facie.next_questions(reasoner, assessment)
        texts.add(record.encoded(asking.agenda(agenda, assessment, wording, language)))
    assert len(texts) == 1
    data = json.loads(texts.pop())
    told = data.pop("digest")
    assert told == record.digest(data)


def test_the_questions_for_an_empty_description_take_as_long_as_some_assessments(reasoner: Reasoner) -> None:
    deployment = reasoner.read(EMPTY)
    agenda = prima_facie.next_questions(reasoner, deployment)
    assert len(agenda.questions) > 50  # to assess each possible answer would be some hundreds of assessments
    questions = least(lambda: prima_facie.next_questions(reasoner, deployment))
    assert questions < 20 * least(lambda: reasoner.assess(deployment))


def least(work: Callable[[], object]) -> float:
    """Return the least CPU time of three runs, in seconds."""
    took = []
    for _ in range(3):
        begun = time.thread_time()
        work()
        took.append(time.thread_time() - begun)
    return min(took)


def test_another_choice_of_readings_asks_other_questions(reasoner: Reasoner) -> None:
    agendas = [
        prima_facie.next_questions(reasoner, reasoner.read(EMPTY), profile=profile) for profile in reasoner.law.profiles
    ]
    assert len({tuple(paths(agenda)) for agenda in agendas}) > 1
    assessment = reasoner.assess(reasoner.read(EMPTY), Asked("textual"))
    of_assessment = prima_facie.next_questions(reasoner, assessment)
    of_deployment = prima_facie.next_questions(reasoner, reasoner.read(EMPTY), profile="textual")
    assert paths(of_assessment) == paths(of_deployment)


def test_each_kind_of_fact_is_asked_in_its_form(reasoner: Reasoner) -> None:
    agenda = asked(reasoner, {**described(), "matter": {}})
    forms: dict[Form, Question] = {question.form: question for question in agenda.questions}
    assert {Form.YES_NO, Form.ONE, Form.MEMBERS, Form.DAY, Form.NUMBER, Form.RULE, Form.RULES, Form.ACTORS} <= set(
        forms
    )
    assert [option.code for option in forms[Form.YES_NO].options] == ["true", "false"]
    assert forms[Form.NUMBER].options == ()
