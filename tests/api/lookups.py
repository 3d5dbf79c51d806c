"""How the tests look things up: the schema asked in this process, an answer with an error being none."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from api.schema import Schema
from api.view import Budget, Request

MANY = 10_000_000


@dataclass(frozen=True)
class Lookup:
    """The schema, asked without a server."""

    schema: Schema

    def answer(self, query: str, **variables: object) -> dict[str, Any]:
        """Return the data of an answer that has no error."""
        result = self.schema.execute_sync(query, variable_values=variables, context_value=Request(Budget(MANY)))
        assert not result.errors, result.errors
        assert result.data is not None
        return result.data

    def refused(self, query: str, **variables: object) -> str:
        """Return the code with which a question is refused."""
        result = self.schema.execute_sync(query, variable_values=variables, context_value=Request(Budget(MANY)))
        assert result.errors
        code: str = (result.errors[0].extensions or {})["code"]
        return code

    def one(self, asked: str, kind: str, shown: str) -> dict[str, Any]:
        """Return one thing, asked for as ``fact(id: "frt_used")``."""
        found: dict[str, Any] = self.answer(f"{{ found: {asked} {{ ... on {kind} {{ {shown} }} }} }}")["found"]
        return found

    def every(self, asked: str, kind: str, shown: str = "id") -> Iterator[Any]:
        """Yield all entries of a list, asked for as ``facts(evaluative: true)``; ids where no field is named."""
        name, _, given = asked.removesuffix(")").partition("(")
        after = ""
        while True:
            query = f"""{{ found: {name}(first: 100 {after} {given}) {{ ... on {kind}Connection {{
              totalCount edges {{ node {{ {shown} }} }} pageInfo {{ hasNextPage endCursor }} }} }} }}"""
            found = self.answer(query)["found"]
            for edge in found["edges"]:
                yield edge["node"]["id"] if shown == "id" else edge["node"]
            if not found["pageInfo"]["hasNextPage"]:
                return
            after = f'after: "{found["pageInfo"]["endCursor"]}"'


def ids(connection: dict[str, Any]) -> list[str]:
    """Return the ids on a page."""
    return [edge["node"]["id"] for edge in connection["edges"]]
