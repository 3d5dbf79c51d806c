"""Validation: a second opinion on a description, by pySHACL.

Requests are checked with the compiled shapes. Here the same shapes go to a validator of the
standard that shares no code with ours, and what it finds is put into the same plain words.
It is loaded only when asked for.
"""

from collections.abc import Mapping

from kg.coherence import Judge, coherences
from kg.deployment import judged
from kg.described import Deployment
from kg.errors import LawError, Problem
from kg.expression import Value
from kg.planes import fails, planes, row_graph
from kg.reasoner import Reasoner

CONTRADICTIONS = ("contradiction", "remark", "end-before-start", "incident-before-start", "incident-after-end")
"""The problems a judge reports; all others were found while the description was read."""


def validate(reasoner: Reasoner, deployment: Deployment) -> tuple[Problem, ...]:
    """Return every problem of a description that was read, its contradictions found by pySHACL."""
    named = coherences(reasoner.coherence, reasoner.graph, reasoner.vocabulary)
    judge = Judge(reasoner.vocabulary, reasoner.words, named, _Outside(reasoner).failing)
    found, _ = judged(deployment, reasoner.vocabulary, judge)
    kept = tuple(problem for problem in deployment.problems if problem.code not in CONTRADICTIONS)
    return (*kept, *found)


class _Outside:
    """Asks pySHACL which shapes definitely fail on some facts."""

    def __init__(self, reasoner: Reasoner) -> None:
        import rdflib

        self._vocabulary = reasoner.vocabulary
        self._shapes = rdflib.Graph().parse(data=planes(reasoner.coherence, reasoner.vocabulary), format="turtle")
        self._names = [rdflib.URIRef(fails(shape)) for shape in sorted(reasoner.coherence)]

    def failing(self, facts: Mapping[str, Value]) -> list[bool]:
        """Return for each shape, in order of their names, whether a row of these facts shows that it fails."""
        import pyshacl
        import rdflib

        data = rdflib.Graph().parse(data=row_graph(facts, self._vocabulary, {}), format="nt")
        _, report, text = pyshacl.validate(data, shacl_graph=self._shapes, inplace=True, max_validation_depth=100)
        if not isinstance(report, rdflib.Graph):
            raise LawError(text)
        refused = set(report.objects(None, rdflib.SH.sourceShape))
        return [name not in refused for name in self._names]
