"""Meant: which finding a question is about, from a provision or a norm as somebody named it.

What stands in the law and has no finding is told apart from what does not exist, with the
reason: the law itself may say why nothing is read in it, its instrument may not be answered
for, it may be part of another reading, or hold provisions that are asked for one by one.
"""

import strawberry

from api.naming import meant
from api.outcome import NotFound, NotModelled
from api.posing import Posed, UnansweredError, missing
from api.view import View
from kg.answered import parts, reason
from kg.assessment import Finding, answered_provisions
from kg.intake import refuse_all


def named(view: View, name: str) -> str:
    """Return the id of what a name means in the law; answers that there is none otherwise."""
    law = view.law
    found = meant(view, name, {**law.provisions, **law.norms, **law.instruments})
    if isinstance(found, NotFound):
        raise UnansweredError(found)
    return found


def activity(posed: Posed, key: str | None) -> str:
    """Return the activity a question is about: the one named, or the only one."""
    keys = [each.id for each in posed.deployment.activities]
    if key is None:
        words = posed.view.library.reasoner.words
        unclear = [words.problem("which-activity", "$.activity", names=", ".join(keys))] if len(keys) > 1 else []
        refuse_all(unclear, words)
        return keys[0]
    if key not in keys:
        raise UnansweredError(missing(posed.view, key, keys))
    return key


def finding(posed: Posed, name: str, key: str | None) -> Finding:
    """Return the finding on a provision, or on the first provision in which a norm is stated."""
    where, called = activity(posed, key), named(posed.view, name)
    own = [each for each in posed.whole.findings if each.activity == where]
    for each in own:
        if called in {each.provision, *(limb.norm for limb in each.limbs)}:
            return each
    raise UnansweredError(unmodelled(posed, called, name))


def provision(posed: Posed, name: str) -> str:
    """Return the provision that a name means and for which there are findings."""
    called = named(posed.view, name)
    answered = answered_provisions(posed.view.law, posed.plan)
    for each, norms in answered.items():
        if called in {each, *norms}:
            return each
    raise UnansweredError(unmodelled(posed, called, name))


def unmodelled(posed: Posed, called: str, name: str) -> NotModelled:
    """Answer that there is no finding on something, and why."""
    view, reasoner = posed.view, posed.view.library.reasoner
    within = list(parts(view.law, posed.plan, called))
    message = view.said(reason(reasoner, posed.plan, called))
    return NotModelled(view=view, within=within, id=strawberry.ID(called), name=name, message=message)
