"""Once: a part of a question that is worked out when it is first asked for, and kept with it.

``functools.cached_property`` does the same, but in Python 3.11 it holds one lock for all objects
of a class while it works, so that of two questions answered side by side one waits for the
other. Here nobody waits; two threads that ask for the same part at once both work it out, and
it is the same.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class Once(Generic[T]):
    """Makes a method a part of its object: its value takes the place of the method.

    >>> class Sum:
    ...     def __init__(self, *parts):
    ...         self.parts = parts
    ...     @Once
    ...     def total(self):
    ...         print("adding")
    ...         return sum(self.parts)
    >>> two = Sum(1, 1)
    >>> two.total, two.total
    adding
    (2, 2)
    """

    def __init__(self, work: Callable[[Any], T]) -> None:
        """Keep what works it out."""
        self._work = work
        self.__doc__ = work.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        """Remember as what it is kept."""
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> "Once[T]": ...
    @overload
    def __get__(self, instance: object, owner: type) -> T: ...
    def __get__(self, instance: object | None, owner: type) -> "Once[T] | T":
        """Work it out and keep it with the object; from then on the object itself has it."""
        if instance is None:
            return self
        found = self._work(instance)
        vars(instance)[self._name] = found
        return found
