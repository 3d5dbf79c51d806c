"""The command line asks only what still matters, keeps each answer, and can be stopped at any time."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from kg import record
from kg.graph import home
from tests.saying import Say

MALL = home() / "data" / "deployments" / "mall-2024.json"
ANSWERED, UNREADABLE, NOT_FOUND = 0, 2, 3
CHINESE = re.compile(r"[\u4e00-\u9fff]")
NARROW = ("--provision", "spc:art-2-item-7")
KNOWN: dict[str, Any] = {
    "id": "gate",
    "activities": [{"id": "entry", "facts": {"frt_used": True, "individual_identifiable": True}}],
}


def lines(*several: str) -> bytes:
    return "".join(f"{line}\n" for line in several).encode()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "gate.json"
    path.write_text(json.dumps(KNOWN), encoding="utf-8")
    return path


def facts(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["activities"][0].get("facts", {})
    return found


# Asking.


def test_a_description_is_begun_where_there_is_none(say: Say, tmp_path: Path) -> None:
    path = tmp_path / "new.json"
    said = say("ask", path, *NARROW, given=lines("gate", "A gate", "entry of staff", "yes", "q"))
    assert said.code == ANSWERED
    begun = json.loads(path.read_text(encoding="utf-8"))
    assert (begun["id"], begun["title"], begun["activities"][0]["title"]) == ("gate", "A gate", "entry of staff")
    assert len(begun["activities"][0]["facts"]) == 1
    assert "Stopped." in said.out


def test_an_interview_ends_with_what_the_description_comes_to(say: Say, file: Path) -> None:
    given = lines("2", "a judge", "nobody is hurt", "", "", "", "", "", "", "")
    said = say("ask", file, *NARROW, given=given)
    assert said.code == ANSWERED
    assert "Nothing more that is open can be settled by asking." in said.out
    assert said.out.strip().endswith("not legal advice.")
    assert facts(file)["contrary_public_order"] == {"value": False, "assessor": "a judge", "reasons": "nobody is hurt"}


def test_what_was_answered_is_kept_and_not_asked_again(say: Say, file: Path) -> None:
    once = say("ask", file, *NARROW, given=lines("2", "a judge", "none"))
    kept = facts(file)
    again = say("ask", file, *NARROW, given=lines("q"))
    asked = "Does it offend public order or good morals?"
    assert (asked in once.out, asked in again.out) == (True, False)
    assert "contrary_public_order" in kept
    assert facts(file) == kept


def test_a_file_may_be_kept_as_it_is_and_the_answers_saved_elsewhere(say: Say, file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    before = file.read_bytes()
    assert say("ask", file, *NARROW, "--save", other, given=lines("2", "a judge", "none", "q")).code == ANSWERED
    assert file.read_bytes() == before
    assert "contrary_public_order" in facts(other)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["gate.json", "other.json"]


def test_nothing_is_saved_where_no_file_is_named(say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = say("ask", *NARROW, given=lines("gate", "", "", "yes", "q"))
    assert said.code == ANSWERED
    assert "Nothing is saved" in said.out
    assert list(tmp_path.iterdir()) == []


def test_the_end_of_what_is_typed_stops_as_q_does(say: Say, file: Path) -> None:
    stopped, ended = (say("ask", file, *NARROW, given=given) for given in (lines("q"), b""))
    assert stopped.out == ended.out
    assert stopped.code == ended.code == ANSWERED


def test_stopping_before_anything_is_said_saves_nothing(say: Say, tmp_path: Path) -> None:
    path = tmp_path / "new.json"
    assert say("ask", path, given=lines("q")).code == ANSWERED
    assert not path.exists()


def test_a_question_mark_says_why(say: Say, file: Path) -> None:
    plain, why = (say("ask", file, *NARROW, given=lines(*given)) for given in (("q",), ("?", "q")))
    more = set(why.out.splitlines()) - set(plain.out.splitlines())
    assert any("for the claimant to prove (Art. 6 para. 1)" in line for line in more)


@pytest.mark.parametrize(
    ("reply", "value"),
    [("yes", True), ("NO", False), ("是", True), ("否", False), ("1", True), ("2", False), ("  y ", True)],
)
def test_yes_and_no_are_understood_in_both_languages(say: Say, file: Path, reply: str, value: bool) -> None:  # noqa: FBT001
    say("ask", file, *NARROW, given=lines(reply, "a judge", "none", "q"))
    assert facts(file)["contrary_public_order"]["value"] is value


def test_what_is_not_understood_is_asked_again(say: Say, file: Path) -> None:
    said = say("ask", file, *NARROW, given=lines("maybe", "3", "2", "a judge", "none", "q"))
    assert '"maybe" is no answer to this question.' in said.out
    assert '"3" is no answer to this question.' in said.out
    assert facts(file)["contrary_public_order"]["value"] is False


def test_a_name_that_cannot_be_one_is_asked_again(say: Say, tmp_path: Path) -> None:
    path = tmp_path / "new.json"
    given = lines("two words", "", "", "gate", "", "", "q")
    assert say("ask", path, *NARROW, given=given).code == ANSWERED
    assert json.loads(path.read_text(encoding="utf-8"))["id"] == "gate"


def test_it_asks_in_chinese(say: Say, file: Path) -> None:
    said = say("ask", file, *NARROW, "--lang", "zh", given="？\n否\n某甲\n无人受害\nq\n".encode())
    assert said.code == ANSWERED
    assert CHINESE.search(said.out)
    assert not re.search(r"\b(the|settle|Through|Stopped)\b", said.out)
    assert facts(file)["contrary_public_order"]["reasons"] == "无人受害"


def test_bytes_that_are_no_text_do_no_harm(say: Say, file: Path) -> None:
    said = say("ask", file, *NARROW, given=b"\xff\xfe\nq\n")
    assert said.code == ANSWERED


def test_a_file_that_cannot_be_read_is_left_alone(say: Say, tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_text("{", encoding="utf-8")
    assert say("ask", path, given=lines("q")).code == UNREADABLE
    assert path.read_text(encoding="utf-8") == "{"


def test_a_description_with_problems_is_left_alone(say: Say, tmp_path: Path) -> None:
    path = tmp_path / "wrong.json"
    path.write_text('{"id": "x", "activities": [{"id": "a", "facts": {"no_such_fact": true}}]}', encoding="utf-8")
    before = path.read_bytes()
    said = say("ask", path, given=lines("q"))
    assert said.code == UNREADABLE
    assert "no_such_fact" in said.err
    assert path.read_bytes() == before


def test_a_place_where_nothing_can_be_written_is_named(say: Say, file: Path, tmp_path: Path) -> None:
    nowhere = tmp_path / "no-such-folder" / "gate.json"
    said = say("ask", file, *NARROW, "--save", nowhere, given=lines("2", "a judge", "none", "q"))
    assert said.code == NOT_FOUND
    assert "no-such-folder" in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--provision", "spc:art-99"), "spc:art-99"),
        (("--activity", "nobody"), "nobody"),
        (("--profile", "generous"), "generous"),
    ],
)
def test_what_is_not_there_is_named(say: Say, file: Path, options: tuple[str, ...], named: str) -> None:
    said = say("ask", file, *options, given=lines("q"))
    assert said.code == NOT_FOUND
    assert named in said.err


def test_a_provision_may_be_named_as_it_is_cited(say: Say, file: Path) -> None:
    by_id, cited = (say("ask", file, "--list", "--provision", name) for name in ("spc:art-2-item-7", "Art. 2(7)"))
    assert by_id.out == cited.out != ""


# Listing.


def test_the_open_questions_are_listed_and_none_is_asked(say: Say) -> None:
    before = MALL.read_bytes()
    said = say("ask", MALL, "--list")
    assert said.code == ANSWERED
    assert said.out.startswith("1. ")
    assert "> " not in said.out
    assert MALL.read_bytes() == before


def test_the_list_is_json_on_demand(say: Say) -> None:
    said = say("ask", MALL, "--list", "--json")
    data = json.loads(said.out)
    told = data.pop("digest")
    assert told == record.digest(data)
    question = data["questions"][0]
    assert {"fact", "activity", "part", "path", "question", "form", "values", "because", "settles"} <= set(question)
    assert question["because"][0]["elements"][0]["bearer"]
    assert {each["method"] for each in data["methods"]} == {"exact", "influence"}
    assert said.out == say("ask", MALL, "--list", "--json").out


def test_an_empty_description_can_be_listed(say: Say) -> None:
    assert say("ask", "--list", *NARROW).out.startswith("1. ")
