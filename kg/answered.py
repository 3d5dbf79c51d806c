"""Answered: the provisions for which an assessment has findings, where somebody names a part of the law.

A provision that is answered for is meant by itself, and by a norm stated in it. One that
is divided is answered for in its parts. What stands in the law and is not answered for is
told apart from what does not exist, with the reason.
"""

from kg.assessment import answered_provisions
from kg.commentary import Commentary
from kg.errors import NotFoundError
from kg.law import Law
from kg.naming import found
from kg.plan import Plan
from kg.reasoner import Reasoner
from kg.section import listed, named
from kg.text import Text


def meant(reasoner: Reasoner, plan: Plan, name: str) -> tuple[str, ...]:
    """Return the provisions answered for that a name means; raises NotFoundError where there is none, with the reason.

    They are the provision itself, those in which a norm of that name is stated, or those into which it is divided.
    """
    called = found(reasoner, name)
    answered = answered_provisions(reasoner.law, plan)
    own = tuple(each for each, norms in answered.items() if called in {each, *norms})
    several = own or (parts(reasoner.law, plan, called) if called in reasoner.law.provisions else ())
    if several:
        return several
    raise NotFoundError(reason(reasoner, plan, called))


def one(reasoner: Reasoner, plan: Plan, name: str) -> str:
    """Return the one provision answered for that a name means; raises NotFoundError with the parts of one divided."""
    several = meant(reasoner, plan, name)
    if len(several) == 1:
        return several[0]
    label = _label(reasoner, found(reasoner, name))
    said = listed(Text(each, each) for each in several)
    raise NotFoundError(reasoner.words("answered-in-parts", name=label, parts=said), several)


def parts(law: Law, plan: Plan, called: str) -> tuple[str, ...]:
    """Return the provisions answered for that stand within another provision, or within an instrument."""
    return tuple(each for each in answered_provisions(law, plan) if called in _holders(law, each))


def _holders(law: Law, provision: str) -> set[str]:
    """Return every provision that holds another, and its instrument."""
    holders = set()
    while provision in law.provisions:
        provision = law.provisions[provision].parent
        holders.add(provision)
    return holders


def _label(reasoner: Reasoner, called: str) -> Text:
    law = reasoner.law
    for known in (law.provisions, law.norms, law.instruments):
        if called in known:
            return named(known[called].label, called)
    return Text(called, called)


def reason(reasoner: Reasoner, plan: Plan, called: str) -> Text:
    """Return why there is no finding on something that stands in the law."""
    law, words, label = reasoner.law, reasoner.words, _label(reasoner, called)
    if called in law.instruments:
        key = "unanswered-whole" if law.instruments[called].answered else "unanswered-instrument"
        return words(key, name=label)
    if called not in law.norms and called not in law.provisions:
        return words("unanswered-sort", name=called)
    norm = law.norms.get(called)
    instrument = law.instruments[norm.instrument if norm else law.provisions[called].instrument]
    said = None if norm else Commentary(reasoner.graph, law, reasoner.vocabulary).without_norm(called)
    if said is not None:
        return words("unanswered-because", name=label, reason=said)
    if not instrument.answered:
        return words("unanswered-within", name=label, instrument=instrument.label)
    stated = [called] if norm else law.stated.get(called, ())
    if parts(law, plan, called):
        key = "unanswered-holder"
    elif stated:
        key = "unanswered-part" if any(each in plan.by_id for each in stated) else "unanswered-reading"
    else:
        key = "unanswered"
    return words(key, name=label)
