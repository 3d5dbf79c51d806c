"""Two editions of the law: what was added, removed, changed or reworded, and which findings move."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.comparison import edition
from kg.comparison.amendment import Change, How, changes
from kg.comparison.compared import edition_data
from kg.comparison.contrast import Contrast
from kg.errors import LawError, NotFoundError
from kg.graph import cache_folder, home
from kg.reasoner import Reasoner
from kg.text import Language
from kg.wording import Wording

CASE: dict[str, Any] = {
    "id": "pool",
    "activities": [
        {
            "id": "door",
            "facts": {
                "frt_used": True,
                "individual_identifiable": True,
                "conduct_start": "2021-05-01",
                "conduct_end": "open",
                "rules_published": False,
            },
        }
    ],
}
RULES = "^(cond:rules-not-public a sh:NodeShape ;[^.]*?)"
CONTRARY = (RULES + "(sh:hasValue )true", r"\1\2false")
Amended = Callable[..., Reasoner]


@pytest.fixture
def amended(tmp_path: Path) -> Amended:
    """A function that loads the law with some passages replaced: patterns, each of which fits one place only."""

    def load(*pairs: tuple[str, str]) -> Reasoner:
        folder = tmp_path / "edition"
        for name in ("ontology", "shapes"):
            shutil.copytree(home() / name, folder / name, dirs_exist_ok=True)
        for pattern, new in pairs:
            texts = {path: path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.ttl"))}
            changed = {
                path: re.subn(pattern, new, text, flags=re.DOTALL | re.MULTILINE) for path, text in texts.items()
            }
            assert sum(count for _, count in changed.values()) == 1, pattern
            for path, (text, _) in changed.items():
                path.write_text(text, encoding="utf-8")
        return edition.load(folder, cache_folder())

    return load


def by_id(several: tuple[Change, ...]) -> dict[str, Change]:
    return {each.id: each for each in several}


def test_an_edition_beside_itself_says_the_same(reasoner: Reasoner, amended: Amended) -> None:
    other = amended()
    assert other.edition == reasoner.edition
    assert changes(reasoner, other) == ()


def test_a_default_that_changes_is_seen_in_the_law_and_moves_findings(reasoner: Reasoner, amended: Amended) -> None:
    reading = reasoner.law.readings["IC-14"]
    other = next(option for option in reading.options if option.code == "c")
    second = amended(
        (
            f"pf:defaultOption {reading.default.replace('reading:', 'ic:')} \\.",
            f"pf:defaultOption {other.id.replace('reading:', 'ic:')} .",
        )
    )
    several = changes(reasoner, second)
    (change,) = several
    assert (change.kind, change.id, change.how) == ("reading", "IC-14", How.CHANGED)
    assert [(detail.said, detail.before.en, detail.after.en) for detail in change.details] == [
        ("default", reading.default, other.id)
    ]
    (answer,) = edition.moved(reasoner, second, [("pool", CASE)], None, several)
    assert answer.comparison is not None
    assert answer.comparison.moves
    assert all(each.facts == () for each in answer.comparison.moves)
    assert any(several == answer.behind[each.before.id] for each in answer.comparison.moves)


def test_a_gist_in_other_words_is_reworded_and_moves_nothing(reasoner: Reasoner, amended: Amended) -> None:
    provision = reasoner.law.provisions["spc:art-2-item-2"]
    second = amended((f'"{re.escape(provision.gist.en)}"@en', '"In other words."@en'))
    several = changes(reasoner, second)
    assert [(each.kind, each.id, each.how) for each in several] == [("provision", provision.id, How.REWORDED)]
    (answer,) = edition.moved(reasoner, second, [("pool", CASE)], None, several)
    assert answer.comparison is not None
    assert answer.comparison.moves == ()


def test_a_condition_names_the_elements_that_come_and_go(reasoner: Reasoner, amended: Amended) -> None:
    renamed_law = amended((RULES + r'(sh:name )"[^"]*"@en', r'\1\2"other words"@en'))
    (renamed,) = changes(reasoner, renamed_law)
    assert (renamed.kind, renamed.how) == ("condition", How.REWORDED)
    second = amended((RULES + "(sh:path fact:)rules_published", r"\1\2frt_used"))
    (change,) = changes(renamed_law, second)
    (detail,) = change.details
    assert (change.how, detail.said, detail.before.en) == (How.CHANGED, "requires", "not other words")
    assert detail.after.en != detail.before.en


def test_a_condition_that_asks_for_the_contrary_is_changed_and_lies_behind_the_move(
    reasoner: Reasoner, amended: Amended
) -> None:
    second = amended(CONTRARY)
    several = changes(reasoner, second)
    (change,) = several
    assert (change.kind, change.how) == ("condition", How.CHANGED)
    (detail,) = change.details
    assert detail.before.en.replace("True", "False") == detail.after.en != detail.before.en
    (answer,) = edition.moved(reasoner, second, [("pool", CASE)], None, several)
    assert answer.comparison is not None
    told = {move.after.provision: answer.behind[move.before.id] for move in answer.comparison.moves}
    assert told["spc:art-2-item-2"] == (change,)


def test_a_defeat_taken_away_is_removed_and_shows_in_what_it_defeated(reasoner: Reasoner, amended: Amended) -> None:
    defeat = next(each for each in reasoner.law.defeats.values() if each.option is None and each.under is None)
    second = amended((f"^{re.escape(defeat.id)} a pf:Defeat ;.*?\\.\n\n", ""))
    change = by_id(changes(reasoner, second))[defeat.id]
    assert (change.kind, change.how, change.norms) == ("defeat", How.REMOVED, (defeat.defeated,))
    back = by_id(changes(second, reasoner))[defeat.id]
    assert (back.how, back.norms) == (How.ADDED, (defeat.defeated,))


def test_sentences_that_an_older_edition_lacks_are_lent_and_no_part_of_it(reasoner: Reasoner, tmp_path: Path) -> None:
    for name in ("ontology", "shapes"):
        shutil.copytree(home() / name, tmp_path / name)
    shutil.rmtree(tmp_path / "ontology" / "words")
    older = edition.load(tmp_path, cache_folder())
    assert older.words("edition-same") == reasoner.words("edition-same")
    assert older.edition != reasoner.edition
    assert changes(older, reasoner) == ()
    assert edition.load(tmp_path, cache_folder()).edition == older.edition


def test_a_description_that_cannot_be_read_is_told_and_the_others_are_compared(reasoner: Reasoner) -> None:
    odd = {"id": "odd", "activities": [{"id": "a", "facts": {"no_such_fact": 1}}]}
    first, second = edition.moved(reasoner, reasoner, [("odd", odd), ("pool", CASE)])
    assert first.comparison is None
    assert [each.code for each in first.problems] == ["unknown-fact"]
    assert second.comparison is not None
    assert second.comparison.moves == ()


def test_a_folder_that_is_not_there_is_named_in_both_languages(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError) as found:
        edition.load(tmp_path / "nowhere")
    assert "nowhere" in found.value.says.en
    assert "nowhere" in found.value.says.zh


def test_a_folder_that_only_adds_to_the_law_is_no_edition_of_it() -> None:
    with pytest.raises(LawError, match="no whole edition"):
        edition.load(home() / "tests" / "instrument", cache_folder())


def test_everything_that_can_differ_has_a_name_in_words(reasoner: Reasoner) -> None:
    from dataclasses import fields

    from kg import law, vocabulary

    kinds = (law.Instrument, law.Provision, law.Norm, law.Indicator, law.Defeat, law.Allocation, law.Reading)
    names = {field.name for kind in (*kinds, vocabulary.Fact) for field in fields(kind)} | {"requires", "chooses"}
    assert all(reasoner.words(f"said-{name}").zh for name in sorted(names))


def test_editions_are_told_in_both_languages_and_as_the_same_bytes(
    reasoner: Reasoner, wording: Wording, amended: Amended
) -> None:
    second = amended(CONTRARY)
    several = changes(reasoner, second)
    answers = list(edition.moved(reasoner, second, [("pool", CASE)], None, several))
    contrast = Contrast(Wording(second.law, second.vocabulary, second.words), wording)
    lines = [*contrast.changes(several), *contrast.moved(answers)]
    assert all(line.says.en and line.says.zh for line in lines)
    data = [edition_data(reasoner.edition, second.edition, several, answers, Language.EN) for _ in range(2)]
    assert data[0] == data[1]
