"""Wording: findings and proofs put into sentences, in English and Chinese.

Sentences are made from the labels of norms, elements and facts and a few patterns kept
in Turtle; there is no text for a single article here or there.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kg.assessment import Assessment, Finding, Limb
from kg.burden import SIDES, Burden
from kg.engine import Status
from kg.expression import Citation, Members, Value
from kg.graph import BASE
from kg.law import Law
from kg.plan import StepKind
from kg.proof import Proof, ProofNode, Statement
from kg.text import Text
from kg.truth import TRUE, UNKNOWN, Truth
from kg.vocabulary import Fact, Vocabulary
from kg.words import Words

MARKS = {Truth.TRUE: "✓", Truth.FALSE: "✗", Truth.UNKNOWN: "?"}
"""How true, false and unknown are marked where colour cannot be relied on."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a proof in words: how deep it stands, its mark, what it says."""

    depth: int
    node: str
    mark: str
    says: Text


@dataclass(frozen=True, slots=True)
class Wording:
    """Puts answers into words; knows the law's labels and nothing of its articles."""

    law: Law
    vocabulary: Vocabulary
    words: Words

    def status(self, status: Status) -> Text:
        """Return a status in a lawyer's words."""
        return self.vocabulary.concepts[f"{BASE}concept/status/{status.value}"].label

    def provision(self, identifier: str) -> Text:
        """Return how a provision is cited, or the id of what is none."""
        found = self.law.provisions.get(identifier)
        return found.label if found else Text(identifier, identifier)

    def norm(self, identifier: str) -> Text:
        """Return the label of a norm."""
        return self.law.norms[identifier].label

    def is_frame(self, finding: Finding) -> bool:
        """Say whether a finding only sets the frame for others, or says what words mean."""
        norms = [self.law.norms[limb.norm] for limb in finding.limbs]
        return all(norm.frame or norm.auxiliary for norm in norms)

    def summary(self, finding: Finding) -> Text:
        """Return a finding in one sentence."""
        limbs = finding.deciding or finding.limbs
        return self.words(
            f"summary-{finding.status.value}",
            provision=self.provision(finding.provision),
            norms=self.listed(self.norm(limb.norm) for limb in limbs),
            defeaters=self.listed(self._threats(limbs)),
        )

    def _threats(self, limbs: Sequence[Limb]) -> Iterator[Text]:
        named = [norm for limb in limbs for norm in (*(each.norm for each in limb.defeaters), *limb.threats)]
        for norm in dict.fromkeys(named):
            where = self.provision(self.law.norms[norm].provisions[0])
            yield Text(f"{where.en} ({self.norm(norm).en})", f"{where.zh}（{self.norm(norm).zh}）")

    def details(self, finding: Finding) -> list[Text]:
        """Return what else is to be said of a finding: what it hangs on, burdens, other readings."""
        lines = []
        if finding.hangs_on:
            facts = self.listed(self.vocabulary.facts[name].label for name in finding.hangs_on)
            lines.append(self.words("hangs-on", facts=facts))
        lines += self.in_short(finding)
        lines += self.burdens(finding.burdens)
        lines += [
            self.words("another-reading", reading=each.reading, option=each.option, status=self.status(each.status))
            for each in finding.others
        ]
        return lines

    def in_short(self, finding: Finding) -> list[Text]:
        """Return what would be presumed, where that is another thing than what the record shows."""
        if finding.presumed is finding.status:
            return []
        return [self.words("presumed", status=self.status(finding.presumed))]

    def burdens(self, several: Sequence[Burden]) -> list[Text]:
        """Return who must prove the open elements and what silence then means, a line for each kind."""
        kinds: dict[tuple[str, str | None, int], dict[Text, None]] = {}
        for each in several:
            falls = each.bearer in SIDES and each.taken_as != UNKNOWN
            key = (each.bearer, each.basis if falls else None, each.taken_as if falls else UNKNOWN)
            kinds.setdefault(key, {})[each.says] = None
        return [self._burden(*key, facts) for key, facts in kinds.items()]

    def _burden(self, bearer: str, basis: str | None, taken_as: int, facts: Iterable[Text]) -> Text:
        party = self.words(f"party-{bearer}")
        listed = self.listed(facts)
        if taken_as == UNKNOWN:
            return self.words("burden-of-court", party=party, facts=listed)
        if taken_as == TRUE:
            return self.words("burden-to-disprove", party=party, basis=self.basis(basis), facts=listed)
        taken = self.words("taken-as-not-met")
        return self.words("burden", party=party, basis=self.basis(basis), taken=taken, facts=listed)

    def basis(self, identifier: str | None) -> Text:
        """Return the provision a burden rests on."""
        return self.provision(identifier) if identifier else self.words("general-rule")

    def listed(self, texts: Iterable[Text]) -> Text:
        """Return several sayings as one list."""
        separator = self.words("list-separator")
        several = list(texts)
        return Text(separator.en.join(text.en for text in several), separator.zh.join(text.zh for text in several))

    def value(self, fact: Fact, value: Value) -> Text:
        """Return the value of a fact in words."""
        match value:
            case bool():
                return self.words("yes" if value else "no")
            case Members(present, absent):
                return self._members(fact, present, absent)
            case Citation(source, rank):
                return self._cited(source, rank)
            case date():
                return self.words("open-end") if value == date.max else Text(value.isoformat(), value.isoformat())
            case str() if fact.concepts:
                return fact.concept(value).label
            case _:
                return Text(str(value), str(value))

    def _members(self, fact: Fact, present: frozenset[str], absent: frozenset[str]) -> Text:
        labels = {concept.code: concept.label for concept in fact.concepts}
        there = self.listed(labels.get(code, Text(code, code)) for code in _sorted(fact, present))
        if present:
            return there
        missing = self.listed(labels.get(code, Text(code, code)) for code in _sorted(fact, absent))
        return self.words("members-absent", members=missing) if absent else self.words("none")

    def _cited(self, source: str | None, rank: str | None) -> Text:
        if source is None:
            return self.words("none")
        name = self.provision(source)
        if rank is None:
            return name
        label = self.vocabulary.concepts[f"{BASE}concept/rank/{rank}"].label
        return Text(f"{name.en} ({label.en})", f"{name.zh}（{label.zh}）")

    def statement(self, statement: Statement, truth: Truth = Truth.TRUE) -> Text:
        """Return what is on record of a fact, or whose it is to prove.

        A yes or no that is the contrary of the statement it stands beside (*truth*) names its fact.
        """
        fact = self.vocabulary.facts[statement.fact]
        entry = statement.entry
        if entry is None:
            if statement.bearer not in SIDES:
                return self.words("not-on-record-for-court")
            party = self.words(f"party-{statement.bearer}")
            return self.words("not-on-record", party=party, basis=self.basis(statement.basis))
        if entry.value is None or entry.contested:
            return self.words("contested")
        key = "taken-as" if entry.assumed else "worked-out" if fact.derived_from else "on-record"
        value = self.value(fact, entry.value)
        if isinstance(entry.value, bool) and entry.value is not (truth is Truth.TRUE):
            value = self.words("value-of", fact=fact.label, value=value)
        said = self.words(key, value=value)
        if entry.assessor:
            judged = self.words("judged-by", assessor=entry.assessor, reasons=entry.reasons or "-")
            return self.listed([said, judged])
        return said

    def node(self, node: ProofNode) -> Text:
        """Return one node of a proof in words."""
        if node.kind is StepKind.FACT and node.statement is not None:
            said = self.statement(node.statement, node.truth)
            return Text(f"{node.name.en} [{said.en}]", f"{node.name.zh}〔{said.zh}〕")
        if node.status is None:
            return node.name
        where, status = self.provision(node.anchor.provisions[0]), self.status(node.status)
        return Text(f"{where.en}, {node.name.en}: {status.en}", f"{where.zh}，{node.name.zh}：{status.zh}")

    def lines(self, proof: Proof) -> list[Line]:
        """Return a proof as lines: what was shown is only named again, what repeats is said to.

        A gate that stands open has findings of its own and is left out here, a conclusion leaned
        on is the norm itself, and of situations that come out the same the first is shown whole.
        """
        lines: list[Line] = []
        shown: set[str] = set()
        waiting = [(proof.root, 0)]
        while waiting:
            name, depth = waiting.pop()
            node = proof.nodes[name]
            says, below = self._line(node, proof, shown)
            lines.append(Line(depth, name, MARKS[node.truth], says))
            waiting.extend((each, depth + 1) for each in reversed(below))
            shown.add(name)
        return lines

    def _line(self, node: ProofNode, proof: Proof, shown: set[str]) -> tuple[Text, Sequence[str]]:
        says, below = self.node(node), node.below
        leaned = [each for each in below if proof.nodes[each].kind is StepKind.NORM]
        if node.kind in {StepKind.CONCLUDED, StepKind.DEFEAT} and leaned:
            norm = proof.nodes[leaned[0]]
            says = _beside(says, self._place(norm))
            below = (*norm.below, *(each for each in below if each != norm.id))
            if norm.id in shown:
                return _beside(says, self.words("seen-above")), ()
            shown.add(norm.id)
        if node.kind is StepKind.ROW and any(self._alike(node, proof.nodes[each]) for each in shown):
            return _beside(says, self.words("same-as")), ()
        return says, [each for each in below if not self._open_gate(proof.nodes[each])]

    def _open_gate(self, node: ProofNode) -> bool:
        """Say whether a step is a gate that stands open: its own findings tell of it."""
        return node.kind is StepKind.GATE and node.truth is Truth.TRUE

    def _alike(self, row: ProofNode, other: ProofNode) -> bool:
        return other.kind is StepKind.ROW and other.status is row.status and other.anchor.norm == row.anchor.norm

    def _place(self, norm: ProofNode) -> Text:
        where = self.provision(norm.anchor.provisions[0])
        if norm.status is None:
            return where
        status = self.status(norm.status)
        return Text(f"{where.en}: {status.en}", f"{where.zh}：{status.zh}")

    def unread(self) -> Text | None:
        """Return which parts of the answered instruments no norm has been read in yet, if there are any."""
        parts = [each.unread for each in self.law.instruments.values() if each.unread is not None]
        return self.words("not-yet-read", provisions=self.listed(parts)) if parts else None

    def not_advice(self) -> Text:
        """Return the one sentence that says what an answer is not."""
        return self.words("not-advice")

    def title(self, assessment: Assessment, activity: str) -> Text:
        """Return what an activity is called in its description."""
        return next((each.title for each in assessment.activities if each.id == activity), Text(activity, activity))


def _sorted(fact: Fact, codes: frozenset[str]) -> list[str]:
    known = [code for code in fact.codes if code in codes]
    return known + sorted(codes - set(known))


def _beside(text: Text, more: Text) -> Text:
    return Text(f"{text.en} ({more.en})", f"{text.zh}（{more.zh}）")
