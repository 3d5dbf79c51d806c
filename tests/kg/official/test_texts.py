"""Texts: an official text beside the provisions, each character once, whatever the file holds."""

import os
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import InputError, NotFoundError
from kg.official.layout import layouts
from kg.official.shelf import BYTES, LINES, Source, data, read_shelf, source
from kg.official.texts import STRUCTURE, Alignment, Kind, aligned, normal
from kg.official.titles import recognised
from kg.reasoner import Reasoner

TITLE = "最高人民法院关于审理使用人脸识别技术处理个人信息相关民事案件适用法律若干问题的规定"
STATUTE = f"""# {TITLE}

2021年6月8日 虚构会议通过

<!-- 虚构的文本 -->

《某规定》已经通过，现予公布。

为测试而虚构本文。

第一章 总则

第一条 第一款的虚构文字。
第二款的虚构文字。
第三款的虚构文字。

第二条 有下列情形之一的，为虚构情形：
（一）第一项；
（二）第二项；
(3) 第三项；
第三条 没有款项的虚构条文。
第三条之一 增设的虚构条文。
第十七条 此处没有的条文。
第十六条 甲。

乙。

丙为多出的一款。

虚构机关

二〇二一年八月一日
"""
TRANSLATION = """Provisions of the Supreme People's Court

Article 1
Invented words of the first paragraph, which run on
over two lines and mention
Article 1034 of an invented code.

The second paragraph.

Article 2  It is invented where:
(1) the first item holds; or
(2) the second
item holds.

Article 3 Invented and short.

Article 4: Pleas

There is nothing to invent here.

Supreme Court of Inventions
"""
RESOLUTION = """
ADOPTED RESOLUTION ON FACIAL RECOGNITION TECHNOLOGY

SPONSORS:

- Authority of Alphaland
- Authority of
Betaland

CO-SPONSORS:
- Authority of Gammaland

The 42nd Invented Closed Session of the Global Privacy Assembly

ACKNOWLEDGING that this is invented;

NOTING one thing;

RECOGNIZING four others:

- a first;
- a second.

REAFFIRMING the [Resolution on Big
Data](#) and no other.

The Assembly reiterates the importance of:

1. Inventing by design;
2. Necessary inventions.

It resolves to work together for ever to:

1. Invent more;

This line is nobody's.
"""


def laid(reasoner: Reasoner, text: str, instrument: str) -> Alignment:
    """Return a text beside an instrument, every character of it seen once."""
    found = aligned(normal(text), reasoner.graph, reasoner.law, instrument, layouts(reasoner.graph))
    assert found is not None
    check(normal(text), found)
    return found


def check(text: str, alignment: Alignment) -> None:
    """Assert what holds of every text: pieces tile it, spans lie in it and hold what lies within."""
    assert "".join(text[piece.start : piece.end] for piece in alignment.pieces) == text
    assert all(piece.start < piece.end for piece in alignment.pieces)
    blanks = [text[piece.start : piece.end] for piece in alignment.pieces if piece.kind is Kind.BLANK]
    assert all(not re.sub(r"[\s#>*_]", "", blank) for blank in blanks)
    assert all(0 <= span.start < span.end <= len(text) for span in alignment.spans)
    ids = [span.id for span in alignment.spans]
    assert len(set(ids)) == len(ids)
    assert not set(ids) & set(alignment.missing)
    places = {span.id: span for span in alignment.spans}
    for piece in alignment.pieces:
        if piece.provision is not None:
            assert places[piece.provision].start <= piece.start
            assert piece.end <= places[piece.provision].end
        assert (piece.provision is None) or piece.kind in {Kind.TEXT, Kind.CHAPEAU, Kind.NUMBER, Kind.UNMATCHED}


def words(text: str, alignment: Alignment, provision: str) -> str:
    span = alignment.span(provision)
    assert span is not None, provision
    return normal(text)[span.start : span.end]


def kinds(text: str, alignment: Alignment, kind: Kind) -> list[str]:
    return [normal(text)[each.start : each.end] for each in alignment.pieces if each.kind is kind]


# Chinese statutes.


