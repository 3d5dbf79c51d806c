"""Every limit in the documented table: what is just within it is answered, what is just beyond it refused."""

import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import fields
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from graphql import GraphQLError

from api.deadline import Watch
from api.endpoint import SPOKEN
from api.envelope import HEADERS
from api.failures import Failure, failure_of
from api.paging import LONGEST
from api.schema import build
from api.settings import PAGES, Settings
from api.view import Budget, Request
from kg.reasoner import Reasoner
from tests.api.asking import WHOLE, Server
from tests.api.serving import started

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
ROW = re.compile(r"^\| .+? \| `(\w+)` \| (\d+) \| (\d+) \| `(\w+)` \|$", re.MULTILINE)
TABLE = {
    setting: (int(most), int(status), code)
    for setting, most, status, code in ROW.findall((REFERENCE / "limits.md").read_text(encoding="utf-8"))
}
SETTING = re.compile(r"^\| `(\w+)` \| (\S*?) ?\| .+ \|$", re.MULTILINE)
ARGUMENT = {
    argument: (int(most), code)
    for argument, most, code in re.findall(
        r"^\| [^|]+ \| `(\w+)` \| (?:1 to )?(\d+) \| [^|]*`([\w-]+)` \|$",
        (REFERENCE / "limits.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
}
WORK = {"objects", "deadline", "queue"}
"""Limits that are hit by how much there is to do, not by how the question is put."""

_CODES = [each.name for each in Failure]
MENDABLE = set(_CODES[_CODES.index("SYNTAX") : _CODES.index("TOO_COSTLY") + 1])
"""What is wrong with a question that was put, which a client that takes plain JSON is told with status 200."""

DOOR = {"id": "test", "activities": [{"id": "a", "facts": {"frtUsed": {"value": True}}}]}


def put(query: str = "{ __typename }", **variables: object) -> bytes:
    return json.dumps({"query": query, "variables": variables}).encode()


def nested(levels: int) -> bytes:
    inside = levels - 2  # within the body and its variables
    return b'{"query": "{ __typename }", "variables": {"a": ' + b"[" * inside + b"]" * inside + b"}}"


def deep(root: str, step: str, levels: int) -> bytes:
    steps = [step] * (levels - 1)
    opened = f"{{ {root} {{ " + " { ".join([*steps, "name" if "type" in root else "id"])
    return put(opened + " }" * opened.count("{"))


def costing(most: int) -> bytes:
    """Return a query that costs so much and finds nothing: a page of objects with objects within, and what is left."""
    within, left = divmod(most - 1, LONGEST)
    inside = "id " + "instrument { id } " * (within - 1)
    pages = f"a: provisions(first: 100) {{ edges {{ node {{ {inside} }} }} }}"
    if left:
        pages += f" b: provisions(first: {left}) {{ edges {{ node {{ id }} }} }}"
    return put(f'{{ instrument(id: "none") {{ ... on Instrument {{ {pages} }} }} }}')


def wordy(tokens: int) -> bytes:
    """Return a document of so many tokens: many small queries, of which the first is meant."""
    size = 50
    count, left = divmod(tokens, size)
    sizes = [size - 7 + (left if n == 0 else 0) for n in range(count)]
    each = [f"query A{n} {{ ontology {{ {'norms ' * most} }} }}" for n, most in enumerate(sizes)]
    return json.dumps({"query": " ".join(each), "operationName": "A0"}).encode()


def several(what: str, times: int) -> bytes:
    return put('{ instrument(id: "none") { ... on Instrument { ' + f"{what} " * times + "} } }")


MADE: dict[str, Callable[[int], bytes]] = {
    "body": lambda most: put().ljust(most),
    "nesting": nested,
    "digits": lambda most: b'{"query": "{ __typename }", "variables": {"a": ' + b"1" * most + b"}}",
    "string": lambda most: put(a="x" * most),
    "document": lambda most: put("{ __typename }".ljust(most)),
    "tokens": wordy,
    "depth": lambda most: deep('provision(id: "none") { ... on Provision', "parent", most),
    "introspection": lambda most: deep('__type(name: "None")', "ofType", most),
    "aliases": lambda most: several(" ".join(f"a{n}: id" for n in range(most)), 1),
    "root_fields": lambda most: put("{ " + "instruments { totalCount } " * most + "}"),
    "directives": lambda most: several("id @include(if: true)", most),
    "items": lambda most: put(a=[{"b": [1] * most}]),
    "page": lambda most: several(f"provisions(first: {most}) {{ totalCount }}", 1),
    "cost": costing,
}


def test_the_table_names_what_is_so() -> None:
    assert TABLE
    assert set(TABLE) == {*MADE, *WORK, "connections", "url", "headers", "header_bytes"}
    for setting, (most, status, code) in TABLE.items():
        assert getattr(Settings(), setting) == most, setting
        assert Failure[code].status == status, code


@pytest.mark.parametrize("setting", MADE)
def test_a_limit_lies_where_it_is_said_to(server: Server, setting: str) -> None:
    most, status, code = TABLE[setting]
    within, beyond = (server.post(MADE[setting](size), accept=SPOKEN) for size in (most, most + 1))
    assert within.status_code == 200, within.text
    assert "errors" not in within.json()
    assert beyond.status_code == status
    assert "data" not in beyond.json()
    assert beyond.json()["errors"][0]["extensions"]["code"] == code


def test_an_address_may_be_so_long(server: Server) -> None:
    most, status, code = TABLE["url"]
    start = "graphql?query=%7B__typename%7D"
    within, beyond = (
        server.client.get(server.address + start + "+" * (size - len(start) - 1)) for size in (most, most + 1)
    )
    assert (within.status_code, beyond.status_code) == (200, status)
    assert beyond.json()["errors"][0]["extensions"]["code"] == code


def test_headers_may_have_so_many_bytes(server: Server) -> None:
    most, status, code = TABLE["header_bytes"]
    usual = server.client.build_request("GET", f"{server.address}health", headers={"x": ""}).headers.raw
    rest = most - sum(len(name) + len(value) for name, value in usual)
    within, beyond = (
        server.client.get(f"{server.address}health", headers={"x": "y" * size}) for size in (rest, rest + 1)
    )
    assert (within.status_code, beyond.status_code) == (200, status)
    assert beyond.json()["errors"][0]["extensions"]["code"] == code


def test_there_may_be_so_many_headers(server: Server) -> None:
    most, status, code = TABLE["headers"]
    usual = len(server.client.build_request("GET", f"{server.address}health").headers.raw)
    within, beyond = (
        server.client.get(f"{server.address}health", headers={f"x-{n}": "" for n in range(size - usual)})
        for size in (most, most + 1)
    )
    assert (within.status_code, beyond.status_code) == (200, status)
    assert beyond.json()["errors"][0]["extensions"]["code"] == code


def test_there_may_be_so_many_connections() -> None:
    most, status, code = TABLE["connections"]
    with started() as server, ExitStack() as opened:
        place = urlsplit(server.address)
        several = [
            opened.enter_context(closing(HTTPConnection(place.hostname or "", place.port, timeout=60)))
            for _ in range(most + 1)
        ]
        for each in several:
            each.connect()
        beyond, within = (_healthy(each) for each in reversed(several[-2:]))
        line = server.lines()[0]
    assert (within.status, beyond.status) == (200, status)
    assert json.loads(beyond.read())["errors"][0]["extensions"] == {"code": code, "requestId": line["id"]}
    assert (line["status"], line["code"]) == (status, code)
    assert (beyond.headers["retry-after"], beyond.headers["x-request-id"]) == ("1", line["id"])
    assert {name: beyond.headers[name] for name in HEADERS} == HEADERS


def _healthy(connection: HTTPConnection) -> HTTPResponse:
    connection.request("GET", "/health")
    return connection.getresponse()


def test_an_answer_may_have_so_many_objects(reasoner: Reasoner) -> None:
    count = len(reasoner.law.instruments)
    schema = build(reasoner)
    within, beyond = (
        schema.execute_sync(
            "{ instruments(first: 100) { edges { node { id } } } }", context_value=Request(Budget(size))
        )
        for size in (count, count - 1)
    )
    assert within.errors is None
    assert [error.extensions for error in beyond.errors or ()] == [{"code": "TOO_LARGE"}]


def test_work_really_stops_at_its_deadline(reasoner: Reasoner) -> None:
    _, status, code = TABLE["deadline"]
    many = {"id": "test", "activities": [{"id": f"a{n}", "facts": {"frtUsed": {"value": True}}} for n in range(5)]}
    found = {}
    for allowed in (0, 3_600_000):
        budget, watch = Budget(10**6), Watch()
        watch.begin(allowed)
        query = "query($d: DeploymentInput!) { assess(deployment: $d) { __typename } }"
        result = build(reasoner).execute_sync(query, {"d": many}, Request(budget, None, watch))
        found[allowed] = ([failure_of(error) for error in result.errors or ()], watch.done()["rows"])
    assert found[0][0] == [Failure[code]]
    assert found[0][1] < found[3_600_000][1]
    assert found[3_600_000][0] == []
    assert status == 503


ARGUMENTS: dict[str, Callable[[int], bytes]] = {
    "text": lambda most: put("query($a: String!) { found: search(text: $a) { __typename } }", a="x" * most),
    "ids": lambda most: put("query($a: [ID!]!) { found: nodes(ids: $a) { __typename } }", a=["none"] * most),
    "activities": lambda most: put(
        "query($a: DeploymentInput!) { found: validate(deployment: $a) { __typename ... on LimitExceeded { limit } } }",
        a={"id": "test", "activities": [{"id": f"a{n}", "facts": {}} for n in range(most)]},
    ),
    "size": lambda most: put(
        """query($a: Int!) {
          found: changes(example: "case-b", provision: "4(1)", size: $a) { __typename ... on LimitExceeded { limit } }
        }""",
        a=most,
    ),
}


@pytest.mark.parametrize("argument", ARGUMENTS)
def test_a_limit_of_one_argument_lies_where_it_is_said_to(server: Server, argument: str) -> None:
    assert set(ARGUMENT) == set(ARGUMENTS)
    most, code = ARGUMENT[argument]
    within, beyond = (server.post(ARGUMENTS[argument](size), accept=SPOKEN) for size in (most, most + 1))
    assert (within.status_code, beyond.status_code) == (200, 200)
    assert "errors" not in within.json()
    assert within.json()["data"]["found"] != {"__typename": "LimitExceeded", "limit": code}
    if code in Failure.__members__:
        assert [error["extensions"]["code"] for error in beyond.json()["errors"]] == [code]
    else:
        assert beyond.json()["data"]["found"] == {"__typename": "LimitExceeded", "limit": code}


def test_who_finds_no_place_is_turned_away_at_once() -> None:
    with started(threads=1, share=1, queue=2, answers=0) as server, ThreadPoolExecutor(12) as several_at_once:
        answered = list(several_at_once.map(lambda _: server.ask(WHOLE, deployment=DOOR), range(12)))
    away = [each for each in answered if each.status_code != 200]
    assert away
    assert len(away) < len(answered)
    for each in away:
        assert each.status_code == TABLE["queue"][1]
        assert each.headers["retry-after"] == "1"
        assert each.json()["errors"][0]["extensions"]["code"] == TABLE["queue"][2]


# What is measured.


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("fragment a on Query { x: __typename y: __typename } query { " + "...a " * 8 + "}", "TOO_MANY_ALIASES"),
        ("query { ...a } fragment a on Query { ...b } fragment b on Query { ...a }", "INVALID_QUERY"),
        ("query { ...a } fragment a on Query { instruments { totalCount } }", None),
        ("query A { __typename } query B { __typename }", "NO_SUCH_OPERATION"),
        ("query A { __typename } mutation B { x }", "NO_SUCH_OPERATION"),
        ("mutation { a }", "NO_SUCH_OPERATION"),
        ("fragment a on Query { __typename }", "NO_SUCH_OPERATION"),
        ("query($n: Int! = 500) { facts(first: $n) { totalCount } }", "BAD_PAGE"),
        ("{ facts(first: 0) { totalCount } }", "BAD_PAGE"),
        ("{ facts(first: 99999999999999999999) { totalCount } }", "INVALID_QUERY"),
        ("query($a: [Int!] = [" + "1 " * 251 + "]) { __typename @include(if: true) }", "LIST_TOO_LONG"),
        (
            "{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }",
            "INVALID_QUERY",
        ),
        ("{ " + "__schema { queryType { name } } " * 6 + "}", "TOO_COSTLY"),
        ("{ " + "{ a " * 300 + "} " * 300 + "}", "SYNTAX"),
        ("{ a " + "{ a " * 300 + "} " * 300 + "}", "TOO_DEEP"),
        ('{ instrument(id: "x", id: "y") { id } }', "INVALID_QUERY"),
        ("query($a: Nothing) { __typename }", "INVALID_QUERY"),
        ("query($a: Int!) { provision(id: $a) { id } }", "INVALID_QUERY"),
        ("query($a: ID!) { provision(id: $a) { __typename } }", "INVALID_VARIABLES"),
        ("{ instruments { id ", "SYNTAX"),
        (
            '{ assess(deployment: {id: "a", facts: {requiredByRule: {value: {}}}, activities: []}) { __typename } }',
            "INVALID_QUERY",
        ),
    ],
)
def test_a_query_that_is_none_has_its_code(server: Server, query: str, code: str | None) -> None:
    answered = server.post(put(query), accept=SPOKEN)
    found = [error["extensions"]["code"] for error in answered.json().get("errors", [])]
    assert found[:1] == ([code] if code else []), answered.text
    assert answered.status_code == (400 if code else 200)
    assert code in MENDABLE or code is None
    assert server.post(put(query)).status_code == 200


