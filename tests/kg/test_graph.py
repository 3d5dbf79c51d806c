"""Graph: the files of the law, read once, closed once, and known by their digest."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal

from kg.errors import LawError
from kg.graph import BASE, PF, RDFS, SKOS, TYPE, Graph, Sources, closed, home, parsed
from kg.reasoner import load

PREFIXES = f"""
@prefix ex: <{BASE}ex/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix pf: <{PF}> .
@prefix rdfs: <{RDFS}> .
@prefix skos: <{SKOS}> .
"""
SHOPS = (
    PREFIXES
    + """
ex:Mall rdfs:subClassOf ex:Shop .
ex:Shop rdfs:subClassOf ex:OpenPlace .
ex:corner a ex:Mall .
pf:partOf a owl:TransitiveProperty .
ex:item pf:partOf ex:article .
ex:article pf:partOf ex:act .
"""
)
LOADED = """
import sys
from pathlib import Path
from kg.graph import Sources, closed
root, cache = map(Path, sys.argv[1:])
graph = closed(Sources.read(root), cache)
print(graph.names("https://w3id.org/prima-facie/ex/corner", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"))
print(sorted({"rdflib", "owlrl", "pyshacl"} & set(sys.modules)))
"""
BY_CLASSES = ["Mall", "OpenPlace", "Shop"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder that holds a small law."""
    root = tmp_path / "law"
    (root / "ontology").mkdir(parents=True)
    (root / "shapes").mkdir()
    (root / "ontology" / "shops.ttl").write_text(SHOPS, encoding="utf-8")
    return root


def loaded(root: Path, cache: Path) -> list[str]:
    """Load a law in a process of its own; return the classes of the corner shop and the libraries it took."""
    command = [sys.executable, "-c", LOADED, str(root), str(cache)]
    done = subprocess.run(command, capture_output=True, check=True, text=True, cwd=home())
    return done.stdout.splitlines()


def classes(graph: Graph) -> list[str]:
    return [name.removeprefix(BASE + "ex/") for name in graph.names(BASE + "ex/corner", TYPE) if name.startswith(BASE)]


# The closure.


def test_the_closure_is_worked_out_once_and_read_back_without_the_libraries_that_did(
    folder: Path, tmp_path: Path
) -> None:
    first, second = (loaded(folder, tmp_path / "cache") for _ in range(2))
    assert first[0] == second[0]
    assert "OpenPlace" in second[0]
    assert (first[1], second[1]) == ("['owlrl', 'rdflib']", "[]")


def test_a_value_has_the_classes_above_its_own(folder: Path) -> None:
    graph = closed(Sources.read(folder), None)
    assert classes(graph) == BY_CLASSES
    assert graph.names(BASE + "ex/item", PF + "partOf") == [BASE + "ex/act", BASE + "ex/article"]


def test_what_is_kept_is_what_was_worked_out(folder: Path, tmp_path: Path) -> None:
    sources, cache = Sources.read(folder), tmp_path / "cache"
    first = closed(sources, cache)
    kept = {path.name for path in cache.iterdir()}
    assert [*closed(sources, cache)] == [*first]
    assert classes(first) == BY_CLASSES
    assert {path.name for path in cache.iterdir()} == kept
    assert sorted(name.split("-")[0] for name in kept) == ["closure", "shapes"]


SAID = """
ex:a ex:says "so"@en , "如此"@zh , "so" , "a \\"line\\" and\\n\\tanother" .
ex:a ex:order 2 , 10 , 1.5 ; ex:day "2021-08-01"^^xsd:date .
ex:a ex:list ( ex:c [ ex:b ex:d ; ex:works true ] ex:b ) ; ex:empty "" , ""@en .
"""


def test_what_is_read_back_says_the_same_in_the_same_words_and_order(tmp_path: Path) -> None:
    turtle = PREFIXES + "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> ." + SAID
    sources = Sources({}, {"shapes/a.ttl": turtle.encode()})
    first, again = (closed(sources, tmp_path) for _ in range(2))
    assert [*again] == [*first]
    written = {(predicate, term) for _, predicate, term in parsed(sources.shapes) if isinstance(term, Literal)}
    assert {(predicate, term) for _, predicate, term in again if isinstance(term, Literal)} == written


DAMAGED: dict[str, Callable[[bytes], bytes]] = {
    "nothing in it": lambda _: b"",
    "half of it": lambda kept: kept[: len(kept) // 2],
    "one line of it": lambda kept: kept.partition(b"\n")[0],
    "another letter in it": lambda kept: kept.replace(b"Mall", b"Hall"),
    "more at its end": lambda kept: kept + b"{}",
    "something else": lambda _: b"[1]",
}


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_counts_as_not_there_and_is_written_anew(
    folder: Path, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    sources, cache = Sources.read(folder), tmp_path / "cache"
    first = [*closed(sources, cache)]
    whole = {path: path.read_bytes() for path in cache.iterdir()}
    for path, kept in whole.items():
        path.write_bytes(damage(kept))
    assert [*closed(sources, cache)] == first
    assert {path: path.read_bytes() for path in cache.iterdir()} == whole


@pytest.mark.long
def test_the_bundled_law_answers_the_same_whether_worked_out_or_read_back(tmp_path: Path) -> None:
    first, again = (load(cache=tmp_path) for _ in range(2))
    assert [*again.graph] == [*first.graph]
    described = json.loads((home() / "data" / "deployments" / "tianjin-2021.json").read_text(encoding="utf-8"))
    worked_out, read_back = (each.assess(each.read(described)) for each in (first, again))
    assert read_back.findings == worked_out.findings
    assert read_back.problems == worked_out.problems


def test_a_changed_file_is_closed_anew(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    assert classes(closed(Sources.read(folder), cache)) == BY_CLASSES
    changed = SHOPS.replace("ex:Shop rdfs:subClassOf ex:OpenPlace .", "")
    (folder / "ontology" / "shops.ttl").write_text(changed, encoding="utf-8")
    assert classes(closed(Sources.read(folder), cache)) == ["Mall", "Shop"]


def test_shapes_are_taken_as_they_were_written(folder: Path, tmp_path: Path) -> None:
    (folder / "shapes" / "shops.ttl").write_text(PREFIXES + "ex:kiosk a ex:Mall .", encoding="utf-8")
    graph = closed(Sources.read(folder), tmp_path / "cache")
    assert graph.names(BASE + "ex/kiosk", TYPE) == [BASE + "ex/Mall"]


def test_a_changed_shape_leaves_the_closure_as_it_was(folder: Path, tmp_path: Path) -> None:
    loaded(folder, tmp_path / "cache")
    (folder / "shapes" / "shops.ttl").write_text(PREFIXES + "ex:kiosk a ex:Mall .", encoding="utf-8")
    assert loaded(folder, tmp_path / "cache")[1] == "[]"


def test_what_shapes_and_ontology_both_describe_is_what_either_says(folder: Path, tmp_path: Path) -> None:
    said = PREFIXES + "ex:corner a ex:Kiosk , ex:Mall ; ex:size 2 ."
    (folder / "shapes" / "shops.ttl").write_text(said, encoding="utf-8")
    graph = closed(Sources.read(folder), tmp_path / "cache")
    assert classes(graph) == ["Kiosk", *BY_CLASSES]
    assert graph.number(BASE + "ex/corner", BASE + "ex/size") == 2
    assert graph.of_type(BASE + "ex/Mall") == [BASE + "ex/corner"]


def test_a_folder_that_cannot_be_written_keeps_nobody_from_an_answer(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.write_text("a file where the folder should be", encoding="utf-8")
    assert classes(closed(Sources.read(folder), cache)) == BY_CLASSES


# The edition.


def digest(**files: str) -> str:
    return Sources({f"ontology/{name}.ttl": text.encode() for name, text in files.items()}, {}).digest()


def test_the_edition_is_the_same_for_the_same_files() -> None:
    assert digest(a="1", b="2") == digest(b="2", a="1")
    assert len(digest()) == 64


@pytest.mark.parametrize(
    "files",
    [{"a": "1", "b": "3"}, {"a": "1", "c": "2"}, {"a": "1"}, {"a": "2", "b": "1"}, {"a": "12", "b": ""}, {"ab": "12"}],
)
def test_a_changed_file_changes_the_edition(files: dict[str, str]) -> None:
    assert digest(**files) != digest(a="1", b="2")


def test_a_changed_shape_changes_the_edition_too() -> None:
    editions = {Sources({"ontology/a.ttl": b""}, {"shapes/a.ttl": text}).digest() for text in (b"", b" ")}
    assert len(editions) == 2


def test_the_ends_of_lines_do_not_change_the_edition(folder: Path) -> None:
    before = Sources.read(folder).digest()
    (folder / "ontology" / "shops.ttl").write_bytes(SHOPS.replace("\n", "\r\n").encode())
    assert Sources.read(folder).digest() == before


# Folders.


def test_a_further_folder_adds_to_the_law(folder: Path, tmp_path: Path) -> None:
    more = tmp_path / "more"
    (more / "ontology").mkdir(parents=True)
    (more / "ontology" / "kiosk.ttl").write_text(PREFIXES + "ex:corner a ex:Kiosk .", encoding="utf-8")
    both = Sources.read(folder, more)
    assert list(both.ontology) == ["ontology/shops.ttl", "ontology/kiosk.ttl"]
    assert "Kiosk" in classes(closed(both, None))
    assert both.digest() != Sources.read(folder).digest()


def laid_beside(folder: Path, tmp_path: Path, kind: str, name: str, turtle: str) -> Sources:
    """Return the small law with another file beside it."""
    (tmp_path / "more" / kind).mkdir(parents=True)
    (tmp_path / "more" / kind / name).write_text(PREFIXES + turtle, encoding="utf-8")
    return Sources.read(folder, tmp_path / "more")


def test_a_file_of_the_same_name_stands_beside_the_first_and_replaces_nothing(folder: Path, tmp_path: Path) -> None:
    both = laid_beside(folder, tmp_path, "ontology", "shops.ttl", "ex:corner a ex:Kiosk .")
    assert len(both.ontology) == 2
    assert [*BY_CLASSES, "Kiosk"] == sorted(classes(closed(both, None)), key=lambda each: (each == "Kiosk", each))


def test_the_same_folder_twice_is_the_folder_once(folder: Path) -> None:
    assert Sources.read(folder, folder) == Sources.read(folder)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ('ex:a skos:prefLabel "shop"@en .', 'ex:a skos:prefLabel "store"@en .'),
        ("ex:a pf:order 1 .", "ex:a pf:order 2 ."),
    ],
)
def test_a_name_said_to_mean_another_thing_is_refused(folder: Path, tmp_path: Path, first: str, then: str) -> None:
    (folder / "ontology" / "first.ttl").write_text(PREFIXES + first, encoding="utf-8")
    with pytest.raises(LawError, match=r"then.ttl: .*/ex/a is said to have .* changes none"):
        laid_beside(folder, tmp_path, "ontology", "then.ttl", then)


@pytest.mark.parametrize(
    "then", ['ex:a skos:prefLabel "商店"@zh .', 'ex:a skos:prefLabel "shop"@en .', "ex:a ex:b ex:c ."]
)
def test_what_is_merely_added_to_a_name_is_welcome(folder: Path, tmp_path: Path, then: str) -> None:
    (folder / "ontology" / "first.ttl").write_text(PREFIXES + 'ex:a skos:prefLabel "shop"@en .', encoding="utf-8")
    assert len(laid_beside(folder, tmp_path, "ontology", "then.ttl", then).ontology) == 3


def test_a_condition_described_in_two_folders_is_refused(folder: Path, tmp_path: Path) -> None:
    (folder / "shapes" / "first.ttl").write_text(PREFIXES + "ex:a ex:b ex:c .", encoding="utf-8")
    with pytest.raises(LawError, match="described in another folder already"):
        laid_beside(folder, tmp_path, "shapes", "then.ttl", "ex:a ex:b ex:d .")


def test_a_folder_without_law_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(LawError, match=r"holds no folder 'ontology' or 'shapes'"):
        Sources.read(tmp_path)


def test_the_bundled_law_is_at_home() -> None:
    assert (home() / "ontology" / "core.ttl").is_file()
    assert {"ontology/core.ttl", "ontology/facts.ttl"} <= set(Sources.read(home()).ontology)


# What cannot be read.

UNREADABLE = {
    "half a statement": b"<https://example.org/a> <https://example.org/b>",
    "a prefix nobody declared": b"ex:a ex:b ex:c .",
    "a name without a scheme": b"<a> <b> <c> .",
    "bytes that are no text": b"\xff\xfe",
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
@pytest.mark.parametrize("kind", ["ontology", "shapes"])
def test_turtle_that_cannot_be_read_is_an_error_of_ours_that_names_the_file(kind: str, content: bytes) -> None:
    good = {f"{kind}/good.ttl": PREFIXES.encode()}
    files = {"ontology": {}, "shapes": {}, kind: {**good, f"{kind}/bad.ttl": content}}
    with pytest.raises(LawError, match=f"^{kind}/bad.ttl: "):
        closed(Sources(**files), None)


# Looking things up.


def graph(turtle: str) -> Graph:
    return Graph(parsed({"tried.ttl": (PREFIXES + turtle).encode()}))


def test_what_has_one_value_may_not_have_two() -> None:
    found = graph("ex:a ex:b ex:c , ex:d .")
    with pytest.raises(LawError, match="several values"):
        found.name(BASE + "ex/a", BASE + "ex/b")
    assert found.name(BASE + "ex/a", BASE + "ex/other") is None


def test_a_text_stands_in_both_languages_or_not_at_all() -> None:
    found = graph('ex:a ex:says "so"@en , "如此"@zh ; ex:half "so"@en ; ex:plain "so" .')
    says = [found.text(BASE + "ex/a", f"{BASE}ex/{name}") for name in ("says", "half", "plain", "none")]
    assert [says[0] and (says[0].en, says[0].zh), *says[1:]] == [("so", "如此"), None, None, None]


def test_a_list_keeps_its_order() -> None:
    found = graph("ex:a ex:list ( ex:c ex:b ex:d ) .")
    head = found.name(BASE + "ex/a", BASE + "ex/list")
    assert head is not None
    assert [name[-1] for name in found.sequence(head)] == ["c", "b", "d"]


def test_what_is_listed_comes_in_the_same_order_whatever_the_file_says_first() -> None:
    one, other = graph("ex:a ex:b ex:c , ex:d , 2 , 1 ."), graph("ex:a ex:b 1 , 2 . ex:a ex:b ex:d , ex:c .")
    asked = (BASE + "ex/a", BASE + "ex/b")
    assert one.objects(*asked) == other.objects(*asked)
    assert one.names(*asked) == [BASE + "ex/c", BASE + "ex/d"]
    assert one.word(*asked) == "1"
