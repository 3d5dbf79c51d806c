"""Mermaid: a proof as a flowchart in Mermaid's language, for pages and notes that draw it themselves.

Whether a step is so is said by its mark and by the line around it, never by colour alone.
"""

import re
from collections.abc import Iterator
from typing import Final

from kg.proof import Proof
from kg.text import Language
from kg.truth import Truth
from kg.wording import MARKS, Wording

_HEAD: Final = (
    "flowchart LR",
    "  classDef so stroke-width:2px",
    "  classDef notSo stroke-width:1px,stroke-dasharray:2 3",
    "  classDef unknown stroke-width:2px,stroke-dasharray:8 4",
)
_SAFE: Final = re.compile(r"[^\w ,.:()\-/✓✗?，。、：；（）〔〕《》“”？’]")


def as_mermaid(proof: Proof, wording: Wording, language: Language) -> str:
    """Return a proof as a flowchart in one language."""
    return "\n".join([*_HEAD, *_lines(proof, wording, language)]) + "\n"


def _lines(proof: Proof, wording: Wording, language: Language) -> Iterator[str]:
    names = {step: f"s{number}" for number, step in enumerate(proof.nodes)}
    for step, node in proof.nodes.items():
        label = escaped(f"{MARKS[node.truth]} {wording.node(node)[language]}")
        yield f'  {names[step]}["{label}"]:::{_CLASSES[node.truth]}'
    for step, node in proof.nodes.items():
        for below in node.below:
            yield f"  {names[step]} --> {names[below]}"


def escaped(label: str) -> str:
    """Return a label in which nothing but plain characters is left as it is.

    >>> escaped('is "open" [x]')
    'is #34;open#34; #91;x#93;'
    """
    return _SAFE.sub(lambda found: f"#{ord(found[0])};", " ".join(label.split()))


_CLASSES: Final = {Truth.TRUE: "so", Truth.FALSE: "notSo", Truth.UNKNOWN: "unknown"}
