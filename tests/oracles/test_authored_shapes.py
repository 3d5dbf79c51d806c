"""The conditions as they were written, put to a validator that is not ours.

On a complete row three-valued logic is two-valued, so that conforming to an authored shape
must be the same as meeting its condition. The norms are asked layer by layer; what earlier
layers concluded is written into the data, as any validator would need it.
"""

import pytest
import rdflib
from rdflib.term import Node

from kg.engine import RowAnswer, answer
from kg.law import long
from kg.plan import Plan, StepKind
from kg.planes import row_graph
from kg.reasoner import Reasoner
from kg.truth import FALSE, TRUE
from tests.oracles import outside
from tests.oracles.generator import Facts, Generator, row_of
from tests.oracles.stated import Norm, Stated

ROWS = 15
MANY = 200
ROW = "https://w3id.org/prima-facie/row/"
ROW_CLASS = "https://w3id.org/prima-facie/ns#Row"

Pairs = set[tuple[int, str]]
"""Numbers of rows with names: of conditions they meet, of norms that apply to them."""


class Layers:
    """Asks the validator for one layer of norms after the other."""

    def __init__(self, reasoner: Reasoner, ontology: rdflib.Graph, shapes: rdflib.Graph, rows: list[Facts]) -> None:
        self.reasoner, self.ontology, self.shapes, self.rows = reasoner, ontology, shapes, rows
        self.met: Pairs = set()
        self.applies: Pairs = set()

    def ask(self, conditions: set[str]) -> None:
        """Learn which rows meet some conditions."""
        asking = outside.asking(self.shapes, sorted(conditions), ROW_CLASS)
        refused = outside.refused(self.ontology, self._data(), asking)
        self.met |= {
            (number, condition)
            for number in range(len(self.rows))
            for condition in conditions
            if (f"{ROW}{number}", outside.question(condition)) not in refused
        }

    def _data(self) -> str:
        written = []
        for number, facts in enumerate(self.rows):
            concluded = {norm: TRUE for norm in self.reasoner.law.norms if (number, long(norm)) in self.applies}
            written.append(row_graph(facts, self.reasoner.vocabulary, concluded, row=f"{ROW}{number}"))
        return "".join(written)

    def conclude(self, stated: Stated, norm: Norm, options: set[Node]) -> None:
        """Learn to which rows a norm applies: gates passed, condition met, no defeat of it held."""
        gates, exclusions = stated.before(norm, options)
        defeats = [] if norm.principle else stated.defeats_of(norm.iri, options)
        for number in range(len(self.rows)):
            passed = all((number, str(gate)) in self.applies for gate in gates)
            kept_out = any((number, str(each)) in self.applies for each in exclusions)
            beaten = any(
                (number, str(defeat.defeater)) in self.applies
                and (defeat.under is None or (number, str(defeat.under)) in self.met)
                for defeat in defeats
            )
            if passed and not kept_out and not beaten and (number, str(norm.condition)) in self.met:
                self.applies.add((number, str(norm.iri)))


def disagreements(layers: Layers, plan: Plan, answers: list[RowAnswer]) -> list[str]:
    """List every norm and indicator on which validator and engine differ, with the row."""
    law = layers.reasoner.law
    compared = [
        (each.id, law.norms[each.id].condition, each.gate if each.soft else each.met, layers.met) for each in plan.norms
    ]
    compared += [(each.id, long(each.id), each.applies, layers.applies) for each in plan.norms]
    compared += [
        (step.id, law.indicators[step.id].condition, step.node, layers.met)
        for step in plan.steps
        if step.kind is StepKind.INDICATOR
    ]
    return [
        f"{name}: {said} is {(number, said) in found} outside, row {layers.rows[number]}"
        for name, said, node, found in compared
        for number, each in enumerate(answers)
        if each.values[node] != (TRUE if (number, said) in found else FALSE)
    ]


def agree(  # noqa: PLR0913 - what the law is read from, and how much is asked of it
    reasoner: Reasoner, ontology: rdflib.Graph, shapes: rdflib.Graph, stated: Stated, *, profile: str, count: int
) -> None:
    plan = reasoner.plan(reasoner.law.options(profile))
    generator = Generator(reasoner, plan, seed=count)
    layers = Layers(reasoner, ontology, shapes, [generator.complete() for _ in range(count)])
    options = stated.chosen(profile)
    for stratum in stated.strata(options):
        defeats = [defeat for norm in stratum for defeat in stated.defeats_of(norm.iri, options)]
        layers.ask({str(norm.condition) for norm in stratum} | {str(each.under) for each in defeats if each.under})
        for norm in stratum:
            layers.conclude(stated, norm, options)
    layers.ask({indicator.condition for indicator in reasoner.law.indicators.values()})
    answers = [answer(plan, row_of(facts)) for facts in layers.rows]
    found = disagreements(layers, plan, answers)
    assert not found, f"{len(found)} disagreements, among them {found[:3]}"


def test_conditions_mean_the_same_to_a_validator(
    reasoner: Reasoner, ontology: rdflib.Graph, shapes: rdflib.Graph, stated: Stated
) -> None:
    agree(reasoner, ontology, shapes, stated, profile="balanced", count=ROWS)


@pytest.mark.long
@pytest.mark.parametrize("profile", ["balanced", "textual", "protective"])
def test_conditions_mean_the_same_on_many_rows(
    reasoner: Reasoner, ontology: rdflib.Graph, shapes: rdflib.Graph, stated: Stated, profile: str
) -> None:
    agree(reasoner, ontology, shapes, stated, profile=profile, count=MANY)
