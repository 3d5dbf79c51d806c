"""The command line: two answers, two instruments, two editions, receipts, questions to the graph, exports."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg import record
from kg.graph import home
from kg.linked.export import KINDS
from kg.linked.query import questions
from kg.reasoner import Reasoner
from tests.saying import Say

MATTERS = home() / "data" / "deployments"
TIANJIN, GYM, NINGBO = (MATTERS / f"{name}.json" for name in ("tianjin-2021", "gym-2021", "ningbo-2022"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ANSWERED, DIFFERS, UNREADABLE, NOT_FOUND, OUR_LAW = 0, 1, 2, 3, 4


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """Another edition of the law: one default chosen otherwise."""
    for name in ("ontology", "shapes"):
        shutil.copytree(home() / name, tmp_path / "edition" / name)
    path = tmp_path / "edition" / "ontology" / "readings.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("pf:defaultOption ic:IC-14-a", "pf:defaultOption ic:IC-14-c"), encoding="utf-8")
    return tmp_path / "edition"


# Compare.


def test_two_descriptions_are_compared(say: Say) -> None:
    said = say("compare", NINGBO, TIANJIN)
    assert (said.code, said.err) == (ANSWERED, "")
    assert re.search(r"Art\. 4\(1\): does not apply → applies unless", said.out)
    assert "service conditional on consent: no → yes" in said.out


def test_one_description_is_compared_under_two_readings(say: Say) -> None:
    data = json.loads(say("compare", TIANJIN, "--with-reading", "IC-14=c", "--json").out)
    assert data["readings"] == [{"reading": "IC-14", "before": "a", "after": "c"}]
    assert data["moves"]
    assert {move["after"]["status"] for move in data["moves"]} == {"out_of_scope"}
    told = data.pop("digest")
    assert told == record.digest(data)


def test_options_of_the_second_side_start_from_those_of_the_first(say: Say) -> None:
    data = json.loads(say("compare", TIANJIN, "--reading", "IC-14=c", "--with-profile", "textual", "--json").out)
    assert all("reading:IC-14-c" in data[side]["readings"] for side in ("before", "after"))


def test_one_description_is_compared_on_two_days(say: Say) -> None:
    given = {"id": "d", "activities": [{"id": "a", "facts": {"frt_used": True, "conduct_start": "2021-07-01"}}]}
    given["activities"][0]["facts"]["conduct_end"] = "open"  # type: ignore[index]
    data = json.loads(
        say(
            "compare", "-", "--on", "2021-07-15", "--with-on", "2022-07-15", "--json", given=json.dumps(given).encode()
        ).out
    )
    assert (data["before"]["on"], data["after"]["on"]) == ("2021-07-15", "2022-07-15")
    assert data["moves"]


def test_both_instruments_stand_side_by_side(say: Say, reasoner: Reasoner) -> None:
    said = say("compare", TIANJIN, "--instruments")
    assert said.code == ANSWERED
    assert reasoner.words("beside-gap").en in said.out
    assert reasoner.words("beside-not-merged").en in said.out
    data = json.loads(say("compare", TIANJIN, "--instruments", "--json").out)
    assert data["beside"]
    assert all("status" not in row for row in data["beside"])


def test_activities_are_paired_by_hand(say: Say, tmp_path: Path) -> None:
    paths = []
    for names in ("ab", "cd"):
        activities = [{"id": name, "facts": {"frt_used": True}} for name in names]
        paths.append(tmp_path / f"{names}.json")
        paths[-1].write_text(json.dumps({"id": names, "activities": activities}), encoding="utf-8")
    alone = json.loads(say("compare", *paths, "--json").out)
    assert (alone["only_before"], alone["only_after"], alone["same"]) == (["a", "b"], ["c", "d"], 0)
    paired = json.loads(say("compare", *paths, "--pair", "a=d", "--json").out)
    assert (paired["only_before"], paired["only_after"]) == (["b"], ["c"])
    assert say("compare", *paths, "--pair", "a=z").code == UNREADABLE


@pytest.mark.parametrize(
    "command",
    [
        ("compare", TIANJIN),
        ("compare", TIANJIN, "--profile", "textual", "--with-profile", "textual"),
        ("compare", TIANJIN, GYM, "--instruments"),
        ("compare", TIANJIN, "--instruments", "--with-profile", "textual"),
    ],
)
def test_a_comparison_that_asks_nothing_is_refused(say: Say, command: tuple[object, ...]) -> None:
    for language in ("en", "zh"):
        said = say(*command, "--lang", language)
        assert (said.code, said.out) == (UNREADABLE, "")
        assert bool(CHINESE.search(said.err)) == (language == "zh")


# Receipts.


def test_a_receipt_is_written_and_holds(say: Say, tmp_path: Path) -> None:
    path = tmp_path / "receipt.json"
    plain, with_receipt = say("assess", TIANJIN), say("assess", TIANJIN, "--receipt", path)
    assert with_receipt == plain
    said = say("receipt", "verify", path, TIANJIN)
    assert (said.code, said.err) == (ANSWERED, "")
    data = json.loads(say("receipt", "verify", path, TIANJIN, "--json").out)
    assert (data["differs"], data["given"]) == ([], data["found"])


def test_a_receipt_for_other_facts_differs_and_says_in_what(say: Say, tmp_path: Path, reasoner: Reasoner) -> None:
    path = tmp_path / "receipt.json"
    say("assess", TIANJIN, "--receipt", path, "--profile", "textual", "--lang", "zh", "--on", "2024-01-01")
    said = say("receipt", "verify", path, GYM)
    assert said.code == DIFFERS
    assert reasoner.words("part-facts").en in said.out
    assert reasoner.words("part-law").en not in said.out
    assert json.loads(say("receipt", "verify", path, GYM, "--json").out)["differs"] == ["facts", "result"]
    assert say("receipt", "verify", path, TIANJIN).code == ANSWERED


def test_a_receipt_is_the_same_bytes_each_time(say: Say, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("one.json", "two.json")]
    for path in paths:
        say("assess", TIANJIN, "--receipt", path)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_what_is_no_receipt_is_refused(say: Say, tmp_path: Path) -> None:
    path = tmp_path / "receipt.json"
    path.write_text("{}", encoding="utf-8")
    assert say("receipt", "verify", path, TIANJIN).code == UNREADABLE
    assert say("receipt", "verify", tmp_path / "none.json", TIANJIN).code == NOT_FOUND
    assert say("assess", TIANJIN, "--receipt", tmp_path / "none" / "receipt.json").code == NOT_FOUND


# Two editions.


def test_an_edition_is_told_by_what_it_changes_and_what_moves(say: Say, edition: Path) -> None:
    said = say("law", "diff", edition, TIANJIN)
    assert (said.code, said.err) == (ANSWERED, "")
    assert "IC-14" in said.out
    assert re.search(r"Art\. 10 para\. 1: applies → out of scope", said.out)
    chinese = say("law", "diff", edition, TIANJIN, "--lang", "zh")
    assert len(CHINESE.findall(chinese.out)) > len(chinese.out) / 10


def test_an_edition_is_asked_about_every_bundled_matter(say: Say, edition: Path) -> None:
    data = json.loads(say("law", "diff", edition, "--json").out)
    assert [each["name"] for each in data["descriptions"]] == sorted(path.stem for path in MATTERS.glob("*.json"))
    assert [(each["kind"], each["id"], each["how"]) for each in data["changes"]] == [("reading", "IC-14", "changed")]
    back = json.loads(say("law", "diff", home(), "--from", edition, "--json").out)
    assert (back["before"], back["after"]) == (data["after"], data["before"])
    count = [sum(len(each["comparison"]["moves"]) for each in way["descriptions"]) for way in (data, back)]
    assert count[0] == count[1] > 0


def test_an_edition_that_is_none_is_refused(say: Say, tmp_path: Path) -> None:
    assert say("law", "diff", tmp_path / "nowhere").code == NOT_FOUND
    assert say("law", "diff", tmp_path).code == OUR_LAW
    assert say("law", "diff", home(), "no-such-file.json").code == NOT_FOUND


# Questions.


def test_questions_are_listed_in_both_languages(say: Say) -> None:
    said = say("law", "query")
    assert all(name in said.out for name in questions())
    assert CHINESE.search(say("law", "query", "--lang", "zh").out)
    assert [each["name"] for each in json.loads(say("law", "query", "--json").out)] == list(questions())


def test_a_question_is_answered_as_a_table_as_json_and_as_csv(say: Say) -> None:
    name = "court-must-find"
    table, data, rows = (say("law", "query", name, *options) for options in ((), ("--json",), ("--csv",)))
    assert {said.code for said in (table, data, rows)} == {ANSWERED}
    assert "spc:art-2-item-1" in table.out
    assert not CHINESE.search(table.out)
    assert json.loads(data.out)["rows"] == list(csv.DictReader(io.StringIO(rows.out)))
    assert rows.out == (home() / "data" / "questions" / f"{name}.csv").read_text(encoding="utf-8")


def test_every_answer_of_ours_is_written_anew_by_one_command(say: Say, tmp_path: Path) -> None:
    assert say("law", "query", "--save", tmp_path).code == ANSWERED
    ours = {path.name: path.read_bytes() for path in (home() / "data" / "questions").glob("*.csv")}
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.csv")} == ours


def test_a_question_of_ones_own_is_answered(say: Say, tmp_path: Path) -> None:
    path = tmp_path / "own.rq"
    path.write_text("SELECT ?norm WHERE { ?norm pf:statedIn spc:art-2-item-3 }", encoding="utf-8")
    said = say("law", "query", path, "--csv")
    assert said.code == ANSWERED
    assert said.out.splitlines()[0] == "norm"
    path.write_text("SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", encoding="utf-8")
    refused = say("law", "query", path)
    assert (refused.code, refused.out) == (UNREADABLE, "")
    assert "SERVICE" in refused.err
    assert say("law", "query", "no-such-question").code == NOT_FOUND


# Exports.


@pytest.mark.parametrize("kind", [*KINDS, "spc:provisions"])
def test_every_kind_is_exported(say: Say, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "file.ttl"
    assert say("law", "export", kind, "--output", path).out == ""
    shown = say("law", "export", kind)
    assert shown.code == ANSWERED
    assert shown.out == path.read_text(encoding="utf-8")
    assert "owl:Ontology" in shown.out


def test_an_export_takes_the_form_that_is_asked_for(say: Say) -> None:
    assert say("law", "export", "crosswalk", "--format", "rdfxml").out.startswith("<?xml")
    assert json.loads(say("law", "export", "crosswalk", "--format", "jsonld").out)["@graph"]
    assert say("law", "export", "crosswalk", "--format", "word").code == UNREADABLE
    assert say("law", "export", "everything").code == NOT_FOUND


# As a program of its own.


def test_answers_are_the_same_bytes_in_every_process(edition: Path) -> None:
    commands = [
        ("compare", NINGBO, TIANJIN, "--json"),
        ("law", "diff", edition, TIANJIN, "--json"),
        ("law", "query", "leans-on-a-conclusion", "--csv"),
    ]
    for command in commands:
        told = {
            subprocess.run(
                [sys.executable, "-m", "prima_facie", *map(str, command)],
                cwd=home(),
                env={**os.environ, "PYTHONHASHSEED": seed},
                capture_output=True,
                check=True,
            ).stdout
            for seed in ("1", "2")
        }
        assert len(told) == 1
        assert told != {b""}
