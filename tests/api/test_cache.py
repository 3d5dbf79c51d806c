"""Tags and remembered answers: the same question has one answer, and nothing else is remembered."""

import json

import httpx
import pytest

from api.cache import Answers, Kept, key
from tests.api.asking import WHOLE, Server
from tests.api.serving import started

LOOKUP = "query($id: ID!, $language: Language!) { provision(id: $id, language: $language) { ...a } } "
LOOKUP += "fragment a on Provision { id heading }"
DOOR = {"id": "test", "activities": [{"id": "a", "facts": {"frtUsed": {"value": True}}}]}


def looked_up(server: Server, tag: str = "", **variables: str) -> httpx.Response:
    said = {"id": "spc:art-2", "language": "EN"} | variables
    asked = {"query": LOOKUP, "variables": json.dumps(said)}
    return server.client.get(f"{server.address}graphql", params=asked, headers={"if-none-match": tag} if tag else {})


def test_a_question_asked_again_has_the_same_answer_and_tag_but_another_id(server: Server) -> None:
    first, again = (server.ask(WHOLE, deployment=DOOR) for _ in range(2))
    assert first.content == again.content
    assert first.headers["etag"] == again.headers["etag"]
    assert first.headers["x-request-id"] != again.headers["x-request-id"]
    assert first.headers["cache-control"] == "no-store"


def test_a_tag_belongs_to_the_question_and_not_to_how_it_is_written(server: Server) -> None:
    one = server.post(b'{"query": "{ __typename }", "variables": {"a": 1, "b": 2}}').headers["etag"]
    same = server.post(b'{"variables": {"b": 2, "a": 1}, "query": "{ __typename }"}').headers["etag"]
    other = server.post(b'{"query": "{ __typename }", "variables": {"a": 1, "b": 3}}').headers["etag"]
    spoken = server.post(
        b'{"query": "{ __typename }", "variables": {"a": 1, "b": 2}}', accept="application/graphql-response+json"
    )
    assert one == same
    assert len({one, other, spoken.headers["etag"]}) == 3


def test_what_a_client_still_has_is_not_sent_again(server: Server) -> None:
    first = looked_up(server)
    assert first.status_code == 200
    assert first.headers["cache-control"] == "private, no-cache"
    again = looked_up(server, first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert looked_up(server, '"another"').content == first.content
    assert looked_up(server, first.headers["etag"], language="ZH").status_code == 200


def test_a_post_is_answered_in_full_whatever_the_client_has(server: Server) -> None:
    first = server.ask("{ __typename }")
    assert server.post(first.request.content, if_none_match=first.headers["etag"]).content == first.content


@pytest.mark.parametrize("query", ["{ nothing }", "{ assess(deployment: {}) { __typename } }", "{"])
def test_what_has_an_error_has_no_tag_and_is_not_remembered(server: Server, query: str) -> None:
    answered = server.ask(query)
    assert "errors" in answered.json()
    assert "etag" not in answered.headers
    assert answered.json() != server.ask(query).json()  # the id of the request is another


def test_with_nothing_remembered_the_answer_is_the_same(server: Server) -> None:
    with started(answers=0) as forgetful:
        first, again = (forgetful.ask(WHOLE, deployment=DOOR) for _ in range(2))
    assert first.content == again.content == server.ask(WHOLE, deployment=DOOR).content
    assert first.headers["etag"] == server.ask(WHOLE, deployment=DOOR).headers["etag"]


def test_what_is_remembered_takes_so_many_bytes_and_no_more() -> None:
    answers = Answers(10_000)
    names = [key("POST", str(number).encode()) for number in range(20)]
    for name in names:
        answers.keep(name, Kept("tag", b"x" * 1000))
        answers.find(names[0])
    held = [name for name in names if answers.find(name)]
    assert held == [names[0], *names[-5:]]
    answers.keep(key("POST", b"large"), Kept("tag", b"x" * 6000))
    assert answers.find(key("POST", b"large")) is None


def test_nothing_is_remembered_where_nothing_may_be() -> None:
    answers = Answers(0)
    answers.keep(key("POST", b"a"), Kept("tag", b""))
    assert answers.find(key("POST", b"a")) is None


def test_questions_are_remembered_by_digest_alone() -> None:
    assert len(key("POST", b"a secret of the client")) == 32
    assert key("POST", b"a") != key("GET", b"a")
