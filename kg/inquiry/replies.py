"""Replies: what somebody typed, understood as the value of a fact.

A reply names a value by its number in the list shown, by its code or by its label in
either language. What is written in braces or brackets is JSON, as a description holds it.
Whether a day is a day and a rule a rule is found out when the description is read.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

from kg.errors import InputError
from kg.inquiry.interview import Answer
from kg.inquiry.questions import Question
from kg.inquiry.terms import Form
from kg.intake import DIGITS, shown
from kg.text import Language, Text
from kg.words import Words

_COMMAS: Final = re.compile(r"[,，、;；]")
_SEMICOLONS: Final = re.compile(r"[;；]")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_REST: Final = ("...", "…", "……")


def understood(question: Question, reply: str, words: Words) -> Answer:
    """Return the answer that a reply gives to a question; raises InputError for what is none."""
    said = reply.strip()
    if said[:1] in {"{", "["}:
        return _whole(_json(question, said, words))
    readers: dict[Form, Callable[[Question, str, Words], object]] = {
        Form.ONE: _code,
        Form.ACTORS: _codes,
        Form.MEMBERS: _members,
        Form.NUMBER: _number,
        Form.RULE: _rule,
        Form.RULES: _rules,
    }
    if question.form in {Form.YES_NO, Form.MATTER}:
        return _yes_no(question, said, words)
    return Answer(readers.get(question.form, _plain)(question, said, words))


def _whole(given: object) -> Answer:
    """Return what was written as an object, an envelope taken apart."""
    if not isinstance(given, Mapping) or "value" not in given:
        return Answer(given)
    names = ("assessor", "reasons", "from")
    texts = [value if isinstance(value := given.get(name), str) else None for name in names]
    return Answer(given["value"], *texts)


def _yes_no(question: Question, said: str, words: Words) -> Answer:
    day = _DAY.search(said) if question.dated else None
    rest = said.replace(day[0], "").strip(" ,，") if day else said
    for value, key, number in ((True, "reply-yes", "1"), (False, "reply-no", "2")):
        if rest == number or _is(rest, key, words):
            return Answer(value, since=day[0] if day and value else None)
    raise _refused(question, said, words)


def _code(question: Question, said: str, words: Words) -> str:
    """Return the code of the value named; raises InputError if it is none of the question's."""
    if said.isascii() and said.isdigit() and len(said) < DIGITS and 0 < int(said) <= len(question.options):
        return question.options[int(said) - 1].code
    for option in question.options:
        if _named(option.code, option.label, said):
            return option.code
    raise _refused(question, said, words)


def _codes(question: Question, said: str, words: Words) -> list[str]:
    found = [_code(question, part, words) for part in _parts(_COMMAS, said)]
    if not found:
        raise _refused(question, said, words)
    return found


def _rule(_question: Question, said: str, words: Words) -> str:
    return "none" if _is(said, "reply-none", words) else said


def _rules(_question: Question, said: str, words: Words) -> list[str]:
    return [] if _is(said, "reply-none", words) else list(_parts(_SEMICOLONS, said))


def _plain(question: Question, said: str, _words: Words) -> str:
    return next((each.code for each in question.options if _named(each.code, each.label, said)), said)


def _members(question: Question, said: str, words: Words) -> object:
    if _is(said, "reply-none", words):
        return []
    present, absent, rest = [], [], False
    for part in _parts(_COMMAS, said):
        ending = next((mark for mark in _REST if part.endswith(mark)), None)
        rest = rest or ending is not None
        name = part.removesuffix(ending).strip() if ending else part
        if name.startswith(("-", "－")):
            absent.append(_code(question, name[1:].strip(), words))
        elif name:
            present.append(_code(question, name, words))
    if not present and not absent:
        raise _refused(question, said, words)
    members = {"present": present, **({"absent": absent} if absent else {}), **({"open": True} if rest else {})}
    return members if len(members) > 1 else present


def _number(question: Question, said: str, words: Words) -> object:
    try:
        number = Decimal(said)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= 10**DIGITS:
        raise _refused(question, said, words)
    return int(number) if number == number.to_integral_value() else float(number)


def _json(question: Question, said: str, words: Words) -> object:
    try:
        return json.loads(said)
    except (ValueError, RecursionError):
        raise _refused(question, said, words) from None


def _parts(separator: re.Pattern[str], said: str) -> Iterator[str]:
    return (part.strip() for part in separator.split(said) if part.strip())


def _named(code: str, label: Text, said: str) -> bool:
    return said.casefold() in {code.casefold(), label.en.casefold(), label.zh.casefold()}


def _is(said: str, key: str, words: Words) -> bool:
    known = words(key)
    return said.casefold() in {*known.en.split(), *known.zh.split()}


def _refused(question: Question, said: str, words: Words) -> InputError:
    return InputError(
        (words.problem("reply-not-understood", question.id, given=shown(said), allowed=allowed(question, words)),)
    )


def allowed(question: Question, words: Words) -> Text:
    """Return what may be answered, in words."""
    helps: dict[Form, Sequence[str]] = {
        Form.MEMBERS: ("ask-help-members",),
        Form.ACTORS: ("ask-help-actors",),
        Form.RULES: ("ask-help-rules",),
        Form.RULE: ("ask-help-rule",),
        Form.DAY: ("ask-help-day",),
        Form.NUMBER: ("ask-help-number",),
    }
    listed = [Text(f"{n} {each.label.en}", f"{n} {each.label.zh}") for n, each in enumerate(question.options, 1)]
    if question.form in {Form.RULE, Form.RULES, Form.DAY}:
        listed = [each.label for each in question.options]
    said = [_together(listed, words)] if listed else []
    said += [words(key) for key in helps.get(question.form, ())]
    return Text(" ".join(each.en for each in said), " ".join(each.zh for each in said))


def _together(several: Sequence[Text], words: Words) -> Text:
    separator = words("list-separator")
    return Text(*(separator[language].join(each[language] for each in several) for language in Language))
