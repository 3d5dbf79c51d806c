"""Aside: what stands around the law, told beside the thing it is about or by itself."""

from collections.abc import Callable, Iterable, Mapping

from kg.commentary import Commentary
from kg.law import Provision
from kg.reasoner import Reasoner
from kg.remarks import Correspondence, Matter, Method, Outcome, Statement, Summary
from kg.section import Section, listed, named, section
from kg.text import Text


class Aside:
    """Tells commentary in sections."""

    def __init__(self, reasoner: Reasoner) -> None:
        """Keep the law and its words, and what stands around it."""
        self._law, self._words = reasoner.law, reasoner.words
        self.commentary = Commentary(reasoner.graph, reasoner.law, reasoner.vocabulary)

    def of_provision(self, provision: Provision) -> list[Section]:
        """Return everything that stands around a provision."""
        commentary, words, name = self.commentary, self._words, provision.id
        due = commentary.due(name)
        outcomes = [self._outcome_line(each) for each in commentary.outcomes_of(name)]
        occasion = words("due", occasion=due.occasion, day=due.day) if due else None
        return [
            *section(words("outcomes"), [occasion, *outcomes]),
            *section(words("without-norm"), [commentary.without_norm(name)]),
            *section(words("correspondences"), self._correspondences(name)),
            *section(words("decided-matters"), map(self._matter_line, commentary.matters_on(name))),
            *section(words("summary-says"), map(self._statement_line, commentary.statements_on(name))),
            *self.of_anything(name),
        ]

    def of_anything(self, name: str) -> list[Section]:
        """Return how a thing is read throughout, and how far it was checked."""
        methods = map(self._method_line, self.commentary.methods_on(name))
        return [*section(self._words("methods"), methods), *self.checked(name)]

    def checked(self, name: str) -> list[Section]:
        """Return how far a thing was checked, where something is said of that."""
        check = self.commentary.check(name)
        if check is None:
            return []
        how = None
        if check.verification is not None:
            key = "verified" if check.whole else "not-verified"
            how = self._words(key, verification=check.verification.label)
        return section(self._words("checked"), [how, check.remark])

    def by_id(self, name: str) -> list[Section] | None:
        """Return a remark told by itself, or nothing where none has this id."""
        here = self.commentary
        tellers: tuple[tuple[Mapping[str, object], Callable[[str], list[Section]]], ...] = (
            (here.matters, lambda each: self._matter(here.matters[each])),
            (here.correspondences, lambda each: self._correspondence(here.correspondences[each])),
            (here.summaries, lambda each: self._summary(here.summaries[each])),
            (here.statements, lambda each: self._statement(here.statements[each])),
            (here.outcomes, lambda each: self._outcome(here.outcomes[each])),
            (here.methods, lambda each: self._method(here.methods[each])),
        )
        return next(([*tell(name), *self.checked(name)] for known, tell in tellers if name in known), None)

    def all_listed(self) -> list[Section]:
        """Return every reading and every remark by its id, kind by kind."""
        here, readings = self.commentary, self._law.readings
        kinds = (
            ("readings-listed", {code: each.label for code, each in readings.items()}),
            ("methods", {name: each.label for name, each in here.methods.items()}),
            ("matters-listed", {name: each.label for name, each in here.matters.items()}),
            ("correspondences-listed", {name: each.label for name, each in here.correspondences.items()}),
            ("summaries-listed", {name: each.label for name, each in here.summaries.items()}),
            ("outcomes-listed", {name: each.label for name, each in here.outcomes.items()}),
        )
        return [
            part
            for key, several in kinds
            for part in section(
                self._words(key), [Text(f"{name}  {each.en}", f"{name}  {each.zh}") for name, each in several.items()]
            )
        ]

    def label(self, name: str) -> Text:
        """Return what a provision, a norm or an instrument is called."""
        law = self._law
        for known in (law.provisions, law.norms, law.instruments):
            if name in known:
                return known[name].label
        return Text(name, name)

    def _labels(self, names: Iterable[str]) -> Text:
        return listed(self.label(name) for name in names)

    def _correspondences(self, name: str) -> Iterable[Text]:
        for each in self.commentary.correspondences_of(name):
            others = [*each.ends, *each.instruments] if name in each.starts else each.starts
            where = self._labels(others) if others else self._words("no-counterpart")
            yield self._words("correspondence-line", provisions=where, relation=each.relation.label, reason=each.reason)

    def _matter_line(self, each: Matter) -> Text:
        return self._words("matter-line", matter=each.label, name=each.id, definition=each.definition)

    def _statement_line(self, each: Statement) -> Text:
        fidelity = listed(concept.label for concept in each.fidelity)
        note = each.note or each.definition
        return self._words("summary-line", statement=each.label, fidelity=fidelity, note=note)

    def _outcome_line(self, each: Outcome) -> Text:
        key = "outcome-dated" if each.day else "outcome-line"
        parts = {"outcome": each.label, "fulfilment": each.fulfilment.label, "definition": each.definition}
        return self._words(key, day=each.day or "", **parts)

    def _method_line(self, each: Method) -> Text:
        return self._words("method-line", code=each.code, method=each.label, definition=each.reason or each.definition)

    def _matter(self, each: Matter) -> list[Section]:
        words = self._words
        forum = words("matter-forum", forum=each.forum, day=each.decided) if each.decided else each.forum
        happened = words("matter-happened", day=each.happened) if each.happened else None
        agreement = words("matter-agreement", agreement=each.agreement.label, source=each.source.label)
        described = words("matter-described", name=each.described_as) if each.described_as else None
        return [
            *section(named(each.label, each.id), [each.definition, forum, happened]),
            *section(words("matter-facts"), [each.facts]),
            *section(words("matter-holding"), [each.holding]),
            *section(words("matter-turns-on"), [named(self.label(name), name) for name in each.turns_on]),
            *section(words("matter-answer"), [agreement, each.note, described]),
        ]

    def _correspondence(self, each: Correspondence) -> list[Section]:
        ends = [*each.ends, *each.instruments]
        answers = [named(self.label(name), name) for name in ends] or [self._words("no-counterpart")]
        return [
            *section(named(each.label, each.id), [each.relation.label, each.reason]),
            *section(self._words("starts-from"), [named(self.label(name), name) for name in each.starts]),
            *section(self._words("ends-in"), answers),
        ]

    def _summary(self, each: Summary) -> list[Section]:
        statements = [one for one in self.commentary.statements.values() if one.summary == each.id]
        return [
            *section(named(each.label, each.id), [each.definition, each.note, self.label(each.instrument)]),
            *section(self._words("members-listed"), map(self._statement_line, statements)),
        ]

    def _statement(self, each: Statement) -> list[Section]:
        renders, silent = (
            [named(self.label(name), name) for name in names] for names in (each.renders, each.passes_over)
        )
        fidelity = listed(concept.label for concept in each.fidelity)
        return [
            *section(named(each.label, each.id), [each.definition, fidelity, each.note]),
            *section(self._words("renders"), renders),
            *section(self._words("passes-over"), silent),
        ]

    def _outcome(self, each: Outcome) -> list[Section]:
        by = [self.label(name) for name in each.instruments]
        of = named(self.label(each.commitment), each.commitment)
        return section(named(each.label, each.id), [of, self._outcome_line(each), *by])

    def _method(self, each: Method) -> list[Section]:
        code = Text(f"{each.code}: {each.label.en}", f"{each.code}：{each.label.zh}")
        concerns = [named(self.label(name), name) for name in each.concerns]
        return [
            *section(code, [each.definition, each.reason]),
            *section(self._words("concerns"), concerns),
        ]
