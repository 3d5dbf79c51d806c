"""What a researcher looks up of facts, words, readings, decisions and nodes, held against the law itself."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from api.schema import build
from api.settings import Settings
from kg.commentary import Commentary
from kg.examples import examples
from kg.graph import BASE
from kg.law import long
from kg.reasoner import Reasoner
from kg.receipt import engine
from prima_facie import __version__
from tests.api.lookups import Lookup, ids

# What must be put on record, and what do the words mean?


def test_a_fact_is_found_by_its_name_its_field_or_its_label(look: Lookup, reasoner: Reasoner) -> None:
    held = reasoner.vocabulary.facts["frt_used"]
    for name in ("fact:frt_used", "frt_used", "frtUsed", held.label.en, held.label.zh, held.iri):
        found = look.one(f'fact(id: "{name}", language: ZH)', "Fact", "name field question kind level bearer control")
        assert found == {
            "name": "frt_used",
            "field": "frtUsed",
            "question": held.question.zh,
            "kind": "BOOLEAN",
            "level": "ACTIVITY",
            "bearer": "CLAIMANT",
            "control": "DEPLOYER",
        }


def test_which_facts_are_judgements_the_processor_must_prove(look: Lookup, reasoner: Reasoner) -> None:
    facts = reasoner.vocabulary.facts
    found = look.every("facts(evaluative: true, bearer: PROCESSOR)", "Fact", "name")
    assert [each["name"] for each in found] == [
        name for name, each in facts.items() if each.evaluative and each.bearer.value == "processor"
    ]
    for argument, key in (("level: CONSENT", "consent"), ("level: DERIVED", "derived")):
        listed = [each["name"] for each in look.every(f"facts({argument})", "Fact", "name")]
        assert listed == [name for name, each in facts.items() if each.level.value == key]
    listed = [each["name"] for each in look.every("facts(kind: DATE, control: NOBODY)", "Fact", "name")]
    assert listed == [n for n, f in facts.items() if f.kind.name == "DATE" and f.control.value == "nobody"]


def test_the_values_of_a_fact_are_those_of_its_list(look: Lookup, reasoner: Reasoner) -> None:
    shown = "name scheme { id code } values(first: 100) { edges { node { code } } } derivedFrom { name } idle"
    for each in look.every("facts", "Fact", shown):
        held = reasoner.vocabulary.facts[each["name"]]
        assert [edge["node"]["code"] for edge in each["values"]["edges"]] == list(held.codes)
        assert (each["scheme"] or {}).get("id") == (held.scheme.removeprefix(BASE) if held.scheme else None)
        assert [one["name"] for one in each["derivedFrom"]] == list(held.derived_from)


def test_what_a_mall_is_taken_for(look: Lookup, reasoner: Reasoner) -> None:
    shown = "code definition scheme { code label } classes facts { edges { node { name } } } norms { totalCount }"
    found = look.one('concept(id: "concept/place_type/mall")', "Concept", shown)
    held = reasoner.vocabulary.concepts[f"{BASE}concept/place_type/mall"]
    assert (found["code"], found["definition"]) == ("mall", held.definition.en)
    assert len(found["classes"]) == len(held.classes) > 1
    assert "place_type" in [edge["node"]["name"] for edge in found["facts"]["edges"]]
    assert found["scheme"]["code"] == "place_type"


def test_every_list_of_values_is_there_value_by_value(look: Lookup, reasoner: Reasoner) -> None:
    schemes = reasoner.vocabulary.schemes
    found = list(look.every("schemes", "ConceptScheme", "code concepts(first: 100) { edges { node { id } } }"))
    assert {each["code"] for each in found} == {iri.rpartition("/")[2] for iri in schemes}
    for each in found:
        assert ids(each["concepts"]) == [one.iri.removeprefix(BASE) for one in schemes[f"{BASE}concept/{each['code']}"]]
    assert list(look.every("concepts(scheme: RANK)", "Concept")) == ids(
        next(each for each in found if each["code"] == "rank")["concepts"]
    )
    assert sorted(look.every("concepts", "Concept")) == sorted(
        {each.iri.removeprefix(BASE) for several in schemes.values() for each in several}
    )


# Where could a court read it otherwise?


def test_the_contested_readings_are_told_with_what_hangs_on_each_option(look: Lookup, reasoner: Reasoner) -> None:
    shown = """code question reason default { code } options { id code isDefault norms { id } defeats { id }
      profiles { name } contested { code } }"""
    law = reasoner.law
    found = list(look.every("readings", "ContestedReading", shown))
    assert [each["code"] for each in found] == list(law.readings)
    for each in found:
        held = law.readings[each["code"]]
        assert each["question"] == held.issue.en
        assert [one["code"] for one in each["options"]] == [one.code for one in held.options]
        for one in each["options"]:
            assert one["isDefault"] is (one["id"] == held.default)
            assert {norm["id"] for norm in one["norms"]} == {n for n, x in law.norms.items() if x.option == one["id"]}
            assert {d["id"] for d in one["defeats"]} == {n for n, x in law.defeats.items() if x.option == one["id"]}
            taking = {profile["name"] for profile in one["profiles"]}
            assert taking == {name for name in law.profiles if one["id"] in law.options(name)}
            assert one["contested"]["code"] == each["code"]


def test_a_profile_says_where_it_departs_from_the_defaults(look: Lookup, reasoner: Reasoner) -> None:
    law = reasoner.law
    query = "{ profiles { id name label definition departs { id } options { id } } }"
    found = {each["name"]: each for each in look.answer(query)["profiles"]}
    assert set(found) == set(law.profiles)
    for name, each in found.items():
        assert {one["id"] for one in each["options"]} == law.options(name)
        assert {one["id"] for one in each["departs"]} == law.options(name) - law.options()
        assert each["definition"]


def test_a_reading_is_found_by_its_code_its_id_and_its_iri(look: Lookup) -> None:
    for name in ("IC-27", "reading:IC-27", f"{BASE}reading/IC-27"):
        assert look.one(f'reading(id: "{name}")', "ContestedReading", "code") == {"code": "IC-27"}


# What did courts do, and how do the two instruments answer each other?


def test_the_decided_matters_are_told_with_what_they_turned_on(look: Lookup, commentary: Commentary) -> None:
    shown = """id forum happened decided facts holding note source { code } agreement { code } example { id key }
      turnsOn(first: 100) { edges { node { id } } }"""
    found = {each["id"]: each for each in look.every("decisions", "Decision", shown)}
    assert set(found) == set(commentary.matters)
    for name, each in found.items():
        held = commentary.matters[name]
        assert (each["forum"], each["happened"], each["decided"]) == (held.forum.en, held.happened, held.decided)
        assert (each["facts"], each["holding"]) == (held.facts.en, held.holding.en)
        assert ids(each["turnsOn"]) == list(held.turns_on)
        assert (each["agreement"]["code"], each["source"]["code"]) == (held.agreement.code, held.source.code)
        assert (each["example"] or {}).get("key") == held.described_as
    assert list(look.every('decisions(provision: "4(1)")', "Decision")) == [
        each.id for each in commentary.matters_on("spc:art-4-item-1")
    ]
    assert look.one('decision(id: "matter:tianjin-2022")', "Decision", "id") == {"id": "matter:tianjin-2022"}


def test_the_crosswalk_is_read_from_either_side_and_by_relation(look: Lookup, commentary: Commentary) -> None:
    rows = commentary.correspondences
    shown = "id reason relation { code } starts { id } ends { id } instruments { id }"
    found = list(look.every("crosswalk", "Correspondence", shown))
    assert [each["id"] for each in found] == list(rows)
    for each in found:
        held = rows[each["id"]]
        assert [[one["id"] for one in each[side]] for side in ("starts", "ends", "instruments")] == [
            list(held.starts),
            list(held.ends),
            list(held.instruments),
        ]
    for relation in {each.relation.code for each in rows.values()}:
        listed = look.every(f"crosswalk(relation: {relation.upper()})", "Correspondence")
        assert list(listed) == [name for name, each in rows.items() if each.relation.code == relation]
    assert list(look.every('crosswalk(of: "gpa:principle-1")', "Correspondence")) == [
        each.id for each in commentary.correspondences_of("gpa:principle-1")
    ]
    assert set(look.every('crosswalk(of: "gpa:resolution")', "Correspondence")) == set(rows)


def test_where_the_summary_leads_astray(look: Lookup, commentary: Commentary) -> None:
    shown = "id definition note summary { id } renders { id } passesOver { id } fidelity { code }"
    found = list(look.every("summaryStatements", "SummaryStatement", shown))
    assert [each["id"] for each in found] == list(commentary.statements)
    for code in {one.code for each in commentary.statements.values() for one in each.fidelity}:
        listed = look.every(f"summaryStatements(fidelity: {code.upper()})", "SummaryStatement")
        assert list(listed) == [n for n, e in commentary.statements.items() if code in {o.code for o in e.fidelity}]
    whole = list(look.every("summaries", "Summary", "id instrument { id } statements(first: 100) { totalCount }"))
    assert sum(each["statements"]["totalCount"] for each in whole) == len(found)


def test_what_became_of_the_commitments(look: Lookup, commentary: Commentary) -> None:
    shown = "id day commitment { id } fulfilment { code } instruments { id }"
    found = list(look.every("outcomes", "Outcome", shown))
    assert [each["id"] for each in found] == list(commentary.outcomes)
    for each in found:
        held = commentary.outcomes[each["id"]]
        assert (each["day"], each["commitment"]["id"]) == (held.day, held.commitment)
        assert each["fulfilment"]["code"] == held.fulfilment.code


def test_how_the_law_is_read_throughout(look: Lookup, commentary: Commentary) -> None:
    found = list(look.every("methods", "Method", "id code reason provisions { id } norms { id }"))
    assert [each["id"] for each in found] == list(commentary.methods)
    for each in found:
        concerned = {one["id"] for one in (*each["provisions"], *each["norms"])}
        assert concerned <= set(commentary.methods[each["id"]].concerns)


def test_the_bundled_examples_are_there_to_be_assessed(look: Lookup, reasoner: Reasoner) -> None:
    found = list(look.every("examples(language: ZH)", "Example", "id key label description decisions { id }"))
    assert [each["key"] for each in found] == list(examples())
    for each in found:
        assert each["label"] == examples()[each["key"]].title.zh
        assert reasoner.read(each["description"]).id == each["key"]
    assert [one["id"] for each in found if each["key"] == "tianjin-2021" for one in each["decisions"]] == [
        "matter:tianjin-2022"
    ]


def test_the_law_that_answers_says_which_it_is(look: Lookup, reasoner: Reasoner) -> None:
    query = """{ ontology { edition engine version base languages instruments provisions norms defeats facts concepts
      readings coverage { instrument { id } units rules read withoutNorm } } }"""
    found = look.answer(query)["ontology"]
    law = reasoner.law
    assert (found["edition"], found["base"], found["version"]) == (reasoner.edition, BASE, __version__)
    assert found["engine"] == engine(__version__)
    assert found["languages"] == ["EN", "ZH"]
    assert [found[key] for key in ("instruments", "provisions", "norms", "defeats", "readings")] == [
        len(each) for each in (law.instruments, law.provisions, law.norms, law.defeats, law.readings)
    ]
    assert (found["facts"], found["concepts"]) == (len(reasoner.vocabulary.facts), len(reasoner.vocabulary.concepts))
    answered = [name for name, each in law.instruments.items() if each.answered]
    assert sorted(each["instrument"]["id"] for each in found["coverage"]) == sorted(answered)
    assert all(0 < each["read"] <= each["rules"] for each in found["coverage"])


def test_a_provision_is_quoted_from_a_text_that_the_operator_keeps(reasoner: Reasoner, tmp_path: Path) -> None:
    held = reasoner.law.instruments["spc:provisions"]
    text = f"{held.label.zh}\n\n第一条　甲。\n\n第二条　乙：\n\n（一）丙；\n\n（二）丁。\n"
    (tmp_path / "spc.txt").write_text(text, encoding="utf-8")
    look = Lookup(build(reasoner, Settings(texts=tmp_path, cost=10**6)))
    shown = "quotes { text file start end language translation }"
    (quote,) = look.one('provision(id: "2(2)")', "Provision", shown)["quotes"]
    assert "丁" in quote["text"]
    assert text[quote["start"] : quote["end"]] == quote["text"]
    assert (quote["file"], quote["language"], quote["translation"]) == ("spc.txt", "zh", False)


def test_without_a_shelf_nothing_is_quoted(look: Lookup) -> None:
    assert look.one('provision(id: "2(2)")', "Provision", "quotes { text }") == {"quotes": []}


# What has an id is found again by it.


def test_everything_with_an_id_is_found_again_by_it(look: Lookup, reasoner: Reasoner) -> None:
    names = [
        *reasoner.law.instruments,
        *reasoner.law.options(),
        "concept/rank/law",
        "concept/rank",
        "example:mall-2024",
    ]
    names += [long(name) for name in reasoner.law.instruments] + [f"{BASE}concept/rank", f"{BASE}reading/IC-27"]
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Term { iri label } } }"
    for name, found in zip(names, look.answer(query, ids=names)["nodes"], strict=True):
        assert name in {found["id"], found["iri"]}
        assert long(found["id"]) == found["iri"]
        assert found["label"]


def test_nodes_come_in_the_order_asked_with_null_for_what_does_not_exist(look: Lookup) -> None:
    query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } node(id: "4(2)") { id } }'
    found = look.answer(query, ids=["spc:art-2", "x:y", "", "spc:art-1", "spc:art-2"])
    assert found["nodes"] == [{"id": "spc:art-2"}, None, None, {"id": "spc:art-1"}, {"id": "spc:art-2"}]
    assert found["node"] is None
    assert len(look.answer(query, ids=["spc:art-2"] * 100)["nodes"]) == 100
    assert look.refused(query, ids=["spc:art-2"] * 101) == "LIST_TOO_LONG"


@pytest.mark.parametrize(
    ("asked", "code"),
    [("facts(first: 101)", "BAD_PAGE"), ("concepts(first: 0)", "BAD_PAGE"), ('readings(after: "x")', "BAD_CURSOR")],
)
def test_a_page_of_a_list_has_at_most_a_hundred_entries(look: Lookup, asked: str, code: str) -> None:
    assert look.refused(f"{{ {asked} {{ totalCount }} }}") == code


DIGEST = """
import hashlib, json
from api.schema import build
from api.view import Budget, Request
from kg.reasoner import load
query = '''{
  norms(first: 100) { ... on NormConnection { edges { node { id told { lines } allocations { bearer } methods { id }
    fallsTo { edges { node { id } } } leanedOnBy { edges { node { id } } } } } } }
  concepts(first: 100) { edges { node { id classes norms { edges { node { id } } } } } }
  readings { edges { node { code options { id profiles { id } norms { id } defeats { id } } } } }
  search(text: "同意 consent the person", first: 100) { edges { node { score excerpt node { id } } } } }'''
result = build(load()).execute_sync(query, context_value=Request(Budget(10**7)))
assert not result.errors, result.errors
print(hashlib.sha256(json.dumps(result.data).encode()).hexdigest())
"""


@pytest.mark.long
def test_another_process_gives_the_same_bytes() -> None:
    said = [
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    ]
    assert len(said[0].strip()) == 64
    assert len(set(said)) == 1
