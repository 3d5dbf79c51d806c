"""What no shape can say of the law: how its norms, conditions, defeats and readings hang together."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml
from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse

from kg.burden import SIDES, conflicts
from kg.compile import Compiler
from kg.errors import LawError
from kg.expression import Concluded, Every, Formula, Leaf, Negation, Relation, Some, leaves
from kg.expression import Test as Question  # a name that pytest does not take for a test
from kg.graph import BASE, SH, SKOS, home
from kg.law import Defeat, Law, Norm, short
from kg.plan import DefeatPlan, NormPlan, Plan, StepKind
from kg.reasoner import Reasoner
from kg.shapes import Shapes
from kg.vocabulary import Kind, Level
from tests.ontology.lawgraph import files
from tests.ontology.situations import Search, Situation, inputs_below

REASONS = yaml.safe_load(Path(__file__).with_name("reasons.yaml").read_text(encoding="utf-8"))
PLACE = re.compile(r"\{(\w+)\}")
WORD = re.compile(r'\bPF \+ "(\w+)"')
OWN_LEVELS = {Level.GROUP, Level.CONSENT, Level.RECIPIENT, Level.INCIDENT}


@cache
def triples(*folders: str) -> list[tuple[str, str, str]]:
    """Return every triple of some files whose object is a name or a blank node."""
    return [
        (str(quad.subject), quad.predicate.value, quad.object.value)
        for path in files(*folders)
        for quad in parse(path.read_bytes(), RdfFormat.TURTLE)
        if isinstance(quad.object, NamedNode | BlankNode)
    ]


@cache
def names(*folders: str) -> frozenset[str]:
    """Return every name that stands anywhere in some files."""
    found = set()
    for path in files(*folders):
        for quad in parse(path.read_bytes(), RdfFormat.TURTLE):
            found |= {term.value for term in (quad.subject, quad.predicate, quad.object) if isinstance(term, NamedNode)}
    return frozenset(found)


@cache
def described(*folders: str) -> frozenset[str]:
    """Return every name that some files describe."""
    quads = (quad for path in files(*folders) for quad in parse(path.read_bytes(), RdfFormat.TURTLE))
    return frozenset(quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode))


def every_choice(law: Law) -> list[frozenset[str]]:
    """Return every profile's options, and the defaults with each other option in turn."""
    defaults = law.options()
    found = {law.options(profile): None for profile in law.profiles}
    for reading in law.readings.values():
        ids = {option.id for option in reading.options}
        found.update((defaults - ids | {option}, None) for option in sorted(ids))
    return list(found)


def conditions(law: Law) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield who owns each condition, its shape, and the provisions on which it rests."""
    for norm in law.norms.values():
        yield norm.id, norm.condition, norm.provisions
    for indicator in law.indicators.values():
        yield indicator.id, indicator.condition, law.norms[indicator.principle].provisions
    for defeat in law.defeats.values():
        if defeat.under:
            yield defeat.id, defeat.under, (defeat.basis, *law.norms[defeat.defeater].provisions)


def profile_plans(reasoner: Reasoner) -> dict[str, Plan]:
    """Return the plan of each profile."""
    return {name: reasoner.plan(reasoner.law.options(name)) for name in reasoner.law.profiles}


def compiler(reasoner: Reasoner, options: frozenset[str], **changed: object) -> Compiler:
    """Return a compiler of the law with some of it changed."""
    parts = {"law": reasoner.law, "formulas": reasoner.formulas, **changed}
    return Compiler(parts["law"], reasoner.vocabulary, reasoner.words, parts["formulas"], options)  # type: ignore[arg-type]


def search(reasoner: Reasoner, plan: Plan) -> Search:
    """Return a search among the situations that make sense."""
    shapes = Shapes(reasoner.graph, reasoner.vocabulary)
    coherent = reasoner.graph.subjects(SH + "severity", SH + "Warning")
    return Search(plan, reasoner.vocabulary, tuple(shapes.formula(shape) for shape in coherent))


def with_defeats(reasoner: Reasoner, *made: Defeat) -> Law:
    """Return the law with some defeats added."""
    law = Law(reasoner.graph)
    law.defeats = {**law.defeats, **{each.id: each for each in made}}
    return law


# Names


def test_every_condition_of_a_norm_or_indicator_belongs_to_it_alone(reasoner: Reasoner) -> None:
    own = Counter(shape for owner, shape, _ in conditions(reasoner.law) if owner not in reasoner.law.defeats)
    shared = {shape for owner, shape, _ in conditions(reasoner.law) if owner in reasoner.law.defeats}
    assert [shape for shape, count in own.items() if count > 1] == []
    assert shared & set(own) == set()


def test_every_condition_is_named_by_something() -> None:
    written = {name for name in described("shapes/conditions") if name.startswith(BASE)}
    named = {target for _, predicate, target in triples("ontology") if predicate.endswith(("ns#condition", "ns#under"))}
    assert written == named


def test_every_name_of_ours_that_a_shape_uses_is_described() -> None:
    known = described("ontology", "shapes")
    assert sorted(name for name in names("shapes") if name.startswith(BASE) and name not in known) == []


def test_every_name_of_ours_that_the_ontology_uses_is_described() -> None:
    known = described("ontology", "shapes")
    versions = {name for _, predicate, name in triples("ontology/core.ttl") if predicate.endswith("versionIRI")}
    assert sorted(name for name in names("ontology") - versions if name.startswith(BASE) and name not in known) == []


def test_everything_we_describe_stands_under_the_one_base() -> None:
    stubs = {name for name in described("ontology/core.ttl", "ontology/align") if not name.startswith(BASE)}
    assert sorted(name for name in described("ontology", "shapes") - stubs if not name.startswith(BASE)) == []


def test_every_word_that_a_program_uses_is_described() -> None:
    used = {word for path in (home() / "kg").glob("*.py") for word in WORD.findall(path.read_text(encoding="utf-8"))}
    assert sorted(word for word in used if BASE + "ns#" + word not in described("ontology")) == []


def test_a_value_is_written_as_its_name_ends(reasoner: Reasoner) -> None:
    for iri, concept in reasoner.vocabulary.concepts.items():
        scheme = next(iter(reasoner.graph.names(iri, SKOS + "inScheme")))
        assert iri == f"{scheme}/{concept.code}"


def test_a_list_holds_every_code_and_every_place_once(reasoner: Reasoner) -> None:
    for scheme, members in reasoner.vocabulary.schemes.items():
        places = [reasoner.graph.number(concept.iri, BASE + "ns#order") for concept in members]
        assert len({concept.code for concept in members}) == len(members), scheme
        assert sorted(places) == list(range(1, len(members) + 1)), scheme


def test_no_two_facts_share_a_place_in_the_list(reasoner: Reasoner) -> None:
    places = Counter(fact.order for fact in reasoner.vocabulary.facts.values())
    assert [place for place, count in places.items() if count > 1] == []


def test_a_phrase_has_the_same_places_in_both_languages(reasoner: Reasoner) -> None:
    for iri in reasoner.graph.of_type(BASE + "ns#Phrase"):
        for predicate in ("ns#says", "ns#remedy"):
            for text in reasoner.graph.texts(iri, BASE + predicate):
                assert set(PLACE.findall(text.en)) == set(PLACE.findall(text.zh)), short(iri)


# Conditions


def test_every_leaf_leans_on_a_norm_that_is_there(reasoner: Reasoner) -> None:
    for owner, shape, _ in conditions(reasoner.law):
        for leaf, _ in leaves(reasoner.formulas[shape]):
            if isinstance(leaf, Concluded):
                assert leaf.norm in reasoner.law.norms, owner


def test_no_norm_of_hard_law_leans_on_a_principle(reasoner: Reasoner) -> None:
    for owner, shape, _ in conditions(reasoner.law):
        for leaf, _ in leaves(reasoner.formulas[shape]):
            if isinstance(leaf, Concluded):
                assert reasoner.law.norms[leaf.norm].kind != "Principle", owner


def test_every_day_in_a_condition_is_the_first_day_of_a_law_it_rests_on(reasoner: Reasoner) -> None:
    for owner, shape, provisions in conditions(reasoner.law):
        days = {
            value
            for leaf, _ in leaves(reasoner.formulas[shape])
            if isinstance(leaf, Leaf)
            for value in leaf.test.values
        }
        assert {day for day in days if isinstance(day, date)} <= first_days(reasoner, provisions), owner


def first_days(reasoner: Reasoner, provisions: tuple[str, ...]) -> set[date]:
    """Return the first day in force of every law to which provisions belong or which they cite."""
    law = reasoner.law
    near = {*provisions, *(cited for each in provisions for cited in law.provisions[each].cites)}
    days = {law.instruments[law.provisions[each].instrument].in_force for each in near}
    days |= {reasoner.graph.word(iri, BASE + "ns#inForceFrom") for iri in described("ontology") if short(iri) in near}
    return {date.fromisoformat(day) for day in days if day}


def test_a_day_that_no_law_knows_is_found(reasoner: Reasoner) -> None:
    assert date(2021, 9, 1) not in first_days(reasoner, ("spc:art-16-para-1",))
    assert date(2021, 8, 1) in first_days(reasoner, ("spc:art-16-para-1",))


def test_no_element_speaks_for_and_against_its_own_norm(reasoner: Reasoner) -> None:
    assert sorted(both_ways(reasoner.law, reasoner.formulas)) == sorted(REASONS["both_ways"])


def test_an_element_that_speaks_both_ways_is_found(reasoner: Reasoner) -> None:
    norm = next(each for each in reasoner.law.norms.values() if not leans_on(reasoner, each))
    formula = reasoner.formulas[norm.condition]
    formulas = {**reasoner.formulas, norm.condition: Some((formula, Negation(formula)))}
    assert set(both_ways(reasoner.law, formulas)) - set(both_ways(reasoner.law, reasoner.formulas))


def both_ways(law: Law, formulas: Mapping[str, Formula]) -> Iterator[str]:
    """Yield each element that stands in a condition under an odd and under an even number of negations."""
    for owner, shape, _ in conditions(law):
        signs: dict[Question | str, set[bool]] = {}
        for leaf, positive in leaves(formulas[shape]):
            signs.setdefault(leaf.test if isinstance(leaf, Leaf) else leaf.norm, set()).add(positive)
        for element, seen in signs.items():
            if len(seen) > 1:
                yield f"{owner} {element.fact if isinstance(element, Question) else element}"


# Gates


def test_no_gate_reads_what_a_person_must_judge_or_what_is_said_of_one_consent(reasoner: Reasoner) -> None:
    for name, plan in profile_plans(reasoner).items():
        assert {number for number, each in enumerate(plan.steps) if each.kind is StepKind.GATE}, name
        assert merits_in_gates(reasoner, plan) == [], name


def test_a_gate_that_reads_the_merits_is_found(reasoner: Reasoner) -> None:
    options = reasoner.law.options()
    gate = next(reasoner.law.norms[name] for each in reasoner.law.instruments.values() for name in each.gates)
    fact = next(
        fact.name for fact in reasoner.vocabulary.facts.values() if fact.evaluative and fact.kind is Kind.BOOLEAN
    )
    judged = Leaf(Question(fact, Relation.IS, (True,)), gate.label)
    formulas = {**reasoner.formulas, gate.condition: Every((reasoner.formulas[gate.condition], judged))}
    assert merits_in_gates(reasoner, compiler(reasoner, options, formulas=formulas).plan()) == [fact]


def merits_in_gates(reasoner: Reasoner, plan: Plan) -> list[str]:
    """Return the facts that a gate reads and that are judged, or are said of one group, consent or the like."""
    facts = reasoner.vocabulary.facts
    gates = [number for number, each in enumerate(plan.steps) if each.kind is StepKind.GATE]
    read = {plan.inputs[number].test.fact for gate in gates for number in inputs_below(plan, gate)}
    return sorted(fact for fact in read if facts[fact].evaluative or facts[fact].level in OWN_LEVELS)


def test_no_defeat_reaches_a_gate(reasoner: Reasoner) -> None:
    gates = {name for each in reasoner.law.instruments.values() for name in (*each.gates, *each.exclusions)}
    assert [defeat.id for defeat in reasoner.law.defeats.values() if defeat.defeated in gates] == []


# Defeats and readings


def test_every_defeat_can_hold_together_with_its_target(reasoner: Reasoner) -> None:
    never = [
        (sorted(options), defeat.id)
        for options in every_choice(reasoner.law)
        for norm in reasoner.plan(options).norms
        for defeat in norm.defeats
        if meeting(reasoner, reasoner.plan(options), norm, defeat) is None
    ]
    assert never == []


def meeting(reasoner: Reasoner, plan: Plan, norm: NormPlan, defeat: DefeatPlan) -> Situation | None:
    """Return facts on which a norm would apply and a defeat takes it away, or nothing."""
    return search(reasoner, plan).situation((norm.gate, norm.met, defeat.node), norm.step)


def test_every_norm_can_apply(reasoner: Reasoner) -> None:
    for options in every_choice(reasoner.law):
        plan = reasoner.plan(options)
        for norm in plan.norms:
            assert search(reasoner, plan).situation((norm.applies,), norm.step) is not None, (norm.id, sorted(options))


def test_no_condition_is_always_met(reasoner: Reasoner) -> None:
    for norm in reasoner.law.norms.values():
        options = next(choice for choice in every_choice(reasoner.law) if norm.option is None or norm.option in choice)
        formulas = {**reasoner.formulas, norm.condition: Negation(reasoner.formulas[norm.condition])}
        plan = compiler(reasoner, options, formulas=formulas).plan()
        denied = plan.by_id[norm.id]
        assert search(reasoner, plan).situation((denied.met,), denied.step) is not None, norm.id


def test_a_defeat_that_can_never_meet_its_target_is_found(reasoner: Reasoner) -> None:
    reach = {each.id: len(list(leaves(reasoner.formulas[each.condition]))) for each in reasoner.law.norms.values()}
    found_by_default = {defeat.id for norm in reasoner.plan(reasoner.law.options()).norms for defeat in norm.defeats}
    real = min(
        (reasoner.law.defeats[name] for name in found_by_default), key=lambda each: (reach[each.defeated], each.id)
    )
    made = replace(real, id="made:defeat", under="made:condition")
    never = Negation(reasoner.formulas[reasoner.law.norms[real.defeated].condition])
    options = reasoner.law.options()
    law = with_defeats(reasoner, made)
    plan = compiler(reasoner, options, law=law, formulas={**reasoner.formulas, "made:condition": never}).plan()
    norm = plan.by_id[real.defeated]
    found = {defeat.id: meeting(reasoner, plan, norm, defeat) for defeat in norm.defeats}
    assert found["made:defeat"] is None
    assert found[real.id] is not None


def test_no_choice_of_readings_makes_a_circle_or_leaves_a_norm_without_condition(reasoner: Reasoner) -> None:
    for options in every_choice(reasoner.law):
        plan = reasoner.plan(options)
        assert [step.id for step in plan.steps if step.id.endswith("/0")] == [], sorted(options)


def test_a_circle_through_a_defeat_is_refused_and_named(reasoner: Reasoner) -> None:
    for real in reasoner.law.defeats.values():
        made = Defeat("made:defeat", real.defeated, real.defeater, "Rebuts", real.basis, None, None)
        options = next(choice for choice in every_choice(reasoner.law) if in_force(reasoner, real, choice))
        with pytest.raises(LawError, match="norms in a circle") as refusal:
            compiler(reasoner, options, law=with_defeats(reasoner, made)).plan()
        assert f" -> {real.defeater}" in str(refusal.value)
        assert f"{real.defeated} -> " in str(refusal.value)


def in_force(reasoner: Reasoner, defeat: Defeat, options: frozenset[str]) -> bool:
    """Say whether a defeat is part of the law under a choice of readings."""
    norm = reasoner.plan(options).by_id.get(defeat.defeated)
    return norm is not None and defeat.id in {each.id for each in norm.defeats}


def test_a_circle_through_a_condition_is_refused_and_named(reasoner: Reasoner) -> None:
    by_default = reasoner.plan(reasoner.law.options()).by_id
    real, other = next(
        (norm, reasoner.law.norms[name])
        for norm in reasoner.law.norms.values()
        for name in leans_on(reasoner, norm)
        if norm.id in by_default and name in by_default
    )
    back = Negation(Concluded(real.id, real.label))
    formulas = {**reasoner.formulas, other.condition: Every((reasoner.formulas[other.condition], back))}
    with pytest.raises(LawError, match="norms in a circle") as refusal:
        compiler(reasoner, reasoner.law.options(), formulas=formulas).plan()
    assert real.id in str(refusal.value)
    assert other.id in str(refusal.value)


def leans_on(reasoner: Reasoner, norm: Norm) -> list[str]:
    """Return the norms whose conclusions the condition of a norm names."""
    return [leaf.norm for leaf, _ in leaves(reasoner.formulas[norm.condition]) if isinstance(leaf, Concluded)]


def test_a_profile_takes_one_option_of_a_reading_at_most(reasoner: Reasoner) -> None:
    for name, chosen in reasoner.law.profiles.items():
        for reading in reasoner.law.readings.values():
            assert len(chosen & {option.id for option in reading.options}) <= 1, name


def test_every_option_of_a_reading_makes_a_law_of_its_own(reasoner: Reasoner) -> None:
    carried = Counter(
        each.option
        for layer in (reasoner.law.norms, reasoner.law.defeats, reasoner.law.allocations)
        for each in layer.values()
    )
    for reading in reasoner.law.readings.values():
        without = [option.id for option in reading.options if not carried[option.id]]
        assert len(without) <= 1, reading.code


# Burden


def test_every_element_of_hard_law_falls_to_a_side(reasoner: Reasoner) -> None:
    facts = reasoner.vocabulary.facts
    open_ = set()
    for plan in profile_plans(reasoner).values():
        for each in plan.inputs:
            soft = (
                each.owner in reasoner.law.indicators
                or getattr(reasoner.law.norms.get(each.owner), "kind", "") == "Principle"
            )
            if not soft and each.bearer not in SIDES and facts[each.test.fact].level is not Level.DERIVED:
                open_.add(f"{each.owner} {each.test.fact}")
    assert sorted(open_) == sorted(REASONS["nobody_proves"])


def test_silence_never_presumes_what_excludes_itself(reasoner: Reasoner) -> None:
    found = {fact for options in every_choice(reasoner.law) for fact in conflicts(reasoner.plan(options))}
    assert sorted(found) == sorted(REASONS["excluding"])
    assert {name: conflicts(plan) for name, plan in profile_plans(reasoner).items() if conflicts(plan)} == {}


def test_every_burden_of_hard_law_cites_a_provision(reasoner: Reasoner) -> None:
    for name, plan in profile_plans(reasoner).items():
        for each in plan.inputs:
            if each.bearer in SIDES:
                assert each.basis in reasoner.law.provisions, (name, each.owner, each.test.fact)


def test_every_reason_given_is_a_sentence() -> None:
    for reasons in REASONS.values():
        assert all(reason[0].isupper() and reason.endswith(".") for reason in reasons.values())
