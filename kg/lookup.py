"""Lookup: one thing of the law told in words: an instrument, a provision, a norm, a reading."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.errors import NotFoundError
from kg.expression import Concluded, Every, Formula, Leaf, Negation, Some
from kg.law import Instrument, Norm, Provision, Reading
from kg.reasoner import Reasoner
from kg.text import Text


@dataclass(frozen=True, slots=True)
class Section:
    """Some lines under one heading."""

    heading: Text
    lines: tuple[Text, ...]


def described(reasoner: Reasoner, name: str) -> list[Section]:
    """Return what is known of an instrument, provision, norm or reading; raises NotFoundError."""
    law = reasoner.law
    if instrument := law.instruments.get(name):
        return _instrument(reasoner, instrument)
    if provision := law.provisions.get(name):
        return _provision(reasoner, provision)
    if norm := law.norms.get(name):
        return _norm(reasoner, norm)
    if reading := law.readings.get(name):
        return _reading(reading)
    message = f"nothing in the law is called {name!r}; `prima-facie law list` shows the names"
    raise NotFoundError(message)


def _instrument(reasoner: Reasoner, instrument: Instrument) -> list[Section]:
    said = [text for text in (instrument.issuer, instrument.note) if text is not None]
    if instrument.number:
        said.append(Text(instrument.number, instrument.number))
    for key, day in (("adopted-on", instrument.adopted), ("in-force-from", instrument.in_force)):
        if day:
            said.append(reasoner.words(key, day=day))
    provisions = [p for p in reasoner.law.provisions.values() if p.parent == instrument.id]
    return [
        Section(instrument.label, tuple(said)),
        *(Section(provision.label, (provision.heading, provision.gist)) for provision in provisions),
    ]


def _provision(reasoner: Reasoner, provision: Provision) -> list[Section]:
    law = reasoner.law
    notes = (provision.note,) if provision.note else ()
    cited = tuple(law.provisions[name].label for name in provision.cites if name in law.provisions)
    below = [each for each in law.provisions.values() if each.parent == provision.id]
    sections = [Section(provision.label, (provision.heading, provision.gist, *notes))]
    if cited:
        sections.append(Section(reasoner.words("leans-on"), cited))
    sections += [Section(each.label, (each.heading, each.gist)) for each in below]
    for norm in law.stated.get(provision.id, ()):
        sections += _norm(reasoner, law.norms[norm])
    return sections


def _norm(reasoner: Reasoner, norm: Norm) -> list[Section]:
    label = Text(f"{norm.label.en} ({norm.id})", f"{norm.label.zh}（{norm.id}）")
    said = [norm.definition, *([norm.note] if norm.note else [])]
    sections = [Section(label, tuple(said))]
    for key, text in (("example", norm.example), ("counterexample", norm.counterexample)):
        if text is not None:
            sections.append(Section(reasoner.words(key), (text,)))
    sections.append(Section(reasoner.words("requires"), tuple(_lines(reasoner, reasoner.formulas[norm.condition], 0))))
    defeats = [each for each in reasoner.law.defeats.values() if each.defeated == norm.id]
    if defeats:
        named = tuple(reasoner.law.norms[each.defeater].label for each in defeats)
        sections.append(Section(reasoner.words("can-fall-to"), named))
    return sections


def _lines(reasoner: Reasoner, formula: Formula, depth: int) -> Iterator[Text]:
    """Yield a condition as an indented list."""
    match formula:
        case Leaf(_, name) | Concluded(_, name):
            yield _indented(name, depth)
        case Negation(part):
            yield _indented(reasoner.words("not"), depth)
            yield from _lines(reasoner, part, depth + 1)
        case Every(parts):
            yield from _joined(reasoner, "every", parts, depth)
        case Some(parts):
            yield from _joined(reasoner, "some", parts, depth)


def _joined(reasoner: Reasoner, key: str, parts: Sequence[Formula], depth: int) -> Iterator[Text]:
    yield _indented(reasoner.words(key), depth)
    for part in parts:
        yield from _lines(reasoner, part, depth + 1)


def _indented(text: Text, depth: int) -> Text:
    return Text("  " * depth + "- " + text.en, "  " * depth + "- " + text.zh)


def _reading(reading: Reading) -> list[Section]:
    head = Section(reading.label, (reading.issue, *([reading.reason] if reading.reason else [])))
    return [
        head,
        *(
            Section(
                Text(f"{option.code}{mark}: {option.label.en}", f"{option.code}{mark}：{option.label.zh}"),
                (option.definition,),
            )
            for option in reading.options
            for mark in ("*" if option.id == reading.default else "",)
        ),
    ]
