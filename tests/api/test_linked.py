"""Linked data: every name of ours leads somewhere on this host, in the form and the language asked for."""

import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
import rdflib
from rdflib import DCTERMS, RDF, VOID, URIRef
from starlette.testclient import TestClient

from api.app import application
from api.downloads import file
from api.linked import PATH
from api.negotiation import form, language
from api.settings import Settings
from kg.formats import CONTEXT
from kg.graph import BASE, PF
from kg.law import long
from kg.linked.export import export, kinds
from kg.linked.things import Things
from kg.linked.void import DATASET
from kg.linked.written import Form, written
from kg.reasoner import Reasoner
from tests.api.asking import Server

TURTLE, JSONLD, RDFXML, HTML = "text/turtle", "application/ld+json", "application/rdf+xml", "text/html"
READ = {TURTLE: "turtle", JSONLD: "json-ld", RDFXML: "xml"}


@pytest.fixture(scope="session")
def browser(reasoner: Reasoner) -> Iterator[TestClient]:
    """The pages alone, in this process."""
    with TestClient(application(reasoner, Settings())) as client:
        client.headers["accept-language"] = ""
        yield client


@pytest.fixture(scope="session")
def things(reasoner: Reasoner) -> Things:
    return Things(reasoner)


def fetch(client: httpx.Client, name: str, accept: str = "", **headers: str) -> httpx.Response:
    """Look a name of ours up on the host."""
    sent = {key.replace("_", "-"): value for key, value in headers.items()}
    return client.get(PATH + name.removeprefix(BASE).partition("#")[0], headers={"accept": accept, **sent})


def a_few(things: Things) -> dict[str, str]:
    """Return one thing of every group there is, by the group."""
    return {re.split("[/#]", name.removeprefix(BASE))[0]: name for name in things.names}


# Every name leads somewhere.


def test_a_thing_of_every_group_is_found_as_data_and_as_a_page(browser: TestClient, things: Things) -> None:
    groups = a_few(things)
    assert {"spc", "concept", "fact", "reading", "matter", "condition", "intake", "ns", "summary", "word"} <= set(
        groups
    )
    for name in groups.values():
        page, turtle = fetch(browser, name, HTML), fetch(browser, name, TURTLE)
        assert (page.status_code, turtle.status_code) == (200, 200), name
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert (URIRef(name), None, None) in rdflib.Graph().parse(data=turtle.content, format="turtle"), name


@pytest.mark.long
def test_every_name_there_is_leads_to_what_is_said_of_it(browser: TestClient, things: Things) -> None:
    for name in things.names:
        if "#" not in name:
            assert fetch(browser, name, TURTLE).status_code == fetch(browser, name, HTML).status_code == 200, name


def test_every_name_in_the_plain_shapes_leads_somewhere(
    browser: TestClient, reasoner: Reasoner, things: Things
) -> None:
    used = {term for triple in export(reasoner, "planes") for term in triple if isinstance(term, str)}
    ours = {name.partition("#")[0] for name in used if name.startswith(BASE)}
    header = f"{BASE}export/planes"
    assert all(things.of(name) for name in ours if not name.startswith(header))
    for name in (
        *(min(each for each in ours if each.startswith(BASE + head)) for head in ("absent/", "rule/")),
        header,
    ):
        assert [fetch(browser, name, form).status_code for form in (HTML, TURTLE, JSONLD)] == [200] * 3, name


def test_every_link_of_ours_on_a_page_leads_somewhere(browser: TestClient, things: Things) -> None:
    pages = [fetch(browser, name, HTML) for name in (*a_few(things).values(), BASE, BASE + "concept/")]
    links = {link for page in pages for link in re.findall(r'href="(/[^"#]*)', page.text)}
    assert len(links) > 40
    wrong = [link for link in sorted(links)[::3] if browser.get(link, headers={"accept": HTML}).status_code != 200]
    assert not wrong


def test_words_of_the_vocabulary_are_told_of_together(browser: TestClient, things: Things) -> None:
    page = fetch(browser, PF + "Norm", HTML)
    for name in things.of(PF.removesuffix("#")):
        assert f'id="{name.removeprefix(PF)}"' in page.text
    graph = rdflib.Graph().parse(data=fetch(browser, PF + "Norm", TURTLE).content, format="turtle")
    assert (URIRef(PF + "Norm"), RDF.type, rdflib.OWL.Class) in graph


