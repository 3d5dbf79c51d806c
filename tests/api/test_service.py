"""What holds for every request: its id, its log, its end, and who may read the answer."""

import asyncio
import json
import os
import re
import secrets
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import takewhile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from api.app import application
from api.envelope import HEADERS, Envelope
from api.serve import UNPROTECTED
from api.settings import Settings, settings
from kg.errors import InputError
from kg.reasoner import Reasoner
from tests.api.asking import WHOLE, Server
from tests.api.serving import started

CANARY = "canary-" + secrets.token_hex(8)
DOOR = {"id": "test", "activities": [{"id": "a", "facts": {"frtUsed": {"value": True}}}]}


SMALL = "query($deployment: DeploymentInput!) { assess(deployment: $deployment) { ... on Assessment { id } } }"


def told(**facts: object) -> dict[str, Any]:
    return {"id": "test", "activities": [{"id": "a", "facts": facts}]}


def spoken(server: Server, sent: bytes) -> bytes:
    """Send bytes as they are and return all that comes back."""
    connection = socket.create_connection((_host(server), _port(server)), timeout=30)
    connection.sendall(sent)
    return _all_of(connection)


def _host(server: Server) -> str:
    return urlsplit(server.address).hostname or ""


def _port(server: Server) -> int:
    return urlsplit(server.address).port or 0


# Ids and codes.


def test_a_request_may_bring_its_id_and_every_answer_has_one(server: Server) -> None:
    own = server.post(b"{}", x_request_id="case-17.a")
    assert own.headers["x-request-id"] == own.json()["errors"][0]["extensions"]["requestId"] == "case-17.a"
    for unfit in ("", "a b", "x" * 65, "<script>"):
        found = server.post(b"{}", x_request_id=unfit)
        assert re.fullmatch(r"[0-9a-f]{16}", found.headers["x-request-id"])
        assert found.json()["errors"][0]["extensions"]["requestId"] == found.headers["x-request-id"]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "nowhere", 404, "NO_SUCH_PLACE"),
        ("GET", "graphql/x", 404, "NO_SUCH_PLACE"),
        ("POST", "health", 405, "METHOD_NOT_ALLOWED"),
        ("PUT", "graphql", 405, "METHOD_NOT_ALLOWED"),
        ("OPTIONS", "graphql", 405, "METHOD_NOT_ALLOWED"),
        ("GET", "graphql", 400, "NOT_A_QUESTION"),
        ("GET", "graphql?query=%FF", 400, "NOT_A_QUESTION"),
        ("GET", "graphql?query={__typename}&query={__typename}", 400, "REPEATED_NAME"),
        ("GET", "graphql?query={__typename}&x=1", 400, "NOT_A_QUESTION"),
        ("GET", "graphql?query={__typename}&variables=[", 400, "NOT_JSON"),
        ("GET", "graphql?query={__typename}&variables=[]", 400, "NOT_A_QUESTION"),
    ],
)
def test_a_refusal_is_json_with_a_code_and_every_header(
    server: Server, method: str, path: str, status: int, code: str
) -> None:
    answered = server.client.request(method, server.address + path)
    assert answered.status_code == status
    assert answered.json()["errors"][0]["extensions"]["code"] == code
    assert {name: answered.headers[name] for name in HEADERS} == HEADERS


@pytest.mark.parametrize(
    "sent",
    [b"\0\r\n\r\n", b"GET /\r\n\r\n", b"GET / HTTP/1.1\r\nhost: a\r\nx: " + b"y" * 70_000],
    ids=["no line", "no version", "a header without end"],
)
def test_what_is_no_http_is_refused_in_the_same_form(server: Server, sent: bytes) -> None:
    head, _, body = spoken(server, sent).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert json.loads(body)["errors"][0]["extensions"]["code"] == "BAD_HTTP"
    for name, value in HEADERS.items():
        assert f"{name}: {value}".encode() in head


@pytest.mark.parametrize(
    "first",
    [b"transfer-encoding: chunked\r\ncontent-length: 24\r\n", b"content-length: 24\r\ntransfer-encoding: chunked\r\n"],
    ids=["chunks first", "length first"],
)
def test_a_body_of_two_lengths_is_refused_and_nothing_after_it_is_read(server: Server, first: bytes) -> None:
    body = b'18\r\n{"query":"{__typename}"}\r\n0\r\n\r\n'
    head = b"POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n"
    found = spoken(server, head + first + b"\r\n" + body + b"GET /health HTTP/1.1\r\nhost: a\r\n\r\n")
    assert found.count(b"HTTP/1.1 ") == 1
    assert found.startswith(b"HTTP/1.1 400 ")
    assert json.loads(found.partition(b"\r\n\r\n")[2])["errors"][0]["extensions"]["code"] == "BAD_HTTP"


