"""Corrections kept in the home: for any folder's reports, over what stands beside them, and through every rebuild."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.building.builder import build
from index.config import Config
from index.reports.corrections import Correction
from index.reports.home_corrections import forget_corrections, home_corrections, merged, put_right
from index.storage.store import Index, tokenizer_for

TEXT = "政协第十三届新乡市委员会常务委员会工作报告\n\n一、2023年工作回顾\n\n全年立案提案409件。\n"


@pytest.fixture(scope="session")
def dictionary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home-corrections-dictionary")
    tokenizer_for(home).warm()
    return home / "cache"


@pytest.fixture
def config(tmp_path: Path, dictionary: Path) -> Config:
    home = tmp_path / "home"
    home.mkdir()
    (home / "cache").symlink_to(dictionary)
    return Config(home=home, model="none")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path / "reports"


def places(config: Config) -> list[str]:
    with Index.open(config.home) as index:
        return [report.place for report in index.reports]


def test_a_correction_at_home_wins_over_the_folder_and_stays(config: Config, folder: Path) -> None:
    (folder / "corrections.tsv").write_text("a.txt\t0\tplace\t郑州市\na.txt\t0\tspeaker\t某人\n", encoding="utf-8")
    put_right(config.home, "a.txt", 0, {"place": "上街区"})
    assert build([folder], config).failed == ()
    build([folder], config, full=True)
    with Index.open(config.home) as index:
        assert [(each.place, each.speaker) for each in index.reports] == [("河南省郑州市上街区", "某人")]
    forget_corrections(config.home, "a.txt")
    assert build(None, config).updated == 1
    assert places(config) == ["河南省郑州市"]


def test_uploads_are_corrected_at_home(config: Config) -> None:
    (config.home / "uploads").mkdir()
    (config.home / "uploads" / "u.txt").write_text(TEXT, encoding="utf-8")
    put_right(config.home, "uploads/u.txt", 0, {"place": "郑州市"})
    assert build(None, config).failed == ()
    assert places(config) == ["河南省郑州市"]


def test_a_line_about_a_file_that_is_not_indexed_waits(config: Config, folder: Path) -> None:
    put_right(config.home, "later.txt", 0, {"place": "上街区"})
    assert build([folder], config).failed == ()
    (folder / "later.txt").write_text(TEXT + "另一份", encoding="utf-8")
    build(None, config)
    assert places(config) == ["河南省新乡市", "河南省郑州市上街区"]


def test_a_part_that_is_not_there_is_told_with_its_table(config: Config, folder: Path) -> None:
    put_right(config.home, "a.txt", 7, {"place": "上街区"})
    ((where, message),) = build([folder], config).failed
    assert where == f"{config.home / 'corrections.tsv'}:2"
    assert "no part 7" in message


def test_only_the_fields_named_are_replaced(tmp_path: Path) -> None:
    put_right(tmp_path, "a.txt", 0, {"place": "上街区", "covers": "2019"})
    put_right(tmp_path, "a.txt", 1, {"place": "新乡市"})
    put_right(tmp_path, "a.txt", 0, {"place": " 郑州市\n"})
    rows = {(each.part, each.field): each.value for each in home_corrections(tmp_path).by_source["a.txt"]}
    assert rows == {(0, "covers"): "2019", (1, "place"): "新乡市", (0, "place"): "郑州市"}
    forget_corrections(tmp_path, "a.txt", part=0)
    assert [each.part for each in home_corrections(tmp_path).by_source["a.txt"]] == [1]


def test_a_comment_and_other_lines_are_left_as_they_are(tmp_path: Path) -> None:
    before = "# mine\nsource\tpart\tfield\tvalue\nb.txt\t\tplace\t新乡市\n"
    (tmp_path / "corrections.tsv").write_text(before, encoding="utf-8")
    put_right(tmp_path, "a.txt", 0, {"kind": "unrelated"})
    put_right(tmp_path, "b.txt", 0, {"place": "上街区"})
    assert (tmp_path / "corrections.tsv").read_text(encoding="utf-8").splitlines() == [
        *before.splitlines()[:2],
        "a.txt\t0\tkind\tunrelated",
        "b.txt\t0\tplace\t上街区",
    ]


@pytest.mark.parametrize(("field", "value"), [("place", "无此地"), ("covers", "soon"), ("author", "某人")])
def test_a_wrong_value_is_refused_before_anything_is_written(tmp_path: Path, field: str, value: str) -> None:
    with pytest.raises(ValueError, match=r"there is no|is no period"):
        put_right(tmp_path, "a.txt", 0, {"kind": "unrelated", field: value})
    assert not (tmp_path / "corrections.tsv").exists()


def test_merging_keeps_one_of_each_field() -> None:
    beside = (Correction(2, 0, "place", "新乡市"), Correction(3, 0, "covers", "2023"))
    home = (Correction(9, 0, "place", "上街区"),)
    assert {each.field: each.value for each in merged(beside, home)} == {"place": "上街区", "covers": "2023"}
