"""Inquiry: which facts to ask for next, where each belongs in the input, and why it is asked."""

from typing import Annotated

import strawberry
from strawberry.types.field import StrawberryField

from api.agenda import Agenda
from api.meant import activity as activity_named
from api.meant import named, unmodelled
from api.outcome import InvalidDeployment, LimitExceeded, NotFound, NotModelled
from api.posing import Asking, OnlyActivity, Posed, UnansweredError

NextQuestionsResult = Annotated[
    Agenda | InvalidDeployment | NotFound | NotModelled | LimitExceeded,
    strawberry.union("NextQuestionsResult", description="What to ask next, or why that cannot be said."),
]
OnlyProvision = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="Only what a provision or a norm hangs on: its id, or as it is cited."),
]
Passed = Annotated[
    list[strawberry.ID] | None,
    strawberry.argument(description="Questions, by their ids, that were answered with `not known` and are not asked."),
]


def fields(asking: Asking) -> list[StrawberryField]:
    """Return the field that asks what to ask."""
    return [asking.field(next_questions)]


def next_questions(
    posed: Posed, activity: OnlyActivity = None, provision: OnlyProvision = None, passed: Passed = None
) -> NextQuestionsResult:
    """Say which facts to ask for next, the most decisive first, and why: only what can still change a finding."""
    from kg.inquiry import questions as kg_questions

    view, reasoner = posed.view, posed.view.library.reasoner
    key = activity if activity is None else activity_named(posed, activity)
    found = [each for each in posed.whole.findings if key in {None, each.activity}]
    if provision is not None:
        meant = named(view, provision)
        found = list(kg_questions.of_provisions(found, [meant]))
        if not found:
            raise UnansweredError(unmodelled(posed, meant, provision))
    agenda = kg_questions.next_questions(
        posed.plan,
        reasoner.vocabulary,
        reasoner.words,
        posed.whole,
        findings=tuple(found),
        passed=frozenset(map(str, passed or ())),
    )
    return Agenda(view=view, whole=posed.whole, held=agenda, note=view.said(view.wording.not_advice()))