def test_what_is_no_http_is_logged_under_the_id_that_was_told() -> None:
    with started() as server:
        body = spoken(server, b"\0" + CANARY.encode() + b"\r\n\r\n").partition(b"\r\n\r\n")[2]
        (line,) = server.lines()
    assert line["id"] == json.loads(body)["errors"][0]["extensions"]["requestId"]
    assert (line["status"], line["code"], line["path"]) == (400, "BAD_HTTP", "-")


def test_what_goes_on_as_no_http_after_its_answer_leaves_no_trace_in_the_log() -> None:
    with started() as server, socket.create_connection((_host(server), _port(server)), timeout=30) as connection:
        connection.sendall(b"POST /graphql HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 415 ")
        connection.sendall(b"no chunk\r\n")
        while connection.recv(65536):
            pass
        assert server.client.get(f"{server.address}health").status_code == 200
        assert server.lines()[0]["status"] == 415


def test_more_than_usual_is_waited_for_where_more_is_allowed() -> None:
    with started(url=20_000, header_bytes=40_000) as server:
        head = b"GET /health?" + b"x" * 19_000 + b" HTTP/1.1\r\nhost: a\r\nconnection: close\r\nx: " + b"y" * 39_000
        with socket.create_connection((_host(server), _port(server)), timeout=30) as connection:
            connection.sendall(head)
            assert server.client.get(f"{server.address}health").status_code == 200  # so the head was read
            connection.sendall(b"\r\n\r\n")
            assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")


def test_nobody_is_taken_for_another_because_a_header_says_so() -> None:
    program = """
import api.serve
async def told(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": f"{scope['client'][0]} {scope['scheme']}".encode()})
api.serve.application = lambda law, chosen: told
api.serve.serve(port=0)
"""
    headers = {"x-forwarded-for": "192.0.2.7", "x-forwarded-proto": "https", "forwarded": "for=192.0.2.7"}
    with started(program) as server:
        assert server.client.get(server.address, headers=headers).text == "127.0.0.1 http"


@pytest.fixture(scope="module")
def short() -> Iterator[Server]:
    """A server that does not wait long and lets two origins read."""
    with started(header_patience=1, patience=1, origins="https://firm.example, http://localhost:3000") as server:
        yield server


def test_headers_that_do_not_come_are_not_waited_for(short: Server) -> None:
    assert spoken(short, b"GET /health HTTP/1.1\r\nhost: a\r\nx-half: ") == b""
    assert short.client.get(f"{short.address}health").status_code == 200


def test_a_body_that_does_not_come_is_not_waited_for(short: Server) -> None:
    head = b"POST /graphql HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: application/json\r\n"
    answered = spoken(short, head + b"content-length: 50\r\n\r\n{")
    assert answered.startswith(b"HTTP/1.1 408 ")
    assert b"TOO_SLOW" in answered


# What is never told.


def test_neither_facts_nor_queries_nor_variables_are_in_logs_or_errors() -> None:
    described = {
        "id": CANARY,
        "activities": [{"id": "a", "title": {"en": CANARY}, "facts": {"frtUsed": {"value": True}}}],
    }
    with started() as server:
        server.assess(described)
        server.ask(f"{{ {CANARY.replace('-', '_')} }}")
        server.client.get(f"{server.address}{CANARY}")
        server.client.get(f"{server.address}health?{CANARY}={CANARY}")
        server.client.get(f"{server.address}graphql", params={"query": "{ __typename }", "operationName": CANARY})
        server.client.put(f"{server.address}graphql", content=CANARY, headers={"user-agent": CANARY, "cookie": CANARY})
        refused = server.post(json.dumps({"query": "{ __typename }", CANARY: 1}).encode())
        misspelt = told(frtUsd={"value": CANARY}, nowhere={"value": CANARY})
        refused_facts = server.ask(WHOLE, deployment=misspelt)
        whole = server.ended()
        lines = server.lines()
    assert CANARY not in refused.text + refused_facts.text
    assert "unknown field" in refused_facts.text
    assert CANARY not in whole
    assert CANARY.replace("-", "_") not in whole
    assert [line["status"] for line in lines] == [200, 200, 404, 200, 200, 405, 400, 200]
    for line in lines:
        assert set(line) == {"time", "id", "method", "path", "status", "code", "size_in", "size_out", "ms"}


