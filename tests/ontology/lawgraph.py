"""The files of the law as an RDF graph: for shapes to be asked of, whole or in excerpts."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyshacl
import rdflib
from pyoxigraph import RdfFormat, parse, serialize
from rdflib import RDF, RDFS, SH
from rdflib.term import Node
from rdflib.util import from_n3

from kg.graph import BASE, home

PREFIX = re.compile(r"^@prefix (\S*): <(\S+)> \.$", re.MULTILINE)
HOPS = 3
"""How far an excerpt follows names from the term it is about."""


def files(*folders: str) -> list[Path]:
    """Return the Turtle files of some folders or single files, in order."""
    found = [path for name in folders for path in [home() / name] if path.is_file()]
    return sorted({*found, *(path for name in folders for path in (home() / name).rglob("*.ttl"))})


def graph_of(paths: Iterable[Path]) -> rdflib.Graph:
    """Read Turtle files into one graph; read by one library and held by another, since that is quicker."""
    graph = rdflib.Graph()
    for path in paths:
        triples = [quad.triple for quad in parse(path.read_bytes(), RdfFormat.TURTLE)]
        graph.parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
    return graph


@cache
def law() -> rdflib.Graph:
    """The ontology as written, with the conditions and the intake shapes seen as data."""
    return graph_of(files("ontology", "shapes/conditions", "shapes/intake.ttl"))


@cache
def shapes(name: str) -> rdflib.Graph:
    """The shapes of one file."""
    return graph_of(files(f"shapes/{name}.ttl"))


@cache
def prefixes() -> rdflib.Graph:
    """Every prefix of every file, for reading terms as people write them."""
    names = rdflib.Graph()
    for path in files("ontology", "shapes"):
        for prefix, iri in PREFIX.findall(path.read_text(encoding="utf-8")):
            names.bind(prefix, iri, override=True, replace=True)
    return names


def term(written: str) -> Node:
    """Return the term that is written as in Turtle."""
    return from_n3(written, nsm=prefixes().namespace_manager)


def curie(node: Node | None) -> str:
    """Return a name as people write it."""
    return "" if node is None else node.n3(prefixes().namespace_manager)


@dataclass(frozen=True)
class Found:
    """One thing that a shape found wrong."""

    focus: Node
    value: Node | None
    messages: tuple[tuple[str, str], ...]

    def says(self, message: str) -> bool:
        """Say whether this is the message, in any language."""
        return message in {text for _, text in self.messages}

    def __str__(self) -> str:
        """Return who, what and why on one line."""
        english = " ".join(text for language, text in self.messages if language == "en")
        return f"{curie(self.focus)} {curie(self.value)}: {english}"


def wrong(data: rdflib.Graph, name: str, *, meta: bool = False) -> list[Found]:
    """Return everything that the shapes of one file find wrong in some data."""
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes(name), inference="none", meta_shacl=meta)
    return sorted((_found(report, result) for result in report.subjects(RDF.type, SH.ValidationResult)), key=str)


def _found(report: rdflib.Graph, result: Node) -> Found:
    messages = sorted((str(text.language), str(text)) for text in report.objects(result, SH.resultMessage))
    return Found(report.value(result, SH.focusNode), report.value(result, SH.value), tuple(messages))


def excerpt(graph: rdflib.Graph, *about: Node) -> rdflib.Graph:
    """Return what a graph says of some terms and of what they name, near by, with the order of classes."""
    piece = rdflib.Graph()
    for triple in graph.triples((None, RDFS.subClassOf, None)):
        piece.add(triple)
    reached: dict[Node, int] = {}
    waiting = [(node, 0) for node in about]
    while waiting:
        node, hops = waiting.pop(0)
        if reached.get(node, HOPS + 1) <= hops:
            continue
        reached[node] = hops
        for near, further in _described(graph, piece, node):
            if hops + further <= HOPS:
                waiting.append((near, hops + further))
    return piece


def _described(graph: rdflib.Graph, piece: rdflib.Graph, node: Node) -> Iterator[tuple[Node, int]]:
    """Copy what is said of a node, and yield what lies near it with the hops to there."""
    for predicate, value in graph.predicate_objects(node):
        piece.add((node, predicate, value))
        if isinstance(value, rdflib.BNode):
            yield value, 0
        elif isinstance(value, rdflib.URIRef) and value.startswith(BASE):
            yield value, 1
    for option in graph.subjects(term("pf:optionOf"), node):
        yield option, 1
