"""The README keeps its word: its commands print what it shows, its program runs, its folders are there."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OURS = "prima-facie "
SKIPPED = "..."


def blocks(kind: str) -> list[str]:
    """Return the blocks of a kind."""
    return [text for found, text in BLOCK.findall(README) if found == kind]


def sessions() -> Iterator[tuple[str, list[str]]]:
    """Yield every command of ours in the README with the lines it is said to print."""
    for block in blocks("console"):
        for session in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *printed = session.splitlines()
            if command.startswith(OURS):
                yield command, printed


def printed_by(*command: str) -> list[str]:
    """Run a Python command at the top of the repository; return the lines it prints."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def passages(lines: list[str]) -> list[list[str]]:
    """Return what stands between the places where something is left out."""
    found: list[list[str]] = [[]]
    for line in lines:
        if line == SKIPPED:
            found.append([])
        else:
            found[-1].append(line)
    return [passage for passage in found if passage]


SESSIONS = list(sessions())


def test_there_is_something_to_try() -> None:
    assert SESSIONS
    assert blocks("python")


@pytest.mark.parametrize(("command", "expected"), SESSIONS, ids=[command for command, _ in SESSIONS])
def test_a_command_prints_what_the_readme_shows(command: str, expected: list[str]) -> None:
    lines = printed_by("-m", "prima_facie", *shlex.split(command)[1:])
    place = 0
    for passage in passages(expected):
        starts = [
            number
            for number in range(place, len(lines) - len(passage) + 1)
            if lines[number : number + len(passage)] == passage
        ]
        assert starts, "\n".join([f"not printed, or not there: {passage[0]}", "", *lines])
        place = starts[0] + len(passage)


def test_a_program_prints_what_the_readme_says() -> None:
    told = BLOCK.findall(README)
    programs = [(text, after) for (kind, text), (next_, after) in pairwise(told) if (kind, next_) == ("python", "text")]
    assert len(programs) == len(blocks("python"))
    for program, expected in programs:
        assert printed_by("-c", program) == expected.splitlines()


def test_every_folder_and_file_that_is_named_exists() -> None:
    named = re.findall(r"`((?:[\w.-]+/)+[\w.-]*)`", README) + re.findall(r"\]\(([^)#:]+)\)", README)
    assert len(named) > 8
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_heading_that_is_linked_exists() -> None:
    headings = re.findall(r"^#+ (.+)$", README, re.MULTILINE)
    names = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", README)) <= names


def test_every_command_that_is_named_exists() -> None:
    table = re.search(r"^\| you want to know \|.+?\n\n", README, re.MULTILINE | re.DOTALL)
    assert table is not None
    words = (re.match(r"(?:(?:law|sources|receipt) )?[a-z]+", code) for code in re.findall(r"`([^`]+)`", table[0]))
    named = {tuple(found[0].split()) for found in words if found}
    assert len(named) > 12
    for command in sorted(named):
        assert printed_by("-m", "prima_facie", *command, "--help")
