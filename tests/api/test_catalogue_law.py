"""What a researcher looks up of provisions, instruments and norms, held against the law itself."""

import re

import pytest

from api.schema import build
from api.view import Budget, Request
from kg.commentary import Commentary
from kg.condition import lines
from kg.graph import BASE
from kg.lookup import described
from kg.neighbours import Neighbours
from kg.official.shelf import Shelf
from kg.reasoner import Reasoner
from tests.api.lookups import Lookup, ids

# What does this provision say, and what stands around it?


@pytest.mark.parametrize(
    "cited", ["spc:art-4-item-2", f"{BASE}spc/art-4-item-2", "4(2)", "Art. 4(2)", "第四条第二项", "第4条第2项"]
)
def test_a_provision_is_found_as_it_is_cited(look: Lookup, cited: str) -> None:
    found = look.one(f'provision(id: "{cited}")', "Provision", "id iri label")
    assert found == {"id": "spc:art-4-item-2", "iri": f"{BASE}spc/art-4-item-2", "label": "Art. 4(2)"}


@pytest.mark.parametrize(
    ("field", "near", "nearest"),
    [
        ("provision", "spc:art-4-item-22", "spc:art-4-item-2"),
        ("norm", "spc:no-separate-consents", "spc:no-separate-consent"),
        ("instrument", "spc:provision", "spc:provisions"),
        ("reading", "IC-277", "IC-27"),
        ("fact", "frt_usd", "fact:frt_used"),
        ("decision", "matter:tianjin-2202", "matter:tianjin-2022"),
        ("concept", "concept/place_type/malls", "concept/place_type/mall"),
    ],
)
def test_what_is_not_found_is_answered_with_near_names(look: Lookup, field: str, near: str, nearest: str) -> None:
    for language, said in (("EN", "mean"), ("ZH", "是否")):
        found = look.one(f'{field}(id: "{near}", language: {language})', "NotFound", "name message known")
        assert found["name"] == near
        assert found["known"][0] == nearest
        assert nearest in found["message"]
        assert said in found["message"]


@pytest.mark.parametrize("field", ["provision", "norm", "fact", "instrument", "reading", "decision"])
def test_where_no_name_is_near_the_fields_are_told_that_list_them(look: Lookup, field: str) -> None:
    for language in ("EN", "ZH"):
        found = look.one(f'{field}(id: "zzqq", language: {language})', "NotFound", "name message known")
        assert {"search", "provisions", "norms"} <= set(re.findall("`(.+?)`", found["message"]))
        assert "prima-facie" not in found["message"]


def test_where_there_are_few_names_all_are_listed(look: Lookup, reasoner: Reasoner) -> None:
    for asked in ('instrument(id: "zzqq")', 'norms(instrument: "zzqq")'):
        assert set(look.one(asked, "NotFound", "known")["known"]) == set(reasoner.law.instruments)
    assert look.one('provision(id: "zzqq")', "NotFound", "known")["known"] == []


def test_a_name_that_is_no_name_is_not_said_back_whole(look: Lookup) -> None:
    found = look.one(f'provision(id: "{"x" * 10_000}")', "NotFound", "name message known")
    assert len(found["name"]) == 120
    assert len(found["message"]) < 1_000
    assert found["known"] == []


def test_looking_for_what_does_not_exist_again_and_again_is_paid_for(reasoner: Reasoner) -> None:
    query = "{ " + " ".join(f'a{each}: norm(id: "spc:none-{each}") {{ __typename }}' for each in range(9)) + " }"
    result = build(reasoner).execute_sync(query, context_value=Request(Budget(4_000)))
    assert result.errors
    assert result.errors[0].extensions == {"code": "TOO_LARGE"}


