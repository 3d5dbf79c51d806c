"""The schema says what can be asked, and no more."""

import json
import re
from functools import cache
from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    find_breaking_changes,
    parse,
    validate,
)

from api.facts import spoken_path, stands
from api.schema import Schema, build
from api.view import Budget, Request
from kg.errors import InputError
from kg.reasoner import Reasoner
from kg.vocabulary import Fact, Kind, Level
from tests.api.asking import camel

ROOT = Path(__file__).resolve().parents[2]
COMMITTED = ROOT / "data" / "schema.graphql"
RELEASED = Path(__file__).parent / "released.graphql"
LEVELS = [level for level in Level if level is not Level.DERIVED]


@pytest.fixture(scope="session")
def schema(reasoner: Reasoner) -> Schema:
    return build(reasoner)


@pytest.fixture(scope="session")
def types(schema: Schema) -> GraphQLSchema:
    return build_schema(schema.as_str())


def test_the_committed_schema_is_the_running_one(schema: Schema) -> None:
    again = "the schema has changed; look at the difference and run: python -m api.schema > data/schema.graphql"
    assert COMMITTED.read_text(encoding="utf-8") == schema.as_str() + "\n", again


def test_the_schema_is_the_same_each_time_it_is_built(schema: Schema, reasoner: Reasoner) -> None:
    assert build(reasoner).as_str() == schema.as_str()


def test_what_breaks_clients_stands_in_the_changelog_and_nothing_else() -> None:
    before, now = (build_schema(path.read_text(encoding="utf-8")) for path in (RELEASED, COMMITTED))
    changes = [each.description for each in find_breaking_changes(before, now)]
    unreleased = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split("\n## ")[1]
    told = unreleased.split("\n### Schema\n")[1].split("\n### ")[0]
    assert re.findall(r"^- (.+)$", told, re.MULTILINE) == changes


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.value)
def test_each_level_offers_exactly_the_facts_that_may_stand_there(
    types: GraphQLSchema, reasoner: Reasoner, level: Level
) -> None:
    offered = types.type_map[f"{level.value.capitalize()}FactsInput"]
    assert isinstance(offered, GraphQLInputObjectType)
    readable = {camel(fact.name) for fact in reasoner.vocabulary.facts.values() if readable_at(reasoner, fact, level)}
    assert set(offered.fields) == readable


def readable_at(reasoner: Reasoner, fact: Fact, level: Level) -> bool:
    """Say whether a file may state a fact at a level."""
    said = {"facts": {fact.name: a_value(fact)}}
    activity: dict[str, object] = {"id": "a"}
    description: dict[str, object] = {"id": "d", "activities": [activity]}
    match level:
        case Level.DEPLOYMENT:
            description |= said
        case Level.ACTIVITY:
            activity |= said
        case Level.ACTOR:
            description["actors"] = [{"id": "x", **said}]
        case Level.MATTER:
            description["matter"] = said
        case _:
            activity[f"{level.value}s"] = [{"id": "x", **said}]
    try:
        reasoner.read(description)
    except InputError:
        return False
    return True


def a_value(fact: Fact) -> object:
    values: dict[Kind, object] = {
        Kind.BOOLEAN: False,
        Kind.CONCEPT: next(iter(fact.codes), None),
        Kind.CONCEPTS: list(fact.codes[:1]),
        Kind.DATE: "2024-01-01",
        Kind.NUMBER: 1,
        Kind.CITATION: [] if fact.many else "none",
        Kind.TEXT: "said",
    }
    return values[fact.kind]


def test_what_is_worked_out_has_no_field(reasoner: Reasoner) -> None:
    derived = [fact for fact in reasoner.vocabulary.facts.values() if fact.level is Level.DERIVED]
    assert derived
    assert not any(stands(fact, level) for fact in derived for level in LEVELS)


def test_every_field_of_a_fact_tells_its_name_in_a_file_and_its_question(
    types: GraphQLSchema, reasoner: Reasoner
) -> None:
    for fact in reasoner.vocabulary.facts.values():
        if fact.level is Level.DERIVED:
            continue
        offered = types.type_map[f"{fact.level.value.capitalize()}FactsInput"]
        assert isinstance(offered, GraphQLInputObjectType)
        said = " ".join((offered.fields[camel(fact.name)].description or "").split())
        assert said == f"`{fact.name}`: {fact.question.en} {fact.question.zh}"


def test_every_value_of_every_list_is_offered(types: GraphQLSchema, reasoner: Reasoner) -> None:
    for fact in reasoner.vocabulary.facts.values():
        if fact.scheme:
            name = "".join(word.capitalize() for word in fact.scheme.rsplit("/", 1)[1].split("_"))
            offered = types.type_map[name]
            assert isinstance(offered, GraphQLEnumType)
            assert list(offered.values) == [code.upper() for code in fact.codes]


def test_profiles_and_readings_are_those_of_the_law(types: GraphQLSchema, reasoner: Reasoner) -> None:
    law = reasoner.law
    options = {option.code.upper() for reading in law.readings.values() for option in reading.options}
    offered = {}
    for name in ("Profile", "Reading", "Option"):
        kind = types.type_map[name]
        assert isinstance(kind, GraphQLEnumType)
        offered[name] = set(kind.values)
    assert offered == {
        "Profile": {name.upper() for name in law.profiles},
        "Reading": {code.replace("-", "_") for code in law.readings},
        "Option": options,
    }


