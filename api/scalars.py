"""Scalars: single values that mean more than their letters."""

from collections.abc import Mapping
from typing import Final, NewType

import strawberry
from strawberry.types.scalar import ScalarDefinition

IRI = NewType("IRI", str)
CalendarDate = NewType("CalendarDate", str)

SCALARS: Final[Mapping[object, ScalarDefinition]] = {
    IRI: strawberry.scalar(
        name="IRI",
        description="A name on the web, as RFC 3987 has it; all of ours stand below one base.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3987",
    ),
    CalendarDate: strawberry.scalar(
        name="CalendarDate",
        description="A day, a month or a year, as far as it is known: `2021-07-27`, `2020-10` or `2020`.",
    ),
}


def calendar_date(given: str | None) -> CalendarDate | None:
    """Return a day, a month or a year as the law graph has it, or nothing where it is not known."""
    return None if given is None else CalendarDate(given)
