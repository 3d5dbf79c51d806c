"""Sources: a text on disk laid beside the provisions, told in plain words and as data."""

import json
import re
from pathlib import Path

import pytest

from kg import record
from kg.reasoner import Reasoner
from tests.saying import Say

TEXT = "中华人民共和国民法典\n\n第一章 虚构\n\n第八条 虚构的条文。\n第九条 此处没有的条文。\n"


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "code.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_text_is_told_with_what_was_found_and_what_was_not(say: Say, text: Path, reasoner: Reasoner) -> None:
    said = say("sources", "check", text)
    assert (said.code, said.err) == (1, "")
    every = [each for each in reasoner.law.provisions.values() if each.instrument == "cc:civil-code"]
    assert f"1 of {len(every)} provisions found in the text." in said.out
    assert "No provision here answers characters" in said.out
    assert "此处没有的条文" in said.out
    assert re.search(r"^\d+ to \d+  cc:art-8  ", said.out, re.MULTILINE)
    assert "个条款中，在文本中找到1个" in say("sources", "check", text, "--lang", "zh").out


def test_the_same_as_data_has_a_digest_and_not_a_word_of_the_text(say: Say, text: Path) -> None:
    said = say("sources", "check", text, "--json")
    data = json.loads(said.out)
    told = data.pop("digest")
    assert told == record.digest(data)
    assert data["counts"]["provisions"] == 1
    assert "虚构" not in said.out
    assert said.out == say("sources", "check", text, "--json").out


def test_a_text_may_come_from_standard_input(say: Say, text: Path) -> None:
    one, other = (json.loads(said.out) for said in (say("sources", "check", text, "--json"), _piped(say)))
    assert one["provisions"] == other["provisions"]
    assert one["sha256"] == other["sha256"]


def _piped(say: Say):  # noqa: ANN202 - what was said
    return say("sources", "check", "-", "--json", given=TEXT.encode())


def test_a_folder_is_checked_text_by_text(say: Say, text: Path) -> None:
    (text.parent / "letter.txt").write_text("a letter", encoding="utf-8")
    said = say("sources", "check", text.parent)
    assert said.code == 1
    assert "code.txt: " in said.out
    assert "letter.txt: does not say at its head" in said.out
    data = json.loads(say("sources", "check", text.parent, "--json").out)
    assert [each["file"] for each in data["sources"]] == ["code.txt"]
    assert [each["path"] for each in data["problems"]] == ["letter.txt"]


@pytest.mark.parametrize("given", [b"", b"\xff\xfe", b"a letter to a friend", "第八条".encode("gb18030")])
def test_what_cannot_be_read_is_refused_in_both_languages(say: Say, given: bytes) -> None:
    english, chinese = (say("sources", "check", "-", "--lang", lang, given=given) for lang in ("en", "zh"))
    assert (english.code, chinese.code) == (2, 2)
    assert english.out == chinese.out == ""
    assert "Traceback" not in english.err + chinese.err
    assert re.search(r"[\u4e00-\u9fff]", chinese.err)
    assert not re.search(r"[\u4e00-\u9fff]", english.err)


def test_the_instrument_may_be_named_and_must_exist(say: Say, text: Path) -> None:
    named = say("sources", "check", text, "--instrument", "cc:civil-code")
    assert (named.code, named.err) == (1, "")
    assert say("sources", "check", text, "--instrument", "cc:civil-cod").code == 3
    assert "cc:civil-code" in say("sources", "check", text, "--instrument", "cc:civil-cod").err


# Exit codes.


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_folder_without_a_text_is_said_to_hold_none_and_fails(
    say: Say, tmp_path: Path, options: tuple[str, ...]
) -> None:
    (tmp_path / "law.pdf").write_bytes(b"%PDF")
    english, chinese = (say("sources", "check", tmp_path, *options, "--lang", lang) for lang in ("en", "zh"))
    assert (english.code, chinese.code) == (1, 1)
    if not options:
        assert "holds no text" in english.out
        assert re.search(r"[\u4e00-\u9fff]", chinese.out)


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_provision_not_found_or_a_file_not_read_fails_the_check(
    say: Say, text: Path, options: tuple[str, ...]
) -> None:
    assert say("sources", "check", text, *options).code == 1
    (text.parent / "letter.txt").write_text("a letter", encoding="utf-8")
    assert say("sources", "check", text.parent, *options).code == 1
