"""The command line says what would have to change."""

import json
import re

import pytest

import prima_facie
from kg import record
from kg.graph import home
from kg.reasoner import Reasoner
from tests.saying import Say

MALL = home() / "data" / "deployments" / "mall-2024.json"
CUSTOMERS = ("--activity", "returning-customers")
ANSWERED, UNREADABLE, NOT_FOUND = 0, 2, 3
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_what_would_have_to_change_is_said_in_plain_words(say: Say, reasoner: Reasoner) -> None:
    told = reasoner.vocabulary.facts["elements_disclosed"]
    purpose, method, scope = (told.concept(code).label.en for code in ("purpose", "method", "scope"))
    said = say("change", MALL, "spc:art-2-item-2", *CUSTOMERS)
    assert said.code == ANSWERED
    assert "recognising returning customers" in said.out
    assert f"{told.label.en}: now {purpose}, then {purpose}; {method}; {scope}" in said.out
    assert "$.activities[1].facts.elements_disclosed" in said.out
    assert "acts for the future only" in said.out
    assert said.err == ""


def test_it_is_said_in_chinese(say: Say) -> None:
    said = say("change", MALL, "第二条第二项", *CUSTOMERS, "--lang", "zh")
    assert said.code == ANSWERED
    assert all(CHINESE.search(line) for line in said.out.splitlines() if line.strip())
    assert "改变仅面向将来" in said.out


def test_every_activity_is_answered_for_unless_one_is_named(say: Say) -> None:
    every = json.loads(say("change", MALL, "spc:art-2-item-1", "--json").out)
    one = json.loads(say("change", MALL, "spc:art-2-item-1", *CUSTOMERS, "--json").out)
    assert [each["activity"] for each in every] == ["missing-children", "returning-customers"]
    assert one == every[1:]


def test_the_whole_answer_is_json_with_a_digest(say: Say) -> None:
    (answer,) = json.loads(say("change", MALL, "spc:art-2-item-6", *CUSTOMERS, "--json").out)
    told = answer.pop("digest")
    assert told == record.digest(answer)
    assert answer["sets"]
    assert {"fact", "path", "from", "to", "instead", "says"} == set(answer["sets"][0]["changes"][0])


def test_what_is_not_looked_for_is_said(say: Say) -> None:
    said = say("change", MALL, "spc:art-2-item-6", *CUSTOMERS, "--size", "1", "--sets", "1")
    assert "Sets of more changes than the limit were not looked for." in said.out


def test_sets_that_make_something_else_worse_can_be_left_out(say: Say) -> None:
    every, fine = (
        json.loads(say("change", MALL, "spc:art-4-item-2", *CUSTOMERS, "--json", *more).out)[0]
        for more in ((), ("--nothing-worse",))
    )
    assert [each for each in fine["sets"] if any(move["worse"] for move in each["moves"])] == []
    assert all(each in every["sets"] for each in fine["sets"])


def test_a_claimant_is_told_the_claimants_facts(say: Say) -> None:
    said = say("change", MALL, "spc:art-7-para-1", *CUSTOMERS, "--by", "claimant")
    assert said.code == ANSWERED
    assert "No set of changes in the hands of the claimant" in said.out


def test_what_is_well_already_is_said_to_be(say: Say) -> None:
    said = say("change", MALL, "spc:art-10-para-1", *CUSTOMERS)
    assert "nothing would have to change" in said.out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("spc:art-2-item-22",), NOT_FOUND),
        (("spc:art-2-item-2", "--activity", "nothing"), NOT_FOUND),
        (("spc:art-2-item-2", "--by", "court"), UNREADABLE),
        (("spc:art-2-item-2", "--size", "0"), UNREADABLE),
        (("spc:art-2-item-2", "--profile", "nothing"), NOT_FOUND),
    ],
)
def test_what_cannot_be_asked_ends_with_its_exit_code(words: tuple[str, ...], code: int, say: Say) -> None:
    said = say("change", MALL, *words)
    assert said.code == code
    assert said.out == ""
    assert said.err


def test_a_program_is_told_the_same(say: Say, reasoner: Reasoner) -> None:
    deployment = prima_facie.read(reasoner, json.loads(MALL.read_text(encoding="utf-8")))
    found = prima_facie.changes(reasoner, deployment, "spc:art-2-item-2")
    told = json.loads(say("change", MALL, "spc:art-2-item-2", "--json").out)
    assert [each.activity for each in found] == [each["activity"] for each in told]
    assert [len(each.sets) for each in found] == [len(each["sets"]) for each in told]
    (one,) = prima_facie.changes(
        reasoner, deployment, "spc:art-2-item-2", activity="missing-children", by=prima_facie.Control.CLAIMANT
    )
    assert one.by is prima_facie.Control.CLAIMANT
