"""Every question of a description: by value or by name, why, why not, what to ask next, and whether it can be read."""

from typing import Any

import pytest

import prima_facie
from api import spoken
from api.facts import spoken_path
from kg import record, whynot
from kg.commentary import Commentary
from kg.engine import Status
from kg.examples import examples
from kg.inquiry.interview import Interview
from kg.reasoner import Asked, Reasoner
from kg.text import Language
from kg.wording import Wording
from tests.api.asking import Server, as_input
from tests.api.matters import (
    BAD,
    CHILDREN,
    CHINESE,
    CUSTOMERS,
    FRAGMENTS,
    MALL,
    NAMES,
    UNMODELLED,
    deployment,
    described,
    nodes,
    without_a_norm,
)

IDS = """
query ($deployment: DeploymentInput, $example: ID) {
  assess(deployment: $deployment, example: $example) {
    ... on Assessment { id findings(first: 100) { edges { node { key status presumed } } } }
  }
}
"""
ASSESS = (
    """
query ($deployment: DeploymentInput, $example: ID, $instruments: [ID!], $language: Language! = EN,
       $profile: Profile! = BALANCED) {
  assess(deployment: $deployment, example: $example, instruments: $instruments, language: $language,
         profile: $profile) {
    __typename
    ... on Assessment { id deployment json short: json(proofs: false) receipt { facts json } findings { totalCount } }
"""
    + UNMODELLED
    + "} }"
)
VALIDATE = """
query ($deployment: DeploymentInput, $example: ID, $language: Language! = EN) {
  validate(deployment: $deployment, example: $example, language: $language) {
    __typename
    ... on Validation { readable problems { code path severity message remedy } }
    ... on NotFound { name known }
    ... on LimitExceeded { limit path asked allowed message remedy }
  }
}
"""
WHY = (
    """
query ($deployment: DeploymentInput, $example: ID, $provision: ID!, $activity: ID, $language: Language! = EN) {
  why(deployment: $deployment, example: $example, provision: $provision, activity: $activity, language: $language) {
    __typename
    ... on Finding { id key status summary proof { root { id key } json } }
"""
    + UNMODELLED
    + "} }"
)
WHY_NOT = (
    """
query ($deployment: DeploymentInput, $example: ID, $provision: ID!, $activity: ID, $language: Language! = EN) {
  whyNot(deployment: $deployment, example: $example, provision: $provision, activity: $activity, language: $language) {
    __typename
    ... on WhyNot {
      says finding { key status } defeatedBy { norm { id } }
      obstacles { totalCount edges { node {
        bar says wouldNeed situations norm { id } step { key truth } facts { mustBe node { key truth fact { name } } }
      } } }
    }
"""
    + UNMODELLED
    + "} }"
)
AGENDA = (
    """
query ($deployment: DeploymentInput, $example: ID, $provision: ID, $activity: ID, $passed: [ID!], $after: String,
       $language: Language! = EN) {
  nextQuestions(deployment: $deployment, example: $example, provision: $provision, activity: $activity,
                passed: $passed, language: $language) {
    __typename
    ... on Agenda {
      note
      questions(first: 100, after: $after) {
        totalCount pageInfo { hasNextPage endCursor }
        edges { node {
          id question form settles influence evaluative dated onRecord
          place { fact field label activity part path }
          options { value spoken label }
          because { edges { node { finding provision { id } elements { owner element bearer basis { id } } } } }
        } }
      }
      pending { edges { node { why findings place { path } } } }
      settled { edges { node { finding status } } }
      methods(first: 100) { edges { node { finding method } } }
    }
"""
    + UNMODELLED
    + "} }"
)
EVERY = {"assess": ASSESS, "why": WHY, "whyNot": WHY_NOT, "nextQuestions": AGENDA}


def asked(server: Server, field: str, **variables: object) -> dict[str, Any]:
    """Return what comes of one question."""
    query = {**EVERY, "validate": VALIDATE}[field]
    about = {"provision": "spc:art-2-item-2"} if field in {"why", "whyNot"} else {}
    found: dict[str, Any] = server.answer(query, **{**about, **variables})[field]
    return found


# Assess: by value or by name, and the whole of it at once.


@pytest.mark.parametrize("name", NAMES)
def test_a_bundled_example_is_the_description_in_its_file(server: Server, reasoner: Reasoner, name: str) -> None:
    by_name = server.answer(IDS, example=name)
    by_value = server.answer(IDS, deployment=as_input(described(name), reasoner.vocabulary))
    assert by_name == by_value
    assert by_name["assess"]["findings"]["edges"]


