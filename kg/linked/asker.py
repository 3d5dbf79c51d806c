"""Asker: the small program in which a query of the law graph runs, so that it can be stopped.

A query that somebody wrote may run for ever or fill the memory, and a thread cannot be
stopped; a process can. It reads one JSON object on standard input (``triples`` in
N-Triples, ``query``, ``prefixes``, ``rows``, ``memory`` in bytes) and writes one: the names of the
columns and the rows, or what kept it from answering. It knows nothing else of this
package and opens neither file nor network.
"""

import json
import sys
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, RdfFormat, Store

NAME: Final = "name"
NAMELESS: Final = "nameless"
LITERAL: Final = "literal"

Term = tuple[str, str, str, str] | None
"""What sort of term, its text, its language, its datatype; or nothing where a variable is not bound."""


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """Return the columns and rows of a query, one row more than asked for where there are more."""
    store = Store()
    store.load(question["triples"].encode(), RdfFormat.N_TRIPLES)
    try:
        found = store.query(question["query"], prefixes=question["prefixes"])
    except SyntaxError as error:
        return {"wrong": str(error)}
    if isinstance(found, QueryBoolean):
        return {"columns": ["answer"], "rows": [[(LITERAL, "true" if found else "false", "", "")]]}
    if not isinstance(found, QuerySolutions):
        return {"wrong": "SELECT, ASK"}
    columns = [variable.value for variable in found.variables]
    rows = []
    try:
        for solution in found:
            rows.append([_term(solution[name]) for name in columns])
            if len(rows) > question["rows"]:
                break
    except (OSError, ValueError) as error:
        return {"wrong": str(error)}
    return {"columns": columns, "rows": rows}


def _term(term: object) -> Term:
    match term:
        case None:
            return None
        case NamedNode():
            return (NAME, term.value, "", "")
        case Literal():
            return (LITERAL, term.value, term.language or "", term.datatype.value)
        case _:
            return (NAMELESS, "", "", "")


def limited(memory: int) -> None:
    """Let this process take no more than so many bytes, where the system can promise that."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def main() -> None:
    """Answer the question on standard input."""
    question = json.loads(sys.stdin.buffer.read())
    limited(question["memory"])
    sys.stdout.buffer.write(json.dumps(answer(question)).encode())


if __name__ == "__main__":
    main()
