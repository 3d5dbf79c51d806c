"""What the ready queries about a deployment must come to: what the reasoner says where nobody asks in GraphQL."""

import json
from collections.abc import Iterable

import prima_facie
from api.spoken import as_input
from kg import whynot
from kg.assessment import Assessment
from kg.comparison.compare import compare
from kg.comparison.crosswalk import side_by_side
from kg.reasoner import Asked
from kg.rendering.jsonld import as_jsonld
from kg.rendering.mermaid import as_mermaid
from kg.rendering.plain import as_text
from kg.text import Language
from tests.api.matters import deployment, nodes
from tests.api.queried import Checks, Data, Known

CHECKS = Checks()
REACHING = {"APPLIES", "APPLIES_UNLESS"}


def statuses(found: Iterable[Data]) -> list[tuple[str, str]]:
    return [(each["key"], each["status"]) for each in found]


def held(whole: Assessment, *wanted: str) -> list[tuple[str, str]]:
    return [(each.id, each.status.name) for each in whole.findings if not wanted or each.status.name in wanted]


@CHECKS.add
def first(data: Data, known: Known) -> None:
    facts = {"frt_used": True, "individual_identifiable": True, "conduct_start": "2024-01-01", "rules_published": False}
    read = known.reasoner.read({"id": "first-question", "activities": [{"id": "gate", "facts": facts}]})
    shown = nodes(data["assess"]["findings"])
    own = [each for each in known.reasoner.assess(read).findings if each.status.name in {*REACHING, "OPEN"}]
    assert [each["summary"] for each in shown] == [known.wording.summary(each).en for each in own[:20]]
    assert len(shown) > 3


@CHECKS.add
def what_applies(data: Data, known: Known) -> None:
    assert statuses(nodes(data["assess"]["findings"])) == held(known.whole, *REACHING)


@CHECKS.add
def own_description(data: Data, known: Known) -> None:
    facts = {
        "frt_used": True,
        "individual_identifiable": True,
        "conduct_start": "2023-05-08",
        "consent_obtained": True,
        "consent_separate": {
            "value": False,
            "assessor": "counsel",
            "reasons": "one signature for the whole contract",
        },
        "security_measures": {"present": ["encryption"], "absent": ["segregated_storage"], "open": True},
    }
    given = known.variables["deployment"]
    (turnstile,) = given["activities"]
    activity = {"id": turnstile["id"], "title": turnstile["title"], "facts": facts}
    description = {"id": given["id"], "title": given["title"], "activities": [activity]}
    assert as_input(description, known.reasoner) == given
    whole = known.reasoner.assess(known.reasoner.read(description))
    assert statuses(nodes(data["assess"]["findings"])) == held(whole)[:50]


@CHECKS.add
def why(data: Data, known: Known) -> None:
    one, found = known.finding(), data["why"]
    assert (found["key"], found["summary"]) == (one.id, known.wording.summary(one).en)
    assert found["proof"]["text"] == as_text(known.whole.proof(one), known.wording, Language.EN)


@CHECKS.add
def why_not(data: Data, known: Known) -> None:
    one = known.finding()
    assert data["whyNot"]["says"] == [each.en for each in whynot.told(one, known.whole.proof(one), known.wording)]
    assert nodes(data["whyNot"]["obstacles"])


@CHECKS.add
def next_questions(data: Data, known: Known) -> None:
    agenda = prima_facie.next_questions(known.reasoner, known.whole)
    shown = nodes(data["nextQuestions"]["questions"])
    assert len(shown) == 5
    for each, own in zip(shown, agenda.questions, strict=False):
        assert each["question"].startswith(own.text.en)
        assert each["settles"] == list(own.settles)


@CHECKS.add
def changes(data: Data, known: Known) -> None:
    (own,) = prima_facie.changes(known.reasoner, known.read, known.variables["provision"])
    shown = nodes(data["changes"]["sets"])
    assert shown
    for each, one in zip(shown, own.sets, strict=False):
        assert (each["status"], len(each["changes"])) == (one.status.name, len(one.changes))


def moved(data: Data, known: Known, before: Assessment, after: Assessment) -> None:
    own = compare(before, after, known.reasoner.law, known.reasoner.vocabulary)
    shown = nodes(data["compare"]["moves"])
    assert shown
    assert data["compare"]["same"] == own.same
    for each, one in zip(shown, own.moves, strict=False):
        assert each["before"]["provision"]["label"] == known.label(one.before.provision)
        assert (each["before"]["status"], each["after"]["status"]) == (one.before.status.name, one.after.status.name)


@CHECKS.add
def the_compare(data: Data, known: Known) -> None:
    sides = [deployment(known.reasoner, known.variables[each]) for each in ("before", "after")]
    moved(data, known, *(known.reasoner.assess(each) for each in sides))


@CHECKS.add
def compare_readings(data: Data, known: Known) -> None:
    after = known.reasoner.assess(known.read, Asked(known.variables["after"].lower()))
    moved(data, known, known.whole, after)
    assert data["compare"]["readings"]


@CHECKS.add
def both_instruments(data: Data, known: Known) -> None:
    several = known.atlas.commentary.correspondences.values()
    own = list(side_by_side(known.whole, several, known.reasoner.law))
    assert data["bothInstruments"]["beside"]["totalCount"] == len(own)
    for each, one in zip(nodes(data["bothInstruments"]["beside"]), own, strict=False):
        assert (each["label"], each["gap"]) == (one.correspondence.label.en, not one.ends)


@CHECKS.add
def validate(data: Data, known: Known) -> None:
    facts = {"frt_used": True, "conduct_start": "2024-03-01", "conduct_end": "2023-03-01"}
    read = known.reasoner.read({"id": "draft", "activities": [{"id": "door", "facts": facts}]})
    assert data["validate"]["readable"]
    assert [each["message"] for each in data["validate"]["problems"]] == [each.message.en for each in read.problems]
    assert read.problems


@CHECKS.add
def receipt(data: Data, known: Known) -> None:
    assert data["receipt"]["json"] == prima_facie.receipt(known.reasoner, known.read, known.whole)


@CHECKS.add
def verify_receipt(data: Data, known: Known) -> None:
    differs = prima_facie.verify(known.reasoner, known.variables["receipt"], known.read)
    assert data["verifyReceipt"]["differs"] == [each.upper() for each in differs]
    assert data["verifyReceipt"]["same"] == (not differs)


@CHECKS.add
def proof_to_draw(data: Data, known: Known) -> None:
    proof, found = known.whole.proof(known.finding()), data["why"]["proof"]
    assert found["mermaid"] == as_mermaid(proof, known.wording, Language.EN)
    written = as_jsonld(proof, known.wording, known.reasoner.edition)
    assert found["jsonld"] == json.loads(json.dumps(written))
