"""Question: the business question, and whether it can be put at all.

The fields of every other question are gathered here too, since all take the same arguments.
"""

from collections.abc import Sequence
from typing import Annotated

import strawberry
from strawberry.types.field import StrawberryField

from api import beside, comparing, inquiry, reasons, receipts, teach, whatif
from api.assessment import Assessment, assessment
from api.describe import output
from api.meant import unmodelled
from api.outcome import InvalidDeployment, LimitExceeded, NotFound, NotModelled, Problem, problems, refused
from api.posing import Asking, Posed, UnansweredError, missing
from api.view import Library
from kg.errors import InputError

AssessResult = Annotated[
    Assessment | InvalidDeployment | NotFound | NotModelled | LimitExceeded,
    strawberry.union("AssessResult", description="An assessment, or why there is none."),
]
Only = Annotated[list[strawberry.ID] | None, strawberry.argument(description="Only findings on these instruments.")]


@output
class Validation:
    """Whether a description can be read, and everything that is wrong with it or worth saying of it."""

    readable: bool = strawberry.field(description="Whether it can be read, so that it can be assessed.")
    problems: list[Problem] = strawberry.field(
        description="Every problem in it: what cannot be read, else what contradicts itself and what is worth saying."
    )


ValidateResult = Annotated[
    Validation | NotFound | LimitExceeded,
    strawberry.union("ValidateResult", description="What is wrong with a description, or why nothing can be said."),
]


def fields(library: Library) -> list[StrawberryField]:
    """Return the fields that answer questions about a description."""
    asking = Asking(library)
    others = (reasons, inquiry, whatif, comparing, beside, teach, receipts)
    return [
        asking.field(assess),
        asking.field(validate, read=False),
        *(each for module in others for each in module.fields(asking)),
    ]


def assess(posed: Posed, instruments: Only = None) -> AssessResult:
    """Say for every provision what it comes to on the facts described."""
    _known(posed, instruments or ())
    return assessment(posed.view, posed.deployment, posed.whole, instruments)


def _known(posed: Posed, instruments: Sequence[str]) -> None:
    """Answer of an instrument that is not there that there is none, and of one not answered for why."""
    law = posed.view.law
    for name in instruments:
        if name not in law.instruments:
            raise UnansweredError(missing(posed.view, name, list(law.instruments)))
        if not law.instruments[name].answered:
            raise UnansweredError(unmodelled(posed, name, name))


def validate(posed: Posed) -> ValidateResult:
    """Say everything that is wrong with a description, contradictions included; nothing is assessed.

    The shapes of the law are asked as they are compiled; a second opinion by a validator of the
    standard is given by the command line alone.
    """
    view, reasoner = posed.view, posed.view.library.reasoner
    try:
        deployment = posed.deployment
        reasoner.rows(deployment, posed.plan)
    except InputError as error:
        found = refused(view, error.problems)
        return found if isinstance(found, LimitExceeded) else Validation(readable=False, problems=found.problems)
    return Validation(readable=True, problems=problems(view, deployment.problems))
