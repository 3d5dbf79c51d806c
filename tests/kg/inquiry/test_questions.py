"""What is asked is what an open finding hangs on: no more, tried one completion at a time, and no less."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import prima_facie
from kg.assessment import Assessment, Finding, find
from kg.assessment import Question as Put
from kg.described import Activity, Deployment
from kg.engine import Status, answer, strongest
from kg.errors import NotFoundError
from kg.expression import Citation, Every, Formula, Members, Negation, Some, Value
from kg.inquiry import asking
from kg.inquiry.places import Places
from kg.inquiry.questions import Agenda, Question
from kg.inquiry.reach import UNDECIDED, Field
from kg.inquiry.stakes import FACTS, Stake, stakes
from kg.inquiry.terms import Form, Method, Unsettled
from kg.plan import Plan
from kg.reasoner import Asked, Reasoner
from kg.row import Entry, Row
from kg.text import Language, Text
from kg.truth import UNKNOWN
from kg.vocabulary import Kind, Level, Role, Vocabulary
from kg.wording import Wording
from tests.kg.small import Small, has, leans, says
from tests.oracles.generator import Generator

REPEATABLE = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
EMPTY = {"id": "new", "activities": [{"id": "use"}]}

# One row, against every completion.


def bare(facts: Mapping[str, Value]) -> tuple[Deployment, Row]:
    """Return facts as the only row of a description that says nothing else."""
    activity = Activity("use", Text("", ""), "$.activities[0]", {}, dict.fromkeys(_LISTS, ()))
    entries = {name: Entry(f"$.activities[0].facts.{name}", value) for name, value in facts.items()}
    return Deployment("new", Text("", ""), {}, (), (activity,), {}), Row("use", "use", facts, entries)


_LISTS = (Level.GROUP, Level.CONSENT, Level.RECIPIENT, Level.INCIDENT)


def asked_of(
    law: Any, vocabulary: Vocabulary, plan: Plan, facts: Mapping[str, Value]
) -> tuple[tuple[Finding, ...], list[Stake]]:
    """Return the findings on one row, and what the open ones hang on."""
    deployment, row = bare(facts)
    findings, _ = find(law, Put(plan, lambda: (), lambda: plan, [row], ()))
    return findings, stakes(Field(plan, vocabulary, Places(deployment, vocabulary), [row], None), findings)


def outcome(plan: Plan, finding: Finding, statuses: Sequence[Status]) -> Status:
    return strongest([statuses[plan.by_id[limb.norm].place] for limb in finding.limbs])


def come_to(plan: Plan, facts: Mapping[str, Value]) -> tuple[Status, ...]:
    return answer(plan, Row("use", "use", facts, {})).statuses


def completions(vocabulary: Vocabulary, plan: Plan, name: str, known: Value | None) -> list[Value]:
    """Return every value a fact may turn out to have, as far as anybody asks."""
    fact = vocabulary.facts[name]
    if fact.kind is Kind.CONCEPTS or fact.many:
        held = known if isinstance(known, Members) else Members(frozenset(), frozenset())
        asked = {str(value) for test, _ in plan.tests[name] for value in test.values}
        open_ = [each for each in vocabulary.members(fact) if each in asked - held.present - held.absent]
        return [
            Members(held.present | set(there), frozenset(vocabulary.members(fact)) - held.present - set(there))
            for size in range(len(open_) + 1)
            for there in combinations(open_, size)
        ]
    return list(plan.domains[name])


Table = Mapping[tuple[int, ...], tuple[Status, ...]]
"""What all norms come to, by which value of each open fact was taken."""


def tabled(vocabulary: Vocabulary, plan: Plan, facts: Mapping[str, Value], names: Sequence[str]) -> Table:
    values = [completions(vocabulary, plan, name, facts.get(name)) for name in names]
    return {
        chosen: come_to(plan, {**facts, **{n: v[c] for n, v, c in zip(names, values, chosen, strict=True)}})
        for chosen in product(*(range(len(each)) for each in values))
    }


def depends(table: Table, plan: Plan, finding: Finding, names: Sequence[str]) -> set[str]:
    """Return the facts on which a finding depends: two completions differ in that fact alone and in the status."""
    found = set()
    for chosen, statuses in table.items():
        for number, name in enumerate(names):
            other = (*chosen[:number], 0, *chosen[number + 1 :])
            if outcome(plan, finding, table[other]) is not outcome(plan, finding, statuses):
                found.add(name)
    return found


BOOLEANS, CODES, MEMBERS = ("a", "b", "c", "d"), ("x", "y", "z"), ("m", "n", "o")
LEAVES: list[Formula] = [
    *(says(name) for name in BOOLEANS),
    says("one", "x"),
    says("one", "y", "z"),
    has("several", "m"),
    has("several", "m", "n"),
]


def formulas(*more: Formula) -> st.SearchStrategy[Formula]:
    leaves = st.sampled_from([*LEAVES, *more])
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(Negation, inner),
            st.builds(Every, st.lists(inner, min_size=1, max_size=3).map(tuple)),
            st.builds(Some, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        ),
        max_leaves=5,
    )


RECORDS = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.booleans() for name in BOOLEANS},
        "one": st.sampled_from(CODES),
        "several": st.builds(
            lambda there, gone: Members(frozenset(there - gone), frozenset(gone)),
            st.sets(st.sampled_from(MEMBERS)),
            st.sets(st.sampled_from(MEMBERS)),
        ),
    },
)


@st.composite
def small_laws(draw: st.DrawFn, reasoner: Reasoner) -> tuple[Small, Plan]:
    small = Small(reasoner)
    for role in (Role.START, Role.END, Role.STORAGE, Role.MATTER):
        fact = reasoner.vocabulary.with_role(role)
        small.facts[fact.name] = fact
    for name in BOOLEANS:
        small.fact(name)
    small.fact("one", kind=Kind.CONCEPT, codes=CODES)
    small.fact("several", kind=Kind.CONCEPTS, codes=MEMBERS)
    small.norm("gate", draw(formulas()), before_gates=True)
    small.gate("gate")
    small.norm("exemption", draw(formulas()))
    small.norm("duty", draw(formulas()))
    small.norm("twin", draw(formulas()), provisions=("duty:text",))
    small.norm("leaning", draw(formulas(leans("duty"))))
    small.norm("principle", draw(formulas()), favours=None, kind="Principle")
    small.indicator("against", "principle", draw(formulas()), supports=False)
    small.indicator("core", "principle", draw(formulas()), supports=True, core=True)
    small.defeat("exemption", "duty", under=draw(st.none() | formulas()))
    return small, small.plan()


@REPEATABLE
@given(data=st.data())
def test_what_is_asked_of_a_small_law_is_what_a_finding_depends_on(reasoner: Reasoner, data: st.DataObject) -> None:
    small, plan = data.draw(small_laws(reasoner))
    facts = data.draw(RECORDS)
    findings, found = asked_of(small.law, small.vocabulary, plan, facts)
    assert [stake.finding for stake in found] == [each for each in findings if each.status in UNDECIDED]
    open_ = [
        name for name in (*BOOLEANS, "one", "several") if name in plan.tests and _is_open(plan, name, facts.get(name))
    ]
    table = tabled(small.vocabulary, plan, facts, open_)
    for stake in found:
        assert stake.method is Method.EXACT
        expected = depends(table, plan, stake.finding, open_)
        assert {slot.fact for slot in stake.influence} == expected
        in_any_case = outcome(plan, stake.finding, table[(0,) * len(open_)])
        settled = None if expected or in_any_case in UNDECIDED else in_any_case
        assert stake.settled is settled


def _is_open(plan: Plan, name: str, known: Value | None) -> bool:
    if known is None or isinstance(known, Citation):
        return known is None
    return any(test.of(known) == UNKNOWN for test, _ in plan.tests[name])


@REPEATABLE
@given(data=st.data())
def test_one_answer_settles_what_it_is_said_to_settle(reasoner: Reasoner, data: st.DataObject) -> None:
    small, plan = data.draw(small_laws(reasoner))
    facts = data.draw(RECORDS)
    _, found = asked_of(small.law, small.vocabulary, plan, facts)
    for stake in found:
        for slot in stake.influence:
            values = completions(small.vocabulary, plan, slot.fact, facts.get(slot.fact))
            alone = {outcome(plan, stake.finding, come_to(plan, {**facts, slot.fact: value})) for value in values}
            assert (slot in stake.settles) == bool(alone - UNDECIDED)


def _rows(reasoner: Reasoner, plan: Plan) -> Iterator[dict[str, Value]]:
    day = reasoner.vocabulary.with_role(Role.DAY).name
    draw = Generator(reasoner, plan, seed=3)
    while True:
        facts, whole = draw.partial(), draw.complete()
        yield {**facts, day: whole[day]}


def test_what_is_asked_of_the_law_is_what_a_finding_depends_on(reasoner: Reasoner) -> None:
    """For findings with few open facts, of rows drawn so that something hangs on them."""
    plan, vocabulary = reasoner.plan(reasoner.law.options()), reasoner.vocabulary
    tried = asked = unasked = 0
    for facts, _ in zip(_rows(reasoner, plan), range(60), strict=False):
        _, found = asked_of(reasoner.law, vocabulary, plan, facts)
        for stake in found:
            if stake.method is Method.INFLUENCE:
                continue
            below = dict.fromkeys(
                plan.inputs[number].test.fact for several in stake.inputs.values() for number in several
            )
            sizes = [len(completions(vocabulary, plan, name, facts.get(name))) for name in below]
            if _product(sizes) > 600:
                continue
            table = tabled(vocabulary, plan, facts, list(below))
            expected = depends(table, plan, stake.finding, list(below))
            assert {slot.fact for slot in stake.influence} == expected, stake.finding.provision
            tried, asked, unasked = tried + 1, asked + len(expected), unasked + len(set(below) - expected)
    assert tried > 100
    assert asked > 150
    assert unasked > 5, "facts that are reached and change nothing are what the exact way is for"


def _product(sizes: Sequence[int]) -> int:
    result = 1
    for size in sizes:
        result *= size
    return result


def test_few_open_facts_are_tried_in_every_combination_and_many_are_sampled(reasoner: Reasoner) -> None:
    plan = reasoner.plan(reasoner.law.options())
    seen = set()
    for facts, _ in zip(_rows(reasoner, plan), range(40), strict=False):
        for stake in asked_of(reasoner.law, reasoner.vocabulary, plan, facts)[1]:
            seen.add(stake.method)
            if stake.method is Method.EXACT:
                assert len(stake.influence) <= FACTS
    assert seen == set(Method)


# Whole descriptions.


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


def test_a_finding_that_every_answer_leaves_alike_is_said_to_be_settled(reasoner: Reasoner) -> None:
    small = Small(reasoner)
    for role in (Role.START, Role.END, Role.STORAGE, Role.MATTER):
        fact = reasoner.vocabulary.with_role(role)
        small.facts[fact.name] = fact
    small.fact("a")
    small.norm("either", Some((says("a"), Negation(says("a")))))
    _, found = asked_of(small.law, small.vocabulary, small.plan(), {})
    assert [(stake.settled, stake.influence) for stake in found] == [(Status.APPLIES, {})]


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


def test_the_questions_for_an_empty_description_come_at_once(reasoner: Reasoner) -> None:
    deployment = reasoner.read(EMPTY)
    prima_facie.next_questions(reasoner, deployment)
    begun = time.process_time()
    agenda = prima_facie.next_questions(reasoner, deployment)
    assert time.process_time() - begun < 1
    assert len(agenda.questions) > 50


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
