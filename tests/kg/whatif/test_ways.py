"""Ways: whatever brings a node to a value is found, and whatever is found does."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import expression
from kg.engine import Status, answer
from kg.expression import Every, Formula, Leaf, Members, Negation, Relation, Some, Value, evaluate
from kg.reasoner import Reasoner
from kg.row import Row
from kg.text import Text
from kg.truth import FALSE, TRUE, UNKNOWN
from kg.vocabulary import Fact, Kind
from kg.whatif.choices import Choices
from kg.whatif.goal import HARD, SOFT, any_of, goal, holds, statuses
from kg.whatif.sites import Site
from kg.whatif.ways import FREE, Things, Want, Way, of_formula
from tests.kg.small import Small, has, leans, row, says

NAMES = ("one", "two", "three")
FEW = NAMES[:2]
SAID: dict[str, tuple[Value | None, ...]] = {
    "one": (None, True, False),
    "two": (None, True, False),
    "hue": (None, "red", "green", "blue"),
}
PARTS: tuple[Members | None, ...] = tuple(
    Members(
        frozenset(code for code, sign in zip(("x", "y"), signs, strict=True) if sign == TRUE),
        frozenset(code for code, sign in zip(("x", "y"), signs, strict=True) if sign == FALSE),
    )
    for signs in product((TRUE, UNKNOWN, FALSE), repeat=2)
)


def leaf(fact: str, relation: Relation, *values: str | bool) -> Leaf:
    return Leaf(expression.Test(fact, relation, values), Text(fact, fact))


LEAVES = st.sampled_from(
    [
        *(leaf(name, Relation.IS, True) for name in FEW),
        leaf("hue", Relation.IS, "red"),
        leaf("hue", Relation.IS, "green", "blue"),
        leaf("parts", Relation.HAS, "x"),
        leaf("parts", Relation.HAS, "x", "y"),
    ]
)
FORMULAS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Every(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Some(tuple(parts))),
        inner.map(Negation),
    ),
    max_leaves=7,
)


def small_of(reasoner: Reasoner) -> Small:
    small = Small(reasoner)
    for name in FEW:
        small.fact(name)
    small.fact("hue", kind=Kind.CONCEPT, codes=("red", "green", "blue"))
    small.fact("parts", kind=Kind.CONCEPTS, codes=("x", "y"))
    return small


def anywhere(_row: Row, fact: Fact) -> Site:
    return Site(fact.name, ((fact.name,),))


def every_row() -> list[dict[str, Value]]:
    found = []
    for values in product(*SAID.values(), PARTS):
        facts = dict(zip([*SAID, "parts"], values, strict=True))
        found.append({name: value for name, value in facts.items() if value is not None})
    return found


def fits(way: Way, choices: Choices, things: Things, held: dict[str, Value], facts: dict[str, Value]) -> bool:
    """Say whether a row of facts lies in a way from what was held."""
    for number, thing in enumerate(choices.known):
        left = things.left(way, number)
        was, now = held.get(thing.site.fact), facts.get(thing.site.fact)
        if thing.member is None:
            options = {None if option == 0 else thing.values[option - 1] for option in left}
            ok = (0 in left and was == now) or (now is not None and now in options - {None})
        else:
            ok = any(_sign(now, thing.member) == (_sign(was, thing.member), TRUE, FALSE)[option] for option in left)
        if not ok:
            return False
    return True


def forgets(held: dict[str, Value], facts: dict[str, Value]) -> bool:
    """Say whether something on record is no longer: nobody can bring that about."""
    members = any(_sign(held.get("parts"), each) != UNKNOWN == _sign(facts.get("parts"), each) for each in ("x", "y"))
    return members or any(name in held and name not in facts for name in SAID)


def _sign(value: Value | None, member: str) -> int:
    if not isinstance(value, Members):
        return UNKNOWN
    return TRUE if member in value.present else FALSE if member in value.absent else UNKNOWN


@settings(max_examples=50, deadline=None)
@given(FORMULAS, st.sampled_from(list(Want)), st.sampled_from(every_row()))
def test_the_ways_of_a_formula_are_all_that_brings_it_about(
    reasoner: Reasoner, formula: Formula, want: Want, held: dict[str, Value]
) -> None:
    small = small_of(reasoner)
    small.norm("norm", formula)
    things = Things(99, 10_000)
    choices = Choices(small.plan(), small.vocabulary, things, anywhere)
    ways = of_formula(formula, want, things, choices.in_row(row(held)))
    for facts in every_row():
        if forgets(held, facts):
            continue
        reached = want.met_by(evaluate(formula, facts))
        assert reached is any(fits(way, choices, things, held, facts) for way in ways)
    assert not things.crowded


def test_a_way_that_asks_no_more_takes_the_place_of_one_that_does() -> None:
    things = Things(9, 9)
    one, two = things.add(3, 0), things.add(3, 1)
    (less,), (more,) = things.ruled_out(one, 0b001), things.ruled_out(two, 0b001)
    both = things.together(less, more)
    assert both is not None
    assert things.least([both, less]) == (less,)


def test_ways_that_leave_nothing_of_a_fact_do_not_go_together() -> None:
    things = Things(9, 9)
    one = things.add(2, 0)
    (stay,), (change,) = things.ruled_out(one, 0b10), things.ruled_out(one, 0b01)
    assert things.together(stay, change) is None
    assert things.ruled_out(one, 0b11) == ()
    assert things.ruled_out(one, 0) == (FREE,)


def test_a_limit_that_left_something_out_is_told() -> None:
    things = Things(1, 1)
    several = [things.ruled_out(things.add(2, fact), 1)[0] for fact in range(3)]
    assert len(things.least(several)) == 1
    assert things.crowded
    both = things.together(several[0], several[1])
    assert both is not None
    assert things.least([both]) == ()
    assert things.larger


# Goals are the inverse of statuses.


@pytest.mark.parametrize("soft", [False, True])
def test_a_goal_is_reached_exactly_where_the_status_is(reasoner: Reasoner, *, soft: bool) -> None:
    small = Small(reasoner)
    for name in NAMES:
        small.fact(name)
    small.norm("gate", says("one"), before_gates=True)
    small.gate("gate")
    small.norm("rule", says("two"), kind="Principle" if soft else "Infringement")
    small.norm("exemption", says("three"))
    if soft:
        small.indicator("against", "rule", says("one"), supports=False)
        small.indicator("for", "rule", says("three"), supports=True, core=True)
    else:
        small.defeat("exemption", "rule")
    plan = small.plan()
    norm = plan.by_id["rule"]
    assert set(statuses(norm)) == set(SOFT if soft else HARD)
    for values in product((None, True, False), repeat=3):
        facts = {name: value for name, value in zip(NAMES, values, strict=True) if value is not None}
        answered = answer(plan, row(facts))
        status = answered.statuses[norm.place]
        for each in statuses(norm):
            assert holds(goal(norm, each), answered.values) is (status is each)
            assert holds(any_of(norm, frozenset({each})), answered.values) is (status is each)


def test_a_status_that_a_norm_never_has_is_no_goal(reasoner: Reasoner) -> None:
    small = Small(reasoner)
    small.fact("one")
    small.norm("rule", says("one"))
    small.norm("leaning", leans("rule"))
    with pytest.raises(ValueError, match="never supported"):
        goal(small.plan().by_id["leaning"], Status.SUPPORTED)


def test_one_of_several_members_is_enough_and_all_must_be_absent(reasoner: Reasoner) -> None:
    small = small_of(reasoner)
    small.norm("rule", has("parts", "x", "y"))
    things = Things(9, 99)
    asked = Choices(small.plan(), small.vocabulary, things, anywhere).in_row(row({}))
    test = expression.Test("parts", Relation.HAS, ("x", "y"))
    assert len(asked(test, Want.TRUE)) == 2
    assert len(asked(test, Want.FALSE)) == 1
