"""Wire: HTTP as it comes off the socket, before there is a request.

A request line and headers must be there within some seconds of their first byte, or the
connection is closed: who sends one byte a minute holds nothing. What is no HTTP is refused
in the same form as everything else.
"""

import asyncio
from typing import Any, Final

import h11
import orjson
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.envelope import HEADERS, new_id
from api.failures import Failure, said

LARGEST: Final = 16 * 1024
"""How many bytes a request line and its headers may have together."""


def protocol(patience: int) -> type[asyncio.Protocol]:
    """Return how connections are spoken to, headers having so many seconds to come."""

    class Wire(H11Protocol):
        """One connection."""

        _closing: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - as the class above has it
            super().connection_made(transport)
            self._closing = self.loop.call_later(patience, transport.close)

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop_waiting()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self.conn.their_state is not h11.IDLE:
                self._stop_waiting()
            elif self._closing is None and not self.transport.is_closing():
                self._closing = self.loop.call_later(patience, self.transport.close)

        def _stop_waiting(self) -> None:
            if self._closing is not None:
                self._closing.cancel()
                self._closing = None

        def send_400_response(self, msg: str) -> None:
            request = new_id()
            body = orjson.dumps({"errors": [said(Failure.BAD_HTTP, msg, request)]})
            headers = [
                *HEADERS.items(),
                ("x-request-id", request),
                ("content-type", "application/json"),
                ("content-length", str(len(body))),
                ("connection", "close"),
            ]
            several: list[h11.Event] = [
                h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
                h11.Data(data=body),
                h11.EndOfMessage(),
            ]
            for event in several:
                self.transport.write(self.conn.send(event) or b"")
            self.transport.close()

    return Wire
