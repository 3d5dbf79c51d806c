"""Compile: what belongs to another reading is left out, what hangs on itself is refused."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from kg.burden import conflicts, presumed
from kg.domains import cuts
from kg.engine import Status, answer
from kg.errors import LawError
from kg.expression import Every, Negation, Relation, Some
from kg.graph import cache_folder
from kg.plan import StepKind
from kg.reasoner import Reasoner
from kg.truth import FALSE, TRUE
from kg.vocabulary import Kind, Party, Role
from tests.kg.small import INSTRUMENT, Small, leans, row, says, statuses

OTHER = "other:act"


def law(reasoner: Reasoner, *facts: str) -> Small:
    """Return a law without norms, of which some facts can be said."""
    small = Small(reasoner)
    for fact in facts:
        small.fact(fact)
    return small


# A circle has no answer.


def through_a_defeat(small: Small) -> None:
    """The excuse takes the wrong away, and holds only if the wrong was done."""
    small.norm("wrong", says("done"))
    small.norm("excuse", leans("wrong"))
    small.defeat("excuse", over="wrong")


def through_two_defeats(small: Small) -> None:
    """Each of two norms takes the other away."""
    small.norm("wrong", says("done"))
    small.norm("excuse", says("needed"))
    small.defeat("excuse", over="wrong")
    small.defeat("wrong", over="excuse")


def through_the_condition_of_a_defeat(small: Small) -> None:
    """An excuse takes the wrong away only where the wrong was not itself excused."""
    small.norm("wrong", says("done"))
    small.norm("excuse", says("needed"))
    small.defeat("excuse", over="wrong", under=leans("wrong"))


def through_itself(small: Small) -> None:
    """A norm leans on its own conclusion."""
    small.norm("wrong", Some((says("done"), leans("wrong"))))


def through_a_denial(small: Small) -> None:
    """Each of two norms holds where the other does not."""
    small.norm("wrong", Negation(leans("excuse")))
    small.norm("excuse", Negation(leans("wrong")))


@pytest.mark.parametrize(
    "circle",
    [
        through_a_defeat,
        through_two_defeats,
        through_the_condition_of_a_defeat,
        through_itself,
        through_a_denial,
    ],
)
def test_a_circle_is_refused_and_named(reasoner: Reasoner, circle: Callable[[Small], None]) -> None:
    small = law(reasoner, "done", "needed")
    circle(small)
    with pytest.raises(LawError, match="in a circle") as refused:
        small.plan()
    named = str(refused.value).partition(": ")[2].split(" -> ")
    assert named[0] == named[-1]
    assert "wrong" in named
    assert set(named) <= set(small.law.norms)


def test_only_the_circle_is_named_and_not_the_way_to_it(reasoner: Reasoner) -> None:
    small = law(reasoner, "done", "needed")
    small.norm("a-first", leans("wrong"))
    through_two_defeats(small)
    with pytest.raises(LawError, match=r"wrong -> excuse -> wrong$"):
        small.plan()


def test_a_circle_through_a_reading_not_chosen_is_none(reasoner: Reasoner) -> None:
    small = law(reasoner, "done", "needed")
    small.norm("wrong", says("done"))
    small.norm("excuse", says("needed"))
    small.defeat("excuse", over="wrong")
    small.defeat("wrong", over="excuse", option="strange")
    assert statuses(small.plan(), {"done": True, "needed": True})["wrong"] is Status.DEFEATED
    with pytest.raises(LawError, match="in a circle"):
        small.plan("strange")


def test_two_norms_may_lean_on_a_third(reasoner: Reasoner) -> None:
    small = law(reasoner, "done")
    small.norm("one", leans("shared"))
    small.norm("other", leans("shared"))
    small.norm("shared", says("done"))
    assert set(statuses(small.plan(), {"done": True}).values()) == {Status.APPLIES}


# What is missing is refused.


def test_leaning_on_what_is_no_norm_is_refused(reasoner: Reasoner) -> None:
    small = law(reasoner)
    small.norm("wrong", leans("nothing-of-that-name"))
    with pytest.raises(LawError, match="nothing-of-that-name is no norm"):
        small.plan()


def test_a_condition_without_a_shape_is_refused(reasoner: Reasoner) -> None:
    small = law(reasoner, "done")
    small.norm("wrong", says("done"))
    del small.formulas["wrong:shape"]
    with pytest.raises(LawError, match="wrong:shape is no condition shape"):
        small.plan()


# What belongs to an option not chosen.

A, B = "reading-a", "reading-b"


def contested(reasoner: Reasoner) -> Small:
    """Return a law in which one word is read in two ways."""
    small = law(reasoner, "asked", "agreed", "done")
    small.norm("narrow", says("agreed"), option=A)
    small.norm("wide", Every((says("asked"), says("agreed"))), option=B)
    return small


@pytest.mark.parametrize(("option", "there", "gone"), [(A, "narrow", "wide"), (B, "wide", "narrow")])
def test_a_norm_of_an_option_not_chosen_vanishes(reasoner: Reasoner, option: str, there: str, gone: str) -> None:
    plan = contested(reasoner).plan(option)
    assert there in plan.by_id
    assert gone not in plan.by_id
    assert not [step.id for step in plan.steps if step.anchor.norm == gone]


def test_an_alternative_that_leans_on_it_vanishes_with_it(reasoner: Reasoner) -> None:
    small = contested(reasoner)
    small.norm("consent", Some((leans("narrow"), leans("wide"))))
    facts = {"agreed": True, "asked": False}
    assert statuses(small.plan(A), facts)["consent"] is Status.APPLIES
    assert statuses(small.plan(B), facts)["consent"] is Status.DOES_NOT_APPLY


def test_what_must_hold_together_with_it_vanishes_with_it(reasoner: Reasoner) -> None:
    small = contested(reasoner)
    small.norm("wrong", Some((Every((says("done"), leans("wide"))), says("asked"))))
    facts = {"done": True, "agreed": True, "asked": False}
    assert statuses(small.plan(A), facts)["wrong"] is Status.DOES_NOT_APPLY
    assert not [step.id for step in small.plan(A).steps if step.id.startswith("wrong/1")]
    assert not [each for each in small.plan(A).inputs if each.test.fact == "done"]


def test_silence_on_what_vanished_excludes_nothing(reasoner: Reasoner) -> None:
    """Under reading a only the second norm asks whether it was done, so nothing clashes."""
    small = contested(reasoner)
    small.fact("done", Party.PROCESSOR)
    small.norm("one", Some((Every((says("done"), leans("wide"))), says("asked"))))
    small.norm("other", Negation(says("done")))
    plan = small.plan(A)
    closed = presumed(plan, answer(plan, row({})))
    assert closed.statuses[plan.by_id["other"].place] is Status.APPLIES
    assert conflicts(small.plan(B)) == ("done",)


def test_a_norm_that_only_leans_on_it_never_applies_and_says_so(reasoner: Reasoner) -> None:
    small = contested(reasoner)
    small.norm("wrong", leans("wide"))
    plan = small.plan(A)
    assert statuses(plan, {"agreed": True, "asked": True})["wrong"] is Status.DOES_NOT_APPLY
    (below,) = plan.steps[plan.by_id["wrong"].step].below
    assert plan.steps[below].name == reasoner.words("not-in-this-reading")


def test_that_it_is_not_so_is_true_where_there_is_no_such_norm(reasoner: Reasoner) -> None:
    small = contested(reasoner)
    small.norm("wrong", Every((says("done"), Negation(leans("wide")))))
    assert statuses(small.plan(A), {"done": True})["wrong"] is Status.APPLIES
    assert statuses(small.plan(B), {"done": True, "agreed": True, "asked": True})["wrong"] is Status.DOES_NOT_APPLY


def test_its_defeats_vanish_with_it(reasoner: Reasoner) -> None:
    small = contested(reasoner)
    small.norm("wrong", says("done"))
    small.defeat("narrow", over="wrong")
    facts = {"done": True, "agreed": True}
    assert statuses(small.plan(A), facts)["wrong"] is Status.DEFEATED
    assert statuses(small.plan(B), facts)["wrong"] is Status.APPLIES
    assert small.plan(B).by_id["wrong"].defeats == ()


def test_a_defeat_of_an_option_not_chosen_vanishes_alone(reasoner: Reasoner) -> None:
    small = law(reasoner, "done", "needed")
    small.norm("wrong", says("done"))
    small.norm("need", says("needed"))
    small.defeat("need", over="wrong", option=B)
    facts = {"done": True, "needed": True}
    assert statuses(small.plan(A), facts) == {"wrong": Status.APPLIES, "need": Status.APPLIES}
    assert statuses(small.plan(B), facts)["wrong"] is Status.DEFEATED


def test_a_gate_of_an_option_not_chosen_keeps_nothing_out(reasoner: Reasoner) -> None:
    small = law(reasoner, "old", "done")
    small.norm("too-old", says("old"), option=A)
    small.norm("wrong", says("done"))
    small.exclusion("too-old")
    facts = {"old": True, "done": True}
    assert statuses(small.plan(A), facts)["wrong"] is Status.OUT_OF_SCOPE
    assert statuses(small.plan(B), facts)["wrong"] is Status.APPLIES


# Gates.


def gated(reasoner: Reasoner) -> Small:
    """Return a law with a gate, an exclusion and a definition on which the gate leans."""
    small = law(reasoner, "known", "near", "old", "done")
    small.norm("person", says("known"))
    small.norm("scope", Every((leans("person"), says("near"))))
    small.norm("too-old", says("old"), before_gates=True)
    small.norm("wrong", says("done"))
    small.gate("scope")
    small.exclusion("too-old")
    return small


WITHIN = {"known": True, "near": True, "old": False, "done": True}


def test_what_is_within_the_gates_is_judged(reasoner: Reasoner) -> None:
    assert statuses(gated(reasoner).plan(), WITHIN)["wrong"] is Status.APPLIES


@pytest.mark.parametrize("changed", [{"known": False}, {"near": False}, {"old": True}])
def test_what_is_outside_a_gate_is_out_of_scope(reasoner: Reasoner, changed: dict[str, bool]) -> None:
    assert statuses(gated(reasoner).plan(), {**WITHIN, **changed})["wrong"] is Status.OUT_OF_SCOPE


@pytest.mark.parametrize("forgotten", ["known", "near", "old"])
def test_where_a_gate_is_unknown_the_norm_stays_open(reasoner: Reasoner, forgotten: str) -> None:
    facts = {name: value for name, value in WITHIN.items() if name != forgotten}
    assert statuses(gated(reasoner).plan(), facts)["wrong"] is Status.OPEN


def test_before_what_a_gate_leans_on_there_is_no_gate(reasoner: Reasoner) -> None:
    found = statuses(gated(reasoner).plan(), {**WITHIN, "near": False, "old": True})
    assert found["person"] is Status.APPLIES
    assert found["too-old"] is Status.APPLIES


def test_before_a_norm_about_time_there_is_no_gate(reasoner: Reasoner) -> None:
    small = gated(reasoner)
    small.norm("since", says("done"), before_gates=True)
    assert statuses(small.plan(), {**WITHIN, "near": False, "old": True})["since"] is Status.APPLIES


def test_before_a_gate_stand_only_the_exclusions(reasoner: Reasoner) -> None:
    assert statuses(gated(reasoner).plan(), {**WITHIN, "old": True})["scope"] is Status.OUT_OF_SCOPE
    assert statuses(gated(reasoner).plan(), {**WITHIN, "near": False})["scope"] is Status.DOES_NOT_APPLY


def test_the_gates_of_one_instrument_never_touch_another(reasoner: Reasoner) -> None:
    small = gated(reasoner)
    small.norm("elsewhere", says("done"), instrument=OTHER)
    found = statuses(small.plan(), {**WITHIN, "near": False, "old": True})
    assert (found["wrong"], found["elsewhere"]) == (Status.OUT_OF_SCOPE, Status.APPLIES)


def test_an_instrument_has_one_step_for_its_gates(reasoner: Reasoner) -> None:
    small = gated(reasoner)
    small.norm("wrong-too", says("done"))
    gates = [step.id for step in small.plan().steps if step.kind is StepKind.GATE]
    assert sorted(gates) == [f"gate:{INSTRUMENT}", f"gate:{INSTRUMENT}/reach"]


# Steps and inputs.


def test_every_step_of_the_law_has_a_name_of_its_own(reasoner: Reasoner) -> None:
    for profile in reasoner.law.profiles:
        plan = reasoner.plan(reasoner.law.options(profile))
        names = [step.id for step in plan.steps]
        assert len(names) == len(set(names))


def test_steps_stand_after_the_steps_below_them(reasoner: Reasoner) -> None:
    plan = reasoner.plan(reasoner.law.options())
    assert all(below < number for number, step in enumerate(plan.steps) for below in step.below)


def test_the_same_test_is_an_input_of_each_norm_it_stands_in_and_only_once_there(reasoner: Reasoner) -> None:
    small = law(reasoner, "done", "meant")
    small.norm("one", Some((says("done"), Every((says("done"), says("meant"))))))
    small.norm("other", says("done"))
    inputs = [(each.owner, each.test.fact) for each in small.plan().inputs]
    assert sorted(inputs) == [("one", "done"), ("one", "meant"), ("other", "done")]


def test_norms_stand_in_the_order_of_the_law(reasoner: Reasoner) -> None:
    small = law(reasoner, "done")
    small.norm("last-built-first", leans("built-before"))
    small.norm("built-before", says("done"))
    plan = small.plan()
    assert [norm.id for norm in plan.norms] == ["last-built-first", "built-before"]
    assert [norm.place for norm in plan.norms] == [0, 1]


def test_the_same_law_compiles_to_the_same_plan(reasoner: Reasoner) -> None:
    options = reasoner.law.options()
    one, other = (Reasoner(reasoner.sources, cache_folder()).plan(options) for _ in range(2))
    assert (one.steps, one.inputs, one.norms, one.cuts) == (other.steps, other.inputs, other.norms, other.cuts)


def test_an_element_shared_by_many_norms_is_worked_out_once(reasoner: Reasoner) -> None:
    small = law(reasoner, "done", "meant")
    both = Every((leans("act"), leans("intent")))
    small.norm("act", says("done"))
    small.norm("intent", says("meant"))
    small.norm("one", both)
    small.norm("other", both)
    plan = small.plan()
    assert plan.by_id["one"].met == plan.by_id["other"].met


# Days at which the law changes.

FIRST, SECOND = date(2021, 8, 1), date(2021, 11, 1)


def test_time_is_cut_where_a_condition_begins_or_ceases(reasoner: Reasoner) -> None:
    small = law(reasoner, "done")
    small.norm("since", says(small.day, FIRST, relation=Relation.FROM))
    small.norm("before", Negation(Every((says("done"), says(small.day, SECOND, relation=Relation.BELOW)))))
    assert small.plan().cuts == (FIRST, SECOND)


def test_no_other_day_cuts_time(reasoner: Reasoner) -> None:
    small = law(reasoner)
    small.fact("born", kind=Kind.DATE)
    small.norm("young", says("born", FIRST, relation=Relation.FROM))
    assert small.plan().cuts == ()


def test_time_is_cut_alike_under_every_reading(reasoner: Reasoner) -> None:
    """So that the rows of one reading can be compared with those of another."""
    small = law(reasoner)
    small.norm("since", says(small.day, FIRST, relation=Relation.FROM), option=A)
    small.norm("later", says(small.day, SECOND, relation=Relation.FROM), option=B)
    assert small.plan(A).cuts == small.plan(B).cuts == (FIRST, SECOND)


def test_the_real_law_is_cut_at_its_days_in_force(reasoner: Reasoner) -> None:
    day = reasoner.vocabulary.with_role(Role.DAY).name
    found = cuts(reasoner.formulas.values(), reasoner.vocabulary)
    assert list(found) == sorted(set(found))
    known = {date.fromisoformat(each.in_force) for each in reasoner.law.instruments.values() if each.in_force}
    assert set(found) <= known
    assert date(2021, 8, 1) in found, day


# Values to try.


def test_the_values_to_try_answer_every_test_both_ways(reasoner: Reasoner) -> None:
    small = law(reasoner, "done")
    small.fact("ground", kind=Kind.CONCEPT, codes=("a", "b"))
    small.fact("rule", kind=Kind.CITATION)
    small.fact("born", kind=Kind.DATE)
    parts = (
        says("done"),
        says("ground", "a"),
        says("rule", "law", relation=Relation.RANKED),
        says("born", FIRST, relation=Relation.FROM),
        says("born", SECOND, relation=Relation.BELOW),
    )
    small.norm("wrong", Every(parts))
    plan = small.plan()
    for each in plan.inputs:
        assert {each.test.of(value) for value in plan.domains[each.test.fact]} == {TRUE, FALSE}
    assert {FIRST - timedelta(days=1), FIRST} <= set(plan.domains["born"])


def test_members_are_too_many_to_try(reasoner: Reasoner) -> None:
    small = law(reasoner)
    small.fact("steps", kind=Kind.CONCEPTS, codes=("a", "b"))
    small.norm("wrong", says("steps", "a", relation=Relation.HAS))
    assert small.plan().domains["steps"] == ()


# Bearers.


def test_who_must_prove_is_settled_when_the_law_is_compiled(reasoner: Reasoner) -> None:
    small = law(reasoner)
    small.fact("done", Party.CLAIMANT)
    small.fact("careful", Party.PROCESSOR)
    small.norm("wrong", Every((says("done"), Negation(says("careful")))), Party.CLAIMANT)
    small.norm("advice", says("done"), None)
    bearers = {(each.owner, each.test.fact): each.bearer for each in small.plan().inputs}
    assert bearers == {
        ("wrong", "done"): "claimant",
        ("wrong", "careful"): "processor",
        ("advice", "done"): "nobody",
    }
