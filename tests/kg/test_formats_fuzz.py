"""Turtle, JSON-LD and JSON that somebody spoilt: read, or refused with problems, and never for long."""

import json
import random
import time
from collections.abc import Callable, Mapping

import pytest

from kg.errors import InputError
from kg.examples import examples
from kg.formats import CONTEXT, from_json, from_jsonld, from_turtle, to_turtle
from kg.reasoner import Reasoner

SEED = 20211101
LONGEST = 3.0
"""Seconds of a processor that reading one text may take."""

PIECES = (
    b"[",
    b"{",
    b"(",
    b"]",
    b"}",
    b'"',
    b"\\",
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\\ud800",
    b"9" * 400,
    b"1e999",
    b"<http://example.org/ >",
    b"<file:///etc/hostname>",
    b"@prefix : <#> .",
    b"@base <http://127.0.0.1/> .",
    b"<< ",
    b"[ a [ a [ " * 40,
    b"( " * 400,
    b"[" * 400,
    b'{"@id":' * 200,
    b'"@context": "http://127.0.0.1/c", ',
    b'"@graph": ',
    b'"@list": ',
    b'"@reverse": ',
    b'"@type": "@json", ',
    b"_:b ",
    b"^^<x>",
    b"@en",
    b"# ",
    b'"""',
    "同意".encode(),
    "\u202e".encode(),
)


def spoilt(draw: random.Random, text: bytes) -> bytes:
    """Return a text with some of it taken out, put in, told again or changed."""
    whole = bytearray(text)
    for _ in range(draw.randint(1, 6)):
        at = draw.randrange(len(whole) + 1)
        match draw.randrange(5):
            case 0:
                del whole[at : at + draw.randint(1, 80)]
            case 1:
                whole[at:at] = draw.choice(PIECES)
            case 2:
                whole[at : at + 1] = bytes([draw.randrange(256)])
            case 3:
                whole[at:at] = whole[at : at + draw.randint(1, 200)] * draw.choice([1, 2, 50])
            case _:
                start = draw.randrange(len(whole) + 1)
                whole[at:at] = whole[start : start + draw.randint(1, 300)]
    return bytes(whole)


@pytest.mark.parametrize("cases", [1000, pytest.param(20_000, marks=pytest.mark.long)])
def test_whatever_is_read_is_read_in_time_or_refused_with_problems(reasoner: Reasoner, cases: int) -> None:
    vocabulary, words = reasoner.vocabulary, reasoner.words
    readers: Mapping[str, Callable[[bytes], Mapping[str, object]]] = {
        "json": lambda text: from_json(text, words),
        "jsonld": lambda text: from_jsonld(text, vocabulary, words),
        "turtle": lambda text: from_turtle(text, vocabulary, words),
    }
    whole = [dict(each.description) for each in examples().values()]
    texts = {
        "json": [json.dumps(each).encode() for each in whole],
        "jsonld": [json.dumps({"@context": CONTEXT, **each}).encode() for each in whole],
        "turtle": [to_turtle(reasoner.read(each), vocabulary) for each in whole],
    }
    came = dict.fromkeys(("read", "refused"), 0)
    for number in range(cases):
        draw = random.Random(SEED + number)  # noqa: S311 - nothing secret is drawn
        form = ("turtle", "jsonld", "json")[number % 3]
        text = spoilt(draw, draw.choice(texts[form]))
        began = time.process_time()
        try:
            reasoner.read(readers[form](text))
            came["read"] += 1
        except InputError as error:
            assert error.problems, (form, number)
            came["refused"] += 1
        assert time.process_time() - began < LONGEST, (form, number)
    assert min(came.values()) > 0, came
