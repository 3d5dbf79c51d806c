"""Looks for a situation in which several things hold at once.

Facts are tried one by one, always one on which some of the things still hang; as soon as
one of them has become false for whatever else may be known, that attempt is given up. A
multi-valued fact is tried empty, full, with one value, and with all values but one; of values
that every question treats alike, one is enough. What a description may not say in one breath
is never tried.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kg.expression import Formula, Members, Test, Value, evaluate
from kg.plan import Plan, StepKind
from kg.truth import FALSE, TRUE, UNKNOWN
from kg.vocabulary import Kind, Role, Vocabulary

Situation = dict[str, Value]

TRIES = 20_000
"""How many attempts are made before the search gives up; a law that needs more is worth a look."""


@dataclass(frozen=True)
class Search:
    """A search in the situations that a plan tells apart and that make sense."""

    plan: Plan
    vocabulary: Vocabulary
    coherent: tuple[Formula, ...]

    def situation(self, goals: Sequence[int], step: int) -> Situation | None:
        """Return facts on which every node of *goals* is true, out of those that *step* reads, or nothing.

        Raises LookupError if the search gives up.
        """
        waiting: list[Situation] = [{}]
        for _ in range(TRIES):
            if not waiting:
                return None
            known = waiting.pop()
            values, _ = self.plan.run(self.plan.answers(known))
            codes = [values[goal] for goal in goals]
            if FALSE in codes or not self._makes_sense(known):
                continue
            if all(code == TRUE for code in codes):
                return known
            fact = self._hangs_on(values, step, known)
            tried = list(self._values(fact)) if fact else []
            waiting += [{**known, fact: value} for value in reversed(tried)]
        message = f"no situation found in {TRIES} attempts"
        raise LookupError(message)

    def _hangs_on(self, values: Sequence[int], step: int, known: Situation) -> str:
        """Return the first fact, in the order of the proof, that could still change a step; or nothing."""
        facts = (self.plan.inputs[number].test.fact for number in inputs_below(self.plan, step, values))
        return next((fact for fact in facts if fact not in known), "")

    def _makes_sense(self, known: Situation) -> bool:
        """Say whether facts may stand together, and the day looked at lies within the conduct."""
        days = [known.get(self.vocabulary.with_role(role).name) for role in (Role.START, Role.DAY, Role.END)]
        stated = [day for day in days if isinstance(day, date)]
        return stated == sorted(stated) and all(evaluate(each, known) != FALSE for each in self.coherent)

    def _values(self, fact: str) -> Iterable[Value]:
        known = self.vocabulary.facts[fact]
        if known.kind is not Kind.CONCEPTS and not known.many:
            return self.plan.domains[fact]
        every = frozenset(self.vocabulary.members(known))
        asked: dict[str, set[Test]] = {}
        for test, _ in self.plan.tests[fact]:
            for value in test.values:
                asked.setdefault(str(value), set()).add(test)
        alike = {frozenset(tests): value for value, tests in reversed(asked.items())}
        singles = [frozenset({value}) for value in reversed(alike.values())]
        kept = dict.fromkeys([frozenset[str](), *singles, every, *(every - single for single in singles)])
        return [Members(present, every - present) for present in kept]


def inputs_below(plan: Plan, step: int, values: Sequence[int] | None = None) -> Iterator[int]:
    """Yield the inputs that a step of a proof reads; with *values*, only through steps that are unknown."""
    seen: set[int] = set()
    waiting = [step]
    while waiting:
        number = waiting.pop(0)
        each = plan.steps[number]
        if number in seen or (values is not None and number != step and values[each.node] != UNKNOWN):
            continue
        seen.add(number)
        if each.kind is StepKind.FACT and each.input is not None:
            yield each.input
        waiting = [*each.below, *waiting]
