"""Start: from ``python3 run.py`` to the first answer over HTTP, beside an empty strawberry application.

The first start is a fresh copy of what git tracks, in an empty folder, with nothing but Python on the path,
and nothing installed into that: what a machine adds to every start of its own Python is not measured.
Later starts are taken in turn with the empty application, which is served by the same packages.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.figures import Target, main

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 7
PATIENCE = 300.0
TARGETS = [Target("first_start_s", most=60), Target("second_start_over_empty", most=2.5)]

EMPTY = """
import strawberry, sys, uvicorn
from strawberry.asgi import GraphQL

@strawberry.type
class Query:
    @strawberry.field
    def hello(self) -> str:
        return "hello"

uvicorn.run(GraphQL(strawberry.Schema(Query)), host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
"""


def until_answered(command: list[str], port: int, folder: Path, environment: Mapping[str, str], path: str) -> float:
    """Start a server, wait for its first GraphQL answer, end it; return the seconds between."""
    began = time.perf_counter()
    server = subprocess.Popen(
        command, cwd=folder, env=dict(environment), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while not answered(port, path):
            assert server.poll() is None, f"{command} ended with {server.returncode}"
            assert time.perf_counter() - began < PATIENCE, f"{command} did not answer"
            time.sleep(0.005)
        return time.perf_counter() - began
    finally:
        server.terminate()
        server.wait(timeout=20)


def answered(port: int, path: str) -> bool:
    """Say whether a server answers the smallest question."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}",
        data=json.dumps({"query": "{__typename}"}).encode(),
        headers={"content-type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=2) as response:  # noqa: S310
            return bool(json.load(response)["data"]["__typename"] == "Query")
    except OSError:
        return False


def fresh(folder: Path) -> None:
    """Copy what git tracks into an empty folder."""
    git = shutil.which("git")
    assert git is not None, "the first start is measured in a fresh clone, which needs git"
    subprocess.run([git, "clone", "--quiet", "--no-local", str(ROOT), str(folder)], check=True)


def measure() -> dict[str, float]:
    """Return the seconds of the first start, the medians of later ones, and their ratio."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "prima-facie"
        fresh(folder)
        venv.create(Path(scratch) / "python", symlinks=True)
        only_python = Path(scratch) / "python" / "bin"
        kept = {name: os.environ[name] for name in ("HOME", "LANG", "PIP_CONFIG_FILE") if name in os.environ}
        environment = {**kept, "PATH": str(only_python)}
        ours = [str(only_python / "python3"), "run.py", "start", "--port", "8951"]
        first = until_answered(ours, 8951, folder, environment, "/graphql")
        (folder / "empty.py").write_text(EMPTY, encoding="utf-8")
        empty = [str(folder / ".venv" / "bin" / "python"), "empty.py", "8952"]
        taken: dict[str, list[float]] = {"ours": [], "empty": []}
        for _ in range(ROUNDS):
            taken["ours"].append(until_answered(ours, 8951, folder, environment, "/graphql"))
            taken["empty"].append(until_answered(empty, 8952, folder, environment, "/"))
    medians = {name: statistics.median(several) for name, several in taken.items()}
    return {
        "first_start_s": first,
        "second_start_s": medians["ours"],
        "empty_start_s": medians["empty"],
        "second_start_over_empty": medians["ours"] / medians["empty"],
    }


if __name__ == "__main__":
    main(measure, TARGETS)
