"""Queue: questions wait their turn, and no client takes the turns of the others.

Answers are worked out on a few threads. Whoever asks from one address may occupy only a
share of them and only half of the places to wait; among addresses that wait it goes
round, one question each. When every place is taken a question is turned away at once.
"""

import threading
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")


class FullError(Exception):
    """No place to wait is left for this address."""


class Queue(Generic[T]):
    """Some threads, and the questions that wait for them by address."""

    def __init__(self, threads: int, share: int, places: int) -> None:
        """Keep how many threads there are, how many of them one address may have, and how many may wait."""
        self._threads = threads
        self._share = min(share, threads)
        self._places = places
        self._waiting: dict[str, deque[tuple[Future[T], Callable[[], T]]]] = {}
        self._running: Counter[str] = Counter()
        self._idle = 0
        self._started = 0
        self._changed = threading.Condition()

    def put(self, address: str, job: Callable[[], T]) -> "Future[T]":
        """Let a job wait for its turn; raises FullError where there is no place."""
        found: Future[T] = Future()
        with self._changed:
            own, all_ = len(self._waiting.get(address, ())), sum(map(len, self._waiting.values()))
            free = self._threads - sum(self._running.values())
            most = self._places // 2 + self._share - self._running[address]
            if own >= most or all_ >= self._places + free:
                raise FullError
            self._waiting.setdefault(address, deque()).append((found, job))
            if all_ >= self._idle and self._started < self._threads:
                self._started += 1
                threading.Thread(target=self._work, name=f"answers-{self._started}", daemon=True).start()
            self._changed.notify()
        return found

    def _work(self) -> None:
        while True:
            with self._changed:
                address = self._next()
                while address is None:
                    self._idle += 1
                    self._changed.wait()
                    self._idle -= 1
                    address = self._next()
                future, job = self._taken(address)
            try:
                if future.set_running_or_notify_cancel():
                    _run(future, job)
            finally:
                with self._changed:
                    self._running[address] -= 1
                    if not self._running[address]:
                        del self._running[address]
                    if self._waiting:
                        self._changed.notify()

    def _next(self) -> str | None:
        """Return the address whose turn it is, of those that have not their whole share."""
        return next((each for each in self._waiting if self._running[each] < self._share), None)

    def _taken(self, address: str) -> tuple["Future[T]", Callable[[], T]]:
        """Take the first question of an address, which then goes to the end of the round."""
        own = self._waiting.pop(address)
        taken = own.popleft()
        if own:
            self._waiting[address] = own
        self._running[address] += 1
        return taken


def _run(future: "Future[T]", job: Callable[[], T]) -> None:
    try:
        result = job()
    except BaseException as error:  # noqa: BLE001 - whoever waits for the answer is told
        future.set_exception(error)
    else:
        future.set_result(result)
