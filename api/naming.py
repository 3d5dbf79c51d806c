"""Naming: what a client means by a name, or that there is nothing of that name and what was perhaps meant."""

from collections.abc import Collection
from typing import Final

from api.outcome import NotFound
from api.view import View
from kg.errors import NotFoundError
from kg.graph import BASE
from kg.law import short
from kg.naming import LONGEST, found
from kg.words import quoted

_FEW: Final = 50
"""How many names are all listed where none is near."""

_LOOK: Final = 50
"""What it costs to look for what is no id: every name is read."""

_MISS: Final = 500
"""What it costs to find that there is nothing of a name: it is laid beside every other."""


def meant(view: View, name: str, of: Collection[str]) -> str | NotFound:
    """Return the id among *of* that a name means: an id, an IRI, a number or a label in either language."""
    exact = short(name) if name.startswith(BASE) else name
    if exact in of:
        return exact
    view.budget.pay(_MISS)
    try:
        identifier = found(view.library.reasoner, name, of)
    except NotFoundError as error:
        return _missing(view, name[:LONGEST], of, error)
    view.budget.pay(_LOOK - _MISS)
    return identifier


def _missing(view: View, name: str, of: Collection[str], error: NotFoundError) -> NotFound:
    """Answer that there is nothing of a name: which names are near, or where to look for names."""
    if error.near:
        return NotFound(name=name, message=view.said(error.says), known=list(error.near))
    message = view.library.reasoner.words("no-such-name-asked", name=quoted(name))
    return NotFound(name=name, message=view.said(message), known=sorted(of) if len(of) <= _FEW else [])
