"""Shown: one thing of the law as a page shows it: its names, what is said of it, what refers to it.

Names of ours become links on this host; names of others stay what they are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from pyoxigraph import Literal

from kg.graph import BASE, PF, TYPE
from kg.law import short
from kg.linked.prefixes import KNOWN
from kg.linked.things import INSIDE, VOCABULARY, Things
from kg.linked.tree import Listed, Value
from kg.linked.tree import Thing as Tree
from kg.text import Language

MOST: Final = 100
"""How many names that refer to a thing by one property are shown."""

_ORIGIN: Final = BASE.removesuffix(urlsplit(BASE).path)
_SKOS, _RDFS, _OWL, _DCTERMS = KNOWN["skos"], KNOWN["rdfs"], KNOWN["owl"], KNOWN["dcterms"]
_NAMES: Final = frozenset({_SKOS + "prefLabel", _DCTERMS + "title"})
_FIRST: Final = (
    _DCTERMS + "description",
    _SKOS + "definition",
    PF + "heading",
    PF + "gist",
    PF + "question",
    PF + "says",
    _SKOS + "scopeNote",
    _SKOS + "example",
    PF + "counterexample",
)
"""What a reader looks for first."""

_CALLED: Final = frozenset(
    {
        TYPE,
        *(_RDFS + name for name in ("subClassOf", "domain", "range", "seeAlso")),
        *(_SKOS + name for name in ("definition", "scopeNote", "editorialNote", "example", "notation", "inScheme")),
        *(_SKOS + name for name in ("closeMatch", "relatedMatch", "broadMatch", "narrowMatch")),
        *(_DCTERMS + name for name in ("description", "source")),
        _OWL + "disjointWith",
    }
)
"""Words of others that have a name in words among our phrases."""


@dataclass(frozen=True, slots=True)
class Link:
    """A name, with what it is called and where it leads."""

    label: str
    href: str
    ours: bool
    kind: str = "link"


@dataclass(frozen=True, slots=True)
class Said:
    """Words or a figure, with the language they are in."""

    text: str
    language: str | None
    kind: str = "said"


@dataclass(frozen=True, slots=True)
class Inside:
    """A thing without a name, or the members of a list in order."""

    rows: "tuple[Row, ...]"
    members: "tuple[Link | Said | Inside, ...]" = ()
    kind: str = "inside"


@dataclass(frozen=True, slots=True)
class Row:
    """One property with its values; *more* are not shown."""

    property: Link
    values: tuple[Link | Said | Inside, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing as a page shows it."""

    name: str
    id: str
    anchor: str
    label: str
    other: str | None
    types: tuple[Link, ...]
    said: tuple[Row, ...]
    spoken: tuple[Row, ...]


def local(name: str) -> str:
    """Return where a name of ours leads on this host.

    >>> local("https://w3id.org/prima-facie/spc/art-2")
    '/prima-facie/spc/art-2'
    """
    return name.removeprefix(_ORIGIN)


def shown(things: Things, name: str, language: Language) -> Shown:
    """Return a thing as a page shows it in one language."""
    return _Shower(things, language).thing(name)


def listed(things: Things, names: Sequence[str], language: Language) -> list[Link]:
    """Return some names as links."""
    shower = _Shower(things, language)
    return [shower.group(name) if name.endswith("/") else shower.link(name) for name in names]


class _Shower:
    """Shows things in one language."""

    def __init__(self, things: Things, language: Language) -> None:
        self._things, self._language = things, language
        self._words = things.reasoner.words

    def thing(self, name: str) -> Shown:
        """Return a thing with what is said of it and what refers to it."""
        tree, label = self._things.thing(name), self._things.label(name)
        other = Language.EN if self._language is Language.ZH else Language.ZH
        return Shown(
            name=name,
            id=short(name),
            anchor=name.partition("#")[2],
            label=label[self._language] if label else short(name) or name,
            other=label[other] if label and label[other] != label[self._language] else None,
            types=tuple(self.link(each) for each in tree.types),
            said=tuple(self._rows(tree)),
            spoken=tuple(self._spoken(name)),
        )

    def link(self, name: str) -> Link:
        """Return a name as a link."""
        if not name.startswith(BASE):
            return Link(self._foreign(name), name, ours=False)
        label = self._things.label(name)
        if label:
            said = label[self._language]
        else:
            said = short(VOCABULARY) if name == VOCABULARY else name.removeprefix(BASE) or name
        return Link(said, local(name), ours=True)

    def group(self, head: str) -> Link:
        """Return what several names stand under as a link, with the list or the instrument it is of."""
        law, identifier = self._things.reasoner.law, short(head.removesuffix("/"))
        instrument = next((each for each in law.instruments.values() if each.id.startswith(f"{identifier}:")), None)
        label = instrument.label if instrument else self._things.label(head.removesuffix("/"))
        said = head.removeprefix(BASE) if label is None else f"{head.removeprefix(BASE)} {label[self._language]}"
        return Link(said, local(head), ours=True)

    def _foreign(self, name: str) -> str:
        prefix, head = next(((prefix, head) for prefix, head in KNOWN.items() if name.startswith(head)), ("", ""))
        return f"{prefix}:{name.removeprefix(head)}" if prefix else name

    def _rows(self, tree: Tree) -> Iterator[Row]:
        order = {predicate: number for number, predicate in enumerate(_FIRST)}
        for predicate, values in sorted(tree.said, key=lambda each: (order.get(each[0], len(order)), each[0])):
            if predicate not in _NAMES:
                yield Row(self._property(predicate), tuple(self._value(each) for each in self._sorted(values)))

    def _sorted(self, values: Sequence[Value]) -> list[Value]:
        """Return values in order, those in the language of the page before those in another."""
        other = {each.value for each in Language} - {self._language.value}
        return sorted(values, key=lambda each: isinstance(each, Literal) and each.language in other)

    def _property(self, predicate: str) -> Link:
        if predicate in _CALLED:
            key = "called-" + predicate.rpartition("#")[2].rpartition("/")[2]
            return Link(self._words(key)[self._language], predicate, ours=False)
        return self.link(predicate)

    def _value(self, value: Value) -> Link | Said | Inside:
        match value:
            case str():
                return self.link(value)
            case Literal():
                return Said(value.value, value.language)
            case Listed(members):
                return Inside((), tuple(self._value(each) for each in members))
            case Tree():
                kinds = tuple(self.link(each) for each in value.types)
                return Inside((*((Row(self._property(TYPE), kinds),) if kinds else ()), *self._rows(value)))

    def _spoken(self, name: str) -> Iterator[Row]:
        for predicate, several in self._things.speaking_of(name).items():
            named = tuple(self.link(each) for each in several[:MOST])
            yield Row(self._as(predicate), named, max(0, len(several) - MOST))

    def _as(self, predicate: str) -> Link:
        """Return as what a thing is referred to."""
        if predicate == INSIDE:
            return Link(self._words("page-inside")[self._language], "", ours=True)
        property_ = self._property(predicate)
        return replace(property_, label=self._words("page-as", property=property_.label)[self._language])
