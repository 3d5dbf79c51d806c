"""Wording: every answer is a whole sentence in each language, and neither language lends the other its words."""

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise, product
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from kg.assessment import Assessment, Finding
from kg.engine import Status
from kg.errors import LawError
from kg.expression import Citation, Members, Value
from kg.graph import home
from kg.plan import StepKind
from kg.proof import Statement
from kg.reasoner import Asked, Reasoner
from kg.row import Entry
from kg.text import Language, Text
from kg.truth import Truth
from kg.vocabulary import Kind, Level, Party
from kg.wording import MARKS, Wording

Assessments = Mapping[str, Assessment]
Described = Mapping[str, dict[str, Any]]

PACKAGES = ("kg", "api", "prima_facie")
OF_FINDINGS = [status for status in Status if status is not Status.UNKNOWN]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9_.:-]*")
NAMES = re.compile(r"IC-\d\d|[a-c]")
"""How contested readings and their options are cited."""


# Every phrase that is used is there.


def calls(tree: ast.Module) -> Iterator[tuple[ast.FunctionDef, ast.Call]]:
    """Yield every call within a function, with the function."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and node.args:
                    yield function, node


def asks_for_words(call: ast.Call) -> bool:
    """Say whether a call is given the key of a phrase first."""
    called = call.func
    if isinstance(called, ast.Name):
        return called.id == "words"
    if not isinstance(called, ast.Attribute):
        return False
    of_intake = called.attr in {"refuse", "warn", "note"} and "intake" in ast.unparse(called.value)
    of_words = called.attr == "problem" and "words" in ast.unparse(called.value)
    return called.attr in {"words", "_words", "_report", "_found"} or of_intake or of_words


def said(expression: ast.expr, function: ast.FunctionDef) -> set[str]:
    """Return the keys an expression may come to, a pattern where parts of them are filled in."""
    match expression:
        case ast.Constant(str() as key):
            return {re.escape(key)}
        case ast.IfExp(_, one, other):
            return said(one, function) | said(other, function)
        case ast.JoinedStr(parts):
            return {"".join(re.escape(str(each.value)) if isinstance(each, ast.Constant) else ".+" for each in parts)}
        case ast.Name(name):
            assigned = [
                node.value
                for node in ast.walk(function)
                if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name
            ]
            return {key for each in assigned for key in said(each, function)}
    return set()


def used() -> Iterator[tuple[str, ast.Call]]:
    """Yield every key of a phrase that a program uses, with the call that does."""
    for package in PACKAGES:
        for path in sorted((Path(home()) / package).rglob("*.py")):
            for function, call in calls(ast.parse(path.read_text(encoding="utf-8"))):
                if asks_for_words(call):
                    for key in said(call.args[0], function):
                        yield key, call


def places(text: str) -> set[str]:
    """Return the places of a phrase that are to be filled."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def phrases(reasoner: Reasoner) -> Mapping[str, Any]:
    return reasoner.words._phrases


def test_every_phrase_that_is_used_exists(reasoner: Reasoner) -> None:
    there = phrases(reasoner)
    asked = {key for key, _ in used()}
    assert len(asked) > 60
    assert sorted(key for key in asked if not any(re.fullmatch(key, known) for known in there)) == []


def test_every_phrase_that_is_put_together_exists(reasoner: Reasoner) -> None:
    composed = {
        *(f"summary-{status.value}" for status in OF_FINDINGS),
        *(f"party-{party.value}" for party in Party),
        *(f"defeat-{defeat.manner.lower()}" for defeat in reasoner.law.defeats.values()),
        *(f"place-{level.value}" for level in Level if level is not Level.DERIVED),
    }
    assert composed - set(phrases(reasoner)) == set()


def test_every_phrase_is_given_what_its_places_need(reasoner: Reasoner) -> None:
    there = phrases(reasoner)
    for key, call in used():
        given = {each.arg for each in call.keywords}
        if None in given or re.escape(key.replace("\\", "")) != key:
            continue
        phrase = there[key.replace("\\", "")]
        needed = places(phrase.says.en) | (places(phrase.remedy.en) if phrase.remedy else set())
        attribute = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if attribute not in {"_report", "_found"}:  # they fill in what they know
            assert needed <= given, key