def test_a_statute_is_found_article_by_article(reasoner: Reasoner) -> None:
    found = laid(reasoner, STATUTE, "spc:provisions")
    said = {span.id: words(STATUTE, found, span.id) for span in found.spans}
    assert said["spc:preamble"] == "为测试而虚构本文。"
    assert said["spc:art-1"].startswith("第一条 第一款")
    assert said["spc:art-1"].endswith("第三款的虚构文字。")
    assert said["spc:art-1-para-1"] == "第一款的虚构文字。"
    assert said["spc:art-1-para-2"] == "第二款的虚构文字。"
    assert said["spc:art-2-item-1"] == "（一）第一项；"
    assert said["spc:art-2-item-3"] == "(3) 第三项；"
    assert said["spc:art-3"] == "第三条 没有款项的虚构条文。"
    assert said["spc:art-16-para-2"] == "乙。"
    assert said["spc:art-16"].endswith("丙为多出的一款。")


def test_what_no_provision_answers_and_what_was_not_found_is_told(reasoner: Reasoner) -> None:
    found = laid(reasoner, STATUTE, "spc:provisions")
    unmatched = kinds(STATUTE, found, Kind.UNMATCHED)
    assert unmatched == [
        "《某规定》已经通过，现予公布。",
        "第三条之一",
        "增设的虚构条文。",
        "第十七条",
        "此处没有的条文。",
        "丙为多出的一款。",
    ]
    assert "spc:art-4" in found.missing
    assert "spc:art-2-item-8" in found.missing
    assert len(found.spans) + len(found.missing) == len(
        [each for each in reasoner.law.provisions.values() if each.instrument == "spc:provisions"]
    )


def test_structure_is_no_provision(reasoner: Reasoner) -> None:
    found = laid(reasoner, STATUTE, "spc:provisions")
    assert kinds(STATUTE, found, Kind.CHAPEAU) == ["有下列情形之一的，为虚构情形："]
    headings = kinds(STATUTE, found, Kind.HEADING)
    assert headings == [TITLE, "2021年6月8日 虚构会议通过", "<!-- 虚构的文本 -->", "第一章 总则"]
    assert kinds(STATUTE, found, Kind.SIGNATURE) == ["虚构机关", "二〇二一年八月一日"]
    assert found.count(*STRUCTURE) + found.count(Kind.TEXT, Kind.UNMATCHED) == len(found.pieces)


def test_the_second_of_two_articles_with_one_number_is_unmatched(reasoner: Reasoner) -> None:
    text = "第三条 甲。\n第三条 乙。\n"
    found = laid(reasoner, text, "spc:provisions")
    assert words(text, found, "spc:art-3") == "第三条 甲。"
    assert kinds(text, found, Kind.UNMATCHED) == ["第三条", "乙。"]


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_the_ends_of_lines_change_nothing(reasoner: Reasoner, ends: str) -> None:
    assert laid(reasoner, STATUTE.replace("\n", ends), "spc:provisions") == laid(reasoner, STATUTE, "spc:provisions")


def test_paragraph_and_item_both_count_where_both_are_there(reasoner: Reasoner) -> None:
    text = "第一千零三十五条 引导语：\n（一）甲；\n（二）乙。\n第二款。\n"
    found = laid(reasoner, text, "cc:civil-code")
    assert words(text, found, "cc:art-1035-para-1-item-2") == "（二）乙。"
    assert words(text, found, "cc:art-1035-para-1") == "引导语：\n（一）甲；\n（二）乙。"
    assert words(text, found, "cc:art-1035-para-2") == "第二款。"


# English translations.


def test_a_translation_is_found_and_known_as_one(reasoner: Reasoner) -> None:
    found = laid(reasoner, TRANSLATION, "spc:provisions")
    said = {span.id: words(TRANSLATION, found, span.id) for span in found.spans}
    assert found.layout.translation
    assert said["spc:art-1-para-1"].startswith("Invented words")
    assert said["spc:art-1-para-1"].endswith("Article 1034 of an invented code.")
    assert said["spc:art-1-para-2"] == "The second paragraph."
    assert said["spc:art-2-item-1"] == "(1) the first item holds; or"
    assert said["spc:art-2-item-2"] == "(2) the second\nitem holds."
    assert said["spc:art-3"] == "Article 3 Invented and short."
    assert said["spc:art-4"].endswith("There is nothing to invent here.")
    assert kinds(TRANSLATION, found, Kind.SIGNATURE) == ["Supreme Court of Inventions"]


