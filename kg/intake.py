"""Intake: what is found wrong with a description while it is read, and where.

A description is data from outside. It is measured before any work is done on it, it is
read against a closed vocabulary, and every problem in it is reported at once: where it
is, what is wrong, and what would be right there.
"""

import difflib
import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from kg.errors import InputError, Problem, Severity
from kg.row import Cited
from kg.text import Text
from kg.vocabulary import Vocabulary
from kg.words import Words

DEPTH: Final = 32
"""How deep the parts of a description may be nested."""

LENGTH: Final = 250
"""How many members a list or an object may have."""

TEXT: Final = 64 * 1024
"""How many bytes a text may take in UTF-8."""

DIGITS: Final = 19
"""How many digits a whole number may have."""

VALUES: Final = 100_000
"""How many values a description may hold in all."""

REPORTED: Final = 200
"""How many problems are reported; the rest are counted."""

_NEAR: Final = 0.75
"""How like a known name another must be to be taken for a slip of it."""

Spot = tuple[str | int, ...]
"""The keys and numbers that lead from a description to one thing in it."""

_SHOWN: Final = 60
_ALLOWED: Final = 24
_PLAIN: Final = (str, int, float, Decimal, date, type(None))


@dataclass(slots=True)
class Intake:
    """A description while it is read: what it is read against, and what was found so far."""

    vocabulary: Vocabulary
    words: Words
    citations: Callable[[str], Cited | None]
    assessor: str | None = None
    reasons: str | None = None
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, code: str, path: str, **parts: Text | str) -> None:
        """Report what cannot be read."""
        self.problems.append(self.words.problem(code, path, Severity.VIOLATION, **parts))

    def warn(self, code: str, path: str, **parts: Text | str) -> None:
        """Report a contradiction."""
        self.problems.append(self.words.problem(code, path, Severity.WARNING, **parts))

    def note(self, code: str, path: str, **parts: Text | str) -> None:
        """Report what is worth saying and changes nothing."""
        self.problems.append(self.words.problem(code, path, Severity.NOTE, **parts))

    def expect(self, form: str, path: str, given: object) -> None:
        """Report a value that is not of the form that belongs there."""
        self.refuse(f"not-{form}", path, given=shown(given))

    def hint(self, given: str, known: Sequence[str]) -> Text:
        """Return which of the *known* names is meant by one that is not known, and which there are."""
        if not known:
            return self.words("hint-none")
        near = difflib.get_close_matches(given[:_SHOWN], known, 1, _NEAR) if len(self.problems) < REPORTED else []
        said = [self.words("hint-near", name=near[0])] if near else []
        if len(known) <= _ALLOWED:
            said.append(self.words("hint-allowed", names=", ".join(known)))
        elif not near:
            said.append(self.words("hint-listed"))
        return Text(" ".join(part.en for part in said), "".join(part.zh for part in said))

    @property
    def sound(self) -> bool:
        """Whether nothing was refused so far."""
        return all(problem.severity is not Severity.VIOLATION for problem in self.problems)

    def verdict(self) -> tuple[Problem, ...]:
        """Return the warnings and notes; raises InputError where there is any violation."""
        refuse_all([problem for problem in self.problems if problem.severity is Severity.VIOLATION], self.words)
        return tuple(self.problems)


def refuse_all(problems: Sequence[Problem], words: Words) -> None:
    """Raise InputError with these problems, if there are any; beyond a limit the rest are counted."""
    rest = len(problems) - REPORTED
    if rest > 0:
        problems = [*problems[:REPORTED], words.problem("more-problems", "$", count=str(rest))]
    if problems:
        raise InputError(tuple(problems))


def at(path: str, key: str | int) -> str:
    """Return the path of a member.

    >>> at(at("$.activities", 0), "facts"), at("$", "an odd key")
    ('$.activities[0].facts', '$["an odd key"]')
    """
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{key}" if key.isidentifier() and key.isascii() else f"{path}[{shown(key)}]"


def written(spot: Spot) -> str:
    """Return a spot as problems name places.

    >>> written(("activities", 0, "facts", "frt_used"))
    '$.activities[0].facts.frt_used'
    """
    path = "$"
    for step in spot:
        path = at(path, step)
    return path


def shown(value: object) -> str:
    r"""Return a value as it may be shown: short, and with nothing in it that hides or reverses text.

    >>> shown("a\u202eb")
    '"a\\u202eb"'
    """
    text = json.dumps(value, ensure_ascii=False, default=str, skipkeys=True)
    cut = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return "".join(_visible(character) for character in cut)


def _visible(character: str) -> str:
    hidden = unicodedata.category(character)[0] == "C" or unicodedata.category(character) in {"Zl", "Zp"}
    return f"\\u{ord(character):04x}" if hidden else character


def measured(description: object, words: Words) -> list[Problem]:
    """Return where a description goes beyond a limit, or holds what is no plain value."""
    gauge = _Gauge(words)
    gauge.weigh(description, "$", 0)
    return gauge.problems


@dataclass(slots=True)
class _Gauge:
    """Walks a description once, and no further into what is too deep, too long or too much."""

    words: Words
    problems: list[Problem] = field(default_factory=list)
    seen: int = 0

    def weigh(self, value: object, path: str, depth: int) -> None:
        """Measure one value and what it holds."""
        self.seen += 1
        if self.seen == VALUES + 1:
            self._report("too-many-values", "$", VALUES)
        if self.seen > VALUES:
            return
        if isinstance(value, Mapping | list | tuple):
            self._holder(value, path, depth)
        elif isinstance(value, str):
            self._text(value, path)
        elif isinstance(value, int) and abs(value) >= 10**DIGITS:
            self._report("too-many-digits", path, DIGITS)
        elif not isinstance(value, _PLAIN):
            self._report("not-plain", path, given=type(value).__name__)

    def _holder(self, value: Mapping[object, object] | Sequence[object], path: str, depth: int) -> None:
        if depth > DEPTH:
            self._report("too-deep", path, DEPTH)
        elif len(value) > LENGTH:
            self._report("too-many-members", path, LENGTH, given=str(len(value)))
        elif isinstance(value, Mapping):
            for key in sorted(value, key=str):
                self._member(key, value[key], path, depth)
        else:
            for number, member in enumerate(value):
                self.weigh(member, at(path, number), depth + 1)

    def _member(self, key: object, value: object, path: str, depth: int) -> None:
        if isinstance(key, str):
            self._text(key, path)
            self.weigh(value, at(path, key), depth + 1)
        else:
            self._report("key-no-text", path, given=shown(key))

    def _text(self, value: str, path: str) -> None:
        if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in value):
            self._report("bad-character", path)
        elif len(value.encode()) > TEXT:
            self._report("text-too-long", path, TEXT)

    def _report(self, code: str, path: str, limit: int = 0, given: str = "") -> None:
        self.problems.append(self.words.problem(code, path, limit=str(limit), given=given))
