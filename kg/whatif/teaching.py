"""Teaching: the cases of a norm, in words for a screen and as plain data."""

from collections.abc import Iterator, Sequence

from kg import record
from kg.reasoner import Reasoner
from kg.telling import Part, Told
from kg.text import Language, Text
from kg.vocabulary import Role
from kg.whatif.changing import said_of
from kg.whatif.scene import Scene
from kg.whatif.teach import Case, Flip, Lessons, Teacher
from kg.whatif.terms import Lesson
from kg.wording import Wording


def told(lessons: Lessons, reasoner: Reasoner, wording: Wording) -> Iterator[Told]:
    """Yield the cases of a norm line by line, and what it has no case of."""
    law, words = reasoner.law, reasoner.words
    norm = law.norms[lessons.norm]
    where = wording.provision(norm.provisions[0])
    yield Told(
        Part.ACTIVITY, Text(f"{where.en}: {norm.label.en} ({norm.id})", f"{where.zh}：{norm.label.zh}（{norm.id}）")
    )
    for case in lessons.cases:
        yield Told(Part.FINDING, head(case, wording), case.status)
        if case.flip is None:
            yield from (Told(Part.DETAIL, _indented(line)) for line in facts(case.scene, reasoner, wording))
        yield Told(Part.DETAIL, _indented(answer(case, wording)))
    if not lessons.cases:
        yield Told(Part.DETAIL, _indented(words("lesson-none")))
    for key, defeats in (("lesson-not-barred", lessons.unbarred), ("lesson-firm", lessons.firm)):
        if defeats:
            labels = wording.listed(dict.fromkeys(law.norms[law.defeats[each].defeater].label for each in defeats))
            yield Told(Part.REST, words(key, defeaters=labels))
    if lessons.cases and not lessons.firm and not any(case.lesson is Lesson.BARRED for case in lessons.cases):
        yield Told(Part.REST, words("lesson-no-defeat"))


def head(case: Case, wording: Wording) -> Text:
    """Return what a case is told for."""
    if case.flip is not None:
        return wording.words("case-flip", flip=flipped(case.flip, wording))
    return wording.words(f"case-{case.lesson.value}")


def flipped(flip: Flip, wording: Wording) -> Text:
    """Return in words what a just miss has otherwise."""
    fact = wording.vocabulary.facts[flip.fact]
    before, after = said_of(fact, flip.before, wording), said_of(fact, flip.after, wording)
    return wording.words("flip", fact=fact.label, before=before, after=after)


def facts(scene: Scene, reasoner: Reasoner, wording: Wording) -> Iterator[Text]:
    """Yield the facts of a case, one line each, in the order of the list of facts."""
    if scene.sued:
        yield reasoner.vocabulary.with_role(Role.MATTER).label
    for name, fact in reasoner.vocabulary.facts.items():
        if name in scene.facts:
            yield wording.words("value-of", fact=fact.label, value=said_of(fact, scene.facts[name], wording))
    for told_so, role in ((scene.ended, Role.END), (scene.erased, Role.STORAGE)):
        if told_so:
            yield wording.words(f"scene-{role.name.lower()}")


def answer(case: Case, wording: Wording) -> Text:
    """Return what a case comes to, in one line: the status, what bars it or falls itself, what it hangs on."""
    words, law = wording.words, wording.law
    lines = [words("case-answer", status=wording.status(case.status))]
    if case.defeats:
        key = "case-revived-by" if case.lesson is Lesson.REVIVED else "case-barred-by"
        lines.append(
            words(key, defeaters=wording.listed(_place(law.defeats[each].defeater, wording) for each in case.defeats))
        )
    if case.hangs_on:
        named = wording.listed(wording.vocabulary.facts[each].label for each in case.hangs_on)
        lines.append(words("hangs-on", facts=named))
    return Text(" ".join(line.en for line in lines), "".join(line.zh for line in lines))


def _place(norm: str, wording: Wording) -> Text:
    label, where = wording.norm(norm), wording.provision(wording.law.norms[norm].provisions[0])
    return Text(f"{where.en} ({label.en})", f"{where.zh}（{label.zh}）")


def _indented(text: Text) -> Text:
    return Text(f"    {text.en}", f"    {text.zh}")


def file_name(norm: str, place: int, case: Case) -> str:
    """Return the name under which a case is saved, the same each time: norm, place and lesson."""
    return f"{norm.replace(':', '-')}-{place:02d}-{case.lesson.value}.json"


def data(
    several: Sequence[Lessons], teacher: Teacher, wording: Wording, language: Language, *, proofs: bool = True
) -> dict[str, object]:
    """Return the cases of norms as plain data, worded in one language, with or without their proofs."""
    whole: dict[str, object] = {
        "norms": [_lessons(each, teacher, wording, language, proofs=proofs) for each in several],
        "note": wording.not_advice()[language],
    }
    whole["digest"] = record.digest(whole)
    return whole


def _lessons(
    lessons: Lessons, teacher: Teacher, wording: Wording, language: Language, *, proofs: bool
) -> dict[str, object]:
    return {
        "norm": lessons.norm,
        "label": wording.norm(lessons.norm)[language],
        "provisions": list(wording.law.norms[lessons.norm].provisions),
        "cases": [_case(each, teacher, wording, language, proofs=proofs) for each in lessons.cases],
        "not_barred_by": list(lessons.unbarred),
        "not_revived_from": list(lessons.firm),
    }


def _case(case: Case, teacher: Teacher, wording: Wording, language: Language, *, proofs: bool) -> dict[str, object]:
    flip = case.flip
    found: dict[str, object] = {
        "lesson": case.lesson.value,
        "description": case.description,
        "status": case.status.value,
        "answer": answer(case, wording)[language],
        "defeats": list(case.defeats),
        "hangs_on": list(case.hangs_on),
    }
    if flip is not None:
        found["flip"] = {
            "fact": flip.fact,
            "from": record.recorded(flip.before),
            "to": record.recorded(flip.after),
            "says": flipped(flip, wording)[language],
        }
    if proofs:
        found["proof"] = record.proof(teacher.proof(case), language)
    return found