def test_the_name_of_the_whole_is_the_whole(browser: TestClient, reasoner: Reasoner) -> None:
    whole = written(export(reasoner, "ontology"), Form.TURTLE)
    names = (BASE, BASE + "edition/" + reasoner.edition, str(reasoner.graph.name(BASE, str(rdflib.OWL.versionIRI))))
    assert [fetch(browser, name, TURTLE).content == whole for name in names] == [True] * 3
    header = f"{BASE}export/crosswalk"
    assert URIRef(header) in set(
        rdflib.Graph()
        .parse(data=fetch(browser, header, TURTLE).content, format="turtle")
        .subjects(RDF.type, rdflib.OWL.Ontology)
    )


def test_the_context_of_descriptions_is_there(browser: TestClient) -> None:
    answered = fetch(browser, CONTEXT, JSONLD)
    assert answered.headers["content-type"] == JSONLD
    assert set(answered.json()) == {"@context"}


def test_a_name_there_is_not_is_missed_with_names_like_it(browser: TestClient, reasoner: Reasoner) -> None:
    known = next(iter(reasoner.law.provisions))
    for accept in (HTML, TURTLE):
        answered = fetch(browser, long(known) + "x", accept)
        assert answered.status_code == 404
        assert urlsplit(long(known)).path in answered.text
    assert fetch(browser, BASE + "edition/" + "0" * 64, TURTLE).status_code == 404
    assert fetch(browser, BASE + "proof/0/x", HTML, accept_language="zh").text.count("论证不予保存") == 1


def test_what_stands_in_an_address_is_never_markup(browser: TestClient) -> None:
    answered = browser.get(PATH + "%3Cscript%3Ealert(1)%3C/script%3E", headers={"accept": HTML})
    assert answered.status_code == 404
    assert "<script" not in answered.text


# In the form that is liked best.


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", HTML),
        ("*/*", HTML),
        (TURTLE, TURTLE),
        (f"{TURTLE};q=0.4, {JSONLD};q=0.9", JSONLD),
        (f"{HTML};q=0.1, {RDFXML}", RDFXML),
        ("text/*;q=0.5, text/html;q=0", TURTLE),
        ("TEXT/TURTLE", TURTLE),
        ("application/xhtml+xml, text/html;q=0.9, */*;q=0.8", HTML),
        ("image/png", None),
        ("text/turtle;q=0", None),
        ("text/turtle;q=nan", None),
        (",;q=1,,", HTML),
    ],
)
def test_the_form_is_the_one_liked_best(
    browser: TestClient, reasoner: Reasoner, accept: str, chosen: str | None
) -> None:
    answered = fetch(browser, long(next(iter(reasoner.law.norms))), accept)
    assert answered.headers["vary"] == "Accept, Accept-Language" or chosen is None
    if chosen is None:
        assert answered.status_code == 406
        assert answered.text.splitlines()[1:] == [HTML, TURTLE, RDFXML, JSONLD]
    else:
        assert answered.headers["content-type"].partition(";")[0] == chosen


def test_all_forms_of_data_say_the_same(browser: TestClient, reasoner: Reasoner) -> None:
    name = long(next(norm.id for norm in reasoner.law.norms.values() if norm.example))
    graphs = [
        set(rdflib.Graph().parse(data=fetch(browser, name, accept).content, format=READ[accept])) for accept in READ
    ]
    assert graphs[0] == graphs[1] == graphs[2]
    assert browser.get(urlsplit(name).path + "?format=turtle").content == fetch(browser, name, TURTLE).content


def test_a_header_of_many_ranges_is_read_to_an_end() -> None:
    assert form("a/b," * 10_000 + HTML, [HTML]) is None
    assert language("en;q=0.1, zh-TW", ["en", "zh"]) == "zh"
    assert language("fr", ["en", "zh"]) == "en"


# As a page.


def test_a_page_says_both_languages_and_marks_them(browser: TestClient, reasoner: Reasoner) -> None:
    norm = next(norm for norm in reasoner.law.norms.values() if norm.note and norm.example)
    assert norm.note
    assert norm.example
    english, chinese = (fetch(browser, long(norm.id), HTML, accept_language=each) for each in ("en", "zh-CN"))
    assert '<html lang="en">' in english.text
    assert '<html lang="zh">' in chinese.text
    for text in (norm.definition, norm.note, norm.example):
        for page in (english, chinese):
            assert text.zh in page.text
            assert 'lang="zh"' in page.text
    assert f"<h1>{norm.label.zh}</h1>" in chinese.text
    asked = browser.get(urlsplit(long(norm.id)).path + "?lang=zh", headers={"accept": HTML})
    assert asked.text == chinese.text


@pytest.mark.parametrize(
    ("name", "english", "chinese"),
    [(PF + "Norm", "comes close to", "近似对应"), (PF + "burdenOn", "its value is", "取值类型")],
)
def test_words_of_others_are_said_in_the_language_of_the_page(
    browser: TestClient, name: str, english: str, chinese: str
) -> None:
    for language_, said in (("en", english), ("zh", chinese)):
        assert f">{said}</a>" in fetch(browser, name, HTML, accept_language=language_).text


