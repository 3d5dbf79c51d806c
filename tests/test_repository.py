"""What holds for the repository as a whole: its locks, its words, its versions, its map."""

import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version

import prima_facie

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ["requirements.lock", "requirements-dev.lock"]

# The first releases without a published weakness, or the first we rely on where that is later.
FLOORS = {
    "graphql-core": "3.3.0",  # quadratic validation of overlapping fields
    "jinja2": "3.1.6",  # sandbox escape through the attr filter
    "starlette": "1.0",  # quadratic Range header, blocking multipart, before 0.49.1
    "strawberry-graphql": "0.341",  # depth and alias limits evaded, sockets kept open, before 0.327.2
    "uvicorn": "0.54",  # log injection and response splitting before 0.11.7
}

# Folders that every system has, which a text may well name.
COMMON_FOLDERS = {"bin", "dev", "etc", "opt", "proc", "sys", "tmp", "usr", "var"}


@cache
def files() -> list[Path]:
    """List what belongs to the repository: what git keeps or would keep, or else all but built things."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    except (OSError, subprocess.CalledProcessError):
        listed = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if not is_built(path)]
    return sorted(path for name in listed if name and (path := ROOT / name).is_file())


def is_built(path: Path) -> bool:
    """Say whether tools made this, so far as a name can tell where there is no git."""
    made = {".venv", ".cache", ".git", "__pycache__", ".hypothesis", "build", "dist"}
    return any(part in made or part.endswith("_cache") for part in path.relative_to(ROOT).parts)


def text_of(path: Path) -> str:
    """Read a file as text; what is no text has no words to look at."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def lines_matching(pattern: re.Pattern[str]) -> list[str]:
    """Find the lines of the repository in which a pattern occurs, with file and number."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path in files()
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if pattern.search(line)
    ]


def project() -> dict[str, object]:
    """Read the project's own description of itself."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def pins(lock: str) -> dict[str, str]:
    """Read which version of each package a lock file asks for."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ]+)", text, re.MULTILINE))


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_carries_no_address_and_no_path(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    address = re.compile(r"https?:|file:|git\+|--(extra-)?index|--find-links| @ |[A-Za-z]:\\|/")
    assert [line for line in lines if address.search(line)] == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_is_pinned_with_a_hash(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if line and not line.startswith((" ", "#")):
            assert re.match(r"[a-z0-9-]+==[^ ]+( ; .+)? \\$", line), line
            assert following.startswith("    --hash=sha256:"), line


def test_the_test_tools_leave_the_versions_of_the_product_alone() -> None:
    product, tests = (pins(name) for name in LOCKS)
    assert product.items() <= tests.items()


def test_every_declared_requirement_is_in_the_lock_within_its_bounds() -> None:
    locked = pins("requirements-dev.lock")
    described = project()
    for line in [*described["dependencies"], *described["optional-dependencies"]["dev"]]:
        wanted = Requirement(line)
        assert locked[wanted.name] in wanted.specifier, line


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_no_installed_package_is_below_its_safe_version(name: str) -> None:
    assert Version(version(name)) >= Version(FLOORS[name])


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    ours = {path.name for path in ROOT.iterdir()}
    tops = {"home", "root", "Users", ROOT.parts[1], Path.home().parts[1]} - COMMON_FOLDERS - ours
    unix = "|".join(sorted(map(re.escape, tops)))
    places = re.compile(rf"(?<![\w.:/<\-])/(?:{unix})/\w|\b[A-Z]:\\Users\b|{re.escape(str(ROOT))}\b")
    assert lines_matching(places) == []


def test_nothing_is_left_for_later_in_a_comment() -> None:
    assert lines_matching(re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")) == []


def test_the_version_is_the_same_wherever_it_is_told() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert project()["version"] == citation["version"] == prima_facie.__version__


def test_the_changelog_speaks_of_software_schema_and_readings_in_every_release() -> None:
    releases = re.split(r"^## ", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    for release in releases:
        parts = re.findall(r"^### (.+)$", release, re.MULTILINE)
        assert parts == ["Software", "Schema", "Readings"], release.splitlines()[0]


def test_every_folder_at_the_top_has_its_place_on_the_map() -> None:
    map_of_folders = "".join((ROOT / name).read_text(encoding="utf-8") for name in ["README.md", "CONTRIBUTING.md"])
    folders = {path.relative_to(ROOT).parts[0] for path in files() if path.parent != ROOT}
    assert sorted(folder for folder in folders if f"{folder}/" not in map_of_folders) == []


def test_the_project_runs_on_the_python_it_asks_for() -> None:
    asked = Requirement(f"python{project()['requires-python']}").specifier
    assert ".".join(map(str, sys.version_info[:3])) in asked
