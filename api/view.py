"""View: what one request may see: the law, in one language, and how much may still be said.

Every object that is shown is paid for from the budget of its request, so a short query
cannot ask for a whole library over and over.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import strawberry
from graphql import GraphQLError

from api.atlas import Atlas
from api.choices import Language
from api.deadline import Watch
from kg.assessment import reading_order
from kg.graph import BASE
from kg.law import Law, Option, Reading
from kg.reasoner import Reasoner
from kg.stopping import Work, step
from kg.text import Text
from kg.vocabulary import Concept, Fact
from kg.wording import Wording

if TYPE_CHECKING:
    from kg.official.shelf import Shelf


def refusal(code: str, message: str) -> GraphQLError:
    """Return the error for a request that cannot be answered as it was put; its message is shown."""
    return GraphQLError(message, extensions={"code": code})


@dataclass(slots=True)
class Budget:
    """How many objects a request may still be shown."""

    objects: int
    paid: int = 0

    def pay(self, objects: int = 1) -> None:
        """Pay for some objects; raises a refusal when there is nothing left to pay with."""
        step(Work.SHOWN)
        self.paid += objects
        self.objects -= objects
        if self.objects < 0:
            raise refusal("TOO_LARGE", "the answer would hold too many objects; ask for fewer, or for smaller pages")


@dataclass(frozen=True, slots=True)
class Request:
    """One request; all of its root fields share one budget. *operation* is the one meant, where it is named.

    *watch* counts the work done for it, and stops it when it is told to.
    """

    budget: Budget
    operation: str | None = None
    watch: Watch = field(default_factory=Watch)


Info = strawberry.Info[Request, None]


@dataclass(frozen=True, slots=True)
class Library:
    """The law and its words, with the ways through it that requests take."""

    reasoner: Reasoner
    wording: Wording
    parts: Mapping[str, tuple[str, ...]]
    """The provisions directly within each provision or instrument, in the order of the text."""
    whole: Mapping[str, tuple[str, ...]]
    """All provisions of each instrument, in the order of the text."""
    options: Mapping[str, tuple[Reading, Option]]
    """Every option of every reading, by id."""
    atlas: Atlas
    """What names what, what stands around the law, and what can be searched for."""

    @staticmethod
    def of(reasoner: Reasoner, shelf: "Shelf | None" = None) -> "Library":
        """Look through the law once."""
        law = reasoner.law
        ordered = sorted(law.provisions, key=lambda each: reading_order(law, each))
        parts: dict[str, tuple[str, ...]] = {}
        whole: dict[str, tuple[str, ...]] = {}
        for name in ordered:
            provision = law.provisions[name]
            parts[provision.parent] = (*parts.get(provision.parent, ()), name)
            whole[provision.instrument] = (*whole.get(provision.instrument, ()), name)
        options = {option.id: (reading, option) for reading in law.readings.values() for option in reading.options}
        wording = Wording(law, reasoner.vocabulary, reasoner.words)
        return Library(reasoner, wording, parts, whole, options, Atlas(reasoner, shelf))


@dataclass(frozen=True, slots=True)
class View:
    """One look at the library: in one language, on one budget."""

    library: Library
    language: Language
    budget: Budget

    @property
    def law(self) -> Law:
        """The law."""
        return self.library.reasoner.law

    @property
    def wording(self) -> Wording:
        """What puts answers into words."""
        return self.library.wording

    def said(self, text: Text) -> str:
        """Return a saying in the language of the request."""
        return text[self.language]

    def maybe(self, text: Text | None) -> str | None:
        """Return a saying in the language of the request, or nothing where there is none."""
        return None if text is None else text[self.language]

    def concept(self, scheme: str, code: str) -> Concept:
        """Return one value of a list."""
        return self.library.reasoner.vocabulary.concepts[f"{BASE}concept/{scheme}/{code}"]

    def fact(self, name: str) -> Fact:
        """Return a fact of the vocabulary."""
        return self.library.reasoner.vocabulary.facts[name]
