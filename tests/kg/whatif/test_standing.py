"""Standing: the statuses of an assessment, and nothing more."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.assessment import Assessment
from kg.errors import InputError
from kg.reasoner import Reasoner
from kg.rows import expand
from kg.whatif.standing import standing
from tests.kg.descriptions import descriptions


def found(reasoner: Reasoner, description: Mapping[str, Any]) -> dict[tuple[str, str], object]:
    plan = reasoner.plan(reasoner.law.options())
    rows = expand(reasoner.read(description), reasoner.vocabulary, reasoner.words, plan.cuts)
    return dict(standing(reasoner.law, plan, rows).findings())


def told(assessment: Assessment) -> dict[tuple[str, str], object]:
    return {(each.activity, each.provision): each.status for each in assessment.findings}


def test_it_is_what_the_assessment_says_of_every_bundled_description(
    reasoner: Reasoner, bundled: Mapping[str, dict[str, Any]], assessments: Mapping[str, Assessment]
) -> None:
    for name, description in bundled.items():
        assert found(reasoner, description) == told(assessments[name])


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_it_is_what_the_assessment_says_of_any_description(reasoner: Reasoner, data: st.DataObject) -> None:
    description = data.draw(descriptions(reasoner.vocabulary))
    try:
        assessment = reasoner.assess(reasoner.read(description))
    except InputError:
        pytest.skip("no description")
    assert found(reasoner, description) == told(assessment)
