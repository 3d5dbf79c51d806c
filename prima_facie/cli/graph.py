"""Graph: questions to the law graph, and the law as files for other tools."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table as Drawn

from kg.linked.export import export
from kg.linked.query import Question, Table, ask, named, questions
from kg.linked.written import Form, written
from kg.record import encoded
from kg.text import Language
from kg.words import Words
from prima_facie.cli.common import Folders, Json, Lang, load, screen, write, writing

Name = Annotated[
    str | None, typer.Argument(help="a question of ours, or a file that ends in .rq; without one, all are listed")
]
Csv = Annotated[bool, typer.Option("--csv", help="print the rows as CSV")]
Save = Annotated[
    Path | None, typer.Option("--save", help="answer all our questions and write each as CSV into this folder")
]
Kind = Annotated[str, typer.Argument(help="ontology, shapes, planes, crosswalk, or an instrument, as spc:provisions")]
Output = Annotated[Path | None, typer.Option("--output", help="a file; standard output by default")]
Format = Annotated[Form, typer.Option("--format", help="how it is written")]


def law_query(  # noqa: PLR0913, PLR0917 - the options of a command
    name: Name = None,
    json: Json = False,
    csv: Csv = False,
    save: Save = None,
    lang: Lang = Language.EN,
    law: Folders = None,
) -> None:
    """Ask the law graph a question in SPARQL: one of ours by its name, or one of your own in a file."""
    reasoner = load(law)
    if save is not None:
        for question in questions().values():
            rows = ask(reasoner.graph, question.query, reasoner.words)
            _save(save / f"{question.name}.csv", rows.csv(), reasoner.words)
        return
    if name is None:
        _listed(lang, json=json)
        return
    table = ask(reasoner.graph, named(name, reasoner.words), reasoner.words)
    if json:
        write(encoded(table.data()))
    elif csv:
        write(table.csv().removesuffix(b"\n"))
    else:
        ours = questions().get(name)
        _draw(ours, table.told_in(lang), lang)
        screen().print(reasoner.words("query-rows", count=str(len(table.rows)))[lang])


def _listed(lang: Language, *, json: bool) -> None:
    """Print every question of ours with what it asks."""
    ours = questions().values()
    if json:
        write(encoded([{"name": each.name, "asks": each.asks[lang]} for each in ours]))
        return
    for each in ours:
        screen().print(f"[bold]{escape(each.name)}[/bold]  {escape(each.asks[lang])}")


def _draw(question: Question | None, table: Table, lang: Language) -> None:
    console = screen()
    if question is not None:
        console.print(f"[bold]{escape(question.asks[lang])}[/bold]")
    drawn = Drawn(box=None, pad_edge=False)
    for column in table.columns:
        drawn.add_column(escape(column), overflow="fold")
    for row in table.rows:
        drawn.add_row(*(escape(cell) for cell in row))
    console.print(drawn)


def law_export(kind: Kind, output: Output = None, form: Format = Form.TURTLE, law: Folders = None) -> None:
    """Write the law, or a part of it, as one file that stands by itself."""
    reasoner = load(law)
    content = written(export(reasoner, kind), form)
    if output is None:
        write(content.removesuffix(b"\n"))
    else:
        _save(output, content, reasoner.words)


def _save(path: Path, content: bytes, words: Words) -> None:
    with writing(path, words):
        path.write_bytes(content)
