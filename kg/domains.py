"""Domains: values enough of each fact to try every answer of its tests, and the days at which time is cut."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from kg.expression import Citation, Formula, Leaf, Relation, Test, Value, leaves
from kg.vocabulary import Fact, Kind, Role, Vocabulary


def domains(tests: Iterable[Test], vocabulary: Vocabulary) -> dict[str, tuple[Value, ...]]:
    """Return values enough of each fact to try every answer of its tests, where they can be listed."""
    asked: dict[str, list[Test]] = {}
    for test in tests:
        if test.fact in vocabulary.facts:
            asked.setdefault(test.fact, []).append(test)
    return {fact: _domain(vocabulary.facts[fact], several) for fact, several in asked.items()}


def _domain(fact: Fact, tests: list[Test]) -> tuple[Value, ...]:
    bounds = sorted({value for test in tests for value in test.values if not isinstance(value, str | bool)}, key=str)
    match fact.kind:
        case Kind.BOOLEAN:
            return (True, False)
        case Kind.CONCEPT:
            return fact.codes
        case Kind.CITATION if not fact.many:
            ranks = [str(value) for test in tests for value in test.values]
            return (Citation(None, None), *(Citation("a rule", rank) for rank in dict.fromkeys([*ranks, "other"])))
        case Kind.DATE:
            days = [bound for bound in bounds if isinstance(bound, date)]
            return tuple(dict.fromkeys(day for bound in days for day in (bound - timedelta(days=1), bound)))
        case Kind.NUMBER:
            numbers = [bound for bound in bounds if isinstance(bound, Decimal)]
            return tuple(dict.fromkeys(number for bound in numbers for number in (bound - 1, bound)))
        case _:
            return ()


def cuts(formulas: Iterable[Formula], vocabulary: Vocabulary) -> tuple[date, ...]:
    """Return the days at which some condition begins or ceases to read the day of conduct otherwise."""
    day = vocabulary.with_role(Role.DAY).name
    found = {
        value
        for formula in formulas
        for leaf, _ in leaves(formula)
        if isinstance(leaf, Leaf) and leaf.test.fact == day and leaf.test.relation in {Relation.FROM, Relation.BELOW}
        for value in leaf.test.values
        if isinstance(value, date)
    }
    return tuple(sorted(found))
