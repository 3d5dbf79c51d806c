"""The page about the ready queries names every one of them, and what it shows to be run can be run."""

import json
import re
import shlex
import shutil
import subprocess
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from graphql import build_schema, parse, validate

from api.asking import ready
from api.settings import Settings
from kg.reasoner import Reasoner
from kg.wording import Wording
from tests.api.asking import Server
from tests.api.matters import ROOT, deployment
from tests.api.queried import FOLDER, QUERIES, Query
from tests.test_how_to import BLOCK, sessions

HERE = "http://127.0.0.1:8000/"
PAGE = (ROOT / "docs" / "reference" / "queries.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### ([\w-]+)\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL))
COMMANDS = [command for command, _ in sessions(PAGE)]
SHELL = shutil.which("bash")
TYPES = 22, 18
"""The version of Node from which it reads TypeScript by itself."""


def block(kind: str) -> str:
    (found,) = [text for one, text in BLOCK.findall(PAGE) if one == kind]
    return found


def test_every_query_is_listed_and_no_other() -> None:
    assert sorted(SECTIONS) == sorted(query.name for query in QUERIES)
    assert re.findall(r"^### (.+)$", PAGE, re.MULTILINE) == list(SECTIONS)


def test_it_is_said_what_a_query_may_cost() -> None:
    assert f"of the {Settings().cost} that one may cost" in PAGE


@pytest.mark.parametrize("query", QUERIES, ids=[query.name for query in QUERIES])
def test_a_section_has_the_titles_the_cost_and_the_command_of_its_query(server: Server, query: Query) -> None:
    section = SECTIONS[query.name]
    (title,) = [one.title for one in ready(FOLDER) if one.name == query.name]
    assert f"**{title.en}**\n{title.zh}\n" in section
    (command,) = [command for command, _ in sessions(section)]
    asked = f"curl -sG {HERE}graphql --data-urlencode query@data/queries/{query.name}.graphql"
    beside = f" --data-urlencode variables@data/queries/{query.name}.json" if query.variables else ""
    assert command == asked + beside
    sent = {"query": query.text, **({"variables": json.dumps(query.variables)} if query.variables else {})}
    said = server.client.get(f"{server.address}graphql", params=sent).json()
    assert "errors" not in said
    assert [int(cost) for cost in re.findall(r"\bCosts\s(\d+)\.", section)] == [
        said["extensions"]["primaFacie"]["cost"]["requested"]
    ]


@pytest.mark.skipif(not (SHELL and shutil.which("curl")), reason="needs curl and a shell")
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[-40:])
def test_a_command_is_answered(server: Server, command: str) -> None:
    assert HERE in command
    done = subprocess.run(
        [str(SHELL), "-c", "set -o pipefail; " + command.replace(HERE, server.address)],
        cwd=ROOT,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    said = json.loads(done.stdout)
    assert "errors" not in said
    name = re.findall(r"data/queries/([\w-]+)\.graphql", command)[0]
    (query,) = [one for one in QUERIES if one.name == name]
    assert said["data"] == server.answer(query.text, **query.variables)


def test_every_command_names_files_that_are_there() -> None:
    named = {word.rpartition("@")[2] for command in COMMANDS for word in shlex.split(command) if "data/" in word}
    assert len(named) > len(QUERIES)
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []


def the_finding(reasoner: Reasoner) -> str:
    """Return what the program in Python and that in TypeScript ask about, in words."""
    (query,) = [one for one in QUERIES if one.name == "why"]
    whole = reasoner.assess(deployment(reasoner, query.variables["example"]))
    (found,) = [each for each in whole.findings if each.provision == query.variables["provision"]]
    return Wording(reasoner.law, reasoner.vocabulary, reasoner.words).summary(found).en


def test_the_program_in_python_prints_the_finding(
    server: Server, reasoner: Reasoner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    said = StringIO()
    with redirect_stdout(said):
        exec(block("python").replace(HERE, server.address), {})  # noqa: S102 - our own page
    kind, _, summary = said.getvalue().splitlines()
    assert (kind, summary) == ("Finding", the_finding(reasoner))


def test_the_query_in_typescript_is_valid_and_its_type_has_every_case() -> None:
    program = block("typescript")
    schema = build_schema((ROOT / "data" / "schema.graphql").read_text(encoding="utf-8"))
    (query,) = re.findall(r"const query = `(.*?)`;", program, re.DOTALL)
    assert validate(schema, parse(query)) == []
    (told,) = re.findall(r"^type Why =(.*?);\n\n", program, re.MULTILINE | re.DOTALL)
    cases = set(re.findall(r'"(\w+)"', told))
    assert cases == {each.name for each in schema.type_map["WhyResult"].types}  # type: ignore[attr-defined]


def test_the_program_in_typescript_prints_the_finding(
    server: Server, reasoner: Reasoner, auditor: Path, tmp_path: Path
) -> None:
    node = shutil.which("node") or "node"
    program = tmp_path / "ask.mts"
    program.write_text(block("typescript").replace(HERE, server.address), encoding="utf-8")
    strictly = ["--strict", "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler"]
    compiler = auditor / "node_modules" / "typescript" / "bin" / "tsc"
    subprocess.run([node, compiler, *strictly, "--lib", "es2022,dom", "--noEmitOnError", program], check=True)
    printed = subprocess.run(
        [node, program.with_suffix(".mjs")], capture_output=True, check=True, encoding="utf-8"
    ).stdout
    assert the_finding(reasoner) in printed


def test_the_command_in_the_readme_is_one_of_these() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = [command for command, _ in sessions(readme) if command.startswith("curl")]
    assert commands
    assert set(commands) <= set(COMMANDS)
