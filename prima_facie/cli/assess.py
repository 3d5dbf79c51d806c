"""Assess: what every provision comes to, why, and whether a description can be read."""

from typing import Annotated

import typer
from rich.markup import escape

from kg import record
from kg.assessment import Finding
from kg.errors import NotFoundError
from kg.naming import found
from kg.receipt import receipt as receipt_for
from kg.rendering.forms import Form, rendered
from kg.telling import told, told_finding
from kg.text import Language
from kg.wording import Wording
from kg.words import quoted
from prima_facie import __version__
from prima_facie.cli.common import (
    File,
    Folders,
    Json,
    Lang,
    On,
    ProfileName,
    Readings,
    asked,
    load,
    read_file,
    screen,
    show,
    write,
)
from prima_facie.cli.receipt import write_receipt


def assess(  # noqa: PLR0913, PLR0917 - the options of a command
    file: File,
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
    deployment = read_file(file, reasoner)
    assessment = reasoner.assess(deployment, asked(profile, reading, on))
    if receipt is not None:
        write_receipt(receipt, receipt_for(reasoner, deployment, assessment, __version__, lang), reasoner.words)
    if json:
        write(record.encoded(record.assessment(assessment, wording, lang)))
    else:
        show(screen(), told(assessment, wording), lang)


def why(  # noqa: PLR0913, PLR0917 - the options of a command
    file: File,
    norm: Annotated[str, typer.Argument(help="a provision or a norm, as spc:art-2-item-3")],
    activity: Annotated[str | None, typer.Option("--activity", help="one activity; all by default")] = None,
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
    wording = Wording(reasoner.law, reasoner.vocabulary, reasoner.words)
    assessment = reasoner.assess(read_file(file, reasoner), asked(profile, reading, on))
    meant = found(reasoner, norm)
    findings = [each for each in assessment.findings if _meant(each, meant) and activity in {None, each.activity}]
    if not findings:
        raise NotFoundError(reasoner.words("no-finding", name=quoted(norm)))
    if json:
        write(record.encoded([record.proof(assessment.proof(each), lang) for each in findings]))
        return
    if form is not None:
        if len(findings) > 1:
            activities = ", ".join(dict.fromkeys(each.activity for each in findings))
            raise NotFoundError(reasoner.words("one-proof-at-a-time", activities=activities))
        proof = assessment.proof(findings[0])
        write(rendered(proof, form, wording, lang, reasoner.edition).removesuffix(b"\n"))
        return
    console = screen()
    for finding in findings:
        show(console, told_finding(finding, wording), lang)
        for line in wording.lines(assessment.proof(finding)):
            console.print(escape("  " * (line.depth + 1) + f"{line.mark} {line.says[lang]}"))


def validate(file: File, lang: Lang = Language.EN, json: Json = False, law: Folders = None) -> None:
    """Check a description against the intake shapes with pySHACL, and say what is wrong in plain words."""
    from kg.validation import validate as checked  # pySHACL is loaded only when asked for

    reasoner = load(law)
    deployment = read_file(file, reasoner)
    problems = checked(reasoner, deployment)
    if json:
        write(record.encoded(record.problems(problems, lang)))
        return
    console = screen()
    for problem in problems:
        console.print(f"[bold]{escape(problem.path)}[/bold] {escape(problem.message[lang])}")
        console.print(f"    {escape(problem.remedy[lang])}")
    console.print(reasoner.words("validated", count=str(len(problems)))[lang])


def _meant(finding: Finding, name: str) -> bool:
    return finding.provision == name or any(limb.norm == name for limb in finding.limbs)
