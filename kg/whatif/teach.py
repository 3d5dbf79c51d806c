"""Teach: the cases from which a norm is learned, made from the norm itself.

The smallest facts under which it applies; each just miss, one fact away from them; what
bars it, and what revives it where the bar falls itself; and what it hangs on while a fact
is missing. None is invented: each is found on the law as it is read, written as a
description, and answered like any other, so it changes when the law does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kg.burden import presumed
from kg.engine import RowAnswer, Status, beaten_by
from kg.errors import NotFoundError
from kg.expression import Members, Op, Value
from kg.naming import found
from kg.plan import NormPlan, Plan
from kg.proof import Proof, Prover
from kg.reasoner import Reasoner
from kg.text import Text
from kg.truth import TRUE
from kg.vocabulary import Kind, Role
from kg.whatif.choices import values_of
from kg.whatif.goal import QUIET, goal
from kg.whatif.scene import ACTIVITY, Scene, described
from kg.whatif.standing import Standing
from kg.whatif.terms import Lesson
from kg.whatif.ways import Both, Demand, Goal, Want
from kg.whatif.witness import Witnesses, standing_in, standing_of

_UNDECIDED = frozenset({Status.OPEN, Status.APPLIES_UNLESS})


@dataclass(frozen=True, slots=True)
class Flip:
    """The one fact in which a just miss differs from the case that applies; of several values one *member*."""

    fact: str
    before: Value
    after: Value
    member: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One case: its description, what the norm then comes to, and why it is told.

    *flip* is what a just miss has otherwise; *defeats* are those that hold, or that fall and
    so revive the norm; *hangs_on* are the facts that would decide what is open.
    """

    lesson: Lesson
    norm: str
    scene: Scene
    description: Mapping[str, object]
    status: Status
    flip: Flip | None = None
    defeats: tuple[str, ...] = ()
    hangs_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lessons:
    """All cases of one norm, and which of its defeats have none of a kind.

    *unbarred* are defeats for which no case was found; *firm* those of whose defeaters nothing
    takes them away, so that none revives the norm.
    """

    norm: str
    cases: tuple[Case, ...]
    unbarred: tuple[str, ...]
    firm: tuple[str, ...]


def norms_called(reasoner: Reasoner, plan: Plan, name: str) -> tuple[str, ...]:
    """Return the norms that a name means: a norm, or all that a provision and what is part of it state.

    What has a legal consequence of its own comes before the definitions and pleas that serve it.
    Raises NotFoundError for a name that means nothing, or what states no norm under these readings.
    """
    law = reasoner.law
    meant = found(reasoner, name, [*law.provisions, *law.norms])
    norms = [meant] if meant in law.norms else [each for each in law.norms if _within(reasoner, each, meant)]
    known = [each for each in norms if each in plan.by_id]
    if not known:
        raise NotFoundError(reasoner.words("no-norm-there", name=meant))
    return tuple(sorted(known, key=lambda each: law.norms[each].auxiliary))


def _within(reasoner: Reasoner, norm: str, provision: str) -> bool:
    law = reasoner.law
    for stated in law.norms[norm].provisions:
        above = stated
        while above in law.provisions:
            if above == provision:
                return True
            above = law.provisions[above].parent
    return False


