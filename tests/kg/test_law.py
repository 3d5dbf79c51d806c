"""Law: texts and readings by name, one option of each contested reading at a time."""

from itertools import product

import pytest

from kg.errors import LawError, NotFoundError
from kg.graph import Graph, parsed
from kg.law import Law, long, short
from kg.reasoner import Asked, Reasoner
from kg.vocabulary import Party

# Names.


@pytest.mark.parametrize("name", ["spc:art-2-item-3", "pf:Norm", "reading:IC-27", "gpa:principle-2"])
def test_a_name_is_shortened_and_found_again(name: str) -> None:
    assert short(long(name)) == name


def test_every_name_of_the_law_can_be_written_out_and_shortened(reasoner: Reasoner) -> None:
    law = reasoner.law
    names = [*law.instruments, *law.provisions, *law.norms, *law.indicators, *law.defeats, *law.allocations]
    assert [name for name in names if short(long(name)) != name] == []
    assert len(names) - len(law.allocations) == len(set(names)), (
        "an allocation is a norm too; nothing else is two things"
    )


# Readings and profiles.


def test_exactly_one_option_of_each_reading_is_in_force(reasoner: Reasoner) -> None:
    law = reasoner.law
    for profile in law.profiles:
        options = law.options(profile)
        for reading in law.readings.values():
            assert len({option.id for option in reading.options} & options) == 1
        assert len(options) == len(law.readings)


def test_every_reading_offers_a_choice_and_its_default_is_one_of_it(reasoner: Reasoner) -> None:
    for reading in reasoner.law.readings.values():
        assert len(reading.options) >= 2
        assert reading.default in {option.id for option in reading.options}


def test_the_balanced_profile_takes_every_default(reasoner: Reasoner) -> None:
    law = reasoner.law
    assert law.options() == law.options("balanced") == {reading.default for reading in law.readings.values()}


def test_a_profile_takes_what_it_chooses_and_else_the_default(reasoner: Reasoner) -> None:
    law = reasoner.law
    for profile, chosen in law.profiles.items():
        others = {each.default for each in law.readings.values() if not {o.id for o in each.options} & chosen}
        assert law.options(profile) == chosen | others


def test_a_single_choice_goes_before_the_profile(reasoner: Reasoner) -> None:
    law = reasoner.law
    for profile, reading in product(law.profiles, law.readings.values()):
        for option in reading.options:
            chosen = law.options(profile, {reading.code: option.code})
            others = law.options(profile) - {each.id for each in reading.options}
            assert chosen == others | {option.id}


def test_several_single_choices_stand_side_by_side(reasoner: Reasoner) -> None:
    last = {code: reading.options[-1].code for code, reading in reasoner.law.readings.items()}
    assert reasoner.law.options("textual", last) == {each.options[-1].id for each in reasoner.law.readings.values()}


def test_a_profile_that_does_not_exist_is_not_found_and_those_that_do_are_named(reasoner: Reasoner) -> None:
    with pytest.raises(NotFoundError, match="no profile 'generous'; there are balanced, protective, textual"):
        reasoner.law.options("generous")


def test_a_reading_that_does_not_exist_is_not_found_and_those_that_do_are_named(reasoner: Reasoner) -> None:
    known = ", ".join(sorted(reasoner.law.readings))
    with pytest.raises(NotFoundError, match=f"no reading 'IC-00'; there are {known}"):
        reasoner.law.options("balanced", {"IC-00": "a"})


@pytest.mark.parametrize("option", ["z", "", "A", "IC-27-a"])
def test_an_option_that_does_not_exist_is_not_found(reasoner: Reasoner, option: str) -> None:
    with pytest.raises(NotFoundError, match=f"IC-27 has no option {option!r}"):
        reasoner.law.options("balanced", {"IC-27": option})


@pytest.mark.parametrize(
    "asked",
    [Asked(profile="generous"), Asked(readings=(("IC-00", "a"),)), Asked(readings=(("IC-27", "z"),))],
)
def test_nothing_is_assessed_under_a_choice_that_does_not_exist(reasoner: Reasoner, asked: Asked) -> None:
    deployment = reasoner.read({"id": "d", "activities": [{"id": "a"}]})
    with pytest.raises(NotFoundError):
        reasoner.assess(deployment, asked)


def test_whatever_belongs_to_an_option_belongs_to_one_that_exists(reasoner: Reasoner) -> None:
    law = reasoner.law
    known = {option.id for reading in law.readings.values() for option in reading.options}
    named = {each.option for each in law.norms.values()} | {each.option for each in law.allocations.values()}
    named |= {each.option for each in law.defeats.values()}
    assert named - {None} <= known


