"""Reading: the contested questions, how each may be answered, and the profiles that answer them all."""

from typing import TYPE_CHECKING, Annotated

import strawberry

from api import law as laws
from api.describe import field, output
from api.term import LawTerm, Term
from api.view import View
from kg import law as kg_law
from kg.graph import SKOS
from kg.law import long
from kg.text import Text

if TYPE_CHECKING:
    from api.law import ReadingOption

LazyOption = Annotated["ReadingOption", strawberry.lazy("api.law")]


@output
class ContestedReading(LawTerm):
    """A contested question on what the text says, and the ways to answer it."""

    held: strawberry.Private[kg_law.Reading]
    code: str
    question: str = strawberry.field(description="What is contested.")
    reason: str | None = strawberry.field(description="Why the default is the default.")

    @field
    def options(self) -> list[LazyOption]:
        """Return the ways to answer it."""
        shown = (laws.reading_option(self.view, each.id) for each in self.held.options)
        return [each for each in shown if each is not None]

    @field
    def default(self) -> LazyOption | None:
        """Return the option that is taken where nobody chooses."""
        return laws.reading_option(self.view, self.held.default)


@output
class ReadingProfile(Term):
    """A choice among all contested readings at once."""

    view: strawberry.Private[View]
    name: str = strawberry.field(description="Its name in a file and on the command line.")
    definition: str | None

    @field
    def departs(self) -> list[LazyOption]:
        """Return the options it takes that are no defaults."""
        law = self.view.law
        default = law.options()
        return self._shown([name for name in self.view.library.options if name in law.options(self.name) - default])

    @field
    def options(self) -> list[LazyOption]:
        """Return the option it takes of every contested reading."""
        taken = self.view.law.options(self.name)
        return self._shown([name for name in self.view.library.options if name in taken])

    def _shown(self, names: list[str]) -> "list[ReadingOption]":
        shown = (laws.reading_option(self.view, name) for name in names)
        return [each for each in shown if each is not None]


def reading(view: View, code: str) -> ContestedReading:
    """Show a contested reading, by its code."""
    view.budget.pay()
    held = view.law.readings[code]
    return ContestedReading(
        view=view,
        held=held,
        id=strawberry.ID(held.id),
        label=view.said(held.label),
        code=code,
        question=view.said(held.issue),
        reason=view.maybe(held.reason),
    )


def profile(view: View, name: str) -> ReadingProfile:
    """Show a profile of readings, by its name."""
    view.budget.pay()
    graph, identifier = view.library.reasoner.graph, view.library.atlas.profiles[name]
    return ReadingProfile(
        view=view,
        id=strawberry.ID(identifier),
        label=view.said(graph.text(long(identifier), SKOS + "prefLabel") or Text(name, name)),
        name=name,
        definition=view.maybe(graph.text(long(identifier), SKOS + "definition")),
    )
