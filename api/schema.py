"""Schema: what can be asked, for one edition of the law.

The business question comes first: what does each provision come to for this deployment?
Then the law graph itself. The types of a description, and the names of profiles, readings
and options, are made from the law, so the schema is built once it has been read.

``python -m api.schema`` prints the schema as it is committed in ``data/schema.graphql``.
"""

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import strawberry
from graphql import GraphQLError
from strawberry.extensions import MaskErrors, MaxTokensLimiter, ParserCache
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import create_type
from strawberry.types import ExecutionContext

from api import catalogue, logs, question
from api.choices import Status
from api.describe import describe_values
from api.failures import MASKED, unexpected
from api.limits import Limited, preparer
from api.paging import LONGEST, shorten
from api.scalars import SCALARS
from api.settings import Settings
from api.view import Library
from kg.graph import BASE
from kg.reasoner import Reasoner, load

if TYPE_CHECKING:
    from kg.official.shelf import Shelf

_LOG: Final = logging.getLogger(__name__)


class Schema(strawberry.Schema):
    """A schema that keeps what went wrong inside to itself."""

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Log what we did not expect: where it happened and of what kind, never what was said."""
        del execution_context
        for error in filter(unexpected, errors):
            cause = error.original_error
            _LOG.error(logs.stamped(error=type(cause).__name__, path=error.path, steps=logs.steps(cause)))


def build(reasoner: Reasoner, settings: Settings | None = None) -> Schema:
    """Return the schema for one edition of the law."""
    limits = settings or Settings()
    library = Library.of(reasoner, _shelf(limits.texts, reasoner))
    statuses = reasoner.vocabulary.schemes[f"{BASE}concept/status"]
    describe_values(Status, {concept.code: concept.definition.en for concept in statuses})
    prepare = preparer(limits)
    schema = Schema(
        query=create_type(
            "Query", [*question.fields(library), *catalogue.fields(library)], description="What can be asked."
        ),
        config=StrawberryConfig(scalar_map=SCALARS),
        extensions=[
            lambda: MaxTokensLimiter(limits.tokens),
            lambda: ParserCache(limits.documents),
            lambda: Limited(limits, prepare),
            lambda: MaskErrors(unexpected, MASKED),
        ],
    )
    if limits.page < LONGEST:
        shorten(schema._schema, limits.page)  # noqa: SLF001 - strawberry keeps it so for its own rules
    return schema


def _shelf(folder: Path | None, reasoner: Reasoner) -> "Shelf | None":
    """Return the official texts of a folder, if there is one."""
    if folder is None:
        return None
    from kg.official.shelf import read_shelf

    return read_shelf(folder, reasoner)


def main() -> None:
    """Print the schema."""
    sys.stdout.buffer.write((build(load()).as_str() + "\n").encode())


if __name__ == "__main__":
    main()
