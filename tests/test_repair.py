"""Cut sentences are whole again; nothing but white space and damaged characters changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.reading.characters import clean_characters
from index.reading.headings import is_title
from index.reading.paragraphs import Block, assemble
from index.reading.repair import annotate, repair

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
# Characters the rules look at, so that random texts reach them.
TEXTS = st.text(
    alphabet=" \n\u3000\t\r#*■—（）()“”。，,；一二、.12年回顾记者报告abc-<!>|"
    "\v\f\x1c\x85\u2028\u2029\xa0\u200b\ufeff⽴⻄立案了",
    max_size=400,
)


def lines(text: str) -> list[str]:
    return [line for line in repair(text).text.split("\n") if line]


@given(TEXTS)
def test_repairing_twice_is_repairing_once(text: str) -> None:
    once = repair(text)
    assert repair(once.text) == once


@given(TEXTS)
def test_only_white_space_and_damaged_characters_change(text: str) -> None:
    assert "".join(repair(text).text.split()) == "".join(clean_characters(text).split())


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_the_laws_hold_on_the_seeds(seed: Path) -> None:
    raw = seed.read_text(encoding="utf-8")
    once = repair(raw)
    assert repair(once.text) == once
    assert "".join(once.text.split()) == "".join(raw.split())


def test_a_sentence_cut_by_a_blank_line_is_joined() -> None:
    text = "对提案进行答复。承办单位以\n\n正式文件反馈给委员本人。"
    assert lines(text) == ["对提案进行答复。承办单位以正式文件反馈给委员本人。"]


def test_a_cut_behind_an_open_quotation_mark_is_joined() -> None:
    text = "深刻领悟关于“坚持和完善我国新型政党\n\n制度”的重要论述。我们要坚持党的领导。"
    assert len(lines(text)) == 1


def test_a_long_line_without_a_full_stop_is_joined() -> None:
    text = (
        "落实“党政领导交题、政协谋题、多方征题、协商定题”的选题机制,年度重点协商议题报请\n\n"
        "市委常委会审议后实施,重要履职成果及时报送市委市政府。"
    )
    assert len(lines(text)) == 1


def test_an_unmarked_heading_stays_a_line() -> None:
    text = "深化理论武装,主题教育走深走实\n\n牢牢把握总要求,制定“1+8”工作方案,完成问题整改11项。"
    assert lines(text) == text.split("\n\n")


def test_a_by_line_ends_its_paragraph() -> None:
    text = "切实提高全市政协整体工作水平。 本报记者 王战龙\n\n这是另一篇文章的第一段,说的是别的事情。"
    assert len(lines(text)) == 2


def test_a_paragraph_is_not_joined_over_the_turn_of_a_page() -> None:
    text = "发展后劲进一步增强。 （下转第二版）\n\n五年来,我们坚持团结民主,取得了明显成效。"
    assert len(lines(text)) == 2


def test_a_year_on_a_line_of_its_own_is_joined_on_both_sides() -> None:
    text = "改善投资软环境成效明显。继续坚持\n\n1994\n\n年以来的政策不变。"
    assert lines(text) == ["改善投资软环境成效明显。继续坚持1994年以来的政策不变。"]


def test_a_sentence_cut_many_times_is_joined_in_one_go() -> None:
    assert len(lines("开展工作。以学\n\n" * 2000 + "铸魂、以学增智。")) == 1


def test_a_heading_with_its_number_begins_a_line_even_behind_a_cut() -> None:
    text = "一年来成绩显著。各项工作取得了新的进展\n\n二、2024年工作安排\n\n今年要做好以下工作。"
    assert lines(text)[1] == "二、2024年工作安排"


WRAPPED = """■紧扣中心工作，服务发展大局
常委会始终坚持服务全区发展大局，围绕中心工作认

真履职，切实做到工作推进到哪里，政协履职就跟进到
哪里。开展委员视察性监督5次。聚焦“万人助万企”
活动，区政协班子成员分批走访联系企业15家；收集
梳理意见建议82条。

■坚持以新思想为引领
以更高站位推进政协党建
健全理论学习长效机制，用好区政

协“委员读书群”“读书悦享会”等平台载体，将学习
贯彻中共二十大精神活动不断引向深入。强化政协党组
的政治责任，严格落实党对政协工作的全面领导，坚持
在区委的领导下履行职责，确保政治方向正确。

