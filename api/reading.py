"""Reading: how the text is read: the contested questions, each way to answer one, and what is read in one way."""

from typing import TYPE_CHECKING

import strawberry

from api import defeat as defeats
from api import norm as norms
from api import provision as provisions
from api.describe import field, output
from api.lazy import LazyDefeat, LazyNorm, LazyOption, LazyProvision
from api.term import LawTerm, Term
from api.view import View
from kg import law as kg_law
from kg import remarks
from kg.graph import SKOS
from kg.law import long
from kg.text import Text

if TYPE_CHECKING:
    pass


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
        shown = (reading_option(self.view, each.id) for each in self.held.options)
        return [each for each in shown if each is not None]

    @field
    def default(self) -> LazyOption | None:
        """Return the option that is taken where nobody chooses."""
        return reading_option(self.view, self.held.default)


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
        shown = (reading_option(self.view, name) for name in names)
        return [each for each in shown if each is not None]


@output
class ReadingOption(Term):
    """One way to read the text on a contested question."""

    view: strawberry.Private[View]
    reading: str = strawberry.field(description="The code of the contested question.")
    code: str = strawberry.field(description="The code of this option.")
    question: str = strawberry.field(description="What is contested.")
    definition: str

    @field
    def contested(self) -> ContestedReading:
        """Return the contested question."""
        return reading(self.view, self.reading)

    @field
    def is_default(self) -> bool:
        """Return whether it is taken where nobody chooses."""
        return self.view.law.readings[self.reading].default == self.id

    @field
    def norms(self) -> list[LazyNorm]:
        """Return the norms that are law under it only."""
        return [norms.norm(self.view, name) for name in self._under if name in self.view.law.norms]

    @field
    def defeats(self) -> list[LazyDefeat]:
        """Return the defeats that are law under it only."""
        return [defeats.defeat(self.view, name) for name in self._under if name in self.view.law.defeats]

    @field
    def profiles(self) -> list[ReadingProfile]:
        """Return the profiles that take it."""
        taken = self.view.library.atlas.neighbours.taken_by.get(self.id, ())
        return [profile(self.view, name) for name in taken]

    @property
    def _under(self) -> tuple[str, ...]:
        return self.view.library.atlas.neighbours.under_option.get(self.id, ())


@output
class Method(LawTerm):
    """A question on which the law is read in one way throughout, with the reason."""

    held: strawberry.Private[remarks.Method]
    code: str
    definition: str
    reason: str | None = strawberry.field(description="Why it is read so.")

    @field
    def provisions(self) -> list[LazyProvision]:
        """Return the provisions it concerns."""
        return provisions.known(self.view, self.held.concerns)

    @field
    def norms(self) -> list[LazyNorm]:
        """Return the norms it concerns."""
        return [norms.norm(self.view, name) for name in self.held.concerns if name in self.view.law.norms]


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


def reading_option(view: View, name: str | None) -> ReadingOption | None:
    """Show an option of a contested reading, or nothing where none is named."""
    if name is None:
        return None
    view.budget.pay()
    reading, option = view.library.options[name]
    return ReadingOption(
        view=view,
        id=strawberry.ID(name),
        reading=reading.code,
        code=option.code,
        question=view.said(reading.issue),
        label=view.said(option.label),
        definition=view.said(option.definition),
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


def method(view: View, held: remarks.Method) -> Method:
    """Show a course of reading."""
    view.budget.pay()
    return Method(
        view=view,
        held=held,
        id=strawberry.ID(held.id),
        label=view.said(held.label),
        code=held.code,
        definition=view.said(held.definition),
        reason=view.maybe(held.reason),
    )
