"""Headings, marked and unmarked, become a tree with roles and years."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.reading.decoding import read_document
from index.reading.repair import repair
from index.reports.parse import describe_sections, parse_document
from index.reports.sections import find_sections
from index.types import Section

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
GOLDEN = Path(__file__).parent / "golden"
BODY = "一年来,共组织协商活动24次,提交提案409件,完成调研报告12篇,得到市委主要领导的充分肯定,取得了明显成效。"
PLAN = "要坚持以新思想为指导,进一步完善制度机制,努力提高工作质量,着力推进协商民主建设,确保各项任务落到实处。"


def sections(text: str, covers: tuple[int, ...] = (), plans: tuple[int, ...] = ()) -> tuple[Section, ...]:
    repaired = repair(text)
    return find_sections(repaired.text, 0, len(repaired.text), repaired.annotations, covers=covers, plans=plans)


def tree(text: str) -> list[tuple[int, str]]:
    return [(section.level, section.heading) for section in sections(text)]


def roles(text: str, covers: tuple[int, ...] = (), plans: tuple[int, ...] = ()) -> list[tuple[str, str]]:
    return [(section.role, section.heading) for section in sections(text, covers, plans)]


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_the_sections_of_the_seeds_are_as_read_and_approved(seed: Path) -> None:
    document = parse_document(read_document(seed, root=seed.parent))
    assert describe_sections(document) == (GOLDEN / f"{seed.stem}.sections.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_sections_nest_within_their_parents(seed: Path) -> None:
    document = parse_document(read_document(seed, root=seed.parent))
    for report in document.reports:
        found = document.sections[report.id]
        for number, section in enumerate(found):
            assert section.number == number
            assert report.start <= section.start <= section.body_start <= section.end <= report.end
            assert section.heading_path[-1] == section.heading
            if section.parent is not None:
                parent = found[section.parent]
                assert parent.start <= section.start
                assert section.end <= parent.end
                assert section.heading_path[:-1] == parent.heading_path


def test_numbered_headings_nest_by_their_numbering() -> None:
    text = f"一、2023年工作回顾\n\n（一）建言资政。{BODY}\n\n1．抓协商。{BODY}\n\n（二）凝聚共识\n\n{BODY}\n\n"
    text += f"二、2024年工作安排\n\n{PLAN}"
    assert tree(text) == [
        (1, "一、2023年工作回顾"),
        (2, "（一）建言资政"),
        (3, "1．抓协商"),
        (2, "（二）凝聚共识"),
        (1, "二、2024年工作安排"),
    ]


def test_the_heading_of_a_run_in_ends_at_its_full_stop() -> None:
    text = f"一、2023年工作回顾\n\n（一）悟思想、铸忠魂。{BODY}"
    section = sections(text)[1]
    assert text[section.start : section.body_start] == "（一）悟思想、铸忠魂。"


def test_bold_run_ins_and_bold_lines_are_headings() -> None:
    text = f"**一、2023年工作回顾**\n\n{BODY}\n\n**推进绿色转型。**{BODY}\n\n**这一年，**{BODY}"
    assert tree(text) == [(1, "一、2023年工作回顾"), (2, "推进绿色转型")]


def test_two_levels_of_unmarked_slogans_are_told_apart() -> None:
    upper = [
        "坚持围绕中心,在助推转型发展上创造新业绩",
        "坚持履职为民,在改善民生事业上展现新作为",
        "坚持常抓常新,在自身建设上取得新成效",
    ]
    text = f"2017 政协工作亮点\n\n{BODY}\n\n{upper[0]}\n\n{BODY}\n\n整体协商献良策\n\n{BODY}\n\n"
    text += f"{upper[1]}\n\n紧扣民生更有影响\n\n{BODY}\n\n{upper[2]}\n\n以素质强身\n\n{BODY}\n\n2018 工作安排\n\n{PLAN}"
    assert tree(text) == [
        (1, "2017 政协工作亮点"),
        (2, upper[0]),
        (3, "整体协商献良策"),
        (2, upper[1]),
        (3, "紧扣民生更有影响"),
        (2, upper[2]),
        (3, "以素质强身"),
        (1, "2018 工作安排"),
    ]


def test_title_by_line_and_salutation_are_no_sections() -> None:
    head = "某市政协工作报告\n\n——2024年1月31日在某市政协第四次会议上\n\n韩 某 某\n\n各位委员、同志们:"
    text = f"{head}\n\n{BODY}\n\n一、2023年工作回顾\n\n{BODY}"
    assert tree(text) == [(1, "一、2023年工作回顾")]


def test_the_closing_words_belong_to_the_half_not_to_its_last_subsection() -> None:
    review_half = f"一、2023年工作回顾\n\n（一）建言资政\n\n{BODY}\n\n各位委员、同志们,一年来的成绩来之不易。"
    text = f"{review_half}\n\n二、2024年工作安排\n\n{PLAN}"
    review, last, _ = sections(text)
    assert text[last.end :].startswith("各位委员")
    assert review.end > last.end


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("一、过去五年工作回顾", "review"),
        ("一、2003年全市经济和社会发展取得新成就", "review"),
        ("一、十二届人大一次会议确定的目标任务完成情况", "review"),
        ("二、2024年工作建议", "plan"),
        ("二、今后五年的奋斗目标", "plan"),
        ("二、今年经济社会发展的总体要求和主要任务", "plan"),
        ("一、1999年工作回顾和2000年工作的总体要求", "other"),
    ],
)
def test_a_heading_says_its_role(heading: str, role: str) -> None:
    assert roles(f"{heading}\n\n{'一是抓好落实。' * 9}") == [(role, heading)]


def test_subsections_inherit_role_and_years() -> None:
    text = f"一、2023年工作回顾\n\n（一）重点工作扎实推进\n\n{PLAN}\n\n"
    text += f"二、2024年工作安排\n\n（一）总结推广好经验\n\n{BODY}"
    assert [(s.role, s.years) for s in sections(text)] == [
        ("review", (2023,)),
        ("review", (2023,)),
        ("plan", (2024,)),
        ("plan", (2024,)),
    ]


def test_once_the_plan_has_begun_the_next_top_section_plans_too() -> None:
    text = f"一、2013年工作回顾\n\n{BODY}\n\n二、2014年工作总体要求\n\n{PLAN}\n\n三、打造环京津增长极\n\n{BODY}"
    assert [role for role, _ in roles(text)] == ["review", "plan", "plan"]


def test_known_years_decide_a_heading_that_either_half_may_carry() -> None:
    text = f"一、2019年主要工作\n\n{BODY}\n\n二、2020年主要工作\n\n{PLAN}"
    assert [role for role, _ in roles(text, covers=(2019,), plans=(2020,))] == ["review", "plan"]


def test_a_chinese_year_counts() -> None:
    assert sections(f"二〇〇二年工作意见\n\n{PLAN}")[0].years == (2002,)


def test_without_year_headings_verbs_and_year_paragraphs_tell_review_from_plan() -> None:
    text = (
        f"■服务大局作出新贡献\n{BODY}\n\n某区政协常委会工作报告出炉\n委员提案265件\n\n更好发挥作用\n\n2月21日,主席向大会报告工作。\n\n"
        f"2022年，政协围绕中心、服务大局。{BODY}\n\n2023年，是关键之年，常委会将深入贯彻，{PLAN}\n\n"
        f"■以更高站位推进党建\n{PLAN}\n\n■把牢方向书写新篇章\n{BODY}"
    )
    assert [(s.role, s.years) for s in sections(text)] == [
        ("review", (2022,)),
        ("other", (2022,)),
        ("review", (2022,)),
        ("plan", (2023,)),
        ("plan", (2023,)),
        ("review", (2022,)),
    ]


def test_a_plan_whose_heading_was_lost_is_found_by_its_opening_paragraph() -> None:
    text = f"一、2003年政府工作回顾\n\n{BODY}\n\n2004年政府工作的指导思想是：{PLAN}\n\n（一）狠抓结构调整\n\n{PLAN}"
    assert [role for role, _ in roles(text)] == ["review", "plan", "plan"]


def test_what_follows_the_glossary_heading_is_neither_review_nor_plan() -> None:
    text = f"一、2013年工作回顾\n\n{BODY}\n\n名词解释\n\n一、2013年工作回顾\n\n1．三农：指农业、农村和农民。"
    first, *rest = [role for role, _ in roles(text)]
    assert first == "review"
    assert len(rest) == 3
    assert set(rest) == {"other"}


def test_a_list_item_ends_with_its_line() -> None:
    text = f"二、2024年工作安排\n\n——做强产业。{PLAN}\n\n——改善民生。{PLAN}\n\n主要预期目标是：提案办复率100%。"
    last = sections(text)[-1]
    assert last.heading == "改善民生"
    assert text[last.end :].strip().startswith("主要预期目标")


def test_what_is_still_wrong_is_of_the_time_reviewed() -> None:
    text = f"""一、主要举措和成效
{BODY}
二、存在的主要问题
一是落实进展不平衡，二是行政复议后起诉率偏高，达到21.1%。
三、问题与打算
{PLAN}
四、2025年工作打算
{PLAN}
"""
    assert roles(text, (2024,), (2025,)) == [
        ("review", "一、主要举措和成效"),
        ("review", "二、存在的主要问题"),
        ("other", "三、问题与打算"),
        ("plan", "四、2025年工作打算"),
    ]
    assert roles(f"一、2024年工作\n{BODY}\n二、着力解决民生问题\n{PLAN}", (2024,), (2025,))[1][0] == "plan"


def test_a_section_whose_words_tell_no_time_is_neither_review_nor_plan() -> None:
    table = "| 信息内容 | 现行有效件数 |\n| --- | --- |\n| 规章 | 0 |\n| 行政规范性文件 | 86 |"
    text = f"一、总体情况\n{BODY}\n二、主动公开政府信息情况\n{table}\n三、其他事项\n{table}\n"
    assert [role for role, _ in roles(text, (2024,))] == ["review", "other", "other"]


def test_the_halves_below_a_title_for_both_have_their_own_roles() -> None:
    text = f"""# 关于怀化市2024年预算执行情况与2025年预算草案的报告
