"""Lists: what there is in the law graph, kind by kind, narrowed as asked and in the order of the law."""

from enum import Enum
from typing import Annotated

import strawberry
from strawberry.types.field import StrawberryField

from api import concept as concepts_shown
from api import fact as facts_shown
from api import filters
from api import norm as norms_shown
from api import provision as provisions_shown
from api import reading as readings_shown
from api.choices import Control, FactKind, FactLevel, Language, Party
from api.concept import Concept, ConceptScheme
from api.describe import field
from api.fact import Fact
from api.instrument import Instrument, instrument
from api.naming import meant
from api.norm import Norm
from api.outcome import NotFound
from api.paging import PAGE, After, Connection, First, page
from api.posing import In
from api.provision import Provision
from api.reading import ContestedReading, ReadingProfile
from api.view import Info, Library, View

ProvisionsOrNotFound = Annotated[
    Connection[Provision] | NotFound,
    strawberry.union("ProvisionsOrNotFound", description="A page of provisions, or near names."),
]
NormsOrNotFound = Annotated[
    Connection[Norm] | NotFound, strawberry.union("NormsOrNotFound", description="A page of norms, or near names.")
]
OfInstrument = Annotated[strawberry.ID | None, strawberry.argument(description="Only of this instrument.")]
Level = Annotated[FactLevel | None, strawberry.argument(description="Only facts about this.")]
Kind = Annotated[FactKind | None, strawberry.argument(description="Only facts that take such values.")]
Bearer = Annotated[Party | None, strawberry.argument(description="Only facts that this party must prove by default.")]
By = Annotated[Control | None, strawberry.argument(description="Only facts that this side can change for the future.")]


def fields(library: Library) -> list[StrawberryField]:
    """Return the fields that list the law and its words."""
    return [*_texts(library), _norms(library), *_vocabulary(library), *_readings(library)]


def _texts(library: Library) -> list[StrawberryField]:
    law, atlas = library.reasoner.law, library.atlas
    every = [name for instrument in law.instruments for name in library.whole.get(instrument, ())]
    kinds = filters.of_classes(library, "ProvisionKind", atlas.kinds.values(), "What sort of provision one is.")
    of_kind = Annotated[
        Enum | None, strawberry.argument(description="Only provisions of this sort.", graphql_type=filters.maybe(kinds))
    ]
    within = Annotated[
        strawberry.ID | None,
        strawberry.argument(description="Only those directly within this provision or instrument."),
    ]
    with_norm = Annotated[
        bool | None, strawberry.argument(description="Only those in which a norm is stated, or only the others.")
    ]
    only_answered = Annotated[
        bool | None, strawberry.argument(description="Only those for which an assessment answers, or only the others.")
    ]

    def instruments(
        info: Info, answered: only_answered = None, language: In = Language.EN, first: First = PAGE, after: After = None
    ) -> Connection[Instrument]:
        """Return the instruments, those for which an assessment answers first."""
        view = View(library, language, info.context.budget)
        ordered = sorted(law.instruments.values(), key=lambda each: not each.answered)
        names = [each.id for each in ordered if answered in {None, each.answered}]
        return page(names, str, lambda name: instrument(view, name), first, after)

    def provisions(  # noqa: PLR0913, PLR0917 - what may be asked for
        info: Info,
        instrument: OfInstrument = None,
        parent: within = None,
        kind: of_kind = None,
        has_norm: with_norm = None,
        language: In = Language.EN,
        first: First = PAGE,
        after: After = None,
    ) -> ProvisionsOrNotFound:
        """Return the provisions, instrument by instrument in the order of the texts."""
        view = View(library, language, info.context.budget)
        inside = None if parent is None else meant(view, parent, {**law.instruments, **law.provisions})
        whose = None if instrument is None else meant(view, instrument, law.instruments)
        for named in (whose, inside):
            if isinstance(named, NotFound):
                return named
        names = [
            name
            for name in every
            if whose in {None, law.provisions[name].instrument}
            and inside in {None, law.provisions[name].parent}
            and filters.same_class(kind, atlas.kinds[name])
            and has_norm in {None, name in law.stated}
        ]
        return provisions_shown.several(view, names, first, after)

    return [field(instruments), field(provisions)]


