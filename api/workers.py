"""Workers: several processes that answer at one address.

The law is loaded once; then the process divides, and every part serves the same socket.
What one of them answers any of them would, byte for byte. The first process only watches:
it passes on that it is time to stop, and replaces a part that ends by itself.
"""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Final, NoReturn

_STOPS: Final = (signal.SIGTERM, signal.SIGINT)
_BETWEEN: Final = 1.0
"""Seconds between the ends of two parts below which something is wrong with all of them."""


def spread(workers: int, work: Callable[[], None]) -> None:
    """Do some work in so many processes until told to stop; one needs no other than this."""
    if workers == 1:
        work()
    else:
        _Watch(workers, work).keep()


def stoppable() -> None:
    """From now on, end in peace when told to stop.

    A server that runs takes the word itself, answers what it was asked, and passes it on at its end.
    """
    signal.signal(signal.SIGTERM, _ended)


def _ended(_signal: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(0)


def divided(work: Callable[[], None]) -> int:
    """Begin some work in a process of its own, and return the number of that process.

    It is told what stops it before anybody can stop it, and never goes on as the whole.
    """
    sys.stdout.flush()
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)
    made = os.fork()
    if not made:
        stoppable()
        signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)
    if made:
        return made
    code = 1
    try:
        work()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except Exception:  # noqa: BLE001 - what went wrong in a part is said by the part
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


class _Watch:
    """Watches over the processes that do the work."""

    def __init__(self, workers: int, work: Callable[[], None]) -> None:
        self._work = work
        self._several: set[int] = set()
        self._stopping = False
        self._failed = False
        self._workers = workers

    def keep(self) -> None:
        """Keep so many processes at work until told to stop."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        last = 0.0
        while len(self._several) < self._workers and not self._stopping:
            self._begin()
        while self._several:
            ended, _ = os.wait()
            self._several.discard(ended)
            if not self._stopping:
                if time.monotonic() - last < _BETWEEN:
                    self._failed = True
                    self._stop(signal.SIGTERM, None)
                    continue
                last = time.monotonic()
                self._begin()
        if self._failed:
            sys.exit(1)

    def _begin(self) -> None:
        made = divided(self._work)
        self._several.add(made)
        if self._stopping:  # the word came before this one was known
            self._stop(signal.SIGTERM, None)

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stopping = True
        for each in self._several:
            with suppress(ProcessLookupError):  # it has just ended
                os.kill(each, signal.SIGTERM)
