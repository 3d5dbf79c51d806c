"""Planes: each condition as two ordinary SHACL shapes, definitely true and definitely false.

A validator knows two answers, conforms or does not; a condition has three. So each is
written twice: one shape to which a row conforms when the record shows the condition, one
to which it conforms when the record shows the contrary. Where neither conforms the
condition is unknown. Both ask for what is there and never take silence for an answer, so
that any validator of the standard can check a three-valued result.

A row is written with what is on record only. A member known to be absent of a
multi-valued fact has a property of its own, a citation that names no rule has the value
``pf:NoRule``, and what norms already concluded stands as ``pf:concluded`` or
``pf:notConcluded``.

Source: Shapes Constraint Language (W3C, 2017); negation normal form, under which strong
Kleene logic (see :mod:`kg.truth`) splits into two classical halves.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg.expression import Citation, Concluded, Every, Formula, Leaf, Members, Negation, Relation, Some, Test, Value
from kg.graph import BASE, OWL, PF, RDFS, SH, SKOS, TYPE, Term
from kg.law import long
from kg.plan import Plan
from kg.text import Language, Text
from kg.truth import FALSE, TRUE
from kg.vocabulary import Fact, Kind, Vocabulary
from kg.words import Words

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SOURCE: Final = "http://purl.org/dc/terms/source"
ABSENT: Final = BASE + "absent/"
"""Under which stand the properties of members known to be absent, one for each multi-valued fact."""

ROW: Final = BASE + "row"
NO_RULE: Final = PF + "NoRule"
_RANKS: Final = BASE + "concept/rank/"
_RULES: Final = BASE + "rule/"
"""Under which stand the sorts of rules that a fact citing many may hold, each a rank and a topic."""
_SORT: Final = ("rank", "topic")
_ROW_CLASS: Final = PF + "Row"
_HEADER: Final = "# Generated from the conditions of the norms; changes belong there and not here.\n"

Word = str | bool | date | Decimal


def holds(shape: str) -> str:
    """Return the name of the shape to which a row conforms when the condition is definitely true.

    >>> holds("https://w3id.org/prima-facie/condition/scope")
    'https://w3id.org/prima-facie/condition/holds/scope'
    """
    head, _, name = shape.rpartition("/")
    return f"{head}/holds/{name}"


def fails(shape: str) -> str:
    """Return the name of the shape to which a row conforms when the condition is definitely false.

    >>> fails("https://w3id.org/prima-facie/condition/scope")
    'https://w3id.org/prima-facie/condition/fails/scope'
    """
    head, _, name = shape.rpartition("/")
    return f"{head}/fails/{name}"


def conclusions(norms: Iterable[str], plan: Plan, values: Sequence[int]) -> dict[str, int]:
    """Return the code of each norm's conclusion on one row; a norm of another reading concludes nothing."""
    return {norm: values[plan.by_id[norm].applies] if norm in plan.by_id else FALSE for norm in norms}


def row_graph(
    facts: Mapping[str, Value], vocabulary: Vocabulary, concluded: Mapping[str, int], *, row: str = ROW
) -> str:
    """Return one row as N-Triples, with the code of what each norm concluded of it (see :func:`conclusions`).

    What nobody knows leaves no trace. Raises ValueError for a member that is both present and
    absent: no shape could say what that is.
    """
    subject = NamedNode(row)
    triples = [Triple(subject, NamedNode(TYPE), NamedNode(_ROW_CLASS))]
    for name, value in facts.items():
        triples += _recorded(subject, vocabulary.facts[name], value)
    for norm, code in concluded.items():
        if code in {TRUE, FALSE}:
            predicate = PF + ("concluded" if code == TRUE else "notConcluded")
            triples.append(Triple(subject, NamedNode(predicate), NamedNode(long(norm))))
    lines = (serialize([triple], format=RdfFormat.N_TRIPLES) or b"" for triple in triples)
    return b"".join(sorted(lines)).decode()


def _recorded(row: NamedNode, fact: Fact, value: Value) -> list[Triple]:
    said = NamedNode(fact.iri)
    match value:
        case Members(present, absent):
            if present & absent:
                message = f"{fact.name} holds and lacks {', '.join(sorted(present & absent))}"
                raise ValueError(message)
            lacks = NamedNode(ABSENT + fact.name)
            return [
                *(Triple(row, said, _object(fact, code)) for code in present),
                *(Triple(row, lacks, _object(fact, code)) for code in absent),
                *(each for code in present if fact.many for each in _sort_of_rule(code)),
            ]
        case Citation(None, None):
            return [Triple(row, said, NamedNode(NO_RULE))]
        case Citation(source, rank):
            rule = NamedNode(f"{row.value}#{fact.name}")
            return [
                Triple(row, said, rule),
                *([Triple(rule, NamedNode(SOURCE), Literal(source))] if source else []),
                *([Triple(rule, NamedNode(PF + "rank"), NamedNode(_RANKS + rank))] if rank else []),
            ]
        case _:
            return [Triple(row, said, _object(fact, value))]


