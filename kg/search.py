"""Search: what in the law graph speaks of some words, the best answer first.

Every entry is cut into places (its label, its heading, its definition ...) in each
language. A word counts the more the rarer it is in the graph and the weightier the place
in which it stands, and the less the longer that place is: BM25F, after S. Robertson and
H. Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009. An English word
also finds words that begin with it, at half the weight. The sum counts in the share in
which an entry holds the words asked for. An entry is found if it holds at least half of
them, those that stand nearly everywhere left aside; one that is called exactly what was
asked stands before all others. Equal scores stand in the order of the ids, so the same
question has the same answer.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import Final

from kg.entry import Entry, Hit, NodeKind, Place
from kg.naming import folded
from kg.text import Language
from kg.tokens import Token, last_characters, tokens

_WEIGHT: Final = {Place.LABEL: 4.0, Place.HEADING: 3.0, Place.QUESTION: 2.0, Place.DEFINITION: 1.5, Place.NOTE: 1.0}
_K: Final = 1.2
_B: Final = 0.75
_BEGINNING: Final = 3
"""How many letters a word needs to find words that begin with it."""

_HALF: Final = 0.5
_EVERYWHERE: Final = 10
"""A word is left aside in counting if more than one entry in so many holds it."""

_WINDOW: Final = 160
"""How many characters an excerpt has at most."""

_BEFORE: Final = 40
"""How many of them stand before the first word found."""


@dataclass(frozen=True, slots=True)
class _Cut:
    """One place of one entry in one language, cut into words."""

    entry: int
    place: Place
    language: Language
    text: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Zone:
    """One place of one entry in one language."""

    entry: int
    place: Place
    text: str
    weight: float
    """What one word in it weighs, its length heard."""


class Index:
    """The words of all entries, cut once and asked often."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        """Cut the entries into words."""
        self._entries = tuple(entries)
        cut = tuple(_cut(self._entries))
        self._zones = _weighed(cut)
        postings: dict[str, dict[int, int]] = {}
        for number, each in enumerate(cut):
            for word in (*each.words, *last_characters(each.text)):
                places = postings.setdefault(word, {})
                places[number] = places.get(number, 0) + 1
        self._postings: Mapping[str, Mapping[int, int]] = postings
        self._words = sorted(postings)

    @cached_property
    def _called(self) -> Mapping[str, tuple[int, ...]]:
        """The entries by everything they are called."""
        found: dict[str, dict[int, None]] = {}
        for number, entry in enumerate(self._entries):
            labels = [said for place, text in entry.says if place is Place.LABEL for said in (text.en, text.zh)]
            for name in (*labels, *entry.names):
                found.setdefault(folded(name), {})[number] = None
        return {name: tuple(numbers) for name, numbers in found.items() if name}

    def find(self, text: str, kinds: Collection[NodeKind] | None = None) -> tuple[Hit, ...]:
        """Return what speaks of some words, the best answer first; *kinds* are those looked for, all by default."""
        asked = list({token.word: token for token in tokens(text)}.values())
        words = {token.word: self._places(token) for token in asked}
        scores, found = self._scores(words)
        counted = self._counted(words)
        exact = self._called.get(folded(text), ())
        meant = [each for each in found if len(found[each] & counted) >= _HALF * len(counted)]
        meant = [each for each in dict.fromkeys((*exact, *meant)) if kinds is None or self._entries[each].kind in kinds]
        shares = {each: len(found.get(each, ())) / len(words) for each in meant} if words else {}
        total = {each: sum(scores.get(each, {}).values()) * shares.get(each, 0.0) for each in meant}
        best = max(total.values(), default=0.0)
        total |= {each: total[each] + best for each in exact if each in total}
        hits = [self._hit(each, total[each], scores.get(each, {}), words) for each in meant]
        return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.id)))

    def _places(self, token: Token) -> Mapping[int, float]:
        """Return how often a word stands in each zone; a word that only begins so counts half."""
        found: dict[int, float] = {}
        lone = len(token.word) == 1 if token.chinese else len(token.word) >= _BEGINNING
        for word in self._beginning(token.word) if lone else (token.word,):
            share = 1.0 if word == token.word else _HALF
            for zone, times in self._postings.get(word, {}).items():
                found[zone] = found.get(zone, 0.0) + share * times
        return found

    def _beginning(self, start: str) -> Iterator[str]:
        for number in range(bisect_left(self._words, start), len(self._words)):
            if not self._words[number].startswith(start):
                return
            yield self._words[number]

    def _entries_of(self, places: Mapping[int, float]) -> frozenset[int]:
        return frozenset(self._zones[zone].entry for zone in places)

    def _counted(self, words: Mapping[str, Mapping[int, float]]) -> frozenset[str]:
        """Return the words that count towards half of the question: all, if all stand nearly everywhere."""
        most = len(self._entries) / _EVERYWHERE
        rare = frozenset(word for word, places in words.items() if len(self._entries_of(places)) <= most)
        return rare or frozenset(words)

    def _scores(
        self, words: Mapping[str, Mapping[int, float]]
    ) -> tuple[dict[int, dict[int, float]], dict[int, set[str]]]:
        """Return for every entry what each of its zones adds to its score, and which words it holds."""
        scores: dict[int, dict[int, float]] = {}
        held: dict[int, set[str]] = {}
        for word, places in words.items():
            weighed: dict[int, dict[int, float]] = {}
            for zone, times in places.items():
                weighed.setdefault(self._zones[zone].entry, {})[zone] = times * self._zones[zone].weight
            rarity = log(1 + (len(self._entries) - len(weighed) + 0.5) / (len(weighed) + 0.5))
            for entry, zones in weighed.items():
                held.setdefault(entry, set()).add(word)
                share = rarity / (_K + sum(zones.values()))
                for zone, weight in zones.items():
                    added = scores.setdefault(entry, {})
                    added[zone] = added.get(zone, 0.0) + share * weight
        return scores, held

    def _hit(self, number: int, score: float, zones: Mapping[int, float], words: Collection[str]) -> Hit:
        entry, rounded = self._entries[number], round(score, 6)
        if not zones:
            place, said = entry.says[0]
            return Hit(entry.id, entry.kind, rounded, place, said[Language.EN])
        best = self._zones[min(zones, key=lambda zone: (-zones[zone], zone))]
        return Hit(entry.id, entry.kind, rounded, best.place, _excerpt(best.text, words))


def _cut(entries: Sequence[Entry]) -> Iterator[_Cut]:
    for number, entry in enumerate(entries):
        for place, text in entry.says:
            for language in Language:
                said = text[language]
                words = tuple(token.word for token in tokens(said))
                if words and (language is Language.EN or text.zh != text.en):
                    yield _Cut(number, place, language, said, words)


def _weighed(cut: Sequence[_Cut]) -> tuple[_Zone, ...]:
    """Return the zones, each with what a word in it weighs against others of its place and language."""
    lengths: dict[tuple[Place, Language], list[int]] = {}
    for each in cut:
        lengths.setdefault((each.place, each.language), []).append(len(each.words))
    usual = {kind: sum(several) / len(several) for kind, several in lengths.items()}
    longer = (len(each.words) / usual[each.place, each.language] for each in cut)
    return tuple(
        _Zone(each.entry, each.place, each.text, _WEIGHT[each.place] / (1 - _B + _B * share))
        for each, share in zip(cut, longer, strict=True)
    )


def _excerpt(text: str, words: Collection[str]) -> str:
    """Return the part of a text in which the first word found stands."""
    if len(text) <= _WINDOW:
        return text
    starts = (token.start for token in tokens(text) if any(token.word.startswith(word) for word in words))
    start = max(0, min(next(starts, 0) - _BEFORE, len(text) - _WINDOW))
    end = start + _WINDOW
    return ("…" if start else "") + text[start:end].strip() + ("…" if end < len(text) else "")
