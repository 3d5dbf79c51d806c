"""Provision: what can be cited, its official words where they are kept, and what became of a commitment.

Text and reading stay apart here too: a provision shows what was enacted, in our words,
and the norms found in it show what we take it to say.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import strawberry

from api import concept as concepts
from api import correspondence as correspondences
from api import decision as decisions
from api import defeat as defeats
from api import instrument as instruments
from api import norm as norms
from api import reading as readings
from api import summary as summaries
from api.describe import field, output
from api.lazy import (
    LazyAllocation,
    LazyConcept,
    LazyCorrespondence,
    LazyDecision,
    LazyDefeat,
    LazyInstrument,
    LazyMethod,
    LazyNorm,
    LazyProvision,
    LazyStatement,
)
from api.paging import PAGE, After, Connection, First, page
from api.scalars import CalendarDate, calendar_date
from api.term import LawTerm
from api.view import View
from kg import law as kg_law
from kg import remarks

if TYPE_CHECKING:
    from kg.official import shelf


@output
class Outcome(LawTerm):
    """What became of a commitment, or of one part of it."""

    held: strawberry.Private[remarks.Outcome]
    definition: str
    day: CalendarDate | None = strawberry.field(description="When it was kept.")

    @field
    def commitment(self) -> LazyProvision | None:
        """Return the commitment."""
        return next(iter(known(self.view, (self.held.commitment,))), None)

    @field
    def fulfilment(self) -> LazyConcept:
        """Return whether it was kept."""
        return concepts.concept(self.view, self.held.fulfilment)

    @field
    def instruments(self) -> list[LazyInstrument]:
        """Return the instruments by which it was kept."""
        return [instruments.instrument(self.view, name) for name in self.held.instruments]


@output
class Quote:
    """The words of a provision in a text that the operator keeps: no words of ours."""

    text: str = strawberry.field(description="The words, as the file has them.")
    file: str = strawberry.field(description="The file in which it stands.")
    digest: str = strawberry.field(description="The SHA-256 of the file.")
    start: int = strawberry.field(description="The first character of it in the file.")
    end: int = strawberry.field(description="The first character after it.")
    language: str = strawberry.field(description="The language of the text.")
    translation: bool = strawberry.field(description="Whether it is a translation; otherwise it is the official text.")


@output
class Provision(LawTerm):
    """The smallest thing that can be cited by itself, or one that holds such things."""

    held: strawberry.Private[kg_law.Provision]
    number: str
    kind: str = strawberry.field(description="What sort of provision it is: its class in the ontology.")
    heading: str = strawberry.field(description="A short title in our own words.")
    gist: str = strawberry.field(description="What it says, in our own words; it never replaces the official text.")
    open_list: bool = strawberry.field(description="Whether members that the text does not name may count.")
    note: str | None

    @field
    def instrument(self) -> LazyInstrument:
        """Return the instrument it belongs to."""
        return instruments.instrument(self.view, self.held.instrument)

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
        return [norms.norm(self.view, name) for name in self.view.law.stated.get(self.id, ())]

    @field
    def without_norm(self) -> str | None:
        """Return why no norm is read out of it, where that is so."""
        return self.view.maybe(self.view.library.atlas.commentary.without_norm(self.id))

    @field
    def cites(self) -> list[LazyProvision]:
        """Return the provisions to which it refers or on which its reading leans."""
        return known(self.view, self.held.cites)

    @field
    def cited_by(self, first: First = PAGE, after: After = None) -> Connection[LazyProvision]:
        """Return the provisions that refer to it or whose reading leans on it."""
        return several(self.view, self.view.library.atlas.neighbours.cited_by.get(self.id, ()), first, after)

    @field
    def defeats(self, first: First = PAGE, after: After = None) -> Connection[LazyDefeat]:
        """Return the defeats that rest on it."""
        return defeats.several(self.view, self.view.library.atlas.neighbours.rests_on.get(self.id, ()), first, after)

    @field
    def allocations(self) -> list[LazyAllocation]:
        """Return what it says on who must prove what."""
        held = self.view.library.atlas.allocations.get(self.id, ())
        return [defeats.allocation(self.view, each) for each in held]

    @field
    def decisions(self, first: First = PAGE, after: After = None) -> Connection[LazyDecision]:
        """Return the decided matters that turned on it, or on something within it."""
        return decisions.several(self.view, self.view.library.atlas.commentary.matters_on(self.id), first, after)

    @field
    def correspondences(self, first: First = PAGE, after: After = None) -> Connection[LazyCorrespondence]:
        """Return the rows of the crosswalk in which it stands, on either side."""
        held = self.view.library.atlas.commentary.correspondences_of(self.id)
        return correspondences.several(self.view, held, first, after)

    @field
    def summary_statements(self, first: First = PAGE, after: After = None) -> Connection[LazyStatement]:
        """Return what summaries by others say of it, or leave unsaid."""
        return summaries.statements(self.view, self.view.library.atlas.commentary.statements_on(self.id), first, after)

    @field
    def methods(self) -> list[LazyMethod]:
        """Return the courses of reading that concern it or a norm stated in it."""
        held = self.view.library.atlas.commentary.methods_on(self.id)
        return [readings.method(self.view, each) for each in held]

    @field
    def outcomes(self) -> list[Outcome]:
        """Return what became of it, where it is a commitment."""
        held = self.view.library.atlas.commentary.outcomes_of(self.id)
        return [outcome(self.view, each) for each in held]

    @field
    def due_at(self) -> str | None:
        """Return the occasion by which it was to be kept, where it is a commitment."""
        due = self.view.library.atlas.commentary.due(self.id)
        return self.view.said(due.occasion) if due else None

    @field
    def due_by(self) -> CalendarDate | None:
        """Return the time by which it was to be kept, where it is a commitment."""
        due = self.view.library.atlas.commentary.due(self.id)
        return calendar_date(due.day) if due else None

    @field
    def quotes(self) -> list[Quote]:
        """Return its words in each official text or translation that the operator keeps; none is shipped."""
        return [quote(self.view, each) for each in self.view.library.atlas.shelf.quotes(self.id)]


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
        kind=view.library.atlas.kinds[name],
        heading=view.said(held.heading),
        gist=view.said(held.gist),
        open_list=held.open_list,
        note=view.maybe(held.note),
    )


def several(view: View, names: Sequence[str], first: int, after: str | None) -> Connection[Provision]:
    """Show a page of provisions."""
    return page(names, str, lambda name: provision(view, name), first, after)


def known(view: View, names: Sequence[str]) -> list[Provision]:
    """Show the provisions among names."""
    return [provision(view, name) for name in names if name in view.law.provisions]


def outcome(view: View, held: remarks.Outcome) -> Outcome:
    """Show what became of a commitment."""
    view.budget.pay()
    return Outcome(
        view=view,
        held=held,
        id=strawberry.ID(held.id),
        label=view.said(held.label),
        definition=view.said(held.definition),
        day=calendar_date(held.day),
    )


def quote(view: View, held: "shelf.Quote") -> Quote:
    """Show the words of a provision."""
    view.budget.pay()
    return Quote(
        text=held.text,
        file=held.file,
        digest=held.digest,
        start=held.start,
        end=held.end,
        language=held.language,
        translation=held.translation,
    )
