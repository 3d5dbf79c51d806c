"""The law as an answer set program, translated from the Turtle and from nothing else.

What is true and what is false are found apart, by rules that only ever add, so that unknown
needs no word: it is what neither gives. Classes of values are closed, profiles are given
their options, gates are passed and statuses are told inside the program. Program and rows
are grounded together once, and there must be exactly one answer.

Source: M. Gebser and others, Answer Set Solving in Practice (2012).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

import clingo
from rdflib import RDF, RDFS, SH, SKOS, BNode, Literal
from rdflib.term import Node

from tests.oracles.stated import PF, Stated

Record = tuple[str, str, object]
"""One thing on record: a word (value, in, out, rank, norule, at), a fact, and what is said of it."""

Statuses = dict[tuple[int, str], str]
"""The status of each norm on each row, by the number of the row and the name of the norm."""

RULES = """
% Words: the classes of a value, and the list from which a fact takes its values.
isa(V, C) :- type(V, C).
isa(V, D) :- isa(V, C), subclass(C, D).
listed(F, V) :- list(F, S), scheme(V, S).
listed(F, (A, B)) :- rules(F), scheme(A, "https://w3id.org/prima-facie/concept/rank"),
    scheme(B, "https://w3id.org/prima-facie/concept/topic").

% Readings: a profile takes the default of each question for which it chooses nothing.
other(P, Q) :- chooses(P, O), option(O, Q).
chosen(P, O) :- chooses(P, O).
chosen(P, O) :- profile(P), default(Q, O), not other(P, Q).
row(R) :- row(R, P).
here(R, X) :- row(R), always(X).
here(R, X) :- row(R, P), chosen(P, O), only(X, O).

% Leaves: what the record shows, what it excludes.
wants(L, V) :- wantskind(L, C), isa(V, C).
wants(L, (A, B)) :- rule(L, P, Q), wants(P, A), wants(Q, B), listed(F, (A, B)), several(L, F).
t(R, L) :- single(L, F), value(R, F, V), wants(L, V).
f(R, L) :- single(L, F), value(R, F, V), not wants(L, V).
t(R, L) :- several(L, F), in(R, F, V), wants(L, V).
possible(R, L) :- row(R), several(L, F), wants(L, V), listed(F, V), not out(R, F, V).
f(R, L) :- row(R), several(L, F), not possible(R, L).
t(R, L) :- ranked(L, F), rank(R, F, V), wants(L, V).
f(R, L) :- ranked(L, F), rank(R, F, V), not wants(L, V).
f(R, L) :- ranked(L, F), norule(R, F).
t(R, L) :- from(L, F, B), at(R, F, N), N >= B.
f(R, L) :- from(L, F, B), at(R, F, N), N < B.
t(R, L) :- until(L, F, B), at(R, F, N), N < B.
f(R, L) :- until(L, F, B), at(R, F, N), N >= B.
t(R, L) :- leans(L, N), t(R, N).
f(R, L) :- leans(L, N), f(R, N).
t(R, X) :- contrary(X, Y), f(R, Y).
f(R, X) :- contrary(X, Y), t(R, Y).

% Gates: the exclusions alone before a gate; nothing before what gates and exclusions rest on.
rests(R, N, M) :- condition(N, C), within(C, M), here(R, N), here(R, M).
rests(R, N, M) :- here(R, D), defeat(D, M, N), here(R, N), here(R, M).
rests(R, N, M) :- here(R, D), defeat(D, B, N), here(R, N), here(R, B), under(D, C), within(C, M), here(R, M).
bars(R, I, X) :- stands(I, X), exclusion(X), here(R, X).
bars(R, I, M) :- bars(R, I, N), rests(R, N, M).
carries(R, I, X) :- stands(I, X), here(R, X).
carries(R, I, M) :- carries(R, I, N), rests(R, N, M).
free(R, N) :- row(R), time(N).
free(R, N) :- bars(R, I, N), stated(N, I).
free(R, N) :- carries(R, I, N), stated(N, I), not gate(N).
passed(R, G) :- gate(G), t(R, G).
passed(R, G) :- gate(G), row(R), not here(R, G).
passed(R, X) :- exclusion(X), f(R, X).
excluded(R, I) :- exclusion(X), stands(I, X), t(R, X).
stopped(R, I) :- gate(G), stands(I, G), here(R, G), f(R, G).
stopped(R, I) :- excluded(R, I).
open(R, N) :- here(R, N), free(R, N).
open(R, N) :- here(R, N), stated(N, I), not free(R, N), gate(N), cleared(R, I).
open(R, N) :- here(R, N), stated(N, I), not free(R, N), not gate(N), cleared(R, I), entered(R, I).
shut(R, N) :- here(R, N), stated(N, I), not free(R, N), gate(N), excluded(R, I).
shut(R, N) :- here(R, N), stated(N, I), not free(R, N), not gate(N), stopped(R, I).

