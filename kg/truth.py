"""Truth: a statement is true, false or unknown, and unknown is an answer.

The connectives are those of strong Kleene logic: a conjunction with a false
member is false whatever is not known, a disjunction with a true member is true,
and not knowing something means not knowing its contrary either.

Source: S. C. Kleene, Introduction to Metamathematics (1952), section 64.
"""

from collections.abc import Iterable
from enum import Enum
from typing import Final

FALSE: Final = 0
UNKNOWN: Final = 1
TRUE: Final = 3
"""Codes under which ``&`` and ``|`` of whole numbers are the connectives."""

NEGATED: Final = (TRUE, UNKNOWN, UNKNOWN, FALSE)
"""The code of the negation, by code."""


class Truth(Enum):
    """What the record says of a statement.

    >>> Truth.TRUE & Truth.UNKNOWN
    <Truth.UNKNOWN: 'unknown'>
    >>> Truth.FALSE & Truth.UNKNOWN
    <Truth.FALSE: 'false'>
    >>> ~Truth.UNKNOWN
    <Truth.UNKNOWN: 'unknown'>
    """

    FALSE = "false"
    UNKNOWN = "unknown"
    TRUE = "true"

    @property
    def code(self) -> int:
        """The number under which ``&`` and ``|`` are the connectives."""
        return _CODES[self]

    def __and__(self, other: "Truth") -> "Truth":
        """Say whether both hold."""
        return of_code(self.code & other.code)

    def __or__(self, other: "Truth") -> "Truth":
        """Say whether at least one holds."""
        return of_code(self.code | other.code)

    def __invert__(self) -> "Truth":
        """Say whether it does not hold."""
        return of_code(NEGATED[self.code])

    @staticmethod
    def all(truths: Iterable["Truth"]) -> "Truth":
        """Say whether every one holds; true where there is none."""
        result = Truth.TRUE
        for truth in truths:
            result &= truth
        return result

    @staticmethod
    def any(truths: Iterable["Truth"]) -> "Truth":
        """Say whether at least one holds; false where there is none."""
        result = Truth.FALSE
        for truth in truths:
            result |= truth
        return result


_CODES: Final = {Truth.FALSE: FALSE, Truth.UNKNOWN: UNKNOWN, Truth.TRUE: TRUE}
_TRUTHS: Final = (Truth.FALSE, Truth.UNKNOWN, Truth.UNKNOWN, Truth.TRUE)


def of_code(code: int) -> Truth:
    """Return the truth that a code stands for.

    >>> of_code(3)
    <Truth.TRUE: 'true'>
    """
    return _TRUTHS[code]
