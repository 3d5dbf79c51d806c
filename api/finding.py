"""Finding: what one provision comes to for one activity, and everything that stands beside its status."""

import strawberry

from api.choices import Party, Status, Truth
from api.describe import field, output
from api.facts import spoken
from api.instrument import Instrument, instrument
from api.norm import Norm, norm
from api.proof import Proof
from api.provision import Provision, provision
from api.reading import ReadingOption, reading_option
from api.view import View
from kg import assessment as kg_assessment
from kg import burden as kg_burden
from kg.truth import of_code


@output
class Activity:
    """An activity as the description names it."""

    id: strawberry.ID = strawberry.field(description="Its id, like no other in any assessment.")
    key: str = strawberry.field(description="Its id in the description.")
    title: str


@output
class Defeater:
    """A defeat that holds: what takes the norm away, and what could take that away in turn."""

    view: strawberry.Private[View]
    held: strawberry.Private[kg_assessment.Defeater]
    id: strawberry.ID

    @field
    def norm(self) -> Norm:
        """Return the norm that defeats."""
        return norm(self.view, self.held.norm)

    @field
    def provisions(self) -> list[Provision]:
        """Return the provisions that state it."""
        return [provision(self.view, name) for name in self.held.provisions]

    @field
    def could_fall_to(self) -> list[Norm]:
        """Return the norms that could defeat it in turn."""
        return [norm(self.view, name) for name in self.held.could_fall_to]


@output
class OpenQuestion:
    """A fact that nobody knows and on which the finding hangs."""

    fact: str = strawberry.field(description="Its name in a file.")
    field: str = strawberry.field(description="Its field in the input.")
    label: str
    question: str = strawberry.field(description="What to ask.")
    bearer: Party = strawberry.field(description="Who must prove it.")
    basis: Provision | None = strawberry.field(
        description="The provision that puts the burden there, if it is a special one."
    )


@output
class Burden:
    """One element left unproven inside one norm: who bears it, and what silence then means."""

    view: strawberry.Private[View]
    held: strawberry.Private[kg_burden.Burden]
    fact: str = strawberry.field(description="The fact, by its name in a file.")
    element: str = strawberry.field(
        description="What is to be proven, as a statement that is so when the element is met."
    )
    owner: strawberry.ID = strawberry.field(description="The norm, defeat or indicator inside which it stands.")
    bearer: Party = strawberry.field(description="Who must prove it there.")
    taken_as: Truth = strawberry.field(description="Whether the element is taken as met if nobody proves more.")

    @field
    def basis(self) -> Provision | None:
        """Return the provision that puts the burden there, if it is a special one."""
        return provision(self.view, self.held.basis) if self.held.basis else None


@output
class Situation:
    """One constant situation of an activity: one group, consent, recipient, incident and stretch of time."""

    id: str
    status: Status = strawberry.field(description="What the norm comes to there.")
    occurs: Truth = strawberry.field(description="Whether there was such a situation at all.")


@output
class Limb:
    """What one norm stated in the provision comes to, over all situations of the activity."""

    view: strawberry.Private[View]
    held: strawberry.Private[kg_assessment.Limb]
    status: Status
    presumed: Status = strawberry.field(description="What would be held if the record closed today.")
    situations: list[Situation]

    @field
    def norm(self) -> Norm:
        """Return the norm."""
        return norm(self.view, self.held.norm)

    @field
    def defeated_by(self) -> list[Defeater]:
        """Return the defeats that hold."""
        return defeaters(self.view, self.held.defeaters)

    @field
    def could_fall_to(self) -> list[Norm]:
        """Return the norms of which it is open whether they defeat it."""
        return [norm(self.view, name) for name in self.held.threats]

    @field
    def hangs_on(self) -> list[OpenQuestion]:
        """Return the facts on which it hangs."""
        return _questions(self.view, self.held)

    @field
    def burdens(self) -> list[Burden]:
        """Return who must prove what it hangs on."""
        return _burdens(self.view, self.held.burdens)


@output
class OtherReading:
    """Another reading under which the finding would be a different one."""

    view: strawberry.Private[View]
    held: strawberry.Private[kg_assessment.OtherReading]
    status: Status = strawberry.field(description="What the finding would be.")

    @field
    def option(self) -> ReadingOption | None:
        """Return the option that would be taken."""
        options = self.view.library.options
        named = (name for name, (reading, option) in options.items() if (reading.code, option.code) == self._named)
        return reading_option(self.view, next(named, None))

    @property
    def _named(self) -> tuple[str, str]:
        return self.held.reading, self.held.option


