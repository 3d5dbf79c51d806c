"""Written: a graph as Turtle, as RDF/XML for Protégé, as JSON-LD; the same graph as the same bytes.

Sources: RDF 1.1 Turtle, RDF 1.1 XML Syntax, JSON-LD 1.1 (W3C, 2014 and 2020).
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import Literal

from kg.errors import LawError
from kg.graph import RDF, Term
from kg.linked.prefixes import KNOWN, prefixes
from kg.linked.tree import FIRST, NIL, REST, Listed, Thing, Value, tree

XSD: Final = KNOWN["xsd"]
_LOCAL: Final = re.compile(r"[A-Za-z_]([A-Za-z0-9_-]*[A-Za-z0-9_])?")
_NCNAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*$")
_STEP: Final = "    "


class Form(Enum):
    """A form in which a graph is written."""

    TURTLE = "turtle"
    RDFXML = "rdfxml"
    JSONLD = "jsonld"


def written(triples: Sequence[tuple[str, str, Term]], form: Form) -> bytes:
    """Return a graph in a form.

    Raises LawError for a thing without a name that is spoken of twice, and for a property
    that RDF/XML has no name for.
    """
    named = [name for triple in triples for name in triple if isinstance(name, str) and not name.startswith("_:")]
    typed = [term.datatype.value for *_, term in triples if not isinstance(term, str)]
    return _WRITERS[form](tree(triples), _Names(prefixes(named), {*named, *typed})).encode()


class _Names:
    """Shortens names by the prefixes that are used."""

    def __init__(self, known: Mapping[str, str], used: set[str]) -> None:
        """Keep of the *known* prefixes those that shorten a name."""
        self._by_head = {head: prefix for prefix, head in known.items()}
        split = [self._split(name) for name in used]
        self.heads = dict(sorted((prefix, known[prefix]) for prefix in {part[0] for part in split if part}))

    def _split(self, name: str) -> tuple[str, str] | None:
        end = max(name.rfind("/"), name.rfind("#")) + 1
        prefix = self._by_head.get(name[:end])
        return (prefix, name[end:]) if prefix and _LOCAL.fullmatch(name[end:]) else None

    def short(self, name: str) -> str | None:
        """Return a name by its prefix, or nothing where none fits."""
        split = self._split(name)
        return f"{split[0]}:{split[1]}" if split else None


def _turtle(things: Sequence[Thing], names: _Names) -> str:
    heads = "".join(f"@prefix {prefix}: <{head}> .\n" for prefix, head in names.heads.items())
    return "\n".join([heads, *(_statement(thing, names) for thing in things)])


def _statement(thing: Thing, names: _Names) -> str:
    if thing.name is None:
        return f"{_nested(thing, names, 0)} .\n"
    return f"{_name(thing.name, names)} {_said(thing, names, 1)} .\n"


def _said(thing: Thing, names: _Names, depth: int) -> str:
    types = [f"a {' , '.join(_name(name, names) for name in thing.types)}"] if thing.types else []
    lines = [
        f"{_name(predicate, names)} {' , '.join(_object(value, names, depth) for value in values)}"
        for predicate, values in thing.said
    ]
    return f" ;\n{_STEP * depth}".join([*types, *lines])


def _nested(thing: Thing, names: _Names, depth: int) -> str:
    said = _said(thing, names, depth + 1)
    return f"[\n{_STEP * (depth + 1)}{said} ]" if said else "[]"


def _object(value: Value, names: _Names, depth: int) -> str:
    match value:
        case Thing():
            return _nested(value, names, depth)
        case Listed(members):
            return f"( {''.join(_object(member, names, depth) + ' ' for member in members)})"
        case str():
            return _name(value, names)
        case Literal():
            return _literal(value, names)


def _name(name: str, names: _Names) -> str:
    return names.short(name) or f"<{name}>"


def _literal(value: Literal, names: _Names) -> str:
    datatype = value.datatype.value
    if datatype == XSD + "boolean" and value.value in {"true", "false"}:
        return value.value
    if datatype == XSD + "integer" and re.fullmatch(r"-?\d+", value.value):
        return value.value
    quoted = str(Literal(value.value))
    if value.language:
        return f"{quoted}@{value.language}"
    return quoted if datatype == XSD + "string" else f"{quoted}^^{_name(datatype, names)}"


def _rdfxml(things: Sequence[Thing], names: _Names) -> str:
    writer = _Xml(names.heads)
    body = "".join(writer.thing(thing, 1) for thing in things)
    spaces = "".join(f"\n{_STEP}xmlns:{prefix}={quoteattr(head)}" for prefix, head in writer.spaces())
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{spaces}>\n{body}</rdf:RDF>\n'


class _Xml:
    """Writes things as elements and remembers the namespaces of their properties."""

    def __init__(self, heads: Mapping[str, str]) -> None:
        self._known = {head: prefix for prefix, head in heads.items()}
        self._used: dict[str, str] = {RDF: "rdf"}

    def spaces(self) -> Iterator[tuple[str, str]]:
        """Yield every namespace that was used, with its prefix."""
        yield from sorted((prefix, head) for head, prefix in self._used.items())

    def thing(self, thing: Thing, depth: int) -> str:
        """Return a thing as an element that names it."""
        about = "" if thing.name is None else f" rdf:about={quoteattr(thing.name)}"
        step = _STEP * depth
        types = "".join(f"{step}{_STEP}<rdf:type rdf:resource={quoteattr(name)}/>\n" for name in thing.types)
        said = "".join(self._property(name, value, depth + 1) for name, values in thing.said for value in values)
        return f"{step}<rdf:Description{about}>\n{types}{said}{step}</rdf:Description>\n"

    def _property(self, name: str, value: Value, depth: int) -> str:
        tag, step = self._tag(name), _STEP * depth
        match value:
            case str():
                return f"{step}<{tag} rdf:resource={quoteattr(value)}/>\n"
            case Literal():
                kind = "" if value.datatype.value in _PLAIN else f" rdf:datatype={quoteattr(value.datatype.value)}"
                said = f' xml:lang="{value.language}"' if value.language else kind
                return f"{step}<{tag}{said}>{escape(value.value)}</{tag}>\n"
            case Thing():
                return f"{step}<{tag}>\n{self.thing(value, depth + 1)}{step}</{tag}>\n"
            case Listed(members):
                return self._property(name, _chained(members), depth)

    def _tag(self, name: str) -> str:
        found = _NCNAME.search(name)
        if found is None or not found.start():
            message = f"{name} cannot be written as a property in RDF/XML"
            raise LawError(message)
        head = name[: found.start()]
        return f"{self._used.setdefault(head, self._known.get(head, f'ns{len(self._used)}'))}:{found[0]}"


_PLAIN: Final = frozenset({XSD + "string", RDF + "langString"})


def _chained(members: Sequence[Value]) -> Value:
    """Return a list as the chain of pairs that it stands for."""
    rest: Value = NIL
    for member in reversed(members):
        rest = Thing(None, (), ((FIRST, (member,)), (REST, (rest,))))
    return rest


def _jsonld(things: Sequence[Thing], names: _Names) -> str:
    document = {"@context": names.heads, "@graph": [_node(thing, names) for thing in things]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _node(thing: Thing, names: _Names) -> dict[str, Any]:
    node: dict[str, Any] = {} if thing.name is None else {"@id": names.short(thing.name) or thing.name}
    if thing.types:
        node["@type"] = [names.short(name) or name for name in thing.types]
    return node | {
        names.short(predicate) or predicate: [_json(value, names) for value in values]
        for predicate, values in thing.said
    }


def _json(value: Value, names: _Names) -> dict[str, Any]:
    match value:
        case str():
            return {"@id": names.short(value) or value}
        case Thing():
            return _node(value, names)
        case Listed(members):
            return {"@list": [_json(member, names) for member in members]}
        case Literal():
            if value.language:
                return {"@value": value.value, "@language": value.language}
            plain = value.datatype.value == XSD + "string"
            kind = value.datatype.value
            return {"@value": value.value, **({} if plain else {"@type": names.short(kind) or kind})}


_WRITERS: Final[Mapping[Form, Callable[[Sequence[Thing], _Names], str]]] = {
    Form.TURTLE: _turtle,
    Form.RDFXML: _rdfxml,
    Form.JSONLD: _jsonld,
}
