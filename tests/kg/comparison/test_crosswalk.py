"""Two instruments side by side: every correspondence is shown, and nothing is put together from two statuses."""

import re
from collections.abc import Mapping

import pytest

from kg.assessment import Assessment
from kg.comparison.compared import beside_data
from kg.comparison.contrast import Contrast
from kg.comparison.crosswalk import correspondences, side_by_side
from kg.engine import Status
from kg.errors import LawError
from kg.graph import BASE, PF, TYPE, Graph
from kg.reasoner import Reasoner
from kg.text import Language
from kg.wording import Wording

SOFT = {Status.SUPPORTED, Status.IN_TENSION, Status.NOT_ENGAGED, Status.OPEN}


def test_every_correspondence_is_shown_for_every_activity(
    reasoner: Reasoner, assessments: Mapping[str, Assessment]
) -> None:
    several = correspondences(reasoner.graph, reasoner.vocabulary)
    assert len(several) == len(reasoner.graph.of_type(PF + "Correspondence")) > 0
    for assessment in assessments.values():
        found = list(side_by_side(assessment, several, reasoner.law))
        wanted = [(activity.id, each.id) for activity in assessment.activities for each in several]
        assert [(each.activity, each.correspondence.id) for each in found] == wanted


def test_a_finding_is_the_one_of_the_assessment_and_stays_on_its_side(
    reasoner: Reasoner, assessments: Mapping[str, Assessment]
) -> None:
    several = correspondences(reasoner.graph, reasoner.vocabulary)
    for assessment in assessments.values():
        for each in side_by_side(assessment, several, reasoner.law):
            for side in (*each.starts, *each.ends):
                for finding in side.findings:
                    assert assessment.finding(each.activity, finding.provision) is finding
                    if reasoner.law.instruments[finding.instrument].rank == "soft_law":
                        assert finding.status in SOFT


def test_an_article_stands_for_what_is_within_it(reasoner: Reasoner, assessments: Mapping[str, Assessment]) -> None:
    law = reasoner.law
    several = correspondences(reasoner.graph, reasoner.vocabulary)
    assessment = next(iter(assessments.values()))
    sides = [side for each in side_by_side(assessment, several, law) for side in each.ends]
    whole = [side for side in sides if len(side.findings) > 1]
    assert whole
    assert all(law.provisions[finding.provision].parent == side.name for side in whole for finding in side.findings)


def test_a_gap_is_shown_and_not_passed_over(
    reasoner: Reasoner, wording: Wording, assessments: Mapping[str, Assessment]
) -> None:
    several = correspondences(reasoner.graph, reasoner.vocabulary)
    gaps = [each for each in several if not each.ends]
    assert gaps
    assessment = next(iter(assessments.values()))
    pairs = list(side_by_side(assessment, several, reasoner.law))
    told = [line.says.en.strip() for line in Contrast(wording).beside(assessment, pairs)]
    assert told.count(reasoner.words("beside-gap").en) == len(gaps) * len(assessment.activities)
    assert any(each["to"] == [] for each in beside_data(assessment, pairs, Language.ZH)["beside"])  # type: ignore[attr-defined]


def test_no_word_of_meeting_or_violating_is_used_of_either_side(
    reasoner: Reasoner, wording: Wording, assessments: Mapping[str, Assessment]
) -> None:
    several = correspondences(reasoner.graph, reasoner.vocabulary)
    for assessment in assessments.values():
        pairs = side_by_side(assessment, several, reasoner.law)
        said = " ".join(line.says.en for line in Contrast(wording).beside(assessment, pairs))
        assert not re.search(r"\b(compliant|violated|overall|score)\b", said, re.IGNORECASE)


def test_a_correspondence_that_is_not_whole_is_refused(reasoner: Reasoner) -> None:
    with pytest.raises(LawError, match="crosswalk:x needs"):
        correspondences(Graph([(BASE + "crosswalk/x", TYPE, PF + "Correspondence")]), reasoner.vocabulary)
