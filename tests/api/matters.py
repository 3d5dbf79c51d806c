"""Matters: the bundled descriptions, and what every question may be asked about with them."""

import json
import re
from pathlib import Path
from typing import Any

from kg.deployment import Deployment
from kg.reasoner import Reasoner

ROOT = Path(__file__).resolve().parents[2]
NAMES = sorted(path.stem for path in (ROOT / "data" / "deployments").glob("*.json"))
MALL, CUSTOMERS, CHILDREN = "mall-2024", "returning-customers", "missing-children"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
BAD = {"id": "not an id", "activities": [{"id": "a"}, {"id": "a"}]}
"""A description with several things wrong with it."""

FRAGMENTS = """
... on InvalidDeployment { problems { code path severity message remedy } }
... on NotFound { name message known }
... on LimitExceeded { limit path asked allowed message remedy }
"""
UNMODELLED = FRAGMENTS + "... on NotModelled { id name message instead { edges { node { id } } } }"


def described(name: str) -> dict[str, Any]:
    """Return a bundled description as its file holds it."""
    found: dict[str, Any] = json.loads((ROOT / "data" / "deployments" / f"{name}.json").read_bytes())
    return found


def deployment(reasoner: Reasoner, name: str) -> Deployment:
    """Return a bundled description as it is read."""
    return reasoner.read(described(name))


def without_a_norm(reasoner: Reasoner) -> str:
    """Return a provision of an answered instrument that states nothing and holds nothing."""
    law = reasoner.law
    holders = {each.parent for each in law.provisions.values()}
    return next(
        name
        for name, each in law.provisions.items()
        if name not in law.stated and name not in holders and law.instruments[each.instrument].answered
    )


def nodes(connection: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the entries of a page."""
    return [edge["node"] for edge in connection["edges"]]
