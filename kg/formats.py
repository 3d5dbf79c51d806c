"""Formats: the forms in which a description may be written; all of them say the same.

The plain form is a JSON object. With :data:`CONTEXT` as its ``@context`` the same object
is JSON-LD, and Turtle says it in triples (see :mod:`kg.triples`). Each reader returns the
plain form, which :func:`kg.deployment.read` reads; :func:`plain` goes back.

They measure before they parse, and they fetch nothing: a context is the bundled one,
whose terms are those of the plain form, or there is none and every name is a whole IRI.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, parse, serialize

from kg.described import Deployment
from kg.errors import Problem
from kg.graph import BASE, PF
from kg.intake import DEPTH, DIGITS, at, measured, refuse_all, shown
from kg.plain import plain
from kg.triples import ABSENT, DCTERMS, FACT, STRAY, THINGS, WORDS, XSD, Plain, Reading, triples
from kg.vocabulary import Fact, Kind, Vocabulary, local
from kg.words import Words

__all__ = ["CONTEXT", "SIZE", "TRIPLES", "context", "from_json", "from_jsonld", "from_turtle", "plain", "to_turtle"]

CONTEXT: Final = BASE + "context.jsonld"
"""The name of the bundled context."""

SIZE: Final = 1024 * 1024
"""How many bytes a description may take."""

TRIPLES: Final = 20_000
"""How many triples a description may hold."""

_KEYWORDS: Final = frozenset({"@id", "@type", "@value", "@language", "@graph"})


def from_json(text: bytes, words: Words) -> Mapping[str, object]:
    """Return the plain form of a description in JSON; raises InputError for anything that is none."""
    return _object(_json(text, words), words)


def from_jsonld(text: bytes, vocabulary: Vocabulary, words: Words) -> Mapping[str, object]:
    """Return the plain form of a description in JSON-LD; raises InputError for anything that is none."""
    document = _json(text, words)
    refuse_all(measured(document, words), words)
    refuse_all(list(_foreign(document, words)), words)
    if isinstance(document, dict) and "@context" in document:
        refuse_all(list(_empty(document, "$", vocabulary, words)), words)
        typed = document.get("@type") in {"Deployment", PF + "Deployment"}
        return {key: value for key, value in document.items() if key != "@context" and not (typed and key == "@type")}
    refuse_all(list(_names(document, "$", words)), words)
    return _read(json.dumps(document).encode(), RdfFormat.JSON_LD, vocabulary, words)


def from_turtle(text: bytes, vocabulary: Vocabulary, words: Words) -> Mapping[str, object]:
    """Return the plain form of a description in Turtle; raises InputError for anything that is none."""
    _text(text, words)
    return _read(text, RdfFormat.TURTLE, vocabulary, words)


def to_turtle(deployment: Deployment, vocabulary: Vocabulary) -> bytes:
    """Return a description that was read as Turtle."""
    said = triples(plain(deployment, vocabulary), vocabulary)
    named = {term.object.value.rpartition("/")[0] for term in said if isinstance(term.object, NamedNode)}
    schemes = {local(scheme): f"{scheme}/" for scheme in sorted(named & set(vocabulary.schemes))}
    prefixes = {"pf": PF, "fact": FACT, "absent": ABSENT, "dcterms": DCTERMS, "xsd": XSD, **schemes}
    return serialize(said, format=RdfFormat.TURTLE, prefixes=prefixes) or b""


def context(vocabulary: Vocabulary) -> Plain:
    """Return the bundled context: what the terms of the plain form mean in RDF.

    A term it does not know keeps a name under which nothing is understood, so that it is
    reported and never lost.
    """
    words: Plain = {key: {"@id": PF + name} for key, name in WORDS.items()}
    for key in ("as_of", "from", "in_force_from"):
        words[key] = {"@id": PF + WORDS[key], "@type": XSD + "date"}
    for key in ("rank", "topic"):
        words[key] = {"@id": PF + WORDS[key], "@type": "@vocab", "@context": {"@vocab": f"{BASE}concept/{key}/"}}
    things: Plain = {key: {"@id": PF + name} for key, name in THINGS.items()}
    things["activities"] = {"@id": PF + THINGS["activities"], "@context": {"actors": {"@id": PF + "actorId"}}}
    return {
        "@version": 1.1,
        "@vocab": STRAY,
        "Deployment": PF + "Deployment",
        "title": {"@id": DCTERMS + "title", "@container": "@language"},
        "facts": "@nest",
        **words,
        **things,
        **{fact.name: _term(fact) for fact in vocabulary.facts.values()},
    }


def _term(fact: Fact) -> Plain:
    """Return what the name of a fact means, and how its values are to be taken."""
    inner: Plain = {}
    if fact.kind is Kind.DATE:
        coerced = XSD + "date"
    elif fact.kind is Kind.CITATION:
        coerced, inner = "@vocab", {"none": PF + "NoRule"}
    elif fact.scheme is not None:
        coerced = "@vocab"
        inner = {"@vocab": fact.scheme + "/", **{concept.code: concept.iri for concept in fact.concepts}}
    else:
        return {"@id": fact.iri}
    values = {key: {"@id": PF + WORDS[key], "@type": coerced} for key in ("value", "present", "absent")}
    return {"@id": fact.iri, "@type": coerced, "@context": {**inner, **values}}


def _text(text: bytes, words: Words) -> str:
    """Return a text that is not too large; a mark of byte order is no part of it."""
    if len(text) > SIZE:
        refuse_all([words.problem("too-large", "$", limit=str(SIZE))], words)
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError:
        refuse_all([words.problem("not-utf8", "$")], words)
        return ""


class _Object(dict[str, object]):
    """A JSON object that remembers which of its names stood in it twice."""

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        seen: set[str] = set()
        self.twice = [key for key, _ in pairs if key in seen or seen.add(key)]  # type: ignore[func-returns-value]


def _json(text: bytes, words: Words) -> object:
    try:
        value: object = json.loads(_text(text, words), object_pairs_hook=_Object, parse_int=_whole)
    except json.JSONDecodeError as error:
        refuse_all([words.problem("not-json", "$", line=str(error.lineno), column=str(error.colno))], words)
    except RecursionError:
        refuse_all([words.problem("too-deep", "$", limit=str(DEPTH))], words)
    else:
        refuse_all([words.problem("duplicate-key", path) for path in _twice(value, "$", 0)], words)
        return value
    return None


def _whole(digits: str) -> int:
    """Return a whole number; one with too many digits becomes the least that is refused."""
    return int(digits) if len(digits.lstrip("-")) <= DIGITS else 10**DIGITS


def _twice(value: object, path: str, depth: int) -> Iterator[str]:
    if depth > DEPTH:
        return
    if isinstance(value, _Object):
        yield from (at(path, key) for key in value.twice)
    for key, member in _members(value):
        yield from _twice(member, at(path, key), depth + 1)


def _members(value: object) -> Iterator[tuple[str | int, object]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)


def _object(value: object, words: Words) -> Mapping[str, object]:
    if isinstance(value, dict):
        return value
    refuse_all([words.problem("not-object", "$", given=shown(value))], words)
    return {}


def _foreign(document: object, words: Words) -> Iterator[Problem]:
    """Yield every context that is not the bundled one at the top."""
    for path, key, value in _walked(document, "$"):
        bundled = path == "$" and isinstance(document, dict) and value == CONTEXT
        if key in {"@context", "@import"} and not (key == "@context" and bundled):
            yield words.problem("foreign-context", at(path, key), given=shown(value), context=CONTEXT)


def _walked(value: object, path: str) -> Iterator[tuple[str, str | int, object]]:
    """Yield every member of every object and list with its path."""
    for key, member in _members(value):
        yield path, key, member
        yield from _walked(member, at(path, key))


def _empty(document: object, path: str, vocabulary: Vocabulary, words: Words) -> Iterator[Problem]:
    """Yield every fact whose list is empty, which a reader of JSON-LD would not see."""
    for place, key, value in _walked(document, path):
        if key in vocabulary.facts and value == []:
            yield words.problem("empty-list", at(place, key))


def _names(document: object, path: str, words: Words) -> Iterator[Problem]:
    """Yield every name that is no whole IRI, which a reader of JSON-LD would pass over."""
    for place, key, value in _walked(document, path):
        if isinstance(key, str) and key not in _KEYWORDS and not _is_iri(key):
            yield words.problem("not-iri", at(place, key), given=shown(key), context=CONTEXT)
        if key in {"@id", "@type"}:
            for name in value if isinstance(value, list) else [value]:
                if not isinstance(name, str) or not (name.startswith("_:") or _is_iri(name)):
                    yield words.problem("not-iri", at(place, key), given=shown(name), context=CONTEXT)


def _is_iri(name: str) -> bool:
    try:
        NamedNode(name)
    except ValueError:
        return False
    return True


def _read(text: bytes, form: RdfFormat, vocabulary: Vocabulary, words: Words) -> Mapping[str, object]:
    try:
        quads = list(islice(parse(text, form), TRIPLES + 1))
    except (SyntaxError, ValueError) as error:
        line, column = (str(getattr(error, name, None) or 1) for name in ("lineno", "offset"))
        refuse_all([words.problem("not-rdf", "$", given=shown(str(error)), line=line, column=column)], words)
        return {}
    if len(quads) > TRIPLES:
        refuse_all([words.problem("too-many-triples", "$", limit=str(TRIPLES))], words)
    return Reading(quads, vocabulary, words).description()
