"""Cache: complete answers, kept in memory for as long as there is room.

An answer is a function of the question, the law, the program and the limits, so one that
was given once is given again as it was. Kept are only whole answers without errors. What
was asked may be told in confidence: only its digest is kept, the answer never leaves
memory, and with the setting ``answers`` at 0 nothing is kept at all.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from api.body import Asked, quoted

_BESIDES: Final = 512
"""Bytes that an entry takes besides its answer."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A complete answer and its tag."""

    tag: str
    body: bytes


class Answers:
    """The answers that were last asked for, within a number of bytes."""

    def __init__(self, most: int) -> None:
        """Keep so many bytes at most."""
        self._most = most
        self._size = 0
        self._held: OrderedDict[bytes, Kept] = OrderedDict()

    def find(self, key: bytes) -> Kept | None:
        """Return the answer to a question, if it is still there."""
        found = self._held.get(key)
        if found is not None:
            self._held.move_to_end(key)
        return found

    def keep(self, key: bytes, kept: Kept) -> None:
        """Keep an answer, and let go of those not asked for longest; what would take all the room is not kept."""
        size = _size(kept)
        if size > self._most // 2 or key in self._held:
            return
        self._held[key] = kept
        self._size += size
        while self._size > self._most:
            _, oldest = self._held.popitem(last=False)
            self._size -= _size(oldest)


def _size(kept: Kept) -> int:
    return len(kept.body) + _BESIDES


def key(kind: str, sent: bytes) -> bytes:
    """Return the key of a question as it was sent, byte for byte; *kind* is how it is answered."""
    return hashlib.sha256(kind.encode() + b"\0" + sent).digest()


def tag(edition: str, kind: str, limits: Mapping[str, object], asked: Asked) -> str:
    """Return the strong tag of the answer to a question."""
    whole = {
        "edition": edition,
        "engine": engine(),
        "kind": kind,
        "limits": limits,
        "query": asked.query,
        "variables": asked.variables or {},
        "operation": asked.operation,
    }
    return f'"{hashlib.sha256(quoted(whole)).hexdigest()}"'


@cache
def engine() -> str:
    """Return the digest of the program: everything from which an answer comes about, but the law."""
    here = Path(__file__).resolve().parent.parent
    whole = hashlib.sha256()
    for path in sorted((each for folder in ("api", "kg") for each in (here / folder).rglob("*.py")), key=str):
        whole.update(path.relative_to(here).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()