% Defeats: one that belongs to another reading is spent.
needs(D) :- under(D, C).
holds(R, D) :- here(R, D), defeat(D, M, N), t(R, M), not needs(D).
holds(R, D) :- here(R, D), defeat(D, M, N), t(R, M), under(D, C), t(R, C).
spent(R, D) :- row(R), defeat(D, M, N), not here(R, D).
spent(R, D) :- defeat(D, M, N), f(R, M).
spent(R, D) :- under(D, C), f(R, C).
beaten(R, N) :- defeat(D, M, N), holds(R, D).

% Norms: one that belongs to another reading concludes nothing.
norm(N) :- condition(N, C).
f(R, N) :- row(R), norm(N), not here(R, N).
f(R, N) :- condition(N, C), f(R, C).
f(R, N) :- shut(R, N).
f(R, N) :- hard(N), beaten(R, N).
t(R, N) :- hard(N), open(R, N), condition(N, C), t(R, C), clear(R, N).
t(R, N) :- principle(N), here(R, N), condition(N, C), t(R, C).

% Statuses, in the order in which they are looked for.
status(R, N, out_of_scope) :- hard(N), shut(R, N).
inside(R, N) :- hard(N), here(R, N), not shut(R, N).
status(R, N, does_not_apply) :- inside(R, N), condition(N, C), f(R, C).
arguable(R, N) :- inside(R, N), condition(N, C), not f(R, C).
status(R, N, defeated) :- arguable(R, N), beaten(R, N).
met(R, N) :- arguable(R, N), not beaten(R, N), open(R, N), condition(N, C), t(R, C).
status(R, N, open) :- arguable(R, N), not beaten(R, N), not met(R, N).
status(R, N, applies) :- met(R, N), clear(R, N).
status(R, N, applies_unless) :- met(R, N), not clear(R, N).

% Principles: something against them; nothing against them and every core indicator for them.
against(R, N) :- indicator(I, N, against), condition(I, C), t(R, C).
doubtful(R, N) :- row(R), indicator(I, N, against), condition(I, C), not f(R, C).
doubtful(R, N) :- row(R), indicator(I, N, core), condition(I, C), not t(R, C).
engaged(R, N) :- principle(N), here(R, N), t(R, N).
status(R, N, not_engaged) :- principle(N), here(R, N), f(R, N).
status(R, N, in_tension) :- engaged(R, N), against(R, N).
status(R, N, supported) :- engaged(R, N), not doubtful(R, N).
told(R, N) :- status(R, N, (not_engaged; in_tension; supported)).
status(R, N, open) :- principle(N), here(R, N), not told(R, N).

