"""Standing: what every norm and provision comes to for a description, and nothing more.

An assessment also says why, who must prove what and what other readings would give. Where
many descriptions are compared that is too much work; here are the same statuses alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.assessment import answered_provisions
from kg.engine import RowAnswer, Status, answer, fold, strongest
from kg.law import Law
from kg.once import Once
from kg.plan import Plan
from kg.row import Row


@dataclass(frozen=True)
class Standing:
    """What one description comes to under one choice of readings; equal to the statuses of its assessment."""

    law: Law
    plan: Plan
    answers: tuple[RowAnswer, ...]

    @Once
    def _by_activity(self) -> Mapping[str, tuple[RowAnswer, ...]]:
        found: dict[str, list[RowAnswer]] = {}
        for each in self.answers:
            found.setdefault(each.row.activity, []).append(each)
        return {activity: tuple(answers) for activity, answers in found.items()}

    def of_norm(self, activity: str, norm: str) -> Status:
        """Return what a norm comes to for an activity, over all its rows."""
        place = self.plan.by_id[norm].place
        return fold([(each.statuses[place], each.row.occurs) for each in self._by_activity[activity]])

    def of_provision(self, activity: str, provision: str) -> Status:
        """Return what an answered provision comes to for an activity: the strongest of its limbs."""
        norms = answered_provisions(self.law, self.plan)[provision]
        return strongest([self.of_norm(activity, norm) for norm in norms])

    def findings(self) -> dict[tuple[str, str], Status]:
        """Return what every answered provision comes to for every activity."""
        provisions = answered_provisions(self.law, self.plan)
        return {(each, name): self.of_provision(each, name) for each in self._by_activity for name in provisions}


def standing(law: Law, plan: Plan, rows: Sequence[Row]) -> Standing:
    """Return what rows come to."""
    return Standing(law, plan, tuple(answer(plan, row) for row in rows))
