"""Lookup: one thing of the law told in words, with what stands around it.

An instrument, a provision, a norm, an indicator, a defeat, a contested reading, a remark
such as a decided matter, a fact that can be stated, or one of its values. The official text
is quoted where a reader has it on a shelf; what is ours is said to be ours.
"""

from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING

from kg.aside import Aside
from kg.condition import lines
from kg.graph import PF, SKOS
from kg.law import Defeat, Indicator, Instrument, Norm, Option, Provision, Reading, long
from kg.naming import found
from kg.reasoner import Reasoner
from kg.sayable import Sayable
from kg.section import Section, listed, named, section
from kg.text import Text

if TYPE_CHECKING:
    from kg.official.shelf import Quote, Shelf


def described(reasoner: Reasoner, name: str, shelf: "Shelf") -> list[Section]:
    """Return what is known of a thing; raises NotFoundError, with near names, if there is none of that name.

    *name* is an id, or what the thing is called; *shelf* holds official texts to quote.
    """
    return _Teller(reasoner, shelf).told(found(reasoner, name))


def around(reasoner: Reasoner) -> list[Section]:
    """Return what stands around the law, each thing with its id: readings, methods, matters, correspondences."""
    return Aside(reasoner).all_listed()


def facts_listed(reasoner: Reasoner) -> list[Section]:
    """Return every fact that can be stated, by its name, those stated in one place under one heading."""
    return Sayable(reasoner).all_listed()


