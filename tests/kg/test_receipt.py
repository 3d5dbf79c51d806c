"""Receipts: digests and none of the facts; what is the same is the same anywhere, and what differs is named."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import prima_facie
from kg import record
from kg.errors import InputError
from kg.graph import Sources, cache_folder, home
from kg.reasoner import Asked, Reasoner
from kg.receipt import Receipt, as_data, deciding, engine, from_data, receipt, verify
from kg.text import Language

VERSION = "1.2.3"
TOLD = "the client's own words"
FACTS: dict[str, Any] = {
    "frt_used": True,
    "individual_identifiable": True,
    "conduct_start": "2021-05-01",
    "necessary_for_service": {"value": False, "assessor": TOLD, "reasons": TOLD},
}


def described(**facts: Any) -> dict[str, Any]:
    activities = [{"id": "door", "title": TOLD, "facts": {**FACTS, **facts}}]
    return {"id": "secret-client", "title": TOLD, "activities": activities}


def given_for(reasoner: Reasoner, description: Mapping[str, Any], asked: Asked | None = None) -> Receipt:
    deployment = reasoner.read(description)
    return receipt(reasoner, deployment, reasoner.assess(deployment, asked), VERSION)


def differs(
    reasoner: Reasoner, one: Receipt, description: Mapping[str, Any], version: str = VERSION
) -> tuple[str, ...]:
    return verify(reasoner, one, reasoner.read(description), version).differs


def test_a_receipt_holds_none_of_the_facts(reasoner: Reasoner) -> None:
    deployment = reasoner.read(described())
    told = json.dumps(as_data(receipt(reasoner, deployment, reasoner.assess(deployment), VERSION)))
    for word in (TOLD, "secret-client", "door", "2021-05-01", *FACTS):
        assert word not in told


def test_the_same_question_gives_the_same_receipt_and_holds(reasoner: Reasoner) -> None:
    one = given_for(reasoner, described())
    assert given_for(reasoner, described()) == one
    assert differs(reasoner, one, described()) == ()


def test_facts_in_another_order_are_the_same_facts(reasoner: Reasoner) -> None:
    turned = described()
    turned["activities"][0]["facts"] = dict(reversed(turned["activities"][0]["facts"].items()))
    assert differs(reasoner, given_for(reasoner, described()), dict(reversed(turned.items()))) == ()


def test_other_facts_are_named(reasoner: Reasoner) -> None:
    assert differs(reasoner, given_for(reasoner, described()), described(rules_published=True)) == ("facts", "result")


def test_another_version_of_the_program_is_named_and_nothing_else(reasoner: Reasoner) -> None:
    assert differs(reasoner, given_for(reasoner, described()), described(), "1.2.4") == ("engine",)


def test_a_law_changed_elsewhere_is_named_and_the_result_still_holds(reasoner: Reasoner) -> None:
    sources = Sources.read(home())
    path = next(name for name in sources.ontology if name.endswith("core.ttl"))
    longer = replace(sources, ontology={**sources.ontology, path: sources.ontology[path] + b"\n# A remark.\n"})
    other = Reasoner(longer, cache_folder())
    assert differs(other, given_for(reasoner, described()), described()) == ("law",)


def test_a_result_that_was_never_given_is_named(reasoner: Reasoner) -> None:
    forged = replace(given_for(reasoner, described()), result="0" * 64)
    assert differs(reasoner, forged, described()) == ("result",)


def test_readings_day_and_language_are_part_of_the_question(reasoner: Reasoner) -> None:
    deployment = reasoner.read(described(conduct_end="open"))
    asked = Asked(readings=(("IC-14", "c"),), on=date(2024, 1, 1))
    one = receipt(reasoner, deployment, reasoner.assess(deployment, asked), VERSION, Language.ZH)
    assert (dict(one.readings)["IC-14"], one.on, one.language) == ("c", "2024-01-01", "zh")
    assert verify(reasoner, one, deployment, VERSION).differs == ()
    assert one.result != receipt(reasoner, deployment, reasoner.assess(deployment), VERSION, Language.ZH).result


def test_every_profile_replays(reasoner: Reasoner, bundled: Mapping[str, dict[str, Any]]) -> None:
    for profile, description in zip(cycle(reasoner.law.profiles), bundled.values(), strict=False):
        assert differs(reasoner, given_for(reasoner, description, Asked(profile)), description) == ()


def test_a_reading_that_this_law_does_not_know_is_no_error(reasoner: Reasoner) -> None:
    one = given_for(reasoner, described())
    odd = replace(one, readings=(*one.readings, ("IC-99", "z")), law="0" * 64)
    assert differs(reasoner, odd, described()) == ("law",)


def test_a_receipt_goes_into_data_and_back(reasoner: Reasoner) -> None:
    one = given_for(reasoner, described())
    assert from_data(json.loads(json.dumps(as_data(one))), reasoner.words) == one


BROKEN = {
    "nothing": ({}, {"receipt-key"}),
    "a key too many": ({"client": "x"}, {"receipt-stray"}),
    "no digest": ({"law": "abc"}, {"receipt-digest"}),
    "a digest in capitals": ({"facts": "A" * 64}, {"receipt-digest"}),
    "another format": ({"format": "receipt 9"}, {"receipt-format"}),
    "no day": ({"on": "2024-02-30"}, {"not-day"}),
    "another language": ({"language": "de"}, {"receipt-language"}),
    "readings in a list": ({"readings": ["IC-14"]}, {"not-object"}),
    "a version that is none": ({"version": 1}, {"not-text"}),
    "two things wrong": ({"version": 1, "language": None}, {"not-text", "receipt-language"}),
    "an altered result": ({"result": "0" * 64}, {"receipt-altered"}),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_receipt_is_refused_with_every_problem(reasoner: Reasoner, name: str) -> None:
    change, codes = BROKEN[name]
    data = {**as_data(given_for(reasoner, described())), **change} if change else {}
    with pytest.raises(InputError) as refused:
        from_data(data, reasoner.words)
    assert {problem.code for problem in refused.value.problems} == codes


WHOLE = Receipt("1.2.3", (("IC-14", "a"),), None, "en", *(letter * 64 for letter in "abcd"))
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(change=st.dictionaries(st.sampled_from([*(field.name for field in fields(Receipt)), "digest", "x"]), ANYTHING))
def test_no_receipt_that_was_altered_is_taken_for_one(reasoner: Reasoner, change: dict[str, Any]) -> None:
    whole = as_data(WHOLE)
    altered = {**whole, **change}
    if altered == whole:
        return
    with pytest.raises(InputError):
        from_data(altered, reasoner.words)


def test_the_engine_is_what_decides_an_answer_and_nothing_else() -> None:
    modules = set(deciding(home() / "kg"))
    assert {"truth", "engine", "burden", "proof", "compile", "deployment", "rows", "record", "wording"} <= modules
    assert not {"receipt", "query", "export", "compare", "planes"} & modules


def test_a_changed_module_that_decides_is_another_engine(tmp_path: Path) -> None:
    folder = tmp_path / "kg"
    shutil.copytree(home() / "kg", folder, ignore=shutil.ignore_patterns("__pycache__"))
    asked = "import kg.receipt; print(kg.receipt.engine('1'))"

    def told() -> str:
        done = subprocess.run([sys.executable, "-c", asked], cwd=tmp_path, capture_output=True, check=True, text=True)
        return done.stdout.strip()

    untouched = told()
    assert untouched == engine("1")
    (folder / "export.py").write_text("# nothing\n", encoding="utf-8")
    assert told() == untouched
    path = folder / "burden.py"
    path.write_text(path.read_text(encoding="utf-8") + "\n# a remark\n", encoding="utf-8")
    assert told() != untouched


def test_a_receipt_is_the_same_bytes_in_every_process() -> None:
    asked = (
        "import sys, json, prima_facie as p; law = p.load_law(); "
        "d = p.read(law, json.load(open(sys.argv[1], encoding='utf-8'))); "
        "print(json.dumps(p.receipt(law, d, p.assess(law, d))))"
    )
    path = home() / "data" / "deployments" / "mall-2024.json"
    told = [
        subprocess.run(
            [sys.executable, "-c", asked, str(path)],
            cwd=home(),
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1]
    assert json.loads(told[0])["digest"] == record.digest(
        {key: value for key, value in json.loads(told[0]).items() if key != "digest"}
    )


def test_the_facade_gives_receipts_and_replays_them(reasoner: Reasoner) -> None:
    deployment = reasoner.read(described())
    given = prima_facie.receipt(reasoner, deployment, reasoner.assess(deployment), Language.ZH)
    assert prima_facie.verify(reasoner, given, deployment) == ()
    assert prima_facie.verify(reasoner, given, reasoner.read(described(rules_published=True))) == ("facts", "result")
    with pytest.raises(InputError):
        prima_facie.verify(reasoner, {**given, "facts": "0" * 64}, deployment)
