"""Sources: lay an official text on your own disk beside the provisions here."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from kg import record
from kg.official.shelf import BYTES, Shelf, Source, content, data, read_shelf, source
from kg.official.texts import STRUCTURE, Kind
from kg.reasoner import Reasoner
from kg.text import Language, Text
from prima_facie.cli.common import Folders, Json, Lang, load, screen, write

app = typer.Typer(help="Lay official texts on your own disk beside the provisions here.", no_args_is_help=True)

FAILED = 1
"""The code with which a check ends that found something missing."""

SHOWN = 20
"""How many stretches without a provision are shown; JSON holds them all."""

EXCERPT = 60
"""How much of each is shown."""


@app.callback()
def sources() -> None:
    """Lay official texts on your own disk beside the provisions here."""


@app.command("check")
def check(
    file: Annotated[str, typer.Argument(help="a text (UTF-8) or a folder of texts, or - for standard input")],
    instrument: Annotated[str | None, typer.Option("--instrument", help="of which instrument it is the text")] = None,
    json: Json = False,
    lang: Lang = Language.EN,
    law: Folders = None,
) -> None:
    """Say which provisions a text holds and where, what of it no provision answers, and which were not found.

    Exit code 1 if a provision was not found, if a file of a folder could not be read, or if there is no text in it.
    """
    reasoner = load(law)
    if Path(file).is_dir():
        shelf = read_shelf(Path(file), reasoner)
        _folder(shelf, Path(file), reasoner, lang, json=json)
        if shelf.problems or not shelf.sources or any(each.alignment.missing for each in shelf.sources):
            raise typer.Exit(FAILED)
        return
    held = sys.stdin.buffer.read(BYTES + 1) if file == "-" else content(Path(file), reasoner)
    one = source("-" if file == "-" else Path(file).name, held, reasoner, instrument=instrument)
    if json:
        write(record.encoded(data(one)))
    else:
        _show(one, reasoner, lang)
    if one.alignment.missing:
        raise typer.Exit(FAILED)


def _folder(shelf: Shelf, folder: Path, reasoner: Reasoner, lang: Language, *, json: bool) -> None:
    """Say of each text of a folder how it stands beside the law, and what kept others from it."""
    if json:
        problems = record.problems(shelf.problems, lang)
        write(record.encoded({"sources": [data(each) for each in shelf.sources], "problems": problems}))
        return
    for one in shelf.sources:
        _show(one, reasoner, lang)
    for problem in shelf.problems:
        screen().print(escape(problem.says(lang)))
    if not shelf.sources and not shelf.problems:
        screen().print(escape(reasoner.words("text-none", folder=str(folder))[lang]))


def _show(one: Source, reasoner: Reasoner, lang: Language) -> None:
    console = screen()
    for line in _told(reasoner, one):
        console.print(escape(line[lang]))


def _told(reasoner: Reasoner, one: Source) -> Iterator[Text]:
    words, law, alignment = reasoner.words, reasoner.law, one.alignment
    label = law.instruments[alignment.instrument].label
    found, missing = len(alignment.spans), len(alignment.missing)
    yield words("text-file", file=one.file, count=str(alignment.length), digest=one.digest)
    yield words("text-instrument", instrument=label, layout=alignment.layout.label)
    yield words("text-found", count=str(found), all=str(found + missing))
    if alignment.missing:
        named = [law.provisions[each].label for each in alignment.missing]
        yield words("text-missing", names=_listed(named))
    if alignment.named:
        yield words("text-named", names=_listed([law.instruments[each.id].label for each in alignment.named]))
    counts = {kind.value: str(alignment.count(kind)) for kind in Kind}
    yield words("text-pieces", structure=str(alignment.count(*STRUCTURE)), **counts)
    yield words("text-structure", **counts)
    unmatched = [piece for piece in alignment.pieces if piece.kind is Kind.UNMATCHED]
    for piece in unmatched[:SHOWN]:
        excerpt = " ".join(one.text[piece.start : piece.end][: 4 * EXCERPT].split())[:EXCERPT]
        yield words("text-unmatched", start=str(piece.start), end=str(piece.end), excerpt=excerpt)
    if len(unmatched) > SHOWN:
        yield words("text-more", count=str(len(unmatched) - SHOWN))
    for span in alignment.spans:
        label = law.provisions[span.id].label
        yield words("text-span", start=str(span.start), end=str(span.end), name=span.id, label=label)


def _listed(several: list[Text]) -> Text:
    return Text(", ".join(each.en for each in several), "、".join(each.zh for each in several))
