"""Forms: every form in which a proof is shown, by the name under which it is asked for."""

from enum import Enum

from kg import record
from kg.proof import Proof
from kg.rendering.jsonld import as_jsonld
from kg.rendering.mermaid import as_mermaid
from kg.rendering.plain import as_text
from kg.rendering.svg import as_svg
from kg.text import Language
from kg.wording import Wording


class Form(Enum):
    """A form in which a proof is shown."""

    TEXT = "text"
    JSONLD = "jsonld"
    MERMAID = "mermaid"
    SVG = "svg"


def rendered(proof: Proof, form: Form, wording: Wording, language: Language, edition: str) -> bytes:
    """Return a proof in one form; equal proofs are equal bytes. JSON-LD is in both languages, the others in one."""
    match form:
        case Form.TEXT:
            return as_text(proof, wording, language).encode()
        case Form.JSONLD:
            return record.encoded(as_jsonld(proof, wording, edition)) + b"\n"
        case Form.MERMAID:
            return as_mermaid(proof, wording, language).encode()
        case Form.SVG:
            return as_svg(proof, wording, language).encode()
