"""Cases: situations and what the law makes of them, as a lawyer writes them in YAML.

A file names its article, what all its cases share (``background``: mostly that no other
exemption is in play) and its cases; a case lists twins under ``but``, each of which changes
it in a single fact. A case with ``activities`` expects by activity; every other describes
one activity named ``a``. ``actors`` names those who take part, with the facts about each. ``holds`` lists the
indicators of a principle that are present.

Reading cases needs the package pyyaml, which a plain installation does not bring.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from kg.errors import LawError, NotFoundError
from kg.vocabulary import Level, Vocabulary


@dataclass(frozen=True, slots=True)
class Case:
    """One situation and what the law makes of it."""

    source: str
    article: str
    title: str
    kind: str | None
    activities: tuple[tuple[str, dict[str, Any]], ...]
    matter: dict[str, Any] | None
    actors: tuple[tuple[str, dict[str, Any]], ...]
    expect: dict[str, dict[str, str]]
    presumed: dict[str, dict[str, str]]
    asks: tuple[str, ...]
    burden: dict[str, str]
    profile: str = "balanced"
    under: tuple[tuple[str, str], ...] = ()
    on: date | None = None
    changed: tuple[str, ...] = field(default=())
    holds: frozenset[str] | None = None
    """The indicators of the case's own principle that are present, all of them, where the case says which."""

    def description(self, vocabulary: Vocabulary) -> dict[str, Any]:
        """Return the description of the deployment that the case gives."""
        activities = []
        shared: dict[str, Any] = {}
        for name, facts in self.activities:
            known = {fact: value for fact, value in facts.items() if value is not None}
            for fact in list(known):
                if vocabulary.facts[fact].level is Level.DEPLOYMENT:
                    shared[fact] = known.pop(fact)
            activities.append({"id": name, "facts": known})
        described: dict[str, Any] = {"id": "case", "facts": shared, "activities": activities}
        if self.actors:
            described["actors"] = [{"id": name, "facts": facts} for name, facts in self.actors]
        if self.matter is not None:
            described["matter"] = {"facts": self.matter}
        return described


def read_cases(folder: Path) -> list[Case]:
    """Return every case of every file below a folder, in order; raises NotFoundError, LawError, ImportError."""
    import yaml

    if not folder.is_dir():
        message = f"{folder} is no folder"
        raise NotFoundError(message)
    found: list[Case] = []
    for path in sorted(folder.rglob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        if not isinstance(content, dict) or not isinstance(content.get("cases"), list):
            message = f"{path}: a file of cases holds a list named 'cases'"
            raise LawError(message)
        for written in content["cases"]:
            source = path.relative_to(folder).as_posix()
            found += _cases(source, content.get("article", ""), _on(content.get("background", {}), written))
    return found


def _on(background: dict[str, Any], written: dict[str, Any]) -> dict[str, Any]:
    """Return a case with the facts that all cases of its file share put beneath its own."""
    if "activities" in written:
        return {**written, "activities": [{**a, "given": {**background, **a["given"]}} for a in written["activities"]]}
    return {**written, "given": {**background, **written.get("given", {})}}


def _cases(source: str, article: str, written: dict[str, Any]) -> Iterator[Case]:
    yield _case(source, article, written, {}, ())
    for number, twin in enumerate(written.get("but", ()), 1):
        titled = {**twin, "case": f"{written['case']}, but ({number}) {_said(twin)}"}
        yield _case(source, article, titled, written, tuple(twin.get("change", ())))


def _said(twin: dict[str, Any]) -> str:
    changes = [f"{fact}={value}" for fact, value in twin.get("change", {}).items()]
    others = ("matter", "actors", "profile", "under", "on")
    return ", ".join(changes + [f"{key}={twin[key]}" for key in others if key in twin])


def _case(source: str, article: str, own: dict[str, Any], base: dict[str, Any], changed: tuple[str, ...]) -> Case:
    def inherited(key: str) -> Any:  # noqa: ANN401 - what YAML holds
        return own.get(key, base.get(key))

    change = own.get("change", {})
    activities = inherited("activities")
    if activities is None:
        given = {
            **base.get("given", {}),
            **base.get("with", {}),
            **own.get("given", {}),
            **own.get("with", {}),
            **change,
        }
        described: tuple[tuple[str, dict[str, Any]], ...] = (("a", given),)
        expected = {"a": own.get("expect", {})}
        closed = {"a": own.get("presumed", {})}
    else:
        described = tuple((each["id"], {**each["given"], **change.get(each["id"], {})}) for each in activities)
        expected, closed = own.get("expect", {}), own.get("presumed", {})
    return Case(
        source=source,
        article=own.get("article", base.get("article", article)),
        title=own["case"],
        kind=own.get("kind"),
        activities=described,
        matter=inherited("matter"),
        actors=tuple((each["id"], each["given"]) for each in inherited("actors") or ()),
        expect=expected,
        presumed=closed,
        asks=tuple(own.get("asks", ())),
        burden=own.get("burden", {}),
        profile=inherited("profile") or "balanced",
        under=tuple(sorted((inherited("under") or {}).items())),
        on=inherited("on"),
        changed=changed,
        holds=frozenset(own["holds"]) if "holds" in own else None,
    )
