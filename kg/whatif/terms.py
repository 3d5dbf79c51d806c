"""Terms: the closed lists in which it is said what would have to change, and what a case teaches."""

from enum import Enum
from typing import Final

from kg.vocabulary import Control

SIZE: Final = 4
"""How many facts are changed together where nobody says."""


class Whose(Enum):
    """Whose facts are changed; nobody's are."""

    DEPLOYER = Control.DEPLOYER.value
    CLAIMANT = Control.CLAIMANT.value


class Cut(Enum):
    """A limit that may have kept something from being found."""

    SIZE = "size"
    WAYS = "ways"
    SETS = "sets"
    WORK = "work"


class Lesson(Enum):
    """What a case teaches of a norm."""

    APPLIES = "applies"
    SUPPORTED = "supported"
    MISS = "miss"
    BARRED = "barred"
    REVIVED = "revived"
    UNLESS = "unless"
    OPEN = "open"
