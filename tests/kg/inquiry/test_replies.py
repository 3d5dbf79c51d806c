"""What somebody typed is understood as a description writes it, or refused with what may be answered."""

import re

import pytest

from kg.errors import InputError
from kg.inquiry.interview import Interview
from kg.inquiry.replies import understood
from kg.reasoner import Reasoner

CHINESE = re.compile(r"[\u4e00-\u9fff]")
GIVEN = {"id": "new", "activities": [{"id": "use"}], "matter": {}}


@pytest.fixture(scope="module")
def interview(reasoner: Reasoner) -> Interview:
    return Interview(reasoner, GIVEN)


@pytest.mark.parametrize(
    ("fact", "reply", "value"),
    [
        ("place_type", "mall", "mall"),
        ("place_type", "1", None),
        ("frt_function", "1, 3", ["verification_1to1", "analysis_emotion"]),
        ("elements_disclosed", "none", []),
        ("elements_disclosed", "无", []),
        ("elements_disclosed", "purpose, ...", {"present": ["purpose"], "open": True}),
        ("elements_disclosed", "purpose，-method", {"present": ["purpose"], "absent": ["method"]}),
        ("elements_disclosed", '{"present": ["purpose"], "open": true}', {"present": ["purpose"], "open": True}),
        ("conduct_start", "2022-03-01", "2022-03-01"),
        ("conduct_end", "open", "open"),
        ("conduct_end", "仍在继续", "open"),
        ("required_by_rule", "none", "none"),
        ("required_by_rule", "pipl:art-13", "pipl:art-13"),
        ("breached_norms", "pipl:art-13; cc:art-1035-para-1", ["pipl:art-13", "cc:art-1035-para-1"]),
        ("breached_norms", "无", []),
        ("victims_count", "12", 12),
        ("property_loss", "0.5", 0.5),
        ("consent_withdrawn", "yes 2022-05-01", {"value": True, "from": "2022-05-01"}),
        ("consent_withdrawn", "no", False),
    ],
)
def test_a_reply_is_understood_as_a_description_writes_it(
    interview: Interview, reasoner: Reasoner, fact: str, reply: str, value: object
) -> None:
    question = next(each for each in interview.agenda.questions if each.place.fact == fact)
    answer = understood(question, reply, reasoner.words)
    said = answer.value if answer.since is None else {"value": answer.value, "from": answer.since}
    first = question.options[0].code if value is None else value
    codes = [question.options[0].code, question.options[2].code] if reply == "1, 3" else first
    assert said == codes
    assert interview.answered(question, answer).deployment is not None


@pytest.mark.parametrize(
    ("fact", "reply"),
    [
        ("frt_used", "perhaps"),
        ("place_type", "99"),
        ("place_type", "0"),
        ("elements_disclosed", ","),
        ("elements_disclosed", "..."),
        ("elements_disclosed", "{"),
        ("elements_disclosed", "-nothing"),
        ("victims_count", "many"),
        ("victims_count", "NaN"),
        ("victims_count", "1e99"),
        ("frt_used", "²"),
    ],
)
def test_a_reply_that_is_no_answer_says_what_may_be_answered(
    interview: Interview, reasoner: Reasoner, fact: str, reply: str
) -> None:
    question = next(each for each in interview.agenda.questions if each.place.fact == fact)
    with pytest.raises(InputError) as refused:
        understood(question, reply, reasoner.words)
    (problem,) = refused.value.problems
    assert problem.path == question.id
    assert problem.remedy.en
    assert CHINESE.search(problem.remedy.zh)
