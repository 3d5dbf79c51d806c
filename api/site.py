"""Site: everything the server shows beside answers in JSON: pages, data under every name, files.

Nothing of it is needed to answer a question, so nothing of it is loaded, read or made
before somebody looks.
"""

from collections.abc import Awaitable, Callable
from functools import cached_property
from typing import TYPE_CHECKING, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router
from starlette.types import Receive, Scope, Send

from api.body import JSON
from api.endpoint import refused
from api.negotiation import form
from api.turns import Turns
from kg.reasoner import Reasoner

if TYPE_CHECKING:
    from api.pages import Pages

HTML: Final = "text/html"


class Site:
    """Every page and every file; each waits its turn as questions do."""

    def __init__(self, reasoner: Reasoner, schema: Callable[[], str], turns: Turns) -> None:
        """Keep the law; *schema* gives the schema as text."""
        self._reasoner, self._schema, self._turns = reasoner, schema, turns

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer whoever looks at something."""
        await self._router(scope, receive, send)

    async def asking(self, request: Request) -> Response:
        """Return the page on which questions are put."""
        return await self._asking(request)

    @cached_property
    def _pages(self) -> "Pages":
        from api.pages import Pages

        return Pages(self._reasoner)

    @cached_property
    def _asking(self) -> Callable[[Request], Awaitable[Response]]:
        from api.asking import Asking

        return self._turns.page(Asking(self._pages, self._schema).page, refused)

    @cached_property
    def _router(self) -> Router:
        from api import downloads, linked, pages
        from kg.linked.things import Things

        files, things = downloads.Files(self._reasoner), Things(self._reasoner)
        several = [
            *pages.assets(),
            *downloads.routes(self._pages, files, things),
            *linked.routes(self._pages, files, things),
        ]
        return Router(
            [Route(each.path, self._turns.page(each.endpoint, refused)) for each in several], redirect_slashes=False
        )


def wants_page(request: Request) -> bool:
    """Say whether a request for the address of questions comes from somebody who looks at pages."""
    accept = request.headers.get("accept", "")
    html = "html" in accept and request.method != "POST"
    return html and "query" not in request.query_params and form(accept, [HTML, JSON]) == HTML
