"""Serve: answer GraphQL over HTTP."""

from typing import Annotated

import typer


def serve(
    host: Annotated[str | None, typer.Option(help="address to listen on")] = None,
    port: Annotated[int | None, typer.Option(help="port; the next free one is taken if it is in use")] = None,
) -> None:
    """Answer GraphQL over HTTP."""
    from api.serve import serve as run  # the server is loaded only when asked for

    run(host=host, port=port)
