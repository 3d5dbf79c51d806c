"""Assessment: what every provision comes to for one description, as it can be asked for."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import strawberry
from strawberry.scalars import JSON

from api.choices import Status
from api.describe import field, output
from api.finding import Activity, Finding, activity, finding
from api.outcome import Problem, problems
from api.paging import PAGE, After, Connection, First, page
from api.reading import ReadingOption, reading_option
from api.receipt import Receipt, receipt
from api.view import View, refusal
from kg import assessment as kg_assessment
from kg import record
from kg.described import Deployment
from kg.plain import plain

SCOPE = 16
"""How much of an assessment's id stands before the ids of what belongs to it."""


@output
class Assessment:
    """All findings for one description of a deployment, under one choice of readings."""

    view: strawberry.Private[View]
    whole: strawberry.Private[kg_assessment.Assessment]
    described: strawberry.Private[Deployment]
    shown: strawberry.Private[Sequence[kg_assessment.Finding]]
    id: strawberry.ID = strawberry.field(
        description="The digest of the law, the readings, the day and the description."
    )
    deployment: strawberry.ID = strawberry.field(description="The id of the description.")
    title: str
    edition: str = strawberry.field(description="The digest of the law that answered.")
    on: date | None = strawberry.field(description="The day that closes conduct still going on.")
    note: str = strawberry.field(description="What an answer is not.")

    @field
    def options(self) -> list[ReadingOption]:
        """Return the option taken of every contested reading."""
        taken = (reading_option(self.view, name) for name in self.view.library.options if name in self.whole.options)
        return [option for option in taken if option is not None]

    @field
    def activities(self) -> list[Activity]:
        """Return the activities, in the order of the description."""
        return [activity(self.view, each, self.id[:SCOPE]) for each in self.whole.activities]

    @field
    def problems(self) -> list[Problem]:
        """Return what the description contradicts itself in, and what else is worth saying of it."""
        return problems(self.view, self.whole.problems)

    @field
    def findings(
        self,
        activity: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only this activity, by its key.")
        ] = None,
        instrument: Annotated[strawberry.ID | None, strawberry.argument(description="Only this instrument.")] = None,
        status: Annotated[
            list[Status] | None, strawberry.argument(description="Only findings of these statuses.")
        ] = None,
        first: First = PAGE,
        after: After = None,
    ) -> Connection[Finding]:
        """Return the findings, activity by activity in the order of the description and of the law."""
        if activity is not None and all(activity != each.id for each in self.whole.activities):
            raise refusal("NOT_FOUND", f"the description has no activity {activity!r}")
        if instrument is not None and instrument not in self.view.law.instruments:
            raise refusal("NOT_FOUND", f"there is no instrument {instrument!r}")
        wanted = [
            each
            for each in self.shown
            if activity in {None, each.activity}
            and instrument in {None, each.instrument}
            and (status is None or each.status in status)
        ]
        scope = self.id[:SCOPE]
        return page(
            wanted,
            lambda each: f"{scope}/{each.id}",
            lambda each: finding(self.view, self.whole, each, scope),
            first,
            after,
        )

    @field
    def json(
        self,
        proofs: Annotated[bool, strawberry.argument(description="Whether with the proof of every finding.")] = True,  # noqa: FBT002
    ) -> JSON:
        """Return the whole record as plain data, every instrument in it: the same as the command line writes."""
        self.view.budget.pay(len(self.whole.findings))
        return JSON(record.assessment(self.whole, self.view.wording, self.view.language, proofs=proofs))

    @field
    def receipt(self) -> Receipt:
        """Return a receipt for the whole record: digests and how it was asked, and none of the facts."""
        return receipt(self.view, self.described, self.whole)


def identified(
    view: View, described: Deployment, whole: kg_assessment.Assessment, instruments: Sequence[str] | None = None
) -> str:
    """Return the id of an assessment: a digest of everything that was asked."""
    question = {
        "edition": whole.edition,
        "readings": sorted(whole.options),
        "on": whole.on.isoformat() if whole.on else None,
        "instruments": None if instruments is None else sorted(set(instruments)),
        "description": plain(described, view.library.reasoner.vocabulary),
    }
    return record.digest(question)


def assessment(
    view: View, described: Deployment, whole: kg_assessment.Assessment, instruments: Sequence[str] | None = None
) -> Assessment:
    """Show an assessment; of its findings only those on some *instruments*, where they are named."""
    view.budget.pay()
    return Assessment(
        view=view,
        whole=whole,
        described=described,
        shown=[each for each in whole.findings if instruments is None or each.instrument in instruments],
        id=strawberry.ID(identified(view, described, whole, instruments)),
        deployment=strawberry.ID(whole.deployment),
        title=view.said(whole.title),
        edition=whole.edition,
        on=whole.on,
        note=view.said(view.wording.not_advice()),
    )
