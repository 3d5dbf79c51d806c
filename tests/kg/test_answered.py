"""Answered: what is answered for is found; what exists and is not says so, and is not said to be missing."""

import pytest

from kg.answered import meant, one
from kg.assessment import answered_provisions
from kg.errors import NotFoundError
from kg.plan import Plan
from kg.reasoner import Reasoner


@pytest.fixture(scope="module")
def plan(reasoner: Reasoner) -> Plan:
    return reasoner.plan(reasoner.law.options("balanced"))


def test_a_provision_and_each_norm_stated_in_it_mean_that_provision(reasoner: Reasoner, plan: Plan) -> None:
    for provision, norms in answered_provisions(reasoner.law, plan).items():
        assert meant(reasoner, plan, provision) == (provision,)
        assert all(provision in meant(reasoner, plan, norm) for norm in norms)


def test_a_provision_that_is_divided_means_its_parts_in_the_order_of_the_text(reasoner: Reasoner, plan: Plan) -> None:
    parts = meant(reasoner, plan, "第二条")
    assert len(parts) > 1
    assert all(reasoner.law.provisions[each].parent == "spc:art-2" for each in parts)
    assert parts == tuple(each for each in answered_provisions(reasoner.law, plan) if each in parts)


def test_where_one_is_needed_the_parts_are_named(reasoner: Reasoner, plan: Plan) -> None:
    assert one(reasoner, plan, "spc:no-separate-consent") == "spc:art-2-item-3"
    with pytest.raises(NotFoundError, match=r"in its parts; .*spc:art-2-item-1, spc:art-2-item-2") as raised:
        one(reasoner, plan, "2")
    assert raised.value.near == meant(reasoner, plan, "2")


def test_whatever_exists_has_findings_or_a_reason_in_both_languages(reasoner: Reasoner, plan: Plan) -> None:
    law = reasoner.law
    several = [*law.instruments, *law.provisions, *law.norms, *law.readings, *law.indicators]
    for name in several:
        try:
            assert meant(reasoner, plan, name)
        except NotFoundError as error:
            assert "nothing in the law" not in error.says.en, name
            assert "没有名为" not in error.says.zh, name
            assert name in error.says.en
            assert name in error.says.zh


def test_what_does_not_exist_is_still_said_not_to_exist(reasoner: Reasoner, plan: Plan) -> None:
    with pytest.raises(NotFoundError, match="nothing in the law is called"):
        meant(reasoner, plan, "spc:art-2-item-99")
