"""Change: what would have to be otherwise for a provision no longer to apply, or for a claim to succeed."""

from typing import Annotated

import typer

from kg import record
from kg.answered import one
from kg.text import Language
from kg.vocabulary import Control
from kg.whatif import changing
from kg.whatif.change import Limits, changes
from kg.whatif.terms import Whose
from kg.wording import Wording
from prima_facie.cli.common import (
    File,
    Folders,
    Json,
    Lang,
    On,
    ProfileName,
    Readings,
    Written,
    asked,
    described,
    load,
    read_file,
    screen,
    show,
    write,
)


def change(  # noqa: PLR0913, PLR0917 - the options of a command
    file: File,
    provision: Annotated[str, typer.Argument(help="a provision or a norm, as spc:art-2-item-3")],
    activity: Annotated[str | None, typer.Option("--activity", help="one activity; all by default")] = None,
    by: Annotated[Whose, typer.Option("--by", help="whose facts are changed")] = Whose.DEPLOYER,
    nothing_worse: Annotated[
        bool, typer.Option("--nothing-worse", help="only sets under which no other finding becomes worse")
    ] = False,
    size: Annotated[int, typer.Option("--size", min=1, max=6, help="how many facts may change together")] = 4,
    sets: Annotated[int, typer.Option("--sets", min=1, max=100, help="how many sets are given")] = 20,
    form: Written = None,
    json: Json = False,
    lang: Lang = Language.EN,
    on: On = None,
    profile: ProfileName = "balanced",
    reading: Readings = None,
    law: Folders = None,
) -> None:
    """Say what would have to change for a provision no longer to apply, or, for a claimant, to apply."""
    reasoner = load(law)
    wording = Wording(reasoner.law, reasoner.vocabulary, reasoner.words)
    how, deployment = asked(profile, reading, on), read_file(file, reasoner, form)
    plan = reasoner.plan(reasoner.law.options(how.profile, dict(how.readings)))
    name = one(reasoner, plan, provision)
    described(deployment, activity, reasoner.words)
    named = [activity] if activity else [each.id for each in deployment.activities]
    answers = [
        changes(
            reasoner,
            deployment,
            each,
            name,
            asked=how,
            by=Control(by.value),
            nothing_worse=nothing_worse,
            limits=Limits(size=size, sets=sets),
        )
        for each in named
    ]
    if json:
        write(record.encoded([changing.data(each, wording, lang) for each in answers]))
        return
    console = screen()
    for answer in answers:
        show(console, changing.told(answer, deployment, wording), lang)
