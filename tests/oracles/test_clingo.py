"""The whole law as an answer set program, put to the engine on rows with unknowns.

Conditions, classes of values, gates and exclusions, options of readings, defeats and what
they need, principles, and statuses: all were translated from the Turtle a second time.
"""

from collections import Counter
from collections.abc import Mapping

import pytest

from kg.engine import Status, answer
from kg.expression import Citation, Members, Value
from kg.law import Law, long, short
from kg.plan import Plan
from kg.reasoner import Reasoner
from tests.oracles.clingo_oracle import Program, Record
from tests.oracles.generator import Facts, Generator, row_of, smallest
from tests.oracles.stated import Stated

ROWS = 300
MANY = 2000
BATCH = 500


def recorded(facts: Mapping[str, Value]) -> list[Record]:
    """Say a row in plain words, of which the oracle has its own understanding."""
    said: list[Record] = []
    for name, value in facts.items():
        match value:
            case Members(present, absent):
                said += [("in", name, code) for code in present] + [("out", name, code) for code in absent]
            case Citation(None, None):
                said.append(("norule", name, None))
            case Citation(_, rank):
                said += [("rank", name, rank)] if rank else []
            case bool() | str():
                said.append(("value", name, value))
            case _:
                said.append(("at", name, value))
    return said


def choices(law: Law) -> dict[str, frozenset[str]]:
    """Return every profile, and for each option no profile takes a profile that does."""
    found = {profile: law.options(profile) for profile in law.profiles}
    for code, reading in law.readings.items():
        for option in reading.options:
            if not any(option.id in options for options in found.values()):
                found[option.id] = law.options("balanced", {code: option.code})
    return found


class Both:
    """The engine and the oracle, asked the same."""

    def __init__(self, reasoner: Reasoner, stated: Stated) -> None:
        law = reasoner.law
        self.plans = {name: reasoner.plan(options) for name, options in choices(law).items()}
        chosen = {name: [long(option)] for name, option in ((name, name) for name in self.plans) if ":" in name}
        chosen |= {name: [str(option) for option in options] for name, options in stated.profiles.items()}
        self.program = Program(stated, chosen)

    def differences(self, rows: list[tuple[str, Facts]]) -> list[tuple[int, str, str, str]]:
        """List row, norm, what the engine says and what the oracle says, wherever they differ."""
        told = self.program.statuses([(profile, recorded(facts)) for profile, facts in rows])
        said = {
            (number, long(norm)): status.value
            for number, (profile, facts) in enumerate(rows)
            for norm, status in self.engine(self.plans[profile], facts).items()
        }
        return [
            (row, short(norm), said.get((row, norm), "-"), told.get((row, norm), "-"))
            for row, norm in sorted(said.keys() | told.keys())
            if said.get((row, norm)) != told.get((row, norm))
        ]

    @staticmethod
    def engine(plan: Plan, facts: Facts) -> dict[str, Status]:
        """Return the status of every norm in force."""
        return dict(zip((norm.id for norm in plan.norms), answer(plan, row_of(facts)).statuses, strict=True))


def agree(reasoner: Reasoner, stated: Stated, *, count: int) -> None:
    both = Both(reasoner, stated)
    generators = [
        (name, Generator(reasoner, plan, seed=count + place)) for place, (name, plan) in enumerate(both.plans.items())
    ]
    rows = []
    for number in range(count):
        name, generator = generators[number % len(generators)]
        rows.append((name, generator.partial()))
    for start in range(0, count, BATCH):
        batch = rows[start : start + BATCH]
        found = both.differences(batch)
        if found:
            report(both, batch, found)
    seen = Counter(status for name, facts in rows for status in Both.engine(both.plans[name], facts).values())
    assert seen.keys() == set(Status) - {Status.UNKNOWN}


def report(both: Both, rows: list[tuple[str, Facts]], found: list[tuple[int, str, str, str]]) -> None:
    """Fail with the smallest row that shows the first difference."""
    number, norm, said, told = found[0]
    profile, facts = rows[number]

    def wrong(fewer: Facts) -> bool:
        return any(each[1] == norm for each in both.differences([(profile, fewer)]))

    pytest.fail(
        f"{len(found)} disagreements, among them {norm} ({profile}): the engine says {said}, "
        f"the oracle {told}, on {smallest(facts, wrong)}"
    )


def test_engine_and_answer_set_program_agree(reasoner: Reasoner, stated: Stated) -> None:
    agree(reasoner, stated, count=ROWS)


@pytest.mark.long
def test_engine_and_answer_set_program_agree_on_many_rows(reasoner: Reasoner, stated: Stated) -> None:
    agree(reasoner, stated, count=MANY)


def test_the_empty_row_is_understood_alike(reasoner: Reasoner, stated: Stated) -> None:
    both = Both(reasoner, stated)
    assert not both.differences([(profile, {}) for profile in both.plans])