def test_a_phrase_has_the_same_places_in_both_languages(reasoner: Reasoner) -> None:
    for key, phrase in phrases(reasoner).items():
        for text in (phrase.says, phrase.remedy):
            if text is not None:
                assert text.en.strip(), key
                assert text.zh.strip(), key
                assert places(text.en) == places(text.zh), key


def test_a_phrase_that_does_not_exist_is_an_error_of_ours(reasoner: Reasoner) -> None:
    with pytest.raises(LawError, match="no phrase 'no-such-phrase'"):
        reasoner.words("no-such-phrase")


def test_every_status_has_a_name_of_its_own(wording: Wording) -> None:
    for language in Language:
        assert len({wording.status(status)[language] for status in Status}) == len(Status)


# Everything that is said of the bundled descriptions.


def sayings(wording: Wording, whole: Assessment) -> Iterator[Text]:
    """Yield everything that is said of a description."""
    yield wording.not_advice()
    for finding in whole.findings:
        yield wording.summary(finding)
        yield from wording.details(finding)
        yield from (line.says for line in wording.lines(whole.proof(finding)))


@pytest.fixture(scope="module")
def everything(reasoner: Reasoner, wording: Wording, bundled: Described) -> list[tuple[str, Text]]:
    """All that is said of every bundled description under every profile, each once, with whose it is."""
    found: dict[tuple[str, Text], None] = {}
    for name, described in bundled.items():
        for profile in reasoner.law.profiles:
            whole = reasoner.assess(reasoner.read(described), Asked(profile))
            found.update(((name, text), None) for text in sayings(wording, whole))
            found.update(((name, each.message), None) for each in whole.problems)
    return list(found)


Everything = list[tuple[str, Text]]


def words_of(described: object) -> set[str]:
    """Return the words that stand in a description itself: ids, titles, names of people, reasons."""
    return set(LATIN.findall(json.dumps(described, ensure_ascii=False)))


def test_nothing_that_is_said_has_an_empty_place(everything: Everything) -> None:
    assert len(everything) > 500
    assert [text for _, text in everything if re.search(r"[{}]|None|\(\)|（）|: \.|：。|  ", text.en + text.zh)] == []


def test_what_is_said_differs_between_the_languages(everything: Everything) -> None:
    assert [text for _, text in everything if text.en == text.zh] == []


def test_what_is_said_in_english_holds_no_chinese_but_what_the_description_says(
    everything: Everything, bundled: Described
) -> None:
    for name, text in everything:
        described = set("".join(CHINESE.findall(json.dumps(bundled[name], ensure_ascii=False))))
        assert set(CHINESE.findall(text.en)) <= described, text.en


def test_what_is_said_in_chinese_holds_no_english_but_what_the_description_says(
    everything: Everything, bundled: Described
) -> None:
    for name, text in everything:
        words = {word for word in LATIN.findall(text.zh) if not NAMES.fullmatch(word)}
        assert words <= words_of(bundled[name]), text.zh
        assert CHINESE.search(text.zh), text.zh


def test_every_sentence_ends_as_one(wording: Wording, assessments: Assessments) -> None:
    for whole in assessments.values():
        for finding in whole.findings:
            for text in (wording.summary(finding), *wording.details(finding)):
                assert text.en.endswith(".")
                assert text.zh.endswith("。")


# The law itself.


def texts(thing: object) -> Iterator[Text]:
    """Yield every saying in a thing of the law."""
    if isinstance(thing, Text):
        yield thing
    elif is_dataclass(thing):
        for each in fields(thing):
            yield from texts(getattr(thing, each.name))
    elif isinstance(thing, Iterable) and not isinstance(thing, str):
        for member in thing:
            yield from texts(member)


def test_the_labels_of_the_law_are_chinese_in_chinese(reasoner: Reasoner) -> None:
    law, vocabulary = reasoner.law, reasoner.vocabulary
    kinds = (law.instruments, law.provisions, law.norms, law.indicators, law.readings, vocabulary.facts)
    told = [text for kind in kinds for text in texts(kind.values())]
    told += [*texts(vocabulary.concepts.values()), *texts(reasoner.formulas.values())]
    assert len(told) > 1000
    for text in told:
        assert CHINESE.search(text.zh), text
        assert not CHINESE.search(text.en), text
        assert [word for word in LATIN.findall(text.zh) if not NAMES.fullmatch(word) and word != "open"] == [], text


