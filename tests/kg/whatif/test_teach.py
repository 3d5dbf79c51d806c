"""Teach: each case of a norm really teaches what it is told for."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from kg import record
from kg.engine import Status
from kg.errors import NotFoundError
from kg.graph import home
from kg.plan import Plan
from kg.proof import Prover
from kg.reasoner import Reasoner, load
from kg.text import Language
from kg.truth import TRUE
from kg.whatif import teaching
from kg.whatif.scene import ACTIVITY
from kg.whatif.teach import Case, Lessons, Teacher, norms_called
from kg.whatif.terms import Lesson
from kg.whatif.witness import standing_of
from kg.wording import Wording


@cache
def law() -> Reasoner:
    return load()


def plan() -> Plan:
    return law().plan(law().law.options())


@cache
def teacher() -> Teacher:
    return Teacher(law(), plan())


@cache
def lessons(norm: str) -> Lessons:
    return teacher().lessons(norm)


NORMS = [norm.id for norm in plan().norms]
DEFEASIBLE = [norm.id for norm in plan().norms if norm.defeats]
WITHOUT: Mapping[str, str] = {}
"""The norms that have no case, each with the reason; there is none so far."""


def of(norm: str, lesson: Lesson) -> list[Case]:
    return [case for case in lessons(norm).cases if case.lesson is lesson]


@pytest.mark.parametrize("norm", NORMS)
def test_every_norm_that_can_apply_is_taught(norm: str) -> None:
    if norm in WITHOUT:
        assert lessons(norm).cases == ()
        return
    assert len(of(norm, Lesson.APPLIES)) == 1
    assert of(norm, Lesson.MISS)
    if plan().by_id[norm].soft:
        assert of(norm, Lesson.SUPPORTED)


@pytest.mark.parametrize("norm", NORMS)
def test_each_case_comes_to_what_it_is_told_to(norm: str) -> None:
    for case in lessons(norm).cases:
        standing = standing_of(law(), plan(), case.description)
        assert standing is not None
        assert standing.of_norm(ACTIVITY, norm) is case.status
        assert bool(case.hangs_on) is (case.status in {Status.OPEN, Status.APPLIES_UNLESS})


@pytest.mark.parametrize("norm", NORMS)
def test_a_just_miss_is_one_fact_away_and_comes_to_something_else(norm: str) -> None:
    first = of(norm, Lesson.APPLIES)[0]
    missed = of(norm, Lesson.MISS)
    for case in missed:
        assert case.flip is not None
        assert case.status is not first.status
        assert dict(case.scene.facts) == {**first.scene.facts, case.flip.fact: case.flip.after}
        assert first.scene.facts[case.flip.fact] == case.flip.before != case.flip.after
    told = [(case.flip.fact, case.flip.member) for case in missed if case.flip is not None]
    assert len(told) == len(set(told))


@pytest.mark.parametrize("norm", DEFEASIBLE)
def test_every_defeat_bars_in_a_case_of_its_own(norm: str) -> None:
    found = lessons(norm)
    assert found.unbarred == ()
    barred = of(norm, Lesson.BARRED)
    for defeat in plan().by_id[norm].defeats:
        assert any(defeat.id in case.defeats for case in barred)
    assert all(case.status is Status.DEFEATED for case in barred)


@pytest.mark.parametrize("norm", DEFEASIBLE)
def test_what_revives_a_norm_takes_away_what_would_defeat_it(norm: str) -> None:
    each = plan().by_id[norm]
    chains = {defeat.id for defeat in each.defeats if plan().by_id[defeat.defeater].defeats}
    assert set(lessons(norm).firm) == {defeat.id for defeat in each.defeats} - chains
    revived = of(norm, Lesson.REVIVED)
    assert bool(revived) is bool(chains)
    for case in revived:
        defeater = plan().by_id[law().law.defeats[case.defeats[0]].defeated]
        standing = standing_of(law(), plan(), case.description)
        assert standing is not None
        assert any(
            answer.values[defeater.met] == TRUE and answer.values[defeater.beaten] == TRUE
            for answer in standing.answers
        )


def test_somewhere_in_the_law_a_bar_falls_itself() -> None:
    assert any(of(norm, Lesson.REVIVED) for norm in DEFEASIBLE)


@pytest.mark.parametrize("norm", NORMS)
def test_what_is_missing_is_what_it_hangs_on(norm: str) -> None:
    first = of(norm, Lesson.APPLIES)[0]
    for case in of(norm, Lesson.OPEN):
        (missing,) = set(first.scene.facts) - set(case.scene.facts)
        assert missing in case.hangs_on


def test_a_case_is_proven_on_demand_down_to_its_facts() -> None:
    case = of("spc:rules-not-public", Lesson.APPLIES)[0]
    proof = teacher().proof(case)
    facts = {node.statement.fact for node in proof.nodes.values() if node.statement is not None}
    assert proof.root in proof.nodes
    assert proof.nodes[proof.root].status is Status.APPLIES
    assert "rules_published" in facts
    assert isinstance(proof.root, str)
    assert Prover is not None


# Names.


def test_a_provision_teaches_all_that_it_and_its_parts_state() -> None:
    whole = norms_called(law(), plan(), "spc:art-2")
    assert set(norms_called(law(), plan(), "spc:art-2-item-2")) < set(whole)
    assert norms_called(law(), plan(), "spc:rules-not-public") == ("spc:rules-not-public",)
    serving = [law().law.norms[norm].auxiliary for norm in whole]
    assert serving == sorted(serving)
    assert len(set(serving)) > 1


@pytest.mark.parametrize("name", ["spc:art-99", "nothing at all"])
def test_what_means_nothing_is_said_to_in_both_languages(name: str) -> None:
    with pytest.raises(NotFoundError) as error:
        norms_called(law(), plan(), name)
    assert error.value.says.en != error.value.says.zh


def test_a_provision_in_which_no_norm_is_read_has_no_cases() -> None:
    stated = {each for norm in NORMS for each in law().law.norms[norm].provisions}
    parents = {each.parent for each in law().law.provisions.values()}
    bare = next(each for each in law().law.provisions if each not in stated and each not in parents)
    with pytest.raises(NotFoundError):
        norms_called(law(), plan(), bare)


# Words and data.


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("norm", ["spc:effective-consent", "gpa:fit-framework", "spc:rules-not-public"])
def test_cases_are_told_in_both_languages(norm: str, language: Language) -> None:
    wording = Wording(law().law, law().vocabulary, law().words)
    lines = [line.says[language] for line in teaching.told(lessons(norm), law(), wording)]
    assert len(lines) > len(lessons(norm).cases)
    assert all(line.strip() and "{" not in line for line in lines)


def test_cases_are_plain_data_with_a_digest() -> None:
    wording = Wording(law().law, law().vocabulary, law().words)
    whole = teaching.data([lessons("spc:effective-consent")], teacher(), wording, Language.EN)
    told = whole.pop("digest")
    assert told == record.digest(whole)
    cases: Any = whole["norms"]
    assert {case["lesson"] for case in cases[0]["cases"]} >= {"applies", "miss", "barred", "revived", "open"}
    assert all(case["proof"]["nodes"] for case in cases[0]["cases"])


def test_no_two_cases_are_saved_under_one_name() -> None:
    names = [
        teaching.file_name(norm, place, case) for norm in NORMS for place, case in enumerate(lessons(norm).cases, 1)
    ]
    assert len(names) == len(set(names))


SCRIPT = """
import sys
from kg import record
from kg.whatif import teaching
from kg.reasoner import load
from kg.whatif.teach import Teacher
from kg.text import Language
from kg.wording import Wording
law = load()
teacher = Teacher(law, law.plan(law.law.options()))
found = [teacher.lessons(norm) for norm in ("spc:bundling", "spc:no-written-consent", "spc:infringement")]
wording = Wording(law.law, law.vocabulary, law.words)
sys.stdout.write(record.encoded(teaching.data(found, teacher, wording, Language.EN, proofs=False)).decode())
"""


def test_the_same_norm_is_taught_in_the_same_bytes_in_every_process() -> None:
    said = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(home()), "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, check=True, timeout=120
        )
        said.add(done.stdout)
    assert len(said) == 1
    assert len(json.loads(said.pop())["norms"]) == 3
