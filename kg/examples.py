"""Examples: the descriptions of deployments that come with the program, some of them of decided matters."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import orjson

from kg.graph import home
from kg.text import Text


@dataclass(frozen=True, slots=True)
class Example:
    """One description of a deployment, as its file holds it."""

    id: str
    title: Text
    description: Mapping[str, object]


@cache
def examples() -> Mapping[str, Example]:
    """Return every bundled description by its id, in the order of the ids."""
    paths = sorted((home() / "data" / "deployments").glob("*.json"))
    read = [orjson.loads(path.read_bytes()) for path in paths]
    found = {str(each["id"]): Example(str(each["id"]), _title(each), each) for each in read}
    return dict(sorted(found.items()))


def _title(description: Mapping[str, object]) -> Text:
    match description.get("title"):
        case {"en": str(english), "zh": str(chinese)}:
            return Text(english, chinese)
        case other:
            said = str(other or description["id"])
            return Text(said, said)
