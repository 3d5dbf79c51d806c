"""What every test may ask for: the law, loaded once."""

import gc

import pytest

from kg.reasoner import Reasoner, load
from kg.wording import Wording
from tests.saying import Say, saying


@pytest.fixture(scope="session")
def reasoner() -> Reasoner:
    """The bundled law, which the garbage collector leaves alone: a whole collection would cost a test seconds."""
    law = load()
    gc.collect()
    gc.freeze()
    return law


@pytest.fixture(scope="session")
def wording(reasoner: Reasoner) -> Wording:
    """The words of the bundled law."""
    return Wording(reasoner.law, reasoner.vocabulary, reasoner.words)


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Say:
    """A function that runs the command line in this process."""
    return saying(monkeypatch, capfd)
