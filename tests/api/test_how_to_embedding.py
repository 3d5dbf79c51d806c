"""The recipes for embedding keep their word, each in a place of its own: a foreign environment, or no server at all."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from graphql import build_schema, parse, validate

from tests.api.asking import Server
from tests.api.matters import ROOT
from tests.test_how_to import BLOCK, NAMED, passages, recipe, sessions

API, REASONER = recipe("embed-the-api"), recipe("embed-the-reasoner")
HERE = "http://127.0.0.1:8000/"
BARRED = """
import sys
class Barred:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"api", "strawberry", "graphql", "starlette", "uvicorn", "typer"}:
            raise ImportError(f"there is no {name} here")
sys.meta_path.insert(0, Barred())
"""


def blocks(text: str, kind: str) -> list[str]:
    return [block for found, block in BLOCK.findall(text) if found == kind]


def clean(**more: str) -> dict[str, str]:
    """Return an environment in which nothing of this checkout is known."""
    ours = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    kept = {name: each for name, each in os.environ.items() if name not in ours and not name.startswith("PRIMA_FACIE")}
    return {**kept, "PYTHONUTF8": "1", "NO_PROXY": "127.0.0.1", **more}


def program(*command: str | Path, where: Path, **more: str) -> list[str]:
    """Run a program somewhere else; return the lines it prints."""
    done = subprocess.run(
        list(map(str, command)), cwd=where, env=clean(**more), capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def printed_in_order(printed: list[str], shown: list[str]) -> None:
    place = 0
    for passage in passages(shown):
        starts = [at for at in range(place, len(printed)) if printed[at : at + len(passage)] == passage]
        assert starts, "\n".join([f"not printed, or not there: {passage}", "", *printed])
        place = starts[0] + len(passage)


def test_the_reasoner_is_embedded_where_there_is_no_server_and_no_graphql(tmp_path: Path) -> None:
    written = BARRED + "\n".join(blocks(REASONER, "python"))
    printed = program(sys.executable, "-c", written, where=tmp_path, PYTHONPATH=str(ROOT))
    shown = "".join(blocks(REASONER, "text")).splitlines()
    assert len(passages(shown)) > 2
    printed_in_order(printed, shown)


def test_a_description_that_cannot_be_read_ends_the_program_with_every_problem(tmp_path: Path) -> None:
    first = blocks(REASONER, "python")[0].replace('"frt_used": True', '"frt_usd": True').replace("2024-01-01", "soon")
    done = subprocess.run(
        [sys.executable, "-c", BARRED + first],
        cwd=tmp_path,
        env=clean(PYTHONPATH=str(ROOT)),
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (2, "")
    assert len(done.stdout.splitlines()) == 2
    assert "frt_used" in done.stdout


def test_the_questions_of_the_recipe_are_valid() -> None:
    schema = build_schema((ROOT / "data" / "schema.graphql").read_text(encoding="utf-8"))
    (questions,) = blocks(API, "graphql")
    assert validate(schema, parse(questions)) == []


@pytest.mark.parametrize("text", [API, REASONER], ids=["api", "reasoner"])
def test_every_file_and_link_exists(text: str) -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / "docs" / "how-to" / link).is_file()] == []
    assert [name for name in NAMED.findall(text) if not (ROOT / name).exists()] == []


@pytest.mark.long
def test_a_client_is_generated_and_asks(server: Server, tmp_path: Path) -> None:
    (tmp_path / "schema.graphql").write_bytes((ROOT / "data" / "schema.graphql").read_bytes())
    (tmp_path / "questions.graphql").write_text(blocks(API, "graphql")[0], encoding="utf-8")
    (tmp_path / "client.toml").write_text(blocks(API, "toml")[0], encoding="utf-8")
    folder = tmp_path / "codegen" / ("Scripts" if os.name == "nt" else "bin")
    for command, _ in sessions(API):
        first, *rest = shlex.split(command)
        called = sys.executable if first == "python3" else folder / Path(first).name
        done = subprocess.run(
            [str(called), *rest], cwd=tmp_path, env=clean(), capture_output=True, check=False, encoding="utf-8"
        )
        if done.returncode and Path(first).name == "pip":
            pytest.skip(f"no packages can be had: {done.stderr.strip().splitlines()[-1]}")
        assert done.returncode == 0, f"{command}\n{done.stderr}"
    assert (tmp_path / "law_client" / "client.py").is_file()
    (written,), (shown,) = blocks(API, "python"), blocks(API, "text")
    printed = program(folder / "python", "-c", written.replace(HERE, server.address), where=tmp_path)
    printed_in_order(printed, shown.splitlines())
