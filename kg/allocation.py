"""Allocation: who must prove a fact inside a norm, and which rule says so.

What speaks of the fact in the norm goes before what speaks of the norm alone, that before
what speaks of the fact wherever it stands, and that before the default of the fact.

Source: Provisions, Article 6; Interpretation of the Civil Procedure Law, Articles 90 and 91.
"""

from dataclasses import dataclass

from kg.law import Allocation, Law
from kg.plan import Anchor
from kg.vocabulary import Party, Vocabulary


@dataclass(frozen=True, slots=True)
class Owner:
    """The norm, defeat or indicator inside which an element stands."""

    id: str
    favours: Party | None
    governed: frozenset[str]
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Bearers:
    """The rules on burdens that are in force under one choice of readings."""

    law: Law
    vocabulary: Vocabulary
    allocations: tuple[Allocation, ...]

    def of(self, fact: str, owner: Owner) -> tuple[Party, Allocation | None]:
        """Return who must prove a fact inside a norm, and the allocation that says so."""
        if owner.favours is None:
            return Party.NOBODY, None
        default = self.vocabulary.facts[fact].bearer
        found = [
            each
            for each in self.allocations
            if _governs(each, fact, owner, default) and (each.governs or self._serves(each, owner))
        ]
        found.sort(key=lambda each: (not (each.facts and each.governs), not each.governs, not each.facts))
        return (found[0].bearer, found[0]) if found else (default, None)

    def of_all(self, norm: str) -> tuple[str, str] | None:
        """Return who must prove everything a norm requires, and the provision that says so, if one does."""
        governing = (each for each in self.allocations if norm in each.governs and not each.facts)
        return next(((each.bearer.value, each.provision) for each in governing), None)

    def _serves(self, each: Allocation, owner: Owner) -> bool:
        """Say whether what an allocation lays down by default holds in an instrument.

        It does in its own and in those that appear inside proofs only; an instrument that is
        answered for itself keeps its own rules of proof.
        """
        here, there = (self.law.provisions[name].instrument for name in (each.provision, owner.anchor.provisions[0]))
        return here == there or not all(self.law.instruments[name].answered for name in (here, there))


def _governs(each: Allocation, fact: str, owner: Owner, default: Party) -> bool:
    if each.governs or each.facts:
        of_norm = not each.governs or bool(each.governs & owner.governed)
        return of_norm and (not each.facts or fact in each.facts)
    return each.bearer is default
