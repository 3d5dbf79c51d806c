"""Commentary: what stands around the law: decided matters, the crosswalk, summaries held against the text."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import strawberry

from api import example as examples
from api import law as laws
from api.atlas import EXAMPLE
from api.describe import field, output
from api.paging import PAGE, After, Connection, First, page
from api.scalars import CalendarDate, calendar_date
from api.term import LawTerm
from api.view import View
from kg import remarks

if TYPE_CHECKING:
    from api.example import Example
    from api.law import Concept, Instrument, Norm, Provision
    from kg.official import shelf

LazyConcept = Annotated["Concept", strawberry.lazy("api.law")]
LazyInstrument = Annotated["Instrument", strawberry.lazy("api.law")]
LazyProvision = Annotated["Provision", strawberry.lazy("api.law")]
LazyNorm = Annotated["Norm", strawberry.lazy("api.law")]
LazyExample = Annotated["Example", strawberry.lazy("api.example")]
LazyStatement = Annotated["SummaryStatement", strawberry.lazy("api.commentary")]


@output
class Decision(LawTerm):
    """A matter that a court decided or an authority took up, as far as reports tell."""

    held: strawberry.Private[remarks.Matter]
    definition: str
    forum: str = strawberry.field(description="Who decided it.")
    happened: CalendarDate | None = strawberry.field(description="When it happened.")
    decided: CalendarDate | None = strawberry.field(description="When it was decided.")
    facts: str = strawberry.field(description="What is reported to have happened.")
    holding: str = strawberry.field(description="What was held.")
    note: str | None

    @field
    def turns_on(self, first: First = PAGE, after: After = None) -> Connection[LazyProvision]:
        """Return the provisions on which it turned."""
        known = [name for name in self.held.turns_on if name in self.view.law.provisions]
        return laws.provisions(self.view, known, first, after)

    @field
    def source(self) -> LazyConcept:
        """Return what kind of source reports it."""
        return laws.concept(self.view, self.held.source)

    @field
    def agreement(self) -> LazyConcept:
        """Return whether our answer on its facts agrees with it."""
        return laws.concept(self.view, self.held.agreement)

    @field
    def example(self) -> LazyExample | None:
        """Return its facts as a description that can be assessed, where there is one."""
        name = f"{EXAMPLE}:{self.held.described_as}"
        return examples.example(self.view, name) if name in self.view.library.atlas.examples else None


@output
class Correspondence(LawTerm):
    """A row of the crosswalk: a relation between what two instruments say, or the lack of one."""

    held: strawberry.Private[remarks.Correspondence]
    reason: str = strawberry.field(description="Why they stand in that relation.")

    @field
    def relation(self) -> LazyConcept:
        """Return the relation."""
        return laws.concept(self.view, self.held.relation)

    @field
    def starts(self) -> list[LazyProvision]:
        """Return the provisions from which it starts."""
        return _provisions(self.view, self.held.starts)

    @field
    def ends(self) -> list[LazyProvision]:
        """Return the provisions in which it ends; none where there is no counterpart, or it is a whole instrument."""
        return _provisions(self.view, self.held.ends)

    @field
    def instruments(self) -> list[LazyInstrument]:
        """Return the instruments in which it ends as a whole."""
        return [laws.instrument(self.view, name) for name in self.held.instruments]


@output
class Summary(LawTerm):
    """An account of an instrument by somebody else, without authority."""

    held: strawberry.Private[remarks.Summary]
    definition: str
    note: str | None

    @field
    def instrument(self) -> LazyInstrument:
        """Return the instrument of which it tells."""
        return laws.instrument(self.view, self.held.instrument)

    @field
    def statements(self, first: First = PAGE, after: After = None) -> Connection[LazyStatement]:
        """Return what it says and leaves unsaid."""
        held = self.view.library.atlas.commentary.statements.values()
        return statements(self.view, [each for each in held if each.summary == self.id], first, after)


@output
class SummaryStatement(LawTerm):
    """One thing that a summary says of an instrument or leaves unsaid, held against the text."""

    held: strawberry.Private[remarks.Statement]
    definition: str
    note: str | None

    @field
    def summary(self) -> Summary:
        """Return the summary."""
        return summary(self.view, self.view.library.atlas.commentary.summaries[self.held.summary])

    @field
    def renders(self) -> list[LazyProvision]:
        """Return the provisions it renders."""
        return _provisions(self.view, self.held.renders)

    @field
    def passes_over(self) -> list[LazyProvision]:
        """Return the provisions it leaves unsaid."""
        return _provisions(self.view, self.held.passes_over)

    @field
    def fidelity(self) -> list[LazyConcept]:
        """Return how it stands to the text: whether it agrees, omits, narrows, broadens and so on."""
        return [laws.concept(self.view, each) for each in self.held.fidelity]


@output
class Outcome(LawTerm):
    """What became of a commitment, or of one part of it."""

    held: strawberry.Private[remarks.Outcome]
    definition: str
    day: CalendarDate | None = strawberry.field(description="When it was kept.")

    @field
    def commitment(self) -> LazyProvision | None:
        """Return the commitment."""
        return next(iter(_provisions(self.view, (self.held.commitment,))), None)

    @field
    def fulfilment(self) -> LazyConcept:
        """Return whether it was kept."""
        return laws.concept(self.view, self.held.fulfilment)

    @field
    def instruments(self) -> list[LazyInstrument]:
        """Return the instruments by which it was kept."""
        return [laws.instrument(self.view, name) for name in self.held.instruments]


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
        return _provisions(self.view, self.held.concerns)

    @field
    def norms(self) -> list[LazyNorm]:
        """Return the norms it concerns."""
        return [laws.norm(self.view, name) for name in self.held.concerns if name in self.view.law.norms]


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


def decision(view: View, held: remarks.Matter) -> Decision:
    """Show a decided matter."""
    view.budget.pay()
    return Decision(
        view=view,
        held=held,
        id=strawberry.ID(held.id),
        label=view.said(held.label),
        definition=view.said(held.definition),
        forum=view.said(held.forum),
        happened=calendar_date(held.happened),
        decided=calendar_date(held.decided),
        facts=view.said(held.facts),
        holding=view.said(held.holding),
        note=view.maybe(held.note),
    )


def correspondence(view: View, held: remarks.Correspondence) -> Correspondence:
    """Show a row of the crosswalk."""
    view.budget.pay()
    label, reason = view.said(held.label), view.said(held.reason)
    return Correspondence(view=view, held=held, id=strawberry.ID(held.id), label=label, reason=reason)


def summary(view: View, held: remarks.Summary) -> Summary:
    """Show a summary."""
    view.budget.pay()
    return Summary(
        view=view,
        held=held,
        id=strawberry.ID(held.id),
        label=view.said(held.label),
        definition=view.said(held.definition),
        note=view.maybe(held.note),
    )


def statement(view: View, held: remarks.Statement) -> SummaryStatement:
    """Show one thing that a summary says or leaves unsaid."""
    view.budget.pay()
    return SummaryStatement(
        view=view,
        held=held,
        id=strawberry.ID(held.id),
        label=view.said(held.label),
        definition=view.said(held.definition),
        note=view.maybe(held.note),
    )


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


def decisions(view: View, several: Sequence[remarks.Matter], first: int, after: str | None) -> Connection[Decision]:
    """Show a page of decided matters."""
    return page(several, lambda each: each.id, lambda each: decision(view, each), first, after)


def correspondences(
    view: View, several: Sequence[remarks.Correspondence], first: int, after: str | None
) -> Connection[Correspondence]:
    """Show a page of the crosswalk."""
    return page(several, lambda each: each.id, lambda each: correspondence(view, each), first, after)


def statements(
    view: View, several: Sequence[remarks.Statement], first: int, after: str | None
) -> Connection[SummaryStatement]:
    """Show a page of what summaries say and leave unsaid."""
    return page(several, lambda each: each.id, lambda each: statement(view, each), first, after)


def _provisions(view: View, names: Sequence[str]) -> "list[Provision]":
    return [laws.provision(view, name) for name in names if name in view.law.provisions]