@pytest.mark.parametrize("language", Language, ids=lambda each: each.value)
def test_the_whole_record_is_what_the_command_line_writes(
    server: Server, reasoner: Reasoner, language: Language, wording: Wording
) -> None:
    found = asked(server, "assess", example=MALL, language=language.name, instruments=["spc:provisions"])
    read = deployment(reasoner, MALL)
    whole = reasoner.assess(read)
    assert record.encoded(found["json"]) == record.encoded(record.assessment(whole, wording, language))
    assert record.encoded(found["short"]) == record.encoded(record.assessment(whole, wording, language, proofs=False))
    assert found["receipt"]["json"] == prima_facie.receipt(reasoner, read, whole, language)


@pytest.mark.parametrize("field", [*EVERY, "validate"])
def test_a_question_is_about_one_description(server: Server, reasoner: Reasoner, field: str) -> None:
    both = {"example": MALL, "deployment": as_input(described(MALL), reasoner.vocabulary)}
    for given in ({}, both):
        found = asked(server, field, **given, language="ZH")
        (problem,) = found["problems"]
        assert problem["code"] == "described-once"
        assert "`example`" in problem["remedy"]
        assert CHINESE.search(problem["message"])


@pytest.mark.parametrize("field", [*EVERY, "validate"])
def test_an_example_that_is_none_is_not_found(server: Server, field: str) -> None:
    found = asked(server, field, example="no-such-matter")
    assert found["__typename"] == "NotFound"
    assert found["name"] == "no-such-matter"
    assert found["known"] == NAMES == list(examples())


@pytest.mark.parametrize("field", [*EVERY, "validate"])
def test_every_problem_of_a_description_is_told_whatever_is_asked(server: Server, field: str) -> None:
    found = asked(server, field, deployment=BAD, language="ZH")
    assert found["__typename"] == ("Validation" if field == "validate" else "InvalidDeployment")
    assert len(found["problems"]) > 1
    assert "$.id" in {each["path"] for each in found["problems"]}
    assert all(CHINESE.search(each["message"]) and each["remedy"] for each in found["problems"])


@pytest.mark.parametrize("field", [*EVERY, "validate"])
def test_a_limit_is_named_with_what_was_asked_and_what_is_allowed(server: Server, field: str) -> None:
    crowd = {"id": "crowd", "activities": [{"id": f"a{number}"} for number in range(201)]}
    found = asked(server, field, deployment=crowd)
    assert found["__typename"] == "LimitExceeded"
    assert found["limit"] == "too-many-activities"
    assert found["path"] == "$.activities"
    assert found["asked"] == 201 > found["allowed"]
    assert str(found["allowed"]) in found["message"]
    assert found["remedy"]


def test_situations_that_multiply_beyond_the_limit_are_a_limit(server: Server) -> None:
    parts = {name: [{"id": f"{name}{number}"} for number in range(20)] for name in ("groups", "consents", "recipients")}
    crowd = {"id": "crowd", "activities": [{"id": "a", **parts}]}
    for field in ("assess", "validate"):
        found = asked(server, field, deployment=crowd)
        assert found["__typename"] == "LimitExceeded"
        assert found["limit"] == "too-many-rows"
        assert found["asked"] is None
        assert found["allowed"] > 0


def test_an_instrument_that_is_not_answered_for_is_told_apart_from_one_that_is_not_there(
    server: Server, reasoner: Reasoner
) -> None:
    silent = next(each for each in reasoner.law.instruments.values() if not each.answered)
    for language, label in (("EN", silent.label.en), ("ZH", silent.label.zh)):
        found = asked(server, "assess", example=MALL, instruments=[silent.id], language=language)
        assert found["__typename"] == "NotModelled"
        assert found["id"] == silent.id
        assert label in found["message"]
    assert asked(server, "assess", example=MALL, instruments=["xx:none"])["__typename"] == "NotFound"


@pytest.mark.parametrize("name", NAMES)
def test_a_description_as_the_input_takes_it_is_the_same_description(
    server: Server, reasoner: Reasoner, name: str
) -> None:
    given = spoken.as_input(described(name), reasoner)
    assert server.answer(IDS, deployment=given) == server.answer(IDS, example=f"example:{name}")


# What has no finding says why.


@pytest.mark.parametrize("field", ["why", "whyNot", "nextQuestions"])
def test_a_provision_without_a_norm_says_why(server: Server, reasoner: Reasoner, field: str) -> None:
    name = without_a_norm(reasoner)
    reason = Commentary(reasoner.graph, reasoner.law, reasoner.vocabulary).without_norm(name)
    assert reason is not None
    for language, says in (("EN", reason.en), ("ZH", reason.zh)):
        found = asked(server, field, example="case-a", provision=name, language=language)
        assert found["__typename"] == "NotModelled"
        assert found["id"] == name
        assert found["message"].endswith(says)


