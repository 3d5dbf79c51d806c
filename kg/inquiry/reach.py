"""Reach: what is open in the rows of one activity, and what of it lies below a finding.

From an open norm the reach goes down through what is unknown, for nothing else can still
change it: a conjunction with a false member is false whatever is not known.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from kg.assessment import Finding
from kg.engine import RowAnswer, Status, answer
from kg.expression import Op, Value
from kg.inquiry.chances import CONDUCT, Key, Variable, conduct_variable, variables
from kg.inquiry.places import MATTER, Places, Slot
from kg.once import Once
from kg.plan import NormPlan, Plan
from kg.row import Row
from kg.truth import UNKNOWN
from kg.vocabulary import Role, Vocabulary

UNDECIDED: Final = frozenset({Status.OPEN, Status.APPLIES_UNLESS})
"""The statuses that an answer can still change."""

JUNCTIONS: Final = frozenset({Op.EVERY, Op.SOME, Op.NOT})


def of_matter(slot: Slot) -> bool:
    """Say whether a slot can be filled only by describing a matter first."""
    return any(place.keys == MATTER for place in slot.places)


@dataclass(frozen=True, slots=True)
class Reach:
    """What of the plan is unknown below some findings: nodes, and inputs by slot.

    *timed* says whether days matter: which rows occur, where not all are alike, or when the activity was under way.
    """

    cone: frozenset[int]
    keys: Mapping[Slot, tuple[Key, ...]]
    timed: bool


@dataclass(frozen=True)
class Field:
    """The rows of one activity, and what is open in them."""

    plan: Plan
    vocabulary: Vocabulary
    places: Places
    rows: Sequence[Row]
    on: date | None
    _slots: dict[Key, Slot | None] = field(default_factory=dict)

    @Once
    def answers(self) -> tuple[RowAnswer, ...]:
        """What each row comes to; where a matter may still be described, whether there is one counts as open."""
        asked = self.places.matter
        return tuple(
            answer(
                self.plan, Row(row.id, row.activity, {n: v for n, v in row.facts.items() if n != asked}, row.entries)
            )
            for row in self.rows
        )

    @Once
    def told(self) -> tuple[Variable | Value | None, ...]:
        """Start, end and keeping of the conduct: known, or a variable, or unknown for good."""
        return tuple(self._conduct(role) for role in CONDUCT)

    @property
    def under_way(self) -> str:
        """The fact that says whether the activity itself goes on in a row."""
        return self.vocabulary.with_role(Role.UNDER_WAY).name

    @Once
    def conduct(self) -> tuple[Variable, ...]:
        """What is open of the days of conduct."""
        return tuple(each for each in self.told if isinstance(each, Variable))

    @Once
    def matter(self) -> Variable | None:
        """Whether there is a matter, where that may still be asked."""
        name = self.places.matter
        slot = self.places.slot(self.rows[0], name) if name else None
        if slot is None:
            return None
        tests = {key: self.plan.inputs[key[1]].test for key in self._keys(slot.fact)}
        return Variable(slot, 2, {key: (test.of(value=False), test.of(value=True)) for key, test in tests.items()})

    def _conduct(self, role: Role) -> Variable | Value | None:
        name = self.vocabulary.with_role(role).name
        settled = all(row.occurs != UNKNOWN and self.under_way in row.facts for row in self.rows)
        if name in self.rows[0].facts or settled:
            return self.rows[0].facts.get(name)
        slot = self.places.slot(self.rows[0], name)
        return conduct_variable(role, slot, self.rows) if slot else None

    def _keys(self, name: str) -> list[Key]:
        numbers = [number for _, several in self.plan.tests.get(name, ()) for number in several]
        return [(row, number) for row in range(len(self.rows)) for number in numbers]

    def slot(self, key: Key) -> Slot | None:
        """Return where the fact of an input of a row can be said."""
        if key not in self._slots:
            self._slots[key] = self.places.slot(self.rows[key[0]], self.plan.inputs[key[1]].test.fact)
        return self._slots[key]

    def reach(self, findings: Iterable[Finding]) -> Reach:
        """Return what is unknown below the open limbs of some findings."""
        cone: set[int] = set()
        keys: dict[Slot, dict[Key, None]] = {}
        norms = [self.plan.by_id[limb.norm] for finding in findings for limb in finding.limbs]
        for row, answered in enumerate(self.answers):
            open_norms = [norm for norm in norms if answered.statuses[norm.place] in UNDECIDED]
            for number in sorted(self._below(open_norms, answered.values)):
                cone.add(number)
                node = self.plan.nodes[number]
                slot = self.slot((row, node.args[0])) if node.op is Op.INPUT else None
                if slot is not None:
                    keys.setdefault(slot, {})[row, node.args[0]] = None
        seen = cone.union(*((norm.gate, norm.met, norm.beaten) for norm in norms))
        alike = len({tuple(each.values[number] for number in sorted(seen)) for each in self.answers}) == 1
        whole = all(len(found) == len({number for _, number in found}) * len(self.rows) for found in keys.values())
        by_days = {number for _, several in self.plan.tests.get(self.under_way, ()) for number in several}
        read = {self.plan.nodes[number].args[0] for number in cone if self.plan.nodes[number].op is Op.INPUT}
        timed = not (alike and whole) or not by_days.isdisjoint(read)
        return Reach(frozenset(cone), {slot: tuple(found) for slot, found in keys.items()}, timed)

    def _below(self, norms: Iterable[NormPlan], values: Sequence[int]) -> set[int]:
        """Return every unknown node reached from some norms through unknown nodes."""
        found: set[int] = set()
        waiting = [number for norm in norms for number in (norm.gate, norm.met, norm.beaten)]
        while waiting:
            number = waiting.pop()
            if number in found or values[number] != UNKNOWN:
                continue
            found.add(number)
            node = self.plan.nodes[number]
            if node.op in JUNCTIONS:
                waiting += node.args
        return found

    def variables(self, reach: Reach) -> dict[Slot, list[Variable]]:
        """Return the variables of what is reached, by slot; whether there is a matter comes before what it says."""
        found: dict[Slot, list[Variable]] = {}
        if self.matter and any(of_matter(slot) for slot in reach.keys):
            found[self.matter.slot] = [self.matter]
        for slot, keys in reach.keys.items():
            if slot not in found:
                several = variables(self.plan, self.vocabulary, self.rows, slot, keys)
                if several:
                    found[slot] = several
        for variable in self.conduct if reach.timed else ():
            found[variable.slot] = [variable]
        return found
