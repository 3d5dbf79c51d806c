"""Graph: the Turtle files of the law, read and closed under OWL 2 RL.

The closure gives each value its classes (a mall is a business place open to the
public). It depends on the ontology alone, so it is computed once. It is kept under
the digest of the files, and so are the shapes, both as they are looked up; later starts
read them back and need neither rdflib nor owlrl.

Source: OWL 2 Web Ontology Language Profiles (W3C, 2012), section 4.3.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse, serialize

from kg.errors import LawError
from kg.roots import refuse_clashes, root_files, side_by_side
from kg.text import Text

BASE: Final = "https://w3id.org/prima-facie/"
"""Under which every name of ours stands."""

PF: Final = BASE + "ns#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SH: Final = "http://www.w3.org/ns/shacl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
TYPE: Final = RDF + "type"

CHECKS: Final = frozenset({"shapes/integrity.ttl", "shapes/style.ttl"})
"""The shapes about the law graph itself."""

Term = str | Literal
"""An IRI or a blank node (as text, the latter starting with ``_:``), or a literal."""

Triple = tuple[str, str, Term]

Said = dict[str, dict[str, dict[str, list[str]]]]
"""What is said of each subject under each property: texts in order, by what they are.

A literal stands under its language or, where it has none, under its datatype; a name under the empty word.
"""

FORM: Final = 1
"""The form in which graphs are kept; to be raised when it changes, or what is inferred."""


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

    def __init__(self, triples: Iterable[Triple] = ()) -> None:
        """Index *triples*."""
        self._said = _said(triples)
        self._subjects: dict[str, dict[str, list[str]]] = {}

    @classmethod
    def of(cls, said: Said) -> "Graph":
        """Return the graph of what is said."""
        graph = cls()
        graph._said = said
        return graph

    def __or__(self, other: "Graph") -> "Graph":
        """Return the graph of what either says."""
        if self._said.keys().isdisjoint(other._said):
            return Graph.of(self._said | other._said)
        return Graph([*self, *other])

    def objects(self, subject: str, predicate: str) -> list[Term]:
        """Return every object, literals after names, each in order."""
        said = self._about(subject, predicate)
        literals = sorted((text, kind) for kind, texts in said.items() if kind for text in texts)
        return [*said.get("", ()), *(_literal(text, kind) for text, kind in literals)]

    def names(self, subject: str, predicate: str) -> list[str]:
        """Return every object that is a name, in order."""
        return [*self._about(subject, predicate).get("", ())]

    def name(self, subject: str, predicate: str) -> str | None:
        """Return the only object that is a name, or nothing; raises LawError if there are several."""
        found = self.names(subject, predicate)
        if len(found) > 1:
            message = f"{subject} has several values of {predicate}: {', '.join(found)}"
            raise LawError(message)
        return found[0] if found else None

    def word(self, subject: str, predicate: str) -> str | None:
        """Return the first literal as bare text, or nothing."""
        return min((texts[0] for kind, texts in self._about(subject, predicate).items() if kind), default=None)

    def text(self, subject: str, predicate: str) -> Text | None:
        """Return the literal in both languages, or nothing if either is missing."""
        return next(self._texts(subject, predicate), None)

    def texts(self, subject: str, predicate: str) -> list[Text]:
        """Return the literals in both languages, paired in order."""
        return [*self._texts(subject, predicate)]

    def _texts(self, subject: str, predicate: str) -> Iterator[Text]:
        said = self._about(subject, predicate)
        return map(Text, said.get("en", ()), said.get("zh", ()))

    def _about(self, subject: str, predicate: str) -> Mapping[str, list[str]]:
        return self._said.get(subject, {}).get(predicate, {})

    def number(self, subject: str, predicate: str) -> int:
        """Return the literal as a whole number, or zero."""
        return int(self.word(subject, predicate) or 0)

    def __iter__(self) -> Iterator[Triple]:
        """Yield every triple, those of one subject together."""
        for subject, said in self._said.items():
            for predicate in said:
                for term in self.objects(subject, predicate):
                    yield subject, predicate, term

    def content(self) -> bytes:
        """Return what the graph says as JSON."""
        return orjson.dumps(self._said)

    def predicates(self, subject: str) -> set[str]:
        """Return every predicate used of a subject."""
        return set(self._said.get(subject, ()))

    def subjects(self, predicate: str, name: str) -> list[str]:
        """Return every subject with this predicate and this name as its object, in order."""
        if predicate not in self._subjects:
            self._subjects[predicate] = self._by_object(predicate)
        return sorted(self._subjects[predicate].get(name, ()))

    def _by_object(self, predicate: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for subject, said in self._said.items():
            for name in said.get(predicate, {}).get("", ()):
                found.setdefault(name, []).append(subject)
        return found

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


def _said(triples: Iterable[Triple]) -> Said:
    """Return what triples say, each once and in an order of its own, whatever the files say first."""
    said: Said = {}
    for subject, predicate, kind, text in sorted({(*about, *_kind(term)) for *about, term in triples}):
        said.setdefault(subject, {}).setdefault(predicate, {}).setdefault(kind, []).append(text)
    return said


def _kind(term: Term) -> tuple[str, str]:
    return ("", term) if isinstance(term, str) else (term.language or term.datatype.value, term.value)


def _literal(text: str, kind: str) -> Literal:
    """Return a literal in a language or, as an IRI is told by its colon, of a datatype."""
    return Literal(text, datatype=NamedNode(kind)) if ":" in kind else Literal(text, language=kind)


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


def parsed(files: Mapping[str, bytes]) -> list[Triple]:
    """Parse files of the law; raises LawError naming the file that cannot be read."""
    return _triples(_quads(files))


def _triples(quads: Iterable[Any]) -> list[Triple]:
    return [(str(_term(quad.subject)), quad.predicate.value, _term(quad.object)) for quad in quads]


def _quads(files: Mapping[str, bytes]) -> list[Any]:
    quads: list[Any] = []
    for path, content in sorted(files.items()):
        try:
            quads += parse(content, RdfFormat.TURTLE)
        except SyntaxError as error:
            message = f"{path}: {error}"
            raise LawError(message) from error
    return quads


def cache_folder() -> Path:
    """Return where graphs are kept: ``.cache`` in a checkout, the user's cache folder otherwise."""
    root = home()
    if (root / "pyproject.toml").is_file():
        return root / ".cache"
    import platformdirs

    return Path(platformdirs.user_cache_dir("prima-facie"))


