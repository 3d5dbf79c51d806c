"""Why not: what keeps a norm back is the least that does, and is told down to single facts."""

from typing import Any

import pytest

from kg.engine import Status
from kg.examples import examples
from kg.plan import StepKind
from kg.reasoner import Reasoner
from kg.text import Language
from kg.truth import Truth
from kg.vocabulary import Role
from kg.whynot import KEPT_BACK, Bar, Obstacle, in_words, obstacles, told
from kg.wording import Wording

RULES = "spc:art-2-item-2"
NOTICE: dict[str, Any] = {
    "frt_used": True,
    "individual_identifiable": True,
    "conduct_start": "2024-01-01",
    "rules_published": True,
    "elements_disclosed": ["purpose", "method", "scope"],
    "notice_exception": "none",
}


def of(reasoner: Reasoner, provision: str, **facts: object) -> tuple[Status, dict[Bar, list[set[tuple[str, bool]]]]]:
    """Return what a provision comes to, and by bar the facts that would have to be otherwise."""
    described = {"id": "d", "activities": [{"id": "a", "facts": {**NOTICE, **facts}}]}
    whole = reasoner.assess(reasoner.read(described))
    finding = whole.finding("a", provision)
    assert finding is not None
    nodes = whole.proof(finding).nodes
    found: dict[Bar, list[set[tuple[str, bool]]]] = {}
    for each in obstacles(finding, whole.proof(finding), reasoner.law):
        leaves = {
            (statement.fact, leaf.must)
            for leaf in each.need.leaves()
            if (statement := nodes[leaf.node].statement) is not None
        }
        found.setdefault(each.bar, []).append(leaves)
    return finding.status, found


def test_what_one_fact_keeps_back_is_kept_back_by_that_fact(reasoner: Reasoner) -> None:
    status, found = of(reasoner, RULES)
    assert status is Status.DOES_NOT_APPLY
    assert found == {Bar.CONDITION: [{("rules_published", False)}, {("elements_disclosed", False)}]}


@pytest.mark.parametrize("facts", [{"rules_published": False}, {"elements_disclosed": ["purpose", "method"]}])
def test_without_an_obstacle_it_applies(reasoner: Reasoner, facts: dict[str, object]) -> None:
    assert of(reasoner, RULES, **facts) == (Status.APPLIES, {})


def test_what_nobody_knows_keeps_nothing_back(reasoner: Reasoner) -> None:
    assert of(reasoner, RULES, rules_published=None) == (Status.OPEN, {})


def test_conduct_before_the_law_is_out_of_scope(reasoner: Reasoner) -> None:
    kept = reasoner.vocabulary.with_role(Role.STORAGE).name
    past = {"conduct_start": "2020-01-01", "conduct_end": "2020-02-01", kept: False}
    status, found = of(reasoner, RULES, **past)
    assert status in KEPT_BACK
    assert Bar.SCOPE in found


@pytest.mark.parametrize("name", examples())
def test_whatever_is_kept_back_has_obstacles_and_nothing_else_has(
    reasoner: Reasoner, wording: Wording, name: str
) -> None:
    whole = reasoner.assess(reasoner.read(examples()[name].description))
    for finding in whole.findings:
        found = obstacles(finding, whole.proof(finding), reasoner.law)
        assert bool(found) == (finding.status in KEPT_BACK), finding.id
        assert len(list(told(finding, whole.proof(finding), wording))) >= 1 + bool(found)
        for each in found:
            explained(reasoner, wording, each, whole.proof(finding).nodes)
            says = in_words(each, whole.proof(finding), wording)
            assert says[Language.EN]
            assert says[Language.ZH]
            assert each.situations


def explained(reasoner: Reasoner, wording: Wording, obstacle: Obstacle, nodes: dict[str, Any]) -> None:
    """Check that an obstacle rests on facts that are otherwise than needed."""
    assert obstacle.norm in reasoner.law.norms
    for leaf in obstacle.need.leaves():
        node = nodes[leaf.node]
        assert not node.below
        assert node.truth is (Truth.FALSE if leaf.must else Truth.TRUE), wording.node(node)
    top = nodes[obstacle.node]
    assert (top.kind is StepKind.DEFEAT) == (obstacle.bar is Bar.DEFEAT)


def test_every_defeat_that_holds_is_an_obstacle(reasoner: Reasoner) -> None:
    seen = 0
    for example in examples().values():
        whole = reasoner.assess(reasoner.read(example.description))
        for finding in whole.findings:
            if finding.status is Status.DEFEATED:
                found = [
                    each for each in obstacles(finding, whole.proof(finding), reasoner.law) if each.bar is Bar.DEFEAT
                ]
                nodes = whole.proof(finding).nodes
                named = {nodes[each.node].anchor.norm for each in found}
                assert named >= {each.norm for each in finding.defeaters}
                seen += 1
    assert seen
