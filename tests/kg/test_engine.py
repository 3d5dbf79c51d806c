"""Engine: one status for every combination of gate, condition and defeat, and one for several rows together."""

from collections.abc import Sequence
from itertools import combinations, permutations, product

import pytest

from kg.assessment import truth_of
from kg.engine import STRENGTH, Status, answer, beaten_by, fold, norm_status, principle_status, strongest
from kg.reasoner import Reasoner
from kg.truth import FALSE, TRUE, UNKNOWN, Truth
from tests.kg.small import Small, row, says, statuses

CODES = (FALSE, UNKNOWN, TRUE)
EVERY_COMBINATION = list(product(CODES, repeat=3))
HARD = (
    Status.APPLIES,
    Status.APPLIES_UNLESS,
    Status.OPEN,
    Status.DEFEATED,
    Status.DOES_NOT_APPLY,
    Status.OUT_OF_SCOPE,
)
SOFT = (Status.IN_TENSION, Status.OPEN, Status.SUPPORTED, Status.NOT_ENGAGED)
ANSWERS = {FALSE: False, TRUE: True}

Rows = Sequence[tuple[Status, int]]


def as_designed(gate: int, condition: int, defeat: int) -> Status:
    """Return the status by the six lines of the design; the first that fits decides."""
    lines = (
        (Status.OUT_OF_SCOPE, gate == FALSE),
        (Status.DOES_NOT_APPLY, condition == FALSE),
        (Status.DEFEATED, defeat == TRUE),
        (Status.OPEN, UNKNOWN in {gate, condition}),
        (Status.APPLIES_UNLESS, condition == TRUE and defeat == UNKNOWN),
        (Status.APPLIES, True),
    )
    return next(status for status, fits in lines if fits)


def of_principle(engaged: int, against: int, core: int) -> Status:
    """Return the status of a principle, each by what it takes."""
    fitting = {
        Status.NOT_ENGAGED: engaged == FALSE,
        Status.IN_TENSION: (engaged, against) == (TRUE, TRUE),
        Status.SUPPORTED: (engaged, against, core) == (TRUE, FALSE, TRUE),
    }
    found = [status for status, fits in fitting.items() if fits]
    assert len(found) <= 1
    return found[0] if found else Status.OPEN


# One row.


@pytest.mark.parametrize(("gate", "condition", "defeat"), EVERY_COMBINATION)
def test_every_combination_has_the_status_of_the_first_line_that_fits(gate: int, condition: int, defeat: int) -> None:
    assert norm_status(gate, condition, defeat) is as_designed(gate, condition, defeat)


@pytest.mark.parametrize(("gate", "condition", "defeat"), EVERY_COMBINATION)
def test_a_compiled_norm_has_that_status(reasoner: Reasoner, gate: int, condition: int, defeat: int) -> None:
    small = Small(reasoner)
    codes = {"within": gate, "done": condition, "excused": defeat}
    for fact in codes:
        small.fact(fact)
    small.norm("scope", says("within"))
    small.norm("excuse", says("excused"), before_gates=True)
    small.norm("wrong", says("done"))
    small.gate("scope")
    small.defeat("excuse", over="wrong")
    facts = {fact: ANSWERS[code] for fact, code in codes.items() if code != UNKNOWN}
    assert statuses(small.plan(), facts)["wrong"] is as_designed(gate, condition, defeat)


@pytest.mark.parametrize(("engaged", "against", "core"), EVERY_COMBINATION)
def test_a_principle_is_engaged_in_tension_supported_or_open(engaged: int, against: int, core: int) -> None:
    assert principle_status(engaged, against, core) is of_principle(engaged, against, core)


