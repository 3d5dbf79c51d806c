"""The ready queries as the tests know them, and what stands beside each to tell what it must come to."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from api.atlas import Atlas
from kg.assessment import Assessment, Finding
from kg.deployment import Deployment
from kg.reasoner import Reasoner
from kg.wording import Wording
from tests.api.matters import ROOT, deployment

FOLDER = ROOT / "data" / "queries"
Data = dict[str, Any]


@dataclass(frozen=True)
class Query:
    """A ready query with its variables."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.stem

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def variables(self) -> Data:
        beside = self.path.with_suffix(".json")
        read: Data = json.loads(beside.read_bytes()) if beside.is_file() else {}
        return read


@dataclass(frozen=True)
class Known:
    """The reasoner, and what a query asks it about."""

    reasoner: Reasoner
    variables: Mapping[str, Any]

    @cached_property
    def wording(self) -> Wording:
        return Wording(self.reasoner.law, self.reasoner.vocabulary, self.reasoner.words)

    @cached_property
    def atlas(self) -> Atlas:
        return Atlas(self.reasoner)

    @cached_property
    def read(self) -> Deployment:
        return deployment(self.reasoner, self.variables["example"])

    @cached_property
    def whole(self) -> Assessment:
        return self.reasoner.assess(self.read)

    def finding(self) -> Finding:
        """Return the finding that the variables name."""
        name = self.variables["provision"]
        held = [each for each in self.whole.findings if each.provision == name]
        return next(each for each in held if self.variables.get("activity") in {None, each.activity})

    def label(self, provision: str) -> str:
        return self.reasoner.law.provisions[provision].label.en


QUERIES = [Query(path) for path in sorted(FOLDER.glob("*.graphql"))]


Check = Callable[[Data, Known], None]


class Checks(dict[str, Check]):
    """What holds of the answers to ready queries, by the name of the query."""

    def add(self, function: Check) -> Check:
        """Add the check of the query that is called as the function is, with dashes."""
        self[function.__name__.removeprefix("the_").replace("_", "-")] = function
        return function
