"""Common: what every command shares: its options, how a description is read and how lines are printed."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text as Styled

from kg import reasoner
from kg.assessment import Assessment
from kg.deployment import Deployment
from kg.engine import Status
from kg.errors import NotFoundError
from kg.formats import SIZE, from_json, from_jsonld, from_turtle
from kg.reasoner import Asked, Reasoner
from kg.section import listed
from kg.telling import Part, Told
from kg.text import Language, Text
from kg.words import Words, quoted

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


class InputForm(Enum):
    """How a description is written."""

    JSON = "json"
    JSONLD = "jsonld"
    TURTLE = "turtle"


_FORMS = {".ttl": InputForm.TURTLE, ".jsonld": InputForm.JSONLD}

File = Annotated[str, typer.Argument(help="a description (JSON, JSON-LD or Turtle), or - for standard input")]
Json = Annotated[bool, typer.Option("--json", help="print the whole answer as JSON")]
Written = Annotated[
    InputForm | None, typer.Option("--input-format", help="how it is written; by default what its name ends in")
]
Lang = Annotated[Language, typer.Option("--lang", help="language of the answer")]
On = Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="the day that closes open conduct")]
ProfileName = Annotated[str, typer.Option("--profile", help="profile of readings: balanced, textual, protective")]
Readings = Annotated[list[str] | None, typer.Option("--reading", help="one reading, as IC-27=b; may be repeated")]
Texts = Annotated[
    Path | None, typer.Option("--texts", envvar="PRIMA_FACIE_TEXTS", help="a folder of official texts to quote")
]
Folders = Annotated[list[Path] | None, typer.Option("--law", help="a further folder of law; may be repeated")]


def load(folders: list[Path] | None) -> Reasoner:
    """Load the bundled law and that of further folders; raises LawError, NotFoundError."""
    return reasoner.load(*(folders or []))


def read_file(name: str, law: Reasoner, form: InputForm | None = None) -> Deployment:
    """Read a description from a file or from standard input; raises InputError, NotFoundError."""
    return law.read(parsed_file(name, law, form))


def parsed_file(name: str, law: Reasoner, form: InputForm | None = None) -> Mapping[str, object]:
    """Return the plain form of a description in a file or on standard input; raises InputError, NotFoundError.

    *form* is how it is written; by default what the end of the name says, and otherwise JSON.
    """
    content = content_of(name, law.words)
    match form or _FORMS.get(Path(name).suffix.lower()):
        case InputForm.TURTLE:
            return from_turtle(content, law.vocabulary, law.words)
        case InputForm.JSONLD:
            return from_jsonld(content, law.vocabulary, law.words)
        case _:
            return from_json(content, law.words)


def content_of(name: str, words: Words) -> bytes:
    """Return what a file or standard input holds, up to one byte more than is read; raises NotFoundError."""
    try:
        if name == "-":
            return sys.stdin.buffer.read(SIZE + 1)
        with Path(name).open("rb") as file:
            return file.read(SIZE + 1)
    except OSError as error:
        raise NotFoundError(words("no-file", name=name, reason=str(error.strerror))) from error


@contextmanager
def writing(name: str | Path, words: Words) -> Iterator[None]:
    """Do what writes a file or a folder; raises NotFoundError where it cannot be written."""
    try:
        yield
    except OSError as error:
        raise NotFoundError(words("cannot-write", name=str(name), reason=str(error.strerror))) from error


def described(whole: Assessment | Deployment, activity: str | None, words: Words) -> None:
    """Refuse an activity that is not described; raises NotFoundError with those that are."""
    known = [each.id for each in whole.activities]
    if activity is not None and activity not in known:
        raise NotFoundError(
            words("activity-not-described", name=quoted(activity), known=listed(Text(each, each) for each in known))
        )


def asked(profile: str, readings: list[str] | None, on: datetime | None) -> Asked:
    """Return how to assess, from what the options say; raises NotFoundError."""
    pairs = []
    for reading in readings or []:
        code, _, option = reading.partition("=")
        pairs.append((code.strip(), option.strip()))
    day: date | None = on.date() if on else None
    return Asked(profile, tuple(sorted(pairs)), day)


def screen() -> Console:
    """Return where lines are printed; long ones are left to the terminal to break."""
    return Console(soft_wrap=True)


def write(content: bytes) -> None:
    """Write bytes to standard output, a line end after them."""
    sys.stdout.buffer.write(content + b"\n")
    sys.stdout.buffer.flush()


def show(console: Console, lines: Iterable[Told], lang: Language) -> None:
    """Print an assessment or a finding line by line."""
    for line in lines:
        if line.part in {Part.ACTIVITY, Part.NOTE}:
            console.print()
        style = _STYLES.get(line.part) or (_COLOURS.get(line.status, "dim") if line.status else "dim")
        console.print(Styled(line.says[lang], style="" if line.part is Part.DETAIL else style))
