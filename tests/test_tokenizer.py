from __future__ import annotations

import os
import tempfile
import unicodedata
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.dictionary import WordDictionary
from index.language.tokenizer import Tokenizer, fold


@pytest.fixture(scope="module")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def tokenizer(cache_folder: Path) -> Tokenizer:
    return Tokenizer(cache_folder=cache_folder)


def test_a_word_of_the_lexicon_stays_whole_and_gives_its_parts_too(tokenizer: Tokenizer) -> None:
    assert tokenizer.words("召开政协常委会") == ["召开", "政协", "常委", "委会", "常委会", "政协常委会"]


def test_numbers_stay_whole_and_lose_their_thousands_commas(tokenizer: Tokenizer) -> None:
    assert tokenizer.words("征集提案1,571件，增长8.5%") == ["征集", "提案", "1571", "件", "增长", "8.5"]
    assert tokenizer.words("2023,24") == ["2023", "24"]


def test_width_and_case_make_no_difference(tokenizer: Tokenizer) -> None:
    assert tokenizer.words("ＧＤＰ增长８％") == tokenizer.words("gdp增长8%") == ["gdp", "增长", "8"]


def test_traditional_characters_are_left_alone(tokenizer: Tokenizer) -> None:
    assert "".join(tokenizer.bigrams("臺灣")) == "臺灣"


def test_bigrams_pair_neighbours_within_a_run_only(tokenizer: Tokenizer) -> None:
    assert tokenizer.bigrams("立案409件。提案办理") == ["立案", "409", "件", "提案", "案办", "办理"]


def test_latin_words_with_digits_stay_whole(tokenizer: Tokenizer) -> None:
    assert tokenizer.words("5G与Covid-19") == ["5g", "与", "covid", "19"]


def test_text_without_terms_gives_none(tokenizer: Tokenizer) -> None:
    assert tokenizer.words(" \n，。——") == tokenizer.bigrams("《》") == tokenizer.words("") == []


def test_a_dictionary_read_from_the_cache_cuts_like_the_one_just_compiled(
    cache_folder: Path, tokenizer: Tokenizer
) -> None:
    text = "区政协十四届三次会议以来，共收到提案265件，经审查立案224件，办复率100%。"
    first = tokenizer.words(text)
    (path,) = cache_folder.glob("words-*.json")
    os.utime(path)  # else what is open already would be taken
    assert Tokenizer(cache_folder=cache_folder).words(text) == first


def test_a_dictionary_is_read_once_for_all_that_share_its_file(tmp_path: Path, cache_folder: Path) -> None:
    words = "提案办理"
    other = tmp_path / "home"
    other.symlink_to(cache_folder, target_is_directory=True)
    with patch.object(WordDictionary, "cached", side_effect=WordDictionary.cached) as read:
        (path,) = cache_folder.glob("words-*.json")
        os.utime(path)
        first = Tokenizer(cache_folder=cache_folder).words(words)
        assert Tokenizer(cache_folder=other).words(words) == first
        assert read.call_count == 1
        path.write_bytes(path.read_bytes()[:-1])
        assert Tokenizer(cache_folder=cache_folder).words(words) == first
        assert read.call_count == 2


def test_words_agree_with_jieba_loaded_in_full(tokenizer: Tokenizer) -> None:
    import jieba

    reference = jieba.Tokenizer()
    reference.FREQ, reference.total = reference.gen_pfdict(reference.get_dict_file())
    reference.initialized = True
    for word in tokenizer._lexicon:
        reference.add_word(word)
    for text in (
        "全市上下坚持以习近平新时代中国特色社会主义思想为指导",
        "民主监督工作更加有力有效",
        "雪片似的建议飞来",
    ):
        assert tokenizer.words(text) == list(reference.cut_for_search(text))


@pytest.mark.parametrize("size", [0, 1, 100_000, 3_000_000])
def test_a_cache_that_is_cut_short_is_compiled_anew(
    tmp_path: Path, tokenizer: Tokenizer, cache_folder: Path, size: int
) -> None:
    tokenizer.warm()
    path = tmp_path / f"words-{tokenizer.fingerprint}.json"
    path.write_bytes((cache_folder / path.name).read_bytes()[:size])
    assert Tokenizer(cache_folder=tmp_path).words("提案办理") == tokenizer.words("提案办理")
    assert path.stat().st_size > 3_000_000


def test_a_changed_lexicon_changes_words_and_fingerprint(tmp_path: Path, tokenizer: Tokenizer) -> None:
    lexicon = tmp_path / "lexicon.txt"
    lexicon.write_text("# comment\n问政于民心  # note\n", encoding="utf-8")
    other = Tokenizer(lexicon=lexicon)
    assert other.fingerprint != tokenizer.fingerprint
    assert "问政于民心" in other.words("要问政于民心")
    assert "问政于民心" not in tokenizer.words("要问政于民心")


def test_jieba_is_silent_and_leaves_the_shared_folder_and_tokenizer_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(shared))
    Tokenizer(cache_folder=tmp_path / "own").words("提案")
    import jieba

    assert not jieba.dt.initialized
    assert list(shared.iterdir()) == []
    assert capfd.readouterr() == ("", "")


@given(st.text(max_size=60))
def test_bigrams_keep_every_character_they_do_not_drop(text: str) -> None:
    terms = Tokenizer().bigrams(text)
    letters = {c for c in fold(text) if unicodedata.category(c)[0] == "L" or c in "0123456789"}
    assert set("".join(terms)) >= letters
    assert all(term and not any(c.isspace() for c in term) for term in terms)
