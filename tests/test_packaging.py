"""What a user gets from the package index: the built wheel, away from the checkout and beside foreign packages."""

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MATTER = ROOT / "data" / "deployments" / "tianjin-2021.json"
LAW = "prima_facie/_law"
FOREIGN_API = 'raise ImportError("this is the api package of the firm, not of prima-facie")\n'


def run(*command: str | Path, where: Path) -> str:
    """Run a command somewhere, with a home of its own; return what it prints, or fail with what it said."""
    ours = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    kept = {name: value for name, value in os.environ.items() if name not in ours and "PRIMA_FACIE" not in name}
    home = {name: str(where / "home") for name in ["HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_CACHE_HOME"]}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=where,
        env={**kept, **home, "PYTHONUTF8": "1"},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the source archive, and the wheel from that archive, without a network."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, where=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    """Return the only wheel that was built."""
    (found,) = built.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def office(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel in a folder that has an `api` package of its own.

    The packages that ours needs are lent by the environment of the tests: its folder is on the path, but its path
    files are not read there, so that the checkout stays out of sight.
    """
    folder = tmp_path_factory.mktemp("office")
    (folder / "api").mkdir()
    (folder / "api" / "__init__.py").write_text(FOREIGN_API, encoding="utf-8")
    venv.create(folder / "env", with_pip=False, symlinks=os.name != "nt")
    python = in_environment(folder, "python")
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel, where=folder)
    asked = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(run(python, "-c", asked, where=folder).strip())
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib"), encoding="locale")
    return folder


def in_environment(folder: Path, name: str) -> Path:
    """Say where a program of the environment lies."""
    return folder / "env" / ("Scripts" if os.name == "nt" else "bin") / name


def authored() -> set[str]:
    """List the files of law and data in the checkout."""
    folders = [ROOT / name for name in ["ontology", "shapes", "data"]]
    return {path.relative_to(ROOT).as_posix() for folder in folders for path in folder.rglob("[!.]*") if path.is_file()}


def test_the_wheel_carries_the_whole_law(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"ontology/core.ttl", "data/deployments/tianjin-2021.json"} <= authored()
    assert {f"{LAW}/{name}" for name in authored()} <= names


def test_the_wheel_carries_what_pages_are_made_of(wheel: Path) -> None:
    made = [path for folder in ("templates", "assets") for path in (ROOT / "api" / folder).iterdir()]
    assert len(made) > 5
    assert {path.relative_to(ROOT).as_posix() for path in made} <= set(zipfile.ZipFile(wheel).namelist())


def test_the_wheel_carries_the_licences(wheel: Path) -> None:
    names = [name.split("/licenses/")[-1] for name in zipfile.ZipFile(wheel).namelist() if "/licenses/" in name]
    assert sorted(names) == ["LICENSE", "LICENSES/CC-BY-4.0.txt", "NOTICE"]


def test_the_wheel_adds_nothing_else_at_the_top(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"kg", "api", "prima_facie"}


def test_neither_archive_carries_what_tools_made(built: Path) -> None:
    (source,) = built.glob("*.tar.gz")
    (wheel,) = built.glob("*.whl")
    with tarfile.open(source) as archive:
        names = [*archive.getnames(), *zipfile.ZipFile(wheel).namelist()]
    made = {"__pycache__", ".cache", ".venv", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis"}
    assert [name for name in names if name.endswith((".pyc", ".pyo")) or made & set(name.split("/"))] == []


def test_the_source_archive_carries_what_is_needed_to_test_it(built: Path) -> None:
    (source,) = built.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {"run.py", "requirements.lock", "requirements-dev.lock", "README.md", "tests/test_packaging.py"}
    assert (wanted | authored()) <= names


def test_the_installed_command_assesses_a_matter_beside_a_foreign_api_package(office: Path) -> None:
    answer = run(in_environment(office, "prima-facie"), "assess", MATTER, "--json", where=office)
    assert json.loads(answer)


def test_the_facade_loads_the_law_beside_a_foreign_api_package(office: Path) -> None:
    code = "import prima_facie; prima_facie.load_law(); print(prima_facie.__file__)"
    place = run(in_environment(office, "python"), "-c", code, where=office).strip()
    assert (office / "env").resolve() in Path(place).resolve().parents


def test_the_installed_version_is_the_one_it_tells(office: Path) -> None:
    code = "import importlib.metadata as m, prima_facie as p; print(m.version('prima-facie'), p.__version__)"
    recorded, told = run(in_environment(office, "python"), "-c", code, where=office).split()
    assert recorded == told
