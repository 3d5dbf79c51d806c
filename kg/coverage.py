"""Coverage: how much of each text is read as norms, and which kinds of answers the cases show.

Every smallest unit of an instrument that is answered for states a norm, or says why none
is read out of it. For each norm the cases are run, and what they show is counted: that it
applies, just misses, stays open, is defeated or might be, and is out of scope. A case just
misses a norm when it differs in one fact from a case in which the norm applies.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from kg.assessment import reading_order
from kg.axioms import Axioms
from kg.cases import Case
from kg.engine import Status, answer
from kg.expression import Leaf, Op, leaves
from kg.graph import PF, TYPE
from kg.law import Law, Provision, long
from kg.plan import NormPlan, Plan
from kg.reasoner import Asked, Reasoner
from kg.row import Row
from kg.text import Text
from kg.vocabulary import Level, Role


class CaseKind(Enum):
    """What a case shows of a norm."""

    MEETS = "meets"
    JUST_MISSES = "just_misses"
    UNKNOWN = "unknown"
    DEFEATED = "defeated"
    THREATENED = "threatened"
    """The condition is met, and a defeat is open."""

    BEFORE = "before"
    """A gate is closed: another time, another matter."""

    SUPPORTED = "supported"
    IN_TENSION = "in_tension"
    NOT_ENGAGED = "not_engaged"


_SHOWN: Final = {
    Status.APPLIES: CaseKind.MEETS,
    Status.OPEN: CaseKind.UNKNOWN,
    Status.DEFEATED: CaseKind.DEFEATED,
    Status.APPLIES_UNLESS: CaseKind.THREATENED,
    Status.OUT_OF_SCOPE: CaseKind.BEFORE,
    Status.SUPPORTED: CaseKind.SUPPORTED,
    Status.IN_TENSION: CaseKind.IN_TENSION,
    Status.NOT_ENGAGED: CaseKind.NOT_ENGAGED,
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A smallest unit of a text, how many rules it lays down, the norms read out of it, or why there is none."""

    id: str
    instrument: str
    rules: int
    norms: tuple[str, ...]
    reason: Text | None

    @property
    def covered(self) -> int:
        """How many of its rules are read, or have a reason."""
        return self.rules if self.reason is not None else min(self.rules, len(self.norms))


@dataclass(frozen=True, slots=True)
class Shown:
    """What the cases show of one norm, how often, and what they could show and do not."""

    norm: str
    counts: Mapping[CaseKind, int]
    missing: tuple[CaseKind, ...]


@dataclass(frozen=True, slots=True)
class Idle:
    """Something that no verdict depends on, and why it stands all the same."""

    name: str
    reason: Text | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far the texts are read, and how far the cases show what was read."""

    units: tuple[Unit, ...]
    shown: tuple[Shown, ...]
    unanchored: tuple[str, ...]
    facts: tuple[Idle, ...]
    axioms: tuple[Idle, ...]
    cases: int

    @property
    def complete(self) -> bool:
        """Whether nothing is left without a norm, a case, a place in the text or a reason."""
        idle = all(each.reason is not None for each in (*self.facts, *self.axioms))
        read = all(unit.covered == unit.rules for unit in self.units)
        return idle and read and not self.unanchored and not any(each.missing for each in self.shown)


def coverage(reasoner: Reasoner, cases: Sequence[Case]) -> Coverage:
    """Return how far the law is read and shown; raises InputError for a case that cannot be read."""
    return Coverage(
        units=tuple(units(reasoner)),
        shown=tuple(shown(reasoner, cases)),
        unanchored=tuple(unanchored(reasoner)),
        facts=tuple(idle_facts(reasoner)),
        axioms=tuple(idle_axioms(reasoner)),
        cases=len(cases),
    )


# The texts.


def units(reasoner: Reasoner) -> Iterator[Unit]:
    """Yield every smallest unit of the instruments that are answered for, in the order of their texts."""
    law = reasoner.law
    holders = {provision.parent for provision in law.provisions.values()}
    for name in sorted(law.provisions, key=lambda each: reading_order(law, each)):
        provision = law.provisions[name]
        reason = _reason(reasoner, name)
        if not law.instruments[provision.instrument].answered or (name in holders and reason is None):
            continue
        yield Unit(name, provision.instrument, _rules(reasoner, name), _own(law, provision), reason)
        for other in reasoner.graph.names(long(name), PF + "reaffirms"):
            yield Unit(other, provision.instrument, 1, (), _reason(reasoner, other))


def _rules(reasoner: Reasoner, name: str) -> int:
    stated = reasoner.graph.word(long(name), PF + "rules")
    return 1 if stated is None else int(stated)


def _own(law: Law, provision: Provision) -> tuple[str, ...]:
    """Return the norms of a unit; of those that options of one reading put in each other's place, the first."""
    readings = {option.id: reading.id for reading in law.readings.values() for option in reading.options}
    own: dict[str, str] = {}
    for norm in law.stated.get(provision.id, ()):
        option = law.norms[norm].option
        own.setdefault(readings[option] if option else norm, norm)
    return tuple(own.values())


