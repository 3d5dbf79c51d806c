"""Logs: one line of JSON for each request, which says what happened and never what was asked.

A line holds the id of the request, its method and path, the status and code of the answer,
sizes and times. Neither facts nor queries nor variables are ever in it, nor a path that
nothing is served at, nor what an error of ours said.
"""

import sys
import traceback
from datetime import UTC, datetime

import orjson


def line(**told: object) -> None:
    """Write one line to standard error."""
    sys.stderr.write(stamped(**told) + "\n")


def stamped(**told: object) -> str:
    """Return a line with its time."""
    return orjson.dumps({"time": datetime.now(UTC).isoformat(timespec="milliseconds"), **told}).decode()


def steps(error: BaseException | None) -> list[str]:
    """Return where in the program an error arose, and nothing of what it said."""
    found = traceback.extract_tb(error.__traceback__) if error else []
    return [f"{each.filename}:{each.lineno} {each.name}" for each in found]


def failed(request: str, error: BaseException) -> None:
    """Write where something of ours went wrong, and of what kind it was."""
    line(id=request, error=type(error).__name__, steps=steps(error))
