"""Settings: what the operator decides, read once from the environment and handed down.

Every setting has a default with which the server starts: on this machine only, writing
nothing down. A variable is the name of the setting in capitals after ``PRIMA_FACIE_``.
"""

import os
import re
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
Amount = Annotated[int, "0 is none"]
Page = Annotated[int, "no longer than a page can be"]
PORTS: Final = 65535
"""The last port there is."""
PAGES: Final = 100
"""The longest page there is."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How the server runs and how much one request may ask for; ``docs/reference/settings.md`` has them one by one.

    First where it runs, then what a request may be, then what a query may be, then how it is
    worked out, and what is kept and told.
    """

    host: str = "127.0.0.1"
    port: Port = 8000
    exposed: bool = False
    origins: tuple[str, ...] = ()
    workers: int = 1
    cache: Path | None = None
    texts: Path | None = None

    connections: int = 256
    url: int = 8 * 1024
    headers: int = 100
    header_bytes: int = 16 * 1024
    header_patience: int = 10
    body: int = 1024 * 1024
    patience: int = 30
    nesting: int = 32
    digits: int = 19
    string: int = 64 * 1024

    document: int = 20_000
    tokens: int = 2_000
    depth: int = 12
    introspection: int = 15
    aliases: int = 15
    root_fields: int = 10
    directives: int = 20
    items: int = 250
    page: Page = PAGES
    cost: int = 20_000

    objects: int = 10_000
    deadline: int = 5_000
    threads: int = 4
    share: int = 1
    queue: int = 128

    documents: int = 128
    answers: Amount = 16 * 1024 * 1024
    log: bool = True

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


def _origins(given: str) -> tuple[str, ...]:
    origins = tuple(each.strip() for each in given.split(",") if each.strip())
    if not all(_ORIGIN.fullmatch(each) for each in origins):
        raise ValueError(given)
    return origins


_ORIGIN: Final = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?|https?://\[[0-9A-Fa-f:]+\](:[0-9]+)?")
_LARGEST: Final = 2**31
_WRONG: Final = Text("is {given}, which cannot be read.", "的值为{given}，无法读取。")
_FORMS: Final[Mapping[object, tuple[Callable[[str], object], Text]]] = {
    str: (str, Text("", "")),
    int: (lambda given: _whole(given, 1, _LARGEST), Text("Give a whole number above zero.", "请填写大于零的整数。")),
    Amount: (
        lambda given: _whole(given, 0, _LARGEST),
        Text("Give a whole number; 0 is none.", "请填写整数，0 表示没有。"),
    ),
    Page: (lambda given: _whole(given, 1, PAGES), Text("Give a number, 1 to 100.", "请填写 1 至 100 之间的整数。")),
    tuple[str, ...]: (
        _origins,
        Text(
            "Give origins such as https://example.org, separated by commas.",
            "请填写来源，如 https://example.org，以逗号分隔。",
        ),
    ),
    Port: (lambda given: _whole(given, 0, PORTS), Text("Give a port, 0 to 65535.", "请填写 0 至 65535 之间的端口。")),
    bool: (_answer, Text("Say true or false.", "请填写 true 或者 false。")),
    Path | None: (Path, Text("", "")),
}
