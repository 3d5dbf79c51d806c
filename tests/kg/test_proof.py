"""Proof: every answer is shown down to single facts, each step where it stands in the law, in the same bytes always."""

import hashlib
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from kg import record
from kg.assessment import Assessment, Finding, truth_of
from kg.engine import Status, principle_status, strongest
from kg.graph import cache_folder, home
from kg.plan import StepKind
from kg.proof import Proof, ProofNode
from kg.reasoner import Reasoner
from kg.text import Language
from kg.truth import Truth
from kg.wording import Wording

Assessments = Mapping[str, Assessment]

SUMMARIES = {StepKind.PROVISION, StepKind.FOLD, StepKind.ROW}


@pytest.fixture(scope="module")
def proofs(assessments: Assessments) -> list[tuple[Assessment, Finding, Proof]]:
    """Every proof of every finding on every bundled description."""
    return [(whole, each, whole.proof(each)) for whole in assessments.values() for each in whole.findings]


Proofs = list[tuple[Assessment, Finding, Proof]]


def nodes(proofs: Proofs, *kinds: StepKind) -> Iterator[tuple[Proof, ProofNode]]:
    """Yield every node of these kinds, or of all."""
    for _, _, proof in proofs:
        for node in proof.nodes.values():
            if not kinds or node.kind in kinds:
                yield proof, node


def below(proof: Proof, node: ProofNode) -> list[ProofNode]:
    """Return the nodes right below one."""
    return [proof.nodes[name] for name in node.below]


# The graph.


def test_there_is_a_proof_of_every_finding(assessments: Assessments, proofs: Proofs) -> None:
    assert len(proofs) == sum(len(each.findings) for each in assessments.values()) > 100
    for _, finding, proof in proofs:
        assert proof.root == finding.id
        assert next(iter(proof.nodes)) == proof.root


def test_every_node_is_kept_under_its_own_id(proofs: Proofs) -> None:
    assert [name for _, _, proof in proofs for name, node in proof.nodes.items() if node.id != name] == []


def test_an_id_means_one_node_throughout_an_assessment(proofs: Proofs) -> None:
    seen: dict[tuple[str, str], ProofNode] = {}
    for whole, _, proof in proofs:
        for node in proof.nodes.values():
            assert seen.setdefault((whole.deployment, node.id), node) == node


def test_an_id_means_one_node_whatever_activities_are_called(reasoner: Reasoner) -> None:
    """An activity may bear the name that a situation of another one gets."""
    brief = {"conduct_start": "2022-03-01", "conduct_end": "2022-03-01", "storage_continues": False}
    long = {**brief, "conduct_start": "2021-05-01"}
    groups = [{"id": "g"}, {"id": "h"}]
    activities = [{"id": "a", "facts": brief, "groups": groups}, {"id": "a.g", "facts": long}]
    described = {"id": "d", "activities": activities}
    assessment = reasoner.assess(reasoner.read(described))
    seen: dict[str, ProofNode] = {}
    for finding in assessment.findings:
        for node in assessment.proof(finding).nodes.values():
            assert seen.setdefault(node.id, node) == node, node.id


def test_every_node_can_be_reached_from_the_root(proofs: Proofs) -> None:
    for _, finding, proof in proofs:
        reached, waiting = set[str](), [proof.root]
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                waiting += proof.nodes[name].below
        assert reached == set(proof.nodes), finding.id


def test_no_node_rests_on_itself(proofs: Proofs) -> None:
    for _, finding, proof in proofs:
        done: set[str] = set()
        open_: list[str] = []

        def visit(name: str, proof: Proof = proof, done: set[str] = done, open_: list[str] = open_) -> None:
            assert name not in open_, [*open_, name]
            if name not in done:
                open_.append(name)
                for each in proof.nodes[name].below:
                    visit(each)
                done.add(open_.pop())

        visit(proof.root)
        assert len(done) == len(proof.nodes), finding.id


def test_ids_are_the_same_from_another_reasoner(
    reasoner: Reasoner, bundled: Mapping[str, dict[str, Any]], assessments: Assessments
) -> None:
    another = Reasoner(reasoner.sources, cache_folder())
    for name, described in bundled.items():
        again = another.assess(another.read(described))
        for one, other in zip(assessments[name].findings, again.findings, strict=True):
            assert list(assessments[name].proof(one).nodes.items()) == list(again.proof(other).nodes.items())


# Where each step stands in the law.


def test_every_node_stands_in_a_provision_that_states_its_norm_or_is_the_basis_of_its_defeat(
    reasoner: Reasoner, proofs: Proofs
) -> None:
    law = reasoner.law
    bases = {(each.defeater, each.basis) for each in law.defeats.values()}
    for _, node in nodes(proofs):
        anchor = node.anchor
        assert anchor.provisions
        assert anchor.provisions == law.norms[anchor.norm].provisions or all(
            provision in law.norms[anchor.norm].provisions or (anchor.norm, provision) in bases
            for provision in anchor.provisions
        ), node.id