class Teacher:
    """Makes the cases of norms under one choice of readings."""

    def __init__(self, reasoner: Reasoner, plan: Plan) -> None:
        """Keep what is asked; what is worked out for one case serves the next."""
        self._reasoner = reasoner
        self._plan = plan
        self._witnesses = Witnesses(reasoner, plan)

    def lessons(self, norm: str) -> Lessons:
        """Return the cases of a norm; a norm of which none applies has none."""
        each = self._plan.by_id[norm]
        first = self._found(Lesson.APPLIES, norm, Status.IN_TENSION if each.soft else Status.APPLIES)
        cases = [] if first is None else [first, *self._misses(first)]
        if each.soft:
            supported = self._found(Lesson.SUPPORTED, norm, Status.SUPPORTED)
            cases += [supported] if supported else []
        barred = {defeat.id: self._barred(each, defeat.node) for defeat in each.defeats}
        revived = {defeat.id: self._revived(each, defeat.defeater, defeat.node) for defeat in each.defeats}
        cases += [case for case in barred.values() if case is not None]
        cases += [case for several in revived.values() for case in several]
        if each.defeats:
            unless = self._found(Lesson.UNLESS, norm, Status.APPLIES_UNLESS)
            cases += [unless] if unless else []
        cases += self._open(first) if first else ()
        return Lessons(
            norm,
            tuple(cases),
            tuple(name for name, case in barred.items() if case is None),
            tuple(name for name, several in revived.items() if not several),
        )

    def proof(self, case: Case) -> Proof:
        """Return the whole proof of a case, in the first situation in which conduct surely occurs."""
        prover = self._prover(self._standing(case.description), case.norm)
        return Proof(prover.node_id(case.norm), prover.nodes(case.norm))

    def _found(self, lesson: Lesson, norm: str, status: Status, also: Goal | None = None) -> Case | None:
        witness = self._witnesses.find(norm, status, also, self._title(lesson, norm))
        return None if witness is None else self._told(lesson, norm, witness.scene)

    def _title(self, lesson: Lesson, norm: str) -> Text:
        return self._reasoner.words(f"lesson-{lesson.value}", norm=self._reasoner.law.norms[norm].label)

    def _barred(self, norm: NormPlan, defeat: int) -> Case | None:
        """Return a case in which a norm would apply but for one defeat."""
        wanted = Both((Demand(norm.gate, Want.TRUE), Demand(norm.met, Want.TRUE), Demand(defeat, Want.TRUE)))
        return self._found(Lesson.BARRED, norm.id, Status.DEFEATED, wanted)

    def _revived(self, norm: NormPlan, name: str, defeat: int) -> tuple[Case, ...]:
        """Return the cases in which what would defeat a norm is itself defeated, one for each way it can be."""
        defeater = self._plan.by_id[name]
        under = self._plan.nodes[defeat]
        more = under.args if under.op is Op.EVERY and defeat != defeater.applies else ()
        found = []
        for each in defeater.defeats:
            nodes = (defeater.gate, defeater.met, each.node, *(node for node in more if node != defeater.applies))
            wanted = Both((goal(norm, Status.APPLIES), *(Demand(node, Want.TRUE) for node in nodes)))
            case = self._found(Lesson.REVIVED, norm.id, Status.APPLIES, wanted)
            if case is not None:
                found.append(replace(case, defeats=(each.id,)))
        return tuple(found)

    def _open(self, first: Case) -> tuple[Case, ...]:
        """Return the case that applies with one fact missing on which it then hangs, the last that does."""
        for name in reversed(_in_order(first.scene, self._reasoner)):
            left = {each: value for each, value in first.scene.facts.items() if each != name}
            case = self._told(Lesson.OPEN, first.norm, replace(first.scene, facts=left))
            if case is not None and case.status is Status.OPEN and name in case.hangs_on:
                return (case,)
        return ()

    def _hangs_on(self, standing: Standing, norm: str) -> tuple[str, ...]:
        inputs = self._prover(standing, norm).open_inputs(norm)
        return tuple(dict.fromkeys(self._plan.inputs[number].test.fact for number in inputs))

    def _prover(self, standing: Standing, norm: str) -> Prover:
        answer = _first(standing, self._plan.by_id[norm])
        return Prover(self._plan, answer, presumed(self._plan, answer))

    def _standing(self, description: Mapping[str, object]) -> Standing:
        return standing_in(self._reasoner, self._plan, self._reasoner.read(description))

    def _misses(self, first: Case) -> Iterator[Case]:
        """Yield the case with each of its facts otherwise, so that nothing follows if there is such a value."""
        for flips in self._flips(first.scene):
            cases = [case for flip, scene in flips if (case := self._missed(first, flip, scene)) is not None]
            quiet = [case for case in cases if case.status in QUIET]
            yield from (quiet or cases)[:1]

    def _missed(self, first: Case, flip: Flip, scene: Scene) -> Case | None:
        """Return a case that differs in one fact, or nothing where it makes no sense or no difference."""
        case = self._told(Lesson.MISS, first.norm, scene)
        return None if case is None or case.status is first.status else replace(case, flip=flip)

    def _told(self, lesson: Lesson, norm: str, scene: Scene) -> Case | None:
        """Return a scene as a case, or nothing where it makes no sense.

        Where the day of conduct and later days come to different things, conduct ended on the day.
        """
        told = described(scene, self._reasoner, self._title(lesson, norm))
        standing = standing_of(self._reasoner, self._plan, told)
        if standing is None or told is None:
            return None
        status, each = standing.of_norm(ACTIVITY, norm), self._plan.by_id[norm]
        answer = _first(standing, each)
        if answer.statuses[each.place] is not status and not scene.erased:
            return self._told(lesson, norm, replace(scene, ended=True, erased=True, begun=True))
        hangs_on = self._hangs_on(standing, norm) if status in _UNDECIDED else ()
        return Case(lesson, norm, scene, told, status, None, beaten_by(each, answer.values), hangs_on)

    def _flips(self, scene: Scene) -> Iterator[list[tuple[Flip, Scene]]]:
        """Yield for each fact, and each member of one, every way in which it alone is otherwise."""
        for name in _in_order(scene, self._reasoner):
            value = scene.facts[name]
            if isinstance(value, Members):
                for member in sorted(value.present | value.absent):
                    other = _turned(value, member)
                    yield [(Flip(name, value, other, member), _with(scene, name, other))]
            else:
                yield [
                    (Flip(name, value, other), self._when(_with(scene, name, other), name))
                    for other in self._others(name, value)
                ]

    def _others(self, name: str, value: Value) -> list[Value]:
        """Return the other values of a fact, those of a day or number nearest first."""
        fact = self._reasoner.vocabulary.facts[name]
        values = values_of(fact, self._plan, self._reasoner.vocabulary)
        others = [each for each in values if each != value]
        if fact.kind in {Kind.DATE, Kind.NUMBER} and value in values:
            place = values.index(value)
            others.sort(key=lambda each: abs(values.index(each) - place))
        return others

    def _when(self, scene: Scene, name: str) -> Scene:
        """Return a scene on another day as one that ended on that day, so that later days say nothing."""
        day = self._reasoner.vocabulary.with_role(Role.DAY).name
        return replace(scene, ended=True, erased=True, begun=True) if name == day else scene


def _first(standing: Standing, norm: NormPlan) -> RowAnswer:
    """Return the first situation in which conduct surely occurs, or that decides a norm, or the first of all."""
    status = standing.of_norm(ACTIVITY, norm.id)
    sure = [each for each in standing.answers if each.row.occurs == TRUE]
    deciding = [each for each in standing.answers if each.statuses[norm.place] is status]
    return (sure or deciding or list(standing.answers))[0]


def _in_order(scene: Scene, reasoner: Reasoner) -> list[str]:
    return [name for name in reasoner.vocabulary.facts if name in scene.facts]


def _with(scene: Scene, name: str, value: Value) -> Scene:
    return replace(scene, facts={**scene.facts, name: value})


def _turned(value: Members, member: str) -> Members:
    """Return a value of several members with one of them the other way round."""
    one = frozenset({member})
    if member in value.present:
        return Members(value.present - one, value.absent | one)
    return Members(value.present | one, value.absent - one)
