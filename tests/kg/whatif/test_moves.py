"""Moves: for whom a finding becomes worse."""

from typing import Any

import pytest

from kg.expression import Negation, Value
from kg.reasoner import Reasoner
from kg.row import Row
from kg.vocabulary import Control, Party
from kg.whatif.moves import moves
from kg.whatif.standing import Standing, standing
from tests.kg.small import Small, says
from tests.kg.whatif.smallworld import world


def of(reasoner: Reasoner, favours: Party | None, facts: dict[str, Value], **other: Any) -> Standing:
    small = Small(reasoner)
    small.fact("so")
    small.fact("within")
    small.norm("gate", says("within"), before_gates=True, favours=None)
    small.gate("gate")
    small.norm("rule", says("so"), favours=favours, **other)
    if other.get("kind") == "Principle":
        small.indicator("against", "rule", Negation(says("so")), supports=False)
    law = world(small, reasoner)
    row = Row(id="row", activity="a", facts={"within": True, **facts}, entries={})
    return standing(law.law, law.plan(frozenset()), [row])


@pytest.mark.parametrize(
    ("favours", "by", "worse"),
    [
        (Party.CLAIMANT, Control.DEPLOYER, True),
        (Party.CLAIMANT, Control.CLAIMANT, False),
        (Party.PROCESSOR, Control.DEPLOYER, False),
        (Party.PROCESSOR, Control.CLAIMANT, True),
        (None, Control.DEPLOYER, False),
        (None, Control.CLAIMANT, False),
    ],
)
def test_what_comes_to_apply_is_worse_for_whom_it_does_not_favour(
    reasoner: Reasoner, favours: Party | None, by: Control, *, worse: bool
) -> None:
    before, after = of(reasoner, favours, {"so": False}), of(reasoner, favours, {"so": True})
    (only,) = moves(before, after, by)
    assert (only.provision, only.worse) == ("rule:text", worse)
    (back,) = moves(after, before, by)
    assert back.worse is (not worse and favours is not None)


def test_nothing_that_stays_is_a_move(reasoner: Reasoner) -> None:
    same = of(reasoner, Party.CLAIMANT, {"so": True})
    assert moves(same, same, Control.DEPLOYER) == ()


@pytest.mark.parametrize(
    ("favours", "by"),
    [
        (Party.PROCESSOR, Control.DEPLOYER),
        (Party.CLAIMANT, Control.DEPLOYER),
    ],
)
def test_what_is_out_of_scope_is_no_loss_for_the_deployer(reasoner: Reasoner, favours: Party, by: Control) -> None:
    before = of(reasoner, favours, {"so": True})
    after = of(reasoner, favours, {"so": True, "within": False})
    found = {move.provision: move.worse for move in moves(before, after, by)}
    assert found["rule:text"] is False


def test_a_claim_out_of_scope_is_a_loss_for_the_claimant(reasoner: Reasoner) -> None:
    before = of(reasoner, Party.CLAIMANT, {"so": True})
    after = of(reasoner, Party.CLAIMANT, {"so": True, "within": False})
    assert {move.provision: move.worse for move in moves(before, after, Control.CLAIMANT)}["rule:text"]


def test_what_follows_nothing_either_way_is_no_move_for_the_worse(reasoner: Reasoner) -> None:
    before = of(reasoner, Party.CLAIMANT, {"so": False, "within": False})
    after = of(reasoner, Party.CLAIMANT, {"so": False})
    assert not {move.provision: move.worse for move in moves(before, after, Control.DEPLOYER)}["rule:text"]


@pytest.mark.parametrize("kind", ["frame", "auxiliary"])
def test_what_only_sets_the_frame_is_worse_for_nobody(reasoner: Reasoner, kind: str) -> None:
    other = {"frame": False, "auxiliary": False, kind: True}
    before = of(reasoner, Party.CLAIMANT, {"so": False}, **other)
    after = of(reasoner, Party.CLAIMANT, {"so": True}, **other)
    assert not any(move.worse for move in moves(before, after, Control.DEPLOYER))
