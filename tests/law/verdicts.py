"""Verdicts: what a case says should come out, and what does."""

from kg.assessment import Assessment, Finding, Limb
from kg.cases import Case
from kg.plan import StepKind
from kg.reasoner import Asked, Reasoner
from kg.truth import Truth


def assessed(reasoner: Reasoner, case: Case) -> Assessment:
    deployment = reasoner.read(case.description(reasoner.vocabulary))
    return reasoner.assess(deployment, Asked(case.profile, case.under, case.on))


def found(assessment: Assessment, activity: str, subject: str) -> Finding | Limb:
    """Return the finding on a provision, or the limb that a norm is."""
    finding = assessment.finding(activity, subject)
    if finding is not None:
        return finding
    return next(
        limb for each in assessment.findings if each.activity == activity for limb in each.limbs if limb.norm == subject
    )


def wanted(case: Case) -> dict[str, str]:
    """Return every status that a case expects, by what it is the status of."""
    listed = {} if case.holds is None else {"indicators": ", ".join(sorted(case.holds))}
    every = {f"{name} {each}": status for name, given in case.expect.items() for each, status in given.items()}
    closed = {f"{name} {each} presumed": s for name, given in case.presumed.items() for each, s in given.items()}
    return {**every, **closed, **listed}


def said(assessment: Assessment, case: Case) -> dict[str, str]:
    """Return the statuses that come out, in the words of :func:`wanted`."""
    answers: dict[str, str] = {}
    for activity, expected in case.expect.items():
        for subject, status in expected.items():
            answer = found(assessment, activity, subject)
            name, _, defeater = status.partition(" by ")
            by = {provision for each in answer.defeaters for provision in each.provisions} if defeater else set()
            right = answer.status.name == name and defeater in by
            answers[f"{activity} {subject}"] = status if right else answer.status.name
    for activity, expected in case.presumed.items():
        for subject in expected:
            answers[f"{activity} {subject} presumed"] = found(assessment, activity, subject).presumed.name
    if case.holds is not None:
        answers["indicators"] = ", ".join(sorted(present(assessment, case)))
    return answers


def present(assessment: Assessment, case: Case) -> set[str]:
    """Return the indicators of the case's own principle that are present."""
    finding = assessment.finding(case.activities[0][0], case.article)
    assert finding is not None
    nodes = assessment.proof(finding).nodes.values()
    return {node.id.partition(":")[2] for node in nodes if node.kind is StepKind.INDICATOR and node.truth is Truth.TRUE}


def asks_and_burdens(assessment: Assessment, case: Case) -> tuple[set[str], set[str]]:
    """Return what the finding on the case's own article hangs on, and who must prove it."""
    finding = assessment.finding(case.activities[0][0], case.article)
    if finding is None:
        return set(), set()
    return set(finding.hangs_on), {f"{each.fact}: {each.bearer} under {each.basis}" for each in finding.burdens}


def holds(assessment: Assessment, case: Case) -> bool:
    """Say whether everything comes out as a case says."""
    if said(assessment, case) != wanted(case):
        return False
    if not case.asks and not case.burden:
        return True
    asks, burdens = asks_and_burdens(assessment, case)
    return set(case.asks) <= asks and {f"{fact}: {who}" for fact, who in case.burden.items()} <= burdens
