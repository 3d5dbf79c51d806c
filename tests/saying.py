"""Runs the command line in this process, each law loaded once for all that is asked."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pytest

from kg.reasoner import load
from prima_facie.cli import main

LOADED = cache(load)
"""Loads each law once for all that is asked in this process."""


@dataclass
class Said:
    """What the command line said, and the code it ended with."""

    code: int
    out: str
    err: str


Say = Callable[..., Said]


def saying(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Say:
    """Return a function that runs the command line in this process."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("PRIMA_FACIE_TEXTS", raising=False)
    monkeypatch.setattr("kg.reasoner.load", LOADED)

    def run(*words: object, given: bytes = b"") -> Said:
        monkeypatch.setattr("sys.argv", ["prima-facie", *map(str, words)])
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfd.readouterr()
        code = ended.value.code
        assert isinstance(code, int)
        return Said(code, out, err)

    return run
