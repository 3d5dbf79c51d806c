"""Void: what a program must know of the law graph before it asks: what is in it, where to get it, under which terms.

Source: Describing Linked Datasets with the VoID Vocabulary (W3C, 2011).
"""

from collections.abc import Iterable
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.graph import BASE, TYPE, Triple
from kg.law import long
from kg.linked.export import export, kinds
from kg.linked.prefixes import KNOWN
from kg.linked.things import Things
from kg.text import Language

VOID: Final = "http://rdfs.org/ns/void#"
DATASET: Final = BASE + "dataset"
"""The name of the whole as a data set."""

_DCTERMS: Final = KNOWN["dcterms"]
_KEPT: Final = frozenset({_DCTERMS + name for name in ("title", "description", "license", "creator")})


def void(things: Things, files: Iterable[str], home: str) -> list[Triple]:
    """Return the description: *files* are the addresses of the whole as files, *home* is that of a page about it."""
    reasoner = things.reasoner
    stated = [(predicate, term) for _, predicate, term in things.said[BASE]]
    triples: list[Triple] = [
        (DATASET, TYPE, VOID + "Dataset"),
        (DATASET, _DCTERMS + "hasVersion", f"{BASE}edition/{reasoner.edition}"),
        (DATASET, KNOWN["owl"] + "versionInfo", Literal(reasoner.edition)),
        (DATASET, VOID + "uriSpace", Literal(BASE)),
        (DATASET, _FOAF + "homepage", home),
        (DATASET, VOID + "triples", _number(len(export(reasoner, "ontology")))),
        (DATASET, VOID + "entities", _number(len(things.names))),
        (DATASET, VOID + "rootResource", BASE),
        *((DATASET, predicate, term) for predicate, term in stated if predicate in _KEPT),
        *((DATASET, VOID + "dataDump", file) for file in files),
        *((DATASET, VOID + "vocabulary", KNOWN[name]) for name in ("owl", "pf", "sh", "skos")),
        *((DATASET, VOID + "exampleResource", each) for each in _examples(things)),
    ]
    for kind in kinds(reasoner):
        if kind != "ontology":
            part = f"{BASE}export/{kind.replace(':', '/')}"
            triples += [(DATASET, VOID + "subset", part), (part, TYPE, VOID + "Dataset")]
            title = reasoner.law.instruments[kind].label if kind in reasoner.law.instruments else None
            title = title or reasoner.words(f"export-{kind}")
            triples += [(part, _DCTERMS + "title", Literal(title[each], language=each.value)) for each in Language]
    return triples


def _examples(things: Things) -> list[str]:
    """Return the first provision, norm and fact there is."""
    law = things.reasoner.law
    return [
        long(next(iter(law.provisions))),
        long(next(iter(law.norms))),
        next(iter(things.reasoner.vocabulary.facts.values())).iri,
    ]


def _number(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode(KNOWN["xsd"] + "integer"))


_FOAF: Final = "http://xmlns.com/foaf/0.1/"
