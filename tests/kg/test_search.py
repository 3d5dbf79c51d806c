"""What is found, in which order, and why: held to a handful of entries that are read at a glance."""

import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st

from kg.entry import Entry, NodeKind, Place
from kg.search import Index
from kg.text import Text
from kg.tokens import folded, tokens


def entry(name: str, label: tuple[str, str], *more: tuple[Place, str, str], kind: NodeKind = NodeKind.NORM) -> Entry:
    says = ((Place.LABEL, Text(*label)), *((place, Text(en, zh)) for place, en, zh in more))
    return Entry(name, kind, says, (name,))


ENTRIES = (
    entry("x:consent", ("consent", "同意"), (Place.DEFINITION, "The person agrees.", "本人表示认可。")),
    entry("x:written", ("written form", "书面形式"), (Place.DEFINITION, "Consent on paper.", "以书面作出同意。")),
    entry("x:noted", ("a note", "备注"), (Place.NOTE, "Consent is treated elsewhere, at length.", "同意另有规定。")),
    entry(
        "x:mall",
        ("shopping mall", "商场"),
        (Place.DEFINITION, "A business place.", "经营场所。"),
        kind=NodeKind.CONCEPT,
    ),
    entry("x:malls", ("malls and shops", "商场与商店"), (Place.DEFINITION, "Places.", "场所。"), kind=NodeKind.CONCEPT),
    *(entry(f"x:{number}", (f"filler {number}", f"其他{number}")) for number in range(40)),
)
INDEX = Index(ENTRIES)


def found(text: str, *kinds: NodeKind) -> list[str]:
    return [hit.id for hit in INDEX.find(text, kinds or None)]


def test_a_word_counts_more_in_a_label_than_in_a_definition_and_there_more_than_in_a_note() -> None:
    assert found("consent") == ["x:consent", "x:written", "x:noted"]
    assert found("同意") == ["x:consent", "x:written", "x:noted"]
    assert [hit.place for hit in INDEX.find("consent")] == [Place.LABEL, Place.DEFINITION, Place.NOTE]


def test_what_is_called_exactly_so_stands_first_whatever_else_holds_the_word() -> None:
    assert found("商场")[0] == "x:mall"
    assert found("x:noted")[0] == "x:noted"
    assert found("malls and shops")[0] == "x:malls"


def test_a_plural_finds_the_singular_and_a_beginning_finds_both() -> None:
    assert set(found("mall")) == set(found("malls")) == set(found("mal")) == {"x:mall", "x:malls"}
    assert found("ma") == []


def test_half_of_the_words_must_be_there() -> None:
    assert found("written zebra") == ["x:written"]
    assert found("written zebra giraffe") == []
    assert found("书面同意")[0] == "x:written"


def test_kinds_narrow() -> None:
    assert found("place", NodeKind.NORM) == []
    assert set(found("place", NodeKind.CONCEPT)) == {"x:mall", "x:malls"}


def test_one_character_is_found_wherever_it_stands() -> None:
    assert "x:mall" in found("商")
    assert "x:mall" in found("场")


def test_a_long_text_is_shown_around_what_was_found() -> None:
    long = "word " * 100 + "needle in the hay " + "word " * 100
    (hit,) = Index((entry("x:long", ("a", "甲"), (Place.NOTE, long, long)),)).find("needle")
    assert "needle" in hit.excerpt
    assert len(hit.excerpt) <= 162
    assert hit.excerpt[0] == hit.excerpt[-1] == "…"


@given(st.text(max_size=60))
@budget(max_examples=200, deadline=None)
def test_whatever_is_asked_the_answer_is_in_order_and_the_same_again(text: str) -> None:
    hits = INDEX.find(text)
    assert hits == Index(tuple(reversed(ENTRIES))).find(text) == INDEX.find(text)
    assert [(-hit.score, hit.id) for hit in hits] == sorted((-hit.score, hit.id) for hit in hits)
    assert len({hit.id for hit in hits}) == len(hits)


@given(st.text(max_size=60))
@budget(max_examples=200, deadline=None)
def test_every_token_stands_where_it_says(text: str) -> None:
    for token in tokens(text):
        assert folded(text[token.start : token.start + len(token.word)]) or not token.chinese
        if token.chinese:
            assert text.startswith(token.word, token.start)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("，。！", []),
        ("人", ["人"]),
        ("人脸识别", ["人脸", "脸识", "识别"]),
        ("用face识别", ["用", "face", "识别"]),
        ("The controller's duties", ["the", "controller", "s", "duty"]),
        ("第4条", ["第", "4", "条"]),
        ("ＦＡＣＥ naïve", ["face", "naive"]),
    ],
)
def test_texts_are_cut_into_words_and_pairs(text: str, words: list[str]) -> None:
    assert [token.word for token in tokens(text)] == words