@output
class Finding:
    """What one provision comes to for one activity, and the whole reason."""

    view: strawberry.Private[View]
    whole: strawberry.Private[kg_assessment.Assessment]
    held: strawberry.Private[kg_assessment.Finding]
    scope: strawberry.Private[str]
    id: strawberry.ID = strawberry.field(description="Its id, like no other in any assessment.")
    key: str = strawberry.field(description="Its id within the assessment.")
    status: Status = strawberry.field(description="What the record shows.")
    presumed: Status = strawberry.field(description="What would be held if the record closed today.")

    @field
    def activity(self) -> Activity:
        """Return the activity."""
        return next(
            activity(self.view, each, self.scope) for each in self.whole.activities if each.id == self.held.activity
        )

    @field
    def provision(self) -> Provision:
        """Return the provision."""
        return provision(self.view, self.held.provision)

    @field
    def instrument(self) -> Instrument:
        """Return the instrument to which the provision belongs."""
        return instrument(self.view, self.held.instrument)

    @field
    def summary(self) -> str:
        """Return the finding in one sentence."""
        return self.view.said(self.view.wording.summary(self.held))

    @field
    def details(self) -> list[str]:
        """Return what else is to be said of it: what it hangs on, burdens, other readings."""
        return [self.view.said(line) for line in self.view.wording.details(self.held)]

    @field
    def limbs(self) -> list[Limb]:
        """Return what each norm stated in the provision comes to; the strongest decides."""
        return [_limb(self.view, each) for each in self.held.limbs]

    @field
    def defeated_by(self) -> list[Defeater]:
        """Return the defeats that decide it."""
        return defeaters(self.view, self.held.defeaters)

    @field
    def hangs_on(self) -> list[OpenQuestion]:
        """Return the facts on which it hangs."""
        return _questions(self.view, self.held)

    @field
    def burdens(self) -> list[Burden]:
        """Return who must prove what it hangs on."""
        return _burdens(self.view, self.held.burdens)

    @field
    def other_readings(self) -> list[OtherReading]:
        """Return the readings not chosen under which it would be a different one."""
        self.view.budget.pay(len(self.held.others))
        return [OtherReading(view=self.view, held=each, status=each.status) for each in self.held.others]

    @field
    def proof(self) -> Proof:
        """Return the whole reason, down to single facts."""
        self.view.budget.pay()
        return Proof(view=self.view, held=self.whole.proof(self.held), scope=self.scope)


def finding(view: View, whole: kg_assessment.Assessment, held: kg_assessment.Finding, scope: str) -> Finding:
    """Show a finding of an assessment; *scope* begins the ids of what belongs to it."""
    view.budget.pay()
    return Finding(
        view=view,
        whole=whole,
        held=held,
        scope=scope,
        id=strawberry.ID(f"{scope}/{held.id}"),
        key=held.id,
        status=held.status,
        presumed=held.presumed,
    )


def activity(view: View, each: kg_assessment.ActivityTitle, scope: str) -> Activity:
    """Show an activity."""
    return Activity(id=strawberry.ID(f"{scope}/{each.id}"), key=each.id, title=view.said(each.title))


def defeaters(view: View, several: tuple[kg_assessment.Defeater, ...]) -> list[Defeater]:
    """Show defeats."""
    view.budget.pay(len(several))
    return [Defeater(view=view, held=each, id=strawberry.ID(each.id)) for each in several]


def _questions(view: View, of: kg_assessment.Limb | kg_assessment.Finding) -> list[OpenQuestion]:
    return [_question(view, name, of.burdens) for name in of.hangs_on]


def _question(view: View, name: str, burdens: tuple[kg_burden.Burden, ...]) -> OpenQuestion:
    view.budget.pay()
    fact = view.fact(name)
    borne = next((each for each in burdens if each.fact == name), None)
    return OpenQuestion(
        fact=name,
        field=spoken(name),
        label=view.said(fact.label),
        question=view.said(fact.question),
        bearer=Party(borne.bearer) if borne else fact.bearer,
        basis=provision(view, borne.basis) if borne and borne.basis else None,
    )


def _burdens(view: View, several: tuple[kg_burden.Burden, ...]) -> list[Burden]:
    view.budget.pay(len(several))
    return [
        Burden(
            view=view,
            held=each,
            fact=each.fact,
            element=view.said(each.says),
            owner=strawberry.ID(each.norm),
            bearer=Party(each.bearer),
            taken_as=of_code(each.taken_as),
        )
        for each in several
    ]


def _limb(view: View, held: kg_assessment.Limb) -> Limb:
    view.budget.pay(1 + len(held.rows))
    return Limb(
        view=view,
        held=held,
        status=held.status,
        presumed=held.presumed,
        situations=[Situation(id=name, status=status, occurs=occurs) for name, status, occurs in held.rows],
    )
