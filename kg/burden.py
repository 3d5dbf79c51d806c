"""Burden: what would be held if the record closed today.

An element that nobody proved falls against the party that had to prove it: the norm it
stands in is taken not to hold where it would help that party, and to hold where it would
hurt it. What falls to the court, to both sides or to nobody stays unknown. Two values that
exclude each other are never presumed together: then every value of the fact is tried, and
only what all of them give is kept.

Source: Provisions, Article 6; Interpretation of the Civil Procedure Law, Articles 90 and 91.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final

from kg.engine import STRENGTH, RowAnswer, Status, strongest
from kg.expression import Members, Relation
from kg.plan import Input, Plan
from kg.text import Text
from kg.truth import FALSE, TRUE, UNKNOWN

SIDES: Final = ("claimant", "processor")
"""The parties on whom a burden can fall."""

TRIED: Final = 64
"""How many combinations of excluding values are tried before they are left unknown."""


def fallback(*, bearer: str, favours: str | None, polarities: frozenset[bool]) -> int:
    """Return the code an unproven element is taken to have inside its norm.

    *favours* is the party helped when the norm holds; *polarities* says whether the element
    stands there under an even number of negations, an odd one, or both.

    >>> fallback(bearer="processor", favours="claimant", polarities=frozenset({False}))
    0
    """
    if bearer not in SIDES or favours not in SIDES or len(polarities) != 1:
        return UNKNOWN
    norm_holds = bearer != favours
    return TRUE if norm_holds in polarities else FALSE


@dataclass(frozen=True, slots=True)
class Presumed:
    """What would be held on one row if the record closed, with the value of every node."""

    values: tuple[int, ...]
    statuses: tuple[Status, ...]


def presumed(plan: Plan, answered: RowAnswer) -> Presumed:
    """Return what would be held on one row if nobody proved more."""
    recorded = answered.inputs
    closed = [
        silent if code == UNKNOWN else code for code, silent in zip(recorded, silence(plan, recorded), strict=True)
    ]
    clashing = [
        fact
        for fact in conflicts(plan)
        if any(recorded[number] == UNKNOWN for _, numbers in plan.tests[fact] for number in numbers)
    ]
    results = [_held(plan, inputs) for inputs in _completions(plan, closed, recorded, clashing)]
    first = results[0]
    if len(results) == 1:
        return first
    values = tuple(
        codes[0] if len(set(codes)) == 1 else UNKNOWN for codes in zip(*(r.values for r in results), strict=True)
    )
    kept = tuple(_agreed(several) for several in zip(*(r.statuses for r in results), strict=True))
    return Presumed(values, kept)


def _agreed(several: Sequence[Status]) -> Status:
    """Return what all give: one status, or the strongest of several under which nothing follows."""
    most = strongest(several)
    nothing_follows = STRENGTH[most] <= STRENGTH[Status.DEFEATED]
    return most if nothing_follows or len(set(several)) == 1 else Status.UNKNOWN


def silence(plan: Plan, inputs: Sequence[int]) -> list[int]:
    """Return the code each input is taken to have if nobody proves it.

    A burden that hangs on a plea presumes nothing where that plea is not raised, or would be
    presumed not to be.
    """
    told = zip(inputs, plan.fallbacks, strict=True)
    held, _ = plan.run([silent if code == UNKNOWN else code for code, silent in told])
    return [
        UNKNOWN if rule is not None and held[rule] == FALSE else silent
        for silent, rule in zip(plan.fallbacks, plan.rules, strict=True)
    ]


def _held(plan: Plan, inputs: Sequence[int]) -> Presumed:
    values, found = plan.run(inputs)
    return Presumed(values, tuple([Status.UNKNOWN if status in _UNDECIDED else status for status in found]))


_UNDECIDED: Final = (Status.OPEN, Status.APPLIES_UNLESS)


def _completions(plan: Plan, closed: list[int], recorded: Sequence[int], clashing: Sequence[str]) -> list[list[int]]:
    """Return the inputs with every combination of values of the clashing facts tried."""
    choices = [plan.domains[fact] for fact in clashing]
    size = 1
    for choice in choices:
        size *= len(choice)
    if not clashing or size == 0 or size > TRIED:
        for fact in clashing:
            for _, numbers in plan.tests[fact]:
                for number in numbers:
                    closed[number] = recorded[number]
        return [closed]
    completions = []
    for values in product(*choices):
        inputs = list(closed)
        for fact, value in zip(clashing, values, strict=True):
            for test, numbers in plan.tests[fact]:
                for number in numbers:
                    inputs[number] = test.of(value)
        completions.append(inputs)
    return completions


@lru_cache(maxsize=256)
def conflicts(plan: Plan) -> tuple[str, ...]:
    """Return the facts of which silence would presume values that exclude each other."""
    return tuple(fact for fact in plan.tests if _clashes(plan, fact))


def _clashes(plan: Plan, fact: str) -> bool:
    wanted = [
        (test, plan.fallbacks[number])
        for test, numbers in plan.tests[fact]
        for number in numbers
        if plan.fallbacks[number] != UNKNOWN
    ]
    if any(test.relation is Relation.HAS for test, _ in wanted):
        absent = frozenset(str(value) for test, code in wanted if code == FALSE for value in test.values)
        needed = [test for test, code in wanted if code == TRUE]
        present = frozenset(str(value) for test in needed for value in test.values) - absent
        return any(test.of(Members(present, absent)) != TRUE for test in needed)
    return bool(wanted) and not any(
        all(test.of(value) == code for test, code in wanted) for value in plan.domains.get(fact, ())
    )


@dataclass(frozen=True, slots=True)
class Burden:
    """One element left unproven: who bears it, under which provision, and what silence then means."""

    fact: str
    says: Text
    norm: str
    bearer: str
    basis: str | None
    taken_as: int


def ledger(plan: Plan, norm: str, open_inputs: Sequence[tuple[int, int]]) -> tuple[Burden, ...]:
    """Return the burden of each open input of a norm, given with what silence on it means, in the order of the proof.

    Where a provision lays the whole norm on a party, it is the basis of all that party must
    prove for it, also of what stands inside the definitions the norm leans on.
    """
    governed = plan.by_id[norm].governed
    seen: dict[tuple[Text, str, str, int], Burden] = {}
    for number, taken_as in open_inputs:
        each: Input = plan.inputs[number]
        basis = governed[1] if governed and governed[0] == each.bearer else each.basis
        entry = Burden(each.test.fact, each.says, each.owner, each.bearer, basis, taken_as)
        seen.setdefault((entry.says, entry.norm, entry.bearer, entry.taken_as), entry)
    return tuple(seen.values())
