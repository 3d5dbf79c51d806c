"""Outcome: what can come of a question other than its answer.

A description that cannot be read, a name that does not exist, something of the law for which
nothing is answered, a question larger than we answer: each is data, told in the language asked for.
"""

from collections.abc import Sequence

import strawberry

from api.choices import Severity
from api.describe import field, output
from api.facts import spoken_path
from api.paging import PAGE, After, Connection, First, page
from api.provision import Provision, provision
from api.view import View
from kg import errors as kg_errors


@output
class Problem:
    """One thing wrong with a description, or worth saying of it: where, what, and how to mend it."""

    code: str
    path: str = strawberry.field(description="Where it is in the input: `$.activities[0].facts.someFact`.")
    severity: Severity
    message: str
    remedy: str


@output
class InvalidDeployment:
    """The description cannot be read, or the question lacks something; nothing was assessed."""

    problems: list[Problem] = strawberry.field(description="Every problem in it.")


@output
class NotFound:
    """Something the question names does not exist."""

    name: str = strawberry.field(description="What was asked for.")
    message: str
    known: list[str] = strawberry.field(description="What there is, where it is few enough to list.")


@output
class NotModelled:
    """Something that stands in the law and for which nothing is answered."""

    view: strawberry.Private[View]
    within: strawberry.Private[Sequence[str]]
    id: strawberry.ID
    name: str = strawberry.field(description="What was asked for.")
    message: str = strawberry.field(description="Why nothing is answered for it.")

    @field
    def instead(self, first: First = PAGE, after: After = None) -> Connection[Provision]:
        """Return what may be asked for instead: the provisions within it that are answered for."""
        return page(self.within, str, lambda name: provision(self.view, name), first, after)


@output
class LimitExceeded:
    """The question is larger than we answer."""

    limit: str = strawberry.field(description="Which limit was passed, by its code.")
    path: str | None = strawberry.field(description="What passed it, as a path into the input.")
    asked: int | None = strawberry.field(description="How much was asked for, where that was counted.")
    allowed: int | None = strawberry.field(description="How much is allowed.")
    message: str
    remedy: str


def problems(view: View, several: Sequence[kg_errors.Problem]) -> list[Problem]:
    """Show problems, their paths as GraphQL speaks them."""
    view.budget.pay(len(several))
    return [
        Problem(
            code=each.code,
            path=spoken_path(each.path),
            severity=each.severity,
            message=view.said(each.message),
            remedy=view.said(each.remedy),
        )
        for each in several
    ]


def refused(view: View, several: Sequence[kg_errors.Problem]) -> InvalidDeployment | LimitExceeded:
    """Show why a description cannot be read: its problems, or the limit where that is all there is against it."""
    if not several or any(each.allowed is None for each in several):
        return InvalidDeployment(problems=problems(view, several))
    first = several[0]
    return LimitExceeded(
        limit=first.code,
        path=spoken_path(first.path),
        asked=first.asked,
        allowed=first.allowed,
        message=view.said(first.message),
        remedy=view.said(first.remedy),
    )


def too_large(error: kg_errors.TooLargeError) -> LimitExceeded:
    """Show that a question is larger than we answer where nothing of its description says so."""
    return LimitExceeded(limit=error.code, path=None, asked=None, allowed=None, message=str(error), remedy="")