#show status/3.
"""


class Program:
    """The program of one law, to be asked about rows."""

    def __init__(self, stated: Stated, profiles: Mapping[str, Iterable[str]]) -> None:
        """Translate the law; *profiles* says which options each profile takes in place of a default."""
        self._stated, self._graph = stated, stated.graph
        self._lines: list[str] = []
        self._bounds: list[tuple[str, str, str, Decimal]] = []
        self._numbered: dict[Node, str] = {}
        self._words()
        self._readings(profiles)
        self._norms()
        self._defeats()
        self._gates()
        self._facts = {str(fact).rsplit("/", 1)[-1]: fact for fact in stated.members(PF.Fact)}

    # Translation

    def _say(self, word: str, *parts: object) -> None:
        self._lines.append(f"{word}({', '.join(_term(part) for part in parts)}).")

    def _rule(self, head: str, body: Sequence[str]) -> None:
        self._lines.append(f"{head} :- {', '.join(['row(R)', *body])}.")

    def _words(self) -> None:
        for predicate, word in ((RDFS.subClassOf, "subclass"), (RDF.type, "type"), (SKOS.inScheme, "scheme")):
            for subject, target in self._graph.subject_objects(predicate):
                if not isinstance(subject, BNode) and not isinstance(target, BNode):
                    self._say(word, subject, target)
        for fact, scheme in self._graph.subject_objects(PF["values"]):
            self._say("list", fact, scheme)

    def _readings(self, profiles: Mapping[str, Iterable[str]]) -> None:
        for reading, (default, options) in self._stated.readings.items():
            self._say("default", reading, default)
            for option in options:
                self._say("option", option, reading)
        for profile, chosen in profiles.items():
            self._say("profile", profile)
            for option in chosen:
                self._say("chooses", profile, option)

    def _norms(self) -> None:
        for norm in self._stated.norms.values():
            self._say("principle" if norm.principle else "hard", norm.iri)
            self._say("stated", norm.iri, norm.instrument)
            self._under_option(norm.iri, norm.option)
            self._condition("condition", norm.iri, norm.condition)
            if norm.of_time:
                self._say("time", norm.iri)
            defeats = [each.iri for each in self._stated.defeats.values() if each.defeated == norm.iri]
            self._rule(f"clear(R, {_term(norm.iri)})", [f"spent(R, {_term(each)})" for each in defeats])
        for indicator in self._stated.members(PF.Indicator):
            principle = self._stated.one(indicator, PF.indicatorOf)
            against = (indicator, PF.direction, PF.Against) in self._graph
            core = (indicator, PF.core, Literal(True)) in self._graph
            side = "against" if against else "core" if core else "aside"
            self._lines.append(f"indicator({_term(indicator)}, {_term(principle)}, {side}).")
            self._condition("condition", indicator, self._stated.one(indicator, PF.condition))

    def _defeats(self) -> None:
        for defeat in self._stated.defeats.values():
            self._say("defeat", defeat.iri, defeat.defeater, defeat.defeated)
            self._under_option(defeat.iri, defeat.option)
            if defeat.under is not None:
                self._condition("under", defeat.iri, defeat.under)

    def _gates(self) -> None:
        for instrument in self._stated.members(PF.Instrument):
            for word, done, norms in (
                ("gate", "entered", self._stated.gates(instrument)),
                ("exclusion", "cleared", self._stated.exclusions(instrument)),
            ):
                for norm in norms:
                    self._say(word, norm)
                    self._say("stands", instrument, norm)
                self._rule(f"{done}(R, {_term(instrument)})", [f"passed(R, {_term(norm)})" for norm in norms])

    def _under_option(self, name: Node, option: Node | None) -> None:
        if option is None:
            self._say("always", name)
        else:
            self._say("only", name, option)

    def _condition(self, word: str, owner: Node, shape: Node) -> None:
        self._say(word, owner, shape)
        if shape not in self._numbered:
            self._numbered[shape] = str(shape)
            self._joined(str(shape), self._parts(shape, str(shape)), every=True)

    def _parts(self, shape: Node, root: str) -> list[str]:
        """Translate what a node shape says; return the name of each of its parts, all of which must be met."""
        parts = [self._leaf(leaf, root) for leaf in self._graph.objects(shape, SH.property)]
        for junctor, every in ((SH["and"], True), (SH["or"], False)):
            for head in self._graph.objects(shape, junctor):
                inner = [self._node(part, root) for part in self._stated.items(head)]
                parts.append(self._joined(self._name(head), inner, every=every))
        for part in self._graph.objects(shape, SH["not"]):
            name = f"not {self._name(part)}"
            self._say("contrary", name, self._node(part, root))
            parts.append(name)
        return parts

    def _node(self, shape: Node, root: str) -> str:
        return self._joined(self._name(shape), self._parts(shape, root), every=True)

    def _joined(self, name: str, parts: Sequence[str], *, every: bool) -> str:
        assert parts, f"{name} says nothing"
        all_of, any_of = ("t", "f") if every else ("f", "t")
        self._rule(f"{all_of}(R, {_term(name)})", [f"{all_of}(R, {_term(part)})" for part in parts])
        for part in parts:
            self._rule(f"{any_of}(R, {_term(name)})", [f"{any_of}(R, {_term(part)})"])
        return name

    def _leaf(self, leaf: Node, root: str) -> str:
        name = self._name(leaf)
        path = self._stated.one(leaf, SH.path)
        if path == PF.concluded:
            norm = self._stated.one(leaf, SH.hasValue)
            self._say("leans", name, norm)
            self._say("within", root, norm)
            return name
        steps = self._stated.items(path) if isinstance(path, BNode) else [path]
        fact = steps[0]
        for bound, word in ((SH.minInclusive, "from"), (SH.maxExclusive, "until")):
            for value in self._graph.objects(leaf, bound):
                self._bounds.append((word, name, str(fact), _number(value.toPython())))
                return name
        rules = (fact, PF.many, Literal(True)) in self._graph
        several = rules or (fact, RDF.type, PF.ConceptSetFact) in self._graph
        self._say("ranked" if steps[1:] else "several" if several else "single", name, fact)
        for holder in (leaf, *self._graph.objects(leaf, SH.qualifiedValueShape)):
            self._wanted(name, holder)
        if rules:
            self._say("rules", fact)
            self._of_one_rule(name, leaf)
        return name

    def _of_one_rule(self, name: str, leaf: Node) -> None:
        """Translate what is asked of one rule among several: of its rank and of its topic, together."""
        shape = self._stated.one(leaf, SH.qualifiedValueShape)
        parts = {self._stated.one(part, SH.path): part for part in self._graph.objects(shape, SH.property)}
        rank, topic = parts[PF.rank], parts[PF.topic]
        assert len(parts) == len((rank, topic))
        self._say("rule", name, self._name(rank), self._name(topic))
        for part in (rank, topic):
            self._wanted(self._name(part), part)

    def _wanted(self, name: str, holder: Node) -> None:
        for value in self._graph.objects(holder, SH.hasValue):
            self._say("wants", name, value)
        for kind in self._graph.objects(holder, SH["class"]):
            self._say("wantskind", name, kind)
        for head in self._graph.objects(holder, SH["in"]):
            for value in self._stated.items(head):
                self._say("wants", name, value)

    def _name(self, node: Node) -> str:
        return self._numbered.setdefault(node, f"n{len(self._numbered)}")

    # Asking

    def statuses(self, rows: Sequence[tuple[str, Sequence[Record]]]) -> Statuses:
        """Return the status of every norm in force on each row, a row being a profile and what is on record."""
        numbers = {_number(said) for _, records in rows for word, _, said in records if word == "at"}
        order = {number: place for place, number in enumerate(sorted(numbers | {each[-1] for each in self._bounds}))}
        lines = [*self._lines]
        lines += [f"{word}({_term(leaf)}, {_term(fact)}, {order[bound]})." for word, leaf, fact, bound in self._bounds]
        for row, (profile, records) in enumerate(rows):
            lines.append(f"row({row}, {_term(profile)}).")
            lines += [self._record(row, record, order) for record in records]
        return _solved("\n".join([RULES, *lines]))

    def _record(self, row: int, record: Record, order: Mapping[Decimal, int]) -> str:
        word, name, said = record
        fact = self._facts[name]
        match word:
            case "at":
                return f"at({row}, {_term(fact)}, {order[_number(said)]})."
            case "norule":
                return f"norule({row}, {_term(fact)})."
            case "rank":
                return f"rank({row}, {_term(fact)}, {_term(self._coded(RANKS, said))})."
            case _ if (fact, PF.many, Literal(True)) in self._graph:
                rank, topic = str(said).split("/")
                pair = f"({_term(self._coded(RANKS, rank))}, {_term(self._coded(TOPICS, topic))})"
                return f"{word}({row}, {_term(fact)}, {pair})."
            case _:
                scheme = self._graph.value(fact, PF["values"])
                value = Literal(said) if scheme is None else self._coded(str(scheme), said)
                return f"{word}({row}, {_term(fact)}, {_term(value)})."

    def _coded(self, scheme: str, code: object) -> Node:
        """Return the value of a list that has a code."""
        found = [
            value
            for value in self._graph.subjects(SKOS.notation, Literal(code))
            if str(self._graph.value(value, SKOS.inScheme)) == scheme
        ]
        assert len(found) == 1, (scheme, code, found)
        return found[0]


RANKS = "https://w3id.org/prima-facie/concept/rank"
TOPICS = "https://w3id.org/prima-facie/concept/topic"


def _term(part: object) -> str:
    """Return a name as a word of the program."""
    return '"' + str(part) + '"'


def _number(value: object) -> Decimal:
    return Decimal(value.toordinal()) if isinstance(value, date) else Decimal(str(value))


def _solved(program: str) -> Statuses:
    control = clingo.Control(["--models=0"], logger=_refuse)
    control.add("base", [], program)
    control.ground([("base", [])])
    with control.solve(yield_=True) as models:
        answers = [model.symbols(shown=True) for model in models]
    assert len(answers) == 1, f"{len(answers)} answers; the law has one"
    found: Statuses = {}
    for symbol in answers[0]:
        row, norm, status = symbol.arguments
        key = (row.number, norm.string)
        assert key not in found, f"{key} is {found[key]} and {status}"
        found[key] = status.name
    return found


def _refuse(code: clingo.MessageCode, message: str) -> None:
    """Let nothing pass but the remark that some word is never said, which is the case of small laws."""
    assert code is clingo.MessageCode.AtomUndefined, message
