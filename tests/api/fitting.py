"""Whether an answer has the shape that the schema and the query give it; written apart from what answers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLAbstractType,
    GraphQLEnumType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    is_abstract_type,
)

SCALARS: Mapping[str, type | tuple[type, ...]] = {
    "Boolean": bool,
    "Int": int,
    "Float": (int, float),
    "String": str,
    "ID": str,
    "Date": str,
}


class Fitting:
    """Compares answers with one schema."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode) -> None:
        self._schema = schema
        self._document = document
        self._fragments = {
            each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
        }

    def faults(self, data: object) -> list[str]:
        """Return where the data of an answer are not what was asked for."""
        operation = next(each for each in self._document.definitions if isinstance(each, OperationDefinitionNode))
        assert self._schema.query_type
        return list(self._value(self._schema.query_type, operation.selection_set.selections, data, "data"))

    def _value(self, kind: Any, chosen: Sequence[SelectionNode], value: Any, path: str) -> Iterator[str]:
        if isinstance(kind, GraphQLNonNull):
            if value is None:
                yield f"{path} is null"
            else:
                yield from self._value(kind.of_type, chosen, value, path)
        elif value is None:
            return
        elif isinstance(kind, GraphQLList):
            if not isinstance(value, list):
                yield f"{path} is no list"
                return
            for number, each in enumerate(value):
                yield from self._value(kind.of_type, chosen, each, f"{path}[{number}]")
        elif isinstance(kind, GraphQLEnumType | GraphQLScalarType):
            if not _leaf(kind, value):
                yield f"{path} is no {kind.name}: {value}"
        else:
            yield from self._object(kind, chosen, value, path)

    def _object(self, kind: Any, chosen: Sequence[SelectionNode], value: Any, path: str) -> Iterator[str]:
        kinds = self._schema.get_possible_types(kind) if is_abstract_type(kind) else [kind]
        found = []
        for each in kinds:
            fields = self._fields(each, chosen)
            if not isinstance(value, dict) or set(fields) != set(value):
                found.append([f"{path} has other fields than asked for"])
                continue
            found.append(
                [
                    fault
                    for name, several in fields.items()
                    for fault in self._field(each, several, value[name], f"{path}.{name}")
                ]
            )
        yield from min(found, key=len)

    def _field(self, kind: GraphQLObjectType, several: list[FieldNode], value: object, path: str) -> Iterator[str]:
        name = several[0].name.value
        if name == "__typename":
            if value != kind.name:
                yield f"{path} is {value} and not {kind.name}"
            return
        inside = [one for each in several if each.selection_set for one in each.selection_set.selections]
        field = self._schema.get_field(kind, name)
        assert field
        yield from self._value(field.type, inside, value, path)

    def _fields(self, kind: GraphQLObjectType, chosen: Sequence[SelectionNode]) -> dict[str, list[FieldNode]]:
        found: dict[str, list[FieldNode]] = {}
        for each in chosen:
            if isinstance(each, FieldNode):
                found.setdefault(each.alias.value if each.alias else each.name.value, []).append(each)
                continue
            inner = self._fragments[each.name.value] if isinstance(each, FragmentSpreadNode) else each
            assert isinstance(inner, InlineFragmentNode | FragmentDefinitionNode)
            if inner.type_condition is None or self._holds(kind, inner.type_condition.name.value):
                for name, several in self._fields(kind, inner.selection_set.selections).items():
                    found.setdefault(name, []).extend(several)
        return found

    def _holds(self, kind: GraphQLObjectType, name: str) -> bool:
        other = self._schema.get_type(name)
        return other is kind or (isinstance(other, GraphQLAbstractType) and self._schema.is_sub_type(other, kind))


def _leaf(kind: GraphQLEnumType | GraphQLScalarType, value: object) -> bool:
    if isinstance(kind, GraphQLEnumType):
        return value in kind.values
    return isinstance(value, SCALARS.get(kind.name, object))
