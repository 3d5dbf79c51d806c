"""Ask: complete a description question by question, the most decisive first."""

import errno
import json as plain_json
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.markup import escape

from kg import record
from kg.answered import one
from kg.errors import InputError
from kg.formats import from_json
from kg.inquiry import asking
from kg.inquiry.interview import Answer, Interview
from kg.inquiry.questions import Question
from kg.inquiry.replies import understood
from kg.naming import found as named
from kg.reasoner import Asked, Reasoner
from kg.telling import told
from kg.text import Language, Text
from kg.wording import Wording
from kg.words import Words
from prima_facie.cli.common import (
    Folders,
    Json,
    Lang,
    On,
    ProfileName,
    Readings,
    asked,
    content_of,
    load,
    screen,
    show,
    write,
    writing,
)

LINE: Final = 64 * 1024
"""How long a line that is typed may be."""

EMPTY: Final[Mapping[str, object]] = {"id": "deployment", "activities": [{"id": "activity"}]}
"""What nothing is known of."""


def ask(  # noqa: PLR0913, PLR0917 - the options of a command
    file: Annotated[Path | None, typer.Argument(help="a description in JSON; begun if it is not there yet")] = None,
    activity: Annotated[str | None, typer.Option("--activity", help="one activity; all by default")] = None,
    provision: Annotated[str | None, typer.Option("--provision", help="one provision or norm; all by default")] = None,
    list_only: Annotated[bool, typer.Option("--list", help="list the open questions and ask none")] = False,
    json: Json = False,
    save: Annotated[Path | None, typer.Option("--save", help="where to save; the file itself by default")] = None,
    lang: Lang = Language.EN,
    on: On = None,
    profile: ProfileName = "balanced",
    reading: Readings = None,
    law: Folders = None,
) -> None:
    """Ask only what can still change an answer, the most decisive first, and save after each answer."""
    reasoner = load(law)
    how = asked(profile, reading, on)
    talk = _Talk(reasoner, lang, save or file)
    found = _read(file, reasoner)
    if provision is not None:
        plan = reasoner.plan(reasoner.law.options(how.profile, dict(how.readings)))
        called = named(reasoner, provision)
        provision = called if called in plan.by_id else one(reasoner, plan, called)
    if list_only or json:
        _list(Interview(reasoner, found or EMPTY, how, activity, provision), talk, as_json=json)
        return
    if talk.file is not None:
        _probe(talk.file, reasoner.words)
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    interview = talk.begun(how) if found is None else Interview(reasoner, found, how)
    if interview is None:
        talk.say(reasoner.words("ask-stopped"))
        return
    talk.through(replace(interview, activity=activity, provision=provision))


def _read(file: Path | None, law: Reasoner) -> Mapping[str, object] | None:
    """Return what is in a file, or nothing where there is none yet; raises InputError, NotFoundError."""
    if file is None or not file.exists():
        return None
    return from_json(content_of(str(file), law.words), law.words)


def _list(interview: Interview, talk: "_Talk", *, as_json: bool) -> None:
    agenda, assessment, wording = interview.agenda, interview.assessment, talk.wording
    if as_json:
        write(record.encoded(asking.agenda(agenda, assessment, wording, talk.lang)))
        return
    for number, question in enumerate(agenda.questions, 1):
        first, *others = asking.asked(question, assessment, wording)
        talk.say(first, before=f"{number}. ", style="bold")
        talk.lines(others)
        talk.console.print(escape(f"   {question.id}"), style="dim")
    talk.lines(asking.rest(agenda, assessment, wording))
    talk.say(
        asking.method(agenda, assessment, wording) if agenda.questions else talk.law.words("ask-done"), style="dim"
    )


def _probe(file: Path, words: Words) -> None:
    """Refuse a place where nothing can be written, before anything is asked; raises NotFoundError."""
    with writing(file, words):
        if file.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        with tempfile.TemporaryFile(dir=file.resolve().parent):
            pass


def _saved(description: Mapping[str, object], file: Path, words: Words) -> None:
    """Replace a file by a description, whole or not at all; raises NotFoundError where it cannot be written."""
    content = plain_json.dumps(description, ensure_ascii=False, indent=2) + "\n"
    with writing(file, words):
        handle, name = tempfile.mkstemp(dir=file.resolve().parent, prefix=f".{file.name}.", suffix=".tmp")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(content)
            Path(name).chmod(file.stat().st_mode & 0o777 if file.exists() else 0o644)
            Path(name).replace(file)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


class _Stop(Exception):  # noqa: N818 - not an error: whoever answers has had enough
    """Whoever answers stops."""


