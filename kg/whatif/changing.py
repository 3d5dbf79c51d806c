"""Changing: what would have to be otherwise, in words for a screen and as plain data."""

from collections.abc import Iterator, Sequence

from kg import record
from kg.described import Deployment
from kg.engine import Status
from kg.expression import Citation, Members, Value
from kg.graph import BASE
from kg.telling import Part, Told
from kg.text import Language, Text
from kg.vocabulary import Fact
from kg.whatif.change import Change, Changes, ChangeSet
from kg.whatif.moves import Move
from kg.wording import Wording

_GONE = frozenset({Status.OUT_OF_SCOPE, Status.NOT_ENGAGED})


def told(found: Changes, deployment: Deployment, wording: Wording) -> Iterator[Told]:
    """Yield line by line which sets of changes there are, what each moves, and what was not looked for."""
    words = wording.words
    who = words(f"control-{found.by.value}")
    title = next(each.title for each in deployment.activities if each.id == found.activity)
    head = words(
        "change-head", provision=wording.provision(found.provision), status=wording.status(found.status), activity=title
    )
    yield Told(Part.ACTIVITY, head)
    if found.wanted:
        yield Told(Part.DETAIL, words(f"change-wanted-{found.by.value}"))
        return
    if not found.sets:
        yield Told(Part.DETAIL, words(f"change-none-{found.by.value}", who=who))
    for number, each in enumerate(found.sets, 1):
        status = wording.status(each.status)
        yield Told(Part.FINDING, words("change-set", number=str(number), status=status), each.status)
        for change in each.changes:
            yield Told(Part.DETAIL, _indented(in_words(change, wording), 1))
        for line in _moves(each.moves, found.activity, wording):
            yield Told(Part.REST, _indented(line, 1))
    for cut in found.cuts:
        yield Told(Part.REST, words(f"change-cut-{cut.value}"))
    if found.sets:
        yield Told(Part.NOTE, words(f"change-future-{found.by.value}"))


def in_words(change: Change, wording: Wording) -> Text:
    """Return one change in words: what it is of, what is on record, what it is to be."""
    fact, words = wording.vocabulary.facts[change.fact], wording.words
    before = change.before
    if before is None:
        said = words("change-from-nothing")
    elif before.value is None or before.contested or before.contradictory:
        said = words("change-from-unsettled")
    else:
        said = said_of(fact, before.value, wording)
    after = wording.listed(said_of(fact, value, wording) for value in (change.after, *change.instead))
    key = "change-one-of" if change.instead else "change-to"
    return words(key, fact=fact.label, before=said, after=after, path=change.path)


def said_of(fact: Fact, value: Value, wording: Wording) -> Text:
    """Return a value in words; of several values also which are missing, of a rule its rank."""
    if isinstance(value, Citation) and value.source is not None and value.source not in wording.law.provisions:
        if value.rank is None:
            return wording.words("a-rule")
        return wording.words(
            "a-rule-of-rank", rank=wording.vocabulary.concepts[f"{BASE}concept/rank/{value.rank}"].label
        )
    if not isinstance(value, Members):
        return wording.value(fact, value)
    there = [_member(fact, each, wording) for each in _ordered(fact, value.present)]
    gone = [_member(fact, each, wording) for each in _ordered(fact, value.absent)]
    closed = len(there) + len(gone) >= len(wording.vocabulary.members(fact))
    if not there:
        return wording.words("none") if closed else wording.words("members-absent", members=wording.listed(gone))
    listed = wording.listed(there)
    if closed or not gone:
        return listed
    return wording.words("members-and-absent", members=listed, absent=wording.listed(gone))


def _ordered(fact: Fact, members: frozenset[str]) -> list[str]:
    return sorted(members, key=lambda each: (fact.codes.index(each) if each in fact.codes else len(fact.codes), each))


def _member(fact: Fact, member: str, wording: Wording) -> Text:
    if member in fact.codes:
        return fact.concept(member).label
    rank, _, topic = member.partition("/")
    concepts = wording.vocabulary.concepts
    named = [concepts.get(f"{BASE}concept/rank/{rank}"), concepts.get(f"{BASE}concept/topic/{topic}")]
    labels = [each.label for each in named if each is not None]
    return wording.words("rule-on", rank=labels[0], topic=labels[1]) if len(labels) > 1 else Text(member, member)


def _moves(several: Sequence[Move], activity: str, wording: Wording) -> Iterator[Text]:
    """Yield what else moves, what becomes worse first, and the same move of many provisions as one."""
    kinds: dict[tuple[bool, Text | None, Text], list[Text]] = {}
    for each in several:
        before = None if each.after in _GONE else wording.status(each.before)
        where = wording.provision(each.provision)
        if each.activity != activity:
            where = Text(f"{where.en} ({each.activity})", f"{where.zh}（{each.activity}）")
        kinds.setdefault((not each.worse, before, wording.status(each.after)), []).append(where)
    for (fine, before, after), provisions in sorted(kinds.items(), key=lambda kind: kind[0][0]):
        key = ("moves" if fine else "moves-worse") + ("" if before else "-out")
        yield wording.words(key, provisions=wording.listed(provisions), before=before or "", after=after)


def _indented(text: Text, depth: int) -> Text:
    return Text("    " * depth + text.en, "    " * depth + text.zh)


def data(found: Changes, wording: Wording, language: Language) -> dict[str, object]:
    """Return the sets of changes as plain data, worded in one language."""
    sets = [_set(each, wording, language) for each in found.sets]
    note = wording.words(f"change-future-{found.by.value}")[language]
    whole: dict[str, object] = {
        "activity": found.activity,
        "provision": found.provision,
        "by": found.by.value,
        "status": found.status.value,
        "already": found.wanted,
        "sets": sets,
        "not_looked_for": [
            {"limit": cut.value, "says": wording.words(f"change-cut-{cut.value}")[language]} for cut in found.cuts
        ],
        "situations_assessed": found.runs,
        "note": note,
    }
    whole["digest"] = record.digest(whole)
    return whole


def _set(each: ChangeSet, wording: Wording, language: Language) -> dict[str, object]:
    return {
        "status": each.status.value,
        "changes": [_change(change, wording, language) for change in each.changes],
        "moves": [
            {
                "activity": move.activity,
                "provision": move.provision,
                "from": move.before.value,
                "to": move.after.value,
                "worse": move.worse,
            }
            for move in each.moves
        ],
    }


def _change(change: Change, wording: Wording, language: Language) -> dict[str, object]:
    before = change.before
    settled = before is not None and not before.contested and not before.contradictory
    return {
        "fact": change.fact,
        "path": change.path,
        "from": record.recorded(before.value) if before is not None and settled else None,
        "to": change.said,
        "instead": [record.recorded(value) for value in change.instead],
        "says": in_words(change, wording)[language],
    }