@pytest.mark.parametrize("field", ["why", "whyNot", "nextQuestions"])
def test_what_holds_provisions_names_those_that_are_answered_for(
    server: Server, reasoner: Reasoner, field: str
) -> None:
    answered = {each.provision for each in reasoner.assess(deployment(reasoner, "case-a")).findings}
    holder = next(
        each.parent
        for each in reasoner.law.provisions.values()
        if each.id in answered and each.parent in reasoner.law.provisions
    )
    found = asked(server, field, example="case-a", provision=holder)
    assert found["__typename"] == "NotModelled"
    within = [each["id"] for each in nodes(found["instead"])]
    assert within
    assert set(within) == {each for each in answered if reasoner.law.provisions[each].parent == holder}


@pytest.mark.parametrize("field", ["why", "whyNot", "nextQuestions"])
def test_a_norm_of_a_reading_not_chosen_is_not_part_of_the_law(server: Server, reasoner: Reasoner, field: str) -> None:
    law, taken = reasoner.law, reasoner.law.options()
    name = next(
        each.id
        for each in law.norms.values()
        if each.option is not None and each.option not in taken and law.instruments[each.instrument].answered
    )
    found = asked(server, field, example="case-a", provision=name)
    assert found["__typename"] == "NotModelled"
    assert "readings chosen" in found["message"]


@pytest.mark.parametrize("field", ["why", "whyNot", "nextQuestions"])
def test_a_name_that_means_nothing_is_not_found(server: Server, field: str) -> None:
    for language, near in (("EN", "spc:art-2-item-3"), ("ZH", "spc:art-2-item-3")):
        found = asked(server, field, example="case-a", provision="spc:art-2-itm-3", language=language)
        assert found["__typename"] == "NotFound"
        assert found["name"] == "spc:art-2-itm-3"
        assert near in found["message"]
        assert near in found["known"]


@pytest.mark.parametrize("field", ["why", "whyNot"])
def test_one_of_several_activities_must_be_named(server: Server, field: str) -> None:
    (problem,) = asked(server, field, example=MALL)["problems"]
    assert (problem["code"], problem["path"]) == ("which-activity", "$.activity")
    assert f"{CHILDREN}, {CUSTOMERS}" in problem["remedy"]
    found = asked(server, field, example=MALL, activity="nobody")
    assert (found["__typename"], found["known"]) == ("NotFound", [CHILDREN, CUSTOMERS])


# Why.


@pytest.mark.parametrize("name", ["spc:art-2-item-3", "Art. 2(3)", "第二条第三项"])
def test_a_finding_is_asked_for_as_it_is_cited(server: Server, reasoner: Reasoner, name: str) -> None:
    whole = reasoner.assess(deployment(reasoner, MALL))
    held = whole.finding(CUSTOMERS, "spc:art-2-item-3")
    assert held is not None
    found = asked(server, "why", example=MALL, activity=CUSTOMERS, provision=name)
    assert found["key"] == held.id
    assert record.encoded(found["proof"]["json"]) == record.encoded(record.proof(whole.proof(held), Language.EN))
    assert found["proof"]["root"]["key"] == held.id
    assert found["id"] == f"{server.answer(IDS, example=MALL)['assess']['id'][:16]}/{held.id}"


def test_a_finding_asked_for_by_its_norm_is_that_of_the_provision(server: Server, reasoner: Reasoner) -> None:
    held = reasoner.assess(deployment(reasoner, MALL)).finding(CUSTOMERS, "spc:art-2-item-3")
    assert held is not None
    norm = held.limbs[0].norm
    by_norm, by_provision = (
        asked(server, "why", example=MALL, activity=CUSTOMERS, provision=name) for name in (norm, "spc:art-2-item-3")
    )
    assert by_norm == by_provision
    assert by_norm["__typename"] == "Finding"


def test_why_speaks_chinese(server: Server) -> None:
    found = asked(server, "why", example=MALL, activity=CUSTOMERS, provision="spc:art-2-item-3", language="ZH")
    assert "第二条" in found["summary"]


# Why not.


