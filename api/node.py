"""Node: whatever has an id, asked for again by that id."""

from collections.abc import Callable, Collection
from functools import partial
from typing import Annotated, Final

import strawberry
from strawberry.types.field import StrawberryField

from api import concept as concepts
from api import correspondence as correspondences
from api import decision as decisions
from api import defeat as defeats
from api import example as examples
from api import fact as facts
from api import instrument as instruments
from api import norm as norms
from api import provision as provisions
from api import reading as readings
from api import summary as summaries
from api.choices import Language
from api.describe import field
from api.posing import In
from api.term import Node, Term
from api.view import Info, Library, View, refusal
from kg.graph import BASE
from kg.law import short

MOST: Final = 100
"""How many nodes may be asked for at once."""

Show = Callable[[str], Term | None]


def fields(library: Library) -> list[StrawberryField]:
    """Return the fields that find things again."""
    one = Annotated[strawberry.ID, strawberry.argument(description="The id of anything that has one, or its IRI.")]
    several = Annotated[list[strawberry.ID], strawberry.argument(description=f"Up to {MOST} ids or IRIs.")]

    def node(info: Info, id: one, language: In = Language.EN) -> Node | None:  # noqa: A002 - its GraphQL name
        """Return what has this id, or null if nothing has."""
        return shown(View(library, language, info.context.budget), id)

    def nodes(info: Info, ids: several, language: In = Language.EN) -> list[Node | None]:
        """Return what has each of these ids, in the order asked, and null where nothing has."""
        if len(ids) > MOST:
            raise refusal("LIST_TOO_LONG", f"{len(ids)} ids are asked for at once; up to {MOST} may be")
        view = View(library, language, info.context.budget)
        return [shown(view, each) for each in ids]

    return [field(node), field(nodes)]


def shown(view: View, name: str) -> Term | None:
    """Show whatever has an id, or nothing where nothing has."""
    rest = name.removeprefix(BASE)
    identifiers = (rest, short(name)) if name.startswith(BASE) else (name,)
    places = [*_law(view), *_words(view), *_remarks(view)]
    found = (show(each) for each in identifiers for among, show in places if each in among)
    return next(found, None)


def _law(view: View) -> list[tuple[Collection[str], Show]]:
    law, atlas = view.law, view.library.atlas
    return [
        (law.instruments, partial(instruments.instrument, view)),
        (law.provisions, partial(provisions.provision, view)),
        (law.norms, partial(norms.norm, view)),
        (law.indicators, partial(defeats.indicator, view)),
        (law.defeats, partial(defeats.defeat, view)),
        (atlas.reading_codes, lambda name: readings.reading(view, atlas.reading_codes[name])),
        (view.library.options, partial(readings.reading_option, view)),
        (atlas.profile_names, lambda name: readings.profile(view, atlas.profile_names[name])),
    ]


def _words(view: View) -> list[tuple[Collection[str], Show]]:
    atlas = view.library.atlas
    return [
        (atlas.fact_names, lambda name: facts.fact(view, atlas.fact_names[name])),
        (atlas.concepts, lambda name: concepts.concept(view, atlas.concepts[name])),
        (atlas.schemes, lambda name: concepts.scheme(view, atlas.schemes[name])),
        (atlas.examples, partial(examples.example, view)),
    ]


def _remarks(view: View) -> list[tuple[Collection[str], Show]]:
    held = view.library.atlas.commentary
    return [
        (held.matters, lambda name: decisions.decision(view, held.matters[name])),
        (held.correspondences, lambda name: correspondences.correspondence(view, held.correspondences[name])),
        (held.summaries, lambda name: summaries.summary(view, held.summaries[name])),
        (held.statements, lambda name: summaries.statement(view, held.statements[name])),
        (held.outcomes, lambda name: provisions.outcome(view, held.outcomes[name])),
        (held.methods, lambda name: readings.method(view, held.methods[name])),
    ]
