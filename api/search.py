"""Search: what in the law graph speaks of some words."""

from typing import Annotated, Final

import strawberry
from strawberry.types.field import StrawberryField

from api.choices import Language, NodeKind, Place
from api.describe import field as resolved
from api.describe import output
from api.node import shown
from api.paging import PAGE, After, Connection, First, page
from api.posing import In
from api.term import Term
from api.view import Info, Library, View, refusal
from kg.entry import Hit

LONGEST: Final = 200
"""How many characters may be searched for."""

_PRICE: Final = 20
"""What a search costs, whatever it finds."""


@output
class SearchHit:
    """One thing that was found, and where in it the words stand."""

    view: strawberry.Private[View]
    held: strawberry.Private[Hit]
    kind: NodeKind
    score: float = strawberry.field(
        description="How well it answers: the rarer a word, and the weightier and shorter its place, the better."
    )
    field: Place = strawberry.field(description="Where the best part of the answer stands.")
    excerpt: str = strawberry.field(description="What stands there, in the language in which it was found.")

    @resolved
    def node(self) -> Term:
        """Return what was found."""
        found = shown(self.view, self.held.id)
        if found is None:
            message = f"{self.held.id} was found and cannot be shown"
            raise LookupError(message)
        return found


def fields(library: Library) -> list[StrawberryField]:
    """Return the field that searches."""
    words = Annotated[
        str, strawberry.argument(description=f"Up to {LONGEST} characters, in English, in Chinese or in both.")
    ]
    only = Annotated[list[NodeKind] | None, strawberry.argument(description="Only nodes of these kinds.")]

    def search(  # noqa: PLR0913, PLR0917 - what may be asked for
        info: Info,
        text: words,
        kinds: only = None,
        language: In = Language.EN,
        first: First = PAGE,
        after: After = None,
    ) -> Connection[SearchHit]:
        """Return what speaks of some words, the best answer first; both languages are searched."""
        if len(text) > LONGEST:
            raise refusal("STRING_TOO_LONG", f"`text` has {len(text)} characters; it may have {LONGEST}")
        view = View(library, language, info.context.budget)
        view.budget.pay(_PRICE)
        hits = library.atlas.index.find(text, kinds)
        return page(hits, lambda hit: hit.id, lambda hit: _hit(view, hit), first, after)

    return [resolved(search)]


def _hit(view: View, held: Hit) -> SearchHit:
    view.budget.pay()
    return SearchHit(view=view, held=held, kind=held.kind, score=held.score, field=held.place, excerpt=held.excerpt)
