"""Body: a question as it comes in, measured before it is read and read before it is understood.

What is too large, too slow, not JSON or not a question is refused with a word why, before
any work is done for it. A question comes as the body of a POST or in the address of a GET.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final
from urllib.parse import parse_qsl

import orjson
from starlette.requests import ClientDisconnect, Request

from api.failures import Failure, RefusedError
from api.settings import Settings

JSON: Final = "application/json"
NAMES: Final = frozenset({"query", "variables", "operationName", "extensions"})
"""What a question may consist of."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it came: the query, its variables, and which operation of it is meant."""

    query: str
    variables: dict[str, object] | None
    operation: str | None


async def received(request: Request, settings: Settings) -> bytes:
    """Return the body; raises RefusedError for one that is not JSON, too large or too slow."""
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    charset = parameters.replace('"', "").replace(" ", "").lower()
    if kind.strip().lower() != JSON or charset not in {"", "charset=utf-8"}:
        raise RefusedError(Failure.NOT_SENT_AS_JSON, f"send {JSON} in UTF-8")
    declared = request.headers.get("content-length", "")
    _measure(int(declared) if declared.isdecimal() else 0, settings)
    body = bytearray()
    try:
        async with asyncio.timeout(settings.patience):
            async for chunk in request.stream():
                body += chunk
                _measure(len(body), settings)
    except TimeoutError:
        raise RefusedError(Failure.TOO_SLOW, "the body did not come in time") from None
    except ClientDisconnect:
        raise RefusedError(Failure.BODY_CUT_SHORT, "the body was not sent whole") from None
    return bytes(body)


def _measure(length: int, settings: Settings) -> None:
    if length > settings.body:
        raise RefusedError(Failure.BODY_TOO_LARGE, f"the body may have {settings.body} bytes")


def understood(body: bytes, settings: Settings) -> Asked:
    """Return the question in a body; raises RefusedError for what is none."""
    return _question(read(body, settings), settings)


def addressed(query: bytes, settings: Settings) -> Asked:
    """Return the question in the query of an address; raises RefusedError for what is none."""
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=len(NAMES))
    except ValueError:
        message = f"the address may say {', '.join(sorted(NAMES))}, in UTF-8"
        raise RefusedError(Failure.NOT_A_QUESTION, message) from None
    sent: dict[str, object] = dict(pairs)
    if len(sent) < len(pairs):
        raise RefusedError(Failure.REPEATED_NAME, "the address says a name twice")
    for name in ("variables", "extensions"):
        if name in sent:
            sent[name] = read(str(sent[name]).encode(), settings)
    return _question(sent, settings)


def _question(sent: object, settings: Settings) -> Asked:
    """Return the question that data make up; raises RefusedError where they make up none."""
    if not isinstance(sent, dict):
        raise RefusedError(Failure.NOT_A_QUESTION, "the body must be a JSON object")
    if not sent.keys() <= NAMES:
        raise RefusedError(Failure.NOT_A_QUESTION, f"a question has {', '.join(sorted(NAMES))} and nothing else")
    query, variables, operation, extensions = map(sent.get, ("query", "variables", "operationName", "extensions"))
    if not isinstance(query, str) or not query.strip():
        raise RefusedError(Failure.NOT_A_QUESTION, "`query` must be a GraphQL document")
    if len(query) > settings.document:
        raise RefusedError(
            Failure.QUERY_TOO_LONG, f"`query` may have {settings.document} characters; use `variables` for facts"
        )
    if not isinstance(variables, dict | None) or not isinstance(extensions, dict | None):
        raise RefusedError(Failure.NOT_A_QUESTION, "`variables` and `extensions` must be objects")
    if not isinstance(operation, str | None):
        raise RefusedError(Failure.NOT_A_QUESTION, "`operationName` must be a text")
    return Asked(query, variables, operation)


def read(body: bytes, settings: Settings) -> object:
    """Return what strict JSON says; raises RefusedError for anything less.

    Strict is: UTF-8, no half characters, no number that is none or that two readers could
    take for two numbers, and no name twice in one object, for then they could read two
    questions; nothing nested beyond what a description needs.
    """
    try:
        sent: object = orjson.loads(body)
        json.loads(body, object_pairs_hook=_once, parse_int=partial(_whole, settings.digits), parse_float=str)
    except (ValueError, RecursionError):
        raise RefusedError(Failure.NOT_JSON, "what was sent is not JSON in UTF-8, or is nested too deep") from None
    _walk(sent, settings)
    return sent


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    held = dict(pairs)
    if len(held) < len(pairs):
        raise RefusedError(Failure.REPEATED_NAME, "an object says a name twice")
    return held


def _whole(digits: int, number: str) -> str:
    if len(number.lstrip("-")) > digits:
        raise RefusedError(Failure.NUMBER_TOO_LONG, f"a whole number may have {digits} digits")
    return number


def _walk(sent: object, settings: Settings) -> None:
    """Go through all that was sent, level by level; raises RefusedError for too many levels or too long a text."""
    level: list[object] = [sent]
    depth = 0
    while level:
        inside: list[object] = []
        for each in level:
            if isinstance(each, str):
                if len(each) > settings.string:
                    raise RefusedError(Failure.STRING_TOO_LONG, f"a text may have {settings.string} characters")
            elif isinstance(each, dict):
                inside += each
                inside += each.values()
            elif isinstance(each, list):
                inside += each
        depth += any(isinstance(each, dict | list) for each in level)
        if depth > settings.nesting:
            raise RefusedError(Failure.NESTED_TOO_DEEP, f"objects and lists may be nested {settings.nesting} deep")
        level = inside


def quoted(values: Mapping[str, object]) -> bytes:
    """Return values as JSON in one form only, whatever order they came in."""
    return orjson.dumps(values, option=orjson.OPT_SORT_KEYS)
