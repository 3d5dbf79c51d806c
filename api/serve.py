"""Serve: run the server on this machine until it is told to stop.

Only this machine is served unless the operator says otherwise in so many words
(``PRIMA_FACIE_EXPOSED=true``): there are no keys, and whoever reaches the server may ask.
Where the port is taken the next free one is used, and said.
"""

import errno
import gc
import os
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from api.app import application, welcoming
from api.settings import PORTS, PREFIX, Settings, settings
from api.wire import protocol, waited_for
from api.workers import divided, spread, stoppable
from kg.described import Deployment
from kg.errors import InputError, NotFoundError, Problem
from kg.formats import from_json
from kg.reasoner import Reasoner, load
from kg.telling import told
from kg.text import Language, Text
from kg.wording import Wording

UNPROTECTED: Final = """\
Other machines are served. Nothing protects what they send and get on the way, and nobody is asked who they are:
put a proxy in front that encrypts, knows its users and limits how often each may ask.

"""
_TURN: Final = 0.0005
"""Seconds after which a thread that works out an answer lets another go on."""

_GRACE: Final = 15
"""Seconds in which what was asked before the server is told to stop is still answered."""

_TRIED: Final = 20
"""How many ports are tried before any free one is taken."""


def serve(
    host: str | None = None, port: int | None = None, law: Reasoner | None = None, example: Path | None = None
) -> None:
    """Serve until told to stop; what is not given comes from the environment, the law from its folder.

    An *example*, a description in JSON, is assessed in the terminal first.
    Raises InputError for settings that cannot be read or would serve others unasked.
    """
    stoppable()
    chosen = settings()
    chosen = replace(chosen, host=host or chosen.host, port=chosen.port if port is None else port)
    _check(chosen)
    law = law or load(cache=chosen.cache)
    told = _told(law, example) if example else None
    app = application(law, chosen)
    gc.enable()
    gc.freeze()  # the law stays; what a question leaves behind is all there is to collect
    if told:
        told()
    with listen(chosen) as listening:
        said = "" if chosen.loopback else UNPROTECTED
        sys.stdout.write(f"{welcoming(address(listening))}\n{said}Ctrl+C stops it.\n")
        sys.stdout.flush()
        spread(chosen.workers, partial(_run, app, chosen, listening))


def _run(app: ASGIApp, chosen: Settings, listening: socket.socket) -> None:
    """Serve in this process."""
    sys.setswitchinterval(_TURN)
    config = uvicorn.Config(
        app,
        access_log=False,
        h11_max_incomplete_event_size=waited_for(chosen),
        http=protocol(chosen),
        lifespan="off",
        log_config=None,
        log_level="error",
        proxy_headers=False,  # who asks is who is connected, whatever a header says
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
        ws="none",
    )
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])


def _told(law: Reasoner, example: Path) -> Callable[[], None]:
    """Begin to tell what an example comes to, aside where that can be; return what waits until it is told."""
    deployment = _described(law, example)
    if not hasattr(os, "fork"):
        show(law, deployment)
        return lambda: None
    telling = divided(partial(show, law, deployment))

    def wait() -> None:
        _, status = os.waitpid(telling, 0)
        if status:
            sys.exit(1)

    return wait


def _described(law: Reasoner, example: Path) -> Deployment:
    """Read a description in JSON; raises InputError, NotFoundError."""
    try:
        content = example.read_bytes()
    except OSError as error:
        raise NotFoundError(law.words("no-file", name=str(example), reason=str(error.strerror))) from error
    return law.read(from_json(content, law.words))


def show(law: Reasoner, deployment: Deployment) -> None:
    """Assess one description, and print what it comes to in short."""
    wording = Wording(law.law, law.vocabulary, law.words)
    lines = [line.says[Language.EN] for line in told(law.assess(deployment), wording, details=False)]
    sys.stdout.write("\n".join(lines) + "\n\n")
    sys.stdout.flush()


def _check(chosen: Settings) -> None:
    """Raise InputError where these settings would serve others unasked, or on no port at all."""
    problems = []
    if not (chosen.loopback or chosen.exposed):
        problems.append(_unasked(chosen.host))
    if not 0 <= chosen.port <= PORTS:
        said = Text("is {port}, which is no port.", "的值为{port}，并非端口。").filled(port=str(chosen.port))
        remedy = Text("Give a port, 0 to 65535.", "请填写 0 至 65535 之间的端口。")
        problems.append(Problem("setting", f"{PREFIX}PORT", said, remedy))
    if chosen.workers > 1 and not hasattr(os, "fork"):
        said = Text("cannot be more than 1 on this system.", "在本系统上不能大于 1。")
        problems.append(Problem("setting", f"{PREFIX}WORKERS", said, Text("Leave it at 1.", "请保留为 1。")))
    if problems:
        raise InputError(tuple(problems))


def listen(chosen: Settings) -> socket.socket:
    """Return a socket that listens where it was asked to, or on the next free port; raises InputError if none can."""
    last = chosen.port + _TRIED if chosen.port else 0
    for port in [*range(chosen.port, min(last, PORTS + 1)), 0]:
        try:
            return _bound(chosen, port)
        except (OSError, UnicodeError) as error:
            if getattr(error, "errno", None) != errno.EADDRINUSE:
                raise InputError((_nowhere(chosen.host, port, error),)) from error
    raise OSError(errno.EADDRINUSE, "no port is free")


def _bound(chosen: Settings, port: int) -> socket.socket:
    """Return a socket that listens on one port.

    It says that it speaks TCP: only then does the event loop send small answers at once,
    which is the difference between one millisecond and forty.
    """
    family = socket.AF_INET6 if ":" in chosen.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((chosen.host, port))
        listening.listen(chosen.connections)
    except (OSError, UnicodeError):
        listening.close()
        raise
    return listening


def address(listening: socket.socket) -> str:
    """Return the address under which a socket is reached."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _nowhere(host: str, port: int, error: Exception) -> Problem:
    reason = getattr(error, "strerror", None) or str(error)
    said = Text(
        "is {host}, but nothing can listen there on port {port} ({reason}).",
        "的值为{host}，但无法在其端口{port}监听（{reason}）。",
    )
    remedy = Text(
        "Give an address of this machine and a port that may be opened.", "请填写本机地址以及允许打开的端口。"
    )
    return Problem("setting", f"{PREFIX}HOST", said.filled(host=host, port=str(port), reason=reason), remedy)


def _unasked(host: str) -> Problem:
    said = Text("would serve other machines: {host}.", "将向其他计算机提供服务：{host}。").filled(host=host)
    remedy = Text(
        "Listen on 127.0.0.1, or set {name}=true if whoever reaches the server may ask.",
        "请监听 127.0.0.1；如确需任何能够访问者均可提问，请设置 {name}=true。",
    ).filled(name=f"{PREFIX}EXPOSED")
    return Problem("exposed", f"{PREFIX}HOST", said, remedy)


if __name__ == "__main__":
    serve()