def _object(fact: Fact, value: Word) -> NamedNode | Literal:
    match value:
        case bool():
            return Literal(value)
        case date():
            return Literal(value.isoformat(), datatype=NamedNode(XSD + "date"))
        case Decimal():
            return Literal(f"{value:f}", datatype=NamedNode(XSD + "decimal"))
    if fact.kind is Kind.CITATION:
        return NamedNode(_RULES + value if fact.many else _RANKS + value)
    return NamedNode(fact.concept(value).iri) if fact.concepts else Literal(value)


def _sort_of_rule(pair: str) -> list[Triple]:
    """Return what is so of a rule of which only its rank and its topic matter."""
    parts = zip(_SORT, pair.split("/"), strict=True)
    rule = NamedNode(_RULES + pair)
    return [Triple(rule, NamedNode(PF + name), NamedNode(f"{BASE}concept/{name}/{code}")) for name, code in parts]


def names(vocabulary: Vocabulary, words: Words) -> Iterator[tuple[str, str, Term]]:
    """Yield what is said of the names that rows use and no file of the law explains.

    These are the property of a fact of several values for members known to be absent, and
    each sort of rule that a fact may hold.
    """
    many = [fact for fact in vocabulary.facts.values() if fact.kind is Kind.CONCEPTS or fact.many]
    for fact in many:
        name = ABSENT + fact.name
        yield name, TYPE, OWL + "ObjectProperty"
        yield name, RDFS + "seeAlso", fact.iri
        yield from _called(name, words("absent-from", fact=fact.label), words("absent-says"))
    for pair in sorted({pair for fact in many if fact.many for pair in vocabulary.members(fact)}):
        sort = [(name, f"{BASE}concept/{name}/{code}") for name, code in zip(_SORT, pair.split("/"), strict=True)]
        rank, topic = (vocabulary.concepts[concept].label for _, concept in sort)
        yield from ((_RULES + pair, PF + name, concept) for name, concept in sort)
        yield from _called(_RULES + pair, words("rule-of", rank=rank, topic=topic), words("rule-says"))


def _called(name: str, label: Text, definition: Text) -> Iterator[tuple[str, str, Term]]:
    for said, text in ((SKOS + "prefLabel", label), (SKOS + "definition", definition)):
        yield from ((name, said, Literal(text[each], language=each.value)) for each in Language)


def planes(formulas: Mapping[str, Formula], vocabulary: Vocabulary) -> str:
    """Return two shapes for each condition, as Turtle; each has every row as its target and names all it needs.

    A shape to which a row does not conform gives one result that names the shape itself.
    """
    writer = _Writer(vocabulary)
    shapes = [
        writer.shape(name, formula, shape, wanted=wanted)
        for shape, formula in sorted(formulas.items())
        for name, wanted in ((holds(shape), True), (fails(shape), False))
    ]
    prefixes = "".join(f"@prefix {prefix}: <{head}> .\n" for prefix, head in sorted(writer.prefixes.items()))
    return "\n".join([_HEADER + prefixes, *shapes])


