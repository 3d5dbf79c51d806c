"""Question: how a deployment is put before the law, and what can come of it.

Which contested readings are taken is part of the question. Their names come from the law,
so the enumerations are made from it, as the types of a description are.
"""

from collections.abc import Sequence
from datetime import date
from enum import Enum
from types import GenericAlias
from typing import Annotated, cast

import strawberry
from strawberry.tools import create_type
from strawberry.types.field import StrawberryField

from api.assessment import Assessment, InvalidDeployment, LimitExceeded, NotFound, problems
from api.choices import Language
from api.describe import field
from api.facts import Inputs, enumeration, filed
from api.view import Info, Library, View, refusal
from kg import record
from kg.errors import InputError, TooLargeError
from kg.law import Law
from kg.plain import plain
from kg.reasoner import Asked

AssessResult = Annotated[
    Assessment | InvalidDeployment | NotFound | LimitExceeded,
    strawberry.union("AssessResult", description="An assessment, or why there is none."),
]
In = Annotated[Language, strawberry.argument(description="The language of everything that is said in words.")]


def fields(library: Library) -> list[StrawberryField]:
    """Return the field that answers the business question."""
    law, vocabulary = library.reasoner.law, library.reasoner.vocabulary
    profiles = _profiles(law)
    usual = profiles(Asked().profile)
    choices = GenericAlias(list, (_choice(law),)) | None
    described = Annotated[
        object, strawberry.argument("What is to be judged.", graphql_type=Inputs(vocabulary).deployment)
    ]
    closing = Annotated[date | None, strawberry.argument("The day that closes conduct still going on.")]
    taken = Annotated[Enum, strawberry.argument("Which contested readings to take.", graphql_type=profiles)]
    chosen = Annotated[
        list[object] | None, strawberry.argument("Readings that differ from the profile.", graphql_type=choices)
    ]
    only = Annotated[list[strawberry.ID] | None, strawberry.argument("Only findings on these instruments.")]

    def assess(  # noqa: PLR0913, PLR0917 - the parts of a question
        info: Info,
        deployment: described,
        on: closing = None,
        profile: taken = usual,
        readings: chosen = None,
        instruments: only = None,
        language: In = Language.EN,
    ) -> AssessResult:
        """Say for every provision what it comes to on the facts described."""
        view = View(library, language, info.context.budget)
        asked = Asked(str(profile.value), _pairs(readings or []), on)
        return _answer(view, cast("dict[str, object]", filed(deployment)), asked, instruments)

    return [field(assess)]


def _answer(
    view: View, description: dict[str, object], asked: Asked, instruments: Sequence[str] | None
) -> Assessment | InvalidDeployment | NotFound | LimitExceeded:
    """Put the question to the law; whatever comes of it is an answer."""
    reasoner = view.library.reasoner
    missing = _missing(view, asked, instruments or ())
    if missing is not None:
        return missing
    try:
        deployment = reasoner.read(description)
        whole = reasoner.assess(deployment, asked)
    except InputError as error:
        return InvalidDeployment(problems=problems(view, error.problems))
    except TooLargeError as error:
        return LimitExceeded(message=str(error))
    question = {
        "edition": whole.edition,
        "readings": sorted(whole.options),
        "on": whole.on.isoformat() if whole.on else None,
        "instruments": None if instruments is None else sorted(set(instruments)),
        "description": plain(deployment, reasoner.vocabulary),
    }
    return Assessment(
        view=view,
        whole=whole,
        shown=tuple(each for each in whole.findings if instruments is None or each.instrument in instruments),
        id=strawberry.ID(record.digest(question)),
        deployment=strawberry.ID(whole.deployment),
        title=view.said(whole.title),
        edition=whole.edition,
        on=whole.on,
        note=view.said(view.wording.not_advice()),
    )


def _missing(view: View, asked: Asked, instruments: Sequence[str]) -> NotFound | None:
    """Return what the question names that does not exist, if there is such a thing."""
    law = view.law
    for name in instruments:
        if name not in law.instruments:
            return _not_found(view, name, list(law.instruments))
    for reading, option in asked.readings:
        known = [each.code for each in law.readings[reading].options]
        if option not in known:
            return _not_found(view, f"{reading} {option}", [f"{reading} {code}" for code in known])
    return None


def _not_found(view: View, name: str, known: list[str]) -> NotFound:
    message = view.library.reasoner.words("not-found", name=name)
    return NotFound(name=name, message=view.said(message), known=known)


def _pairs(readings: Sequence[object]) -> tuple[tuple[str, str], ...]:
    """Return the readings chosen; raises a refusal where one is chosen twice."""
    chosen: dict[str, str] = {}
    for each in readings:
        pair = cast("dict[str, str]", filed(each))
        if pair["reading"] in chosen:
            raise refusal("READING_TWICE", f"the reading {pair['reading']} is chosen twice")
        chosen[pair["reading"]] = pair["option"]
    return tuple(sorted(chosen.items()))


def _profiles(law: Law) -> type[Enum]:
    """Return the enumeration of profiles."""
    codes = {
        option.id: f"{reading.code} {option.code}" for reading in law.readings.values() for option in reading.options
    }
    members = {}
    for profile, options in law.profiles.items():
        taken = ", ".join(sorted(codes[option] for option in options))
        members[profile] = (
            f"Takes {taken}, and otherwise the defaults." if taken else "Takes the default of each reading."
        )
    return enumeration("Profile", members, "A choice among all contested readings at once.")


def _choice(law: Law) -> type:
    """Return the input by which a single reading is chosen."""
    readings = {code: f"{reading.issue.en} {reading.issue.zh}" for code, reading in law.readings.items()}
    options: dict[str, list[str]] = {}
    for code, reading in law.readings.items():
        for option in reading.options:
            options.setdefault(option.code, []).append(f"{code}: {option.label.en} {option.label.zh}")
    offered = {code: "; ".join(said) for code, said in sorted(options.items())}
    reading_field = strawberry.field(
        name="reading", graphql_type=enumeration("Reading", readings, "A contested question.")
    )
    option_field = strawberry.field(name="option", graphql_type=enumeration("Option", offered, "How it is answered."))
    return create_type(
        "ReadingChoice", [reading_field, option_field], is_input=True, description="One reading and how to take it."
    )
