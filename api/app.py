"""App: GraphQL over HTTP, by POST and in JSON, and nothing else.

The law is asked on a thread of its own, so that the server goes on listening. Nothing of
a question is kept.

After the GraphQL over HTTP draft: what cannot be parsed or validated answers 400 to a
client that accepts ``application/graphql-response+json``, and 200 to others.
"""

from typing import Final

import anyio
import orjson
from anyio import CapacityLimiter
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from api import site, view
from api.body import JSON, Asked, BadRequestError, received, understood
from api.schema import Schema, build
from api.settings import Settings
from kg.graph import home
from kg.reasoner import Reasoner

SPOKEN: Final = "application/graphql-response+json"
HEADERS: Final = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
"""What every answer says to a browser: show nothing, keep nothing, pass nothing on."""


def application(reasoner: Reasoner, settings: Settings) -> ASGIApp:
    """Return the whole application for one edition of the law."""
    schema = build(reasoner, settings)
    endpoint = Endpoint(schema, settings)
    edition = orjson.dumps({"status": "ready", "edition": reasoner.edition})

    async def welcome(request: Request) -> Response:
        return PlainTextResponse(welcoming(str(request.base_url)))

    async def health(_request: Request) -> Response:
        return Response(b'{"status":"ok"}', media_type=JSON)

    async def ready(_request: Request) -> Response:
        return Response(edition, media_type=JSON)

    routes = [
        Route("/", welcome),
        Route("/graphql", endpoint.answer, methods=["POST"]),
        Route("/health", health),
        Route("/ready", ready),
        *site.routes(reasoner, schema.as_str),
    ]
    return Guarded(Starlette(routes=routes))


def welcoming(address: str) -> str:
    """Return where to ask and a query to try."""
    lines = (home() / "data" / "queries" / "first.graphql").read_text(encoding="utf-8").splitlines()
    query = " ".join(line.strip() for line in lines if not line.startswith("#"))
    body = orjson.dumps({"query": query}).decode()
    return (
        f"prima-facie answers GraphQL at {address}graphql (POST, JSON). To try it:\n\n"
        f"curl -s {address}graphql -H 'content-type: {JSON}' -d '{body}'\n"
    )


class Endpoint:
    """Answers questions put to one schema."""

    def __init__(self, schema: Schema, settings: Settings) -> None:
        """Keep the schema and the limits."""
        self._schema = schema
        self._settings = settings
        self._threads = CapacityLimiter(settings.threads)

    async def answer(self, request: Request) -> Response:
        """Answer one request."""
        spoken = SPOKEN if SPOKEN in request.headers.get("accept", "") else JSON
        try:
            asked = understood(await received(request, self._settings), self._settings)
            self._queue()
        except BadRequestError as error:
            return Response(_said(error.message), error.status, error.headers, JSON)
        status, body = await anyio.to_thread.run_sync(self._ask, asked, limiter=self._threads)
        return Response(body, status if spoken == SPOKEN else 200, media_type=spoken)

    def _queue(self) -> None:
        if self._threads.statistics().tasks_waiting >= self._settings.queue:
            raise BadRequestError(503, "too many questions at once; ask again in a moment", {"retry-after": "1"})

    def _ask(self, asked: Asked) -> tuple[int, bytes]:
        """Return the status and the body of the answer; runs on a thread."""
        try:
            result = self._schema.execute_sync(
                asked.query,
                variable_values=asked.variables,
                operation_name=asked.operation,
                context_value=view.Request(view.Budget(self._settings.objects), asked.operation),
                allowed_operation_types=[OperationType.QUERY],
            )
        except (CannotGetOperationTypeError, InvalidOperationTypeError):
            return 400, _said("the request names no query of the document")
        return _answered(result)


def _answered(result: ExecutionResult) -> tuple[int, bytes]:
    """Return the status and the body for a result; a question that was never put has no data."""
    errors = [error.formatted for error in result.errors or ()]
    if result.data is None and all(error.path is None for error in result.errors or ()):
        return 400, orjson.dumps({"errors": errors})
    return 200, orjson.dumps({"data": result.data, **({"errors": errors} if errors else {})})


def _said(message: str) -> bytes:
    return orjson.dumps({"errors": [{"message": message}]})


class Guarded:
    """The application, with what every answer says to a browser."""

    def __init__(self, app: ASGIApp) -> None:
        """Keep the application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and add to the headers of its answer."""

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    said.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, sent)
