"""Endpoint: where questions are put to the schema, by POST in JSON or by GET.

The law is asked on threads of its own, so that the server goes on listening; a client that
leaves stops the work done for it. Complete answers may be kept in memory, and nothing is
written down.

After the GraphQL over HTTP draft: what cannot be parsed or validated answers 400 to a
client that accepts ``application/graphql-response+json``, and 200 to others. What is no
question at all, and what fails on our side, is refused to everybody.
"""

import asyncio
from dataclasses import asdict, dataclass
from functools import partial
from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import Response
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from api import view
from api.body import JSON, Asked, addressed, received, understood
from api.cache import Answers, Kept, key, tag
from api.deadline import Watch
from api.failures import LATE, Failure, RefusedError, failure_of, formatted, said
from api.negotiation import form, named
from api.schema import Schema
from api.settings import Settings
from api.turns import Turns

SPOKEN: Final = "application/graphql-response+json"
_TOLD: Final = ("cost",)
"""The limits that an answer tells."""


@dataclass(frozen=True, slots=True)
class Put:
    """A question as it was sent."""

    id: str
    sent: bytes
    by_address: bool
    spoken: str
    known: str
    """The tags of answers that the client still has."""

    watch: Watch


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a question: status and body, the code where it came to nothing, the tag where it is complete."""

    status: int
    body: bytes
    failure: Failure | None = None
    tag: str | None = None


class Endpoint:
    """Answers questions put to one schema."""

    def __init__(self, schema: Schema, settings: Settings, edition: str, turns: Turns) -> None:
        """Keep the schema, the limits and whose turn it is."""
        self._schema = schema
        self._settings = settings
        self._edition = edition
        self._turns = turns
        self._answers = Answers(settings.answers)
        self._limits = {name: value for name, value in asdict(settings).items() if name in _TOLD}

    async def answer(self, request: Request) -> Response:
        """Answer one request."""
        try:
            return await self._answer(request)
        except RefusedError as error:
            return refused(request, error)

    async def _answer(self, request: Request) -> Response:
        method = "POST" if request.method == "POST" else "GET"  # HEAD asks as GET does
        by_address = method == "GET"
        sent = request.scope["query_string"] if by_address else await received(request, self._settings)
        spoken = spoken_by(request)
        known = request.headers.get("if-none-match", "") if by_address else ""
        name = key(f"{method} {spoken}", sent)
        kept = self._answers.find(name)
        if kept is None:
            answered = await self._worked_out(
                request, Put(request.scope["id"], sent, by_address, spoken, known, Watch())
            )
            if answered.tag is None:
                request.scope["failure"] = answered.failure.name if answered.failure else None
                return Response(answered.body, answered.status, None, spoken)
            kept = Kept(answered.tag, answered.body)
            if answered.body:
                self._answers.keep(name, kept)
        headers = {"etag": kept.tag, "vary": "accept"}
        if by_address:
            headers["cache-control"] = "private, no-cache"
        if kept.tag in known:
            return Response(None, 304, headers)
        return Response(kept.body, 200, headers, spoken)

    async def _worked_out(self, request: Request, put: Put) -> Answered:
        """Return the answer, worked out when its turn has come; raises RefusedError where no place is left."""
        leaving = asyncio.ensure_future(_left(request, put.watch))
        try:
            return await self._turns.take(request, partial(self._ask, put))
        finally:
            leaving.cancel()

    def _ask(self, put: Put) -> Answered:
        """Return the answer to a question; runs on a thread."""
        try:
            asked = (addressed if put.by_address else understood)(put.sent, self._settings)
        except RefusedError as error:
            return Answered(error.failure.status, _refusal(error.failure, error.message, put), error.failure)
        own = tag(self._edition, put.spoken, self._limits, asked)
        if own in put.known:
            return Answered(304, b"", None, own)
        put.watch.begin(self._settings.deadline)
        try:
            result = self._put(asked, put.watch)
        except (CannotGetOperationTypeError, InvalidOperationTypeError):
            failure = Failure.NO_SUCH_OPERATION
            body = _refusal(failure, "the request names no query of the document", put)
            return Answered(_status(failure, put), body, failure)
        return _answered(result, put, own)

    def _put(self, asked: Asked, watch: Watch) -> ExecutionResult:
        return self._schema.execute_sync(
            asked.query,
            variable_values=asked.variables,
            operation_name=asked.operation,
            context_value=view.Request(view.Budget(self._settings.objects), asked.operation, watch),
            allowed_operation_types=[OperationType.QUERY],
        )


async def _left(request: Request, watch: Watch) -> None:
    """Wait until the client leaves, and stop the work done for it."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    watch.stop()


def _answered(result: ExecutionResult, put: Put, own: str) -> Answered:
    """Return the status and the body for a result; a question that was never put has no data."""
    if put.watch.stopped:
        failure = Failure.DEADLINE
        return Answered(failure.status, _refusal(failure, LATE, put), failure)
    told: dict[str, object] = {"extensions": result.extensions} if result.extensions else {}
    if not result.errors:
        return Answered(200, orjson.dumps({"data": result.data, **told}), None, own)
    failure = failure_of(result.errors[0])
    errors = [formatted(error, put.id) for error in result.errors]
    if result.data is None and (failure is Failure.INVALID_QUERY or all(each.path is None for each in result.errors)):
        body = orjson.dumps({"errors": errors, **told})
        return Answered(_status(failure, put), body, failure)
    return Answered(200, orjson.dumps({"data": result.data, "errors": errors, **told}), failure)


def _status(failure: Failure, put: Put) -> int:
    """Return the status for a question that comes to nothing: what is our side is told as such to everybody."""
    return failure.status if put.spoken == SPOKEN or failure.status >= Failure.INTERNAL.status else 200


def _refusal(failure: Failure, message: str, put: Put) -> bytes:
    return orjson.dumps({"errors": [said(failure, message, put.id)]})


def refused(request: Request, error: RefusedError) -> Response:
    """Return the answer to a request that is refused."""
    request.scope["failure"] = error.failure.name
    body = orjson.dumps({"errors": [said(error.failure, error.message, request.scope["id"])]})
    return Response(body, error.failure.status, error.headers, spoken_by(request))


def spoken_by(request: Request) -> str:
    """Return the media type in which a client is answered: JSON, unless it names the other and likes it as well."""
    accept = request.headers.get("accept", "")
    return SPOKEN if named(accept, SPOKEN) and form(accept, [SPOKEN, JSON]) == SPOKEN else JSON
