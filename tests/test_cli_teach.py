"""The command line teaches a norm by its cases, and saves them as descriptions."""

import json
import re
from pathlib import Path

import pytest

from kg import record
from kg.reasoner import Reasoner
from tests.saying import Say

ANSWERED, NOT_FOUND = 0, 3
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_a_norm_is_taught_by_its_cases(say: Say, reasoner: Reasoner) -> None:
    label = reasoner.vocabulary.facts["rules_published"].label.en
    said = say("teach", "spc:rules-not-public")
    assert said.code == ANSWERED
    assert f"Art. 2(2): {reasoner.law.norms['spc:rules-not-public'].label.en} (spc:rules-not-public)" in said.out
    assert "Enough for it" in said.out
    assert f"{label}: yes instead of no" in said.out
    assert f"It hangs on: {label}." in said.out
    assert "nothing bars or revives it" in said.out
    assert said.err == ""


def test_it_is_taught_in_chinese(say: Say) -> None:
    said = say("teach", "2(2)", "--lang", "zh")
    assert said.code == ANSWERED
    assert all(CHINESE.search(line) for line in said.out.splitlines() if line.strip())


def test_a_provision_is_taught_with_all_its_norms(say: Say) -> None:
    told = json.loads(say("teach", "spc:art-2-item-3", "--json").out)
    assert {each["norm"] for each in told["norms"]} >= {"spc:no-separate-consent", "spc:no-written-consent"}
    digest = told.pop("digest")
    assert digest == record.digest(told)


def test_the_proof_is_given_on_demand(say: Say) -> None:
    without = json.loads(say("teach", "spc:rules-not-public", "--json").out)
    whole = json.loads(say("teach", "spc:rules-not-public", "--json", "--proof").out)
    assert all("proof" not in case for case in without["norms"][0]["cases"])
    assert all(case["proof"]["nodes"] for case in whole["norms"][0]["cases"])
    assert "✓" in say("teach", "spc:rules-not-public", "--proof").out


def test_each_case_is_saved_as_a_description_that_comes_to_the_same(say: Say, tmp_path: Path) -> None:
    folder = tmp_path / "cases" / "of-rules"
    told = json.loads(say("teach", "spc:rules-not-public", "--save", folder, "--json").out)
    cases = told["norms"][0]["cases"]
    files = sorted(folder.iterdir())
    assert len(files) == len(cases)
    for path, case in zip(files, cases, strict=True):
        assert json.loads(path.read_text(encoding="utf-8")) == case["description"]
        answer = json.loads(say("assess", path, "--json").out)
        assert answer["problems"] == []
        limbs = [
            limb for each in answer["findings"] for limb in each["limbs"] if limb["norm"] == "spc:rules-not-public"
        ]
        assert [limb["status"] for limb in limbs] == [case["status"]]


def test_cases_are_saved_in_the_same_bytes_again(say: Say, tmp_path: Path) -> None:
    for name in ("one", "two"):
        say("teach", "spc:bundling", "--save", tmp_path / name)
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one
    assert one == two


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_folder_that_cannot_be_written_is_said_to_be(lang: str, say: Say, tmp_path: Path) -> None:
    there = tmp_path / "file"
    there.write_text("in the way", encoding="utf-8")
    said = say("teach", "spc:rules-not-public", "--save", there, "--lang", lang)
    assert said.code == NOT_FOUND
    assert str(there) in said.err


def test_what_means_nothing_is_not_found(say: Say) -> None:
    said = say("teach", "spc:art-2-item-99")
    assert said.code == NOT_FOUND
    assert said.out == ""
