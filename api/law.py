"""Law: instruments, provisions and norms as they can be looked up.

Text and reading stay apart here too: a provision shows what was enacted, in our words,
and the norms found in it show what we take it to say.
"""

from typing import Annotated

import strawberry

from api.choices import Party
from api.describe import field, output
from api.paging import PAGE, After, Connection, First, page
from api.view import View
from kg import law as kg_law
from kg import vocabulary as kg_vocabulary
from kg.graph import BASE

LazyNorm = Annotated["Norm", strawberry.lazy("api.law")]
LazyProvision = Annotated["Provision", strawberry.lazy("api.law")]


@output
class Concept:
    """One value of a list of values."""

    id: strawberry.ID
    code: str
    label: str
    definition: str


@output
class ReadingOption:
    """One way to read the text on a contested question."""

    id: strawberry.ID
    reading: str = strawberry.field(description="The code of the contested question.")
    code: str = strawberry.field(description="The code of this option.")
    question: str = strawberry.field(description="What is contested.")
    label: str
    definition: str


@output
class Instrument:
    """A text adopted as a whole: a statute, an interpretation by a court, a resolution."""

    view: strawberry.Private[View]
    id: strawberry.ID
    label: str
    number: str | None = strawberry.field(description="The number under which it was issued.")
    issuer: str | None
    adopted: str | None = strawberry.field(description="The day or the month in which it was adopted.")
    issued: str | None = strawberry.field(description="The day on which it was issued.")
    published: str | None = strawberry.field(description="The day on which it was shown to the public.")
    in_force_from: str | None = strawberry.field(description="The first day on which it is law.")
    rank: Concept = strawberry.field(description="Its place among the sources of law.")
    answered: bool = strawberry.field(
        description="Whether an assessment answers for it; others appear inside proofs only."
    )
    note: str | None

    @field
    def provisions(self, first: First = PAGE, after: After = None) -> Connection["Provision"]:
        """Return every provision of it, whatever stands within another, in the order of the text."""
        names = self.view.library.whole.get(self.id, ())
        return page(names, str, lambda name: provision(self.view, name), first, after)


@output
class Provision:
    """The smallest thing that can be cited by itself, or one that holds such things."""

    view: strawberry.Private[View]
    held: strawberry.Private[kg_law.Provision]
    id: strawberry.ID
    label: str = strawberry.field(description="How it is cited.")
    number: str
    heading: str = strawberry.field(description="A short title in our own words.")
    gist: str = strawberry.field(description="What it says, in our own words; it never replaces the official text.")
    open_list: bool = strawberry.field(description="Whether members that the text does not name may count.")
    note: str | None

    @field
    def instrument(self) -> Instrument:
        """Return the instrument it belongs to."""
        return instrument(self.view, self.held.instrument)

    @field
    def parent(self) -> LazyProvision | None:
        """Return the provision it stands within, if any."""
        inside = self.held.parent
        return provision(self.view, inside) if inside in self.view.law.provisions else None

    @field
    def children(self) -> list[LazyProvision]:
        """Return the provisions directly within it, in the order of the text."""
        return [provision(self.view, name) for name in self.view.library.parts.get(self.id, ())]

    @field
    def norms(self) -> list[LazyNorm]:
        """Return the norms stated in it."""
        return [norm(self.view, name) for name in self.view.law.stated.get(self.id, ())]

    @field
    def cites(self) -> list[LazyProvision]:
        """Return the provisions to which it refers or on which its reading leans."""
        return [provision(self.view, name) for name in self.held.cites if name in self.view.law.provisions]


@output
class Norm:
    """Our reading of what one or more provisions lay down."""

    view: strawberry.Private[View]
    held: strawberry.Private[kg_law.Norm]
    id: strawberry.ID
    label: str
    definition: str
    kind: str = strawberry.field(description="What sort of norm it is.")
    modality: Concept | None = strawberry.field(description="What the court must or may do when it applies.")
    effect: Concept | None = strawberry.field(description="The legal effect that follows when it applies.")
    favours: Party | None = strawberry.field(description="The party whose case it helps.")
    example: str | None = strawberry.field(description="A case that falls under it.")
    counterexample: str | None = strawberry.field(description="A case that just does not.")
    note: str | None = strawberry.field(description="Why it is read so, and which other reading there is.")

    @field
    def provisions(self) -> list[Provision]:
        """Return the provisions that state it."""
        return [provision(self.view, name) for name in self.held.provisions]

    @field
    def option(self) -> ReadingOption | None:
        """Return the option of a contested reading to which it belongs, if any."""
        return reading_option(self.view, self.held.option)


def instrument(view: View, name: str) -> Instrument:
    """Show an instrument."""
    view.budget.pay()
    held = view.law.instruments[name]
    return Instrument(
        view=view,
        id=strawberry.ID(name),
        label=view.said(held.label),
        number=held.number,
        issuer=view.maybe(held.issuer),
        adopted=held.adopted,
        issued=held.issued,
        published=held.published,
        in_force_from=held.in_force,
        rank=concept(view, view.concept("rank", held.rank)),
        answered=held.answered,
        note=view.maybe(held.note),
    )


def provision(view: View, name: str) -> Provision:
    """Show a provision."""
    view.budget.pay()
    held = view.law.provisions[name]
    return Provision(
        view=view,
        held=held,
        id=strawberry.ID(name),
        label=view.said(held.label),
        number=held.number,
        heading=view.said(held.heading),
        gist=view.said(held.gist),
        open_list=held.open_list,
        note=view.maybe(held.note),
    )


def norm(view: View, name: str) -> Norm:
    """Show a norm."""
    view.budget.pay()
    held = view.law.norms[name]
    return Norm(
        view=view,
        held=held,
        id=strawberry.ID(name),
        label=view.said(held.label),
        definition=view.said(held.definition),
        kind=held.kind,
        modality=concept(view, view.concept("modality", held.modality)) if held.modality else None,
        effect=concept(view, view.concept("effect", held.effect)) if held.effect else None,
        favours=held.favours,
        example=view.maybe(held.example),
        counterexample=view.maybe(held.counterexample),
        note=view.maybe(held.note),
    )


def concept(view: View, held: kg_vocabulary.Concept) -> Concept:
    """Show one value of a list."""
    return Concept(
        id=strawberry.ID(held.iri.removeprefix(BASE)),
        code=held.code,
        label=view.said(held.label),
        definition=view.said(held.definition),
    )


def reading_option(view: View, name: str | None) -> ReadingOption | None:
    """Show an option of a contested reading, or nothing where none is named."""
    if name is None:
        return None
    view.budget.pay()
    reading, option = view.library.options[name]
    return ReadingOption(
        id=strawberry.ID(name),
        reading=reading.code,
        code=option.code,
        question=view.said(reading.issue),
        label=view.said(option.label),
        definition=view.said(option.definition),
    )
