"""JSON, JSON-LD and Turtle say the same, fetch nothing, and answer nonsense with problems."""

import json
import socket
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse, serialize

from kg.described import Activity, Deployment, Entries, Part
from kg.errors import InputError
from kg.expression import Members
from kg.formats import CONTEXT, SIZE, TRIPLES, context, from_json, from_jsonld, from_turtle, to_turtle
from kg.graph import BASE, PF
from kg.plain import plain
from kg.reasoner import Reasoner
from kg.triples import Reading, triples
from kg.vocabulary import Level
from tests.kg.descriptions import descriptions

MALL = """
@prefix absent: <https://w3id.org/prima-facie/absent/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ex: <https://example.org/> .
@prefix elements_disclosed: <https://w3id.org/prima-facie/concept/elements_disclosed/> .
@prefix fact: <https://w3id.org/prima-facie/fact/> .
@prefix pf: <https://w3id.org/prima-facie/ns#> .
@prefix pipl: <https://w3id.org/prima-facie/pipl/> .
@prefix protected_status: <https://w3id.org/prima-facie/concept/protected_status/> .
@prefix rank: <https://w3id.org/prima-facie/concept/rank/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

ex:mall a pf:Deployment ;
    dcterms:title "The mall"@en , "商场"@zh ;
    fact:open_to_public true ;
    pf:actor [ pf:id "shop" ; fact:is_property_manager false ] ;
    pf:activity [ a pf:Activity ;
        pf:id "vip" ;
        pf:actorId "shop" ;
        fact:frt_used true ;
        fact:conduct_start "2024-03-01"^^xsd:date ;
        fact:conduct_end "open" ;
        fact:affected_count 1200 ;
        fact:required_by_rule [ pf:citation "Bank rule" ; pf:rank rank:dept_rule ] ;
        fact:other_law_basis pf:NoRule ;
        fact:state_provision_basis pipl:art-26 ;
        fact:elements_disclosed elements_disclosed:purpose ;
        absent:elements_disclosed elements_disclosed:method ;
        pf:openFact fact:elements_disclosed ;
        fact:necessary_for_service false ;
        pf:judgement [ pf:on fact:necessary_for_service ; pf:assessor "counsel" ; pf:reasons "cards exist" ] ;
        pf:group [ pf:id "children" ; fact:protected_status protected_status:under_14 ] ;
        pf:consent [ pf:id "tick" ; pf:groupId "children" ; fact:consent_obtained true ] ] ;
    pf:matter [ fact:claims_sought <https://w3id.org/prima-facie/concept/claims_sought/deletion> ] .
"""

PLAIN = {
    "id": "mall",
    "title": {"en": "The mall", "zh": "商场"},
    "facts": {"open_to_public": True},
    "actors": [{"id": "shop", "facts": {"is_property_manager": False}}],
    "activities": [
        {
            "id": "vip",
            "actors": ["shop"],
            "facts": {
                "frt_used": True,
                "conduct_start": "2024-03-01",
                "conduct_end": "open",
                "affected_count": 1200,
                "required_by_rule": {"citation": "Bank rule", "rank": "dept_rule"},
                "other_law_basis": "none",
                "state_provision_basis": "pipl:art-26",
                "elements_disclosed": {"present": ["purpose"], "absent": ["method"], "open": True},
                "necessary_for_service": {"value": False, "assessor": "counsel", "reasons": "cards exist"},
            },
            "groups": [{"id": "children", "facts": {"protected_status": "under_14"}}],
            "consents": [{"id": "tick", "group": "children", "facts": {"consent_obtained": True}}],
        }
    ],
    "matter": {"facts": {"claims_sought": ["deletion"]}},
}


def same(deployment: Deployment) -> Deployment:
    """Return a description without its places, and with everything in one order."""
    return replace(
        deployment,
        facts=_facts(deployment.facts),
        actors=_parts(deployment.actors),
        activities=tuple(sorted(map(_activity, deployment.activities), key=lambda activity: activity.id)),
        matter=None if deployment.matter is None else _facts(deployment.matter),
        problems=(),
    )


def _facts(entries: Entries) -> Entries:
    return {
        name: replace(entry, path="", cited=tuple(sorted(entry.cited, key=repr))) for name, entry in entries.items()
    }


