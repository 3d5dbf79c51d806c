"""Surroundings: decisions, the crosswalk, summaries, outcomes, methods and examples, kind by kind."""

from enum import Enum
from typing import Annotated

import strawberry
from strawberry.types.field import StrawberryField

from api import correspondence as correspondences
from api import decision as decisions_shown
from api import filters
from api.choices import Language
from api.correspondence import Correspondence
from api.decision import Decision
from api.describe import field
from api.example import Example, example
from api.naming import meant
from api.outcome import NotFound
from api.paging import PAGE, After, Connection, First, page
from api.posing import In
from api.provision import Outcome, outcome
from api.reading import Method, method
from api.summary import Summary, SummaryStatement, statements, summary
from api.view import Info, Library, View

DecisionsOrNotFound = Annotated[
    Connection[Decision] | NotFound,
    strawberry.union("DecisionsOrNotFound", description="A page of decided matters, or near names."),
]
CrosswalkOrNotFound = Annotated[
    Connection[Correspondence] | NotFound,
    strawberry.union("CrosswalkOrNotFound", description="A page of the crosswalk, or near names."),
]
StatementsOrNotFound = Annotated[
    Connection[SummaryStatement] | NotFound,
    strawberry.union("StatementsOrNotFound", description="A page of what summaries say, or near names."),
]


def fields(library: Library) -> list[StrawberryField]:
    """Return the fields that list what stands around the law."""
    return [*_decisions(library), _crosswalk(library), *_summaries(library), *_rest(library)]


def _decisions(library: Library) -> list[StrawberryField]:
    law, commentary = library.reasoner.law, library.atlas.commentary
    turning = Annotated[
        strawberry.ID | None,
        strawberry.argument(description="Only those that turned on this provision or on something within it."),
    ]

    def decisions(
        info: Info, provision: turning = None, language: In = Language.EN, first: First = PAGE, after: After = None
    ) -> DecisionsOrNotFound:
        """Return the matters that were decided, as far as reports tell."""
        view = View(library, language, info.context.budget)
        name = None if provision is None else meant(view, provision, law.provisions)
        if isinstance(name, NotFound):
            return name
        held = tuple(commentary.matters.values()) if name is None else commentary.matters_on(name)
        return decisions_shown.several(view, held, first, after)

    return [field(decisions)]


def _crosswalk(library: Library) -> StrawberryField:
    law, commentary = library.reasoner.law, library.atlas.commentary
    relations = filters.of_scheme(library, "CrosswalkRelation", "relation", "How two provisions stand to each other.")
    so_related = Annotated[
        Enum | None,
        strawberry.argument(description="Only rows with this relation.", graphql_type=filters.maybe(relations)),
    ]
    side = Annotated[
        strawberry.ID | None,
        strawberry.argument(description="Only rows in which this provision or instrument stands, on either side."),
    ]

    def crosswalk(  # noqa: PLR0913, PLR0917 - what may be asked for
        info: Info,
        relation: so_related = None,
        of: side = None,
        language: In = Language.EN,
        first: First = PAGE,
        after: After = None,
    ) -> CrosswalkOrNotFound:
        """Return how the instruments answer each other, row by row."""
        view = View(library, language, info.context.budget)
        name = None if of is None else meant(view, of, {**law.instruments, **law.provisions})
        if isinstance(name, NotFound):
            return name
        parts = {name, *library.whole.get(name or "", ())}
        rows = [
            each
            for each in commentary.correspondences.values()
            if filters.same(relation, each.relation.code)
            and (name is None or not parts.isdisjoint({*each.starts, *each.ends, *each.instruments}))
        ]
        return correspondences.several(view, rows, first, after)

    return field(crosswalk)


def _summaries(library: Library) -> list[StrawberryField]:
    law, commentary = library.reasoner.law, library.atlas.commentary
    fidelities = filters.of_scheme(library, "Fidelity", "fidelity", "How a summary stands to the text.")
    so_faithful = Annotated[
        Enum | None,
        strawberry.argument(
            description="Only statements that stand to the text so.", graphql_type=filters.maybe(fidelities)
        ),
    ]
    about = Annotated[
        strawberry.ID | None,
        strawberry.argument(description="Only statements that render this provision or leave it unsaid."),
    ]

    def summaries(
        info: Info, language: In = Language.EN, first: First = PAGE, after: After = None
    ) -> Connection[Summary]:
        """Return the accounts of instruments by others, held against the texts."""
        view = View(library, language, info.context.budget)
        held = list(commentary.summaries.values())
        return page(held, lambda each: each.id, lambda each: summary(view, each), first, after)

    def summary_statements(  # noqa: PLR0913, PLR0917 - what may be asked for
        info: Info,
        provision: about = None,
        fidelity: so_faithful = None,
        language: In = Language.EN,
        first: First = PAGE,
        after: After = None,
    ) -> StatementsOrNotFound:
        """Return what summaries say and leave unsaid, and how that stands to the text."""
        view = View(library, language, info.context.budget)
        name = None if provision is None else meant(view, provision, law.provisions)
        if isinstance(name, NotFound):
            return name
        held = commentary.statements.values() if name is None else commentary.statements_on(name)
        meeting = [each for each in held if any(filters.same(fidelity, one.code) for one in each.fidelity)]
        return statements(view, meeting, first, after)

    return [field(summaries), field(summary_statements)]


def _rest(library: Library) -> list[StrawberryField]:
    commentary, atlas = library.atlas.commentary, library.atlas

    def outcomes(
        info: Info, language: In = Language.EN, first: First = PAGE, after: After = None
    ) -> Connection[Outcome]:
        """Return what became of the commitments."""
        view = View(library, language, info.context.budget)
        held = list(commentary.outcomes.values())
        return page(held, lambda each: each.id, lambda each: outcome(view, each), first, after)

    def methods(info: Info, language: In = Language.EN, first: First = PAGE, after: After = None) -> Connection[Method]:
        """Return the questions on which the law is read in one way throughout."""
        view = View(library, language, info.context.budget)
        held = list(commentary.methods.values())
        return page(held, lambda each: each.id, lambda each: method(view, each), first, after)

    def examples(
        info: Info, language: In = Language.EN, first: First = PAGE, after: After = None
    ) -> Connection[Example]:
        """Return the descriptions of deployments that come with the program."""
        view = View(library, language, info.context.budget)
        return page(list(atlas.examples), str, lambda name: example(view, name), first, after)

    return [field(outcomes), field(methods), field(examples)]
