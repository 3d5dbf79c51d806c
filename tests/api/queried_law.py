"""What the ready queries about the law must come to: what the graph holds, read without GraphQL."""

from kg.naming import found
from kg.vocabulary import Control
from kg.whatif import teaching
from kg.whatif.teach import Teacher, norms_called
from tests.api.matters import nodes
from tests.api.queried import Checks, Data, Known

CHECKS = Checks()


@CHECKS.add
def article(data: Data, known: Known) -> None:
    name = found(known.reasoner, known.variables["id"])
    provision, several = data["provision"], known.reasoner.law.provisions.values()
    assert provision["id"] == name
    assert [each["id"] for each in provision["children"]] == [each.id for each in several if each.parent == name]
    within = [norm["id"] for each in (provision, *provision["children"]) for norm in each["norms"]]
    assert within
    assert set(within) == {norm for each in (provision, *provision["children"]) for norm in stated(known, each["id"])}


def stated(known: Known, provision: str) -> list[str]:
    return [each.id for each in known.reasoner.law.norms.values() if provision in each.provisions]


@CHECKS.add
def article_in_chinese(data: Data, known: Known) -> None:
    law, said = known.reasoner.law, data["provision"]
    assert said["label"] == law.provisions[said["id"]].label.zh == law.provisions["spc:art-4-item-1"].label.zh
    norms = [law.norms[each] for each in stated(known, said["id"])]
    assert sorted(each["definition"] for each in said["norms"]) == sorted(each.definition.zh for each in norms)


@CHECKS.add
def contested_readings(data: Data, known: Known) -> None:
    shown = {each["code"]: each for each in nodes(data["readings"])}
    assert list(shown) == [each.code for each in known.reasoner.law.readings.values()]
    for each in known.reasoner.law.readings.values():
        options = shown[each.code]["options"]
        assert [one["definition"] for one in options] == [one.definition.en for one in each.options]
        assert [one["code"] for one in options if one["isDefault"]] == [
            one.code for one in each.options if one.id == each.default
        ]


@CHECKS.add
def crosswalk(data: Data, known: Known) -> None:
    own = list(known.atlas.commentary.correspondences.values())
    assert [each["reason"] for each in nodes(data["crosswalk"])] == [each.reason.en for each in own][:20]
    assert data["gaps"]["totalCount"] == sum(not each.ends for each in own) > 0


@CHECKS.add
def summary_errors(data: Data, known: Known) -> None:
    for name, several in data.items():
        own = [
            each.definition.en
            for each in known.atlas.commentary.statements.values()
            if name in {one.code for one in each.fidelity}
        ]
        assert [each["definition"] for each in nodes(several)] == own[:10]
    assert data["omits"]["totalCount"] > 0


@CHECKS.add
def search_in_chinese(data: Data, known: Known) -> None:
    own = [each.id for each in known.atlas.index.find(known.variables["text"])]
    assert [each["node"]["id"] for each in nodes(data["search"])] == own[:10]
    assert known.variables["text"] in nodes(data["search"])[0]["excerpt"]


@CHECKS.add
def deployer_facts(data: Data, known: Known) -> None:
    own = [each for each in known.reasoner.vocabulary.facts.values() if each.control is Control.DEPLOYER]
    assert [each["name"] for each in nodes(data["facts"])] == [each.name for each in own]


@CHECKS.add
def values_of_a_fact(data: Data, known: Known) -> None:
    fact = known.reasoner.vocabulary.facts[known.variables["id"]]
    assert [each["code"] for each in nodes(data["fact"]["values"])] == list(fact.codes)


@CHECKS.add
def who_must_prove(data: Data, known: Known) -> None:
    shown = nodes(data["norms"])
    assert {each["id"] for each in shown} <= set(stated(known, known.variables["provision"]))
    for each in shown:
        own = known.atlas.burdens.get(each["id"], ())
        assert [one["bearer"] for one in nodes(each["burdens"])] == [one.bearer.upper() for one in own]
    assert any(each["burdens"]["totalCount"] for each in shown)


@CHECKS.add
def decided_matters(data: Data, known: Known) -> None:
    own = known.atlas.commentary.matters.values()
    assert [each["holding"] for each in nodes(data["decisions"])] == [each.holding.en for each in own]


@CHECKS.add
def ontology(data: Data, known: Known) -> None:
    law, told = known.reasoner.law, data["ontology"]
    assert told["edition"] == known.reasoner.edition
    assert (told["norms"], told["provisions"]) == (len(law.norms), len(law.provisions))
    assert all(each["read"] <= each["rules"] for each in told["coverage"])


@CHECKS.add
def the_nodes(data: Data, known: Known) -> None:
    law, names = known.reasoner.law, known.variables
    assert data["node"]["definition"] == law.norms[names["id"]].definition.en
    assert [each and each["id"] for each in data["nodes"]] == [*names["ids"][:2], None]


@CHECKS.add
def teach(data: Data, known: Known) -> None:
    plan = known.reasoner.plan(known.reasoner.law.options())
    names = norms_called(known.reasoner, plan, known.variables["name"])
    lessons = data["teach"]["lessons"]
    assert lessons["totalCount"] == len(names)
    cases = nodes(nodes(lessons)[0]["cases"])
    own = Teacher(known.reasoner, plan).lessons(names[0]).cases
    for each, one in zip(cases, own, strict=False):
        assert each["heading"] == teaching.head(one, known.wording).en
    assert {each["lesson"] for each in cases} >= {"APPLIES", "MISS"}
