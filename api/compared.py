"""Compared: two answers beside each other, as they can be looked at: move by move, with facts and readings."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import strawberry
from strawberry.scalars import JSON

from api.assessment import SCOPE, Assessment, assessment, identified
from api.describe import field, output
from api.facts import spoken
from api.finding import Activity, Finding, activity, finding
from api.paging import PAGE, After, Connection, First, page
from api.posing import Posed
from api.view import View
from kg import assessment as kg_assessment
from kg import record

if TYPE_CHECKING:
    from kg.comparison import compare as kg_compare


@output
class RecordedValue:
    """What is on record of a fact in a situation."""

    value: JSON | None = strawberry.field(description="The value, as a file holds it; null where none counts.")
    contested: bool = strawberry.field(description="Whether something was stated that counts as unknown.")
    says: str = strawberry.field(description="The same in words.")


@output
class FactDifference:
    """A fact that is not the same on both sides."""

    activity: strawberry.ID = strawberry.field(description="The activity of the first side, by its key.")
    fact: str = strawberry.field(description="Its name in a file.")
    field: str = strawberry.field(description="Its field in the input.")
    label: str
    before: list[RecordedValue] = strawberry.field(description="What the first side has on record, each thing once.")
    after: list[RecordedValue] = strawberry.field(description="What the second side has on record, each thing once.")


@output
class ReadingDifference:
    """A contested reading that is taken otherwise on the second side."""

    reading: str
    before: str = strawberry.field(description="The option of the first side, by its code.")
    after: str = strawberry.field(description="The option of the second side, by its code.")


@output
class FindingMove:
    """A finding that is another on the second side, and what lies behind it."""

    view: strawberry.Private[View]
    held: strawberry.Private["kg_compare.Move"]
    sides: strawberry.Private["Sides"]

    @field
    def before(self) -> Finding:
        """Return the finding on the first side."""
        return self.sides.before(self.held.before)

    @field
    def after(self) -> Finding:
        """Return the finding on the second side."""
        return self.sides.after(self.held.after)

    @field
    def facts(self) -> list[FactDifference]:
        """Return the facts in its proofs that are not the same."""
        return [_difference(self.view, each) for each in self.held.facts]

    @field
    def readings(self) -> list[ReadingDifference]:
        """Return the readings that bring the move about by themselves, one at a time."""
        return _readings(self.view, self.held.readings)


@output
class Comparison:
    """Two answers beside each other."""

    view: strawberry.Private[View]
    held: strawberry.Private["kg_compare.Comparison"]
    sides: strawberry.Private["Sides"]
    same: int = strawberry.field(description="How many findings are the same on both sides.")

    @field
    def before(self) -> Assessment:
        """Return the first side."""
        return self.sides.first

    @field
    def after(self) -> Assessment:
        """Return the second side."""
        return self.sides.second

    @field
    def moves(self, first: First = PAGE, after: After = None) -> Connection[FindingMove]:
        """Return the findings that are others, in the order of the description and the law."""
        return page(self.held.moves, lambda each: each.before.id, self._move, first, after)

    @field
    def readings(self) -> list[ReadingDifference]:
        """Return the readings in which the sides differ."""
        return _readings(self.view, self.held.readings)

    @field
    def idle_facts(self, first: First = PAGE, after: After = None) -> Connection[FactDifference]:
        """Return the facts that differ and lie behind no move."""
        return page(
            self.held.idle,
            lambda each: f"{each.activity}:{each.fact}",
            lambda each: _difference(self.view, each),
            first,
            after,
        )

    @field
    def only_before(self) -> list[Activity]:
        """Return the activities of the first side that have no counterpart."""
        return self.sides.activities(self.held.before, self.held.only_before)

    @field
    def only_after(self) -> list[Activity]:
        """Return the activities of the second side that have no counterpart."""
        return self.sides.activities(self.held.after, self.held.only_after)

    @field
    def unpaired_before(self, first: First = PAGE, after: After = None) -> Connection[Finding]:
        """Return the findings of the first side on provisions for which the second does not answer."""
        return page(self.held.unpaired_before, lambda each: each.id, self.sides.before, first, after)

    @field
    def unpaired_after(self, first: First = PAGE, after: After = None) -> Connection[Finding]:
        """Return the findings of the second side on provisions for which the first does not answer."""
        return page(self.held.unpaired_after, lambda each: each.id, self.sides.after, first, after)

    def _move(self, held: "kg_compare.Move") -> FindingMove:
        self.view.budget.pay()
        return FindingMove(view=self.view, held=held, sides=self.sides)


class Sides:
    """Shows the findings of two assessments, each under ids of its own."""

    def __init__(self, view: View, before: Posed, after: Posed) -> None:
        """Keep both sides."""
        self._view, self._posed = view, (before, after)
        self._scopes = [identified(view, each.deployment, each.whole)[:SCOPE] for each in self._posed]

    @property
    def first(self) -> Assessment:
        """The first side."""
        return self._whole(0)

    @property
    def second(self) -> Assessment:
        """The second side."""
        return self._whole(1)

    def before(self, held: kg_assessment.Finding) -> Finding:
        """Show a finding of the first side."""
        return finding(self._view, self._posed[0].whole, held, self._scopes[0])

    def after(self, held: kg_assessment.Finding) -> Finding:
        """Show a finding of the second side."""
        return finding(self._view, self._posed[1].whole, held, self._scopes[1])

    def activities(self, whole: kg_assessment.Assessment, keys: Sequence[str]) -> list[Activity]:
        """Show some activities of one side."""
        scope = self._scopes[whole is not self._posed[0].whole]
        return [activity(self._view, each, scope) for each in whole.activities if each.id in keys]

    def _whole(self, number: int) -> Assessment:
        side = self._posed[number]
        return assessment(self._view, side.deployment, side.whole)


def _difference(view: View, held: "kg_compare.FactChange") -> FactDifference:
    view.budget.pay(1 + len(held.before) + len(held.after))
    fact = view.fact(held.fact)
    return FactDifference(
        activity=strawberry.ID(held.activity),
        fact=fact.name,
        field=spoken(fact.name),
        label=view.said(fact.label),
        before=[_recorded(view, fact.name, each) for each in held.before],
        after=[_recorded(view, fact.name, each) for each in held.after],
    )


def _recorded(view: View, name: str, each: "kg_compare.OnRecord") -> RecordedValue:
    from kg.comparison.contrast import Contrast

    return RecordedValue(
        value=None if each.value is None else JSON(record.recorded(each.value)),
        contested=each.contested,
        says=view.said(Contrast(view.wording).recorded(name, each)),
    )


def _readings(view: View, several: "Sequence[kg_compare.ReadingChange]") -> list[ReadingDifference]:
    view.budget.pay(len(several))
    return [ReadingDifference(reading=each.reading, before=each.before, after=each.after) for each in several]
