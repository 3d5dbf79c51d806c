"""Titles: of which instrument a text is, told from the title or the official number at its head.

A line counts as a title where it is most of one, so that a sentence that merely mentions
an instrument does not; a text at whose head several stand equally is left to the reader.
"""

import re
from collections.abc import Sequence
from typing import Final

from kg.graph import Graph
from kg.law import Instrument, Law, long

LINES: Final = 60
"""Among how many lines at its head the title of a text is looked for."""

WIDTH: Final = 300
"""No title is longer."""

ENOUGH: Final = 0.5
"""How much of a title a line must be for it to count as that title."""

_NUMBERED: Final = 0.9
_TITLE: Final = "http://purl.org/dc/terms/title"


def recognised(text: str, graph: Graph, law: Law) -> str | None:
    """Return the instrument whose title or number stands at the head of a text, or nothing where none or several do."""
    heads = [key for line in _head(text) if (key := _key(line))]
    scores = {each.id: _score(heads, graph, each) for each in law.instruments.values()}
    best = max(scores.values(), default=0.0)
    found = [name for name, score in scores.items() if score == best]
    return found[0] if best >= ENOUGH and len(found) == 1 else None


def _head(text: str) -> list[str]:
    lines = (line.strip() for line in text[: LINES * WIDTH * 2].split("\n"))
    return [line for line in lines if line and len(line) <= WIDTH][:LINES]


def _key(line: str) -> str:
    """Return the letters and figures of a line, for comparing titles."""
    return re.sub(r"[\W_]+", "", line).casefold()


def titles(graph: Graph, instrument: str) -> list[str]:
    """Return the full titles of an instrument, in every language."""
    return [text.value for text in graph.objects(long(instrument), _TITLE) if not isinstance(text, str)]


def _score(heads: Sequence[str], graph: Graph, instrument: Instrument) -> float:
    """Return how much of a title of an instrument the best line is; its official number counts nearly as much."""
    best = 0.0
    number = _key(instrument.number or "")
    for head in heads:
        if number and number in head:
            best = max(best, _NUMBERED)
        for title in map(_key, titles(graph, instrument.id)):
            if title and (title in head or head in title):
                best = max(best, min(len(title), len(head)) / max(len(title), len(head)))
    return best
