"""The outside validator: pySHACL, asked about many rows at once, and the law it needs for that.

Nothing here knows how conditions are compiled. Data and ontology stand in one graph, closed
by owlrl alone; every shape has its target in the shapes graph, and none is switched off.
"""

from collections.abc import Iterable
from pathlib import Path

import owlrl
import pyshacl
import pytest
import rdflib
from rdflib import RDF, SH, URIRef

ROOT = Path(__file__).resolve().parents[2]
DEPTH = 100
"""How many shapes may stand inside each other; far more than any condition has."""

Answers = set[tuple[str, str]]
"""Pairs of a row and a shape."""


def authored(*folders: str) -> rdflib.Graph:
    """Read every Turtle file under some folders, as it was written."""
    graph = rdflib.Graph()
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.ttl")):
            graph.parse(path)
    return graph


def closed_ontology() -> rdflib.Graph:
    """Return the ontology closed under OWL 2 RL."""
    graph = authored("ontology")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


def refused(ontology: rdflib.Graph, rows: str, shapes: rdflib.Graph) -> Answers:
    """Return which rows (N-Triples) do not conform to which shapes, each shape having a target of its own."""
    data = rdflib.Graph()
    data += ontology
    data.parse(data=rows, format="nt")
    _, report, text = pyshacl.validate(data, shacl_graph=shapes, inplace=True, max_validation_depth=DEPTH)
    assert isinstance(report, rdflib.Graph), text
    found: Answers = set()
    for result in report.objects(None, SH.result):  # not the details below them
        row, shape = report.value(result, SH.focusNode), report.value(result, SH.sourceShape)
        assert isinstance(row, URIRef), text
        assert isinstance(shape, URIRef), text
        found.add((str(row), str(shape)))
    return found


def refused_by_another(rows: str, shapes: str) -> Answers:
    """Return the same as :func:`refused`, asked of a validator written in another language, which is quick.

    The shapes must need no ontology. Skips where the package ``shacl`` is not installed.
    """
    quick = pytest.importorskip("shacl", reason="the quick validator is not installed: pip install shacl")
    report = quick.Shapes.from_text(shapes, format="turtle").validate_text(rows, format="ntriples")
    return {(each.focus_node.strip("<>"), each.root_shape.strip("<>")) for each in report.results}


def asking(shapes: rdflib.Graph, conditions: Iterable[str], target: str) -> rdflib.Graph:
    """Return a copy of the authored shapes with one more shape for each condition, which asks it of every row."""
    copy = rdflib.Graph()
    copy += shapes
    for condition in conditions:
        asked = URIRef(question(condition))
        copy.add((asked, RDF.type, SH.NodeShape))
        copy.add((asked, SH.targetClass, URIRef(target)))
        copy.add((asked, SH.node, URIRef(condition)))
    return copy


def question(condition: str) -> str:
    """Return the name of the shape that asks a condition."""
    return f"{condition}/asked"
