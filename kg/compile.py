"""Compile: the law under one choice of readings becomes a plan.

Norms, defeats and allocations that belong to an option not chosen are left out. What
remains is put in order, each norm after those it leans on; a circle is refused, since a
norm that hangs on itself has no answer.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from kg.allocation import Bearers, Owner
from kg.burden import fallback
from kg.domains import cuts, domains
from kg.engine import TABLES
from kg.errors import LawError
from kg.expression import (
    Circuit,
    Concluded,
    Every,
    Formula,
    Leaf,
    Lookup,
    Negation,
    Relation,
    Some,
    Test,
    leaves,
)
from kg.law import Defeat, Indicator, Law, Norm
from kg.plan import OPTION, Anchor, DefeatPlan, Input, NormPlan, Plan, Step, StepKind
from kg.text import Text
from kg.truth import FALSE, TRUE, UNKNOWN
from kg.vocabulary import Party, Vocabulary
from kg.words import Words


@dataclass(slots=True)
class Compiler:
    """Builds one plan; *formulas* holds what each condition requires, by shape.

    Where the choice is left *free*, nothing is left out: each option is one more thing that a
    row says (``pf:option``), and one plan gives the statuses under every choice.
    """

    law: Law
    vocabulary: Vocabulary
    words: Words
    formulas: Mapping[str, Formula]
    options: frozenset[str]
    free: bool = False
    circuit: Circuit = field(default_factory=Circuit)
    inputs: list[Input] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    done: dict[str, NormPlan] = field(default_factory=dict)
    gates: dict[str, tuple[int, int]] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    places: dict[tuple[str, Test], int] = field(default_factory=dict)
    laid: list[str | None] = field(default_factory=list)
    bearers: Bearers = field(init=False)

    def __post_init__(self) -> None:
        """Find the rules on burdens that are in force."""
        allocations = tuple(each for each in self.law.allocations.values() if self._in_force(each.option))
        self.bearers = Bearers(self.law, self.vocabulary, allocations)

    def plan(self) -> Plan:
        """Return the plan of every norm in force; raises LawError for a circle or a missing condition."""
        for norm in self.law.norms.values():
            if self._in_force(norm.option):
                self.norm(norm.id)
        in_order = [self.done[norm] for norm in self.law.norms if norm in self.done]
        self._arrange()
        return Plan(
            options=self.options,
            inputs=tuple(
                replace(each, rule=self._rule(laid)) for each, laid in zip(self.inputs, self.laid, strict=True)
            ),
            nodes=tuple(self.circuit.nodes),
            run=self.circuit.runner(TABLES, [_lookup(norm) for norm in in_order]),
            norms=tuple(replace(norm, place=place) for place, norm in enumerate(in_order)),
            steps=tuple(self.steps),
            domains=domains((each.test for each in self.inputs), self.vocabulary),
            cuts=cuts(self.formulas.values(), self.vocabulary),
        )

    def _arrange(self) -> None:
        """Renumber the inputs by fact and test, so that a row sets all that read one fact at once."""
        tests: dict[str, dict[Test, list[int]]] = {}
        for number, each in enumerate(self.inputs):
            tests.setdefault(each.test.fact, {}).setdefault(each.test, []).append(number)
        order = [number for of_fact in tests.values() for same in of_fact.values() for number in same]
        place = {number: new for new, number in enumerate(order)}
        self.inputs = [self.inputs[number] for number in order]
        self.laid = [self.laid[number] for number in order]
        self.circuit.renumber(place)
        self.steps = [step if step.input is None else replace(step, input=place[step.input]) for step in self.steps]

    def _rule(self, laid: str | None) -> int | None:
        """Return the node that says whether the norm that lays a burden is in play."""
        return self.done[laid].met if laid else None

    def norm(self, identifier: str) -> NormPlan:
        """Compile one norm after everything it leans on."""
        if identifier in self.done:
            return self.done[identifier]
        if identifier in self.open:
            circle = " -> ".join([*self.open[self.open.index(identifier) :], identifier])
            message = f"norms in a circle have no answer: {circle}"
            raise LawError(message)
        if identifier not in self.law.norms:
            message = f"{identifier} is no norm"
            raise LawError(message)
        self.open.append(identifier)
        norm = self.law.norms[identifier]
        plan = self._principle(norm) if norm.kind == "Principle" else self._hard(norm)
        self.open.pop()
        self.done[identifier] = plan
        return plan

    def _in_force(self, option: str | None) -> bool:
        return self.free or option is None or option in self.options

    def _chosen(self, option: str | None) -> int:
        """Return the node that says whether an option is chosen, where that is left to the row."""
        if option is None or not self.free:
            return self.circuit.constant(TRUE)
        test = Test(OPTION, Relation.HAS, (option,))
        if (option, test) not in self.places:
            self.places[option, test] = len(self.inputs)
            self.laid.append(None)
            self.inputs.append(Input(test, Text(option, option), option, Party.NOBODY.value, None, UNKNOWN))
        return self.circuit.input(self.places[option, test])

    def _owner(self, norm: Norm) -> Owner:
        return Owner(norm.id, norm.favours, frozenset({norm.id}), Anchor(norm.provisions, norm.id, norm.option))

    def _hard(self, norm: Norm) -> NormPlan:
        owner = self._owner(norm)
        gate, gate_step = self._gate(norm)
        met, met_step = self._condition(norm.condition, owner)
        defeats = [self._defeat(defeat) for defeat in self._defeats_of(norm.id)]
        beaten = self.circuit.some([defeat.node for defeat in defeats])
        applies = self.circuit.every([self._chosen(norm.option), gate, met, self.circuit.negation(beaten)])
        below = ([gate_step] if gate_step is not None else []) + [met_step, *(defeat.step for defeat in defeats)]
        step = self._step(norm.id, StepKind.NORM, applies, norm.label, owner.anchor, below)
        governed = self.bearers.of_all(norm.id)
        return NormPlan(norm.id, 0, False, gate, met, beaten, applies, tuple(defeats), step, governed=governed)  # noqa: FBT003

    def _principle(self, norm: Norm) -> NormPlan:
        owner = self._owner(norm)
        engaged, engaged_step = self._condition(norm.condition, owner)
        against: list[int] = []
        core: list[int] = []
        below = [engaged_step]
        aside: set[int] = set()
        for indicator in self.law.indicators.values():
            if indicator.principle == norm.id:
                node, step = self._indicator(indicator, owner.anchor)
                below.append(step)
                if not indicator.supports:
                    against.append(node)
                elif indicator.core:
                    core.append(node)
                else:
                    aside.add(step)
        tension, support = self.circuit.some(against), self.circuit.every(core)
        step = self._step(norm.id, StepKind.NORM, engaged, norm.label, owner.anchor, below)
        return NormPlan(norm.id, 0, True, engaged, tension, support, engaged, (), step, frozenset(aside))  # noqa: FBT003

    def _indicator(self, indicator: Indicator, anchor: Anchor) -> tuple[int, int]:
        owner = Owner(indicator.id, None, frozenset(), anchor)
        node, step = self._condition(indicator.condition, owner)
        return node, self._step(indicator.id, StepKind.INDICATOR, node, indicator.label, anchor, [step])

    def _gate(self, norm: Norm) -> tuple[int, int | None]:
        """Return the gate of a norm's instrument; norms of reach, and what they lean on, have none."""
        instrument = self.law.instruments[norm.instrument]
        named = (*instrument.gates, *instrument.exclusions)
        own = [name for name in named if self._in_force(self.law.norms[name].option)]
        if norm.id in instrument.gates:
            own = [name for name in own if name in instrument.exclusions]
        if norm.before_gates or not own or norm.id in self._reach(own):
            return self.circuit.constant(TRUE), None
        key = f"{instrument.id}/reach" if norm.id in instrument.gates else instrument.id
        if key not in self.gates:
            plans = {name: self.norm(name) for name in own}
            nodes = [
                self._passed(name, plan) if name in instrument.gates else self.circuit.negation(plan.applies)
                for name, plan in plans.items()
            ]
            node = self.circuit.every(nodes)
            anchor = Anchor(self.law.norms[own[0]].provisions, own[0], None)
            below = [plan.step for plan in plans.values()]
            name = self.words("gate", instrument=instrument.label)
            self.gates[key] = (
                node,
                self._step(f"gate:{key}", StepKind.GATE, node, name, anchor, below),
            )
        return self.gates[key]

    def _passed(self, name: str, plan: NormPlan) -> int:
        """Return the node that says whether a gate lets through; one of an option not chosen shuts nothing out."""
        return self.circuit.some([self.circuit.negation(self._chosen(self.law.norms[name].option)), plan.applies])

    def _reach(self, roots: Iterable[str]) -> frozenset[str]:
        """Return the norms on which the gates lean, themselves among them."""
        found: set[str] = set()
        waiting = list(roots)
        while waiting:
            name = waiting.pop()
            if name in found or not self._in_force(self.law.norms[name].option):
                continue
            found.add(name)
            defeats = self._defeats_of(name)
            shapes = [self.law.norms[name].condition, *(each.under for each in defeats if each.under)]
            for shape in shapes:
                waiting += [leaf.norm for leaf, _ in leaves(self._formula(shape)) if isinstance(leaf, Concluded)]
            waiting += [defeat.defeater for defeat in defeats]
        return frozenset(found)

    def _defeats_of(self, norm: str) -> list[Defeat]:
        return [
            defeat
            for defeat in self.law.defeats.values()
            if defeat.defeated == norm
            and self._in_force(defeat.option)
            and self._in_force(self.law.norms[defeat.defeater].option)
        ]

    def _defeat(self, defeat: Defeat) -> DefeatPlan:
        defeater = self.norm(defeat.defeater)
        norm = self.law.norms[defeat.defeater]
        anchor = Anchor((defeat.basis,), defeat.defeater, defeat.option)
        nodes, below = [self._chosen(defeat.option), defeater.applies], [defeater.step]
        if defeat.under:
            owner = Owner(defeat.id, norm.favours, frozenset({norm.id}), anchor)
            node, step = self._condition(defeat.under, owner)
            nodes.append(node)
            below.append(step)
        node = self.circuit.every(nodes)
        name = self.words(f"defeat-{defeat.manner.lower()}", defeater=norm.label)
        return DefeatPlan(
            defeat.id, defeat.defeater, node, self._step(defeat.id, StepKind.DEFEAT, node, name, anchor, below)
        )

    def _formula(self, shape: str) -> Formula:
        if shape not in self.formulas:
            message = f"{shape} is no condition shape"
            raise LawError(message)
        return self.formulas[shape]

    def _condition(self, shape: str, owner: Owner) -> tuple[int, int]:
        formula = self._formula(shape)
        polarities: dict[Test, tuple[Text, set[bool]]] = {}
        for leaf, positive in self._standing(formula):
            if isinstance(leaf, Leaf):
                polarities.setdefault(leaf.test, (leaf.name, set()))[1].add(positive)
        for test, (says, signs) in polarities.items():
            self._input(test, says, owner, frozenset(signs))
        built = self._build(formula, owner, owner.id, "")
        if built is None:
            return self._none(owner)
        return built

    def _none(self, owner: Owner) -> tuple[int, int]:
        node = self.circuit.constant(FALSE)
        return node, self._step(
            f"{owner.id}/0", StepKind.SOME, node, self.words("not-in-this-reading"), owner.anchor, []
        )

    def _input(self, test: Test, says: Text, owner: Owner, polarities: frozenset[bool]) -> None:
        key = (owner.id, test)
        if key in self.places:
            return
        bearer, laid = self.bearers.of(test.fact, owner)
        favours = owner.favours.value if owner.favours else None
        silent = fallback(bearer=bearer.value, favours=favours, polarities=polarities)
        self.places[key] = len(self.inputs)
        self.laid.append(laid.id if laid else None)
        self.inputs.append(Input(test, says, owner.id, bearer.value, laid.provision if laid else None, silent))

    def _stands(self, formula: Formula) -> bool:
        """Say whether a formula is part of the law under the readings chosen."""
        match formula:
            case Concluded(norm):
                return norm not in self.law.norms or self._in_force(self.law.norms[norm].option)
            case Every(parts):
                return all(self._stands(part) for part in parts)
            case Some(parts):
                return any(self._stands(part) for part in parts)
            case _:
                return True

    def _standing(self, formula: Formula) -> Iterator[tuple[Leaf | Concluded, bool]]:
        """Yield the leaves of what stands, each with whether an even number of negations covers it."""
        if not self._stands(formula):
            return
        match formula:
            case Every(parts) | Some(parts):
                for part in parts:
                    yield from self._standing(part)
            case Negation(part):
                yield from ((leaf, not positive) for leaf, positive in self._standing(part))
            case _:
                yield formula, True

    def _build(self, formula: Formula, owner: Owner, base: str, place: str) -> tuple[int, int] | None:
        """Return the node and the step of a formula, or nothing where it belongs to another reading."""
        if not self._stands(formula):
            return None
        identifier = f"{base}/{place}" if place else f"{base}/when"
        match formula:
            case Leaf(test, name):
                number = self.places[owner.id, test]
                node = self.circuit.input(number)
                return node, self._step(identifier, StepKind.FACT, node, name, owner.anchor, [], number)
            case Concluded(norm, name):
                plan = self.norm(norm)
                return plan.applies, self._step(
                    identifier, StepKind.CONCLUDED, plan.applies, name, owner.anchor, [plan.step]
                )
            case Negation(part):
                inner = self._build(part, owner, base, f"{place}.1".lstrip(".")) or self._none(owner)
                node = self.circuit.negation(inner[0])
                return node, self._step(identifier, StepKind.NOT, node, self.words("not"), owner.anchor, [inner[1]])
            case Every(parts) | Some(parts):
                built = [
                    self._build(part, owner, base, f"{place}.{number}".lstrip("."))
                    for number, part in enumerate(parts, 1)
                ]
                return self._joined(formula, [each for each in built if each], owner, identifier)

    def _joined(
        self, formula: Every | Some, built: list[tuple[int, int]], owner: Owner, identifier: str
    ) -> tuple[int, int]:
        every = isinstance(formula, Every)
        if len(built) == 1:
            return built[0]
        nodes = [node for node, _ in built]
        node = self.circuit.every(nodes) if every else self.circuit.some(nodes)
        kind = StepKind.EVERY if every else StepKind.SOME
        name = self.words("every" if every else "some")
        return node, self._step(identifier, kind, node, name, owner.anchor, [step for _, step in built])

    def _step(  # noqa: PLR0913, PLR0917 - the parts of a step
        self,
        identifier: str,
        kind: StepKind,
        node: int,
        name: Text,
        anchor: Anchor,
        below: list[int],
        number: int | None = None,
    ) -> int:
        self.steps.append(Step(identifier, kind, node, name, anchor, tuple(below), number))
        return len(self.steps) - 1


def _lookup(norm: NormPlan) -> Lookup:
    return Lookup("SOFT" if norm.soft else "HARD", (norm.gate, norm.met, norm.beaten))
