"""Texts: an official text laid beside the provisions of the law, span by span.

The official texts stay with the reader and are no part of this work. A text is read in
its layout, each article, paragraph, item or recital found in it is matched with the
provision of that number, and whatever remains is told: what of the text no provision
answers, and which provisions found no text. Offsets count characters once line ends are
single; a mark of byte order is no character of a text.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from kg.graph import PF, Graph
from kg.law import Law, long
from kg.official.layout import Layout, printed_so
from kg.official.numerals import letter
from kg.official.segments import Segment, Unit, segments
from kg.official.titles import titles


class Kind(Enum):
    """What a piece of a text is."""

    TEXT = "text"
    """The words of a provision."""

    CHAPEAU = "chapeau"
    """The words of a provision that lead to those within it."""

    NUMBER = "number"
    """The bare number of an article."""

    HEADING = "heading"
    """A title, a chapter, the line above a list."""

    SIGNATURE = "signature"
    """What stands below the last provision and is no sentence."""

    BLANK = "blank"
    """Blanks, empty lines and what a file in Markdown puts before a line."""

    UNMATCHED = "unmatched"
    """Words that no provision here answers."""


STRUCTURE: Final = (Kind.CHAPEAU, Kind.NUMBER, Kind.HEADING, Kind.SIGNATURE, Kind.BLANK)
"""What holds a text together and is no provision by itself."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and what it is; *provision* is the smallest one within which it stands."""

    start: int
    end: int
    kind: Kind
    provision: str | None


@dataclass(frozen=True, slots=True)
class Span:
    """Where something of the law stands in a text: a provision with all within it, or an instrument it names."""

    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """A text beside the law: every character belongs to one piece, every provision found has a span."""

    instrument: str
    layout: Layout
    length: int
    pieces: tuple[Piece, ...]
    spans: tuple[Span, ...]
    named: tuple[Span, ...]
    missing: tuple[str, ...]

    def count(self, *kinds: Kind) -> int:
        """Return how many pieces are of some kinds."""
        return sum(piece.kind in kinds for piece in self.pieces)

    def span(self, provision: str) -> Span | None:
        """Return where a provision stands, or nothing."""
        return next((span for span in self.spans if span.id == provision), None)


def normal(content: str) -> str:
    """Return a text with single line ends."""
    return content.replace("\r\n", "\n").replace("\r", "\n")


def aligned(text: str, graph: Graph, law: Law, instrument: str, layouts: Sequence[Layout]) -> Alignment | None:
    """Return a text beside the provisions of an instrument, in the layout that finds most, or nothing if none does."""
    found = [_Aligner(text, graph, law, instrument, layout).read() for layout in printed_so(tuple(layouts), instrument)]
    best = max(found, key=lambda each: len(each.spans), default=None)
    return best if best is not None and best.spans else None


