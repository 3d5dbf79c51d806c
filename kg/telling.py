"""Telling: an assessment line by line, as a terminal shows it; whoever prints decides how each kind looks."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from kg.assessment import Assessment, Finding
from kg.engine import Status
from kg.text import Text
from kg.wording import Wording

MARKS = {
    Status.APPLIES: "●",
    Status.APPLIES_UNLESS: "◐",
    Status.OPEN: "?",
    Status.DEFEATED: "⊘",
    Status.IN_TENSION: "●",
    Status.SUPPORTED: "✓",
}
"""The findings that get a line of their own, and how each is marked where colour cannot be relied on."""


class Part(Enum):
    """What a line is part of."""

    TITLE = "title"
    PROBLEM = "problem"
    ACTIVITY = "activity"
    FINDING = "finding"
    DETAIL = "detail"
    REST = "rest"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Told:
    """One line: what it is part of, what it says, and the status of the finding it tells."""

    part: Part
    says: Text
    status: Status | None = None


def told(assessment: Assessment, wording: Wording, *, details: bool = True) -> Iterator[Told]:
    """Yield an assessment line by line; *details* of what is decided or all but decided are told if asked for."""
    yield Told(Part.TITLE, assessment.title)
    for problem in assessment.problems:
        yield Told(Part.PROBLEM, Text(f"{problem.path}: {problem.message.en}", f"{problem.path}：{problem.message.zh}"))
    for activity in assessment.activities:
        yield Told(Part.ACTIVITY, activity.title)
        frame, rest = [], []
        for finding in assessment.findings:
            if finding.activity != activity.id:
                continue
            if finding.status not in MARKS:
                rest.append(wording.provision(finding.provision))
            elif finding.status is Status.APPLIES and wording.is_frame(finding):
                frame.append(wording.provision(finding.provision))
            else:
                yield from told_finding(finding, wording, details=details and finding.status is not Status.OPEN)
        for key, provisions in (("frame", frame), ("not-applying", rest)):
            if provisions:
                yield Told(Part.REST, wording.words(key, provisions=wording.listed(provisions)))
    if unread := wording.unread():
        yield Told(Part.NOTE, unread)
    yield Told(Part.NOTE, wording.not_advice())


def told_finding(finding: Finding, wording: Wording, *, details: bool = True) -> Iterator[Told]:
    """Yield one finding: its sentence, and what else is to be said of it."""
    said, mark = wording.summary(finding), MARKS.get(finding.status, "·")
    yield Told(Part.FINDING, Text(f"{mark} {said.en}", f"{mark} {said.zh}"), finding.status)
    for line in wording.details(finding) if details else wording.in_short(finding):
        yield Told(Part.DETAIL, Text(f"    {line.en}", f"    {line.zh}"), finding.status)