def test_what_keeps_a_provision_back_is_one_fact(server: Server) -> None:
    facts = {
        "frtUsed": {"value": True},
        "individualIdentifiable": {"value": True},
        "conductStart": {"value": "2024-01-01"},
        "rulesPublished": {"value": True},
        "elementsDisclosed": {"present": ["PURPOSE", "METHOD", "SCOPE"]},
        "noticeException": {"value": "NONE"},
    }
    told = {"id": "test", "activities": [{"id": "a", "facts": facts}]}
    found = asked(server, "whyNot", deployment=told)
    assert found["finding"]["status"] == "DOES_NOT_APPLY"
    several = nodes(found["obstacles"])
    assert {each["bar"] for each in several} == {"CONDITION"}
    needed = {fact["node"]["fact"]["name"]: fact["mustBe"] for each in several for fact in each["facts"]}
    assert needed == {"rules_published": "FALSE", "elements_disclosed": "FALSE"}
    hidden = {"id": "test", "activities": [{"id": "a", "facts": {**facts, "rulesPublished": {"value": False}}}]}
    applies = asked(server, "whyNot", deployment=hidden)
    assert applies["finding"]["status"] == "APPLIES"
    assert applies["obstacles"]["totalCount"] == 0
    assert "Nothing on record keeps" in applies["says"][1]


@pytest.mark.parametrize("name", ["clinic-door", "gym-2021", MALL])
def test_obstacles_are_those_of_the_reasoner(server: Server, reasoner: Reasoner, wording: Wording, name: str) -> None:
    whole = reasoner.assess(deployment(reasoner, name))
    held_back = [each for each in whole.findings if whynot.obstacles(each, whole.proof(each), reasoner.law)]
    assert held_back
    for each in held_back[:6]:
        for language in Language:
            found = asked(
                server,
                "whyNot",
                example=name,
                activity=each.activity,
                provision=each.provision,
                language=language.name,
            )
            held = whynot.obstacles(each, whole.proof(each), reasoner.law)
            assert found["says"] == [line[language] for line in whynot.told(each, whole.proof(each), wording)]
            assert [one["step"]["key"] for one in nodes(found["obstacles"])] == [one.node for one in held]
            assert {one["node"]["truth"] for one in nodes(found["obstacles"]) for one in one["facts"]} <= {
                "TRUE",
                "FALSE",
            }


def test_a_defeat_that_holds_is_an_obstacle(server: Server, reasoner: Reasoner) -> None:
    whole = reasoner.assess(deployment(reasoner, "clinic-door"))
    beaten = next(each for each in whole.findings if each.status is Status.DEFEATED)
    found = asked(server, "whyNot", example="clinic-door", activity=beaten.activity, provision=beaten.provision)
    assert [each["norm"]["id"] for each in found["defeatedBy"]] == [each.norm for each in beaten.defeaters]
    assert "DEFEAT" in {each["bar"] for each in nodes(found["obstacles"])}


# What to ask next.


@pytest.mark.parametrize("name", [MALL, "case-d"])
def test_the_next_questions_are_those_of_the_reasoner(server: Server, reasoner: Reasoner, name: str) -> None:
    agenda = Interview(reasoner, described(name)).agenda
    found = asked(server, "nextQuestions", example=name)
    shown = nodes(found["questions"])
    assert found["questions"]["totalCount"] == len(agenda.questions)
    for each, held in zip(shown, agenda.questions[:100], strict=True):
        assert each["id"] == held.place.path
        assert each["place"]["path"] == spoken_path(held.place.path)
        assert each["place"]["fact"] == held.place.fact
        assert each["question"] == held.text.en
        assert each["form"] == held.form.name
        assert each["settles"] == list(held.settles)
        assert each["influence"] == float(held.influence)
        assert [one["value"] for one in each["options"]] == [one.code for one in held.options]
        assert nodes(each["because"])[0]["finding"] == held.because[0].finding
    methods = {each["finding"]: each["method"] for each in nodes(found["methods"])}
    assert methods == {name: how.name for name, how in agenda.methods.items()}


def test_questions_are_narrowed_to_one_provision_and_activity(server: Server, reasoner: Reasoner) -> None:
    found = asked(server, "nextQuestions", example=MALL, activity=CUSTOMERS, provision="第二条第三项", language="ZH")
    held = Interview(reasoner, described(MALL), Asked(), CUSTOMERS, "spc:art-2-item-3").agenda
    assert [each["id"] for each in nodes(found["questions"])] == [each.id for each in held.questions]
    assert all(each["question"].endswith("？") for each in nodes(found["questions"]))


def test_what_is_not_known_is_not_asked_again(server: Server) -> None:
    first, second, *_ = nodes(asked(server, "nextQuestions", example=MALL)["questions"])
    left = nodes(asked(server, "nextQuestions", example=MALL, passed=[first["id"]])["questions"])
    assert first["id"] not in {each["id"] for each in left}
    assert second["id"] in {each["id"] for each in left}


