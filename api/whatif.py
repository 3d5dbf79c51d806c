"""What if: what would have to be otherwise for a provision no longer to apply, or for a claim to succeed."""

from typing import TYPE_CHECKING, Annotated, Final

import strawberry
from strawberry.scalars import JSON
from strawberry.types.field import StrawberryField

from api.choices import Control, Status
from api.describe import choice, field, output
from api.facts import spoken, spoken_path
from api.meant import activity as activity_named
from api.meant import provision as provision_named
from api.outcome import InvalidDeployment, LimitExceeded, NotFound, NotModelled
from api.paging import PAGE, After, Connection, First, page
from api.posing import Activity, Asking, Named, Posed
from api.provision import Provision, provision
from api.spoken import fact_as_input
from api.view import View
from kg import record
from kg.intake import refuse_all, written
from kg.whatif.terms import SIZE, Cut, Whose

if TYPE_CHECKING:
    from kg.whatif import change as kg_change
    from kg.whatif import moves as kg_moves

choice(
    Whose,
    "Whose",
    "Whose facts are changed.",
    {
        "deployer": "What whoever runs the deployment controls, so that the provision no longer applies.",
        "claimant": "What the claimant controls, so that the provision applies.",
    },
)
choice(
    Cut,
    "SearchLimit",
    "A limit that may have kept a set of changes from being found.",
    {
        "size": "More facts would have to change together than were looked for.",
        "ways": "There were more ways than were kept.",
        "sets": "As many sets as are given were found.",
        "work": "As many situations as may be were assessed.",
    },
)

LARGEST: Final = 6
"""How many facts may be changed together at most."""


@output
class FactChange:
    """One fact that is to be otherwise."""

    fact: str = strawberry.field(description="Its name in a file.")
    field: str = strawberry.field(description="Its field in the input.")
    label: str
    paths: list[str] = strawberry.field(description="Where it is said, as paths into the input.")
    before: JSON | None = strawberry.field(description="What is on record of it, if anything is settled.")
    after: JSON = strawberry.field(description="What the description is then to say, as a file holds it.")
    to: JSON = strawberry.field(description="The same as the input takes it: a value of the field of the fact.")
    instead: list[JSON] = strawberry.field(
        description="What would do as well, everything else being as the set has it."
    )
    control: Control = strawberry.field(description="Who can change it.")
    says: str = strawberry.field(description="The change in words.")


@output
class Move:
    """Another finding that is a different one after the changes."""

    view: strawberry.Private[View]
    held: strawberry.Private["kg_moves.Move"]
    activity: strawberry.ID = strawberry.field(description="The activity, by its key.")
    before: Status = strawberry.field(description="What it comes to now.")
    after: Status = strawberry.field(description="What it then comes to.")
    worse: bool = strawberry.field(description="Whether that is worse for the party that makes the changes.")

    @field
    def provision(self) -> Provision:
        """Return the provision."""
        return provision(self.view, self.held.provision)


@output
class ChangeSet:
    """Changes that together bring about what is wanted, and no part of which does."""

    view: strawberry.Private[View]
    held: strawberry.Private["kg_change.ChangeSet"]
    status: Status = strawberry.field(description="What the finding then comes to.")

    @field
    def changes(self) -> list[FactChange]:
        """Return the changes, all to be made."""
        return [_change(self.view, each) for each in self.held.changes]

    @field
    def moves(self, first: First = PAGE, after: After = None) -> Connection[Move]:
        """Return every other finding that moves."""
        return page(self.held.moves, lambda each: f"{each.activity}:{each.provision}", self._move, first, after)

    def _move(self, held: "kg_moves.Move") -> Move:
        self.view.budget.pay()
        return Move(
            view=self.view,
            held=held,
            activity=strawberry.ID(held.activity),
            before=held.before,
            after=held.after,
            worse=held.worse,
        )


@output
class SearchCut:
    """Where the search stopped, so that something may have been missed."""

    limit: Cut = strawberry.field(description="Which limit stopped it.")
    says: str = strawberry.field(description="What that means, in words.")


