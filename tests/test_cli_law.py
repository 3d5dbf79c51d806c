"""Looking at the law: names as people write them, what stands around a provision, official texts beside our gists."""

import re
from pathlib import Path

import pytest

from kg.commentary import Commentary
from kg.law import short
from kg.reasoner import Reasoner
from tests.saying import Say

CHINESE = re.compile(r"[\u4e00-\u9fff]")
TITLE = "关于审理使用人脸识别技术处理个人信息相关民事案件适用法律若干问题的规定"
OFFICIAL = f"# {TITLE}\n\n第三条 虚构的条文，仅供测试之用。\n"


@pytest.fixture(scope="module")
def commentary(reasoner: Reasoner) -> Commentary:
    return Commentary(reasoner.graph, reasoner.law, reasoner.vocabulary)


# Names.


@pytest.mark.parametrize(
    "name", ["4(2)", "Art. 4(2)", "第四条第二项", "第4条第（2）项", "spc art 4(2)", "art-4-item-2"]
)
def test_a_provision_is_found_as_it_is_cited(say: Say, name: str) -> None:
    assert say("law", "show", name).out == say("law", "show", "spc:art-4-item-2").out != ""


@pytest.mark.parametrize(("name", "near"), [("spc:art-4-item-3x", "spc:art-4-item-3"), ("tianjin", "matter:tianjin")])
def test_a_name_nearly_right_is_answered_with_the_right_one(say: Say, name: str, near: str) -> None:
    english, chinese = say("law", "show", name), say("law", "show", name, "--lang", "zh")
    assert (english.code, chinese.code) == (3, 3)
    assert f"did you mean {near}" in english.err
    assert near in chinese.err
    assert CHINESE.search(chinese.err)
    assert not CHINESE.search(english.err)