@pytest.mark.parametrize(("engaged", "against", "core"), EVERY_COMBINATION)
def test_a_compiled_principle_has_that_status(reasoner: Reasoner, engaged: int, against: int, core: int) -> None:
    small = Small(reasoner)
    codes = {"used": engaged, "harmful": against, "careful": core}
    for fact in (*codes, "tidy"):
        small.fact(fact)
    small.norm("principle", says("used"), favours=None, kind="Principle")
    small.indicator("harm", "principle", says("harmful"), supports=False)
    small.indicator("care", "principle", says("careful"), supports=True, core=True)
    small.indicator("order", "principle", says("tidy"), supports=True)
    facts = {fact: ANSWERS[code] for fact, code in codes.items() if code != UNKNOWN}
    for tidy in (True, False):
        found = statuses(small.plan(), {**facts, "tidy": tidy})["principle"]
        assert found is of_principle(engaged, against, core), "what is no core indicator decides nothing"


def test_a_principle_is_never_met_and_never_violated() -> None:
    said = {principle_status(*codes) for codes in EVERY_COMBINATION}
    assert said == set(SOFT)
    assert {norm_status(*codes) for codes in EVERY_COMBINATION} == set(HARD)


def test_each_defeat_that_holds_is_named(reasoner: Reasoner) -> None:
    small = Small(reasoner)
    for fact in ("done", "needed", "allowed"):
        small.fact(fact)
    small.norm("wrong", says("done"))
    small.norm("need", says("needed"))
    small.norm("leave", says("allowed"))
    small.defeat("need", over="wrong")
    small.defeat("leave", over="wrong")
    plan = small.plan()
    found = answer(plan, row({"done": True, "needed": True, "allowed": False}))
    assert beaten_by(plan.by_id["wrong"], found.values) == ("need-over-wrong",)


def test_a_defeat_works_only_under_its_further_condition(reasoner: Reasoner) -> None:
    small = Small(reasoner)
    for fact in ("done", "needed", "pleaded"):
        small.fact(fact)
    small.norm("wrong", says("done"))
    small.norm("need", says("needed"))
    small.defeat("need", over="wrong", under=says("pleaded"))
    plan = small.plan()
    facts = {"done": True, "needed": True}
    assert statuses(plan, {**facts, "pleaded": True})["wrong"] is Status.DEFEATED
    assert statuses(plan, {**facts, "pleaded": False})["wrong"] is Status.APPLIES
    assert statuses(plan, facts)["wrong"] is Status.APPLIES_UNLESS


def test_a_defeated_defeat_defeats_nothing(reasoner: Reasoner) -> None:
    small = Small(reasoner)
    for fact in ("done", "needed", "abused"):
        small.fact(fact)
    small.norm("wrong", says("done"))
    small.norm("need", says("needed"))
    small.norm("abuse", says("abused"))
    small.defeat("need", over="wrong")
    small.defeat("abuse", over="need")
    found = statuses(small.plan(), {"done": True, "needed": True, "abused": True})
    assert (found["wrong"], found["need"]) == (Status.APPLIES, Status.DEFEATED)


# Several limbs, several rows.


def test_the_strongest_is_the_order_of_the_design() -> None:
    order = [Status.APPLIES, Status.APPLIES_UNLESS, Status.OPEN, Status.DEFEATED, Status.DOES_NOT_APPLY]
    for stronger, weaker in combinations(order, 2):
        assert strongest([weaker, stronger]) is strongest([stronger, weaker]) is stronger
    assert set(STRENGTH) == set(Status)


def some_rows(kinds: Sequence[Status], most: int) -> list[Rows]:
    """Return every choice of up to so many rows, each of which surely or perhaps occurs."""
    possible = list(product(kinds, (TRUE, UNKNOWN)))
    return [rows for size in range(1, most + 1) for rows in product(possible, repeat=size)]


FOLDED = [*some_rows(HARD, 3), *some_rows(SOFT, 3)]


def test_the_order_of_rows_never_matters() -> None:
    assert [rows for rows in FOLDED if len({fold(each) for each in permutations(rows)}) > 1] == []


def test_of_rows_that_surely_occur_the_strongest_decides() -> None:
    sure = [rows for rows in FOLDED if all(occurs == TRUE for _, occurs in rows)]
    assert [rows for rows in sure if fold(rows) is not strongest([status for status, _ in rows])] == []


