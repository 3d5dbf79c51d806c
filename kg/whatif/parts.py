"""Parts: what remains of a set of changes when some of it is left out.

The smallest thing that can be left out is one fact of one value, or one member of a fact
of several.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final

from kg.expression import Members
from kg.whatif.choices import ABSENT, PRESENT, with_members
from kg.whatif.trial import Edit

ALL: Final = 6
"""Up to how many smallest changes every part is given; of more the parts by fact, and all but one of the smallest."""

Single = tuple[int, str | None, int]
"""One smallest change: the number of its edit, and the member that is added or taken out, if it is one of several."""


def parts(edits: Sequence[Edit]) -> Iterator[tuple[Edit, ...]]:
    """Yield the parts of a set of changes that are neither empty nor the whole, smaller ones first."""
    singles = [single for number, edit in enumerate(edits) for single in _singles(number, edit)]
    if len(singles) <= ALL:
        for size in range(1, len(singles)):
            for chosen in combinations(singles, size):
                yield _made(edits, chosen)
        return
    for size in range(1, len(edits)):
        yield from combinations(edits, size)
    for left_out in singles:
        yield _made(edits, tuple(each for each in singles if each != left_out))


def _singles(number: int, edit: Edit) -> list[Single]:
    if not isinstance(edit.value, Members):
        return [(number, None, 0)]
    held = edit.held if isinstance(edit.held, Members) else Members(frozenset(), frozenset())
    there, gone = sorted(edit.value.present - held.present), sorted(edit.value.absent - held.absent)
    return [*((number, member, PRESENT) for member in there), *((number, member, ABSENT) for member in gone)]


def _made(edits: Sequence[Edit], chosen: Sequence[Single]) -> tuple[Edit, ...]:
    found = []
    for number, edit in enumerate(edits):
        own = [(member, option) for which, member, option in chosen if which == number]
        if not own:
            continue
        members = [(member, option) for member, option in own if member is not None]
        found.append(replace(edit, value=with_members(edit.held, members)) if members else edit)
    return tuple(found)