def test_what_stands_around_a_provision_is_shown_beside_it(
    look: Lookup, reasoner: Reasoner, commentary: Commentary
) -> None:
    shown = """id kind withoutNorm dueAt dueBy norms { id } cites { id } methods { id } outcomes { id }
      allocations { bearer norm { id } } verification { whole remark measure { id } }
      citedBy(first: 100) { edges { node { id } } } decisions { edges { node { id } } }
      correspondences { edges { node { id } } } summaryStatements { edges { node { id } } }
      defeats(first: 100) { edges { node { id } } }"""
    law = reasoner.law
    found = list(look.every("provisions", "Provision", shown))
    assert [each["id"] for each in found if each["kind"] == "Commitment"]
    assert {each["id"] for each in found} == set(law.provisions)
    for each in found:
        name = each["id"]
        assert [norm["id"] for norm in each["norms"]] == list(law.stated.get(name, ()))
        assert set(ids(each["citedBy"])) == {other for other, one in law.provisions.items() if name in one.cites}
        assert ids(each["decisions"]) == [one.id for one in commentary.matters_on(name)]
        assert ids(each["correspondences"]) == [one.id for one in commentary.correspondences_of(name)]
        assert ids(each["summaryStatements"]) == [one.id for one in commentary.statements_on(name)]
        assert [one["id"] for one in each["methods"]] == [one.id for one in commentary.methods_on(name)]
        assert [one["id"] for one in each["outcomes"]] == [one.id for one in commentary.outcomes_of(name)]
        assert set(ids(each["defeats"])) == {one.id for one in law.defeats.values() if one.basis == name}
        bearers = [(one["norm"]["id"], one["bearer"].lower()) for one in each["allocations"]]
        assert bearers == [(one.id, one.bearer.value) for one in law.allocations.values() if one.provision == name]
        reason, due, check = commentary.without_norm(name), commentary.due(name), commentary.check(name)
        assert each["withoutNorm"] == (reason.en if reason else None)
        assert (each["dueAt"], each["dueBy"]) == ((due.occasion.en, due.day) if due else (None, None))
        assert (each["verification"] is None) is (check is None)
        if check:
            assert each["verification"]["whole"] is check.whole
    assert any(each["dueBy"] for each in found)
    assert any(each["verification"] for each in found)
    assert any(each["withoutNorm"] for each in found)


@pytest.mark.parametrize("language", ["EN", "ZH"])
def test_everything_the_command_line_shows_is_told(look: Lookup, reasoner: Reasoner, language: str) -> None:
    names = ["spc:provisions", "spc:art-4-item-2", "spc:no-separate-consent", "matter:tianjin-2022", "gpa:commitment-1"]
    asked = [*names, next(iter(reasoner.law.defeats)), next(iter(reasoner.law.indicators)), "reading:IC-27"]
    query = """query ($ids: [ID!]!, $language: Language!) { nodes(ids: $ids, language: $language) {
      id ... on LawTerm { told { heading lines } } } }"""
    for found in look.answer(query, ids=asked, language=language)["nodes"]:
        name = found["id"].removeprefix("reading:")
        sections = described(reasoner, name, Shelf())
        side = language.lower()
        assert found["told"] == [
            {"heading": getattr(each.heading, side), "lines": [getattr(line, side) for line in each.lines]}
            for each in sections
        ]
        assert found["told"]


def test_which_provisions_of_the_answered_instruments_have_no_norm(look: Lookup, reasoner: Reasoner) -> None:
    law = reasoner.law
    for name in (each.id for each in law.instruments.values() if each.answered):
        found = set(look.every(f'provisions(instrument: "{name}", hasNorm: false)', "Provision"))
        assert found == {one for one, p in law.provisions.items() if p.instrument == name and one not in law.stated}


def test_the_items_of_an_article_are_listed_by_their_parent(look: Lookup, reasoner: Reasoner) -> None:
    found = list(look.every('provisions(parent: "Art. 5")', "Provision"))
    assert found
    assert set(found) == {name for name, each in reasoner.law.provisions.items() if each.parent == "spc:art-5"}
    assert list(look.every("provisions(kind: RECITAL)", "Provision", "kind")) == [{"kind": "Recital"}] * 14


