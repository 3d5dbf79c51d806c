"""The page on which questions are put: it loads nothing from elsewhere, and a click answers a question."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from graphql import build_schema, is_introspection_type, is_specified_scalar_type, print_type
from playwright.sync_api import Browser, sync_playwright
from starlette.testclient import TestClient

from api.app import application
from api.asking import definitions, ready
from api.schema import build
from api.settings import Settings
from kg.reasoner import Reasoner
from kg.text import Text
from tests.api.asking import Server

ROOT = Path(__file__).resolve().parents[2]
QUERIES = sorted((ROOT / "data" / "queries").glob("*.graphql"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def client(reasoner: Reasoner) -> Iterator[TestClient]:
    with TestClient(application(reasoner, Settings())) as made:
        made.headers["accept"] = "text/html"
        yield made


# What the page shows.


def test_the_page_is_for_browsers_only(client: TestClient) -> None:
    assert client.get("/graphql").status_code == 200
    for accept in ("*/*", "application/json", "application/json, text/html;q=0.5", "application/graphql-response+json"):
        answered = client.get("/graphql", headers={"accept": accept})
        assert answered.json()["errors"][0]["extensions"]["code"] == "NOT_A_QUESTION"


def test_a_question_in_an_address_is_not_answered_by_a_page(client: TestClient) -> None:
    answered = client.get("/graphql", params={"query": "{ __typename }"})
    assert answered.json()["data"] == {"__typename": "Query"}


def test_every_ready_question_stands_on_the_page_as_it_is(client: TestClient) -> None:
    page = client.get("/graphql").text
    shown = re.findall(r'<pre class="source" id="ready-([\w-]+)">(.*?)</pre>', page, re.DOTALL)
    found = {name: unescape(text) for name, text in shown if not name.endswith("-variables")}
    assert found == {path.stem: path.read_text(encoding="utf-8") for path in QUERIES}


def test_a_ready_question_is_called_as_its_first_lines_say(tmp_path: Path) -> None:
    (tmp_path / "b.graphql").write_text("# What applies?\n# 何者适用？\n\n# aside\n{ a }\n", encoding="utf-8")
    (tmp_path / "b.json").write_text('{"x": 1}', encoding="utf-8")
    (tmp_path / "a.graphql").write_text("{ a }\n", encoding="utf-8")
    (tmp_path / "first.graphql").write_text("# Only English?\n{ a }\n", encoding="utf-8")
    found = ready(tmp_path)
    assert [each.name for each in found] == ["first", "a", "b"]
    assert [each.title for each in found] == [
        Text("Only English?", "Only English?"),
        Text("a", "a"),
        Text("What applies?", "何者适用？"),
    ]
    assert [each.variables for each in found] == ["", "", '{"x": 1}']


def test_the_whole_schema_stands_beside(client: TestClient, reasoner: Reasoner) -> None:
    schema = build_schema(build(reasoner).as_str())
    page = client.get("/graphql").text
    shown = dict(re.findall(r'<pre id="type-(\w+)">(.*?)</pre>', page, re.DOTALL))
    kinds = [
        each
        for each in schema.type_map.values()
        if not is_introspection_type(each) and not is_specified_scalar_type(each)
    ]
    assert next(iter(shown)) == "Query"
    assert {name: unescape(re.sub(r"<[^>]+>", "", text)) for name, text in shown.items()} == {
        each.name: print_type(each) for each in kinds
    }
    links = set(re.findall(r'href="#type-(\w+)"', page))
    assert links <= set(shown)


def test_what_a_schema_says_is_never_markup() -> None:
    schema = build_schema('type Query { "<script>" a(b: String = "<Query>"): Query }')
    assert "<script>" not in definitions(schema)[0].written


def test_everything_on_the_page_has_a_name(client: TestClient) -> None:
    page = client.get("/graphql").text
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for field in re.findall(r'<textarea id="(\w+)"', page):
        assert f'<label for="{field}">' in page
    assert set(re.findall(r'aria-labelledby="(\w+)"', page)) <= set(ids)


def test_pages_are_complete_in_chinese(client: TestClient, reasoner: Reasoner) -> None:
    whole = client.get("/graphql?lang=zh").text
    page = re.sub(r"<pre.*?</pre>|<a .*?</a>", "", whole, flags=re.DOTALL)  # the schema is in English
    assert '<html lang="zh">' in page
    for key in ("page-ready", "page-run", "page-answer", "page-ask-lead", "not-advice"):
        assert reasoner.words(key).zh in page
        assert reasoner.words(key).en not in page


def test_no_page_allows_a_script_or_a_style_of_its_own(client: TestClient) -> None:
    for path in ("/graphql", "/download", "/prima-facie/", "/prima-facie/nothing"):
        answered = client.get(path)
        assert re.findall(r"<script(?! src=\"/assets/)|<style|\sstyle=|\son\w+=", answered.text) == []
        policy = dict(part.strip().split(" ", 1) for part in answered.headers["content-security-policy"].split(";"))
        assert policy == {
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": "'self'",
            "connect-src": "'self'",
            "img-src": "'self' data:",
            "base-uri": "'none'",
            "form-action": "'none'",
            "frame-ancestors": "'none'",
        }


def test_nothing_but_what_pages_load_is_served_beside_them(client: TestClient) -> None:
    assert client.get("/assets/page.css").headers["content-type"].startswith("text/css")
    assert client.get("/assets/ask.js").headers["content-type"].startswith("text/javascript")
    assert client.get("/favicon.ico").status_code == 200
    for name in ("..%2Fapp.py", "%2Fetc%2Fpasswd", "nothing.js", ""):
        assert client.get(f"/assets/{name}").status_code == 404


# In a real browser.


def chromium() -> str:
    """Return where Chromium is, after installing it where that is ours to do; skips where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    apt = shutil.which("apt-get")
    if found is None and apt and sys.platform == "linux" and os.geteuid() == 0:
        for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
            subprocess.run([apt, "--quiet", *command], check=False, timeout=300, capture_output=True)
        found = shutil.which("chromium")
    if found is None:
        pytest.skip("Chromium is missing; install Debian's package chromium to run this test")
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    place = chromium()
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=place, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def watched(browser: Browser, server: Server) -> Iterator[Any]:
    """A page that fails the test if it asks another host, complains or breaks its policy."""
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}"))
    page.on("response", lambda said: wrong.append(f"{said.status}: {said.url}") if said.status >= 400 else None)
    page.on("request", lambda asked: None if asked.url.startswith(server.address) else wrong.append(asked.url))
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation', e => console.log('CSP ' + e.blockedURI))"
    )
    yield page
    page.close()
    assert wrong == []


