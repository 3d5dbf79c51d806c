"""Describe: what a type, a field or a choice is, said once and shown twice.

The docstring of a class or of a resolver is what a reader of the code sees and what the
schema tells a client; nothing is written a second time for the schema.
"""

import inspect
from collections.abc import Callable, Mapping
from enum import Enum
from typing import TypeVar, cast, dataclass_transform

import strawberry
from strawberry.types.enum import StrawberryEnumDefinition
from strawberry.types.field import StrawberryField

T = TypeVar("T")


@dataclass_transform(kw_only_default=True, field_specifiers=(strawberry.field,))
def output(cls: type[T]) -> type[T]:
    """Make a class an output type, described by its docstring."""
    return strawberry.type(cls, description=inspect.getdoc(cls))


@dataclass_transform(kw_only_default=True, field_specifiers=(strawberry.field,))
def interface(cls: type[T]) -> type[T]:
    """Make a class an interface, described by its docstring."""
    return strawberry.interface(cls, description=inspect.getdoc(cls))


def field(resolver: Callable[..., object]) -> StrawberryField:
    """Make a method or a function a field, described by what its docstring says it returns."""
    said = (inspect.getdoc(resolver) or "").removeprefix("Return ")
    described: StrawberryField = strawberry.field(resolver, description=said[:1].upper() + said[1:])
    return described


def choice(kind: type[Enum], name: str, says: str, values: Mapping[str, str] | None = None) -> None:
    """Make an enumeration of the reasoner one of the schema; *values* says what its members mean."""
    strawberry.enum(kind, name=name, description=says)
    describe_values(kind, values or {})


def describe_values(kind: type[Enum], values: Mapping[str, str]) -> None:
    """Say in the schema what the members of an enumeration mean, by their values."""
    definition = cast("StrawberryEnumDefinition", vars(kind)["__strawberry_definition__"])
    for member in definition.values:
        member.description = values.get(member.value, member.description)
