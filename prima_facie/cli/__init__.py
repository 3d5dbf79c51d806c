"""Command line: assess a description, ask why, look at the law, start the server.

Exit codes: 0 answered; 1 a check failed or a replayed receipt differs; 2 the description or the command cannot be
read; 3 what was asked for does not exist; 4 our own law is wrong. A verdict is never an exit code.
"""

import sys
from io import TextIOWrapper
from itertools import pairwise

import typer
from rich.console import Console
from rich.markup import escape

from kg.errors import InputError, LawError, NotFoundError, PrimaFacieError
from kg.text import Language
from prima_facie.cli import ask, assess, change, compare, coverage, edition, graph, law, receipt, serve, sources, teach

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
law.app.command("diff")(edition.law_diff)
law.app.command("query")(graph.law_query)
law.app.command("export")(graph.law_export)
for group, name in ((law.app, "law"), (sources.app, "sources"), (receipt.app, "receipt")):
    app.add_typer(group, name=name)

_EXIT = {InputError: 2, NotFoundError: 3, LawError: 4}


def main() -> None:
    """Run the command line; a problem is said in plain words and ends with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a screen that knows few letters shows the rest
    try:
        app()
    except PrimaFacieError as error:
        _complain(error, _language(sys.argv))
        sys.exit(next((code for kind, code in _EXIT.items() if isinstance(error, kind)), 1))


def _language(arguments: list[str]) -> Language:
    """Return the language asked for on the command line, also where the command itself cannot be read."""
    asked_for = [value for flag, value in pairwise(arguments) if flag == "--lang"]
    return Language.ZH if Language.ZH.value in asked_for or "--lang=zh" in arguments else Language.EN


def _complain(error: PrimaFacieError, lang: Language) -> None:
    console = Console(stderr=True, soft_wrap=True)
    if isinstance(error, InputError):
        for problem in error.problems:
            console.print(f"[bold]{escape(problem.path)}[/bold] {escape(problem.message[lang])}")
            console.print(f"    {escape(problem.remedy[lang])}")
    else:
        console.print(escape(error.says[lang] if isinstance(error, NotFoundError) else str(error)))


__all__ = ["app", "main"]