def test_a_list_narrowed_to_what_does_not_exist_says_so(look: Lookup) -> None:
    for asked in (
        'provisions(instrument: "spc:provision")',
        'provisions(parent: "x:y")',
        'norms(provision: "x:y")',
        'norms(instrument: "x:y")',
        'decisions(provision: "x:y")',
        'crosswalk(of: "x:y")',
        'summaryStatements(provision: "x:y")',
    ):
        assert look.one(asked, "NotFound", "name")["name"] in {"x:y", "spc:provision"}


# Which text is it, and when is it law?


def test_the_instruments_are_told_with_their_dates_and_rank(look: Lookup, reasoner: Reasoner) -> None:
    shown = """id number issuer adopted issued published inForceFrom answered rank { code } norms { totalCount }
      notYetRead gates { id } exclusions { id } provisions { totalCount } summaries { id }
      correspondences { totalCount }"""
    law = reasoner.law
    found = {each["id"]: each for each in look.every("instruments", "Instrument", shown)}
    assert set(found) == set(law.instruments)
    for name, each in found.items():
        held = law.instruments[name]
        assert [each[key] for key in ("number", "adopted", "issued", "published", "inForceFrom")] == [
            held.number,
            held.adopted,
            held.issued,
            held.published,
            held.in_force,
        ]
        assert each["rank"]["code"] == held.rank
        assert [one["id"] for one in each["gates"]] == list(held.gates)
        assert each["norms"]["totalCount"] == sum(norm.instrument == name for norm in law.norms.values())
    answered = [name for name in found if law.instruments[name].answered]
    assert list(found)[: len(answered)] == answered == list(look.every("instruments(answered: true)", "Instrument"))


# What does this norm require, and what takes it away?


def test_a_norm_is_shown_with_its_condition_word_by_word(look: Lookup, reasoner: Reasoner) -> None:
    shown = """id requires elements(first: 100) { edges { node { key depth says kind relation values fact { name }
      norm { id } parts { key } } } } condition { key parts { key } }"""
    for each in look.every("norms", "Norm", shown):
        formula = reasoner.formulas[reasoner.law.norms[each["id"]].condition]
        assert each["requires"].split("\n") == [line.en for line in lines(formula, reasoner.words)]
        nodes = [edge["node"] for edge in each["elements"]["edges"]]
        assert each["requires"].split("\n") == ["  " * node["depth"] + "- " + node["says"] for node in nodes]
        assert nodes[0]["key"] == each["condition"]["key"]
        assert nodes[0]["parts"] == each["condition"]["parts"]
        below = [part["key"] for node in nodes for part in node["parts"]]
        assert sorted(below) == sorted(node["key"] for node in nodes[1:])
        for node in nodes:
            assert (node["fact"] is not None) is (node["kind"] == "FACT") is bool(node["relation"])
            assert (node["norm"] is not None) is (node["kind"] == "CONCLUDED")
            assert bool(node["values"]) is (node["kind"] == "FACT")


def test_what_a_norm_reads_and_who_reads_a_fact_is_the_same_thing_from_both_ends(
    look: Lookup, reasoner: Reasoner, neighbours: Neighbours
) -> None:
    norms = {
        each["name"]: set(ids(each["norms"]))
        for each in look.every("facts", "Fact", "name norms(first: 100) { edges { node { id } } }")
    }
    for each in look.every("norms", "Norm", "id facts(first: 100) { edges { node { name } } } leansOn { id }"):
        read = [edge["node"]["name"] for edge in each["facts"]["edges"]]
        assert read == list(neighbours.reads[each["id"]])
        assert {name for name, readers in norms.items() if each["id"] in readers} == set(read)
        assert [one["id"] for one in each["leansOn"]] == list(neighbours.leans_on[each["id"]])
    assert set(norms) == set(reasoner.vocabulary.facts)


