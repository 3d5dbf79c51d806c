"""Assessment: what every provision comes to for one description of a deployment.

A provision takes the status of its strongest limb, an activity that of its rows taken
together. Beside each status stands what would be presumed, what it hangs on, who must
prove that, what defeats it, and whether another reading would change it. The reading
of the Resolution and that of the Provisions stand side by side and are never merged.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from kg.burden import Burden, Presumed, ledger, presumed, silence
from kg.described import Deployment
from kg.engine import STRENGTH, RowAnswer, Status, answer, beaten_by, fold, strongest
from kg.errors import Problem
from kg.expression import Members
from kg.law import Law
from kg.once import Once
from kg.plan import OPTION, Anchor, Plan, StepKind
from kg.proof import Proof, ProofNode, Prover
from kg.row import Row
from kg.text import Text
from kg.truth import TRUE, UNKNOWN, Truth
from kg.words import Words


@dataclass(frozen=True, slots=True)
class Defeater:
    """A defeat that holds: who defeats, where that is stated, and what could defeat it in turn."""

    id: str
    norm: str
    provisions: tuple[str, ...]
    could_fall_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OtherReading:
    """Another reading under which the finding would be a different one."""

    reading: str
    option: str
    status: Status


@dataclass(frozen=True, slots=True)
class Limb:
    """What one norm comes to for an activity, over all its rows."""

    norm: str
    status: Status
    presumed: Status
    rows: tuple[tuple[str, Status, Truth], ...]
    defeaters: tuple[Defeater, ...]
    threats: tuple[str, ...]
    """The norms whose defeat of this one is open."""

    hangs_on: tuple[str, ...]
    burdens: tuple[Burden, ...]


class Elsewhere:
    """What findings would be under other readings; worked out when first asked."""

    def __init__(self, law: Law, question: "Question", answered: Mapping[str, RowAnswer]) -> None:
        """Keep what is asked; nothing is worked out yet."""
        self._law = law
        self._question = question
        self._rows = tuple(answered.values())

    def readings(self, finding: "Finding") -> tuple[OtherReading, ...]:
        """Return every other reading under which a finding would be another."""
        return tuple(
            OtherReading(reading, option, found)
            for reading, option, options, answers in self._answers
            if (found := self._status(options, finding, answers)) is not finding.status
        )

    @Once
    def _answers(self) -> list[tuple[str, str, frozenset[str], tuple[RowAnswer, ...]]]:
        plan = self._question.everything()
        return [
            (reading, option, options, tuple(answer(plan, _under(plan, each.row, options)) for each in self._rows))
            for reading, option, options in self._question.others()
        ]

    def _status(self, options: frozenset[str], finding: "Finding", answers: Sequence[RowAnswer]) -> Status:
        plan = self._question.everything()
        norms = _answered(self._law, options).get(finding.provision, ())
        rows = [each for each in answers if each.row.activity == finding.activity]
        folded = [fold([(row.statuses[plan.by_id[norm].place], row.row.occurs) for row in rows]) for norm in norms]
        return strongest(folded) if folded else Status.DOES_NOT_APPLY


def _under(plan: Plan, row: Row, options: frozenset[str]) -> Row:
    """Return a row that says which options are chosen, for a plan of all of them."""
    return replace(row, facts={**row.facts, OPTION: Members(options, plan.options - options)})


@dataclass(frozen=True, slots=True)
class Finding:
    """What one provision comes to for one activity."""

    id: str
    activity: str
    instrument: str
    provision: str
    status: Status
    presumed: Status
    limbs: tuple[Limb, ...]
    elsewhere: Elsewhere = field(compare=False, repr=False)

    @property
    def others(self) -> tuple[OtherReading, ...]:
        """The other readings under which the finding would be another."""
        return self.elsewhere.readings(self)

    @property
    def defeaters(self) -> tuple[Defeater, ...]:
        """The defeats that decide the finding, of the limbs that have its status."""
        return tuple(dict.fromkeys(each for limb in self.deciding for each in limb.defeaters))

    @property
    def deciding(self) -> tuple[Limb, ...]:
        """The limbs that have the status of the whole."""
        return tuple(limb for limb in self.limbs if limb.status is self.status)

    @property
    def hangs_on(self) -> tuple[str, ...]:
        """The facts on which the deciding limbs hang."""
        return tuple(dict.fromkeys(fact for limb in self.deciding for fact in limb.hangs_on))

    @property
    def burdens(self) -> tuple[Burden, ...]:
        """Who must prove what the deciding limbs hang on."""
        return tuple(dict.fromkeys(each for limb in self.deciding for each in limb.burdens))


@dataclass(frozen=True, slots=True)
class ActivityTitle:
    """An activity as the description names it."""

    id: str
    title: Text


@dataclass(frozen=True)
class Assessment:
    """All findings for one description under one choice of readings."""

    deployment: str
    title: Text
    activities: tuple[ActivityTitle, ...]
    edition: str
    on: date | None
    options: frozenset[str]
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    rows: tuple[Row, ...]
    _provers: Mapping[str, Prover]
    _words: Words
    described: Deployment | None = field(default=None, compare=False, repr=False)
    """The description that was assessed."""

    @Once
    def _by_key(self) -> Mapping[tuple[str, str], Finding]:
        return {(finding.activity, finding.provision): finding for finding in self.findings}

    def finding(self, activity: str, provision: str) -> Finding | None:
        """Return the finding of an activity on a provision, or nothing."""
        return self._by_key.get((activity, provision))

    def proof(self, finding: Finding) -> Proof:
        """Return the whole proof of a finding, its fold over limbs and rows being nodes of it."""
        nodes: dict[str, ProofNode] = {}
        limbs = [self._limb(finding, limb, nodes) for limb in finding.limbs]
        anchor = Anchor((finding.provision,), finding.limbs[0].norm, None)
        name = self._words("provision-fold")
        root = _summary(finding.id, StepKind.PROVISION, name, finding.status, finding.presumed, anchor, limbs)
        return Proof(root.id, {root.id: root, **nodes})

    def _limb(self, finding: Finding, limb: Limb, nodes: dict[str, ProofNode]) -> str:
        """Add the nodes of one limb and return the id of the one on top: the row's, or the fold of the rows."""
        several = len(limb.rows) > 1
        name, below = f"{finding.activity}:{limb.norm}@fold", []
        anchor = self._provers[limb.rows[0][0]].anchor(limb.norm)
        if several:
            nodes[name] = _summary(name, StepKind.FOLD, self._words("row-fold"), limb.status, limb.presumed, anchor, ())
        for row, status, _ in limb.rows:
            prover = self._provers[row]
            top = prover.node_id(limb.norm)
            if several:
                held = prover.closed_status(limb.norm)
                label = f"{top}@row"
                nodes[label] = _summary(label, StepKind.ROW, self._situation(row), status, held, anchor, (top,))
                top = label
            below.append(top)
            nodes.update(prover.nodes(limb.norm))
        if not several:
            return below[0]
        nodes[name] = replace(nodes[name], below=tuple(below))
        return name

    def _situation(self, name: str) -> Text:
        """Return in words which situation and time a row is about."""
        row = next(each for each in self.rows if each.id == name)
        first = row.first.isoformat() if row.first else "…"
        last = row.last.isoformat() if row.last else "…"
        parts = [part.partition(":")[2] for part in row.parts]
        key = "situation" if row.occurs == TRUE else "situation-perhaps"
        return self._words(key, first=first, last=last, parts=", ".join(parts) or row.activity)


