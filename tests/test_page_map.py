"""Pages and recognised lines of a file: carried to the canonical text, stored, cited."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.building.builder import build
from index.config import Config
from index.reading import text as text_reader
from index.reading.extracted import Extracted, Recognised
from index.reading.origins import carried
from index.reading.repair import repair
from index.types import PageMap, RawDocument
from qa import Answerer, Retriever
from qa.citing.citation import label
from qa.citing.citation_export import export
from qa.serialize import answer_to_json

FIRST = (
    "政协第十五届新乡市委员会常务委员会工作报告\n\n（2024年2月1日）\n\n一、2023年工作回顾\n\n我们坚持党的领导。"
    "一年来，围绕中心、服务"
)
SECOND = "大局，全年立案提案409件，\u200b办复\u00a0率为百分之百。\n\n二、2024年工作安排\n\n办好十件实事。\n"
LINE = "大局，全年立案提案409件，"


def raw_of(text: str, page_map: PageMap) -> RawDocument:
    return RawDocument("a.pdf", "0" * 64, "pdf", text, page_map)


def test_a_page_that_begins_within_a_sentence_begins_there_in_the_repaired_text() -> None:
    text = FIRST + "\n\n" + SECOND
    start = text.index(SECOND)
    printed = repair(text).text
    page_map = carried(raw_of(text, PageMap((0, start), (Recognised(start, start + len(LINE), 0.8),))), printed)
    assert "服务大局" in printed and [printed[page:].startswith("大局") for page in page_map.pages] == [False, True]
    (line,) = page_map.recognised
    assert printed[line.start : line.end] == LINE


def test_pages_are_counted_from_one_and_the_least_sure_line_counts() -> None:
    page_map = PageMap((0, 10, 20), (Recognised(0, 5, 0.9), Recognised(5, 9, 0.7), Recognised(12, 15, 0.95)))
    assert [page_map.page_of(position) for position in (0, 9, 10, 25)] == [1, 1, 2, 3]
    assert [page_map.confidence_of(*span) for span in ((0, 5), (4, 8), (9, 12), (13, 14))] == [0.9, 0.7, None, 0.95]
    assert PageMap().page_of(3) is None


@pytest.fixture
def paged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Retriever:
    text = FIRST + "\n\n" + SECOND
    start = text.index(SECOND)
    found = Extracted(text, "pdf", (0, start), (Recognised(start, start + len(LINE), 0.834),), ("page 9 第9页",))
    monkeypatch.setattr(text_reader, "extract", lambda data, source, tell: found)
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    build([tmp_path], Config(home=tmp_path / "home", model="none"))
    return Retriever.load(tmp_path / "home")


def test_a_citation_says_its_page_and_how_surely_it_was_recognised(paged: Retriever) -> None:
    answer = Answerer(paged).ask("新乡2023年立案多少件提案?")
    assert answer.short == "409件"
    (citation,) = answer_to_json(answer)["citations"]
    assert (citation["page"], citation["recognised"]) == (1, 0.834)  # the sentence begins on page 1
    assert "第1页（文字识别，把握 83 %）" in label(answer.citations[0])
    assert "page 1, read from a picture, 83% sure" in label(answer.citations[0], "en")
    assert "a.txt，第1页（文字识别，把握 83 %），第" in export(answer.citations, form="gbt7714-2025")
    assert answer.citations[0].report.page_map.notes == ("page 9 第9页",)
