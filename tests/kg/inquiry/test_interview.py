"""An interview in any order ends where all the facts at once would have led."""

import copy
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.engine import Status
from kg.errors import InputError, NotFoundError
from kg.expression import Citation, Members, Value
from kg.inquiry.interview import Answer, Interview
from kg.inquiry.places import keys
from kg.inquiry.questions import Question
from kg.inquiry.reach import UNDECIDED
from kg.inquiry.terms import Form
from kg.intake import Spot
from kg.reasoner import Asked, Reasoner
from kg.vocabulary import Kind, Level, Role, Vocabulary
from tests.kg.descriptions import descriptions
from tests.oracles.generator import Facts, Generator

REPEATABLE = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=3,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
EMPTY: Mapping[str, Any] = {"id": "new", "activities": [{"id": "use"}]}
FEW = 8
LISTS = ("groups", "consents", "recipients", "incidents")
NOTHING_FOLLOWS = {Status.DEFEATED, Status.DOES_NOT_APPLY, Status.OUT_OF_SCOPE}


# Who knows everything, and answers what is asked.


def bones(description: Mapping[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """Return a description without its facts: who and what there is.

    Facts that are taken to be something where nobody states them are left in, for they are not asked.
    """
    bare = {key: value for key, value in copy.deepcopy(dict(description)).items() if key != "matter"}
    parts = [part for activity in bare["activities"] for name in LISTS for part in activity.get(name, [])]
    for holder in (bare, *bare.get("actors", []), *bare["activities"], *parts):
        stated = holder.pop("facts", None) or {}
        kept = {name: value for name, value in stated.items() if vocabulary.facts[name].taken_as is not None}
        holder.update({"facts": kept} if kept else {})
    return bare


def at(node: Any, steps: Spot) -> Any:
    for step in steps:
        if isinstance(node, Mapping):
            node = node.get(step)
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node):
            node = node[step]
        else:
            return None
    return node


def reply(description: Mapping[str, Any], question: Question) -> Answer | None:
    """Return what a whole description answers, or nothing where it does not know."""
    steps = question.place.keys
    if question.form is Form.MATTER:
        return Answer(description.get("matter") is not None)
    if question.form is Form.ACTORS:
        return None
    holders = [steps[:-2], steps[:2] if steps[0] == "activities" else (), ()]
    said = next(
        (each for holder in holders if (each := at(description, (*holder, "facts", steps[-1]))) is not None), None
    )
    if isinstance(said, Mapping) and "value" in said:
        if said.get("contested"):
            return None
        return Answer(said["value"], said.get("assessor"), said.get("reasons"), said.get("from"))
    return Answer(said)


def finished(interview: Interview, whole: Mapping[str, Any], choose: Any) -> Interview:
    """Return the interview with every question answered, each time one of those offered."""
    asked: set[str] = set()
    while interview.agenda.questions:
        question = choose(interview.agenda.questions)
        assert question.id not in asked
        asked.add(question.id)
        answer = reply(whole, question)
        unknown = answer is None or answer.value is None or answer.value == "unknown"
        before = copy.deepcopy(interview.description)
        after = interview.not_known(question) if unknown or answer is None else interview.answered(question, answer)
        assert interview.description == before
        interview = after
    return interview


def of_few_situations(law: Reasoner) -> st.SearchStrategy[dict[str, Any]]:
    """Return descriptions of few situations, as each question of a longer interview looks at all of them."""
    plan = law.plan(law.law.options())
    return descriptions(law.vocabulary).filter(lambda whole: len(law.rows(law.read(whole), plan)) <= FEW)


def ends_alike(interview: Interview, whole: Mapping[str, Any], law: Reasoner) -> int:
    """Compare an interview at its end with all the facts at once; return how many findings those decide.

    That an effect does not follow is settled by any of three statuses, and nobody asks on to
    learn which of them the first line to fit would give.
    """
    at_once = law.assess(law.read(whole), interview.asked)
    decided = 0
    for finding in interview.findings:
        full = at_once.finding(finding.activity, finding.provision)
        assert full is not None
        if full.status in UNDECIDED:
            continue
        decided += 1
        status = interview.agenda.settled.get(finding.id, finding.status)
        assert status is full.status or {status, full.status} <= NOTHING_FOLLOWS, finding.id
    return decided


PROVISIONS = [
    "spc:art-2-item-1",
    "spc:art-2-item-3",
    "spc:art-2-item-5",
    "spc:art-2-item-6",
    "spc:art-2-item-8",
    "spc:art-4-item-1",
    "spc:art-5-item-4",
    "spc:art-7-para-1",
    "spc:art-12",
    "spc:art-15",
    "gpa:principle-2",
]


@REPEATABLE
@given(data=st.data())
def test_a_known_matter_comes_to_the_same_in_any_order(
    reasoner: Reasoner, bundled: Mapping[str, dict[str, Any]], data: st.DataObject
) -> None:
    whole = bundled[data.draw(st.sampled_from(sorted(bundled)))]
    interview = Interview(
        reasoner, bones(whole, reasoner.vocabulary), Asked(), None, data.draw(st.sampled_from(PROVISIONS))
    )
    ended = finished(interview, whole, lambda several: data.draw(st.sampled_from(several)))
    ends_alike(ended, whole, reasoner)


@REPEATABLE
@given(data=st.data())
def test_any_description_comes_to_the_same_in_any_order(reasoner: Reasoner, data: st.DataObject) -> None:
    whole = data.draw(of_few_situations(reasoner))
    interview = Interview(
        reasoner, bones(whole, reasoner.vocabulary), Asked(), None, data.draw(st.sampled_from(PROVISIONS))
    )
    ended = finished(interview, whole, lambda several: data.draw(st.sampled_from(several)))
    ends_alike(ended, whole, reasoner)


def told(facts: Facts, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return a row that knows everything as a description of one use."""
    here: dict[str, dict[str, Any]] = {"deployment": {}, "matter": {}, "activity": {}}
    for name, value in facts.items():
        fact = vocabulary.facts[name]
        if fact.role is Role.DAY and isinstance(value, date):
            for role in (Role.START, Role.END):
                here["activity"][vocabulary.with_role(role).name] = value.isoformat()
            here["activity"][vocabulary.with_role(Role.STORAGE).name] = False
        elif fact.level is not Level.DERIVED:
            place = fact.level.value if fact.level in {Level.DEPLOYMENT, Level.MATTER} else "activity"
            said = stated(fact.kind, value)
            dated = {"value": True, "from": "2019-01-01"} if fact.dated and said is True else said
            here[place][name] = dated
    matter = {"matter": {"facts": here["matter"]}} if facts.get(vocabulary.with_role(Role.MATTER).name) is True else {}
    return {
        "id": "new",
        "assessor": "a judge",
        "facts": here["deployment"],
        "activities": [{"id": "use", "facts": here["activity"]}],
        **matter,
    }


def stated(kind: Kind, value: Value) -> Any:
    match value:
        case Members(present, _) if kind is Kind.CITATION:
            pairs = [pair.split("/") for pair in sorted(present)]
            return [{"citation": f"rule {n}", "rank": rank, "topic": topic} for n, (rank, topic) in enumerate(pairs)]
        case Members(present, _):
            return sorted(present)
        case Citation(source, rank):
            return {"citation": source, "rank": rank} if source else "none"
        case date():
            return value.isoformat()
        case bool() | str():
            return value
        case _:
            return int(value)


@pytest.fixture(scope="module")
def wholes(reasoner: Reasoner) -> list[dict[str, Any]]:
    """Descriptions that know everything, each aimed at some norm."""
    draw = Generator(reasoner, reasoner.plan(reasoner.law.options()), seed=11)
    return [told(draw.complete(), reasoner.vocabulary) for _ in range(60)]


@REPEATABLE
@given(data=st.data())
def test_all_that_is_known_comes_to_the_same_in_any_order(
    reasoner: Reasoner, wholes: list[dict[str, Any]], data: st.DataObject
) -> None:
    whole = wholes[data.draw(st.integers(0, len(wholes) - 1))]
    interview = Interview(
        reasoner, bones(whole, reasoner.vocabulary), Asked(), None, data.draw(st.sampled_from(PROVISIONS))
    )
    ended = finished(interview, whole, lambda several: data.draw(st.sampled_from(several)))
    ends_alike(ended, whole, reasoner)


@pytest.mark.parametrize("number", [0, *(pytest.param(each, marks=pytest.mark.long) for each in range(1, 6))])
def test_the_first_question_first_decides_everything_that_can_be_decided(
    reasoner: Reasoner, wholes: list[dict[str, Any]], number: int
) -> None:
    whole = wholes[number]
    ended = finished(Interview(reasoner, bones(whole, reasoner.vocabulary)), whole, lambda several: several[0])
    assert ended.next is None
    assert ends_alike(ended, whole, reasoner) > 25


@settings(REPEATABLE, max_examples=2)
@given(data=st.data())
def test_the_same_answers_lead_to_the_same_questions(reasoner: Reasoner, data: st.DataObject) -> None:
    whole = data.draw(of_few_situations(reasoner))
    provision = data.draw(st.sampled_from(PROVISIONS))
    told_twice = []
    for _ in range(2):
        asked: list[tuple[str, ...]] = []

        def choose(several: Sequence[Question], asked: list[tuple[str, ...]] = asked) -> Question:
            asked.append(tuple(question.id for question in several))
            return several[7 * len(asked) % len(several)]

        finished(Interview(reasoner, bones(whole, reasoner.vocabulary), Asked(), None, provision), whole, choose)
        told_twice.append(asked)
    assert told_twice[0] == told_twice[1]


@pytest.mark.long
@settings(REPEATABLE, max_examples=5)
@given(data=st.data())
def test_any_description_comes_to_the_same_in_many_orders(
    reasoner: Reasoner, wholes: list[dict[str, Any]], bundled: Mapping[str, dict[str, Any]], data: st.DataObject
) -> None:
    known = st.sampled_from([*(bundled[name] for name in sorted(bundled)), *wholes])
    whole = data.draw(known | descriptions(reasoner.vocabulary))
    profile = data.draw(st.sampled_from(sorted(reasoner.law.profiles)))
    interview = Interview(reasoner, bones(whole, reasoner.vocabulary), Asked(profile))
    ended = finished(interview, whole, lambda several: data.draw(st.sampled_from(several)))
    ends_alike(ended, whole, reasoner)


def test_the_interview_of_an_empty_description_needs_few_questions_where_nothing_can_apply(reasoner: Reasoner) -> None:
    """No face is told apart: hardly anything is left to ask of the Provisions."""
    interview = Interview(reasoner, EMPTY, Asked(), None, "spc:art-2-item-3")
    asked = 0
    whole = {"id": "new", "activities": [{"id": "use", "facts": {"individual_identifiable": False}}]}
    while (question := interview.next) is not None:
        asked += 1
        answer = reply(whole, question)
        assert answer is not None
        interview = interview.not_known(question) if answer.value is None else interview.answered(question, answer)
    assert asked <= 3
    finding = interview.assessment.finding("use", "spc:art-2-item-3")
    assert finding is not None
    assert finding.status in {Status.OUT_OF_SCOPE, Status.DOES_NOT_APPLY}


# One answer.


def question_of(interview: Interview, name: str) -> Question:
    return next(each for each in interview.agenda.questions if each.place.fact == name)


def test_an_answer_stands_in_its_place(reasoner: Reasoner) -> None:
    groups = {"id": "new", "activities": [{"id": "use", "groups": [{"id": "adults"}, {"id": "children"}]}]}
    interview = Interview(reasoner, groups, Asked(), None, "spc:art-2-item-3")
    question = next(each for each in interview.agenda.questions if each.place.part == "group:children")
    after = interview.answered(question, Answer("under_14"))
    assert at(after.description, keys("$.activities[0].groups[1].facts")) == {question.place.fact: "under_14"}
    assert groups == {"id": "new", "activities": [{"id": "use", "groups": [{"id": "adults"}, {"id": "children"}]}]}


def test_a_judgement_names_who_judged_and_why(reasoner: Reasoner) -> None:
    interview = Interview(reasoner, EMPTY, Asked(), None, "spc:art-2-item-7")
    question = question_of(interview, "contrary_public_order")
    assert question.evaluative
    after = interview.answered(question, Answer(value=False, assessor="counsel", reasons="nobody is hurt"))
    said = at(after.description, keys(question.id))
    assert said == {"value": False, "assessor": "counsel", "reasons": "nobody is hurt"}
    assert not after.deployment.problems


def test_not_known_is_an_answer_and_the_question_does_not_come_again(reasoner: Reasoner) -> None:
    interview = Interview(reasoner, EMPTY, Asked(), None, "spc:art-2-item-7")
    question = interview.next
    assert question is not None
    after = interview.not_known(question)
    assert after.description == EMPTY
    assert question.id not in {each.id for each in after.agenda.questions}
    with pytest.raises(NotFoundError, match=question.place.fact):
        after.not_known(question)


def test_several_values_may_leave_the_rest_open_and_are_not_asked_for_again(reasoner: Reasoner) -> None:
    interview = Interview(reasoner, EMPTY, Asked(), None, "spc:art-2-item-2")
    question = question_of(interview, "elements_disclosed")
    after = interview.answered(question, Answer({"present": ["purpose"], "absent": ["method"]}))
    assert "elements_disclosed" not in {each.place.fact for each in after.agenda.questions}
    again = Interview(reasoner, after.description, Asked(), None, "spc:art-2-item-2")
    for each in again.agenda.questions:
        if each.place.fact == "elements_disclosed":
            done = again.answered(each, Answer([option.code for option in each.options]))
            row = done.assessment.rows[0]
            assert row.facts["elements_disclosed"] == Members(
                frozenset(reasoner.vocabulary.facts["elements_disclosed"].codes) - {"method"}, frozenset({"method"})
            )


def test_the_rest_of_a_fact_keeps_who_said_the_first_part(reasoner: Reasoner) -> None:
    said = {"value": {"present": ["purpose"], "open": True}, "source": "the sign"}
    description = {"id": "new", "activities": [{"id": "use", "facts": {"elements_disclosed": said}}]}
    interview = Interview(reasoner, description, Asked(), None, "spc:art-2-item-2")
    question = question_of(interview, "elements_disclosed")
    after = interview.answered(question, Answer(["method"]))
    assert at(after.description, keys(question.id)) == {"value": ["purpose", "method"], "source": "the sign"}
    opened = interview.answered(question, Answer({"present": ["method"], "open": True}))
    assert at(opened.description, keys(question.id))["value"] == {
        "present": ["purpose", "method"],
        "absent": [],
        "open": True,
    }


@pytest.mark.parametrize("value", ["perhaps", 7, ["yes"]])
def test_an_answer_that_cannot_be_read_is_refused_whole(reasoner: Reasoner, value: Any) -> None:
    interview = Interview(reasoner, EMPTY, Asked(), None, "spc:art-2-item-7")
    with pytest.raises(InputError) as refused:
        interview.answered(question_of(interview, "individual_identifiable"), Answer(value))
    assert [problem.path for problem in refused.value.problems] == ["$.activities[0].facts.individual_identifiable"]
    assert interview.description == EMPTY


def test_who_takes_part_becomes_actors_and_what_was_said_of_the_one_holds_of_all(reasoner: Reasoner) -> None:
    description = {
        "id": "new",
        "activities": [{"id": "use", "facts": {"is_property_manager": False, "frt_used": True}}],
    }
    interview = Interview(reasoner, description, Asked(), None, "spc:art-7-para-1")
    question = next(each for each in interview.agenda.questions if each.form is Form.ACTORS)
    after = interview.answered(question, Answer(["processor", "joint_processor"]))
    assert after.description["actors"] == [
        {"id": "actor-1", "facts": {"actor_role": "processor"}},
        {"id": "actor-2", "facts": {"actor_role": "joint_processor"}},
    ]
    assert after.description["facts"] == {"is_property_manager": False}
    assert at(after.description, ("activities", 0, "facts")) == {"frt_used": True}
    before, now = interview.assessment.rows[0].facts, after.assessment.rows[0].facts
    assert {name: now[name] for name in before} == before
    assert now["several_processors"] is True


def test_whether_there_is_a_matter_is_asked_before_what_is_claimed(reasoner: Reasoner) -> None:
    interview = Interview(reasoner, EMPTY, Asked(), None, "spc:art-12")
    question = next(each for each in interview.agenda.questions if each.form is Form.MATTER)
    yes, no = (interview.answered(question, Answer(value)) for value in (True, False))
    assert yes.description["matter"] == {"facts": {}}
    assert any(each.id.startswith("$.matter.") for each in yes.agenda.questions)
    assert "matter" not in no.description
    assert not any(each.id.startswith("$.matter") for each in no.agenda.questions)


def test_a_dated_fact_says_since_when(reasoner: Reasoner) -> None:
    known = {
        "frt_used": True,
        "individual_identifiable": True,
        "conduct_start": "2022-03-01",
        "conduct_end": "2022-06-01",
    }
    description = {"id": "new", "activities": [{"id": "use", "facts": known}]}
    interview = Interview(reasoner, description, Asked(), None, "spc:art-5-item-4")
    question = question_of(interview, "consent_withdrawn")
    assert question.dated
    after = interview.answered(question, Answer(value=True, since="2022-05-01"))
    assert at(after.description, keys(question.id)) == {"value": True, "from": "2022-05-01"}
    assert {row.facts["consent_withdrawn"] for row in after.assessment.rows} == {True, False}


def test_a_day_that_closes_open_conduct_is_part_of_the_interview(reasoner: Reasoner) -> None:
    interview = Interview(reasoner, EMPTY, Asked(on=date(2021, 1, 1) + timedelta(days=3)), None, "spc:art-16-para-2")
    assert interview.next is not None
    assert interview.assessment.on == date(2021, 1, 4)
