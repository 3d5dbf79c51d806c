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

from kg import VERSION
from kg.assessment import Assessment, Finding
from kg.deployment import Deployment
from kg.engine import Status
from kg.errors import InputError, LawError, NotFoundError, PrimaFacieError, Problem, TooLargeError
from kg.inquiry.interview import chosen
from kg.inquiry.questions import Agenda, Question
from kg.inquiry.questions import next_questions as _next_questions
from kg.proof import Proof
from kg.reasoner import Asked, Reasoner, load
from kg.receipt import as_data, from_data
from kg.receipt import receipt as receipt_for
from kg.receipt import verify as replay
from kg.text import Language, Text
from kg.vocabulary import Control
from kg.whatif.change import Changes
from kg.whatif.change import changes as _changes
from kg.wording import Wording

__version__ = VERSION
__all__ = [
    "Agenda",
    "Assessment",
    "Changes",
    "Control",
    "Deployment",
    "Finding",
    "InputError",
    "Language",
    "LawError",
    "NotFoundError",
    "PrimaFacieError",
    "Problem",
    "Proof",
    "Question",
    "Reasoner",
    "Status",
    "Text",
    "TooLargeError",
    "assess",
    "changes",
    "explain",
    "load_law",
    "next_questions",
    "read",
    "receipt",
    "verify",
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


def next_questions(  # noqa: PLR0913 - what may be chosen, each thing by its name
    law: Reasoner,
    deployment: Deployment | Assessment,
    *,
    activity: str | None = None,
    provision: str | None = None,
    profile: str = "balanced",
    readings: Mapping[str, str] | None = None,
    on: date | None = None,
) -> Agenda:
    """Say which facts to ask for next, the most decisive first, and why.

    An assessment brings its own readings and day. *activity* and *provision* narrow what is asked
    for. Raises NotFoundError, InputError.
    """
    whole = deployment
    if isinstance(whole, Deployment):
        whole = assess(law, whole, profile=profile, readings=readings, on=on)
    plan, findings = law.plan(whole.options), chosen(whole, law.words, activity, provision)
    return _next_questions(plan, law.vocabulary, law.words, whole, findings=findings)


def changes(  # noqa: PLR0913 - what may be chosen, each thing by its name
    law: Reasoner,
    deployment: Deployment,
    provision: str,
    *,
    activity: str | None = None,
    by: Control = Control.DEPLOYER,
    nothing_worse: bool = False,
    profile: str = "balanced",
    readings: Mapping[str, str] | None = None,
    on: date | None = None,
) -> tuple[Changes, ...]:
    """Say for each activity what would have to change for a provision no longer to apply.

    Asked *by* the claimant: what the claimant would have to change for it to apply. With
    *nothing_worse* only sets under which no other finding becomes worse. Every set was tried,
    and none of its parts does. Raises NotFoundError, InputError.
    """
    asked = Asked(profile, tuple(sorted((readings or {}).items())), on)
    named = [activity] if activity is not None else [each.id for each in deployment.activities]
    return tuple(
        _changes(law, deployment, each, provision, asked=asked, by=by, nothing_worse=nothing_worse) for each in named
    )


def receipt(
    law: Reasoner, deployment: Deployment, assessment: Assessment, language: Language = Language.EN
) -> dict[str, object]:
    """Return a receipt for an assessment: digests of law, engine, facts and result, and none of the facts."""
    return as_data(receipt_for(law, deployment, assessment, __version__, language))


def verify(law: Reasoner, given: Mapping[str, object], deployment: Deployment) -> tuple[str, ...]:
    """Replay a receipt and return what differs of law, engine, facts and result; nothing where all is the same.

    Raises InputError for a receipt that is none.
    """
    return replay(law, from_data(given, law.words), deployment, __version__).differs
