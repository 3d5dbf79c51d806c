"""Shapes: the authored SHACL node shapes, read as formulas.

Of SHACL Core a small and safe part is understood: conjunction, disjunction and negation
of inline shapes, and leaves that ask one thing of one fact. Anything else in a condition
is an error of ours and refused, so that nothing an outside validator would weigh is lost.

Source: Shapes Constraint Language (W3C, 2017), sections 2 to 4.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal

from kg.errors import LawError
from kg.expression import Concluded, Every, Formula, Leaf, Negation, Relation, Some, Test
from kg.graph import BASE, PF, SH, TYPE, Graph, Term
from kg.law import short
from kg.vocabulary import Concept, Fact, Kind, Vocabulary, local

XSD = "http://www.w3.org/2001/XMLSchema#"
_JUNCTORS = {SH + "property", SH + "and", SH + "or", SH + "not"}
_ASIDE = {
    SH + "message",
    SH + "severity",
    PF + "concerns",
    TYPE,
    SH + "order",
    SH + "name",
    SH + "path",
}
_COUNTS = {SH + "minCount", SH + "qualifiedMinCount"}
_CONSTRAINTS = {
    SH + "hasValue",
    SH + "in",
    SH + "class",
    SH + "qualifiedValueShape",
    SH + "minInclusive",
    SH + "maxExclusive",
}
_OF_CONCEPTS = {SH + "hasValue", SH + "in", SH + "class", SH + "qualifiedValueShape"}
_RANKS = BASE + "concept/rank"
_PARTS = {PF + "rank", PF + "topic"}
"""What can be asked of one rule among many."""


class Shapes:
    """Reads shapes against a vocabulary."""

    def __init__(self, graph: Graph, vocabulary: Vocabulary) -> None:
        """Keep the graph that holds the shapes and the classes of the values."""
        self._graph = graph
        self._vocabulary = vocabulary

    def formula(self, shape: str) -> Formula:
        """Return what a node shape requires; raises LawError for one we do not understand."""
        return self._node(shape, shape)

    def _node(self, node: str, shape: str) -> Formula:
        graph = self._graph
        unknown = graph.predicates(node) - _JUNCTORS - _ASIDE
        if unknown or graph.names(node, SH + "path"):
            message = f"{shape}: a node of a condition may not use {', '.join(sorted(unknown)) or 'sh:path'}"
            raise LawError(message)
        leaves: dict[int, list[Formula]] = {}
        for leaf in graph.names(node, SH + "property"):
            leaves.setdefault(graph.number(leaf, SH + "order"), []).append(self._leaf(leaf, shape))
        parts = [leaf for place in sorted(leaves) for leaf in _in_order(leaves[place])]
        for junctor, combined in ((SH + "and", Every), (SH + "or", Some)):
            lists = [
                tuple(self._inline(member, shape) for member in graph.sequence(head))
                for head in graph.names(node, junctor)
            ]
            if not all(lists):
                message = f"{shape}: joins nothing"
                raise LawError(message)
            parts += _in_order([each[0] if len(each) == 1 else combined(each) for each in lists])
        parts += _in_order([Negation(self._inline(part, shape)) for part in graph.names(node, SH + "not")])
        if not parts:
            message = f"{shape}: an empty condition"
            raise LawError(message)
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _inline(self, node: str, shape: str) -> Formula:
        """Return what a shape inside another requires; a named one is another norm's and not to be nested."""
        if not node.startswith("_:"):
            message = f"{shape}: nests {short(node)}; lean on its norm by pf:concluded"
            raise LawError(message)
        return self._node(node, shape)

    def _leaf(self, leaf: str, shape: str) -> Formula:
        graph = self._graph
        name = graph.text(leaf, SH + "name")
        paths = graph.names(leaf, SH + "path")
        predicates = graph.predicates(leaf)
        constraints = predicates & _CONSTRAINTS
        odd = predicates - _CONSTRAINTS - _COUNTS - _ASIDE
        odd |= {each for each in predicates & (_CONSTRAINTS | _COUNTS) if len(graph.objects(leaf, each)) > 1}
        if name is None or len(paths) != 1 or len(constraints) != 1 or odd:
            message = (
                f"{shape}: a leaf needs a name in both languages, one path and one constraint we know {sorted(odd)}"
            )
            raise LawError(message)
        constraint = next(iter(constraints))
        if paths[0] == PF + "concluded":
            norm = graph.name(leaf, SH + "hasValue")
            if norm is None or predicates & _COUNTS:
                message = f"{shape}: a conclusion is leaned on by sh:hasValue and the name of its norm"
                raise LawError(message)
            return Concluded(short(norm), name)
        steps = graph.sequence(paths[0]) if paths[0].startswith("_:") else paths
        fact = self._vocabulary.by_iri.get(steps[0]) if steps else None
        if fact is None:
            message = f"{shape}: {', '.join(steps) or 'a path that is no list'} is no fact"
            raise LawError(message)
        return Leaf(self._test(leaf, fact, constraint, steps, shape), name)

    def _test(self, leaf: str, fact: Fact, constraint: str, steps: list[str], shape: str) -> Test:
        ranked = steps[1:] == [PF + "rank"] and fact.kind is Kind.CITATION and not fact.many
        relation = _RELATIONS.get((fact.kind, constraint))
        if fact.many and constraint == SH + "qualifiedValueShape":
            relation = Relation.HAS
        if ranked and constraint in _OF_CONCEPTS:
            relation = Relation.RANKED
        if relation is None or not self._counted(leaf, constraint) or (len(steps) > 1 and not ranked):
            message = f"{shape}: {constraint} on {fact.name} could mean more than one thing"
            raise LawError(message)
        values = self._values(leaf, constraint, fact)
        known = tuple(value for value in values if value is not None)
        if not known or len(known) < len(values):
            message = f"{shape}: a leaf on {fact.name} names no value, or one that the fact cannot have"
            raise LawError(message)
        return Test(fact.name, relation, known)

    def _counted(self, leaf: str, constraint: str) -> bool:
        """Say whether a leaf speaks of at least one value: not of two, and not of all there may happen to be."""
        least, qualified = (self._graph.number(leaf, SH + name) for name in ("minCount", "qualifiedMinCount"))
        if constraint == SH + "qualifiedValueShape":
            return qualified == 1 and least <= 1
        return not qualified and (least == 1 or (constraint == SH + "hasValue" and not least))

    def _values(self, leaf: str, constraint: str, fact: Fact) -> tuple[str | bool | date | Decimal | None, ...]:
        """Return the values a leaf names, nothing in the place of one that the fact cannot have."""
        graph, node = self._graph, leaf
        if constraint == SH + "qualifiedValueShape":
            node = graph.names(leaf, constraint)[0]
            if fact.many:
                return self._pairs(node)
            inner = [each for each in graph.predicates(node) for _ in graph.objects(node, each)]
            if len(inner) != 1 or inner[0] not in {SH + "in", SH + "class"}:
                return ()
            constraint = inner[0]
        if constraint == SH + "class":
            return self._of_kind(node, self._pool(fact))
        if constraint == SH + "in":
            return tuple(
                self._value(term, fact) for head in graph.names(node, constraint) for term in graph.sequence(head)
            )
        return tuple(self._value(term, fact) for term in graph.objects(node, constraint))

    def _of_kind(self, node: str, pool: Sequence[Concept]) -> tuple[str, ...]:
        kind = self._graph.name(node, SH + "class")
        return tuple(concept.code for concept in pool if kind in concept.classes)

    def _pairs(self, node: str) -> tuple[str | None, ...]:
        """Return the pairs of rank and topic that a node asks of a rule, nothing where it asks anything else.

        What is asked of the rank and of the topic stands in one leaf each, inside the node, so
        that it is asked of the same rule.
        """
        graph = self._graph
        asked: dict[str, tuple[str | None, ...]] = {}
        parts = graph.names(node, SH + "property")
        for part in parts:
            asked.update((path, self._codes(part, path)) for path in graph.names(part, SH + "path"))
        if graph.predicates(node) - {TYPE} != {SH + "property"} or len(parts) != len(_PARTS) or set(asked) != _PARTS:
            return ()
        ranks, topics = asked[PF + "rank"], asked[PF + "topic"]
        return tuple(f"{rank}/{topic}" if rank and topic else None for rank in ranks for topic in topics)

    def _codes(self, part: str, path: str) -> tuple[str | None, ...]:
        """Return the codes a leaf within a rule asks for, nothing where it could mean more than one thing."""
        graph = self._graph
        constraints = graph.predicates(part) & _OF_CONCEPTS
        odd = graph.predicates(part) - _OF_CONCEPTS - _ASIDE - {SH + "minCount"}
        if odd or len(constraints) != 1 or graph.text(part, SH + "name") is None:
            return ()
        constraint = next(iter(constraints))
        pool = self._vocabulary.schemes.get(f"{BASE}concept/{local(path)}", ())
        if len(graph.objects(part, constraint)) != 1 or not self._counted(part, constraint):
            return ()
        if constraint == SH + "class":
            return self._of_kind(part, pool)
        heads = graph.names(part, constraint)
        terms = [term for head in heads for term in graph.sequence(head)] if constraint == SH + "in" else heads
        known = {concept.iri: concept.code for concept in pool}
        return tuple(known.get(str(term)) for term in terms)

    def _pool(self, fact: Fact) -> Sequence[Concept]:
        """Return the concepts a leaf on a fact may name: its values, or the ranks of what it cites."""
        return self._vocabulary.schemes[_RANKS] if fact.kind is Kind.CITATION else fact.concepts

    def _value(self, term: Term, fact: Fact) -> str | bool | date | Decimal | None:
        if isinstance(term, Literal):
            return _literal(term, fact.kind)
        concept = self._vocabulary.concepts.get(term)
        return concept.code if concept is not None and concept in self._pool(fact) else None