def _parts(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    return tuple(sorted((replace(part, facts=_facts(part.facts)) for part in parts), key=lambda part: part.id))


def _activity(activity: Activity) -> Activity:
    parts = {level: _parts(members) for level, members in activity.parts.items()}
    actors = tuple(sorted(activity.actors))
    return replace(activity, path="", facts=_facts(activity.facts), parts=parts, actors=actors)


def test_the_example_says_the_same_in_every_form(reasoner: Reasoner) -> None:
    vocabulary, words = reasoner.vocabulary, reasoner.words
    expected = reasoner.read(PLAIN)
    text = json.dumps(PLAIN).encode()
    assert reasoner.read(from_json(text, words)) == expected
    assert reasoner.read(from_json(b"\xef\xbb\xbf" + text, words)) == expected
    assert same(reasoner.read(from_turtle(MALL.encode(), vocabulary, words))) == same(expected)
    linked = json.dumps({"@context": CONTEXT, "@type": "Deployment", **PLAIN}).encode()
    assert reasoner.read(from_jsonld(linked, vocabulary, words)) == expected


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_what_was_read_is_the_same_when_written_and_read_again(reasoner: Reasoner, data: st.DataObject) -> None:
    deployment = reasoner.read(data.draw(descriptions(reasoner.vocabulary)))
    written = json.dumps(plain(deployment, reasoner.vocabulary)).encode()
    assert same(reasoner.read(from_json(written, reasoner.words))) == same(deployment)


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_turtle_says_the_same(reasoner: Reasoner, data: st.DataObject) -> None:
    deployment = reasoner.read(data.draw(descriptions(reasoner.vocabulary)))
    written = to_turtle(deployment, reasoner.vocabulary)
    assert same(reasoner.read(from_turtle(written, reasoner.vocabulary, reasoner.words))) == same(deployment)


@given(st.data())
@settings(deadline=None, max_examples=40)
def test_triples_say_the_same_in_any_order(reasoner: Reasoner, data: st.DataObject) -> None:
    deployment = reasoner.read(data.draw(descriptions(reasoner.vocabulary)))
    said = data.draw(st.permutations(triples(plain(deployment, reasoner.vocabulary), reasoner.vocabulary)))
    written = serialize(said, format=RdfFormat.N_TRIPLES) or b""
    assert same(reasoner.read(from_turtle(written, reasoner.vocabulary, reasoner.words))) == same(deployment)


@given(st.data())
@settings(deadline=None, max_examples=40)
def test_json_ld_without_a_context_says_the_same(reasoner: Reasoner, data: st.DataObject) -> None:
    deployment = reasoner.read(data.draw(descriptions(reasoner.vocabulary)))
    said = triples(plain(deployment, reasoner.vocabulary), reasoner.vocabulary)
    written = serialize(said, format=RdfFormat.JSON_LD) or b""
    assert same(reasoner.read(from_jsonld(written, reasoner.vocabulary, reasoner.words))) == same(deployment)


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_the_context_means_what_the_plain_form_means(reasoner: Reasoner, data: st.DataObject) -> None:
    """Any reader of JSON-LD finds the triples that we would read as the same description."""
    deployment = reasoner.read(data.draw(descriptions(reasoner.vocabulary)))
    document = plain(deployment, reasoner.vocabulary)
    assume(not _lost(document, reasoner))
    linked = json.dumps({"@context": context(reasoner.vocabulary), "@type": "Deployment", **document}).encode()
    found = Reading(parse(linked, RdfFormat.JSON_LD), reasoner.vocabulary, reasoner.words).description()
    assert same(reasoner.read(found)) == same(deployment)


def _lost(value: object, reasoner: Reasoner) -> bool:
    """Say whether a reader of JSON-LD would lose something: an empty list, or the last digits of a number."""
    if isinstance(value, dict):
        empty = any(key in reasoner.vocabulary.facts and _empty(each) for key, each in value.items())
        return empty or any(_lost(each, reasoner) for each in value.values())
    if isinstance(value, list):
        return any(_lost(each, reasoner) for each in value)
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 2**53


def _empty(value: object) -> bool:
    return value == [] or (isinstance(value, dict) and value.get("value") == [])


def test_the_context_names_every_fact_and_value(reasoner: Reasoner) -> None:
    terms = context(reasoner.vocabulary)
    for fact in reasoner.vocabulary.facts.values():
        term = terms[fact.name]
        assert isinstance(term, dict)
        assert term["@id"] == fact.iri
        assert all(term["@context"][concept.code] == concept.iri for concept in fact.concepts)


def test_a_name_the_context_does_not_know_is_not_lost(reasoner: Reasoner) -> None:
    document = {"@context": context(reasoner.vocabulary), "id": "d", "activities": [{"id": "a", "frt_usd": True}]}
    quads = parse(json.dumps(document).encode(), RdfFormat.JSON_LD)
    with pytest.raises(InputError) as caught:
        reasoner.read(Reading(quads, reasoner.vocabulary, reasoner.words).description())
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [
        ("unknown-key", "$.activities[0].frt_usd")
    ]


def test_an_empty_list_is_written_as_what_is_absent(reasoner: Reasoner) -> None:
    deployment = reasoner.read({"id": "d", "activities": [{"id": "a", "facts": {"rights_channels": []}}]})
    written = to_turtle(deployment, reasoner.vocabulary)
    assert b"absent:rights_channels" in written
    again = reasoner.read(from_turtle(written, reasoner.vocabulary, reasoner.words))
    value = again.activities[0].facts["rights_channels"].value
    assert isinstance(value, Members)
    assert not value.present
    assert len(value.absent) == 5


def test_a_member_called_none_is_a_member(reasoner: Reasoner) -> None:
    deployment = reasoner.read({"id": "d", "activities": [{"id": "a", "facts": {"reference_db_source": ["none"]}}]})
    written = to_turtle(deployment, reasoner.vocabulary)
    assert same(reasoner.read(from_turtle(written, reasoner.vocabulary, reasoner.words))) == same(deployment)


def test_the_order_of_the_file_is_kept(reasoner: Reasoner) -> None:
    activities = [{"id": name, "groups": [{"id": "z"}, {"id": "y"}]} for name in "cab"]
    deployment = reasoner.read({"id": "d", "activities": activities})
    again = reasoner.read(from_turtle(to_turtle(deployment, reasoner.vocabulary), reasoner.vocabulary, reasoner.words))
    assert [activity.id for activity in again.activities] == ["c", "a", "b"]
    assert [group.id for group in again.activities[0].parts[Level.GROUP]] == ["z", "y"]


def test_nothing_is_fetched(reasoner: Reasoner, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("something was fetched")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for foreign in ("https://example.org/c.jsonld", ["https://example.org/c.jsonld"], {"@import": "file:///etc/hosts"}):
        with pytest.raises(InputError) as caught:
            from_jsonld(json.dumps({"@context": foreign, "id": "d"}).encode(), reasoner.vocabulary, reasoner.words)
        assert {problem.code for problem in caught.value.problems} == {"foreign-context"}
    plain_form = from_jsonld(json.dumps({"@context": CONTEXT, **PLAIN}).encode(), reasoner.vocabulary, reasoner.words)
    assert plain_form["id"] == "mall"


def code(read: Callable[..., object], text: object, *against: object) -> str:
    with pytest.raises(InputError) as caught:
        read(text, *against)
    return caught.value.problems[0].code


def test_files_are_measured_before_they_are_parsed(reasoner: Reasoner) -> None:
    against = (reasoner.vocabulary, reasoner.words)
    for read, rest in ((from_json, against[1:]), (from_jsonld, against), (from_turtle, against)):
        assert code(read, b" " * (SIZE + 1), *rest) == "too-large"
        assert code(read, b"\xff\xfe{", *rest) == "not-utf8"
    assert code(from_json, b"[" * 200_000, reasoner.words) == "too-deep"
    assert code(from_jsonld, b"[" * 200_000, *against) == "too-deep"
    assert code(from_jsonld, b"[" * 200 + b"]" * 200, *against) == "too-deep"
    many = "\n".join(f"<http://e/{number}> <http://e/p> {number} ." for number in range(TRIPLES + 1))
    assert code(from_turtle, many.encode(), *against) == "too-many-triples"
    assert code(from_turtle, b"<http://e/s> <http://e/p> " + b"[ <http://e/p> " * 60_000, *against) == "not-rdf"


def test_the_largest_nonsense_is_answered_soon(reasoner: Reasoner) -> None:
    wrong = {f"fact_{number}": 1 for number in range(250)}
    activities = [{"id": f"a{number}", "facts": wrong} for number in range(100)]
    terms = " , ".join(str(number) for number in range(TRIPLES - 10))
    turtle = f"[] a <{PF}Deployment> ; <{PF}activity> [ <{BASE}fact/purpose> {terms} ] ."
    begun = time.process_time()
    text = json.dumps({"id": "d", "activities": activities}).encode()
    assert len(text) < SIZE
    assert code(reasoner.read, from_json(text, reasoner.words)) == "unknown-fact"
    read = from_turtle(turtle.encode(), reasoner.vocabulary, reasoner.words)
    assert code(reasoner.read, read) == "too-many-members"
    assert time.process_time() - begun < 15, "what grows with the square of the size takes minutes"


@pytest.mark.parametrize("digits", ["1" * 20, "-" + "1" * 20, "1" * 100_000])
def test_a_number_too_long_is_a_problem_with_a_place(digits: str, reasoner: Reasoner) -> None:
    text = f'{{"id": "d", "activities": [{{"id": "a", "facts": {{"affected_count": {digits}}}}}]}}'.encode()
    assert code(reasoner.read, from_json(text, reasoner.words)) == "too-many-digits"
    turtle = f"[] a <{PF}Deployment> ; <{PF}activity> [ <{BASE}fact/affected_count> {digits} ] ."
    read = from_turtle(turtle.encode(), reasoner.vocabulary, reasoner.words)
    assert code(reasoner.read, read) == "too-many-digits"


def test_nested_nodes_that_mean_nothing_are_refused(reasoner: Reasoner) -> None:
    nested = "[ <http://e/p> " * 30 + "1" + " ]" * 30
    turtle = f'[] a <{PF}Deployment> ; <{PF}id> "d" ; <{PF}activity> [ <{PF}id> "a" ; <http://e/p> {nested} ] .'
    with pytest.raises(InputError) as caught:
        reasoner.read(from_turtle(turtle.encode(), reasoner.vocabulary, reasoner.words))
    assert "unknown-key" in {problem.code for problem in caught.value.problems}


def test_a_node_that_is_its_own_group_comes_to_an_end(reasoner: Reasoner) -> None:
    turtle = f'@prefix pf: <{PF}> . _:d a pf:Deployment ; pf:id "d" ; pf:activity _:d . _:d pf:group _:d .'
    with pytest.raises(InputError):
        reasoner.read(from_turtle(turtle.encode(), reasoner.vocabulary, reasoner.words))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text() | st.just("@id"), inner, max_size=4),
    max_leaves=10,
)


