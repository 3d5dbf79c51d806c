"""Measure: how wide a line of text will be, and where it is broken, without knowing the reader's fonts.

The widths are on the safe side: a Chinese sign is as wide as the letters are high, and
signs of which a font may make either are counted as wide.
"""

import unicodedata
from collections.abc import Iterator
from typing import Final

SIZE: Final = 14
"""How high letters are, in pixels."""

_WIDE: Final = 14.5
_NARROW: Final = 7.8


def width(text: str) -> float:
    """Return how wide a line is at most, in pixels.

    >>> width("同意") > width("ab")
    True
    """
    return sum(_WIDE if unicodedata.east_asian_width(sign) in {"W", "F", "A"} else _NARROW for sign in text)


def wrapped(text: str, room: float) -> list[str]:
    """Return a text as lines that fit into some room: broken between words, and between Chinese signs.

    >>> wrapped("all of these hold", 80)
    ['all of', 'these hold']
    """
    lines, line = [], ""
    for piece in _pieces(text, room):
        if line and width((line + piece).rstrip()) > room:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()] if line.rstrip() or not lines else lines


def _pieces(text: str, room: float) -> Iterator[str]:
    """Yield what is not broken: a word with the space after it, one wide sign, or as much of either as fits."""
    word = ""
    for sign in " ".join(text.split()):
        if word and (_breaks(word[-1], sign) or width(word + sign) > room):
            yield word
            word = ""
        word += sign
    yield word


def _breaks(before: str, sign: str) -> bool:
    """Say whether a line may end between two signs; none begins with a closing sign."""
    wide = unicodedata.east_asian_width(sign) in {"W", "F"} or unicodedata.east_asian_width(before) in {"W", "F"}
    return (wide and sign not in _CLOSING and before not in _OPENING) or (before == " " and sign != " ")


_CLOSING: Final = "，。、；：！？）〕》】”’ "
_OPENING: Final = "（〔《【“‘"
