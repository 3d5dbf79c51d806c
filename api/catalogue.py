"""Catalogue: what can be looked up in the law graph, by its id or as a list."""

from typing import Annotated

import strawberry
from strawberry.types.field import StrawberryField

from api import law as law_types
from api.choices import Language
from api.describe import field
from api.law import Instrument, Norm, Provision
from api.question import In
from api.view import Info, Library, View

Id = Annotated[strawberry.ID, strawberry.argument(description="Its id.")]


def fields(library: Library) -> list[StrawberryField]:
    """Return the fields that look something up in the law graph."""
    law = library.reasoner.law

    def provision(info: Info, id: Id, language: In = Language.EN) -> Provision | None:  # noqa: A002 - its GraphQL name
        """Return a provision, or null if there is none of that id."""
        view = View(library, language, info.context.budget)
        return law_types.provision(view, id) if id in law.provisions else None

    def norm(info: Info, id: Id, language: In = Language.EN) -> Norm | None:  # noqa: A002 - its GraphQL name
        """Return a norm, or null if there is none of that id."""
        view = View(library, language, info.context.budget)
        return law_types.norm(view, id) if id in law.norms else None

    def instrument(info: Info, id: Id, language: In = Language.EN) -> Instrument | None:  # noqa: A002 - its GraphQL name
        """Return an instrument, or null if there is none of that id."""
        view = View(library, language, info.context.budget)
        return law_types.instrument(view, id) if id in law.instruments else None

    def instruments(info: Info, language: In = Language.EN) -> list[Instrument]:
        """Return every instrument, those for which an assessment answers first."""
        view = View(library, language, info.context.budget)
        ordered = sorted(law.instruments.values(), key=lambda each: not each.answered)
        return [law_types.instrument(view, each.id) for each in ordered]

    return [field(each) for each in (provision, norm, instrument, instruments)]
