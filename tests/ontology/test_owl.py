"""The ontology stays within OWL 2 DL and RL, and nothing in it contradicts anything else."""

from functools import cache

import owlrl
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, Namespace

from kg.graph import BASE
from tests.ontology.lawgraph import curie, files, graph_of, term
from tests.ontology.owl_profile import RULES, Violation, violations

ERROR = Namespace("http://www.daml.org/2002/03/agents/agent-ont#")
PREFIXES = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix fact: <https://w3id.org/prima-facie/fact/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix kind: <https://w3id.org/prima-facie/kind/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix pf: <https://w3id.org/prima-facie/ns#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix spc: <https://w3id.org/prima-facie/spc/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

# What was added, and the rule that must say so.
OUTSIDE = {
    "an imported ontology": (
        "<https://w3id.org/prima-facie/> owl:imports <https://w3id.org/dpv> .",
        "nothing imported",
    ),
    "a second header": ("pf:ontology a owl:Ontology ; owl:versionIRI pf:1 .", "one header"),
    "a header without a version": ("pf:ontology a owl:Ontology .", "one header"),
    "an undeclared property": ("spc:x a pf:Provision ; pf:unheard pf:For .", "properties are declared"),
    "an undeclared annotation property": ('spc:x a pf:Provision ; skos:altLabel "x"@en .', "properties are declared"),
    "a domain for an undeclared property": ("pf:unheard rdfs:domain pf:Norm .", "properties are declared"),
    "a subproperty of an undeclared property": ("pf:cites rdfs:subPropertyOf pf:unheard .", "properties are declared"),
    "an undeclared class": ("spc:x a pf:Unheard .", "classes are declared"),
    "an undeclared superclass": ("pf:Bar rdfs:subClassOf pf:Unheard .", "classes are declared"),
    "an undeclared domain": ("pf:x a owl:ObjectProperty ; rdfs:domain pf:Unheard .", "classes are declared"),
    "an undeclared filler": (
        "pf:Bar rdfs:subClassOf [ a owl:Restriction ; owl:onProperty pf:effect ; owl:allValuesFrom pf:Unheard ] .",
        "classes are declared",
    ),
    "a foreign class used undeclared": ("spc:x a foaf:Document .", "classes are declared"),
    "a name that nothing describes": ("spc:x a pf:Provision ; pf:cites spc:unheard .", "individuals are described"),
    "a foreign thing described": ('foaf:Person skos:prefLabel "person"@en .', "words of others are declared"),
    "a property of two kinds": ("pf:cites a owl:DatatypeProperty .", "a property is of one kind"),
    "an object property that annotates": ("pf:cites a owl:AnnotationProperty .", "a property is of one kind"),
    "a transitive datatype property": ("pf:core a owl:TransitiveProperty .", "a character fits its property"),
    "a functional annotation property": ("pf:gist a owl:FunctionalProperty .", "a character fits its property"),
    "a literal under an object property": (
        'spc:x a pf:Provision ; pf:cites "Art. 3" .',
        "an object property names something",
    ),
    "a name under a datatype property": (
        "spc:x a pf:Indicator ; pf:core pf:For .",
        "a datatype property holds a value",
    ),
    "a day as a range": ("pf:day a owl:DatatypeProperty ; rdfs:range xsd:date .", "datatypes of OWL 2 RL"),
    "a day under a datatype property": (
        'pf:day a owl:DatatypeProperty . spc:x a pf:Provision ; pf:day "2021-08-01"^^xsd:date .',
        "datatypes of OWL 2 RL",
    ),
    "a real number as a range": ("pf:x a owl:DatatypeProperty ; rdfs:range owl:real .", "datatypes of OWL 2 RL"),
    "a boolean that is none": ('spc:x a pf:Indicator ; pf:core "maybe"^^xsd:boolean .', "datatypes of OWL 2 RL"),
    "a day as the filler of a restriction": (
        "pf:Bar rdfs:subClassOf [ a owl:Restriction ; owl:onProperty pf:core ; owl:allValuesFrom xsd:date ] .",
        "datatypes of OWL 2 RL",
    ),
    "a reflexive property": ("pf:cites a owl:ReflexiveProperty .", "constructs of OWL 2 RL"),
    "a disjoint union": ("pf:Party owl:disjointUnionOf ( pf:Norm pf:Provision ) .", "constructs of OWL 2 RL"),
    "at least one": (
        "pf:Bar rdfs:subClassOf [ a owl:Restriction ; owl:onProperty pf:effect ; owl:minCardinality 1 ] .",
        "constructs of OWL 2 RL",
    ),
    "a chain of properties": ("pf:cites owl:propertyChainAxiom ( pf:partOf pf:cites ) .", "constructs of OWL 2 RL"),
    "a class of RDF": ("pf:Unheard a rdfs:Class .", "constructs of OWL 2 RL"),
    "everything is a norm": ("owl:Thing rdfs:subClassOf pf:Norm .", "subclasses of OWL 2 RL"),
    "whatever has only norms for effects": (
        "[ a owl:Restriction ; owl:onProperty pf:effect ; owl:allValuesFrom pf:Norm ] rdfs:subClassOf pf:Norm .",
        "subclasses of OWL 2 RL",
    ),
    "some effect as a superclass": (
        "pf:Bar rdfs:subClassOf [ a owl:Restriction ; owl:onProperty pf:effect ; owl:someValuesFrom owl:Thing ] .",
        "superclasses of OWL 2 RL",
    ),
    "a union as a superclass": (
        "pf:Bar rdfs:subClassOf [ a owl:Class ; owl:unionOf ( pf:Norm pf:Provision ) ] .",
        "superclasses of OWL 2 RL",
    ),
    "a union as a domain": (
        "pf:x a owl:ObjectProperty ; rdfs:domain [ a owl:Class ; owl:unionOf ( pf:Norm pf:Provision ) ] .",
        "superclasses of OWL 2 RL",
    ),
    "at most two": (
        "pf:Bar rdfs:subClassOf [ a owl:Restriction ; owl:onProperty pf:effect ; owl:maxCardinality 2 ] .",
        "superclasses of OWL 2 RL",
    ),
    "a class equivalent to some effect": (
        "pf:Bar owl:equivalentClass [ a owl:Restriction ; owl:onProperty pf:effect ; owl:someValuesFrom pf:Norm ] .",
        "equivalent classes of OWL 2 RL",
    ),
    "a transitive property counted": (
        "pf:Provision rdfs:subClassOf [ a owl:Restriction ; owl:onProperty pf:partOf ; owl:maxCardinality 1 ] .",
        "counted properties are simple",
    ),
    "a functional transitive property": ("pf:partOf a owl:FunctionalProperty .", "counted properties are simple"),
    "an irreflexive property above a transitive one": (
        "pf:x a owl:ObjectProperty , owl:IrreflexiveProperty . pf:partOf rdfs:subPropertyOf pf:x .",
        "counted properties are simple",
    ),
    "a built-in word redefined": ("rdfs:label a owl:AnnotationProperty .", "built-in words keep their meaning"),
    "a nameless provision": ("spc:x a pf:Provision ; pf:cites [ a pf:Provision ] .", "no nameless individuals"),
}
INSIDE = {
    "a fact that is an individual and a property": "fact:x a pf:BooleanFact , owl:DatatypeProperty .",
    "a day that annotates": 'spc:x a pf:Instrument ; pf:inForceFrom "2021-08-01"^^xsd:date .',
    "a restriction below a class": (
        "[ a owl:Restriction ; owl:onProperty pf:effect ; owl:someValuesFrom pf:Norm ] rdfs:subClassOf pf:Norm ."
    ),
    "at most one": "pf:Bar rdfs:subClassOf [ a owl:Restriction ; owl:onProperty pf:effect ; owl:maxCardinality 1 ] .",
    "an irreflexive property": "pf:cites a owl:IrreflexiveProperty .",
    "disjoint classes in a list": "[] a owl:AllDisjointClasses ; owl:members ( pf:Norm pf:Provision pf:Defeat ) .",
}
CONTRADICTIONS = {
    "a provision that is a norm": "spc:x a pf:Provision , pf:Norm .",
    "a provision that is a bar": "spc:x a pf:Provision , pf:Bar .",
    "a provision that is an instrument": "spc:x a pf:Provision , pf:Instrument .",
    "a defeat that is a norm": "spc:x a pf:Defeat , pf:Exemption .",
    "a provision that is stated in another": "spc:x a pf:Provision ; pf:statedIn spc:y . spc:y a pf:Provision .",
    "a norm that cites": "spc:x a pf:Exemption ; pf:cites spc:y . spc:y a pf:Provision .",
    "a norm with a basis that is a norm": "spc:x a pf:Defeat ; pf:basis spc:y . spc:y a pf:Bar .",
}


