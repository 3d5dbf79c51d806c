"""App: everything that is served, by path."""

import orjson
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from api.body import JSON
from api.endpoint import Endpoint, refused
from api.envelope import Envelope
from api.failures import Failure, RefusedError
from api.schema import build
from api.settings import Settings
from api.site import Site, wants_page
from api.turns import Turns
from kg.graph import home
from kg.reasoner import Reasoner


def application(reasoner: Reasoner, settings: Settings) -> ASGIApp:
    """Return the whole application for one edition of the law."""
    schema = build(reasoner, settings)
    turns = Turns(settings)
    endpoint = Endpoint(schema, settings, reasoner.edition, turns)
    site = Site(reasoner, schema.as_str, turns)
    edition = orjson.dumps({"status": "ready", "edition": reasoner.edition})

    async def graphql(request: Request) -> Response:
        return await (site.asking if wants_page(request) else endpoint.answer)(request)

    async def welcome(request: Request) -> Response:
        return PlainTextResponse(welcoming(str(request.base_url)))

    async def health(_request: Request) -> Response:
        return Response(b'{"status":"ok"}', media_type=JSON)

    async def ready(_request: Request) -> Response:
        return Response(edition, media_type=JSON)

    routes = [
        Route("/", welcome),
        Route("/health", health),
        Route("/ready", ready),
        Route("/graphql", graphql, methods=["GET", "POST"]),
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: _misplaced})
    app.router.default = site
    app.router.redirect_slashes = False
    return Envelope(app, settings)


def welcoming(address: str) -> str:
    """Return where to ask and a query to try."""
    lines = (home() / "data" / "queries" / "first.graphql").read_text(encoding="utf-8").splitlines()
    query = " ".join(line.strip() for line in lines if not line.startswith("#"))
    body = orjson.dumps({"query": query}).decode()
    return (
        f"prima-facie answers GraphQL at {address}graphql (POST, JSON).\n"
        "Open that address in a browser for the query page, with ready queries and the schema.\n"
        "To try it here:\n\n"
        f"curl -s {address}graphql -H 'content-type: {JSON}' -d '{body}'\n"
    )


async def _misplaced(request: Request, error: Exception) -> Response:
    """Answer what no route is for."""
    if not isinstance(error, HTTPException):
        raise error
    failure = next((each for each in Failure if each.status == error.status_code), Failure.NO_SUCH_PLACE)
    allowed = sorted((error.headers or {}).get("Allow", "").split(", "))
    headers = {"allow": ", ".join(allowed)} if allowed != [""] else None
    return refused(request, RefusedError(failure, failure.value, headers))
