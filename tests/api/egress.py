"""A server that reaches beyond this machine, or for a file that is none of its own, ends at once.

The run that started it then fails, whatever it was about to test.
"""

import ipaddress
import os
import sys
from pathlib import Path
from typing import Final

from kg.graph import cache_folder

ROOT: Final = Path(__file__).resolve().parents[2]
CAUGHT: Final = 8
"""The exit code of a server that was caught."""

_FORBIDDEN: Final = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "socket.sendto"})
_READ: Final = tuple(
    str(each)
    for each in {
        ROOT,
        Path(sys.prefix),
        Path(sys.base_prefix),
        Path(sys.executable).resolve().parent,
        *(Path(each).resolve() for each in sys.path if each),
        cache_folder(),
    }
    if each != Path("/")
)
_OTHER: Final = frozenset({"/dev/null", "/dev/urandom"})
_SYSTEM: Final = ("/usr/lib/", "/usr/local/lib/", "/usr/share/zoneinfo/")
_WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def guard() -> None:
    """Watch everything that this process does from now on."""
    sys.addaudithook(_hook)


def _hook(event: str, told: tuple[object, ...]) -> None:
    if event == "open":
        path, _, flags = told
        if isinstance(path, str | bytes) and not _ours(os.fsdecode(path), int(str(flags or 0))):
            _caught(event, path)
    elif event in {"socket.connect", "socket.bind"} and not _here(told[1]):
        _caught(event, told[1])
    elif event == "socket.getaddrinfo" and told[0] not in {None, "127.0.0.1", "::1", "localhost"}:
        _caught(event, told[0])
    elif event in _FORBIDDEN:
        _caught(event, told)


def _ours(path: str, flags: int) -> bool:
    whole = os.path.realpath(path)
    if whole in _OTHER:
        return True
    if flags & _WRITES:
        return whole.startswith(f"{cache_folder()}{os.sep}") or f"{os.sep}__pycache__{os.sep}" in whole
    return whole.startswith(_SYSTEM) or any(whole == each or whole.startswith(each + os.sep) for each in _READ)


def _here(address: object) -> bool:
    if not isinstance(address, tuple):
        return False
    try:
        return ipaddress.ip_address(address[0]).is_loopback
    except ValueError:
        return address[0] == "localhost"


def _caught(event: str, what: object) -> None:
    os.write(2, f"caught: {event} {what!r}\n".encode())
    os._exit(CAUGHT)
