"""Plan: the law under one choice of readings, ready to be asked.

A plan is plain data: one circuit for all norms, which of its nodes say whether each
norm's gate, condition and defeats hold, and the steps of every proof that can be
given. It is built by :mod:`kg.compile` and read by the engine, which needs no RDF.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, Final

from kg.expression import Holding, Node, Op, Run, Test, Value, holding, together
from kg.text import Text
from kg.truth import FALSE, TRUE, UNKNOWN


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a step of a proof stands in the law: provisions, norm and reading."""

    provisions: tuple[str, ...]
    norm: str
    option: str | None


@dataclass(frozen=True, slots=True)
class Input:
    """One test inside one norm, with who must prove it there and what silence then means."""

    test: Test
    says: Text
    owner: str
    bearer: str
    basis: str | None
    fallback: int
    rule: int | None = None
    """The node that says whether the rule laying the burden is in play, if a norm lays it."""


class StepKind(Enum):
    """What a step of a proof is."""

    PROVISION = "provision"
    FOLD = "fold"
    ROW = "row"
    NORM = "norm"
    GATE = "gate"
    DEFEAT = "defeat"
    INDICATOR = "indicator"
    EVERY = "every"
    SOME = "some"
    NOT = "not"
    CONCLUDED = "concluded"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a proof: a node of the circuit, said in words, with the steps below it."""

    id: str
    kind: StepKind
    node: int
    name: Text
    anchor: Anchor
    below: tuple[int, ...]
    input: int | None = None


@dataclass(frozen=True, slots=True)
class DefeatPlan:
    """One defeat: the node that says whether it holds, and its step."""

    id: str
    defeater: str
    node: int
    step: int


@dataclass(frozen=True, slots=True)
class NormPlan:
    """One norm: the nodes of its gate, its condition, its defeats together, and its conclusion."""

    id: str
    place: int
    soft: bool
    gate: int
    met: int
    beaten: int
    applies: int
    defeats: tuple[DefeatPlan, ...]
    step: int
    aside: frozenset[int] = frozenset()
    """The steps of indicators that are listed and decide nothing."""

    governed: tuple[str, str] | None = None
    """Who must prove everything the norm requires, and the provision that says so, if one does."""


OPTION: Final = "pf:option"
"""In a plan of all readings at once, the name under which a row says which options are chosen."""

PLAIN: Final = 4
"""A step that all steps below it decide."""

OF_NORM: Final = 5
"""A step that decides as a norm does: gate, condition, defeats."""

JOINS: Final = {
    StepKind.EVERY: TRUE,
    StepKind.DEFEAT: TRUE,
    StepKind.SOME: FALSE,
    StepKind.NORM: OF_NORM,
}
"""For a junction, the value for which all its parts decide; for another, those that share it."""


Asked = tuple[str, list[int], Mapping[Value, list[int]], Holding, Callable[[Any], list[int]]]
"""A fact with the codes of all inputs that read it: for silence, for each simple value, for members, for any value."""


class Plan:
    """The law under one choice of readings.

    *norms* stand in the order of the law. *cuts* are the days from which a law that some
    norm reads is in force; time is cut there before the plan is asked. *nodes* are those of the
    circuit that *run* works out. The *inputs* that read one fact stand together, and among
    them those of one test; raises ValueError where they do not.
    """

    def __init__(  # noqa: PLR0913 - the parts of the whole, named
        self,
        *,
        options: frozenset[str],
        inputs: tuple[Input, ...],
        nodes: tuple[Node, ...],
        run: Run,
        norms: tuple[NormPlan, ...],
        steps: tuple[Step, ...],
        domains: Mapping[str, tuple[Value, ...]],
        cuts: tuple[date, ...],
    ) -> None:
        """Keep the parts and index the tests by fact."""
        self.options = options
        self.inputs = inputs
        self.run = run
        self.norms = norms
        self.steps = steps
        self.domains = domains
        self.cuts = cuts
        self.nodes = nodes
        self.by_id: Mapping[str, NormPlan] = {norm.id: norm for norm in norms}
        self.node_of: tuple[int, ...] = tuple(step.node for step in steps)
        self.below: tuple[tuple[int, ...], ...] = tuple(step.below for step in steps)
        self.joins: tuple[int, ...] = tuple(JOINS.get(step.kind, PLAIN) for step in steps)
        self.norm_at: Mapping[int, NormPlan] = {norm.step: norm for norm in norms}
        self.fallbacks: tuple[int, ...] = tuple(each.fallback for each in inputs)
        self.rules: tuple[int | None, ...] = tuple(each.rule for each in inputs)
        by_test: dict[Test, list[int]] = {}
        for number, each in enumerate(inputs):
            by_test.setdefault(each.test, []).append(number)
        by_fact: dict[str, list[tuple[Test, tuple[int, ...]]]] = {}
        for test, numbers in by_test.items():
            by_fact.setdefault(test.fact, []).append((test, tuple(numbers)))
        self.tests: Mapping[str, tuple[tuple[Test, tuple[int, ...]], ...]] = {
            fact: tuple(tests) for fact, tests in by_fact.items()
        }
        if [number for tests in by_fact.values() for _, same in tests for number in same] != [*range(len(inputs))]:
            message = "the inputs of a plan are numbered by fact and test"
            raise ValueError(message)
        self._asked = tuple(self._of_fact(fact) for fact in self.tests)

    def conjuncts(self, number: int) -> frozenset[int]:
        """Return the nodes all of which must be true for a node to be so, itself among them; none for a constant."""
        node = self.nodes[number]
        if node.op is Op.CONSTANT:
            return frozenset()
        parts = node.args if node.op is Op.EVERY else ()
        return frozenset({number}).union(*(self.conjuncts(part) for part in parts))

    def answers(self, facts: Mapping[str, Value]) -> list[int]:
        """Return the code of every input for a row of facts; what is not on record is unknown."""
        values: list[int] = []
        for fact, silent, prepared, asked, ask in self._asked:
            value: Any = facts.get(fact)
            if value is None:
                values += silent
            elif prepared:
                values += prepared[value]
            elif asked:  # here and not in a function of its own, which would take longer to call than to run
                present, absent = value.present, value.absent
                for disjoint, subset in asked:
                    values.append(TRUE if not disjoint(present) else FALSE if subset(absent) else UNKNOWN)
            else:
                values += ask(value)
        return values

    def _of_fact(self, fact: str) -> Asked:
        tests = [test for test, numbers in self.tests[fact] for _ in numbers]
        ask = together(tests)
        simple = [value for value in self.domains.get(fact, ()) if isinstance(value, bool | str)]
        return fact, [UNKNOWN] * len(tests), {value: ask(value) for value in simple}, holding(tests), ask
