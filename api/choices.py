"""Choices: the closed lists that the reasoner answers from, as the schema shows them."""

from api.describe import choice
from kg.engine import Status
from kg.errors import Severity
from kg.plan import StepKind
from kg.text import Language
from kg.truth import Truth
from kg.vocabulary import Party

__all__ = ["Language", "Party", "Severity", "Status", "StepKind", "Truth"]

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
