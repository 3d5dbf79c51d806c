"""Shelf: official texts that a reader keeps on disk, read once and served beside our gists.

We ship no official text. Whoever has one puts it into a folder; each file that can be
laid beside an instrument is then quoted where a provision is shown, marked as official
text or as a translation, with the digest of its file. Files are strangers: their size,
their encoding and their number are limited, and none of them is ever followed elsewhere.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg import record
from kg.errors import InputError, NotFoundError, Problem, Severity
from kg.naming import found
from kg.official.layout import Layout, layouts
from kg.official.texts import STRUCTURE, Alignment, Kind, aligned, normal
from kg.official.titles import recognised
from kg.reasoner import Reasoner
from kg.text import Text

BYTES: Final = 4 * 1024 * 1024
"""No longer text is read; the longest statute we lean on is a tenth of it."""

LINES: Final = 20_000
"""The longest statute we lean on has a third of these, blank ones counted."""

FILES: Final = 64
"""How many files of a folder are read, in the order of their names."""

SUFFIXES: Final = (".txt", ".md")
_MARK: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Source:
    """One text, where it came from, and how it stands beside the law."""

    file: str
    digest: str
    text: str
    alignment: Alignment


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of one provision in a text on file: no words of ours."""

    provision: str
    text: str
    start: int
    end: int
    file: str
    digest: str
    language: str
    translation: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every text of a folder that could be laid beside an instrument, and what kept others from it."""

    sources: tuple[Source, ...] = ()
    problems: tuple[Problem, ...] = ()

    def quotes(self, provision: str) -> tuple[Quote, ...]:
        """Return the words of a provision in each text that has it, official texts first."""
        quoted = []
        for source in self.sources:
            span, layout = source.alignment.span(provision), source.alignment.layout
            if span is not None:
                words = source.text[span.start : span.end]
                place = (span.start, span.end, source.file, source.digest)
                quoted.append(Quote(provision, words, *place, layout.language, layout.translation))
        return tuple(sorted(quoted, key=lambda each: (each.translation, each.file)))


def read_shelf(folder: Path, reasoner: Reasoner) -> Shelf:
    """Read the texts of a folder; raises NotFoundError if there is no such folder.

    A file that cannot be read or is the text of nothing here becomes a problem and stops no other.
    """
    if not folder.is_dir():
        raise NotFoundError(reasoner.words("no-folder", name=str(folder)))
    known = layouts(reasoner.graph)
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file())
    for path in paths[:FILES]:
        try:
            one = source(path.name, content(path, reasoner), reasoner, known)
            sources.setdefault(one.digest, one)
        except InputError as error:
            problems += error.problems
        except NotFoundError as error:
            problems.append(Problem("no-file", path.name, error.says, Text("", "")))
    return Shelf(tuple(sources.values()), tuple(problems))


def content(path: Path, reasoner: Reasoner) -> bytes:
    """Return what a file holds, up to one byte more than is read; raises NotFoundError if there is no such file."""
    try:
        if not path.is_file():
            raise NotFoundError(reasoner.words("no-file", name=str(path), reason="no such file"))
        with path.open("rb") as file:
            return file.read(BYTES + 1)
    except OSError as error:
        raise NotFoundError(reasoner.words("no-file", name=str(path), reason=str(error.strerror))) from error


def source(
    name: str, held: bytes, reasoner: Reasoner, known: Sequence[Layout] | None = None, instrument: str | None = None
) -> Source:
    """Return a text laid beside an instrument, the one it names at its head unless told which.

    Raises InputError for what is too large, no text in UTF-8 or the text of nothing here,
    NotFoundError for an instrument that does not exist.
    """
    law = reasoner.law
    text = _decoded(name, held, reasoner)
    if instrument is not None and instrument not in law.instruments:
        instrument = found(reasoner, instrument, of=law.instruments)
    which = instrument or recognised(text, reasoner.graph, law)
    if which is None:
        raise _refused(reasoner, "text-of-what", name, known=_listed(law.instruments))
    alignment = aligned(text, reasoner.graph, law, which, known or layouts(reasoner.graph))
    if alignment is None:
        raise _refused(reasoner, "text-not-aligned", name, instrument=law.instruments[which].label)
    return Source(name, hashlib.sha256(held).hexdigest(), text, alignment)


def _decoded(name: str, held: bytes, reasoner: Reasoner) -> str:
    if len(held) > BYTES or held.count(b"\n") + held.count(b"\r") > LINES:
        raise _refused(reasoner, "text-too-large", name, bytes=str(BYTES), lines=str(LINES))
    try:
        text = held.removeprefix(_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        raise _refused(reasoner, "text-not-utf-8", name, place=str(error.start)) from error
    if "\0" in text:
        raise _refused(reasoner, "text-not-utf-8", name, place=str(held.index(0)))
    if not text.strip():
        raise _refused(reasoner, "text-empty", name)
    return normal(text)


def _refused(reasoner: Reasoner, key: str, name: str, **parts: Text | str) -> InputError:
    return InputError((reasoner.words.problem(key, name, Severity.VIOLATION, **parts),))


def _listed(names: Mapping[str, object]) -> Text:
    return Text(", ".join(sorted(names)), "、".join(sorted(names)))


def data(one: Source) -> dict[str, object]:
    """Return how a text stands beside the law as plain data, without a word of the text."""
    alignment = one.alignment
    made: dict[str, object] = {
        "file": one.file,
        "sha256": one.digest,
        "characters": alignment.length,
        "instrument": alignment.instrument,
        "layout": alignment.layout.id,
        "language": alignment.layout.language,
        "translation": alignment.layout.translation,
        "counts": {
            **{kind.value: alignment.count(kind) for kind in Kind},
            "structure": alignment.count(*STRUCTURE),
            "provisions": len(alignment.spans),
            "named": len(alignment.named),
            "missing": len(alignment.missing),
        },
        "provisions": [{"id": each.id, "start": each.start, "end": each.end} for each in alignment.spans],
        "named": [{"id": each.id, "start": each.start, "end": each.end} for each in alignment.named],
        "missing": list(alignment.missing),
        "pieces": [
            {"start": each.start, "end": each.end, "kind": each.kind.value, "provision": each.provision}
            for each in alignment.pieces
        ],
    }
    made["digest"] = record.digest(made)
    return made