@pytest.mark.parametrize(
    ("asked", "status", "logged"),
    [
        ("GET /secret", 404, "-"),
        ("GET /prima-facie/secret", 404, "-"),
        ("PUT /prima-facie/secret", 405, "-"),
        ("PUT /download/secret", 405, "-"),
        ("GET /secret?" + "x" * 9000, 414, "-"),
        ("PUT /graphql", 405, "/graphql"),
        ("GET /health", 200, "/health"),
        ("GET /prima-facie/spc/art-4", 200, "/prima-facie/spc/art-4"),
        ("GET /prima-facie/spc/art-4?format=none", 406, "/prima-facie/spc/art-4"),
    ],
)
def test_a_path_is_logged_only_where_something_stands(
    reasoner: Reasoner, capsys: pytest.CaptureFixture[str], asked: str, status: int, logged: str
) -> None:
    method, _, address = asked.partition(" ")
    path, _, query = address.partition("?")
    place = {"path": path, "raw_path": path.encode(), "query_string": query.encode()}
    ran(application(reasoner, Settings()), [{"type": "http.disconnect"}], method=method, **place)
    line = json.loads(capsys.readouterr().err)
    assert (line["status"], line["path"]) == (status, logged)


def test_the_log_counts_the_bytes_that_were_read(capsys: pytest.CaptureFixture[str], reasoner: Reasoner) -> None:
    asked = b'{"query": "{ __typename }"}'
    messages = [
        {"type": "http.request", "body": asked[:5], "more_body": True},
        {"type": "http.request", "body": asked[5:], "more_body": False},
        {"type": "http.disconnect"},
    ]
    ran(application(reasoner, Settings()), messages)
    assert json.loads(capsys.readouterr().err)["size_in"] == len(asked)


def test_a_server_may_log_nothing() -> None:
    with started(log="false") as server:
        server.ask("{ __typename }")
        assert server.ended() == ""


async def _broken(_scope: object, _receive: object, _send: object) -> None:
    raise RuntimeError(CANARY)


def ran(app: Any, messages: list[dict[str, Any]], **scope: Any) -> list[dict[str, Any]]:
    """Return what an application sends for one request, whose messages come one after the other."""
    sent: list[dict[str, Any]] = []
    whole = {
        "type": "http",
        "method": "POST",
        "path": "/graphql",
        "raw_path": b"/graphql",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
        "client": ("127.0.0.1", 1),
        **scope,
    }

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(app(whole, receive, send))
    return sent


def test_what_goes_wrong_inside_is_answered_and_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    start, body = ran(Envelope(_broken, Settings()), [])
    assert start["status"] == 500
    assert json.loads(body["body"])["errors"][0]["extensions"]["code"] == "INTERNAL"
    logged = capsys.readouterr().err
    assert "RuntimeError" in logged
    assert CANARY not in logged
    assert CANARY.encode() not in body["body"]


@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json"])
def test_that_it_took_too_long_is_no_success_to_anybody(reasoner: Reasoner, accept: str) -> None:
    asked = json.dumps({"query": WHOLE, "variables": {"deployment": DOOR}}).encode()
    messages = [{"type": "http.request", "body": asked, "more_body": False}, {"type": "http.disconnect"}]
    headers = [(b"content-type", b"application/json"), (b"accept", accept.encode())]
    start, body = ran(application(reasoner, Settings(deadline=0)), messages, headers=headers)
    assert start["status"] == 503
    assert json.loads(body["body"])["errors"][0]["extensions"]["code"] == "DEADLINE"


def test_who_leaves_stops_the_work_done_for_them(reasoner: Reasoner, capsys: pytest.CaptureFixture[str]) -> None:
    asked = json.dumps({"query": WHOLE, "variables": {"deployment": DOOR}}).encode()
    messages = [{"type": "http.request", "body": asked, "more_body": False}, {"type": "http.disconnect"}]
    ran(application(reasoner, Settings(threads=1)), messages)
    assert json.loads(capsys.readouterr().err)["code"] == "DEADLINE"


