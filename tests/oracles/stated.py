"""The law as the Turtle states it, read by code that shares nothing with the reasoner.

Only rdflib is used, and only what the words of ``core.ttl`` mean: which norms there are and
under which option, what defeats them, and which gates stand before an instrument.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import rdflib
from rdflib import RDF, RDFS, SH, SKOS, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

PF = Namespace("https://w3id.org/prima-facie/ns#")


@dataclass(frozen=True)
class Norm:
    """A norm: its condition, the instrument it stands in, and whether it binds nobody or is about time."""

    iri: Node
    condition: Node
    instrument: Node
    option: Node | None
    principle: bool
    of_time: bool


@dataclass(frozen=True)
class Defeat:
    """A defeat, with the further condition it needs, if any."""

    iri: Node
    defeater: Node
    defeated: Node
    under: Node | None
    option: Node | None


@dataclass
class Stated:
    """Everything the Turtle states about norms."""

    graph: rdflib.Graph
    norms: dict[Node, Norm] = field(init=False)
    defeats: dict[Node, Defeat] = field(init=False)

    def __post_init__(self) -> None:
        self.norms = {norm: self._norm(norm) for norm in sorted(self.members(PF.Norm))}
        self.defeats = {
            defeat: Defeat(
                defeat,
                self.one(defeat, PF.defeater),
                self.one(defeat, PF.defeated),
                self.graph.value(defeat, PF.under),
                self.graph.value(defeat, PF.underOption),
            )
            for defeat in sorted(self.members(PF.Defeat))
        }

    def one(self, subject: Node, predicate: URIRef) -> Node:
        """Return the only object there is."""
        found = list(self.graph.objects(subject, predicate))
        assert len(found) == 1, (subject, predicate, found)
        return found[0]

    def members(self, kind: Node) -> set[Node]:
        """Return everything of a class or of a class below it."""
        below = self.graph.transitive_subjects(RDFS.subClassOf, kind)
        return {member for each in below for member in self.graph.subjects(RDF.type, each)}

    def _norm(self, norm: Node) -> Norm:
        provision = next(iter(sorted(self.graph.objects(norm, PF.statedIn))))
        above = set(self.graph.transitive_objects(provision, PF.partOf))
        (instrument,) = [each for each in above if (each, RDF.type, PF.Instrument) in self.graph]
        return Norm(
            norm,
            self.one(norm, PF.condition),
            instrument,
            self.graph.value(norm, PF.underOption),
            norm in self.members(PF.Principle),
            norm in self.members(PF.TimeNorm),
        )

    @cached_property
    def readings(self) -> dict[Node, tuple[Node, list[Node]]]:
        """The default of each contested reading, with all its options."""
        return {
            reading: (
                self.one(reading, PF.defaultOption),
                sorted(self.graph.subjects(PF.optionOf, reading)),
            )
            for reading in sorted(self.members(PF.Reading))
        }

    @cached_property
    def profiles(self) -> dict[str, set[Node]]:
        """What each profile chooses in place of a default, by its code."""
        return {
            str(self.one(profile, SKOS.notation)): set(self.graph.objects(profile, PF.chooses))
            for profile in sorted(self.members(PF.Profile))
        }

    def chosen(self, profile: str) -> set[Node]:
        """Return the options in force under a profile."""
        chosen = self.profiles[profile]
        return {
            next((option for option in options if option in chosen), default)
            for default, options in self.readings.values()
        }

    def gates(self, instrument: Node) -> list[Node]:
        """Return the norms that must apply before anything else in an instrument does."""
        return sorted(self.graph.objects(instrument, PF.gate))

    def exclusions(self, instrument: Node) -> list[Node]:
        """Return the norms that keep everything else in an instrument from applying."""
        return sorted(self.graph.objects(instrument, PF.exclusion))

    def items(self, head: Node) -> list[Node]:
        """Return the members of a list."""
        return list(Collection(self.graph, head))

    def leaned_on(self, shape: Node | None) -> Iterator[Node]:
        """Yield every norm on whose conclusion a condition leans."""
        if shape is None:
            return
        for part in self.graph.objects(shape, SH.property):
            if (part, SH.path, PF.concluded) in self.graph:
                yield from self.graph.objects(part, SH.hasValue)
        for junctor in (SH["and"], SH["or"]):
            for head in self.graph.objects(shape, junctor):
                for part in self.items(head):
                    yield from self.leaned_on(part)
        for part in self.graph.objects(shape, SH["not"]):
            yield from self.leaned_on(part)

    def defeats_of(self, norm: Node, options: set[Node]) -> list[Defeat]:
        """Return what takes a norm away under a choice of options."""
        return [
            defeat
            for defeat in self.defeats.values()
            if defeat.defeated == norm
            and self.in_force(defeat.option, options)
            and self.in_force(self.norms[defeat.defeater].option, options)
        ]

    @staticmethod
    def in_force(option: Node | None, options: set[Node]) -> bool:
        """Say whether what belongs to an option exists where these are chosen."""
        return option is None or option in options

    def carrying(self, roots: list[Node], options: set[Node]) -> set[Node]:
        """Return some norms and every norm in force on which they rest."""
        waiting = list(roots)
        found: set[Node] = set()
        while waiting:
            norm = waiting.pop()
            if norm not in found and self.in_force(self.norms[norm].option, options):
                found.add(norm)
                waiting += self.leaned_on(self.norms[norm].condition)
                for defeat in self.defeats_of(norm, options):
                    waiting += [defeat.defeater, *self.leaned_on(defeat.under)]
        return found

    def before(self, norm: Norm, options: set[Node]) -> tuple[list[Node], list[Node]]:
        """Return the gates that must apply before a norm, and the exclusions that must not.

        Nothing stands before a norm about time, before a principle, or before what gates and
        exclusions rest on; before a gate itself stand the exclusions.
        """
        gates, exclusions = (
            [each for each in named if self.in_force(self.norms[each].option, options)]
            for named in (self.gates(norm.instrument), self.exclusions(norm.instrument))
        )
        if norm.iri in gates:
            gates = []
        if norm.principle or norm.of_time or norm.iri in self.carrying(gates + exclusions, options):
            return [], []
        return gates, exclusions

    def strata(self, options: set[Node]) -> list[list[Norm]]:
        """Return the norms in force, in layers of which each rests on earlier ones only."""
        waiting = {iri: norm for iri, norm in self.norms.items() if self.in_force(norm.option, options)}
        rests = {iri: self._rests_on(norm, options) & waiting.keys() for iri, norm in waiting.items()}
        layers: list[list[Norm]] = []
        while waiting:
            ready = [iri for iri in waiting if not rests[iri] & waiting.keys()]
            assert ready, f"norms in a circle: {sorted(waiting)}"
            layers.append([waiting.pop(iri) for iri in ready])
        return layers

    def _rests_on(self, norm: Norm, options: set[Node]) -> set[Node]:
        gates, exclusions = self.before(norm, options)
        found = {*gates, *exclusions, *self.leaned_on(norm.condition)}
        for defeat in self.defeats_of(norm.iri, options):
            found |= {defeat.defeater, *self.leaned_on(defeat.under)}
        return found
