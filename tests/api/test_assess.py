"""The business question over real HTTP: change one fact, change one answer."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg import record
from kg.reasoner import Reasoner
from kg.text import Language
from tests.api.asking import WHOLE, Server, as_input, statuses

ROOT = Path(__file__).resolve().parents[2]
DESCRIBED = sorted((ROOT / "data" / "deployments").glob("*.json"))
RULES = "a:spc:art-2-item-2"
CONSENT = "a:spc:art-2-item-3"

JSON = """
query Json($deployment: DeploymentInput!, $status: [Status!], $first: Int! = 100, $after: String) {
  assess(deployment: $deployment) { ... on Assessment {
    findings(status: $status, first: $first, after: $after) {
      pageInfo { hasNextPage endCursor } edges { node { id key proof { json } } }
    }
  } }
}
"""
LEAVES = """
query Leaves($deployment: DeploymentInput!) {
  assess(deployment: $deployment) { ... on Assessment { findings(status: [APPLIES], first: 20) { edges { node {
    key
    proof { nodes(first: 100) { edges { node { fact { name value open source recorded } } } } }
  } } } } }
}
"""
PROOF = """
query Proof($deployment: DeploymentInput!, $status: [Status!], $cursor: String, $after: String) {
  assess(deployment: $deployment) { ... on Assessment {
    findings(status: $status, after: $cursor, first: 1) { edges { node {
      key
      status
      proof {
        root { id }
        nodes(first: 40, after: $after) {
          totalCount
          pageInfo { hasNextPage endCursor }
          edges { node { id key kind name says truth presumed status below provisions { id } norm { id } option { id }
                         fact { name field open value recorded bearer says } } }
        }
      }
    } } }
  } }
}
"""


def told(**facts: object) -> dict[str, Any]:
    """Return a description of one activity that recognises people, with these facts."""
    usual = {
        "frtUsed": {"value": True},
        "individualIdentifiable": {"value": True},
        "conductStart": {"value": "2024-01-01"},
    }
    return {"id": "test", "activities": [{"id": "a", "facts": usual | facts}]}


# One fact, one answer.


@pytest.mark.parametrize(
    ("fact", "status"),
    [
        ({"value": False}, ("APPLIES", "APPLIES")),
        ({"value": True}, ("OPEN", "APPLIES")),
        (None, ("OPEN", "APPLIES")),
        ({"value": None}, ("OPEN", "APPLIES")),
        ({"value": False, "contested": True}, ("OPEN", "APPLIES")),
    ],
    ids=["not published", "published", "not said", "unknown", "contested"],
)
def test_whether_rules_are_published_decides(server: Server, fact: object, status: tuple[str, str]) -> None:
    assert statuses(server.assess(told(rulesPublished=fact)))[RULES] == status


def test_silence_is_not_denial(server: Server) -> None:
    whole = {"present": ["PURPOSE", "METHOD", "SCOPE"]}
    published = told(rulesPublished={"value": True}, elementsDisclosed=whole, noticeException={"value": "NONE"})
    silent = told(rulesPublished={"value": True}, elementsDisclosed=None, noticeException={"value": "NONE"})
    left_open = told(
        rulesPublished={"value": True},
        elementsDisclosed={"present": ["PURPOSE"], "open": True},
        noticeException={"value": "NONE"},
    )
    empty = told(rulesPublished={"value": True}, elementsDisclosed={"present": []}, noticeException={"value": "NONE"})
    null = told(rulesPublished={"value": True}, elementsDisclosed={"present": None}, noticeException={"value": "NONE"})
    answers = [statuses(server.assess(each))[RULES][0] for each in (published, silent, left_open, empty, null)]
    assert answers == ["DOES_NOT_APPLY", "OPEN", "OPEN", "APPLIES", "OPEN"]


def test_an_open_finding_says_what_to_ask_and_who_must_prove_it(server: Server, reasoner: Reasoner) -> None:
    finding = node(server.assess(told()), RULES)
    asked = {each["fact"]: each for each in finding["hangsOn"]}
    assert asked["rules_published"]["question"] == reasoner.vocabulary.facts["rules_published"].question.en
    assert asked["rules_published"]["field"] == "rulesPublished"
    assert asked["rules_published"]["bearer"] == "PROCESSOR"


def test_an_answer_is_given_in_the_language_asked_for(server: Server, reasoner: Reasoner) -> None:
    chinese = node(server.assess(told(), language="ZH"), RULES)
    assert chinese["provision"]["label"] == reasoner.law.provisions["spc:art-2-item-2"].label.zh
    assert "第二条" in chinese["summary"]
    assert chinese["hangsOn"][0]["question"].endswith("？")


def node(assessment: dict[str, Any], key: str) -> dict[str, Any]:
    found: dict[str, Any] = next(edge["node"] for edge in assessment["findings"]["edges"] if edge["node"]["key"] == key)
    return found


# The same as everywhere else.


@pytest.mark.parametrize("path", DESCRIBED, ids=lambda path: path.stem)
def test_a_documented_deployment_is_answered_as_a_file_is(server: Server, reasoner: Reasoner, path: Path) -> None:
    description = json.loads(path.read_bytes())
    answered = server.assess(as_input(description, reasoner.vocabulary))
    whole = reasoner.assess(reasoner.read(description))
    assert statuses(answered) == {each.id: (each.status.name, each.presumed.name) for each in whole.findings}
    assert answered["edition"] == reasoner.edition
    assert [each["code"] for each in answered["problems"]] == [each.code for each in whole.problems]
    for each in whole.findings:
        assert [asked["fact"] for asked in node(answered, each.id)["hangsOn"]] == list(each.hangs_on)


def test_the_same_question_has_the_same_bytes(server: Server) -> None:
    first = server.ask(WHOLE, deployment=told(rulesPublished={"value": False}))
    again = server.ask(WHOLE, deployment=told(rulesPublished={"value": False}))
    assert first.content == again.content


def test_the_order_of_facts_changes_nothing(server: Server) -> None:
    facts = told(rulesPublished={"value": False}, placeType={"value": "MALL"})["activities"][0]["facts"]
    turned = dict(reversed(facts.items()))
    one, other = ({"id": "test", "activities": [{"id": "a", "facts": each}]} for each in (facts, turned))
    assert server.ask(WHOLE, deployment=one).content == server.ask(WHOLE, deployment=other).content


def test_an_id_belongs_to_one_question(server: Server) -> None:
    ids = {
        server.assess(told(), **asked)["id"]
        for asked in ({}, {"profile": "TEXTUAL"}, {"on": "2025-01-01"}, {"instruments": ["spc:provisions"]})
    }
    assert len(ids | {server.assess(told(rulesPublished={"value": True}))["id"]}) == 5


# What was asked wrongly comes back as data, or is refused before it is asked.


def test_every_problem_of_a_description_comes_back_as_data(server: Server) -> None:
    answered = server.assess({"id": "not an id", "activities": [{"id": "a"}, {"id": "a"}]})
    assert answered["__typename"] == "InvalidDeployment"
    paths = [problem["path"] for problem in answered["problems"]]
    assert "$.id" in paths
    assert any(path.startswith("$.activities[1]") for path in paths)
    assert all(problem["severity"] == "VIOLATION" and problem["remedy"] for problem in answered["problems"])


def test_a_problem_names_the_fact_as_the_input_does(server: Server) -> None:
    answered = server.assess(told(affectedCount={"value": -1}), language="ZH")
    assert [problem["path"] for problem in answered["problems"]] == ["$.activities[0].facts.affectedCount.value"]
    assert "。" in answered["problems"][0]["message"]


def test_a_day_beside_an_open_end_is_a_problem(server: Server) -> None:
    answered = server.assess(told(conductEnd={"value": "2024-05-01", "open": True}))
    assert answered["__typename"] == "InvalidDeployment"


def test_a_contradiction_is_reported_and_the_assessment_goes_on(server: Server) -> None:
    answered = server.assess(told(conductEnd={"value": "2023-05-01"}))
    assert answered["__typename"] == "Assessment"
    assert "WARNING" in {problem["severity"] for problem in answered["problems"]}


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ({"frtUsd": {"value": True}}, "frtUsed"),
        ({"frt_used": {"value": True}}, "frt_used"),
        ({"conductDay": {"value": "2024-01-01"}}, "conductDay"),
        ({"frtUsed": {"value": "yes"}}, "yes"),
        ({"placeType": {"value": "PALACE"}}, "PALACE"),
        ({"status": "APPLIES"}, "status"),
        ({"requiredByRule": {"value": {"none": True, "provision": "x"}}}, "exactly one"),
    ],
    ids=[
        "misspelt",
        "as in a file",
        "worked out",
        "of another kind",
        "no value of the list",
        "a verdict",
        "two in one",
    ],
)
def test_what_the_schema_does_not_know_is_refused_before_anything_is_assessed(
    server: Server, field: dict[str, object], said: str
) -> None:
    body = json.dumps({"query": WHOLE, "variables": {"deployment": told(**field)}}).encode()
    for accepted, status in (("application/json", 200), ("application/graphql-response+json", 400)):
        refused = server.post(body, accept=accepted)
        assert refused.status_code == status
        assert refused.headers["content-type"].startswith(accepted)
        assert "data" not in refused.json()
        assert said.lower() in refused.json()["errors"][0]["message"].lower()


def test_what_does_not_exist_is_not_found(server: Server, reasoner: Reasoner) -> None:
    unknown = server.assess(told(), instruments=["xx:nothing"])
    assert unknown["__typename"] == "NotFound"
    assert unknown["name"] == "xx:nothing"
    assert unknown["known"] == list(reasoner.law.instruments)
    option = server.assess(told(), readings=[{"reading": "IC_27", "option": "C"}], language="ZH")
    assert option["__typename"] == "NotFound"
    assert "没有" in option["message"]


def test_a_reading_chosen_twice_is_refused(server: Server) -> None:
    twice = [{"reading": "IC_27", "option": "A"}, {"reading": "IC_27", "option": "B"}]
    refused = server.ask(WHOLE, deployment=told(), readings=twice).json()
    assert refused["data"] is None
    assert refused["errors"][0]["extensions"]["code"] == "READING_TWICE"


# Readings.


@pytest.mark.parametrize("path", DESCRIBED[:4], ids=lambda path: path.stem)
def test_another_reading_gives_what_was_said_of_it(server: Server, reasoner: Reasoner, path: Path) -> None:
    described = as_input(json.loads(path.read_bytes()), reasoner.vocabulary)
    promised: dict[tuple[str, str], dict[str, str]] = {}
    for edge in server.assess(described)["findings"]["edges"]:
        for other in edge["node"]["otherReadings"]:
            chosen = (other["option"]["reading"], other["option"]["code"])
            promised.setdefault(chosen, {})[edge["node"]["key"]] = other["status"]
    for (reading, option), expected in promised.items():
        choice = {"reading": reading.replace("-", "_"), "option": option.upper()}
        kept = statuses(server.assess(described, readings=[choice]))
        assert {key: kept[key][0] for key in expected} == expected


def test_a_profile_is_a_choice_among_readings(server: Server, reasoner: Reasoner) -> None:
    taken = {each["reading"]: each["code"] for each in server.assess(told(), profile="TEXTUAL")["options"]}
    chosen = reasoner.law.options("textual")
    assert taken == {
        code: next(option.code for option in reading.options if option.id in chosen)
        for code, reading in reasoner.law.readings.items()
    }


def test_only_the_instruments_asked_for_are_answered(server: Server) -> None:
    answered = server.assess(told(), instruments=["spc:provisions"])
    assert {edge["node"]["instrument"]["id"] for edge in answered["findings"]["edges"]} == {"spc:provisions"}


# Proofs.


@pytest.mark.parametrize("path", DESCRIBED, ids=lambda path: path.stem)
def test_every_node_of_a_proof_is_reached_from_its_root(server: Server, reasoner: Reasoner, path: Path) -> None:
    described = as_input(json.loads(path.read_bytes()), reasoner.vocabulary)
    info: dict[str, Any] = {"hasNextPage": True, "endCursor": None}
    while info["hasNextPage"]:
        found = server.answer(JSON, deployment=described, first=10, after=info["endCursor"])["assess"]["findings"]
        for edge in found["edges"]:
            proof = edge["node"]["proof"]["json"]
            assert set(reached(proof["root"], proof["nodes"])) == set(proof["nodes"])
        info = found["pageInfo"]


@pytest.mark.parametrize("path", DESCRIBED[:3], ids=lambda path: path.stem)
def test_the_nodes_of_a_proof_read_page_by_page_are_the_whole(server: Server, reasoner: Reasoner, path: Path) -> None:
    described = as_input(json.loads(path.read_bytes()), reasoner.vocabulary)
    asked = {"deployment": described, "status": ["APPLIES", "DEFEATED"]}
    findings = [edge["node"] for edge in server.answer(JSON, **asked)["assess"]["findings"]["edges"]]
    for place, finding in enumerate(findings[:2]):
        nodes: dict[str, Any] = {}
        info: dict[str, Any] = {"hasNextPage": True, "endCursor": None}
        while info["hasNextPage"]:
            asked["after"] = info["endCursor"]
            found = server.answer(PROOF, **asked, cursor=findings[place - 1]["id"] if place else None)
            proof = found["assess"]["findings"]["edges"][0]["node"]["proof"]
            info = proof["nodes"]["pageInfo"]
            nodes |= {edge["node"]["id"]: edge["node"] for edge in proof["nodes"]["edges"]}
        root = proof["root"]["id"]
        assert next(iter(nodes)) == root
        assert set(reached(root, nodes)) == set(nodes)
        assert len(nodes) == proof["nodes"]["totalCount"]
        assert all(each["provisions"] and each["norm"] for each in nodes.values())
        assert all((each["kind"] == "FACT") == (each["fact"] is not None) for each in nodes.values())
        assert [each["key"] for each in nodes.values()] == list(finding["proof"]["json"]["nodes"])


def reached(root: str, nodes: dict[str, Any]) -> Iterator[str]:
    """Yield every node below a root, itself among them, each once; fails on a name that is no node."""
    waiting, seen = [root], set()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            yield name
            waiting += nodes[name]["below"]


def test_a_proof_is_the_plain_data_of_every_other_rendering(server: Server, reasoner: Reasoner) -> None:
    described = {"id": "test", "activities": [{"id": "a", "facts": {"frt_used": True, "conduct_start": "2024-01-01"}}]}
    whole = reasoner.assess(reasoner.read(described))
    found = server.answer(JSON, deployment=as_input(described, reasoner.vocabulary))["assess"]["findings"]["edges"]
    proofs = {edge["node"]["key"]: edge["node"]["proof"]["json"] for edge in found}
    for each in whole.findings:
        assert record.encoded(proofs[each.id]) == record.encoded(record.proof(whole.proof(each), Language.EN))


def test_a_leaf_tells_what_is_on_record_and_where(server: Server) -> None:
    described = told(rulesPublished={"value": False, "source": "seen on the site"})
    found = server.answer(LEAVES, deployment=described)["assess"]["findings"]["edges"]
    nodes = next(edge["node"]["proof"]["nodes"]["edges"] for edge in found if edge["node"]["key"] == RULES)
    facts = [each["node"]["fact"] for each in nodes if each["node"]["fact"]]
    leaf = next(each for each in facts if each["name"] == "rules_published")
    assert leaf["value"] is False
    assert not leaf["open"]
    assert leaf["source"] == "seen on the site"
    assert leaf["recorded"] == "$.activities[0].facts.rulesPublished"


# Pages.


def test_pages_put_together_are_the_whole(server: Server) -> None:
    query = """
    query Page($deployment: DeploymentInput!, $after: String) {
      assess(deployment: $deployment) { ... on Assessment {
        findings(first: 7, after: $after) {
          totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { key } }
        }
      } }
    }
    """
    keys: list[str] = []
    after = None
    while True:
        page = server.answer(query, deployment=told(), after=after)["assess"]["findings"]
        assert page["pageInfo"]["hasPreviousPage"] == bool(keys)
        keys += [edge["node"]["key"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert keys == list(statuses(server.assess(told())))
    assert len(keys) == page["totalCount"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("first: 0", "BAD_PAGE"),
        ("first: 101", "BAD_PAGE"),
        ('after: "x"', "BAD_CURSOR"),
        ('activity: "x"', "NOT_FOUND"),
    ],
)
def test_a_page_that_is_none_is_refused_with_a_word_why(server: Server, arguments: str, code: str) -> None:
    query = f"""query ($deployment: DeploymentInput!) {{ assess(deployment: $deployment) {{
      ... on Assessment {{ findings({arguments}) {{ totalCount }} }} }} }}"""
    refused = server.ask(query, deployment=told()).json()
    assert refused["errors"][0]["extensions"]["code"] == code


# The law itself.


def test_a_provision_is_found_with_what_stands_around_it(server: Server, reasoner: Reasoner) -> None:
    for language in ("EN", "ZH"):
        query = f"""{{ instruments(language: {language}) {{ edges {{ node {{ id label rank {{ code }}
          provisions(first: 100) {{ totalCount edges {{ node {{ id label heading gist openList
          instrument {{ id }} parent {{ id }} children {{ id }}
          norms {{ id label kind modality {{ code }} effect {{ code }} }} cites {{ id }} }} }} }} }} }} }} }}"""
        found = [edge["node"] for edge in server.answer(query)["instruments"]["edges"]]
        provisions = {edge["node"]["id"]: edge["node"] for each in found for edge in each["provisions"]["edges"]}
        assert {each["id"] for each in found} == set(reasoner.law.instruments)
        assert set(provisions) == set(reasoner.law.provisions)
        for name, shown in provisions.items():
            held = reasoner.law.provisions[name]
            assert shown["label"] == (held.label.en if language == "EN" else held.label.zh)
            assert shown["parent"] == ({"id": held.parent} if held.parent in provisions else None)
            assert {each["id"] for each in shown["norms"]} == set(reasoner.law.stated.get(name, ()))
            assert all(provisions[each["id"]]["parent"]["id"] == name for each in shown["children"])


def test_what_is_not_in_the_law_is_said_not_to_be(server: Server) -> None:
    query = '{ provision(id: "x:y") { ... on NotFound { name known } } norm(id: "x:y") { ... on NotFound { name } } }'
    assert server.answer(query) == {"provision": {"name": "x:y", "known": []}, "norm": {"name": "x:y"}}
