"""Interview: a description completed answer by answer, until nothing that is open can be settled.

An interview is a description and the questions it has been asked about; an answer gives
another interview and changes nothing. It may stop after any answer: what it holds is a
description like any other, which anyone can assess. That something is not known is an
answer too, and in the same interview the question does not come again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.assessment import Assessment, Finding
from kg.described import Deployment
from kg.errors import NotFoundError
from kg.inquiry.questions import Agenda, Question, next_questions, of_provisions
from kg.inquiry.terms import Form
from kg.intake import Spot
from kg.once import Once
from kg.reasoner import Asked, Reasoner
from kg.vocabulary import Level, Vocabulary
from kg.words import Words


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered: a value as a description writes it, who judged it and why, since when it holds."""

    value: object
    assessor: str | None = None
    reasons: str | None = None
    since: str | None = None


@dataclass(frozen=True)
class Interview:
    """A description, how it is assessed, and the paths at which nothing is asked any more.

    *activity* and *provision* narrow what is asked for to one activity, one provision or norm.
    """

    law: Reasoner
    description: Mapping[str, object]
    asked: Asked = field(default_factory=Asked)
    activity: str | None = None
    provision: str | None = None
    passed: frozenset[str] = frozenset()

    @Once
    def deployment(self) -> Deployment:
        """The description as it was read; raises InputError."""
        return self.law.read(self.description)

    @Once
    def assessment(self) -> Assessment:
        """What the description comes to so far; raises InputError, NotFoundError."""
        return self.law.assess(self.deployment, self.asked)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings asked for; raises NotFoundError if there are none of that activity or provision."""
        return chosen(self.assessment, self.law.words, self.activity, self.provision)

    @Once
    def agenda(self) -> Agenda:
        """What is to be asked next; raises InputError, NotFoundError."""
        return next_questions(
            self.law.plan(self.assessment.options),
            self.law.vocabulary,
            self.law.words,
            self.assessment,
            findings=self.findings,
            passed=self.passed,
        )

    @property
    def next(self) -> Question | None:
        """The question to ask now, or nothing where nothing that is open can be settled by asking."""
        return next(iter(self.agenda.questions), None)

    def answered(self, question: Question, answer: Answer) -> "Interview":
        """Return the interview with an answer in its place.

        Raises NotFoundError for a question that is not open, InputError with every problem in
        the answer.
        """
        self._known(question)
        description = put(self.description, question, answer, self.law.vocabulary)
        return self._after(replace(self, description=description), question)

    def not_known(self, question: Question) -> "Interview":
        """Return the interview in which a question stays open; raises NotFoundError if it is not."""
        self._known(question)
        return self._after(self, question)

    def _after(self, interview: "Interview", question: Question) -> "Interview":
        after = replace(interview, passed=self.passed | {question.id})
        after.deployment  # noqa: B018 - what cannot be read is said at once
        return after

    def _known(self, question: Question) -> None:
        if question.id not in {each.id for each in self.agenda.questions}:
            raise NotFoundError(self.law.words("ask-not-asked", path=question.id))


def chosen(assessment: Assessment, words: Words, activity: str | None, provision: str | None) -> tuple[Finding, ...]:
    """Return the findings of one activity and on one provision or norm, or of all; raises NotFoundError for none."""
    found = assessment.findings if provision is None else of_provisions(assessment.findings, [provision])
    found = tuple(each for each in found if activity in {None, each.activity})
    if not found and (activity, provision) != (None, None):
        named = " / ".join(name for name in (activity, provision) if name)
        raise NotFoundError(words("ask-no-finding", name=named))
    return found


def put(
    description: Mapping[str, object], question: Question, answer: Answer, vocabulary: Vocabulary
) -> dict[str, object]:
    """Return a description with an answer in its place; the description itself is not changed."""
    keys = question.place.keys
    match question.form:
        case Form.MATTER:
            return _with(description, keys, {"facts": {}}) if answer.value is True else dict(description)
        case Form.ACTORS:
            roles = answer.value if isinstance(answer.value, list | tuple) else [answer.value]
            actors = [_actor(number, question.place.fact, role) for number, role in enumerate(roles, 1)]
            return _with(_of_all(description, vocabulary) if len(actors) > 1 else description, keys, actors)
        case _:
            said = _at(description, keys)
            value = answer.value if question.held is None else _joined(question, answer.value)
            more = {"assessor": answer.assessor, "reasons": answer.reasons, "from": answer.since}
            envelope = {key: each for key, each in more.items() if each is not None}
            if isinstance(said, Mapping) and "value" in said:
                return _with(description, keys, {**said, "value": value, **envelope})
            return _with(description, keys, {"value": value, **envelope} if envelope else value)


def _of_all(description: Mapping[str, object], vocabulary: Vocabulary) -> dict[str, object]:
    """Return a description whose only activity says nothing of its actor: what it said holds of all actors."""
    activity = _at(description, ("activities", 0))
    facts = _at(activity, ("facts",))
    names = [name for name in facts if _of_actor(name, vocabulary)] if isinstance(facts, Mapping) else []
    if not names or not isinstance(facts, Mapping):
        return dict(description)
    kept = {name: value for name, value in facts.items() if name not in names}
    shared = _at(description, ("facts",))
    whole = {**(shared if isinstance(shared, Mapping) else {}), **{name: facts[name] for name in names}}
    return {**_with(description, ("activities", 0, "facts"), kept), "facts": whole}


def _of_actor(name: str, vocabulary: Vocabulary) -> bool:
    return name in vocabulary.facts and vocabulary.facts[name].level is Level.ACTOR


def _actor(number: int, fact: str, role: object) -> dict[str, object]:
    return {"id": f"actor-{number}", "facts": {fact: role}}


def _joined(question: Question, given: object) -> object:
    """Return the members answered together with those on record."""
    held = question.held
    if held is None or not isinstance(given, Mapping | list | tuple):
        return given
    present, absent = sorted(held.present), sorted(held.absent)
    if not isinstance(given, Mapping):
        return [*present, *given]
    there, missing = given.get("present") or [], given.get("absent") or []
    if not isinstance(there, list | tuple) or not isinstance(missing, list | tuple):
        return given
    rest = given.get("open", given.get("absent") is not None)
    return {**given, "present": [*present, *there], "absent": [*absent, *missing], "open": rest}


def _at(node: object, keys: Spot) -> object:
    for key in keys:
        if isinstance(node, Mapping):
            node = node.get(str(key))
        elif isinstance(node, Sequence) and isinstance(key, int):
            node = node[key]
        else:
            return None
    return node


def _with(node: object, keys: Spot, value: object) -> dict[str, object]:
    """Return an object with a value at some keys, what leads there copied and what is missing made."""
    key, rest = str(keys[0]), keys[1:]
    made = dict(node) if isinstance(node, Mapping) else {}
    if not rest:
        made[key] = value
    elif isinstance(rest[0], int):
        held = made.get(key)
        members = list(held) if isinstance(held, list | tuple) else []
        members[rest[0]] = _with(members[rest[0]], rest[1:], value)
        made[key] = members
    else:
        made[key] = _with(made.get(key), rest, value)
    return made
