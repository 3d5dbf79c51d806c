"""A receipt is the one of the command line, holds as long as nothing differs, and says what does."""

from typing import Any

import pytest

import prima_facie
from kg.reasoner import Reasoner
from kg.text import Language
from tests.api.asking import Server, as_input
from tests.api.matters import BAD, CHINESE, FRAGMENTS, MALL, deployment, described

RECEIPT = (
    """
query ($deployment: DeploymentInput, $example: ID, $profile: Profile! = BALANCED, $on: Date,
       $language: Language! = EN) {
  receipt(deployment: $deployment, example: $example, profile: $profile, on: $on, language: $language) {
    __typename
    ... on Receipt { version on language law engine facts result json readings { reading code } }
"""
    + FRAGMENTS
    + "} }"
)
VERIFY = (
    """
query ($receipt: JSON!, $deployment: DeploymentInput, $example: ID, $language: Language! = EN) {
  verifyReceipt(receipt: $receipt, deployment: $deployment, example: $example, language: $language) {
    __typename
    ... on Replay { same differs says given { json } found { json result } }
"""
    + FRAGMENTS
    + "} }"
)


def receipt(server: Server, **variables: object) -> dict[str, Any]:
    """Return a receipt."""
    found: dict[str, Any] = server.answer(RECEIPT, **{"example": MALL, **variables})["receipt"]
    return found


def verified(server: Server, given: object, **variables: object) -> dict[str, Any]:
    """Return an answer held against its receipt."""
    found: dict[str, Any] = server.answer(VERIFY, receipt=given, **variables)["verifyReceipt"]
    return found


@pytest.mark.parametrize("language", Language, ids=lambda each: each.value)
def test_a_receipt_is_the_one_of_the_facade(server: Server, reasoner: Reasoner, language: Language) -> None:
    read = deployment(reasoner, MALL)
    held = prima_facie.receipt(reasoner, read, prima_facie.assess(reasoner, read), language)
    found = receipt(server, language=language.name)
    assert found["json"] == held
    assert {each["reading"]: each["code"] for each in found["readings"]} == held["readings"]
    assert {name: found[name] for name in ("version", "on", "language", "law", "engine", "facts", "result")} == {
        name: held[name] for name in ("version", "on", "language", "law", "engine", "facts", "result")
    }


def test_a_receipt_holds_for_the_same_description_in_any_form(server: Server, reasoner: Reasoner) -> None:
    given = receipt(server, profile="TEXTUAL", on="2024-06-01")["json"]
    told = as_input(described(MALL), reasoner.vocabulary)
    for about in ({"example": MALL}, {"deployment": told}):
        found = verified(server, given, **about)
        assert found["same"]
        assert found["differs"] == []
        assert found["given"] == {"json": given}
        assert found["found"]["json"] == given


def test_a_receipt_of_other_facts_says_what_differs(server: Server, reasoner: Reasoner) -> None:
    given = receipt(server)["json"]
    told = as_input(described(MALL), reasoner.vocabulary)
    told["activities"][1]["facts"]["rulesPublished"] = {"value": False}
    for language in ("EN", "ZH"):
        found = verified(server, given, deployment=told, language=language)
        assert not found["same"]
        assert found["differs"] == ["FACTS", "RESULT"]
        assert bool(CHINESE.search(found["says"])) == (language == "ZH")
        assert found["found"]["result"] != given["result"]


def test_a_receipt_that_was_altered_is_refused_with_every_problem(server: Server) -> None:
    given = receipt(server)["json"]
    for altered, codes in (
        ({**given, "result": given["facts"]}, {"receipt-altered"}),
        ({"format": "x"}, {"receipt-key"}),
        ({**given, "more": 1}, {"receipt-stray"}),
        ([given], {"not-object"}),
        ("a receipt", {"not-object"}),
    ):
        found = verified(server, altered, example=MALL, language="ZH")
        assert found["__typename"] == "InvalidDeployment"
        assert {each["code"] for each in found["problems"]} == codes
        assert all(CHINESE.search(each["message"]) for each in found["problems"])


def test_what_no_receipt_can_be_given_for_is_told_as_data(server: Server) -> None:
    assert receipt(server, example="nobody")["__typename"] == "NotFound"
    assert receipt(server, example=None, deployment=BAD)["__typename"] == "InvalidDeployment"
    assert receipt(server, deployment=BAD)["problems"][0]["code"] == "described-once"
