"""Jsonld: a proof as linked data, its steps in the words of PROV-O.

A finding is an entity, derived from facts on record, provisions and norms, and generated
by an activity that followed one edition of the law. Norms and provisions go by the names
under which they can be looked up; steps and records are named after the digest of the
proof, so that equal proofs have equal names. The context stands inside: nothing is fetched
to read it.

Source: PROV-O, the PROV Ontology (W3C, 2013); JSON-LD 1.1 (W3C, 2020).
"""

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from kg import record
from kg.graph import BASE, PF, SKOS
from kg.law import long
from kg.proof import Proof, ProofNode, Statement
from kg.text import Language, Text
from kg.vocabulary import Party
from kg.wording import Wording

PROOFS: Final = BASE + "proof/"
"""Under which the steps of proofs stand; a proof is not kept, so there is nothing to fetch there."""

PROV: Final = "http://www.w3.org/ns/prov#"

CONTEXT: Final[Mapping[str, object]] = {
    "pf": PF,
    "prov": PROV,
    "id": "@id",
    "type": "@type",
    "label": {"@id": SKOS + "prefLabel", "@container": "@language"},
    "says": {"@id": "pf:says", "@container": "@language"},
    "truth": "pf:truth",
    "presumed": "pf:presumedTruth",
    "assessor": "pf:assessor",
    "reasons": "pf:reasons",
    "contested": "pf:contested",
    "version": "http://www.w3.org/2002/07/owl#versionInfo",
    **{
        name: {"@id": f"{prefix}:{term}", "@type": "@id"}
        for name, prefix, term in (
            ("status", "pf", "status"),
            ("decidedBy", "pf", "decidedBy"),
            ("fact", "pf", "ofFact"),
            ("bearer", "pf", "bearer"),
            ("basis", "pf", "basis"),
            ("derivedFrom", "prov", "wasDerivedFrom"),
            ("generatedBy", "prov", "wasGeneratedBy"),
            ("association", "prov", "qualifiedAssociation"),
            ("agent", "prov", "agent"),
            ("plan", "prov", "hadPlan"),
            ("used", "prov", "used"),
        )
    },
}
"""What the names in a document stand for."""

_ENTITY: Final = "prov:Entity"
_SAFE: Final = ":@.-_"


def as_jsonld(proof: Proof, wording: Wording, edition: str) -> dict[str, object]:
    """Return a proof as one JSON-LD document, in both languages; *edition* is that of the law that was followed."""
    return _Document(proof, wording, edition).whole()


class _Document:
    """Names the parts of one proof."""

    def __init__(self, proof: Proof, wording: Wording, edition: str) -> None:
        self._proof, self._wording, self._edition = proof, wording, edition
        data = {"edition": edition, "proof": record.proof(proof, Language.EN)}
        self._head = f"{PROOFS}{record.digest(data)}/"
        nodes = proof.nodes.values()
        leaves = [(node, node.statement) for node in nodes if node.statement is not None]
        self._records = {self._record_name(node): statement for node, statement in leaves}
        self._norms = sorted({node.anchor.norm for node in nodes})
        self._provisions = sorted({name for node in nodes for name in node.anchor.provisions})

    def whole(self) -> dict[str, object]:
        """Return the whole document."""
        graph = [
            *(self._step(node) for node in self._proof.nodes.values()),
            *(self._record(name, statement) for name, statement in self._records.items()),
            *(self._of_law(name, "pf:Norm", self._wording.norm(name)) for name in self._norms),
            *(self._of_law(name, "pf:Provision", self._wording.provision(name)) for name in self._provisions),
            *self._assessing(),
        ]
        return {"@context": dict(CONTEXT), "@graph": graph}

    def _name(self, step: str) -> str:
        return self._head + quote(step, safe=_SAFE)

    def _record_name(self, node: ProofNode) -> str:
        """Return the name of what is on record at a leaf."""
        return f"{self._head}record/{quote(node.id, safe=_SAFE)}"

    def _step(self, node: ProofNode) -> dict[str, object]:
        root = node.id == self._proof.root
        below = [self._name(each) for each in node.below]
        law = [long(name) for name in (*node.anchor.provisions, node.anchor.norm)]
        if root:
            derived = [*below, *self._records, *map(long, self._provisions), *map(long, self._norms)]
        else:
            derived = [*below, *([self._record_name(node)] if node.statement else []), *law]
        return {
            "id": self._name(node.id),
            "type": [_ENTITY, "pf:ProofStep", *(["pf:Finding"] if root else [])],
            "says": _both(self._wording.node(node)),
            "truth": node.truth.value,
            "presumed": node.presumed.value,
            **({"status": f"{BASE}concept/status/{node.status.value}"} if node.status else {}),
            "decidedBy": below,
            "derivedFrom": list(dict.fromkeys(derived)),
            "generatedBy": self._name("assessing"),
        }

    def _record(self, name: str, statement: Statement) -> dict[str, object]:
        entry = statement.entry
        judged = {"assessor": entry.assessor, "reasons": entry.reasons} if entry else {}
        return {
            "id": name,
            "type": [_ENTITY, "pf:Record"],
            "fact": self._wording.vocabulary.facts[statement.fact].iri,
            "says": _both(self._wording.statement(statement)),
            **{key: said for key, said in judged.items() if said},
            **({"contested": True} if entry and entry.contested else {}),
            **_burden(statement),
        }

    def _of_law(self, name: str, kind: str, label: Text) -> dict[str, object]:
        return {"id": long(name), "type": [_ENTITY, kind], "label": _both(label)}

    def _assessing(self) -> list[dict[str, object]]:
        edition = f"{BASE}edition/{self._edition}"
        agent = {"type": "prov:SoftwareAgent", "label": {language.value: "prima-facie" for language in Language}}
        return [
            {
                "id": self._name("assessing"),
                "type": "prov:Activity",
                "used": list(self._records),
                "association": {"type": "prov:Association", "agent": agent, "plan": edition},
            },
            {"id": edition, "type": [_ENTITY, "prov:Plan"], "version": self._edition},
        ]


def _burden(statement: Statement) -> dict[str, object]:
    party = Party(statement.bearer)
    name = "BothParties" if party is Party.BOTH else party.value.capitalize()
    return {"bearer": PF + name, **({"basis": long(statement.basis)} if statement.basis else {})}


def _both(text: Text) -> dict[str, str]:
    return {language.value: text[language] for language in Language}
