"""Asking: what is to be asked next, in words for a screen and as plain data."""

from collections.abc import Iterator

from kg import record
from kg.assessment import Assessment
from kg.burden import SIDES
from kg.inquiry.questions import Agenda, Element, Pending, Question, Reason
from kg.inquiry.replies import allowed
from kg.inquiry.terms import Form, Method
from kg.text import Language, Text
from kg.wording import Wording

_SHOWN = 6
"""How many provisions a short line names; why in more detail names all."""


def asked(question: Question, assessment: Assessment, wording: Wording) -> Iterator[Text]:
    """Yield a question line by line: what it is about, its text, why it is asked, what may be answered."""
    words = wording.words
    if about := _about(question, assessment, wording):
        yield words("ask-about", what=about)
    yield question.text
    key, findings = ("ask-settles", question.settles) if question.settles else ("ask-hangs", _names(question))
    yield words(key, provisions=_provisions(findings, assessment, wording, _SHOWN))
    if question.held is not None:
        yield words("ask-held", value=wording.value(wording.vocabulary.facts[question.place.fact], question.held))
    may = allowed(question, words)
    if may.en:
        yield may


def why(question: Question, assessment: Assessment, wording: Wording) -> Iterator[Text]:
    """Yield why a question is asked in more detail: every finding, element, norm and bearer."""
    yield wording.vocabulary.facts[question.place.fact].definition
    if question.settles:
        yield wording.words("ask-settles", provisions=_provisions(question.settles, assessment, wording))
    told: dict[Element | None, dict[str, None]] = {}
    for reason in question.because:
        for element in reason.elements or (None,):
            told.setdefault(element, {})[reason.finding] = None
    for element, findings in told.items():
        yield _through(question, element, _provisions(tuple(findings), assessment, wording), wording)


def _through(question: Question, element: Element | None, provisions: Text, wording: Wording) -> Text:
    words, law = wording.words, wording.law
    if element is None:
        key = "ask-through-matter" if question.form is Form.MATTER else "ask-through-time"
        return words(key, provisions=provisions)
    named = law.norms.get(element.norm) or law.indicators.get(element.norm)
    norm = named.label if named else wording.norm(law.defeats[element.norm].defeater)
    party = words(f"party-{element.bearer}")
    if element.bearer not in SIDES:
        return words("ask-through-court", element=element.says, norm=norm, party=party, provisions=provisions)
    basis = wording.basis(element.basis)
    return words("ask-through", element=element.says, norm=norm, party=party, basis=basis, provisions=provisions)


def rest(agenda: Agenda, assessment: Assessment, wording: Wording) -> Iterator[Text]:
    """Yield what asking cannot do: what is to be settled first, and what no answer changes."""
    for each in agenda.pending:
        yield wording.words(
            f"ask-pending-{each.why.value}",
            fact=wording.vocabulary.facts[each.place.fact].label,
            path=each.place.path,
            provisions=_provisions(each.findings, assessment, wording),
        )
    by_id = {finding.id: finding for finding in assessment.findings}
    for name, status in agenda.settled.items():
        place = wording.provision(by_id[name].provision)
        yield wording.words("ask-settled", provision=place, status=wording.status(status))


def method(agenda: Agenda, assessment: Assessment, wording: Wording) -> Text:
    """Return how it was found out what the open findings hang on."""
    by_influence = tuple(name for name, how in agenda.methods.items() if how is Method.INFLUENCE)
    if not by_influence:
        return wording.words("ask-by-exact")
    return wording.words("ask-by-influence", provisions=_provisions(by_influence, assessment, wording))


def _names(question: Question) -> tuple[str, ...]:
    return tuple(reason.finding for reason in question.because)


def _provisions(names: tuple[str, ...], assessment: Assessment, wording: Wording, most: int | None = None) -> Text:
    by_id = {finding.id: finding.provision for finding in assessment.findings}
    places = tuple(dict.fromkeys(by_id[name] for name in names))
    listed = [wording.provision(place) for place in places[:most]]
    more = len(places) - len(listed)
    return wording.listed([*listed, *([Text(f"+{more}", f"+{more}")] if more > 0 else [])])


def _about(question: Question, assessment: Assessment, wording: Wording) -> Text | None:
    place, parts = question.place, []
    if place.activity is not None and len(assessment.activities) > 1:
        parts.append(wording.title(assessment, place.activity))
    if place.part is not None and ":" in place.part:
        name = place.part.partition(":")[2]
        parts.append(Text(name, name))
    return wording.listed(parts) if parts else None


def agenda(whole: Agenda, assessment: Assessment, wording: Wording, language: Language) -> dict[str, object]:
    """Return what is to be asked next as plain data, worded in one language."""
    data: dict[str, object] = {
        "deployment": assessment.deployment,
        "edition": assessment.edition,
        "on": assessment.on.isoformat() if assessment.on else None,
        "readings": sorted(assessment.options),
        "questions": [_question(each, language) for each in whole.questions],
        "to_settle": [_pending(each) for each in whole.pending],
        "settled": [{"finding": name, "status": status.value} for name, status in whole.settled.items()],
        "methods": [{"finding": name, "method": how.value} for name, how in whole.methods.items()],
        "note": wording.not_advice()[language],
    }
    data["digest"] = record.digest(data)
    return data


def _question(each: Question, language: Language) -> dict[str, object]:
    return {
        "fact": each.place.fact,
        "activity": each.place.activity,
        "part": each.place.part,
        "path": each.place.path,
        "question": each.text[language],
        "form": each.form.value,
        "values": [{"value": option.code, "label": option.label[language]} for option in each.options],
        "on_record": None if each.held is None else record.recorded(each.held),
        "evaluative": each.evaluative,
        "dated": each.dated,
        "because": [_reason(reason, language) for reason in each.because],
        "settles": list(each.settles),
        "influence": f"{float(each.influence):.6f}",
    }


def _reason(reason: Reason, language: Language) -> dict[str, object]:
    elements = [
        {"norm": each.norm, "element": each.says[language], "bearer": each.bearer, "basis": each.basis}
        for each in reason.elements
    ]
    return {"finding": reason.finding, "provision": reason.provision, "elements": elements}


def _pending(each: Pending) -> dict[str, object]:
    place = each.place
    return {
        "fact": place.fact,
        "activity": place.activity,
        "part": place.part,
        "path": place.path,
        "why": each.why.value,
        "findings": list(each.findings),
    }
