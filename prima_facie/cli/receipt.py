"""Receipt: replay an answer, and see that it comes about again."""

import json as plain_json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from kg.formats import from_json
from kg.receipt import Receipt, as_data, from_data, verify
from kg.record import encoded
from kg.text import Language
from kg.words import Words
from prima_facie import __version__
from prima_facie.cli.common import (
    File,
    Folders,
    Json,
    Lang,
    Written,
    content_of,
    load,
    read_file,
    screen,
    write,
    writing,
)

DIFFERS = 1
"""The exit code where an answer does not come about again as the receipt says."""

app = typer.Typer(help="Receipts: replay an answer and see that nothing differs.", no_args_is_help=True)


@app.callback()
def receipts() -> None:
    """Receipts: replay an answer and see that nothing differs."""


@app.command("verify")
def receipt_verify(  # noqa: PLR0913, PLR0917 - the options of a command
    receipt: Annotated[str, typer.Argument(help="a receipt, as `prima-facie assess --receipt` writes it")],
    file: File,
    form: Written = None,
    json: Json = False,
    lang: Lang = Language.EN,
    law: Folders = None,
) -> None:
    """Ask the same question again; exit code 0 if law, engine, facts and result are the same, 1 if not."""
    reasoner = load(law)
    words = reasoner.words
    found = verify(reasoner, read_receipt(receipt, words), read_file(file, reasoner, form), __version__)
    if json:
        write(encoded({"differs": list(found.differs), "given": as_data(found.given), "found": as_data(found.found)}))
    else:
        console = screen()
        if not found.differs:
            console.print(words("receipt-equal")[lang])
        else:
            parts = [words(f"part-{name}") for name in found.differs]
            separator = words("list-separator")[lang]
            console.print(words("receipt-differs", parts=separator.join(part[lang] for part in parts))[lang])
            for name, part in zip(found.differs, parts, strict=True):
                given, now = getattr(found.given, name), getattr(found.found, name)
                console.print(escape(f"    {words('receipt-part', part=part, given=given, found=now)[lang]}"))
            if "result" not in found.differs:
                console.print(words("receipt-holds")[lang])
    if found.differs:
        raise typer.Exit(DIFFERS)


def read_receipt(name: str, words: Words) -> Receipt:
    """Return the receipt in a file; raises InputError with every problem in it, NotFoundError."""
    return from_data(from_json(content_of(name, words), words), words)


def write_receipt(name: str, receipt: Receipt, words: Words) -> None:
    """Write a receipt as JSON that people can read; raises NotFoundError where it cannot be written."""
    data: Mapping[str, object] = as_data(receipt)
    with writing(name, words):
        Path(name).write_text(plain_json.dumps(data, indent=2, sort_keys=True) + "\n", encoding="utf-8", newline="\n")
