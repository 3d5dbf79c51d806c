"""Sent: what is the same until the law changes, sent with a tag so that nobody need fetch it twice."""

import hashlib
from collections.abc import Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

KEEP: Final = {"cache-control": "no-cache"}
"""It may be kept, but is asked about each time."""


def sent(
    request: Request, body: bytes, form: str, headers: Mapping[str, str] | None = None, *, tag: str | None = None
) -> Response:
    """Return an answer, or that the one a client has is still good; *tag* is the digest of the body by default."""
    named = f'"{tag or hashlib.sha256(body).hexdigest()[:32]}"'
    said = {**KEEP, "etag": named, **(headers or {})}
    known = (each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(","))
    if named in known:
        return Response(status_code=304, headers=said)
    return Response(body, headers=said, media_type=form)
