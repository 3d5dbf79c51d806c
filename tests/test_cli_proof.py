"""A proof taken along from the command line, in each form."""

import json
from xml.etree import ElementTree as ET

import pytest

from kg.graph import home
from kg.rendering.forms import Form
from tests.saying import Say

TIANJIN, MALL = (home() / "data" / "deployments" / f"{name}.json" for name in ("tianjin-2021", "mall-2024"))
ITEM = "spc:art-4-item-1"


def test_each_form_is_what_it_says(say: Say) -> None:
    text, linked, chart, drawing = (say("why", TIANJIN, ITEM, "--as", form.value).out for form in Form)
    assert text[0] in "✓✗?"
    assert text.endswith("\n")
    assert json.loads(linked)["@graph"]
    assert chart.startswith("flowchart LR\n")
    assert ET.fromstring(drawing).get("role") == "group"  # noqa: S314 - our own words


def test_a_proof_speaks_the_language_asked_for(say: Say) -> None:
    assert "第四条" in say("why", TIANJIN, ITEM, "--as", "text", "--lang", "zh").out


@pytest.mark.parametrize("form", Form)
def test_of_several_proofs_one_must_be_named(say: Say, form: Form) -> None:
    said = say("why", MALL, "spc:art-2-item-1", "--as", form.value)
    assert said.code == 2
    assert "--activity" in said.err
    activity = json.loads(MALL.read_text(encoding="utf-8"))["activities"][0]["id"]
    assert say("why", MALL, "spc:art-2-item-1", "--as", form.value, "--activity", activity).code == 0


def test_a_form_there_is_not_is_refused(say: Say) -> None:
    assert say("why", TIANJIN, ITEM, "--as", "png").code == 2