@output
class Changes:
    """Every set of changes that was found for one finding, fewest changes first."""

    view: strawberry.Private[View]
    held: strawberry.Private["kg_change.Changes"]
    activity: strawberry.ID = strawberry.field(description="The activity, by its key.")
    status: Status = strawberry.field(description="What the finding is now.")
    already: bool = strawberry.field(description="Whether it is what is wanted already; then nothing need change.")
    runs: int = strawberry.field(description="How many situations were assessed.")
    note: str = strawberry.field(description="How far a change reaches: into the future.")

    @field
    def provision(self) -> Provision:
        """Return the provision."""
        return provision(self.view, self.held.provision)

    @field
    def sets(self, first: First = PAGE, after: After = None) -> Connection[ChangeSet]:
        """Return the sets; each was tried, and none of its parts does."""
        numbered = list(enumerate(self.held.sets, 1))
        return page(numbered, lambda each: f"{each[0]}", lambda each: self._set(each[1]), first, after)

    @field
    def cuts(self) -> list[SearchCut]:
        """Return where the search stopped."""
        words = self.view.wording.words
        return [SearchCut(limit=cut, says=self.view.said(words(f"change-cut-{cut.value}"))) for cut in self.held.cuts]

    def _set(self, held: "kg_change.ChangeSet") -> ChangeSet:
        self.view.budget.pay()
        return ChangeSet(view=self.view, held=held, status=held.status)


ChangesResult = Annotated[
    Changes | InvalidDeployment | NotFound | NotModelled | LimitExceeded,
    strawberry.union("ChangesResult", description="What would have to change, or why that cannot be said."),
]
By = Annotated[Whose, strawberry.argument(description="Whose facts are changed.")]
NothingWorse = Annotated[
    bool, strawberry.argument(description="Only sets under which no other finding on the instrument becomes worse.")
]
Size = Annotated[int, strawberry.argument(description=f"How many facts may change together, 1 to {LARGEST}.")]


def fields(asking: Asking) -> list[StrawberryField]:
    """Return the field that asks what would have to change."""
    return [asking.field(changes)]


def changes(  # noqa: PLR0913, PLR0917 - the parts of the question
    posed: Posed,
    provision: Named,
    activity: Activity = None,
    by: By = Whose.DEPLOYER,
    nothing_worse: NothingWorse = False,  # noqa: FBT002
    size: Size = SIZE,
) -> ChangesResult:
    """Say what would have to change for a provision no longer to apply, or, for a claimant, to apply."""
    from kg.whatif import change as kg_change

    view, reasoner = posed.view, posed.view.library.reasoner
    words = reasoner.words
    if not 1 <= size <= LARGEST:
        refuse_all([words.problem("too-many-changes", "$.size", given=str(size), limit=str(LARGEST))], words)
    found = kg_change.changes(
        reasoner,
        posed.deployment,
        activity_named(posed, activity),
        provision_named(posed, provision),
        asked=posed.asked,
        by=Control(by.value),
        nothing_worse=nothing_worse,
        limits=kg_change.Limits(size=size),
    )
    return Changes(
        view=view,
        held=found,
        activity=strawberry.ID(found.activity),
        status=found.status,
        already=found.wanted,
        runs=found.runs,
        note=view.said(words(f"change-future-{found.by.value}")),
    )


def _change(view: View, held: "kg_change.Change") -> FactChange:
    from kg.whatif import changing

    view.budget.pay()
    fact, before = view.fact(held.fact), held.before
    settled = before is not None and before.value is not None and not before.contested and not before.contradictory
    paths = [spoken_path(written(spot)) for spot in held.site.spots]
    return FactChange(
        fact=fact.name,
        field=spoken(fact.name),
        label=view.said(fact.label),
        paths=paths,
        before=JSON(record.recorded(before.value)) if before is not None and settled else None,
        after=JSON(held.said),
        to=JSON(fact_as_input(fact.name, held.said, view.library.reasoner.vocabulary)),
        instead=[JSON(record.recorded(value)) for value in held.instead],
        control=fact.control,
        says=view.said(changing.in_words(held, view.wording)).replace(held.path, ", ".join(paths)),
    )
