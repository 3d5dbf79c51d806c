"""Linked: every name of ours leads somewhere: to a page for people, to data for programs.

A name is looked up under its own path on this host. Which form is sent is settled by
``Accept``, or by ``?format=`` where somebody follows a link; the language of a page by
``Accept-Language`` or ``?lang=``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.downloads import LABELS, MEDIA, VOID, Files, refused
from api.negotiation import form
from api.pages import Pages, spoken
from api.sent import sent
from api.shown import listed, local, shown
from api.site import HTML
from kg.formats import CONTEXT, context
from kg.graph import BASE
from kg.linked.export import kinds
from kg.linked.things import Things
from kg.linked.void import DATASET
from kg.linked.written import Form, written
from kg.rendering.jsonld import PROOFS

PATH: Final = urlsplit(BASE).path
"""Under which all names of ours stand on this host."""

_VARY: Final = {"vary": "Accept, Accept-Language"}


@dataclass(frozen=True, slots=True)
class Way:
    """One form of data, with how it is asked for by an address."""

    name: str
    media: str
    label: str


WAYS: Final = [Way(each.value, MEDIA[each], LABELS[each]) for each in Form]


def routes(pages: Pages, files: Files, things: Things) -> list[Route]:
    """Return the route under which every name of ours is looked up."""
    look = _Desk(pages, files, things)
    return [Route(PATH + "{rest:path}", look.up), Route(PATH.removesuffix("/"), look.up)]


class _Desk:
    """Where names are looked up."""

    def __init__(self, pages: Pages, files: Files, things: Things) -> None:
        self._pages, self._files, self._things = pages, files, things
        self._documents: dict[str, str] = {BASE: "ontology"}
        for kind in kinds(files.reasoner):
            name = BASE + "export/" + kind.replace(":", "/")
            self._documents |= {name: kind, f"{name}/edition/{files.reasoner.edition}": kind}
        self._documents[f"{BASE}edition/{files.reasoner.edition}"] = "ontology"

    def up(self, request: Request) -> Response:
        """Answer with what is known under a name, in the form that is liked best."""
        name = BASE + request.path_params.get("rest", "")
        if name == CONTEXT:
            document = {"@context": context(self._things.reasoner.vocabulary)}
            return sent(request, orjson.dumps(document), MEDIA[Form.JSONLD])
        if name == DATASET:
            return Response(status_code=303, headers={"location": VOID})
        if name in self._documents or name in self._versions():
            kind = self._documents.get(name, "ontology")
            return self._chosen(request, name, lambda shape: self._files.made(kind, shape))
        told = self._things.of(name)
        if told:
            return self._chosen(request, name, lambda shape: written(self._things.about(told), shape))
        if name.endswith("/") and self._things.under(name):
            return self._page(request, name)
        return self._missing(request, name)

    def _versions(self) -> set[str]:
        """Return the names that the ontology gives to itself as it stands."""
        return {str(term) for _, predicate, term in self._things.said[BASE] if predicate.endswith("#versionIRI")}

    def _chosen(self, request: Request, name: str, data: Callable[[Form], bytes]) -> Response:
        offered = [HTML, *(way.media for way in WAYS)]
        asked = request.query_params.get("format")
        named = {"html": HTML, **{way.name: way.media for way in WAYS}}
        chosen = named.get(asked) if asked is not None else form(request.headers.get("accept", ""), offered)
        if chosen is None:
            return refused(offered)
        if chosen == HTML:
            return self._page(request, name)
        shape = next(each for each, media in MEDIA.items() if media == chosen)
        return sent(request, data(shape), chosen, _VARY)

    def _page(self, request: Request, name: str) -> Response:
        language, words = spoken(request), self._things.reasoner.words
        told = self._things.of(BASE if name in self._documents or name in self._versions() else name)
        several = [shown(self._things, each, language) for each in told]
        label = several[0].label if len(several) == 1 else words("page-vocabulary")[language] if told else local(name)
        head = name if name.endswith("/") else name + "/"
        parts: dict[str, Any] = {
            "here": "ontology" if name == BASE else "",
            "title": label,
            "iri": name,
            "path": local(name),
            "forms": WAYS if told else [],
            "things": several,
            "within": listed(self._things, self._things.under(head), language),
        }
        return self._pages.page(request, "thing.html", parts)

    def _missing(self, request: Request, name: str) -> Response:
        language, words = spoken(request), self._things.reasoner.words
        if name.startswith(PROOFS):
            message, near = words("page-proof-not-kept")[language], []
        else:
            message, near = (
                words("not-found", name=name)[language],
                listed(self._things, self._things.near(name), language),
            )
        if form(request.headers.get("accept", ""), [HTML, "text/plain"]) == HTML:
            return self._pages.page(request, "missing.html", {"message": message, "near": near}, status=404)
        lines = [message, *(f"{BASE.removesuffix(PATH)}{each.href}" for each in near)]
        return Response("\n".join(lines) + "\n", 404, _VARY, "text/plain")