def test_a_row_that_may_not_occur_never_makes_a_sure_answer_weaker() -> None:
    def weaker(rows: Rows) -> bool:
        sure = [status for status, occurs in rows if occurs == TRUE]
        return bool(sure) and STRENGTH[fold(rows)] < STRENGTH[strongest(sure)]

    assert [rows for rows in FOLDED if weaker(rows)] == []


def test_a_row_that_may_not_occur_can_only_open_the_answer() -> None:
    def more(rows: Rows) -> bool:
        sure = [status for status, occurs in rows if occurs == TRUE]
        return bool(sure) and fold(rows) not in {strongest(sure), Status.OPEN}

    assert [rows for rows in FOLDED if more(rows)] == []


def test_where_nothing_is_sure_the_answer_is_what_all_agree_on_or_does_not_apply_or_is_undecided() -> None:
    unsure = [rows for rows in FOLDED if all(occurs != TRUE for _, occurs in rows)]
    for rows in unsure:
        found = {status for status, _ in rows}
        assert fold(rows) in found or fold(rows) is Status.OPEN
        if len(found) == 1:
            assert fold(rows) in found
        elif truth_of(fold(rows)) is Truth.TRUE:
            pytest.fail(f"{rows} do not agree")


def outcome(status: Status) -> object:
    """Return what a status decides: whether an effect follows, or how a principle stands, or nothing yet."""
    truth = truth_of(status)
    return status if status in SOFT else truth


def test_what_is_decided_stays_so_whichever_rows_turn_out_to_have_occurred() -> None:
    for rows in FOLDED:
        decided = fold(rows)
        if truth_of(decided) is Truth.UNKNOWN:
            continue
        sure = [status for status, occurs in rows if occurs == TRUE]
        perhaps = [status for status, occurs in rows if occurs != TRUE]
        turned_out = [[*sure, *more] for size in range(len(perhaps) + 1) for more in combinations(perhaps, size)]
        for occurred in turned_out:
            if occurred:
                assert outcome(strongest(occurred)) == outcome(decided), rows


@pytest.mark.parametrize(
    ("rows", "whole"),
    [
        ([(Status.DEFEATED, TRUE), (Status.APPLIES, TRUE)], Status.APPLIES),
        ([(Status.DEFEATED, TRUE), (Status.APPLIES, UNKNOWN)], Status.OPEN),
        ([(Status.APPLIES, TRUE), (Status.OPEN, UNKNOWN)], Status.APPLIES),
        ([(Status.APPLIES_UNLESS, TRUE), (Status.APPLIES, UNKNOWN)], Status.APPLIES_UNLESS),
        ([(Status.DOES_NOT_APPLY, TRUE), (Status.APPLIES_UNLESS, UNKNOWN)], Status.OPEN),
        ([(Status.OUT_OF_SCOPE, TRUE), (Status.DOES_NOT_APPLY, UNKNOWN)], Status.OUT_OF_SCOPE),
        ([(Status.APPLIES, UNKNOWN), (Status.APPLIES, UNKNOWN)], Status.APPLIES),
        ([(Status.OUT_OF_SCOPE, UNKNOWN), (Status.APPLIES, UNKNOWN)], Status.OPEN),
        ([(Status.SUPPORTED, TRUE), (Status.IN_TENSION, UNKNOWN)], Status.OPEN),
        ([(Status.NOT_ENGAGED, TRUE), (Status.SUPPORTED, UNKNOWN)], Status.OPEN),
        ([(Status.NOT_ENGAGED, UNKNOWN), (Status.SUPPORTED, UNKNOWN)], Status.OPEN),
    ],
)
def test_conduct_that_may_have_gone_on_is_weighed(rows: Rows, whole: Status) -> None:
    assert fold(rows) is whole


def test_nothing_is_no_answer() -> None:
    with pytest.raises(ValueError, match="max"):
        strongest([])