def test_a_norm_a_defeat_and_an_indicator_stand_where_the_law_says(reasoner: Reasoner, proofs: Proofs) -> None:
    law = reasoner.law
    for _, node in nodes(proofs, StepKind.NORM, StepKind.DEFEAT, StepKind.INDICATOR):
        name = node.id.partition(":")[2]
        match node.kind:
            case StepKind.NORM:
                assert (node.anchor.norm, node.anchor.provisions) == (name, law.norms[name].provisions)
                assert node.anchor.option == law.norms[name].option
            case StepKind.DEFEAT:
                defeat = law.defeats[name]
                assert (node.anchor.norm, node.anchor.provisions) == (defeat.defeater, (defeat.basis,))
            case _:
                assert node.anchor.norm == law.indicators[name].principle


def test_what_rests_on_a_reading_rests_on_one_that_was_chosen(proofs: Proofs) -> None:
    for whole, _, proof in proofs:
        assert {node.anchor.option for node in proof.nodes.values()} - {None} <= whole.options


# Leaves.


def test_every_leaf_is_a_fact_on_record_or_an_open_question(reasoner: Reasoner, proofs: Proofs) -> None:
    nothing = reasoner.words("not-in-this-reading")
    for _, node in nodes(proofs):
        assert (not node.below) == (node.kind is StepKind.FACT or node.name == nothing), node.id
        assert (node.statement is not None) == (node.kind is StepKind.FACT), node.id


def test_a_leaf_that_is_decided_is_on_record(reasoner: Reasoner, proofs: Proofs) -> None:
    for _, node in nodes(proofs, StepKind.FACT):
        assert node.statement is not None
        entry = node.statement.entry
        settled = entry is not None and entry.value is not None and not entry.contested and not entry.contradictory
        assert settled or node.truth is Truth.UNKNOWN, node.id
        assert node.statement.fact in reasoner.vocabulary.facts


def test_an_open_leaf_says_who_must_prove_it(proofs: Proofs) -> None:
    parties = {"claimant", "processor", "court", "both", "nobody"}
    for _, node in nodes(proofs, StepKind.FACT):
        assert node.statement is not None
        assert node.statement.bearer in parties


# Truth follows from what is shown below.


def test_the_truth_of_a_junction_follows_from_the_parts_shown(proofs: Proofs) -> None:
    for proof, node in nodes(proofs, StepKind.EVERY, StepKind.SOME, StepKind.NOT, StepKind.DEFEAT):
        shown = [each.truth for each in below(proof, node)]
        match node.kind:
            case StepKind.SOME:
                assert node.truth is Truth.any(shown), node.id
            case StepKind.NOT:
                assert [~each for each in shown] == [node.truth], node.id
            case _:
                assert node.truth is Truth.all(shown), node.id


def test_a_junction_shows_only_what_decides_it(proofs: Proofs) -> None:
    for proof, node in nodes(proofs, StepKind.EVERY, StepKind.SOME, StepKind.DEFEAT):
        assert {each.truth for each in below(proof, node)} == {node.truth}, node.id


def test_a_conclusion_leaned_on_and_an_indicator_are_what_stands_below_them(proofs: Proofs) -> None:
    for proof, node in nodes(proofs, StepKind.CONCLUDED, StepKind.INDICATOR):
        assert [each.truth for each in below(proof, node)] == [node.truth], node.id


def test_a_gate_stands_open_where_its_norms_apply_and_no_exclusion_does(reasoner: Reasoner, proofs: Proofs) -> None:
    for proof, node in nodes(proofs, StepKind.GATE):
        instrument = reasoner.law.instruments[node.id.split("gate:")[1].removesuffix("/reach")]
        truths = [
            ~each.truth if each.anchor.norm in instrument.exclusions else each.truth for each in below(proof, node)
        ]
        assert truths
        assert node.truth is Truth.all(truths), node.id


def parts(proof: Proof, node: ProofNode) -> dict[str, list[Truth]]:
    """Return what is shown below a norm: its gate, its condition, its defeats."""
    found: dict[str, list[Truth]] = {"gate": [], "condition": [], "defeats": []}
    for each in below(proof, node):
        name = {StepKind.GATE: "gate", StepKind.DEFEAT: "defeats"}.get(each.kind, "condition")
        found[name].append(each.truth)
    return found


