"""Workers: several processes that answer at one address.

The law is loaded once; then the process divides, and every part serves the same socket.
What one of them answers any of them would, byte for byte. The first process only watches:
it passes on that it is time to stop, and replaces a part that ends by itself.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Final

_BETWEEN: Final = 1.0
"""Seconds between the ends of two parts below which something is wrong with all of them."""


def spread(workers: int, work: Callable[[], None]) -> None:
    """Do some work in so many processes until told to stop; one needs no other than this."""
    if workers == 1:
        signal.signal(signal.SIGTERM, _ignored)  # the server takes it while it runs, and passes it on at its end
        work()
    else:
        _Watch(workers, work).keep()


def _ignored(_signal: int, _frame: FrameType | None) -> None:
    """Let the process end by itself."""


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
        while len(self._several) < self._workers:
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
        made = os.fork()
        if made:
            self._several.add(made)
            return
        signal.signal(signal.SIGTERM, _ignored)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            self._work()
        except BaseException:  # noqa: BLE001 - a part must never go on as the whole
            os._exit(1)
        sys.stdout.flush()
        os._exit(0)

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stopping = True
        for each in self._several:
            os.kill(each, signal.SIGTERM)
