"""What would have to change, and the cases from which a norm is learned."""

import json
from typing import Any

import pytest

import prima_facie
from api.facts import spoken_path
from api.spoken import fact_as_input
from kg import record
from kg.engine import Status
from kg.reasoner import Reasoner
from kg.text import Language
from kg.whatif import teaching
from kg.whatif.sites import written
from kg.whatif.teach import Teacher, norms_called
from kg.wording import Wording
from tests.api.asking import Server
from tests.api.matters import BAD, CHINESE, CUSTOMERS, MALL, UNMODELLED, deployment, described, nodes, without_a_norm

CHANGES = (
    """
query ($deployment: DeploymentInput, $example: ID, $provision: ID!, $activity: ID, $by: Whose! = DEPLOYER,
       $nothingWorse: Boolean! = false, $size: Int! = 4, $language: Language! = EN) {
  changes(deployment: $deployment, example: $example, provision: $provision, activity: $activity, by: $by,
          nothingWorse: $nothingWorse, size: $size, language: $language) {
    __typename
    ... on Changes {
      activity provision { id } status already runs note cuts { limit says }
      sets(first: 20) { edges { node {
        status
        changes { fact field label paths before after to instead control says }
        moves(first: 50) { edges { node { activity provision { id } before after worse } } }
      } } }
    }
"""
    + UNMODELLED
    + "} }"
)
TEACH = """
query ($name: ID!, $language: Language! = EN, $first: Int! = 20) {
  teach(name: $name, language: $language) {
    __typename
    ... on Teaching {
      note
      lessons(first: $first) { totalCount edges { node {
        norm { id } notBarredBy notRevivedFrom
        cases { edges { node {
          lesson heading status answer description deployment hangsOn defeats
          facts { fact field label value says }
          flip { fact before after says }
          proof { root { status } json }
        } } }
      } } }
    }
    ... on NotFound { name message }
    ... on NotModelled { id message }
  }
}
"""


CASES = """
query ($name: ID!) {
  teach(name: $name) { ... on Teaching {
    lessons { edges { node { norm { id } cases { edges { node { lesson status deployment } } } } } }
  } }
}
"""
LIMBS = """
query ($deployment: DeploymentInput!) {
  assess(deployment: $deployment) { ... on Assessment {
    findings(first: 100) { edges { node { limbs { status norm { id } } } } }
  } }
}
"""


def changes(server: Server, **variables: object) -> dict[str, Any]:
    """Return what would have to change."""
    usual = {"provision": "spc:art-2-item-2"}
    found: dict[str, Any] = server.answer(CHANGES, **{**usual, **variables})["changes"]
    return found


def taught(server: Server, name: str, query: str = TEACH, **variables: object) -> dict[str, Any]:
    """Return the lessons of a name."""
    found: dict[str, Any] = server.answer(query, name=name, **variables)["teach"]
    return found


def consent(reasoner: Reasoner) -> str:
    """Return the norm whose finding is that separate consent is missing."""
    held = reasoner.assess(deployment(reasoner, MALL)).finding(CUSTOMERS, "spc:art-2-item-3")
    assert held is not None
    return held.limbs[0].norm


# Changes.


@pytest.mark.parametrize("provision", ["spc:art-2-item-2", "spc:art-4-item-2"])
def test_the_sets_are_those_of_the_facade(server: Server, reasoner: Reasoner, provision: str) -> None:
    (held,) = prima_facie.changes(reasoner, deployment(reasoner, MALL), provision, activity=CUSTOMERS)
    found = changes(server, example=MALL, activity=CUSTOMERS, provision=provision)
    assert (found["status"], found["already"], found["runs"]) == (held.status.name, held.wanted, held.runs)
    assert [each["limit"] for each in found["cuts"]] == [each.name for each in held.cuts]
    shown = nodes(found["sets"])
    assert shown
    for each, one in zip(shown, held.sets, strict=True):
        assert each["status"] == one.status.name
        for change, own in zip(each["changes"], one.changes, strict=True):
            assert change["fact"] == own.fact
            assert change["after"] == own.said
            assert change["to"] == fact_as_input(own.fact, own.said, reasoner.vocabulary)
            assert change["paths"] == [spoken_path(written(spot)) for spot in own.site.spots]
            assert change["control"] == "DEPLOYER"
            assert change["paths"][0] in change["says"]
        moves = [
            (each["activity"], each["provision"]["id"], each["after"], each["worse"]) for each in nodes(each["moves"])
        ]
        assert moves == [(move.activity, move.provision, move.after.name, move.worse) for move in one.moves]


