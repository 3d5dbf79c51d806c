"""Compared: comparisons as plain data, the same bytes for the same question.

Names in it never change meaning; new names may come.
"""

from collections.abc import Iterable, Sequence

from kg import record
from kg.assessment import Assessment, Finding
from kg.comparison.amendment import Change
from kg.comparison.compare import Comparison, FactChange, Move, OnRecord, ReadingChange
from kg.comparison.crosswalk import Beside, Side
from kg.comparison.edition import Moved
from kg.text import Language


def comparison_data(found: Comparison, language: Language) -> dict[str, object]:
    """Return two answers beside each other as plain data, with a digest."""
    data: dict[str, object] = {
        "before": _asked(found.before, language),
        "after": _asked(found.after, language),
        "moves": [_move_data(each) for each in found.moves],
        "same": found.same,
        "only_before": list(found.only_before),
        "only_after": list(found.only_after),
        "unpaired_before": [each.id for each in found.unpaired_before],
        "unpaired_after": [each.id for each in found.unpaired_after],
        "readings": [_reading_data(each) for each in found.readings],
        "idle_facts": [_fact_data(each) for each in found.idle],
    }
    return {**data, "digest": record.digest(data)}


def _asked(side: Assessment, language: Language) -> dict[str, object]:
    return {
        "deployment": side.deployment,
        "title": side.title[language],
        "edition": side.edition,
        "on": side.on.isoformat() if side.on else None,
        "readings": sorted(side.options),
    }


def _move_data(move: Move) -> dict[str, object]:
    return {
        "activity": move.before.activity,
        "other_activity": move.after.activity,
        "instrument": move.after.instrument,
        "provision": move.after.provision,
        "before": _came_to(move.before),
        "after": _came_to(move.after),
        "facts": [_fact_data(each) for each in move.facts],
        "readings_alone": [_reading_data(each) for each in move.readings],
    }


def _came_to(finding: Finding) -> dict[str, object]:
    return {"status": finding.status.value, "presumed": finding.presumed.value}


def _fact_data(change: FactChange) -> dict[str, object]:
    before, after = ([_recorded_data(each) for each in side] for side in (change.before, change.after))
    return {"activity": change.activity, "fact": change.fact, "before": before, "after": after}


def _recorded_data(each: OnRecord) -> object:
    return "contested" if each.contested else record.recorded(each.value)


def _reading_data(each: ReadingChange) -> dict[str, object]:
    return {"reading": each.reading, "before": each.before, "after": each.after}


def beside_data(assessment: Assessment, pairs: Iterable[Beside], language: Language) -> dict[str, object]:
    """Return two instruments side by side as plain data, with a digest; no status is put together from two."""
    rows = [
        {
            "activity": pair.activity,
            "correspondence": pair.correspondence.id,
            "relation": pair.correspondence.relation.code,
            "reason": pair.correspondence.reason[language],
            "from": [_side_data(side) for side in pair.starts],
            "to": [_side_data(side) for side in pair.ends],
        }
        for pair in pairs
    ]
    data: dict[str, object] = {**_asked(assessment, language), "beside": rows}
    return {**data, "digest": record.digest(data)}


def _side_data(side: Side) -> dict[str, object]:
    found = [{"provision": each.provision, **_came_to(each)} for each in side.findings]
    return {"name": side.name, "findings": found}


def edition_data(
    before: str, after: str, several: Sequence[Change], answers: Iterable[Moved], language: Language
) -> dict[str, object]:
    """Return what differs between two editions, and which findings move, as plain data with a digest."""
    data: dict[str, object] = {
        "before": before,
        "after": after,
        "changes": [
            {
                "kind": each.kind,
                "id": each.id,
                "how": each.how.value,
                "details": [
                    {"said": one.said, "before": one.before[language], "after": one.after[language]}
                    for one in each.details
                ],
                "norms": list(each.norms),
            }
            for each in several
        ],
        "descriptions": [_moved_data(each, language) for each in answers],
    }
    return {**data, "digest": record.digest(data)}


def _moved_data(each: Moved, language: Language) -> dict[str, object]:
    behind = {name: [change.id for change in several] for name, several in each.behind.items()}
    return {
        "name": each.name,
        "comparison": None if each.comparison is None else comparison_data(each.comparison, language),
        "behind": behind,
        "problems": record.problems(each.problems, language),
    }
