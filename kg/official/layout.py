"""Layout: how official texts are printed, so that their parts can be told apart.

A layout stands in Turtle: which kinds of parts it knows, how each opens, what stands
within what, and how the number of a provision follows from its place. Here it is read
and its marks are made into patterns; nothing is said of any single text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kg.errors import LawError
from kg.graph import PF, Graph
from kg.law import short
from kg.official.numerals import CHINESE, FIGURES, LONGEST
from kg.text import Text

_PLACES: Final = {
    "number": rf"([{CHINESE}{FIGURES}]{{1,{LONGEST}}})",
    "gap": r"(?:(?:\*\*|__)?[.:：]?(?:[ \t\u3000]+(?!(?-i:[a-z\s]))|\s*\n|\s*$))",
    "any": r".*",
}
_VERB: Final = "{verb}"
_PLACE: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of part: what opens a list of them, what marks one, and how it is numbered."""

    id: str
    begins: tuple[re.Pattern[str], ...]
    marks: tuple[re.Pattern[str], ...]
    numbering: tuple[str, ...]
    within: frozenset[str]
    by_verb: bool
    heads: bool

    @property
    def marked(self) -> bool:
        """Say whether a part of this kind is marked at all."""
        return bool(self.marks) or self.by_verb

    def number(self, line: str, verbs: frozenset[str]) -> tuple[str, int] | None:
        """Return the number or the opening word with which a line is marked, and where its text begins, or nothing."""
        if self.by_verb:
            word = re.match(r"[^\W\d_]+", line[:40])
            return (word[0], 0) if word and word[0] in verbs else None
        for mark in self.marks:
            if found := mark.match(line[:200]):
                return (found[1] if mark.groups else ""), found.end()
        return None


@dataclass(frozen=True, slots=True)
class Layout:
    """A way of printing, with its parts in the order in which they are looked for."""

    id: str
    label: Text
    language: str
    instruments: frozenset[str]
    translation: bool
    wraps: bool
    endings: tuple[str, ...]
    parts: tuple[Part, ...]

    def ended(self, line: str) -> bool:
        """Say whether a line ends as a finished paragraph does, whatever closes quotations after it."""
        return line[-40:].rstrip(" \t\u3000*_”’\"'）)」』》").endswith(self.endings)


def layouts(graph: Graph) -> tuple[Layout, ...]:
    """Return every layout in order; raises LawError for one that is not whole."""
    found = sorted(graph.of_type(PF + "Layout"), key=lambda iri: (graph.number(iri, PF + "order"), iri))
    parts: dict[str, list[str]] = {}
    for iri in sorted(graph.of_type(PF + "LayoutPart"), key=lambda each: (graph.number(each, PF + "order"), each)):
        home = graph.name(iri, PF + "inLayout")
        if home is None:
            message = f"{short(iri)} belongs to no layout"
            raise LawError(message)
        parts.setdefault(home, []).append(iri)
    return tuple(_layout(graph, iri, parts) for iri in found)


def printed_so(several: tuple[Layout, ...], instrument: str) -> tuple[Layout, ...]:
    """Return the layouts in which an instrument may be printed: its own, or else those that serve any."""
    own = tuple(each for each in several if instrument in each.instruments)
    return own or tuple(each for each in several if not each.instruments)


def _layout(graph: Graph, iri: str, parts: Mapping[str, list[str]]) -> Layout:
    label, language = graph.text(iri, _LABEL), graph.word(iri, PF + "writtenIn")
    if label is None or language is None or iri not in parts:
        message = f"{short(iri)} needs a label in both languages, a language and parts"
        raise LawError(message)
    return Layout(
        id=short(iri),
        label=label,
        language=language,
        instruments=frozenset(short(name) for name in graph.names(iri, PF + "layoutOf")),
        translation=graph.word(iri, PF + "translation") == "true",
        wraps=graph.word(iri, PF + "wraps") == "true",
        endings=tuple(_literals(graph, iri, "ending")),
        parts=tuple(_part(graph, name) for name in parts[iri]),
    )


def _part(graph: Graph, iri: str) -> Part:
    marks = _literals(graph, iri, "mark")
    return Part(
        id=iri,
        begins=tuple(_pattern(each + "{end}", iri) for each in _literals(graph, iri, "begins")),
        marks=tuple(_pattern(each, iri) for each in marks if each != _VERB),
        numbering=tuple(_literals(graph, iri, "numbering")),
        within=frozenset(graph.names(iri, PF + "within")),
        by_verb=_VERB in marks,
        heads=graph.word(iri, PF + "heads") == "true",
    )


def _literals(graph: Graph, iri: str, name: str) -> list[str]:
    return [term.value for term in graph.objects(iri, PF + name) if not isinstance(term, str)]


def _pattern(written: str, iri: str) -> re.Pattern[str]:
    """Return a mark as a pattern; raises LawError for a place in it that nobody knows."""
    made, places = "", _PLACES | {"end": r"\s*$"}
    for number, piece in enumerate(_PLACE.split(written)):
        if number % 2 and piece not in places:
            message = f"{short(iri)}: nothing is known of the place {{{piece}}}"
            raise LawError(message)
        made += places[piece] if number % 2 else re.escape(piece)
    return re.compile(made, re.IGNORECASE)


_LABEL: Final = "http://www.w3.org/2004/02/skos/core#prefLabel"
