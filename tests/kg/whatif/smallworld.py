"""A reasoner for a law of few norms: it reads descriptions and answers them, coherence included."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kg.expression import Formula
from kg.reasoner import Reasoner
from kg.text import Text
from kg.vocabulary import Control, Level, Role
from tests.kg.small import Small


class Shapes:
    """What little of a graph coherence asks about: a message, and the facts a shape concerns."""

    def __init__(self, concerns: Mapping[str, tuple[str, ...]]) -> None:
        self._concerns = concerns

    def text(self, shape: str, _predicate: str) -> Text:
        return Text(f"{shape} fails", f"{shape}不成立")

    def names(self, shape: str, _predicate: str) -> tuple[str, ...]:
        return self._concerns[shape]


def world(small: Small, real: Reasoner, coherence: Mapping[str, Formula] | None = None, **concerns: Any) -> Reasoner:
    """Return the reasoner of a small law, with what a description must not say at once."""
    for role in Role:
        if role is not Role.SEVERAL:
            fact = real.vocabulary.with_role(role)
            small.facts[fact.name] = fact
    small.vocabulary.schemes = real.vocabulary.schemes
    small.vocabulary.concepts = real.vocabulary.concepts
    small.law.profiles = {"balanced": frozenset()}
    made = object.__new__(Reasoner)
    made.law, made.vocabulary, made.words = small.law, small.vocabulary, real.words
    made.formulas, made.coherence = small.formulas, dict(coherence or {})
    made.graph = Shapes(concerns)  # type: ignore[assignment]
    made._plans = {}
    made.edition = "small"
    return made


def controlled(small: Small, control: Control, *names: str, level: Level | None = None) -> None:
    """Say who controls facts, and what they are about."""
    for name in names:
        fact = replace(small.facts[name], control=control)
        small.facts[name] = fact if level is None else replace(fact, level=level)
