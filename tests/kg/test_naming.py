"""Naming: what a reader means, as it is cited, as it is labelled, or nearly so."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import NotFoundError
from kg.law import long
from kg.naming import LONGEST, NEAR, folded, found
from kg.official.numerals import value
from kg.reasoner import Reasoner


def test_everything_is_found_by_its_id_and_by_its_whole_name(reasoner: Reasoner) -> None:
    law = reasoner.law
    for name in [*law.instruments, *law.provisions, *law.norms, *law.indicators, *law.defeats, *law.readings]:
        assert found(reasoner, name, of=[name]) == name
    for name in [*list(law.provisions)[:5], *list(law.norms)[:5]]:
        assert found(reasoner, name) == found(reasoner, long(name)) == name


def test_a_provision_of_an_answered_instrument_is_found_by_its_number_and_its_labels(reasoner: Reasoner) -> None:
    law = reasoner.law
    answered = [each for each in law.provisions.values() if law.instruments[each.instrument].answered]
    numbers = Counter(folded(each.number) for each in answered)
    for each in answered:
        assert found(reasoner, each.label.en) == each.id
        assert found(reasoner, each.label.zh) == each.id
        if numbers[folded(each.number)] == 1:
            assert found(reasoner, each.number) == each.id


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Art. 4(2)", "Article 4 (2)"),
        ("Art. 8 para. 2", "article 8, paragraph 2"),
        ("第四条第（二）项", "第4条第2项"),
        ("民法典第一千零三十五条第一款第一项", "民法典第1035条第1款第1项"),
        ("第１０条", "第十条"),
    ],
)
def test_ways_of_writing_one_name_are_one_name(one: str, other: str) -> None:
    assert folded(one) == folded(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("4(2)", "42"), ("4(2)", "4¶2"), ("Art. 1", "Art. 11"), ("第十条", "第十一条")]
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert folded(one) != folded(other)


def test_what_may_be_several_things_names_them(reasoner: Reasoner) -> None:
    with pytest.raises(NotFoundError, match="could be any of these") as raised:
        found(reasoner, "13", of=["pipl:art-13", "psvi:art-13"])
    assert "pipl:art-13" in raised.value.says.zh


def test_near_names_are_few_and_nearest_first(reasoner: Reasoner) -> None:
    with pytest.raises(NotFoundError, match=r"did you mean spc:art-4-item-3,") as raised:
        found(reasoner, "spc:art-4-item-3x")
    assert raised.value.says.en.count("art-") <= NEAR + 1
    assert str(raised.value) == raised.value.says.en


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=LONGEST + 40))
def test_whatever_is_asked_a_name_is_found_or_refused_in_both_languages(reasoner: Reasoner, name: str) -> None:
    try:
        assert found(reasoner, name)
    except NotFoundError as error:
        assert error.says.en
        assert error.says.zh


@pytest.mark.parametrize(
    ("numeral", "number"),
    [
        ("一", 1),
        ("十", 10),
        ("十一", 11),
        ("二十", 20),
        ("一百零三", 103),
        ("一百一十", 110),
        ("两百", 200),
        ("一千一百八十二", 1182),
        ("二〇二一", 2021),
        ("1035", 1035),
        ("", None),
        ("百", None),
        ("十百", None),
        ("一一十", None),
        ("甲", None),
        ("1" * 13, None),
    ],
)
def test_numerals_are_read_as_legal_texts_write_them(numeral: str, number: int | None) -> None:
    assert value(numeral) == number


@given(st.integers(1, 9999))
def test_every_number_reads_back(number: int) -> None:
    digits, units, spelt, zero = "零一二三四五六七八九", "千百十", "", False
    for place, digit in enumerate(f"{number:04d}"):
        if digit == "0":
            zero = bool(spelt)
            continue
        spelt += ("零" if zero else "") + digits[int(digit)] + (units[place] if place < 3 else "")
        zero = False
    assert value(spelt) == number
