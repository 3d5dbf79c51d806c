"""Every field of everything that has an id can be shown, in both languages."""

import pytest
from graphql import (
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    get_named_type,
    is_leaf_type,
)

from api.schema import Schema, build
from api.view import Library
from kg.law import long
from kg.reasoner import Reasoner
from kg.searchable import entries
from tests.api.lookups import Lookup


@pytest.fixture(scope="session")
def schema(reasoner: Reasoner) -> Schema:
    return build(reasoner)


@pytest.fixture(scope="session")
def types(schema: Schema) -> GraphQLSchema:
    return build_schema(schema.as_str())


@pytest.fixture(scope="session")
def names(reasoner: Reasoner) -> list[str]:
    atlas = Library.of(reasoner).atlas
    found = [each.id for each in entries(reasoner, atlas.commentary, atlas.examples)]
    return [*found, *atlas.schemes, *atlas.profile_names]


def unlimited(schema: Schema) -> Lookup:
    """Return the schema without its limits, which are for strangers."""
    return Lookup(Schema(query=schema.query, config=schema.config))


def node_types(types: GraphQLSchema) -> list[GraphQLObjectType]:
    node = types.type_map["Node"]
    assert isinstance(node, GraphQLInterfaceType)
    return list(types.get_possible_types(node))


def selected(kind: GraphQLNamedType) -> str:
    """Return the plain fields of a type, those of a page reaching into its entries."""
    if not isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
        return "__typename"
    said = ["__typename", *(name for name, each in kind.fields.items() if is_leaf_type(get_named_type(each.type)))]
    if "edges" in kind.fields:
        said.append("edges { cursor node { __typename } }")
    return " ".join(said)


def everything(kind: GraphQLObjectType) -> str:
    """Return every field of a type, and the plain fields of what it leads to; each under a name of its own."""
    said = []
    for name, each in kind.fields.items():
        leads_to = get_named_type(each.type)
        inside = "" if is_leaf_type(leads_to) else f"{{ {selected(leads_to)} }}"
        said.append(f"{kind.name}_{name}: {name} {inside}")
    return " ".join(said)


@pytest.mark.parametrize("language", ["EN", pytest.param("ZH", marks=pytest.mark.long)])
def test_every_field_of_every_node_can_be_shown(
    schema: Schema, types: GraphQLSchema, names: list[str], language: str
) -> None:
    parts = " ".join(f"... on {kind.name} {{ {everything(kind)} }}" for kind in node_types(types))
    query = f"query ($ids: [ID!]!) {{ nodes(ids: $ids, language: {language}) {{ __typename {parts} }} }}"
    free, seen = unlimited(schema), set()
    for start in range(0, len(names), 100):
        some = names[start : start + 100]
        for name, found in zip(some, free.answer(query, ids=some)["nodes"], strict=True):
            kind = found["__typename"]
            seen.add(kind)
            assert (found[f"{kind}_id"], found[f"{kind}_iri"]) == (name, long(name))
            assert found[f"{kind}_label"]
    assert seen == {kind.name for kind in node_types(types)}
