"""Check: whether an edition of the law is whole, for whoever edits it."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from kg.graph import home
from kg.integrity import complaints
from kg.record import encoded
from kg.text import Language
from kg.words import bundled_words
from prima_facie.cli.common import Json, Lang, screen, write

FAILED = 1
"""The code with which a check ends that found something missing."""


def law_check(
    folder: Annotated[
        Path | None, typer.Argument(help="a folder with an edition: ontology and shapes; the bundled law by default")
    ] = None,
    json: Json = False,
    lang: Lang = Language.EN,
) -> None:
    """Say what keeps an edition of the law from being whole; exit code 1 if anything does."""
    found = complaints(folder or home())
    if json:
        write(encoded([{"about": each.about, "value": each.value, "message": each.says[lang]} for each in found]))
    else:
        for each in found:
            screen().print(f"[bold]{escape(each.about)}[/bold] {escape(f'{each.value} {each.says[lang]}'.strip())}")
        screen().print(escape(bundled_words()("law-checked", count=str(len(found)))[lang]))
    if found:
        raise typer.Exit(FAILED)
