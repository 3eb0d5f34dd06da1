"""The outline of a report: its headings, marked or run in, and the whole sentences under them."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.building.builder import build
from index.config import Config
from index.engine import Engine
from index.types import Report
from qa import Retriever
from qa.composing.outline import Item, items_of, paragraphs_in, whole_sentences

HEADED = """政协平川市第三届委员会常务委员会工作报告

——2024年1月10日在政协平川市第三届委员会第三次会议上

一、2023年工作回顾

（一）建言有力。围绕产业发展开展调研12次，形成报告8篇，得到市委主要领导批示。
（二）为民有情。走访困难群众300户，协调解决停车难、就医难等问题45件。

二、2024年工作安排

（一）提高建言质量。计划开展专题协商6次，推动成果转化。
（二）服务群众生活。计划走访社区20个，继续办好民生实事。
"""
RUN_IN = """政协平川市委员会关于提案工作情况的报告

提案工作的主要做法

严把立案入口关口，提高提案质量。组织委员培训3次，参加委员200人，审查提案260件，退回修改31件。
压实办理工作责任，提高办理实效。市领导领办重点提案12件，承办单位上门走访委员180人次，答复率达到100%。
拓宽成果转化渠道，提高提案影响。汇编优秀提案30篇，报送市委市政府参阅，被有关部门采纳17篇。
"""
WITHIN = """政协平川市委员会工作报告

2023年工作回顾

思想政治建设不断加强。举办读书班2期，党组成员讲授党课9次，全体委员撰写心得体会260篇。协商议政更加有效。召开专题协商会6次，邀请部门负责人到会听取意见，形成协商建议案4件。联系群众更加紧密。委员进社区120人次，帮助居民解决加装电梯等难题37件，受到群众好评。
"""


def built(tmp_path: Path, text: str) -> tuple[Engine, Report]:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "report.txt").write_text(text, encoding="utf-8")
    home = tmp_path / "home"
    build([folder], Config.from_environment(home=home, model="none"))
    index = Retriever.load(home).index
    return index, index.reports[0]


def titles(items: list[Item]) -> list[str]:
    return [item.title for item in items]


def test_the_headings_of_the_part_asked_for_are_its_outline(tmp_path: Path) -> None:
    index, report = built(tmp_path, HEADED)
    assert titles(items_of(index, report, "review")) == ["（一）建言有力。", "（二）为民有情。"]
    assert titles(items_of(index, report, "plan")) == ["（一）提高建言质量。", "（二）服务群众生活。"]
    both = items_of(index, report, None)
    assert len(both) == 4
    assert all(report.text[span.start : span.end].endswith("。") for item in both for span in item.sentences)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            RUN_IN,
            [
                "严把立案入口关口，提高提案质量。",
                "压实办理工作责任，提高办理实效。",
                "拓宽成果转化渠道，提高提案影响。",
            ],
        ),
        (WITHIN, ["思想政治建设不断加强。", "协商议政更加有效。", "联系群众更加紧密。"]),
    ],
    ids=["before each paragraph", "within a paragraph"],
)
def test_headings_run_in_before_their_text_are_an_outline_too(tmp_path: Path, text: str, found: list[str]) -> None:
    index, report = built(tmp_path, text)
    items = items_of(index, report, None)
    assert titles(items) == found
    assert all(item.sentences and item.heading not in item.sentences for item in items)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("开展调研12次。形成报告8篇。", ["开展调研12次。", "形成报告8篇。"]),
        ("邀请专家为委员培\n训解读4场次。效果很好。", ["邀请专家为委员培\n训解读4场次。", "效果很好。"]),
        ("一是抓学习；二是抓作风。", ["一是抓学习；二是抓作风。"]),
        ("提出“要精准治污。”等建议。", ["提出“要精准治污。”", "等建议。"]),
    ],
)
def test_a_sentence_is_whole_where_a_line_ends_within_it(text: str, found: list[str]) -> None:
    assert [text[span.start : span.end] for span in whole_sentences(text, 0, len(text))] == found


def test_a_heading_is_no_part_of_the_paragraph_below_it(tmp_path: Path) -> None:
    index, report = built(tmp_path, HEADED)
    at = report.text.index("走访困难群众")
    paragraphs = paragraphs_in(index.sections(report.id), report, at, at + 5)
    assert [report.text[span.start : span.end].strip() for span in paragraphs] == [
        "走访困难群众300户，协调解决停车难、就医难等问题45件。"
    ]
