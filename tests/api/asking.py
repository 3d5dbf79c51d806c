"""How the tests ask: a description from a file put as GraphQL input, and a query for all of an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from kg.vocabulary import Kind, Vocabulary

WHOLE = """
query Whole($deployment: DeploymentInput!, $profile: Profile! = BALANCED, $readings: [ReadingChoice!],
            $instruments: [ID!], $on: Date, $language: Language! = EN) {
  assess(deployment: $deployment, profile: $profile, readings: $readings, instruments: $instruments,
         on: $on, language: $language) {
    __typename
    ... on InvalidDeployment { problems { code path severity message remedy } }
    ... on NotFound { name message known }
    ... on Assessment {
      id edition on title note
      options { reading code }
      problems { code path severity message remedy }
      activities { key title }
      findings(first: 100) {
        totalCount
        edges { node {
          id key status presumed summary
          activity { key }
          provision { id label }
          instrument { id }
          limbs { norm { id } status presumed situations { id status occurs } }
          defeatedBy { norm { id } provisions { id } couldFallTo { id } }
          hangsOn { fact field question bearer basis { id } }
          burdens { fact element bearer takenAs basis { id } }
          otherReadings { status option { reading code } }
        } }
      }
    }
  }
}
"""


@dataclass(frozen=True)
class Server:
    """A running server."""

    address: str
    client: httpx.Client

    def post(self, body: bytes, **headers: str) -> httpx.Response:
        """Post a body as it is."""
        sent = {"content-type": "application/json", **{name.replace("_", "-"): each for name, each in headers.items()}}
        return self.client.post(f"{self.address}graphql", content=body, headers=sent)

    def ask(self, query: str, **variables: object) -> httpx.Response:
        """Ask a question."""
        sent = {"query": query, "variables": variables}
        return self.client.post(f"{self.address}graphql", json=sent)

    def answer(self, query: str, **variables: object) -> dict[str, Any]:
        """Return the data of an answer that has no error."""
        said = self.ask(query, **variables).json()
        assert "errors" not in said, said["errors"]
        data: dict[str, Any] = said["data"]
        return data

    def assess(self, deployment: Mapping[str, object], **variables: object) -> dict[str, Any]:
        """Return all of an answer to the business question."""
        answered: dict[str, Any] = self.answer(WHOLE, deployment=deployment, **variables)["assess"]
        return answered


def statuses(assessment: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Return status and presumption of every finding, by its key."""
    nodes = [edge["node"] for edge in assessment["findings"]["edges"]]
    return {node["key"]: (node["status"], node["presumed"]) for node in nodes}


def camel(name: str) -> str:
    """Return a name as GraphQL speaks it."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def as_input(description: Mapping[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """Return a description as it stands in a file in the form of the GraphQL input."""
    made: dict[str, Any] = {}
    for key, value in description.items():
        if key == "facts":
            made[key] = {camel(name): _said(name, each, vocabulary) for name, each in value.items()}
        elif key == "title":
            made[key] = {"en": value} if isinstance(value, str) else value
        elif isinstance(value, list):
            made[key] = [as_input(each, vocabulary) if isinstance(each, dict) else each for each in value]
        else:
            made[key] = as_input(value, vocabulary) if key == "matter" else value
    return made


def _said(name: str, given: object, vocabulary: Vocabulary) -> dict[str, object]:
    envelope = dict(given) if isinstance(given, dict) and "value" in given else {"value": given}
    value = envelope.pop("value")
    record = {camel(key): each for key, each in envelope.items()}
    fact = vocabulary.facts[name]
    if fact.kind is Kind.CONCEPT:
        value = value.upper() if value else None
    elif fact.kind is Kind.CONCEPTS or fact.many:
        held = value if isinstance(value, dict) else {"present": value}
        shaped = _rule if fact.many else str.upper
        return {
            **record,
            **{key: [shaped(one) for one in each] if key != "open" else each for key, each in held.items()},
        }
    elif fact.kind is Kind.CITATION:
        value = _rule(value)
    elif value == "open":
        return {**record, "open": True}
    return {**record, "value": value}


def _rule(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        return {"none": True} if value == "none" else {"provision": value}
    coded = {key: each.upper() if key in {"rank", "topic"} else each for key, each in value.items()}
    return {"rule": {camel(key): each for key, each in coded.items()}}
