"""Wire: HTTP as it comes off the socket, before there is a request.

A request line and headers must be there within some seconds of their first byte, or the
connection is closed: who sends one byte a minute holds nothing. What is no HTTP is refused
in the same form as everything else, and whoever comes when all connections are taken.
"""

import asyncio
from typing import Any, Final

import h11
import orjson
from uvicorn.protocols.http.h11_impl import H11Protocol

from api import logs
from api.envelope import CROWDED, HEADERS, new_id
from api.failures import Failure, said
from api.settings import Settings

_LINE: Final = 64
"""How many bytes a request line may have beside its address."""

_MARKS: Final = 4
"""How many bytes a header has beside its name and value."""


def waited_for(settings: Settings) -> int:
    """Return how many bytes a request line and its headers may have before they are whole.

    >>> waited_for(Settings())
    25040
    """
    return settings.url + _LINE + settings.header_bytes + _MARKS * settings.headers


def protocol(settings: Settings) -> type[asyncio.Protocol]:
    """Return how connections are spoken to."""

    class Wire(_Wire):
        limits = settings

    return Wire


class _Wire(H11Protocol):
    """One connection."""

    limits: Settings
    _closing: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - as the class above has it
        super().connection_made(transport)
        self.app_state = {CROWDED: len(self.connections) > self.limits.connections}
        self._closing = self.loop.call_later(self.limits.header_patience, transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._stop_waiting()
        elif self._closing is None and not self.transport.is_closing():
            self._closing = self.loop.call_later(self.limits.header_patience, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._closing is not None:
            self._closing.cancel()
            self._closing = None

    def send_400_response(self, msg: str) -> None:
        if self.conn.our_state not in {h11.IDLE, h11.SEND_RESPONSE}:  # it was answered before it went wrong
            self.transport.close()
            return
        for event in _refusal(msg, log=self.limits.log):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()


def _refusal(message: str, *, log: bool) -> list[h11.Event]:
    """Return the answer to what is no HTTP, and log it where there is a log."""
    failure, request = Failure.BAD_HTTP, new_id()
    body = orjson.dumps({"errors": [said(failure, message, request)]})
    if log:
        unread = {"method": None, "path": "-", "size_in": None, "ms": None}
        logs.line(id=request, status=failure.status, code=failure.name, size_out=len(body), **unread)
    headers = [
        *HEADERS.items(),
        ("x-request-id", request),
        ("content-type", "application/json"),
        ("content-length", str(len(body))),
        ("connection", "close"),
    ]
    return [
        h11.Response(status_code=failure.status, headers=headers, reason=b"Bad Request"),
        h11.Data(data=body),
        h11.EndOfMessage(),
    ]
