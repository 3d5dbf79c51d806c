"""Command line: assess a description, ask why, look at the law, start the server.

Exit codes: 0 answered; 1 a check failed or a replayed receipt differs; 2 the description or the command cannot be
read; 3 what was asked for does not exist, or a file cannot be read or written; 4 our own law is wrong. A verdict is
never an exit code. Under --json the problems of what cannot be read are JSON on standard output.
"""

import errno
import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from itertools import pairwise
from pathlib import Path

import typer
from rich.console import Console
from rich.markup import escape

from kg.errors import InputError, LawError, NotFoundError, PrimaFacieError
from kg.record import encoded, problems
from kg.text import Language
from kg.words import bundled_words
from prima_facie.cli import (
    ask,
    assess,
    change,
    check,
    compare,
    coverage,
    edition,
    graph,
    law,
    receipt,
    serve,
    sources,
    teach,
)
from prima_facie.cli.common import write

app = typer.Typer(name="prima-facie", help=__doc__, no_args_is_help=True, add_completion=False)
for command in (
    assess.assess,
    assess.why,
    assess.validate,
    compare.compare,
    ask.ask,
    change.change,
    teach.teach,
    serve.serve,
):
    app.command()(command)
law.app.command()(coverage.coverage)
law.app.command("check")(check.law_check)
law.app.command("diff")(edition.law_diff)
law.app.command("query")(graph.law_query)
law.app.command("export")(graph.law_export)
for group, name in ((law.app, "law"), (sources.app, "sources"), (receipt.app, "receipt")):
    app.add_typer(group, name=name)

_EXIT = {InputError: 2, NotFoundError: 3, LawError: 4}


def main() -> None:
    """Run the command line; a problem is said in plain words and ends with its exit code."""
    _open_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a screen that knows few letters shows the rest
    try:
        _answer()
    except OSError as error:
        sys.exit(_unwritten(error))


def _answer() -> None:
    """Answer, and see that the answer has gone out; raises OSError where it cannot."""
    try:
        app()
    except PrimaFacieError as error:
        _complain(error, _language(sys.argv))
        sys.exit(next((code for kind, code in _EXIT.items() if isinstance(error, kind)), 1))
    finally:
        sys.stdout.flush()


def _open_streams() -> None:
    """Let a standard stream that was closed be an empty one."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open to the end


def _unwritten(error: OSError) -> int:
    """Say that the answer cannot be written out, and return the exit code; a reader who has gone is told nothing."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing more is tried at the end
    if error.errno == errno.EPIPE:
        return 1
    key = "no-file" if error.filename else "cannot-print"
    says = bundled_words()(key, name=str(error.filename), reason=str(error.strerror))
    with suppress(OSError):
        _complain(NotFoundError(says), _language(sys.argv))
    return _EXIT[NotFoundError]


def _language(arguments: list[str]) -> Language:
    """Return the language asked for on the command line, also where the command itself cannot be read."""
    asked_for = [value for flag, value in pairwise(arguments) if flag == "--lang"]
    return Language.ZH if Language.ZH.value in asked_for or "--lang=zh" in arguments else Language.EN


def _complain(error: PrimaFacieError, lang: Language) -> None:
    if isinstance(error, InputError) and "--json" in sys.argv:
        write(encoded(problems(error.problems, lang)))
        return
    console = Console(stderr=True, soft_wrap=True)
    if isinstance(error, InputError):
        for problem in error.problems:
            console.print(f"[bold]{escape(problem.path)}[/bold] {escape(problem.message[lang])}")
            console.print(f"    {escape(problem.remedy[lang])}")
    else:
        console.print(escape(error.says[lang] if isinstance(error, NotFoundError) else str(error)))


__all__ = ["app", "main"]
