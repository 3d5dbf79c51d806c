"""Export: the law or a part of it as one file that stands by itself, for other tools.

The whole ontology opens in an ontology editor; shapes and planes serve any validator; the
crosswalk and each instrument can be cited and published alone. Every file has one header
that names the edition it was taken from. What a file mentions and does not describe is
there by its classes and its name, so that nothing in it is a bare address.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pyoxigraph import Literal

from kg.errors import NotFoundError
from kg.graph import BASE, PF, SKOS, TYPE, Triple, parsed
from kg.law import long
from kg.linked.prefixes import KNOWN
from kg.planes import planes
from kg.reasoner import Reasoner
from kg.text import Language, Text
from kg.words import quoted

KINDS: Final = ("ontology", "shapes", "planes", "crosswalk")
"""What can be exported beside single instruments, which go by their ids."""

_OWL: Final = KNOWN["owl"]
_TITLE: Final = KNOWN["dcterms"] + "title"
_VERSION: Final = frozenset({_OWL + "versionIRI", _OWL + "versionInfo"})
_KEPT: Final = frozenset({TYPE, SKOS + "prefLabel", SKOS + "notation"})
"""What is said of something that is mentioned only."""

Said = Mapping[str, list[Triple]]


def kinds(reasoner: Reasoner) -> tuple[str, ...]:
    """Return everything that can be exported, by name."""
    return (*KINDS, *reasoner.law.instruments)


def export(reasoner: Reasoner, kind: str) -> list[Triple]:
    """Return the triples of one file; raises NotFoundError for a kind that there is not."""
    if kind not in kinds(reasoner):
        raise NotFoundError(reasoner.words("no-export", name=quoted(kind), known=", ".join(kinds(reasoner))))
    ontology, shapes = parsed(reasoner.sources.ontology), parsed(reasoner.sources.shapes)
    headers = _headers([*ontology, *shapes])
    header = set(_header(reasoner, kind, [triple for triple in ontology if triple[0] in headers]))
    match kind:
        case "ontology":
            body = [triple for triple in ontology if triple[0] not in headers]
        case "shapes":
            body = [triple for triple in shapes if triple[0] not in headers]
        case "planes":
            body = parsed({"planes": planes(reasoner.formulas, reasoner.vocabulary).encode()})
        case _:
            chosen = _crosswalk(ontology) if kind == "crosswalk" else _instrument(reasoner, kind)
            body = _closed(chosen, header, by_subject([*ontology, *shapes]))
    return sorted({*header, *body}, key=_sorted)


def _sorted(triple: Triple) -> tuple[str, str, str, str]:
    subject, predicate, term = triple
    return subject, predicate, term if isinstance(term, str) else term.value, str(term)


def _headers(triples: Iterable[Triple]) -> frozenset[str]:
    return frozenset(subject for subject, *said in triples if said == [TYPE, _OWL + "Ontology"])


def by_subject(triples: Iterable[Triple]) -> dict[str, list[Triple]]:
    """Return triples by what they are about."""
    found: dict[str, list[Triple]] = {}
    for triple in triples:
        found.setdefault(triple[0], []).append(triple)
    return found


def _header(reasoner: Reasoner, kind: str, stated: Iterable[Triple]) -> Iterator[Triple]:
    """Yield the one header of a file: what the ontology says of itself, and the edition it was taken from."""
    whole = kind == "ontology"
    name = BASE if whole else f"{BASE}export/{kind.replace(':', '/')}"
    yield name, TYPE, _OWL + "Ontology"
    yield name, _OWL + "versionIRI", f"{name}{'' if whole else '/'}edition/{reasoner.edition}"
    yield name, _OWL + "versionInfo", Literal(reasoner.edition)
    for _, predicate, term in stated:
        if predicate not in {TYPE, _TITLE, *_VERSION} or (whole and predicate == _TITLE):
            yield name, predicate, term
    if not whole:
        title = _title(reasoner, kind)
        yield from ((name, _TITLE, Literal(title[each], language=each.value)) for each in Language)


def _title(reasoner: Reasoner, kind: str) -> Text:
    instrument = reasoner.law.instruments.get(kind)
    return reasoner.words("export-title", kind=instrument.label if instrument else reasoner.words(f"export-{kind}"))


def _crosswalk(ontology: Iterable[Triple]) -> set[str]:
    """Return what the crosswalk consists of: the correspondences, and how provisions can stand to each other."""
    several = {subject for subject, *said in ontology if said == [TYPE, PF + "Correspondence"]}
    ways = {term for subject, predicate, term in ontology if subject in several and predicate == PF + "relation"}
    ends = {
        term
        for subject, predicate, term in ontology
        if subject in several and predicate in {PF + "fromProvision", PF + "toProvision", PF + "toInstrument"}
    }
    return {name for name in (*several, *ways, *ends) if isinstance(name, str)}


def _instrument(reasoner: Reasoner, kind: str) -> set[str]:
    """Return what an instrument consists of: its provisions, and everything that was read out of them."""
    law = reasoner.law
    provisions = {each.id for each in law.provisions.values() if each.instrument == kind}
    norms = {each.id: each for each in law.norms.values() if provisions & set(each.provisions)}
    indicators = [each for each in law.indicators.values() if each.principle in norms]
    defeats = [each for each in law.defeats.values() if each.defeated in norms]
    conditions = {*(each.condition for each in norms.values()), *(each.condition for each in indicators)}
    conditions |= {each.under for each in defeats if each.under}
    named = {kind, *provisions, *norms, *(each.id for each in indicators), *(each.id for each in defeats)}
    named |= {each.id for each in law.allocations.values() if each.provision in provisions}
    return {long(name) for name in named} | conditions


def _closed(chosen: set[str], header: set[Triple], said: Said) -> list[Triple]:
    """Return all that is said of some things, with what stands inside them, and the names of what they mention."""
    body: list[Triple] = []
    waiting = sorted(chosen)
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            body += said.get(name, [])
            waiting += [term for *_, term in said.get(name, []) if isinstance(term, str) and term.startswith("_:")]
    mentioned = _names([*body, *header]) - seen
    named = _called(mentioned, said)
    return [*body, *named, *_called(_names(named) - mentioned - seen, said)]


def _names(triples: Iterable[Triple]) -> set[str]:
    return {part for triple in triples for part in triple if isinstance(part, str)}


def _called(names: set[str], said: Said) -> list[Triple]:
    return [triple for name in sorted(names) for triple in said.get(name, []) if triple[1] in _KEPT]