怀化市财政局
{BODY}
## 一、2024年预算执行情况
{BODY}
## 二、2025年预算草案
{PLAN}
单位：万元
{PLAN}
"""
    assert roles(text, (2024,), (2025,)) == [
        ("other", "关于怀化市2024年预算执行情况与2025年预算草案的报告"),
        ("review", "一、2024年预算执行情况"),
        ("plan", "二、2025年预算草案"),
    ]


@pytest.mark.parametrize(
    "line", ["怀化市财政局", "单位：万元", "（此件公开发布）", "> 2026年3月3日", "政协宿迁市委员会办公室"]
)
def test_a_signature_a_unit_or_a_day_is_no_heading(line: str) -> None:
    assert [heading for _, heading in tree(f"一、工作回顾\n{BODY}\n{line}\n{BODY}\n")] == ["一、工作回顾"]


def test_a_slogan_that_ends_like_an_office_is_a_heading() -> None:
    assert tree(f"一、工作回顾\n{BODY}\n围绕中心服务大局\n{BODY}\n")[-1][1] == "围绕中心服务大局"


def test_the_day_of_a_meeting_is_no_plan_of_its_year() -> None:
    text = f"# 《柳州日报》2025年1月16日第3版\n## 数读2024\n{BODY}\n"
    assert "plan" not in [role for role, _ in roles(text, (2024,), (2025,))]


def test_a_table_of_contents_has_no_headings() -> None:
    text = f"""第一部分 部门概况……………………3
第三部分 名词解释（见页下注）..........4
第一部分 部门概况
{BODY}
收入支出决算总表
公开01表　　金额单位：万元
{BODY}
"""
    assert [heading for _, heading in tree(text)] == ["第一部分 部门概况", "收入支出决算总表"]