@dataclass(frozen=True)
class _Talk:
    """One interview at a terminal, or over a pipe."""

    law: Reasoner
    lang: Language
    file: Path | None

    @property
    def console(self) -> Console:
        """Where lines are printed."""
        return screen()

    @property
    def wording(self) -> Wording:
        """The words of the law."""
        return Wording(self.law.law, self.law.vocabulary, self.law.words)

    def say(self, text: Text, *, before: str = "", style: str = "") -> None:
        """Print one line."""
        self.console.print(escape(before + text[self.lang]), style=style)

    def lines(self, several: Iterable[Text]) -> None:
        """Print some lines, set in."""
        for text in several:
            self.say(text, before="   ")

    def line(self) -> str:
        """Return what is typed; raises _Stop at the end or where it says so."""
        self.console.print("> ", end="")
        typed = sys.stdin.readline(LINE)
        if not typed or typed.strip().casefold() in {"q", "ｑ"}:
            raise _Stop
        return typed.strip()

    def wanted(self, key: str) -> str:
        """Ask for a line; raises _Stop."""
        self.say(self.law.words(key))
        return self.line()

    def begun(self, how: Asked) -> Interview | None:
        """Begin a description with one activity, or nothing where whoever answers stops."""
        try:
            while True:
                name = self.wanted("ask-id") or (self.file.stem if self.file else "deployment")
                title, purpose = self.wanted("ask-title"), self.wanted("ask-activity")
                activity = {"id": "activity", **({"title": purpose} if purpose else {}), "facts": {}}
                given = {"id": name, **({"title": title} if title else {}), "facts": {}, "activities": [activity]}
                interview = Interview(self.law, given, how)
                try:
                    interview.deployment  # noqa: B018 - what cannot be read is said at once
                except InputError as error:
                    self.refuse(error)
                    continue
                self.save(interview)
                return interview
        except _Stop:
            return None

    def through(self, interview: Interview) -> None:
        """Ask until nothing can be settled or whoever answers stops, then say what it comes to."""
        words, ended = self.law.words, "ask-done"
        self.say(words("ask-help"), style="dim")
        if self.file is None:
            self.say(words("ask-unsaved"), style="dim")
        try:
            while (question := interview.next) is not None:
                self.say(words("ask-left", count=str(len(interview.agenda.questions))), style="dim")
                first, *others = asking.asked(question, interview.assessment, self.wording)
                self.say(first, style="bold")
                self.lines(others)
                interview = self.one(interview, question)
        except _Stop:
            ended = "ask-stopped"
        self.console.print()
        self.say(words(ended), style="bold")
        self.lines(asking.rest(interview.agenda, interview.assessment, self.wording))
        if self.file is not None:
            self.save(interview)
            self.say(words("ask-saved", file=str(self.file)), style="dim")
        self.console.print()
        show(self.console, told(interview.assessment, self.wording, details=False), self.lang)

    def one(self, interview: Interview, question: Question) -> Interview:
        """Ask one question until it is answered or said not to be known; raises _Stop."""
        while True:
            reply = self.line()
            if reply in {"?", "？"}:
                self.lines(asking.why(question, interview.assessment, self.wording))
                continue
            if not reply:
                return interview.not_known(question)
            try:
                after = interview.answered(question, self.complete(interview, question, reply))
                after.assessment  # noqa: B018 - too many situations are said at once
            except InputError as error:
                self.refuse(error)
                continue
            self.save(after)
            return after

    def complete(self, interview: Interview, question: Question, reply: str) -> Answer:
        """Return the answer a reply gives, with who judged it and since when; raises InputError, _Stop."""
        answer = understood(question, reply, self.law.words)
        if question.dated and answer.value is True and answer.since is None:
            self.say(self.law.words("ask-since-when"))
            answer = replace(answer, since=self.wanted("ask-since") or None)
        if question.evaluative:
            if answer.assessor is None and interview.description.get("assessor") is None:
                answer = replace(answer, assessor=self.wanted("ask-assessor") or None)
            if answer.reasons is None:
                answer = replace(answer, reasons=self.wanted("ask-reasons") or None)
        return answer

    def refuse(self, error: InputError) -> None:
        """Say what is wrong with an answer."""
        for problem in error.problems:
            self.say(problem.message, before=f"{problem.path} ")
            self.say(problem.remedy, before="   ")

    def save(self, interview: Interview) -> None:
        """Save what was answered so far, if there is a file for it."""
        if self.file is not None:
            _saved(interview.description, self.file, self.law.words)
