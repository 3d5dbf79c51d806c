"""Whatever is sent, something is said: no answer of ours breaks, and none takes long.

What is generated hangs on a number alone, so that a case that breaks can be had again.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from api.endpoint import SPOKEN
from api.failures import Failure
from tests.api.asking import WHOLE
from tests.api.serving import Started, started

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux tells what a process uses")
ROOT = Path(__file__).resolve().parents[2]
SEED = 20211101
PLANNED = {200, 400, 413, 415}
LONGEST = 3.0
"""Seconds of a processor that one answer may take."""

BRIEF = WHOLE.replace("first: 100", "first: 2")
QUERIES = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "data" / "queries").glob("*.graphql"))]
QUERIES += [BRIEF, "{ instruments(first: 2) { edges { node { id provisions(first: 3) { edges { node { id } } } } } } }"]
WORDS = sorted(set(re.findall(r"\w+", (ROOT / "data" / "schema.graphql").read_text(encoding="utf-8"))))[:4000]
SIGNS = [
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ":",
    "$",
    "!",
    "@",
    "...",
    "|",
    "=",
    "&",
    '"',
    '"""',
    "#",
    ",",
    "\n",
    "\0",
    "\ufeff",
    "é",
]
VALUES: list[object] = [None, True, -1, 0, 2**53, 1e308, "", "x" * 300, "\u202e", [], {}, [[]], "2024-02-30", "APPLIES"]
FACTS = {
    "id": "t",
    "activities": [{"id": "a", "facts": {"frtUsed": {"value": True}, "operations": {"present": ["COLLECT"]}}}],
}


def document(draw: random.Random) -> str:
    """Return a GraphQL document with some words and signs taken out, put in or changed."""
    parts = re.findall(r"\w+|\s+|[^\w\s]", draw.choice(QUERIES))
    for _ in range(draw.randint(0, 6)):
        at = draw.randrange(len(parts))
        match draw.randrange(5):
            case 0:
                del parts[at]
            case 1:
                parts.insert(at, draw.choice(SIGNS))
            case 2:
                parts[at] = draw.choice(WORDS)
            case 3:
                parts[at:at] = parts[at : at + draw.randint(1, 60)] * draw.choice([1, 1, 2, 40])
            case _:
                parts[at] = str(draw.choice(VALUES))
        parts = parts or ["{"]
    return "".join(parts)


def changed(draw: random.Random, value: object) -> object:
    """Return data with something in them changed."""
    if draw.random() < 0.15:
        return draw.choice(VALUES)
    if isinstance(value, dict):
        found = {key: changed(draw, each) for key, each in value.items()}
        if draw.random() < 0.1:
            found[draw.choice(WORDS)] = draw.choice(VALUES)
        return found
    if isinstance(value, list):
        return [changed(draw, each) for each in value] * draw.choice([1, 1, 1, 2, 30])
    return value


def of_document(draw: random.Random) -> bytes:
    return json.dumps({"query": document(draw), "variables": {"deployment": FACTS}}).encode()


def of_variables(draw: random.Random) -> bytes:
    return json.dumps({"query": BRIEF, "variables": {"deployment": changed(draw, FACTS)}}).encode()


def of_body(draw: random.Random) -> bytes:
    body = json.dumps({"query": draw.choice(QUERIES), "variables": changed(draw, {"deployment": FACTS})}).encode()
    whole = bytearray(body)
    for _ in range(draw.randint(1, 5)):
        at = draw.randrange(len(whole))
        match draw.randrange(4):
            case 0:
                whole[at] = draw.randrange(256)
            case 1:
                del whole[at : at + draw.randint(1, 40)]
            case 2:
                whole[at:at] = draw.choice([b"[" * 300, b"9" * 50, b"\xff", b'"', b"\\ud800", b"NaN", b"1e999", b"{}"])
            case _:
                whole[at:at] = whole[at : at + 30] * draw.randint(1, 20)
        whole = whole or bytearray(b"{")
    return bytes(whole)


MAKERS: tuple[Callable[[random.Random], bytes], ...] = (of_document, of_variables, of_body)


def seconds(server: Started) -> float:
    """Return how long a server has used a processor."""
    fields = Path(f"/proc/{server.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


@pytest.mark.parametrize("cases", [1000, pytest.param(20_000, marks=pytest.mark.long)])
def test_whatever_is_sent_is_answered_in_time_and_in_form(cases: int) -> None:
    found: Counter[int] = Counter()
    with started(seconds=3600, log="false") as server:
        before = seconds(server)
        for number in range(cases):
            sent = MAKERS[number % len(MAKERS)](random.Random(SEED + number))  # noqa: S311 - nothing secret is drawn
            answered = server.post(sent, accept=SPOKEN)
            found[answered.status_code] += 1
            assert answered.status_code in PLANNED, (number, answered.text)
            codes = {Failure[error["extensions"]["code"]] for error in answered.json().get("errors", [])}
            assert Failure.INTERNAL not in codes, (number, sent)
            after = seconds(server)
            assert after - before < LONGEST, (number, sent)
            before = after
        assert server.ended() == ""
    assert found[200] > cases // 20, found
    assert found[400] > cases // 20, found