def _reason(reasoner: Reasoner, name: str) -> Text | None:
    """Return why no norm is read out of something, stated on it or on a class it belongs to."""
    graph = reasoner.graph
    iri = name if name.startswith("http") else long(name)
    stated = (graph.text(each, PF + "withoutNorm") for each in (iri, *graph.names(iri, TYPE)))
    return next((each for each in stated if each is not None), None)


# The cases.


@dataclass(frozen=True, slots=True)
class _Answered:
    """One row of a case: what each norm came to, and the marks of its facts."""

    statuses: Mapping[str, Status]
    total: int
    marks: tuple[int, ...]


def shown(reasoner: Reasoner, cases: Iterable[Case]) -> Iterator[Shown]:
    """Yield what the cases show of each norm, in the order of the law."""
    answered = list(_answered(reasoner, cases))
    possible = _possible(reasoner)
    for norm in reasoner.law.norms:
        counts = _counts(norm, answered)
        missing = tuple(kind for kind in CaseKind if kind in possible[norm] and not counts.get(kind))
        yield Shown(norm, counts, missing)


def _answered(reasoner: Reasoner, cases: Iterable[Case]) -> Iterator[_Answered]:
    marks: dict[object, int] = {}
    for case in cases:
        asked = Asked(case.profile, case.under, case.on)
        plan = reasoner.plan(reasoner.law.options(case.profile, dict(case.under)))
        deployment = reasoner.read(case.description(reasoner.vocabulary))
        for row in reasoner.rows(deployment, plan, asked.on):
            statuses = answer(plan, row).statuses
            found = tuple(_mark(marks, item) for item in _stated(reasoner, row))
            yield _Answered(
                {norm.id: status for norm, status in zip(plan.norms, statuses, strict=True)}, sum(found), found
            )


def _stated(reasoner: Reasoner, row: Row) -> Iterator[tuple[str, object]]:
    """Yield the facts of a row that a description states."""
    facts = reasoner.vocabulary.facts
    yield from ((name, value) for name, value in row.facts.items() if facts[name].level is not Level.DERIVED)


def _mark(marks: dict[object, int], item: object) -> int:
    """Return a number for a fact and its value; sums of such numbers agree for the same facts alone."""
    if item not in marks:
        marks[item] = int.from_bytes(hashlib.blake2b(str(len(marks)).encode(), digest_size=12).digest())
    return marks[item]


def _counts(norm: str, answered: Sequence[_Answered]) -> dict[CaseKind, int]:
    applying = [row for row in answered if row.statuses.get(norm) is Status.APPLIES]
    totals = {row.total for row in applying}
    rests = {row.total - mark for row in applying for mark in row.marks}
    counts: dict[CaseKind, int] = {}
    for row in answered:
        status = row.statuses.get(norm)
        kind = _SHOWN.get(status) if status else None
        if status is Status.DOES_NOT_APPLY and _near(row, totals, rests):
            kind = CaseKind.JUST_MISSES
        if kind:
            counts[kind] = counts.get(kind, 0) + 1
    return {kind: counts[kind] for kind in CaseKind if kind in counts}


def _near(row: _Answered, totals: set[int], rests: set[int]) -> bool:
    """Say whether a row differs in one fact, in its value or in whether it is stated, from one of some others.

    Where all that is stated is the same, they differ in who takes part.
    """
    without = (row.total - mark for mark in row.marks)
    return row.total in totals or row.total in rests or any(rest in totals or rest in rests for rest in without)