# The resolution.


def test_a_resolution_is_found_by_its_lists_and_opening_words(reasoner: Reasoner) -> None:
    found = laid(reasoner, RESOLUTION, "gpa:resolution")
    said = {span.id: words(RESOLUTION, found, span.id) for span in found.spans}
    assert said["gpa:sponsor-2"] == "- Authority of\nBetaland"
    assert said["gpa:co-sponsor-1"] == "- Authority of Gammaland"
    assert said["gpa:recital-1"] == "ACKNOWLEDGING that this is invented;"
    assert said["gpa:recital-6"].endswith("- a second.")
    assert said["gpa:recital-6-context-b"] == "- a second."
    assert said["gpa:recital-14"].startswith("REAFFIRMING")
    assert said["gpa:principle-2"] == "2. Necessary inventions."
    assert said["gpa:commitment-1"] == "1. Invent more;"
    assert {"gpa:recital-2", "gpa:recital-6-context-c", "gpa:commitment-2"} <= set(found.missing)
    assert not found.layout.translation


def test_an_instrument_named_within_a_recital_has_its_place(reasoner: Reasoner) -> None:
    found = laid(reasoner, RESOLUTION, "gpa:resolution")
    assert [(each.id, RESOLUTION[each.start : each.end]) for each in found.named] == [
        ("gpa:reference-3", "Resolution on Big\nData")
    ]


# Of what a text is.


@pytest.mark.parametrize(
    ("text", "instrument"),
    [
        (STATUTE, "spc:provisions"),
        (RESOLUTION, "gpa:resolution"),
        ("中华人民共和国民法典\n第八条 甲。", "cc:civil-code"),
        ("某公告\n法释〔2021〕15号\n第三条 甲。", "spc:provisions"),
        ("a letter about the Civil Code", None),
        ("《某法》第一条", None),
    ],
)
def test_a_text_is_known_by_the_title_at_its_head(reasoner: Reasoner, text: str, instrument: str | None) -> None:
    assert recognised(text, reasoner.graph, reasoner.law) == instrument


# Files.


def read(reasoner: Reasoner, held: bytes, **other: Any) -> Source:
    return source("file.txt", held, reasoner, **other)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_mark_of_byte_order_is_no_character(reasoner: Reasoner, mark: bytes) -> None:
    one = read(reasoner, mark + STATUTE.encode())
    assert one.text == STATUTE
    assert data(one)["counts"] == data(read(reasoner, STATUTE.encode()))["counts"]


