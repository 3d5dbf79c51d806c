"""Witness: the smallest facts that give a norm a status.

What the facts would have to be is read off the circuit, gate, condition and defeats
together, with every fact free. The ways found are written out as descriptions, each is
read and answered like any other, and what turns out not to be needed is left out again.

Guaranteed: the description is read without any problem, the norm has the status, and no
fact or member stated in it can be left out alone. Not guaranteed: that no other set has
fewer facts, for only so many of the ways that ask for least are kept on the way; nor, for
the same reason, that a norm without a witness has none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Final

from kg.described import Deployment
from kg.engine import Status
from kg.errors import InputError
from kg.expression import Leaf, Members, Value, leaves
from kg.plan import Plan
from kg.reasoner import Reasoner
from kg.row import Row
from kg.rows import expand
from kg.stopping import Work, step
from kg.text import Text
from kg.truth import TRUE
from kg.vocabulary import Fact, Kind, Level, Role
from kg.whatif.choices import Choices
from kg.whatif.coherent import Coherent
from kg.whatif.goal import goal, holds
from kg.whatif.scene import ACTIVITY, Scene, described
from kg.whatif.sites import Site
from kg.whatif.standing import Standing, standing
from kg.whatif.ways import Goal, Things, Want, Ways

KEPT: Final = 120
"""How many ways are kept at each step."""

TRIED: Final = 200
"""How many scenes are written out before it is said that there is no witness."""

VALUES: Final = 4
"""How many choices of values are tried of one way."""


@dataclass(frozen=True, slots=True)
class Witness:
    """Facts under which a norm has a status: as a row holds them, and as a description states them."""

    norm: str
    status: Status
    scene: Scene
    description: Mapping[str, object]

    @property
    def facts(self) -> Mapping[str, Value]:
        """What the row holds that nobody takes for granted."""
        return self.scene.facts


class Witnesses:
    """Finds witnesses under one choice of readings; what was worked out for one serves the next."""

    def __init__(self, reasoner: Reasoner, plan: Plan) -> None:
        """Keep what is asked; every fact that is tested may be anything."""
        self._reasoner = reasoner
        self._plan = plan
        self._grounds = (_Ground(reasoner, plan, sued=False), _Ground(reasoner, plan, sued=True))

    def find(self, norm: str, status: Status, through: Goal | None = None, title: Text | None = None) -> Witness | None:
        """Return smallest facts that give a norm a status, or nothing where none were found.

        *through* says by which steps it is to come to that, and is so in one situation at
        least; *title* is what the description is called, the norm's label by default. Raises
        ValueError for a status the norm never has.
        """
        title = title or self._reasoner.law.norms[norm].label
        sought = _Sought(self._reasoner, self._plan, norm, status, through, title)
        whole = through or goal(self._plan.by_id[norm], status)
        found = [(size, place, scene) for place, each in enumerate(self._grounds) for size, scene in each.scenes(whole)]
        for _, _, scene in islice(sorted(found, key=lambda each: each[:2]), TRIED):
            for told in self._told(scene):
                if sought.shown_by(told):
                    return sought.reduced(told)
        return None

    def _told(self, scene: Scene) -> Iterator[Scene]:
        """Yield ways to tell a scene: as it is, then with a day of conduct, and that conduct ended on it."""
        yield scene
        day = self._reasoner.vocabulary.with_role(Role.DAY).name
        days = self._plan.domains.get(day, ())
        if day not in scene.facts and days:
            scene = replace(scene, facts={day: days[-1], **scene.facts})
            yield scene
        yield replace(scene, ended=True)
        yield replace(scene, ended=True, erased=True)


class _Ground:
    """A row of which nothing is stated and in which every fact may be anything, with a claim described or without."""

    def __init__(self, reasoner: Reasoner, plan: Plan, *, sued: bool) -> None:
        self._things = Things(len(reasoner.vocabulary.facts), KEPT)
        self._sued = sued
        row = _bare(reasoner, sued=sued)

        def may_be(_row: Row, fact: Fact) -> Site | None:
            settled = fact.role in {Role.MATTER, Role.UNDER_WAY} or (fact.level is Level.MATTER and not sued)
            return None if settled or fact.kind is Kind.TEXT else Site(fact.name, ((fact.name,),))

        self._choices = Choices(plan, reasoner.vocabulary, self._things, may_be)
        asked = self._choices.in_row(row)
        formulas = tuple(reasoner.coherence.values())
        tests = [each.test for each in plan.inputs]
        more = [leaf.test for each in formulas for leaf, _ in leaves(each) if isinstance(leaf, Leaf)]
        names = list(reasoner.vocabulary.facts)
        for test in sorted((*tests, *more), key=lambda each: names.index(each.fact)):
            asked(test, Want.TRUE)  # so that the order of things is that of the facts and not that of the questions
        self._ways = Ways(plan.nodes, tests, self._things, asked)
        self._coherent = Coherent(formulas, (row,), self._choices, self._things)

    def scenes(self, wanted: Goal) -> Iterator[tuple[int, Scene]]:
        """Yield the scenes that may show what is wanted, each with the number of its facts."""
        ways = self._things.least(each for way in self._ways.to(wanted) for each in self._coherent.refined(way))
        for way in ways:
            changed = self._choices.changes(way)
            for values in islice(product(*(each.values for each in changed)), VALUES):
                facts = {each.site.fact: value for each, value in zip(changed, values, strict=True)}
                yield way.facts.bit_count() + self._sued, Scene(facts, self._sued)


def _bare(reasoner: Reasoner, *, sued: bool) -> Row:
    """Return a row of an activity under way of which nothing is stated, not even a day."""
    empty = described(Scene({}, sued), reasoner, Text("-", "-")) or {}
    row = expand(reasoner.read(empty), reasoner.vocabulary, reasoner.words, ())[0]
    day, under_way = (reasoner.vocabulary.with_role(role).name for role in (Role.DAY, Role.UNDER_WAY))
    return replace(row, facts={**{name: value for name, value in row.facts.items() if name != day}, under_way: True})


@dataclass(frozen=True, slots=True)
class _Sought:
    """What is looked for: a status of a norm, and what else is to be so of its steps."""

    reasoner: Reasoner
    plan: Plan
    norm: str
    status: Status
    through: Goal | None
    title: Text

    def shown_by(self, scene: Scene) -> bool:
        """Say whether a scene, described and read like any other, shows it."""
        found = standing_of(self.reasoner, self.plan, described(scene, self.reasoner, self.title))
        if found is None or found.of_norm(ACTIVITY, self.norm) is not self.status:
            return False
        sure = [each for each in found.answers if each.row.occurs == TRUE] or found.answers
        return self.through is None or any(holds(self.through, each.values) for each in sure)

    def reduced(self, scene: Scene) -> Witness:
        """Return the witness that is left when all that can be left out is left out."""
        smaller = next((each for each in _smaller(scene) if self.shown_by(each)), None)
        while smaller is not None:
            scene = smaller
            smaller = next((each for each in _smaller(scene) if self.shown_by(each)), None)
        told = described(scene, self.reasoner, self.title) or {}
        return Witness(self.norm, self.status, scene, told)


def standing_of(reasoner: Reasoner, plan: Plan, description: Mapping[str, object] | None) -> Standing | None:
    """Return what a description comes to, or nothing where there is none or any problem in it."""
    if description is None:
        return None
    step(Work.TRIAL)
    try:
        deployment = reasoner.read(description)
        return None if deployment.problems else standing_in(reasoner, plan, deployment)
    except InputError:
        return None


def standing_in(reasoner: Reasoner, plan: Plan, deployment: Deployment) -> Standing:
    """Return what a description that was read comes to; raises InputError if it falls into too many situations."""
    rows = expand(deployment, reasoner.vocabulary, reasoner.words, plan.cuts)
    return standing(reasoner.law, plan, rows)


def _smaller(scene: Scene) -> Iterator[Scene]:
    """Yield the scene with one thing left out: a fact, a member, the claim, or what is said of the end."""
    if scene.erased:
        yield replace(scene, erased=False)
    if scene.ended:
        yield replace(scene, ended=False, erased=False, begun=True)
        if scene.begun:
            yield replace(scene, begun=False)
    if scene.sued:
        yield replace(scene, sued=False)
    for name in scene.facts:
        yield replace(scene, facts={each: value for each, value in scene.facts.items() if each != name})
    for name, value in scene.facts.items():
        if isinstance(value, Members) and len(value.present) + len(value.absent) > 1:
            for fewer in _fewer(value):
                yield replace(scene, facts={**scene.facts, name: fewer})


def _fewer(value: Members) -> Iterator[Members]:
    for member in sorted(value.present):
        yield Members(value.present - {member}, value.absent)
    for member in sorted(value.absent):
        yield Members(value.present, value.absent - {member})