class _Writer:
    """Writes formulas as shapes and remembers the prefixes it used."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.prefixes: dict[str, str] = {"sh": SH}

    def shape(self, name: str, formula: Formula, condition: str, *, wanted: bool) -> str:
        """Return a shape for every row; its parts stand in one list, so that it gives one result and not many."""
        return (
            f"{self._name(name)} a sh:NodeShape ;\n"
            f"    sh:targetClass {self._name(_ROW_CLASS)} ;\n"
            f"    {self._name(SOURCE)} {self._name(condition)} ;\n"
            f"    sh:and (\n        {self._node(formula, 2, wanted=wanted)} ) .\n"
        )

    def _node(self, formula: Formula, depth: int, *, wanted: bool) -> str:
        match formula:
            case Negation(part):
                return self._node(part, depth, wanted=not wanted)
            case Every(parts) | Some(parts):
                junctor = "sh:and" if isinstance(formula, Every) is wanted else "sh:or"
                return _joined(junctor, [self._node(part, depth + 1, wanted=wanted) for part in parts], depth)
            case _:
                return self._leaf(formula, depth, wanted=wanted)

    def _leaf(self, leaf: Leaf | Concluded, depth: int, *, wanted: bool) -> str:
        if isinstance(leaf, Concluded):
            predicate = PF + ("concluded" if wanted else "notConcluded")
            bodies = [f"sh:path {self._name(predicate)} ; sh:hasValue {self._name(long(leaf.norm))}"]
        else:
            bodies = [self._shown(leaf.test)] if wanted else self._refuted(leaf.test)
        named = f"sh:name {_words(leaf.name)} ; " if wanted else ""
        return _joined("sh:or", [f"[ sh:property [ {named}{body} ] ]" for body in bodies], depth)

    def _shown(self, test: Test) -> str:
        """Return what a property shape says where the record answers a test with yes."""
        path, values = self._path(test), self._values(test)
        match test.relation:
            case Relation.IS | Relation.HAS if len(test.values) == 1:
                return f"sh:path {path} ; sh:hasValue {values}"
            case Relation.IS:
                return f"sh:path {path} ; sh:minCount 1 ; sh:in ( {values} )"
            case Relation.FROM:
                return f"sh:path {path} ; sh:minCount 1 ; sh:minInclusive {values}"
            case Relation.BELOW:
                return f"sh:path {path} ; sh:minCount 1 ; sh:maxExclusive {values}"
            case _:
                return f"sh:path {path} ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:in ( {values} ) ]"

    def _refuted(self, test: Test) -> list[str]:
        """Return what property shapes say, any one of them, where the record answers a test with no."""
        path, values = self._path(test), self._values(test)
        match test.relation:
            case Relation.HAS:
                every = values.replace(" ", " , ")
                return [f"sh:path {self._name(ABSENT + test.fact)} ; sh:hasValue {every}"]
            case Relation.FROM:
                return [f"sh:path {path} ; sh:minCount 1 ; sh:maxExclusive {values}"]
            case Relation.BELOW:
                return [f"sh:path {path} ; sh:minCount 1 ; sh:minInclusive {values}"]
            case Relation.RANKED:
                none = f"sh:path {self._fact(test)} ; sh:hasValue {self._name(NO_RULE)}"
                return [none, f"sh:path {path} ; sh:minCount 1 ; sh:not [ sh:in ( {values} ) ]"]
            case _:
                return [f"sh:path {path} ; sh:minCount 1 ; sh:not [ sh:in ( {values} ) ]"]

    def _fact(self, test: Test) -> str:
        return self._name(self._vocabulary.facts[test.fact].iri)

    def _path(self, test: Test) -> str:
        fact = self._fact(test)
        return f"( {fact} {self._name(PF + 'rank')} )" if test.relation is Relation.RANKED else fact

    def _values(self, test: Test) -> str:
        fact = self._vocabulary.facts[test.fact]
        return " ".join(self._term(_object(fact, value)) for value in test.values)

    def _term(self, term: NamedNode | Literal) -> str:
        if isinstance(term, NamedNode):
            return self._name(term.value)
        if term.datatype.value == XSD + "boolean":
            return term.value
        return f'"{term.value}"^^{self._name(term.datatype.value)}'

    def _name(self, iri: str) -> str:
        """Return a name by its prefix, which is the last part of what it stands under."""
        head, name = _SPLIT.fullmatch(iri).groups()  # type: ignore[union-attr]  # every name of ours has a slash
        prefix = _PREFIXES.get(head) or re.split(r"[/#]", head)[-2]
        if not _PLAIN.fullmatch(name) or not _PLAIN.fullmatch(prefix) or self.prefixes.setdefault(prefix, head) != head:
            return f"<{iri}>"
        return f"{prefix}:{name}"


_SPLIT: Final = re.compile(r"(.*[/#])(.*)", re.DOTALL)
_PLAIN: Final = re.compile(r"[A-Za-z]([A-Za-z0-9_-]*[A-Za-z0-9])?")
_PREFIXES: Final = {PF: "pf", XSD: "xsd", SOURCE.removesuffix("source"): "dcterms"}


def _joined(junctor: str, nodes: Sequence[str], depth: int) -> str:
    if len(nodes) == 1:
        return nodes[0]
    indent = "\n" + "    " * (depth + 1)
    return f"[ {junctor} ({indent}{indent.join(nodes)} ) ]"


def _words(name: Text) -> str:
    return " , ".join(str(Literal(name[language], language=language.value)) for language in Language)
