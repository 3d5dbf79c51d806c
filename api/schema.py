"""Schema: what can be asked, for one edition of the law.

The business question comes first: what does each provision come to for this deployment?
Then the law graph itself. The types of a description, and the names of profiles, readings
and options, are made from the law, so the schema is built once it has been read.

``python -m api.schema`` prints the schema as it is committed in ``data/schema.graphql``.
"""

import logging
import sys
import traceback
from collections.abc import Iterator
from typing import Final

import strawberry
from graphql import GraphQLError, MaxIntrospectionDepthRule, OperationDefinitionNode
from strawberry.extensions import (
    AddValidationRules,
    MaskErrors,
    MaxTokensLimiter,
    ParserCache,
    SchemaExtension,
    ValidationCache,
)
from strawberry.extensions.max_aliases import create_validator as aliases_rule
from strawberry.extensions.query_depth_limiter import create_validator as depth_rule
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import create_type
from strawberry.types import ExecutionContext

from api import catalogue, question
from api.choices import Status
from api.describe import describe_values
from api.scalars import SCALARS
from api.settings import Settings
from api.view import Library
from kg.graph import BASE
from kg.official.shelf import read_shelf
from kg.reasoner import Reasoner, load

_LOG: Final = logging.getLogger(__name__)


class Schema(strawberry.Schema):
    """A schema that keeps what went wrong inside to itself."""

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Log what we did not expect: where it happened and of what kind, never what was said."""
        del execution_context
        for error in filter(unexpected, errors):
            cause = error.original_error
            steps = "".join(traceback.format_tb(cause.__traceback__)) if cause else ""
            _LOG.error("%s at %s\n%s", type(cause).__name__, error.path, steps)


class OneOperation(SchemaExtension):
    """Refuses a document of several operations of which none is named, instead of taking the first."""

    def on_validate(self) -> Iterator[None]:
        """Count the operations of a document."""
        context = self.execution_context
        document = context.graphql_document
        several = (
            [each for each in document.definitions if isinstance(each, OperationDefinitionNode)] if document else []
        )
        if len(several) > 1 and not context.context.operation:
            unnamed = GraphQLError("the document has several operations; name one as `operationName`")
            context.pre_execution_errors = [*(context.pre_execution_errors or ()), unnamed]
        yield


def unexpected(error: GraphQLError) -> bool:
    """Say whether an error is none that a client caused."""
    return error.path is not None and not isinstance(error.original_error, GraphQLError | None)


def build(reasoner: Reasoner, settings: Settings | None = None) -> Schema:
    """Return the schema for one edition of the law."""
    limits = settings or Settings()
    library = Library.of(reasoner, read_shelf(limits.texts, reasoner) if limits.texts else None)
    statuses = reasoner.vocabulary.schemes[f"{BASE}concept/status"]
    describe_values(Status, {concept.code: concept.definition.en for concept in statuses})
    rules = [depth_rule(limits.depth, None), aliases_rule(limits.aliases), MaxIntrospectionDepthRule]
    return Schema(
        query=create_type(
            "Query", [*question.fields(library), *catalogue.fields(library)], description="What can be asked."
        ),
        config=StrawberryConfig(scalar_map=SCALARS),
        extensions=[
            lambda: MaxTokensLimiter(limits.tokens),
            lambda: AddValidationRules(rules),
            ParserCache,
            ValidationCache,
            OneOperation,
            lambda: MaskErrors(unexpected, "something went wrong on our side"),
        ],
    )


def main() -> None:
    """Print the schema."""
    sys.stdout.buffer.write((build(load()).as_str() + "\n").encode())


if __name__ == "__main__":
    main()
