"""Downloads: the law, or a part of it, as files, each made when it is first asked for and kept.

A file is tagged with the digest of what it holds, and named after the edition of the law.
"""

from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.negotiation import form
from api.pages import Pages, spoken
from api.sent import sent
from kg.graph import BASE
from kg.linked.export import export, kinds
from kg.linked.things import Things
from kg.linked.void import void
from kg.linked.written import Form, written
from kg.reasoner import Reasoner
from kg.text import Text

MEDIA: Final = {
    Form.TURTLE: "text/turtle",
    Form.JSONLD: "application/ld+json",
    Form.RDFXML: "application/rdf+xml",
}
"""Every form of data, by its media type."""

LABELS: Final = {Form.TURTLE: "Turtle", Form.JSONLD: "JSON-LD", Form.RDFXML: "RDF/XML"}
_ENDINGS: Final = {Form.TURTLE: "ttl", Form.JSONLD: "jsonld", Form.RDFXML: "rdf"}
_HEADERS: Final = {"vary": "Accept"}
VOID: Final = "/.well-known/void"


@dataclass(frozen=True, slots=True)
class Way:
    """One form in which a file can be had."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class File:
    """One file in all its forms."""

    title: str
    forms: tuple[Way, ...]


class Files:
    """Makes each file once and keeps it."""

    def __init__(self, reasoner: Reasoner) -> None:
        """Keep the law; nothing is made yet."""
        self.reasoner = reasoner
        self._made: dict[tuple[str, Form], bytes] = {}
        self._lock = Lock()

    def made(self, kind: str, shape: Form) -> bytes:
        """Return the bytes of a file."""
        with self._lock:
            if (kind, shape) not in self._made:
                self._made[kind, shape] = written(export(self.reasoner, kind), shape)
            return self._made[kind, shape]

    def title(self, kind: str) -> Text:
        """Return what a file is called."""
        instrument = self.reasoner.law.instruments.get(kind)
        return instrument.label if instrument else self.reasoner.words(f"export-{kind}")

    @cached_property
    def named(self) -> dict[str, tuple[str, Form]]:
        """Every file by its name in an address."""
        return {file(kind, shape): (kind, shape) for kind in kinds(self.reasoner) for shape in Form}


def file(kind: str, shape: Form) -> str:
    """Return the name of a file in an address.

    >>> file("spc:provisions", Form.TURTLE)
    'spc-provisions.ttl'
    """
    return f"{kind.replace(':', '-')}.{_ENDINGS[shape]}"


def routes(pages: Pages, files: Files, things: Things) -> list[Route]:
    """Return the routes of the files, of the page that lists them and of the description of the whole."""
    edition = files.reasoner.edition[:12]

    def overview(request: Request) -> Response:
        language = spoken(request)
        listed = [
            File(
                files.title(kind)[language],
                tuple(Way(LABELS[shape], f"/download/{file(kind, shape)}") for shape in Form),
            )
            for kind in kinds(files.reasoner)
        ]
        return pages.page(request, "downloads.html", {"here": "downloads", "listed": listed})

    def download(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in files.named:
            message = files.reasoner.words("not-found", name=name)[spoken(request)]
            return pages.page(request, "missing.html", {"message": message, "near": []}, status=404)
        kind, shape = files.named[name]
        stem, _, ending = name.rpartition(".")
        headers = {"content-disposition": f'attachment; filename="prima-facie-{stem}-{edition}.{ending}"'}
        return sent(request, files.made(kind, shape), MEDIA[shape], headers)

    def described(request: Request) -> Response:
        chosen = form(request.headers.get("accept", ""), list(MEDIA.values()))
        if chosen is None:
            return refused(list(MEDIA.values()))
        addresses = [f"{BASE}download/{file('ontology', shape)}" for shape in Form]
        shape = next(each for each, media in MEDIA.items() if media == chosen)
        return sent(request, written(void(things, addresses, BASE), shape), chosen, _HEADERS)

    return [
        Route("/download", overview),
        Route("/download/", overview),
        Route("/download/{name}", download),
        Route(urlsplit(BASE).path + "download/{name}", download),
        Route(VOID, described),
    ]


def refused(offered: list[str]) -> Response:
    """Return that none of the forms there are is accepted, and which there are."""
    said = "send one of these as Accept:\n" + "\n".join(offered) + "\n"
    return Response(said, 406, _HEADERS, "text/plain")
