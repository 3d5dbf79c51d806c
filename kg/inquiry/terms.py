"""Terms: the closed lists in which it is said what is asked, and how it was found out."""

from enum import Enum


class Form(Enum):
    """What form an answer takes."""

    YES_NO = "yes_no"
    ONE = "one"
    MEMBERS = "members"
    DAY = "day"
    NUMBER = "number"
    RULE = "rule"
    RULES = "rules"
    WORDS = "words"
    ACTORS = "actors"
    """One role for each who takes part."""

    MATTER = "matter"
    """Yes where there is a matter to describe."""


class Unsettled(Enum):
    """Why a fact that was stated counts as unknown."""

    CONTESTED = "contested"
    CONTRADICTORY = "contradictory"
    UNDATED = "undated"


class Method(Enum):
    """How it was found out what a finding depends on."""

    EXACT = "exact"
    """Every combination of what is open was tried."""

    INFLUENCE = "influence"
    """What is reached through unknown steps, by how often it makes a difference in a sample."""
