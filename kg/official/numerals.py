"""Numerals: numbers as legal texts write them, in Chinese or in figures.

>>> value("一千零三十五")
1035
>>> value("１０")
10
>>> value("百官") is None
True
"""

from typing import Final

CHINESE: Final = "〇零一二三四五六七八九十百千两"
"""Every sign of a Chinese numeral up to the thousands."""

FIGURES: Final = "0123456789０１２３４５６７８９"
LONGEST: Final = 12
"""No article has a longer number."""

_DIGITS: Final = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}


def value(numeral: str) -> int | None:
    """Return the number that a numeral stands for, or nothing where it stands for none."""
    if not numeral or len(numeral) > LONGEST:
        return None
    if all(sign in FIGURES for sign in numeral):
        return int(numeral)
    if all(sign in _DIGITS for sign in numeral):
        return int("".join(str(_DIGITS[sign]) for sign in numeral))
    total, digit, below = 0, None, 10_000
    for sign in numeral:
        if sign in _UNITS:
            unit = _UNITS[sign]
            if unit >= below or (digit is None and unit != min(_UNITS.values())):
                return None
            total, digit, below = total + (1 if digit is None else digit) * unit, None, unit
        elif sign in _DIGITS and not digit:
            digit = _DIGITS[sign]
        else:
            return None
    return total + (digit or 0)


def letter(number: int) -> str:
    """Return the letter that stands for a number in a list, as far as letters reach.

    >>> letter(4)
    'd'
    """
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    return alphabet[number - 1] if 0 < number <= len(alphabet) else str(number)
