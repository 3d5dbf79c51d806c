"""Teach: the cases from which a norm is learned, each a description that can be asked about further."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry.scalars import JSON
from strawberry.types.field import StrawberryField

from api.choices import Status
from api.describe import choice, field, output
from api.facts import spoken
from api.meant import named, unmodelled
from api.norm import Norm, norm
from api.outcome import LimitExceeded, NotFound, NotModelled
from api.paging import PAGE, After, Connection, First, page
from api.posing import Asking, Named, Posed, UnansweredError
from api.proof import Proof
from api.spoken import as_input
from api.view import View
from kg import record
from kg.errors import NotFoundError
from kg.whatif.terms import Lesson

if TYPE_CHECKING:
    from kg.whatif import teach as kg_teach

choice(
    Lesson,
    "Lesson",
    "What a case teaches of a norm.",
    {
        "applies": "Enough: the smallest facts under which it applies.",
        "supported": "Of a principle: enough for it to be supported.",
        "miss": "A just miss: one fact away from a case in which it applies.",
        "barred": "It would apply, and is defeated.",
        "revived": "What would defeat it is itself defeated.",
        "unless": "It applies unless what could defeat it is shown.",
        "open": "A fact is missing on which it hangs.",
    },
)


@output
class LessonFact:
    """One fact of a case."""

    fact: str = strawberry.field(description="Its name in a file.")
    field: str = strawberry.field(description="Its field in the input.")
    label: str
    value: JSON = strawberry.field(description="What is so, as plain data.")
    says: str = strawberry.field(description="What is so, in words.")


@output
class Flip:
    """The one fact in which a just miss differs from the case that applies."""

    fact: str = strawberry.field(description="Its name in a file.")
    field: str = strawberry.field(description="Its field in the input.")
    before: JSON = strawberry.field(description="What is so in the case that applies.")
    after: JSON = strawberry.field(description="What is so here.")
    says: str = strawberry.field(description="The difference in words.")


@output
class LessonCase:
    """One case of a norm."""

    view: strawberry.Private[View]
    held: strawberry.Private["kg_teach.Case"]
    teacher: strawberry.Private["kg_teach.Teacher"]
    lesson: Lesson = strawberry.field(description="What it teaches.")
    heading: str = strawberry.field(description="What it is told for.")
    status: Status = strawberry.field(description="What the norm comes to.")
    answer: str = strawberry.field(description="What the norm comes to and why, in one line.")
    description: JSON = strawberry.field(description="The whole case as a description, as a file holds it.")
    deployment: JSON = strawberry.field(description="The same as the input takes it: a value of `DeploymentInput`.")
    flip: Flip | None = strawberry.field(description="What a just miss has otherwise.")
    hangs_on: list[str] = strawberry.field(description="The facts that would decide it, by their names in a file.")
    defeats: list[strawberry.ID] = strawberry.field(
        description="The defeats that hold, or of a revived case those that fall, by their ids."
    )

    @field
    def facts(self) -> list[LessonFact]:
        """Return the facts of the case, in the order of the list of facts."""
        held = self.held.scene.facts
        return [self._fact(name) for name in self.view.library.reasoner.vocabulary.facts if name in held]

    @field
    def proof(self) -> Proof:
        """Return why the norm comes to that."""
        self.view.budget.pay()
        scope = record.digest(self.held.description)[:16]
        return Proof(view=self.view, held=self.teacher.proof(self.held), scope=scope)

    def _fact(self, name: str) -> LessonFact:
        from kg.whatif import changing

        self.view.budget.pay()
        fact, value = self.view.fact(name), self.held.scene.facts[name]
        return LessonFact(
            fact=name,
            field=spoken(name),
            label=self.view.said(fact.label),
            value=JSON(record.recorded(value)),
            says=self.view.said(changing.said_of(fact, value, self.view.wording)),
        )


@output
class NormLessons:
    """All cases of one norm, and which of its defeats have none of a kind."""

    view: strawberry.Private[View]
    held: strawberry.Private["kg_teach.Lessons"]
    teacher: strawberry.Private["kg_teach.Teacher"]
    not_barred_by: list[strawberry.ID] = strawberry.field(
        description="Defeats for which no case was found in which they hold, by their ids."
    )
    not_revived_from: list[strawberry.ID] = strawberry.field(
        description="Defeats for which no case was found in which they fall themselves, by their ids."
    )

    @field
    def norm(self) -> Norm:
        """Return the norm."""
        return norm(self.view, self.held.norm)

    @field
    def cases(self, first: First = PAGE, after: After = None) -> Connection[LessonCase]:
        """Return its cases: enough for it, just missed, barred, revived, open."""
        numbered = list(enumerate(self.held.cases, 1))
        return page(numbered, lambda each: f"{each[0]}", lambda each: self._case(each[1]), first, after)

    def _case(self, held: "kg_teach.Case") -> LessonCase:
        from kg.whatif import teaching

        view, wording = self.view, self.view.wording
        view.budget.pay()
        return LessonCase(
            view=view,
            held=held,
            teacher=self.teacher,
            lesson=held.lesson,
            heading=view.said(teaching.head(held, wording)),
            status=held.status,
            answer=view.said(teaching.answer(held, wording)),
            description=JSON(held.description),
            deployment=JSON(as_input(held.description, view.library.reasoner)),
            flip=None if held.flip is None else _flip(view, held.flip),
            hangs_on=list(held.hangs_on),
            defeats=[strawberry.ID(each) for each in held.defeats],
        )


@output
class Teaching:
    """The norms that a name means, each with its cases."""

    view: strawberry.Private[View]
    teacher: strawberry.Private["kg_teach.Teacher"]
    norms: strawberry.Private[Sequence[str]]
    note: str = strawberry.field(description="What an answer is not.")

    @field
    def lessons(self, first: First = PAGE, after: After = None) -> Connection[NormLessons]:
        """Return the lessons norm by norm; those of a page are worked out when it is shown."""
        return page(self.norms, str, self._lessons, first, after)

    def _lessons(self, name: str) -> NormLessons:
        self.view.budget.pay()
        held = self.teacher.lessons(name)
        return NormLessons(
            view=self.view,
            held=held,
            teacher=self.teacher,
            not_barred_by=[strawberry.ID(each) for each in held.unbarred],
            not_revived_from=[strawberry.ID(each) for each in held.firm],
        )


TeachResult = Annotated[
    Teaching | NotFound | NotModelled | LimitExceeded,
    strawberry.union("TeachResult", description="The cases of a norm, or why there are none."),
]


def fields(asking: Asking) -> list[StrawberryField]:
    """Return the field that teaches."""
    return [asking.field(teach, described=False)]


def teach(posed: Posed, name: Named) -> TeachResult:
    """Show the cases from which a norm is learned: enough for it, just missed, barred, revived, open."""
    from kg.whatif import teach as kg_teach

    view, reasoner = posed.view, posed.view.library.reasoner
    meant = named(view, name)
    try:
        norms = kg_teach.norms_called(reasoner, posed.plan, meant)
    except NotFoundError as error:
        raise UnansweredError(unmodelled(posed, meant, name)) from error
    note = view.said(view.wording.not_advice())
    return Teaching(view=view, teacher=kg_teach.Teacher(reasoner, posed.plan), norms=norms, note=note)


def _flip(view: View, held: "kg_teach.Flip") -> Flip:
    from kg.whatif import teaching

    view.budget.pay()
    return Flip(
        fact=held.fact,
        field=spoken(held.fact),
        before=JSON(record.recorded(held.before)),
        after=JSON(record.recorded(held.after)),
        says=view.said(teaching.flipped(held, view.wording)),
    )
