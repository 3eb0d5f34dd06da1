"""Statements of numbers: what is counted, at what stage, when, by whom, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.stages import same_stage
from index.reading.decoding import read_document
from index.reports.parse import describe_facts, parse_document
from index.storage.store import Index
from index.types import Document, Fact, RawDocument

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
GOLDEN = Path(__file__).parent / "golden"
CPPCC = "# 政协新乡市委员会常务委员会工作报告\n\n## 2023年工作回顾\n\n{}\n\n## 2024年工作安排\n\n{}\n"
GOVERNMENT = (
    "# 2024年新乡市政府工作报告\n\n各位代表：\n\n我代表市人民政府向大会报告工作。\n\n"
    "## 一、2023年工作回顾\n\n{}\n\n## 二、2024年工作安排\n\n{}\n"
)
PIECES = st.sampled_from(
    "收到|提案|立案|224件|，|、|。|其中|分别|增长|7.6%|和|由909亿元|增加到|（|）|《|》|“|三条|**|\n|2023年|共|企业|12家|的|率|办复".split(
        "|"
    )
)


def parsed(text: str) -> Document:
    return parse_document(RawDocument(source="a.txt", content_hash="0" * 64, encoding="utf-8", text=text))


def facts(review: str, plan: str = "要抓好落实。", frame: str = CPPCC) -> list[Fact]:
    document = parsed(frame.format(review, plan))
    return [fact for report in document.reports for fact in document.facts[report.id]]


def said(review: str) -> list[tuple[str, str, str]]:
    return [(fact.text, fact.indicator, fact.qualifier) for fact in facts(review)]


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_the_facts_of_the_seeds_are_as_read_and_approved(seed: Path) -> None:
    document = parse_document(read_document(seed, root=seed.parent))
    assert describe_facts(document) == (GOLDEN / f"{seed.stem}.facts.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("全年共收到委员提案265件，其中立案224件。", [("265件", "委员提案", "收到"), ("224件", "委员提案", "立案")]),
        ("119件立案提案已全部办复完毕。", [("119件", "立案提案", "办复")]),
        ("将286名委员分入界别。", [("286名", "委员", "")]),
        (
            "办理人大代表建议984件、政协委员提案1828件。",
            [("984件", "人大代表建议", "办理"), ("1828件", "政协委员提案", "办理")],
        ),
        (
            "全年共立案交办提案409件,办结率100%,所提建议70%以上被采纳。",
            [("409件", "提案", "立案"), ("100%", "办结率", "办结"), ("70%以上", "建议", "采纳")],
        ),
        (
            "共收集社情民意信息1589篇,向省政协报送264篇。",
            [("1589篇", "社情民意信息", "收集"), ("264篇", "社情民意信息", "报送")],
        ),
        (
            "地区生产总值由909亿元增加到1465.5亿元，年均增长7.6%。",
            [
                ("909亿元", "地区生产总值", "由"),
                ("1465.5亿元", "地区生产总值", ""),
                ("7.6%", "地区生产总值", "增长"),
            ],
        ),
        (
            "2023年新乡实现地区生产总值（初步核算数）3347.7亿元，增长2.5%。新乡市全年完成工业投资120亿元。",
            [("3347.7亿元", "地区生产总值", "实现"), ("2.5%", "地区生产总值", "增长"), ("120亿元", "工业投资", "完成")],
        ),
        (
            "一般公共预算收入完成25亿元、比上年增长5.3%。",
            [("25亿元", "一般公共预算收入", "完成"), ("5.3%", "一般公共预算收入", "增长")],
        ),
        (
            "固定资产投资和进出口总额分别增长5%、6%。",
            [("5%", "固定资产投资", "增长"), ("6%", "进出口总额", "增长")],
        ),
        (
            "城市居民人均可支配收入30268元，农民人均纯收入12328元，分别增长12%和6.2%。",
            [
                ("30268元", "城市居民人均可支配收入", ""),
                ("12328元", "农民人均纯收入", ""),
                ("12%", "城市居民人均可支配收入", "增长"),
                ("6.2%", "农民人均纯收入", "增长"),
            ],
        ),
        (
            "建成双桥、鱼洞坝等5座中型水库和8座小型水库。",
            [("5座", "中型水库", "建成"), ("8座", "小型水库", "建成")],
        ),
        ("“全程网办”事项占比提升至94.9%。", [("94.9%", "全程网办事项占比", "")]),
        ("提出提案、社情民意近300条。", [("近300条", "提案、社情民意", "提出")]),
        ("区政协班子成员分批走访联系企业15家。", [("15家", "企业", "走访联系")]),
        (
            "各专委会与6个镇(街)工委、18个界别共开展各项活动8次。",
            [("6个", "镇工委", ""), ("18个", "界别", ""), ("8次", "活动", "开展")],
        ),
    ],
)  # fmt: skip
def test_a_figure_counts_what_its_clause_says(sentence: str, expected: list[tuple[str, str, str]]) -> None:
    assert said(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "打造“一网一微一频道”矩阵，按照统一部署推进。",
        "制定《市政协9个协商平台工作规则》。",
        "312国道改线，地铁3号线开通。",
        "把“贯穿一条主线，实现五个突破”作为着力点。",
        "实施三年行动，举办5周年活动。",
    ],
)
def test_names_and_slogans_are_no_facts(sentence: str) -> None:
    assert said(sentence) == []


def test_value_unit_and_approximation_are_the_figures() -> None:
    (fact,) = facts("网上参拜2118万余人。")
    assert (fact.value, fact.unit, fact.approximate) == (Decimal(21_180_000), "人", True)


def test_the_period_is_that_of_the_sentence_the_section_or_the_report() -> None:
    review, named, plan = facts("收到提案265件。2019年收到提案12件。", "提出提案300件。")
    assert (review.years, review.role) == ((2023,), "review")
    assert named.years == (2019,)
    assert (plan.years, plan.role) == ((2024,), "plan")


def test_a_year_compared_with_is_not_the_period() -> None:
    (before, now) = facts("提案立案数 2022 年 186 件、2023 年 204 件。")
    assert (before.years, now.years) == ((2022,), (2023,))
    (fact,) = facts("提案比2019年增长5%。")
    assert fact.years == (2023,)


def test_a_government_counts_the_proposals_it_handled() -> None:
    own, other = facts("办理政协提案186件，地区生产总值达到909亿元。", frame=GOVERNMENT)
    assert (own.counted_by, other.counted_by) == ("government", "")
    assert facts("收到提案186件。")[0].counted_by == "cppcc"


def test_marks_inside_a_clause_do_not_hide_what_is_counted() -> None:
    (fact,) = facts("**收到提案**186件。")
    assert (fact.indicator, fact.qualifier) == ("提案", "收到")


@given(st.lists(PIECES, max_size=30).map("".join))
def test_every_fact_is_a_slice_of_its_chunk(sentence: str) -> None:
    document = parsed(CPPCC.format(sentence, sentence))
    for report in document.reports:
        chunks = {chunk.id: chunk for chunk in document.chunks[report.id]}
        for fact in document.facts[report.id]:
            chunk = chunks[fact.chunk_id]
            assert document.text[fact.start : fact.end] == fact.text
            assert chunk.start <= fact.sentence.start <= fact.start < fact.end <= fact.sentence.end <= chunk.end
            assert fact.role == chunk.role
            assert "\0" not in fact.indicator


def test_synonyms_are_one_stage_and_stages_are_kept_apart() -> None:
    assert same_stage("提交", "收到")
    assert same_stage("办结", "办复")
    assert not same_stage("收到", "立案")
    assert not same_stage("", "立案")
    assert same_stage("", "")


@pytest.fixture
def index(seed_index: Path) -> Iterator[Index]:
    with Index.open(seed_index) as opened:
        yield opened


def test_facts_are_found_by_the_head_of_their_indicator(index: Index) -> None:
    found = index.find_facts(indicator="提案", place_codes=["410102"], qualifier="立案")
    assert {(fact.text, fact.indicator) for fact in found} == {("224件", "委员提案")}
    rates = index.find_facts(indicator="率", place_codes=["410102"], unit="%")
    assert {fact.indicator for fact in rates} == {"办复率"}


def test_facts_are_found_by_place_year_and_stage(index: Index) -> None:
    found = index.find_facts(indicator="提案", place_codes=["410106"], years=[2017], qualifier="收到")
    assert [fact.text for fact in found] == ["132件", "142件"]
    assert index.find_facts(indicator="提案", place_codes=["410106"], years=[2021]) == ()


def test_the_index_counts_its_facts(index: Index) -> None:
    stated = [fact for report in index.reports for fact in index.facts(report.id)]
    assert index.manifest.counts.facts == len(stated) == len(index.find_facts())
    assert index.catalogue.problems() == []


TABLE = """提案工作情况如下：

