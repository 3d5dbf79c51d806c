"""Section: some lines under one heading, as anything of the law is shown to a reader."""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.text import Text


@dataclass(frozen=True, slots=True)
class Section:
    """Some lines under one heading."""

    heading: Text
    lines: tuple[Text, ...]


def section(heading: Text, lines: Iterable[Text | None]) -> list[Section]:
    """Return a section of those lines that are there, or none where there is no line."""
    said = tuple(line for line in lines if line is not None)
    return [Section(heading, said)] if said else []


def listed(several: Iterable[Text]) -> Text:
    """Return several sayings as one list."""
    each = list(several)
    return Text(", ".join(one.en for one in each), "、".join(one.zh for one in each))


def named(label: Text, identifier: str) -> Text:
    """Return a label with its id beside it.

    >>> named(Text("Sponsor 1", "提案机构1"), "gpa:sponsor-1")
    Text(en='Sponsor 1 (gpa:sponsor-1)', zh='提案机构1（gpa:sponsor-1）')
    """
    return Text(f"{label.en} ({identifier})", f"{label.zh}（{identifier}）")