# Who may read.


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("https://firm.example", True),
        ("http://localhost:3000", True),
        ("https://firm.example.evil", False),
        ("null", False),
    ],
)
def test_pages_of_other_origins_may_read_only_where_the_operator_named_them(
    short: Server,
    origin: str,
    allowed: bool,  # noqa: FBT001 - one of the two columns of the table above
) -> None:
    asking = {"origin": origin, "access-control-request-method": "POST"}
    preflight = short.client.options(f"{short.address}graphql", headers=asking)
    answered = short.post(b'{"query": "{ __typename }"}', origin=origin)
    assert preflight.status_code == (204 if allowed else 405)
    for each in (preflight, answered):
        assert each.headers.get("access-control-allow-origin") == (origin if allowed else None)
        assert "origin" in each.headers["vary"]
        assert "access-control-allow-credentials" not in each.headers


@pytest.mark.parametrize("given", ["*", "firm.example", "https://firm.example/", "https://a b"])
def test_an_origin_that_is_none_is_a_problem(given: str) -> None:
    with pytest.raises(InputError):
        settings({"PRIMA_FACIE_ORIGINS": given})


def test_who_serves_others_is_told_what_does_not_protect_them() -> None:
    program = "from api.serve import serve; serve(host='0.0.0.0', port=0)"
    with started(program, exposed="true") as server:
        assert server.process.stdout is not None
        lines = iter(server.process.stdout.readline, "")
        said = "".join(takewhile(lambda line: "Ctrl+C" not in line, lines))
    assert UNPROTECTED in said


# How it ends, and how many answer.


def test_what_was_asked_before_the_end_is_answered() -> None:
    with started(threads=2, share=2, queue=64, answers=0) as server:
        body = json.dumps({"query": SMALL, "variables": {"deployment": DOOR}}).encode()
        head = (
            b"POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n"
            b"content-length: %d\r\nconnection: close\r\n\r\n" % len(body)
        )
        several = [socket.create_connection((_host(server), _port(server)), timeout=60) for _ in range(20)]
        for each in several:
            each.sendall(head + body)
        assert server.client.get(f"{server.address}health").status_code == 200  # so all twenty were read
        server.process.send_signal(signal.SIGTERM)
        with ThreadPoolExecutor(20) as readers:
            answers = list(readers.map(_all_of, several))
        assert server.process.wait(timeout=30) == 0
    assert [each.partition(b" ")[2][:3] for each in answers] == [b"200"] * 20
    assert len({each.partition(b"\r\n\r\n")[2] for each in answers}) == 1


def _all_of(connection: socket.socket) -> bytes:
    with connection:
        found = b""
        while piece := connection.recv(65536):
            found += piece
    return found


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process cannot divide here")
@pytest.mark.parametrize("workers", [2, 4])
def test_however_many_answer_the_answer_is_the_same(server: Server, workers: int) -> None:
    own = server.ask(SMALL, deployment=DOOR)
    with started(workers=workers) as several:
        for _ in range(3 * workers):
            with httpx.Client(trust_env=False) as client:
                found = Server(several.address, client).ask(SMALL, deployment=DOOR)
                assert found.content == own.content
                assert found.headers["etag"] == own.headers["etag"]
        children = Path(f"/proc/{several.process.pid}/task/{several.process.pid}/children")
        assert not children.exists() or len(children.read_text("ascii").split()) == workers
        several.process.send_signal(signal.SIGTERM)
        assert several.process.wait(timeout=30) == 0


@pytest.mark.parametrize("workers", [1, 2])
def test_a_server_told_to_stop_before_it_runs_stops(workers: int) -> None:
    program = """
import os, signal
from api import serve
run = serve._run
def told_first(*given):
    os.kill(os.getpid(), signal.SIGTERM)
    run(*given)
serve._run = told_first
serve.serve(port=0)
"""
    if workers > 1:  # the whole is told, and tells its parts
        program = program.replace("def told_first", "began = os.getpid()\ndef told_first").replace(
            "os.kill(os.getpid()", "os.kill(began"
        )
    with started(program, workers=workers) as server:
        assert server.process.wait(timeout=30) == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process cannot divide here")
def test_workers_that_end_at_once_end_the_whole() -> None:
    program = """
from api.workers import spread
print('http://127.0.0.1:1/', flush=True)
def fail(): raise SystemExit(3)
spread(2, fail)
"""
    with started(program) as server:
        assert server.process.wait(timeout=30) == 1
