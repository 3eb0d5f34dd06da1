"""What people put right about reports overrides what was detected, and a mistake in it costs only its line."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from index.building import reading
from index.building.builder import build
from index.config import Config
from index.reports.corrections import Correction, corrected, fingerprint, read_corrections
from index.reports.metadata import Metadata
from index.reports.parse import parse_document
from index.storage.store import Index, tokenizer_for
from index.types import RawDocument

TEXTS = {
    "a.txt": "政协第十三届新乡市委员会常务委员会工作报告\n\n一、2023年工作回顾\n\n全年立案提案409件。\n\n"
    "二、2024年工作安排\n\n要抓好提案办理。",
    "b/c.txt": "政协郑州市委员会常务委员会工作报告\n\n一、2023年工作回顾\n\n收到提案656件。\n\n"
    "二、2024年工作安排\n\n要抓好落实。",
}
DETECTED = Metadata("某报告", "cppcc_report", None, None, (2020,), (2021,), "一届一次会议", "某人", "某报")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in TEXTS.items():
        (tmp_path / "reports" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "reports" / name).write_text(text, encoding="utf-8")
    return tmp_path / "reports"


@pytest.fixture(scope="session")
def dictionary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("corrections-dictionary")
    tokenizer_for(home).warm()
    return home / "cache"


@pytest.fixture
def config(tmp_path: Path, dictionary: Path) -> Config:
    home = tmp_path / "home"
    home.mkdir()
    (home / "cache").symlink_to(dictionary)
    return Config(home=home, model="none")


def write(folder: Path, *rows: tuple[str, ...]) -> None:
    lines = ["\t".join(row) for row in (("source", "part", "field", "value"), *rows)]
    (folder / "corrections.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def one(field: str, value: str) -> Metadata:
    return corrected(DETECTED, [Correction(2, 0, field, value)], part=0)


def test_each_field_takes_the_value_given() -> None:
    assert one("title", "新标题").title == "新标题"
    assert one("kind", "政府工作报告").kind == "government_report"
    assert one("kind", "unrelated").kind == "unrelated"
    assert one("delivered", "2024-02-20").delivered == date(2024, 2, 20)
    assert one("covers", "2019-2021").covers == (2019, 2020, 2021)
    assert one("plans", "2024").plans == (2024,)
    assert one("session", "").session == ""
    assert one("speaker", "李亚平").speaker == "李亚平"
    assert one("publisher", "新乡日报").publisher == "新乡日报"
    assert one("covers", "").covers == ()
    assert one("form", "解读").form == one("form", "interpretation").form == "interpretation"
    assert one("body", "新乡市财政局").body == "新乡市财政局"
    assert one("months", "1-6").months == (1, 6)
    assert one("months", "7").months == (7, 7)
    assert one("months", "").months is None


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("上街区", "410106"),
        ("郑州上街", "410106"),
        ("410106", "410106"),
        ("Shangjie", "410106"),
        ("新乡", "410700"),
        ("清徐县徐沟镇", "140121:徐沟镇"),
    ],
)
def test_a_place_may_be_written_in_any_form(value: str, code: str) -> None:
    place = one("place", value).place
    assert place is not None
    assert place.code == code


def test_the_corrections_of_one_part_leave_the_others_alone() -> None:
    correction = Correction(2, 1, "covers", "2023")
    assert corrected(DETECTED, [correction], part=0) == DETECTED
    assert corrected(DETECTED, [correction], part=1).covers == (2023,)


@pytest.mark.parametrize(
    ("row", "remedy"),
    [
        (("a.txt", "0", "place"), "4"),
        (("z.txt", "0", "place", "新乡市"), "below that folder"),
        (("a.txt", "one", "place", "新乡市"), "write 0"),
        (("a.txt", "0", "author", "某人"), "title, kind, place"),
        (("a.txt", "0", "place", "无此地"), "新乡市"),
        (("a.txt", "0", "place", "鼓楼区"), "江苏省南京市鼓楼区"),
        (("a.txt", "0", "place", "999999"), "name"),
        (("a.txt", "0", "delivered", "2024年2月"), "2024-02-20"),
        (("a.txt", "0", "covers", "2023-2019"), "2019-2023"),
        (("a.txt", "0", "kind", "报告"), "政府工作报告"),
        (("a.txt", "0", "title", ""), "write one"),
        (("a.txt", "0", "form", "节选"), "摘编"),
        (("a.txt", "0", "months", "6-1"), "1-6"),
        (("a.txt", "0", "months", "13"), "1-6"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_with_its_remedy(folder: Path, row: tuple[str, ...], remedy: str) -> None:
    write(folder, ("b/c.txt", "", "speaker", "李亚平"), row)
    table = read_corrections(folder)
    assert [(each.field, each.value) for each in table.by_source["b/c.txt"]] == [("speaker", "李亚平")]
    ((where, message),) = table.problems
    assert where == f"{folder / 'corrections.tsv'}:3"
    assert remedy in message


def test_the_same_field_given_twice_is_told(folder: Path) -> None:
    write(folder, ("a.txt", "0", "covers", "2023"), ("a.txt", "0", "covers", "2022"))
    table = read_corrections(folder)
    assert [each.value for each in table.by_source["a.txt"]] == ["2023"]
    assert [message for _, message in table.problems] == ["covers of a.txt is given in line 2 already; keep one"]


def test_a_table_in_another_encoding_is_told(folder: Path) -> None:
    (folder / "corrections.tsv").write_bytes("a.txt\t0\tplace\t新乡市".encode("gb18030"))
    ((where, message),) = read_corrections(folder).problems
    assert where.endswith("corrections.tsv")
    assert "save it as UTF-8" in message


def test_comments_and_a_byte_order_mark_do_no_harm(folder: Path) -> None:
    text = "source\tpart\tfield\tvalue\n# from the yearbook\n\na.txt\t\tspeaker\t李亚平\n"
    (folder / "corrections.tsv").write_text(text, encoding="utf-8-sig")
    table = read_corrections(folder)
    assert table.problems == ()
    assert table.by_source == {"a.txt": (Correction(4, 0, "speaker", "李亚平"),)}


def test_the_fingerprint_follows_what_is_said_not_where() -> None:
    first, moved, other = (Correction(2, 0, "covers", "2023"), Correction(9, 0, "covers", "2023"),
                           Correction(2, 0, "covers", "2022"))  # fmt: skip
    assert fingerprint([first]) == fingerprint([moved]) != fingerprint([other])
    assert fingerprint([]) == ""


def test_sections_chunks_and_facts_follow_the_corrected_report() -> None:
    raw = RawDocument("a.txt", "0" * 64, "utf-8", TEXTS["a.txt"].replace("2023年", "").replace("2024年", ""))
    rows = [Correction(2, 0, "covers", "2019"), Correction(3, 0, "plans", "2020"), Correction(4, 0, "place", "上街区")]
    document = parse_document(raw, corrections=rows)
    report = document.reports[0]
    assert (report.place, report.place_code, report.level) == ("河南省郑州市上街区", "410106", "county")
    chunks = document.chunks[report.id]
    assert any(chunk.embedded.startswith("河南省郑州市上街区 2019年 ") for chunk in chunks)
    assert [(fact.text, fact.place_code, fact.years) for fact in document.facts[report.id]] == [
        ("409件", "410106", (2019,))
    ]


def test_a_changed_table_reads_again_exactly_the_reports_concerned(
    folder: Path, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    build([folder], config)
    write(folder, ("b/c.txt", "0", "place", "上街区"))
    read: list[str] = []

    def parse(raw: RawDocument, **options: object) -> object:
        read.append(raw.source)
        return parse_document(raw, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "parse_document", parse)
    summary = build([folder], config)
    assert (read, summary.updated, summary.unchanged, summary.published) == (["b/c.txt"], 1, 1, True)
    with Index.open(config.home) as index:
        assert [report.place_code for report in index.reports] == ["410700", "410106"]
    assert not build([folder], config).published
    assert read == ["b/c.txt"]
    (folder / "corrections.tsv").unlink()
    assert build([folder], config).updated == 1
    with Index.open(config.home) as index:
        assert [report.place_code for report in index.reports] == ["410700", "410100"]


def test_a_bad_row_is_told_and_costs_nothing_else(folder: Path, config: Config) -> None:
    write(
        folder, ("a.txt", "7", "covers", "2020"), ("b/c.txt", "0", "delivered", "soon"), ("a.txt", "0", "speaker", "某")
    )
    summary = build([folder], config)
    table = folder / "corrections.tsv"
    assert [source for source, _ in summary.failed] == [f"{table}:3", f"{table}:2"]
    assert "no part 7" in summary.failed[1][1]
    assert (summary.added, summary.published) == (2, True)
    with Index.open(config.home) as index:
        assert index.reports[0].speaker == "某"


def test_the_documented_lines_are_understood(folder: Path) -> None:
    page = (Path(__file__).parent.parent / "docs" / "corrections.md").read_text(encoding="utf-8")
    block = re.search(r"```\n(source\t.*?)```", page, re.DOTALL)
    assert block is not None
    for line in block[1].splitlines()[1:]:
        name = folder / line.split("\t")[0]
        name.parent.mkdir(exist_ok=True)
        name.write_text("报告", encoding="utf-8")
    (folder / "corrections.tsv").write_text(block[1], encoding="utf-8")
    table = read_corrections(folder)
    assert table.problems == ()
    assert len(table.by_source) == 2
