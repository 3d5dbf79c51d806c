"""Receipt: by which law, which program and which facts an answer came about, and that it comes about again.

A receipt holds digests and how the question was put, and none of the facts: what a client
told a lawyer stays where it is. Whoever holds the description can replay it and see that
nothing differs, or which of the four does: law, engine, facts or result. (A digest keeps
facts from being read, not from being guessed: who can write down the whole description
can check whether it is the one.)

The law is the edition: all its files. The engine is the version of the program and its own
sources on which an answer hangs. The facts are the description as read, in its plain form,
whichever form it came in. The result is the whole answer with its proofs, worded, apart
from the name of the edition, so that a law changed elsewhere leaves it as it is.
"""

import ast
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from kg import record
from kg.assessment import Assessment
from kg.deployment import Deployment
from kg.errors import Problem
from kg.intake import refuse_all, shown
from kg.plain import plain
from kg.reasoner import Asked, Reasoner, digest
from kg.text import Language
from kg.wording import Wording
from kg.words import Words

FORMAT: Final = "prima-facie receipt 1"
_ROOTS: Final = ("reasoner", "record")
"""The modules from which everything that decides an answer is reached."""

_DIGESTS: Final = ("law", "engine", "facts", "result")
_HASHES: Final = ("digest", *_DIGESTS)
_TOLD: Final = ("format", "version", "readings", "on", "language", "digest", *_DIGESTS)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Digests of what went into an answer and of the answer, and how the question was put.

    *readings* names the option taken of every contested reading, so that no profile need be known.
    """

    version: str
    readings: tuple[tuple[str, str], ...]
    on: str | None
    language: str
    law: str
    engine: str
    facts: str
    result: str


@dataclass(frozen=True, slots=True)
class Replay:
    """A receipt, the one that the same question gives now, and which digests differ."""

    given: Receipt
    found: Receipt
    differs: tuple[str, ...]


def receipt(
    reasoner: Reasoner,
    deployment: Deployment,
    assessment: Assessment,
    version: str,
    language: Language = Language.EN,
) -> Receipt:
    """Return the receipt for an answer to a description; *version* is that of the program."""
    wording = Wording(reasoner.law, reasoner.vocabulary, reasoner.words)
    answer = record.assessment(assessment, wording, language)
    taken = (
        (reading.code, option.code)
        for reading in reasoner.law.readings.values()
        for option in reading.options
        if option.id in assessment.options
    )
    return Receipt(
        version=version,
        readings=tuple(sorted(taken)),
        on=assessment.on.isoformat() if assessment.on else None,
        language=language.value,
        law=assessment.edition,
        engine=engine(version),
        facts=record.digest(plain(deployment, reasoner.vocabulary)),
        result=record.digest({key: value for key, value in answer.items() if key not in {"edition", "digest"}}),
    )


def verify(reasoner: Reasoner, given: Receipt, deployment: Deployment, version: str) -> Replay:
    """Replay a receipt: ask the same question again and say which digests differ.

    A reading that this edition of the law does not know is left out; the law differs then.
    """
    known = {(each.code, one.code) for each in reasoner.law.readings.values() for one in each.options}
    asked = Asked(
        readings=tuple(each for each in given.readings if each in known),
        on=date.fromisoformat(given.on) if given.on else None,
    )
    found = receipt(reasoner, deployment, reasoner.assess(deployment, asked), version, Language(given.language))
    return Replay(given, found, tuple(name for name in _DIGESTS if getattr(given, name) != getattr(found, name)))


@cache
def engine(version: str) -> str:
    """Return the digest of the version and of every source of this package on which an answer hangs."""
    folder = Path(__file__).resolve().parent
    sources = {name: (folder / f"{name}.py").read_bytes().replace(b"\r\n", b"\n") for name in deciding(folder)}
    return record.digest({"version": version, "sources": {name: digest(content) for name, content in sources.items()}})


def deciding(folder: Path) -> tuple[str, ...]:
    """Return the modules of the reasoner that an answer loads, found by what each imports, in order."""
    known = {path.stem for path in folder.glob("*.py")}
    found: set[str] = set()
    waiting = list(_ROOTS)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        tree = ast.parse((folder / f"{name}.py").read_bytes())
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == "kg":
                waiting += [each.name for each in node.names if each.name in known]
            elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kg."):
                waiting.append((node.module or "").split(".")[1])
            elif isinstance(node, ast.Import):
                waiting += [each.name.split(".")[1] for each in node.names if each.name.startswith("kg.")]
    return tuple(sorted(found))


def as_data(given: Receipt) -> dict[str, object]:
    """Return a receipt as plain data, with a digest over all of it."""
    data: dict[str, object] = {"format": FORMAT, **asdict(given), "readings": dict(given.readings)}
    return {**data, "digest": record.digest(data)}


def from_data(data: Mapping[str, object], words: Words) -> Receipt:
    """Return the receipt that plain data holds; raises InputError with every problem in it."""
    problems = [words.problem("receipt-key", f"$.{key}") for key in _TOLD if key not in data]
    problems += [words.problem("receipt-stray", f"$.{shown(key)[:60]}") for key in sorted(set(data) - set(_TOLD))]
    refuse_all(problems, words)
    refuse_all(list(_wrong(data, words)), words)
    readings = data["readings"]
    pairs = readings.items() if isinstance(readings, Mapping) else ()
    return Receipt(
        **{name: str(data[name]) for name in ("version", "language", *_DIGESTS)},
        readings=tuple(sorted((str(code), str(option)) for code, option in pairs)),
        on=None if data["on"] is None else str(data["on"]),
    )


def _wrong(data: Mapping[str, object], words: Words) -> list[Problem]:
    """Return what keeps a receipt with all its parts from being one."""
    found = []
    if data["format"] != FORMAT:
        found.append(words.problem("receipt-format", "$.format", given=shown(data["format"]), format=FORMAT))
    for code, names, fits in (("not-text", ("version",), _is_text), ("receipt-digest", _HASHES, _is_digest)):
        found += [words.problem(code, f"$.{name}", given=shown(data[name])) for name in names if not fits(data[name])]
    if data["language"] not in [language.value for language in Language]:
        found.append(words.problem("receipt-language", "$.language", given=shown(data["language"])))
    if data["on"] is not None and not _is_day(data["on"]):
        found.append(words.problem("not-day", "$.on", given=shown(data["on"])))
    readings = data["readings"]
    if not isinstance(readings, Mapping) or not all(isinstance(each, str) for each in readings.values()):
        found.append(words.problem("not-object", "$.readings", given=shown(readings)))
    if not found and not _is_whole(data):
        found.append(words.problem("receipt-altered", "$.digest"))
    return found


def _is_whole(data: Mapping[str, object]) -> bool:
    try:
        return record.digest({key: value for key, value in data.items() if key != "digest"}) == data["digest"]
    except TypeError:  # half a letter, which no receipt of ours holds
        return False


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and len(value) == 64 and set(value) <= set("0123456789abcdef")  # noqa: PLR2004


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
