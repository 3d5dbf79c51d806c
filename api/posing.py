"""Posing: how a question is put, and what may come of every question alike.

Whoever asks gives a description or names one of the bundled examples, never both, and says
how the law is to be read: a profile, single readings, the day that closes open conduct.
Which readings there are comes from the law, so their enumerations are made from it. All of
this is said once here: a field of a question takes these arguments beside its own, and is
handed the question as it was :class:`Posed`. What keeps it from being answered is answered too.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from types import GenericAlias
from typing import Annotated, Final, cast

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.extensions import FieldExtension
from strawberry.tools import create_type
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from api.choices import Language
from api.describe import field
from api.facts import Inputs, enumeration, filed
from api.outcome import InvalidDeployment, LimitExceeded, NotFound, NotModelled, refused, too_large
from api.view import Info, Library, View, refusal
from kg.assessment import Assessment
from kg.described import Deployment
from kg.errors import InputError, NotFoundError, TooLargeError
from kg.examples import examples
from kg.intake import refuse_all
from kg.law import Law
from kg.once import Once
from kg.plan import Plan
from kg.reasoner import Asked

_ID: Final = cast("type", strawberry.ID)
Outcome = InvalidDeployment | NotFound | NotModelled | LimitExceeded
In = Annotated[Language, strawberry.argument(description="The language of everything that is said in words.")]
Activity = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="The activity, by its key; it may be left out where there is only one."),
]
Named = Annotated[
    strawberry.ID,
    strawberry.argument(description="A provision or a norm: its id, or as it is cited in English or in Chinese."),
]
OnlyActivity = Annotated[strawberry.ID | None, strawberry.argument(description="Only this activity, by its key.")]


class UnansweredError(Exception):
    """A question has no answer of its own kind; carries what is answered instead."""

    def __init__(self, outcome: Outcome) -> None:
        """Keep what is answered instead."""
        super().__init__()
        self.outcome = outcome


@dataclass(frozen=True)
class Posed:
    """A question as it was put; each part is worked out when first needed, or answers why it cannot be."""

    view: View
    given: object
    example: str | None
    asked: Asked

    @Once
    def description(self) -> Mapping[str, object]:
        """The description, as a file would hold it."""
        words = self.view.library.reasoner.words
        refuse_all(
            [words.problem("described-once", "$")] if (self.given is None) is (self.example is None) else [], words
        )
        if self.example is None:
            return cast("Mapping[str, object]", filed(self.given))
        found = examples().get(self.example.removeprefix("example:"))
        if found is None:
            raise UnansweredError(missing(self.view, self.example, list(examples())))
        return found.description

    @Once
    def deployment(self) -> Deployment:
        """The description as it was read."""
        return self.view.library.reasoner.read(self.description)

    @Once
    def options(self) -> frozenset[str]:
        """The option taken of every contested reading."""
        return self.view.law.options(self.asked.profile, dict(self.asked.readings))

    @property
    def plan(self) -> Plan:
        """The law under the readings chosen."""
        return self.view.library.reasoner.plan(self.options)

    @Once
    def whole(self) -> Assessment:
        """What the description comes to."""
        return self.view.library.reasoner.assess(self.deployment, self.asked)


def missing(view: View, name: str, known: Sequence[str]) -> NotFound:
    """Answer that something does not exist, and what does."""
    message = view.library.reasoner.words("not-found", name=name)
    return NotFound(name=name, message=view.said(message), known=list(known))


def answered(view: View, work: Callable[[], object]) -> object:
    """Return what comes of a question: its answer, or why it has none."""
    try:
        return work()
    except UnansweredError as instead:
        return instead.outcome
    except InputError as error:
        return refused(view, error.problems)
    except TooLargeError as error:
        return too_large(error)
    except NotFoundError as error:
        return NotFound(name="", message=view.said(error.says), known=list(error.near))


def read(view: View, profile: Enum, readings: Sequence[object], on: date | None) -> Asked:
    """Return how the law is to be read; a single reading must have the option that is chosen of it."""
    pairs = _pairs(readings)
    for reading, option in pairs:
        known = [each.code for each in view.law.readings[reading].options]
        if option not in known:
            raise UnansweredError(missing(view, f"{reading} {option}", [f"{reading} {code}" for code in known]))
    return Asked(str(profile.value), pairs, on)


def _pairs(readings: Sequence[object]) -> tuple[tuple[str, str], ...]:
    """Return the readings chosen; raises a refusal where one is chosen twice."""
    chosen: dict[str, str] = {}
    for each in readings:
        pair = cast("dict[str, str]", filed(each))
        if pair["reading"] in chosen:
            raise refusal("READING_TWICE", f"the reading {pair['reading']} is chosen twice")
        chosen[pair["reading"]] = pair["option"]
    return tuple(sorted(chosen.items()))


class Asking:
    """The arguments of questions, for one edition of the law."""

    def __init__(self, library: Library) -> None:
        """Make the types of the arguments."""
        law, vocabulary = library.reasoner.law, library.reasoner.vocabulary
        self.library = library
        self.deployment = Inputs(vocabulary).deployment
        self.profile = _profiles(law)
        self.readings = GenericAlias(list, (_choice(law),))
        self.usual = self.profile(Asked().profile)

    def field(self, resolver: Callable[..., object], *, described: bool = True, read: bool = True) -> StrawberryField:
        """Make a resolver a root field that is handed the question as ``posed``, and takes its arguments.

        *described* says whether it is about a description, *read* whether the law may be read otherwise.
        """
        made = field(resolver)
        made.extensions = [_Put(self, described=described, read=read)]
        return made

    def posed(self, view: View, given: Mapping[str, object]) -> Posed:
        """Return the question that the arguments put."""
        asked = read(
            view,
            cast("Enum", given.get("profile") or self.usual),
            cast("Sequence[object]", given.get("readings") or ()),
            cast("date | None", given.get("on")),
        )
        return Posed(view, given.get("deployment"), cast("str | None", given.get("example")), asked)

    def arguments(self, *, described: bool, read: bool) -> tuple[list[StrawberryArgument], list[StrawberryArgument]]:
        """Return the arguments that stand before those of a field itself, and those after."""
        what, how = self._what(), self._how()
        words = _argument("language", Language, "The language of everything that is said in words.", Language.EN)
        return (what if described else []), [*(how if read and described else how[1:] if read else []), words]

    def of_a_side(self) -> list[tuple[StrawberryArgument, object]]:
        """Return what describes one side of a comparison, each with its type; all of it may be left out."""
        kinds: tuple[type | GenericAlias, ...] = (self.deployment, _ID, date, self.profile, self.readings)
        return [(each, kind | None) for each, kind in zip((*self._what(), *self._how()), kinds, strict=True)]

    def _what(self) -> list[StrawberryArgument]:
        return [
            _argument("deployment", self.deployment | None, "What is to be judged."),
            _argument("example", _ID | None, "A bundled example instead, by its id."),
        ]

    def _how(self) -> list[StrawberryArgument]:
        return [
            _argument("on", date | None, "The day that closes conduct still going on."),
            _argument("profile", self.profile, "Which contested readings to take.", self.usual),
            _argument("readings", self.readings | None, "Readings that differ from the profile."),
        ]


def _argument(name: str, kind: object, says: str, default: object = None) -> StrawberryArgument:
    return StrawberryArgument(name, None, StrawberryAnnotation(kind), description=says, default=default)


class _Put(FieldExtension):
    """Hands a resolver the question as it was put, and answers whatever keeps it from being answered."""

    def __init__(self, asking: Asking, *, described: bool, read: bool) -> None:
        """Make the arguments."""
        self._asking = asking
        self._before, self._after = asking.arguments(described=described, read=read)
        self._names = [each.python_name for each in (*self._before, *self._after)]

    def apply(self, field: StrawberryField) -> None:
        """Put the arguments of the question around those of the field."""
        own = [each for each in field.arguments if each.python_name != "posed"]
        field.arguments = [*self._before, *own, *self._after]

    def resolve(self, next_: Callable[..., object], source: object, info: Info, **kwargs: object) -> object:
        """Answer the question."""
        given = {name: kwargs.pop(name, None) for name in self._names}
        view = View(self._asking.library, cast("Language", given["language"]), info.context.budget)

        def work() -> object:
            return next_(source, info, posed=self._asking.posed(view, given), **kwargs)

        return answered(view, work)


def _profiles(law: Law) -> type[Enum]:
    """Return the enumeration of profiles."""
    codes = {
        option.id: f"{reading.code} {option.code}" for reading in law.readings.values() for option in reading.options
    }
    members = {}
    for profile, options in law.profiles.items():
        taken = ", ".join(sorted(codes[option] for option in options))
        members[profile] = (
            f"Takes {taken}, and otherwise the defaults." if taken else "Takes the default of each reading."
        )
    return enumeration("Profile", members, "A choice among all contested readings at once.")


def _choice(law: Law) -> type:
    """Return the input by which a single reading is chosen."""
    readings = {code: f"{reading.issue.en} {reading.issue.zh}" for code, reading in law.readings.items()}
    options: dict[str, list[str]] = {}
    for code, reading in law.readings.items():
        for option in reading.options:
            options.setdefault(option.code, []).append(f"{code}: {option.label.en} {option.label.zh}")
    offered = {code: "; ".join(said) for code, said in sorted(options.items())}
    reading_field = strawberry.field(
        name="reading", graphql_type=enumeration("Reading", readings, "A contested question.")
    )
    option_field = strawberry.field(name="option", graphql_type=enumeration("Option", offered, "How it is answered."))
    return create_type(
        "ReadingChoice", [reading_field, option_field], is_input=True, description="One reading and how to take it."
    )
