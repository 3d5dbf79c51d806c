"""Paging: a long list is shown a page at a time, in the order it always has.

After the connections of Relay: a cursor names the entry after which the next page begins.
As the same question always has the same answer, a cursor stays good for as long as the law
and the description are the same.
"""

from collections.abc import Callable, Sequence
from typing import Annotated, Final, Generic, TypeVar

import strawberry
from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema

from api.describe import output
from api.view import refusal

T = TypeVar("T")
K = TypeVar("K")

PAGE: Final = 20
"""How many entries a page has where nobody says."""

LONGEST: Final = 100
"""How many entries a page may have."""

FIRST: Final = "first"
"""The argument that says how long a page is to be."""

_ASKED: Final = "How many entries to show, up to {most}."
First = Annotated[int, strawberry.argument(description=_ASKED.format(most=LONGEST))]
After = Annotated[str | None, strawberry.argument(description="Begin after the entry with this cursor.")]


@output
class PageInfo:
    """Where a page stands in its list."""

    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@output
class Edge(Generic[T]):
    """One entry of a list."""

    cursor: str
    node: T


@output
class Connection(Generic[T]):
    """One page of a list."""

    edges: list[Edge[T]]
    page_info: PageInfo
    total_count: int


def shorten(schema: GraphQLSchema, most: int) -> None:
    """Let no page of a schema be longer, also where nobody says how long it is to be."""
    for kind in schema.type_map.values():
        for each in kind.fields.values() if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) else ():
            first = each.args.get(FIRST)
            if first is not None:
                first.default_value = min(PAGE, most)
                first.description = _ASKED.format(most=most)


def page(
    items: Sequence[K], key: Callable[[K], str], show: Callable[[K], T], first: int, after: str | None
) -> Connection[T]:
    """Return one page of *items*; raises a refusal for a page that is too long or begins nowhere."""
    if not 1 <= first <= LONGEST:
        raise refusal("BAD_PAGE", f"`first` is {first}; it may be 1 to {LONGEST}")
    start = 0
    if after is not None:
        places = (number for number, item in enumerate(items, 1) if key(item) == after)
        start = next(places, -1)
        if start < 0:
            raise refusal("BAD_CURSOR", "`after` names no entry of this list")
    shown = items[start : start + first]
    edges = [Edge(cursor=key(item), node=show(item)) for item in shown]
    info = PageInfo(
        has_next_page=start + len(shown) < len(items),
        has_previous_page=start > 0,
        start_cursor=edges[0].cursor if edges else None,
        end_cursor=edges[-1].cursor if edges else None,
    )
    return Connection(edges=edges, page_info=info, total_count=len(items))
