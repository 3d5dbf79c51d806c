"""What many rows come to at once is what each comes to by itself."""

from collections.abc import Mapping, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.engine import TABLES, Status, answer
from kg.engine import fold as fold_one
from kg.expression import Op
from kg.inquiry import lanes
from kg.inquiry.lanes import RANKED, Graded, Planes, Sweep
from kg.plan import Plan
from kg.reasoner import Reasoner
from kg.truth import FALSE, TRUE, UNKNOWN
from tests.oracles.generator import Generator, row_of

CODES = (FALSE, UNKNOWN, TRUE)


def planes(codes: Sequence[int]) -> Planes:
    """Return a code for each lane as planes."""
    yes, no = (sum(1 << lane for lane, code in enumerate(codes) if code == wanted) for wanted in (TRUE, FALSE))
    return yes, no


def codes(of: Planes, size: int) -> list[int]:
    """Return planes as a code for each lane."""
    return [TRUE if of[0] >> lane & 1 else FALSE if of[1] >> lane & 1 else UNKNOWN for lane in range(size)]


def grades(statuses: Sequence[Status]) -> Graded:
    """Return a status for each lane by rank."""
    ranks = [RANKED.index(status) for status in statuses]
    return tuple(sum(1 << lane for lane, own in enumerate(ranks) if own >= rank) for rank in range(len(RANKED)))


def statuses(of: Graded, size: int) -> list[Status]:
    """Return grades as a status for each lane."""
    return [RANKED[max(rank for rank, plane in enumerate(of) if plane >> lane & 1)] for lane in range(size)]


@pytest.mark.parametrize("table", ["HARD", "SOFT"])
def test_a_status_is_that_of_the_table_in_every_lane(table: str) -> None:
    several = list(product(CODES, repeat=3))
    gate, met, beaten = (planes(each) for each in zip(*several, strict=True))
    found = lanes.graded(TABLES[table], (gate, met, beaten), (1 << len(several)) - 1)
    expected = [TABLES[table][a][b][c] for a, b, c in several]
    assert statuses(found, len(several)) == expected


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_rows_are_folded_as_the_engine_folds_them(rows: int) -> None:
    hard = [Status.OUT_OF_SCOPE, Status.DOES_NOT_APPLY, Status.DEFEATED, Status.OPEN, Status.APPLIES_UNLESS]
    soft = [Status.NOT_ENGAGED, Status.SUPPORTED, Status.OPEN, Status.IN_TENSION]
    for kind in ([*hard, Status.APPLIES], soft):
        several = [case for case in product(product(kind, CODES), repeat=rows) if any(code for _, code in case)]
        size = len(several)
        given_rows = [
            (grades([case[row][0] for case in several]), planes([case[row][1] for case in several]))
            for row in range(rows)
        ]
        found = statuses(lanes.fold(given_rows, (1 << size) - 1), size)
        assert found == [fold_one([each for each in case if each[1] != FALSE]) for case in several]


@pytest.fixture(scope="module")
def plan(reasoner: Reasoner) -> Plan:
    return reasoner.plan(reasoner.law.options())


@pytest.fixture(scope="module")
def generator(reasoner: Reasoner, plan: Plan) -> Generator:
    return Generator(reasoner, plan, seed=7)


def swept(plan: Plan, inputs: Sequence[Sequence[int]]) -> tuple[Sweep, Mapping[int, Planes]]:
    """Return a whole plan asked some rows at once, and the planes of its inputs."""
    by_input = {number: planes([each[number] for each in inputs]) for number in range(len(plan.inputs))}
    return Sweep(plan.nodes, range(len(plan.nodes)), by_input, {}, (1 << len(inputs)) - 1), by_input


def test_every_node_has_in_its_lane_the_value_it_has_alone(plan: Plan, generator: Generator) -> None:
    answers = [answer(plan, row_of(generator.partial())) for _ in range(200)]
    sweep, _ = swept(plan, [each.inputs for each in answers])
    for number in range(len(plan.nodes)):
        assert codes(sweep.planes[number], len(answers)) == [each.values[number] for each in answers]


@settings(derandomize=True, database=None, deadline=None, max_examples=40)
@given(chosen=st.sets(st.integers(0, 250), max_size=6))
def test_what_changes_is_what_a_new_sweep_gives(plan: Plan, generator: Generator, chosen: set[int]) -> None:
    size = 20
    before, after = ([plan.answers(generator.partial()) for _ in range(size)] for _ in range(2))
    sweep, _ = swept(plan, before)
    mixed = [
        [new[n] if n in chosen else old[n] for n in range(len(old))] for old, new in zip(before, after, strict=True)
    ]
    whole, inputs = swept(plan, mixed)
    changed = sweep.changed({number: inputs[number] for number in chosen})
    for number in range(len(plan.nodes)):
        assert (changed.get(number) or sweep.planes[number]) == whole.planes[number]
    assert all(changed[number] != sweep.planes[number] for number in changed)


def test_the_only_status_of_some_lanes_is_told_and_no_other() -> None:
    of = grades([Status.OPEN, Status.APPLIES, Status.APPLIES])
    assert lanes.only(of, 0b110) is Status.APPLIES
    assert lanes.only(of, 0b001) is Status.OPEN
    assert lanes.only(of, 0b011) is None
    assert lanes.only(of, 0) is None
    assert lanes.undecided(of) == 0b001


def test_an_input_outside_the_cone_changes_nothing(plan: Plan) -> None:
    number = next(n for n, node in enumerate(plan.nodes) if node.op is Op.INPUT)
    own = plan.nodes[number].args[0]
    sweep = Sweep(plan.nodes, [number], {own: (0, 0)}, {}, 1)
    assert sweep.changed({own + 1: (1, 0)}) == {}
    assert sweep.changed({own: (1, 0)}) == {number: (1, 0)}
