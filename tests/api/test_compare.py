"""Two answers beside each other, and two instruments on one deployment."""

from typing import Any

import pytest

from kg import record
from kg.commentary import Commentary
from kg.comparison.compare import compare
from kg.comparison.compared import beside_data, comparison_data
from kg.comparison.crosswalk import side_by_side
from kg.reasoner import Asked, Reasoner
from kg.text import Language
from tests.api.asking import Server
from tests.api.matters import BAD, CHILDREN, CHINESE, CUSTOMERS, FRAGMENTS, MALL, deployment, nodes

COMPARE = (
    """
query ($before: SideInput!, $after: SideInput!, $pairs: [PairInput!], $language: Language! = EN) {
  compare(before: $before, after: $after, pairs: $pairs, language: $language) {
    __typename
    ... on Comparison {
      same
      before { id title on options { reading code } } after { id title on options { reading code } }
      readings { reading before after }
      onlyBefore { key } onlyAfter { key }
      unpairedBefore { totalCount edges { node { key } } } unpairedAfter { totalCount edges { node { key } } }
      idleFacts(first: 100) { edges { node { activity fact } } }
      moves(first: 100) { edges { node {
        before { id key status presumed } after { id key status presumed }
        facts { fact label before { value contested says } after { value contested says } }
        readings { reading before after }
      } } }
    }
"""
    + FRAGMENTS
    + "} }"
)
BOTH = (
    """
fragment Side on CorrespondenceSide {
  id provision { id } instrument { id } findings { edges { node { provision { id } status presumed } } }
}
query ($deployment: DeploymentInput, $example: ID, $after: String, $language: Language! = EN) {
  bothInstruments(deployment: $deployment, example: $example, language: $language) {
    __typename
    ... on SideBySide {
      note
      beside(first: 100, after: $after) {
        totalCount pageInfo { hasNextPage endCursor }
        edges { node {
          activity correspondence label reason gap relation { code }
          starts { ...Side }
          ends { ...Side }
        } }
      }
    }
"""
    + FRAGMENTS
    + "} }"
)


def compared(server: Server, before: object, after: object, **variables: object) -> dict[str, Any]:
    """Return two sides beside each other."""
    found: dict[str, Any] = server.answer(COMPARE, before=before, after=after, **variables)["compare"]
    return found


def as_data(found: dict[str, Any]) -> dict[str, Any]:
    """Return what moves, as the plain data of a comparison says it."""
    moves = [
        {
            "activity": each["before"]["key"].partition(":")[0],
            "before": (each["before"]["status"].lower(), each["before"]["presumed"].lower()),
            "after": (each["after"]["status"].lower(), each["after"]["presumed"].lower()),
            "facts": [one["fact"] for one in each["facts"]],
            "readings": [one["reading"] for one in each["readings"]],
        }
        for each in nodes(found["moves"])
    ]
    return {"moves": moves, "same": found["same"], "idle": [each["fact"] for each in nodes(found["idleFacts"])]}


def of_the_reasoner(found: dict[str, Any]) -> dict[str, Any]:
    """Return the same of the plain data itself."""
    moves = [
        {
            "activity": each["activity"],
            "before": (each["before"]["status"], each["before"]["presumed"]),
            "after": (each["after"]["status"], each["after"]["presumed"]),
            "facts": [one["fact"] for one in each["facts"]],
            "readings": [one["reading"] for one in each["readings_alone"]],
        }
        for each in found["moves"]
    ]
    return {"moves": moves, "same": found["same"], "idle": [each["fact"] for each in found["idle_facts"]]}


@pytest.mark.parametrize(("before", "after"), [("case-a", "case-b"), ("gym-2021", "ningbo-2022"), ("case-d", MALL)])
def test_two_descriptions_are_compared(server: Server, reasoner: Reasoner, before: str, after: str) -> None:
    sides = [reasoner.assess(deployment(reasoner, name)) for name in (before, after)]
    held: Any = comparison_data(compare(sides[0], sides[1], reasoner.law, reasoner.vocabulary), Language.EN)
    found = compared(server, {"example": before}, {"example": after})
    assert as_data(found) == of_the_reasoner(held)
    assert [each["key"] for each in found["onlyBefore"]] == held["only_before"]
    assert [each["key"] for each in found["onlyAfter"]] == held["only_after"]
    assert found["before"]["title"] == held["before"]["title"]
    assert found["before"]["id"] != found["after"]["id"]


def test_one_fact_changed_lies_behind_each_move(server: Server) -> None:
    usual = {"frtUsed": {"value": True}, "conductStart": {"value": "2024-01-01"}}
    before, after = (
        {"id": "test", "activities": [{"id": "a", "facts": {**usual, "individualIdentifiable": {"value": each}}}]}
        for each in (True, False)
    )
    found = compared(server, {"deployment": before}, {"deployment": after}, language="ZH")
    moves = nodes(found["moves"])
    assert moves
    for each in moves:
        (fact,) = each["facts"]
        assert fact["fact"] == "individual_identifiable"
        assert ([one["value"] for one in fact["before"]], [one["value"] for one in fact["after"]]) == ([True], [False])
        assert CHINESE.search(fact["label"])
        assert CHINESE.search(fact["after"][0]["says"])
        assert each["before"]["id"] != each["after"]["id"]


