"""Cost: what a query would take to answer, worked out from its text and variables before anything is done.

Every object that may be shown costs one, and what stands on a page as often as the page
has entries; a connection, its edges and its page info are no objects of their own. A field
that asks the law about a description costs its price, one that searches for an answer
more. What a client then gets may be less; it is never charged twice for one fragment's
text, but each time the fragment is used.
"""

from collections.abc import Mapping
from typing import Final

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
)

from api.paging import FIRST

REASONING: Final = 50
"""The price of asking the law about one description."""

PRICES: Final[Mapping[str, int]] = {
    "changes": 1_000,
    "compare": 100,
    "nextQuestions": 200,
    "receipt": 100,
    "teach": 1_000,
    "__schema": 4_000,
    "__type": 100,
}
"""The prices of fields of the query that are dearer; what reads a description and is not named here is asked once."""

_FREE: Final = ("Connection", "Edge", "PageInfo")


class Cost:
    """The cost of one operation of one document."""

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: Mapping[str, object],
    ) -> None:
        """Keep what is needed to look fields, fragments and page lengths up."""
        self._schema = schema
        self._fragments = fragments
        self._variables = variables
        self._found: dict[str, int] = {}
        self.pages: list[int] = []

    def of(self, operation: OperationDefinitionNode) -> int:
        """Return what an operation costs; afterwards *pages* holds the length of every page it asks for."""
        query = self._schema.query_type
        defaults = {
            each.variable.name.value: int(each.default_value.value)
            for each in operation.variable_definitions or ()
            if isinstance(each.default_value, IntValueNode)
        }
        self._variables = {**defaults, **self._variables}
        return self._within(operation.selection_set, query) if query else 0

    def _within(self, several: SelectionSetNode | None, kind: GraphQLNamedType | None) -> int:
        cost = 0
        for each in several.selections if several else ():
            if isinstance(each, FieldNode):
                cost += self._field(each, kind)
            elif isinstance(each, InlineFragmentNode):
                condition = each.type_condition
                cost += self._within(
                    each.selection_set, self._schema.get_type(condition.name.value) if condition else kind
                )
            elif isinstance(each, FragmentSpreadNode):
                cost += self._spread(each.name.value)
        return cost

    def _spread(self, name: str) -> int:
        if name not in self._found:
            self._found[name] = 0  # one that holds itself is refused elsewhere
            fragment = self._fragments.get(name)
            if fragment is not None:
                kind = self._schema.get_type(fragment.type_condition.name.value)
                self._found[name] = self._within(fragment.selection_set, kind)
        return self._found[name]

    def _field(self, node: FieldNode, kind: GraphQLNamedType | None) -> int:
        name = node.name.value
        if name in {"__schema", "__type"}:
            return PRICES[name]
        if not isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) or name not in kind.fields:
            return 0
        field = kind.fields[name]
        shown = get_named_type(field.type)
        price = self._price(name, field) if kind is self._schema.query_type else 0
        if node.selection_set is None:
            return price
        own = 0 if shown.name.endswith(_FREE) else 1
        return price + own + self._entries(node, field) * self._within(node.selection_set, shown)

    def _price(self, name: str, field: GraphQLField) -> int:
        described = [
            each for each in field.args.values() if isinstance(get_named_type(each.type), GraphQLInputObjectType)
        ]
        return PRICES.get(name, REASONING if described else 0)

    def _entries(self, node: FieldNode, field: GraphQLField) -> int:
        """Return how many entries are asked for: those of a page, or one where there are no pages."""
        argument = field.args.get(FIRST)
        if argument is None:
            return 1
        given = next((each.value for each in node.arguments or () if each.name.value == FIRST), None)
        said: object = argument.default_value
        if isinstance(given, IntValueNode):
            said = int(given.value)
        elif isinstance(given, VariableNode):
            said = self._variables.get(given.name.value, said)
        entries = said if isinstance(said, int) and not isinstance(said, bool) else 1
        self.pages.append(entries)
        return max(entries, 0)
