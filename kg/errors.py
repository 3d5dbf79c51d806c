"""Errors: four kinds that are never mixed, each for the person who must act.

::

    PrimaFacieError
    ├── LawError        the law as written in our files is wrong; we must act
    ├── InputError      the description cannot be read; its author must act
    ├── NotFoundError   what was asked for does not exist
    └── TooLargeError   the question is larger than we answer

A fact nobody knows is not an error; it is an answer.
"""

from dataclasses import dataclass
from enum import Enum

from kg.text import Language, Text


class Severity(Enum):
    """How far a problem reaches."""

    VIOLATION = "violation"
    """The description cannot be read; nothing is assessed."""

    WARNING = "warning"
    """The description contradicts itself; the facts named count as unknown."""

    NOTE = "note"
    """Worth saying; nothing changes."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a description: where, what, and how to mend it."""

    code: str
    path: str
    message: Text
    remedy: Text
    severity: Severity = Severity.VIOLATION
    allowed: int | None = None
    """How much there may be, where a limit is what was passed."""

    asked: int | None = None
    """How much there is, where that was counted."""

    def says(self, language: Language) -> str:
        """Return the problem as one line."""
        return f"{self.path}: {self.message[language]} {self.remedy[language]}"


class PrimaFacieError(Exception):
    """Anything that keeps a question from being answered."""

    code = "PF000"


class LawError(PrimaFacieError):
    """The law as written in the Turtle files is wrong."""

    code = "PF100"


class InputError(PrimaFacieError):
    """A description cannot be read; carries every problem found in it."""

    code = "PF200"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep *problems*, all of them, in the order of the description."""
        super().__init__("\n".join(problem.says(Language.EN) for problem in problems))
        self.problems = problems


class NotFoundError(PrimaFacieError):
    """What was asked for does not exist; *says* tells so in both languages, *near* what was perhaps meant."""

    code = "PF300"

    def __init__(self, message: Text | str, near: tuple[str, ...] = ()) -> None:
        """Keep what there is to say; what is given in one language only is said so in either."""
        self.near = near
        self.says = message if isinstance(message, Text) else Text(message, message)
        super().__init__(self.says.en)


class TooLargeError(PrimaFacieError):
    """The question is larger than we answer."""

    code = "PF400"