def test_the_status_of_a_norm_follows_from_gate_condition_and_defeats_shown(reasoner: Reasoner, proofs: Proofs) -> None:
    for proof, node in nodes(proofs, StepKind.NORM):
        if reasoner.law.norms[node.anchor.norm].kind == "Principle":
            continue
        shown = parts(proof, node)
        gate, met = Truth.all(shown["gate"]), Truth.all(shown["condition"])
        beaten = Truth.any(shown["defeats"])
        match node.status:
            case Status.OUT_OF_SCOPE:
                assert shown == {"gate": [Truth.FALSE], "condition": [], "defeats": []}, node.id
            case Status.DOES_NOT_APPLY:
                assert (met, shown["defeats"]) == (Truth.FALSE, []), node.id
                assert gate is not Truth.FALSE
            case Status.DEFEATED:
                assert beaten is Truth.TRUE, node.id
                assert met is not Truth.FALSE
            case Status.OPEN:
                assert Truth.UNKNOWN in {gate, met}, node.id
                assert Truth.FALSE not in {gate, met}
                assert beaten is not Truth.TRUE
            case Status.APPLIES_UNLESS:
                assert (gate, met, beaten) == (Truth.TRUE, Truth.TRUE, Truth.UNKNOWN), node.id
            case _:
                assert node.status is Status.APPLIES
                assert (gate, met, beaten) == (Truth.TRUE, Truth.TRUE, Truth.FALSE), node.id
        assert node.truth is truth_of(node.status), node.id


def test_every_defeat_is_shown_of_a_norm_that_is_not_decided_without(reasoner: Reasoner, proofs: Proofs) -> None:
    """The exemptions that failed stay in the proof beside the one that held."""
    for whole, finding, proof in proofs:
        plan = reasoner.plan(whole.options)
        for node in proof.nodes.values():
            decided = node.status in {Status.OUT_OF_SCOPE, Status.DOES_NOT_APPLY}
            if node.kind is StepKind.NORM and not decided:
                shown = [each for each in below(proof, node) if each.kind is StepKind.DEFEAT]
                assert len(shown) == len(plan.by_id[node.anchor.norm].defeats), (finding.id, node.id)


def test_the_status_of_a_principle_follows_from_the_indicators_shown(reasoner: Reasoner, proofs: Proofs) -> None:
    indicators = reasoner.law.indicators
    seen = set()
    for proof, node in nodes(proofs, StepKind.NORM):
        if reasoner.law.norms[node.anchor.norm].kind != "Principle":
            continue
        engaged = [each.truth for each in below(proof, node) if each.kind is not StepKind.INDICATOR]
        shown = {
            each.id.partition(":")[2]: each.truth for each in below(proof, node) if each.kind is StepKind.INDICATOR
        }
        against = Truth.any(truth for name, truth in shown.items() if not indicators[name].supports)
        core = Truth.all(truth for name, truth in shown.items() if indicators[name].supports and indicators[name].core)
        assert engaged == [node.truth]
        assert node.status is principle_status(engaged[0].code, against.code, core.code), node.id
        of_principle = {name for name, each in indicators.items() if each.principle == node.anchor.norm}
        assert set(shown) == (set() if engaged == [Truth.FALSE] else of_principle)
        seen.add(node.status)
    assert len(seen) > 1


def test_a_provision_is_its_strongest_limb(proofs: Proofs) -> None:
    for _, finding, proof in proofs:
        root = proof.nodes[proof.root]
        assert root.kind is StepKind.PROVISION
        limbs = below(proof, root)
        assert root.status is finding.status is strongest([each.status for each in limbs if each.status])
        assert [each.anchor.norm for each in limbs] == [limb.norm for limb in finding.limbs]
        assert root.presumed is truth_of(finding.presumed)


def test_where_an_activity_falls_into_several_rows_each_is_shown_with_its_norm(proofs: Proofs) -> None:
    for _, finding, proof in proofs:
        for limb, top in zip(finding.limbs, below(proof, proof.nodes[proof.root]), strict=True):
            if len(limb.rows) == 1:
                assert top.kind is StepKind.NORM
                continue
            assert top.kind is StepKind.FOLD
            assert top.status is limb.status
            rows = below(proof, top)
            assert [(each.kind, each.status) for each in rows] == [(StepKind.ROW, status) for _, status, _ in limb.rows]
            for row in rows:
                (norm,) = below(proof, row)
                assert (norm.kind, norm.status, norm.anchor.norm) == (StepKind.NORM, row.status, limb.norm)


def test_what_would_be_presumed_keeps_what_is_decided(proofs: Proofs) -> None:
    for _, node in nodes(proofs):
        if node.kind not in SUMMARIES:
            assert node.truth in {Truth.UNKNOWN, node.presumed}, node.id


# What an undecided norm hangs on is in its proof.


def test_every_open_question_of_a_finding_is_an_unknown_leaf_of_its_proof(reasoner: Reasoner, proofs: Proofs) -> None:
    when = {fact.name for fact in reasoner.vocabulary.facts.values() if fact.role is not None}
    for _, finding, proof in proofs:
        asked = {
            node.statement.fact
            for node in proof.nodes.values()
            if node.statement is not None and node.truth is Truth.UNKNOWN
        }
        assert set(finding.hangs_on) - when <= asked, finding.id


