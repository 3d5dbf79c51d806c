"""Breaks the law on purpose, one thing at a time, to see that somebody notices.

A breach is read from YAML: the term, what it is left without, what it is given instead,
and what the shapes must then say. ``leaf of cond:x`` is the first leaf of a condition.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import rdflib
import yaml
from rdflib import SH
from rdflib.term import Node

from tests.ontology.lawgraph import Found, excerpt, law, term, wrong


@dataclass(frozen=True)
class Breach:
    """One thing broken, and what must be said about it."""

    title: str
    term: str
    focus: str
    without: tuple[tuple[str, str | None], ...]
    given: tuple[tuple[str, str], ...]
    says: str

    def seen_by(self, shapes: str) -> tuple[list[Found], list[Found]]:
        """Return what the shapes say of the focus before the breach and after it."""
        node, focus = _node(self.term), _node(self.focus)
        others = [_node(value) for _, value in self.given if not value.startswith(('"', "_"))]
        piece = excerpt(law(), node, focus, *others)
        before = [each for each in wrong(piece, shapes) if each.focus == focus]
        for predicate, value in self.without:
            piece.remove((node, term(predicate), None if value is None else _node(value)))
        for predicate, value in self.given:
            piece.add((node, term(predicate), _node(value)))
        return before, [each for each in wrong(piece, shapes) if each.focus == focus]


def breaches(path: Path) -> list[Breach]:
    """Return every breach a file lists."""
    return [_breach(written) for written in yaml.safe_load(path.read_text(encoding="utf-8"))]


def _breach(written: dict[str, object]) -> Breach:
    name = str(written["term"])
    without, given = written.get("without", {}), written.get("given", {})
    listed = [without] if isinstance(without, str) else without
    dropped = listed if isinstance(listed, dict) else dict.fromkeys(listed)
    return Breach(
        title=str(written["break"]),
        term=name,
        focus=str(written.get("focus", name)),
        without=tuple(_pairs(dropped)),
        given=tuple((predicate, str(value)) for predicate, value in _pairs(given)),
        says=str(written["says"]),
    )


def _pairs(written: object) -> Iterator[tuple[str, str | None]]:
    assert isinstance(written, dict)
    for predicate, values in written.items():
        for value in values if isinstance(values, list) else [values]:
            yield predicate, value


def _node(written: str) -> Node:
    if written.startswith("leaf of "):
        return leaf_of(law(), term(written.removeprefix("leaf of ")))
    return term(written)


def leaf_of(graph: rdflib.Graph, shape: Node) -> Node:
    """Return the first leaf found below a shape, looking through lists and negations."""
    for node in _below(graph, shape):
        if (node, SH.path, None) in graph:
            return node
    raise LookupError(shape)


def _below(graph: rdflib.Graph, node: Node) -> Iterator[Node]:
    yield node
    for _, value in sorted(graph.predicate_objects(node)):
        if isinstance(value, rdflib.BNode):
            yield from _below(graph, value)