def closed(sources: Sources, cache: Path | None) -> Graph:
    """Return the ontology closed under OWL 2 RL and the shapes as written, from *cache* where they are there."""
    return _kept(cache, "closure", sources.ontology, _closure) | _kept(cache, "shapes", sources.shapes, parsed)


def _kept(
    cache: Path | None, kind: str, files: Mapping[str, bytes], work: Callable[[Mapping[str, bytes]], Iterable[Triple]]
) -> Graph:
    """Return the graph that *work* makes of files, read back where it was kept."""
    path = None if cache is None else cache / f"{kind}-{FORM}-{_digest(files)[:32]}"
    said = _read_back(path)
    if said is not None:
        return Graph.of(said)
    graph = Graph(work(files))
    _keep(path, graph.content())
    return graph


def _read_back(path: Path | None) -> Said | None:
    """Return what was kept, or nothing; a file that is not as it was written counts as not there."""
    try:
        seal, _, content = (b"" if path is None else path.read_bytes()).partition(b"\n")
    except OSError:
        return None
    if seal != _seal(content):
        return None
    said: Said = orjson.loads(content)
    return said


def _seal(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()


def _keep(path: Path | None, content: bytes) -> None:
    """Write through a file of its own, so that no reader sees half; a folder we may not write is no error."""
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        part.write_bytes(_seal(content) + b"\n" + content)
        part.replace(path)
    except OSError:
        return


def _closure(ontology: Mapping[str, bytes]) -> list[Triple]:
    """Close the ontology and keep what is about our own names.

    Literals take no part: no axiom of ours reads one, and without them it is three times as fast.
    """
    import owlrl
    import rdflib

    quads = _quads(ontology)
    named = [quad.triple for quad in quads if not isinstance(quad.object, Literal)]
    graph = rdflib.Graph()
    graph.parse(data=serialize(named, format=RdfFormat.N_TRIPLES) or b"", format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, rdfs_closure=False).expand(graph)
    triples = _triples(quads)
    inferred = {TYPE, RDFS + "subClassOf", PF + "partOf"}
    for subject, predicate, term in graph:
        ours = all(isinstance(each, rdflib.URIRef) and str(each).startswith(BASE) for each in (subject, term))
        if ours and str(predicate) in inferred:
            triples.append((str(subject), str(predicate), str(term)))
    return triples