def test_fragments_within_fragments_are_measured_without_laying_them_out(reasoner: Reasoner) -> None:
    doubled = " ".join(f"fragment f{n} on Query {{ ...f{n + 1} ...f{n + 1} }}" for n in range(30))
    query = f"query {{ ...f0 }} {doubled} fragment f30 on Query {{ instruments {{ totalCount }} }}"
    result = build(reasoner).execute_sync(query, context_value=Request(Budget(10)))
    assert [error.extensions for error in result.errors or ()] == [{"code": "TOO_MANY_ROOT_FIELDS"}]
    assert "more than" in (result.errors or [GraphQLError("")])[0].message


def test_a_long_chain_of_fragments_is_refused_and_not_followed(server: Server) -> None:
    chain = " ".join(f"fragment f{n} on Query {{ ...f{n + 1} }}" for n in range(190))
    answered = server.post(put(f"{{ ...f0 }} {chain} fragment f190 on Query {{ __typename }}"), accept=SPOKEN)
    assert answered.json()["errors"][0]["extensions"]["code"] == "TOO_DEEP"


# What is told.


def test_an_answer_tells_what_it_cost_and_what_was_done(server: Server) -> None:
    told = server.post(put(WHOLE, deployment=DOOR)).json()["extensions"]["primaFacie"]
    assert told["cost"]["requested"] > 50
    assert told["cost"]["actual"] > 0
    assert told["cost"]["most"] == Settings().cost
    assert told["work"]["rows"] > 0
    assert told == server.post(put(WHOLE, deployment=DOOR)).json()["extensions"]["primaFacie"]


