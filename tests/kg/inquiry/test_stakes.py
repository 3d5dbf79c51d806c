"""An open finding hangs on what changes it: no more, tried one completion at a time, and no less."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.assessment import Finding, find
from kg.assessment import Question as Put
from kg.described import Activity, Deployment
from kg.engine import Status, answer, strongest
from kg.expression import Citation, Every, Formula, Members, Negation, Some, Value
from kg.inquiry.places import Places
from kg.inquiry.reach import UNDECIDED, Field
from kg.inquiry.stakes import FACTS, Stake, stakes
from kg.inquiry.terms import Method
from kg.plan import Plan
from kg.reasoner import Reasoner
from kg.row import Entry, Row
from kg.text import Text
from kg.truth import UNKNOWN
from kg.vocabulary import Kind, Level, Role, Vocabulary
from tests.kg.small import Small, has, leans, says
from tests.oracles.generator import Generator

REPEATABLE = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)


def bare(facts: Mapping[str, Value]) -> tuple[Deployment, Row]:
    """Return facts as the only row of a description that says nothing else."""
    activity = Activity("use", Text("", ""), "$.activities[0]", {}, dict.fromkeys(_LISTS, ()))
    entries = {name: Entry(f"$.activities[0].facts.{name}", value) for name, value in facts.items()}
    return Deployment("new", Text("", ""), {}, (), (activity,), {}), Row("use", "use", facts, entries)


_LISTS = (Level.GROUP, Level.CONSENT, Level.RECIPIENT, Level.INCIDENT)


def asked_of(
    law: Any, vocabulary: Vocabulary, plan: Plan, facts: Mapping[str, Value]
) -> tuple[tuple[Finding, ...], list[Stake]]:
    """Return the findings on one row, and what the open ones hang on."""
    deployment, row = bare(facts)
    findings, _ = find(law, Put(plan, lambda: (), lambda: plan, [row], ()))
    return findings, stakes(Field(plan, vocabulary, Places(deployment, vocabulary), [row], None), findings)


def outcome(plan: Plan, finding: Finding, statuses: Sequence[Status]) -> Status:
    return strongest([statuses[plan.by_id[limb.norm].place] for limb in finding.limbs])


def come_to(plan: Plan, facts: Mapping[str, Value]) -> tuple[Status, ...]:
    return answer(plan, Row("use", "use", facts, {})).statuses


def completions(vocabulary: Vocabulary, plan: Plan, name: str, known: Value | None) -> list[Value]:
    """Return every value a fact may turn out to have, as far as anybody asks."""
    fact = vocabulary.facts[name]
    if fact.kind is Kind.CONCEPTS or fact.many:
        held = known if isinstance(known, Members) else Members(frozenset(), frozenset())
        asked = {str(value) for test, _ in plan.tests[name] for value in test.values}
        open_ = [each for each in vocabulary.members(fact) if each in asked - held.present - held.absent]
        return [
            Members(held.present | set(there), frozenset(vocabulary.members(fact)) - held.present - set(there))
            for size in range(len(open_) + 1)
            for there in combinations(open_, size)
        ]
    return list(plan.domains[name])


Table = Mapping[tuple[int, ...], tuple[Status, ...]]
"""What all norms come to, by which value of each open fact was taken."""


def tabled(vocabulary: Vocabulary, plan: Plan, facts: Mapping[str, Value], names: Sequence[str]) -> Table:
    values = [completions(vocabulary, plan, name, facts.get(name)) for name in names]
    return {
        chosen: come_to(plan, {**facts, **{n: v[c] for n, v, c in zip(names, values, chosen, strict=True)}})
        for chosen in product(*(range(len(each)) for each in values))
    }


def depends(table: Table, plan: Plan, finding: Finding, names: Sequence[str]) -> set[str]:
    """Return the facts on which a finding depends: two completions differ in that fact alone and in the status."""
    found = set()
    for chosen, statuses in table.items():
        for number, name in enumerate(names):
            other = (*chosen[:number], 0, *chosen[number + 1 :])
            if outcome(plan, finding, table[other]) is not outcome(plan, finding, statuses):
                found.add(name)
    return found


BOOLEANS, CODES, MEMBERS = ("a", "b", "c", "d"), ("x", "y", "z"), ("m", "n", "o")
LEAVES: list[Formula] = [
    *(says(name) for name in BOOLEANS),
    says("one", "x"),
    says("one", "y", "z"),
    has("several", "m"),
    has("several", "m", "n"),
]


def formulas(*more: Formula) -> st.SearchStrategy[Formula]:
    leaves = st.sampled_from([*LEAVES, *more])
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(Negation, inner),
            st.builds(Every, st.lists(inner, min_size=1, max_size=3).map(tuple)),
            st.builds(Some, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        ),
        max_leaves=5,
    )


RECORDS = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.booleans() for name in BOOLEANS},
        "one": st.sampled_from(CODES),
        "several": st.builds(
            lambda there, gone: Members(frozenset(there - gone), frozenset(gone)),
            st.sets(st.sampled_from(MEMBERS)),
            st.sets(st.sampled_from(MEMBERS)),
        ),
    },
)


@st.composite
def small_laws(draw: st.DrawFn, reasoner: Reasoner) -> tuple[Small, Plan]:
    small = Small(reasoner)
    for role in (Role.START, Role.END, Role.STORAGE, Role.UNDER_WAY, Role.MATTER):
        fact = reasoner.vocabulary.with_role(role)
        small.facts[fact.name] = fact
    for name in BOOLEANS:
        small.fact(name)
    small.fact("one", kind=Kind.CONCEPT, codes=CODES)
    small.fact("several", kind=Kind.CONCEPTS, codes=MEMBERS)
    small.norm("gate", draw(formulas()), before_gates=True)
    small.gate("gate")
    small.norm("exemption", draw(formulas()))
    small.norm("duty", draw(formulas()))
    small.norm("twin", draw(formulas()), provisions=("duty:text",))
    small.norm("leaning", draw(formulas(leans("duty"))))
    small.norm("principle", draw(formulas()), favours=None, kind="Principle")
    small.indicator("against", "principle", draw(formulas()), supports=False)
    small.indicator("core", "principle", draw(formulas()), supports=True, core=True)
    small.defeat("exemption", "duty", under=draw(st.none() | formulas()))
    return small, small.plan()


@REPEATABLE
@given(data=st.data())
def test_what_is_asked_of_a_small_law_is_what_a_finding_depends_on(reasoner: Reasoner, data: st.DataObject) -> None:
    small, plan = data.draw(small_laws(reasoner))
    facts = data.draw(RECORDS)
    findings, found = asked_of(small.law, small.vocabulary, plan, facts)
    assert [stake.finding for stake in found] == [each for each in findings if each.status in UNDECIDED]
    open_ = [
        name for name in (*BOOLEANS, "one", "several") if name in plan.tests and _is_open(plan, name, facts.get(name))
    ]
    table = tabled(small.vocabulary, plan, facts, open_)
    for stake in found:
        assert stake.method is Method.EXACT
        expected = depends(table, plan, stake.finding, open_)
        assert {slot.fact for slot in stake.influence} == expected
        in_any_case = outcome(plan, stake.finding, table[(0,) * len(open_)])
        settled = None if expected or in_any_case in UNDECIDED else in_any_case
        assert stake.settled is settled


def _is_open(plan: Plan, name: str, known: Value | None) -> bool:
    if known is None or isinstance(known, Citation):
        return known is None
    return any(test.of(known) == UNKNOWN for test, _ in plan.tests[name])


@REPEATABLE
@given(data=st.data())
def test_one_answer_settles_what_it_is_said_to_settle(reasoner: Reasoner, data: st.DataObject) -> None:
    small, plan = data.draw(small_laws(reasoner))
    facts = data.draw(RECORDS)
    _, found = asked_of(small.law, small.vocabulary, plan, facts)
    for stake in found:
        for slot in stake.influence:
            values = completions(small.vocabulary, plan, slot.fact, facts.get(slot.fact))
            alone = {outcome(plan, stake.finding, come_to(plan, {**facts, slot.fact: value})) for value in values}
            assert (slot in stake.settles) == bool(alone - UNDECIDED)


def _rows(reasoner: Reasoner, plan: Plan) -> Iterator[dict[str, Value]]:
    of_time = [reasoner.vocabulary.with_role(role).name for role in (Role.DAY, Role.UNDER_WAY)]
    draw = Generator(reasoner, plan, seed=3)
    while True:
        facts, whole = draw.partial(), draw.complete()
        yield {**facts, **{name: whole[name] for name in of_time}}


def test_what_is_asked_of_the_law_is_what_a_finding_depends_on(reasoner: Reasoner) -> None:
    """For findings with few open facts, of rows drawn so that something hangs on them."""
    plan, vocabulary = reasoner.plan(reasoner.law.options()), reasoner.vocabulary
    tried = asked = unasked = 0
    for facts, _ in zip(_rows(reasoner, plan), range(60), strict=False):
        _, found = asked_of(reasoner.law, vocabulary, plan, facts)
        for stake in found:
            if stake.method is Method.INFLUENCE:
                continue
            below = dict.fromkeys(
                plan.inputs[number].test.fact for several in stake.inputs.values() for number in several
            )
            sizes = [len(completions(vocabulary, plan, name, facts.get(name))) for name in below]
            if _product(sizes) > 600:
                continue
            table = tabled(vocabulary, plan, facts, list(below))
            expected = depends(table, plan, stake.finding, list(below))
            assert {slot.fact for slot in stake.influence} == expected, stake.finding.provision
            tried, asked, unasked = tried + 1, asked + len(expected), unasked + len(set(below) - expected)
    assert tried > 100
    assert asked > 150
    assert unasked > 5, "facts that are reached and change nothing are what the exact way is for"


def _product(sizes: Sequence[int]) -> int:
    result = 1
    for size in sizes:
        result *= size
    return result


def test_few_open_facts_are_tried_in_every_combination_and_many_are_sampled(reasoner: Reasoner) -> None:
    plan = reasoner.plan(reasoner.law.options())
    seen = set()
    for facts, _ in zip(_rows(reasoner, plan), range(40), strict=False):
        for stake in asked_of(reasoner.law, reasoner.vocabulary, plan, facts)[1]:
            seen.add(stake.method)
            if stake.method is Method.EXACT:
                assert len(stake.influence) <= FACTS
    assert seen == set(Method)


def test_a_finding_that_every_answer_leaves_alike_is_said_to_be_settled(reasoner: Reasoner) -> None:
    small = Small(reasoner)
    for role in (Role.START, Role.END, Role.STORAGE, Role.UNDER_WAY, Role.MATTER):
        fact = reasoner.vocabulary.with_role(role)
        small.facts[fact.name] = fact
    small.fact("a")
    small.norm("either", Some((says("a"), Negation(says("a")))))
    _, found = asked_of(small.law, small.vocabulary, small.plan(), {})
    assert [(stake.settled, stake.influence) for stake in found] == [(Status.APPLIES, {})]
