"""Proof: why a finding is what it is, down to single facts.

A proof is an acyclic graph. Every node has an id that stays the same for the same law
and description, says what it states, whether that is true, false or unknown on the
record and what would be presumed, and where it stands in the law. Its leaves are facts
on record or open questions. It holds no time and no chance: equal input, equal bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kg.burden import Presumed
from kg.engine import RowAnswer, Status
from kg.once import Once
from kg.plan import OF_NORM, PLAIN, Anchor, NormPlan, Plan, StepKind
from kg.row import Entry
from kg.text import Text
from kg.truth import FALSE, UNKNOWN, Truth, of_code


@dataclass(frozen=True, slots=True)
class Statement:
    """The fact at a leaf: what is on record of it, or that the question is open."""

    fact: str
    entry: Entry | None
    bearer: str
    basis: str | None


@dataclass(frozen=True, slots=True)
class ProofNode:
    """One node of a proof."""

    id: str
    kind: StepKind
    name: Text
    truth: Truth
    presumed: Truth
    status: Status | None
    anchor: Anchor
    below: tuple[str, ...]
    statement: Statement | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """A whole proof: its root and all nodes by id, the root first."""

    root: str
    nodes: dict[str, ProofNode]


Edges = dict[int, tuple[int, ...]]
"""The steps that are part of a proof, each with the steps below that decide it."""


def edges(plan: Plan, answered: RowAnswer, roots: Sequence[int]) -> Edges:
    """Return the proof graph below some steps: what decides each, shared parts once.

    Of a junction only the parts that give it its value decide. Of a norm a false gate or a
    false condition says all; otherwise every defeat is shown, the failed ones too.
    """
    values, under, node_of, joins = answered.values, plan.below, plan.node_of, plan.joins
    found: Edges = {}
    waiting = list(roots)
    while waiting:
        number = waiting.pop()
        if number in found:
            continue
        below = under[number]
        join = joins[number]
        if join == OF_NORM:
            below = _under_norm(plan, plan.norm_at[number], below, values)
        elif join != PLAIN:
            value = values[node_of[number]]
            if value != join:
                below = tuple([each for each in below if values[node_of[each]] == value])
        found[number] = below
        waiting += below
    return found


def _under_norm(plan: Plan, norm: NormPlan, below: tuple[int, ...], values: Sequence[int]) -> tuple[int, ...]:
    if norm.soft:
        return below if values[norm.gate] != FALSE else below[:1]
    if values[norm.gate] == FALSE:
        return below[:1]
    gated = plan.steps[below[0]].kind is StepKind.GATE
    return below if values[norm.met] != FALSE else below[: 1 + gated]


class Prover:
    """Gives the proofs of one row's answer."""

    def __init__(self, plan: Plan, answered: RowAnswer, closed: Presumed) -> None:
        """Keep what was answered, and what would be presumed."""
        self._plan = plan
        self._answered = answered
        self._closed = closed

    @Once
    def _edges(self) -> Edges:
        return edges(self._plan, self._answered, [norm.step for norm in self._plan.norms])

    def node_id(self, norm: str) -> str:
        """Return the id of the node of a norm in this row."""
        return self._id(self._plan.by_id[norm].step)

    def anchor(self, norm: str) -> Anchor:
        """Return where a norm stands."""
        return self._plan.steps[self._plan.by_id[norm].step].anchor

    def closed_status(self, norm: str) -> Status:
        """Return what would be presumed of a norm in this row."""
        return self._closed.statuses[self._plan.by_id[norm].place]

    def nodes(self, norm: str) -> dict[str, ProofNode]:
        """Return every node that decides one norm in this row, its own first."""
        return {self._id(number): self._node(number) for number in self._below(norm)}

    def open_inputs(self, norm: str) -> tuple[int, ...]:
        """Return the inputs on which an undecided norm hangs, in the order of the proof."""
        plan, values = self._plan, self._answered.values
        reached = self._below(norm, only=UNKNOWN)
        inputs = [plan.steps[number].input for number in reached if values[plan.steps[number].node] == UNKNOWN]
        return tuple(dict.fromkeys(number for number in inputs if number is not None))

    def _below(self, norm: str, only: int | None = None) -> dict[int, None]:
        """Return the steps below a norm, in the order of the proof; with *only*, through steps of that value."""
        plan, values = self._plan, self._answered.values
        asked = plan.by_id[norm]
        found: dict[int, None] = {}
        waiting = [asked.step]
        while waiting:
            number = waiting.pop()
            if number in found or (only is not None and number in asked.aside):
                continue
            found[number] = None
            waiting.extend(
                below
                for below in reversed(self._edges[number])
                if only is None or values[plan.steps[below].node] == only
            )
        return found

    def _id(self, number: int) -> str:
        return f"{self._answered.row.id}:{self._plan.steps[number].id}"

    def _node(self, number: int) -> ProofNode:
        plan, step = self._plan, self._plan.steps[number]
        norm = plan.norm_at.get(number)
        return ProofNode(
            id=self._id(number),
            kind=step.kind,
            name=step.name,
            truth=of_code(self._answered.values[step.node]),
            presumed=of_code(self._closed.values[step.node]),
            status=None if norm is None else self._answered.statuses[norm.place],
            anchor=step.anchor,
            below=tuple(self._id(below) for below in self._edges[number]),
            statement=None if step.input is None else self._statement(step.input),
        )

    def _statement(self, number: int) -> Statement:
        each = self._plan.inputs[number]
        return Statement(each.test.fact, self._answered.row.entries.get(each.test.fact), each.bearer, each.basis)