@given(
    st.binary(max_size=60) | st.text(max_size=60).map(str.encode) | JSON.map(lambda value: json.dumps(value).encode())
)
@settings(deadline=None, max_examples=200)
def test_nothing_but_problems_comes_of_bytes(reasoner: Reasoner, text: bytes) -> None:
    vocabulary, words = reasoner.vocabulary, reasoner.words
    for read, against in (
        (from_json, (words,)),
        (from_jsonld, (vocabulary, words)),
        (from_turtle, (vocabulary, words)),
    ):
        with pytest.raises(InputError) as caught:
            reasoner.read(read(text, *against))
        assert caught.value.problems


@given(st.data())
@settings(deadline=None, max_examples=80)
def test_no_triple_is_passed_over(reasoner: Reasoner, data: st.DataObject) -> None:
    """A statement that is added to a description changes what is read, or is refused."""
    deployment = reasoner.read(PLAIN)
    said = list(triples(plain(deployment, reasoner.vocabulary), reasoner.vocabulary))
    lines = (serialize(said, format=RdfFormat.N_TRIPLES) or b"").decode().splitlines()
    subject = data.draw(st.sampled_from(sorted({line.split(" ")[0] for line in lines} | {"<https://example.org/x>"})))
    names = [
        "ns#concluded",
        "ns#id",
        "ns#activity",
        "ns#rank",
        "ns#open",
        "fact/intimate_area",
        "absent/purpose",
        "x/y",
    ]
    predicate = f"<{BASE}{data.draw(st.sampled_from(names))}>"
    term = data.draw(st.sampled_from(['"word"', f"<{BASE}spc/art-2>", "<https://example.org/y>", "_:other"]))
    text = "\n".join([*lines, f"{subject} {predicate} {term} ."]).encode()
    try:
        read = reasoner.read(from_turtle(text, reasoner.vocabulary, reasoner.words))
    except InputError:
        return
    assert same(read) != same(deployment)
