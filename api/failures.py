"""Failures: the closed list of codes with which a request is refused or an answer breaks off.

What can come of a question about the law is data, never one of these. Every error carries
its code and the id of its request in ``extensions``; ``docs/reference/errors.md`` has a
section for each code. What went wrong on our side keeps to itself what it was.
"""

import re
from collections.abc import Mapping
from enum import Enum
from typing import Final

from graphql import GraphQLError, GraphQLSyntaxError

from kg.stopping import StoppedError


class Failure(Enum):
    """A code, and what it says."""

    # It is no question.
    BAD_HTTP = "What was sent is not HTTP, or its headers are too long."
    BODY_CUT_SHORT = "The body was not sent whole."
    NOT_JSON = "What was sent is not JSON in UTF-8."
    REPEATED_NAME = "An object of the JSON says a name twice."
    NESTED_TOO_DEEP = "The JSON is nested too deep."
    NUMBER_TOO_LONG = "A whole number in the JSON has too many digits."
    NOT_A_QUESTION = "The JSON is no question: an object with `query`, and perhaps `variables` and `operationName`."
    NO_SUCH_PLACE = "Nothing is served at this path."
    METHOD_NOT_ALLOWED = "This path is not asked by this method."
    TOO_SLOW = "The body did not come in time."
    BODY_TOO_LARGE = "The body is too large."
    STRING_TOO_LONG = "A text in the JSON is too long."
    QUERY_TOO_LONG = "The GraphQL document is too long."
    URL_TOO_LONG = "The address is too long."
    NOT_SENT_AS_JSON = "The content type is not `application/json` in UTF-8."
    TOO_MANY_HEADERS = "There are too many headers."
    HEADERS_TOO_LARGE = "The headers are too large."

    # It is no question to this schema.
    SYNTAX = "The GraphQL document cannot be parsed."
    INVALID_QUERY = "The GraphQL document asks for what the schema does not have."
    INVALID_VARIABLES = "The variables are not of the types that the operation declares."
    NO_SUCH_OPERATION = "The document has no such query, or it has several and none is named."

    # It asks for too much.
    TOO_MANY_TOKENS = "The GraphQL document has too many tokens."
    TOO_DEEP = "Fields stand within fields too deep."
    TOO_MANY_ALIASES = "The operation gives too many fields another name."
    TOO_MANY_ROOT_FIELDS = "The operation asks for too many things at once."
    TOO_MANY_DIRECTIVES = "The operation has too many directives."
    LIST_TOO_LONG = "A list among the arguments has too many entries."
    BAD_PAGE = "A page is asked for that is too long, or has no entries."
    TOO_COSTLY = "The operation costs too much."

    # It turns out while the answer is worked out.
    BAD_CURSOR = "`after` names no entry of the list."
    NOT_FOUND = "An argument names something that is not there."
    READING_TWICE = "One reading is chosen twice."
    TOO_LARGE = "The answer would hold too many objects."
    DEADLINE = "The answer took too long to work out."

    # It is our side.
    BUSY = "Too many questions are waiting, or too many connections are open."
    INTERNAL = "Something went wrong on our side."

    @property
    def status(self) -> int:
        """The HTTP status of a request that comes to nothing because of it."""
        return _STATUS.get(self, 400)


_STATUS: Final[Mapping[Failure, int]] = {
    Failure.BAD_CURSOR: 200,
    Failure.NOT_FOUND: 200,
    Failure.READING_TWICE: 200,
    Failure.TOO_LARGE: 200,
    Failure.NO_SUCH_PLACE: 404,
    Failure.METHOD_NOT_ALLOWED: 405,
    Failure.TOO_SLOW: 408,
    Failure.BODY_TOO_LARGE: 413,
    Failure.STRING_TOO_LONG: 413,
    Failure.QUERY_TOO_LONG: 413,
    Failure.URL_TOO_LONG: 414,
    Failure.NOT_SENT_AS_JSON: 415,
    Failure.TOO_MANY_HEADERS: 431,
    Failure.HEADERS_TOO_LARGE: 431,
    Failure.INTERNAL: 500,
    Failure.BUSY: 503,
    Failure.DEADLINE: 503,
}
MASKED: Final = "something went wrong on our side"
LATE: Final = "the answer took too long to work out; ask for less at once"


class RefusedError(Exception):
    """A request that is refused before the law is asked."""

    def __init__(self, failure: Failure, message: str, headers: Mapping[str, str] | None = None) -> None:
        """Keep the code, the word why, and what else to say."""
        super().__init__(message)
        self.failure = failure
        self.message = message
        self.headers = headers


def unexpected(error: GraphQLError) -> bool:
    """Say whether an error is one that neither a client nor a limit caused."""
    cause = error.original_error
    if cause is None or isinstance(cause, GraphQLError | StoppedError):
        return False
    return error.path is not None or not error.nodes


def failure_of(error: GraphQLError) -> Failure:
    """Return the code of an error: its own, or that of the step in which it arose."""
    named = (error.extensions or {}).get("code")
    if isinstance(named, str):
        return Failure.__members__.get(named, Failure.INTERNAL)
    if isinstance(error.original_error, StoppedError):
        return Failure.DEADLINE
    if isinstance(error, GraphQLSyntaxError):
        return next((found for words, found in _PARSER.items() if words in error.message), Failure.SYNTAX)
    if error.message == MASKED or unexpected(error):
        return Failure.INTERNAL
    if error.path is not None:  # an argument that only its resolver could read
        return Failure.INVALID_QUERY if isinstance(error.original_error, GraphQLError) else Failure.INTERNAL
    return Failure.INVALID_VARIABLES


def said(failure: Failure, message: str, request: str) -> dict[str, object]:
    """Return an error as it stands in an answer."""
    return {"message": message, "extensions": {"code": failure.name, "requestId": request}}


def formatted(error: GraphQLError, request: str) -> dict[str, object]:
    """Return an error of GraphQL as it stands in an answer."""
    failure = failure_of(error)
    shown: dict[str, object] = {"message": _SAID.get(failure, _FOUND.sub("", error.message))}
    if error.locations:
        shown["locations"] = [{"line": each.line, "column": each.column} for each in error.locations]
    if error.path is not None:
        shown["path"] = error.path
    shown["extensions"] = {**(error.extensions or {}), "code": failure.name, "requestId": request}
    return shown


_FOUND: Final = re.compile(r"[.,]?\s+[Ff]ound: .*", re.DOTALL)
"""What a message about variables ends with: all that stands beside the mistake, facts among it."""

_PARSER: Final = {"tokens. Parsing aborted": Failure.TOO_MANY_TOKENS, "nested too deeply": Failure.TOO_DEEP}
"""The limits of the parser, by words of its messages."""

_SAID: Final[Mapping[Failure, str]] = {Failure.DEADLINE: LATE, Failure.INTERNAL: MASKED}