| 项目 | 2022年 | 2023年 | 同比增长（%） |
|---|---|---|---|
| 收到提案（件） | 386 | 412 | 6.7 |
| 立案提案（件） | 286 | 306 | 7.0 |

| 单位 | 立案提案（件） |
|---|---|
| 教育局 | 47 |
| 合计 | 306 |"""


def test_the_cells_of_a_table_are_facts_of_their_row_and_column() -> None:
    found = [(f.text, f.unit, f.indicator, f.qualifier, f.years) for f in facts(TABLE)]
    assert found == [
        ("386", "件", "提案", "收到", (2022,)),
        ("412", "件", "提案", "收到", (2023,)),
        ("286", "件", "提案", "立案", (2022,)),
        ("306", "件", "提案", "立案", (2023,)),
        ("306", "件", "提案", "立案", (2023,)),
    ]


def test_what_was_not_filed_is_no_fact_of_filing() -> None:
    found = [fact.text for fact in facts("立案358件，未立案54件。") if same_stage(fact.qualifier, "立案")]
    assert found == ["358件"]


@pytest.mark.parametrize(
    "sentence", ["全年立案3O6件。", "办复率l00%。", "共立案286 306件。", "收到提案4l2件，立案3〇6件。"]
)
def test_a_damaged_figure_is_no_fact(sentence: str) -> None:
    assert facts(sentence) == []


def test_a_figure_cut_by_spaces_is_one_fact_as_printed() -> None:
    (fact,) = facts("全年立案提案3 0 6 件。")
    assert (fact.text, fact.value, fact.unit) == ("3 0 6 件", 306, "件")
