"""Outcomes: what findings come to in each way in which what is open may turn out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.assessment import Finding
from kg.engine import TABLES
from kg.expression import Op
from kg.inquiry import lanes
from kg.inquiry.chances import Key, Spread, Variable, occurrence, under_way
from kg.inquiry.lanes import Graded, Planes, Sweep, certain
from kg.inquiry.reach import JUNCTIONS, Field, of_matter
from kg.plan import NormPlan
from kg.stopping import Work, step
from kg.truth import TRUE, UNKNOWN


class Outcomes:
    """What findings come to in every lane of a spread."""

    def __init__(self, where: Field, cone: frozenset[int], several: Sequence[Variable], spread: Spread) -> None:
        """Work out the cone once."""
        step(Work.SAMPLE)
        self._field, self._spread = where, spread
        self._lanes = len(where.rows) * spread.size
        self._by_key: dict[Key, list[Variable]] = {}
        for variable in several:
            for key in variable.codes:
                self._by_key.setdefault(key, []).append(variable)
        nodes = where.plan.nodes
        inputs = {nodes[number].args[0] for number in cone if nodes[number].op is Op.INPUT}
        outside = {arg for number in cone if nodes[number].op in JUNCTIONS for arg in nodes[number].args} - cone
        self._fixed = {number: self._known(number) for number in outside}
        self._by_days = sorted(n for n in inputs if where.plan.inputs[n].test.fact == where.under_way)
        planes = {number: self._input(number, spread) for number in inputs}
        self.sweep = Sweep(nodes, cone, planes, self._fixed, (1 << self._lanes) - 1)
        self.occurs, self.sound = occurrence(where.rows, where.told, spread, where.on)
        self._graded: dict[str, list[Graded]] = {}

    def of(self, finding: Finding) -> Graded:
        """Return what a finding comes to in each lane."""
        return lanes.strongest([self.limb(limb.norm, {}, self.occurs) for limb in finding.limbs])

    def otherwise(self, variable: Variable) -> "Otherwise":
        """Return what changes if one variable turns out in its next way."""
        step(Work.SAMPLE)
        spread = self._spread.otherwise(variable)
        inputs = {number: self._input(number, spread) for number in sorted({number for _, number in variable.codes})}
        if self._field.matter is variable:
            inputs |= {number: self._input(number, spread) for number in self._masked()}
        occurs, sound = self.occurs, self.sound
        if variable.values:
            occurs, sound = occurrence(self._field.rows, self._field.told, spread, self._field.on)
            inputs |= {number: self._input(number, spread) for number in self._by_days}
        return Otherwise(self, self.sweep.changed(inputs), occurs, sound & self.sound)

    def _masked(self) -> set[int]:
        return {key[1] for key, several in self._by_key.items() if any(self._behind(each) for each in several)}

    def _behind(self, variable: Variable) -> bool:
        """Say whether a variable means nothing unless there is a matter."""
        matter = self._field.matter
        return matter is not None and variable is not matter and of_matter(variable.slot)

    def _input(self, number: int, spread: Spread) -> Planes:
        yes = no = 0
        timed = self._timed(number, spread) if number in self._by_days else None
        for row in range(len(self._field.rows)):
            planes = self._one(row, number, spread) if timed is None else timed[row]
            yes |= planes[0] << row * spread.size
            no |= planes[1] << row * spread.size
        return yes, no

    def _timed(self, number: int, spread: Spread) -> list[Planes]:
        """Return what an input on whether the activity is under way comes to in each row, the days turning out so."""
        planes = under_way(self._field.rows, self._field.told, spread, self._field.on)
        wanted = self._field.plan.inputs[number].test.of(value=True) == TRUE
        return planes if wanted else [(no, yes) for yes, no in planes]

    def _one(self, row: int, number: int, spread: Spread) -> Planes:
        known = self._field.answers[row].inputs[number]
        several = self._by_key.get((row, number))
        if known != UNKNOWN or several is None:
            return certain(known, spread.full)
        planes, matter = spread.code(several, (row, number)), self._field.matter
        if matter and self._behind(several[0]):
            there = spread.ways.get(matter, (0, 0))[1]
            return planes[0] & there, planes[1] & there
        return planes

    def _known(self, number: int) -> Planes:
        several = [certain(each.values[number], self._spread.full) for each in self._field.answers]
        yes, no = (
            sum(planes[side] << row * self._spread.size for row, planes in enumerate(several)) for side in (0, 1)
        )
        return yes, no

    def _node(self, number: int, changed: Mapping[int, Planes]) -> Planes:
        planes = changed.get(number) or self.sweep.planes.get(number)
        if planes is None:
            planes = self.sweep.planes[number] = self._known(number)
        return planes

    def moved(self, name: str, changed: Mapping[int, Planes]) -> bool:
        """Say whether nodes that changed are those that decide a norm."""
        norm = self._field.plan.by_id[name]
        return norm.gate in changed or norm.met in changed or norm.beaten in changed

    def limb(self, name: str, changed: Mapping[int, Planes], occurs: Sequence[Planes]) -> Graded:
        """Return what one norm comes to over all rows, some nodes having changed."""
        norm = self._field.plan.by_id[name]
        rows = self._rows(norm, changed) if self.moved(name, changed) else self._graded.get(name)
        if rows is None:
            rows = self._graded[name] = self._rows(norm, {})
        return lanes.fold(list(zip(rows, occurs, strict=True)), self._spread.full)

    def _rows(self, norm: NormPlan, changed: Mapping[int, Planes]) -> list[Graded]:
        parts = (self._node(norm.gate, changed), self._node(norm.met, changed), self._node(norm.beaten, changed))
        table = TABLES["SOFT" if norm.soft else "HARD"]
        whole = lanes.graded(table, parts, (1 << self._lanes) - 1)
        size, full = self._spread.size, self._spread.full
        return [tuple(plane >> row * size & full for plane in whole) for row in range(len(self._field.rows))]


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What findings come to where one variable turns out in another way."""

    outcomes: Outcomes
    changed: Mapping[int, Planes]
    occurs: Sequence[Planes]
    sound: int
    """The lanes in which both ways can be."""

    def of(self, finding: Finding) -> Graded:
        """Return what a finding comes to in each lane."""
        return lanes.strongest([self.outcomes.limb(limb.norm, self.changed, self.occurs) for limb in finding.limbs])

    def touches(self, finding: Finding) -> bool:
        """Say whether the finding may come to something else."""
        return self.occurs is not self.outcomes.occurs or any(
            self.outcomes.moved(limb.norm, self.changed) for limb in finding.limbs
        )
