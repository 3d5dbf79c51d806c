"""The facade: few names that keep their meaning, and nothing heavy behind them."""

import doctest
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import prima_facie
from kg.graph import home
from kg.reasoner import Reasoner

HEAVY = (
    "rdflib",
    "owlrl",
    "pyshacl",
    "strawberry",
    "graphql",
    "starlette",
    "uvicorn",
    "typer",
    "rich",
    "api",
    "polars",
)
QUIET = f"""
import sys
import prima_facie
law = prima_facie.load_law()
described = {{"id": "d", "activities": [{{"id": "a", "facts": {{"frt_used": True, "conduct_start": "2022-03-01"}}}}]}}
assessment = prima_facie.assess(law, prima_facie.read(law, described), profile="textual")
for finding in assessment.findings:
    prima_facie.explain(law, assessment, finding)
loaded = {{name.partition(".")[0] for name in sys.modules}}
print(sorted(loaded & set({HEAVY!r})), sorted(name for name in sys.modules if name.startswith("prima_facie")))
"""
GATE: dict[str, Any] = {
    "id": "gate",
    "activities": [
        {
            "id": "door",
            "facts": {
                "frt_used": True,
                "individual_identifiable": True,
                "conduct_start": "2021-05-01",
                "conduct_end": "open",
                "rules_published": False,
            },
        }
    ],
}


def test_every_name_that_is_offered_exists() -> None:
    assert [name for name in prima_facie.__all__ if not hasattr(prima_facie, name)] == []
    assert sorted(prima_facie.__all__) == list(prima_facie.__all__)
    assert len(set(prima_facie.__all__)) == len(prima_facie.__all__)


def test_every_name_that_is_offered_explains_itself() -> None:
    assert [name for name in prima_facie.__all__ if not getattr(prima_facie, name).__doc__] == []


def test_the_example_of_the_facade_is_true() -> None:
    result = doctest.testmod(prima_facie)
    assert result.attempted > 0
    assert result.failed == 0


def test_the_facade_loads_neither_graph_libraries_nor_servers_nor_the_command_line(reasoner: Reasoner) -> None:
    """The closure is in the cache by now; only to work it out anew takes more."""
    assert reasoner.edition
    done = subprocess.run([sys.executable, "-c", QUIET], cwd=home(), capture_output=True, check=True, text=True)
    assert done.stdout.split("\n")[0] == "[] ['prima_facie']"


def test_a_description_is_read_assessed_and_explained(reasoner: Reasoner) -> None:
    deployment = prima_facie.read(reasoner, GATE)
    assessment = prima_facie.assess(reasoner, deployment)
    finding = assessment.finding("door", "spc:art-2-item-2")
    assert finding is not None
    assert finding.status is prima_facie.Status.APPLIES
    english, chinese = (prima_facie.explain(reasoner, assessment, finding, each) for each in prima_facie.Language)
    assert english.startswith("Art. 2(2) applies")
    assert "✓" in english
    assert "第二条第（二）项" in chinese
    assert len(english.splitlines()) == len(chinese.splitlines())


def test_a_profile_and_a_single_reading_may_be_chosen(reasoner: Reasoner) -> None:
    deployment = prima_facie.read(reasoner, GATE)
    assessment = prima_facie.assess(reasoner, deployment, profile="textual", readings={"IC-14": "c"})
    finding = assessment.finding("door", "spc:art-2-item-2")
    assert finding is not None
    assert finding.status is prima_facie.Status.OUT_OF_SCOPE
    assert {"reading:IC-05-b", "reading:IC-14-c"} <= assessment.options


def test_a_day_closes_conduct_that_still_goes_on(reasoner: Reasoner) -> None:
    deployment = prima_facie.read(reasoner, GATE)
    statuses = []
    for day in (date(2021, 7, 31), date(2021, 8, 1)):
        assessment = prima_facie.assess(reasoner, deployment, on=day)
        finding = assessment.finding("door", "spc:art-2-item-2")
        assert finding is not None
        assert assessment.on == day
        statuses.append(finding.status)
    assert statuses == [prima_facie.Status.OUT_OF_SCOPE, prima_facie.Status.APPLIES]


def no_such_fact(law: Reasoner) -> object:
    return prima_facie.read(law, {"id": "d", "activities": [{"id": "a", "facts": {"no_such_fact": True}}]})


def no_such_profile(law: Reasoner) -> object:
    return prima_facie.assess(law, prima_facie.read(law, GATE), profile="generous")


def no_such_folder(_law: Reasoner) -> object:
    return prima_facie.load_law(Path("no-such-folder"))


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (no_such_fact, prima_facie.InputError),
        (no_such_profile, prima_facie.NotFoundError),
        (no_such_folder, prima_facie.NotFoundError),
    ],
)
def test_what_goes_wrong_is_of_one_of_four_kinds(
    reasoner: Reasoner, act: Callable[[Reasoner], object], kind: type[prima_facie.PrimaFacieError]
) -> None:
    with pytest.raises(kind) as raised:
        act(reasoner)
    assert isinstance(raised.value, prima_facie.PrimaFacieError)
    assert raised.value.code.startswith("PF")


def test_every_problem_of_a_description_is_told_at_once(reasoner: Reasoner) -> None:
    facts = {"no_such_fact": True, "frt_used": "perhaps"}
    with pytest.raises(prima_facie.InputError) as raised:
        prima_facie.read(reasoner, {"id": "d", "activities": [{"id": "a", "facts": facts}]})
    assert {each.path.rpartition(".")[2] for each in raised.value.problems} == set(facts)


@pytest.mark.parametrize("broken", ["ontology", "shapes"])
def test_a_further_law_that_cannot_be_read_is_an_error_of_the_law(tmp_path: Path, broken: str) -> None:
    (tmp_path / broken).mkdir()
    (tmp_path / broken / "broken.ttl").write_text("half a statement", encoding="utf-8")
    with pytest.raises(prima_facie.LawError, match=r"broken\.ttl"):
        prima_facie.load_law(tmp_path)


def test_every_bundled_description_can_be_read(reasoner: Reasoner) -> None:
    for path in sorted((home() / "data" / "deployments").glob("*.json")):
        assert prima_facie.read(reasoner, json.loads(path.read_text(encoding="utf-8"))).id == path.stem
