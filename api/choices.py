"""Choices: the closed lists that the reasoner answers from, as the schema shows them."""

from api.describe import choice
from kg.condition import ElementKind
from kg.engine import Status
from kg.entry import NodeKind, Place
from kg.errors import Severity
from kg.expression import Relation
from kg.plan import StepKind
from kg.text import Language
from kg.truth import Truth
from kg.vocabulary import Control, Party
from kg.vocabulary import Kind as FactKind
from kg.vocabulary import Level as FactLevel

__all__ = [
    "Control",
    "ElementKind",
    "FactKind",
    "FactLevel",
    "Language",
    "NodeKind",
    "Party",
    "Place",
    "Relation",
    "Severity",
    "Status",
    "StepKind",
    "Truth",
]

choice(Language, "Language", "The language of everything that is said in words.", {"en": "English", "zh": "中文"})
choice(
    Truth,
    "Truth",
    "Whether something is so. That nobody knows is an answer, and is never left out.",
    {"true": "It is so.", "false": "It is not so.", "unknown": "The record does not say."},
)
choice(
    Status,
    "Status",
    "What a norm, or a principle that binds nobody, comes to on the record.",
    {"unknown": "Only of what would be presumed: not even the burden of proof decides."},
)
choice(
    Severity,
    "Severity",
    "How far a problem with a description reaches.",
    {
        "violation": "It cannot be read; nothing is assessed.",
        "warning": "It contradicts itself; the facts named count as unknown.",
        "note": "Worth saying; nothing changes.",
    },
)
choice(
    Party,
    "Party",
    "Who must establish something.",
    {
        "claimant": "Whoever sues.",
        "processor": "Whoever processes faces.",
        "court": "Nobody has to prove it; the court judges it.",
        "both": "Both sides alike.",
        "nobody": "Nobody; no norm asks for it.",
    },
)
choice(
    StepKind,
    "ProofNodeKind",
    "What a node of a proof is.",
    {
        "assessment": "The whole assessment.",
        "fold": "Several situations or times of one activity put together.",
        "provision": "The limbs of a provision put together.",
        "norm": "A norm: its gate, its condition, its defeats.",
        "gate": "Whether the case falls under the instrument at all.",
        "defeat": "A norm that would take another one away.",
        "indicator": "Facts that speak for or against a principle.",
        "every": "All of what stands below.",
        "some": "At least one of what stands below.",
        "not": "The contrary of what stands below.",
        "concluded": "What another norm comes to.",
        "fact": "A fact on record, or an open question.",
    },
)
choice(
    Control,
    "Control",
    "Who can change a fact for the future.",
    {
        "deployer": "Whoever runs the deployment.",
        "claimant": "Whoever may sue.",
        "nobody": "Nobody; it is as it is.",
    },
)
choice(
    FactKind,
    "FactKind",
    "What values a fact takes.",
    {
        "BooleanFact": "Yes or no.",
        "ConceptFact": "One value of a list.",
        "ConceptSetFact": "Any number of values of a list, each there or not.",
        "DateFact": "A day.",
        "NumberFact": "A number.",
        "CitationFact": "A rule of law that is cited, or none.",
        "TextFact": "Words.",
    },
)
choice(
    FactLevel,
    "FactLevel",
    "What a fact is about.",
    {
        "deployment": "The whole deployment.",
        "activity": "One activity, which serves one purpose.",
        "actor": "One of those who take part.",
        "group": "One group of people.",
        "consent": "One consent.",
        "recipient": "One of those to whom data goes.",
        "incident": "One incident.",
        "matter": "The matter before the court.",
        "derived": "Worked out from other facts when a description is read.",
    },
)
choice(
    ElementKind,
    "ElementKind",
    "What an element of a condition is.",
    {
        "every": "All of what stands within it.",
        "some": "At least one of what stands within it.",
        "not": "The contrary of what stands within it.",
        "concluded": "What another norm comes to, every defeat heard.",
        "fact": "A question to one fact.",
    },
)
choice(
    Relation,
    "ElementRelation",
    "What an element asks of the value of a fact.",
    {
        "is": "Whether it is one of the values.",
        "has": "Whether at least one of the values is among its members.",
        "from": "Whether it is not less, or not earlier, than the value.",
        "below": "Whether it is less, or earlier, than the value.",
        "ranked": "Whether it cites a rule whose rank is one of the values.",
    },
)
choice(
    NodeKind,
    "NodeKind",
    "What a node of the law graph is.",
    {
        "instrument": "A text adopted as a whole.",
        "provision": "A unit of a text that can be cited.",
        "norm": "What a provision is read to say.",
        "indicator": "What speaks for or against a principle.",
        "defeat": "A norm taking another away.",
        "reading": "A contested question.",
        "option": "One way to answer a contested question.",
        "fact": "A statement that can be put on record.",
        "concept": "One value of a list.",
        "decision": "A matter that was decided.",
        "correspondence": "A row of the crosswalk between instruments.",
        "summary": "An account of an instrument by somebody else.",
        "statement": "One thing that a summary says or leaves unsaid.",
        "outcome": "What became of a commitment.",
        "method": "A question on which the law is read in one way throughout.",
        "example": "A description of a deployment that comes with the program.",
    },
)
choice(
    Place,
    "Place",
    "Where in a node the words of a search were found.",
    {
        "label": "In what it is called.",
        "heading": "In its heading, or the forum of a decision.",
        "question": "In the question it asks.",
        "definition": "In its definition or gist.",
        "note": "In a note, an example or the facts and holding of a decision.",
    },
)
