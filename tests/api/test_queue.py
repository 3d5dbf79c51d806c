"""The queue: nobody takes the turns of the others. Jobs here wait for each other, never for a clock."""

import threading
from concurrent.futures import Future

import pytest

from api.queue import FullError, Queue


class Jobs:
    """Jobs that say when they begin and end when they are told to."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.changed = threading.Condition()
        self.open = threading.Semaphore(0)

    def job(self, name: str) -> str:
        with self.changed:
            self.begun.append(name)
            self.changed.notify_all()
        assert self.open.acquire(timeout=20)
        return name

    def wait_for(self, count: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.begun) >= count, timeout=20)


def put(queue: Queue[str], jobs: Jobs, address: str, name: str) -> "Future[str]":
    return queue.put(address, lambda: jobs.job(name))


def test_one_address_has_no_more_than_its_share_of_the_threads() -> None:
    queue, jobs = Queue[str](threads=3, share=2, places=20), Jobs()
    several = [put(queue, jobs, "a", f"a{n}") for n in range(5)]
    jobs.wait_for(2)
    other = put(queue, jobs, "b", "b0")
    jobs.wait_for(3)
    assert jobs.begun[2] == "b0"
    jobs.open.release(6)
    assert [each.result(20) for each in (*several, other)] == ["a0", "a1", "a2", "a3", "a4", "b0"]


def test_among_addresses_that_wait_it_goes_round() -> None:
    queue, jobs = Queue[str](threads=1, share=1, places=20), Jobs()
    first = put(queue, jobs, "x", "x")
    jobs.wait_for(1)
    several = [put(queue, jobs, address, f"{address}{n}") for address in "aab" for n in range(2)]
    put(queue, jobs, "c", "c")
    jobs.open.release(20)
    for each in (first, *several):
        each.result(20)
    assert jobs.begun[1:4] in (["a0", "b0", "c"], ["a0", "b0", "a1"])
    assert jobs.begun.index("b1") < len(jobs.begun) - 1


def test_one_address_has_half_of_the_places() -> None:
    queue, jobs = Queue[str](threads=1, share=1, places=4), Jobs()
    running = put(queue, jobs, "a", "a")
    jobs.wait_for(1)
    waiting = [put(queue, jobs, "a", "a") for _ in range(2)]
    with pytest.raises(FullError):
        put(queue, jobs, "a", "a")
    waiting += [put(queue, jobs, "b", "b") for _ in range(2)]
    with pytest.raises(FullError):
        put(queue, jobs, "c", "c")
    jobs.open.release(5)
    assert {each.result(20) for each in (running, *waiting)} == {"a", "b"}


def test_who_has_left_is_passed_over() -> None:
    queue, jobs = Queue[str](threads=1, share=1, places=4), Jobs()
    running = put(queue, jobs, "a", "first")
    jobs.wait_for(1)
    left, last = put(queue, jobs, "a", "left"), put(queue, jobs, "a", "last")
    assert left.cancel()
    jobs.open.release(2)
    assert [running.result(20), last.result(20)] == ["first", "last"]
    assert jobs.begun == ["first", "last"]


def test_what_goes_wrong_is_told_to_whoever_asked() -> None:
    queue = Queue[str](threads=1, share=1, places=4)
    with pytest.raises(ZeroDivisionError):
        queue.put("a", lambda: str(1 / 0)).result(20)
    assert queue.put("a", lambda: "on").result(20) == "on"
