"""Every completion of what is not known, tried one by one.

Three-valued logic is sound: what it calls true or false stays so however the unknowns turn
out. It may leave open what every completion settles alike (a thing or its contrary), but not
where no test occurs both plainly and negated; there it is exact. Both are tried for the
condition and the conclusion of every norm that hangs on few enough tests.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

import pytest

from kg import expression
from kg.compile import Compiler
from kg.expression import Circuit, Op, Run
from kg.plan import Input
from kg.reasoner import Reasoner
from kg.truth import FALSE, TRUE, UNKNOWN

ATOMS = 10
MORE = 12

SEEN = logging.getLogger(__name__)
"""Says which norms are exact; shown with ``--log-cli-level=INFO``."""

Codes = tuple[int, ...]


@dataclass
class Cone:
    """One node of the circuit with everything it hangs on, as a circuit of its own."""

    name: str
    circuit: Circuit
    root: int
    atoms: tuple[expression.Test, ...]

    @staticmethod
    def of(name: str, whole: Circuit, root: int, inputs: tuple[Input, ...]) -> "Cone":
        """Cut a node out of a circuit; the same test in two norms is one atom here."""
        circuit, copied, atoms = Circuit(), dict[int, int](), dict[expression.Test, int]()
        for number in sorted(_below(whole, root)):
            node = whole.nodes[number]
            match node.op:
                case Op.INPUT:
                    test = inputs[node.args[0]].test
                    copied[number] = circuit.input(atoms.setdefault(test, len(atoms)))
                case Op.CONSTANT:
                    copied[number] = circuit.constant(node.args[0])
                case Op.EVERY:
                    copied[number] = circuit.every([copied[arg] for arg in node.args])
                case Op.SOME:
                    copied[number] = circuit.some([copied[arg] for arg in node.args])
                case Op.NOT:
                    copied[number] = circuit.negation(copied[node.args[0]])
        return Cone(name, circuit, copied[root], tuple(atoms))

    def run(self) -> Run:
        """Return what evaluates the nodes, as the engine does."""
        return self.circuit.runner({}, [])

    def plainly(self, codes: Codes) -> int:
        """Evaluate in two values, by the connectives of Python; none of the codes is unknown."""
        values: list[bool] = []
        for node in self.circuit.nodes:
            match node.op:
                case Op.INPUT:
                    values.append(codes[node.args[0]] == TRUE)
                case Op.CONSTANT:
                    values.append(node.args[0] == TRUE)
                case Op.EVERY:
                    values.append(all(values[arg] for arg in node.args))
                case Op.SOME:
                    values.append(any(values[arg] for arg in node.args))
                case Op.NOT:
                    values.append(not values[node.args[0]])
        return TRUE if values[self.root] else FALSE

    def unate(self) -> bool:
        """Say whether no test occurs both plainly and negated."""
        waiting, seen = [(self.root, True)], set[tuple[int, bool]]()
        while waiting:
            number, positive = waiting.pop()
            if (number, positive) in seen:
                continue
            seen.add((number, positive))
            node = self.circuit.nodes[number]
            if node.op in {Op.EVERY, Op.SOME, Op.NOT}:
                waiting += [(arg, positive is not (node.op is Op.NOT)) for arg in node.args]
        return not any(
            node.op is Op.INPUT and {(number, True), (number, False)} <= seen
            for number, node in enumerate(self.circuit.nodes)
        )

    def settled(self) -> dict[Codes, int]:
        """Return, for every state of the record, what all its completions give, or unknown."""
        found: dict[Codes, int] = {}
        for codes in product((FALSE, TRUE, UNKNOWN), repeat=len(self.atoms)):  # completions come before
            if UNKNOWN in codes:
                place = codes.index(UNKNOWN)
                one, other = (found[(*codes[:place], code, *codes[place + 1 :])] for code in (FALSE, TRUE))
                found[codes] = one if one == other else UNKNOWN
            else:
                found[codes] = self.plainly(codes)
        return found


def _below(circuit: Circuit, root: int) -> set[int]:
    found, waiting = set[int](), [root]
    while waiting:
        number = waiting.pop()
        if number not in found:
            found.add(number)
            node = circuit.nodes[number]
            waiting += node.args if node.op in {Op.EVERY, Op.SOME, Op.NOT} else ()
    return found


def cones(reasoner: Reasoner, options: frozenset[str], most: int) -> Iterator[Cone]:
    """Yield the condition and the conclusion of every norm that hang on few enough tests, each node once."""
    compiler = Compiler(reasoner.law, reasoner.vocabulary, reasoner.words, reasoner.formulas, options)
    plan = compiler.plan()
    seen = set[int]()
    for norm in plan.norms:
        for what, node in (("condition", norm.met), ("defeats", norm.beaten), ("conclusion", norm.applies)):
            cone = Cone.of(f"{norm.id} {what}", compiler.circuit, node, plan.inputs)
            if node not in seen and len(cone.atoms) <= most:
                seen.add(node)
                yield cone


def tried(cone: Cone) -> bool:
    """Check that a cone is sound, and exact if it must be; return whether it is exact."""
    run = cone.run()
    exact = True
    for codes, settled in cone.settled().items():
        code = run(codes)[0][cone.root]
        state: Mapping[expression.Test, int] = dict(zip(cone.atoms, codes, strict=True))
        assert code in {UNKNOWN, settled}, f"{cone.name} is held {code} and not settled so on {state}"
        exact &= code == settled
        assert exact or not cone.unate(), f"{cone.name} is left open and settled as {settled} on {state}"
    return exact


def try_all(reasoner: Reasoner, options: frozenset[str], most: int) -> None:
    found = {cone.name: (cone.unate(), tried(cone)) for cone in cones(reasoner, options, most)}
    assert len(found) > len(reasoner.law.norms) / 2
    SEEN.info("no test both plainly and negated, so exact: %s", [name for name, (unate, _) in found.items() if unate])
    SEEN.info("exact all the same: %s", [name for name, (unate, exact) in found.items() if exact and not unate])
    SEEN.info("not exact: %s", [name for name, (_, exact) in found.items() if not exact])


def test_what_is_held_stays_so_however_unknowns_turn_out(reasoner: Reasoner) -> None:
    try_all(reasoner, reasoner.law.options(), ATOMS)


@pytest.mark.long
@pytest.mark.parametrize("profile", ["balanced", "textual", "protective"])
def test_what_is_held_stays_so_in_longer_conditions(reasoner: Reasoner, profile: str) -> None:
    try_all(reasoner, reasoner.law.options(profile), MORE)
