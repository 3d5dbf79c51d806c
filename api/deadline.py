"""Deadline: when the work for one request must end, and what of it was done.

The work itself asks at every step (:mod:`kg.stopping`), so it really ends: when its time
is up, or when nobody waits for the answer any more. The counts say how much was done; they
depend on the question alone, so an answer may carry them.
"""

import time
from collections import Counter
from math import inf

from kg.stopping import StoppedError, Work


class Watch:
    """Watches the work for one request; without a deadline it only counts."""

    def __init__(self) -> None:
        """Let the work take as long as it does."""
        self._until = inf
        self._counts: Counter[Work] = Counter()
        self.stopped = False

    def begin(self, milliseconds: int) -> None:
        """Let the work end so long from now."""
        self._until = time.monotonic() + milliseconds / 1000

    def __call__(self, work: Work) -> None:
        """Count a piece of work; raises StoppedError where the work is to stop."""
        self._counts[work] += 1
        if self.stopped or time.monotonic() > self._until:
            self.stopped = True
            raise StoppedError

    def stop(self) -> None:
        """Let the work stop at its next step."""
        self.stopped = True

    def done(self) -> dict[str, int]:
        """Return how much was done of each kind."""
        return {kind.value: self._counts[kind] for kind in (Work.ROW, Work.TRIAL, Work.SAMPLE)}
