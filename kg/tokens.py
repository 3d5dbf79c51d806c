"""Tokens: a text cut into what can be looked for in it, English words and pairs of Chinese characters.

Chinese is written without spaces, so every two characters that stand together are taken
for a word: of 人脸识别 these are 人脸, 脸识 and 识别. English words are folded: case,
accents and the plural make no difference.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_CHINESE: Final = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN: Final = re.compile(rf"(?P<chinese>[{_CHINESE}]+)|[^\W_{_CHINESE}]+")
_SHORT: Final = 3
"""An English word of no more letters is left as it is."""

_SINGULAR: Final = ("ss", "us", "is")
_HISSING: Final = ("sses", "shes", "ches", "xes", "zzes")


@dataclass(frozen=True, slots=True)
class Token:
    """One word or pair of characters, and where it stands in the text."""

    word: str
    start: int
    chinese: bool


def tokens(text: str) -> Iterator[Token]:
    """Yield the words and the pairs of characters of a text, in order; a lone character stands for itself.

    >>> [token.word for token in tokens("Cameras for 人脸识别")]
    ['camera', 'for', '人脸', '脸识', '识别']
    """
    for run in _RUN.finditer(text):
        said = run.group()
        if not run["chinese"]:
            yield Token(folded(said), run.start(), chinese=False)
        elif len(said) == 1:
            yield Token(said, run.start(), chinese=True)
        else:
            yield from (Token(said[at : at + 2], run.start() + at, chinese=True) for at in range(len(said) - 1))


def last_characters(text: str) -> Iterator[str]:
    """Yield the last character of every run of several: by it a single character is found wherever it stands."""
    for run in _RUN.finditer(text):
        if run["chinese"] and len(run.group()) > 1:
            yield run.group()[-1]


@lru_cache(maxsize=16384)
def folded(word: str) -> str:
    """Return an English word as it is compared.

    >>> [folded(word) for word in ("Parties", "faces", "process", "Businesses", "ID", "café")]
    ['party', 'face', 'process', 'business', 'id', 'cafe']
    """
    apart = unicodedata.normalize("NFKD", word)
    plain = "".join(each for each in apart if not unicodedata.combining(each)).casefold()
    if len(plain) <= _SHORT or not plain.endswith("s") or plain.endswith(_SINGULAR):
        return plain
    if plain.endswith("ies"):
        return plain[:-3] + "y"
    return plain[:-2] if plain.endswith(_HISSING) else plain[:-1]
