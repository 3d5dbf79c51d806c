"""Stopping: long work asks now and then whether it may go on.

Whoever starts the work may watch it. The watcher is called before each piece of work, told
of what kind it is, and stops the work by raising StoppedError; it may count the pieces as
well. Without a watcher nothing happens. What a watcher goes by, a clock or a client that
has left, is its own affair: the reasoner knows of neither.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum
from typing import Final


class Work(Enum):
    """A piece of work."""

    ROW = "rows"
    """One situation is assessed under one choice of readings."""

    TRIAL = "trials"
    """One way in which something may be otherwise is tried or worked out."""

    SAMPLE = "samples"
    """It is worked out what hangs on one open fact."""

    SHOWN = "payments"
    """Something is about to be shown."""


Watcher = Callable[[Work], None]
_WATCHER: Final[ContextVar[Watcher | None]] = ContextVar("watcher", default=None)


class StoppedError(Exception):
    """The work was told to stop before it was done."""


def step(work: Work) -> None:
    """Tell the watcher, if there is one, of the next piece of work; raises StoppedError where it says to stop."""
    watcher = _WATCHER.get()
    if watcher is not None:
        watcher(work)


@contextmanager
def watched(watcher: Watcher) -> Iterator[None]:
    """Let a watcher watch the work done inside.

    >>> seen = []
    >>> with watched(seen.append):
    ...     step(Work.ROW)
    >>> seen
    [<Work.ROW: 'rows'>]
    """
    before = _WATCHER.set(watcher)
    try:
        yield
    finally:
        _WATCHER.reset(before)
