"""A proof in other forms, as GraphQL gives it: the same as everywhere else, and paid for like the rest."""

import json
from typing import Any

from api.schema import build
from api.view import Budget, Request
from kg.reasoner import Reasoner
from kg.rendering.jsonld import as_jsonld
from kg.rendering.mermaid import as_mermaid
from kg.rendering.plain import as_text
from kg.rendering.svg import as_svg
from kg.text import Language
from kg.wording import Wording
from tests.api.asking import Server

GATE: dict[str, Any] = {
    "id": "test",
    "activities": [
        {"id": "a", "facts": {"frt_used": True, "individual_identifiable": True, "conduct_start": "2024-01-01"}}
    ],
}
ASK = """
query Proofs($language: Language! = EN) {
  assess(language: $language, deployment: {id: "test", activities: [{id: "a", facts: {
    frtUsed: {value: true}, individualIdentifiable: {value: true}, conductStart: {value: "2024-01-01"} }}]}) {
    ... on Assessment { findings(first: 5) { edges { node { key proof { text jsonld mermaid svg } } } } } } }
"""


def test_every_form_is_the_one_that_every_door_gives(server: Server, reasoner: Reasoner, wording: Wording) -> None:
    whole = reasoner.assess(reasoner.read(GATE))
    proofs = {each.id: whole.proof(each) for each in whole.findings}
    for language in Language:
        edges = server.answer(ASK, language=language.name)["assess"]["findings"]["edges"]
        assert len(edges) == 5
        for each in (edge["node"] for edge in edges):
            proof = proofs[each["key"]]
            assert each["proof"] == {
                "text": as_text(proof, wording, language),
                "jsonld": json.loads(json.dumps(as_jsonld(proof, wording, reasoner.edition))),
                "mermaid": as_mermaid(proof, wording, language),
                "svg": as_svg(proof, wording, language),
            }


def test_a_form_costs_what_its_nodes_cost(reasoner: Reasoner) -> None:
    for form in ("text", "jsonld", "mermaid", "svg"):
        query = ASK.replace("text jsonld mermaid svg", form).replace("first: 5", "first: 1")
        result = build(reasoner).execute_sync(query, context_value=Request(Budget(5)))
        assert result.errors
        assert result.errors[0].extensions == {"code": "TOO_LARGE"}
