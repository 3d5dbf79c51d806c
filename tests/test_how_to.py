"""The recipes keep their word: their commands print what they show, on a copy of the law."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
RECIPES = ["change-a-reading", "ask-the-law"]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"`(?:mine/)?((?:[\w.-]+/)+[\w.-]*|[A-Z]+\.md)`")
SKIPPED = "..."


def recipe(name: str) -> str:
    return (ROOT / "docs" / "how-to" / f"{name}.md").read_text(encoding="utf-8")


def sessions(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield every command with the lines it is said to print, and every edit as a command without a name."""
    for kind, block in BLOCK.findall(text):
        if kind == "diff":
            yield "", block.splitlines()
        elif kind == "console":
            for session in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, *printed = session.splitlines()
                yield command, printed


def run(command: str, folder: Path) -> list[str]:
    """Run a command in a folder, ours as a module of this checkout; return the lines it prints."""
    words = shlex.split(command)
    called = [sys.executable, "-m", "prima_facie", *words[1:]] if words[0] == "prima-facie" else words
    done = subprocess.run(
        called,
        cwd=folder,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT), "COLUMNS": "80"},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, f"{command}\n{done.stderr}"
    return done.stdout.splitlines()


def edit(folder: Path, lines: list[str]) -> None:
    """Replace the only passage that an edit takes away by what it puts there."""
    old, new = ("\n".join(line[1:] for line in lines if line.startswith(sign)) for sign in "-+")
    holding = [path for path in sorted(folder.rglob("*.ttl")) if old in path.read_text(encoding="utf-8")]
    assert len(holding) == 1, old
    text = holding[0].read_text(encoding="utf-8")
    holding[0].write_text(text.replace(old, new), encoding="utf-8")


def passages(lines: list[str]) -> list[list[str]]:
    """Return what stands between the places where something is left out."""
    found: list[list[str]] = [[]]
    for line in lines:
        if line == SKIPPED:
            found.append([])
        else:
            found[-1].append(line.rstrip())
    return [passage for passage in found if passage]


@pytest.mark.skipif(os.name == "nt", reason="the recipe copies as on Unix")
@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_does_what_it_says(name: str, tmp_path: Path) -> None:
    for folder in ("ontology", "shapes", "data"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    asked = list(sessions(recipe(name)))
    assert asked
    for command, shown in asked:
        if not command:
            edit(tmp_path / "mine", shown)
            continue
        printed = [line.rstrip() for line in run(command, tmp_path)]
        place = 0
        for passage in passages(shown):
            length = len(passage)
            starts = [at for at in range(place, len(printed) - length + 1) if printed[at : at + length] == passage]
            assert starts, "\n".join([f"not printed, or not there: {passage}", "", *printed])
            place = starts[0] + length


@pytest.mark.parametrize("name", RECIPES)
def test_every_file_and_folder_that_a_recipe_names_exists(name: str) -> None:
    named = NAMED.findall(recipe(name))
    assert named
    assert [each for each in named if not (ROOT / each).exists()] == []


def test_the_question_of_ones_own_in_the_recipe_is_answered(tmp_path: Path) -> None:
    text = recipe("ask-the-law")
    lines = [line[4:] for line in text.splitlines() if line.startswith("    ")]
    (tmp_path / "ours.rq").write_text("\n".join(lines), encoding="utf-8")
    printed = run("prima-facie law query ours.rq --csv", tmp_path)
    assert printed[0] == "norm,defeated"
    assert len(printed) > 1
