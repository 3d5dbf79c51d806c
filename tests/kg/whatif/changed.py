"""Sees for itself that a proposed set of changes works, made without the code that proposed it."""

import copy
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from kg.described import Deployment
from kg.engine import Status
from kg.errors import InputError, Severity
from kg.expression import Members
from kg.inquiry.places import keys
from kg.plain import plain
from kg.reasoner import Reasoner
from kg.vocabulary import Control
from kg.whatif.change import Change, Changes
from kg.whatif.goal import ENGAGED, QUIET
from kg.whatif.sites import plainly

MINE, THEIRS = Control.DEPLOYER, Control.CLAIMANT
Said = tuple[str, object]
"""A path, or several, and what is said there."""


def applied(description: Mapping[str, Any], several: list[Said]) -> dict[str, Any]:
    """Return a description with something else said at some paths, made without the code that proposed it."""
    found: dict[str, Any] = copy.deepcopy(dict(description))
    for paths, said in several:
        for path in paths.split(", "):
            *way, last = keys(path)
            holder: Any = found
            for step in way:
                if isinstance(step, str) and holder.get(step) is None:
                    holder[step] = {}
                holder = holder[step]
            holder[last] = said
    return found


def warnings(deployment: Deployment) -> set[tuple[str, str, str]]:
    """Return what a description contradicts itself in."""
    return {
        (each.code, each.path, each.message.en) for each in deployment.problems if each.severity is Severity.WARNING
    }


def comes_to(reasoner: Reasoner, description: Mapping[str, Any], before: Deployment, found: Changes) -> Status | None:
    """Return the status of the finding in a description, or nothing if that makes no sense where it did."""
    try:
        deployment = reasoner.read(description)
        if warnings(deployment) - warnings(before):
            return None
        finding = reasoner.assess(deployment).finding(found.activity, found.provision)
    except InputError:
        return None
    assert finding is not None
    return finding.status


def wanted(by: Control) -> frozenset[Status]:
    return ENGAGED if by is THEIRS else QUIET


def said_in(change: Change) -> Said:
    return change.path, change.said


def holds(reasoner: Reasoner, deployment: Deployment, found: Changes) -> None:
    """See that every set works as a whole, is told truly, and works in no part."""
    description = plain(deployment, reasoner.vocabulary)
    for each in found.sets:
        several = [said_in(change) for change in each.changes]
        status = comes_to(reasoner, applied(description, several), deployment, found)
        assert status is each.status
        assert status in wanted(found.by)
        for size in range(1, len(several)):
            for part in combinations(several, size):
                assert comes_to(reasoner, applied(description, list(part)), deployment, found) not in wanted(found.by)
        for change in each.changes:
            fact = reasoner.vocabulary.facts[change.fact]
            assert fact.control is found.by
            others = [said_in(other) for other in each.changes if other is not change]
            for value in change.instead:
                said = [*others, (change.path, plainly(fact, value, "a rule", None, str))]
                assert comes_to(reasoner, applied(description, said), deployment, found) in wanted(found.by)
            for fewer in fewer_members(change):
                said = [*others, (change.path, plainly(fact, fewer, "a rule", None, str))]
                assert comes_to(reasoner, applied(description, said), deployment, found) not in wanted(found.by)


def fewer_members(change: Change) -> Iterator[Members]:
    """Yield a change of several members with one of them left as it was."""
    before = change.before.value if change.before is not None and change.before.value is not None else None
    was = before if isinstance(before, Members) else Members(frozenset(), frozenset())
    if not isinstance(change.after, Members) or any("/" in each for each in change.after.present):
        return
    there, gone = change.after.present - was.present, change.after.absent - was.absent
    if len(there) + len(gone) < 2:
        return
    for each in sorted(there):
        absent = change.after.absent | ({each} & was.absent)
        yield Members(change.after.present - {each}, absent)
    for each in sorted(gone):
        yield Members(change.after.present | ({each} & was.present), change.after.absent - {each})
