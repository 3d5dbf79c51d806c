"""Condition: what a norm requires, element by element."""

from typing import TYPE_CHECKING

import strawberry
from strawberry.scalars import JSON

from api import fact as facts
from api import norm as norms
from api.choices import ElementKind, Relation
from api.describe import field, output
from api.lazy import LazyElement, LazyFact, LazyNorm
from api.paging import Connection, page
from api.view import View
from kg import condition as kg_condition
from kg import record
from kg.expression import Test

if TYPE_CHECKING:
    pass


@output
class ConditionElement:
    """One element of what a norm, a defeat or an indicator requires."""

    view: strawberry.Private[View]
    held: strawberry.Private[kg_condition.Element]
    owner: strawberry.Private[str]
    key: str = strawberry.field(description="Its key: the id of what requires it, and its number.")
    depth: int = strawberry.field(description="How deep it stands; the whole condition stands at 0.")
    kind: ElementKind
    says: str = strawberry.field(description="What it states, in words.")

    @field
    def parts(self) -> list[LazyElement]:
        """Return the elements directly within it."""
        return [_element(self.view, self.owner, each) for each in self.held.parts]

    @field
    def fact(self) -> LazyFact | None:
        """Return the fact it asks, where it asks one."""
        return facts.fact(self.view, self.held.test.fact) if self.held.test else None

    @field
    def relation(self) -> Relation | None:
        """Return what it asks of the fact, where it asks one."""
        return self.held.test.relation if self.held.test else None

    @field
    def values(self) -> list[JSON]:
        """Return the values it asks for, as a file would hold them."""
        return [JSON(record.recorded(value)) for value in self.held.test.values] if self.held.test else []

    @field
    def values_in_words(self) -> list[str]:
        """Return the values it asks for, in words."""
        return _worded(self.view, self.held.test) if self.held.test else []

    @field
    def norm(self) -> LazyNorm | None:
        """Return the norm on whose conclusion it leans, where it does."""
        return norms.norm(self.view, self.held.norm) if self.held.norm else None


def condition(view: View, owner: str, shape: str) -> ConditionElement:
    """Show what something requires as a tree."""
    return _element(view, owner, _tree(view, shape))


def elements(view: View, owner: str, shape: str, first: int, after: str | None) -> Connection[ConditionElement]:
    """Show a page of the elements of what something requires."""
    return page(
        tuple(_tree(view, shape).walk()),
        lambda each: _key(owner, each),
        lambda each: _element(view, owner, each),
        first,
        after,
    )


def in_words(view: View, shape: str) -> str:
    """Return what something requires as an indented list."""
    reasoner = view.library.reasoner
    return "\n".join(map(view.said, kg_condition.lines(reasoner.formulas[shape], reasoner.words)))


def _tree(view: View, shape: str) -> kg_condition.Element:
    reasoner = view.library.reasoner
    return kg_condition.elements(reasoner.formulas[shape], reasoner.words)


def _element(view: View, owner: str, held: kg_condition.Element) -> ConditionElement:
    view.budget.pay()
    return ConditionElement(
        view=view,
        held=held,
        owner=owner,
        key=_key(owner, held),
        depth=held.depth,
        kind=held.kind,
        says=view.said(held.says),
    )


def _key(owner: str, held: kg_condition.Element) -> str:
    return f"{owner}/{held.number}"


def _worded(view: View, test: Test) -> list[str]:
    held = view.fact(test.fact)
    if test.relation is Relation.RANKED:
        return [view.said(view.concept("rank", str(value)).label) for value in test.values]
    if held.many:
        pairs = (str(value).split("/") for value in test.values)
        labels = (
            (view.concept(kind, code).label for kind, code in zip(("rank", "topic"), pair, strict=False))
            for pair in pairs
        )
        return [view.said(view.wording.listed(several)) for several in labels]
    if held.concepts:
        return [view.said(held.concept(str(value)).label) for value in test.values]
    return [view.said(view.wording.value(held, value)) for value in test.values]
