"""Change: what would have to be otherwise for a provision no longer to apply.

A set of changes counts only if it is one that a party can make: facts the deployer
controls, or, asked the other way round, facts the claimant controls that make a provision
apply. It is proposed only if the description with those changes, read again from the
beginning, contradicts itself no more than before and comes to what is wanted, and if no
part of the set does.

A change acts for the future. A set is tried on conduct that has the changed facts
throughout; what happened before stays as it was and is judged as it was. Only facts on
which the provision can hang are tried, at most a few together, and a limit that may have
kept something from being found is named with the answer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, product

from kg.assessment import answered_provisions
from kg.described import Deployment
from kg.engine import Status
from kg.errors import NotFoundError
from kg.expression import Members, Value
from kg.plan import Plan
from kg.reasoner import Asked, Reasoner
from kg.row import Entry
from kg.vocabulary import Control
from kg.whatif.choices import Choice
from kg.whatif.goal import ENGAGED, QUIET
from kg.whatif.moves import Move, moves
from kg.whatif.parts import parts
from kg.whatif.search import Wanted, World, ways_to, worlds
from kg.whatif.sites import Site
from kg.whatif.standing import Standing
from kg.whatif.terms import SIZE, Cut
from kg.whatif.trial import Edit, Trial


@dataclass(frozen=True, slots=True)
class Limits:
    """How far is looked: facts changed together, sets given, ways kept on the way, situations assessed in all."""

    size: int = SIZE
    sets: int = 20
    ways: int = 200
    runs: int = 4000
    variants: int = 32


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that is to be otherwise: where it stands, what is on record of it, and what it is to be.

    Each value of *instead* would do as well, everything else being as the set has it. *said*
    is what the description then says at *path*.
    """

    site: Site
    before: Entry | None
    after: Value
    said: object
    instead: tuple[Value, ...]

    @property
    def fact(self) -> str:
        """The fact that is to be otherwise."""
        return self.site.fact

    @property
    def path(self) -> str:
        """Where it stands in the description."""
        return self.site.path


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Changes that together bring about what is wanted, what it then comes to, and which other findings move."""

    changes: tuple[Change, ...]
    status: Status
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Every set that was found for one finding, fewest changes first, and of these what moves least else.

    *wanted* says whether the finding already is what is wanted; then there is nothing to
    change. *cuts* are the limits that may have kept a set from being found; *runs* says how many
    situations were assessed.
    """

    activity: str
    provision: str
    by: Control
    status: Status
    wanted: bool
    sets: tuple[ChangeSet, ...]
    cuts: tuple[Cut, ...]
    runs: int


def changes(  # noqa: PLR0913 - what is asked of whom, and how far to look
    reasoner: Reasoner,
    deployment: Deployment,
    activity: str,
    provision: str,
    *,
    asked: Asked | None = None,
    by: Control = Control.DEPLOYER,
    nothing_worse: bool = False,
    limits: Limits | None = None,
) -> Changes:
    """Return the smallest sets of changes under which a provision no longer applies, or, for a claimant, applies.

    With *nothing_worse* only those under which no other finding on the same instrument becomes
    worse for the party; none is enlarged to reach that. Raises NotFoundError for an activity or a
    provision without a finding, InputError if the description falls into too many situations.
    """
    asked, limits = asked or Asked(), limits or Limits()
    plan = reasoner.plan(reasoner.law.options(asked.profile, dict(asked.readings)))
    _known(reasoner, plan, deployment, activity, provision)
    statuses = ENGAGED if by is Control.CLAIMANT else QUIET
    trial = Trial(reasoner, plan, deployment, asked.on, limits.runs)
    before = trial.base.of_provision(activity, provision)
    if before in statuses:
        return Changes(activity, provision, by, before, True, (), (), trial.runs)  # noqa: FBT003
    search = _Search(trial, Wanted(activity, provision, by, statuses, limits.size, limits.ways), limits)
    sets = search.found()
    if nothing_worse:
        sets = tuple(each for each in sets if not any(_worse(reasoner, provision, move) for move in each.moves))
    cuts = tuple(cut for cut in Cut if cut in search.cuts)
    return Changes(activity, provision, by, before, False, sets, cuts, trial.runs)  # noqa: FBT003


def _worse(reasoner: Reasoner, provision: str, move: Move) -> bool:
    """Say whether a move on the instrument of a provision is for the worse."""
    provisions = reasoner.law.provisions
    return move.worse and provisions[move.provision].instrument == provisions[provision].instrument


