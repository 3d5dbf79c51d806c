"""Naming: what a reader means by a name, as it is cited, as it is labelled, or nearly so.

A thing of the law has an id, ``spc:art-4-item-2``. Readers write its number, its
label or its label in Chinese: ``4(2)``, ``Art. 4(2)``, ``第四条第二项``. What names exactly
one thing is that thing; what names several or none is answered with what was perhaps meant.
"""

import difflib
import re
import unicodedata
from collections import ChainMap
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from kg.errors import NotFoundError
from kg.graph import BASE, PF, SKOS
from kg.law import long, short
from kg.official.numerals import CHINESE, value
from kg.reasoner import Reasoner
from kg.text import Text
from kg.words import quoted

NEAR: Final = 3
"""How many near names are offered."""

LONGEST: Final = 120
"""Nothing of the law has a longer name; near names of longer ones are not looked for."""

_ENOUGH: Final = 0.6
_NUMERAL: Final = re.compile(rf"第?[（(]?([{CHINESE}]{{1,12}})[）)]?(?=[条款项编章节])")
_TOKEN: Final = re.compile(r"[a-z]+|\d+|[^\W\da-z_]+|[¶§]")
_SAID: Final = {"article": "art", "articles": "art", "arts": "art", "paragraph": "para", "item": ""}


def folded(name: str) -> str:
    """Return a name as it is compared: in one spelling, numerals as figures, signs left out.

    >>> folded("第四条第（二）项") == folded("第4条第2项") == folded("第四条第二项")
    True
    >>> folded("Art. 4(2)"), folded("art-4-item-2")
    ('art 4 2', 'art 4 2')
    """
    plain = _NUMERAL.sub(lambda found: f"{value(found[1]) or found[1]}", name)
    plain = unicodedata.normalize("NFKC", plain.replace("第", "")).casefold()
    tokens = (_SAID.get(token, token) for token in _TOKEN.findall(plain))
    return " ".join(token for token in tokens if token)


def found(reasoner: Reasoner, name: str, of: Collection[str] | None = None) -> str:
    """Return the id that a name means; *of* are the ids among which it is looked for, all by default.

    What the law itself calls so goes before a fact, and a fact before one of its values. Raises
    NotFoundError, with near names where there are some or with all where several are meant.
    """
    kinds = _known(reasoner) if of is None else ({each: _names(reasoner, each) for each in sorted(of)},)
    known = ChainMap(*kinds)
    exact = short(name) if name.startswith(BASE) else name
    if exact in known:
        return exact
    wanted = folded(name[:LONGEST])
    several = ([each for each, names in kind.items() if wanted and wanted in names] for kind in kinds)
    meant = next(filter(None, several), [])
    if len(meant) > 1:
        meant = _weightier(reasoner, meant)
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise NotFoundError(
            reasoner.words("several-of-that-name", name=quoted(name), near=_listed(meant)), tuple(meant)
        )
    near = _near(name, wanted, known)
    if near:
        raise NotFoundError(reasoner.words("did-you-mean", name=quoted(name), near=_listed(near)), tuple(near))
    raise NotFoundError(reasoner.words("no-such-name", name=quoted(name[:LONGEST])))


@lru_cache(maxsize=8)
def _known(reasoner: Reasoner) -> tuple[dict[str, frozenset[str]], ...]:
    """Return everything that can be shown, with the names by which each is known: law, facts, values."""
    law, graph = reasoner.law, reasoner.graph
    ids = [*law.instruments, *law.provisions, *law.norms, *law.readings, *law.indicators, *law.defeats]
    kinds = ("DecidedMatter", "Correspondence", "Summary", "SummaryStatement", "Outcome", "Method")
    ids += [short(iri) for kind in kinds for iri in graph.of_type(PF + kind)]
    facts = [short(each.iri) for each in reasoner.vocabulary.facts.values()]
    values = [short(iri) for iri in reasoner.vocabulary.concepts]
    return tuple({each: _names(reasoner, each) for each in dict.fromkeys(kind)} for kind in (ids, facts, values))


def _names(reasoner: Reasoner, identifier: str) -> frozenset[str]:
    return frozenset(filter(None, map(folded, _spelt(reasoner, identifier))))


def _spelt(reasoner: Reasoner, identifier: str) -> Iterator[str]:
    """Yield how a thing may be called: id, number, labels, and these after the prefix of its instrument."""
    graph, iri = reasoner.graph, _iri(reasoner, identifier)
    prefix, _, rest = identifier.rpartition(":")
    yield rest
    yield identifier
    yield identifier.partition(":")[2]
    for predicate in (SKOS + "prefLabel", SKOS + "notation"):
        for term in graph.objects(iri, predicate):
            if not isinstance(term, str):
                yield term.value
                if prefix:
                    yield f"{prefix} {term.value}"


def _iri(reasoner: Reasoner, identifier: str) -> str:
    reading = reasoner.law.readings.get(identifier)
    return long(reading.id if reading else identifier)


def _weightier(reasoner: Reasoner, several: list[str]) -> list[str]:
    """Return those a reader means first: provisions, those of answered instruments before others."""
    law = reasoner.law
    provisions = [each for each in several if each in law.provisions]
    answered = [each for each in provisions if law.instruments[law.provisions[each].instrument].answered]
    return answered or provisions or several


def _near(name: str, wanted: str, known: Mapping[str, frozenset[str]]) -> list[str]:
    """Return the ids whose name is nearest, the nearest first."""
    if not wanted or len(name) > LONGEST:
        return []
    scores: dict[str, float] = {}
    matcher = difflib.SequenceMatcher(autojunk=False)
    for given, spelt in ((name.casefold(), lambda each: (each,)), (wanted, known.__getitem__)):
        matcher.set_seq2(given)
        for identifier in known:
            for candidate in spelt(identifier):
                matcher.set_seq1(candidate)
                if matcher.real_quick_ratio() >= _ENOUGH and matcher.quick_ratio() >= _ENOUGH:
                    scores[identifier] = max(scores.get(identifier, 0.0), matcher.ratio())
    ranked = sorted((each for each in scores if scores[each] >= _ENOUGH), key=lambda each: (-scores[each], each))
    return ranked[:NEAR]


def _listed(names: Iterable[str]) -> Text:
    several = list(names)[: 2 * NEAR]
    return Text(", ".join(several), "、".join(several))