class _Aligner:
    """Matches the units of one text with the provisions of one instrument."""

    def __init__(self, text: str, graph: Graph, law: Law, instrument: str, layout: Layout) -> None:
        self._text, self._graph, self._law, self._layout = text, graph, law, layout
        self._instrument = instrument
        self._provisions = [each for each in law.provisions.values() if each.instrument == instrument]
        self._numbers: dict[str, str] = {}
        for each in self._provisions:
            self._numbers.setdefault(each.number, each.id)
        self._holding = {each.parent for each in self._provisions}
        self._spelt: dict[Unit, str] = {}
        self._matched: dict[Unit, str] = {}
        self._leads: set[Unit] = set()

    def read(self) -> Alignment:
        opening = self._opening_words()
        found = segments(self._text, self._layout, frozenset(word for _, word in opening))
        units = list(dict.fromkeys(each.unit for each in found if each.unit is not None))
        self._match_by_word([unit for unit in units if unit.part.by_verb], opening)
        taken = set(self._matched.values())
        for unit in units:
            if not unit.part.by_verb:
                self._match(unit, taken)
        for unit in self._matched:
            self._leads.update(_around(unit))
        spans = self._spans(found)
        return Alignment(
            instrument=self._instrument,
            layout=self._layout,
            length=len(self._text),
            pieces=tuple(self._filled(self._pieces(found))),
            spans=tuple(sorted(spans.values(), key=lambda span: (span.start, -span.end, span.id))),
            named=tuple(self._named(spans)),
            missing=tuple(each.id for each in self._provisions if each.id not in spans),
        )

    def _opening_words(self) -> list[tuple[str, str]]:
        """Return the provisions that are known by the word they open with, in order, with that word."""
        words = [(each.id, self._graph.word(long(each.id), PF + "openingVerb")) for each in self._provisions]
        return [(name, word) for name, word in words if word]

    def _match_by_word(self, units: list[Unit], opening: list[tuple[str, str]]) -> None:
        """Match units with provisions that open with the same words in the same order, as many as possible."""
        for here, there in _common([unit.number for unit in units], [word for _, word in opening]):
            self._matched[units[here]] = opening[there][0]
            self._spelt[units[here]] = self._law.provisions[opening[there][0]].number

    def _match(self, unit: Unit, taken: set[str]) -> None:
        """Match a unit with the provision of its number, unless an earlier one was that."""
        numbers = list(self._possible(unit))
        provision = next((self._numbers[each] for each in numbers if each in self._numbers), None)
        if provision is not None and provision not in taken:
            self._matched[unit] = provision
            self._spelt[unit] = self._law.provisions[provision].number
            taken.add(provision)
        elif provision is None and numbers:
            self._spelt[unit] = numbers[0]

    def _possible(self, unit: Unit) -> Iterable[str]:
        """Yield the numbers a unit may have, seen from what stands around it, nearest first."""
        counted = letter(int(unit.number))
        for parent in unit.parents or (None,):
            if parent is not None and parent not in self._spelt:
                continue
            around = "" if parent is None else self._spelt[parent]
            for numbering in unit.part.numbering:
                yield numbering.format(number=unit.number, letter=counted, parent=around)

    def _spans(self, found: Sequence[Segment]) -> dict[str, Span]:
        """Return where each provision stands, with all that stands within it."""
        spans: dict[str, Span] = {}
        for segment in found:
            for unit in _with_around(segment.unit):
                name = self._matched.get(unit)
                if name is not None:
                    start = min(segment.start, spans[name].start) if name in spans else segment.start
                    spans[name] = Span(name, start, max(segment.end, spans[name].end if name in spans else 0))
        return spans

    def _pieces(self, found: Sequence[Segment]) -> list[Piece]:
        places = [place for place, each in enumerate(found) if each.unit is not None]
        last = places[-1] if places else -1
        return [self._piece(each, below=place > last >= 0) for place, each in enumerate(found)]

    def _piece(self, segment: Segment, *, below: bool) -> Piece:
        unit = segment.unit
        if unit is None:
            outside = Kind.SIGNATURE if below else Kind.HEADING
            kind = outside if segment.heading or not segment.ended else Kind.UNMATCHED
            return Piece(segment.start, segment.end, kind, None)
        home = next((each for each in _with_around(unit) if each in self._matched), None)
        provision = None if home is None else self._matched[home]
        return Piece(segment.start, segment.end, self._kind(segment, unit, home, provision), provision)

    def _kind(self, segment: Segment, unit: Unit, home: Unit | None, provision: str | None) -> Kind:
        if provision is None:
            return Kind.UNMATCHED
        if segment.bare:
            return Kind.NUMBER
        if unit in self._leads:
            return Kind.CHAPEAU
        return Kind.TEXT if unit is home or provision not in self._holding else Kind.UNMATCHED

    def _filled(self, pieces: Sequence[Piece]) -> Iterable[Piece]:
        """Yield the pieces with the blanks between them."""
        place = 0
        for piece in pieces:
            if piece.start > place:
                yield Piece(place, piece.start, Kind.BLANK, None)
            yield piece
            place = piece.end
        if place < len(self._text):
            yield Piece(place, len(self._text), Kind.BLANK, None)

    def _named(self, spans: Mapping[str, Span]) -> Iterable[Span]:
        """Yield where an instrument that a provision upholds is named within it."""
        for provision, span in spans.items():
            for iri in self._graph.names(long(provision), PF + "reaffirms"):
                name = next(each.id for each in self._law.instruments.values() if long(each.id) == iri)
                for title in titles(self._graph, name):
                    words = r"\s+".join(map(re.escape, title.split()))
                    if found := re.search(words, self._text[span.start : span.end], re.IGNORECASE):
                        yield Span(name, span.start + found.start(), span.start + found.end())


def _around(unit: Unit) -> Iterable[Unit]:
    above = unit.above
    while above is not None:
        yield above
        above = above.above


def _with_around(unit: Unit | None) -> Iterable[Unit]:
    if unit is not None:
        yield unit
        yield from _around(unit)


def _common(here: Sequence[str], there: Sequence[str]) -> list[tuple[int, int]]:
    """Return a longest common subsequence as pairs of places, the earliest of its kind."""
    rows = [[0] * (len(there) + 1) for _ in range(len(here) + 1)]
    for i in range(len(here) - 1, -1, -1):
        for j in range(len(there) - 1, -1, -1):
            same = 1 + rows[i + 1][j + 1] if here[i] == there[j] else 0
            rows[i][j] = max(same, rows[i + 1][j], rows[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(here) and j < len(there):
        if here[i] == there[j] and rows[i][j] == 1 + rows[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif rows[i + 1][j] >= rows[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs
