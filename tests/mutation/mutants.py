"""Mutants: the law with one thing in it changed, as a slip of the pen would change it.

Every mutation is made after the closure, on what was read from the graph. A mutant is
killed when at least one case no longer comes out as a lawyer wrote it down.
"""

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from kg.axioms import Axiom, Axioms
from kg.expression import Every, Formula, Leaf, Negation, Some, leaves
from kg.graph import TYPE, Graph
from kg.law import Law, short
from kg.reasoner import Reasoner, condition_shapes
from kg.shapes import Shapes
from kg.vocabulary import Party, Vocabulary

OTHER = {Party.CLAIMANT: Party.PROCESSOR, Party.PROCESSOR: Party.CLAIMANT}


@dataclass(frozen=True)
class Mutant:
    """A law that differs from ours in one thing, and the norms and defeats in which it does."""

    name: str
    touched: frozenset[str]
    law: Callable[[], Reasoner]
    rereads: bool = False
    """Whether descriptions have to be read again, since days of statutes are among what they are read against."""


def every_mutant(reasoner: Reasoner) -> Iterator[Mutant]:
    """Yield every mutant, in the order of the law."""
    yield from _of_conditions(reasoner)
    yield from _of_defeats(reasoner)
    yield from _of_bearers(reasoner)
    yield from _of_days(reasoner)
    yield from _of_readings(reasoner)
    yield from _of_kinds(reasoner)


def _with(reasoner: Reasoner, **parts: Any) -> Reasoner:
    other = copy.copy(reasoner)
    for name, part in parts.items():
        setattr(other, name, part)
    other._plans = {}
    return other


def _law(reasoner: Reasoner, **parts: Mapping[str, object]) -> Reasoner:
    law: Law = copy.copy(reasoner.law)
    for name, part in parts.items():
        setattr(law, name, part)
    return _with(reasoner, law=law)


# Conditions: a leaf left out, a leaf turned round.


def _of_conditions(reasoner: Reasoner) -> Iterator[Mutant]:
    owners = _owners(reasoner)
    for shape in condition_shapes(reasoner.law):
        formula = reasoner.formulas[shape]
        said: dict[str, int] = {}
        for place, (leaf, _) in enumerate(leaves(formula)):
            said[leaf.name.en] = said.get(leaf.name.en, 0) + 1
            again = f" ({said[leaf.name.en]})" if said[leaf.name.en] > 1 else ""
            for sort, change in (("without", _dropped), ("not", _negated)):
                yield Mutant(
                    name=f"{short(shape)} {sort}: {leaf.name.en}{again}",
                    touched=owners[shape],
                    law=lambda shape=shape, change=change, place=place: _with(  # type: ignore[misc]
                        reasoner, formulas={**reasoner.formulas, shape: change(reasoner.formulas[shape], place)}
                    ),
                )


def _owners(reasoner: Reasoner) -> dict[str, frozenset[str]]:
    """Return the norms in whose answer each condition speaks."""
    law = reasoner.law
    found = {norm.condition: frozenset({norm.id}) for norm in law.norms.values()}
    found |= {each.condition: frozenset({each.principle}) for each in law.indicators.values()}
    for defeat in law.defeats.values():
        if defeat.under:
            found[defeat.under] = found.get(defeat.under, frozenset()) | {defeat.defeated}
    return found


def _dropped(formula: Formula, place: int) -> Formula:
    return _edited(formula, place, lambda _: None) or Every(())


def _negated(formula: Formula, place: int) -> Formula:
    return _edited(formula, place, Negation) or Every(())


def _edited(formula: Formula, place: int, change: Callable[[Formula], Formula | None]) -> Formula | None:
    """Return a formula with its leaf at a place changed, or without it where it is changed into nothing."""
    match formula:
        case Every(parts) | Some(parts):
            kept: list[Formula] = []
            for part in parts:
                size = sum(1 for _ in leaves(part))
                other = _edited(part, place, change) if 0 <= place < size else part
                place -= size
                kept += [other] if other is not None else []
            return (Every if isinstance(formula, Every) else Some)(tuple(kept)) if kept else None
        case Negation(part):
            inner = _edited(part, place, change)
            return None if inner is None else Negation(inner)
        case _:
            return change(formula)


# Defeats left out, burdens on the other side.


def _of_defeats(reasoner: Reasoner) -> Iterator[Mutant]:
    defeats = reasoner.law.defeats
    for name, defeat in defeats.items():
        yield Mutant(
            f"no {name}",
            frozenset({defeat.defeated}),
            lambda name=name: _law(reasoner, defeats={key: each for key, each in defeats.items() if key != name}),  # type: ignore[misc]
        )


def _of_bearers(reasoner: Reasoner) -> Iterator[Mutant]:
    allocations, vocabulary = reasoner.law.allocations, reasoner.vocabulary
    for name, each in allocations.items():
        flipped = replace(each, bearer=OTHER.get(each.bearer, Party.CLAIMANT))
        yield Mutant(
            f"{name} on the other side",
            each.governs,
            lambda name=name, flipped=flipped: _law(reasoner, allocations={**allocations, name: flipped}),  # type: ignore[misc]
        )
    for name, fact in vocabulary.facts.items():
        if fact.bearer in OTHER and (readers := _readers(reasoner, name)):
            other = copy.copy(vocabulary)
            other.facts = {**vocabulary.facts, name: replace(fact, bearer=OTHER[fact.bearer])}
            law = _with(reasoner, vocabulary=other)
            if _bears(law) != _bears(reasoner):  # where allocations say all there is to say, nothing changed
                yield Mutant(f"{name} for the other side to prove", readers, lambda law=law: law)  # type: ignore[misc]


def _bears(reasoner: Reasoner) -> list[tuple[str, int, int | None]]:
    """Return who must prove each element of each norm, what silence on it means, and under which rule."""
    plans = (reasoner.plan(reasoner.law.options(profile)) for profile in sorted(reasoner.law.profiles))
    return [(each.bearer, each.fallback, each.rule) for plan in plans for each in plan.inputs]


def _readers(reasoner: Reasoner, fact: str) -> frozenset[str]:
    """Return the norms that read a fact and favour one side, so that a burden means something."""
    law = reasoner.law
    return frozenset(
        norm.id
        for norm in law.norms.values()
        if norm.favours in OTHER
        and any(
            isinstance(leaf, Leaf) and leaf.test.fact == fact for leaf, _ in leaves(reasoner.formulas[norm.condition])
        )
    )


# Days moved by one.


def _of_days(reasoner: Reasoner) -> Iterator[Mutant]:
    owners = _owners(reasoner)
    for shape in condition_shapes(reasoner.law):
        for place, (leaf, _) in enumerate(leaves(reasoner.formulas[shape])):
            if not isinstance(leaf, Leaf) or not isinstance(leaf.test.values[0], date):
                continue
            for days in (-1, 1):
                moved = replace(leaf, test=replace(leaf.test, values=(leaf.test.values[0] + timedelta(days),)))
                yield Mutant(
                    f"{short(shape)} {days:+d} day: {leaf.name.en}",
                    owners[shape],
                    lambda shape=shape, place=place, moved=moved: _with(  # type: ignore[misc]
                        reasoner,
                        formulas={
                            **reasoner.formulas,
                            shape: _edited(reasoner.formulas[shape], place, lambda _: moved),
                        },
                    ),
                )
    instruments = reasoner.law.instruments
    first = min(reasoner.plan(reasoner.law.options()).cuts).isoformat()
    for name, each in instruments.items():
        if each.in_force and each.in_force >= first and not each.answered:  # what is older was always in force
            for days in (-1, 1):
                later = replace(each, in_force=(date.fromisoformat(each.in_force) + timedelta(days)).isoformat())
                yield Mutant(
                    f"{name} in force {days:+d} day",
                    frozenset(),
                    lambda name=name, later=later: _law(reasoner, instruments={**instruments, name: later}),  # type: ignore[misc]
                    rereads=True,
                )


# Readings with another default, values of another kind.


def _of_readings(reasoner: Reasoner) -> Iterator[Mutant]:
    readings = reasoner.law.readings
    for code, each in readings.items():
        for option in each.options:
            if option.id != each.default:
                norms = [norm.id for norm in reasoner.law.norms.values() if norm.option in {each.default, option.id}]
                other = replace(each, default=option.id)
                yield Mutant(
                    f"{code} by default {option.code}",
                    frozenset(norms),
                    lambda code=code, other=other: _law(reasoner, readings={**readings, code: other}),  # type: ignore[misc]
                )


def _of_kinds(reasoner: Reasoner) -> Iterator[Mutant]:
    axioms = Axioms(reasoner)
    idle = set(axioms.idle())
    for axiom in axioms.stated:
        if axiom not in idle:
            yield Mutant(f"not {axiom}", frozenset(), lambda axiom=axiom: _without(reasoner, axioms, axiom))  # type: ignore[misc]


def _without(reasoner: Reasoner, axioms: Axioms, axiom: Axiom) -> Reasoner:
    """Return the law as it would be had one axiom about kinds never been written."""
    usual, fewer = axioms.kinds(), axioms.kinds(axiom)
    lost = {(name, kind) for name, kinds in usual.items() for kind in kinds - fewer.get(name, frozenset())}
    graph = Graph(
        (subject, predicate, term)
        for subject, predicate, term in reasoner.graph
        if predicate != TYPE or (subject, term) not in lost
    )
    vocabulary = Vocabulary(graph)
    shapes = Shapes(graph, vocabulary)
    formulas = {shape: shapes.formula(shape) for shape in condition_shapes(reasoner.law)}
    return _with(reasoner, graph=graph, vocabulary=vocabulary, formulas=formulas)
