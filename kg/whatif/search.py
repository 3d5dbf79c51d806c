"""Search: which facts to try, found on the circuit before any description is read again.

Most facts are only tested, and what they would have to be can be read off the circuit. A
few cut the rows themselves: from when consent is withdrawn, whether data is kept. Of these
every combination is a world of its own, in which the rows are drawn anew. Where a claimant
has not sued, a world in which a claim is brought is one more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Final

from kg.assessment import answered_provisions
from kg.described import Deployment
from kg.engine import Status
from kg.errors import InputError
from kg.row import Row
from kg.rows import expand
from kg.truth import TRUE
from kg.vocabulary import Control, Fact, Level
from kg.whatif.choices import Choice, Choices
from kg.whatif.coherent import Coherent
from kg.whatif.goal import any_of
from kg.whatif.sites import Site, site
from kg.whatif.trial import Edit, Trial
from kg.whatif.ways import Things, Way, Ways

WORLDS: Final = 16
"""How many combinations of facts that cut the rows are looked into."""


@dataclass(frozen=True, slots=True)
class World:
    """A description in which the facts that cut rows are fixed, and the rows of one activity in it."""

    fixed: tuple[Edit, ...]
    deployment: Deployment
    rows: tuple[Row, ...]
    sued: bool = False
    """Whether a claim is brought here that was not."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: which statuses of a provision, by changes of which party, of how many facts at most."""

    activity: str
    provision: str
    by: Control
    statuses: frozenset[Status]
    size: int
    kept: int


@dataclass(frozen=True, slots=True)
class Found:
    """The choices of facts that may bring it about, and whether more facts or more ways were left out."""

    choices: tuple[tuple[Choice, ...], ...]
    larger: bool
    crowded: bool


def cuts_rows(fact: Fact) -> bool:
    """Say whether rows are cut by a fact, so that it is no mere test inside them."""
    return fact.dated or fact.role is not None


def worlds(trial: Trial, wanted: Wanted) -> Iterator[World]:
    """Yield the worlds in which a way is looked for, the description as it is first."""
    here = _world(trial, trial.deployment, (), wanted.activity)
    yield here
    seen = [_shape(here)]
    for fixed in islice(_fixed(trial, here, wanted.by), WORLDS):
        try:
            deployment = trial.reasoner.read(trial.with_edits(fixed))
            world = _world(trial, deployment, fixed, wanted.activity)
        except InputError:
            continue
        if _shape(world) not in seen:
            seen.append(_shape(world))
            yield world
    if wanted.by is Control.CLAIMANT and trial.deployment.matter is None:
        deployment = trial.reasoner.read({**trial.description, "matter": {"facts": {}}})
        yield _world(trial, deployment, (), wanted.activity, sued=True)


def _world(
    trial: Trial, deployment: Deployment, fixed: tuple[Edit, ...], activity: str, *, sued: bool = False
) -> World:
    reasoner = trial.reasoner
    rows = expand(deployment, reasoner.vocabulary, reasoner.words, trial.plan.cuts, trial.on)
    return World(fixed, deployment, tuple(row for row in rows if row.activity == activity), sued)


def _shape(world: World) -> object:
    return [(row.facts, row.occurs) for row in world.rows]


def _fixed(trial: Trial, here: World, by: Control) -> Iterator[tuple[Edit, ...]]:
    """Yield every combination of other values of the facts that cut rows, fewest changes first."""
    sites: dict[Site, list[Edit | None]] = {}
    for fact in trial.reasoner.vocabulary.facts.values():
        if fact.control is not by or not cuts_rows(fact):
            continue
        for row in here.rows:
            place = placed(here, row, fact)
            if place is not None:
                held = row.facts.get(fact.name)
                others = [Edit(place, value, held) for value in (True, False) if value is not held]
                sites.setdefault(place, [None, *others])
    combined = [tuple(edit for edit in each if edit is not None) for each in islice(product(*sites.values()), 256)]
    yield from sorted((each for each in combined if each), key=len)


def placed(world: World, row: Row, fact: Fact) -> Site | None:
    """Return where a fact stands in a world; what is about a claim has no place where none is brought."""
    if fact.level is Level.MATTER and world.deployment.matter is None:
        return None
    return site(world.deployment, row, fact)


def ways_to(trial: Trial, world: World, wanted: Wanted) -> Found:
    """Return the facts that would have to be otherwise in a world, least first; none contradict one another."""
    things = Things(wanted.size - len(world.fixed), wanted.kept)

    def may_change(row: Row, fact: Fact) -> Site | None:
        return placed(world, row, fact) if fact.control is wanted.by and not cuts_rows(fact) else None

    choices = Choices(trial.plan, trial.reasoner.vocabulary, things, may_change)
    coherent = Coherent(tuple(trial.reasoner.coherence.values()), world.rows, choices, things)
    found = [
        refined
        for way in _reaching(trial, world.rows, wanted, choices, things)
        for refined in coherent.refined(way)
        if world.fixed or refined.facts
    ]
    chosen = tuple(choices.changes(way) for way in things.least(found))
    if world.sued:
        chosen = tuple(each for each in chosen if any(one.site.spots[0][0] == "matter" for one in each))
    return Found(chosen, things.larger, things.crowded)


def _reaching(trial: Trial, rows: Sequence[Row], wanted: Wanted, choices: Choices, things: Things) -> tuple[Way, ...]:
    plan = trial.plan
    norms = [plan.by_id[norm] for norm in answered_provisions(trial.reasoner.law, plan)[wanted.provision]]
    tests = [each.test for each in plan.inputs]
    ways = [Ways(plan.nodes, tests, things, choices.in_row(row)) for row in rows]
    goals = [any_of(norm, wanted.statuses) for norm in norms]
    if wanted.by is not Control.CLAIMANT:
        return things.every(each.to(goal) for each in ways for goal in goals)
    sure = [each for each, row in zip(ways, rows, strict=True) if row.occurs == TRUE]
    if sure:
        return things.some(each.to(goal) for each in sure for goal in goals)
    return things.some(things.every(each.to(goal) for each in ways) for goal in goals)
