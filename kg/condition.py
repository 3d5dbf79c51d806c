"""Condition: what a norm requires, as a tree of elements and as an indented list.

An element is a test of one fact, a conclusion of another norm that is leaned on, or a
junction of elements: all of them, at least one, the contrary of one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import count

from kg.expression import Concluded, Every, Formula, Leaf, Negation, Some, Test
from kg.text import Text
from kg.words import Words


class ElementKind(Enum):
    """What an element of a condition is."""

    EVERY = "every"
    SOME = "some"
    NOT = "not"
    CONCLUDED = "concluded"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a condition: its number and depth, what it states, the elements within it.

    *test* is what is asked where it asks a fact, *norm* the one leaned on where it leans on one.
    """

    number: int
    depth: int
    kind: ElementKind
    says: Text
    parts: "tuple[Element, ...]" = ()
    test: Test | None = None
    norm: str | None = None

    def walk(self) -> "Iterator[Element]":
        """Yield the element and everything within it, in the order in which it is written."""
        yield self
        for part in self.parts:
            yield from part.walk()


def elements(formula: Formula, words: Words) -> Element:
    """Return a condition as a tree; elements are numbered as they are written."""
    return _element(formula, words, 0, count())


def lines(formula: Formula, words: Words) -> tuple[Text, ...]:
    """Return a condition as an indented list."""
    return tuple(_indented(each.says, each.depth) for each in elements(formula, words).walk())


def _element(formula: Formula, words: Words, depth: int, numbers: Iterator[int]) -> Element:
    number = next(numbers)
    match formula:
        case Leaf(test, name):
            return Element(number, depth, ElementKind.FACT, name, test=test)
        case Concluded(norm, name):
            return Element(number, depth, ElementKind.CONCLUDED, name, norm=norm)
        case Negation(part):
            return _joined(ElementKind.NOT, number, [part], words, depth, numbers)
        case Every(parts):
            return _joined(ElementKind.EVERY, number, parts, words, depth, numbers)
        case Some(parts):
            return _joined(ElementKind.SOME, number, parts, words, depth, numbers)


def _joined(  # noqa: PLR0913, PLR0917 - what an element is made of
    kind: ElementKind, number: int, parts: Sequence[Formula], words: Words, depth: int, numbers: Iterator[int]
) -> Element:
    inside = tuple(_element(part, words, depth + 1, numbers) for part in parts)
    return Element(number, depth, kind, words(kind.value), inside)


def _indented(text: Text, depth: int) -> Text:
    return Text("  " * depth + "- " + text.en, "  " * depth + "- " + text.zh)