def test_one_description_is_compared_under_two_choices_of_readings(server: Server, reasoner: Reasoner) -> None:
    read = deployment(reasoner, MALL)
    sides = [reasoner.assess(read, Asked(profile)) for profile in ("balanced", "textual")]
    held: Any = comparison_data(compare(sides[0], sides[1], reasoner.law, reasoner.vocabulary), Language.EN)
    found = compared(server, {"example": MALL}, {"profile": "TEXTUAL"})
    assert as_data(found) == of_the_reasoner(held)
    assert [each["reading"] for each in found["readings"]] == [each["reading"] for each in held["readings"]]
    assert found["readings"]


def test_what_the_second_side_leaves_out_is_as_on_the_first(server: Server) -> None:
    one, other = ({"reading": "IC_27", "option": code} for code in ("B", "A"))
    found = compared(
        server, {"example": MALL, "profile": "TEXTUAL", "readings": [one], "on": "2024-06-01"}, {"readings": [other]}
    )
    assert [each["reading"] for each in found["readings"]] == ["IC-27"]
    assert found["before"]["on"] == found["after"]["on"] == "2024-06-01"


def test_activities_are_paired_by_hand(server: Server) -> None:
    after = {"example": "clinic-door"}
    known = compared(server, {"example": MALL}, after)
    first = known["onlyAfter"][0]["key"]
    found = compared(server, {"example": MALL}, after, pairs=[{"before": CUSTOMERS, "after": first}])
    assert [each["key"] for each in found["onlyBefore"]] == [CHILDREN]
    assert {each["after"]["key"].partition(":")[0] for each in nodes(found["moves"])} == {first}
    missing = compared(server, {"example": MALL}, after, pairs=[{"before": "nobody", "after": first}])
    assert (missing["__typename"], missing["known"]) == ("NotFound", [CHILDREN, CUSTOMERS])
    twice = compared(
        server, {"example": MALL}, after, pairs=[{"before": each, "after": first} for each in (CUSTOMERS, CHILDREN)]
    )
    assert twice["problems"][0]["path"] == "$.pairs"


def test_what_is_wrong_is_told_with_its_side(server: Server) -> None:
    for sides, name in (
        (({"deployment": BAD}, {"example": MALL}), "before"),
        (({"example": MALL}, {"deployment": BAD}), "after"),
    ):
        found = compared(server, *sides, language="ZH")
        assert found["__typename"] == "InvalidDeployment"
        assert all(each["path"].startswith(f"$.{name}.deployment") for each in found["problems"])
        assert f"$.{name}.deployment.id" in {each["path"] for each in found["problems"]}
        assert all(CHINESE.search(each["message"]) for each in found["problems"])


def test_a_comparison_that_asks_nothing_is_refused(server: Server) -> None:
    for after in ({}, {"example": MALL}, {"profile": "BALANCED"}):
        found = compared(server, {"example": MALL}, after)
        assert [each["code"] for each in found["problems"]] == ["nothing-between"]
    assert compared(server, {}, {"example": MALL})["problems"][0]["code"] == "described-once"
    assert compared(server, {"example": "nobody"}, {"example": MALL})["__typename"] == "NotFound"


def test_both_instruments_stand_side_by_side(server: Server, reasoner: Reasoner) -> None:
    whole = reasoner.assess(deployment(reasoner, MALL))
    several = Commentary(reasoner.graph, reasoner.law, reasoner.vocabulary).correspondences.values()
    pairs = list(side_by_side(whole, several, reasoner.law))
    rows: list[dict[str, Any]] = []
    info: dict[str, Any] = {"hasNextPage": True, "endCursor": None}
    while info["hasNextPage"]:
        found = server.answer(BOTH, example=MALL, after=info["endCursor"])["bothInstruments"]
        rows += nodes(found["beside"])
        info = found["beside"]["pageInfo"]
    shown = [
        {
            "activity": each["activity"],
            "correspondence": each["correspondence"],
            "relation": each["relation"]["code"],
            "reason": each["reason"],
            **{
                name: [
                    {
                        "name": side["id"],
                        "findings": [
                            {
                                "provision": one["provision"]["id"],
                                "status": one["status"].lower(),
                                "presumed": one["presumed"].lower(),
                            }
                            for one in nodes(side["findings"])
                        ],
                    }
                    for side in each[key]
                ]
                for name, key in (("from", "starts"), ("to", "ends"))
            },
        }
        for each in rows
    ]
    assert record.encoded(shown) == record.encoded(beside_data(whole, pairs, Language.EN)["beside"])
    assert any(each["gap"] for each in rows)
    assert all(each["gap"] == (not each["ends"]) for each in rows)
    assert found["note"] == reasoner.words("beside-not-merged").en


def test_what_cannot_be_set_side_by_side_is_told_as_data(server: Server) -> None:
    chinese = server.answer(BOTH, example="case-a", language="ZH")["bothInstruments"]
    assert all(CHINESE.search(each["reason"]) for each in nodes(chinese["beside"]))
    assert server.answer(BOTH, example="nobody")["bothInstruments"]["__typename"] == "NotFound"
    assert server.answer(BOTH, deployment=BAD)["bothInstruments"]["__typename"] == "InvalidDeployment"