def test_a_page_leads_to_what_a_thing_refers_to_and_to_what_refers_to_it(
    browser: TestClient, reasoner: Reasoner
) -> None:
    norm = next(iter(reasoner.law.norms.values()))
    for one, other in ((norm.id, norm.provisions[0]), (norm.provisions[0], norm.id)):
        assert f'href="{urlsplit(long(other)).path}"' in fetch(browser, long(one), HTML).text


def test_what_a_page_is_not_is_said_once_in_its_footer(browser: TestClient, reasoner: Reasoner) -> None:
    page = fetch(browser, long(next(iter(reasoner.law.norms))), HTML).text
    said = reasoner.words("not-advice").en
    assert page.count(said) == 1
    assert said in page.partition("<footer>")[2]


def test_a_page_needs_no_script(browser: TestClient, things: Things) -> None:
    for name in (*list(a_few(things).values())[:5], BASE):
        page = fetch(browser, name, HTML).text
        assert "<script" not in page
        assert not re.search(r"\son\w+=|style=|javascript:", page)


def test_what_has_not_changed_is_not_sent_again(browser: TestClient, reasoner: Reasoner) -> None:
    name = long(next(iter(reasoner.law.norms)))
    for accept in (HTML, TURTLE):
        first = fetch(browser, name, accept)
        again = fetch(browser, name, accept, if_none_match=first.headers["etag"])
        assert (again.status_code, again.content) == (304, b"")
        assert fetch(browser, name, accept, if_none_match='"x"').content == first.content


# Files, and the description of the whole.


def test_every_file_is_the_export_and_is_named_after_its_edition(browser: TestClient, reasoner: Reasoner) -> None:
    for kind in ("crosswalk", next(iter(reasoner.law.instruments))):
        triples = export(reasoner, kind)
        for each in Form:
            answered = browser.get(f"/download/{file(kind, each)}")
            assert answered.content == written(triples, each)
            assert reasoner.edition[:12] in answered.headers["content-disposition"]
            tag = answered.headers["etag"]
            assert browser.get(f"/download/{file(kind, each)}", headers={"if-none-match": tag}).status_code == 304


def test_every_file_is_listed(browser: TestClient, reasoner: Reasoner) -> None:
    page = browser.get("/download").text
    for kind in kinds(reasoner):
        for each in Form:
            assert f'href="/download/{file(kind, each)}"' in page
    assert browser.get("/download/nothing.ttl").status_code == 404


def test_the_whole_is_described_as_a_data_set(browser: TestClient, reasoner: Reasoner) -> None:
    answered = browser.get("/.well-known/void")
    assert answered.headers["content-type"].startswith(TURTLE)
    graph = rdflib.Graph().parse(data=answered.content, format="turtle")
    whole = URIRef(DATASET)
    assert (whole, RDF.type, VOID.Dataset) in graph
    assert graph.value(whole, DCTERMS.license)
    assert int(str(graph.value(whole, VOID.triples))) == len(export(reasoner, "ontology"))
    for link in (VOID.dataDump, VOID.exampleResource, VOID.subset, VOID.rootResource):
        for found in set(graph.objects(whole, link)):
            assert fetch(browser, str(found), "").status_code == 200, found
    assert json.loads(browser.get("/.well-known/void", headers={"accept": JSONLD}).content)
    assert fetch(browser, DATASET, "").url.path == "/.well-known/void"


# On the real server.


def test_the_real_server_guards_pages_as_everything_else(server: Server, reasoner: Reasoner) -> None:
    answered = server.client.get(server.address[:-1] + urlsplit(long(next(iter(reasoner.law.norms)))).path)
    policy = answered.headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self'" in policy
    assert "unsafe" not in policy
    assert answered.headers["x-content-type-options"] == "nosniff"
    assert answered.headers["x-frame-options"] == "DENY"
    assert answered.headers["cache-control"] == "no-cache"


def test_a_group_of_names_is_listed_with_what_it_is_of(browser: TestClient, reasoner: Reasoner) -> None:
    page = fetch(browser, BASE, HTML).text
    instrument = next(each for each in reasoner.law.instruments.values() if each.answered)
    prefix = instrument.id.partition(":")[0]
    assert f'href="{PATH}{prefix}/"' in page
    assert instrument.label.en in page
    under = fetch(browser, f"{BASE}{prefix}/", HTML).text
    assert f'href="{urlsplit(long(instrument.id)).path}"' in under
