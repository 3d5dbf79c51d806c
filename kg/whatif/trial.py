"""Trial: a description with some facts said otherwise, read again and answered again.

Nothing is taken from the description as it was but what it says. One that cannot be read,
or that contradicts itself where it did not before, comes to nothing. The same changes are
tried once; how many situations were assessed in all is counted and limited.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kg.described import Deployment
from kg.errors import InputError, Problem, Severity
from kg.expression import Value
from kg.once import Once
from kg.plain import plain
from kg.plan import Plan
from kg.reasoner import Reasoner
from kg.row import Entry
from kg.rows import expand
from kg.stopping import Work, step
from kg.vocabulary import Role
from kg.whatif.sites import Site, edited, found_at, plainly
from kg.whatif.sites import site as _site
from kg.whatif.standing import Standing, standing


@dataclass(frozen=True, slots=True)
class Edit:
    """A fact that is said otherwise at its site; *held* is the value it had there, if it had one."""

    site: Site
    value: Value
    held: Value | None = field(default=None, compare=False)


class Trial:
    """One description under one choice of readings, and what becomes of it under changes."""

    def __init__(
        self, reasoner: Reasoner, plan: Plan, deployment: Deployment, on: date | None = None, runs: int = 4000
    ) -> None:
        """Keep what is tried, and how many situations may be assessed; raises InputError if it has too many itself."""
        self.reasoner = reasoner
        self.plan = plan
        self.deployment = deployment
        self.on = on
        self.description: Mapping[str, object] = plain(deployment, reasoner.vocabulary)
        self.runs = 0
        self._limit = runs
        self._warnings = frozenset(map(_key, deployment.problems))
        self._tried: dict[frozenset[Edit], Standing | None] = {}
        self.base = self._standing(deployment)

    @property
    def spent(self) -> bool:
        """Whether as many situations were assessed as may be."""
        return self.runs >= self._limit

    def of(self, edits: Sequence[Edit]) -> Standing | None:
        """Return what the description comes to with some facts said otherwise, or nothing where it makes no sense.

        Nothing new is tried once the work is spent; what is concluded from nothing is then worth nothing.
        """
        key = frozenset(edits)
        if key not in self._tried:
            if self.spent:
                return None
            self._tried[key] = self._of(edits)
        return self._tried[key]

    def _of(self, edits: Sequence[Edit]) -> Standing | None:
        step(Work.TRIAL)
        try:
            deployment = self.reasoner.read(self.with_edits(edits))
            if any(_warns(problem) and _key(problem) not in self._warnings for problem in deployment.problems):
                return None
            return self._standing(deployment)
        except InputError:
            return None

    def with_edits(self, edits: Sequence[Edit]) -> dict[str, object]:
        """Return the description with some facts said otherwise."""
        return edited(self.description, [(each.site, self.said(each)) for each in edits])

    def said(self, edit: Edit) -> object:
        """Return what the description says of a fact that is said otherwise.

        What holds from a day holds from the first day of conduct, or always where that is not known.
        """
        fact = self.reasoner.vocabulary.facts[edit.site.fact]
        given = found_at(self.description, edit.site)
        if isinstance(given, Mapping) and "value" in given:
            given = given["value"]
        rule = self.reasoner.words("a-rule")
        said = plainly(fact, edit.value, rule.en, given, self._pair)
        return {"value": True, "from": self._first_day.isoformat()} if fact.dated and said is True else said

    def entry(self, site: Site) -> Entry | None:
        """Return what is on record of the fact of a site, wherever that is said, or nothing."""
        for each in self.base.answers:
            row = each.row
            entry = row.entries.get(site.fact)
            place = _site(self.deployment, row, self.reasoner.vocabulary.facts[site.fact])
            if entry is not None and place == site:
                return entry
        return None

    def _pair(self, rule: object) -> str:
        """Return rank and topic of a rule as a description cites it."""
        node = rule if isinstance(rule, Mapping) else {"citation": rule}
        known = self.reasoner.cited(str(node.get("citation")))
        rank = known.rank if known else node.get("rank")
        topic = known.topic if known and known.topic else node.get("topic")
        return f"{rank}/{topic}"

    @Once
    def _first_day(self) -> date:
        start = self.reasoner.vocabulary.with_role(Role.START).name
        said = [each.facts.get(start, self.deployment.facts.get(start)) for each in self.deployment.activities]
        days = [entry.value for entry in said if entry is not None and isinstance(entry.value, date)]
        return min(days, default=date.min)

    def _standing(self, deployment: Deployment) -> Standing:
        rows = expand(deployment, self.reasoner.vocabulary, self.reasoner.words, self.plan.cuts, self.on)
        self.runs += len(rows)
        return standing(self.reasoner.law, self.plan, rows)


def _warns(problem: Problem) -> bool:
    return problem.severity is Severity.WARNING


def _key(problem: Problem) -> tuple[str, str, str]:
    return problem.code, problem.path, problem.message.en
