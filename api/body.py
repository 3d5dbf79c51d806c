"""Body: a question as it comes in, measured before it is read and read before it is understood.

What is too large, too slow, not JSON or not a question is refused with a word why, before
any work is done for it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import anyio
import orjson
from starlette.requests import ClientDisconnect, Request

from api.settings import Settings

JSON: Final = "application/json"


class BadRequestError(Exception):
    """A request that is refused before the law is asked."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        """Keep the status to answer with, the word why, and what else to say."""
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = headers


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it came: the query, its variables, and which operation of it is meant."""

    query: str
    variables: dict[str, object] | None
    operation: str | None


async def received(request: Request, settings: Settings) -> bytes:
    """Return the body; raises BadRequestError for one that is not JSON, too large or too slow."""
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    charset = parameters.replace('"', "").replace(" ", "").lower()
    if kind.strip().lower() != JSON or charset not in {"", "charset=utf-8"}:
        raise BadRequestError(415, f"send {JSON} in UTF-8")
    declared = request.headers.get("content-length", "")
    _measure(int(declared) if declared.isdecimal() else 0, settings)
    body = bytearray()
    try:
        with anyio.fail_after(settings.patience):
            async for chunk in request.stream():
                body += chunk
                _measure(len(body), settings)
    except TimeoutError:
        raise BadRequestError(408, "the body did not come in time") from None
    except ClientDisconnect:
        raise BadRequestError(400, "the body was not sent whole") from None
    return bytes(body)


def _measure(length: int, settings: Settings) -> None:
    if length > settings.body:
        raise BadRequestError(413, f"the body may have {settings.body} bytes")


def understood(body: bytes, settings: Settings) -> Asked:
    """Return the question in a body; raises BadRequestError for what is none."""
    sent = read(body)
    if not isinstance(sent, dict):
        raise BadRequestError(400, "the body must be a JSON object")
    query, variables, operation = (sent.get(name) for name in ("query", "variables", "operationName"))
    if not isinstance(query, str) or not query.strip():
        raise BadRequestError(400, "`query` must be a GraphQL document")
    if len(query) > settings.document:
        raise BadRequestError(413, f"`query` may have {settings.document} characters; use `variables`")
    if not isinstance(variables, dict | None) or not isinstance(operation, str | None):
        raise BadRequestError(400, "`variables` must be an object, and `operationName` a text")
    return Asked(query, variables, operation)


def read(body: bytes) -> object:
    """Return what strict JSON says; raises BadRequestError for anything less.

    Strict is: UTF-8, no half characters, no number that is none, and no name twice in one
    object, for then two readers could read two questions.
    """
    try:
        sent: object = orjson.loads(body)
        json.loads(body, object_pairs_hook=_once, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        raise BadRequestError(400, "the body is not JSON, is nested too deep, or says a name twice") from None
    return sent


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    held = dict(pairs)
    if len(held) < len(pairs):
        raise ValueError
    return held
