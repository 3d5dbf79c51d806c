"""The command line: plain words and honest exit codes; a verdict is never an exit code."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg import record
from kg.graph import home
from kg.reasoner import Reasoner
from tests.saying import Say

MATTERS = home() / "data" / "deployments"
MALL, TIANJIN, GYM = (MATTERS / f"{name}.json" for name in ("mall-2024", "tianjin-2021", "gym-2021"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ANSWERED, UNREADABLE, NOT_FOUND, OUR_LAW = 0, 2, 3, 4


# Assess and why.


def test_a_description_is_assessed(say: Say) -> None:
    said = say("assess", TIANJIN)
    assert said.code == ANSWERED
    assert "Art. 4(1) applies" in said.out
    assert said.err == ""


def test_the_whole_answer_is_json_on_demand(say: Say) -> None:
    said = say("assess", MALL, "--json")
    answer = json.loads(said.out)
    assert said.code == ANSWERED
    assert answer["deployment"] == "mall-2024"
    assert {"status", "presumed", "proof", "hangs_on", "burdens", "other_readings"} <= set(answer["findings"][0])
    told = answer.pop("digest")
    assert told == record.digest(answer)


@pytest.mark.parametrize("options", [(), ("--lang", "zh"), ("--profile", "textual"), ("--on", "2024-06-30")])
def test_equal_questions_get_equal_bytes(say: Say, options: tuple[str, ...]) -> None:
    once, again = (say("assess", MALL, "--json", *options) for _ in range(2))
    assert once.out == again.out != ""


def test_a_choice_of_readings_is_another_question(say: Say) -> None:
    answers = [say("assess", TIANJIN, "--json", *options).out for options in ((), ("--reading", "IC-14=c"))]
    assert answers[0] != answers[1]
    assert "reading:IC-14-c" in json.loads(answers[1])["readings"]


def test_the_day_that_closes_open_conduct_is_part_of_the_question(say: Say) -> None:
    assert json.loads(say("assess", TIANJIN, "--json", "--on", "2021-07-31").out)["on"] == "2021-07-31"


def test_a_description_may_come_from_standard_input(say: Say) -> None:
    assert say("assess", "-", "--json", given=GYM.read_bytes()).out == say("assess", GYM, "--json").out


def test_why_shows_the_proof_of_one_finding(say: Say) -> None:
    said = say("why", TIANJIN, "spc:art-4-item-1")
    assert said.code == ANSWERED
    assert said.out.splitlines()[0].startswith("◐ Art. 4(1) applies")
    assert re.search(r"^ +[✓✗?] ", said.out, re.MULTILINE)


def test_why_may_be_asked_by_norm_and_of_one_activity(say: Say) -> None:
    by_norm = say("why", MALL, "spc:rules-not-public")
    of_all = say("why", MALL, "spc:art-2-item-2")
    activity = json.loads(MALL.read_text(encoding="utf-8"))["activities"][0]["id"]
    of_one = say("why", MALL, "spc:art-2-item-2", "--activity", activity)
    assert by_norm.out == of_all.out
    assert of_one.code == ANSWERED
    assert len(of_one.out) < len(of_all.out)


def test_why_in_json_is_the_proofs_alone(say: Say) -> None:
    proofs = json.loads(say("why", TIANJIN, "spc:art-4-item-1", "--json").out)
    assessed = json.loads(say("assess", TIANJIN, "--json").out)
    (finding,) = (each for each in assessed["findings"] if each["provision"] == "spc:art-4-item-1")
    assert proofs == [finding["proof"]]


@pytest.mark.parametrize(
    "command",
    [
        ("assess", TIANJIN),
        ("why", TIANJIN, "spc:art-4-item-1"),
        ("law", "list"),
        ("law", "show", "spc:art-4-item-1"),
        ("validate", GYM),
    ],
)
def test_an_answer_in_chinese_is_chinese(say: Say, command: tuple[object, ...]) -> None:
    english, chinese = say(*command), say(*command, "--lang", "zh")
    assert (english.code, chinese.code) == (ANSWERED, ANSWERED)
    assert len(CHINESE.findall(chinese.out)) > len(chinese.out) / 10
    assert not CHINESE.search(english.out)


def test_a_verdict_is_never_an_exit_code(say: Say) -> None:
    assert {say("assess", path, "--json").code for path in sorted(MATTERS.glob("*.json"))} == {ANSWERED}


# The law.


def test_the_list_names_every_provision_and_every_norm_in_full(say: Say, reasoner: Reasoner) -> None:
    listed = say("law", "list").out
    names = re.findall(r"[a-z]+:[\w-]+", listed)
    assert set(reasoner.law.provisions) <= set(names)
    assert {norm for norms in reasoner.law.stated.values() for norm in norms} <= set(names)


def test_whatever_the_list_names_can_be_shown(say: Say, reasoner: Reasoner) -> None:
    law = reasoner.law
    for names in (law.instruments, law.provisions, law.norms, law.readings):
        for name in list(names)[:3]:
            said = say("law", "show", name)
            assert (said.code, said.err) == (ANSWERED, "")
            assert said.out.strip()


def test_a_norm_is_shown_with_what_it_requires_and_what_it_can_fall_to(say: Say, reasoner: Reasoner) -> None:
    shown = say("law", "show", "spc:no-face-no-service").out
    assert reasoner.words("requires").en in shown
    assert "agreement is made a condition of the service" in shown
    assert reasoner.words("can-fall-to").en in shown


def test_a_reading_is_shown_with_its_options_and_its_default_marked(say: Say) -> None:
    shown = say("law", "show", "IC-14").out
    assert [line for line in shown.splitlines() if line.startswith("a*: ")]
    assert [line for line in shown.splitlines() if line.startswith("b: ")]


# Validate.


def test_a_description_without_a_fault_has_no_problems(say: Say, reasoner: Reasoner) -> None:
    facts = {"frt_used": True}
    given = json.dumps({"id": "d", "activities": [{"id": "a", "facts": facts}]}).encode()
    said = say("validate", "-", given=given)
    assert said.code == ANSWERED
    assert said.out.splitlines() == [reasoner.words("validated", count="0").en]
    assert json.loads(say("validate", "-", "--json", given=given).out) == []


def test_a_description_that_contradicts_itself_is_told_where(say: Say) -> None:
    facts = {"conduct_start": "2022-03-01", "conduct_end": "2021-03-01"}
    given = json.dumps({"id": "d", "activities": [{"id": "a", "facts": facts}]}).encode()
    said = say("validate", "-", given=given)
    assert said.code == ANSWERED
    assert "$.activities[0].facts" in said.out
    problems = json.loads(say("validate", "-", "--json", given=given).out)
    assert {"code", "path", "severity", "message", "remedy"} == set(problems[0])
    assert problems[0]["severity"] == "warning"


def test_the_same_faults_are_found_by_both(say: Say) -> None:
    """By pySHACL when validating, by the compiled shapes when assessing."""
    for path in sorted(MATTERS.glob("*.json"))[:3]:
        validated = json.loads(say("validate", path, "--json").out)
        assessed = json.loads(say("assess", path, "--json").out)["problems"]
        assert sorted(validated, key=str) == sorted(assessed, key=str)


# What cannot be answered.

ACTIVITY = {"id": "d", "activities": [{"id": "a", "facts": {"frt_used": "perhaps", "no_such_fact": 1}}]}
MALFORMED = {
    "nothing at all": b"",
    "half an object": b'{"id": "d"',
    "no object": b"[1, 2]",
    "no text": b"\xff\xfe\x00",
    "a name said twice": b'{"id": "d", "id": "e", "activities": [{"id": "a"}]}',
    "no number": b'{"id": "d", "activities": [{"id": "a", "facts": {"frt_used": NaN}}]}',
    "no activity": b'{"id": "d"}',
    "values that cannot be": json.dumps(ACTIVITY).encode(),
    "objects without an end": b'{"a":' * 100_000,
}


@pytest.mark.parametrize("given", MALFORMED.values(), ids=MALFORMED)
@pytest.mark.parametrize("command", [("assess", "-"), ("validate", "-"), ("why", "-", "spc:art-2-item-3")])
def test_what_cannot_be_read_is_refused_in_plain_words(say: Say, command: tuple[str, ...], given: bytes) -> None:
    said = say(*command, given=given)
    assert said.code == UNREADABLE
    assert said.out == ""
    assert said.err.startswith("$")
    assert "Traceback" not in said.err


@pytest.mark.parametrize("suffix", [".ttl", ".jsonld", ".json"])
def test_a_file_is_read_by_the_form_its_name_says(say: Say, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"described{suffix}"
    path.write_text("neither one nor the other", encoding="utf-8")
    said = say("assess", path)
    assert said.code == UNREADABLE
    assert "Traceback" not in said.err


def test_every_problem_is_told_with_its_place_and_its_remedy(say: Say) -> None:
    said = say("assess", "-", given=json.dumps(ACTIVITY).encode())
    for fact in ("frt_used", "no_such_fact"):
        assert f"$.activities[0].facts.{fact} " in said.err
    assert len(re.findall(r"^    \S", said.err, re.MULTILINE)) == 2


@pytest.mark.parametrize(
    ("command", "named"),
    [
        (("assess", "no-such-file.json"), "no-such-file.json"),
        (("assess", MATTERS), "deployments"),
        (("assess", GYM, "--profile", "generous"), "generous"),
        (("assess", GYM, "--reading", "IC-00=a"), "IC-00"),
        (("assess", GYM, "--reading", "IC-27=z"), "'z'"),
        (("assess", GYM, "--reading", "IC-27"), "IC-27"),
        (("assess", GYM, "--law", "no-such-folder"), "no-such-folder"),
        (("why", GYM, "spc:art-99"), "spc:art-99"),
        (("why", GYM, "spc:art-2-item-2", "--activity", "nobody"), "nobody"),
        (("why", GYM, "cc:art-143"), "cc:art-143"),
        (("law", "show", "spc:no-such-norm"), "spc:no-such-norm"),
        (("law", "show", ""), "''"),
        (("validate", "no-such-file.ttl"), "no-such-file.ttl"),
    ],
)
def test_what_does_not_exist_is_named(say: Say, command: tuple[object, ...], named: str) -> None:
    said = say(*command)
    assert said.code == NOT_FOUND
    assert said.out == ""
    assert named in said.err
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize(
    "command",
    [
        ("assess",),
        ("why", GYM),
        ("asses", GYM),
        ("assess", GYM, "--lang", "de"),
        ("assess", GYM, "--on", "yesterday"),
        ("assess", GYM, "--no-such-option"),
        ("law", "show"),
    ],
)
def test_a_command_that_cannot_be_read_is_refused(say: Say, command: tuple[object, ...]) -> None:
    said = say(*command)
    assert said.code == UNREADABLE
    assert "Traceback" not in said.err


def test_a_law_that_is_wrong_is_our_fault(say: Say, tmp_path: Path) -> None:
    assert say("law", "list", "--law", tmp_path).code == OUR_LAW
    (tmp_path / "shapes").mkdir()
    (tmp_path / "shapes" / "broken.ttl").write_text("half a statement", encoding="utf-8")
    said = say("assess", GYM, "--law", tmp_path)
    assert said.code == OUR_LAW
    assert "broken.ttl" in said.err


# As a program of its own.


def run(*words: object, given: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line as a user does."""
    command = [sys.executable, "-m", "prima_facie", *map(str, words)]
    return subprocess.run(
        command, cwd=home(), input=given, capture_output=True, check=False, env={**os.environ, **environment}
    )


@pytest.mark.parametrize(
    ("words", "given", "code"),
    [
        (("assess", GYM, "--json"), b"", ANSWERED),
        (("assess", "-"), b"{", UNREADABLE),
        (("assess", "no-such-file.json"), b"", NOT_FOUND),
    ],
)
def test_a_program_ends_with_its_code_and_never_with_a_traceback(
    words: tuple[object, ...], given: bytes, code: int
) -> None:
    done = run(*words, given=given)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    assert bool(done.stdout) == (code == ANSWERED)
    assert bool(done.stderr) == (code != ANSWERED)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_screen_that_knows_few_letters_is_no_error(language: str) -> None:
    """As on Windows, where what is written to a file is encoded for Western Europe."""
    done = run("assess", TIANJIN, "--lang", language, PYTHONUTF8="0", PYTHONIOENCODING="cp1252")
    assert done.returncode == ANSWERED, done.stderr.decode("cp1252")[-400:]
    assert (b"4(1)" if language == "en" else b"IC-14") in done.stdout


def test_the_server_is_loaded_only_to_serve() -> None:
    asked = (
        "import sys, prima_facie.cli; print(sorted({'api', 'strawberry', 'starlette', 'pyshacl'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", asked], cwd=home(), capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"