# A sentence for every status.


@pytest.fixture(scope="module")
def found(assessments: Assessments) -> Finding:
    """A finding that hangs on something."""
    finding = assessments["tianjin-2021"].finding("gate", "spc:art-4-item-1")
    assert finding is not None
    return finding


def as_if(finding: Finding, status: Status) -> Finding:
    """Return a finding as if it had come to another status."""
    limbs = tuple(replace(limb, status=status) for limb in finding.limbs)
    return replace(finding, status=status, limbs=limbs)


@pytest.mark.parametrize("status", OF_FINDINGS)
def test_a_summary_names_its_provision_in_each_status(wording: Wording, found: Finding, status: Status) -> None:
    summary = wording.summary(as_if(found, status))
    provision = wording.provision(found.provision)
    for language in Language:
        assert provision[language] in summary[language]
        assert not re.search("[{}]", summary[language])


def test_no_two_statuses_read_alike(wording: Wording, found: Finding) -> None:
    for language in Language:
        said = {wording.summary(as_if(found, status))[language] for status in OF_FINDINGS}
        assert len(said) == len(OF_FINDINGS)


@pytest.mark.parametrize("status", OF_FINDINGS)
def test_details_say_what_it_hangs_on_and_who_must_prove_it(wording: Wording, found: Finding, status: Status) -> None:
    details = wording.details(as_if(found, status))
    assert found.hangs_on
    for language in Language:
        lines = " ".join(line[language] for line in details)
        assert all(wording.vocabulary.facts[fact].label[language] in lines for fact in found.hangs_on)
        assert all(burden.says[language] in lines for burden in found.burdens)
        assert all(each.reading in lines for each in found.others)


@pytest.mark.parametrize("status", OF_FINDINGS)
def test_what_would_be_presumed_is_said_only_where_it_is_another_thing(
    wording: Wording, found: Finding, status: Status
) -> None:
    said = wording.in_short(replace(as_if(found, status), presumed=Status.APPLIES))
    assert bool(said) == (status is not Status.APPLIES)


def test_a_defeated_finding_names_what_defeated_it(wording: Wording, assessments: Assessments) -> None:
    defeated = [
        finding for whole in assessments.values() for finding in whole.findings if finding.status is Status.DEFEATED
    ]
    assert defeated
    for finding in defeated:
        for language in Language:
            summary = wording.summary(finding)[language]
            assert all(wording.norm(each.norm)[language] in summary for each in finding.defeaters)


def test_burdens_of_one_kind_stand_in_one_line(wording: Wording, found: Finding) -> None:
    lines = wording.burdens(found.burdens)
    kinds = {(each.bearer, each.basis, each.taken_as) for each in found.burdens}
    assert len(lines) == len(kinds)


# Values and statements.


@pytest.mark.parametrize(
    ("kind", "value", "english"),
    [
        (Kind.BOOLEAN, True, "yes"),
        (Kind.BOOLEAN, False, "no"),
        (Kind.DATE, date(2021, 8, 1), "2021-08-01"),
        (Kind.DATE, date.max, "still going on"),
        (Kind.NUMBER, Decimal("2.5"), "2.5"),
        (Kind.TEXT, "as it was written", "as it was written"),
        (Kind.CITATION, Citation(None, None), "none"),
        (Kind.CITATION, Citation("a notice", None), "a notice"),
        (Kind.CONCEPTS, Members(frozenset(), frozenset()), "none"),
    ],
)
def test_a_value_is_said_in_words(wording: Wording, kind: Kind, value: Value, english: str) -> None:
    fact = next(each for each in wording.vocabulary.facts.values() if each.kind is kind)
    assert wording.value(fact, value).en == english


def test_a_value_from_a_list_is_said_by_its_label(wording: Wording) -> None:
    for fact in wording.vocabulary.facts.values():
        for concept in fact.concepts:
            if fact.kind is Kind.CONCEPT:
                assert wording.value(fact, concept.code) == concept.label
            else:
                assert wording.value(fact, Members(frozenset({concept.code}), frozenset())) == concept.label
                absent = wording.value(fact, Members(frozenset(), frozenset({concept.code})))
                assert absent == wording.words("members-absent", members=concept.label)


