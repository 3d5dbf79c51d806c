"""Why not: what keeps a provision from applying, and what would have to be so for that to fall away.

Nothing is worked out anew: the proof of a finding already holds the steps that decide it.
From those that are not so, only the way down to single facts is taken. What all must be so
stands each as an obstacle of its own, since each by itself keeps the norm from applying;
of what only one must be so, the whole choice is one obstacle. A norm is kept back by its
instrument, which the case does not fall under, by its own condition, or by a defeat that
holds; what merely nobody knows keeps nothing back, it leaves the answer open.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import chain

from kg.assessment import Finding
from kg.engine import Status
from kg.law import Law
from kg.plan import StepKind
from kg.proof import Proof, ProofNode
from kg.text import Text
from kg.truth import Truth
from kg.wording import Wording


class Bar(Enum):
    """By what a norm is kept from applying."""

    SCOPE = "scope"
    CONDITION = "condition"
    DEFEAT = "defeat"


@dataclass(frozen=True, slots=True)
class Need:
    """What would have to be so: of a leaf, that its node is so or, unless it *must*, not so; or several such things.

    With *every* all of the parts would have to be so, without it one of them is enough.
    """

    node: str
    must: bool = True
    every: bool = True
    parts: tuple["Need", ...] = ()

    def leaves(self) -> Iterator["Need"]:
        """Yield what is needed of single nodes."""
        if self.parts:
            for part in self.parts:
                yield from part.leaves()
        else:
            yield self


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that by itself keeps a norm from applying, and the situations in which it does.

    *node* is the step of the proof that is not so, or the defeat that holds.
    """

    norm: str
    bar: Bar
    node: str
    need: Need
    situations: tuple[str, ...]


def obstacles(finding: Finding, proof: Proof, law: Law) -> tuple[Obstacle, ...]:
    """Return everything that keeps a provision from applying, by its proof; nothing where it applies or is open."""
    found: dict[object, Obstacle] = {}
    if finding.status not in KEPT_BACK:
        return ()
    for limb, top in zip(finding.limbs, proof.nodes[proof.root].below, strict=True):
        for (row, _, _), norm in zip(limb.rows, _norms(proof, top), strict=True):
            for bar, node, need in _Needs(proof, law).of(proof.nodes[norm]):
                key = (limb.norm, bar, _alike(need, row))
                known = found.get(key, Obstacle(limb.norm, bar, node, need, ()))
                found[key] = replace(known, situations=(*known.situations, row))
    return tuple(found.values())


KEPT_BACK = frozenset(
    {Status.DOES_NOT_APPLY, Status.DEFEATED, Status.OUT_OF_SCOPE, Status.SUPPORTED, Status.NOT_ENGAGED}
)
"""What a provision that something keeps from applying comes to."""


def _norms(proof: Proof, top: str) -> Iterator[str]:
    """Yield the node of a limb's norm in each of its situations, in order."""
    node = proof.nodes[top]
    for each in node.below if node.kind is StepKind.FOLD else (top,):
        yield proof.nodes[each].below[0] if proof.nodes[each].kind is StepKind.ROW else each


def _alike(need: Need, row: str) -> object:
    """Return what is the same of a need in every situation."""
    return need.node.removeprefix(row), need.must, need.every, tuple(_alike(each, row) for each in need.parts)