_RELATIONS = {
    (Kind.BOOLEAN, SH + "hasValue"): Relation.IS,
    (Kind.CONCEPT, SH + "hasValue"): Relation.IS,
    (Kind.CONCEPT, SH + "in"): Relation.IS,
    (Kind.CONCEPT, SH + "class"): Relation.IS,
    (Kind.CONCEPTS, SH + "hasValue"): Relation.HAS,
    (Kind.CONCEPTS, SH + "qualifiedValueShape"): Relation.HAS,
    (Kind.DATE, SH + "minInclusive"): Relation.FROM,
    (Kind.DATE, SH + "maxExclusive"): Relation.BELOW,
    (Kind.NUMBER, SH + "minInclusive"): Relation.FROM,
    (Kind.NUMBER, SH + "maxExclusive"): Relation.BELOW,
}


def _in_order(parts: Sequence[Formula]) -> Sequence[Formula]:
    """Return parts that no number puts in order by what they say, whatever the file says first."""
    return sorted(parts, key=repr) if len(parts) > 1 else parts


def _literal(term: Literal, kind: Kind) -> bool | date | Decimal | None:
    """Return a literal as the value of a fact of a kind, or nothing where it is none."""
    try:
        match kind, term.datatype.value.removeprefix(XSD):
            case Kind.BOOLEAN, "boolean":
                return {"true": True, "false": False}.get(term.value)
            case Kind.DATE, "date":
                return date.fromisoformat(term.value)
            case Kind.NUMBER, "integer" | "decimal":
                return Decimal(term.value)
    except (ValueError, InvalidOperation):
        return None
    return None
