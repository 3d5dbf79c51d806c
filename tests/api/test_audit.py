"""Others ask: the audits of GraphQL over HTTP, and schemathesis over the schema."""

import json
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
import schemathesis
from graphql import build_schema, parse
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as budget
from hypothesis import strategies as st
from schemathesis.graphql import nodes

from api.failures import Failure
from tests.api.asking import Server
from tests.api.fitting import Fitting

ROOT = Path(__file__).resolve().parents[2]
AUDITS = 61
SCHEMA = ROOT / "data" / "schema.graphql"


def test_every_audit_of_graphql_over_http_is_passed(server: Server, auditor: Path) -> None:
    node = shutil.which("node")
    assert node
    command = [node, "audit.js", f"{server.address}graphql"]
    done = subprocess.run(command, cwd=auditor, capture_output=True, text=True, check=True, timeout=120)
    results = json.loads(done.stdout)
    assert [each for each in results if each["status"] != "ok"] == []
    assert len(results) == AUDITS


# What the schema allows.

schemathesis.graphql.scalar("Date", st.dates().map(lambda day: nodes.String(day.isoformat())))
schemathesis.graphql.scalar("JSON", st.text(max_size=20).map(nodes.String))
GENERATED = schemathesis.graphql.from_file(SCHEMA.read_text(encoding="utf-8"))


@pytest.mark.parametrize("cases", [50, pytest.param(2000, marks=pytest.mark.long)])
def test_whatever_the_schema_allows_is_answered_as_the_schema_says(server: Server, cases: int) -> None:
    types = build_schema(SCHEMA.read_text(encoding="utf-8"))
    answered: Counter[str] = Counter()

    @seed(20211101)
    @budget(
        max_examples=cases,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=GENERATED.as_strategy())
    def check(case: schemathesis.Case) -> None:
        query = re.sub(r"\bfirst: -?\d+", "first: 2", str(case.body))  # a page of no entries is refused elsewhere
        found = server.post(json.dumps({"query": query}).encode())
        assert found.status_code in {200, 413}, found.text
        said = found.json()
        for error in said.get("errors", []):
            code = Failure[error["extensions"]["code"]]
            assert code not in {Failure.INTERNAL, Failure.DEADLINE}, query
            answered[code.name] += 1
        if "errors" not in said:
            answered["whole"] += 1
            assert Fitting(types, parse(query)).faults(said["data"]) == [], query

    check()
    assert answered["whole"] >= cases // 3, answered
