"""Edition: another state of the law as a whole, and which answers move between two of them.

Two editions are compared as law (see :mod:`kg.comparison.amendment`) and by their answers: which
findings move on descriptions that are assessed under both. Behind a finding that moves
stand the changed parts of the law that can show in its proofs.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg.assessment import Assessment, Finding
from kg.comparison.amendment import Change, How
from kg.comparison.compare import Comparison, compare
from kg.errors import InputError, LawError, NotFoundError, Problem
from kg.graph import PF, TYPE, Sources, cache_folder, home, parsed
from kg.reasoner import Asked, Reasoner
from kg.words import bundled_words

_LENT: Final = "ontology/words/lent.ttl"
_PHRASE: Final = (TYPE, PF + "Phrase")


@dataclass(frozen=True, slots=True)
class Moved:
    """One description under both editions; *problems* say why it cannot be compared, where it cannot."""

    name: str
    comparison: Comparison | None
    behind: Mapping[str, tuple[Change, ...]]
    """For each finding that moves, by its id, the changes of the law that are part of its proofs."""

    problems: tuple[Problem, ...] = ()


def load(folder: Path, cache: Path | None = None) -> Reasoner:
    """Load another edition of the law, whole and with nothing beside it.

    Sentences that this program needs and the edition does not have are lent to it; its digest is
    that of its own files. Raises LawError, and NotFoundError for a folder that is not there.
    """
    if not folder.is_dir():
        raise NotFoundError(bundled_words()("no-folder", name=str(folder)))
    own = Sources.read(folder)
    try:
        reasoner = Reasoner(replace(own, ontology={**own.ontology, **_lent(own)}), cache or cache_folder())
    except (ValueError, KeyError) as error:  # a word of the law that the edition uses and does not hold
        message = f"{folder} holds no whole edition of the law: {error}"
        raise LawError(message) from error
    reasoner.edition = own.digest()
    return reasoner


def _lent(own: Sources) -> dict[str, bytes]:
    """Return the sentences of the bundled law that an edition does not have, as a file beside its own."""
    known = {subject for subject, *said in parsed(own.ontology) if tuple(said) == _PHRASE}
    words = {path: content for path, content in Sources.read(home()).ontology.items() if b"pf:Phrase" in content}
    every = parsed(words)
    lent = {subject for subject, *said in every if tuple(said) == _PHRASE} - known
    triples = [
        Triple(NamedNode(subject), NamedNode(predicate), term if isinstance(term, Literal) else _named(term))
        for subject, predicate, term in every
        if subject in lent
    ]
    return {_LENT: serialize(triples, format=RdfFormat.N_TRIPLES) or b""} if lent else {}


def _named(name: str) -> NamedNode | BlankNode:
    return BlankNode(name.removeprefix("_:")) if name.startswith("_:") else NamedNode(name)


def moved(
    before: Reasoner,
    after: Reasoner,
    described: Iterable[tuple[str, Mapping[str, object]]],
    asked: Asked | None = None,
    differing: Sequence[Change] = (),
) -> Iterator[Moved]:
    """Yield for each description, by its name, what moves between two editions; *differing* are their changes."""
    for name, description in described:
        try:
            one, other = (edition.assess(edition.read(description), asked) for edition in (before, after))
        except InputError as error:
            yield Moved(name, None, {}, error.problems)
            continue
        found = compare(one, other, after.law, after.vocabulary)
        behind = {each.before.id: _behind((one, other), (each.before, each.after), differing) for each in found.moves}
        yield Moved(name, found, behind)


def _behind(
    sides: Sequence[Assessment], pair: tuple[Finding, Finding], differing: Sequence[Change]
) -> tuple[Change, ...]:
    norms = {
        node.anchor.norm
        for side, finding in zip(sides, pair, strict=True)
        for node in side.proof(finding).nodes.values()
    }
    return tuple(each for each in differing if each.how is not How.REWORDED and norms & set(each.norms))
