"""Questions to the law graph: ours are answered as expected, foreign ones are kept within bounds."""

import csv
import io
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError, NotFoundError
from kg.graph import BASE, PF, Graph, home
from kg.law import short
from kg.linked import query
from kg.linked.query import Table, ask, named, problems, questions
from kg.reasoner import Reasoner
from kg.text import Language

FOLDER = home() / "data" / "questions"
ALL = "SELECT ?s WHERE { ?s ?p ?o }"
SMALL = Graph([(BASE + "spc/a", PF + "cites", BASE + "cc/b"), (BASE + "spc/c", PF + "cites", "_:x")])


def refused(reasoner: Reasoner, text: str) -> set[str]:
    return {problem.code for problem in problems(text, reasoner.words)}


# Ours.


def test_there_are_questions_enough() -> None:
    assert len(questions()) >= 15


@pytest.mark.parametrize("name", questions())
def test_a_question_of_ours_is_answered_as_expected(reasoner: Reasoner, name: str) -> None:
    """Where the law was changed on purpose: `prima-facie law query --save data/questions`."""
    found = ask(reasoner.graph, questions()[name].query, reasoner.words)
    expected = FOLDER / f"{name}.csv"
    assert found.csv().decode().splitlines() == expected.read_bytes().decode().splitlines()
    assert found.rows


def test_every_expected_answer_has_its_question() -> None:
    assert {path.stem for path in FOLDER.glob("*.csv")} == set(questions())


@pytest.mark.parametrize("name", questions())
def test_a_question_of_ours_says_what_it_asks_and_in_which_order(name: str) -> None:
    question = questions()[name]
    assert question.asks.en.endswith("?")
    assert question.asks.zh.endswith("？")
    assert query._ordered(question.query) or "ASK" in question.query


def test_names_in_an_answer_are_ids_of_the_law(reasoner: Reasoner) -> None:
    rows = ask(reasoner.graph, questions()["court-must-find"].query, reasoner.words).rows
    assert {row[0] for row in rows} <= set(reasoner.law.provisions)
    assert {row[1] for row in rows} <= set(reasoner.law.norms)


def test_our_answers_agree_with_the_law_as_it_was_read(reasoner: Reasoner) -> None:
    law = reasoner.law

    def rows(name: str) -> set[tuple[str, ...]]:
        return set(ask(reasoner.graph, questions()[name].query, reasoner.words).rows)

    must = {(each.provisions[0], each.id) for each in law.norms.values() if each.modality == "must_find"}
    assert {row[:2] for row in rows("court-must-find")} >= must
    core = {(each.principle, each.id) for each in law.indicators.values() if each.core}
    assert {row[:2] for row in rows("core-indicators")} == core
    chains = {
        (one.defeated, one.defeater, two.defeater)
        for one in law.defeats.values()
        for two in law.defeats.values()
        if two.defeated == one.defeater
    }
    assert rows("defeat-of-a-defeater") == chains
    opened = {each.id for each in law.provisions.values() if each.open_list}
    assert {row[0] for row in rows("open-lists")} == opened
    changed = {
        each.id for several in (law.norms, law.defeats, law.allocations) for each in several.values() if each.option
    }  # type: ignore[attr-defined]
    assert {row[3] for row in rows("what-a-reading-changes")} >= changed
    assert rows("every-defeat-has-its-basis") == {("true",)}


# Anybody's.


def test_a_name_is_told_by_its_id_and_a_nameless_thing_by_brackets(reasoner: Reasoner) -> None:
    table = ask(SMALL, "SELECT ?s ?o WHERE { ?s pf:cites ?o }", reasoner.words)
    assert table == Table(("s", "o"), (("spc:a", "cc:b"), ("spc:c", "[]")))
    assert short(BASE + "spc/a") == "spc:a"


def test_rows_without_an_order_of_their_own_stand_in_that_of_their_text(reasoner: Reasoner) -> None:
    assert [row[0] for row in ask(SMALL, ALL, reasoner.words).rows] == ["spc:a", "spc:c"]
    assert [row[0] for row in ask(SMALL, ALL + " ORDER BY DESC(?s)", reasoner.words).rows] == ["spc:c", "spc:a"]


def test_yes_and_no_are_answers(reasoner: Reasoner) -> None:
    assert ask(SMALL, "ASK { ?s pf:cites cc:b }", reasoner.words).rows == (("true",),)
    assert ask(SMALL, "ASK { ?s pf:cites cc:x }", reasoner.words).rows == (("false",),)


def test_what_is_not_bound_is_empty(reasoner: Reasoner) -> None:
    table = ask(SMALL, "SELECT ?s ?x WHERE { ?s pf:cites cc:b OPTIONAL { ?s pf:unheard ?x } }", reasoner.words)
    assert table.rows == (("spc:a", ""),)


