"""Truth: not knowing a thing is knowing neither it nor its contrary."""

from itertools import product

import pytest

from kg.truth import FALSE, NEGATED, TRUE, UNKNOWN, Truth, of_code

BOTH = {
    (Truth.TRUE, Truth.TRUE): Truth.TRUE,
    (Truth.TRUE, Truth.UNKNOWN): Truth.UNKNOWN,
    (Truth.TRUE, Truth.FALSE): Truth.FALSE,
    (Truth.UNKNOWN, Truth.UNKNOWN): Truth.UNKNOWN,
    (Truth.UNKNOWN, Truth.FALSE): Truth.FALSE,
    (Truth.FALSE, Truth.FALSE): Truth.FALSE,
}
EITHER = {
    (Truth.TRUE, Truth.TRUE): Truth.TRUE,
    (Truth.TRUE, Truth.UNKNOWN): Truth.TRUE,
    (Truth.TRUE, Truth.FALSE): Truth.TRUE,
    (Truth.UNKNOWN, Truth.UNKNOWN): Truth.UNKNOWN,
    (Truth.UNKNOWN, Truth.FALSE): Truth.UNKNOWN,
    (Truth.FALSE, Truth.FALSE): Truth.FALSE,
}
CONTRARY = {Truth.TRUE: Truth.FALSE, Truth.UNKNOWN: Truth.UNKNOWN, Truth.FALSE: Truth.TRUE}
PAIRS = list(product(Truth, repeat=2))


def completions(truth: Truth) -> list[Truth]:
    """Return what a statement may turn out to be."""
    return [Truth.FALSE, Truth.TRUE] if truth is Truth.UNKNOWN else [truth]


def agreed(truths: list[Truth]) -> Truth:
    """Return what all of several possibilities give."""
    return truths[0] if len(set(truths)) == 1 else Truth.UNKNOWN


@pytest.mark.parametrize(("pair", "both"), BOTH.items())
def test_both_hold_where_each_does_and_fail_where_one_does(pair: tuple[Truth, Truth], both: Truth) -> None:
    one, other = pair
    assert one & other is both is other & one


@pytest.mark.parametrize(("pair", "either"), EITHER.items())
def test_one_holds_where_any_does_and_none_does_where_each_fails(pair: tuple[Truth, Truth], either: Truth) -> None:
    one, other = pair
    assert one | other is either is other | one


@pytest.mark.parametrize(("truth", "contrary"), CONTRARY.items())
def test_the_contrary_of_the_unknown_is_unknown(truth: Truth, contrary: Truth) -> None:
    assert ~truth is contrary
    assert ~~truth is truth


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_denying_both_is_denying_one_of_them(one: Truth, other: Truth) -> None:
    assert ~(one & other) is ~one | ~other
    assert ~(one | other) is ~one & ~other


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_what_is_said_of_two_statements_is_what_all_their_outcomes_give(one: Truth, other: Truth) -> None:
    outcomes = list(product(completions(one), completions(other)))
    assert one & other is agreed([a & b for a, b in outcomes])
    assert one | other is agreed([a | b for a, b in outcomes])


def test_a_thing_or_its_contrary_is_not_held_while_neither_is_known() -> None:
    """Where the logic stops: it does not look at two statements together."""
    assert Truth.UNKNOWN | ~Truth.UNKNOWN is Truth.UNKNOWN
    assert Truth.UNKNOWN & ~Truth.UNKNOWN is Truth.UNKNOWN


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_codes_say_the_same_as_the_words(one: Truth, other: Truth) -> None:
    assert of_code(one.code & other.code) is one & other
    assert of_code(one.code | other.code) is one | other
    assert of_code(NEGATED[one.code]) is ~one
    assert of_code(one.code) is one


def test_every_code_that_can_come_up_stands_for_one_truth() -> None:
    assert [truth.code for truth in (Truth.FALSE, Truth.UNKNOWN, Truth.TRUE)] == [FALSE, UNKNOWN, TRUE]
    codes = {FALSE, UNKNOWN, TRUE}
    assert {a & b for a in codes for b in codes} | {a | b for a in codes for b in codes} == codes
    assert {NEGATED[code] for code in codes} == codes


@pytest.mark.parametrize("several", list(product(Truth, repeat=3)))
def test_of_several_the_order_does_not_matter(several: tuple[Truth, ...]) -> None:
    one, two, three = several
    assert Truth.all(several) is Truth.all(reversed(several)) is one & two & three
    assert Truth.any(several) is Truth.any(reversed(several)) is one | two | three


def test_of_none_all_hold_and_not_one_does() -> None:
    assert Truth.all([]) is Truth.TRUE
    assert Truth.any([]) is Truth.FALSE
