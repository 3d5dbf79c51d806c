"""Site: everything the server shows beside answers in JSON: pages, data under every name, files."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api import asking, downloads, linked, pages
from api.endpoint import METHODS, Endpoint, refused
from api.turns import Turns
from kg.linked.things import Things
from kg.reasoner import Reasoner


def routes(reasoner: Reasoner, schema: Callable[[], str], endpoint: Endpoint, turns: Turns) -> list[Route]:
    """Return all routes of the site; *schema* gives the schema as text.

    Nothing is read or made before somebody asks for it. Pages wait their turn as questions do.
    """
    shown, files, things = pages.Pages(reasoner), downloads.Files(reasoner), Things(reasoner)
    page = turns.page(asking.Asking(shown, schema).page, refused)

    async def graphql(request: Request) -> Response:
        return await (page if asking.wants_page(request) else endpoint.answer)(request)

    several = [*pages.assets(), *downloads.routes(shown, files, things), *linked.routes(shown, files, things)]
    return [
        Route("/graphql", graphql, methods=list(METHODS)),
        *(Route(each.path, turns.page(each.endpoint, refused)) for each in several),
    ]
