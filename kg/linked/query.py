"""Query: questions to the law graph itself, in SPARQL, with expected answers where they are ours.

A question reads the closed graph of the law in memory. It may select rows or ask yes or
no; nothing is fetched, loaded or changed, and what would do so is refused before it runs.
It runs in a process of its own with a limit on time, memory and rows (see :mod:`kg.linked.asker`).
Names are told by their ids; the usual prefixes need not be declared. Rows stand in the
order the question asks for, or else in that of their text; so equal law gives equal bytes.

Source: SPARQL 1.1 Query Language (W3C, 2013).
"""

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg.errors import InputError, LawError, NotFoundError, Problem
from kg.graph import Graph, home
from kg.intake import refuse_all, shown
from kg.law import short
from kg.linked import asker
from kg.linked.prefixes import prefixes
from kg.text import Language, Text
from kg.words import Words, quoted

SIZE: Final = 16 * 1024
"""How many bytes a question may take."""

SECONDS: Final = 5.0
"""How long a question may run."""

ROWS: Final = 10_000
"""How many rows an answer may have."""

MEMORY: Final = 1024 * 1024 * 1024
"""How many bytes of memory a question may use, where the system can promise that."""

_REFUSED: Final = frozenset(
    {
        *("SERVICE", "FROM", "LOAD", "CONSTRUCT", "DESCRIBE", "INSERT", "DELETE"),
        *("CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH", "USING"),
    }
)
_TOKEN: Final = re.compile(
    r"""(?P<name><[^<>"{}|^`\\\x00-\x20]*>)
      | (?P<comment>\#[^\n\r]*)
      | (?P<text>\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''(?:[^\\]|\\.)*?'''|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
      | (?P<aside>[?$@][\w-]+|_:[\w.-]+|[^\W\d_][\w.-]*:[\w.:%\\-]*|:[\w.:%\\-]*)
      | (?P<word>[^\W\d_][\w-]*)
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\[uU]")
_SAID: Final = re.compile(r"^#\s*(en|zh)\s*[:：]\s*(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Question:
    """A question that comes with the program: what it asks, and how it is put to the graph."""

    name: str
    asks: Text
    query: str


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a question: the names of its columns, and its rows as texts."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def data(self) -> dict[str, object]:
        """Return the answer as plain data."""
        return {"columns": list(self.columns), "rows": [dict(zip(self.columns, row, strict=True)) for row in self.rows]}

    def csv(self) -> bytes:
        """Return the answer as a table with a line of column names."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(self.rows)
        return out.getvalue().encode()

    def told_in(self, language: Language) -> "Table":
        """Return the answer with the columns of one language alone, where a column is there for each.

        >>> Table(("id", "label_en", "label_zh"), (("a", "consent", "同意"),)).told_in(Language.ZH)
        Table(columns=('id', 'label'), rows=(('a', '同意'),))
        """
        ends = {f"_{each.value}": each for each in Language}
        kept = [place for place, name in enumerate(self.columns) if ends.get(name[-3:], language) is language]
        names = [self.columns[place] for place in kept]
        return Table(
            tuple(name[:-3] if name[-3:] in ends else name for name in names),
            tuple(tuple(row[place] for place in kept) for row in self.rows),
        )


def questions() -> Mapping[str, Question]:
    """Return the questions that come with the program, by name; raises LawError for one that says not what it asks."""
    paths = sorted((home() / "data" / "questions").glob("*.rq"))
    return {path.stem: _question(path) for path in paths}


def _question(path: Path) -> Question:
    query = path.read_text(encoding="utf-8")
    said = dict(_SAID.findall(query))
    if set(said) != {"en", "zh"}:
        message = f"{path.name} does not say in both languages what it asks"
        raise LawError(message)
    return Question(path.stem, Text(said["en"], said["zh"]), query)


def named(name: str, words: Words) -> str:
    """Return the query of a question of ours, or that in a file; raises InputError, NotFoundError."""
    if not name.endswith(".rq") and "/" not in name:
        ours = questions()
        if name in ours:
            return ours[name].query
        raise NotFoundError(words("no-question", name=quoted(name)))
    try:
        with Path(name).open("rb") as file:
            content = file.read(SIZE + 1)
    except OSError as error:
        raise NotFoundError(words("no-file", name=name, reason=str(error.strerror))) from error
    if len(content) > SIZE:
        raise InputError((words.problem("query-too-long", "$", limit=str(SIZE)),))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError((words.problem("not-utf8", "$"),)) from error


def problems(query: str, words: Words) -> Iterator[Problem]:
    """Yield what keeps a query from being run at all."""
    if len(query.encode()) > SIZE:
        yield words.problem("query-too-long", "$", limit=str(SIZE))
        return
    if _ESCAPE.search(query):
        yield words.problem("query-escape", "$")
    said = [(found["word"].upper(), _line(query, found.start())) for found in _TOKEN.finditer(query) if found["word"]]
    for word, line in said:
        if word in _REFUSED:
            yield words.problem("query-refused", f"$:{line}", word=word)
    if not {"SELECT", "ASK"} & {word for word, _ in said}:
        yield words.problem("query-no-question", "$")


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def ask(graph: Graph, query: str, words: Words, *, seconds: float = SECONDS, rows: int = ROWS) -> Table:
    """Put a question to the law graph.

    Raises InputError for what is refused, cannot be read, or is larger than the limits.
    """
    refuse_all(list(problems(query, words)), words)
    answered = _run(graph, query, words, seconds, rows)
    if wrong := answered.get("wrong"):
        refuse_all([words.problem("query-unreadable", "$", given=shown(wrong))], words)
    if len(answered["rows"]) > rows:
        refuse_all([words.problem("query-too-many-rows", "$", limit=str(rows))], words)
    told = [tuple(_told(term) for term in row) for row in answered["rows"]]
    return Table(tuple(answered["columns"]), tuple(told if _ordered(query) else sorted(told)))


def _ordered(query: str) -> bool:
    said = [found["word"].upper() for found in _TOKEN.finditer(query) if found["word"]]
    return any(pair == ("ORDER", "BY") for pair in pairwise(said))


def _run(graph: Graph, query: str, words: Words, seconds: float, rows: int) -> dict[str, Any]:
    heads = prefixes(name for triple in graph for name in triple if isinstance(name, str))
    question = {"triples": written(graph), "query": query, "prefixes": heads, "rows": rows, "memory": MEMORY}
    command = [sys.executable, "-P", str(Path(asker.__file__).resolve())]
    problem = words.problem("query-too-much", "$", limit=str(MEMORY // (1024 * 1024)))
    try:
        done = subprocess.run(  # noqa: S603 - our own program, by list
            command, input=json.dumps(question).encode(), capture_output=True, check=False, timeout=seconds
        )
    except subprocess.TimeoutExpired:
        problem = words.problem("query-too-slow", "$", limit=f"{seconds:g}")
    else:
        if done.returncode == 0:
            found: dict[str, Any] = json.loads(done.stdout)
            return found
    raise InputError((problem,))


def written(graph: Graph) -> str:
    """Return the law graph as N-Triples."""
    triples = [
        Triple(_node(subject), NamedNode(predicate), term if isinstance(term, Literal) else _node(term))
        for subject, predicate, term in graph
    ]
    return (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()


def _node(name: str) -> NamedNode | BlankNode:
    return BlankNode(name.removeprefix("_:")) if name.startswith("_:") else NamedNode(name)


def _told(term: asker.Term) -> str:
    """Return a term as a text: a name of ours by its id."""
    if term is None:
        return ""
    sort, text = term[0], term[1]
    if sort == asker.NAMELESS:
        return "[]"
    return short(text) if sort == asker.NAME else text
