"""Scene: a description of one activity that gives a row the facts it is to have.

What the mechanism works out itself is said by what it is worked out from: the day of
conduct by the day conduct began, several actors of a kind by naming two of them, and that
there is a claim by describing one. Whoever judged is the same for everything judged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations_with_replacement
from typing import Final

from kg.described import SEVERAL
from kg.expression import Value
from kg.reasoner import Reasoner
from kg.text import Text
from kg.vocabulary import Fact, Level, Role
from kg.whatif.sites import plainly

ACTIVITY: Final = "a"
"""What the only activity of a scene is called."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Facts of one row, whether a claim is described, and how the time of conduct is told.

    *ended* says that conduct ended on its day, *erased* that nothing was kept after. Whether it
    had *begun* on its day need not be said where that it ended on it is enough.
    """

    facts: Mapping[str, Value]
    sued: bool = False
    ended: bool = False
    erased: bool = False
    begun: bool = True


def described(scene: Scene, reasoner: Reasoner, title: Text) -> dict[str, object] | None:
    """Return a description that gives a row these facts, or nothing where none can."""
    vocabulary = reasoner.vocabulary
    by_level: dict[Level, dict[str, object]] = {level: {} for level in Level}
    for name, fact in vocabulary.facts.items():
        if name in scene.facts and fact.level is not Level.DERIVED:
            by_level[fact.level][name] = _said(fact, scene, reasoner)
    actors = _actors(scene, reasoner)
    if actors is None:
        return None
    own = {level: by_level[level] for level in Level if level not in {Level.DEPLOYMENT, Level.MATTER, Level.DERIVED}}
    if actors:
        shared = own.pop(Level.ACTOR)
        actors = [{"id": f"actor-{place}", "facts": {**shared, **roles}} for place, roles in enumerate(actors, 1)]
    facts = {**_days(scene, reasoner), **{name: said for level in own.values() for name, said in level.items()}}
    described: dict[str, object] = {
        "id": "case",
        "title": {"en": title.en, "zh": title.zh},
        "assessor": {"name": reasoner.words("the-example").en, "reasons": reasoner.words("taken-for-granted").en},
    }
    if by_level[Level.DEPLOYMENT]:
        described["facts"] = by_level[Level.DEPLOYMENT]
    if actors:
        described["actors"] = actors
    described["activities"] = [{"id": ACTIVITY, "facts": facts}]
    if scene.sued:
        described["matter"] = {"facts": by_level[Level.MATTER]}
    return described


def day(scene: Scene, reasoner: Reasoner) -> date | None:
    """Return the day of conduct of a scene, if it has one."""
    value = scene.facts.get(reasoner.vocabulary.with_role(Role.DAY).name)
    return value if isinstance(value, date) else None


def _days(scene: Scene, reasoner: Reasoner) -> dict[str, object]:
    start, end, kept = (reasoner.vocabulary.with_role(role).name for role in (Role.START, Role.END, Role.STORAGE))
    found: dict[str, object] = {}
    first = day(scene, reasoner)
    if first is not None:
        if scene.begun:
            found[start] = first.isoformat()
        if scene.ended:
            found[end] = first.isoformat()
    if scene.erased:
        found[kept] = False
    return found


def _said(fact: Fact, scene: Scene, reasoner: Reasoner) -> object:
    said = plainly(fact, scene.facts[fact.name], reasoner.words("a-rule").en, None, str)
    if fact.dated and said is True:
        return {"value": True, "from": (day(scene, reasoner) or date.min).isoformat()}
    return said


def _actors(scene: Scene, reasoner: Reasoner) -> list[dict[str, object]] | None:
    """Return what is said of each actor that must be named, none where nobody need be, or nothing where none can."""
    counted = [fact for fact in reasoner.vocabulary.facts.values() if fact.role is Role.SEVERAL]
    wanted = {fact: scene.facts[fact.name] for fact in counted if fact.name in scene.facts}
    if not wanted:
        return []
    source = reasoner.vocabulary.facts[next(iter(wanted)).derived_from[0]]
    role = scene.facts.get(source.name)
    codes = source.codes if role is None else (str(role),)
    for number in range(1, SEVERAL + 1):
        for chosen in combinations_with_replacement(codes, number):
            if all((_count(source, fact, chosen) >= SEVERAL) is (value is True) for fact, value in wanted.items()):
                return [{source.name: code} for code in chosen]
    return None


def _count(source: Fact, fact: Fact, chosen: Sequence[str]) -> int:
    return sum(fact.counts in source.concept(code).classes for code in chosen)