@pytest.mark.parametrize(
    ("held", "code"),
    [
        (b"", "text-empty"),
        (b" \n\t\n", "text-empty"),
        ("中华人民共和国".encode("gb18030"), "text-not-utf-8"),
        (STATUTE.encode("utf-16"), "text-not-utf-8"),
        (b"a\0b", "text-not-utf-8"),
        (b"x" * (BYTES + 1), "text-too-large"),
        (b"\n" * (LINES + 1), "text-too-large"),
        (b"a letter", "text-of-what"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_how_to_mend_it(reasoner: Reasoner, held: bytes, code: str) -> None:
    with pytest.raises(InputError) as raised:
        read(reasoner, held)
    (problem,) = raised.value.problems
    assert (problem.code, problem.path) == (code, "file.txt")
    assert problem.remedy.en
    assert problem.remedy.zh


def test_an_instrument_is_named_as_people_name_it(reasoner: Reasoner) -> None:
    assert read(reasoner, "第三条 甲。".encode(), instrument="SPC").alignment.instrument == "spc:provisions"
    with pytest.raises(InputError, match="no provision"):
        read(reasoner, b"no article at all", instrument="spc:provisions")
    with pytest.raises(NotFoundError, match="spc:provisionz"):
        read(reasoner, STATUTE.encode(), instrument="spc:provisionz")


def test_a_folder_is_read_once_and_quoted_official_texts_first(reasoner: Reasoner, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{TITLE}\n{TRANSLATION}", encoding="utf-8")
    (tmp_path / "b.md").write_text(STATUTE, encoding="utf-8")
    (tmp_path / "c.md").write_text(STATUTE, encoding="utf-8")
    (tmp_path / "d.txt").write_bytes(b"\xff")
    (tmp_path / "e.pdf").write_bytes(b"\xff")
    (tmp_path / "folder.txt").mkdir()
    shelf = read_shelf(tmp_path, reasoner)
    quotes = shelf.quotes("spc:art-3")
    assert [(each.file, each.translation) for each in quotes] == [("b.md", False), ("a.txt", True)]
    assert quotes[0].text == "第三条 没有款项的虚构条文。"
    assert re.fullmatch(r"[0-9a-f]{64}", quotes[0].digest)
    assert [problem.path for problem in shelf.problems] == ["d.txt"]
    assert shelf.quotes("spc:art-4-item-3") == ()


def test_plain_data_holds_no_word_of_the_text_and_is_equal_for_equal_files(reasoner: Reasoner) -> None:
    one, other = (data(read(reasoner, STATUTE.encode())) for _ in range(2))
    assert one == other
    assert "虚构" not in str(one)


# Strangers.

ALPHABET = "第一二十百千条款项章（）(1)（三）.。；：;: \n\r-*#>•§ab Article NOTING SPONSORS 中\t\u3000\x0c\u2028\ufeff"
PARTS = ["第一条 ", "第十条", "（一）", "第", "条", "NOTING ", "RECOGNIZING", "- ", "1.", "SPONSORS:", "CO-SPONSORS:"]
PARTS += ["Article 1", "(2)", "\n", "\n\n", "\r", "。", "：", ".", "甲", "reiterates the importance of:"]
PARTS += ["The 42nd Closed Session of the Global Privacy Assembly", "第一章", "# ", "**", "第三条之一 ", "\u2028"]
WRITTEN = st.one_of(
    st.text(st.sampled_from(ALPHABET), max_size=300),
    st.lists(st.sampled_from(PARTS), max_size=60).map("".join),
    st.text(max_size=200),
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=WRITTEN, instrument=st.sampled_from(["spc:provisions", "gpa:resolution", "cc:civil-code"]))
def test_whatever_is_written_every_character_has_its_place(reasoner: Reasoner, text: str, instrument: str) -> None:
    found = aligned(normal(text), reasoner.graph, reasoner.law, instrument, layouts(reasoner.graph))
    if found is not None:
        check(normal(text), found)


def _encoded(text: str) -> bytes:
    return text.encode(errors="replace")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(held=st.one_of(st.binary(max_size=200), WRITTEN.map(_encoded)))
def test_whatever_bytes_come_the_answer_is_a_text_or_a_problem(reasoner: Reasoner, held: bytes) -> None:
    try:
        one = read(reasoner, held, instrument="spc:provisions")
    except InputError as error:
        assert error.problems
    else:
        check(one.text, one.alignment)


# The real texts, where a reader has them.


@pytest.fixture(scope="module")
def shelf(reasoner: Reasoner) -> Any:
    folder = os.environ.get("PRIMA_FACIE_TEXTS") or Path(__file__).resolve().parents[3] / "texts"
    if not Path(folder).is_dir():
        pytest.skip("no folder of official texts: set PRIMA_FACIE_TEXTS, or put them into the folder texts")
    read_in = read_shelf(Path(folder), reasoner)
    found = {each.alignment.instrument: each for each in read_in.sources if not each.alignment.layout.translation}
    return SimpleNamespace(found=found, read=read_in)


@pytest.mark.parametrize(("instrument", "count", "named"), [("spc:provisions", 47, 0), ("gpa:resolution", 40, 4)])
def test_a_real_text_is_aligned_to_the_last_word(
    shelf: Any, reasoner: Reasoner, instrument: str, count: int, named: int
) -> None:
    if instrument not in shelf.found:
        pytest.skip(f"no official text of {instrument} in the folder")
    one = shelf.found[instrument]
    alignment = one.alignment
    check(one.text, alignment)
    assert alignment.missing == ()
    assert alignment.count(Kind.UNMATCHED) == 0
    assert (len(alignment.spans), len(alignment.named)) == (count, named)
    parents = {each.id: each.parent for each in reasoner.law.provisions.values()}
    for span in alignment.spans:
        around = alignment.span(parents[span.id])
        assert around is None or (around.start <= span.start and span.end <= around.end), span.id