def test_every_type_and_every_field_without_a_plain_name_is_described(types: GraphQLSchema) -> None:
    plain = {"id", "label", "definition", "note", "title", "status", "code", "severity", "message", "remedy"}
    plain |= {"question", "number", "issuer", "kind", "edges", "pageInfo", "totalCount", "cursor", "node", "problems"}
    plain |= {"hasNextPage", "hasPreviousPage", "startCursor", "endCursor", "situations", "reading", "option"}
    silent = []
    for name, kind in types.type_map.items():
        if name.startswith("__") or not isinstance(kind, GraphQLObjectType | GraphQLInputObjectType | GraphQLEnumType):
            continue
        silent += [] if kind.description else [name]
        if not isinstance(kind, GraphQLEnumType):
            silent += [
                f"{name}.{each}" for each, field in kind.fields.items() if not field.description and each not in plain
            ]
    assert not silent


def test_the_first_query_is_valid(types: GraphQLSchema) -> None:
    for path in sorted((ROOT / "data" / "queries").glob("*.graphql")):
        assert validate(types, parse(path.read_text(encoding="utf-8"))) == [], path.name


@pytest.mark.parametrize(
    ("in_a_file", "in_the_input"),
    [
        ("$.activities[0].facts.frt_used", "$.activities[0].facts.frtUsed"),
        (
            "$.activities[12].groups[3].facts.protected_status.value",
            "$.activities[12].groups[3].facts.protectedStatus.value",
        ),
        ("$.facts.operations.value.absent[1]", "$.facts.operations.absent[1]"),
        ("$.facts.required_by_rule.value.rank", "$.facts.requiredByRule.value.rule.rank"),
        ("$.facts.breached_norms.value.present[0].in_force_from", "$.facts.breachedNorms.present[0].rule.inForceFrom"),
        ('$.facts["a_key b_c"]', '$.facts["a_key b_c"]'),
        ("$", "$"),
    ],
)
def test_a_path_is_said_as_it_stands_in_the_input(in_a_file: str, in_the_input: str) -> None:
    assert spoken_path(in_a_file) == in_the_input


@cache
def echo_fields() -> tuple[tuple[str, str], ...]:
    return (
        ("frtUsed: {value: true}", '{"frt_used": {"value": true}}'),
        ("frtUsed: {value: null}", '{"frt_used": {"value": null}}'),
        ("frtUsed: null", "{}"),
        ("frtUsed: {}", '{"frt_used": {"value": null}}'),
        ("frtUsed: {value: true, contested: true}", '{"frt_used": {"value": true, "contested": true}}'),
        ("placeType: {value: MALL}", '{"place_type": {"value": "mall"}}'),
        ("operations: {present: [COLLECT]}", '{"operations": {"value": {"present": ["collect"]}}}'),
        ("operations: {present: []}", '{"operations": {"value": {"present": []}}}'),
        ("operations: {present: null}", '{"operations": {"value": null}}'),
        ("operations: {open: true}", '{"operations": {"value": {"open": true}}}'),
        ('conductEnd: {value: "2024-01-31"}', '{"conduct_end": {"value": "2024-01-31"}}'),
        ("conductEnd: {open: true}", '{"conduct_end": {"value": "open"}}'),
        ("conductEnd: {open: false}", '{"conduct_end": {"value": null}}'),
        ('conductEnd: {value: "2024-01-31", open: true}', '{"conduct_end": {"value": ["2024-01-31", "open"]}}'),
        ("requiredByRule: {value: {none: true}}", '{"required_by_rule": {"value": "none"}}'),
        ("requiredByRule: {value: {none: false}}", '{"required_by_rule": {"value": null}}'),
        ('requiredByRule: {value: {provision: "x:y"}}', '{"required_by_rule": {"value": "x:y"}}'),
        (
            'requiredByRule: {value: {rule: {citation: "a", rank: LAW, inForceFrom: "2020-01-01"}}}',
            '{"required_by_rule": {"value": {"citation": "a", "rank": "law", "in_force_from": "2020-01-01"}}}',
        ),
        (
            'breachedNorms: {present: [{provision: "x:y"}], open: true}',
            '{"breached_norms": {"value": {"present": ["x:y"], "open": true}}}',
        ),
        (
            'consentWithdrawn: {value: true, from: "2022-05-01", asOf: "2022-06-01"}',
            '{"consent_withdrawn": {"value": true, "from": "2022-05-01", "as_of": "2022-06-01"}}',
        ),
        ("affectedCount: {value: 12}", '{"affected_count": {"value": 12.0}}'),
    )


@pytest.mark.parametrize(("given", "filed"), echo_fields(), ids=lambda said: re.sub(r"\W+", " ", str(said))[:50])
def test_what_a_client_says_is_what_a_file_would_say(
    schema: Schema, monkeypatch: pytest.MonkeyPatch, reasoner: Reasoner, given: str, filed: str
) -> None:
    heard: list[object] = []

    def read(description: object) -> None:
        heard.append(description)
        raise InputError(())

    monkeypatch.setattr(reasoner, "read", read)
    query = f'{{ assess(deployment: {{id: "d", activities: [{{id: "a", facts: {{{given}}}}}]}}) {{ __typename }} }}'
    result = schema.execute_sync(query, context_value=Request(Budget(100)))
    assert result.errors is None
    assert heard == [{"id": "d", "activities": [{"id": "a", "facts": json.loads(filed)}]}]
