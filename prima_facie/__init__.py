"""prima-facie in a Python program: which article applies to a use of facial recognition, and why.

>>> import prima_facie
>>> law = prima_facie.load_law()
>>> deployment = prima_facie.read(law, {"id": "gate", "activities": [
...     {"id": "door", "facts": {"frt_used": True, "individual_identifiable": True,
...                              "conduct_start": "2022-03-01", "rules_published": False}}]})
>>> assessment = prima_facie.assess(law, deployment)
>>> assessment.finding("door", "spc:art-2-item-2").status
<Status.APPLIES: 'applies'>

Names listed in ``__all__`` keep their meaning within a major version.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from kg.assessment import Assessment, Finding
from kg.deployment import Deployment
from kg.engine import Status
from kg.errors import InputError, LawError, NotFoundError, PrimaFacieError, Problem, TooLargeError
from kg.proof import Proof
from kg.reasoner import Asked, Reasoner, load
from kg.text import Language, Text
from kg.wording import Wording

__version__ = "0.1.0"
__all__ = [
    "Assessment",
    "Deployment",
    "Finding",
    "InputError",
    "Language",
    "LawError",
    "NotFoundError",
    "PrimaFacieError",
    "Problem",
    "Proof",
    "Reasoner",
    "Status",
    "Text",
    "TooLargeError",
    "assess",
    "explain",
    "load_law",
    "read",
]


def load_law(*folders: Path, cache: Path | None = None) -> Reasoner:
    """Load the bundled law, and that in each further folder beside it.

    Raises LawError if something in it is not whole, NotFoundError for a folder that is not there.
    """
    return load(*folders, cache=cache)


def read(law: Reasoner, description: Mapping[str, object]) -> Deployment:
    """Read the description of a deployment; raises InputError with every problem in it."""
    return law.read(description)


def assess(
    law: Reasoner,
    deployment: Deployment,
    *,
    profile: str = "balanced",
    readings: Mapping[str, str] | None = None,
    on: date | None = None,
) -> Assessment:
    """Say for every provision what it comes to.

    *profile* and *readings* (``{"IC-27": "b"}``) choose between contested readings; *on* is
    the day that closes conduct still going on. Raises NotFoundError, InputError.
    """
    return law.assess(deployment, Asked(profile, tuple(sorted((readings or {}).items())), on))


def explain(law: Reasoner, assessment: Assessment, finding: Finding, language: Language = Language.EN) -> str:
    """Return a finding and its proof in words, one line a node, marked ✓, ✗ or ?."""
    wording = Wording(law.law, law.vocabulary, law.words)
    lines = [wording.summary(finding)[language]]
    lines += [detail[language] for detail in wording.details(finding)]
    lines += [
        "  " * line.depth + f"{line.mark} {line.says[language]}" for line in wording.lines(assessment.proof(finding))
    ]
    return "\n".join(lines)
