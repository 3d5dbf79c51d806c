"""OWL profile: whether an ontology stays within OWL 2 DL and OWL 2 RL at once.

A conservative check of our own, so that no Java is needed: what it lets pass is in both
profiles, and what it refuses may only be something we have no use for. One name may stand
for an individual and for a property or a class; that much punning OWL 2 DL allows, and our
facts need it, since a fact is a thing we describe and the property that states it.

Source: OWL 2 Structural Specification, sections 3, 5.8 and 11; OWL 2 Profiles, section 4.2.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import rdflib
from rdflib import OWL, RDF, RDFS, XSD, BNode, Literal, URIRef
from rdflib.term import Node

from kg.graph import BASE

PROPERTIES: Final = {
    OWL.ObjectProperty: "object",
    OWL.DatatypeProperty: "datatype",
    OWL.AnnotationProperty: "annotation",
}
CHARACTERS: Final = {
    OWL.FunctionalProperty,
    OWL.InverseFunctionalProperty,
    OWL.TransitiveProperty,
    OWL.SymmetricProperty,
    OWL.AsymmetricProperty,
    OWL.IrreflexiveProperty,
}
SIMPLE_ONLY: Final = {
    OWL.FunctionalProperty,
    OWL.InverseFunctionalProperty,
    OWL.AsymmetricProperty,
    OWL.IrreflexiveProperty,
}
BUILT_IN_TYPES: Final = {
    *PROPERTIES,
    *CHARACTERS,
    OWL.Class,
    OWL.Restriction,
    OWL.NamedIndividual,
    OWL.Ontology,
    OWL.AllDisjointClasses,
    OWL.AllDifferent,
}
BUILT_IN_PREDICATES: Final = {
    RDF.type,
    RDF.first,
    RDF.rest,
    RDFS.subClassOf,
    RDFS.subPropertyOf,
    RDFS.domain,
    RDFS.range,
    RDFS.label,
    RDFS.comment,
    RDFS.seeAlso,
    RDFS.isDefinedBy,
    OWL.equivalentClass,
    OWL.equivalentProperty,
    OWL.disjointWith,
    OWL.propertyDisjointWith,
    OWL.inverseOf,
    OWL.sameAs,
    OWL.differentFrom,
    OWL.members,
    OWL.distinctMembers,
    OWL.intersectionOf,
    OWL.unionOf,
    OWL.complementOf,
    OWL.oneOf,
    OWL.onProperty,
    OWL.onClass,
    OWL.someValuesFrom,
    OWL.allValuesFrom,
    OWL.hasValue,
    OWL.maxCardinality,
    OWL.maxQualifiedCardinality,
    OWL.versionIRI,
    OWL.versionInfo,
    OWL.priorVersion,
    OWL.deprecated,
}
"""Everything of the built-in vocabulary that may be used; the rest is outside RL or of no use to us."""

DATATYPES: Final = {
    RDF.PlainLiteral,
    RDF.XMLLiteral,
    RDF.langString,
    RDFS.Literal,
    *(
        XSD[name]
        for name in [
            "decimal",
            "integer",
            "nonNegativeInteger",
            "nonPositiveInteger",
            "positiveInteger",
            "negativeInteger",
            "long",
            "int",
            "short",
            "byte",
            "unsignedLong",
            "unsignedInt",
            "unsignedShort",
            "unsignedByte",
            "float",
            "double",
            "string",
            "normalizedString",
            "token",
            "language",
            "Name",
            "NCName",
            "NMTOKEN",
            "boolean",
            "hexBinary",
            "base64Binary",
            "anyURI",
            "dateTime",
            "dateTimeStamp",
        ]
    ),
}
"""The datatypes of OWL 2 RL; a calendar day is none of them."""

RESERVED: Final = tuple(str(word).rpartition("#")[0] + "#" for word in (RDF.type, RDFS.label, OWL.Class, XSD.string))


@dataclass(frozen=True, order=True)
class Violation:
    """One place where an ontology leaves the profiles."""

    rule: str
    about: str
    detail: str = ""


class Ontology:
    """A graph, seen as an ontology."""

    def __init__(self, graph: rdflib.Graph) -> None:
        """Look at a graph."""
        self.graph = graph

    @cached_property
    def classes(self) -> set[Node]:
        """Every declared class."""
        return set(self.graph.subjects(RDF.type, OWL.Class))

    @cached_property
    def kinds(self) -> dict[Node, set[str]]:
        """Every declared property, with the kinds it was declared as."""
        found: dict[Node, set[str]] = {}
        for type_, kind in PROPERTIES.items():
            for name in self.graph.subjects(RDF.type, type_):
                found.setdefault(name, set()).add(kind)
        return found

    def is_a(self, name: Node, kind: str) -> bool:
        """Say whether a property was declared as one of a kind."""
        return kind in self.kinds.get(name, ())

    @cached_property
    def compound(self) -> set[Node]:
        """The properties that are not simple: transitive ones, and those above them."""
        found = set(self.graph.subjects(RDF.type, OWL.TransitiveProperty))
        waiting = list(found)
        while waiting:
            name = waiting.pop()
            near = [*self.graph.objects(name, RDFS.subPropertyOf), *self.graph.objects(name, OWL.inverseOf)]
            near += [*self.graph.subjects(OWL.inverseOf, name), *self.graph.objects(name, OWL.equivalentProperty)]
            new = [each for each in near if each not in found]
            found.update(new)
            waiting += new
        return found

    def listed(self, head: Node) -> list[Node]:
        """Return the members of a list."""
        return list(self.graph.items(head))


Rule = Callable[[Ontology], Iterator[tuple[Node, object]]]


def violations(graph: rdflib.Graph) -> list[Violation]:
    """Return every place where an ontology leaves OWL 2 DL or OWL 2 RL, in order."""
    ontology = Ontology(graph)
    return sorted(
        {Violation(name, str(about), str(detail)) for name, rule in RULES.items() for about, detail in rule(ontology)}
    )


def _header(ontology: Ontology) -> Iterator[tuple[Node, object]]:
    found = sorted(ontology.graph.subjects(RDF.type, OWL.Ontology))
    if len(found) != 1 or not isinstance(found[0], URIRef):
        yield BNode("ontology"), f"{len(found)} headers"
    for header in found:
        if not isinstance(ontology.graph.value(header, OWL.versionIRI), URIRef):
            yield header, "no version"


def _imports(ontology: Ontology) -> Iterator[tuple[Node, object]]:
    yield from ontology.graph.subject_objects(OWL.imports)


def _undeclared_property(ontology: Ontology) -> Iterator[tuple[Node, object]]:
    graph = ontology.graph
    used = {name for name in graph.predicates() if not _built_in(name)}
    used |= {*graph.subjects(RDFS.domain), *graph.subjects(RDFS.range), *graph.objects(None, OWL.onProperty)}
    for predicate in (RDFS.subPropertyOf, OWL.inverseOf, OWL.equivalentProperty, OWL.propertyDisjointWith):
        used |= {*graph.subjects(predicate), *graph.objects(None, predicate)}
    yield from ((name, "used and never declared") for name in used if name not in ontology.kinds)


def _undeclared_class(ontology: Ontology) -> Iterator[tuple[Node, object]]:
    known = ontology.classes | {OWL.Thing, OWL.Nothing}
    for used in (_related(ontology), _joined(ontology), _restricting(ontology), _reached(ontology)):
        yield from ((name, user) for name, user in used if isinstance(name, URIRef) and name not in known)


def _related(ontology: Ontology) -> Iterator[tuple[Node, Node]]:
    """Yield the classes that types and axioms of two classes name."""
    graph = ontology.graph
    yield from ((kind, subject) for subject, kind in graph.subject_objects(RDF.type) if kind not in BUILT_IN_TYPES)
    for predicate in (RDFS.subClassOf, OWL.equivalentClass, OWL.disjointWith):
        for subject, value in graph.subject_objects(predicate):
            yield subject, value
            yield value, subject


def _joined(ontology: Ontology) -> Iterator[tuple[Node, Node]]:
    """Yield the classes that expressions put together."""
    graph = ontology.graph
    for predicate in (OWL.complementOf, OWL.onClass):
        yield from ((value, subject) for subject, value in graph.subject_objects(predicate))
    for predicate in (OWL.intersectionOf, OWL.unionOf, OWL.members):
        for subject, head in graph.subject_objects(predicate):
            yield from ((each, subject) for each in ontology.listed(head))


def _restricting(ontology: Ontology) -> Iterator[tuple[Node, Node]]:
    """Yield the classes to which restrictions bind an object property."""
    graph = ontology.graph
    for predicate in (OWL.someValuesFrom, OWL.allValuesFrom):
        for restriction, filler in graph.subject_objects(predicate):
            if not ontology.is_a(graph.value(restriction, OWL.onProperty), "datatype"):
                yield filler, restriction


def _reached(ontology: Ontology) -> Iterator[tuple[Node, Node]]:
    """Yield the classes that are the domain or range of a property."""
    for name, kinds in ontology.kinds.items():
        if "annotation" not in kinds:
            yield from ((value, name) for value in ontology.graph.objects(name, RDFS.domain))
        if "object" in kinds:
            yield from ((value, name) for value in ontology.graph.objects(name, RDFS.range))


def _unknown_individual(ontology: Ontology) -> Iterator[tuple[Node, object]]:
    for subject, predicate, value in ontology.graph:
        if (
            ontology.is_a(predicate, "object")
            and isinstance(value, URIRef)
            and (value, RDF.type, None) not in ontology.graph
        ):
            yield value, f"{subject} {predicate}"


def _unknown_foreign_name(ontology: Ontology) -> Iterator[tuple[Node, object]]:
    for subject in set(ontology.graph.subjects()):
        if (
            isinstance(subject, URIRef)
            and not subject.startswith(BASE)
            and (subject, RDF.type, None) not in ontology.graph
        ):
            yield subject, "described and never declared"


def _two_kinds(ontology: Ontology) -> Iterator[tuple[Node, object]]:
    for name, kinds in ontology.kinds.items():
        if len(kinds) > 1:
            yield name, " and ".join(sorted(kinds))


def _ill_characterised(ontology: Ontology) -> Iterator[tuple[Node, object]]:
    for character in CHARACTERS:
        for name in ontology.graph.subjects(RDF.type, character):
            fits = ontology.is_a(name, "object") or (
                character == OWL.FunctionalProperty and ontology.is_a(name, "datatype")
            )
            if not fits:
                yield name, character


def _literal_for_a_name(ontology: Ontology) -> Iterator[tuple[Node, object]]:
    for subject, predicate, value in ontology.graph:
        if isinstance(value, Literal) and ontology.is_a(predicate, "object"):
            yield subject, f"{predicate} {value}"


def _name_for_a_literal(ontology: Ontology) -> Iterator[tuple[Node, object]]:
    for subject, predicate, value in ontology.graph:
        if not isinstance(value, Literal) and ontology.is_a(predicate, "datatype"):
            yield subject, f"{predicate} {value}"


def _datatype(ontology: Ontology) -> Iterator[tuple[Node, object]]:
    graph = ontology.graph
    for name, kinds in ontology.kinds.items():
        if "datatype" in kinds:
            yield from ((name, value) for value in graph.objects(name, RDFS.range) if value not in DATATYPES)
    for subject, predicate, value in graph:
        in_axiom = ontology.is_a(predicate, "datatype") or predicate == OWL.hasValue
        if in_axiom and isinstance(value, Literal):
            kind = value.datatype or (RDF.langString if value.language else XSD.string)
            if kind not in DATATYPES or value.ill_typed:
                yield subject, f"{predicate} {value.n3()}"
    for restriction, name in graph.subject_objects(OWL.onProperty):
        if ontology.is_a(name, "datatype"):
            for predicate in (OWL.someValuesFrom, OWL.allValuesFrom):
                yield from (
                    (restriction, kind) for kind in graph.objects(restriction, predicate) if kind not in DATATYPES
                )


def _outside_rl(ontology: Ontology) -> Iterator[tuple[Node, object]]:
    graph = ontology.graph
    for subject, predicate in graph.subject_predicates():
        if _built_in(predicate) and predicate not in BUILT_IN_PREDICATES and predicate != OWL.imports:
            yield subject, predicate
    for subject, kind in graph.subject_objects(RDF.type):
        if _built_in(kind) and kind not in BUILT_IN_TYPES and kind not in {OWL.Thing, OWL.Nothing}:
            yield subject, kind


def _below(ontology: Ontology) -> Iterator[tuple[Node, object]]:
    """Look at what stands where RL wants a subclass."""
    graph = ontology.graph
    places = list(graph.subjects(RDFS.subClassOf))
    for subject, value in graph.subject_objects(OWL.disjointWith):
        places += [subject, value]
    for head in graph.objects(None, OWL.members):
        places += [
            each for each in ontology.listed(head) if (each, RDF.type, OWL.Class) in graph or isinstance(each, BNode)
        ]
    for place in places:
        yield from _fits_below(ontology, place)


def _fits_below(ontology: Ontology, node: Node) -> Iterator[tuple[Node, object]]:
    graph = ontology.graph
    if node == OWL.Thing:
        yield node, "everything as a subclass"
    if isinstance(node, URIRef):
        return
    parts = [
        each
        for word in (OWL.intersectionOf, OWL.unionOf)
        for head in graph.objects(node, word)
        for each in ontology.listed(head)
    ]
    fillers = [each for each in graph.objects(node, OWL.someValuesFrom) if each != OWL.Thing]
    datatyped = ontology.is_a(graph.value(node, OWL.onProperty), "datatype")
    if not parts and not fillers and not _has(graph, node, OWL.oneOf, OWL.hasValue, OWL.someValuesFrom):
        yield node, "no expression for a subclass"
    if _has(graph, node, OWL.allValuesFrom, OWL.complementOf, OWL.maxCardinality, OWL.maxQualifiedCardinality):
        yield node, "no expression for a subclass"
    for part in [*parts, *([] if datatyped else fillers)]:
        yield from _fits_below(ontology, part)


def _above(ontology: Ontology) -> Iterator[tuple[Node, object]]:
    """Look at what stands where RL wants a superclass."""
    graph = ontology.graph
    places = list(graph.objects(None, RDFS.subClassOf))
    places += [value for value in graph.objects(None, RDF.type) if isinstance(value, BNode)]
    places += [value for value, _ in _reached(ontology)]
    for place in places:
        yield from _fits_above(ontology, place)


def _fits_above(ontology: Ontology, node: Node) -> Iterator[tuple[Node, object]]:
    graph = ontology.graph
    if node == OWL.Thing:
        yield node, "everything as a superclass"
    if isinstance(node, URIRef):
        return
    if _has(graph, node, OWL.unionOf, OWL.oneOf, OWL.someValuesFrom):
        yield node, "no expression for a superclass"
    for word in (OWL.maxCardinality, OWL.maxQualifiedCardinality):
        yield from ((node, f"at most {most}") for most in graph.objects(node, word) if int(most) > 1)
    for head in graph.objects(node, OWL.intersectionOf):
        for part in ontology.listed(head):
            yield from _fits_above(ontology, part)
    for part in graph.objects(node, OWL.complementOf):
        yield from _fits_below(ontology, part)
    if not ontology.is_a(graph.value(node, OWL.onProperty), "datatype"):
        for part in graph.objects(node, OWL.allValuesFrom):
            yield from _fits_above(ontology, part)


def _equivalent(ontology: Ontology) -> Iterator[tuple[Node, object]]:
    for pair in ontology.graph.subject_objects(OWL.equivalentClass):
        for node in pair:
            named = isinstance(node, URIRef) and node != OWL.Thing
            if not named and not _has(ontology.graph, node, OWL.intersectionOf, OWL.hasValue):
                yield node, "no expression for an equivalent class"


def _not_simple(ontology: Ontology) -> Iterator[tuple[Node, object]]:
    graph = ontology.graph
    for name in ontology.compound:
        yield from ((name, kind) for kind in graph.objects(name, RDF.type) if kind in SIMPLE_ONLY)
        for predicate in (OWL.propertyDisjointWith, ~OWL.propertyDisjointWith):
            yield from ((name, "disjoint") for _ in graph.objects(name, predicate))
        for restriction in graph.subjects(OWL.onProperty, name):
            if _has(graph, restriction, OWL.maxCardinality, OWL.maxQualifiedCardinality):
                yield name, "counted"


def _reserved(ontology: Ontology) -> Iterator[tuple[Node, object]]:
    for subject, kind in ontology.graph.subject_objects(RDF.type):
        if _built_in(subject):
            yield subject, kind


def _nameless(ontology: Ontology) -> Iterator[tuple[Node, object]]:
    """Look for blank nodes that are neither a class expression nor a list, or that are used twice."""
    graph = ontology.graph
    for node in {each for each in graph.all_nodes() if isinstance(each, BNode)}:
        types = set(graph.objects(node, RDF.type))
        axiom = bool(types & {OWL.AllDisjointClasses, OWL.AllDifferent})
        expression = types <= {OWL.Class, OWL.Restriction} and bool(types)
        if not axiom and not expression and (node, RDF.first, None) not in graph:
            yield node, "an individual without a name"
        uses = len(list(graph.subjects(None, node))) + _has(graph, node, RDFS.subClassOf, OWL.disjointWith)
        if uses != (0 if axiom else 1):
            yield node, "used more than once, or never"


def _built_in(node: Node) -> bool:
    return isinstance(node, URIRef) and str(node).startswith(RESERVED)


def _has(graph: rdflib.Graph, node: Node, *predicates: URIRef) -> bool:
    return any((node, predicate, None) in graph for predicate in predicates)


RULES: Final[dict[str, Rule]] = {
    "one header": _header,
    "nothing imported": _imports,
    "properties are declared": _undeclared_property,
    "classes are declared": _undeclared_class,
    "individuals are described": _unknown_individual,
    "words of others are declared": _unknown_foreign_name,
    "a property is of one kind": _two_kinds,
    "a character fits its property": _ill_characterised,
    "an object property names something": _literal_for_a_name,
    "a datatype property holds a value": _name_for_a_literal,
    "datatypes of OWL 2 RL": _datatype,
    "constructs of OWL 2 RL": _outside_rl,
    "subclasses of OWL 2 RL": _below,
    "superclasses of OWL 2 RL": _above,
    "equivalent classes of OWL 2 RL": _equivalent,
    "counted properties are simple": _not_simple,
    "built-in words keep their meaning": _reserved,
    "no nameless individuals": _nameless,
}
