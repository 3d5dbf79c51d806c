"""Moves: which findings are others after a change, and for whom that is worse.

What a norm takes from a party is worse for it the more strongly it speaks; what a norm
gives to a party is worse for it the less strongly it does. A principle in tension is worse
for whoever runs the deployment. What favours nobody is neither.
"""

from dataclasses import dataclass

from kg.assessment import answered_provisions
from kg.engine import STRENGTH, Status
from kg.law import Law
from kg.vocabulary import Control, Party
from kg.whatif.goal import QUIET
from kg.whatif.standing import Standing


@dataclass(frozen=True, slots=True)
class Move:
    """One finding that is another after a change; *worse* for the party that makes the change."""

    activity: str
    provision: str
    before: Status
    after: Status
    worse: bool


def moves(before: Standing, after: Standing, by: Control) -> tuple[Move, ...]:
    """Return every finding that is another after a change, in the order of the description and the law."""
    then, now = before.findings(), after.findings()
    provisions = answered_provisions(before.law, before.plan)
    found = []
    for key, status in then.items():
        if now.get(key, status) is not status:
            worse = _worse(status, now[key], _against(before.law, provisions[key[1]]), by)
            found.append(Move(*key, status, now[key], worse))
    return tuple(found)


def _worse(before: Status, after: Status, against: Control | None, by: Control) -> bool:
    """Say whether a party is worse off for a move, given the party against whom the provision speaks.

    Where nothing follows either way there is no move for the worse. Nor is it one if what
    excuses the deployer is out of scope: nothing of its instrument is left to be excused.
    """
    if against is None or (against is Control.CLAIMANT and after is Status.OUT_OF_SCOPE):
        return False
    then, now = (0 if each in QUIET else STRENGTH[each] for each in (before, after))
    return now > then if against is by else now < then


def _against(law: Law, norms: tuple[str, ...]) -> Control | None:
    """Return the party against whom norms speak, or nothing; what only sets a frame speaks against nobody."""
    sides = {Party.CLAIMANT: Control.DEPLOYER, Party.PROCESSOR: Control.CLAIMANT}
    for norm in (law.norms[each] for each in norms):
        if norm.kind == "Principle":
            return Control.DEPLOYER
        if norm.favours in sides and not norm.frame and not norm.auxiliary:
            return sides[norm.favours]
    return None