def test_a_cited_rule_is_said_with_its_rank(wording: Wording) -> None:
    fact = wording.vocabulary.facts["required_by_rule"]
    cited = wording.value(fact, Citation("pipl:art-13", "law"))
    assert cited.en.startswith(wording.provision("pipl:art-13").en)
    assert "（" in cited.zh


@pytest.mark.parametrize(
    ("entry", "bearer", "english"),
    [
        (None, "processor", "not on record; for the processor to prove (Art. 6 para. 2)"),
        (None, "court", "not on record"),
        (Entry("$", True), "processor", "on record: yes"),
        (Entry("$", True, assumed=True), "processor", "not stated; taken as: yes"),
        (Entry("$", True, contested=True), "processor", "contested or contradictory, so it counts as unknown"),
        (Entry("$", None, contradictory=True), "processor", "contested or contradictory, so it counts as unknown"),
        (Entry("$", True, assessor="Ma", reasons="seen"), "processor", "on record: yes; judged by Ma: seen"),
    ],
)
def test_a_leaf_says_what_is_on_record_or_whose_it_is_to_prove(
    wording: Wording, entry: Entry | None, bearer: str, english: str
) -> None:
    said = wording.statement(Statement("rules_published", entry, bearer, "spc:art-6-para-2"))
    assert said.en == english
    assert CHINESE.search(said.zh)


def test_a_yes_or_no_that_is_the_contrary_of_what_it_stands_beside_names_its_fact(wording: Wording) -> None:
    label = wording.vocabulary.facts["rules_published"].label
    for value, truth in product((True, False), (Truth.TRUE, Truth.FALSE)):
        said = wording.statement(Statement("rules_published", Entry("$", value), "processor", None), truth)
        contrary = value is not (truth is Truth.TRUE)
        assert [label[language] in said[language] for language in Language] == [contrary, contrary]


def test_what_is_no_provision_is_called_by_its_id(wording: Wording) -> None:
    assert wording.provision("no:such-thing") == Text("no:such-thing", "no:such-thing")


# A proof in lines.


def test_a_proof_in_lines_begins_with_the_finding_and_goes_down_step_by_step(
    wording: Wording, assessments: Assessments
) -> None:
    for whole in assessments.values():
        for finding in whole.findings:
            lines = wording.lines(whole.proof(finding))
            assert (lines[0].depth, lines[0].node) == (0, finding.id)
            assert all(later.depth <= before.depth + 1 for before, later in pairwise(lines))
            assert {line.mark for line in lines} <= set(MARKS.values())


def test_every_line_is_marked_with_its_truth(wording: Wording, assessments: Assessments) -> None:
    whole = assessments["tianjin-2021"]
    for finding in whole.findings:
        proof = whole.proof(finding)
        for line in wording.lines(proof):
            assert line.mark == MARKS[proof.nodes[line.node].truth]
    assert len(set(MARKS.values())) == len(Truth)


def test_every_open_question_of_a_finding_has_its_line(wording: Wording, assessments: Assessments) -> None:
    for whole in assessments.values():
        for finding in whole.findings:
            if len(finding.limbs) > 1 or len(finding.limbs[0].rows) > 1:
                continue
            proof = whole.proof(finding)
            shown = {proof.nodes[line.node].statement for line in wording.lines(proof)}
            asked = {each.fact for each in shown if each is not None and each.entry is None}
            burdened = {each.fact for each in finding.burdens}
            contested = {each.fact for each in shown if each is not None and each.entry is not None}
            assert burdened <= asked | contested, finding.id


def test_a_gate_that_stands_open_has_findings_of_its_own_and_no_line(
    wording: Wording, assessments: Assessments
) -> None:
    for whole in assessments.values():
        for finding in whole.findings:
            proof = whole.proof(finding)
            for line in wording.lines(proof):
                node = proof.nodes[line.node]
                assert not (node.kind is StepKind.GATE and node.truth is Truth.TRUE)
