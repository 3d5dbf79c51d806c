"""A part of a question is worked out once, and nobody else waits for it."""

import threading

from kg.once import Once


class Question:
    """A question whose answer takes as long as its test wants."""

    def __init__(self, begun: threading.Event, go: threading.Event) -> None:
        self.begun, self.go, self.times = begun, go, 0

    @Once
    def answer(self) -> bool:
        """Whether it was let go on."""
        self.times += 1
        self.begun.set()
        return self.go.wait(timeout=30)


def ready() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


def test_it_is_worked_out_once_for_each_object() -> None:
    one, other = Question(ready(), ready()), Question(ready(), ready())
    assert [one.answer, one.answer] == [True, True]
    assert (one.times, other.times) == (1, 0)


def test_no_question_waits_while_another_is_worked_out() -> None:
    slow = Question(threading.Event(), threading.Event())
    quick = Question(ready(), ready())
    found: list[bool] = []
    asked = [threading.Thread(target=lambda each=each: found.append(each.answer)) for each in (slow, quick)]
    asked[0].start()
    assert slow.begun.wait(timeout=30)
    asked[1].start()
    asked[1].join(timeout=30)
    assert found == [True]  # the quick one, while the slow one is still at work
    slow.go.set()
    asked[0].join(timeout=30)
    assert found == [True, True]