@pytest.mark.parametrize(
    "command",
    [
        ("law", "show", "zzzz"),
        ("law", "list", "--law", "no-such-folder"),
        ("law", "show", "4(2)", "--texts", "no-such-folder"),
        ("sources", "check", "no-such-file.txt"),
        ("assess", "no-such-file.json"),
        ("assess", "data/deployments/gym-2021.json", "--profile", "generous"),
        ("assess", "data/deployments/gym-2021.json", "--reading", "IC-00=a"),
        ("assess", "data/deployments/gym-2021.json", "--reading", "IC-27=z"),
        ("why", "data/deployments/gym-2021.json", "spc:art-99"),
    ],
    ids=" ".join,
)
def test_what_does_not_exist_is_said_in_the_language_asked_for(
    say: Say, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    from kg.graph import home

    monkeypatch.chdir(home())
    english, chinese = say(*command), say(*command, "--lang", "zh")
    assert (english.code, chinese.code) == (3, 3)
    assert CHINESE.search(chinese.err)
    assert not CHINESE.search(english.err)
    assert len(english.err.splitlines()) == len(chinese.err.splitlines()) == 1


# What is shown.


def test_a_provision_is_shown_with_what_stands_around_it(say: Say, commentary: Commentary) -> None:
    for correspondence in list(commentary.correspondences.values())[:2]:
        assert correspondence.reason.en in say("law", "show", correspondence.starts[0]).out
    matter = next(iter(commentary.matters.values()))
    assert matter.id in say("law", "show", matter.turns_on[0]).out
    statement = next(each for each in commentary.statements.values() if each.renders and each.note)
    shown = say("law", "show", statement.renders[0]).out
    assert statement.label.en in shown
    assert statement.fidelity[0].label.en in shown
    outcome = next(iter(commentary.outcomes.values()))
    shown = say("law", "show", outcome.commitment).out
    assert outcome.definition.en in shown
    assert outcome.fulfilment.label.en in shown
    assert commentary.due(outcome.commitment).occasion.en in shown


def test_a_norm_is_shown_with_what_it_defeats_and_how_far_it_was_checked(say: Say, reasoner: Reasoner) -> None:
    defeat = next(iter(reasoner.law.defeats.values()))
    shown = say("law", "show", defeat.defeater).out
    assert reasoner.words("can-defeat").en in shown
    assert reasoner.law.norms[defeat.defeated].label.en in shown
    assert reasoner.words("can-fall-to").en in say("law", "show", defeat.defeated).out


def test_a_principle_is_shown_with_its_indicators_the_core_ones_marked(say: Say, reasoner: Reasoner) -> None:
    for indicator in list(reasoner.law.indicators.values())[:3]:
        shown = say("law", "show", indicator.principle).out
        assert indicator.id in shown
        assert (f"({indicator.id}) (core)" in shown) is indicator.core


def test_what_was_not_verified_says_so(say: Say, reasoner: Reasoner, commentary: Commentary) -> None:
    law = reasoner.law
    checks = {each: commentary.check(each) for each in [*law.norms, *law.provisions, *law.readings, *law.instruments]}
    weak = [name for name, check in checks.items() if check and check.verification and not check.whole]
    strong = [name for name, check in checks.items() if check and check.whole and name in law.instruments]
    assert weak
    assert strong
    for name in weak[:3]:
        shown = say("law", "show", name).out
        assert "not verified against the official text" in shown
        assert checks[name].remark is None or checks[name].remark.en in shown
    assert "not verified against" not in say("law", "show", strong[0]).out


def test_everything_the_list_names_can_be_shown_in_both_languages(
    reasoner: Reasoner, say: Say, commentary: Commentary
) -> None:
    from kg.lookup import described
    from kg.official.shelf import Shelf

    listed = say("law", "list").out
    here = commentary
    law = reasoner.law
    remarks = [*here.matters, *here.correspondences, *here.summaries, *here.outcomes, *here.methods]
    for name in [*remarks, *law.readings]:
        assert name in listed
    for name in [*remarks, *here.statements, *law.indicators, *law.defeats, *law.readings, *law.norms, *law.provisions]:
        sections = described(reasoner, name, Shelf())
        assert sections, name
        for section in sections:
            for text in (section.heading, *section.lines):
                assert text.en
                assert text.zh
                assert not CHINESE.search(text.en), (name, text.en)


def test_a_reading_says_what_stands_only_under_an_option(say: Say, reasoner: Reasoner) -> None:
    norm = next(each for each in reasoner.law.norms.values() if each.option)
    code = next(c for c, reading in reasoner.law.readings.items() if norm.option in {o.id for o in reading.options})
    assert norm.label.en in say("law", "show", code).out


def test_showing_is_the_same_every_time(say: Say) -> None:
    assert say("law", "show", "spc:art-2").out == say("law", "show", "spc:art-2").out


# Official texts.


def test_a_text_on_the_shelf_is_quoted_and_marked_as_official(say: Say, tmp_path: Path, reasoner: Reasoner) -> None:
    (tmp_path / "provisions.md").write_text(OFFICIAL, encoding="utf-8")
    (tmp_path / "other.txt").write_text("a letter to a friend", encoding="utf-8")
    shown = say("law", "show", "spc:art-3", "--texts", tmp_path).out
    assert "第三条 虚构的条文，仅供测试之用。" in shown
    assert shown.startswith("Official text (not ours; from your file provisions.md, SHA-256 ")
    assert reasoner.words("ours").en in shown
    assert reasoner.law.provisions["spc:art-3"].gist.en in shown
    assert "虚构" not in say("law", "show", "spc:art-4", "--texts", tmp_path).out


def test_the_environment_may_name_the_shelf(say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "provisions.md").write_text(OFFICIAL, encoding="utf-8")
    monkeypatch.setenv("PRIMA_FACIE_TEXTS", str(tmp_path))
    assert "虚构" in say("law", "show", "spc:art-3").out


def test_without_a_shelf_nothing_is_said_of_official_texts(say: Say) -> None:
    assert "SHA-256" not in say("law", "show", "spc:art-3").out


def test_a_remark_has_the_id_it_is_listed_under(reasoner: Reasoner, commentary: Commentary) -> None:
    named = {short(iri) for iri in reasoner.graph.of_type("https://w3id.org/prima-facie/ns#DecidedMatter")}
    assert set(commentary.matters) == named


# Facts and their values.


@pytest.mark.parametrize("name", ["frt_used", "fact:frt_used", "facial recognition used", "使用人脸识别技术"])
def test_a_fact_is_shown_by_its_name_or_its_label(say: Say, reasoner: Reasoner, name: str) -> None:
    fact = reasoner.vocabulary.facts["frt_used"]
    said = say("law", "show", name)
    assert (said.code, said.err) == (0, "")
    assert fact.definition.en in said.out
    assert fact.question.en in said.out
    assert fact.question.zh in say("law", "show", name, "--lang", "zh").out


def test_a_fact_is_shown_with_its_values_its_burden_and_the_norms_that_read_it(say: Say, reasoner: Reasoner) -> None:
    fact = reasoner.vocabulary.facts["place_type"]
    shown = say("law", "show", "place_type").out
    for concept in fact.concepts:
        assert f"  {concept.code}: {concept.label.en}. {concept.definition.en}" in shown
    assert "Who has to prove it\n  unless a rule lays it elsewhere: claimant" in shown
    assert "Who can change it for the future\n  nobody" in shown
    assert "(spc:" in shown.partition("Read by\n")[2]


def test_a_value_is_shown_with_the_facts_that_take_it(say: Say, reasoner: Reasoner) -> None:
    for name in ("mall", "place_type:mall", "concept:place_type:mall"):
        shown = say("law", "show", name).out
        assert reasoner.vocabulary.facts["place_type"].label.en in shown
        assert "shopping centre" in shown


def test_every_fact_is_listed_and_whatever_is_listed_can_be_shown(say: Say, reasoner: Reasoner) -> None:
    from kg.law import short
    from kg.lookup import described
    from kg.official.shelf import Shelf

    listed = re.findall(r"^  (\w+)  ", say("law", "list", "--facts").out, re.MULTILINE)
    assert sorted(listed) == sorted(reasoner.vocabulary.facts)
    for name in listed:
        assert described(reasoner, f"fact:{name}", Shelf())
    for iri in reasoner.vocabulary.concepts:
        sections = described(reasoner, short(iri), Shelf())
        assert all(text.en and text.zh for each in sections for text in (each.heading, *each.lines))


def test_a_fact_that_there_is_not_is_mended_by_the_list_of_facts(say: Say) -> None:
    given = b'{"id": "d", "activities": [{"id": "a", "facts": {"no_such_fact": 1}}]}'
    assert "prima-facie law list --facts" in say("assess", "-", given=given).err
