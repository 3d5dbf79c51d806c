"""pySHACL finds the contradictions we find, at the same places and in the same words."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.deployment import Deployment
from kg.errors import InputError
from kg.reasoner import Reasoner
from kg.validation import CONTRADICTIONS, validate

MALFORMED = yaml.safe_load((Path(__file__).parent / "malformed.yaml").read_text(encoding="utf-8"))
READABLE = [case for case in MALFORMED if "facts" in case or isinstance(case.get("description"), dict)]


def readable(reasoner: Reasoner, case: dict[str, Any]) -> Deployment | None:
    described = (
        case["description"]
        if "description" in case
        else {"id": "d", "activities": [{"id": "a", "facts": case["facts"]}]}
    )
    try:
        return reasoner.read(described)
    except InputError:
        return None


@pytest.mark.parametrize("case", READABLE, ids=lambda case: case["case"])
def test_a_second_opinion_finds_the_same(reasoner: Reasoner, case: dict[str, Any]) -> None:
    deployment = readable(reasoner, case)
    if deployment is not None:
        assert set(validate(reasoner, deployment)) == set(deployment.problems)


def test_contradictions_are_among_them(reasoner: Reasoner) -> None:
    found = {problem.code for case in READABLE if (d := readable(reasoner, case)) for problem in validate(reasoner, d)}
    assert "contradiction" in found
    assert found & set(CONTRADICTIONS) != {"contradiction"}


def test_what_makes_sense_has_no_contradiction(reasoner: Reasoner) -> None:
    described = {"id": "d", "activities": [{"id": "a", "facts": {"consent_separate": True, "consent_obtained": True}}]}
    assert validate(reasoner, reasoner.read(described)) == ()
