"""Graph: the Turtle files of the law, read and closed under OWL 2 RL.

The closure gives each value its classes (a mall is a business place open to the
public). It depends on the ontology alone, so it is computed once and kept under
the digest of the files; later starts read it back and need neither rdflib nor owlrl.

Source: OWL 2 Web Ontology Language Profiles (W3C, 2012), section 4.3.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse, serialize

from kg.errors import LawError
from kg.roots import refuse_clashes, root_files, side_by_side
from kg.text import Text

BASE: Final = "https://w3id.org/prima-facie/"
"""Under which every name of ours stands."""

PF: Final = BASE + "ns#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SH: Final = "http://www.w3.org/ns/shacl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
TYPE: Final = RDF + "type"

CHECKS: Final = frozenset({"shapes/integrity.ttl", "shapes/style.ttl"})
"""The shapes about the law graph itself."""

Term = str | Literal
"""An IRI or a blank node (as text, the latter starting with ``_:``), or a literal."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of the law, by path relative to their root: the ontology, and what norms and descriptions require.

    The shapes about the law graph itself check our work and are no part of an edition.
    """

    ontology: Mapping[str, bytes]
    shapes: Mapping[str, bytes]

    def digest(self) -> str:
        """Return the SHA-256 of all files: the edition of the law."""
        return _digest({**self.ontology, **self.shapes})

    @staticmethod
    def read(*roots: Path) -> "Sources":
        """Read the folders ``ontology`` and ``shapes`` under each root, a later root adding to it.

        A file of a later root that is called as one before it stands beside it, under its own
        number. Raises LawError if a root holds neither folder or says of a name what another denies.
        """
        found = [root_files(root, CHECKS) for root in roots]
        refuse_clashes(BASE, *found)
        folders = side_by_side(found)
        return Sources(folders["ontology"], folders["shapes"])


def home() -> Path:
    """Return the folder that holds ``ontology``, ``shapes`` and ``data``: a checkout's, or the installed one."""
    checkout = Path(__file__).resolve().parent.parent
    installed = checkout / "prima_facie" / "_law"
    return installed if installed.is_dir() else checkout


class Graph:
    """Triples by subject and predicate, for reading only."""

    def __init__(self, triples: Iterable[tuple[str, str, Term]]) -> None:
        """Index *triples*."""
        self._objects: dict[str, dict[str, list[Term]]] = {}
        self._subjects: dict[tuple[str, Term], list[str]] = {}
        for subject, predicate, term in triples:
            self._objects.setdefault(subject, {}).setdefault(predicate, []).append(term)
            self._subjects.setdefault((predicate, term), []).append(subject)

    def objects(self, subject: str, predicate: str) -> list[Term]:
        """Return every object, literals after names, each in order."""
        return sorted(self._objects.get(subject, {}).get(predicate, ()), key=_order)

    def names(self, subject: str, predicate: str) -> list[str]:
        """Return every object that is a name, in order."""
        return [term for term in self.objects(subject, predicate) if isinstance(term, str)]

    def name(self, subject: str, predicate: str) -> str | None:
        """Return the only object that is a name, or nothing; raises LawError if there are several."""
        found = self.names(subject, predicate)
        if len(found) > 1:
            message = f"{subject} has several values of {predicate}: {', '.join(found)}"
            raise LawError(message)
        return found[0] if found else None

    def literal(self, subject: str, predicate: str) -> Literal | None:
        """Return the first object that is a literal, or nothing."""
        return next((term for term in self.objects(subject, predicate) if not isinstance(term, str)), None)

    def word(self, subject: str, predicate: str) -> str | None:
        """Return the first literal as bare text, or nothing."""
        literal = self.literal(subject, predicate)
        return None if literal is None else literal.value

    def text(self, subject: str, predicate: str) -> Text | None:
        """Return the literal in both languages, or nothing if either is missing."""
        texts = self.texts(subject, predicate)
        return texts[0] if texts else None

    def texts(self, subject: str, predicate: str) -> list[Text]:
        """Return the literals in both languages, paired in order."""
        by_language: dict[str, list[str]] = {"en": [], "zh": []}
        for term in self.objects(subject, predicate):
            if not isinstance(term, str) and term.language in by_language:
                by_language[term.language].append(term.value)
        return [Text(en, zh) for en, zh in zip(by_language["en"], by_language["zh"], strict=False)]

    def number(self, subject: str, predicate: str) -> int:
        """Return the literal as a whole number, or zero."""
        return int(self.word(subject, predicate) or 0)

    def __iter__(self) -> Iterator[tuple[str, str, Term]]:
        """Yield every triple, those of one subject together."""
        for subject, said in self._objects.items():
            for predicate, terms in said.items():
                for term in terms:
                    yield subject, predicate, term

    def predicates(self, subject: str) -> set[str]:
        """Return every predicate used of a subject."""
        return set(self._objects.get(subject, ()))

    def subjects(self, predicate: str, term: Term) -> list[str]:
        """Return every subject with this predicate and object, in order."""
        return sorted(self._subjects.get((predicate, term), ()))

    def of_type(self, kind: str) -> list[str]:
        """Return everything of a class, in order."""
        return self.subjects(TYPE, kind)

    def sequence(self, head: str) -> list[str]:
        """Return the members of an RDF list of names and blank nodes, in order."""
        members: list[str] = []
        node: str | None = head
        while node is not None and node != RDF + "nil":
            members += self.names(node, RDF + "first")
            node = self.name(node, RDF + "rest")
        return members