def test_a_set_that_is_made_brings_about_what_it_says(server: Server, reasoner: Reasoner) -> None:
    found = changes(server, example=MALL, activity=CUSTOMERS)
    one = nodes(found["sets"])[0]
    description = described(MALL)
    number = [each["id"] for each in description["activities"]].index(CUSTOMERS)
    for change in one["changes"]:
        assert change["paths"] == [f"$.activities[{number}].facts.{change['field']}"]
        description["activities"][number]["facts"][change["fact"]] = change["after"]
    held = reasoner.assess(reasoner.read(description)).finding(CUSTOMERS, "spc:art-2-item-2")
    assert held is not None
    assert held.status.name == one["status"]


def test_what_the_claimant_controls_makes_a_provision_apply(server: Server, reasoner: Reasoner) -> None:
    cases = nodes(nodes(taught(server, consent(reasoner), CASES)["lessons"])[0]["cases"])
    misses = [each["deployment"] for each in cases if each["lesson"] == "MISS"]
    answers = [changes(server, deployment=each, provision="spc:art-2-item-3", by="CLAIMANT") for each in misses]
    sets = [each for answer in answers for each in nodes(answer["sets"])]
    assert sets
    assert {each["status"] for each in sets} == {"APPLIES"}
    assert {change["control"] for each in sets for change in each["changes"]} == {"CLAIMANT"}


def test_sets_that_make_something_else_worse_can_be_left_out(server: Server) -> None:
    every, fine = (
        nodes(
            changes(server, example=MALL, activity=CUSTOMERS, provision="spc:art-4-item-2", nothingWorse=each)["sets"]
        )
        for each in (False, True)
    )
    spc = [
        each
        for each in every
        if not any(move["worse"] and move["provision"]["id"].startswith("spc:") for move in nodes(each["moves"]))
    ]
    assert fine == spc


def test_what_would_have_to_change_is_said_in_chinese(server: Server) -> None:
    found = changes(server, example=MALL, activity=CUSTOMERS, provision="第二条第二项", language="ZH")
    assert found["provision"]["id"] == "spc:art-2-item-2"
    said = [change["says"] for each in nodes(found["sets"]) for change in each["changes"]]
    assert all(map(CHINESE.search, [*said, found["note"]]))


def test_where_nothing_need_change_it_is_said(server: Server, reasoner: Reasoner) -> None:
    whole = reasoner.assess(deployment(reasoner, "clinic-door"))
    beaten = next(each for each in whole.findings if each.status is Status.DEFEATED)
    found = changes(server, example="clinic-door", activity=beaten.activity, provision=beaten.provision)
    assert found["already"]
    assert nodes(found["sets"]) == []


@pytest.mark.parametrize("size", [0, 7, -1])
def test_how_many_facts_are_changed_together_has_a_limit(server: Server, size: int) -> None:
    found = changes(server, example=MALL, activity=CUSTOMERS, size=size)
    assert found["__typename"] == "LimitExceeded"
    assert (found["limit"], found["path"], found["allowed"]) == ("too-many-changes", "$.size", 6)
    assert str(size) in found["message"]
    assert changes(server, example=MALL, activity=CUSTOMERS, size=6)["__typename"] == "Changes"