@cache
def ontology() -> rdflib.Graph:
    """The whole ontology, as written."""
    return graph_of(files("ontology"))


def core_with(added: str) -> rdflib.Graph:
    """Return the words of the ontology with something added."""
    graph = graph_of(files("ontology/core.ttl"))
    return graph.parse(data=PREFIXES + added, format="turtle")


@cache
def usual() -> frozenset[Violation]:
    """What the words of the ontology alone leave undeclared, since other files declare it."""
    return frozenset(violations(core_with("")))


def closed(graph: rdflib.Graph) -> rdflib.Graph:
    """Close a copy of a graph under OWL 2 RL."""
    result = rdflib.Graph()
    for triple in graph:
        result.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, rdfs_closure=False).expand(result)
    return result


def contradictions(closure: rdflib.Graph) -> list[str]:
    """Return what the closure complains of."""
    said = [str(text) for text in closure.objects(None, ERROR.error)]
    return sorted([*said, *(curie(each) for each in closure.subjects(RDF.type, OWL.Nothing))])


@pytest.fixture(scope="module")
def closure() -> rdflib.Graph:
    """The whole ontology, closed."""
    return closed(ontology())


def test_the_ontology_stays_within_both_profiles() -> None:
    assert violations(ontology()) == []


@pytest.mark.parametrize("added", OUTSIDE)
def test_what_leaves_a_profile_is_found(added: str) -> None:
    text, rule = OUTSIDE[added]
    assert rule in {violation.rule for violation in set(violations(core_with(text))) - usual()}