def _norms(library: Library) -> StrawberryField:
    law = library.reasoner.law
    kinds = filters.of_classes(
        library, "NormKind", (each.kind for each in law.norms.values()), "What sort of norm one is."
    )
    modalities = filters.of_scheme(library, "Modality", "modality", "What the court must or may do.")
    of_kind = Annotated[
        Enum | None, strawberry.argument(description="Only norms of this sort.", graphql_type=filters.maybe(kinds))
    ]
    of_modality = Annotated[
        Enum | None,
        strawberry.argument(
            description="Only norms under which the court must or may do this.", graphql_type=filters.maybe(modalities)
        ),
    ]
    stated_in = Annotated[strawberry.ID | None, strawberry.argument(description="Only those stated in this provision.")]
    helped = Annotated[Party | None, strawberry.argument(description="Only those that help the case of this party.")]
    auxiliaries = Annotated[
        bool | None, strawberry.argument(description="Only those whose effect shows inside others, or only the others.")
    ]

    def norms(  # noqa: PLR0913, PLR0917 - what may be asked for
        info: Info,
        instrument: OfInstrument = None,
        provision: stated_in = None,
        kind: of_kind = None,
        modality: of_modality = None,
        favours: helped = None,
        auxiliary: auxiliaries = None,
        language: In = Language.EN,
        first: First = PAGE,
        after: After = None,
    ) -> NormsOrNotFound:
        """Return the norms, in the order of the law."""
        view = View(library, language, info.context.budget)
        whose = None if instrument is None else meant(view, instrument, law.instruments)
        where = None if provision is None else meant(view, provision, law.provisions)
        for named in (whose, where):
            if isinstance(named, NotFound):
                return named
        names = [
            name
            for name, each in law.norms.items()
            if whose in {None, each.instrument}
            and where in {None, *each.provisions}
            and filters.same_class(kind, each.kind)
            and filters.same(modality, each.modality)
            and favours in {None, each.favours}
            and auxiliary in {None, each.auxiliary}
        ]
        return norms_shown.several(view, names, first, after)

    return field(norms)


def _vocabulary(library: Library) -> list[StrawberryField]:
    vocabulary, atlas = library.reasoner.vocabulary, library.atlas
    of_list = Annotated[
        Enum | None,
        strawberry.argument(
            description="Only the values of this list.", graphql_type=filters.maybe(filters.of_schemes(library))
        ),
    ]
    judged = Annotated[
        bool | None, strawberry.argument(description="Only those that are judgements, or only the others.")
    ]

    def concepts(
        info: Info, scheme: of_list = None, language: In = Language.EN, first: First = PAGE, after: After = None
    ) -> Connection[Concept]:
        """Return the values of all lists, list by list."""
        view = View(library, language, info.context.budget)
        codes = {each.iri: filters.code_of(atlas.scheme_of[each.iri]) for each in atlas.concepts.values()}
        held = [each for each in atlas.concepts.values() if filters.same(scheme, codes[each.iri])]
        return concepts_shown.several(view, held, first, after)

    def schemes(
        info: Info, language: In = Language.EN, first: First = PAGE, after: After = None
    ) -> Connection[ConceptScheme]:
        """Return the lists from which values are taken."""
        view = View(library, language, info.context.budget)
        names = sorted(vocabulary.schemes)
        return page(names, filters.code_of, lambda name: concepts_shown.scheme(view, name), first, after)

    def facts(  # noqa: PLR0913, PLR0917 - what may be asked for
        info: Info,
        level: Level = None,
        kind: Kind = None,
        evaluative: judged = None,
        bearer: Bearer = None,
        control: By = None,
        language: In = Language.EN,
        first: First = PAGE,
        after: After = None,
    ) -> Connection[Fact]:
        """Return the facts that can be put on record."""
        view = View(library, language, info.context.budget)
        names = [
            name
            for name, each in vocabulary.facts.items()
            if level in {None, each.level}
            and kind in {None, each.kind}
            and evaluative in {None, each.evaluative}
            and bearer in {None, each.bearer}
            and control in {None, each.control}
        ]
        return page(names, facts_shown.identifier, lambda name: facts_shown.fact(view, name), first, after)

    return [field(concepts), field(schemes), field(facts)]


def _readings(library: Library) -> list[StrawberryField]:
    law = library.reasoner.law

    def readings(
        info: Info, language: In = Language.EN, first: First = PAGE, after: After = None
    ) -> Connection[ContestedReading]:
        """Return the contested readings."""
        view = View(library, language, info.context.budget)
        return page(list(law.readings), str, lambda code: readings_shown.reading(view, code), first, after)

    def profiles(info: Info, language: In = Language.EN) -> list[ReadingProfile]:
        """Return the profiles, each a choice among all contested readings at once."""
        view = View(library, language, info.context.budget)
        return [readings_shown.profile(view, name) for name in law.profiles]

    return [field(readings), field(profiles)]