def _possible(reasoner: Reasoner) -> dict[str, frozenset[CaseKind]]:
    """Return what a case can show of each norm."""
    found: dict[str, frozenset[CaseKind]] = {}
    for options in _choices(reasoner):
        plan = reasoner.plan(options)
        for norm in plan.norms:
            found[norm.id] = found.get(norm.id, frozenset()) | _kinds(reasoner, plan, norm)
    return found


def _choices(reasoner: Reasoner) -> list[frozenset[str]]:
    """Return the default choice of readings, and each that differs from it in one."""
    law = reasoner.law
    single = [law.options(chosen={code: each.code}) for code, one in law.readings.items() for each in one.options]
    return list(dict.fromkeys([law.options(), *single]))


def _kinds(reasoner: Reasoner, plan: Plan, norm: NormPlan) -> frozenset[CaseKind]:
    if norm.soft:
        return frozenset({CaseKind.SUPPORTED, CaseKind.IN_TENSION, CaseKind.UNKNOWN, CaseKind.NOT_ENGAGED})
    kinds = {CaseKind.MEETS}
    gate = _demands(plan, norm.gate)
    if gate:
        kinds.add(CaseKind.BEFORE)
    if not _demands(plan, norm.met) <= gate:  # where the gate already asks all it requires, it can only be out of scope
        kinds.add(CaseKind.JUST_MISSES)
    if any(not _by_day(reasoner, fact) for fact in _read(reasoner, norm.id)):
        kinds.add(CaseKind.UNKNOWN)
    if norm.defeats:
        kinds |= {CaseKind.DEFEATED, CaseKind.THREATENED}
    return frozenset(kinds)


def _demands(plan: Plan, number: int) -> frozenset[object]:
    """Return what must be so for a node to be true: tests of facts, and other nodes by number."""
    nodes = {each: plan.nodes[each] for each in plan.conjuncts(number)}
    return frozenset(plan.inputs[node.args[0]].test if node.op is Op.INPUT else each for each, node in nodes.items())


def _by_day(reasoner: Reasoner, fact: str) -> bool:
    """Say whether a fact is the day looked at, which is always known."""
    return fact == reasoner.vocabulary.with_role(Role.DAY).name


def _read(reasoner: Reasoner, norm: str) -> list[str]:
    """Return what a norm asks for: facts, and the norms it leans on."""
    formula = reasoner.formulas[reasoner.law.norms[norm].condition]
    return [leaf.test.fact if isinstance(leaf, Leaf) else leaf.norm for leaf, _ in leaves(formula)]


# Places and reasons.


def unanchored(reasoner: Reasoner) -> Iterator[str]:
    """Yield each step of a proof that does not stand where its norm or its defeat is stated."""
    law = reasoner.law
    holders = {provision.parent for provision in law.provisions.values()}
    for step in dict.fromkeys(step for options in _choices(reasoner) for step in reasoner.plan(options).steps):
        stated = law.norms[step.anchor.norm].provisions
        bases = {(each.basis,) for each in law.defeats.values() if each.defeater == step.anchor.norm}
        placed = step.anchor.provisions == stated or step.anchor.provisions in bases
        if not placed or any(name in holders and name not in law.stated for name in step.anchor.provisions):
            yield step.id


def idle_facts(reasoner: Reasoner) -> Iterator[Idle]:
    """Yield every fact that no norm reads, with the reason stated on it."""
    read = {leaf.test.fact for each in reasoner.formulas.values() for leaf, _ in leaves(each) if isinstance(leaf, Leaf)}
    facts = reasoner.vocabulary.facts
    read |= {source for name in read for source in facts[name].derived_from}
    for name, fact in facts.items():
        if name not in read and fact.role is None:
            yield Idle(name, reasoner.graph.text(fact.iri, PF + "idle"))


def idle_axioms(reasoner: Reasoner) -> Iterator[Idle]:
    """Yield every axiom that no condition would miss, with the reason stated on its kind."""
    axioms = Axioms(reasoner)
    yield from (Idle(str(each), axioms.reason(each)) for each in axioms.idle())