def _known(reasoner: Reasoner, plan: Plan, deployment: Deployment, activity: str, provision: str) -> None:
    if activity not in {each.id for each in deployment.activities}:
        raise NotFoundError(reasoner.words("no-activity-called", name=activity))
    if provision not in answered_provisions(reasoner.law, plan):
        raise NotFoundError(reasoner.words("no-finding-on", name=provision))


@dataclass
class _Search:
    """Looks for sets in every world, and tries each before it is proposed."""

    trial: Trial
    wanted: Wanted
    limits: Limits
    cuts: set[Cut] = field(default_factory=set)
    sets: dict[frozenset[Edit], ChangeSet] = field(default_factory=dict)

    def found(self) -> tuple[ChangeSet, ...]:
        """Return every set that was found, fewest changes first."""
        for world, choices in sorted(self._candidates(), key=lambda each: len(each[0].fixed) + len(each[1])):
            if len(self.sets) >= self.limits.sets:
                self.cuts.add(Cut.SETS)
                break
            if self.trial.spent:
                break
            self._try(world, choices)
        self.cuts |= {Cut.WORK} if self.trial.spent else set()
        return tuple(sorted(self.sets.values(), key=lambda each: (len(each.changes), len(each.moves))))

    def _candidates(self) -> Iterator[tuple[World, tuple[Choice, ...]]]:
        for world in worlds(self.trial, self.wanted):
            found = ways_to(self.trial, world, self.wanted)
            self.cuts |= ({Cut.SIZE} if found.larger else set()) | ({Cut.WAYS} if found.crowded else set())
            yield from ((world, choices) for choices in found.choices)

    def _try(self, world: World, choices: tuple[Choice, ...]) -> None:
        """Propose the first of the values left for which the set works as a whole and in no part."""
        for values in islice(product(*(each.values for each in choices)), self.limits.variants):
            chosen = zip(choices, values, strict=True)
            edits = (*world.fixed, *(Edit(each.site, value, each.held) for each, value in chosen))
            if self._known(edits):
                return
            working = self._least(edits)
            if self.trial.spent:
                return  # a part that was not tried may work
            if working is not None:
                if not self._known(working):
                    self._propose(working, {each.site: each.values for each in choices})
                return

    def _known(self, edits: Sequence[Edit]) -> bool:
        """Say whether a set was proposed already, with these values or with one of them instead."""
        said = {edit.site: edit.value for edit in edits}
        for known, proposed in self.sets.items():
            if {edit.site for edit in known} == set(said):
                others = [each for each in proposed.changes if said[each.site] != each.after]
                if not others or (len(others) == 1 and said[others[0].site] in others[0].instead):
                    return True
        return False

    def _least(self, edits: Sequence[Edit]) -> tuple[Edit, ...] | None:
        """Return a set that works, or a part of it that does and has none itself, or nothing."""
        if not self._works(edits):
            return None
        smaller = next((part for part in parts(edits) if self._works(part)), None)
        return tuple(edits) if smaller is None else self._least(smaller)

    def _works(self, edits: Sequence[Edit]) -> bool:
        found = self.trial.of(edits)
        return found is not None and self._status(found) in self.wanted.statuses

    def _status(self, found: Standing) -> Status:
        return found.of_provision(self.wanted.activity, self.wanted.provision)

    def _propose(self, edits: tuple[Edit, ...], left: Mapping[Site, tuple[Value, ...]]) -> None:
        found = self.trial.of(edits)
        if found is None:
            return
        changes = tuple(self._change(edits, edit, left.get(edit.site, ())) for edit in edits)
        self.sets[frozenset(edits)] = ChangeSet(changes, self._status(found), self._moves(found))

    def _moves(self, found: Standing) -> tuple[Move, ...]:
        own = (self.wanted.activity, self.wanted.provision)
        every = moves(self.trial.base, found, self.wanted.by)
        return tuple(each for each in every if (each.activity, each.provision) != own)

    def _change(self, edits: tuple[Edit, ...], edit: Edit, values: tuple[Value, ...]) -> Change:
        instead = tuple(value for value in values if value != edit.value and self._instead(edits, edit, value))
        entry = self.trial.entry(edit.site)
        return Change(edit.site, entry, edit.value, self.trial.said(edit), instead)

    def _instead(self, edits: tuple[Edit, ...], edit: Edit, value: Value) -> bool:
        """Say whether another value of one fact does as well."""
        others = tuple(replace(each, value=value) if each is edit else each for each in edits)
        return not isinstance(value, Members) and self._least(others) == others
