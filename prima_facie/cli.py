"""Command line: assess a description, ask why, look at the law, start the server.

Exit codes: 0 answered; 2 the description or the command cannot be read; 3 what was asked
for does not exist; 4 our own law is wrong. A verdict is never an exit code.
"""

import sys
from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from io import TextIOWrapper
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.text import Text as Styled

from kg import record
from kg.assessment import Finding, reading_order
from kg.deployment import Deployment
from kg.engine import Status
from kg.errors import InputError, LawError, NotFoundError, PrimaFacieError
from kg.formats import from_json, from_jsonld, from_turtle
from kg.lookup import described
from kg.reasoner import Asked, Reasoner, load
from kg.telling import Part, Told, told, told_finding
from kg.text import Language
from kg.wording import Wording

app = typer.Typer(name="prima-facie", help=__doc__, no_args_is_help=True, add_completion=False)
law_app = typer.Typer(help="Look at the law: instruments, provisions, norms, readings.", no_args_is_help=True)
app.add_typer(law_app, name="law")

_STYLES = {
    Part.TITLE: "bold",
    Part.PROBLEM: "yellow",
    Part.ACTIVITY: "bold underline",
    Part.REST: "dim",
    Part.NOTE: "italic",
}
_COLOURS = {
    Status.APPLIES: "bold red",
    Status.APPLIES_UNLESS: "yellow",
    Status.OPEN: "yellow",
    Status.DEFEATED: "cyan",
    Status.IN_TENSION: "magenta",
    Status.SUPPORTED: "green",
}
_EXIT = {InputError: 2, NotFoundError: 3, LawError: 4}

File = Annotated[str, typer.Argument(help="a description (JSON, JSON-LD or Turtle), or - for standard input")]
Json = Annotated[bool, typer.Option("--json", help="print the whole answer as JSON")]
Lang = Annotated[Language, typer.Option("--lang", help="language of the answer")]
On = Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="the day that closes open conduct")]
ProfileName = Annotated[str, typer.Option("--profile", help="profile of readings: balanced, textual, protective")]
Readings = Annotated[list[str] | None, typer.Option("--reading", help="one reading, as IC-27=b; may be repeated")]
Folders = Annotated[list[Path] | None, typer.Option("--law", help="a further folder of law; may be repeated")]


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
        console.print(escape(str(error)))


def read_file(name: str, law: Reasoner) -> Deployment:
    """Read a description from a file or from standard input; raises InputError, NotFoundError."""
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        message = f"{name}: {error.strerror}"
        raise NotFoundError(message) from error
    match Path(name).suffix:
        case ".ttl":
            return law.read(from_turtle(content, law.vocabulary, law.words))
        case ".jsonld":
            return law.read(from_jsonld(content, law.vocabulary, law.words))
        case _:
            return law.read(from_json(content, law.words))


def asked(profile: str, readings: list[str] | None, on: datetime | None) -> Asked:
    """Return how to assess, from what the options say; raises NotFoundError."""
    pairs = []
    for reading in readings or []:
        code, _, option = reading.partition("=")
        pairs.append((code.strip(), option.strip()))
    day: date | None = on.date() if on else None
    return Asked(profile, tuple(sorted(pairs)), day)


@app.command()
def assess(  # noqa: PLR0913, PLR0917 - the options of a command
    file: File,
    json: Json = False,
    lang: Lang = Language.EN,
    on: On = None,
    profile: ProfileName = "balanced",
    reading: Readings = None,
    law: Folders = None,
) -> None:
    """Say for every provision what it comes to on the facts described."""
    reasoner = load(*(law or []))
    wording = Wording(reasoner.law, reasoner.vocabulary, reasoner.words)
    assessment = reasoner.assess(read_file(file, reasoner), asked(profile, reading, on))
    if json:
        _bytes(record.encoded(record.assessment(assessment, wording, lang)))
    else:
        _print(Console(soft_wrap=True), told(assessment, wording), lang)


