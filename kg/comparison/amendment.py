"""Amendment: what of the law is not the same in two of its editions.

Norms, defeats, readings, conditions, provisions and facts are set beside each other by
their ids. Each was added, removed, changed in meaning or changed in words alone; and
each names the norms in whose proofs the change can show.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from typing import Any, Final

from kg.expression import Concluded, Every, Formula, Leaf, Negation, Some, leaves
from kg.law import Option, short
from kg.reasoner import Reasoner
from kg.text import Text


class How(Enum):
    """What became of a part of the law."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REWORDED = "reworded"
    """Changed in words only: labels, gists, notes."""


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing said of a part of the law: what it was and what it is."""

    said: str
    before: Text
    after: Text


@dataclass(frozen=True, slots=True)
class Change:
    """A part of the law that is not the same in both editions."""

    kind: str
    id: str
    label: Text
    how: How
    details: tuple[Detail, ...]
    norms: tuple[str, ...]
    """The norms in whose proofs it can show."""


def changes(before: Reasoner, after: Reasoner) -> tuple[Change, ...]:
    """Return every part of the law that is not the same in both editions, kind by kind."""
    first, second = _parts(before), _parts(after)
    found = []
    for kind, parts in first.items():
        others = second[kind]
        for name in dict.fromkeys((*parts, *others)):
            change = _change(kind, name, parts.get(name), others.get(name), (before, after))
            if change is not None:
                found.append(change)
    return tuple(found)


def _parts(reasoner: Reasoner) -> dict[str, Mapping[str, Any]]:
    law = reasoner.law
    return {
        "instrument": law.instruments,
        "provision": law.provisions,
        "norm": law.norms,
        "condition": {short(shape): formula for shape, formula in reasoner.formulas.items()},
        "defeat": law.defeats,
        "indicator": law.indicators,
        "allocation": law.allocations,
        "reading": law.readings,
        "profile": law.profiles,
        "fact": reasoner.vocabulary.facts,
    }


def _change(kind: str, name: str, one: object, other: object, editions: tuple[Reasoner, Reasoner]) -> Change | None:
    if one == other:
        return None
    details = () if one is None or other is None else tuple(_details(one, other))
    if one is None:
        how = How.ADDED
    elif other is None:
        how = How.REMOVED
    else:
        how = How.CHANGED if any(_in_meaning(*pair) for pair in _pairs(one, other)) else How.REWORDED
    norms = dict.fromkeys(norm for edition in editions for norm in _touched(edition, kind, name))
    label = getattr(other if one is None else one, "label", None)
    return Change(kind, name, label or Text(name, name), how, details, tuple(norms))


_MEANINGLESS: Final = frozenset({"order", "iri"})
"""What may differ without any answer being another: where a thing is listed, and its name in full."""


def _pairs(one: object, other: object) -> Iterator[tuple[str, object, object]]:
    """Yield what is said of a part of the law where it differs."""
    if isinstance(one, Formula):
        yield "requires", one, other
    elif is_dataclass(one):
        for field in fields(one):
            pair = getattr(one, field.name), getattr(other, field.name)
            if pair[0] != pair[1]:
                yield field.name, *pair
    else:
        yield "chooses", one, other


def _in_meaning(said: str, one: object, other: object) -> bool:
    """Say whether more than words differ."""
    if said in _MEANINGLESS or isinstance(one, Text) or isinstance(other, Text):
        return False
    if isinstance(one, Formula) and isinstance(other, Formula):
        return _bare(one) != _bare(other)
    if said == "options":
        return _ids(one) != _ids(other)
    return one != other


def _ids(several: object) -> list[str]:
    return [each.id for each in several if isinstance(each, Option)] if isinstance(several, tuple) else []


def _bare(formula: Formula) -> Formula:
    """Return a condition without the names of its elements."""
    match formula:
        case Leaf(test, _):
            return Leaf(test, _NAMELESS)
        case Concluded(norm, _):
            return Concluded(norm, _NAMELESS)
        case Every(parts):
            return Every(tuple(_bare(part) for part in parts))
        case Some(parts):
            return Some(tuple(_bare(part) for part in parts))
        case Negation(part):
            return Negation(_bare(part))


_NAMELESS: Final = Text("", "")


def _details(one: object, other: object) -> Iterator[Detail]:
    for said, before, after in _pairs(one, other):
        if isinstance(before, Formula) and isinstance(after, Formula):
            yield _elements(before, after)
        else:
            yield Detail(said, _shown(before), _shown(after))


def _elements(before: Formula, after: Formula) -> Detail:
    """Return the elements that only one of two conditions has; where there is none, they are joined otherwise."""
    sides = [dict.fromkeys(leaves(each)) for each in (before, after)]
    named = [{leaf.name for leaf, _ in side} for side in sides]
    only = [
        tuple(
            _element(leaf, plain=leaf.name not in others, held=held) for leaf, held in side if (leaf, held) not in other
        )
        for side, other, others in zip(sides, sides[::-1], named[::-1], strict=True)
    ]
    return Detail("requires", _shown(only[0]), _shown(only[1]))


def _element(leaf: Leaf | Concluded, *, plain: bool, held: bool) -> Text:
    """Return an element in words, with what it asks where its name alone does not tell it from another."""
    text = leaf.name
    if not plain:
        asked = leaf.norm if isinstance(leaf, Concluded) else f"{leaf.test.fact}: {_values(leaf)}"
        text = Text(f"{text.en} [{asked}]", f"{text.zh}〔{asked}〕")
    return text if held else Text(f"not {text.en}", f"并非{text.zh}")


def _values(leaf: Leaf) -> str:
    return f"{leaf.test.relation.name.lower()} {', '.join(map(str, leaf.test.values))}"


def _shown(value: object) -> Text:
    """Return what is said of a part of the law in words, or its ids."""
    match value:
        case Text():
            return value
        case tuple() | frozenset() if value:
            each = [_shown(member) for member in (value if isinstance(value, tuple) else sorted(value))]
            return Text("; ".join(text.en for text in each), "；".join(text.zh for text in each))
        case Option():
            return Text(f"{value.code}: {value.label.en}", f"{value.code}：{value.label.zh}")
    said = value.value if isinstance(value, Enum) else getattr(value, "code", value)
    plain = str(said) if said not in (None, (), frozenset()) else "-"
    return Text(plain, plain)


def _touched(edition: Reasoner, kind: str, name: str) -> Iterator[str]:
    """Yield the norms in whose proofs a part of the law can show."""
    law = edition.law
    if kind == "norm" and name in law.norms:
        yield name
    elif kind == "defeat" and name in law.defeats:
        yield law.defeats[name].defeated
    elif kind == "indicator" and name in law.indicators:
        yield law.indicators[name].principle
    elif kind == "allocation" and name in law.allocations:
        yield from sorted(law.allocations[name].governs) or [name]
    elif kind == "condition":
        yield from (norm.id for norm in law.norms.values() if short(norm.condition) == name)
        yield from (each.principle for each in law.indicators.values() if short(each.condition) == name)
        yield from (each.defeated for each in law.defeats.values() if each.under and short(each.under) == name)
    elif kind == "reading" and name in law.readings:
        ids = {option.id for option in law.readings[name].options}
        yield from (norm.id for norm in law.norms.values() if norm.option in ids)
        yield from (each.defeated for each in law.defeats.values() if each.option in ids)
        yield from (each.id for each in law.allocations.values() if each.option in ids)
    elif kind == "provision":
        yield from law.stated.get(name, ())
    elif kind == "instrument":
        yield from (norm.id for norm in law.norms.values() if norm.instrument == name)
