"""The recipe for linked data keeps its word, against a real server."""

import re
import shlex
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from tests.api.asking import Server
from tests.test_how_to import BLOCK, NAMED, passages, recipe, run, sessions

ROOT = Path(__file__).resolve().parents[2]
HERE = "http://127.0.0.1:8000/"
RECIPE = recipe("linked-data")
COMMANDS = list(sessions(RECIPE))


def fetched(server: Server, command: str) -> list[str]:
    """Return what ``curl`` would print; the recipe uses its options -s and -H and no other."""
    words = shlex.split(command)[1:]
    headers = [words[at + 1] for at, word in enumerate(words) if word == "-H"]
    (address,) = [word for word in words if word.startswith(HERE)]
    assert set(words) == {"-s", address, *(["-H"] if headers else []), *headers}
    sent = dict(header.split(": ", 1) for header in headers)
    return server.client.get(address.replace(HERE, server.address), headers=sent).text.splitlines()


@pytest.mark.parametrize(("command", "shown"), COMMANDS, ids=lambda part: str(part)[-40:])
def test_a_command_prints_what_it_is_shown_to_print(server: Server, command: str, shown: list[str]) -> None:
    printed = fetched(server, command) if command.startswith("curl") else run(command, ROOT)
    place = 0
    assert passages(shown)
    for passage in passages(shown):
        starts = [at for at in range(place, len(printed)) if printed[at : at + len(passage)] == passage]
        assert starts, "\n".join([f"not printed, or not there: {passage}", "", *printed])
        place = starts[0] + len(passage)


def test_the_program_reads_a_definition_in_both_languages(server: Server) -> None:
    (program,) = [block for kind, block in BLOCK.findall(RECIPE) if kind == "python"]
    said = StringIO()
    with redirect_stdout(said):
        exec(program.replace(HERE.rstrip("/"), server.address.rstrip("/")), {})  # noqa: S102 - our own recipe
    assert re.findall(r"^(en|zh) \S", said.getvalue(), re.MULTILINE) in (["en", "zh"], ["zh", "en"])


def test_every_address_the_recipe_names_answers(server: Server) -> None:
    named = set(re.findall(r"http://127\.0\.0\.1:8000/([\w/.:?=-]*[\w/])", RECIPE))
    paths = {path.lstrip("/") for path in re.findall(r"`(/[\w./-]+)`", RECIPE)}
    wrong = [
        path
        for path in sorted(named | paths)
        if server.client.get(server.address + path).status_code != (404 if "itm" in path else 200)
    ]
    assert not wrong
    assert len(named | paths) > 5


def test_every_file_it_names_exists() -> None:
    assert [
        each
        for each in NAMED.findall(RECIPE)
        if not each.startswith(("text/", "application/")) and not (ROOT / each).exists()
    ] == []
