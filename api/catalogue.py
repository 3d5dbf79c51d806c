"""Catalogue: what can be looked up in the law graph by its id, or by the name it has among lawyers."""

from typing import Annotated

import strawberry
from strawberry.types.field import StrawberryField

from api import concept as concepts
from api import decision as decisions
from api import fact as facts
from api import instrument as instruments
from api import lists, node, ontology, search, surroundings
from api import norm as norms
from api import provision as provisions
from api import reading as readings
from api.choices import Language
from api.describe import field
from api.facts import spoken
from api.naming import meant
from api.outcome import NotFound
from api.posing import In
from api.view import Info, Library, View
from kg.graph import BASE

Id = Annotated[
    strawberry.ID, strawberry.argument(description="Its id, its IRI, or how it is cited or called in either language.")
]
ProvisionOrNotFound = Annotated[
    provisions.Provision | NotFound, strawberry.union("ProvisionOrNotFound", description="A provision, or near names.")
]
NormOrNotFound = Annotated[
    norms.Norm | NotFound, strawberry.union("NormOrNotFound", description="A norm, or near names.")
]
InstrumentOrNotFound = Annotated[
    instruments.Instrument | NotFound,
    strawberry.union("InstrumentOrNotFound", description="An instrument, or near names."),
]
ConceptOrNotFound = Annotated[
    concepts.Concept | NotFound, strawberry.union("ConceptOrNotFound", description="A value of a list, or near names.")
]
FactOrNotFound = Annotated[
    facts.Fact | NotFound, strawberry.union("FactOrNotFound", description="A fact, or near names.")
]
ReadingOrNotFound = Annotated[
    readings.ContestedReading | NotFound,
    strawberry.union("ReadingOrNotFound", description="A contested reading, or near names."),
]
DecisionOrNotFound = Annotated[
    decisions.Decision | NotFound,
    strawberry.union("DecisionOrNotFound", description="A decided matter, or near names."),
]


def fields(library: Library) -> list[StrawberryField]:
    """Return the fields that look something up in the law graph."""
    several = (lists, surroundings, node, search, ontology)
    return [*_single(library), *(each for part in several for each in part.fields(library))]


def _single(library: Library) -> list[StrawberryField]:
    law, atlas = library.reasoner.law, library.atlas

    def provision(info: Info, id: Id, language: In = Language.EN) -> ProvisionOrNotFound:  # noqa: A002 - its GraphQL name
        """Return a provision; its number, or how it is cited in either language, will do."""
        view = View(library, language, info.context.budget)
        name = meant(view, id, law.provisions)
        return name if isinstance(name, NotFound) else provisions.provision(view, name)

    def norm(info: Info, id: Id, language: In = Language.EN) -> NormOrNotFound:  # noqa: A002 - its GraphQL name
        """Return a norm: what a provision is read to say."""
        view = View(library, language, info.context.budget)
        name = meant(view, id, law.norms)
        return name if isinstance(name, NotFound) else norms.norm(view, name)

    def instrument(info: Info, id: Id, language: In = Language.EN) -> InstrumentOrNotFound:  # noqa: A002 - its GraphQL name
        """Return an instrument."""
        view = View(library, language, info.context.budget)
        name = meant(view, id, law.instruments)
        return name if isinstance(name, NotFound) else instruments.instrument(view, name)

    def concept(info: Info, id: Id, language: In = Language.EN) -> ConceptOrNotFound:  # noqa: A002 - its GraphQL name
        """Return a value of a list."""
        view = View(library, language, info.context.budget)
        name = meant(view, id.removeprefix(BASE), atlas.concepts)
        return name if isinstance(name, NotFound) else concepts.concept(view, atlas.concepts[name])

    def fact(info: Info, id: Id, language: In = Language.EN) -> FactOrNotFound:  # noqa: A002 - its GraphQL name
        """Return a fact that can be put on record; its name in a file or its field in the input will do."""
        view = View(library, language, info.context.budget)
        called = {each: name for name in atlas.fact_names.values() for each in (name, spoken(name))}
        name = facts.identifier(called[id]) if id in called else meant(view, id, atlas.fact_names)
        return name if isinstance(name, NotFound) else facts.fact(view, atlas.fact_names[name])

    def reading(info: Info, id: Id, language: In = Language.EN) -> ReadingOrNotFound:  # noqa: A002 - its GraphQL name
        """Return a contested reading; its code will do."""
        view = View(library, language, info.context.budget)
        code = atlas.reading_codes.get(id.removeprefix(BASE).replace("/", ":"))
        name = code or meant(view, id, law.readings)
        return name if isinstance(name, NotFound) else readings.reading(view, name)

    def decision(info: Info, id: Id, language: In = Language.EN) -> DecisionOrNotFound:  # noqa: A002 - its GraphQL name
        """Return a decided matter."""
        view = View(library, language, info.context.budget)
        name = meant(view, id, atlas.commentary.matters)
        return name if isinstance(name, NotFound) else decisions.decision(view, atlas.commentary.matters[name])

    return [field(each) for each in (provision, norm, instrument, concept, fact, reading, decision)]
