"""Teach: the cases from which a norm is learned, told or saved as descriptions."""

from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.markup import escape

from kg import record
from kg.reasoner import Reasoner
from kg.text import Language
from kg.whatif import teaching
from kg.whatif.teach import Lessons, Teacher, norms_called
from kg.wording import Wording
from prima_facie.cli.common import Folders, Json, Lang, ProfileName, Readings, asked, load, screen, show, write, writing


def teach(  # noqa: PLR0913, PLR0917 - the options of a command
    name: Annotated[str, typer.Argument(help="a provision or a norm, as spc:art-2-item-3")],
    save: Annotated[Path | None, typer.Option("--save", help="a folder in which each case is saved")] = None,
    proof: Annotated[bool, typer.Option("--proof", help="with the proof of each case")] = False,
    json: Json = False,
    lang: Lang = Language.EN,
    profile: ProfileName = "balanced",
    reading: Readings = None,
    law: Folders = None,
) -> None:
    """Show the cases of a norm: enough for it, just missed, barred, revived, open."""
    reasoner = load(law)
    wording = Wording(reasoner.law, reasoner.vocabulary, reasoner.words)
    how = asked(profile, reading, None)
    plan = reasoner.plan(reasoner.law.options(how.profile, dict(how.readings)))
    norms = norms_called(reasoner, plan, name)
    teacher = Teacher(reasoner, plan)
    several = [teacher.lessons(norm) for norm in norms]
    if save is not None:
        _save(several, save, reasoner)
    if json:
        write(record.encoded(teaching.data(several, teacher, wording, lang, proofs=proof)))
        return
    console = screen()
    for lessons in several:
        show(console, teaching.told(lessons, reasoner, wording), lang)
        for place, case in enumerate(lessons.cases, 1) if proof else ():
            console.print(f"\n{place}. {escape(teaching.head(case, wording)[lang])}")
            for line in wording.lines(teacher.proof(case)):
                console.print(escape("  " * (line.depth + 1) + f"{line.mark} {line.says[lang]}"))


def _save(several: list[Lessons], folder: Path, reasoner: Reasoner) -> None:
    """Write each case as a description; raises NotFoundError where the folder cannot be written."""
    with writing(folder, reasoner.words):
        folder.mkdir(parents=True, exist_ok=True)
        for lessons in several:
            for place, case in enumerate(lessons.cases, 1):
                content = orjson.dumps(case.description, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
                (folder / teaching.file_name(lessons.norm, place, case)).write_bytes(content)