@app.command()
def why(  # noqa: PLR0913, PLR0917 - the options of a command
    file: File,
    norm: Annotated[str, typer.Argument(help="a provision or a norm, as spc:art-2-item-3")],
    activity: Annotated[str | None, typer.Option("--activity", help="one activity; all by default")] = None,
    json: Json = False,
    lang: Lang = Language.EN,
    on: On = None,
    profile: ProfileName = "balanced",
    reading: Readings = None,
    law: Folders = None,
) -> None:
    """Show the proof of a finding, down to single facts."""
    reasoner = load(*(law or []))
    wording = Wording(reasoner.law, reasoner.vocabulary, reasoner.words)
    assessment = reasoner.assess(read_file(file, reasoner), asked(profile, reading, on))
    findings = [each for each in assessment.findings if _meant(each, norm) and activity in {None, each.activity}]
    if not findings:
        message = f"no finding on {norm!r}; `prima-facie law list` shows what is answered"
        raise NotFoundError(message)
    if json:
        _bytes(record.encoded([record.proof(assessment.proof(each), lang) for each in findings]))
        return
    console = Console(soft_wrap=True)
    for finding in findings:
        _print(console, told_finding(finding, wording), lang)
        for line in wording.lines(assessment.proof(finding)):
            console.print(escape("  " * (line.depth + 1) + f"{line.mark} {line.says[lang]}"))


@app.command()
def validate(file: File, lang: Lang = Language.EN, json: Json = False, law: Folders = None) -> None:
    """Check a description against the intake shapes with pySHACL, and say what is wrong in plain words."""
    from kg.validation import validate as checked  # pySHACL is loaded only when asked for

    reasoner = load(*(law or []))
    deployment = read_file(file, reasoner)
    problems = checked(reasoner, deployment)
    if json:
        _bytes(record.encoded(record.problems(problems, lang)))
        return
    console = Console(soft_wrap=True)
    for problem in problems:
        console.print(f"[bold]{escape(problem.path)}[/bold] {escape(problem.message[lang])}")
        console.print(f"    {escape(problem.remedy[lang])}")
    console.print(reasoner.words("validated", count=str(len(problems)))[lang])


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="address to listen on")] = None,
    port: Annotated[int | None, typer.Option(help="port; the next free one is taken if it is in use")] = None,
) -> None:
    """Answer GraphQL over HTTP."""
    from api.serve import serve as run  # the server is loaded only when asked for

    run(host=host, port=port)


@law_app.command("list")
def law_list(lang: Lang = Language.EN, law: Folders = None) -> None:
    """List every provision with its heading and the norms stated in it."""
    reasoner = load(*(law or []))
    console = Console(soft_wrap=True)
    for instrument in reasoner.law.instruments.values():
        console.print(Styled(instrument.label[lang], style="bold"))
        for name in sorted(reasoner.law.provisions, key=partial(reading_order, reasoner.law)):
            provision = reasoner.law.provisions[name]
            if provision.instrument == instrument.id:
                console.print(escape(f"  {provision.id}  {provision.label[lang]}  {provision.heading[lang]}"))
                for norm in reasoner.law.stated.get(provision.id, ()):
                    console.print(Styled(f"      {norm}", style="dim"))


@law_app.command("show")
def law_show(
    name: Annotated[str, typer.Argument(help="a provision, norm, instrument or reading, as spc:art-2-item-3")],
    lang: Lang = Language.EN,
    law: Folders = None,
) -> None:
    """Show one provision, norm, instrument or reading."""
    reasoner = load(*(law or []))
    console = Console(soft_wrap=True)
    for section in described(reasoner, name):
        console.print(f"[bold]{escape(section.heading[lang])}[/bold]")
        for line in section.lines:
            console.print(f"  {escape(line[lang])}")


def _meant(finding: Finding, name: str) -> bool:
    return finding.provision == name or any(limb.norm == name for limb in finding.limbs)


def _bytes(content: bytes) -> None:
    sys.stdout.buffer.write(content + b"\n")
    sys.stdout.buffer.flush()


def _print(console: Console, lines: Iterable[Told], lang: Language) -> None:
    for line in lines:
        if line.part in {Part.ACTIVITY, Part.NOTE}:
            console.print()
        style = _STYLES.get(line.part) or (_COLOURS.get(line.status, "dim") if line.status else "dim")
        console.print(Styled(line.says[lang], style="" if line.part is Part.DETAIL else style))


__all__ = ["app", "main"]
