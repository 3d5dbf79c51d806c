"""Words: the sentences in which answers and problems are put, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass

from kg.errors import LawError, Problem, Severity
from kg.graph import PF, SKOS, Graph, home, parsed
from kg.text import Text
from kg.vocabulary import local


def quoted(name: str) -> Text:
    """Return a name as it was given, in quotation marks.

    >>> quoted("spc:art-99")
    Text(en="'spc:art-99'", zh='“spc:art-99”')
    """
    return Text(repr(name), f"“{name}”")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence pattern, with how to mend what it reports where it reports a problem."""

    says: Text
    remedy: Text | None


class Words:
    """All phrases by key."""

    def __init__(self, graph: Graph) -> None:
        """Read the phrases; raises LawError for one that is not in both languages."""
        self._phrases: Mapping[str, Phrase] = {
            graph.word(iri, SKOS + "notation") or local(iri): _phrase(graph, iri)
            for iri in graph.of_type(PF + "Phrase")
        }

    def __call__(self, key: str, **parts: Text | str) -> Text:
        """Return a phrase with its places filled; raises LawError if there is none of that key."""
        if key not in self._phrases:
            message = f"no phrase {key!r}"
            raise LawError(message)
        return self._phrases[key].says.filled(**parts)

    def problem(self, key: str, path: str, severity: Severity = Severity.VIOLATION, **parts: Text | str) -> Problem:
        """Return a problem worded in both languages."""
        message = self(key, **parts)
        remedy = self._phrases[key].remedy
        allowed = _number(parts.get("limit"))
        asked = _number(parts.get("given")) if allowed else None
        return Problem(key, path, message, (remedy or Text("", "")).filled(**parts), severity, allowed or None, asked)


def bundled_words() -> Words:
    """Return the phrases that come with the program, for what is said before any law is loaded."""
    folder = home() / "ontology" / "words"
    return Words(Graph(parsed({path.name: path.read_bytes() for path in sorted(folder.glob("*.ttl"))})))


def _number(part: Text | str | None) -> int | None:
    return int(part) if isinstance(part, str) and part.isdecimal() else None


def _phrase(graph: Graph, iri: str) -> Phrase:
    says = graph.text(iri, PF + "says")
    if says is None:
        message = f"{iri} is not said in both languages"
        raise LawError(message)
    return Phrase(says, graph.text(iri, PF + "remedy"))