TWO = "fragment two on ProvisionConnection { edges { node { instrument { id } } } }"


def test_a_page_costs_as_many_objects_as_it_may_have(server: Server) -> None:
    query = "query($n: Int!) { instruments(first: 1) { edges { node { provisions(first: $n) { ...two } } } } } " + TWO
    costs = [server.post(put(query, n=n)).json()["extensions"]["primaFacie"]["cost"]["requested"] for n in (1, 10, 100)]
    assert costs == [1 + 2 * n for n in (1, 10, 100)]


def test_a_page_is_no_longer_by_default_than_it_may_be(reasoner: Reasoner) -> None:
    schema = build(reasoner, Settings(page=7))
    listed = "{ facts%s { totalCount edges { node { name } } } }"
    usual, long = (
        schema.execute_sync(listed % said, context_value=Request(Budget(1000))) for said in ("", "(first: 8)")
    )
    assert usual.errors is None
    assert usual.data is not None
    assert len(usual.data["facts"]["edges"]) == 7 < usual.data["facts"]["totalCount"]
    assert [error.extensions for error in long.errors or ()] == [{"code": "BAD_PAGE"}]
    said = schema.as_str()
    assert re.findall(r"first: Int! = (?!7\b)", said) == re.findall(r"up to 100\.", said) == []
    assert "first: Int! = 20" in build(reasoner, Settings(page=20)).as_str()


