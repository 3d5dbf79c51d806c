"""Law: instruments and provisions, and the norms, defeats and readings found in them.

Text and reading are kept apart: a provision is what was enacted, a norm is what we
take it to say. A norm names its condition; what the condition requires stands in the
shapes and is read by :mod:`kg.shapes`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from kg.errors import LawError, NotFoundError
from kg.graph import BASE, PF, RDFS, SKOS, TYPE, Graph
from kg.text import Text
from kg.vocabulary import Party, local
from kg.words import Words, quoted

T = TypeVar("T")


def short(iri: str) -> str:
    """Return the id of a name of ours: its prefix and its last part.

    >>> short("https://w3id.org/prima-facie/spc/art-2-item-3")
    'spc:art-2-item-3'
    >>> short("https://w3id.org/prima-facie/ns#Norm")
    'pf:Norm'
    """
    if iri.startswith(PF):
        return "pf:" + iri.removeprefix(PF)
    return iri.removeprefix(BASE).replace("/", ":")


def long(identifier: str) -> str:
    """Return the name an id stands for.

    >>> long("spc:art-2-item-3")
    'https://w3id.org/prima-facie/spc/art-2-item-3'
    """
    if identifier.startswith("pf:"):
        return PF + identifier.removeprefix("pf:")
    return BASE + identifier.replace(":", "/")


@dataclass(frozen=True, slots=True)
class Instrument:
    """A text adopted as a whole."""

    id: str
    label: Text
    number: str | None
    issuer: Text | None
    adopted: str | None
    issued: str | None
    published: str | None
    in_force: str | None
    rank: str
    answered: bool
    gates: tuple[str, ...]
    exclusions: tuple[str, ...]
    note: Text | None
    unread: Text | None
    order: int


@dataclass(frozen=True, slots=True)
class Provision:
    """The smallest thing that can be cited by itself, or one that holds such things."""

    id: str
    label: Text
    number: str
    heading: Text
    gist: Text
    instrument: str
    parent: str
    cites: tuple[str, ...]
    open_list: bool
    note: Text | None
    order: int


@dataclass(frozen=True, slots=True)
class Norm:
    """Our reading of what one or more provisions lay down."""

    id: str
    iri: str
    kind: str
    label: Text
    definition: Text
    provisions: tuple[str, ...]
    instrument: str
    modality: str | None
    effect: str | None
    favours: Party | None
    option: str | None
    condition: str
    before_gates: bool
    auxiliary: bool
    frame: bool
    example: Text | None
    counterexample: Text | None
    note: Text | None


@dataclass(frozen=True, slots=True)
class Indicator:
    """Facts that speak for or against a principle."""

    id: str
    label: Text
    principle: str
    supports: bool
    core: bool
    condition: str
    order: int


@dataclass(frozen=True, slots=True)
class Defeat:
    """One norm taking another away."""

    id: str
    defeater: str
    defeated: str
    manner: str
    basis: str
    under: str | None
    option: str | None


@dataclass(frozen=True, slots=True)
class Allocation:
    """Who must prove what: everything in the norms it governs, or what falls to the bearer by default."""

    id: str
    bearer: Party
    provision: str
    governs: frozenset[str]
    facts: frozenset[str]
    option: str | None


@dataclass(frozen=True, slots=True)
class Option:
    """One way to read the text on a contested question."""

    id: str
    code: str
    label: Text
    definition: Text


@dataclass(frozen=True, slots=True)
class Reading:
    """A contested question, its options, and the one taken by default."""

    id: str
    code: str
    label: Text
    issue: Text
    reason: Text | None
    options: tuple[Option, ...]
    default: str

    def option(self, code: str) -> Option | None:
        """Return the option with this code, or nothing."""
        return next((option for option in self.options if option.code == code), None)


class Law:
    """The whole law graph, by id. An id is a prefix and a name: ``spc:art-2-item-3``."""

    def __init__(self, graph: Graph) -> None:
        """Read every layer; raises LawError for a term that is not whole or leans on nothing."""
        self._graph = graph
        self.instruments: Mapping[str, Instrument] = self._all("Instrument", self._instrument)
        self.provisions: Mapping[str, Provision] = self._all("Provision", self._provision)
        self.norms: Mapping[str, Norm] = self._all("Norm", self._norm)
        self.indicators: Mapping[str, Indicator] = self._all("Indicator", self._indicator)
        self.defeats: Mapping[str, Defeat] = self._all("Defeat", self._defeat)
        self.allocations: Mapping[str, Allocation] = self._all("Allocation", self._allocation)
        self.readings: Mapping[str, Reading] = {
            reading.code: reading for reading in self._all("Reading", self._reading).values()
        }
        self.profiles: Mapping[str, frozenset[str]] = {
            self._word(iri, "notation"): frozenset(short(name) for name in graph.names(iri, PF + "chooses"))
            for iri in graph.of_type(PF + "Profile")
        }

    @cached_property
    def _kinds(self) -> frozenset[str]:
        """The classes of norms that have no class below them."""
        below = RDFS + "subClassOf"
        kinds = self._graph.subjects(below, PF + "Norm")
        return frozenset(kind for kind in kinds if set(self._graph.subjects(below, kind)) <= {kind})

    @cached_property
    def stated(self) -> Mapping[str, tuple[str, ...]]:
        """The norms stated in each provision, in order of their ids."""
        found: dict[str, list[str]] = {}
        for norm in self.norms.values():
            for provision in norm.provisions:
                found.setdefault(provision, []).append(norm.id)
        return {provision: tuple(norms) for provision, norms in found.items()}

    def options(self, profile: str = "balanced", chosen: Mapping[str, str] | None = None) -> frozenset[str]:
        """Return the options in force under a profile and single choices (``{"IC-27": "b"}``).

        Raises NotFoundError for a profile, a reading or an option that does not exist.
        """
        if profile not in self.profiles:
            raise self._missing("no-profile", profile, self.profiles)
        chosen = chosen or {}
        for code, letter in chosen.items():
            if code not in self.readings:
                raise self._missing("no-reading", code, self.readings)
            if self.readings[code].option(letter) is None:
                raise self._missing("no-option", letter, (each.code for each in self.readings[code].options), code)
        result = set()
        for code, reading in self.readings.items():
            ids = {option.id for option in reading.options}
            taken = reading.option(chosen[code]) if code in chosen else None
            result.add(taken.id if taken else next(iter(sorted(ids & self.profiles[profile])), reading.default))
        return frozenset(result)

    def _missing(self, key: str, name: str, known: Iterable[str], reading: str = "") -> NotFoundError:
        names = sorted(known)
        listed = Text(", ".join(names), "、".join(names))
        return NotFoundError(Words(self._graph)(key, name=quoted(name), known=listed, reading=reading))

    def _all(self, kind: str, read: Callable[[str], T]) -> dict[str, T]:
        iris = sorted(self._graph.of_type(PF + kind), key=lambda iri: (self._order(iri), iri))
        return {short(iri): read(iri) for iri in iris}

    def _order(self, iri: str) -> int:
        return int(self._graph.word(iri, PF + "order") or 0)

    def _text(self, iri: str, predicate: str) -> Text:
        text = self._graph.text(iri, predicate)
        if text is None:
            message = f"{short(iri)} has no {local(predicate)} in both languages"
            raise LawError(message)
        return text

    def _label(self, iri: str) -> Text:
        return self._text(iri, SKOS + "prefLabel")

    def _word(self, iri: str, name: str) -> str:
        return self._graph.word(iri, SKOS + name) or local(iri)

    def _ref(self, iri: str, name: str) -> str:
        target = self._graph.name(iri, PF + name)
        if target is None:
            message = f"{short(iri)} has no {name}"
            raise LawError(message)
        return target

    def _maybe(self, iri: str, name: str) -> str | None:
        target = self._graph.name(iri, PF + name)
        return short(target) if target else None

    def _many(self, iri: str, name: str) -> tuple[str, ...]:
        return tuple(short(target) for target in self._graph.names(iri, PF + name))

    def _day(self, iri: str, name: str) -> str | None:
        said = self._graph.word(iri, PF + name)
        if said is not None and not _is_day(said):
            message = f"{short(iri)} has {said!r} for {name}, which is no day written as 2021-08-01"
            raise LawError(message)
        return said

    def _true(self, iri: str, name: str) -> bool:
        return self._graph.word(iri, PF + name) == "true"

    def _instrument(self, iri: str) -> Instrument:
        word = self._graph.word
        return Instrument(
            id=short(iri),
            label=self._label(iri),
            number=word(iri, PF + "officialNumber"),
            issuer=self._graph.text(iri, PF + "issuedBy"),
            adopted=word(iri, PF + "adoptedOn"),
            issued=word(iri, PF + "issuedOn"),
            published=word(iri, PF + "publishedOn"),
            in_force=self._day(iri, "inForceFrom"),
            rank=self._word(self._ref(iri, "rank"), "notation"),
            answered=self._true(iri, "answered"),
            gates=self._many(iri, "gate"),
            exclusions=self._many(iri, "exclusion"),
            note=self._graph.text(iri, SKOS + "scopeNote"),
            unread=self._graph.text(iri, PF + "notYetRead"),
            order=self._order(iri),
        )

    def _provision(self, iri: str) -> Provision:
        above = self._graph.names(iri, PF + "partOf")
        instruments = [name for name in above if PF + "Instrument" in self._graph.names(name, TYPE)]
        if len(instruments) != 1:
            message = f"{short(iri)} belongs to {len(instruments)} instruments; one is needed"
            raise LawError(message)
        depth = {name: len(self._graph.names(name, PF + "partOf")) for name in above}
        return Provision(
            id=short(iri),
            label=self._label(iri),
            number=self._word(iri, "notation"),
            heading=self._text(iri, PF + "heading"),
            gist=self._text(iri, PF + "gist"),
            instrument=short(instruments[0]),
            parent=short(max(above, key=lambda name: (depth[name], name))),
            cites=self._many(iri, "cites"),
            open_list=self._true(iri, "openList"),
            note=self._graph.text(iri, SKOS + "scopeNote"),
            order=self._order(iri),
        )

    def _norm(self, iri: str) -> Norm:
        kinds = self._graph.names(iri, TYPE)
        kind = [local(name) for name in kinds if name in self._kinds]
        provisions = self._many(iri, "statedIn")
        if len(kind) != 1 or not provisions:
            message = f"{short(iri)} needs one kind and a provision that states it"
            raise LawError(message)
        modality = self._graph.name(iri, PF + "modality")
        effect = self._graph.name(iri, PF + "effect")
        favours = self._graph.name(iri, PF + "favours")
        return Norm(
            id=short(iri),
            iri=iri,
            kind=kind[0],
            label=self._label(iri),
            definition=self._text(iri, SKOS + "definition"),
            provisions=provisions,
            instrument=self.provisions[provisions[0]].instrument,
            modality=local(modality) if modality else None,
            effect=local(effect) if effect else None,
            favours=Party(self._word(favours, "notation")) if favours else None,
            option=self._maybe(iri, "underOption"),
            condition=self._ref(iri, "condition"),
            before_gates=PF + "TimeNorm" in kinds,
            auxiliary=PF + "AuxiliaryNorm" in kinds,
            frame=PF + "FrameNorm" in kinds,
            example=self._graph.text(iri, SKOS + "example"),
            counterexample=self._graph.text(iri, PF + "counterexample"),
            note=self._graph.text(iri, SKOS + "scopeNote"),
        )

    def _indicator(self, iri: str) -> Indicator:
        return Indicator(
            id=short(iri),
            label=self._label(iri),
            principle=short(self._ref(iri, "indicatorOf")),
            supports=self._ref(iri, "direction") == PF + "For",
            core=self._true(iri, "core"),
            condition=self._ref(iri, "condition"),
            order=self._order(iri),
        )

    def _defeat(self, iri: str) -> Defeat:
        return Defeat(
            id=short(iri),
            defeater=short(self._ref(iri, "defeater")),
            defeated=short(self._ref(iri, "defeated")),
            manner=local(self._ref(iri, "manner")),
            basis=short(self._ref(iri, "basis")),
            under=self._graph.name(iri, PF + "under"),
            option=self._maybe(iri, "underOption"),
        )

    def _allocation(self, iri: str) -> Allocation:
        return Allocation(
            id=short(iri),
            bearer=Party(self._word(self._ref(iri, "bearer"), "notation")),
            provision=short(self._ref(iri, "statedIn")),
            governs=frozenset(self._many(iri, "governs")),
            facts=frozenset(local(name) for name in self._graph.names(iri, PF + "governsFact")),
            option=self._maybe(iri, "underOption"),
        )

    def _reading(self, iri: str) -> Reading:
        options = tuple(
            Option(short(name), self._word(name, "notation"), self._label(name), self._text(name, SKOS + "definition"))
            for name in self._graph.subjects(PF + "optionOf", iri)
        )
        return Reading(
            id=short(iri),
            code=self._word(iri, "notation"),
            label=self._label(iri),
            issue=self._text(iri, SKOS + "definition"),
            reason=self._graph.text(iri, SKOS + "scopeNote"),
            options=options,
            default=short(self._ref(iri, "defaultOption")),
        )


def _is_day(said: str) -> bool:
    try:
        return date.fromisoformat(said).isoformat() == said
    except ValueError:
        return False
