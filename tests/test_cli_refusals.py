"""What cannot be answered, read or written is said for what it is, in the language asked for."""

import json
import os
import re
import shutil
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from kg.formats import CONTEXT, to_turtle
from kg.graph import home
from kg.reasoner import Reasoner
from tests.saying import Say

MATTERS = home() / "data" / "deployments"
MALL, GYM, TIANJIN = (MATTERS / f"{name}.json" for name in ("mall-2024", "gym-2021", "tianjin-2021"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ANSWERED, FAILED, UNREADABLE, NOT_FOUND, OUR_LAW = range(5)


# What exists and is not answered for.


@pytest.mark.parametrize("command", [("change", MALL), ("ask", MALL, "--list", "--provision")])
def test_a_provision_that_is_divided_is_said_to_be_answered_in_its_parts(say: Say, command: tuple[object, ...]) -> None:
    for name in ("spc:art-2", "2", "第二条"):
        said = say(*command, name)
        assert (said.code, said.out) == (NOT_FOUND, "")
        assert "spc:art-2-item-1, spc:art-2-item-2" in said.err
        assert "nothing in the law" not in said.err


@pytest.mark.parametrize("command", [("change", MALL), ("ask", MALL, "--list", "--provision"), ("why", MALL)])
@pytest.mark.parametrize("name", ["cc:art-1035", "IC-27", "spc:provisions"])
def test_what_has_no_finding_says_why(say: Say, command: tuple[object, ...], name: str) -> None:
    english, chinese = say(*command, name), say(*command, name, "--lang", "zh")
    for said in (english, chinese):
        assert (said.code, said.out) == (NOT_FOUND, "")
        assert name in said.err
    assert not re.search(r"nothing in the law|no finding on '", english.err)
    assert CHINESE.search(chinese.err)


def test_change_may_be_asked_of_a_norm(say: Say) -> None:
    by_norm, by_provision = (say("change", GYM, name) for name in ("spc:no-separate-consent", "2(3)"))
    assert by_norm.out == by_provision.out != ""


def test_why_of_a_provision_that_is_divided_shows_every_part(say: Say) -> None:
    whole, cited = say("why", GYM, "spc:art-2"), say("why", GYM, "第二条")
    assert whole.code == ANSWERED
    assert whole.out == cited.out
    assert "Art. 2(1) " in whole.out
    assert "Art. 2(3) " in whole.out


@pytest.mark.parametrize("command", [("why", MALL, "2(3)"), ("change", MALL, "2(3)")])
def test_an_activity_that_is_not_described_is_what_is_blamed(say: Say, command: tuple[object, ...]) -> None:
    said = say(*command, "--activity", "nobody")
    assert said.code == NOT_FOUND
    assert "nobody" in said.err
    assert "returning-customers" in said.err
    assert "2(3)" not in said.err


# What cannot be written.


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_an_assessment_is_shown_even_where_its_receipt_cannot_be_written(
    say: Say, tmp_path: Path, options: tuple[str, ...]
) -> None:
    said = say("assess", GYM, *options, "--receipt", tmp_path / "no-such-folder" / "r.json")
    assert said.code == NOT_FOUND
    assert said.out == say("assess", GYM, *options).out
    assert "r.json cannot be written" in said.err


def test_what_cannot_be_written_is_not_said_to_be_unreadable(say: Say, tmp_path: Path) -> None:
    nowhere = tmp_path / "no-such-folder" / "file"
    for command in (
        ("assess", GYM, "--receipt", nowhere, "--lang", "zh"),
        ("law", "query", "--save", nowhere, "--lang", "zh"),
        ("ask", GYM, "--save", nowhere, "--lang", "zh"),
    ):
        said = say(*command)
        assert said.code == NOT_FOUND
        assert "无法写入" in said.err
        assert "无法读取" not in said.err
    assert "cannot be written" in say("law", "export", "crosswalk", "--output", nowhere).err


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_is_asked_where_the_answers_could_not_be_kept(say: Say, tmp_path: Path, lang: str) -> None:
    for nowhere in (tmp_path, tmp_path / "no-such-folder" / "new.json"):
        said = say("ask", GYM, "--save", nowhere, "--lang", lang, given=b"yes\nyes\nq\n")
        assert (said.code, said.out) == (NOT_FOUND, "")
        assert str(nowhere) in said.err
        assert bool(CHINESE.search(said.err)) is (lang == "zh")
    assert list(tmp_path.iterdir()) == []


def run(command: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line in a shell, as a user does who sends its answer somewhere."""
    ours = f"{sys.executable} -m prima_facie {command}"
    return subprocess.run(["/bin/sh", "-c", ours], cwd=home(), capture_output=True, check=False)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")  # noqa: PTH110
@pytest.mark.parametrize("options", ["", "--json", "--lang zh"])
def test_a_disk_that_is_full_is_said_to_be(options: str) -> None:
    done = run(f"assess {GYM} {options} > /dev/full")
    assert done.returncode == NOT_FOUND
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr
    assert ("无法输出结果" if "zh" in options else "the answer cannot be written out") in done.stderr.decode()


@pytest.mark.skipif(os.name == "nt", reason="streams are closed as on Unix")
@pytest.mark.parametrize(
    ("command", "code"), [("assess - <&-", UNREADABLE), (f"assess {GYM} --json >&-", ANSWERED), ("ask <&-", ANSWERED)]
)
def test_a_stream_that_is_closed_is_an_empty_one(command: str, code: int) -> None:
    done = run(command)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="a pipe is cut as on Unix")
def test_a_reader_who_has_gone_is_told_nothing() -> None:
    assert run("law list | true").stderr == b""


# What cannot be read.


def test_no_more_is_read_of_a_file_than_may_be_in_it(say: Say, tmp_path: Path) -> None:
    endless = tmp_path / "endless.json"
    with endless.open("wb") as file:
        file.truncate(64 * 1024 * 1024)
    say("assess", GYM, "--json")  # whatever is loaded once is loaded
    for command in (("assess", endless), ("receipt", "verify", endless, GYM), ("ask", endless)):
        tracemalloc.start()
        said = say(*command)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert said.code == UNREADABLE
        assert "is larger than" in said.err
        assert peak < 32 * 1024 * 1024


@pytest.mark.parametrize(
    ("content", "says"), [(b'SELECT ?x { ?x ?y "\xff" }', "UTF-8"), (b"# " + b"x" * 99_999, "more than")]
)
def test_a_question_that_is_no_text_is_refused_and_not_answered(
    say: Say, tmp_path: Path, content: bytes, says: str
) -> None:
    path = tmp_path / "q.rq"
    path.write_bytes(content)
    said = say("law", "query", path)
    assert (said.code, said.out) == (UNREADABLE, "")
    assert says in said.err


@pytest.mark.parametrize("command", [("assess", "-"), ("validate", "-"), ("why", "-", "2(3)"), ("change", "-", "2(3)")])
def test_problems_are_json_where_the_answer_would_be(say: Say, command: tuple[str, ...]) -> None:
    given = b'{"id": "d", "activities": [{"id": "a", "facts": {"frt_used": 3, "no_such_fact": 1}}]}'
    english, chinese = (say(*command, "--json", "--lang", lang, given=given) for lang in ("en", "zh"))
    for said in (english, chinese):
        assert (said.code, said.err) == (UNREADABLE, "")
        problems = json.loads(said.out)
        assert {each["path"].rpartition(".")[2] for each in problems} == {"frt_used", "no_such_fact"}
        assert {"code", "path", "severity", "message", "remedy"} == set(problems[0])
    assert CHINESE.search(chinese.out)


def test_two_forms_at_once_are_refused(say: Say) -> None:
    said = say("why", TIANJIN, "4(1)", "--as", "mermaid", "--json")
    assert said.code == UNREADABLE
    assert [each["path"] for each in json.loads(said.out)] == ["--as"]


@pytest.mark.parametrize("form", ["turtle", "jsonld"])
def test_standard_input_may_be_said_to_be_of_another_form(say: Say, reasoner: Reasoner, form: str) -> None:
    plain = {"id": "gate", "activities": [{"id": "entry", "facts": {"frt_used": True, "place_type": "mall"}}]}
    given = {
        "turtle": to_turtle(reasoner.read(plain), reasoner.vocabulary),
        "jsonld": json.dumps({"@context": CONTEXT, **plain}).encode(),
    }
    said = say("assess", "-", "--input-format", form, given=given[form])
    assert (said.code, said.err) == (ANSWERED, "")
    assert said.out == say("assess", "-", given=json.dumps(plain).encode()).out


def test_the_form_is_one_of_a_closed_list(say: Say) -> None:
    assert say("assess", GYM, "--input-format", "xml").code == UNREADABLE


def test_capital_letters_at_the_end_of_a_name_change_nothing(say: Say, reasoner: Reasoner, tmp_path: Path) -> None:
    deployment = reasoner.read(json.loads(GYM.read_text(encoding="utf-8")))
    path = tmp_path / "GYM.TTL"
    path.write_bytes(to_turtle(deployment, reasoner.vocabulary))
    assert say("assess", path).out == say("assess", GYM).out


# A law that is wrong.


@pytest.mark.parametrize("day", ["tomorrow", "2021-02-30", "20210801", ""])
def test_an_edition_in_force_from_what_is_no_day_is_refused(say: Say, tmp_path: Path, day: str) -> None:
    for folder in ("ontology", "shapes"):
        shutil.copytree(home() / folder, tmp_path / folder)
    path = tmp_path / "ontology" / "law" / "cn-spc-2021-15" / "instrument.ttl"
    text, changed = re.subn(r'(pf:inForceFrom) "[\d-]+"', rf'\1 "{day}"', path.read_text(encoding="utf-8"))
    assert changed == 1
    path.write_text(text, encoding="utf-8")
    said = say("law", "diff", tmp_path)
    assert said.code == OUR_LAW
    assert "spc:provisions" in said.err
    assert "inForceFrom" in said.err


def test_an_edition_that_is_no_turtle_is_refused_by_file_and_line(say: Say, tmp_path: Path) -> None:
    for folder in ("ontology", "shapes"):
        shutil.copytree(home() / folder, tmp_path / folder)
    with (tmp_path / "ontology" / "readings.ttl").open("a", encoding="utf-8") as file:
        file.write("half a statement\n")
    said = say("law", "diff", tmp_path)
    assert said.code == OUR_LAW
    assert "ontology/readings.ttl" in said.err
    assert "line" in said.err


def test_an_edition_in_which_a_term_lacks_something_names_the_term_and_what_it_lacks(say: Say, tmp_path: Path) -> None:
    for folder in ("ontology", "shapes"):
        shutil.copytree(home() / folder, tmp_path / folder)
    path = tmp_path / "ontology" / "law" / "cn-spc-2021-15" / "art-02.ttl"
    text, changed = re.subn(
        r"^    pf:condition [^;.]+ [;.]\n", "", path.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE
    )
    text = re.sub(r";\n\n", ".\n\n", text)
    assert changed == 1
    path.write_text(text, encoding="utf-8")
    said = say("law", "diff", tmp_path)
    assert said.code == OUR_LAW
    assert re.search(r"spc:[\w-]+ has no condition", said.err)
