"""The ready queries: each is valid, stays within the limits, and answers what the reasoner says."""

import pytest
from graphql import GraphQLSchema, OperationDefinitionNode, build_schema, parse, validate

from api.asking import ready
from api.settings import Settings
from kg.reasoner import Reasoner
from tests.api import queried_facts, queried_law
from tests.api.asking import Server
from tests.api.matters import CHINESE, ROOT
from tests.api.queried import FOLDER, QUERIES, Known, Query

CHECKS = {**queried_facts.CHECKS, **queried_law.CHECKS}
DEAREST = 0.5
"""The part of the allowed cost that a ready query may ask for, so that whoever widens it is not refused at once."""


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build_schema((ROOT / "data" / "schema.graphql").read_text(encoding="utf-8"))


def each(several: list[Query]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("query", several, ids=[one.name for one in several])


def test_there_is_a_check_for_every_query_and_no_other() -> None:
    assert sorted(CHECKS) == sorted(query.name for query in QUERIES)
    assert len(QUERIES) > 16


@each(QUERIES)
def test_it_is_valid_and_what_stands_beside_it_are_its_variables(schema: GraphQLSchema, query: Query) -> None:
    document = parse(query.text)
    assert validate(schema, document) == []
    (operation,) = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    declared = {one.variable.name.value for one in operation.variable_definitions or ()}
    assert set(query.variables) <= declared


def test_the_titles_are_questions_in_both_languages_and_no_two_alike() -> None:
    titles = [one.title for one in ready(FOLDER)]
    assert len(titles) == len({title.en for title in titles}) == len({title.zh for title in titles}) == len(QUERIES)
    for title in titles:
        assert title.en.endswith("?")
        assert title.zh.endswith("？")
        assert CHINESE.search(title.zh)
        assert not CHINESE.search(title.en)


@each(QUERIES)
def test_it_is_answered_as_the_reasoner_says(server: Server, reasoner: Reasoner, query: Query) -> None:
    said = server.ask(query.text, **query.variables).json()
    assert "errors" not in said
    CHECKS[query.name](said["data"], Known(reasoner, query.variables))
    assert said["extensions"]["primaFacie"]["cost"]["requested"] <= Settings().cost * DEAREST


def test_a_receipt_just_given_comes_about_again(server: Server) -> None:
    asked, replayed = (next(one for one in QUERIES if one.name == name) for name in ("receipt", "verify-receipt"))
    given = server.answer(asked.text, **asked.variables)["receipt"]["json"]
    found = server.answer(replayed.text, **{**asked.variables, "receipt": given})["verifyReceipt"]
    assert (found["same"], found["differs"]) == (True, [])
