"""Tree: triples as nested things in one order, so that the same graph is written as the same bytes.

A thing without a name stands inside the one that speaks of it, and a list is a list; no
label of a nameless thing is ever written. That needs each of them to be spoken of once,
as is so of class expressions and of shapes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal

from kg.errors import LawError
from kg.graph import RDF, TYPE, Term

FIRST: Final = RDF + "first"
REST: Final = RDF + "rest"
NIL: Final = RDF + "nil"


@dataclass(frozen=True, slots=True)
class Thing:
    """Something with a name or without, its classes, and what is said of it, in order."""

    name: str | None
    types: tuple[str, ...]
    said: "tuple[tuple[str, tuple[Value, ...]], ...]"


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of things."""

    members: "tuple[Value, ...]"


Value = str | Literal | Thing | Listed
"""A name, a literal, a thing without a name, or a list."""


def tree(triples: Iterable[tuple[str, str, Term]]) -> tuple[Thing, ...]:
    """Return triples as things in the order of their names, those without one last.

    Raises LawError where a thing without a name is spoken of twice, or in a circle.
    """
    return _Growing(triples).things()


class _Growing:
    """Puts triples together."""

    def __init__(self, triples: Iterable[tuple[str, str, Term]]) -> None:
        self._said: dict[str, dict[str, dict[Term, None]]] = {}
        spoken: dict[str, int] = {}
        for subject, predicate, term in triples:
            known = self._said.setdefault(subject, {}).setdefault(predicate, {})
            if term not in known and isinstance(term, str) and term.startswith("_:"):
                spoken[term] = spoken.get(term, 0) + 1
            known[term] = None
        if any(count > 1 for count in spoken.values()):
            message = "a thing without a name is spoken of more than once; give it a name"
            raise LawError(message)
        self._nested = frozenset(spoken)
        self._written: set[str] = set()

    def things(self) -> tuple[Thing, ...]:
        """Return everything that stands by itself."""
        found = [self._thing(name) for name in sorted(self._said) if name not in self._nested]
        if self._written != set(self._said):
            message = "things without a name speak of each other in a circle; give one a name"
            raise LawError(message)
        return tuple(sorted(found, key=lambda each: (each.name is None, each.name or "", key(each))))

    def _thing(self, name: str) -> Thing:
        self._written.add(name)
        said = self._said.get(name, {})
        types = tuple(sorted(term for term in said.get(TYPE, ()) if isinstance(term, str)))
        return Thing(
            None if name.startswith("_:") else name,
            types,
            tuple(
                (predicate, tuple(sorted((self._value(term) for term in terms), key=key)))
                for predicate, terms in sorted(said.items())
                if predicate != TYPE
            ),
        )

    def _value(self, term: Term) -> Value:
        if not isinstance(term, str):
            return term
        if term == NIL or self._is_list(term):
            return Listed(tuple(self._members(term)))
        return self._thing(term) if term.startswith("_:") else term

    def _is_list(self, term: str) -> bool:
        """Say whether this is a whole list and nothing else is said of any part of it."""
        seen = set()
        while term.startswith("_:") and term not in seen:
            seen.add(term)
            said = self._said.get(term, {})
            rest = list(said.get(REST, ()))
            if set(said) - {TYPE} != {FIRST, REST} or len(said[FIRST]) != 1 or len(rest) != 1 or TYPE in said:
                return False
            if not isinstance(rest[0], str):
                return False
            term = rest[0]
        return term == NIL

    def _members(self, term: str) -> Iterator[Value]:
        while term != NIL:
            self._written.add(term)
            (first,), (rest,) = self._said[term][FIRST], self._said[term][REST]
            yield self._value(first)
            term = str(rest)


def key(value: Value) -> tuple[int, str]:
    """Return where a value stands among others: names, then literals, lists and things, each by their text."""
    match value:
        case str():
            return 0, value
        case Literal():
            return 1, f"{value.language or ''}\0{value.datatype.value}\0{value.value}"
        case Listed(members):
            return 2, "\0".join(f"{number}{text}" for number, text in map(key, members))
        case Thing(_, types, said):
            parts = [f"{predicate}\0{key(each)}" for predicate, values in said for each in values]
            return 3, "\0".join((*types, *parts))
