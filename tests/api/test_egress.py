"""The server asks nobody and opens nothing but its own; the guard that every server under test runs with bites."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.asking import WHOLE, Server
from tests.api.conftest import PROGRAM
from tests.api.egress import CAUGHT

ROOT = Path(__file__).resolve().parents[2]
DOOR = {"id": "test", "activities": [{"id": "a", "facts": {"frtUsed": {"value": True}}}]}


def test_the_server_under_test_is_guarded(server: Server) -> None:
    assert "guard()" in PROGRAM
    assert server.assess(DOOR)["__typename"] == "Assessment"
    assert "errors" not in server.ask(WHOLE, deployment=DOOR).json()


@pytest.mark.parametrize(
    "reach",
    [
        "import socket; socket.socket().connect(('192.0.2.1', 80))",
        "import socket; socket.socket(socket.AF_INET6).connect(('2001:db8::1', 80))",
        "import socket; socket.getaddrinfo('example.org', 80)",
        "import socket; socket.socket().bind(('0.0.0.0', 0))",
        "import socket; socket.socket(socket.AF_UNIX).connect('/run/x')",
        "import urllib.request; urllib.request.urlopen('http://example.org/')",
        "open('/etc/hostname')",
        "open('data/../../x')",
        "open('data/written', 'w')",
        "import subprocess; subprocess.run(['true'])",
    ],
)
def test_what_reaches_beyond_is_caught(reach: str) -> None:
    program = f"from tests.api.egress import guard; guard(); {reach}"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False, timeout=60)
    assert done.returncode == CAUGHT, done.stderr
    assert done.stderr.startswith(b"caught: ")
