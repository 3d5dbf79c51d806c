"""One deployment: our verdicts and full proofs against pySHACL on the same shapes, in the same run.

pySHACL gets its fastest correct way: data and closed ontology merged and built before,
shapes parsed before, one plane, and the conclusions of other norms written into the data
for free. What each condition comes to is asserted equal before anything is timed.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import rdflib
from pyshacl.graph_abstraction import DataGraph
from pyshacl.validator import Validator

from bench.figures import Target, interleaved, main
from kg.burden import presumed
from kg.engine import answer
from kg.planes import ROW, conclusions, row_graph
from kg.proof import edges
from kg.reasoner import load
from kg.row import Row
from kg.truth import TRUE
from tests.oracles.generator import Generator
from tests.oracles.outside import DEPTH, authored, closed_ontology

SEED = 20211101
TARGETS = [
    Target("verdicts_times_faster", least=2000),
    Target("full_proof_times_faster", least=300),
]


def measure() -> dict[str, float]:
    """Return medians in microseconds and the two ratios."""
    reasoner = load()
    plan = reasoner.plan(reasoner.law.options())
    facts = Generator(reasoner, plan, SEED).complete()
    row = Row("row", "activity", facts, {})
    answered = answer(plan, row)

    data = closed_ontology()
    data.parse(
        data=row_graph(facts, reasoner.vocabulary, conclusions(reasoner.law.norms, plan, answered.values)), format="nt"
    )
    shapes = authored("shapes/conditions")
    focus = rdflib.URIRef(ROW)
    asked = {norm.id: reasoner.law.norms[norm.id].condition for norm in plan.norms}
    for condition in asked.values():
        shapes.add((rdflib.URIRef(condition), rdflib.SH.targetNode, focus))
    owner = {rdflib.URIRef(condition): condition for condition in asked.values()}
    owner |= {leaf: str(condition) for condition, leaf in shapes.subject_objects(rdflib.SH.property)}
    options = {"inplace": True, "max_validation_depth": DEPTH, "inference": "none", "advanced": False}
    validator = Validator(DataGraph.from_rdflib(data), shacl_graph=shapes, options=options)

    def outside() -> set[str]:
        _, found, _ = validator.run()
        assert isinstance(found, rdflib.Graph)
        return {owner[shape] for shape in found.objects(None, rdflib.SH.sourceShape)}

    refused = outside()
    ours = {
        condition
        for norm, condition in asked.items()
        if answered.values[plan.by_id[norm].gate if plan.by_id[norm].soft else plan.by_id[norm].met] != TRUE
    }
    assert ours == refused, ours ^ refused

    roots = [norm.step for norm in plan.norms]

    def proven() -> object:
        result = answer(plan, row)
        return presumed(plan, result), edges(plan, result, roots)

    taken = interleaved(
        {"pyshacl": (outside, 1), "verdicts": (lambda: answer(plan, row), 500), "full_proof": (proven, 100)}
    )
    return {
        "pyshacl_us": taken["pyshacl"] * 1e6,
        "verdicts_us": taken["verdicts"] * 1e6,
        "full_proof_us": taken["full_proof"] * 1e6,
        "norms": float(len(plan.norms)),
        "proof_steps": float(len(edges(plan, answered, roots))),
        "verdicts_times_faster": taken["pyshacl"] / taken["verdicts"],
        "full_proof_times_faster": taken["pyshacl"] / taken["full_proof"],
    }


if __name__ == "__main__":
    main(measure, TARGETS)
