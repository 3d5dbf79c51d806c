"""Law: instruments, provisions and norms as they can be looked up.

Text and reading stay apart here too: a provision shows what was enacted, in our words,
and the norms found in it show what we take it to say.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry

from api import commentary as remarks
from api import condition as conditions
from api import defeat as defeats
from api import fact as facts
from api import reading as readings
from api.choices import Party
from api.describe import field, output
from api.paging import PAGE, After, Connection, First, page
from api.scalars import CalendarDate, calendar_date
from api.term import LawTerm, Term
from api.view import View
from kg import law as kg_law
from kg import vocabulary as kg_vocabulary
from kg.graph import BASE

if TYPE_CHECKING:
    from api.commentary import Correspondence, Decision, Method, Outcome, Quote, Summary, SummaryStatement
    from api.condition import ConditionElement
    from api.defeat import Allocation, Defeat, Indicator, NormBurden
    from api.fact import ConceptScheme, Fact
    from api.reading import ContestedReading, ReadingProfile

LazyNorm = Annotated["Norm", strawberry.lazy("api.law")]
LazyProvision = Annotated["Provision", strawberry.lazy("api.law")]
LazyConcept = Annotated["Concept", strawberry.lazy("api.law")]
LazyFact = Annotated["Fact", strawberry.lazy("api.fact")]
LazyScheme = Annotated["ConceptScheme", strawberry.lazy("api.fact")]
LazyReading = Annotated["ContestedReading", strawberry.lazy("api.reading")]
LazyProfile = Annotated["ReadingProfile", strawberry.lazy("api.reading")]
LazyDefeat = Annotated["Defeat", strawberry.lazy("api.defeat")]
LazyIndicator = Annotated["Indicator", strawberry.lazy("api.defeat")]
LazyAllocation = Annotated["Allocation", strawberry.lazy("api.defeat")]
LazyBurden = Annotated["NormBurden", strawberry.lazy("api.defeat")]
LazyElement = Annotated["ConditionElement", strawberry.lazy("api.condition")]
LazyDecision = Annotated["Decision", strawberry.lazy("api.commentary")]
LazyCorrespondence = Annotated["Correspondence", strawberry.lazy("api.commentary")]
LazySummary = Annotated["Summary", strawberry.lazy("api.commentary")]
LazyStatement = Annotated["SummaryStatement", strawberry.lazy("api.commentary")]
LazyOutcome = Annotated["Outcome", strawberry.lazy("api.commentary")]
LazyMethod = Annotated["Method", strawberry.lazy("api.commentary")]
LazyQuote = Annotated["Quote", strawberry.lazy("api.commentary")]


@output
class Concept(Term):
    """One value of a list of values."""

    view: strawberry.Private[View]
    held: strawberry.Private[kg_vocabulary.Concept]
    code: str
    definition: str

    @field
    def scheme(self) -> LazyScheme:
        """Return the list to which it belongs."""
        return facts.scheme(self.view, self.view.library.atlas.scheme_of[self.held.iri])

    @field
    def classes(self) -> list[str]:
        """Return the classes of things it belongs to, the wider ones as well, by their names in the ontology."""
        return sorted(map(kg_law.short, self.held.classes))

    @field
    def facts(self, first: First = PAGE, after: After = None) -> Connection[LazyFact]:
        """Return the facts that may have it as their value."""
        atlas = self.view.library.atlas
        names = atlas.neighbours.takers.get(atlas.scheme_of[self.held.iri], ())
        return page(names, facts.identifier, lambda name: facts.fact(self.view, name), first, after)

    @field
    def norms(self, first: First = PAGE, after: After = None) -> Connection[LazyNorm]:
        """Return the norms whose conditions ask for it."""
        asking = self.view.library.atlas.neighbours.asks_for.get(self.held.iri, ())
        return norms(self.view, [name for name in asking if name in self.view.law.norms], first, after)


@output
class ReadingOption(Term):
    """One way to read the text on a contested question."""

    view: strawberry.Private[View]
    reading: str = strawberry.field(description="The code of the contested question.")
    code: str = strawberry.field(description="The code of this option.")
    question: str = strawberry.field(description="What is contested.")
    definition: str

    @field
    def contested(self) -> LazyReading:
        """Return the contested question."""
        return readings.reading(self.view, self.reading)

    @field
    def is_default(self) -> bool:
        """Return whether it is taken where nobody chooses."""
        return self.view.law.readings[self.reading].default == self.id

    @field
    def norms(self) -> list[LazyNorm]:
        """Return the norms that are law under it only."""
        return [norm(self.view, name) for name in self._under if name in self.view.law.norms]

    @field
    def defeats(self) -> list[LazyDefeat]:
        """Return the defeats that are law under it only."""
        return [defeats.defeat(self.view, name) for name in self._under if name in self.view.law.defeats]

    @field
    def profiles(self) -> list[LazyProfile]:
        """Return the profiles that take it."""
        taken = self.view.library.atlas.neighbours.taken_by.get(self.id, ())
        return [readings.profile(self.view, name) for name in taken]

    @property
    def _under(self) -> tuple[str, ...]:
        return self.view.library.atlas.neighbours.under_option.get(self.id, ())


@output
class Instrument(LawTerm):
    """A text adopted as a whole: a statute, an interpretation by a court, a resolution."""

    held: strawberry.Private[kg_law.Instrument]
    number: str | None = strawberry.field(description="The number under which it was issued.")
    issuer: str | None
    adopted: CalendarDate | None = strawberry.field(description="The day or the month in which it was adopted.")
    issued: CalendarDate | None = strawberry.field(description="The day on which it was issued.")
    published: CalendarDate | None = strawberry.field(description="The day on which it was shown to the public.")
    in_force_from: date | None = strawberry.field(description="The first day on which it is law.")
    rank: Concept = strawberry.field(description="Its place among the sources of law.")
    answered: bool = strawberry.field(
        description="Whether an assessment answers for it; others appear inside proofs only."
    )
    note: str | None
    not_yet_read: str | None = strawberry.field(
        description="Which parts of it no norm has been read in yet, where there are any."
    )

    @field
    def provisions(self, first: First = PAGE, after: After = None) -> Connection["Provision"]:
        """Return every provision of it, whatever stands within another, in the order of the text."""
        return provisions(self.view, self.view.library.whole.get(self.id, ()), first, after)

    @field
    def norms(self, first: First = PAGE, after: After = None) -> Connection[LazyNorm]:
        """Return the norms found in it."""
        law = self.view.law
        return norms(self.view, [name for name in law.norms if law.norms[name].instrument == self.id], first, after)

    @field
    def gates(self) -> list[LazyNorm]:
        """Return the norms that say whether a case falls under it at all."""
        return [norm(self.view, name) for name in self.held.gates]

    @field
    def exclusions(self) -> list[LazyNorm]:
        """Return the norms that leave a case out of it."""
        return [norm(self.view, name) for name in self.held.exclusions]

    @field
    def correspondences(self, first: First = PAGE, after: After = None) -> Connection[LazyCorrespondence]:
        """Return the rows of the crosswalk in which it stands as a whole."""
        held = self.view.library.atlas.commentary.correspondences_of(self.id)
        return remarks.correspondences(self.view, held, first, after)

    @field
    def summaries(self) -> list[LazySummary]:
        """Return the accounts of it by others, held against the text."""
        held = self.view.library.atlas.commentary.summaries.values()
        return [remarks.summary(self.view, each) for each in held if each.instrument == self.id]


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
    def without_norm(self) -> str | None:
        """Return why no norm is read out of it, where that is so."""
        return self.view.maybe(self.view.library.atlas.commentary.without_norm(self.id))

    @field
    def cites(self) -> list[LazyProvision]:
        """Return the provisions to which it refers or on which its reading leans."""
        return [provision(self.view, name) for name in self.held.cites if name in self.view.law.provisions]

    @field
    def cited_by(self, first: First = PAGE, after: After = None) -> Connection[LazyProvision]:
        """Return the provisions that refer to it or whose reading leans on it."""
        return provisions(self.view, self.view.library.atlas.neighbours.cited_by.get(self.id, ()), first, after)

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
        return remarks.decisions(self.view, self.view.library.atlas.commentary.matters_on(self.id), first, after)

    @field
    def correspondences(self, first: First = PAGE, after: After = None) -> Connection[LazyCorrespondence]:
        """Return the rows of the crosswalk in which it stands, on either side."""
        held = self.view.library.atlas.commentary.correspondences_of(self.id)
        return remarks.correspondences(self.view, held, first, after)

    @field
    def summary_statements(self, first: First = PAGE, after: After = None) -> Connection[LazyStatement]:
        """Return what summaries by others say of it, or leave unsaid."""
        return remarks.statements(self.view, self.view.library.atlas.commentary.statements_on(self.id), first, after)

    @field
    def methods(self) -> list[LazyMethod]:
        """Return the courses of reading that concern it or a norm stated in it."""
        held = self.view.library.atlas.commentary.methods_on(self.id)
        return [remarks.method(self.view, each) for each in held]

    @field
    def outcomes(self) -> list[LazyOutcome]:
        """Return what became of it, where it is a commitment."""
        held = self.view.library.atlas.commentary.outcomes_of(self.id)
        return [remarks.outcome(self.view, each) for each in held]

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
    def quotes(self) -> list[LazyQuote]:
        """Return its words in each official text or translation that the operator keeps; none is shipped."""
        return [remarks.quote(self.view, each) for each in self.view.library.atlas.shelf.quotes(self.id)]


@output
class Norm(LawTerm):
    """Our reading of what one or more provisions lay down."""

    held: strawberry.Private[kg_law.Norm]
    definition: str
    kind: str = strawberry.field(description="What sort of norm it is: its class in the ontology.")
    modality: Concept | None = strawberry.field(description="What the court must or may do when it applies.")
    effect: Concept | None = strawberry.field(description="The legal effect that follows when it applies.")
    favours: Party | None = strawberry.field(description="The party whose case it helps.")
    auxiliary: bool = strawberry.field(description="Whether its effect shows only inside the proofs of other norms.")
    example: str | None = strawberry.field(description="A case that falls under it.")
    counterexample: str | None = strawberry.field(description="A case that just does not.")
    note: str | None = strawberry.field(description="Why it is read so, and which other reading there is.")

    @field
    def instrument(self) -> Instrument:
        """Return the instrument in which it is found."""
        return instrument(self.view, self.held.instrument)

    @field
    def provisions(self) -> list[Provision]:
        """Return the provisions that state it."""
        return [provision(self.view, name) for name in self.held.provisions]

    @field
    def option(self) -> ReadingOption | None:
        """Return the option of a contested reading to which it belongs, if any."""
        return reading_option(self.view, self.held.option)

    @field
    def condition(self) -> LazyElement:
        """Return what it requires, as a tree whose leaves ask for facts or lean on other norms."""
        return conditions.condition(self.view, self.id, self.held.condition)

    @field
    def elements(self, first: First = PAGE, after: After = None) -> Connection[LazyElement]:
        """Return every element of what it requires, in the order in which they are written, without the tree."""
        return conditions.elements(self.view, self.id, self.held.condition, first, after)

    @field
    def requires(self) -> str:
        """Return what it requires in words, as an indented list."""
        return conditions.in_words(self.view, self.held.condition)

    @field
    def facts(self, first: First = PAGE, after: After = None) -> Connection[LazyFact]:
        """Return the facts that its condition reads."""
        names = self.view.library.atlas.neighbours.reads.get(self.id, ())
        return page(names, facts.identifier, lambda name: facts.fact(self.view, name), first, after)

    @field
    def leans_on(self) -> list[LazyNorm]:
        """Return the norms whose conclusions its condition asks for."""
        return [norm(self.view, name) for name in self.view.library.atlas.neighbours.leans_on.get(self.id, ())]

    @field
    def leaned_on_by(self, first: First = PAGE, after: After = None) -> Connection[LazyNorm]:
        """Return the norms whose conditions ask for its conclusion."""
        leaning = self.view.library.atlas.neighbours.leaned_on_by.get(self.id, ())
        return norms(self.view, [name for name in leaning if name in self.view.law.norms], first, after)

    @field
    def falls_to(self, first: First = PAGE, after: After = None) -> Connection[LazyDefeat]:
        """Return the defeats that can take it away."""
        return defeats.several(self.view, self.view.library.atlas.neighbours.falls_to.get(self.id, ()), first, after)

    @field
    def defeats(self, first: First = PAGE, after: After = None) -> Connection[LazyDefeat]:
        """Return the defeats by which it can take others away."""
        return defeats.several(self.view, self.view.library.atlas.neighbours.beats.get(self.id, ()), first, after)

    @field
    def indicators(self, first: First = PAGE, after: After = None) -> Connection[LazyIndicator]:
        """Return what speaks for and against it, where it is a principle."""
        return defeats.indicators(
            self.view, self.view.library.atlas.neighbours.indicators.get(self.id, ()), first, after
        )

    @field
    def burdens(self, first: First = PAGE, after: After = None) -> Connection[LazyBurden]:
        """Return who must prove each of its elements, under the default readings."""
        return defeats.burdens(self.view, self.id, first, after)

    @field
    def allocations(self) -> list[LazyAllocation]:
        """Return the rules on the burden of proof that govern everything it requires."""
        governing = self.view.library.atlas.neighbours.governed_by.get(self.id, ())
        return [defeats.allocation(self.view, self.view.law.allocations[name]) for name in governing]

    @field
    def allocates(self) -> LazyAllocation | None:
        """Return who must prove what, where it is a norm on the burden of proof."""
        held = self.view.law.allocations.get(self.id)
        return defeats.allocation(self.view, held) if held else None

    @field
    def methods(self) -> list[LazyMethod]:
        """Return the courses of reading that concern it."""
        held = self.view.library.atlas.commentary.methods_on(self.id)
        return [remarks.method(self.view, each) for each in held]


def instrument(view: View, name: str) -> Instrument:
    """Show an instrument."""
    view.budget.pay()
    held = view.law.instruments[name]
    return Instrument(
        view=view,
        held=held,
        id=strawberry.ID(name),
        label=view.said(held.label),
        number=held.number,
        issuer=view.maybe(held.issuer),
        adopted=calendar_date(held.adopted),
        issued=calendar_date(held.issued),
        published=calendar_date(held.published),
        in_force_from=date.fromisoformat(held.in_force) if held.in_force else None,
        rank=concept(view, view.concept("rank", held.rank)),
        answered=held.answered,
        note=view.maybe(held.note),
        not_yet_read=view.maybe(held.unread),
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
        kind=view.library.atlas.kinds[name],
        heading=view.said(held.heading),
        gist=view.said(held.gist),
        open_list=held.open_list,
        note=view.maybe(held.note),
    )


def provisions(view: View, names: Sequence[str], first: int, after: str | None) -> Connection[Provision]:
    """Show a page of provisions."""
    return page(names, str, lambda name: provision(view, name), first, after)


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
        auxiliary=held.auxiliary,
        example=view.maybe(held.example),
        counterexample=view.maybe(held.counterexample),
        note=view.maybe(held.note),
    )


def norms(view: View, names: Sequence[str], first: int, after: str | None) -> Connection[Norm]:
    """Show a page of norms."""
    return page(names, str, lambda name: norm(view, name), first, after)


def concept(view: View, held: kg_vocabulary.Concept) -> Concept:
    """Show one value of a list."""
    return Concept(
        view=view,
        held=held,
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
        view=view,
        id=strawberry.ID(name),
        reading=reading.code,
        code=option.code,
        question=view.said(reading.issue),
        label=view.said(option.label),
        definition=view.said(option.definition),
    )