# What is stated where.


def test_every_norm_is_stated_in_a_provision_and_found_there(reasoner: Reasoner) -> None:
    law = reasoner.law
    for norm in law.norms.values():
        assert norm.provisions
        for provision in norm.provisions:
            assert norm.id in law.stated[provision]
            assert law.provisions[provision].instrument == norm.instrument


def test_every_provision_stands_in_its_instrument_through_those_above_it(reasoner: Reasoner) -> None:
    law = reasoner.law
    for provision in law.provisions.values():
        above = provision.parent
        while above in law.provisions:
            above = law.provisions[above].parent
        assert above == provision.instrument


# A law that is not whole.

WORDS = 'skos:prefLabel "so"@en , "如此"@zh ; skos:definition "It is so."@en , "如此。"@zh'
TEXT = f'{WORDS} ; pf:heading "so"@en , "如此"@zh ; pf:gist "so"@en , "如此"@zh'
SMALL = f"""
@prefix ex: <https://w3id.org/prima-facie/ex/> .
@prefix pf: <https://w3id.org/prima-facie/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

pf:Infringement rdfs:subClassOf pf:Norm .
pf:Exemption rdfs:subClassOf pf:Norm .
pf:Claimant skos:notation "claimant" .
ex:act a pf:Instrument ; {WORDS} ; pf:rank ex:law .
ex:art-1 a pf:Provision ; {TEXT} ; pf:partOf ex:act .
ex:wrong a pf:Infringement , pf:Norm ; {WORDS} ; pf:statedIn ex:art-1 ; pf:favours pf:Claimant ; pf:condition ex:shape .
ex:excuse a pf:Exemption , pf:Norm ; {WORDS} ; pf:statedIn ex:art-1 ; pf:condition ex:shape .
ex:out a pf:Defeat ; pf:defeater ex:excuse ; pf:defeated ex:wrong ; pf:manner pf:Rebuts ; pf:basis ex:art-1 .
"""


def read(turtle: str) -> Law:
    return Law(Graph(parsed({"small.ttl": turtle.encode()})))


def test_a_small_law_is_read_whole() -> None:
    law = read(SMALL)
    wrong = law.norms["ex:wrong"]
    assert (wrong.kind, wrong.provisions, wrong.instrument, wrong.favours) == (
        "Infringement",
        ("ex:art-1",),
        "ex:act",
        Party.CLAIMANT,
    )
    assert law.norms["ex:excuse"].favours is None
    assert law.defeats["ex:out"].basis == "ex:art-1"


@pytest.mark.parametrize(
    ("missing", "named"),
    [
        ("pf:statedIn ex:art-1 ; pf:favours", "ex:wrong needs one kind and a provision"),
        ("a pf:Infringement , ", "ex:wrong needs one kind"),
        ("pf:condition ex:shape", "has no condition"),
        ("pf:partOf ex:act", "ex:art-1 belongs to 0 instruments"),
        ("pf:rank ex:law", "ex:act has no rank"),
        ("pf:basis ex:art-1", "ex:out has no basis"),
        ("pf:defeater ex:excuse", "ex:out has no defeater"),
        ('pf:gist "so"@en , "如此"@zh', "ex:art-1 has no gist in both languages"),
        (' , "如此。"@zh', "has no definition in both languages"),
    ],
)
def test_what_is_not_whole_is_refused_and_named(missing: str, named: str) -> None:
    kept = {"pf:statedIn ex:art-1 ; pf:favours": "pf:favours", "a pf:Infringement , ": "a "}
    assert missing in SMALL
    with pytest.raises(LawError, match=named):
        read(SMALL.replace(missing, kept.get(missing, "pf:order 1" if missing.startswith("pf:") else "")))


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ("ex:wrong a pf:Exemption .", "ex:wrong needs one kind"),
        (
            f"ex:other a pf:Instrument ; {WORDS} ; pf:rank ex:law . ex:art-1 pf:partOf ex:other .",
            "belongs to 2 instruments",
        ),
        ("ex:wrong pf:condition ex:shape-2 .", "several values"),
        ("ex:out pf:defeated ex:excuse .", "several values"),
    ],
)
def test_what_is_said_twice_is_refused_and_named(more: str, named: str) -> None:
    with pytest.raises(LawError, match=named):
        read(SMALL + more)