def _order(term: Term) -> tuple[bool, str, str]:
    return (False, term, "") if isinstance(term, str) else (True, term.value, term.language or "")


def _digest(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        for part in (path.encode(), files[path]):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _term(term: NamedNode | BlankNode | Literal) -> Term:
    if isinstance(term, Literal):
        return term
    return term.value if isinstance(term, NamedNode) else f"_:{term.value}"


def parsed(files: Mapping[str, bytes], form: RdfFormat = RdfFormat.TURTLE) -> list[tuple[str, str, Term]]:
    """Parse files of the law; raises LawError naming the file that cannot be read."""
    return [(str(_term(quad.subject)), quad.predicate.value, _term(quad.object)) for quad in _quads(files, form)]


def _quads(files: Mapping[str, bytes], form: RdfFormat) -> list[Any]:
    quads: list[Any] = []
    for path, content in sorted(files.items()):
        try:
            quads += parse(content, form)
        except SyntaxError as error:
            message = f"{path}: {error}"
            raise LawError(message) from error
    return quads


def cache_folder() -> Path:
    """Return where closures are kept: ``.cache`` in a checkout, the user's cache folder otherwise."""
    root = home()
    if (root / "pyproject.toml").is_file():
        return root / ".cache"
    import platformdirs

    return Path(platformdirs.user_cache_dir("prima-facie"))


def closed(sources: Sources, cache: Path | None) -> Graph:
    """Return the ontology closed under OWL 2 RL, from *cache* where it is there, and the shapes as written."""
    kept = None if cache is None else cache / f"closure-{_digest(sources.ontology)[:32]}.nt"
    content = _kept(kept)
    if content is None:
        content = _closure(sources.ontology)
        _keep(kept, content)
    triples = parsed({"closure": content}, RdfFormat.N_TRIPLES)
    return Graph([*triples, *parsed(sources.shapes)])


def _kept(path: Path | None) -> bytes | None:
    try:
        return None if path is None else path.read_bytes()
    except OSError:
        return None


def _keep(path: Path | None, content: bytes) -> None:
    """Write through a file of its own, so that no reader sees half; a folder we may not write is no error."""
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        part.write_bytes(content)
        part.replace(path)
    except OSError:
        return


def _closure(ontology: Mapping[str, bytes]) -> bytes:
    """Close the ontology and keep what is about our own names, as sorted N-Triples.

    Literals take no part: no axiom of ours reads one, and without them it is three times as fast.
    """
    import owlrl
    import rdflib

    quads = _quads(ontology, RdfFormat.TURTLE)
    named = [quad.triple for quad in quads if not isinstance(quad.object, Literal)]
    stated = serialize([quad.triple for quad in quads], format=RdfFormat.N_TRIPLES) or b""
    graph = rdflib.Graph()
    graph.parse(data=serialize(named, format=RdfFormat.N_TRIPLES) or b"", format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, rdfs_closure=False).expand(graph)
    lines = set(stated.decode().splitlines())
    inferred = {TYPE, RDFS + "subClassOf", PF + "partOf"}
    for subject, predicate, term in graph:
        ours = all(isinstance(each, rdflib.URIRef) and str(each).startswith(BASE) for each in (subject, term))
        if ours and str(predicate) in inferred:
            lines.add(f"<{subject}> <{predicate}> <{term}> .")
    return ("\n".join(sorted(lines)) + "\n").encode()
