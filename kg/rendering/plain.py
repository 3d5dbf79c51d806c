"""Plain: a proof as indented text, for terminals, letters and files.

Every line has the mark of its step, ✓, ✗ or ?. A step that others lean on too ends in a
number, ``#3``; where it comes again, ``→ #3`` points at it and what is below it is not repeated.
"""

from collections.abc import Iterator

from kg.proof import Proof
from kg.rendering.spread import numbers, places
from kg.text import Language
from kg.wording import MARKS, Wording


def as_text(proof: Proof, wording: Wording, language: Language) -> str:
    """Return a proof as indented text in one language."""
    return "\n".join(_lines(proof, wording, language)) + "\n"


def _lines(proof: Proof, wording: Wording, language: Language) -> Iterator[str]:
    several = places(proof)
    numbered = numbers(several)
    for place in several:
        node = proof.nodes[place.step]
        number = numbered.get(place.step)
        reference = "" if number is None else f"  #{number}" if place.shown else f"  → #{number}"
        yield f"{'  ' * place.depth}{MARKS[node.truth]} {wording.node(node)[language]}{reference}"