def test_which_norms_lean_on_a_norm(look: Lookup, neighbours: Neighbours, reasoner: Reasoner) -> None:
    for each in look.every("norms", "Norm", "id leanedOnBy(first: 100) { edges { node { id } } }"):
        leaning = {name for name in reasoner.law.norms if each["id"] in neighbours.leans_on.get(name, ())}
        assert set(ids(each["leanedOnBy"])) == leaning


def test_what_can_defeat_a_norm_and_what_it_can_defeat(look: Lookup, reasoner: Reasoner) -> None:
    pair = "edges { node { id manner basis { id } defeater { id } defeated { id } option { id } requires } }"
    for each in look.every("norms", "Norm", f"id fallsTo(first: 100) {{ {pair} }} defeats(first: 100) {{ {pair} }}"):
        held = reasoner.law.defeats.values()
        assert set(ids(each["fallsTo"])) == {one.id for one in held if one.defeated == each["id"]}
        assert set(ids(each["defeats"])) == {one.id for one in held if one.defeater == each["id"]}
        for node in (edge["node"] for edge in each["defeats"]["edges"]):
            one = reasoner.law.defeats[node["id"]]
            assert node["defeated"]["id"] == one.defeated
            assert (node["option"] or {}).get("id") == one.option
            assert node["basis"]["id"] == one.basis
            assert (node["requires"] is None) is (one.under is None)


def test_who_must_prove_what_inside_a_norm(look: Lookup, reasoner: Reasoner) -> None:
    plan = reasoner.plan(reasoner.law.options())
    shown = "id burdens(first: 100) { edges { node { element bearer fact { name } basis { id } } } }"
    for each in look.every("norms", "Norm", shown):
        found = [edge["node"] for edge in each["burdens"]["edges"]]
        held = [one for one in plan.inputs if one.owner == each["id"]]
        assert [(one["element"], one["bearer"].lower(), one["fact"]["name"]) for one in found] == [
            (one.says.en, one.bearer, one.test.fact) for one in held
        ]
        assert [(one["basis"] or {}).get("id") for one in found] == [one.basis for one in held]


def test_what_speaks_for_and_against_a_principle(look: Lookup, reasoner: Reasoner) -> None:
    shown = "id indicators(first: 100) { edges { node { id supports core requires principle { id } } } }"
    found = list(look.every("norms(kind: PRINCIPLE)", "Norm", shown))
    assert found
    for each in found:
        held = [one for one in reasoner.law.indicators.values() if one.principle == each["id"]]
        assert ids(each["indicators"]) == [one.id for one in held]
        assert [edge["node"]["supports"] for edge in each["indicators"]["edges"]] == [one.supports for one in held]


def test_norms_are_narrowed_by_kind_modality_party_and_place(look: Lookup, reasoner: Reasoner) -> None:
    norms = reasoner.law.norms
    for kind in {each.kind for each in norms.values()}:
        found = look.every(f"norms(kind: {re.sub('(?<=[a-z])(?=[A-Z])', '_', kind).upper()})", "Norm")
        assert list(found) == [name for name, each in norms.items() if each.kind == kind]
    for modality in {each.modality for each in norms.values()} - {None}:
        found = look.every(f"norms(modality: {str(modality).upper()})", "Norm")
        assert list(found) == [name for name, each in norms.items() if each.modality == modality]
    found = look.every("norms(favours: CLAIMANT, auxiliary: false)", "Norm")
    assert list(found) == [
        n for n, each in norms.items() if str(each.favours) == "Party.CLAIMANT" and not each.auxiliary
    ]
    assert list(look.every('norms(provision: "2(3)")', "Norm")) == list(reasoner.law.stated["spc:art-2-item-3"])
    assert list(look.every('norms(instrument: "gpa:resolution")', "Norm")) == [
        name for name, each in norms.items() if each.instrument == "gpa:resolution"
    ]
