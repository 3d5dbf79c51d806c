"""Compare: two answers beside each other, or the two instruments on one deployment."""

from datetime import datetime
from typing import Annotated

import typer

from kg.commentary import Commentary
from kg.comparison.compare import compare as compared
from kg.comparison.compared import beside_data, comparison_data
from kg.comparison.contrast import Contrast
from kg.comparison.crosswalk import side_by_side
from kg.deployment import Deployment
from kg.errors import Problem
from kg.intake import refuse_all, shown
from kg.reasoner import Asked, Reasoner
from kg.record import encoded
from kg.telling import Part, Told
from kg.text import Language
from kg.wording import Wording
from kg.words import Words
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
    load,
    read_file,
    screen,
    show,
    write,
)

Other = Annotated[
    str | None, typer.Argument(help="a second description; without one, the first is compared with itself")
]
Instruments = Annotated[
    bool, typer.Option("--instruments", help="set both instruments side by side on one description")
]
Pairs = Annotated[
    list[str] | None, typer.Option("--pair", help="activities that go together, as vip=door; may be repeated")
]
WithProfile = Annotated[str | None, typer.Option("--with-profile", help="profile of the second side")]
WithReadings = Annotated[
    list[str] | None, typer.Option("--with-reading", help="one reading of the second side, as IC-27=b")
]
WithOn = Annotated[
    datetime | None, typer.Option("--with-on", formats=["%Y-%m-%d"], help="the day, for the second side")
]


def compare(  # noqa: PLR0913, PLR0917 - the options of a command
    file: File,
    other: Other = None,
    instruments: Instruments = False,
    with_profile: WithProfile = None,
    with_reading: WithReadings = None,
    with_on: WithOn = None,
    pair: Pairs = None,
    form: Written = None,
    json: Json = False,
    lang: Lang = Language.EN,
    on: On = None,
    profile: ProfileName = "balanced",
    reading: Readings = None,
    law: Folders = None,
) -> None:
    """Say which findings are another on the second side, from what to what, and which facts lie behind."""
    reasoner = load(law)
    first = asked(profile, reading, on)
    wording = Wording(reasoner.law, reasoner.vocabulary, reasoner.words)
    chosen = asked(with_profile or profile, with_reading, with_on or on)
    second = Asked(chosen.profile, tuple(sorted({**dict(first.readings), **dict(chosen.readings)}.items())), chosen.on)
    refuse_all(list(_odd(reasoner.words, other, first, second, instruments=instruments)), reasoner.words)
    before = read_file(file, reasoner, form)
    if instruments:
        _instruments(reasoner, wording, before, first, lang, json=json)
        return
    after = read_file(other, reasoner, form) if other else before
    pairs = _pairs(pair or [], before, after, reasoner.words)
    sides = reasoner.assess(before, first), reasoner.assess(after, second)
    found = compared(*sides, reasoner.law, reasoner.vocabulary, pairs)
    if json:
        write(encoded(comparison_data(found, lang)))
        return
    names = [
        reasoner.words("compare-side", title=each.title, profile=one.profile)
        for each, one in ((before, first), (after, second))
    ]
    console = screen()
    show(console, [Told(Part.TITLE, reasoner.words("compare-sides", before=names[0], after=names[1]))], lang)
    show(console, Contrast(wording).told(found), lang)


def _odd(words: Words, other: str | None, first: Asked, second: Asked, *, instruments: bool) -> list[Problem]:
    """Return what is wrong with the question itself."""
    if instruments:
        return [words.problem("one-description", shown(other))] if other or first != second else []
    return [] if other or first != second else [words.problem("nothing-to-compare", "compare")]


def _pairs(given: list[str], before: Deployment, after: Deployment, words: Words) -> dict[str, str]:
    """Return which activities go together; raises InputError for names that are none."""
    known = [{each.id for each in side.activities} for side in (before, after)]
    found: dict[str, str] = {}
    problems = []
    for each in given:
        first, _, second = each.partition("=")
        if first in known[0] and second in known[1] and second not in found.values():
            found[first] = second
        else:
            problems.append(words.problem("no-such-pair", "--pair", given=shown(each)))
    refuse_all(problems, words)
    return found


def _instruments(  # noqa: PLR0913 - what is asked, of what, and how it is told
    reasoner: Reasoner, wording: Wording, deployment: Deployment, how: Asked, lang: Language, *, json: bool
) -> None:
    assessment = reasoner.assess(deployment, how)
    several = Commentary(reasoner.graph, reasoner.law, reasoner.vocabulary).correspondences.values()
    pairs = side_by_side(assessment, several, reasoner.law)
    if json:
        write(encoded(beside_data(assessment, pairs, lang)))
    else:
        show(screen(), Contrast(wording).beside(assessment, pairs), lang)
