"""Things: everything of ours that has a name, each with what is said of it and what speaks of it.

What is said of a thing is its concise bounded description: every statement about it, with
the nameless parts inside; and of whatever it mentions, what that is called. The two plain
shapes made from each condition are there too, and the names that rows of facts use, so every
name in an export leads somewhere.
"""

import difflib
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final, TypeGuard

from kg.graph import BASE, PF, SKOS, TYPE, Graph, Term, Triple, parsed
from kg.linked.export import Said, by_subject
from kg.linked.tree import Thing, tree
from kg.naming import LONGEST, NEAR
from kg.planes import names, planes
from kg.reasoner import Reasoner
from kg.text import Text

VOCABULARY: Final = PF.removesuffix("#")
"""The document in which the words of ours are explained together: what comes after ``#`` is never sent."""


class Things:
    """Looks things up by their names; what it needs is read when it is first asked."""

    def __init__(self, reasoner: Reasoner) -> None:
        """Keep the law."""
        self.reasoner = reasoner

    @cached_property
    def said(self) -> Said:
        """What is said of everything, by name."""
        sources = self.reasoner.sources
        vocabulary = self.reasoner.vocabulary
        made = parsed({"planes": planes(self.reasoner.formulas, vocabulary).encode()})
        return by_subject([*parsed(sources.ontology), *parsed(sources.shapes), *made, *self._made])

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every name of ours of which something is said, in order."""
        return tuple(sorted(name for name in self.said if name.startswith(BASE)))

    def of(self, document: str) -> tuple[str, ...]:
        """Return the things told of in a document: one by its name, the words of the vocabulary, or none."""
        if document == VOCABULARY:
            return tuple(name for name in self.names if name.startswith(PF))
        return (document,) if document in self.said and "#" not in document else ()

    def under(self, head: str) -> tuple[str, ...]:
        """Return the names that stand directly under a head ending in a slash, or whose group does."""
        rest = (
            name.removeprefix(head).partition("#")[0].partition("/") for name in self.names if name.startswith(head)
        )
        return tuple(sorted({head + first + slash for first, slash, _ in rest if first}))

    def about(self, names: Sequence[str]) -> list[Triple]:
        """Return what is said of some things, and what they mention is called."""
        own = [triple for name in names for triple in self._own(name)]
        told = {subject for subject, *_ in own}
        mentioned = sorted({term for *_, term in own if isinstance(term, str) and term.startswith(BASE)} - told)
        return [*own, *(triple for name in mentioned for triple in self.said.get(name, []) if triple[1] in _CALLED)]

    def thing(self, name: str) -> Thing:
        """Return a thing with what is said of it, the nameless parts inside."""
        return next(each for each in tree(self._own(name)) if each.name == name)

    def _own(self, name: str) -> list[Triple]:
        own: list[Triple] = []
        waiting = [name]
        while waiting:
            said = self.said.get(waiting.pop(), [])
            own += said
            waiting += [term for *_, term in said if nameless(term)]
        return own

    def speaking_of(self, name: str) -> Mapping[str, tuple[str, ...]]:
        """Return by property what speaks of a thing, each in order."""
        return self._spoken.get(name, {})

    @cached_property
    def _spoken(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        found: dict[str, dict[str, set[str]]] = {}
        for subject, triples in self.said.items():
            speaker = self._speaker(subject)
            if speaker is None or not speaker.startswith(BASE):
                continue
            for _, predicate, term in triples:
                if isinstance(term, str) and term.startswith(BASE) and term != speaker:
                    found.setdefault(term, {}).setdefault(predicate if speaker == subject else INSIDE, set()).add(
                        speaker
                    )
        return {
            name: {said: tuple(sorted(several)) for said, several in sorted(by.items())} for name, by in found.items()
        }

    def _speaker(self, subject: str) -> str | None:
        """Return the thing with a name inside which something is said, or nothing where it stands alone."""
        while nameless(subject):
            if subject not in self._holders:
                return None
            subject = self._holders[subject]
        return subject

    @cached_property
    def _holders(self) -> Mapping[str, str]:
        """What each nameless thing stands in."""
        return {term: subject for subject, triples in self.said.items() for *_, term in triples if nameless(term)}

    def label(self, name: str) -> Text | None:
        """Return what a thing is called, or nothing where it has no name in words."""
        graph = self.reasoner.graph
        called = graph.text(name, SKOS + "prefLabel") or graph.text(name, _TITLE)
        return called or self._made.text(name, SKOS + "prefLabel")

    @cached_property
    def _made(self) -> Graph:
        """What is said of names that no file of the law explains."""
        return Graph(names(self.reasoner.vocabulary, self.reasoner.words))

    def near(self, document: str) -> list[str]:
        """Return the names nearest to one that there is not."""
        return difflib.get_close_matches(document[: len(BASE) + LONGEST], self.names, NEAR, 0.8)


def nameless(term: Term) -> TypeGuard[str]:
    """Say whether a term is a thing without a name."""
    return isinstance(term, str) and term.startswith("_:")


INSIDE: Final = ""
"""Stands for the property where a thing is mentioned somewhere inside what is said of another."""

_CALLED: Final = frozenset({TYPE, SKOS + "prefLabel", SKOS + "notation"})
_TITLE: Final = "http://purl.org/dc/terms/title"
