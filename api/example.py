"""Example: a description of a deployment that comes with the program, some of a decided matter."""

from typing import TYPE_CHECKING

import strawberry
from strawberry.scalars import JSON

from api import decision as decisions
from api.describe import field, output
from api.lazy import LazyDecision
from api.spoken import as_input
from api.term import Term
from api.view import View
from kg import examples as kg_examples

if TYPE_CHECKING:
    pass


@output
class Example(Term):
    """A description of a deployment that comes with the program."""

    view: strawberry.Private[View]
    held: strawberry.Private[kg_examples.Example]
    key: str = strawberry.field(description="The id of the description itself.")

    @field
    def description(self) -> JSON:
        """Return the description as a file holds it."""
        return JSON(dict(self.held.description))

    @field
    def deployment(self) -> JSON:
        """Return the description as a value of `DeploymentInput`."""
        return JSON(as_input(self.held.description, self.view.library.reasoner))

    @field
    def decisions(self) -> list[LazyDecision]:
        """Return the decided matters whose facts it describes."""
        matters = self.view.library.atlas.commentary.matters.values()
        return [decisions.decision(self.view, each) for each in matters if each.described_as == self.key]


def example(view: View, name: str) -> Example:
    """Show a bundled description."""
    view.budget.pay()
    held = view.library.atlas.examples[name]
    return Example(view=view, held=held, id=strawberry.ID(name), label=view.said(held.title), key=held.id)