def test_an_answer_put_where_the_question_belongs_is_read(server: Server) -> None:
    told: dict[str, Any] = {"id": "test", "activities": [{"id": "a", "facts": {}}]}
    for _ in range(8):
        questions = nodes(asked(server, "nextQuestions", deployment=told, provision="spc:art-2-item-2")["questions"])
        found = next((each for each in questions if each["form"] == "YES_NO" and each["place"]["activity"]), None)
        if found is None:
            break
        judged = {"assessor": "counsel", "reasons": "seen"} if found["evaluative"] else {}
        assert found["place"]["path"] == f"$.activities[0].facts.{found['place']['field']}"
        told["activities"][0]["facts"][found["place"]["field"]] = {"value": True, **judged}
        assert asked(server, "validate", deployment=told)["readable"]
    assert told["activities"][0]["facts"]


def test_the_value_of_an_option_is_offered_as_the_input_takes_it(server: Server, reasoner: Reasoner) -> None:
    questions = nodes(asked(server, "nextQuestions", example="case-a")["questions"])
    found = next(each for each in questions if each["form"] == "ONE" and each["place"]["activity"])
    told = as_input(described("case-a"), reasoner.vocabulary)
    facts = told["activities"][0].setdefault("facts", {})
    facts[found["place"]["field"]] = {"value": found["options"][0]["spoken"]}
    assert asked(server, "validate", deployment=told)["readable"]


def test_a_contested_fact_waits_to_be_settled(server: Server) -> None:
    facts = {"frtUsed": {"value": True, "contested": True}, "conductStart": {"value": "2024-01-01"}}
    found = asked(server, "nextQuestions", deployment={"id": "test", "activities": [{"id": "a", "facts": facts}]})
    (pending,) = nodes(found["pending"])
    assert pending["why"] == "CONTESTED"
    assert pending["place"]["path"] == "$.activities[0].facts.frtUsed"
    assert pending["findings"]


# Validate.


@pytest.mark.parametrize("name", NAMES)
def test_a_bundled_example_can_be_read(server: Server, reasoner: Reasoner, name: str) -> None:
    found = asked(server, "validate", example=name)
    assert found["readable"]
    assert [each["code"] for each in found["problems"]] == [each.code for each in deployment(reasoner, name).problems]


def test_a_contradiction_is_data_and_the_description_can_be_read(server: Server) -> None:
    facts = {"conductStart": {"value": "2024-01-01"}, "conductEnd": {"value": "2023-01-01"}}
    told = {"id": "test", "activities": [{"id": "a", "facts": facts}]}
    found = asked(server, "validate", deployment=told)
    assert found["readable"]
    assert "WARNING" in {each["severity"] for each in found["problems"]}
    assert {each["path"] for each in found["problems"]}


def test_the_fragments_of_a_refusal_are_the_same_everywhere() -> None:
    assert FRAGMENTS in UNMODELLED
    assert all(FRAGMENTS in query for query in EVERY.values())


# From the law back into a proof.

AROUND = """
query ($provision: ID, $norm: ID, $fact: String, $after: String) {
  why(example: "mall-2024", activity: "returning-customers", provision: "spc:art-2-item-3") {
    ... on Finding { proof { nodes(provision: $provision, norm: $norm, fact: $fact, first: 100, after: $after) {
      totalCount edges { cursor node { key norm { id } provisions { id } fact { name } } } } } }
  }
}
"""


def around(server: Server, **asked: str) -> list[dict[str, Any]]:
    """Return all nodes of a proof that fit, page after page."""
    found: list[dict[str, Any]] = []
    after: dict[str, str] = {}
    while True:
        page = server.answer(AROUND, **asked, **after)["why"]["proof"]["nodes"]
        found += [edge["node"] for edge in page["edges"]]
        if len(found) >= page["totalCount"]:
            return found
        after = {"after": page["edges"][-1]["cursor"]}


def test_the_nodes_of_a_provision_a_norm_and_a_fact_are_found_in_a_proof(server: Server) -> None:
    nodes = around(server)
    leaf = next(each for each in nodes if each["fact"])
    stands, norm, fact = leaf["provisions"][0], leaf["norm"], leaf["fact"]
    assert around(server, provision=stands["id"]) == [each for each in nodes if stands in each["provisions"]] != nodes
    assert around(server, norm=norm["id"]) == [each for each in nodes if each["norm"] == norm] != nodes
    assert around(server, fact=fact["name"]) == [each for each in nodes if each["fact"] == fact] != nodes
    assert around(server, fact="nothing") == []
