"""Prefixes: the short heads under which names are written, the same wherever the law graph is read or written.

Words of others keep the prefix everybody knows; of our own names the last part of what
they stand under is the prefix, so that ``spc:art-2-item-3`` reads as in the files.
"""

import re
from collections.abc import Iterable
from typing import Final

from kg.graph import BASE, PF, RDF, RDFS, SH, SKOS

KNOWN: Final = {
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "pf": PF,
    "rdf": RDF,
    "rdfs": RDFS,
    "sh": SH,
    "skos": SKOS,
    "vann": "http://purl.org/vocab/vann/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The prefixes that are always there."""

_PREFIX: Final = re.compile(r"[A-Za-z]([A-Za-z0-9_-]*[A-Za-z0-9])?")


def prefixes(names: Iterable[str]) -> dict[str, str]:
    """Return the prefixes for some names, ours and known ones, in order; of two that clash the shorter head has it.

    >>> prefixes(["https://w3id.org/prima-facie/spc/art-2"])["spc"]
    'https://w3id.org/prima-facie/spc/'
    """
    heads = {name[: _end(name)] for name in names if name.startswith(BASE)} - {BASE, PF}
    found = dict(KNOWN)
    for head in sorted(heads, key=lambda each: (len(each), each)):
        prefix = head.removesuffix("/").removesuffix("#").rpartition("/")[2]
        if _PREFIX.fullmatch(prefix):
            found.setdefault(prefix, head)
    return dict(sorted(found.items()))


def _end(name: str) -> int:
    return max(name.rfind("/"), name.rfind("#")) + 1
