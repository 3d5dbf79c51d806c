"""Filters: the closed lists by which the law graph can be narrowed, made from the law itself."""

import re
from collections.abc import Iterable, Mapping
from enum import Enum
from types import UnionType
from typing import Final, cast

from api.facts import enumeration
from api.view import Library
from kg.graph import BASE, PF, SKOS

_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


def maybe(kind: type[Enum]) -> UnionType:
    """Return the type of an argument that is a member of an enumeration made from the law, or left out."""
    return cast("UnionType", kind | None)


def of_scheme(library: Library, name: str, scheme: str, says: str) -> type[Enum]:
    """Return the enumeration of a list of values."""
    values = library.reasoner.vocabulary.schemes[f"{BASE}concept/{scheme}"]
    return enumeration(name, {each.code: f"{each.definition.en} {each.definition.zh}" for each in values}, says)


def of_classes(library: Library, name: str, classes: Iterable[str], says: str) -> type[Enum]:
    """Return the enumeration of some classes of the ontology, each by its name there: `TimeNorm` is TIME_NORM."""
    graph = library.reasoner.graph
    members = {}
    for each in sorted(set(classes)):
        said = graph.text(PF + each, SKOS + "definition")
        members[_HUMP.sub("_", each)] = f"`{each}`: {said.en} {said.zh}" if said else f"`{each}`"
    return enumeration(name, members, says)


def of_schemes(library: Library) -> type[Enum]:
    """Return the enumeration of the lists of values."""
    graph = library.reasoner.graph
    members: Mapping[str, str] = {
        iri.removeprefix(f"{BASE}concept/"): said.en if (said := graph.text(iri, SKOS + "prefLabel")) else ""
        for iri in sorted(library.reasoner.vocabulary.schemes)
    }
    return enumeration("Scheme", members, "A list of values.")


def same_class(chosen: Enum | None, kind: str) -> bool:
    """Say whether a class of the ontology is the one chosen, or none is chosen."""
    return chosen is None or str(chosen.value) == _HUMP.sub("_", kind)


def same(chosen: Enum | None, code: str | None) -> bool:
    """Say whether a value is the one chosen, or none is chosen."""
    return chosen is None or chosen.value == code


def code_of(scheme: str) -> str:
    """Return the code of a list of values, from its IRI."""
    return scheme.removeprefix(f"{BASE}concept/")
