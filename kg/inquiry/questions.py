"""Questions: which facts are to be asked next, why, and how much hangs on each.

Only what can still change a finding that is not settled is asked, the most decisive
first: what can settle most findings with one answer, then what makes most difference,
then the order of the list of facts. What is on record is never asked, nor what a fact is
taken to be where nobody states it; what is contested or contradicts itself is named, for
it waits to be settled.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from kg.assessment import Assessment, Finding
from kg.engine import Status
from kg.errors import NotFoundError
from kg.expression import Members
from kg.inquiry.places import ACTORS, MATTER, Place, Places, Slot
from kg.inquiry.reach import Field
from kg.inquiry.stakes import Stake, stakes
from kg.inquiry.terms import Form, Method, Unsettled
from kg.plan import Plan
from kg.text import Text
from kg.vocabulary import Fact, Kind, Role, Vocabulary
from kg.words import Words

FORMS: Final = {
    Kind.BOOLEAN: Form.YES_NO,
    Kind.CONCEPT: Form.ONE,
    Kind.CONCEPTS: Form.MEMBERS,
    Kind.DATE: Form.DAY,
    Kind.NUMBER: Form.NUMBER,
    Kind.CITATION: Form.RULE,
    Kind.TEXT: Form.WORDS,
}


@dataclass(frozen=True, slots=True)
class Option:
    """One value that may be answered, as a description writes it, and what it is called."""

    code: str
    label: Text


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a norm that the answer bears on, and who must prove it there under which provision."""

    norm: str
    says: Text
    bearer: str
    basis: str | None


@dataclass(frozen=True, slots=True)
class Reason:
    """A finding that hangs on the answer, and through what."""

    finding: str
    provision: str
    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One fact to ask for: where the answer belongs, what may be answered, and why it is asked.

    *settles* are the findings that some answer alone decides; *influence* is the sum over the
    findings of how often the answer makes a difference. *held* is what is on record already of a
    fact of several values.
    """

    place: Place
    form: Form
    text: Text
    options: tuple[Option, ...]
    because: tuple[Reason, ...]
    settles: tuple[str, ...]
    influence: Fraction
    evaluative: bool
    dated: bool
    held: Members | None = None

    @property
    def id(self) -> str:
        """The path at which the answer belongs: no two questions share it."""
        return self.place.path


@dataclass(frozen=True, slots=True)
class Pending:
    """A fact that was stated and counts as unknown, and the findings that wait for it."""

    place: Place
    why: Unsettled
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is to be asked next, the most decisive first, and what asking cannot do.

    *settled* are findings that are open on the record though every answer gives them the same
    status; *methods* say of each open finding how it was found out what it hangs on.
    """

    questions: tuple[Question, ...]
    pending: tuple[Pending, ...]
    settled: Mapping[str, Status]
    methods: Mapping[str, Method]


@dataclass(slots=True)
class _Asked:
    """What was gathered about one place."""

    place: Place
    slot: Slot
    because: dict[str, Reason] = field(default_factory=dict)
    settles: dict[str, None] = field(default_factory=dict)
    influence: dict[str, Fraction] = field(default_factory=dict)

    def add(self, stake: Stake, slot: Slot, reason: Reason) -> None:
        """Add one finding that hangs on the place."""
        name = stake.finding.id
        elements = (*self.because[name].elements, *reason.elements) if name in self.because else reason.elements
        self.because[name] = Reason(name, reason.provision, tuple(dict.fromkeys(elements)))
        self.influence[name] = max(self.influence.get(name, Fraction(0)), stake.influence[slot])
        if slot in stake.settles:
            self.settles[name] = None