def test_a_search_that_was_cut_says_where(server: Server) -> None:
    found = changes(server, example=MALL, activity=CUSTOMERS, provision="spc:art-2-item-6", size=1)
    assert {"SIZE"} <= {each["limit"] for each in found["cuts"]}
    assert all(each["says"] for each in found["cuts"])


def test_what_cannot_be_changed_is_told_as_data(server: Server, reasoner: Reasoner) -> None:
    silent = without_a_norm(reasoner)
    assert changes(server, example="case-a", provision=silent)["__typename"] == "NotModelled"
    assert changes(server, example="case-a", provision="no such thing")["__typename"] == "NotFound"
    assert changes(server, example=MALL)["problems"][0]["code"] == "which-activity"
    assert changes(server, deployment=BAD, language="ZH")["__typename"] == "InvalidDeployment"


# Teach.


@pytest.mark.parametrize("language", Language, ids=lambda each: each.value)
def test_the_lessons_are_those_of_the_reasoner(
    server: Server, reasoner: Reasoner, wording: Wording, language: Language
) -> None:
    name = "spc:art-2-item-2"
    plan = reasoner.plan(reasoner.law.options())
    teacher = Teacher(reasoner, plan)
    several = [teacher.lessons(norm) for norm in norms_called(reasoner, plan, name)]
    found = taught(server, name, language=language.name)
    assert found["note"] == wording.not_advice()[language]
    for lessons, known in zip(nodes(found["lessons"]), several, strict=True):
        assert lessons["norm"]["id"] == known.norm
        assert (lessons["notBarredBy"], lessons["notRevivedFrom"]) == (list(known.unbarred), list(known.firm))
        for case, own in zip(nodes(lessons["cases"]), known.cases, strict=True):
            assert case["lesson"] == own.lesson.name
            assert case["status"] == own.status.name == case["proof"]["root"]["status"]
            assert case["description"] == own.description
            assert {each["fact"] for each in case["facts"]} == set(own.scene.facts)
            assert (case["flip"] is None) == (own.flip is None)
            assert case["proof"]["json"] == json.loads(record.encoded(record.proof(teacher.proof(own), language)))
            assert (case["heading"], case["answer"]) == (
                teaching.head(own, wording)[language],
                teaching.answer(own, wording)[language],
            )


def test_a_case_is_a_description_that_can_be_asked_about(server: Server, reasoner: Reasoner) -> None:
    lessons = nodes(taught(server, consent(reasoner), CASES)["lessons"])
    cases = [(each["norm"]["id"], case) for each in lessons for case in nodes(each["cases"])]
    assert {case["lesson"] for _, case in cases} >= {"APPLIES", "MISS", "BARRED", "OPEN"}
    for norm, case in cases[::4]:
        found = server.answer(LIMBS, deployment=case["deployment"])["assess"]["findings"]["edges"]
        limbs = [limb for edge in found for limb in edge["node"]["limbs"]]
        assert {limb["status"] for limb in limbs if limb["norm"]["id"] == norm} == {case["status"]}


def test_a_just_miss_says_in_which_fact_it_differs(server: Server) -> None:
    cases = nodes(nodes(taught(server, "spc:art-2-item-2", language="ZH")["lessons"])[0]["cases"])
    misses = [each for each in cases if each["lesson"] == "MISS"]
    assert misses
    assert all(
        CHINESE.search(each["flip"]["says"]) and each["flip"]["before"] != each["flip"]["after"] for each in misses
    )


def test_an_article_teaches_norm_by_norm(server: Server) -> None:
    every = taught(server, "spc:art-2", first=1)["lessons"]
    assert every["totalCount"] > len(every["edges"]) == 1


def test_what_teaches_nothing_says_why(server: Server, reasoner: Reasoner) -> None:
    assert taught(server, without_a_norm(reasoner))["__typename"] == "NotModelled"
    found = taught(server, "no such thing", language="ZH")
    assert found["__typename"] == "NotFound"
    assert CHINESE.search(found["message"])
