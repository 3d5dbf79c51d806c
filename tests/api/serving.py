"""A server of its own for a test: with its settings, its log, and its end."""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.api.asking import Server

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = """
import os, threading
patience = threading.Timer({seconds}, os._exit, [9])
patience.daemon = True
patience.start()
"""
SERVE = "from tests.api.egress import guard; guard(); from api.serve import serve; serve(port=0)"


@dataclass(frozen=True)
class Started(Server):
    """A server that was started for one test."""

    process: subprocess.Popen[str]
    log: Path

    def ended(self) -> str:
        """Return all that it logged, once it has ended: a line may come later than the answer it is about."""
        self.process.terminate()
        self.process.wait(timeout=60)
        return self.log.read_text(encoding="utf-8")

    def lines(self) -> list[dict[str, Any]]:
        """Return what it logged, once it has ended; only lines of JSON may be there."""
        return [json.loads(line) for line in self.ended().splitlines()]

    def resident(self) -> int:
        """Return how many bytes of memory it holds."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found
        return int(found.group(1)) * 1024


@contextmanager
def started(program: str = SERVE, seconds: int = 600, **settings: object) -> Iterator[Started]:
    """Start a server on a free port with these settings, and end it."""
    named = {f"PRIMA_FACIE_{name.upper()}": str(value) for name, value in settings.items()}
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PRIMA_FACIE_")}
    with (
        tempfile.TemporaryDirectory() as folder,
        (Path(folder) / "log").open("wb") as log,
        subprocess.Popen(
            [sys.executable, "-c", PATIENCE.format(seconds=seconds) + program],
            cwd=ROOT,
            env=plain | named,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as running,
        httpx.Client(timeout=120, trust_env=False) as client,
    ):
        assert running.stdout is not None
        found = re.search(r"http://\S+?:\d+/", running.stdout.readline())
        assert found, Path(log.name).read_text(encoding="utf-8")
        try:
            yield Started(found.group(), client, running, Path(log.name))
        finally:
            running.terminate()
            running.wait(timeout=60)
