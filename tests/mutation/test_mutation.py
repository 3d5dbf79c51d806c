"""The cases notice: whatever is changed in the law, some case comes out otherwise."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml

from kg.assessment import answered_provisions, closed_fold
from kg.burden import presumed
from kg.cases import Case, read_cases
from kg.engine import Status, answer, fold, strongest
from kg.errors import PrimaFacieError
from kg.plan import Plan
from kg.reasoner import Reasoner
from kg.row import Row
from tests.law.verdicts import assessed, holds, wanted
from tests.mutation.mutants import Mutant, every_mutant

HERE = Path(__file__).parent
CASES = read_cases(HERE.parent / "law")
SURVIVORS: dict[str, str] = yaml.safe_load((HERE / "survivors.yaml").read_text(encoding="utf-8")) or {}
"""The mutants that no case kills, each with the reason why it may live."""

LIVING = 0.05
"""The share of mutants that may live, each with a reason."""

PARTS = 8
"""In how many parts they are tried, so that several processors can take part."""


class Jury:
    """All cases, read once, and asked of one mutant after another until one of them objects.

    Each is first asked for bare statuses; who defeats, what is asked and who must prove it is
    looked at only in cases about the norms touched, or where a burden was moved.
    """

    def __init__(self, reasoner: Reasoner) -> None:
        self._read = [reasoner.read(case.description(reasoner.vocabulary)) for case in CASES]
        self._rows: dict[tuple[int, tuple[date, ...]], tuple[Row, ...]] = {}
        self._near: dict[str, dict[int, None]] = {}
        for number, case in enumerate(CASES):
            for expected in (*case.expect.values(), *case.presumed.values()):
                for subject in expected:
                    for norm in reasoner.law.stated.get(subject, (subject,)):
                        self._near.setdefault(norm, {})[number] = None

    def kills(self, mutant: Mutant) -> Case | None:
        """Return the first case that comes out otherwise, those about the norms touched being asked first."""
        try:
            law = mutant.law()
            near = dict.fromkeys(number for norm in sorted(mutant.touched) for number in self._near.get(norm, ()))
            for number in dict.fromkeys([*near, *range(len(CASES))]):
                if not self._quick(law, number, mutant):
                    return CASES[number]
            detailed = near if mutant.touched else dict.fromkeys(range(len(CASES)))
            for number in detailed:
                if self._has_details(CASES[number]) and not holds(assessed(law, CASES[number]), CASES[number]):
                    return CASES[number]
        except PrimaFacieError:
            return CASES[0]  # a law that cannot be read is noticed by whoever runs the first case
        return None

    def _has_details(self, case: Case) -> bool:
        return bool(
            case.asks
            or case.burden
            or case.holds is not None
            or any(" by " in status for status in wanted(case).values())
        )

    def _quick(self, law: Reasoner, number: int, mutant: Mutant) -> bool:
        """Say whether the bare statuses of a case come out as it says."""
        case = CASES[number]
        plan = law.plan(law.law.options(case.profile, dict(case.under)))
        answers = [answer(plan, row) for row in self._expanded(law, plan, number, mutant)]
        for activity, expected in case.expect.items():
            several = [(each.statuses, each.row.occurs) for each in answers if each.row.activity == activity]
            if any(_folded(law, plan, name, several) != status.split()[0] for name, status in expected.items()):
                return False
        for activity, expected in case.presumed.items():
            closed = [
                (presumed(plan, each).statuses, each.row.occurs) for each in answers if each.row.activity == activity
            ]
            if any(_held(law, plan, name, closed) != status for name, status in expected.items()):
                return False
        return True

    def _expanded(self, law: Reasoner, plan: Plan, number: int, mutant: Mutant) -> tuple[Row, ...]:
        if mutant.rereads:
            return law.rows(law.read(CASES[number].description(law.vocabulary)), plan, CASES[number].on)
        key = (number, plan.cuts)
        if key not in self._rows:
            self._rows[key] = law.rows(self._read[number], plan, CASES[number].on)
        return self._rows[key]


Several = list[tuple[tuple[Status, ...], int]]


def _limbs(law: Reasoner, plan: Plan, name: str, several: Several) -> list[list[tuple[Status, int]]]:
    norms = answered_provisions(law.law, plan).get(name, (name,))
    places = [plan.by_id[norm].place for norm in norms if norm in plan.by_id]
    return [[(statuses[place], occurs) for statuses, occurs in several] for place in places]


def _folded(law: Reasoner, plan: Plan, name: str, several: Several) -> str | None:
    limbs = _limbs(law, plan, name, several)
    return strongest([fold(limb) for limb in limbs]).name if limbs else None


def _held(law: Reasoner, plan: Plan, name: str, several: Several) -> str | None:
    limbs = _limbs(law, plan, name, several)
    return strongest([closed_fold(limb) for limb in limbs]).name if limbs else None


@pytest.fixture(scope="module")
def mutants(reasoner: Reasoner) -> list[Mutant]:
    """Every change to the law."""
    return list(every_mutant(reasoner))


@pytest.fixture(scope="module")
def jury(reasoner: Reasoner) -> Jury:
    """All cases, read once."""
    return Jury(reasoner)


def test_nearly_every_mutant_is_to_be_killed_and_each_has_a_name(mutants: list[Mutant]) -> None:
    names = Counter(each.name for each in mutants)
    assert not [name for name, times in names.items() if times > 1]
    assert set(SURVIVORS) <= set(names)
    assert len(SURVIVORS) <= LIVING * len(names)


@pytest.mark.long
def test_the_law_as_it_is_is_not_killed(jury: Jury, reasoner: Reasoner) -> None:
    unchanged = jury.kills(Mutant("the law as it is", frozenset(), lambda: reasoner))
    assert unchanged is None, unchanged.title


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_every_mutant_is_killed_but_those_with_a_reason(part: int, jury: Jury, mutants: list[Mutant]) -> None:
    own = mutants[part::PARTS]
    survivors = {each.name for each in own if jury.kills(each) is None}
    print(f"{len(own)} mutants, {len(survivors)} survive")  # noqa: T201 - a figure to quote
    assert survivors == set(SURVIVORS) & {each.name for each in own}
