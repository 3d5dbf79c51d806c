"""Small made-up laws, built norm by norm, for what the real law has no case of."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from kg import expression
from kg.compile import Compiler
from kg.engine import RowAnswer, Status, answer
from kg.expression import Concluded, Formula, Leaf, Relation, Value
from kg.law import Law
from kg.plan import Plan
from kg.reasoner import Reasoner
from kg.row import Row
from kg.text import Text
from kg.vocabulary import Kind, Party, Role, Vocabulary

INSTRUMENT = "small:act"


def says(fact: str, *values: Any, relation: Relation = Relation.IS) -> Leaf:
    """Return the leaf that a fact has one of these values, true if none is named."""
    return Leaf(expression.Test(fact, relation, values or (True,)), Text(f"{fact} is so", f"{fact}如此"))


def has(fact: str, *members: str) -> Leaf:
    """Return the leaf that one of these is among the members of a fact."""
    return says(fact, *members, relation=Relation.HAS)


def leans(norm: str) -> Concluded:
    """Return the leaf that a norm was concluded."""
    return Concluded(norm, Text(f"{norm} applies", f"{norm}适用"))


def row(facts: Mapping[str, Value]) -> Row:
    """Return facts as a row of their own."""
    return Row(id="row", activity="activity", facts=facts, entries={})


class Small:
    """A law of few norms. What nobody asks about is as it is in the real law."""

    def __init__(self, reasoner: Reasoner) -> None:
        self._real = reasoner
        self.formulas: dict[str, Formula] = {}
        self.law = object.__new__(Law)
        for name in ("provisions", "norms", "indicators", "defeats", "allocations", "readings", "profiles"):
            setattr(self.law, name, {})
        act = next(iter(reasoner.law.instruments.values()))
        self.instruments = {INSTRUMENT: replace(act, id=INSTRUMENT, gates=(), exclusions=(), answered=True)}
        self.law.instruments = self.instruments
        day = reasoner.vocabulary.with_role(Role.DAY)
        self.facts = {day.name: day}
        self.vocabulary = object.__new__(Vocabulary)
        self.vocabulary.facts = self.facts
        self.day = day.name

    def fact(
        self, name: str, bearer: Party = Party.CLAIMANT, kind: Kind = Kind.BOOLEAN, codes: Sequence[str] = ()
    ) -> None:
        """Add a fact, with who must prove it by default."""
        vocabulary = self._real.vocabulary
        concept = next(iter(vocabulary.concepts.values()))
        concepts = tuple(replace(concept, iri=f"{name}/{code}", code=code) for code in codes)
        plain = next(each for each in vocabulary.facts.values() if each.kind is Kind.BOOLEAN and each.role is None)
        self.facts[name] = replace(plain, iri=name, name=name, kind=kind, bearer=bearer, concepts=concepts)

    def norm(self, name: str, condition: Formula, favours: Party | None = Party.CLAIMANT, **other: Any) -> None:
        """Add a norm with a provision of its own; *other* is anything else of it."""
        instrument = other.get("instrument", INSTRUMENT)
        provision = other.setdefault("provisions", (f"{name}:text",))[0]
        if instrument not in self.instruments:
            act = self.instruments[INSTRUMENT]
            self.instruments[instrument] = replace(act, id=instrument, gates=(), exclusions=())
        real = next(iter(self._real.law.norms.values()))
        text = next(iter(self._real.law.provisions.values()))
        whole = {"kind": "Infringement", "option": None, "before_gates": False, "auxiliary": False, **other}
        whole |= {"instrument": instrument, "favours": favours, "condition": f"{name}:shape"}
        self._put("norms", replace(real, id=name, label=Text(f"norm {name}", f"规范{name}"), **whole))
        self._put("provisions", replace(text, id=provision, instrument=instrument, parent=instrument, cites=()))
        self.formulas[f"{name}:shape"] = condition

    def gate(self, *norms: str, instrument: str = INSTRUMENT) -> None:
        """Make norms the gates of their instrument."""
        self.instruments[instrument] = replace(self.instruments[instrument], gates=norms)

    def exclusion(self, *norms: str, instrument: str = INSTRUMENT) -> None:
        """Make norms the exclusions of their instrument."""
        self.instruments[instrument] = replace(self.instruments[instrument], exclusions=norms)

    def defeat(self, defeater: str, over: str, under: Formula | None = None, option: str | None = None) -> None:
        """Let a norm take another away."""
        real = next(iter(self._real.law.defeats.values()))
        name = f"{defeater}-over-{over}"
        if under is not None:
            self.formulas[f"{name}:shape"] = under
        shape = None if under is None else f"{name}:shape"
        basis = self.law.norms[defeater].provisions[0]
        whole: dict[str, Any] = {
            "defeater": defeater,
            "defeated": over,
            "under": shape,
            "option": option,
            "basis": basis,
        }
        self._put("defeats", replace(real, id=name, **whole))

    def indicator(self, name: str, of: str, condition: Formula, *, supports: bool, core: bool = False) -> None:
        """Let facts speak for or against a principle."""
        real = next(iter(self._real.law.indicators.values()))
        shape = f"{name}:shape"
        self.formulas[shape] = condition
        whole: dict[str, Any] = {"principle": of, "supports": supports, "core": core, "condition": shape}
        self._put("indicators", replace(real, id=name, **whole))

    def burden(self, name: str, bearer: Party, condition: Formula, **other: Any) -> None:
        """Add a norm that lays a burden: on all in the norms it *governs*, or on what is its bearer's by default."""
        self.norm(name, condition, kind="Allocation", option=other.get("option"))
        real = next(iter(self._real.law.allocations.values()))
        whole = {"governs": frozenset(), "facts": frozenset(), "option": None, **other}
        provision = self.law.norms[name].provisions[0]
        self._put("allocations", replace(real, id=name, bearer=bearer, provision=provision, **whole))

    def plan(self, *options: str) -> Plan:
        """Return the law under some options."""
        return self.compiler(*options).plan()

    def compiler(self, *options: str) -> Compiler:
        """Return what builds the plan under some options."""
        return Compiler(self.law, self.vocabulary, self._real.words, self.formulas, frozenset(options))

    def _put(self, kind: str, thing: Any) -> None:
        getattr(self.law, kind)[thing.id] = thing


def statuses(plan: Plan, facts: Mapping[str, Value]) -> dict[str, Status]:
    """Return what each norm comes to."""
    return by_norm(plan, answer(plan, row(facts)))


def by_norm(plan: Plan, answered: RowAnswer) -> dict[str, Status]:
    """Return the status of each norm by its name."""
    return {norm.id: answered.statuses[norm.place] for norm in plan.norms}
