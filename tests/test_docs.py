"""The documentation can be found, and a description written as it shows is answered in every form."""

import json
import re
from pathlib import Path

import pytest

from tests.saying import Say

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if path != DOCS / "README.md")
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
DESCRIBED = (DOCS / "how-to" / "describe-a-deployment.md").read_text(encoding="utf-8")
FORMS = {"json": "json", "jsonld": "jsonld", "turtle": "ttl"}


def linked(page: Path) -> list[Path]:
    """Return the files of this repository to which a page leads."""
    return [(page.parent / name).resolve() for name in LINK.findall(page.read_text(encoding="utf-8"))]


def test_every_page_is_linked_from_the_index_and_the_index_from_the_readme() -> None:
    assert DOCS / "README.md" in linked(ROOT / "README.md")
    assert [path for path in PAGES if path not in linked(DOCS / "README.md")] == []


@pytest.mark.parametrize("page", [DOCS / "README.md", *PAGES], ids=lambda page: page.stem)
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    assert [path for path in linked(page) if not path.exists()] == []


def test_the_index_calls_each_page_as_it_calls_itself() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    for page in PAGES:
        title = page.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ").partition(". ")
        if page != DOCS / "decisions" / "README.md":
            assert f"[{title[2] or title[0]}" in index, page


def block(kind: str) -> str:
    (found,) = re.findall(rf"^```{kind}\n(.*?)^```$", DESCRIBED, re.MULTILINE | re.DOTALL)
    assert isinstance(found, str)
    return found


@pytest.mark.parametrize("kind", FORMS)
def test_a_description_is_answered_alike_in_every_form(say: Say, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"gate.{FORMS[kind]}"
    path.write_text(block(kind), encoding="utf-8")
    from_file = say("assess", path, "--json")
    piped = say("assess", "-", "--input-format", kind, "--json", given=block(kind).encode())
    assert (from_file.code, from_file.err) == (0, "")
    assert from_file.out == piped.out
    answer = json.loads(from_file.out)
    assert answer["problems"] == []
    assert answer["findings"] == json.loads(say("assess", "-", "--json", given=block("json").encode()).out)["findings"]
    assert answer["title"] == "A gate that knows faces"
