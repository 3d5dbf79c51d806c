"""Record: an assessment and its proofs as plain data, the same bytes for the same question.

This is the public contract: command line, GraphQL and every other rendering are views
of it. Names in it never change meaning; new names may come.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import orjson

from kg.assessment import Assessment, Finding, Limb
from kg.burden import Burden
from kg.errors import Problem
from kg.expression import Citation, Members, Value
from kg.proof import Proof, ProofNode
from kg.text import Language, Text
from kg.truth import FALSE, TRUE
from kg.wording import Wording

Data = Mapping[str, object]


def assessment(whole: Assessment, wording: Wording, language: Language, *, proofs: bool = True) -> dict[str, object]:
    """Return an assessment as plain data, worded in one language, with or without its proofs."""
    data: dict[str, object] = {
        "deployment": whole.deployment,
        "title": whole.title[language],
        "edition": whole.edition,
        "on": whole.on.isoformat() if whole.on else None,
        "readings": sorted(whole.options),
        "activities": [{"id": each.id, "title": each.title[language]} for each in whole.activities],
        "findings": [_finding(whole, each, wording, language, proofs=proofs) for each in whole.findings],
        "problems": [problem(each, language) for each in whole.problems],
        "not_yet_read": said(wording.unread(), language),
        "note": wording.not_advice()[language],
    }
    data["digest"] = digest(data)
    return data


def _finding(
    whole: Assessment, each: Finding, wording: Wording, language: Language, *, proofs: bool
) -> dict[str, object]:
    data: dict[str, object] = {
        "id": each.id,
        "activity": each.activity,
        "instrument": each.instrument,
        "provision": each.provision,
        "status": each.status.value,
        "presumed": each.presumed.value,
        "summary": wording.summary(each)[language],
        "details": [line[language] for line in wording.details(each)],
        "limbs": [_limb(limb) for limb in each.limbs],
        "defeated_by": [
            {"id": d.id, "norm": d.norm, "provisions": list(d.provisions), "could_fall_to": list(d.could_fall_to)}
            for d in each.defeaters
        ],
        "hangs_on": [
            {"fact": name, "question": wording.vocabulary.facts[name].question[language]} for name in each.hangs_on
        ],
        "burdens": [_burden(burden, language) for burden in each.burdens],
        "other_readings": [
            {"reading": other.reading, "option": other.option, "status": other.status.value} for other in each.others
        ],
    }
    if proofs:
        data["proof"] = proof(whole.proof(each), language)
    return data


def _limb(limb: Limb) -> dict[str, object]:
    return {
        "norm": limb.norm,
        "status": limb.status.value,
        "presumed": limb.presumed.value,
        "rows": [{"row": row, "status": status.value, "occurs": occurs.value} for row, status, occurs in limb.rows],
        "hangs_on": list(limb.hangs_on),
    }


def _burden(burden: Burden, language: Language) -> dict[str, object]:
    taken = {TRUE: "met", FALSE: "not_met"}.get(burden.taken_as)
    return {
        "fact": burden.fact,
        "element": burden.says[language],
        "norm": burden.norm,
        "bearer": burden.bearer,
        "basis": burden.basis,
        "taken_as": taken or "unknown",
    }


def proof(whole: Proof, language: Language) -> dict[str, object]:
    """Return a proof as plain data: its root and its nodes by id, the root first."""
    return {"root": whole.root, "nodes": {name: _node(node, language) for name, node in whole.nodes.items()}}


def _node(node: ProofNode, language: Language) -> dict[str, object]:
    data: dict[str, object] = {
        "kind": node.kind.value,
        "name": node.name[language],
        "truth": node.truth.value,
        "presumed": node.presumed.value,
        "provisions": list(node.anchor.provisions),
        "norm": node.anchor.norm,
        "below": list(node.below),
    }
    if node.status is not None:
        data["status"] = node.status.value
    if node.anchor.option is not None:
        data["option"] = node.anchor.option
    if node.statement is not None:
        entry = node.statement.entry
        data["fact"] = node.statement.fact
        data["bearer"] = node.statement.bearer
        data["basis"] = node.statement.basis
        data["recorded"] = None if entry is None else recorded(entry.value)
        if entry is not None:
            said = {"path": entry.path, "assessor": entry.assessor, "reasons": entry.reasons, "source": entry.source}
            data["entry"] = {
                **{key: value for key, value in said.items() if value is not None},
                **({"contested": True} if entry.contested else {}),
                **({"assumed": True} if entry.assumed else {}),
            }
    return data


def recorded(value: Value | None) -> object:
    """Return the value of a fact as plain data."""
    match value:
        case Members(present, absent):
            return {"present": sorted(present), "absent": sorted(absent)}
        case Citation(source, rank):
            return {"citation": source, "rank": rank} if source else "none"
        case date():
            return "open" if value == date.max else value.isoformat()
        case Decimal():
            return str(value)
        case _:
            return value


def problem(each: Problem, language: Language) -> dict[str, str]:
    """Return a problem as plain data, worded in one language."""
    return {
        "code": each.code,
        "path": each.path,
        "severity": each.severity.value,
        "message": each.message[language],
        "remedy": each.remedy[language],
    }


def problems(several: Sequence[Problem], language: Language) -> list[dict[str, str]]:
    """Return problems as plain data, worded in one language."""
    return [problem(each, language) for each in several]


def encoded(data: object) -> bytes:
    """Return plain data as canonical JSON: keys in order, no spaces."""
    return orjson.dumps(data, option=orjson.OPT_SORT_KEYS)


def digest(data: object) -> str:
    """Return the SHA-256 of plain data."""
    return hashlib.sha256(encoded(data)).hexdigest()


def said(text: Text | None, language: Language) -> str | None:
    """Return a saying in one language, or nothing where there is none."""
    return None if text is None else text[language]
