"""The Turtle files themselves: what a person who opens one may rely on."""

import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.graph import BASE, PF, TYPE, home
from tests.ontology.lawgraph import PREFIX, files

FILES = files("ontology", "shapes")
LAW = [path for path in files("ontology/law") if path.stem.startswith("art-")]
CONDITIONS = files("shapes/conditions")
ALIGNED = files("ontology/align")
"""Links from our terms to foreign ones, which say nothing of their own."""

LITERAL_OR_IRI = re.compile(r'"(?:[^"\\\n]|\\.)*"|<[^<>\s]*>')


def name_of(path: Path) -> str:
    return path.relative_to(home()).as_posix()


def bare(path: Path) -> list[str]:
    """Return the lines of a file without what stands in quotes, in angles or after a number sign."""
    return [LITERAL_OR_IRI.sub('""', line).partition("#")[0] for line in path.read_text(encoding="utf-8").splitlines()]


def subjects(path: Path) -> set[str]:
    quads = parse(path.read_bytes(), RdfFormat.TURTLE)
    return {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_can_be_read(path: Path) -> None:
    assert list(parse(path.read_bytes(), RdfFormat.TURTLE))


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_the_prefixes_stand_on_top_in_order_each_once_and_each_used(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    declared = [prefix for prefix, _ in PREFIX.findall(text)]
    assert declared == sorted(set(declared))
    first = text.index("@prefix")
    above = [line for line in text[:first].splitlines() if line and not line.startswith("#")]
    assert above == []
    block = text[first:].split("\n\n", 1)[0].splitlines()
    assert len(block) == len(declared)
    body = "\n".join(line for line in bare(path) if not line.startswith("@prefix"))
    assert [prefix for prefix in declared if not re.search(rf"(?<![\w-]){re.escape(prefix)}:", body)] == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_comment_on_top_says_what_the_file_is_about(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    head, _, rest = text.partition("\n\n")
    assert head.startswith("# ") or rest.startswith("# ")


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_term_is_described_in_one_block(path: Path) -> None:
    opening = re.compile(r"^([\w-]+:[\w./-]+|\"\")\s")
    blocks = Counter(found[1] for line in bare(path) if (found := opening.match(line)) and found[1] != '""')
    assert [term for term, count in blocks.items() if count > 1] == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_the_text_is_clean(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert "\t" not in text
    assert "\r" not in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert [line for line in text.splitlines() if line != line.rstrip()] == []
    assert text == unicodedata.normalize("NFC", text)
    assert [mark for mark in text if unicodedata.category(mark) in {"Cc", "Cf", "Co", "Cn"} and mark != "\n"] == []


def test_a_term_is_described_in_one_file() -> None:
    places = defaultdict(list)
    for path in set(FILES) - set(ALIGNED):
        for subject in subjects(path):
            places[subject].append(name_of(path))
    assert {subject: found for subject, found in places.items() if len(found) > 1} == {}


def test_a_prefix_means_the_same_in_every_file_and_a_space_has_one_prefix() -> None:
    meant, written = defaultdict(set), defaultdict(set)
    for path in FILES:
        for prefix, iri in PREFIX.findall(path.read_text(encoding="utf-8")):
            meant[prefix].add(iri)
            written[iri].add(prefix)
    assert {prefix: sorted(found) for prefix, found in meant.items() if len(found) > 1} == {}
    assert {iri: sorted(found) for iri, found in written.items() if len(found) > 1} == {}


def test_a_prefix_of_ours_is_the_last_part_of_its_space() -> None:
    usual = {"cond": "condition", "ic": "reading", "scheme": "concept", "pf": "ns"}
    odd = [
        f"{name_of(path)}: {prefix}"
        for path in FILES
        for prefix, iri in PREFIX.findall(path.read_text(encoding="utf-8"))
        if iri.startswith(BASE) and usual.get(prefix, prefix) != iri.rstrip("/#").rpartition("/")[2]
    ]
    assert odd == []


@pytest.mark.parametrize("path", CONDITIONS, ids=name_of)
def test_a_condition_stands_in_the_file_that_mirrors_its_norm(path: Path) -> None:
    mirror = home() / "ontology" / "law" / path.relative_to(home() / "shapes" / "conditions")
    named = {
        quad.object.value
        for quad in parse(mirror.read_bytes(), RdfFormat.TURTLE)
        if quad.predicate.value in {PF + "condition", PF + "under"}
    }
    assert {name for name in subjects(path) if name.startswith(BASE)} == named


@pytest.mark.parametrize("path", LAW, ids=name_of)
def test_an_article_holds_its_own_provisions_and_no_others(path: Path) -> None:
    article = f"art-{int(path.stem.removeprefix('art-'))}"
    provisions = {
        quad.subject.value
        for quad in parse(path.read_bytes(), RdfFormat.TURTLE)
        if quad.predicate.value == TYPE and quad.object == NamedNode(PF + "Provision")
    }
    assert any(name.endswith(f"/{article}") for name in provisions)
    assert [name for name in provisions if not re.search(rf"/{article}(-(para|item)-\d+)*$", name)] == []
