"""Pages: what people see in a browser, in English or Chinese, complete without any script.

A page loads nothing but the style sheet and, where it asks questions, the script that are
served beside it; the headers forbid everything else.
"""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.negotiation import language
from api.sent import KEEP, sent
from api.site import HTML
from kg.graph import BASE
from kg.reasoner import Reasoner
from kg.text import Language

if TYPE_CHECKING:
    from jinja2 import Environment

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What a page may load: what is served beside it, and nothing else."""

HEADERS: Final = {**KEEP, "content-security-policy": POLICY, "vary": "Accept, Accept-Language"}
"""What every page says to a browser beside what every answer says."""

_NAMES: Final = {Language.EN: "English", Language.ZH: "中文"}
_HERE: Final = Path(__file__).resolve().parent
_ASSETS: Final = {
    "page.css": "text/css",
    "ask.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}


class Pages:
    """Makes pages for one edition of the law."""

    def __init__(self, reasoner: Reasoner) -> None:
        """Keep the law; templates are read when the first page is asked for."""
        self.reasoner = reasoner

    @cached_property
    def _environment(self) -> "Environment":
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        return Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def page(
        self, request: Request, template: str, parts: Mapping[str, Any] | None = None, *, status: int = 200
    ) -> Response:
        """Return a page in the language of a request."""
        chosen, words = spoken(request), self.reasoner.words

        def say(key: str, **named: str) -> str:
            return words(key, **named)[chosen]

        other = Language.EN if chosen is Language.ZH else Language.ZH
        body = self._environment.get_template(template).render(
            {
                "say": say,
                "language": chosen,
                "other": other,
                "other_name": _NAMES[other],
                "edition": self.reasoner.edition,
                "root": urlsplit(BASE).path,
                "here": "",
                **(parts or {}),
            }
        )
        if status == 200:  # noqa: PLR2004 - as everybody knows it
            return sent(request, body.encode(), HTML, HEADERS)
        return Response(body, status, HEADERS, HTML)


def spoken(request: Request) -> Language:
    """Return the language of a page: the one named in the address, or the one the browser likes best."""
    named = request.query_params.get("lang")
    codes = [each.value for each in Language]
    return Language(named if named in codes else language(request.headers.get("accept-language", ""), codes))


def assets() -> list[Route]:
    """Return the routes of what pages load."""

    def asset(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _ASSETS:
            return Response(status_code=404)
        return sent(request, (_HERE / "assets" / name).read_bytes(), _ASSETS[name])

    def icon(request: Request) -> Response:
        return sent(request, (_HERE / "assets" / "icon.svg").read_bytes(), _ASSETS["icon.svg"])

    return [Route("/assets/{name}", asset), Route("/favicon.ico", icon)]
