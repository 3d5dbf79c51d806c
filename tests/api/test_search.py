"""What is searched for in the law graph, in two languages, and what is found."""

from collections import Counter
from typing import Any

import pytest

from api.schema import build
from api.search import LONGEST
from api.view import Library
from kg.entry import Place
from kg.naming import folded
from kg.reasoner import Reasoner
from kg.searchable import entries
from tests.api.asking import Server
from tests.api.lookups import Lookup

QUERY = """query ($text: String!, $kinds: [NodeKind!], $first: Int! = 20, $after: String, $language: Language! = EN) {
  search(text: $text, kinds: $kinds, first: $first, after: $after, language: $language) { totalCount
    edges { node { score kind field excerpt node { __typename id label } } } pageInfo { hasNextPage endCursor } } }"""


@pytest.fixture(scope="session")
def look(reasoner: Reasoner) -> Lookup:
    return Lookup(build(reasoner))


@pytest.fixture(scope="session")
def library(reasoner: Reasoner) -> Library:
    return Library.of(reasoner)


def search(look: Lookup, text: str, **variables: object) -> list[dict[str, Any]]:
    found = look.answer(QUERY, text=text, **variables)["search"]["edges"]
    return [edge["node"] for edge in found]


def found(look: Lookup, text: str, **variables: object) -> list[str]:
    return [each["node"]["id"] for each in search(look, text, **variables)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("商场", "concept/place_type/mall"),
        ("mall", "concept/place_type/mall"),
        ("Malls", "concept/place_type/mall"),
        ("第四条第二项", "spc:art-4-item-2"),
        ("4(2)", "spc:art-4-item-2"),
        ("spc:art-4-item-2", "spc:art-4-item-2"),
        ("frt_used", "fact:frt_used"),
        ("IC-27", "reading:IC-27"),
        ("tianjin-2022", "matter:tianjin-2022"),
        ("mall-2024", "example:mall-2024"),
    ],
)
def test_what_is_named_comes_first(look: Lookup, text: str, first: str) -> None:
    assert found(look, text)[0] == first


def test_a_server_answers_a_search_in_chinese(server: Server, reasoner: Reasoner) -> None:
    label = reasoner.law.provisions["spc:art-4-item-2"].label.zh
    first = server.answer(QUERY, text=label, language="ZH")["search"]["edges"][0]["node"]
    assert first["node"] == {"__typename": "Provision", "id": "spc:art-4-item-2", "label": label}


@pytest.mark.parametrize("text", ["监护", "删除", "同意", "公共", "脸"])
def test_two_chinese_characters_are_found_where_they_stand(look: Lookup, text: str) -> None:
    hits = search(look, text, language="ZH")
    assert hits
    assert all(text in each["excerpt"] for each in hits)


def test_a_plural_and_a_beginning_find_what_the_word_finds(look: Lookup) -> None:
    assert found(look, "guardians") == found(look, "guardian")
    assert set(found(look, "guardian", first=5)) <= set(found(look, "guardi", first=100))
    assert set(found(look, "GUARDIAN")) == set(found(look, "guardian"))


@pytest.mark.parametrize("text", ["zzzqqq", "食品安全", "蘑菇", "", " ", "?!…", "。"])
def test_nonsense_finds_nothing(look: Lookup, text: str) -> None:
    page = look.answer(QUERY, text=text)["search"]
    assert page == {"totalCount": 0, "edges": [], "pageInfo": {"hasNextPage": False, "endCursor": None}}


def test_kinds_narrow_what_is_found(look: Lookup) -> None:
    for kind, name in (
        ("PROVISION", "Provision"),
        ("FACT", "Fact"),
        ("CONCEPT", "Concept"),
        ("READING", "ContestedReading"),
    ):
        hits = search(look, "consent", kinds=[kind])
        assert hits
        assert {(each["kind"], each["node"]["__typename"]) for each in hits} == {(kind, name)}
    assert search(look, "consent", kinds=[]) == []


def test_the_same_search_has_the_same_answer_page_by_page(look: Lookup, reasoner: Reasoner) -> None:
    whole = search(look, "同意 consent", first=100)
    assert search(Lookup(build(reasoner)), "同意 consent", first=100) == whole
    pages: list[dict[str, Any]] = []
    after = None
    while len(pages) < len(whole):
        answer = look.answer(QUERY, text="同意 consent", first=7, after=after)["search"]
        pages += [edge["node"] for edge in answer["edges"]]
        after = answer["pageInfo"]["endCursor"]
    assert pages[: len(whole)] == whole
    scores = [each["score"] for each in whole]
    assert scores == sorted(scores, reverse=True)
    assert all(each["score"] > 0 for each in whole)


def test_a_search_is_no_longer_than_its_limit(look: Lookup) -> None:
    assert look.answer(QUERY, text="x" * LONGEST)["search"]["totalCount"] == 0
    assert look.refused(QUERY, text="x" * (LONGEST + 1)) == "STRING_TOO_LONG"


def test_every_label_finds_its_own_node_among_the_first(library: Library) -> None:
    atlas = library.atlas
    everything = entries(atlas.reasoner, atlas.commentary, atlas.examples)
    said = [(e.id, name) for e in everything for p, t in e.says if p is Place.LABEL for name in (t.en, t.zh)]
    alike = Counter(name for _, name in {(each, folded(name)) for each, name in said})
    for identifier, name in said:
        first = [hit.id for hit in atlas.index.find(name)[: 2 + alike[folded(name)]]]
        assert identifier in first, name


def test_everything_that_can_be_shown_can_be_found_and_shown(look: Lookup, library: Library) -> None:
    atlas = library.atlas
    names = [each.id for each in entries(atlas.reasoner, atlas.commentary, atlas.examples)]
    assert len(names) == len(set(names))
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    for start in range(0, len(names), 100):
        some = names[start : start + 100]
        assert [each and each["id"] for each in look.answer(query, ids=some)["nodes"]] == some
