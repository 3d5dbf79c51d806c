"""Expression: a circuit gives what its formula means, with shared parts once."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import expression
from kg.expression import (
    Circuit,
    Citation,
    Concluded,
    Every,
    Formula,
    Leaf,
    Lookup,
    Members,
    Negation,
    Node,
    Op,
    Relation,
    Some,
    Value,
    evaluate,
    leaves,
)
from kg.text import Text
from kg.truth import FALSE, TRUE, UNKNOWN
from tests.kg.small import leans, says

FACTS = tuple("abcdef")
CODES = (FALSE, UNKNOWN, TRUE)
REPEATABLE = settings(derandomize=True, database=None, deadline=None, max_examples=300)

formulas: st.SearchStrategy[Formula] = st.recursive(
    st.sampled_from(FACTS).map(says),
    lambda parts: (
        st.lists(parts, max_size=4).map(lambda several: Every(tuple(several)))
        | st.lists(parts, max_size=4).map(lambda several: Some(tuple(several)))
        | parts.map(Negation)
    ),
    max_leaves=25,
)
states = st.fixed_dictionaries({fact: st.sampled_from(CODES) for fact in FACTS})


def meaning(formula: Formula, state: Mapping[str, int]) -> int:
    """Say what a formula comes to by strong Kleene logic read as the weakest and the strongest of its parts."""
    match formula:
        case Every(parts):
            return min((meaning(part, state) for part in parts), default=TRUE)
        case Some(parts):
            return max((meaning(part, state) for part in parts), default=FALSE)
        case Negation(part):
            return {FALSE: TRUE, UNKNOWN: UNKNOWN, TRUE: FALSE}[meaning(part, state)]
        case Leaf(test):
            return state[test.fact]
        case Concluded(norm):
            return state[norm]


def built(circuit: Circuit, formula: Formula) -> int:
    """Add a formula to a circuit and return its node; the input of a fact is its place in the alphabet."""
    match formula:
        case Every(parts):
            return circuit.every([built(circuit, part) for part in parts])
        case Some(parts):
            return circuit.some([built(circuit, part) for part in parts])
        case Negation(part):
            return circuit.negation(built(circuit, part))
        case Leaf(test):
            return circuit.input(FACTS.index(test.fact))
    raise AssertionError(formula)


def values(circuit: Circuit, state: Mapping[str, int]) -> tuple[int, ...]:
    return circuit.runner({}, [])([state[fact] for fact in FACTS])[0]


def facts_of(state: Mapping[str, int]) -> dict[str, Value]:
    return {fact: code == TRUE for fact, code in state.items() if code != UNKNOWN}


# A circuit means what its formula means.


@REPEATABLE
@given(formula=formulas, state=states)
def test_a_circuit_gives_what_its_formula_means(formula: Formula, state: dict[str, int]) -> None:
    circuit = Circuit()
    node = built(circuit, formula)
    assert values(circuit, state)[node] == meaning(formula, state) == evaluate(formula, facts_of(state))


@REPEATABLE
@given(several=st.lists(formulas, min_size=2, max_size=5), state=states)
def test_many_formulas_in_one_circuit_do_not_disturb_one_another(several: list[Formula], state: dict[str, int]) -> None:
    circuit = Circuit()
    nodes = [built(circuit, formula) for formula in several]
    found = values(circuit, state)
    assert [found[node] for node in nodes] == [meaning(formula, state) for formula in several]


@REPEATABLE
@given(formula=formulas)
def test_every_node_comes_after_its_parts(formula: Formula) -> None:
    circuit = Circuit()
    built(circuit, formula)
    for number, node in enumerate(circuit.nodes):
        if node.op in {Op.EVERY, Op.SOME, Op.NOT}:
            assert all(arg < number for arg in node.args)


@REPEATABLE
@given(formula=formulas)
def test_what_is_built_twice_stands_there_once(formula: Formula) -> None:
    circuit = Circuit()
    once = built(circuit, formula)
    size = len(circuit.nodes)
    assert built(circuit, formula) == once
    assert len(circuit.nodes) == size == len(set(circuit.nodes))


@REPEATABLE
@given(formula=formulas, state=states)
def test_an_answer_never_turns_once_it_is_known(formula: Formula, state: dict[str, int]) -> None:
    before = meaning(formula, state)
    unknown = [fact for fact, code in state.items() if code == UNKNOWN]
    for fact, code in product(unknown, (FALSE, TRUE)):
        after = evaluate(formula, facts_of({**state, fact: code}))
        assert before in {UNKNOWN, after}


def test_a_part_of_two_formulas_is_shared() -> None:
    circuit = Circuit()
    shared = Some((says("a"), says("b")))
    built(circuit, Every((shared, says("c"))))
    size = len(circuit.nodes)
    built(circuit, Every((shared, says("d"))))
    assert len(circuit.nodes) == size + 2  # the other fact and the other conjunction


# Constants and what needs no node of its own.


def circuit_of(*facts: str) -> tuple[Circuit, list[int]]:
    circuit = Circuit()
    return circuit, [circuit.input(FACTS.index(fact)) for fact in facts]


def test_of_no_parts_all_hold_and_none_does() -> None:
    circuit = Circuit()
    assert circuit.nodes[circuit.every([])] == Node(Op.CONSTANT, (TRUE,))
    assert circuit.nodes[circuit.some([])] == Node(Op.CONSTANT, (FALSE,))


@pytest.mark.parametrize(("joined", "decides", "matters_not"), [("every", FALSE, TRUE), ("some", TRUE, FALSE)])
def test_a_constant_decides_a_junction_or_drops_out_of_it(joined: str, decides: int, matters_not: int) -> None:
    circuit, (a, b) = circuit_of("a", "b")
    join = getattr(circuit, joined)
    assert join([a, circuit.constant(decides), b]) == circuit.constant(decides)
    assert join([a, circuit.constant(matters_not), b]) == join([a, b])
    assert join([circuit.constant(matters_not), a]) == a


def test_a_junction_of_one_part_is_that_part() -> None:
    circuit, (a,) = circuit_of("a")
    assert circuit.every([a]) == circuit.some([a]) == circuit.every([a, a]) == a


def test_to_deny_twice_is_to_say() -> None:
    circuit, (a,) = circuit_of("a")
    assert circuit.negation(circuit.negation(a)) == a


@pytest.mark.parametrize(("code", "contrary"), [(FALSE, TRUE), (UNKNOWN, UNKNOWN), (TRUE, FALSE)])
def test_the_contrary_of_a_constant_is_a_constant(code: int, contrary: int) -> None:
    circuit = Circuit()
    assert circuit.negation(circuit.constant(code)) == circuit.constant(contrary)


def test_what_is_always_unknown_neither_decides_nor_drops_out() -> None:
    circuit, (a,) = circuit_of("a")
    node = circuit.every([a, circuit.constant(UNKNOWN)])
    assert [values(circuit, dict.fromkeys(FACTS, code))[node] for code in CODES] == [FALSE, UNKNOWN, UNKNOWN]


# The function that is generated.


@pytest.mark.parametrize("codes", list(product(CODES, repeat=3)))
def test_a_lookup_finds_the_entry_of_its_three_values(codes: tuple[int, int, int]) -> None:
    circuit = Circuit()
    nodes = (circuit.input(0), circuit.input(1), circuit.input(2))
    table = [[[(a, b, c) for c in range(4)] for b in range(4)] for a in range(4)]
    run = circuit.runner({"TABLE": table}, [Lookup("TABLE", nodes), Lookup("TABLE", (nodes[2], nodes[1], nodes[0]))])
    found, looked_up = run(codes)
    assert found == codes
    assert looked_up == (codes, tuple(reversed(codes)))


def test_the_function_of_an_empty_law_answers_nothing() -> None:
    assert Circuit().runner({}, [])([]) == ((), ())


def test_what_is_generated_holds_no_word_of_the_law() -> None:
    circuit = Circuit()
    built(circuit, Every((says("a"), Negation(Some((says("b"), says("c")))))))
    code = circuit.runner({}, []).__code__
    names = [*code.co_varnames, *code.co_names]
    assert [name for name in names if not re.fullmatch(r"v|N|n\d+", name)] == []
    assert [each for each in code.co_consts if not isinstance(each, int | None) and each != ()] == []


def test_a_law_far_longer_than_ours_is_still_one_function() -> None:
    circuit = Circuit()
    node = circuit.input(0)
    for number in range(1, 5000):
        node = circuit.negation(circuit.every([node, circuit.input(number)]))
    assert circuit.runner({}, [])([TRUE] * 5000)[0][node] in {TRUE, FALSE}


# Tests of facts.

CASES: Sequence[tuple[Relation, tuple[Any, ...], Value, int]] = [
    (Relation.IS, (True,), True, TRUE),
    (Relation.IS, (True,), False, FALSE),
    (Relation.IS, (False,), False, TRUE),
    (Relation.IS, ("consent", "contract"), "contract", TRUE),
    (Relation.IS, ("consent", "contract"), "duty", FALSE),
    (Relation.HAS, ("x", "y"), Members(frozenset({"y"}), frozenset({"x"})), TRUE),
    (Relation.HAS, ("x", "y"), Members(frozenset({"z"}), frozenset({"x", "y"})), FALSE),
    (Relation.HAS, ("x", "y"), Members(frozenset({"z"}), frozenset({"x"})), UNKNOWN),
    (Relation.HAS, ("x",), Members(frozenset(), frozenset()), UNKNOWN),
    (Relation.FROM, (date(2021, 8, 1),), date(2021, 8, 1), TRUE),
    (Relation.FROM, (date(2021, 8, 1),), date(2021, 7, 31), FALSE),
    (Relation.BELOW, (date(2021, 8, 1),), date(2021, 7, 31), TRUE),
    (Relation.BELOW, (date(2021, 8, 1),), date(2021, 8, 1), FALSE),
    (Relation.FROM, (Decimal(10),), Decimal(10), TRUE),
    (Relation.FROM, (Decimal(10),), Decimal("9.5"), FALSE),
    (Relation.BELOW, (Decimal(10),), Decimal("9.5"), TRUE),
    (Relation.RANKED, ("law", "regulation"), Citation("a law", "law"), TRUE),
    (Relation.RANKED, ("law", "regulation"), Citation("a notice", "notice"), FALSE),
    (Relation.RANKED, ("law", "regulation"), Citation("a rule of unknown rank", None), UNKNOWN),
    (Relation.RANKED, ("law", "regulation"), Citation(None, None), FALSE),
]


@pytest.mark.parametrize(("relation", "asked", "value", "code"), CASES)
def test_a_fact_is_asked_one_thing(relation: Relation, asked: tuple[Any, ...], value: Value, code: int) -> None:
    test = expression.Test("fact", relation, asked)
    assert test.of(value) == code
    assert expression.together([test, test])(value) == [code, code]


@pytest.mark.parametrize(("relation", "asked", "value", "code"), CASES)
def test_a_fact_on_record_is_what_its_test_says_and_unknown_where_it_is_not(
    relation: Relation, asked: tuple[Any, ...], value: Value, code: int
) -> None:
    leaf = Leaf(expression.Test("fact", relation, asked), Text("so", "如此"))
    assert evaluate(leaf, {"fact": value}) == code
    assert evaluate(leaf, {"another": value}) == UNKNOWN


def test_leaves_come_in_the_order_of_the_author_with_their_sign() -> None:
    formula = Every((says("a"), Negation(Some((says("b"), Negation(leans("c"))))), says("a")))
    found = [(leaf.test.fact if isinstance(leaf, Leaf) else leaf.norm, sign) for leaf, sign in leaves(formula)]
    assert found == [("a", True), ("b", False), ("c", True), ("a", True)]


def test_what_leans_on_a_norm_is_no_question_of_fact() -> None:
    with pytest.raises(ValueError, match="may not lean on"):
        evaluate(Every((says("a"), leans("b"))), {"a": True})
