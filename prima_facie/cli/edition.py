"""Edition: what changes between two editions of the law, and which findings move."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

import typer

from kg.comparison import edition
from kg.comparison.amendment import changes
from kg.comparison.compared import edition_data
from kg.comparison.contrast import Contrast
from kg.graph import home
from kg.reasoner import Reasoner
from kg.record import encoded
from kg.telling import Part, Told
from kg.text import Language
from kg.wording import Wording
from prima_facie.cli.common import (
    InputForm,
    Json,
    Lang,
    On,
    ProfileName,
    Readings,
    Written,
    asked,
    load,
    parsed_file,
    screen,
    show,
    write,
)

Folder = Annotated[Path, typer.Argument(help="a folder that holds another edition: ontology and shapes")]
Files = Annotated[list[str] | None, typer.Argument(help="descriptions; the bundled ones by default")]
From = Annotated[Path | None, typer.Option("--from", help="the edition before it; the bundled one by default")]


def law_diff(  # noqa: PLR0913, PLR0917 - the options of a command
    folder: Folder,
    files: Files = None,
    before: From = None,
    form: Written = None,
    json: Json = False,
    lang: Lang = Language.EN,
    on: On = None,
    profile: ProfileName = "balanced",
    reading: Readings = None,
) -> None:
    """Say what another edition of the law changes, and which findings move on descriptions."""
    first = edition.load(before) if before else load(None)
    second = edition.load(folder)
    several = changes(first, second)
    answers = edition.moved(first, second, _described(files, first, form), asked(profile, reading, on), several)
    if json:
        write(encoded(edition_data(first.edition, second.edition, several, answers, lang)))
        return
    wordings = [Wording(each.law, each.vocabulary, each.words) for each in (second, first)]
    contrast = Contrast(*wordings)
    title = second.words("edition-title", before=first.edition[:12], after=second.edition[:12])
    console = screen()
    show(console, [Told(Part.TITLE, title)], lang)
    show(console, contrast.changes(several), lang)
    show(console, contrast.moved(answers), lang)


def _described(
    files: list[str] | None, law: Reasoner, form: InputForm | None
) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield the plain form of each description with the name of its file."""
    names = files or [str(path) for path in sorted((home() / "data" / "deployments").glob("*.json"))]
    for name in names:
        yield Path(name).stem, parsed_file(name, law, form if files else None)
