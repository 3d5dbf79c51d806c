"""Those who take part are counted before rows are made, so a row knows whether there are several of a kind."""

from typing import Any

import pytest

from kg.errors import InputError
from kg.expression import Members
from kg.reasoner import Reasoner
from kg.vocabulary import Role
from tests.kg.test_rows import rows

PROCESSOR, RECIPIENT = {"actor_role": "processor"}, {"actor_role": "recipient"}
ENTRUSTED, VENDOR, JOINT = {"actor_role": "entrusted"}, {"actor_role": "vendor"}, {"actor_role": "joint_processor"}
UNSAID: dict[str, Any] = {}
DISPUTED = {"actor_role": {"value": "recipient", "contested": True}}


def counted(reasoner: Reasoner, *actors: dict[str, Any], named: tuple[str, ...] = ()) -> tuple[bool | None, ...]:
    """Return whether several process, several decide, and several decide together."""
    each = [{"id": f"actor{number}", "facts": facts} for number, facts in enumerate(actors)]
    row = rows(reasoner, {"facts": {}, "actors": list(named)}, actors=each)[0]
    said = [row.facts.get(name) for name in ("several_processors", "several_deciders", "several_joint_processors")]
    return tuple(value if isinstance(value, bool) else None for value in said)


@pytest.mark.parametrize(
    ("actors", "found"),
    [
        ((PROCESSOR, RECIPIENT), (True, True, False)),
        ((PROCESSOR, ENTRUSTED), (True, False, False)),
        ((PROCESSOR, VENDOR), (False, False, False)),
        ((JOINT, JOINT), (True, True, True)),
        ((PROCESSOR,), (False, False, False)),
        ((UNSAID,), (False, False, False)),
        ((PROCESSOR, UNSAID), (None, None, False)),
        ((PROCESSOR, DISPUTED), (None, None, False)),
        ((JOINT, UNSAID), (None, None, None)),
        ((PROCESSOR, RECIPIENT, UNSAID), (True, True, False)),
        ((UNSAID, UNSAID), (None, None, None)),
        ((), (None, None, None)),
    ],
)
def test_two_are_several_and_whoever_is_unknown_may_be_one_of_them(
    reasoner: Reasoner, actors: tuple[dict[str, Any], ...], found: tuple[bool | None, ...]
) -> None:
    assert counted(reasoner, *actors) == found


def test_only_those_who_take_part_in_an_activity_are_counted_for_it(reasoner: Reasoner) -> None:
    assert counted(reasoner, PROCESSOR, RECIPIENT, named=("actor0",)) == (False, False, False)


def test_what_the_deployment_says_of_all_actors_counts_for_each(reasoner: Reasoner) -> None:
    named = [{"id": "mall", "facts": {}}, {"id": "shop", "facts": {}}]
    row = rows(reasoner, {"facts": {}}, actors=named, facts=PROCESSOR)[0]
    assert row.facts["several_processors"] is True


def test_what_is_counted_may_be_stated_by_nobody(reasoner: Reasoner) -> None:
    with pytest.raises(InputError):
        rows(reasoner, {"facts": {"several_processors": True}})


def test_every_fact_that_counts_says_what_it_counts(reasoner: Reasoner) -> None:
    for fact in reasoner.vocabulary.facts.values():
        assert (fact.role is Role.SEVERAL) == (fact.counts is not None)
        if fact.counts is not None:
            source = reasoner.vocabulary.facts[fact.derived_from[0]]
            assert any(fact.counts in concept.classes for concept in source.concepts)


MANAGER, NO_MANAGER = {"is_property_manager": True}, {"is_property_manager": False}
DISPUTED_MANAGER = {"is_property_manager": {"value": True, "contested": True}}
IDLE, PROMPT = {"nsp_conduct": ["late_or_none"]}, {"nsp_conduct": {"present": ["acted_timely"], "open": True}}


def together(reasoner: Reasoner, name: str, *actors: dict[str, Any]) -> Any:
    each = [{"id": f"actor{number}", "facts": facts} for number, facts in enumerate(actors)]
    return rows(reasoner, {"facts": {}}, actors=each)[0].facts.get(name)


@pytest.mark.parametrize(
    ("actors", "found"),
    [
        ((MANAGER, NO_MANAGER), True),
        ((MANAGER, UNSAID), True),
        ((NO_MANAGER, NO_MANAGER), False),
        ((NO_MANAGER, UNSAID), None),
        ((DISPUTED_MANAGER, MANAGER), True),
        ((DISPUTED_MANAGER, NO_MANAGER), None),
        ((UNSAID, UNSAID), None),
    ],
)
def test_what_is_so_of_one_actor_is_so_among_them_and_what_is_so_of_none_is_said_of_each(
    reasoner: Reasoner, actors: tuple[dict[str, Any], ...], found: object
) -> None:
    assert together(reasoner, "is_property_manager", *actors) == found


def test_what_one_did_and_another_knew_is_what_neither_did(reasoner: Reasoner) -> None:
    every = frozenset(reasoner.vocabulary.facts["nsp_conduct"].codes)
    assert together(reasoner, "nsp_conduct", IDLE, PROMPT) is None
    more = {"nsp_conduct": ["late_or_none", "knew_or_should_have_known"]}
    assert together(reasoner, "nsp_conduct", IDLE, more).present == frozenset(more["nsp_conduct"])
    assert together(reasoner, "nsp_conduct", IDLE, UNSAID) == Members(frozenset({"late_or_none"}), frozenset())
    assert together(reasoner, "nsp_conduct", IDLE, IDLE) == Members(
        frozenset({"late_or_none"}), every - {"late_or_none"}
    )
    assert together(reasoner, "nsp_conduct", {"nsp_conduct": []}, UNSAID) is None


PLATFORM, USER = {"actor_role": "network_service_provider"}, {"actor_role": "processor"}


@pytest.mark.parametrize(
    ("name", "actors", "found"),
    [
        ("fault_degree", ({**USER, "fault_degree": "none"}, {**PLATFORM, "fault_degree": "gross"}), "none"),
        ("fault_degree", ({**USER, "fault_degree": "gross"}, VENDOR), "gross"),
        ("fault_degree", ({**USER, "fault_degree": "gross"}, UNSAID), None),
        ("fault_degree", ({**USER, "fault_degree": "gross"}, {**ENTRUSTED, "fault_degree": "none"}), None),
        ("fault_degree", (VENDOR, {**PLATFORM, "fault_degree": "gross"}), None),
    ],
)
def test_what_is_said_of_a_kind_of_actor_is_not_asked_of_another(
    reasoner: Reasoner, name: str, actors: tuple[dict[str, Any], ...], found: object
) -> None:
    assert together(reasoner, name, *actors) == found


def test_what_a_platform_did_is_all_that_was_done_by_platforms(reasoner: Reasoner) -> None:
    timely = {**PLATFORM, "nsp_conduct": ["acted_timely"]}
    assert together(reasoner, "nsp_conduct", USER, timely) == together(reasoner, "nsp_conduct", timely)
    assert together(reasoner, "nsp_conduct", {**USER, **IDLE}, timely) == together(reasoner, "nsp_conduct", timely)


def test_sectors_that_differ_are_no_sector_of_the_activity(reasoner: Reasoner) -> None:
    shop, school = {"actor_sector": "business"}, {"actor_sector": "school"}
    assert together(reasoner, "actor_sector", shop, school) is None
    assert together(reasoner, "actor_sector", shop, shop) == "business"
