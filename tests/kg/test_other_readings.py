"""One plan of all readings gives what a plan of each choice gives."""

import json
from collections.abc import Iterator

import pytest

from kg.assessment import _under
from kg.engine import answer
from kg.graph import home
from kg.reasoner import Asked, Reasoner
from tests.oracles.generator import Generator, row_of

BUNDLED = sorted((home() / "data" / "deployments").glob("*.json"))


def every_choice(reasoner: Reasoner) -> Iterator[frozenset[str]]:
    law = reasoner.law
    for profile in law.profiles:
        yield law.options(profile)
        for code, reading in law.readings.items():
            yield from (law.options(profile, {code: option.code}) for option in reading.options)


def test_the_plan_of_all_readings_agrees_with_the_plan_of_each_choice(reasoner: Reasoner) -> None:
    law, everything = reasoner.law, reasoner.everything
    for options in dict.fromkeys(every_choice(reasoner)):
        plan = reasoner.plan(options)
        generator = Generator(reasoner, plan, seed=len(options))
        for row in (row_of(generator.partial()) for _ in range(10)):
            alone, among = answer(plan, row), answer(everything, _under(everything, row, options))
            for norm in plan.norms:
                assert among.statuses[everything.by_id[norm.id].place] is alone.statuses[norm.place], norm.id
        assert {norm.id for norm in plan.norms} == {
            norm.id for norm in law.norms.values() if norm.option is None or norm.option in options
        }


@pytest.mark.parametrize("name", [path.stem for path in BUNDLED])
def test_another_reading_is_named_where_asking_under_it_gives_another_answer(reasoner: Reasoner, name: str) -> None:
    path = next(path for path in BUNDLED if path.stem == name)
    deployment = reasoner.read(json.loads(path.read_text(encoding="utf-8")))
    usual = reasoner.assess(deployment)
    named = {(each.id, one.reading, one.option): one.status for each in usual.findings for one in each.others}
    for code, reading in reasoner.law.readings.items():
        for option in reading.options:
            if option.id in usual.options:
                continue
            there = reasoner.assess(deployment, Asked(readings=((code, option.code),)))
            for finding in usual.findings:
                other = there.finding(finding.activity, finding.provision)
                if other is None or finding.status is other.status:
                    assert other is None or (finding.id, code, option.code) not in named
                else:
                    assert named[finding.id, code, option.code] is other.status
