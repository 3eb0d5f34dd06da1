"""The lock on what a model writes: what no cited span says is struck, and why; what one says is let through."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.checking.lock import plain
from qa.checking.lock_sources import Reader
from qa.checking.struck import StruckFor
from tests.worded_cases import cited, faithful_cases, reader, struck

PROPOSALS = cited("410700", ["全年共立案交办提案409件,办结率100%,所提建议70%以上被采纳。"])
STAGES = cited(
    "410102", ["十届一次会议期间，共收到委员提案265件，其中立案224件，未立案41件，办复率100%。"], covers=(2022,)
)
ECONOMY = cited(
    "370100",
    ["全市地区生产总值下降0.6%，固定资产投资增长4.2%，工业用电量增长5.1%，未发生重特大安全生产事故。"],
    kind="government_report",
    covers=(2022,),
)
TWO_YEARS = cited("410700", ["2022年立案提案434件，2023年立案提案409件，比上年减少25件。"])
TWO_CITIES = (
    *cited("410700", ["全年立案提案409件。"]),
    *(c.__class__(2, c.report, (), c.quote, c.start, c.end) for c in cited("410100", ["全年提案立案656件。"])),
)
NAMES = cited("410700", ["市政协主席王新军到封丘县调研，强调要落实《关于加强委员工作的意见》，打造“有事好商量”平台。"])
CROWD = cited("410100", ["现场参加2500余人，网上参拜2118万余人，全网点击量达25.6亿人次，投入１，５７１万元。"])


@pytest.fixture(scope="module")
def held(dictionaries: Path) -> Reader:
    return reader(dictionaries)


@pytest.mark.parametrize(
    ("citations", "sentence", "why"),
    [
        # Figures: of any script, rounded, added up, of a range, in words.
        (PROPOSALS, "立案提案419件[1]。", "figure"),
        (PROPOSALS, "立案提案四百一十九件[1]。", "figure"),
        (PROPOSALS, "立案提案４１９件[1]。", "figure"),
        (PROPOSALS, "立案提案4,090件[1]。", "figure"),
        (PROPOSALS, "立案提案约400件[1]。", "figure"),
        (PROPOSALS, "立案提案400至410件[1]。", "figure"),
        (PROPOSALS, "立案提案409至500件[1]。", "unit"),
        (PROPOSALS, "立案提案④⑨件[1]。", "characters"),
        (PROPOSALS, "立案提案٤٠٩件[1]。", "characters"),
        (PROPOSALS, "立案提案4\u200b1\u200b9件[1]。", "figure"),
        (PROPOSALS, "立案提案过半被采纳[1]。", "figure"),
        (PROPOSALS, "立案提案翻番[1]。", "words"),
        (PROPOSALS, "三分之二的建议被采纳[1]。", "figure"),
        (PROPOSALS, "两成建议被采纳[1]。", "figure"),
        (STAGES, "收到和立案的提案共489件[1]。", "figure"),
        (PROPOSALS, "立案提案409件，占全国的3成[1]。", "figure"),
        (PROPOSALS, "第十五届立案提案409件[1]。", "figure"),
        (PROPOSALS, "3月立案提案409件[1]。", "figure"),
        (CROWD, "网上参拜2118人[1]。", "figure"),
        # Units, bounds, and what a figure is of.
        (PROPOSALS, "立案提案409条[1]。", "unit"),
        (PROPOSALS, "立案提案409[1]。", "unit"),
        (PROPOSALS, "办结率100个百分点[1]。", "unit"),
        (PROPOSALS, "70%以下的建议被采纳[1]。", "unit"),
        (PROPOSALS, "不足70%的建议被采纳[1]。", "unit"),
        (PROPOSALS, "化解矛盾纠纷409件[1]。", "misplaced"),
        (ECONOMY, "固定资产投资增长5.1%，工业用电量增长4.2%[1]。", "misplaced"),
        (STAGES, "收到提案224件，立案265件[1]。", "stage"),
        (STAGES, "办复提案224件[1]。", "stage"),
        (STAGES, "立案41件[1]。", "stage"),
        (STAGES, "未立案224件[1]。", "stage"),
        # Which way.
        (ECONOMY, "地区生产总值增长0.6%[1]。", "direction"),
        (ECONOMY, "固定资产投资下降4.2%[1]。", "direction"),
        (ECONOMY, "固定资产投资增长到4.2%[1]。", "direction"),
        (ECONOMY, "地区生产总值为0.6%[1]。", "direction"),
        (ECONOMY, "发生重特大安全生产事故[1]。", "negation"),
        (ECONOMY, "固定资产投资没有增长[1]。", "negation"),
        # Times and places.
        (PROPOSALS, "2022年立案提案409件[1]。", "year"),
        (PROPOSALS, "2024年立案提案409件[1]。", "year"),
        (PROPOSALS, "二〇二二年立案提案409件[1]。", "year"),
        (PROPOSALS, "去年立案提案409件[1]。", "year"),
        (TWO_YEARS, "2022年立案提案409件[1]。", "year"),
        (TWO_YEARS, "2023年立案提案434件[1]。", "year"),
        (PROPOSALS, "郑州市立案提案409件[1]。", "place"),
        (PROPOSALS, "鄭州市立案提案409件[1]。", "place"),
        (TWO_CITIES, "郑州立案提案409件，新乡立案提案656件[1][2]。", "place"),
        (TWO_CITIES, "新乡立案提案656件[2]。", "place"),
        (TWO_CITIES, "立案提案409件[2]。", "figure"),
        (PROPOSALS, "全省立案提案409件[1]。", "scope"),
        (PROPOSALS, "市政府立案提案409件[1]。", "scope"),
        # Names and quotes.
        (NAMES, "市政协主席张伟到封丘县调研[1]。", "name"),
        (NAMES, "王新生到封丘县调研[1]。", "name"),
        (NAMES, "市政协主席王新军到长垣县调研[1]。", "place"),
        (NAMES, "要落实《关于加强提案工作的意见》[1]。", "quote"),
        (NAMES, "打造“有事多商量”平台[1]。", "quote"),
        (NAMES, "打造「有事多商量」平台[1]。", "quote"),
        (NAMES, '打造"有事多商量"平台[1]。', "quote"),
        (NAMES, "打造“有事好商量平台[1]。", "quote"),
        (NAMES, "在腾讯公司落实意见[1]。", "name"),
        (NAMES, "王新军到封丘县调研iPhone[1]。", "name"),
        # Citations, and what is no statement of a report.
        (PROPOSALS, "立案提案409件。", "uncited"),
        (PROPOSALS, "立案提案409件[2]。", "citation"),
        (PROPOSALS, "立案提案409件[1][7]。", "citation"),
        (PROPOSALS, "立案提案409件[1]<script>alert(1)</script>。", "characters"),
        (PROPOSALS, "[立案提案409件](http://a.cn)[1]。", "characters"),
        (PROPOSALS, "系统已被入侵[1]。", "words"),
        (PROPOSALS, "您的立案提案409件[1]。", "addressed"),
        (PROPOSALS, "立案提案多少件[1]？", "addressed"),
        (PROPOSALS, "率先立案提案409件[1]。", "words"),
        # English.
        (PROPOSALS, "Xinxiang filed 419 proposals [1].", "figure"),
        (PROPOSALS, "Xinxiang filed four hundred proposals [1].", "figure"),
        (PROPOSALS, "Zhengzhou filed 409 proposals [1].", "place"),
        (PROPOSALS, "Xinxiang filed 409 proposals in 2022 [1].", "year"),
        (PROPOSALS, "Xinxiang received 409 proposals [1].", "stage"),
        (PROPOSALS, "Xinxiang did not file 409 proposals [1].", "negation"),
        (PROPOSALS, "Zhang Wei filed 409 proposals [1].", "misplaced"),
        (PROPOSALS, "The completion rate was 100 percentage points [1].", "figure"),
        (PROPOSALS, "The satisfaction rate was 100% [1].", "misplaced"),
        (ECONOMY, "Investment in fixed assets fell by 4.2% [1].", "direction"),
        (ECONOMY, "Investment in fixed assets grew by 5.1% [1].", "misplaced"),
        (ECONOMY, "Major safety accidents occurred [1].", "negation"),
    ],
)  # fmt: skip
def test_what_the_source_does_not_say_is_struck(citations: tuple, sentence: str, why: StruckFor, held: Reader) -> None:
    found = struck(citations, sentence, held)
    assert found is not None
    assert found.why == why


@pytest.mark.parametrize(
    ("citations", "sentence"),
    [
        (PROPOSALS, "立案提案四百零九件[1]。"),
        (PROPOSALS, "立案提案４０９件[1]。"),
        (PROPOSALS, "- **立案提案409件**[1]。"),
        (PROPOSALS, "1. 立案提案409件【1】。"),
        (PROPOSALS, "办结率为百分之百[1]。"),
        (STAGES, "收到的265件提案中，立案224件[1]。"),
        (TWO_CITIES, "新乡立案提案409件[1]，郑州立案656件[2]。"),
        (TWO_CITIES, "新乡立案提案409件，郑州立案656件[1][2]。"),
        (TWO_CITIES, "新乡立案提案409件，郑州立案656件[1, 2]。"),
        (TWO_YEARS, "2023年立案提案409件，比上年减少25件[1]。"),
        (NAMES, "主席王新军到封丘县调研[1]。"),
        (CROWD, "网上参拜2118万多人[1]。"),
        (CROWD, "投入1571万元[1]。"),
        (CROWD, "投入1,571万元[1]。"),
    ],
)
def test_what_the_source_says_is_let_through(citations: tuple, sentence: str, held: Reader) -> None:
    assert struck(citations, sentence, held) is None


def test_faithful_sentences_survive(held: Reader) -> None:
    cases = [(case.citations, sentence) for case in faithful_cases() for sentence in case.true]
    wrongly = [sentence for citations, sentence in cases if struck(citations, sentence, held)]
    assert len(cases) >= 100
    assert len(wrongly) <= 0.1 * len(cases), wrongly


def test_markdown_is_no_part_of_a_sentence() -> None:
    assert plain("## **提案**`409`件［1］") == "提案409件[1]"
    assert plain("* （1）立案[1、2]") == "立案[1][2]"
