"""Segments: a text taken apart by a layout into articles, paragraphs, items or recitals, before any law is looked at.

Only what the eye sees is used: how a line opens, what it ends with, which heading stands
above it. Every line that holds something comes out once, in order.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from kg.official.layout import Layout, Part
from kg.official.numerals import value

HEADING: Final = 300
"""No heading above a list is longer."""

_MARKUP: Final = re.compile(r"\s*(?:(?:#{1,6}|>)\s+|\*\*|__)*")
"""What a file in Markdown puts before a line; it is no part of the text."""


@dataclass(frozen=True, slots=True)
class Line:
    """What stands on one line or, where a layout lets paragraphs run on, on several."""

    start: int
    end: int
    content: str


@dataclass(eq=False, slots=True)
class Unit:
    """One part found in a text: its kind, its number or opening word, and within what it stands, nearest first."""

    part: Part
    number: str
    parents: tuple["Unit", ...] = ()
    above: "Unit | None" = None
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text: of a unit or its bare number, a heading above a list, or none of these."""

    start: int
    end: int
    ended: bool
    unit: Unit | None = None
    bare: bool = False
    heading: bool = False


def segments(text: str, layout: Layout, verbs: frozenset[str]) -> list[Segment]:
    """Return a text in segments; *verbs* are the words with which recitals open."""
    return _Reader(text, layout, verbs).read()


class _Reader:
    """Goes through a text line by line and knows in which article and under which heading it is."""

    def __init__(self, text: str, layout: Layout, verbs: frozenset[str]) -> None:
        self._text, self._layout, self._verbs = text, layout, verbs
        self._section: Part | None = None
        self._open: list[Unit] = []
        self._counts: dict[str, int] = {}
        self._found: list[Segment] = []
        self._plain = tuple(part for part in layout.parts if not part.marked and part.within)
        self._holders = frozenset[str]().union(*(part.within for part in self._plain))

    def read(self) -> list[Segment]:
        """Return every segment, the preamble among them."""
        for line in self._lines():
            ended = self._layout.ended(line.content)
            if (section := self._begins(line.content)) is not None:
                self._section, self._open = section, []
                self._found.append(Segment(line.start, line.end, ended, heading=True))
            elif (marked := self._marked(line.content)) is None:
                self._paragraph(line.start, line.end, ended=ended)
            elif marked[0].heads:
                self._open = []
                self._found.append(Segment(line.start, line.end, ended, heading=True))
            else:
                self._unit(line, *marked, ended=ended)
        self._preamble()
        return self._found

    def _unit(self, line: Line, part: Part, number: str, offset: int, *, ended: bool) -> None:
        unit = self._opened(part, number)
        if part.id not in self._holders:
            self._found.append(Segment(line.start, line.end, ended, unit))
            return
        rest = line.content[offset:].lstrip()
        start = line.start + len(line.content) - len(rest)
        head = self._text[line.start : start].rstrip()
        self._found.append(Segment(line.start, line.start + len(head), ended, unit, bare=True))
        if rest:
            self._paragraph(start, line.end, ended=ended)

    def _paragraph(self, start: int, end: int, *, ended: bool) -> None:
        """Take a plain paragraph into what is open, if it is finished and something is open."""
        inside = {unit.part.id for unit in self._open}
        plain = next((part for part in self._plain if part.within & inside), None) if ended else None
        unit = None if plain is None else self._opened(plain, "")
        self._found.append(Segment(start, end, ended, unit))

    def _opened(self, part: Part, number: str) -> Unit:
        """Open a unit within the nearest thing that may hold it, and close what stood there before."""
        while self._open and self._open[-1].part.id not in part.within:
            self._open.pop()
        parents = tuple(unit for unit in reversed(self._open) if unit.part.id in part.within)
        counts = parents[0].counts if parents else self._counts
        counts[part.id] = counts.get(part.id, 0) + 1
        read = value(number)
        counted = number if part.by_verb else str(counts[part.id] if read is None else read)
        unit = Unit(part, counted, parents, self._open[-1] if self._open else None)
        self._open.append(unit)
        return unit

    def _preamble(self) -> None:
        """Make the last finished paragraph before the first unit the preamble, where a layout knows one."""
        part = next((each for each in self._layout.parts if not each.marked and not each.within), None)
        before = next((place for place, each in enumerate(self._found) if each.unit), 0)
        for place in range(before - 1, -1, -1):
            if part is not None and self._found[place].ended and not self._found[place].heading:
                self._found[place] = replace(self._found[place], unit=Unit(part, "1"))
                return

    def _begins(self, content: str) -> Part | None:
        if len(content) > HEADING:
            return None
        return next((part for part in self._layout.parts if any(each.match(content) for each in part.begins)), None)

    def _marked(self, content: str) -> tuple[Part, str, int] | None:
        """Return the first kind of part that may stand here and with which a line is marked."""
        inside = {unit.part.id for unit in self._open}
        for part in self._layout.parts:
            here = (not part.begins or part is self._section) and (not part.within or part.within & inside)
            if here and (found := part.number(content, self._verbs)):
                return part, *found
        return None

    def _lines(self) -> Iterator[Line]:
        """Yield the lines that hold something, joined where a paragraph runs on over several."""
        first: Line | None = None
        last: Line | None = None
        for start, end in self._printed():
            offset = _offset(self._text, start, end)
            line = Line(offset, end, self._text[offset:end])
            if first and last and not (self._layout.wraps and line.content and self._runs_on(last.content, line)):
                yield self._joined(first, last)
                first = last = None
            if line.content:
                first, last = first or line, line
        if first and last:
            yield self._joined(first, last)

    def _joined(self, first: Line, last: Line) -> Line:
        return first if first is last else Line(first.start, last.end, self._text[first.start : last.end])

    def _printed(self) -> Iterator[tuple[int, int]]:
        """Yield where each printed line starts and ends, blanks at its end left out."""
        start = 0
        while start <= len(self._text):
            end = self._text.find("\n", start)
            end = len(self._text) if end < 0 else end
            yield start, start + len(self._text[start:end].rstrip())
            start = end + 1

    def _runs_on(self, last: str, line: Line) -> bool:
        """Say whether a line goes on with the paragraph whose last line stands right before it."""
        if self._opens(line.content) or self._opens(last, heads=True):
            return False
        return not (self._plain and self._layout.ended(last))

    def _opens(self, content: str, *, heads: bool = False) -> bool:
        """Say whether a line opens something, or only whether it is a heading."""
        if self._begins(content) is not None:
            return True
        parts = (part for part in self._layout.parts if part.heads or not heads)
        return any(part.number(content, self._verbs) for part in parts)


def _offset(text: str, start: int, end: int) -> int:
    """Return where the content of a line begins, after blanks and what Markdown puts before it."""
    found = _MARKUP.match(text, start, end)
    return min(end, found.end()) if found else start