def test_every_setting_is_documented_with_its_default() -> None:
    documented = dict(SETTING.findall((REFERENCE / "settings.md").read_text(encoding="utf-8")))
    plain = {True: "true", False: "false", None: "", (): ""}
    defaults = {each.name: getattr(Settings(), each.name) for each in fields(Settings)}
    shown = {
        name: plain[value] if isinstance(value, bool | tuple | None) else str(value) for name, value in defaults.items()
    }
    assert documented == shown
    assert PAGES == LONGEST


def test_every_code_has_its_section_and_every_section_its_code() -> None:
    text = (REFERENCE / "errors.md").read_text(encoding="utf-8")
    sections = re.findall(
        r"^## (\w+)\n\n(.+) Status (\d+)(; 200 in `application/json`)?\.\n\n- For example: .+\n- To mend it: .+$",
        text,
        re.MULTILINE,
    )
    assert [each[:3] for each in sections] == [(each.name, each.value, str(each.status)) for each in Failure]
    assert {name for name, _, _, otherwise in sections if otherwise} == MENDABLE


def test_only_codes_of_the_list_are_given() -> None:
    given = {
        code
        for path in (ROOT / "api").glob("*.py")
        for code in re.findall(r'refusal\(\s*"(\w+)"', path.read_text("utf-8"))
    }
    assert given
    assert given <= set(Failure.__members__)
