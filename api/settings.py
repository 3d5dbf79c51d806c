"""Settings: what the operator decides, read once from the environment and handed down.

Every setting has a default with which the server starts: on this machine only, keeping
nothing. A variable is the name of the setting in capitals after ``PRIMA_FACIE_``.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Final

from kg.errors import InputError, Problem
from kg.text import Text

PREFIX: Final = "PRIMA_FACIE_"
"""With which the name of every variable of ours begins."""


Port = Annotated[int, "0 takes any that is free"]
PORTS: Final = 65535
"""The last port there is."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How the server runs and how much one request may ask for.

    *exposed* must be said in so many words before anything but this machine is served.
    *cache* is where the closure of the law is kept, *texts* a folder of official texts to
    quote. A request may have *body* bytes, of which *document* characters and *tokens*
    tokens are its query, nested *depth* deep with *aliases* other names; its body must be
    there within *patience* seconds, and the answer may show *objects* objects. There may be
    *connections* connections; *threads* requests are answered at a time, and *queue* more
    may wait.
    """

    host: str = "127.0.0.1"
    port: Port = 8000
    exposed: bool = False
    cache: Path | None = None
    texts: Path | None = None
    body: int = 1024 * 1024
    document: int = 20_000
    tokens: int = 2_000
    depth: int = 12
    aliases: int = 15
    objects: int = 10_000
    threads: int = 4
    queue: int = 64
    connections: int = 256
    patience: int = 30

    @property
    def loopback(self) -> bool:
        """Say whether only this machine is served."""
        try:
            return self.host == "localhost" or ip_address(self.host).is_loopback
        except ValueError:
            return False


def settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; raises InputError with every variable that cannot be read.

    >>> settings({"PRIMA_FACIE_PORT": "8080"}).port
    8080
    """
    given = os.environ if environment is None else environment
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    for each in fields(Settings):
        name = PREFIX + each.name.upper()
        if name in given:
            read, form = _FORMS[each.type]
            try:
                found[each.name] = read(given[name].strip())
            except ValueError:
                problems.append(Problem("setting", name, _WRONG.filled(given=repr(given[name])), form))
    if problems:
        raise InputError(tuple(problems))
    return replace(Settings(), **found)


def _whole(given: str, least: int, most: int) -> int:
    number = int(given)
    if not least <= number <= most:
        raise ValueError(given)
    return number


def _answer(given: str) -> bool:
    if given not in {"true", "false"}:
        raise ValueError(given)
    return given == "true"


_LARGEST: Final = 2**31
_WRONG: Final = Text("is {given}, which cannot be read.", "的值为{given}，无法读取。")
_FORMS: Final[Mapping[object, tuple[Callable[[str], object], Text]]] = {
    str: (str, Text("", "")),
    int: (lambda given: _whole(given, 1, _LARGEST), Text("Give a whole number above zero.", "请填写大于零的整数。")),
    Port: (lambda given: _whole(given, 0, PORTS), Text("Give a port, 0 to 65535.", "请填写 0 至 65535 之间的端口。")),
    bool: (_answer, Text("Say true or false.", "请填写 true 或者 false。")),
    Path | None: (Path, Text("", "")),
}
