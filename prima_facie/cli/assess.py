"""Assess: what every provision comes to, why, and whether a description can be read."""

from collections.abc import Iterable
from typing import Annotated

import typer
from rich.markup import escape

from kg import record
from kg.answered import meant
from kg.assessment import Finding
from kg.errors import NotFoundError, Problem
from kg.intake import refuse_all
from kg.receipt import receipt as receipt_for
from kg.rendering.forms import Form, rendered
from kg.telling import told, told_finding
from kg.text import Language
from kg.wording import Wording
from kg.words import Words, quoted
from prima_facie import __version__
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
from prima_facie.cli.receipt import write_receipt


def assess(  # noqa: PLR0913, PLR0917 - the options of a command
    file: File,
    written: Written = None,
    json: Json = False,
    lang: Lang = Language.EN,
    on: On = None,
    profile: ProfileName = "balanced",
    reading: Readings = None,
    law: Folders = None,
    receipt: Annotated[str | None, typer.Option("--receipt", help="a file for a receipt: digests, no facts")] = None,
) -> None:
    """Say for every provision what it comes to on the facts described."""
    reasoner = load(law)
    wording = Wording(reasoner.law, reasoner.vocabulary, reasoner.words)
    deployment = read_file(file, reasoner, written)
    assessment = reasoner.assess(deployment, asked(profile, reading, on))
    if json:
        write(record.encoded(record.assessment(assessment, wording, lang)))
    else:
        show(screen(), told(assessment, wording), lang)
    if receipt is not None:
        write_receipt(receipt, receipt_for(reasoner, deployment, assessment, __version__, lang), reasoner.words)


def why(  # noqa: PLR0913, PLR0917 - the options of a command
    file: File,
    norm: Annotated[str, typer.Argument(help="a provision or a norm, as spc:art-2-item-3")],
    activity: Annotated[str | None, typer.Option("--activity", help="one activity; all by default")] = None,
    written: Written = None,
    json: Json = False,
    form: Annotated[Form | None, typer.Option("--as", help="the proof alone, in a form for other programs")] = None,
    lang: Lang = Language.EN,
    on: On = None,
    profile: ProfileName = "balanced",
    reading: Readings = None,
    law: Folders = None,
) -> None:
    """Show the proof of a finding, down to single facts."""
    reasoner = load(law)
    refuse_all([reasoner.words.problem("one-form", "--as")] if json and form else [], reasoner.words)
    wording = Wording(reasoner.law, reasoner.vocabulary, reasoner.words)
    assessment = reasoner.assess(read_file(file, reasoner, written), asked(profile, reading, on))
    described(assessment, activity, reasoner.words)
    provisions = meant(reasoner, reasoner.plan(assessment.options), norm)
    findings = [
        each for each in assessment.findings if each.provision in provisions and activity in {None, each.activity}
    ]
    if not findings:
        raise NotFoundError(reasoner.words("no-finding", name=quoted(norm)))
    if json:
        write(record.encoded([record.proof(assessment.proof(each), lang) for each in findings]))
        return
    if form is not None:
        if len(findings) > 1:
            refuse_all([_several(findings, reasoner.words)], reasoner.words)
        proof = assessment.proof(findings[0])
        write(rendered(proof, form, wording, lang, reasoner.edition).removesuffix(b"\n"))
        return
    console = screen()
    for finding in findings:
        show(console, told_finding(finding, wording), lang)
        for line in wording.lines(assessment.proof(finding)):
            console.print(escape("  " * (line.depth + 1) + f"{line.mark} {line.says[lang]}"))


def _several(findings: Iterable[Finding], words: Words) -> Problem:
    """Return that one proof is wanted and several are meant."""
    activities, provisions = (
        ", ".join(dict.fromkeys(names)) for names in zip(*((f.activity, f.provision) for f in findings), strict=True)
    )
    return words.problem("one-proof", "--as", activities=activities, provisions=provisions)


def validate(
    file: File, written: Written = None, lang: Lang = Language.EN, json: Json = False, law: Folders = None
) -> None:
    """Check a description against the intake shapes with pySHACL, and say what is wrong in plain words."""
    from kg.validation import validate as checked  # pySHACL is loaded only when asked for

    reasoner = load(law)
    deployment = read_file(file, reasoner, written)
    problems = checked(reasoner, deployment)
    if json:
        write(record.encoded(record.problems(problems, lang)))
        return
    console = screen()
    for problem in problems:
        console.print(f"[bold]{escape(problem.path)}[/bold] {escape(problem.message[lang])}")
        console.print(f"    {escape(problem.remedy[lang])}")
    console.print(reasoner.words("validated", count=str(len(problems)))[lang])