def _summary(  # noqa: PLR0913, PLR0917 - the parts of a node
    identifier: str,
    kind: StepKind,
    name: Text,
    status: Status,
    closed: Status,
    anchor: Anchor,
    below: Sequence[str],
) -> ProofNode:
    return ProofNode(identifier, kind, name, truth_of(status), truth_of(closed), status, anchor, tuple(below))


def truth_of(status: Status) -> Truth:
    """Return whether a status says that the effect follows.

    >>> truth_of(Status.DEFEATED)
    <Truth.FALSE: 'false'>
    """
    if status in {Status.APPLIES, Status.IN_TENSION, Status.SUPPORTED}:
        return Truth.TRUE
    return Truth.UNKNOWN if status in {Status.OPEN, Status.APPLIES_UNLESS, Status.UNKNOWN} else Truth.FALSE


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the law: rows of a description, under a plan, beside plans of other readings."""

    plan: Plan
    others: Callable[[], Sequence[tuple[str, str, frozenset[str]]]]
    everything: Callable[[], Plan]
    rows: Sequence[Row]
    conduct: tuple[str, ...]
    """The facts on which it hangs whether an uncertain row occurs at all."""
    under_way: str | None = None
    """The fact, worked out of these, whether the activity itself goes on; they stand for it."""


def find(law: Law, question: Question) -> tuple[tuple[Finding, ...], dict[str, Prover]]:
    """Return every finding on every answered provision, in the order of the description and the law."""
    plan = question.plan
    answered = {row.id: answer(plan, row) for row in question.rows}
    closed = {name: presumed(plan, each) for name, each in answered.items()}
    provers = {name: Prover(plan, answered[name], closed[name]) for name in answered}
    elsewhere = Elsewhere(law, question, answered)
    findings = []
    for activity in dict.fromkeys(row.activity for row in question.rows):
        rows = [answered[row.id] for row in question.rows if row.activity == activity]
        for provision, norms in answered_provisions(law, plan).items():
            limbs = tuple(_limb(law, question, norm, rows, closed, provers) for norm in norms)
            status = strongest([limb.status for limb in limbs])
            findings.append(
                Finding(
                    id=f"{activity}:{provision}",
                    activity=activity,
                    instrument=law.provisions[provision].instrument,
                    provision=provision,
                    status=status,
                    presumed=strongest([limb.presumed for limb in limbs]),
                    limbs=limbs,
                    elsewhere=elsewhere,
                )
            )
    return tuple(findings), provers


def answered_provisions(law: Law, plan: Plan) -> dict[str, tuple[str, ...]]:
    """Return the limbs of each leaf provision an assessment answers for, in the order of the text."""
    return _answered(law, plan.options)


@lru_cache(maxsize=1024)
def _answered(law: Law, options: frozenset[str]) -> dict[str, tuple[str, ...]]:
    holders = {provision.parent for provision in law.provisions.values()}
    found: dict[str, tuple[str, ...]] = {}
    for provision in sorted(law.stated, key=lambda each: reading_order(law, each)):
        norms = [law.norms[norm] for norm in law.stated[provision]]
        norms = [norm for norm in norms if norm.option is None or norm.option in options]
        if provision in holders or not law.instruments[law.provisions[provision].instrument].answered or not norms:
            continue
        own = [norm.id for norm in norms if not norm.auxiliary] or [norm.id for norm in norms]
        found[provision] = tuple(own)
    return found


def reading_order(law: Law, provision: str) -> tuple[tuple[int, str], ...]:
    """Return the key by which provisions stand in the order of their texts."""
    key: list[tuple[int, str]] = []
    current = law.provisions.get(provision)
    while current is not None:
        key.insert(0, (current.order, current.id))
        parent = current.parent
        current = law.provisions.get(parent)
        if current is None:
            key.insert(0, (law.instruments[parent].order, parent))
    return tuple(key)


def _limb(  # noqa: PLR0913, PLR0917 - what a limb is made from
    law: Law,
    question: Question,
    norm: str,
    rows: Sequence[RowAnswer],
    closed: Mapping[str, Presumed],
    provers: Mapping[str, Prover],
) -> Limb:
    plan = question.plan
    place = plan.by_id[norm].place
    each_status = [(row.statuses[place], row.row.occurs) for row in rows]
    status = fold(each_status)
    if plan.norms[place].soft:
        held = status
    else:
        held = closed_fold([(closed[row.row.id].statuses[place], row.row.occurs) for row in rows])
    open_inputs: dict[tuple[int, int], None] = {}
    hangs: dict[str, None] = {}
    if status in {Status.OPEN, Status.APPLIES_UNLESS}:
        for row in rows:
            if row.statuses[place] in {Status.OPEN, Status.APPLIES_UNLESS}:
                silent = silence(plan, row.inputs)
                reached = provers[row.row.id].open_inputs(norm)
                known = [number for number in reached if row.row.occurs == TRUE or not _by_days(question, number)]
                open_inputs.update(((number, silent[number]), None) for number in known)
        hangs.update(
            (plan.inputs[number].test.fact, None) for number, _ in open_inputs if not _by_days(question, number)
        )
        if _uncertain(each_status, status) or any(_by_days(question, number) for number, _ in open_inputs):
            hangs.update((fact, None) for fact in question.conduct)
    threats = [
        each.defeater
        for row in rows
        if row.statuses[place] is Status.APPLIES_UNLESS
        for each in plan.norms[place].defeats
        if row.values[each.node] == UNKNOWN
    ]
    defeaters = [
        _defeater(law, plan, defeat)
        for row in rows
        if row.statuses[place] is Status.DEFEATED
        for defeat in beaten_by(plan.norms[place], row.values)
    ]
    return Limb(
        norm=norm,
        status=status,
        presumed=held,
        rows=tuple(
            (row.row.id, row.statuses[place], Truth.TRUE if row.row.occurs == TRUE else Truth.UNKNOWN) for row in rows
        ),
        defeaters=tuple(dict.fromkeys(defeaters)),
        threats=tuple(dict.fromkeys(threats)),
        hangs_on=tuple(hangs),
        burdens=ledger(plan, norm, list(open_inputs)),
    )


def _by_days(question: Question, number: int) -> bool:
    return question.plan.inputs[number].test.fact == question.under_way


def _uncertain(several: Sequence[tuple[Status, int]], status: Status) -> bool:
    sure = [each for each, occurs in several if occurs == TRUE]
    return status is Status.OPEN and status not in sure and any(occurs != TRUE for _, occurs in several)


def closed_fold(several: Sequence[tuple[Status, int]]) -> Status:
    """Fold what would be presumed: conduct that is not shown to have occurred counts for nothing."""
    sure = [status for status, occurs in several if occurs == TRUE]
    return strongest(sure) if sure else min((status for status, _ in several), key=STRENGTH.__getitem__)


def _defeater(law: Law, plan: Plan, identifier: str) -> Defeater:
    defeat = law.defeats[identifier]
    return Defeater(
        id=identifier,
        norm=defeat.defeater,
        provisions=law.norms[defeat.defeater].provisions,
        could_fall_to=tuple(each.defeater for each in plan.by_id[defeat.defeater].defeats),
    )
