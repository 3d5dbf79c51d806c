"""Coverage: how far the texts are read as norms, and how far the cases show what was read."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from kg import record
from kg.cases import Case, read_cases
from kg.coverage import Coverage
from kg.coverage import coverage as covered
from kg.errors import NotFoundError
from kg.graph import home
from kg.reasoner import Reasoner
from kg.text import Language, Text
from prima_facie.cli.common import Folders, Json, Lang, load, screen, write

FAILED = 1
"""The code with which a check ends that found something missing."""


def coverage(
    cases: Annotated[list[Path] | None, typer.Option("--cases", help="a folder of cases; may be repeated")] = None,
    check: Annotated[bool, typer.Option("--check", help="end with code 1 if anything is missing")] = False,
    json: Json = False,
    lang: Lang = Language.EN,
    law: Folders = None,
) -> None:
    """Say which units of the law are read as norms, and what the cases show of each norm."""
    reasoner = load(law)
    folders = cases or [home() / "tests" / "law"]
    found = covered(reasoner, list(_every_case(folders)))
    if json:
        write(record.encoded(as_data(found, lang)))
    else:
        _print(reasoner, found, lang)
    if check and not found.complete:
        raise typer.Exit(FAILED)


def _every_case(folders: Iterable[Path]) -> Iterable[Case]:
    try:
        for folder in folders:
            yield from read_cases(folder)
    except ModuleNotFoundError as error:
        message = f"reading cases needs the package {error.name}: pip install 'prima-facie[cases]'"
        raise NotFoundError(message) from error


def as_data(found: Coverage, lang: Language) -> dict[str, object]:
    """Return the coverage as plain data."""
    instruments = dict.fromkeys(unit.instrument for unit in found.units)
    return {
        "complete": found.complete,
        "cases": found.cases,
        "instruments": [_instrument(name, found, lang) for name in instruments],
        "norms": [
            {
                "norm": each.norm,
                "cases": {kind.value: number for kind, number in each.counts.items()},
                "missing": [kind.value for kind in each.missing],
            }
            for each in found.shown
        ],
        "unanchored": list(found.unanchored),
        "facts_without_norm": [{"fact": each.name, "reason": record.said(each.reason, lang)} for each in found.facts],
        "axioms_without_effect": [
            {"axiom": each.name, "reason": record.said(each.reason, lang)} for each in found.axioms
        ],
    }


def _instrument(name: str, found: Coverage, lang: Language) -> dict[str, object]:
    units = [unit for unit in found.units if unit.instrument == name]
    return {
        "instrument": name,
        "units": sum(unit.rules for unit in units),
        "covered": sum(unit.covered for unit in units),
        "with_norms": sum(unit.covered for unit in units if unit.reason is None),
        "open": [unit.id for unit in units if unit.covered < unit.rules],
        "without_norm": [{"unit": unit.id, "reason": unit.reason[lang]} for unit in units if unit.reason is not None],
    }


def _print(reasoner: Reasoner, found: Coverage, lang: Language) -> None:
    words, console = reasoner.words, screen()
    for line in _texts(reasoner, found):
        console.print(escape(line[lang]))
    console.print(escape(words("coverage-cases", cases=str(found.cases), norms=str(len(found.shown)))[lang]))
    table = Table(box=None)
    table.add_column(words("coverage-norm")[lang])
    table.add_column(words("coverage-missing")[lang])
    for each in found.shown:
        if each.missing:
            table.add_row(each.norm, ", ".join(words(f"shown-{kind.value}")[lang] for kind in each.missing))
    if table.row_count:
        console.print(table)
    for line in _rest(reasoner, found):
        console.print(escape(line[lang]))


def _texts(reasoner: Reasoner, found: Coverage) -> Iterator[Text]:
    for name in dict.fromkeys(unit.instrument for unit in found.units):
        units = [unit for unit in found.units if unit.instrument == name]
        yield reasoner.words(
            "coverage-units",
            instrument=reasoner.law.instruments[name].label,
            done=str(sum(unit.covered for unit in units)),
            total=str(sum(unit.rules for unit in units)),
            norms=str(sum(unit.covered for unit in units if unit.reason is None)),
        )
        for unit in units:
            if unit.covered < unit.rules:
                yield _plain(f"  {unit.id}: {unit.covered}/{unit.rules}")


def _rest(reasoner: Reasoner, found: Coverage) -> Iterator[Text]:
    words = reasoner.words
    for key, idle in (("coverage-facts", found.facts), ("coverage-axioms", found.axioms)):
        if idle:
            yield words(key)
        for one in idle:
            reason = one.reason or words("coverage-no-reason")
            yield Text(f"  {one.name}: {reason.en}", f"  {one.name}：{reason.zh}")
    for name in found.unanchored:
        yield words("coverage-unanchored", step=name)


def _plain(line: str) -> Text:
    return Text(line, line)
