"""The two planes of every condition, put to a validator that is not ours.

Here rows have unknowns. A condition is true where the row conforms to the one shape, false
where it conforms to the other, unknown where it conforms to neither; never may it conform
to both. What norms concluded is written into the data, the false conclusions too. A plane
lists the values it means, so that the validator needs no ontology.
"""

from collections.abc import Callable, Mapping
from itertools import product

import pytest
import rdflib

from kg import planes
from kg.engine import RowAnswer, answer
from kg.expression import Members
from kg.law import long
from kg.plan import Plan, StepKind
from kg.reasoner import Reasoner
from kg.truth import FALSE, TRUE, UNKNOWN
from kg.vocabulary import Kind
from tests.oracles import outside
from tests.oracles.generator import Facts, Generator, row_of, smallest

ROWS = 20
MANY = 100
VERY_MANY = 1000
ROW = "https://w3id.org/prima-facie/row/"


def conditions(reasoner: Reasoner, plan: Plan) -> dict[str, tuple[str, int]]:
    """Return the condition of every norm and indicator in force, with the node that says whether it is met."""
    law = reasoner.law
    found = {each.id: (law.norms[each.id].condition, each.gate if each.soft else each.met) for each in plan.norms}
    for step in plan.steps:
        if step.kind is StepKind.INDICATOR:
            found[step.id] = (law.indicators[step.id].condition, step.node)
    return found


Refused = Callable[[str, str], outside.Answers]
"""A validator: from rows as N-Triples and shapes as Turtle to what does not conform to what."""


def refused(rows: str, shapes: str) -> outside.Answers:
    return outside.refused(rdflib.Graph(), rows, rdflib.Graph().parse(data=shapes, format="turtle"))


def said_outside(
    reasoner: Reasoner, plan: Plan, rows: list[Facts], validator: Refused = refused
) -> dict[tuple[int, str], int]:
    """Return the code that the validator gives each condition on each row."""
    written = []
    for number, facts in enumerate(rows):
        concluded = planes.conclusions(reasoner.law.norms, plan, answer(plan, row_of(facts)).values)
        written.append(planes.row_graph(facts, reasoner.vocabulary, concluded, row=f"{ROW}{number}"))
    out = validator("".join(written), planes.planes(reasoner.formulas, reasoner.vocabulary))
    codes = {}
    for number, shape in product(range(len(rows)), reasoner.formulas):
        holds = (f"{ROW}{number}", planes.holds(shape)) not in out
        fails = (f"{ROW}{number}", planes.fails(shape)) not in out
        assert not (holds and fails), f"{shape} is both true and false on {rows[number]}"
        codes[number, shape] = TRUE if holds else FALSE if fails else UNKNOWN
    return codes


def disagreements(
    named: Mapping[str, tuple[str, int]], codes: Mapping[tuple[int, str], int], answers: list[RowAnswer]
) -> list[tuple[int, str]]:
    """List the rows and the norms and indicators on whose condition validator and engine differ."""
    return [
        (number, name)
        for number, each in enumerate(answers)
        for name, (shape, node) in named.items()
        if codes[number, shape] != each.values[node]
    ]


def agree(reasoner: Reasoner, *, profile: str, count: int, validator: Refused = refused) -> None:
    plan = reasoner.plan(reasoner.law.options(profile))
    generator = Generator(reasoner, plan, seed=count)
    rows = [generator.partial() for _ in range(count)]
    named = conditions(reasoner, plan)
    answers = [answer(plan, row_of(facts)) for facts in rows]
    codes = said_outside(reasoner, plan, rows, validator)
    found = disagreements(named, codes, answers)
    if found:
        number, name = found[0]

        def wrong(facts: Facts) -> bool:
            again = said_outside(reasoner, plan, [facts], validator)
            return (0, name) in disagreements(named, again, [answer(plan, row_of(facts))])

        pytest.fail(f"{len(found)} disagreements, among them {name} on {smallest(rows[number], wrong)}")
    assert set(codes.values()) == {TRUE, FALSE, UNKNOWN}


def test_unknown_is_what_neither_plane_says(reasoner: Reasoner) -> None:
    agree(reasoner, profile="balanced", count=ROWS)


@pytest.mark.long
@pytest.mark.parametrize("profile", ["balanced", "textual", "protective"])
def test_unknown_is_what_neither_plane_says_on_many_rows(reasoner: Reasoner, profile: str) -> None:
    agree(reasoner, profile=profile, count=MANY)


def test_another_validator_says_the_same(reasoner: Reasoner) -> None:
    agree(reasoner, profile="balanced", count=MANY, validator=outside.refused_by_another)


@pytest.mark.long
@pytest.mark.parametrize("profile", ["balanced", "textual", "protective"])
def test_another_validator_says_the_same_of_very_many_rows(reasoner: Reasoner, profile: str) -> None:
    agree(reasoner, profile=profile, count=VERY_MANY, validator=outside.refused_by_another)


def test_planes_are_written_the_same_every_time(reasoner: Reasoner) -> None:
    once = planes.planes(reasoner.formulas, reasoner.vocabulary)
    again = planes.planes(dict(reversed(list(reasoner.formulas.items()))), reasoner.vocabulary)
    assert once == again


def test_a_row_is_written_the_same_in_any_order(reasoner: Reasoner) -> None:
    generator = Generator(reasoner, reasoner.plan(reasoner.law.options()), seed=1)
    for _ in range(20):
        facts = generator.partial()
        once = planes.row_graph(facts, reasoner.vocabulary, {})
        again = planes.row_graph(dict(reversed(facts.items())), reasoner.vocabulary, {})
        assert once == again


def test_every_condition_has_both_planes(reasoner: Reasoner) -> None:
    written = rdflib.Graph().parse(data=planes.planes(reasoner.formulas, reasoner.vocabulary), format="turtle")
    shapes = {str(shape) for shape in written.subjects(rdflib.RDF.type, rdflib.SH.NodeShape)}
    assert shapes == {plane(shape) for shape in reasoner.formulas for plane in (planes.holds, planes.fails)}


def test_what_a_norm_of_another_reading_concludes_is_nothing(reasoner: Reasoner) -> None:
    plan = reasoner.plan(reasoner.law.options())
    elsewhere = next(norm for norm in reasoner.law.norms if norm not in plan.by_id)
    values = answer(plan, row_of({})).values
    written = planes.row_graph({}, reasoner.vocabulary, planes.conclusions([elsewhere], plan, values))
    assert f"notConcluded> <{long(elsewhere)}>" in written


def test_no_member_is_both_present_and_absent(reasoner: Reasoner) -> None:
    fact = next(fact for fact in reasoner.vocabulary.facts.values() if fact.kind is Kind.CONCEPTS)
    both = frozenset(fact.codes[:1])
    with pytest.raises(ValueError, match=fact.name):
        planes.row_graph({fact.name: Members(both, both)}, reasoner.vocabulary, {})