# The same bytes.

MANY = (4, pytest.param(20, marks=pytest.mark.long))
AT_ONCE = 2
ASKED = ("mall-2024", "tianjin-2021")
DIGESTED = f"""
import hashlib, json
from kg import record
from kg.graph import home
from kg.reasoner import load
from kg.text import Language
from kg.wording import Wording
reasoner = load()
wording = Wording(reasoner.law, reasoner.vocabulary, reasoner.words)
for name in {ASKED!r}:
    described = json.loads((home() / "data" / "deployments" / f"{{name}}.json").read_text(encoding="utf-8"))
    assessment = reasoner.assess(reasoner.read(described))
    for language in Language:
        data = record.assessment(assessment, wording, language)
        print(hashlib.sha256(record.encoded(data)).hexdigest())
"""


def encoded(reasoner: Reasoner, wording: Wording, described: dict[str, Any], language: Language) -> bytes:
    """Return everything that is answered to a description, proofs and all."""
    return record.encoded(record.assessment(reasoner.assess(reasoner.read(described)), wording, language))


def ordered_anew(described: Any, chance: random.Random) -> Any:
    """Return the same description with its facts, and the members of each, in another order."""
    if isinstance(described, dict):
        names = chance.sample(sorted(described), len(described))
        return {name: ordered_anew(described[name], chance) for name in names}
    if isinstance(described, list):
        members = [ordered_anew(member, chance) for member in described]
        return chance.sample(members, len(members)) if all(isinstance(each, str) for each in members) else members
    return described


@pytest.mark.parametrize("language", Language)
def test_the_same_question_gives_the_same_bytes(
    reasoner: Reasoner, wording: Wording, bundled: Mapping[str, dict[str, Any]], language: Language
) -> None:
    for described in bundled.values():
        assert encoded(reasoner, wording, described, language) == encoded(reasoner, wording, described, language)


def test_facts_in_another_order_give_the_same_bytes(
    reasoner: Reasoner, wording: Wording, bundled: Mapping[str, dict[str, Any]]
) -> None:
    chance = random.Random(1)  # noqa: S311 - repeatable on purpose, and no secret
    for described in bundled.values():
        expected = encoded(reasoner, wording, described, Language.EN)
        for _ in range(2):
            assert encoded(reasoner, wording, ordered_anew(described, chance), Language.EN) == expected


def test_the_languages_differ_in_their_words_alone(
    reasoner: Reasoner, wording: Wording, bundled: Mapping[str, dict[str, Any]]
) -> None:
    english, chinese = (
        json.loads(encoded(reasoner, wording, bundled["tianjin-2021"], language)) for language in Language
    )
    for one, other in zip(english["findings"], chinese["findings"], strict=True):
        assert one["summary"] != other["summary"]
        assert [one[name] for name in ("id", "status", "presumed", "limbs", "other_readings")] == [
            other[name] for name in ("id", "status", "presumed", "limbs", "other_readings")
        ]
        assert {name: node["truth"] for name, node in one["proof"]["nodes"].items()} == {
            name: node["truth"] for name, node in other["proof"]["nodes"].items()
        }


def test_plain_data_is_written_in_one_way_only() -> None:
    assert record.encoded({"b": [1, "一"], "a": None}) == record.encoded({"a": None, "b": [1, "一"]})
    assert record.encoded({"b": [1, "一"], "a": None}) == '{"a":null,"b":[1,"一"]}'.encode()


def test_a_digest_is_of_everything_else_that_is_said(
    reasoner: Reasoner, wording: Wording, bundled: Mapping[str, dict[str, Any]]
) -> None:
    data = json.loads(encoded(reasoner, wording, bundled["gym-2021"], Language.EN))
    told = data.pop("digest")
    assert told == record.digest(data)


@pytest.mark.parametrize("many", MANY)
def test_every_process_gives_the_same_bytes(
    reasoner: Reasoner, wording: Wording, bundled: Mapping[str, dict[str, Any]], many: int
) -> None:
    """Several processes, each of which orders its sets and dictionaries otherwise."""
    here = [
        hashlib.sha256(encoded(reasoner, wording, bundled[name], language)).hexdigest()
        for name in ASKED
        for language in Language
    ]
    for first in range(0, many, AT_ONCE):
        running = [
            subprocess.Popen(
                [sys.executable, "-c", DIGESTED],
                cwd=home(),
                env={**os.environ, "PYTHONHASHSEED": str(seed)},
                stdout=subprocess.PIPE,
                text=True,
            )
            for seed in range(first, first + AT_ONCE)
        ]
        for process in running:
            printed, _ = process.communicate(timeout=60)
            assert printed.split() == here
