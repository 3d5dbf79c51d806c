"""Turns: whatever takes work is done off the event loop, each address in its turn."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar, cast

from starlette.requests import Request
from starlette.responses import Response

from api.failures import Failure, RefusedError
from api.queue import FullError, Queue
from api.settings import Settings

T = TypeVar("T")


class Turns:
    """The queue that questions and pages wait in alike."""

    def __init__(self, settings: Settings) -> None:
        """Keep as many threads and places as there may be."""
        self._queue: Queue[Any] = Queue(settings.threads, settings.share, settings.queue)

    async def take(self, request: Request, work: Callable[[], T]) -> T:
        """Return what some work comes to, done when its turn has come; raises RefusedError where no place is left."""
        address = request.client.host if request.client else ""
        try:
            turn = self._queue.put(address, work)
        except FullError:
            message = "too many questions are waiting; ask again in a moment"
            raise RefusedError(Failure.BUSY, message, {"retry-after": "1"}) from None
        return cast("T", await asyncio.wrap_future(turn))

    def page(
        self, show: Callable[[Request], Response], refused: Callable[[Request, RefusedError], Response]
    ) -> Callable[[Request], Awaitable[Response]]:
        """Return what shows a page in its turn."""

        async def shown(request: Request) -> Response:
            try:
                return await self.take(request, partial(show, request))
            except RefusedError as error:
                return refused(request, error)

        return shown
