"""Those who take part are counted before rows are made, so a row knows whether there are several of a kind."""

from typing import Any

import pytest

from kg.errors import InputError
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
