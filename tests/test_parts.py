"""A page may hold several pieces; each begins at its headline."""

from __future__ import annotations

from itertools import pairwise

from index.reading.repair import repair
from index.reports.parts import find_parts

BODY = "2月20日,会议隆重开幕,主席代表常务委员会向大会报告工作,回顾过去一年工作,对今年工作进行部署。"


def heads(text: str) -> list[str]:
    repaired = repair(text)
    spans = find_parts(repaired.text, repaired.annotations)
    assert spans[0].start == 0
    assert spans[-1].end == len(repaired.text)
    assert all(a.end == b.start for a, b in pairwise(spans))
    return [repaired.text[span.start : span.end].split("\n")[0] for span in spans]


def test_a_report_with_title_and_by_line_is_one_part() -> None:
    assert heads(f"# 工作报告解读\n\n某某日报记者 廖亮\n\n{BODY}\n\n## 2023年工作回顾\n\n{BODY}") == ["# 工作报告解读"]


def test_headlines_above_a_by_line_begin_a_part() -> None:
    second = f"## 凝心聚力创佳绩\n\n### 《提案工作报告》(解读)\n\n□某某日报记者 苏某\n\n{BODY}"
    text = f"# 工作报告解读\n\n{BODY}\n\n## 2024年目标\n\n{second}"
    assert heads(text) == ["# 工作报告解读", "## 凝心聚力创佳绩"]


def test_a_dispatch_line_begins_a_part_with_its_headline() -> None:
    text = f"# 工作报告\n\n{BODY}\n\n## 会议指出 确保群众安全\n\n本报讯(记者 丁某)2月20日,我市召开会议。{BODY}"
    assert heads(text) == ["# 工作报告", "## 会议指出 确保群众安全"]


def test_the_rest_of_another_page_begins_a_part_behind_a_second_piece() -> None:
    text = f"# 工作报告\n\n{BODY}\n\n## 会议指出\n\n本报讯 {BODY}\n\n(上接第一版){BODY}"
    assert [head[:5] for head in heads(text)] == ["# 工作报", "## 会议", "(上接第一"]


def test_one_report_over_two_pages_stays_whole() -> None:
    assert len(heads(f"政府工作报告\n\n{BODY}\n\n（上接A2版）\n\n{BODY}")) == 1


def test_a_by_line_under_the_text_closes_it_and_begins_nothing() -> None:
    assert len(heads(f"# 工作报告\n\n{BODY}\n\n本报记者 王战龙")) == 1