REFUSED = {
    "a service": "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "a service in small letters": "SELECT * WHERE { service <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "a service hugged by a comparison": "SELECT * WHERE { FILTER(1<2)SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
    "a silent service": "ASK { SERVICE SILENT ?where { ?s ?p ?o } }",
    "a service after a comment": "SELECT * WHERE { # nothing\n SERVICE<http://127.0.0.1:9/> { ?s ?p ?o } }",
    "another graph": "SELECT * FROM <http://127.0.0.1:9/x.ttl> WHERE { ?s ?p ?o }",
    "a named graph": "SELECT * FROM NAMED <file:x.ttl> WHERE { ?s ?p ?o }",
    "a construction": "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "a description": "DESCRIBE ?s WHERE { ?s ?p ?o }",
    "a load": "LOAD <file:x.ttl>",
    "an insertion": "INSERT DATA { pf:a pf:b pf:c }",
    "a deletion": "DELETE WHERE { ?s ?p ?o }",
    "an update after a question": "ASK { ?s ?p ?o } ; DROP ALL",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_would_fetch_or_change_is_refused_before_it_runs(reasoner: Reasoner, text: str) -> None:
    assert "query-refused" in refused(reasoner, text)
    with pytest.raises(InputError):
        ask(SMALL, text, reasoner.words)


def test_a_word_written_in_codes_is_refused(reasoner: Reasoner) -> None:
    assert refused(reasoner, "SELECT * WHERE { \\u0053ERVICE <http://x/> { } }") == {"query-escape"}


INNOCENT = {
    "in a name": "SELECT ?s WHERE { ?s pf:from <http://example.org/SERVICE> }",
    "in a variable": "SELECT ?service $from WHERE { ?service ?p $from }",
    "in a text": "SELECT ?s WHERE { ?s ?p \"SERVICE 'FROM' LOAD\" , 'it \\' SERVICE' , '''a\nSERVICE''' }",
    "in a comment": "# SERVICE FROM LOAD\nSELECT ?s WHERE { ?s ?p ?o } # DROP ALL",
    "in a prefix": "PREFIX from: <http://example.org/> SELECT ?s WHERE { ?s from:SERVICE ?o ; from:x-LOAD ?p }",
    "in a language": 'SELECT ?s WHERE { ?s ?p "x"@service }',
    "in a label of a thing without a name": "SELECT ?s WHERE { ?s ?p _:service }",
}


@pytest.mark.parametrize("text", INNOCENT.values(), ids=INNOCENT)
def test_a_word_that_only_looks_so_is_no_reason_to_refuse(reasoner: Reasoner, text: str) -> None:
    assert refused(reasoner, text) == set()
    assert ask(SMALL, text, reasoner.words).columns


def test_no_question_too_long_and_no_sparql_are_problems(reasoner: Reasoner) -> None:
    assert refused(reasoner, "PREFIX x: <http://example.org/>") == {"query-no-question"}
    assert refused(reasoner, "# " + "x" * query.SIZE) == {"query-too-long"}
    with pytest.raises(InputError) as unreadable:
        ask(SMALL, "SELECT ?s WHERE { ?s ?p", reasoner.words)
    assert [problem.code for problem in unreadable.value.problems] == ["query-unreadable"]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=" \n\"'#<>?{}()\\:_@.;,^|aSELCT*0", max_size=60))
def test_any_text_is_cut_into_tokens_without_a_rest(text: str) -> None:
    assert query._TOKEN.sub("", text) == ""


def test_more_rows_than_asked_for_are_a_problem(reasoner: Reasoner) -> None:
    assert len(ask(SMALL, ALL, reasoner.words, rows=2).rows) == 2
    with pytest.raises(InputError) as many:
        ask(SMALL, ALL, reasoner.words, rows=1)
    assert [problem.code for problem in many.value.problems] == ["query-too-many-rows"]


def test_a_question_without_an_end_is_stopped(reasoner: Reasoner) -> None:
    endless = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    began = time.monotonic()
    with pytest.raises(InputError) as slow:
        ask(reasoner.graph, endless, reasoner.words, seconds=1)
    assert [problem.code for problem in slow.value.problems] == ["query-too-slow"]
    assert time.monotonic() - began < 20


@pytest.mark.skipif(__import__("sys").platform != "linux", reason="only Linux promises the limit on memory")
def test_a_question_that_fills_the_memory_is_stopped(reasoner: Reasoner) -> None:
    steps = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
    hungry = f'SELECT (STRLEN(?x40) AS ?n) WHERE {{ BIND("0123456789" AS ?x0) {steps} }}'
    with pytest.raises(InputError) as large:
        ask(SMALL, hungry, reasoner.words, seconds=60)
    assert [problem.code for problem in large.value.problems] == ["query-too-much"]


def test_what_is_no_question_of_ours_and_no_file_is_not_found(reasoner: Reasoner) -> None:
    for name in ("no-such-question", "no/such/file.rq"):
        with pytest.raises(NotFoundError) as missing:
            named(name, reasoner.words)
        assert name in missing.value.says.en
        assert name in missing.value.says.zh


def test_a_table_reads_back_from_csv() -> None:
    table = Table(("a", "b_zh"), (('x, "y"', "第二条\n第一款"),))
    assert list(csv.reader(io.StringIO(table.csv().decode()))) == [list(table.columns), *map(list, table.rows)]
    assert table.told_in(Language.EN).columns == ("a",)
