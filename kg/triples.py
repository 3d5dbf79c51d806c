"""Triples: a description as RDF, read into the plain form and written from it.

Each thing is a node of its class, each fact a property of the thing it is about::

    ex:mall a pf:Deployment ;
        fact:open_to_public true ;
        pf:activity [ pf:id "vip" ;
            fact:elements_disclosed elements_disclosed:purpose ;
            absent:elements_disclosed elements_disclosed:method ;
            pf:openFact fact:elements_disclosed ;
            fact:necessary_for_service false ;
            pf:judgement [ pf:on fact:necessary_for_service ; pf:assessor "counsel" ] ] .

The members of a fact that are not listed are absent, unless the fact is named open. A
value may also stand in a node of its own, with the names of the plain form: that is what
the JSON form says when it is read as JSON-LD. Nothing is passed over: what has no meaning
here becomes a name that the plain form does not know, and is reported as such.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.graph import BASE, PF, TYPE
from kg.intake import DIGITS, refuse_all
from kg.law import long, short
from kg.values import NONE, OPEN
from kg.vocabulary import Fact, Kind, Vocabulary, local
from kg.words import Words

ABSENT: Final = BASE + "absent/"
FACT: Final = BASE + "fact/"
STRAY: Final = BASE + "stray/"
"""Under which a name stands that the context does not know."""

DCTERMS: Final = "http://purl.org/dc/terms/"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"

THINGS: Final = {
    "activities": "activity",
    "actors": "actor",
    "matter": "matter",
    "groups": "group",
    "consents": "consent",
    "recipients": "recipient",
    "incidents": "incident",
}
"""The keys of the plain form under which things stand, and the property that leads to each."""

_WITHIN: Final = {
    "deployment": ("activities", "actors", "matter"),
    "activity": ("groups", "consents", "recipients", "incidents"),
}
WORDS: Final = {
    "id": "id",
    "assessor": "assessor",
    "name": "name",
    "reasons": "reasons",
    "source": "source",
    "contested": "contested",
    "as_of": "asOf",
    "from": "from",
    "value": "value",
    "present": "present",
    "absent": "absent",
    "open": "open",
    "citation": "citation",
    "rank": "rank",
    "in_force_from": "inForceFrom",
    "topic": "topic",
    "group": "groupId",
}
"""The words of the plain form, and the property that says each."""

_KEYS: Final = {PF + name: key for key, name in (*WORDS.items(), ("on", "on"))}
_CLASSES: Final = {
    name.lower(): PF + name
    for name in (
        "Deployment",
        "Activity",
        "Actor",
        "Matter",
        "Group",
        "Consent",
        "Recipient",
        "Incident",
        "Judgement",
    )
}
_MEMBERS: Final = frozenset({"value", "present", "absent"})
_DAYS: Final = frozenset({"as_of", "from", "in_force_from"})
_TITLE: Final = DCTERMS + "title"
_ACTOR_ID: Final = PF + "actorId"
_OPEN: Final = PF + "openFact"
_JUDGEMENT: Final = PF + "judgement"
_NONE: Final = PF + "NoRule"
_ASIDE: Final = frozenset({_OPEN, _JUDGEMENT})
_DEEP: Final = 4
_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,4})?")

Term = NamedNode | BlankNode | Literal | Triple
Plain = dict[str, object]


class Reading:
    """Reads the triples of one description."""

    def __init__(self, quads: Iterable[Quad], vocabulary: Vocabulary, words: Words) -> None:
        """Index *quads* by subject and predicate, in the order in which they come."""
        self._vocabulary = vocabulary
        self._words = words
        self._graph: dict[str, dict[str, dict[Term, None]]] = {}
        self._seen: set[str] = set()
        for quad in quads:
            whole = isinstance(quad.graph_name, DefaultGraph)
            subject = _name(quad.subject if whole else quad.graph_name)
            self._graph.setdefault(subject, {}).setdefault(quad.predicate.value, {})[quad.object] = None

    def description(self) -> Plain:
        """Return the description in its plain form; raises InputError if there is not exactly one."""
        wanted = NamedNode(_CLASSES["deployment"])
        roots = [name for name, node in self._graph.items() if wanted in node.get(TYPE, ())]
        roots = roots or [name for name, node in self._graph.items() if PF + THINGS["activities"] in node]
        if len(roots) != 1:
            problem = self._words.problem("not-one-deployment", "$", count=str(len(roots)), type=wanted.value)
            refuse_all([problem], self._words)
        plain = self._thing(roots[0], "deployment")
        strays = [name for name in self._graph if name not in self._seen]
        for number, name in enumerate(strays):
            plain[f"_:{number}" if name.startswith("_:") else _shortened(name)] = None
        return plain

    def _thing(self, name: str, kind: str) -> Plain:
        """Return one thing with its facts and what stands within it."""
        self._seen.add(name)
        plain: Plain = {} if name.startswith("_:") else {"id": local(name)}
        facts: Plain = {}
        within = {PF + THINGS[key]: key for key in _WITHIN.get(kind, ())}
        node = self._graph.get(name, {})
        for predicate, terms in node.items():
            if predicate in within:
                key = within[predicate]
                things = [self._within(term, THINGS[key]) for term in terms]
                plain[key] = things[0] if key == "matter" and len(things) == 1 else things
            elif predicate.startswith(FACT):
                facts[local(predicate)] = self._fact(local(predicate), terms)
            elif predicate == TYPE:
                plain.update({_shortened(_name(term)): None for term in terms if _name(term) != _CLASSES[kind]})
            elif not predicate.startswith(ABSENT) and predicate not in _ASIDE:
                plain.update(self._word(predicate, terms))
        self._members(node, facts)
        self._judgements(node, plain, facts)
        return {**plain, "facts": facts} if facts else plain

    def _within(self, term: Term, kind: str) -> object:
        return self._thing(_name(term), kind) if isinstance(term, NamedNode | BlankNode) else self._value(term, None)

    def _word(self, predicate: str, terms: Iterable[Term]) -> Plain:
        """Return a word of the plain form with its value, or a name that the plain form will not know."""
        if predicate == _TITLE:
            return {"title": _title(terms)}
        values = [self._value(term, None) for term in terms]
        if predicate == _ACTOR_ID:
            return {"actors": values}
        key = _KEYS.get(predicate, _shortened(predicate))
        return {key: values[0] if len(values) == 1 else values}

    def _members(self, node: Mapping[str, Iterable[Term]], facts: Plain) -> None:
        """Add the members that are absent, and say of which facts the rest is unknown."""
        absent = {local(name): terms for name, terms in node.items() if name.startswith(ABSENT)}
        opened = [local(_name(term)) for term in node.get(_OPEN, ())]
        for name in dict.fromkeys([*absent, *opened]):
            members: Plain = {"present": facts.get(name, []), "open": name in opened}
            if name in absent:
                members["absent"] = self._listed(name, absent[name])
            facts[name] = members

    def _judgements(self, node: Mapping[str, Iterable[Term]], plain: Plain, facts: Plain) -> None:
        """Put what is said about a fact into an envelope around its value."""
        for term in node.get(_JUDGEMENT, ()):
            judgement = self._value(term, None)
            named = judgement.pop("on", None) if isinstance(judgement, dict) else None
            if not isinstance(judgement, dict) or not isinstance(named, str):
                plain["judgement"] = judgement
                continue
            name = named.removeprefix("fact:")
            facts[name] = {**({"value": facts[name]} if name in facts else {}), **judgement}

    def _fact(self, name: str, terms: Iterable[Term]) -> object:
        """Return the value of a fact: a list where it takes several, unless that stands in a node of its own."""
        fact = self._vocabulary.facts.get(name)
        values = [self._value(term, fact) for term in terms]
        if fact is None or not _takes_several(fact):
            return values[0] if len(values) == 1 else values
        return values[0] if len(values) == 1 and _is_whole(values[0], fact) else values

    def _listed(self, name: str, terms: Iterable[Term]) -> list[object]:
        return [self._value(term, self._vocabulary.facts.get(name)) for term in terms]

    def _value(self, term: Term, fact: Fact | None, depth: int = 0) -> object:
        """Return a term as it stands in the plain form."""
        if isinstance(term, Literal):
            return _literal(term)
        name = _name(term)
        if isinstance(term, BlankNode) or (name in self._graph and name not in self._seen):
            return self._node(name, fact, depth) if depth < _DEEP else name
        return self._code(name, fact)

    def _node(self, name: str, fact: Fact | None, depth: int) -> Plain:
        """Return a node that stands for a value, with the names of the plain form."""
        self._seen.add(name)
        plain: Plain = {}
        for predicate, terms in self._graph.get(name, {}).items():
            if predicate == TYPE and [_name(term) for term in terms] == [_CLASSES["judgement"]]:
                continue
            key = _KEYS.get(predicate, _shortened(predicate))
            values = [self._value(term, fact if key in _MEMBERS else None, depth + 1) for term in terms]
            several = key in _MEMBERS and fact is not None and _takes_several(fact)
            single = len(values) == 1 and not (several and fact and not _is_whole(values[0], fact))
            plain[key] = values[0] if single else values
        return plain

    def _code(self, name: str, fact: Fact | None) -> str:
        """Return the code of a value, or the id of anything else."""
        concept = self._vocabulary.concepts.get(name)
        if concept is not None and (fact is None or fact.kind is Kind.CITATION or concept in fact.concepts):
            return concept.code
        if fact is not None and fact.scheme is not None and name.startswith(fact.scheme + "/"):
            return name.removeprefix(fact.scheme + "/")
        return NONE if name == _NONE else _shortened(name)


def _takes_several(fact: Fact) -> bool:
    return fact.many or fact.kind is Kind.CONCEPTS


def _is_whole(value: object, fact: Fact) -> bool:
    """Say whether a value says by itself what the members of a fact are, and is not one of them."""
    return (fact.many and value == NONE) or (isinstance(value, dict) and "citation" not in value)


def _name(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)


def _shortened(name: str) -> str:
    """Return an id of ours for a name of ours, the word that a stray name was made of, or the name."""
    if name.startswith(STRAY):
        return name.removeprefix(STRAY)
    return short(name) if name.startswith(BASE) else name


def _title(terms: Iterable[Term]) -> object:
    """Return a title: one text, or one by language."""
    first, *others = terms
    if not others and not (isinstance(first, Literal) and first.language):
        return _literal(first) if isinstance(first, Literal) else _name(first)
    return {
        (term.language or "") if isinstance(term, Literal) else "": getattr(term, "value", "")
        for term in (first, *others)
    }


def _literal(term: Literal) -> object:
    """Return a literal as a plain value; one that is not what its type says stays text and is refused later."""
    datatype, text = term.datatype.value, term.value
    if datatype == XSD + "boolean":
        return {"true": True, "1": True, "false": False, "0": False}.get(text, text)
    if datatype == XSD + "integer" and re.fullmatch(r"[+-]?\d+", text):
        return int(text) if len(text.lstrip("+-")) <= DIGITS else 10**DIGITS
    if datatype in {XSD + "decimal", XSD + "double", XSD + "float"} and re.fullmatch(_NUMBER, text):
        return Decimal(text)
    return text


def triples(plain: Mapping[str, object], vocabulary: Vocabulary) -> list[Triple]:
    """Return a description that was read, from its plain form, as triples."""
    writing = _Writing(vocabulary)
    writing.thing(plain, "deployment")
    order = {node: place for place, node in enumerate(dict.fromkeys(said.subject for said in writing.triples))}
    return sorted(writing.triples, key=lambda said: order[said.subject])


class _Writing:
    """Writes one description."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._nodes = 0
        self.triples: list[Triple] = []

    def thing(self, plain: Mapping[str, object], kind: str) -> BlankNode:
        """Write one thing with its facts and what stands within it."""
        node = self._new(kind)
        self._say(node, TYPE, NamedNode(_CLASSES[kind]))
        for key, value in plain.items():
            if key == "facts":
                for name, said in _object(value).items():
                    self._fact(node, self._vocabulary.facts[name], said)
            elif key == "title":
                for language, text in (_object(value) or {None: value}).items():
                    self._say(node, _TITLE, Literal(str(text), language=language))
            elif key in _WITHIN.get(kind, ()):
                for each in _list(value):
                    self._say(node, PF + THINGS[key], self.thing(_object(each), THINGS[key]))
            elif key == "actors":
                for each in _list(value):
                    self._say(node, _ACTOR_ID, _plain_literal(each, day=False))
            else:
                self._say(node, PF + WORDS[key], _plain_literal(value, day=False))
        return node

    def _new(self, kind: str) -> BlankNode:
        self._nodes += 1
        return BlankNode(f"{kind}{self._nodes}")

    def _say(self, node: BlankNode, predicate: str, term: NamedNode | BlankNode | Literal) -> None:
        self.triples.append(Triple(node, NamedNode(predicate), term))

    def _fact(self, node: BlankNode, fact: Fact, said: object) -> None:
        envelope = _object(said)
        if "value" in envelope:
            judgement = self._new("judgement")
            self._say(node, _JUDGEMENT, judgement)
            self._say(judgement, PF + "on", NamedNode(fact.iri))
            for key, value in envelope.items():
                if key != "value":
                    self._say(judgement, PF + WORDS[key], _plain_literal(value, day=key in _DAYS))
            said = envelope["value"]
        if _takes_several(fact):
            self._several(node, fact, said)
        else:
            self._say(node, fact.iri, self._term(fact, said))

    def _several(self, node: BlankNode, fact: Fact, said: object) -> None:
        """Write the members of a fact; none at all is said by what is absent."""
        members = _object(said) or {"present": said}
        present, absent = (_list(members.get(key, [])) for key in ("present", "absent"))
        if members.get("open") is True:
            self._say(node, _OPEN, NamedNode(fact.iri))
        elif not present and fact.many:
            present = [NONE]
        elif not present:
            absent = list(fact.codes)
        for member in present:
            self._say(node, fact.iri, self._term(fact, member))
        for member in absent:
            self._say(node, ABSENT + fact.name, self._term(fact, member))

    def _term(self, fact: Fact, said: object) -> NamedNode | BlankNode | Literal:
        if fact.concepts:
            return NamedNode(fact.concept(str(said)).iri)
        if fact.kind is not Kind.CITATION:
            return _plain_literal(said, day=fact.kind is Kind.DATE)
        if isinstance(said, str):
            return NamedNode(_NONE if said == NONE else long(said))
        rule = self._new("rule")
        for key, value in _object(said).items():
            coded = key in {"rank", "topic"}
            term = NamedNode(f"{BASE}concept/{key}/{value}") if coded else _plain_literal(value, day=key in _DAYS)
            self._say(rule, PF + WORDS[key], term)
        return rule


def _object(value: object) -> Mapping[Any, object]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _plain_literal(value: object, *, day: bool) -> Literal:
    if isinstance(value, bool):
        return Literal(value)
    if isinstance(value, int | float):
        return Literal(f"{Decimal(repr(value)):f}", datatype=NamedNode(XSD + "decimal"))
    return Literal(str(value), datatype=NamedNode(XSD + "date")) if day and value != OPEN else Literal(str(value))
