"""Shapes: of SHACL a small part is understood; whatever else a condition uses is refused, and the shape is named."""

from datetime import date
from decimal import Decimal

import pytest

from kg import expression
from kg.errors import LawError
from kg.expression import Concluded, Every, Formula, Leaf, Negation, Relation, Some, leaves
from kg.graph import Graph, parsed
from kg.reasoner import Reasoner
from kg.shapes import Shapes

PREFIXES = "".join(
    f"@prefix {name}: <{iri}> .\n"
    for name, iri in {
        "basis": "https://w3id.org/prima-facie/concept/legal_basis/",
        "cond": "https://w3id.org/prima-facie/condition/",
        "disclosed": "https://w3id.org/prima-facie/concept/elements_disclosed/",
        "fact": "https://w3id.org/prima-facie/fact/",
        "kind": "https://w3id.org/prima-facie/kind/",
        "pf": "https://w3id.org/prima-facie/ns#",
        "rank": "https://w3id.org/prima-facie/concept/rank/",
        "sh": "http://www.w3.org/ns/shacl#",
        "spc": "https://w3id.org/prima-facie/spc/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }.items()
)
SHAPE = "https://w3id.org/prima-facie/condition/tried"
NAMED = 'sh:name "it is so"@en , "如此"@zh'
LEAF = f"sh:property [ {NAMED} ; sh:path fact:frt_used ; sh:hasValue true ]"
QUALIFIED = "sh:path fact:elements_disclosed ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape"
RANKED = "sh:path ( fact:required_by_rule pf:rank )"
OTHER = f"sh:property [ {NAMED} ; sh:path fact:rules_published ; sh:hasValue true ]"


def leaf(constraint: str) -> str:
    """Return a condition of one leaf that is named and asks this."""
    return f"sh:property [ {NAMED} ; {constraint} ]"


def read(reasoner: Reasoner, condition: str, also: str = "") -> Formula:
    """Return what a condition requires."""
    turtle = f"{PREFIXES}\ncond:tried a sh:NodeShape ; {condition} .\n{also}"
    return Shapes(Graph(parsed({"tried.ttl": turtle.encode()})), reasoner.vocabulary).formula(SHAPE)


def asked_of(formula: Formula) -> list[expression.Test]:
    """Return the tests of a condition, in its order."""
    return [leaf.test for leaf, _ in leaves(formula) if isinstance(leaf, Leaf)]


def classes(reasoner: Reasoner, fact: str, kind: str) -> tuple[str, ...]:
    """Return the values of a fact that are of a class."""
    concepts = reasoner.vocabulary.facts[fact].concepts
    return tuple(each.code for each in concepts if f"https://w3id.org/prima-facie/kind/{kind}" in each.classes)


# What is understood.


@pytest.mark.parametrize(
    ("asked", "test"),
    [
        ("sh:path fact:frt_used ; sh:hasValue true", expression.Test("frt_used", Relation.IS, (True,))),
        ("sh:path fact:frt_used ; sh:hasValue false", expression.Test("frt_used", Relation.IS, (False,))),
        (
            "sh:path fact:legal_basis ; sh:hasValue basis:consent",
            expression.Test("legal_basis", Relation.IS, ("consent",)),
        ),
        (
            "sh:path fact:legal_basis ; sh:minCount 1 ; sh:in ( basis:consent basis:other_law )",
            expression.Test("legal_basis", Relation.IS, ("consent", "other_law")),
        ),
        (
            "sh:path fact:elements_disclosed ; sh:hasValue disclosed:purpose",
            expression.Test("elements_disclosed", Relation.HAS, ("purpose",)),
        ),
        (
            'sh:path fact:conduct_day ; sh:minCount 1 ; sh:minInclusive "2021-08-01"^^xsd:date',
            expression.Test("conduct_day", Relation.FROM, (date(2021, 8, 1),)),
        ),
        (
            'sh:path fact:conduct_day ; sh:minCount 1 ; sh:maxExclusive "2021-08-01"^^xsd:date',
            expression.Test("conduct_day", Relation.BELOW, (date(2021, 8, 1),)),
        ),
        (
            f"{RANKED} ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:in ( rank:law ) ]",
            expression.Test("required_by_rule", Relation.RANKED, ("law",)),
        ),
    ],
)
def test_a_leaf_asks_one_thing_of_one_fact(reasoner: Reasoner, asked: str, test: expression.Test) -> None:
    found = read(reasoner, leaf(asked))
    assert isinstance(found, Leaf)
    assert found.test == test
    assert (found.name.en, found.name.zh) == ("it is so", "如此")


def test_a_number_is_compared_as_a_number(reasoner: Reasoner) -> None:
    numbers = [fact.name for fact in reasoner.vocabulary.facts.values() if fact.kind.value == "NumberFact"]
    found = read(reasoner, leaf(f"sh:path fact:{numbers[0]} ; sh:minCount 1 ; sh:minInclusive 10"))
    assert asked_of(found) == [expression.Test(numbers[0], Relation.FROM, (Decimal(10),))]


def test_a_class_of_values_stands_for_all_its_members(reasoner: Reasoner) -> None:
    found = read(reasoner, leaf("sh:path fact:legal_basis ; sh:minCount 1 ; sh:class kind:EmergencyBasis"))
    assert isinstance(found, Leaf)
    assert found.test.values == classes(reasoner, "legal_basis", "EmergencyBasis") != ()


def test_a_conclusion_is_leaned_on_by_its_name(reasoner: Reasoner) -> None:
    found = read(reasoner, leaf("sh:path pf:concluded ; sh:hasValue spc:scope"))
    assert isinstance(found, Concluded)
    assert found.norm == "spc:scope"


def test_and_or_not_are_read_as_they_stand(reasoner: Reasoner) -> None:
    assert isinstance(read(reasoner, f"sh:and ( [ {LEAF} ] [ {OTHER} ] )"), Every)
    assert isinstance(read(reasoner, f"sh:or ( [ {LEAF} ] [ {OTHER} ] )"), Some)
    assert isinstance(read(reasoner, f"sh:not [ {LEAF} ]"), Negation)


def test_what_stands_side_by_side_must_hold_together(reasoner: Reasoner) -> None:
    found = read(reasoner, f"{LEAF} ; sh:or ( [ {LEAF} ] [ {OTHER} ] ) ; sh:not [ {OTHER} ]")
    assert isinstance(found, Every)
    assert [type(part) for part in found.parts] == [Leaf, Some, Negation]


def test_leaves_keep_the_order_their_author_gave_them(reasoner: Reasoner) -> None:
    facts = ["rules_published", "frt_used", "consent_obtained", "consent_informed"]
    written = [
        f"{NAMED} ; sh:order {place} ; sh:path fact:{fact} ; sh:hasValue true" for place, fact in enumerate(facts)
    ]
    found = read(reasoner, "sh:property " + " , ".join(f"[ {each} ]" for each in reversed(written)))
    assert [each.fact for each in asked_of(found)] == facts


def test_the_same_shape_is_the_same_formula_however_often_it_is_read(reasoner: Reasoner) -> None:
    """Blank nodes get new names whenever a file is read; the formula may not hang on them."""
    facts = ["frt_used", "rules_published", "consent_obtained", "coercion"]
    asked = {
        fact: [leaf(f"sh:path fact:{fact} ; sh:hasValue {value}") for value in ("true", "false")] for fact in facts
    }
    condition = "sh:or " + " , ".join(f"( [ {yes} ] [ {no} ] )" for yes, no in asked.values())
    assert len({repr(read(reasoner, condition)) for _ in range(10)}) == 1


# What is not.

REFUSED = {
    # No condition at all.
    "an empty condition": 'sh:message "Nothing."@en',
    "nothing that must hold": "sh:and ( )",
    "nothing of which one must hold": f"{LEAF} ; sh:or ( )",
    "an empty part": f"sh:or ( [ {LEAF} ] [ ] )",
    # Of a node: what weighs on the verdict and is no and, or, not.
    "exactly one of several": f"sh:xone ( [ {LEAF} ] [ {OTHER} ] )",
    "the shape of another norm": f"{LEAF} ; sh:node cond:other",
    "the shape of another norm among alternatives": f"sh:or ( cond:other [ {LEAF} ] )",
    "the shape of another norm denied": f"{LEAF} ; sh:not cond:other",
    "a closed node": f"{LEAF} ; sh:closed true",
    "a node that is switched off": f"{LEAF} ; sh:deactivated true",
    "a target": f"{LEAF} ; sh:targetClass pf:Row",
    "a query": f'{LEAF} ; sh:sparql [ sh:select "SELECT $this WHERE {{}}" ]',
    "a value of the node itself": f"{LEAF} ; sh:hasValue basis:consent",
    "a node with a path": f"{LEAF} ; sh:path fact:frt_used",
    "a word that is not SHACL": f"{LEAF} ; pf:favours pf:Claimant",
    # Of a leaf: its name.
    "no name": "sh:property [ sh:path fact:frt_used ; sh:hasValue true ]",
    "a name in one language": 'sh:property [ sh:name "so"@en ; sh:path fact:frt_used ; sh:hasValue true ]',
    # Of a leaf: its path.
    "no path": leaf("sh:hasValue true"),
    "two paths": leaf("sh:path fact:frt_used , fact:rules_published ; sh:hasValue true"),
    "an inverse path": leaf("sh:path [ sh:inversePath fact:frt_used ] ; sh:hasValue true"),
    "a choice of paths": leaf("sh:path [ sh:alternativePath ( fact:frt_used fact:coercion ) ] ; sh:hasValue true"),
    "a path of any length": leaf("sh:path [ sh:zeroOrMorePath fact:frt_used ] ; sh:hasValue true"),
    "a path beyond the rank": leaf(
        "sh:path ( fact:required_by_rule pf:rank pf:rank ) ; sh:minCount 1 ; sh:class kind:NationalRule"
    ),
    "the rank of what is no citation": leaf(
        "sh:path ( fact:frt_used pf:rank ) ; sh:minCount 1 ; sh:class kind:NationalRule"
    ),
    "a path that is no fact": leaf("sh:path pf:favours ; sh:hasValue true"),
    "a fact that does not exist": leaf("sh:path fact:no_such_fact ; sh:hasValue true"),
    # Of a leaf: one constraint, and one we know.
    "no constraint": leaf("sh:path fact:frt_used ; sh:minCount 1"),
    "two constraints": leaf(
        "sh:path fact:legal_basis ; sh:minCount 1 ; sh:hasValue basis:consent ; sh:class kind:EmergencyBasis"
    ),
    "a pattern": leaf('sh:path fact:frt_used ; sh:hasValue true ; sh:pattern "t"'),
    "a datatype": leaf("sh:path fact:frt_used ; sh:hasValue true ; sh:datatype xsd:boolean"),
    "a kind of node": leaf("sh:path fact:frt_used ; sh:hasValue true ; sh:nodeKind sh:Literal"),
    "a length": leaf("sh:path fact:frt_used ; sh:hasValue true ; sh:maxLength 4"),
    "a most": leaf("sh:path fact:frt_used ; sh:hasValue true ; sh:maxCount 1"),
    "a comparison of facts": leaf("sh:path fact:conduct_start ; sh:minCount 1 ; sh:lessThan fact:conduct_end"),
    "an equality of facts": leaf("sh:path fact:frt_used ; sh:hasValue true ; sh:equals fact:coercion"),
    "a shape of the value": leaf("sh:path fact:legal_basis ; sh:hasValue basis:consent ; sh:node cond:other"),
    "a part inside a leaf": leaf(f"sh:path fact:frt_used ; sh:hasValue true ; sh:not [ {LEAF} ]"),
    "a leaf that is switched off": leaf("sh:path fact:frt_used ; sh:hasValue true ; sh:deactivated true"),
    "a bound that is left open below": leaf(
        'sh:path fact:conduct_day ; sh:minCount 1 ; sh:minExclusive "2021-08-01"^^xsd:date'
    ),
    "a bound that is closed above": leaf(
        'sh:path fact:conduct_day ; sh:minCount 1 ; sh:maxInclusive "2021-08-01"^^xsd:date'
    ),
    # Of a leaf: how many values it speaks of.
    "a list that an unstated fact would satisfy": leaf("sh:path fact:legal_basis ; sh:in ( basis:consent )"),
    "a class that an unstated fact would satisfy": leaf("sh:path fact:legal_basis ; sh:class kind:EmergencyBasis"),
    "a bound that an unstated fact would satisfy": leaf(
        'sh:path fact:conduct_day ; sh:maxExclusive "2021-08-01"^^xsd:date'
    ),
    "two values of at least": leaf("sh:path fact:elements_disclosed ; sh:hasValue disclosed:purpose ; sh:minCount 2"),
    "two values of a class": leaf("sh:path fact:legal_basis ; sh:minCount 2 ; sh:class kind:EmergencyBasis"),
    "a class of all members": leaf("sh:path fact:operations ; sh:minCount 1 ; sh:class kind:Processing"),
    "a list for all members": leaf("sh:path fact:elements_disclosed ; sh:minCount 1 ; sh:in ( disclosed:purpose )"),
    "some members, uncounted": leaf("sh:path fact:operations ; sh:qualifiedValueShape [ sh:class kind:Processing ]"),
    "two members of a kind": leaf(
        "sh:path fact:operations ; sh:qualifiedMinCount 2 ; sh:qualifiedValueShape [ sh:class kind:Processing ]"
    ),
    "some members and two values": leaf(f"{QUALIFIED} [ sh:in ( disclosed:purpose ) ] ; sh:minCount 2"),
    "at most so many members": leaf(f"{QUALIFIED} [ sh:in ( disclosed:purpose ) ] ; sh:qualifiedMaxCount 1"),
    # Of a leaf: each constraint once, for SHACL means them all and a test means any.
    "two values at once": leaf("sh:path fact:elements_disclosed ; sh:hasValue disclosed:purpose , disclosed:method"),
    "two values of a fact that has one": leaf("sh:path fact:legal_basis ; sh:hasValue basis:consent , basis:other_law"),
    "two classes at once": leaf(
        "sh:path fact:legal_basis ; sh:minCount 1 ; sh:class kind:EmergencyBasis , kind:LegalBasis"
    ),
    "two lists at once": leaf(
        "sh:path fact:legal_basis ; sh:minCount 1 ; sh:in ( basis:consent ) , ( basis:other_law )"
    ),
    "two bounds at once": leaf(
        'sh:path fact:conduct_day ; sh:minCount 1 ; sh:minInclusive "2021-08-01"^^xsd:date , "2021-11-01"^^xsd:date'
    ),
    "two kinds of members at once": leaf(
        f"{QUALIFIED} [ sh:in ( disclosed:purpose ) ] , [ sh:in ( disclosed:method ) ]"
    ),
    "two conclusions at once": leaf("sh:path pf:concluded ; sh:hasValue spc:scope , spc:processing"),
    # Inside a kind of members.
    "a kind of members that asks nothing": leaf(f"{QUALIFIED} [ ]"),
    "a kind of members by value": leaf(f"{QUALIFIED} [ sh:hasValue disclosed:purpose ]"),
    "a kind of members by list and class": leaf(
        f"{QUALIFIED} [ sh:in ( disclosed:purpose ) ; sh:class kind:Processing ]"
    ),
    "a kind of members with a denial": leaf(f"{QUALIFIED} [ sh:in ( disclosed:purpose ) ; sh:not [ {LEAF} ] ]"),
    # Of a conclusion.
    "a conclusion twice over": leaf("sh:path pf:concluded ; sh:hasValue spc:scope ; sh:minCount 2"),
    "a conclusion from a list": leaf("sh:path pf:concluded ; sh:minCount 1 ; sh:in ( spc:scope )"),
    "a conclusion that is no name": leaf("sh:path pf:concluded ; sh:hasValue true"),
    # Of a value: it is one the fact can have.
    "a value of another fact": leaf("sh:path fact:legal_basis ; sh:hasValue disclosed:purpose"),
    "a value that does not exist": leaf("sh:path fact:legal_basis ; sh:hasValue basis:no_such_ground"),
    "a class without members": leaf("sh:path fact:legal_basis ; sh:minCount 1 ; sh:class kind:NoSuchKind"),
    "an empty list": leaf("sh:path fact:legal_basis ; sh:minCount 1 ; sh:in ( )"),
    "a word for yes": leaf('sh:path fact:frt_used ; sh:hasValue "yes"'),
    "a one for yes": leaf("sh:path fact:frt_used ; sh:hasValue 1"),
    "a concept for yes": leaf("sh:path fact:frt_used ; sh:hasValue basis:consent"),
    "a list for yes or no": leaf("sh:path fact:frt_used ; sh:minCount 1 ; sh:in ( true false )"),
    "a yes for a concept": leaf("sh:path fact:legal_basis ; sh:hasValue true"),
    "a number for a day": leaf("sh:path fact:conduct_day ; sh:minCount 1 ; sh:minInclusive 2021"),
    "a word for a day": leaf('sh:path fact:conduct_day ; sh:minCount 1 ; sh:minInclusive "in August"'),
    "a single day": leaf('sh:path fact:conduct_day ; sh:hasValue "2021-08-01"^^xsd:date'),
    "a citation by name": leaf("sh:path fact:required_by_rule ; sh:hasValue spc:art-1"),
    "a bound on a rank": leaf(f"{RANKED} ; sh:minCount 1 ; sh:minInclusive 3"),
    "a rank that is none": leaf(f"{RANKED} ; sh:hasValue basis:consent"),
}


@pytest.mark.parametrize("condition", REFUSED.values(), ids=REFUSED)
def test_what_is_not_understood_is_refused_and_the_shape_is_named(reasoner: Reasoner, condition: str) -> None:
    other = f"cond:other a sh:NodeShape ; {LEAF} ."
    with pytest.raises(LawError, match="condition/tried"):
        read(reasoner, condition, other)


def test_what_the_refusals_vary_is_understood_as_it_stands(reasoner: Reasoner) -> None:
    for condition in (
        LEAF,
        f"sh:or ( [ {LEAF} ] [ {OTHER} ] )",
        leaf(f"{QUALIFIED} [ sh:in ( disclosed:purpose ) ]"),
        leaf(f"{RANKED} ; sh:minCount 1 ; sh:class kind:NationalRule"),
        leaf("sh:path fact:elements_disclosed ; sh:hasValue disclosed:purpose ; sh:minCount 1"),
    ):
        assert list(leaves(read(reasoner, condition)))
