"""Agenda: what is to be asked next, as it can be looked at: question by question, with place, form and reasons."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import strawberry
from strawberry.scalars import JSON

from api.choices import Party, Status
from api.describe import choice, field, output
from api.facts import coded, spoken, spoken_path
from api.paging import PAGE, After, Connection, First, page
from api.provision import Provision, provision
from api.view import View
from kg import record
from kg.assessment import Assessment
from kg.inquiry.terms import Form, Method, Unsettled

if TYPE_CHECKING:
    from kg.inquiry import questions as kg_questions
    from kg.inquiry.places import Place

choice(
    Form,
    "AnswerForm",
    "What form an answer takes.",
    {
        "yes_no": "Yes or no.",
        "one": "One value of a list.",
        "members": "Values of a list, or that there are none.",
        "day": "A day.",
        "number": "A number.",
        "rule": "A legal rule, or that there is none.",
        "rules": "Legal rules, or that there are none.",
        "words": "Told in words.",
        "actors": "One role for each who takes part.",
        "matter": "Yes where there is a claim to describe.",
    },
)
choice(
    Unsettled,
    "Unsettled",
    "Why a fact that was stated counts as unknown.",
    {
        "contested": "The other side denies it.",
        "contradictory": "The description contradicts it.",
        "undated": "It is not said from which day it is so.",
    },
)
choice(
    Method,
    "InquiryMethod",
    "How it was found out what a finding hangs on.",
    {
        "exact": "Every combination of what is open was tried.",
        "influence": "What is reached through unknown steps, by how often it makes a difference in a fixed sample.",
    },
)


@output
class AnswerOption:
    """One value that may be answered."""

    value: str = strawberry.field(description="The value as a file holds it.")
    spoken: str = strawberry.field(description="The value as the input takes it.")
    label: str


@output
class QuestionElement:
    """An element of a norm on which the answer bears."""

    owner: strawberry.ID = strawberry.field(description="The norm, defeat or indicator inside which it stands.")
    element: str = strawberry.field(description="What is to be proven, as a statement that is so when it is met.")
    bearer: Party = strawberry.field(description="Who must prove it there.")
    basis: Provision | None = strawberry.field(
        description="The provision that puts the burden there, if it is a special one."
    )


@output
class QuestionReason:
    """A finding that hangs on the answer, and through which elements."""

    view: strawberry.Private[View]
    held: strawberry.Private["kg_questions.Reason"]
    finding: strawberry.ID = strawberry.field(description="The finding, by its key.")

    @field
    def provision(self) -> Provision:
        """Return the provision of the finding."""
        return provision(self.view, self.held.provision)

    @field
    def elements(self) -> list[QuestionElement]:
        """Return the elements through which the finding hangs on the answer."""
        self.view.budget.pay(len(self.held.elements))
        return [
            QuestionElement(
                owner=strawberry.ID(each.norm),
                element=self.view.said(each.says),
                bearer=Party(each.bearer),
                basis=provision(self.view, each.basis) if each.basis else None,
            )
            for each in self.held.elements
        ]


@output
class FactPlace:
    """Where in a description a fact is said."""

    fact: str = strawberry.field(description="Its name in a file.")
    field: str = strawberry.field(description="Its field in the input.")
    label: str
    activity: strawberry.ID | None = strawberry.field(description="The activity it is said of, by its key.")
    part: str | None = strawberry.field(
        description="The group, consent, recipient, incident, actor or matter it is said of."
    )
    path: str = strawberry.field(description="Where it is said, as a path into the input.")


@output
class Question:
    """One fact to ask for next."""

    view: strawberry.Private[View]
    held: strawberry.Private["kg_questions.Question"]
    id: strawberry.ID = strawberry.field(description="By which `passed` names it: no two questions share it.")
    place: FactPlace = strawberry.field(description="Where the answer belongs.")
    question: str = strawberry.field(description="What to ask.")
    form: Form = strawberry.field(description="What form an answer takes.")
    options: list[AnswerOption] = strawberry.field(description="What may be answered, where that can be listed.")
    on_record: JSON | None = strawberry.field(description="What is on record already of a fact of several values.")
    settles: list[strawberry.ID] = strawberry.field(
        description="The findings that some answer alone decides, by their keys."
    )
    influence: float = strawberry.field(
        description="How often the answer makes a difference, summed over all findings."
    )
    evaluative: bool = strawberry.field(description="Whether somebody must judge it; then say who and why.")
    dated: bool = strawberry.field(description="Whether it is asked from which day it is so.")

    @field
    def because(self, first: First = PAGE, after: After = None) -> Connection[QuestionReason]:
        """Return the findings that hang on the answer, and through what."""
        return page(self.held.because, lambda each: each.finding, self._reason, first, after)

    def _reason(self, held: "kg_questions.Reason") -> QuestionReason:
        self.view.budget.pay()
        return QuestionReason(view=self.view, held=held, finding=strawberry.ID(held.finding))


@output
class PendingFact:
    """A fact that was stated and counts as unknown: it waits to be settled and is not asked again."""

    place: FactPlace = strawberry.field(description="Where it is stated.")
    why: Unsettled = strawberry.field(description="Why it counts as unknown.")
    findings: list[strawberry.ID] = strawberry.field(description="The findings that wait for it, by their keys.")


@output
class SettledFinding:
    """A finding that is open on the record though every answer gives it the same status."""

    finding: strawberry.ID = strawberry.field(description="The finding, by its key.")
    status: Status = strawberry.field(description="What it comes to whatever is answered.")


@output
class FindingMethod:
    """How it was found out what one open finding hangs on."""

    finding: strawberry.ID = strawberry.field(description="The finding, by its key.")
    method: Method = strawberry.field(description="How it was found out.")


@output
class Agenda:
    """What is to be asked next, the most decisive first, and what asking cannot do."""

    view: strawberry.Private[View]
    whole: strawberry.Private[Assessment]
    held: strawberry.Private["kg_questions.Agenda"]
    note: str = strawberry.field(description="What an answer is not.")

    @field
    def questions(self, first: First = PAGE, after: After = None) -> Connection[Question]:
        """Return what to ask, the most decisive first."""
        return page(self.held.questions, lambda each: each.id, self._question, first, after)

    @field
    def pending(self, first: First = PAGE, after: After = None) -> Connection[PendingFact]:
        """Return what was stated and waits to be settled."""
        return page(self.held.pending, lambda each: f"{each.place.path} {each.why.value}", self._pending, first, after)

    @field
    def settled(self, first: First = PAGE, after: After = None) -> Connection[SettledFinding]:
        """Return the open findings that no answer changes."""
        several = list(self.held.settled.items())
        return page(several, _finding, lambda each: SettledFinding(finding=_id(each[0]), status=each[1]), first, after)

    @field
    def methods(self, first: First = PAGE, after: After = None) -> Connection[FindingMethod]:
        """Return how it was found out what each open finding hangs on."""
        several = list(self.held.methods.items())
        return page(several, _finding, lambda each: FindingMethod(finding=_id(each[0]), method=each[1]), first, after)

    def _question(self, held: "kg_questions.Question") -> Question:
        view = self.view
        view.budget.pay(1 + len(held.options))
        return Question(
            view=view,
            held=held,
            id=_id(held.id),
            place=_place(view, held.place),
            question=view.said(held.text),
            form=held.form,
            options=[
                AnswerOption(value=each.code, spoken=_spoken(held.form, each.code), label=view.said(each.label))
                for each in held.options
            ],
            on_record=None if held.held is None else JSON(record.recorded(held.held)),
            settles=[_id(each) for each in held.settles],
            influence=float(held.influence),
            evaluative=held.evaluative,
            dated=held.dated,
        )

    def _pending(self, held: "kg_questions.Pending") -> PendingFact:
        self.view.budget.pay()
        return PendingFact(
            place=_place(self.view, held.place), why=held.why, findings=[_id(each) for each in held.findings]
        )


def _place(view: View, held: "Place") -> FactPlace:
    view.budget.pay()
    return FactPlace(
        fact=held.fact,
        field=spoken(held.fact),
        label=view.said(view.fact(held.fact).label),
        activity=None if held.activity is None else _id(held.activity),
        part=held.part,
        path=spoken_path(held.path),
    )


def _spoken(form: Form, code: str) -> str:
    """Return a value as the input takes it: one of a list in capitals."""
    return coded(code) if form in {Form.ONE, Form.MEMBERS, Form.ACTORS} else code


def _id(name: str) -> strawberry.ID:
    return strawberry.ID(name)


def _finding(each: Sequence[object]) -> str:
    return str(each[0])
