"""A real server on this machine, which stops by itself if nobody stops it, and the schema without a server."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.schema import build
from api.settings import Settings
from kg.commentary import Commentary
from kg.neighbours import Neighbours
from kg.reasoner import Reasoner
from tests.api.asking import Server
from tests.api.lookups import Lookup

ROOT = Path(__file__).resolve().parents[2]
AUDIT = Path(__file__).with_name("audit")
PROGRAM = """
import os, threading
patience = threading.Timer(3600, os._exit, [9])
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


@pytest.fixture(scope="session")
def look(reasoner: Reasoner) -> Lookup:
    """What looks things up in the schema, whatever it costs."""
    return Lookup(build(reasoner, Settings(cost=10**6)))


@pytest.fixture(scope="session")
def commentary(reasoner: Reasoner) -> Commentary:
    """What stands around the law."""
    return Commentary(reasoner.graph, reasoner.law, reasoner.vocabulary)


@pytest.fixture(scope="session")
def neighbours(reasoner: Reasoner) -> Neighbours:
    """What norms and facts have to do with each other."""
    return Neighbours(reasoner)


@pytest.fixture(scope="session")
def auditor() -> Path:
    """A folder that holds the audits and a compiler of TypeScript, installed once from the lock file."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("the audits and TypeScript need node 18 or newer with npm (Debian and Ubuntu: apt install npm)")
    folder = ROOT / ".cache" / "audit"
    lock = (AUDIT / "package-lock.json").read_bytes()
    if not (folder / "done").exists() or (folder / "done").read_bytes() != lock:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(AUDIT, folder)
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
        if done.returncode:
            pytest.skip(f"npm cannot install what the tests of clients need: {done.stderr[-300:]}")
        (folder / "done").write_bytes(lock)
    shutil.copy(AUDIT / "audit.js", folder)
    return folder
