"""Starts the server as ``python -m api``, after one description is assessed in the terminal if asked for."""

import argparse
import gc

gc.disable()  # what is made while starting stays; collecting begins once the server listens

from pathlib import Path  # noqa: E402 - imported with collecting off

from api.serve import serve  # noqa: E402
from kg.errors import PrimaFacieError  # noqa: E402


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m api", description="Answer GraphQL over HTTP.")
    parser.add_argument("--host", help="address to listen on")
    parser.add_argument("--port", type=int, help="port; the next free one is taken if it is in use")
    parser.add_argument("--example", type=Path, help="a description in JSON to assess in the terminal first")
    given = parser.parse_args()
    try:
        serve(host=given.host, port=given.port, example=given.example)
    except PrimaFacieError as error:
        parser.exit(2, f"{error}\n")


if __name__ == "__main__":
    main()
