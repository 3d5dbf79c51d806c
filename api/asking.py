"""Asking: the page on which questions are put in a browser, offline as everything here.

Ready questions stand at hand, the schema beside. The questions are the files of
``data/queries``: the comment lines on top are their titles, the first in each language, and
a file of the same name that ends in ``.json`` holds their variables.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from graphql import (
    GraphQLNamedType,
    GraphQLSchema,
    build_schema,
    is_enum_type,
    is_input_object_type,
    is_introspection_type,
    is_specified_scalar_type,
    print_type,
)
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import Response

from api.pages import Pages
from kg.graph import home
from kg.text import Text

_CHINESE: Final = re.compile("[\u4e00-\u9fff]")
_WORD: Final = re.compile(r"\b[A-Z]\w*\b")


@dataclass(frozen=True, slots=True)
class Ready:
    """A ready question: its name, what it asks, and the query with its variables."""

    name: str
    title: Text
    query: str
    variables: str


@dataclass(frozen=True, slots=True)
class Definition:
    """One type of the schema, written out with links to the types it mentions."""

    name: str
    written: Markup


def ready(folder: Path) -> list[Ready]:
    """Return the ready questions of a folder, by name; the one named ``first`` stands before all."""
    paths = sorted(folder.glob("*.graphql"), key=lambda path: (path.stem != "first", path.stem))
    return [_ready(path) for path in paths]


def _ready(path: Path) -> Ready:
    query = path.read_text(encoding="utf-8")
    beside = path.with_suffix(".json")
    variables = beside.read_text(encoding="utf-8") if beside.is_file() else ""
    return Ready(path.stem, _title(query, path.stem), query, variables)


def _title(query: str, name: str) -> Text:
    """Return what a question asks, from the comment lines on its top; its name where it says nothing."""
    lines = []
    for line in query.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.lstrip("# ").strip())
    english = next((line for line in lines if line and not _CHINESE.search(line)), name)
    return Text(english, next((line for line in lines if _CHINESE.search(line)), english))


def definitions(schema: GraphQLSchema) -> list[Definition]:
    """Return the types of a schema: what can be asked, what is answered, what is given, and the lists of values."""
    named = [
        each
        for each in schema.type_map.values()
        if not is_introspection_type(each) and not is_specified_scalar_type(each)
    ]
    known = {each.name for each in named}
    ordered = sorted(named, key=lambda each: (each is not schema.query_type, _group(each), each.name))
    return [Definition(each.name, Markup("\n").join(_lines(print_type(each), known))) for each in ordered]


def _group(kind: GraphQLNamedType) -> int:
    return 1 if is_input_object_type(kind) else 2 if is_enum_type(kind) else 0


def _lines(written: str, known: Iterable[str]) -> Iterator[Markup]:
    """Yield the lines of a definition: descriptions marked, names of types linked."""
    inside = False
    for line in written.split("\n"):
        quotes = line.count('"""')
        if inside or quotes:
            yield Markup("<i>{}</i>").format(line)
            inside = inside != (quotes % 2 == 1)
        else:
            yield Markup("").join(_linked(line, known))


def _linked(line: str, known: Iterable[str]) -> Iterator[Markup]:
    at = 0
    for found in _WORD.finditer(line):
        if found[0] in known:
            yield escape(line[at : found.start()])
            yield Markup('<a href="#type-{0}">{0}</a>').format(found[0])
            at = found.end()
    yield escape(line[at:])


class Asking:
    """Shows the page; the schema is written out when it is first asked for."""

    def __init__(self, pages: Pages, schema: Callable[[], str]) -> None:
        """Keep where the schema comes from."""
        self._pages, self._schema = pages, schema

    @cached_property
    def _definitions(self) -> list[Definition]:
        return definitions(build_schema(self._schema(), assume_valid=True))

    @cached_property
    def _ready(self) -> list[Ready]:
        return ready(home() / "data" / "queries")

    def page(self, request: Request) -> Response:
        """Answer a browser with the page."""
        parts = {"here": "ask", "ready": self._ready, "definitions": self._definitions}
        return self._pages.page(request, "ask.html", parts)
