"""Envelope: what every request must fit into and every answer comes in, whatever is asked.

A request has an address and headers within limits, and an id: its own, if it brings one
that is fit to be one. Every answer carries the id and tells a browser to show nothing,
keep nothing and pass nothing on. Another origin may read an answer only where the operator
named it. One line is logged for each request.
"""

import re
import secrets
import time
from collections.abc import Iterable
from typing import Final

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import logs
from api.failures import MASKED, Failure, said
from api.settings import Settings

Header = tuple[bytes, bytes]
HEADERS: Final = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
"""What every answer says to a browser, unless the answer itself says otherwise."""

CROWDED: Final = "crowded"
"""What a connection says of itself that is one too many."""

_USUAL: Final = tuple((name.encode(), value.encode()) for name, value in HEADERS.items())
_ID: Final = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_SHARED: Final = b"etag, retry-after, x-request-id"


def new_id() -> str:
    """Return an id for a request that brings none."""
    return secrets.token_hex(8)


class Envelope:
    """The application, with what goes for every request and answer."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Keep the application and the limits."""
        self._app = app
        self._settings = settings
        self._origins = frozenset(each.encode() for each in settings.origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        if scope["type"] != "http":
            return
        began = time.perf_counter()
        told = dict[bytes, bytes](scope["headers"])
        scope["id"] = own.decode() if _ID.fullmatch(own := told.get(b"x-request-id", b"")) else new_id()
        origin = told.get(b"origin", b"")
        answered = {"status": 500, "in": 0, "out": 0}

        async def received() -> Message:
            message = await receive()
            answered["in"] += len(message.get("body", b""))
            return message

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered["status"] = message["status"]
                message["headers"] = self._headed(message["headers"], scope["id"].encode(), origin)
            else:
                answered["out"] += len(message.get("body", b""))
            await send(message)

        try:
            await self._answer(scope, received, sent, told)
        except Exception as error:  # noqa: BLE001 - whatever it is, it stays inside
            logs.failed(scope["id"], error)
            if not answered["out"]:
                await _refuse(scope, sent, Failure.INTERNAL, MASKED)
        if self._settings.log:
            logs.line(
                id=scope["id"],
                method=scope["method"],
                path=scope["path"] if _placed(scope, answered["status"]) else "-",
                status=answered["status"],
                code=scope.get("failure"),
                size_in=answered["in"],
                size_out=answered["out"],
                ms=round((time.perf_counter() - began) * 1000, 1),
            )

    async def _answer(self, scope: Scope, receive: Receive, send: Send, told: dict[bytes, bytes]) -> None:
        limits = self._settings
        if scope.get("state", {}).get(CROWDED):
            message = f"there may be {limits.connections} connections; ask again in a moment"
            await _refuse(scope, send, Failure.BUSY, message, (b"retry-after", b"1"), _CLOSE)
        elif {b"content-length", b"transfer-encoding"} <= told.keys():  # two readers could read two requests
            await _refuse(scope, send, Failure.BAD_HTTP, "the body says its length in two ways", _CLOSE)
        elif len(scope["raw_path"]) + 1 + len(scope["query_string"]) > limits.url:
            await _refuse(scope, send, Failure.URL_TOO_LONG, f"the address may have {limits.url} bytes; use POST")
        elif len(scope["headers"]) > limits.headers:
            await _refuse(scope, send, Failure.TOO_MANY_HEADERS, f"there may be {limits.headers} headers")
        elif sum(len(name) + len(value) for name, value in scope["headers"]) > limits.header_bytes:
            await _refuse(scope, send, Failure.HEADERS_TOO_LARGE, f"the headers may have {limits.header_bytes} bytes")
        elif scope["method"] == "OPTIONS" and told.get(b"origin") in self._origins:
            await send({"type": "http.response.start", "status": 204, "headers": list(_PREFLIGHT)})
            await send({"type": "http.response.body", "body": b""})
        else:
            await self._app(scope, receive, send)

    def _headed(self, headers: Iterable[Header], request: bytes, origin: bytes) -> list[Header]:
        """Return the headers of an answer with what every answer says."""
        found = list(headers)
        names = {name for name, _ in found}
        found.append((b"x-request-id", request))
        if self._origins:
            found.append((b"vary", b"origin"))
        if origin in self._origins:
            found += [
                (b"access-control-allow-origin", origin),
                (b"access-control-expose-headers", _SHARED),
                (b"cross-origin-resource-policy", b"cross-origin"),
            ]
            names.add(b"cross-origin-resource-policy")
        found += [each for each in _USUAL if each[0] not in names]
        return found


def _placed(scope: Scope, status: int) -> bool:
    """Say whether something stands at the path of a request: a route of that very path, or a thing that was found."""
    if "endpoint" not in scope or status == Failure.NO_SUCH_PLACE.status:
        return False
    return not scope["path_params"] or scope.get("failure") is None


_CLOSE: Final = (b"connection", b"close")
_PREFLIGHT: Final = (
    (b"access-control-allow-methods", b"GET, POST"),
    (b"access-control-allow-headers", b"content-type, if-none-match, x-request-id"),
    (b"access-control-max-age", b"600"),
)


async def _refuse(scope: Scope, send: Send, failure: Failure, message: str, *more: Header) -> None:
    scope["failure"] = failure.name
    body = orjson.dumps({"errors": [said(failure, message, scope["id"])]})
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode()), *more]
    await send({"type": "http.response.start", "status": failure.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
