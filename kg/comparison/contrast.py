"""Contrast: comparisons put into lines of words, in English and Chinese."""

from collections.abc import Iterable, Iterator, Sequence

from kg.assessment import Assessment
from kg.comparison.amendment import Change, How
from kg.comparison.compare import Comparison, FactChange, Move, OnRecord, ReadingChange
from kg.comparison.crosswalk import Beside, Side
from kg.comparison.edition import Moved
from kg.telling import MARKS, Part, Told
from kg.text import Language, Text
from kg.wording import Wording


class Contrast:
    """Words comparisons; *wording* is that of the second side, *earlier* that of the first where the law is another."""

    def __init__(self, wording: Wording, earlier: Wording | None = None) -> None:
        """Keep the words."""
        self._wording = wording
        self._words = wording.words
        self._earlier = earlier or wording

    # Two answers.

    def told(self, found: Comparison) -> Iterator[Told]:
        """Yield two answers beside each other, line by line; what is the same is only counted."""
        if found.readings:
            listed = self._wording.listed(self._reading(each) for each in found.readings)
            yield Told(Part.NOTE, self._words("compare-readings", readings=listed))
        activity = None
        for move in found.moves:
            if move.before.activity != activity:
                activity = move.before.activity
                yield Told(Part.ACTIVITY, self._activities(found, move))
            yield from self._move(move, found)
        if not found.moves:
            yield Told(Part.NOTE, self._words("compare-none"))
        yield Told(Part.REST, self._words("compare-same", count=str(found.same)))
        yield from self._one_sided(found)
        if found.idle:
            yield Told(Part.NOTE, self._words("compare-idle"))
            yield from (_detail(self._fact(each)) for each in found.idle)
        yield Told(Part.NOTE, self._wording.not_advice())

    def _activities(self, found: Comparison, move: Move) -> Text:
        first, second = (
            self._wording.title(side, finding.activity)
            for side, finding in ((found.before, move.before), (found.after, move.after))
        )
        return first if first == second else self._words("compare-sides", before=first, after=second)

    def _move(self, move: Move, found: Comparison) -> Iterator[Told]:
        sides = [self._wording.status(each.status) for each in (move.before, move.after)]
        mark = MARKS.get(move.after.status, "·")
        place = self._wording.provision(move.after.provision)
        if move.before.status is move.after.status:
            said = self._words("beside-side", place=place, status=sides[1])
        else:
            said = self._words("compare-move", provision=place, before=sides[0], after=sides[1])
        yield Told(Part.FINDING, Text(f"{mark} {said.en}", f"{mark} {said.zh}"), move.after.status)
        if move.before.presumed is not move.after.presumed:
            held = [self._wording.status(each.presumed) for each in (move.before, move.after)]
            yield _detail(self._words("compare-presumed", before=held[0], after=held[1]))
        yield from (_detail(self._fact(each)) for each in move.facts)
        for each in move.readings if len(found.readings) > 1 else ():
            yield _detail(self._words("compare-reading", reading=each.reading, before=each.before, after=each.after))
        moved_by_readings = found.readings and move.before.status is not move.after.status and not move.facts
        if moved_by_readings and not move.readings and len(found.readings) > 1:
            yield _detail(self._words("compare-together"))

    def _one_sided(self, found: Comparison) -> Iterator[Told]:
        sides = (
            ("side-first", found.before, found.only_before, found.unpaired_before, self._earlier),
            ("side-second", found.after, found.only_after, found.unpaired_after, self._wording),
        )
        for key, side, activities, findings, wording in sides:
            places = dict.fromkeys(wording.provision(each.provision) for each in findings)
            things = [*(wording.title(side, each) for each in activities), *places]
            if things:
                named = self._wording.listed(things)
                yield Told(Part.REST, self._words("compare-one-side", side=self._words(key), things=named))

    def _fact(self, change: FactChange) -> Text:
        fact = self._wording.vocabulary.facts.get(change.fact) or self._earlier.vocabulary.facts[change.fact]
        before, after = (self._record(change.fact, side) for side in (change.before, change.after))
        return self._words("compare-fact", fact=fact.label, before=before, after=after)

    def _record(self, name: str, several: Sequence[OnRecord]) -> Text:
        separator = self._words("list-separator")
        texts = [self.recorded(name, each) for each in several]
        return Text(separator.en.join(text.en for text in texts), separator.zh.join(text.zh for text in texts))

    def recorded(self, name: str, each: OnRecord) -> Text:
        """Return what is on record of a fact in words."""
        if each.value is None:
            return self._words("contested" if each.contested else "not-recorded")
        wording = self._wording if name in self._wording.vocabulary.facts else self._earlier
        return wording.value(wording.vocabulary.facts[name], each.value)

    def _reading(self, each: ReadingChange) -> Text:
        said = f"{each.reading} {each.before} → {each.after}"
        return Text(said, said)

    # Two instruments.

    def beside(self, assessment: Assessment, pairs: Iterable[Beside]) -> Iterator[Told]:
        """Yield two instruments side by side on one deployment, line by line."""
        yield Told(Part.TITLE, assessment.title)
        activity = None
        for pair in pairs:
            if pair.activity != activity:
                activity = pair.activity
                yield Told(Part.ACTIVITY, self._wording.title(assessment, activity))
            each = pair.correspondence
            yield Told(Part.PROBLEM, self._words("beside-sides", relation=each.relation.label, label=each.label))
            for side in pair.starts:
                yield from self._side(side)
            for side in pair.ends:
                yield from self._side(side)
            if not pair.ends:
                yield _detail(self._words("beside-gap"))
            yield Told(Part.REST, _indented(each.reason))
        yield Told(Part.NOTE, self._words("beside-not-merged"))
        yield Told(Part.NOTE, self._wording.not_advice())

    def _side(self, side: Side) -> Iterator[Told]:
        for each in side.findings:
            place, status = self._wording.provision(each.provision), self._wording.status(each.status)
            yield Told(Part.FINDING, _indented(self._words("beside-side", place=place, status=status)), each.status)
        if not side.findings:
            known = self._wording.law.instruments.get(side.name)
            place = known.label if known else self._wording.provision(side.name)
            yield _detail(self._words("beside-side", place=place, status=self._words("beside-unanswered")))

    # Two editions of the law.

    def changes(self, several: Sequence[Change]) -> Iterator[Told]:
        """Yield what differs between two editions of the law, kind by kind."""
        if not several:
            yield Told(Part.NOTE, self._words("edition-same"))
        kind = None
        for each in several:
            if each.kind != kind:
                kind = each.kind
                yield Told(Part.ACTIVITY, self._words(f"kind-{kind}"))
            how = self._words(f"edition-{each.how.value}")
            name = (
                Text(f"{each.id} ({each.label.en})", f"{each.id}（{each.label.zh}）")
                if each.label.en != each.id
                else Text(each.id, each.id)
            )
            line = self._words("beside-side", place=name, status=how)
            yield Told(Part.REST if each.how is How.REWORDED else Part.DETAIL, line)
            if each.how is How.CHANGED:
                yield from (_detail(self._changed(detail.said, detail.before, detail.after)) for detail in each.details)

    def _changed(self, said: str, before: Text, after: Text) -> Text:
        if before == after:
            return self._words("edition-joined")
        return self._words("edition-detail", said=self._words(f"said-{said}"), before=before, after=after)

    def moved(self, several: Iterable[Moved]) -> Iterator[Told]:
        """Yield which findings move between two editions, description by description."""
        still = []
        for each in several:
            if each.comparison is None:
                yield Told(Part.PROBLEM, self._words("edition-unread", description=each.name))
                yield from (_detail(Text(p.says(Language.EN), p.says(Language.ZH))) for p in each.problems)
                continue
            found = each.comparison
            if not found.moves and not found.unpaired_before and not found.unpaired_after:
                still.append(Text(each.name, each.name))
                continue
            yield Told(
                Part.ACTIVITY, Text(f"{each.name}: {found.before.title.en}", f"{each.name}：{found.before.title.zh}")
            )
            for move in found.moves:
                yield from self._move(move, found)
                behind = [Text(change.id, change.id) for change in each.behind.get(move.before.id, ())]
                if behind:
                    yield _detail(self._words("edition-behind", changes=self._wording.listed(behind)))
            yield from self._one_sided(found)
        if still:
            yield Told(Part.REST, self._words("edition-unmoved", descriptions=self._wording.listed(still)))
        yield Told(Part.NOTE, self._wording.not_advice())


def _indented(text: Text) -> Text:
    return Text(f"    {text.en}", f"    {text.zh}")


def _detail(text: Text) -> Told:
    return Told(Part.DETAIL, _indented(text))
