"""Two instruments side by side: every correspondence is shown, and nothing is put together from two statuses."""

import re
from collections.abc import Collection, Mapping

import pytest

from kg.assessment import Assessment
from kg.commentary import Commentary
from kg.comparison.compared import beside_data
from kg.comparison.contrast import Contrast
from kg.comparison.crosswalk import side_by_side
from kg.engine import Status
from kg.reasoner import Reasoner
from kg.remarks import Correspondence
from kg.text import Language
from kg.wording import Wording

SOFT = {Status.SUPPORTED, Status.IN_TENSION, Status.NOT_ENGAGED, Status.OPEN}


@pytest.fixture(scope="module")
def several(reasoner: Reasoner) -> Collection[Correspondence]:
    return Commentary(reasoner.graph, reasoner.law, reasoner.vocabulary).correspondences.values()


def test_every_correspondence_is_shown_for_every_activity(
    reasoner: Reasoner, several: Collection[Correspondence], assessments: Mapping[str, Assessment]
) -> None:
    assert several
    for assessment in assessments.values():
        found = list(side_by_side(assessment, several, reasoner.law))
        wanted = [(activity.id, each.id) for activity in assessment.activities for each in several]
        assert [(each.activity, each.correspondence.id) for each in found] == wanted
        for each in found:
            row = each.correspondence
            assert [side.name for side in each.starts] == [*row.starts]
            assert [side.name for side in each.ends] == [*row.ends, *row.instruments]


def test_a_finding_is_the_one_of_the_assessment_and_stays_on_its_side(
    reasoner: Reasoner, several: Collection[Correspondence], assessments: Mapping[str, Assessment]
) -> None:
    for assessment in assessments.values():
        for each in side_by_side(assessment, several, reasoner.law):
            for side in (*each.starts, *each.ends):
                for finding in side.findings:
                    assert assessment.finding(each.activity, finding.provision) is finding
                    if reasoner.law.instruments[finding.instrument].rank == "soft_law":
                        assert finding.status in SOFT


def test_an_article_stands_for_what_is_within_it(
    reasoner: Reasoner, several: Collection[Correspondence], assessments: Mapping[str, Assessment]
) -> None:
    law = reasoner.law
    assessment = next(iter(assessments.values()))
    sides = [side for each in side_by_side(assessment, several, law) for side in each.ends]
    whole = [side for side in sides if len(side.findings) > 1]
    assert whole
    assert all(law.provisions[finding.provision].parent == side.name for side in whole for finding in side.findings)


def test_a_gap_is_shown_and_not_passed_over(
    reasoner: Reasoner,
    wording: Wording,
    several: Collection[Correspondence],
    assessments: Mapping[str, Assessment],
) -> None:
    gaps = [each for each in several if not each.ends and not each.instruments]
    assert gaps
    assessment = next(iter(assessments.values()))
    pairs = list(side_by_side(assessment, several, reasoner.law))
    told = [line.says.en.strip() for line in Contrast(wording).beside(assessment, pairs)]
    assert told.count(reasoner.words("beside-gap").en) == len(gaps) * len(assessment.activities)
    assert any(each["to"] == [] for each in beside_data(assessment, pairs, Language.ZH)["beside"])  # type: ignore[attr-defined]


def test_no_word_of_meeting_or_violating_is_used_of_either_side(
    reasoner: Reasoner,
    wording: Wording,
    several: Collection[Correspondence],
    assessments: Mapping[str, Assessment],
) -> None:
    for assessment in assessments.values():
        pairs = side_by_side(assessment, several, reasoner.law)
        said = " ".join(line.says.en for line in Contrast(wording).beside(assessment, pairs))
        assert not re.search(r"\b(compliant|violated|overall|score)\b", said, re.IGNORECASE)
