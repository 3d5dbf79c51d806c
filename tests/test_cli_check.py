"""Whoever edits the law is told what keeps it from being whole, and what to do."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.graph import home
from tests.saying import Say

ANSWERED, FAILED, NOT_FOUND, OUR_LAW = 0, 1, 3, 4


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    for folder in ("ontology", "shapes"):
        shutil.copytree(home() / folder, tmp_path / folder)
    return tmp_path


def test_the_bundled_law_is_whole(say: Say) -> None:
    said = say("law", "check")
    assert (said.code, said.err) == (ANSWERED, "")
    assert said.out == "Found wrong in this edition: 0.\n"


def test_a_norm_without_a_source_is_named_with_what_to_do(say: Say, edition: Path) -> None:
    path = edition / "ontology" / "law" / "cn-spc-2021-15" / "art-02.ttl"
    content = path.read_text(encoding="utf-8")
    text, changed = re.subn(r"^    pf:statedIn [^;.]+;\n", "", content, count=1, flags=re.MULTILINE)
    assert changed == 1
    path.write_text(text, encoding="utf-8")
    english, chinese = (say("law", "check", edition, *more) for more in ((), ("--lang", "zh", "--json")))
    assert (english.code, chinese.code) == (FAILED, FAILED)
    (complaint,) = json.loads(chinese.out)
    assert complaint["message"] == "请写明该规范见于哪一条款。"
    assert f"{complaint['about']} Say which provision states this norm." in english.out


def test_a_file_that_is_no_turtle_is_named(say: Say, edition: Path) -> None:
    (edition / "ontology" / "readings.ttl").write_text("half a statement", encoding="utf-8")
    said = say("law", "check", edition)
    assert said.code == OUR_LAW
    assert "ontology/readings.ttl" in said.err


def test_a_folder_that_is_none_or_holds_no_law_is_refused(say: Say, tmp_path: Path) -> None:
    assert say("law", "check", tmp_path / "nowhere").code == NOT_FOUND
    assert say("law", "check", tmp_path).code == OUR_LAW


def test_the_validator_is_loaded_only_to_check() -> None:
    asked = "import sys, kg.integrity, prima_facie.cli; print({'pyshacl', 'rdflib'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", asked], cwd=home(), capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "set()"
