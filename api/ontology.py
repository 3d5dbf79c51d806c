"""Ontology: which law answers, in which edition, and how much of it there is."""

from functools import cache
from typing import TYPE_CHECKING

import strawberry
from strawberry.types.field import StrawberryField

from api.choices import Language
from api.describe import field, output
from api.instrument import Instrument, instrument
from api.posing import In
from api.scalars import IRI
from api.view import Info, Library, View
from kg import VERSION
from kg.graph import BASE
from kg.receipt import engine

if TYPE_CHECKING:
    from kg.coverage import Unit


@output
class Coverage:
    """How far an instrument is read."""

    view: strawberry.Private[View]
    name: strawberry.Private[str]
    units: int = strawberry.field(description="How many smallest units its text has.")
    rules: int = strawberry.field(description="How many rules they lay down.")
    read: int = strawberry.field(description="Of how many of these a norm is read, or it is said why none is.")
    without_norm: int = strawberry.field(description="Of how many units it is said why no norm is read out of them.")

    @field
    def instrument(self) -> Instrument:
        """Return the instrument."""
        return instrument(self.view, self.name)


@output
class Ontology:
    """The law as this server knows it: its edition, its size, and how far the texts are read."""

    library: strawberry.Private[Library]
    view: strawberry.Private[View]
    edition: str = strawberry.field(description="The digest of every file of the law; another edition, another digest.")
    version: str = strawberry.field(description="The version of the program.")
    base: IRI = strawberry.field(description="Below which every name of ours stands.")
    languages: list[Language] = strawberry.field(description="The languages in which everything is said.")
    instruments: int = strawberry.field(description="How many instruments there are.")
    provisions: int = strawberry.field(description="How many provisions there are.")
    norms: int = strawberry.field(description="How many norms are read out of them.")
    indicators: int = strawberry.field(description="How many indicators speak for or against principles.")
    defeats: int = strawberry.field(description="How many defeats there are.")
    allocations: int = strawberry.field(description="How many norms say who must prove what.")
    readings: int = strawberry.field(description="How many readings are contested.")
    facts: int = strawberry.field(description="How many facts can be put on record.")
    concepts: int = strawberry.field(description="How many values there are in all lists.")
    schemes: int = strawberry.field(description="How many lists of values there are.")
    decisions: int = strawberry.field(description="How many decided matters there are.")
    correspondences: int = strawberry.field(description="How many rows the crosswalk has.")
    examples: int = strawberry.field(description="How many descriptions come with the program.")

    @field
    def engine(self) -> str:
        """Return the digest of every source of the reasoner; another answer can only come of another digest."""
        return _engine(self.version)

    @field
    def coverage(self) -> list[Coverage]:
        """Return how far each instrument for which an assessment answers is read."""
        from kg.coverage import units

        found: dict[str, list[Unit]] = {}
        for unit in units(self.library.reasoner):
            found.setdefault(unit.instrument, []).append(unit)
        self.view.budget.pay(len(found))
        return [
            Coverage(
                view=self.view,
                name=name,
                units=len(several),
                rules=sum(unit.rules for unit in several),
                read=sum(unit.covered for unit in several),
                without_norm=sum(unit.reason is not None for unit in several),
            )
            for name, several in found.items()
        ]


def fields(library: Library) -> list[StrawberryField]:
    """Return the field that tells of the law as a whole."""

    def ontology(info: Info, language: In = Language.EN) -> Ontology:
        """Return the edition of the law that answers, its size, and how far the texts are read."""
        view = View(library, language, info.context.budget)
        view.budget.pay()
        law, atlas, vocabulary = library.reasoner.law, library.atlas, library.reasoner.vocabulary
        return Ontology(
            library=library,
            view=view,
            edition=library.reasoner.edition,
            version=VERSION,
            base=IRI(BASE),
            languages=list(Language),
            instruments=len(law.instruments),
            provisions=len(law.provisions),
            norms=len(law.norms),
            indicators=len(law.indicators),
            defeats=len(law.defeats),
            allocations=len(law.allocations),
            readings=len(law.readings),
            facts=len(vocabulary.facts),
            concepts=len(vocabulary.concepts),
            schemes=len(vocabulary.schemes),
            decisions=len(atlas.commentary.matters),
            correspondences=len(atlas.commentary.correspondences),
            examples=len(atlas.examples),
        )

    return [field(ontology)]


@cache
def _engine(version: str) -> str:
    return engine(version)
