"""A description is read whole or not at all, and everything wrong with it is said at once."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import intake
from kg.coherence import coherences
from kg.errors import InputError, Problem, Severity
from kg.expression import Citation, Members
from kg.formats import from_json, from_jsonld, from_turtle
from kg.graph import home
from kg.reasoner import Reasoner
from kg.row import Entry
from kg.text import Language
from kg.vocabulary import Level
from tests.kg.descriptions import descriptions, shuffled

KG = Path(intake.__file__).parent
CASES = yaml.safe_load((Path(__file__).parent / "malformed.yaml").read_text(encoding="utf-8"))


def described(facts: Mapping[str, Any], **more: object) -> dict[str, Any]:
    return {"id": "d", "activities": [{"id": "a", "facts": facts}], **more}


def entry(reasoner: Reasoner, name: str, given: object, **more: object) -> Entry:
    return reasoner.read(described({name: given}, **more)).activities[0].facts[name]


def plain(case: dict[str, Any], reasoner: Reasoner) -> Mapping[str, object]:
    if "json" in case:
        return from_json(case["json"].encode(), reasoner.words)
    if "jsonld" in case:
        return from_jsonld(case["jsonld"].encode(), reasoner.vocabulary, reasoner.words)
    if "turtle" in case:
        return from_turtle(case["turtle"].encode(), reasoner.vocabulary, reasoner.words)
    description: Mapping[str, object] = case.get("description", described(case.get("facts", {})))
    return description


def reported(case: dict[str, Any], reasoner: Reasoner) -> tuple[Problem, ...]:
    try:
        return reasoner.read(plain(case, reasoner)).problems
    except InputError as error:
        return error.problems


def said(problem: Problem) -> str:
    severity = "" if problem.severity is Severity.VIOLATION else f"{problem.severity.value} "
    return f"{severity}{problem.code} {problem.path}"


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_what_is_wrong_is_said_with_its_place_and_remedy(case: dict[str, Any], reasoner: Reasoner) -> None:
    problems = reported(case, reasoner)
    violations = [problem for problem in problems if problem.severity is Severity.VIOLATION]
    assert len(violations) in {0, len(problems)}
    assert [said(problem) for problem in problems] == case["problems"]
    for problem in problems:
        for language in Language:
            assert problem.message[language].strip()
            assert problem.remedy[language].strip()
            assert not re.search(r"\{[a-z]+\}", problem.says(language))


def test_the_table_is_long_enough_to_be_worth_reading() -> None:
    assert len(CASES) > 100
    assert len({case["case"] for case in CASES}) == len(CASES)


def test_every_problem_the_code_may_report_has_its_words(reasoner: Reasoner) -> None:
    modules = ("intake", "values", "coherence", "deployment", "rows", "triples", "formats")
    source = "".join((KG / f"{name}.py").read_text(encoding="utf-8") for name in modules)
    codes = set(re.findall(r'(?:refuse|warn|note|problem|_found|_said|_report|words)\(\s*"([a-z0-9-]+)"', source))
    codes |= {f"not-{form}" for form in re.findall(r'expect\(\s*"([a-z]+)"', source)}
    codes |= {f"place-{level.value}" for level in Level}
    written = (home() / "ontology/words/problems.ttl").read_text(encoding="utf-8")
    assert codes == set(re.findall(r"^word:([a-z0-9-]+) a", written, flags=re.MULTILINE))
    assert all(reasoner.words(code, **dict.fromkeys(PLACES, "x")).en for code in codes)


PLACES = re.findall(r"\{([a-z]+)\}", (home() / "ontology/words/problems.ttl").read_text(encoding="utf-8"))


def test_every_shape_of_a_coherent_description_is_broken_once(reasoner: Reasoner) -> None:
    said = {problem.message for case in CASES for problem in reported(case, reasoner)}
    shapes = coherences(reasoner.coherence, reasoner.graph, reasoner.vocabulary)
    assert len(shapes) >= 7
    assert {shape.message for shape in shapes} <= said


@pytest.mark.parametrize(
    ("name", "given", "names"),
    [
        ("frt_usd", True, "frt_used"),
        ("place_type", "mal", "mall"),
        ("purpose", ["paiment"], "payment"),
        ("live_mode", "sometimes", "live, retrospective, both"),
    ],
)
def test_a_remedy_names_what_would_be_right(name: str, given: object, names: str, reasoner: Reasoner) -> None:
    with pytest.raises(InputError) as caught:
        reasoner.read(described({name: given}))
    remedy = caught.value.problems[0].remedy
    assert names in remedy.en
    assert names in remedy.zh


def test_a_misplaced_fact_is_told_where_it_belongs(reasoner: Reasoner) -> None:
    with pytest.raises(InputError) as caught:
        reasoner.read(described({"claims_sought": ["deletion"]}))
    assert "$.matter.facts" in caught.value.problems[0].remedy.en


@pytest.mark.parametrize("unknown", [None, "unknown", {"value": None}, {"value": "unknown", "source": "the file"}])
def test_unknown_is_the_same_as_absent(unknown: object, reasoner: Reasoner) -> None:
    names = ("frt_used", "purpose", "place_type", "conduct_start", "required_by_rule", "breached_norms")
    assert reasoner.read(described(dict.fromkeys(names, unknown))) == reasoner.read(described({}))


CODES = {
    "purpose",
    "method",
    "scope",
    "processor_identity",
    "contact",
    "retention",
    "rights",
    "necessity",
    "impact",
} | {"recipients"}


@pytest.mark.parametrize(
    ("given", "present", "absent"),
    [
        (["purpose"], {"purpose"}, CODES - {"purpose"}),
        ([], set(), CODES),
        ({"present": ["purpose"]}, {"purpose"}, CODES - {"purpose"}),
        ({"present": ["purpose"], "open": True}, {"purpose"}, set()),
        ({"absent": ["method"]}, set(), {"method"}),
        ({"present": ["purpose"], "absent": ["method"]}, {"purpose"}, {"method"}),
        ({"present": ["purpose"], "absent": ["method"], "open": False}, {"purpose"}, CODES - {"purpose"}),
        ({"present": ["purpose"], "absent": ["purpose"], "open": False}, set(), CODES - {"purpose"}),
        ({"open": True}, set(), set()),
        (["purpose", "purpose"], {"purpose"}, CODES - {"purpose"}),
    ],
)
def test_a_list_is_closed_unless_it_says_what_is_absent_or_open(
    given: object, present: set[str], absent: set[str], reasoner: Reasoner
) -> None:
    assert entry(reasoner, "elements_disclosed", given).value == Members(frozenset(present), frozenset(absent))


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("conduct_start", "2021-08-01", date(2021, 8, 1)),
        ("conduct_start", date(2021, 8, 1), date(2021, 8, 1)),
        ("conduct_end", "open", date.max),
        ("affected_count", 3, Decimal(3)),
        ("affected_count", 2.5, Decimal("2.5")),
        ("affected_count", Decimal("2.50"), Decimal("2.5")),
        ("affected_count", 10**19 - 1, Decimal(10**19 - 1)),
        ("place_type", "mall", "mall"),
        ("required_by_rule", "none", Citation(None, None)),
        ("required_by_rule", "pipl:art-13", Citation("pipl:art-13", "law")),
        ("required_by_rule", "https://w3id.org/prima-facie/pipl/art-13", Citation("pipl:art-13", "law")),
        ("required_by_rule", {"citation": "Bank rule", "rank": "dept_rule"}, Citation("Bank rule", "dept_rule")),
        ("required_by_rule", {"citation": "Bank rule"}, Citation("Bank rule", None)),
    ],
)
def test_a_value_is_kept_as_what_it_is(name: str, given: object, value: object, reasoner: Reasoner) -> None:
    found = entry(reasoner, name, given)
    assert found.value == value
    assert found.path == f"$.activities[0].facts.{name}"
    assert entry(reasoner, name, {"value": given}).value == value


def test_an_envelope_keeps_who_judged_and_why(reasoner: Reasoner) -> None:
    said = {"value": False, "assessor": "counsel", "reasons": "cards exist", "source": "file 7", "as_of": "2024-01-01"}
    found = entry(reasoner, "necessary_for_service", said)
    assert (found.assessor, found.reasons, found.source) == ("counsel", "cards exist", "file 7")
    assert found.as_of == date(2024, 1, 1)


def test_one_assessor_may_stand_for_the_whole_description(reasoner: Reasoner) -> None:
    found = entry(reasoner, "necessary_for_service", given=False, assessor={"name": "counsel", "reasons": "seen"})
    assert (found.assessor, found.reasons) == ("counsel", "seen")
    own = entry(reasoner, "necessary_for_service", {"value": False, "assessor": "court"}, assessor="counsel")
    assert own.assessor == "court"
    assert entry(reasoner, "frt_used", given=True, assessor="counsel").assessor is None


def test_broken_rules_are_kept_by_rank_and_topic(reasoner: Reasoner) -> None:
    rules = [{"citation": "Some law", "rank": "law", "topic": "use"}, {"citation": "Some standard", "rank": "standard"}]
    found = entry(reasoner, "breached_norms", rules)
    assert isinstance(found.value, Members)
    assert found.value.present == {"law/use"}
    assert "law/notice" in found.value.absent
    assert not {member for member in found.value.absent if member.startswith("standard/")}
    assert [rule.source for rule in found.cited] == ["Some law", "Some standard"]
    assert entry(reasoner, "breached_norms", {"present": rules, "open": True}).value == Members(
        frozenset({"law/use"}), frozenset()
    )
    none = entry(reasoner, "breached_norms", "none").value
    assert none == entry(reasoner, "breached_norms", []).value
    assert isinstance(none, Members)
    assert none.absent


def test_a_title_in_one_language_serves_for_both(reasoner: Reasoner) -> None:
    assert reasoner.read(described({}, title={"zh": "商场"})).title.en == "商场"
    assert reasoner.read(described({}, title="The mall")).title.zh == "The mall"
    assert reasoner.read(described({})).title.en == "d"


def test_too_many_problems_are_counted(reasoner: Reasoner) -> None:
    facts = {f"no_such_fact_{number}": True for number in range(240)}
    with pytest.raises(InputError) as caught:
        reasoner.read(described(facts))
    assert len(caught.value.problems) == 201
    assert caught.value.problems[-1].code == "more-problems"
    assert "40" in caught.value.problems[-1].message.en


def deep(levels: int) -> list[object]:
    found: list[object] = []
    for _ in range(levels):
        found = [found]
    return found


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (deep(40), "too-deep"),
        (deep(5000), "too-deep"),
        (["x"] * 251, "too-many-members"),
        ({str(number): 1 for number in range(251)}, "too-many-members"),
        ("界" * 30_000, "text-too-long"),
        ("a\0b", "bad-character"),
        ({1: 2}, "key-no-text"),
        ({"x"}, "not-plain"),
        ([[["x"] * 250] * 250] * 250, "too-many-values"),
    ],
)
def test_limits_are_problems_and_come_before_any_work(given: object, code: str, reasoner: Reasoner) -> None:
    with pytest.raises(InputError) as caught:
        reasoner.read(described({"purpose": given, "frt_used": "yes"}))
    assert {problem.code for problem in caught.value.problems} == {code}


def test_a_description_that_holds_itself_is_too_deep(reasoner: Reasoner) -> None:
    endless: dict[str, Any] = {"id": "d"}
    endless["activities"] = [endless]
    with pytest.raises(InputError) as caught:
        reasoner.read(endless)
    assert caught.value.problems[0].code == "too-deep"


def test_activities_and_situations_are_limited(reasoner: Reasoner) -> None:
    with pytest.raises(InputError) as caught:
        reasoner.read({"id": "d", "activities": [{"id": f"a{number}"} for number in range(101)]})
    assert [problem.code for problem in caught.value.problems] == ["too-many-activities"]
    many = [{"id": f"x{number}"} for number in range(200)]
    with pytest.raises(InputError) as caught:
        reasoner.read({"id": "d", "activities": [{"id": "a", "groups": many, "consents": many, "recipients": many}]})
    assert [said(problem) for problem in caught.value.problems] == ["too-many-rows $.activities[0]"]


def test_what_is_shown_hides_nothing(reasoner: Reasoner) -> None:
    with pytest.raises(InputError) as caught:
        reasoner.read(described({"place_type": "m\u202eall\u0007"}))
    message = caught.value.problems[0].message.en
    assert "\\u202e" in message
    assert "\\u0007" in message
    assert "\u202e" not in message


def test_the_second_place_of_a_fact_makes_it_unknown_only_where_it_differs(reasoner: Reasoner) -> None:
    def problems(own: str, of_group: str) -> list[str]:
        groups = [{"id": "g", "facts": {"protected_status": of_group}}]
        activity = {"id": "a", "facts": {"protected_status": own}, "groups": groups}
        return [said(problem) for problem in reasoner.read({"id": "d", "activities": [activity]}).problems]

    assert problems("none", "none") == []
    assert problems("none", "under_14") == ["warning said-twice $.activities[0].facts.protected_status"]


def test_what_is_not_known_contradicts_nothing(reasoner: Reasoner) -> None:
    assert not reasoner.read(described({"consent_giver": "guardian"})).problems
    assert not reasoner.read(described({"incident_result": {"open": True}})).problems
    contested = {"consent_giver": "guardian", "protected_status": {"value": "none", "contested": True}}
    assert not reasoner.read(described(contested)).problems


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_the_order_of_names_never_matters(reasoner: Reasoner, data: st.DataObject) -> None:
    description = data.draw(descriptions(reasoner.vocabulary))
    other: Any = shuffled(data, description)
    assert reasoner.read(description) == reasoner.read(other)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | st.binary(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text() | st.integers(), inner, max_size=4),
    max_leaves=12,
)


@given(st.data())
@settings(deadline=None, max_examples=150)
def test_nothing_but_problems_comes_of_nonsense(reasoner: Reasoner, data: st.DataObject) -> None:
    """Put nonsense into a description that could be read, at a place drawn by lot, or in its stead."""
    description: Any = data.draw(descriptions(reasoner.vocabulary) | JUNK)
    for _ in range(data.draw(st.integers(0, 3))):
        _spoil(data, description)
    try:
        reasoner.read(description)
        problems = None
    except InputError as error:
        problems = error.problems
    assert problems != ()
    assert all(problem.remedy.en and problem.remedy.zh for problem in problems or ())


def _spoil(data: st.DataObject, place: object) -> None:
    while isinstance(place, dict | list) and place:
        key = data.draw(st.sampled_from(sorted(place, key=str) if isinstance(place, dict) else range(len(place))))
        if not isinstance(place[key], dict | list) or data.draw(st.booleans()):
            place[key] = data.draw(JUNK)
            return
        place = place[key]
