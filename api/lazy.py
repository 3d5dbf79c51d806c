"""Lazy: the types of the schema that speak of each other, by name, so that their modules may meet in a circle."""

from typing import TYPE_CHECKING, Annotated

import strawberry

if TYPE_CHECKING:
    from api.concept import Concept, ConceptScheme
    from api.condition import ConditionElement
    from api.correspondence import Correspondence
    from api.decision import Decision
    from api.defeat import Allocation, Defeat, Indicator, NormBurden
    from api.example import Example
    from api.fact import Fact
    from api.instrument import Instrument
    from api.norm import Norm
    from api.provision import Provision
    from api.reading import Method, ReadingOption
    from api.summary import Summary, SummaryStatement

LazyAllocation = Annotated["Allocation", strawberry.lazy("api.defeat")]
LazyBurden = Annotated["NormBurden", strawberry.lazy("api.defeat")]
LazyConcept = Annotated["Concept", strawberry.lazy("api.concept")]
LazyCorrespondence = Annotated["Correspondence", strawberry.lazy("api.correspondence")]
LazyDecision = Annotated["Decision", strawberry.lazy("api.decision")]
LazyDefeat = Annotated["Defeat", strawberry.lazy("api.defeat")]
LazyElement = Annotated["ConditionElement", strawberry.lazy("api.condition")]
LazyExample = Annotated["Example", strawberry.lazy("api.example")]
LazyFact = Annotated["Fact", strawberry.lazy("api.fact")]
LazyIndicator = Annotated["Indicator", strawberry.lazy("api.defeat")]
LazyInstrument = Annotated["Instrument", strawberry.lazy("api.instrument")]
LazyMethod = Annotated["Method", strawberry.lazy("api.reading")]
LazyNorm = Annotated["Norm", strawberry.lazy("api.norm")]
LazyOption = Annotated["ReadingOption", strawberry.lazy("api.reading")]
LazyProvision = Annotated["Provision", strawberry.lazy("api.provision")]
LazyScheme = Annotated["ConceptScheme", strawberry.lazy("api.concept")]
LazyStatement = Annotated["SummaryStatement", strawberry.lazy("api.summary")]
LazySummary = Annotated["Summary", strawberry.lazy("api.summary")]