@pytest.mark.parametrize("added", INSIDE)
def test_what_the_profiles_allow_passes(added: str) -> None:
    assert set(violations(core_with(INSIDE[added]))) == usual()


def test_every_rule_of_the_profiles_has_been_seen_to_be_broken() -> None:
    assert set(RULES) == {rule for _, rule in OUTSIDE.values()}


def test_nothing_in_the_ontology_contradicts_anything_else(closure: rdflib.Graph) -> None:
    assert contradictions(closure) == []


@pytest.mark.parametrize("added", CONTRADICTIONS)
def test_a_contradiction_is_found(added: str) -> None:
    assert contradictions(closed(core_with(CONTRADICTIONS[added])))


def test_no_class_is_empty_by_definition(closure: rdflib.Graph) -> None:
    assert [curie(each) for each in closure.subjects(RDFS.subClassOf, OWL.Nothing) if each != OWL.Nothing] == []


def test_inference_never_makes_a_thing_what_nobody_called_it(closure: rdflib.Graph) -> None:
    stated = ontology()
    surprises = []
    for subject, kind in closure.subject_objects(RDF.type):
        if kind.startswith(BASE) and subject.startswith(BASE):
            above = {
                each
                for type_ in stated.objects(subject, RDF.type)
                for each in stated.transitive_objects(type_, RDFS.subClassOf)
            }
            if kind not in above:
                surprises.append(f"{curie(subject)} a {curie(kind)}")
    assert sorted(surprises) == []


def test_part_of_reaches_through_articles_to_the_instrument(closure: rdflib.Graph) -> None:
    part_of = term("pf:partOf")
    for provision in ontology().subjects(RDF.type, term("pf:Provision")):
        above = set(ontology().transitive_objects(provision, part_of)) - {provision}
        assert set(closure.objects(provision, part_of)) == above, curie(provision)
