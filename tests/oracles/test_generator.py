"""The rows on which everything else rests: the same every time, whole where they must be, and telling."""

from itertools import islice

from kg.engine import answer
from kg.expression import Members
from kg.reasoner import Reasoner
from kg.truth import FALSE, TRUE, UNKNOWN
from kg.vocabulary import Kind
from tests.oracles.generator import Generator, row_of, smallest

PER_NORM = 25
"""How many rows are drawn for each norm until each was once met and once not."""


def test_every_norm_is_put_to_the_test(reasoner: Reasoner) -> None:
    plan = reasoner.plan(reasoner.law.options())
    generator = Generator(reasoner, plan, seed=1)
    untold = {(norm.id, code) for norm in plan.norms for code in (TRUE, FALSE)}
    for _ in range(PER_NORM * len(plan.norms)):
        values = answer(plan, row_of(generator.complete())).values
        untold -= {(norm.id, values[norm.applies]) for norm in plan.norms}
    assert not untold


def test_complete_rows_leave_no_condition_open(reasoner: Reasoner) -> None:
    plan = reasoner.plan(reasoner.law.options())
    generator = Generator(reasoner, plan, seed=1)
    for _ in range(100):
        facts = generator.complete()
        assert UNKNOWN not in answer(plan, row_of(facts)).values
        for name, value in facts.items():
            fact = reasoner.vocabulary.facts[name]
            if fact.kind is Kind.CONCEPTS:
                assert isinstance(value, Members)
                assert value.present | value.absent == set(fact.codes)


def test_partial_rows_know_some_of_a_complete_one(reasoner: Reasoner) -> None:
    plan = reasoner.plan(reasoner.law.options())
    generator = Generator(reasoner, plan, seed=1)
    rows = [generator.partial() for _ in range(100)]
    assert any(UNKNOWN in answer(plan, row_of(facts)).values for facts in rows)
    known = sum(len(facts) for facts in rows) / sum(len(generator.complete()) for _ in rows)
    assert 0.6 < known < 0.9


def test_the_same_seed_draws_the_same_rows(reasoner: Reasoner) -> None:
    plan = reasoner.plan(reasoner.law.options())
    once, again = (Generator(reasoner, plan, seed=7) for _ in range(2))
    assert [once.partial() for _ in range(5)] == [again.partial() for _ in range(5)]


def test_a_report_keeps_only_what_goes_wrong(reasoner: Reasoner) -> None:
    facts = Generator(reasoner, reasoner.plan(reasoner.law.options()), seed=1).complete()
    blamed = next(islice(facts, 3, None))
    assert smallest(facts, lambda fewer: blamed in fewer).keys() == {blamed}
