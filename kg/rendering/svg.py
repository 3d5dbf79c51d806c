"""Svg: a proof as a drawing that is still text: it can be read out, searched, copied and linked from.

Each box is a link to ``#step-…``, the place where a page tells of its step. Whether a step
is so is said by its mark and by the line around it, never by colour alone. There is
neither script nor style sheet in it, so the strictest page may show it.
"""

import re
from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from kg.proof import Proof, ProofNode
from kg.rendering.layout import Box, layout
from kg.rendering.measure import SIZE, width, wrapped
from kg.text import Language
from kg.truth import Truth
from kg.wording import MARKS, Wording

_ROOM: Final = 280
_PAD: Final = 10
_LINE: Final = 19
_EDGE: Final = 24
_FONT: Final = "system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', 'WenQuanYi Micro Hei', sans-serif"
_LINES: Final = {
    Truth.TRUE: 'stroke="#1a5d34" stroke-width="2" fill="#f3faf5"',
    Truth.FALSE: 'stroke="#5f6b76" stroke-width="1" stroke-dasharray="2 3" fill="#ffffff"',
    Truth.UNKNOWN: 'stroke="#8a5300" stroke-width="2" stroke-dasharray="8 4" fill="#fff9ee"',
}
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def anchor(step: str) -> str:
    """Return the place in a page to which the box of a step leads; no two steps share one.

    >>> anchor("gate.tenant#1:spc:scope")
    'step-gate.tenant_23_1:spc:scope'
    """
    return "step-" + re.sub(r"[^A-Za-z0-9.:@-]", lambda found: f"_{ord(found[0]):x}_", step)


def as_svg(proof: Proof, wording: Wording, language: Language) -> str:
    """Return a proof as a drawing in one language."""
    said = {step: f"{MARKS[node.truth]} {wording.node(node)[language]}" for step, node in proof.nodes.items()}
    lines = {step: wrapped(text, _ROOM) for step, text in said.items()}
    sizes = {step: (max(map(width, each)) + 2 * _PAD, len(each) * _LINE + 2 * _PAD - 4) for step, each in lines.items()}
    boxes = layout(proof.root, {step: node.below for step, node in proof.nodes.items()}, sizes)
    wide = max(box.x + box.width for box in boxes.values()) + 2 * _EDGE
    high = max(box.y + box.height for box in boxes.values()) + 2 * _EDGE
    title = _text(wording.node(proof.nodes[proof.root])[language])
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:g}" height="{high:g}" '
        f'viewBox="{-_EDGE} {-_EDGE} {wide:g} {high:g}" role="group" aria-label={quoteattr(title)} '
        f'lang="{language.value}" font-family="{_FONT}" font-size="{SIZE}" fill="#16202b">'
    )
    return "\n".join(
        [
            head,
            f"<title>{escape(title)}</title>",
            '<g fill="none" stroke="#8793a0" stroke-width="1" aria-hidden="true">',
            *_edges(proof, boxes),
            "</g>",
            *(_box(proof.nodes[step], boxes[step], lines[step], said[step]) for step in proof.nodes),
            "</svg>\n",
        ]
    )


def _edges(proof: Proof, boxes: dict[str, Box]) -> Iterator[str]:
    for step, node in proof.nodes.items():
        start = boxes[step]
        x, y = start.x + start.width, start.y + start.height / 2
        for below in dict.fromkeys(node.below):
            end = boxes[below]
            to, middle = end.y + end.height / 2, (x + end.x) / 2
            yield f'<path d="M{x:g} {y:g}C{middle:g} {y:g} {middle:g} {to:g} {end.x:g} {to:g}"/>'


def _box(node: ProofNode, box: Box, lines: list[str], said: str) -> str:
    spans = "".join(
        f'<tspan x="{box.x + _PAD:g}" y="{box.y + _PAD + SIZE - 3 + number * _LINE:g}">{escape(_text(line))}</tspan>'
        for number, line in enumerate(lines)
    )
    return (
        f"<a href={quoteattr('#' + anchor(node.id))}><title>{escape(_text(said))}</title>"
        f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" rx="4" {_LINES[node.truth]}/>'
        f"<text>{spans}</text></a>"
    )


def _text(text: str) -> str:
    """Return a text without the signs that XML does not allow."""
    return _NOT_XML.sub("\ufffd", text)
