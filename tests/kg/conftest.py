"""What the tests of the reasoner may ask for: every bundled description, and what comes of it."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from kg.assessment import Assessment
from kg.graph import home
from kg.reasoner import Reasoner


@pytest.fixture(scope="session")
def bundled() -> Mapping[str, dict[str, Any]]:
    """Every bundled description, by the name of its file."""
    paths = sorted((home() / "data" / "deployments").glob("*.json"))
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in paths}


@pytest.fixture(scope="session")
def assessments(reasoner: Reasoner, bundled: Mapping[str, dict[str, Any]]) -> Mapping[str, Assessment]:
    """The assessment of every bundled description, by the name of its file."""
    return {name: reasoner.assess(reasoner.read(described)) for name, described in bundled.items()}
