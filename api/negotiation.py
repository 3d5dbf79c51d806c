"""Negotiation: of the forms and languages there are, the one that a client likes best.

After HTTP Semantics (RFC 9110), section 12: of several ranges that fit a form the most
particular says how much it is liked; among equals the first of ours is taken.
"""

from collections.abc import Iterator, Sequence
from typing import Final

RANGES: Final = 64
"""How many ranges of a header are read; nobody in earnest sends more."""


def form(accept: str, offered: Sequence[str]) -> str | None:
    """Return the media type of *offered* that is liked best, or nothing where none is accepted.

    >>> form("text/turtle;q=0.5, text/*", ["text/html", "text/turtle"])
    'text/html'
    >>> form("image/png", ["text/html"]) is None
    True
    """
    liked = dict(_ranges(accept.lower())) or {"*/*": 1.0}
    return _best(offered, [_of_form(each, liked) for each in offered])


def named(accept: str, offered: str) -> bool:
    """Say whether a media type is named itself, and not only by a range that it falls into.

    >>> named("text/*, */*", "text/html")
    False
    """
    return any(name == offered for name, _ in _ranges(accept.lower()))


def language(accept: str, offered: Sequence[str]) -> str:
    """Return the language of *offered* that is liked best; the first where none is.

    >>> language("zh-CN,zh;q=0.9,en;q=0.8", ["en", "zh"])
    'zh'
    """
    liked: dict[str, float] = {}
    for name, quality in _ranges(accept.lower()):
        first = name.partition("-")[0]
        liked[first] = max(quality, liked.get(first, 0.0))
    return _best(offered, [liked.get(each, liked.get("*", 0.0)) for each in offered]) or offered[0]


def _best(offered: Sequence[str], liked: Sequence[float]) -> str | None:
    most = max(liked)
    return offered[liked.index(most)] if most > 0 else None


def _of_form(form_offered: str, liked: dict[str, float]) -> float:
    ranges = (form_offered, form_offered.partition("/")[0] + "/*", "*/*")
    return next((liked[each] for each in ranges if each in liked), 0.0)


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    """Yield every range with how much it is liked, from 0 to 1; what cannot be read is not liked."""
    for part in accept.split(",", RANGES)[:RANGES]:
        name, *parameters = (each.strip() for each in part.split(";"))
        if name:
            quality = next((each[2:] for each in parameters if each.startswith("q=")), "1")
            yield name, _quality(quality)


def _quality(said: str) -> float:
    try:
        number = float(said)
    except ValueError:
        return 0.0
    return number if 0 <= number <= 1 else 0.0