@dataclass(frozen=True, slots=True)
class _Needs:
    """Finds in one proof what would have to be so."""

    proof: Proof
    law: Law

    def of(self, norm: ProofNode) -> Iterator[tuple[Bar, str, Need]]:
        """Yield each obstacle of a norm that does not apply: by what it is kept back, the step, what is needed."""
        for bar, name, must in self._barring(norm):
            need = self._need(name, must=must)
            if must and need.every and need.parts:
                yield from ((bar, each.node, each) for each in need.parts)
            else:
                yield bar, need.node if must else name, need

    def _barring(self, norm: ProofNode) -> Iterator[tuple[Bar, str, bool]]:
        """Yield the steps directly below a norm that keep it from applying, and what each must come to."""
        below = [self.proof.nodes[name] for name in norm.below]
        if norm.status is Status.SUPPORTED:
            against = [each for each in below if each.kind is StepKind.INDICATOR and each.truth is Truth.FALSE]
            yield from ((Bar.CONDITION, each.id, True) for each in against)
            return
        for each in below:
            if each.kind is StepKind.DEFEAT:
                if norm.status is Status.DEFEATED and each.truth is Truth.TRUE:
                    yield Bar.DEFEAT, each.id, False
            elif each.truth is Truth.FALSE:
                yield Bar.SCOPE if each.kind is StepKind.GATE else Bar.CONDITION, each.id, True

    def _need(self, name: str, *, must: bool) -> Need:
        """Return what would have to be so for a step to be so, or not to be so."""
        node = self.proof.nodes[name]
        match node.kind:
            case _ if not node.below:
                return Need(name, must)
            case StepKind.NORM:
                parts = self._applying(node) if must else self._falling(node)
                return _joined(name, parts, every=must)
            case StepKind.GATE:
                return _joined(name, [self._reach(each) for each in self._shut(node)], every=must)
            case StepKind.NOT:
                return self._need(node.below[0], must=not must)
            case StepKind.SOME:
                return _joined(name, [self._need(each, must=must) for each in node.below], every=not must)
            case _:
                return _joined(name, [self._need(each, must=must) for each in node.below], every=must)

    def _applying(self, norm: ProofNode) -> list[Need]:
        """Return what would have to be so for a norm that does not apply to do so."""
        return [need for _, _, need in self.of(norm)]

    def _falling(self, norm: ProofNode) -> list[Need]:
        """Return of what one thing would have to be so for a norm that applies not to do so.

        That the whole case leaves the instrument is none of it.
        """
        condition = [name for name in norm.below if self.proof.nodes[name].kind not in {StepKind.GATE, StepKind.DEFEAT}]
        return [self._need(name, must=False) for name in condition]

    def _shut(self, gate: ProofNode) -> Iterator[str]:
        """Yield the norms of reach for which a case does not fall under an instrument."""
        excluding = set(chain.from_iterable(each.exclusions for each in self.law.instruments.values()))
        for name in gate.below:
            node = self.proof.nodes[name]
            if node.truth is (Truth.TRUE if node.anchor.norm in excluding else Truth.FALSE):
                yield name

    def _reach(self, name: str) -> Need:
        return self._need(name, must=self.proof.nodes[name].truth is Truth.FALSE)


def _joined(node: str, parts: Sequence[Need], *, every: bool) -> Need:
    """Return several needs as one, those of the same kind side by side and each once."""
    flat = [one for each in parts for one in (each.parts if each.parts and each.every is every else (each,))]
    several = tuple(dict.fromkeys(flat))
    return several[0] if len(several) == 1 else Need(node, every=every, parts=several)


def in_words(obstacle: Obstacle, proof: Proof, wording: Wording) -> Text:
    """Return an obstacle in words: by what the norm is kept back, and what would have to be so."""
    norm = proof.nodes[obstacle.node].anchor.norm if obstacle.bar is Bar.DEFEAT else obstacle.norm
    needed = needs(obstacle.need, proof, wording)
    return wording.words(f"whynot-{obstacle.bar.value}", norm=wording.norm(norm), need=needed)


def needs(need: Need, proof: Proof, wording: Wording) -> Text:
    """Return in words what would have to be so."""
    if not need.parts:
        name = proof.nodes[need.node].name
        return wording.words("need-so" if need.must else "need-not", fact=name)
    listed = [needs(each, proof, wording) for each in need.parts]
    separator = wording.words("need-separator")
    parts = Text(separator.en.join(each.en for each in listed), separator.zh.join(each.zh for each in listed))
    return wording.words("need-every" if need.every else "need-some", parts=parts)


def told(finding: Finding, proof: Proof, wording: Wording) -> Iterator[Text]:
    """Yield line by line why a provision does not apply, or that nothing keeps it from applying."""
    yield wording.summary(finding)
    found = obstacles(finding, proof, wording.law)
    if not found:
        key = "whynot-open" if finding.status is Status.OPEN else "whynot-applies"
        yield wording.words(key, provision=wording.provision(finding.provision))
        return
    yield from dict.fromkeys(in_words(each, proof, wording) for each in found)
