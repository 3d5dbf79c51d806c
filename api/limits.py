"""Limits: how much a query may ask for, looked at before anything is done for it.

The text is measured with every fragment laid out where it is used, each fragment being
gone through once however often that is. Then it is validated, as often as one text comes
only once; then pages, lists and cost are looked at with the variables in hand.
``docs/reference/limits.md`` lists every limit; each is a setting.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    ListValueNode,
    MaxIntrospectionDepthRule,
    Node,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    specified_rules,
    validate,
)
from strawberry.extensions import SchemaExtension

from api.cost import Cost
from api.failures import Failure
from api.settings import Settings
from api.view import Request, refusal
from kg.stopping import watched

_INTROSPECTION: Final = frozenset({"__schema", "__type"})
_LEVELS: Final = 64
"""How deep the selections and fragments of a document are followed; no limit is as large."""


@dataclass(frozen=True, slots=True)
class Size:
    """What some selections come to with every fragment laid out.

    *depth* counts the fields that stand one within another, beyond the outermost.
    """

    depth: int = -1
    introspection: int = -1
    aliases: int = 0
    fields: int = 0
    directives: int = 0
    items: int = 0

    def beside(self, other: "Size") -> "Size":
        """Return what these and other selections of the same object come to."""
        return Size(
            max(self.depth, other.depth),
            max(self.introspection, other.introspection),
            self.aliases + other.aliases,
            self.fields + other.fields,
            self.directives + other.directives,
            max(self.items, other.items),
        )


class Measure:
    """Measures the selections of one document."""

    def __init__(self, document: DocumentNode) -> None:
        """Look the fragments and operations up."""
        several = document.definitions
        self.operations = [each for each in several if isinstance(each, OperationDefinitionNode)]
        self.fragments = {each.name.value: each for each in several if isinstance(each, FragmentDefinitionNode)}
        self._found: dict[str, Size] = {}

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """Return the operation meant; raises a refusal where none is, or several could be."""
        meant = [each for each in self.operations if not name or (each.name and each.name.value == name)]
        if len(meant) != 1:
            many = "the document has several operations; name one as `operationName`"
            raise refusal(Failure.NO_SUCH_OPERATION.name, many if meant else f"the document has no operation {name!r}")
        return meant[0]

    def of(self, operation: OperationDefinitionNode) -> Size:
        """Return what an operation comes to; raises a refusal where it cannot even be followed."""
        defaults = [each.default_value for each in operation.variable_definitions or () if each.default_value]
        own = Size(directives=len(operation.directives or ()), items=max(map(_items, defaults), default=0))
        return own.beside(self._within(operation.selection_set, 0))

    def _within(self, several: SelectionSetNode | None, level: int) -> Size:
        if level > _LEVELS:
            raise refusal(
                Failure.TOO_DEEP.name, f"selections and fragments may stand {_LEVELS} deep within one another"
            )
        found = Size()
        for each in several.selections if several else ():
            found = found.beside(self._one(each, level))
        return found

    def _one(self, node: Node, level: int) -> Size:
        if isinstance(node, FieldNode):
            return self._field(node, level)
        if isinstance(node, FragmentSpreadNode):
            own, inside = Size(directives=len(node.directives or ())), self._spread(node.name.value, level)
        elif isinstance(node, InlineFragmentNode):
            own, inside = Size(directives=len(node.directives or ())), self._within(node.selection_set, level + 1)
        else:
            return Size()
        return own.beside(inside)

    def _spread(self, name: str, level: int) -> Size:
        if name not in self._found:
            self._found[name] = Size()  # one that holds itself is refused when the document is validated
            fragment = self.fragments.get(name)
            if fragment is not None:
                own = Size(directives=len(fragment.directives or ()))
                self._found[name] = own.beside(self._within(fragment.selection_set, level + 1))
        return self._found[name]

    def _field(self, node: FieldNode, level: int) -> Size:
        inside = self._within(node.selection_set, level + 1)
        depth = max(inside.depth, inside.introspection) + 1
        inner = node.name.value in _INTROSPECTION
        return Size(
            depth=-1 if inner else depth,
            introspection=depth if inner else -1,
            aliases=inside.aliases + (node.alias is not None),
            fields=1,
            directives=inside.directives + len(node.directives or ()),
            items=max([inside.items, *(_items(each.value) for each in node.arguments or ())]),
        )


def _items(value: ValueNode) -> int:
    """Return how many entries the longest list inside a value has."""
    longest, waiting = 0, [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, ListValueNode):
            longest = max(longest, len(each.values))
            waiting += each.values
        elif isinstance(each, ObjectValueNode):
            waiting += [field.value for field in each.fields]
    return longest


def _entries(value: object) -> int:
    """Return how many entries the longest list inside a variable has."""
    longest, waiting = 0, [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, list):
            longest = max(longest, len(each))
            waiting += each
        elif isinstance(each, dict):
            waiting += each.values()
    return longest


def check_size(size: Size, limits: Settings) -> None:
    """Raise a refusal where the text of an operation is beyond a limit; the first that is."""
    most = (
        (Failure.TOO_DEEP, size.depth, limits.depth, "the maximum operation depth is {most}, and this is {asked}"),
        (
            Failure.TOO_DEEP,
            size.introspection,
            limits.introspection,
            "the maximum introspection depth is {most}, and this is {asked}",
        ),
        (Failure.TOO_MANY_ALIASES, size.aliases, limits.aliases, "{asked} aliases; there may be {most}"),
        (Failure.TOO_MANY_ROOT_FIELDS, size.fields, limits.root_fields, "{asked} root fields; there may be {most}"),
        (Failure.TOO_MANY_DIRECTIVES, size.directives, limits.directives, "{asked} directives; there may be {most}"),
        (Failure.LIST_TOO_LONG, size.items, limits.items, "a list of {asked} entries; there may be {most}"),
    )
    for failure, asked, allowed, message in most:
        if asked > allowed:
            raise refusal(failure.name, message.format(asked=_number(asked), most=allowed))


def _number(value: int) -> str:
    return str(value) if value < _COUNTED else f"more than {_COUNTED}"


_COUNTED: Final = 10**9
Prepared = tuple[list[GraphQLError], OperationDefinitionNode | None, Measure]
Prepare = Callable[[DocumentNode, str | None], Prepared]


def preparer(limits: Settings) -> Prepare:
    """Return what measures and validates a document, and remembers the last ones."""

    def prepared(schema: GraphQLSchema, document: DocumentNode, name: str | None) -> Prepared:
        measure = Measure(document)
        try:
            operation = measure.operation(name)
            check_size(measure.of(operation), limits)
        except GraphQLError as error:
            return [error], None, measure
        return [_invalid(error) for error in validate(schema, document, _RULES)], operation, measure

    return lru_cache(limits.documents)(prepared)


def _invalid(error: GraphQLError) -> GraphQLError:
    error.extensions = {"code": Failure.INVALID_QUERY.name}
    return error


_RULES: Final = (*specified_rules, MaxIntrospectionDepthRule)


class Limited(SchemaExtension):
    """Lets a query through that is within every limit, counts the work for it, and says what it cost."""

    def __init__(self, limits: Settings, prepare: Callable[..., Prepared]) -> None:
        """Keep the limits and what measures documents."""
        super().__init__()
        self._limits = limits
        self._prepare = prepare
        self._requested: int | None = None

    def on_validate(self) -> Iterator[None]:
        """Look at the document, then at what it asks for with these variables."""
        context = self.execution_context
        schema = context.schema._schema  # noqa: SLF001 - strawberry keeps it so for its own rules
        errors, operation, measure = self._prepare(schema, context.graphql_document, context.context.operation)
        if not errors and operation is not None:
            errors = self._asked(Cost(schema, measure.fragments, context.variables or {}), operation, context.variables)
        context.pre_execution_errors = errors
        yield

    def _asked(
        self, cost: Cost, operation: OperationDefinitionNode, variables: Mapping[str, object] | None
    ) -> list[GraphQLError]:
        limits = self._limits
        requested = cost.of(operation)
        wrong = next((each for each in cost.pages if not 1 <= each <= limits.page), None)
        longest = _entries(variables or {})
        if longest > limits.items:
            return [refusal(Failure.LIST_TOO_LONG.name, f"a list of {longest} entries; there may be {limits.items}")]
        if wrong is not None:
            return [refusal(Failure.BAD_PAGE.name, f"`first` is {_number(wrong)}; it may be 1 to {limits.page}")]
        self._requested = requested
        if requested > limits.cost:
            said = (
                f"the operation costs {_number(requested)} and may cost {limits.cost}; ask for less, or smaller pages"
            )
            return [refusal(Failure.TOO_COSTLY.name, said)]
        return []

    def on_execute(self) -> Iterator[None]:
        """Count the work."""
        with watched(self._request.watch):
            yield

    @property
    def _request(self) -> Request:
        request: Request = self.execution_context.context
        return request

    def get_results(self) -> dict[str, object]:
        """Return what the operation was to cost and did cost, and what was done for it."""
        if self._requested is None:
            return {}
        request = self._request
        cost = {"requested": self._requested, "actual": request.budget.paid, "most": self._limits.cost}
        return {"primaFacie": {"cost": cost, "work": request.watch.done()}}
