"""Integrity: whether a law graph is whole, asked of an edition as its files are written.

No norm without a source, no defeat without a basis, no fact without a bearer: the shapes
in ``shapes/integrity.ttl`` say so, each with what its author is to do. An assessment never
asks them; who edits the law does.
"""

from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import RdfFormat, parse, serialize

from kg.errors import LawError, NotFoundError
from kg.graph import BASE, Sources, home, parsed
from kg.law import short
from kg.text import Text
from kg.words import bundled_words


@dataclass(frozen=True, slots=True, order=True)
class Complaint:
    """One thing that keeps a law graph from being whole: about what, and what its author is to do."""

    about: str
    value: str
    en: str
    zh: str

    @property
    def says(self) -> Text:
        """What the author is to do, in both languages."""
        return Text(self.en, self.zh)


def complaints(folder: Path) -> tuple[Complaint, ...]:
    """Return what keeps the edition in a folder from being whole, in order of the names it is about.

    Raises LawError for a file that is no Turtle, NotFoundError for a folder that is not there.
    """
    import pyshacl  # loaded only when asked for
    import rdflib
    from rdflib import RDF, SH

    if not folder.is_dir():
        raise NotFoundError(bundled_words()("no-folder", name=str(folder)))
    sources = Sources.read(folder)
    files = {**sources.ontology, **sources.shapes}
    parsed(files)  # a file that cannot be read is named
    data, shapes = rdflib.Graph(), rdflib.Graph()
    for content in files.values():
        triples = [quad.triple for quad in parse(content, RdfFormat.TURTLE)]
        data.parse(data=serialize(triples, format=RdfFormat.N_TRIPLES) or b"", format="nt")
    shapes.parse(home() / "shapes" / "integrity.ttl", format="turtle")
    _, report, text = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    if not isinstance(report, rdflib.Graph):
        raise LawError(text)
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        said = {getattr(each, "language", None): str(each) for each in report.objects(result, SH.resultMessage)}
        about, value = (_written(report.value(result, part)) for part in (SH.focusNode, SH.value))
        found.add(Complaint(about, value, said.get("en", text), said.get("zh", text)))
    return tuple(sorted(found))


def _written(term: object) -> str:
    """Return a name or a literal as its author knows it; what has no name of its own is not named."""
    written = "" if term is None or str(term).startswith("_:") else str(term)
    return short(written) if written.startswith(BASE) else written
