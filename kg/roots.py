"""Roots: several folders of law read as one law; a further folder adds to what is there and never changes it.

Law is read from the bundled folder and from others laid beside it. A name that both
describe must mean the same in both: where one says something else about it than the
other, in a place that holds one value, nobody could tell which of them speaks. Further
classes of a thing, or further options of a profile, are additions and welcome.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from kg.errors import LawError

Files = dict[str, dict[str, bytes]]
"""The files of a root by folder, ontology or shapes, and by path."""

Said = dict[tuple[str, str, str], set[str]]
"""What is said of a name under a property, in one language or in none."""


def root_files(root: Path, aside: Collection[str]) -> Files:
    """Return the files of one root, those left *aside* excepted; raises LawError if it holds neither folder."""
    folders: Files = {"ontology": {}, "shapes": {}}
    if not any((root / name).is_dir() for name in folders):
        message = f"{root} holds no folder 'ontology' or 'shapes'"
        raise LawError(message)
    for name, files in folders.items():
        for path in sorted((root / name).rglob("*.ttl")):
            key = path.relative_to(root).as_posix()
            if key not in aside:
                files[key] = path.read_bytes().replace(b"\r\n", b"\n")
    return folders


def side_by_side(roots: Sequence[Files]) -> Files:
    """Return the files of several roots together.

    A file of a later root that is called as an earlier one, and is another, stands under its own number.
    """
    folders: Files = {"ontology": {}, "shapes": {}}
    for number, root in enumerate(roots, 1):
        for name, files in folders.items():
            for path, content in root[name].items():
                files[path if files.get(path, content) == content else f"{path} ({number})"] = content
    return folders


def refuse_clashes(base: str, *roots: Files) -> None:
    """Raise LawError where one root describes a name of ours otherwise than an earlier one.

    Literals in one language are compared, as a name has one label, one definition, one number;
    a shape is described in one place only.
    """
    if len(roots) <= 1:
        return
    said: Said = {}
    shaped: dict[str, int] = {}
    for number, root in enumerate(roots):
        own: Said = {}
        for path, subject, predicate, term in _triples(root["ontology"]):
            if subject.startswith(base) and isinstance(term, Literal):
                key = (subject, predicate, term.language or "")
                own.setdefault(key, set()).add(term.value)
                if key in said and term.value not in said[key]:
                    message = (
                        f"{path}: {subject} is said to have {predicate} {term.value!r}, and elsewhere"
                        f" {', '.join(map(repr, sorted(said[key])))}; a further folder adds names and changes none"
                    )
                    raise LawError(message)
        for path, subject, _, _ in _triples(root["shapes"]):
            if subject.startswith(base) and shaped.setdefault(subject, number) != number:
                message = f"{path}: {subject} is described in another folder already; give this condition its own name"
                raise LawError(message)
        for key, values in own.items():
            said.setdefault(key, set()).update(values)


def _triples(files: Mapping[str, bytes]) -> Iterable[tuple[str, str, str, NamedNode | BlankNode | Literal]]:
    for path, content in sorted(files.items()):
        try:
            for quad in parse(content, RdfFormat.TURTLE):
                if isinstance(quad.subject, NamedNode) and not hasattr(quad.object, "subject"):
                    yield path, quad.subject.value, quad.predicate.value, quad.object
        except SyntaxError as error:
            message = f"{path}: {error}"
            raise LawError(message) from error