def next_questions(  # noqa: PLR0913 - what the questions hang on, each thing by itself
    plan: Plan,
    vocabulary: Vocabulary,
    words: Words,
    assessment: Assessment,
    *,
    findings: Iterable[Finding] | None = None,
    passed: frozenset[str] = frozenset(),
) -> Agenda:
    """Return what is to be asked next about a description, for all its findings or some.

    *plan* is the one the *assessment* was made under. At the paths *passed* nothing is asked.
    Raises NotFoundError for an assessment that does not know its description.
    """
    chosen = assessment.findings if findings is None else tuple(findings)
    if assessment.described is None:
        raise NotFoundError(words("ask-undescribed", name=assessment.deployment))
    places = Places(assessment.described, vocabulary, passed)
    asked: dict[str, _Asked] = {}
    pending: dict[tuple[str, Unsettled], tuple[Place, dict[str, None]]] = {}
    found: list[Stake] = []
    for activity in dict.fromkeys(finding.activity for finding in chosen):
        rows = [row for row in assessment.rows if row.activity == activity]
        where = Field(plan, vocabulary, places, rows, assessment.on)
        found += stakes(where, [finding for finding in chosen if finding.activity == activity])
    for stake in found:
        for slot in stake.influence:
            for place in slot.places:
                if slot.unsettled is None:
                    reason = Reason(stake.finding.id, stake.finding.provision, _elements(plan, stake, slot))
                    asked.setdefault(place.path, _Asked(place, slot)).add(stake, slot, reason)
                else:
                    key = place.path, slot.unsettled
                    pending.setdefault(key, (place, {}))[1][stake.finding.id] = None
    questions = [_question(vocabulary, words, each) for each in asked.values()]
    questions.sort(key=lambda each: (-len(each.settles), -each.influence, vocabulary.facts[each.place.fact].order))
    return Agenda(
        questions=tuple(questions),
        pending=tuple(Pending(place, why, tuple(names)) for (_, why), (place, names) in pending.items()),
        settled={stake.finding.id: stake.settled for stake in found if stake.settled is not None},
        methods={stake.finding.id: stake.method for stake in found},
    )


def _elements(plan: Plan, stake: Stake, slot: Slot) -> tuple[Element, ...]:
    """Return the elements through which a finding is reached: those of its burdens, or the inputs themselves."""
    burdens = [each for limb in stake.finding.limbs for each in limb.burdens if each.fact == slot.fact]
    found = [Element(each.norm, each.says, each.bearer, each.basis) for each in burdens]
    inputs = [] if found else [plan.inputs[number] for number in stake.inputs.get(slot, ())]
    return tuple(dict.fromkeys([*found, *(Element(each.owner, each.says, each.bearer, each.basis) for each in inputs)]))


def _question(vocabulary: Vocabulary, words: Words, asked: _Asked) -> Question:
    place, fact = asked.place, vocabulary.facts[asked.place.fact]
    form = _form(place, fact)
    held = None if asked.slot.assumed or form is not Form.MEMBERS else asked.slot.held
    special = {Form.ACTORS: "ask-actors", Form.MATTER: "ask-matter"}
    return Question(
        place=place,
        form=form,
        text=words(special[form]) if form in special else fact.question,
        options=_options(words, fact, form, held),
        because=tuple(asked.because.values()),
        settles=tuple(asked.settles),
        influence=sum(asked.influence.values(), Fraction(0)),
        evaluative=fact.evaluative,
        dated=fact.dated,
        held=held,
    )


def _form(place: Place, fact: Fact) -> Form:
    if place.keys == MATTER:
        return Form.MATTER
    if place.keys == ACTORS:
        return Form.ACTORS
    return Form.RULES if fact.kind is Kind.CITATION and fact.many else FORMS[fact.kind]


def _options(words: Words, fact: Fact, form: Form, held: Members | None) -> tuple[Option, ...]:
    """Return what may be answered, where that can be listed."""
    if form in {Form.YES_NO, Form.MATTER}:
        return (Option("true", words("yes")), Option("false", words("no")))
    if fact.role is Role.END:
        return (Option("open", words("open-end")),)
    if form in {Form.RULE, Form.RULES}:
        return (Option("none", words("none")),)
    known = held.present | held.absent if held else frozenset()
    return tuple(Option(each.code, each.label) for each in fact.concepts if each.code not in known)


def of_provisions(findings: Sequence[Finding], provisions: Iterable[str]) -> tuple[Finding, ...]:
    """Return the findings on some provisions, or on norms stated in them."""
    named = set(provisions)
    return tuple(each for each in findings if named & {each.provision, *(limb.norm for limb in each.limbs)})
