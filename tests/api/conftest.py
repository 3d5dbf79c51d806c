"""A real server on this machine, which stops by itself if nobody stops it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.api.asking import Server

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import os, threading
patience = threading.Timer(600, os._exit, [9])
patience.daemon = True
patience.start()
from tests.api.egress import guard
guard()
from api.serve import serve
serve(port=0)
"""


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server on a free port of this machine."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("PRIMA_FACIE_")},
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        found = re.search(r"http://\S+?:\d+/", running.stdout.readline())
        assert found
        with httpx.Client(timeout=60, trust_env=False) as client:
            yield Server(found.group(), client)
        running.terminate()