某区政协常委会工作报告出炉
委员提案265件,立案224件,办复率100%

2月21日，在政协第十届委员会第二次会议上，某区政
协主席受委托，向大会报告工作。
■把牢正确方向
加强政协党建书写新篇章

常委会始终坚持以党的政治建设为统领，先后集中学习
12次，班子成员宣讲5次。"""


def test_hard_wrapped_lines_are_joined_and_headings_are_not() -> None:
    found = lines(WRAPPED)
    assert found[0] == "■紧扣中心工作，服务发展大局"
    assert found[1].startswith("常委会始终")
    assert "认真履职" in found[1]
    assert found[1].endswith("82条。")
    assert found[2:4] == ["■坚持以新思想为引领", "以更高站位推进政协党建"]
    assert "用好区政协“委员读书群”" in found[4]
    assert found[5:7] == ["某区政协常委会工作报告出炉", "委员提案265件,立案224件,办复率100%"]
    assert found[7].endswith("向大会报告工作。")
    assert found[8:10] == ["■把牢正确方向", "加强政协党建书写新篇章"]
    assert "集中学习12次" in found[10]


def test_one_paragraph_a_line_is_not_taken_for_wrapped_text() -> None:
    text = "\n".join(f"第{number}项工作完成得很好,群众满意度不断提高。" for number in range(20))
    assert len(lines(text)) == 20


def annotated(text: str, kind: str) -> list[str]:
    repaired = repair(text)
    return [repaired.text[a.start : a.end] for a in repaired.annotations if a.kind == kind]


def test_front_matter_comments_and_marks_are_annotated_not_removed() -> None:
    text = "---\ntitle: 报告\n---\n\n## 回顾\n\n<!-- 图片说明 -->\n\n**成绩**显著。\n"
    assert annotated(text, "front_matter") == ["---\ntitle: 报告\n---\n"]
    assert annotated(text, "comment") == ["<!-- 图片说明 -->"]
    assert annotated(text, "markup") == ["## ", "**", "**"]


def test_a_numbered_heading_printed_twice_is_not_furniture() -> None:
    assert annotated("一、2013年工作回顾\n\n成绩显著。\n\n名词解释\n\n一、2013年工作回顾", "furniture") == []


def test_a_repeated_title_and_an_empty_link_label_are_furniture_and_by_lines_are_not() -> None:
    text = "某市政协常委会工作报告\n\n某市政协常委会工作报告\n2024-02-22 编辑:某某\n\n新闻热线:68938301\n\n相关阅读"
    assert annotated(text, "furniture") == ["某市政协常委会工作报告", "相关阅读"]


def test_marks_of_notes_within_a_line_are_not_shown() -> None:
    text = "全年生产总值（GDP）[2]13507.69亿元，粮食产量[3]322.5万吨。"
    assert [text[each.start : each.end] for each in annotate(text)] == ["[2]", "[3]"]
    assert annotate(text.replace("[3]", "")) == ()  # one alone may be anything


@pytest.mark.parametrize("title", ["人力资源和社会保障事业发展统计公报", "政府法治建设白皮书", "全市审计工作要点"])
def test_a_title_is_not_joined_with_who_gives_it(title: str) -> None:
    assert is_title(f"2022年度{title}")
    lines = [f"2022年度{title}", "中华人民共和国人力资源和社会保障部", "年末全国就业人员73351万人，其中城镇"]
    text = assemble([*map(Block, lines), Block("就业人员45931万人。")], wrapped=True).text
    assert lines[0] in [line.lstrip("# ") for line in text.splitlines()]


def test_the_rows_of_a_table_set_with_blanks_are_not_joined() -> None:
    rows = [
        "污染物               2021年     2022年     变化",
        *(f"PM2.5（微克/立方米）    {number}         13       -1" for number in range(10, 18)),
        "一氧化碳（毫克/立方米）   0.8        0.7     -0.1",
    ]
    text = "\n".join(["2022年，优良天数357天，其中一级优309天。各项污染物浓度：", *rows, "注：臭氧为百分位数浓度。"])
    assert repair(text).text.splitlines()[1:-1] == rows