class _Teller:
    """Tells one thing after another."""

    def __init__(self, reasoner: Reasoner, shelf: "Shelf") -> None:
        self._reasoner, self._law, self._words = reasoner, reasoner.law, reasoner.words
        self._shelf, self._aside = shelf, Aside(reasoner)

    def told(self, name: str) -> list[Section]:
        """Return a thing in sections."""
        law = self._law
        tellers: tuple[tuple[Collection[str], Callable[[], list[Section]]], ...] = (
            (law.instruments, lambda: self._instrument(law.instruments[name])),
            (law.provisions, lambda: self._provision(law.provisions[name])),
            (law.norms, lambda: self._norm(law.norms[name])),
            (law.readings, lambda: self._reading(law.readings[name])),
            (law.indicators, lambda: self._indicator(law.indicators[name])),
            (law.defeats, lambda: self._defeat(law.defeats[name])),
        )
        told = next((tell() for known, tell in tellers if name in known), None) or self._aside.by_id(name)
        return told or Sayable(self._reasoner).by_id(name)

    def _on_file(self, provision: str) -> "tuple[Quote, ...]":
        return self._shelf.quotes(provision)

    def _instrument(self, instrument: Instrument) -> list[Section]:
        said = [instrument.issuer, instrument.note]
        if instrument.number:
            said.append(Text(instrument.number, instrument.number))
        for key, day in (("adopted-on", instrument.adopted), ("in-force-from", instrument.in_force)):
            if day:
                said.append(self._words(key, day=day))
        provisions = [p for p in self._law.provisions.values() if p.parent == instrument.id]
        return [
            Section(instrument.label, tuple(each for each in said if each is not None)),
            *self._aside.checked(instrument.id),
            *(Section(provision.label, (provision.heading, provision.gist)) for provision in provisions),
        ]

    def _provision(self, provision: Provision) -> list[Section]:
        law = self._law
        cited = [law.provisions[name].label for name in provision.cites if name in law.provisions]
        below = [each for each in law.provisions.values() if each.parent == provision.id]
        ours = [self._words("ours")] if self._on_file(provision.id) else []
        said = [provision.heading, *ours, provision.gist, provision.note]
        return [
            *self._quotes(provision),
            *section(provision.label, said),
            *section(self._words("leans-on"), cited),
            *(Section(each.label, (each.heading, each.gist)) for each in below),
            *(part for norm in law.stated.get(provision.id, ()) for part in self._norm(law.norms[norm])),
            *self._aside.of_provision(provision),
        ]

    def _quotes(self, provision: Provision) -> Iterator[Section]:
        """Yield the words of a provision in each text on the shelf."""
        for quote in self._on_file(provision.id):
            key = "translated-text" if quote.translation else "official-text"
            heading = self._words(key, file=quote.file, digest=quote.digest)
            quoted = (line.strip() for line in quote.text.split("\n"))
            yield Section(heading, tuple(Text(line, line) for line in quoted if line))

    def _norm(self, norm: Norm) -> list[Section]:
        defeats = self._law.defeats.values()
        falls = [self._defeat_line(each, each.defeater) for each in defeats if each.defeated == norm.id]
        beats = [self._defeat_line(each, each.defeated) for each in defeats if each.defeater == norm.id]
        requires = lines(self._reasoner.formulas[norm.condition], self._words)
        return [
            *section(named(norm.label, norm.id), [norm.definition, norm.note]),
            *section(self._words("example"), [norm.example]),
            *section(self._words("counterexample"), [norm.counterexample]),
            Section(self._words("requires"), requires),
            *self._indicators(norm),
            *section(self._words("can-fall-to"), falls),
            *section(self._words("can-defeat"), beats),
            *self._aside.of_anything(norm.id),
        ]

    def _defeat_line(self, defeat: Defeat, other: str) -> Text:
        basis = self._aside.label(defeat.basis)
        line = self._words("defeat-line", norm=self._law.norms[other].label, manner=self._manner(defeat), basis=basis)
        return self._words("defeat-option", line=line, option=self._option(defeat.option)) if defeat.option else line

    def _manner(self, defeat: Defeat) -> Text:
        label = self._reasoner.graph.text(PF + defeat.manner, SKOS + "prefLabel")
        return label or Text(defeat.manner, defeat.manner)

    def _option(self, option: str) -> Text:
        """Return an option of a reading as it is chosen, as IC-05=b."""
        code = next(
            f"{reading.code}={each.code}"
            for reading in self._law.readings.values()
            for each in reading.options
            if each.id == option
        )
        return Text(code, code)

    def _indicators(self, norm: Norm) -> Iterator[Section]:
        """Yield what speaks for and against a principle, core indicators marked."""
        for key, supports in (("indicators-for", True), ("indicators-against", False)):
            several = [i for i in self._law.indicators.values() if i.principle == norm.id and i.supports is supports]
            yield from section(self._words(key), map(self._indicator_line, several))

    def _indicator_line(self, indicator: Indicator) -> Text:
        label = named(indicator.label, indicator.id)
        return self._words("indicator-core", indicator=label) if indicator.core else label

    def _indicator(self, indicator: Indicator) -> list[Section]:
        principle = self._law.norms[indicator.principle]
        key = "indicators-for" if indicator.supports else "indicators-against"
        requires = lines(self._reasoner.formulas[indicator.condition], self._words)
        return [
            *section(self._indicator_line(indicator), [self._definition(indicator.id)]),
            *section(self._words(key), [named(principle.label, principle.id)]),
            Section(self._words("requires"), requires),
            *self._aside.checked(indicator.id),
        ]

    def _defeat(self, defeat: Defeat) -> list[Section]:
        law, under = self._law, defeat.under
        beats, falls = (law.norms[each] for each in (defeat.defeater, defeat.defeated))
        requires = lines(self._reasoner.formulas[under], self._words) if under else ()
        return [
            *section(Text(defeat.id, defeat.id), [self._definition(defeat.id)]),
            *section(self._words("can-be-defeated"), [named(falls.label, falls.id)]),
            *section(self._words("can-fall-to"), [named(beats.label, beats.id), self._defeat_line(defeat, beats.id)]),
            *section(self._words("requires"), requires),
            *self._aside.checked(defeat.id),
        ]

    def _definition(self, name: str) -> Text | None:
        return self._reasoner.graph.text(long(name), SKOS + "definition")

    def _reading(self, reading: Reading) -> list[Section]:
        options = [part for option in reading.options for part in self._one_option(reading, option)]
        return [*section(reading.label, [reading.issue, reading.reason]), *options, *self._aside.checked(reading.code)]

    def _one_option(self, reading: Reading, option: Option) -> list[Section]:
        mark = "*" if option.id == reading.default else ""
        heading = Text(f"{option.code}{mark}: {option.label.en}", f"{option.code}{mark}：{option.label.zh}")
        norms = [norm.label for norm in self._law.norms.values() if norm.option == option.id]
        defeats = [self._defeat_pair(each) for each in self._law.defeats.values() if each.option == option.id]
        only = self._words("only-under-it", names=listed([*norms, *defeats])) if norms or defeats else None
        return section(heading, [option.definition, only])

    def _defeat_pair(self, defeat: Defeat) -> Text:
        beats, falls = (self._law.norms[each].label for each in (defeat.defeater, defeat.defeated))
        return self._words("defeat-pair", defeater=beats, defeated=falls)
