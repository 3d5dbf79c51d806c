"""What names what is the same thing from both ends."""

import pytest

from kg.condition import ElementKind, elements, lines
from kg.examples import examples
from kg.expression import Concluded, Leaf, leaves
from kg.graph import home
from kg.neighbours import Neighbours
from kg.reasoner import Reasoner


@pytest.fixture(scope="module")
def neighbours(reasoner: Reasoner) -> Neighbours:
    return Neighbours(reasoner)


def test_each_way_there_is_a_way_back(neighbours: Neighbours) -> None:
    for there, back in ((neighbours.reads, neighbours.read_by), (neighbours.leans_on, neighbours.leaned_on_by)):
        pairs = {(name, each) for name, several in there.items() for each in several}
        assert pairs
        assert pairs == {(name, each) for each, several in back.items() for name in several}


def test_everything_that_requires_something_is_looked_through(neighbours: Neighbours, reasoner: Reasoner) -> None:
    law = reasoner.law
    conditional = {each.id for each in law.defeats.values() if each.under}
    assert set(neighbours.reads) == {*law.norms, *law.indicators, *conditional}
    assert {*neighbours.read_by} <= set(reasoner.vocabulary.facts)
    assert {*neighbours.leaned_on_by} <= set(law.norms)


def test_what_asks_for_a_concept_asks_for_a_fact_that_takes_it(neighbours: Neighbours, reasoner: Reasoner) -> None:
    facts = reasoner.vocabulary.facts
    assert neighbours.asks_for
    for iri, names in neighbours.asks_for.items():
        takers = {name for name, fact in facts.items() if iri in {each.iri for each in fact.concepts}}
        assert all(takers & set(neighbours.reads[name]) for name in names)


def test_every_norm_of_an_option_is_under_it_and_every_option_in_a_profile(
    neighbours: Neighbours, reasoner: Reasoner
) -> None:
    law = reasoner.law
    under = {name for several in neighbours.under_option.values() for name in several}
    optional = [each for several in (law.norms, law.defeats, law.allocations) for each in several.values()]
    assert under == {each.id for each in optional if each.option}
    taken = {option for name in law.profiles for option in law.options(name)}
    assert set(neighbours.taken_by) == taken
    assert all("balanced" in neighbours.taken_by[each.default] for each in law.readings.values())


def test_a_condition_has_every_leaf_of_its_formula_in_order(reasoner: Reasoner) -> None:
    for formula in reasoner.formulas.values():
        walked = list(elements(formula, reasoner.words).walk())
        assert [each.number for each in walked] == list(range(len(walked)))
        asked = [each.test or each.norm for each in walked if each.kind in {ElementKind.FACT, ElementKind.CONCLUDED}]
        held = [leaf.test if isinstance(leaf, Leaf) else leaf.norm for leaf, _ in leaves(formula)]
        assert asked == held
        assert all(isinstance(leaf, Leaf | Concluded) for leaf, _ in leaves(formula))
        assert len(lines(formula, reasoner.words)) == len(walked)


def test_every_bundled_description_is_an_example(reasoner: Reasoner) -> None:
    found = examples()
    assert len(found) == len(list((home() / "data" / "deployments").glob("*.json")))
    for name, each in found.items():
        assert reasoner.read(each.description).title == each.title
        assert name == each.id
