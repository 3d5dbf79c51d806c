"""Comparing: two answers beside each other, which findings move, and what lies behind.

What the second side leaves out is as on the first, so that one description is put under
two choices of readings, or two descriptions under the same. No side is called better.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, cast

import strawberry
from strawberry.tools import create_type
from strawberry.types.field import StrawberryField

from api.compared import Comparison, Sides
from api.facts import filed
from api.outcome import InvalidDeployment, LimitExceeded, NotFound
from api.posing import Asking, Posed, UnansweredError, missing
from api.view import View
from kg.errors import InputError
from kg.intake import refuse_all, shown

CompareResult = Annotated[
    Comparison | InvalidDeployment | NotFound | LimitExceeded,
    strawberry.union("CompareResult", description="Two answers beside each other, or why there are none."),
]


@strawberry.input(description="Two activities that go together though they are not called the same.")
class PairInput:
    """Two activities that go together though they are not called the same."""

    before: strawberry.ID = strawberry.field(description="The activity of the first side, by its key.")
    after: strawberry.ID = strawberry.field(description="The activity of the second side, by its key.")


def fields(asking: Asking) -> list[StrawberryField]:
    """Return the fields that set answers beside each other."""
    side = create_type(
        "SideInput",
        [
            strawberry.field(name=each.python_name, graphql_type=kind, default=None, description=each.description)
            for each, kind in asking.of_a_side()
        ],
        is_input=True,
        description="One side of a comparison. What the second side leaves out is as on the first.",
    )
    one = Annotated[object, strawberry.argument(description="The first side.", graphql_type=side)]
    other = Annotated[object, strawberry.argument(description="The second side.", graphql_type=side)]
    together = Annotated[
        list[PairInput] | None,
        strawberry.argument(description="Activities that go together though they are not called the same."),
    ]

    def compare(posed: Posed, before: one, after: other, pairs: together = None) -> CompareResult:
        """Say which findings are another on the second side, and which facts and readings lie behind."""
        return _compared(asking, posed.view, (vars(before), vars(after)), pairs or ())

    return [asking.field(compare, described=False, read=False)]


def _compared(
    asking: Asking, view: View, sides: tuple[Mapping[str, object], Mapping[str, object]], pairs: Sequence[PairInput]
) -> Comparison:
    from kg.comparison import compare as kg_compare

    reasoner = view.library.reasoner
    first = asking.posed(view, sides[0])
    second = asking.posed(view, _as_before(*sides))
    for name, each in (("before", first), ("after", second)):
        _readable(each, name)
    if (first.deployment, first.options, first.asked.on) == (second.deployment, second.options, second.asked.on):
        refuse_all([reasoner.words.problem("nothing-between", "$.after")], reasoner.words)
    held = kg_compare.compare(
        first.whole, second.whole, reasoner.law, reasoner.vocabulary, _pairs(first, second, pairs)
    )
    return Comparison(view=view, held=held, sides=Sides(view, first, second), same=held.same)


def _as_before(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, object]:
    """Return the second side, with what it leaves out as on the first; its readings go before those of the first."""
    said = {name: value for name, value in after.items() if value is not None}
    described = {"deployment", "example"}
    kept = {name: value for name, value in before.items() if not (name in described and described & set(said))}
    own = cast("Sequence[object]", said.get("readings") or ())
    named = {_reading(each) for each in own}
    inherited = [each for each in cast("Sequence[object]", before.get("readings") or ()) if _reading(each) not in named]
    return {**kept, **said, "readings": [*inherited, *own]}


def _reading(choice: object) -> str:
    return cast("Mapping[str, str]", filed(choice))["reading"]


def _readable(side: Posed, name: str) -> None:
    """Read the description of a side; what is wrong with it is told with the name of the side."""
    try:
        side.deployment  # noqa: B018 - what cannot be read is said at once
    except InputError as error:
        placed = [replace(each, path=f"$.{name}.deployment{each.path.removeprefix('$')}") for each in error.problems]
        raise InputError(tuple(placed)) from error


def _pairs(first: Posed, second: Posed, pairs: Sequence[PairInput]) -> dict[str, str]:
    """Return which activities go together; answers that there is none for a name that is none."""
    found: dict[str, str] = {}
    for each in pairs:
        for side, name in ((first, each.before), (second, each.after)):
            known = [one.id for one in side.deployment.activities]
            if name not in known:
                raise UnansweredError(missing(side.view, name, known))
        if each.before in found or each.after in found.values():
            words = first.view.library.reasoner.words
            twice = words.problem("no-such-pair", "$.pairs", given=shown(f"{each.before}={each.after}"))
            refuse_all([twice], words)
        found[each.before] = each.after
    return found