def test_a_click_on_a_ready_question_answers_it(watched: Any, server: Server) -> None:
    watched.goto(f"{server.address}graphql")
    watched.click("[data-ready=first]")
    watched.wait_for_selector("#status:text-is('Answered')")
    said = json.loads(watched.text_content("#answer"))
    query = next(path for path in QUERIES if path.stem == "first").read_text(encoding="utf-8")
    assert said == server.ask(query).json()
    assert watched.text_content("#status") == "Answered"


def test_a_question_of_ones_own_is_run_from_the_keyboard(watched: Any, server: Server) -> None:
    watched.goto(f"{server.address}graphql?lang=zh")
    watched.fill("#query", "query A($id: ID!) { provision(id: $id, language: ZH) { ... on Provision { label } } }")
    watched.fill("#variables", '{"id": "spc:art-1"}')
    watched.press("#variables", "Control+Enter")
    watched.wait_for_selector("#status:text-is('已答复')")
    assert "第一条" in watched.text_content("#answer")


def test_variables_that_are_none_are_said_to_be(watched: Any, server: Server) -> None:
    watched.goto(f"{server.address}graphql")
    for wrong in ("{", "[]", "null", "7"):
        watched.fill("#variables", wrong)
        watched.click("#run")
        assert watched.text_content("#status") == "The variables are not a JSON object"
    assert watched.text_content("#answer") == ""


def test_the_law_can_be_walked_through_by_its_links(watched: Any, server: Server) -> None:
    watched.goto(f"{server.address}prima-facie/spc/art-2?lang=en")
    watched.click("main a[href='/prima-facie/spc/art-2-item-3']")
    watched.wait_for_selector("h1:has-text('2(3)')")
    watched.click("nav a[hreflang=zh]")
    watched.wait_for_selector("html[lang=zh] h1:has-text('第二条')")


def test_the_page_is_read_without_scripts(browser: Browser, server: Server) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.address}graphql")
    assert page.is_visible("noscript .warning") or page.is_visible(".warning")
    assert page.is_visible("#ready-first")
    context.close()
