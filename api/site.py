"""Site: everything the server shows beside answers in JSON: pages, data under every name, files."""

from collections.abc import Callable

from starlette.routing import Route

from api import asking, downloads, linked, pages
from kg.linked.things import Things
from kg.reasoner import Reasoner


def routes(reasoner: Reasoner, schema: Callable[[], str]) -> list[Route]:
    """Return all routes of the site; *schema* gives the schema as text.

    Nothing is read or made before somebody asks for it.
    """
    shown, files, things = pages.Pages(reasoner), downloads.Files(reasoner), Things(reasoner)
    return [
        *asking.routes(shown, schema),
        *pages.assets(),
        *downloads.routes(shown, files, things),
        *linked.routes(shown, files, things),
    ]
