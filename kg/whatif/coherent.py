"""Coherent: ways that do not make a description contradict itself.

What a coherent description looks like is written as shapes. Where a way changes a fact of
which a shape speaks, that shape must not definitely fail; where other facts can mend that,
they are changed with it.
"""

from collections.abc import Sequence

from kg.expression import Formula, Leaf, leaves
from kg.row import Row
from kg.whatif.choices import Choices
from kg.whatif.ways import FREE, Things, Want, Way, of_formula


class Coherent:
    """Keeps ways from making a description contradict itself, changing more facts where that mends it."""

    def __init__(self, formulas: Sequence[Formula], rows: Sequence[Row], choices: Choices, things: Things) -> None:
        """Keep what a coherent description looks like, and in which rows."""
        self._things = things
        self._choices = choices
        self._asked = [choices.in_row(row) for row in rows]
        self._formulas = formulas
        self._about = [_facts(formula) for formula in self._formulas]
        self._ways: dict[int, tuple[Way, ...]] = {}

    def refined(self, way: Way) -> tuple[Way, ...]:
        """Return the least ways that ask for all a way asks for and contradict nothing."""
        found: list[Way] = []
        waiting: list[tuple[Way, frozenset[int]]] = [(way, frozenset())]
        while waiting and len(found) < self._things.kept:
            each, heard = waiting.pop(0)
            changed = {one.site.fact for one in self._choices.changes(each)}
            touched = [n for n, facts in enumerate(self._about) if n not in heard and facts & changed]
            if not touched:
                found.append(each)
                continue
            held = self._things.every([(each,), *(self._held(number) for number in touched)])
            waiting += [(one, heard | set(touched)) for one in held]
        return self._things.least(found)

    def _held(self, number: int) -> tuple[Way, ...]:
        """Return the ways in which one shape does not definitely fail, in any row."""
        if number not in self._ways:
            formula = self._formulas[number]
            self._ways[number] = self._things.every(
                of_formula(formula, Want.NOT_FALSE, self._things, asked) or (FREE,) for asked in self._asked
            )
        return self._ways[number]


def _facts(formula: Formula) -> frozenset[str]:
    return frozenset(leaf.test.fact for leaf, _ in leaves(formula) if isinstance(leaf, Leaf))
