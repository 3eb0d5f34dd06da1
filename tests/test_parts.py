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


OPENING = "2023年,全市上下坚持稳中求进工作总基调,经济运行总体平稳、稳中有进,高质量发展取得新的成效。"
RUNNING = f"{OPENING}\n\n一、综合\n\n" + f"{OPENING}\n\n" * 6


def test_yearly_bulletins_in_one_file_are_several_reports() -> None:
    text = "\n\n".join(f"{year}年东莞市国民经济和社会发展统计公报\n\n{RUNNING}" for year in (2024, 2023, 2022))
    assert [head[:4] for head in heads(text)] == ["2024", "2023", "2022"]


def test_a_table_of_contents_and_running_heads_begin_no_report() -> None:
    titles = [f"{year}年东莞市国民经济和社会发展统计公报" for year in (2024, 2023)]
    text = "\n\n".join([*titles, titles[0], RUNNING, titles[0], RUNNING, titles[1], RUNNING, titles[0]])
    assert len(heads(text)) == 2


def test_reports_of_several_bodies_in_a_gazette_are_several_reports() -> None:
    meeting = "——2024年1月11日在襄阳市第十八届人民代表大会第三次会议上"
    titles = ["襄阳市中级人民法院工作报告", "襄阳市人民检察院工作报告", "襄阳市人民代表大会常务委员会工作报告"]
    text = "\n\n".join(f"{title}\n\n{meeting}\n\n{RUNNING}" for title in titles)
    assert heads(text) == titles


def test_a_resolution_behind_a_report_is_another_piece() -> None:
    resolution = "关于襄阳市中级人民法院工作报告的决议"
    passed = "（2024年1月13日襄阳市第十八届人民代表大会第三次会议通过）"
    text = f"襄阳市中级人民法院工作报告\n\n{RUNNING}\n\n{resolution}\n\n{passed}\n\n{BODY * 4}"
    assert heads(text) == ["襄阳市中级人民法院工作报告", resolution]


def test_a_heading_within_a_report_begins_none() -> None:
    headings = ("政府工作报告", "2023年国民经济和社会发展计划执行情况", "三、2024年预算草案")
    assert len(heads("\n\n".join(f"{heading}\n\n{RUNNING}" for heading in headings))) == 1


def test_a_by_line_under_the_text_closes_it_and_begins_nothing() -> None:
    assert len(heads(f"# 工作报告\n\n{BODY}\n\n本报记者 王战龙")) == 1


def test_below_a_report_of_other_years_a_title_of_years_apart_begins_another() -> None:
    running = "区政协坚持团结和民主两大主题，认真履行政治协商、民主监督、参政议政职能，圆满完成了各项任务。" * 6
    head = "政协郑州市委员会常务委员会工作报告摘编\n\n2024年2月3日在政协会议上"
    text = f"{head}\n\n{running}\n\n2017政协工作亮点\n\n{running}\n"
    assert [text[span.start : span.end].split("\n")[0] for span in find_parts(text, ())] == [
        "政协郑州市委员会常务委员会工作报告摘编", "2017政协工作亮点",
    ]  # fmt: skip
    near = text.replace("2017政协工作亮点", "2023政协工作亮点")
    assert len(find_parts(near, ())) == 1
