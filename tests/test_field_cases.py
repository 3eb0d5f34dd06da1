"""Small damaged or tricky reports, each asked alone: the right figure, or none; never another one's."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from index.building.builder import build
from index.config import Config
from index.storage.store import Index
from qa import Answerer, Retriever, compare_indicator, verify_claim
from qa.types import Answer

CPPCC = """中国人民政治协商会议焦作市第十四届委员会常务委员会工作报告

——2024年2月6日在政协焦作市第十四届委员会第二次会议上

各位委员：

我受政协焦作市第十四届委员会常务委员会委托，向大会报告工作，请予审议。

一、2023年工作回顾

{body}

二、2024年工作安排

新的一年，我们要坚持团结和民主两大主题，围绕中心、服务大局，认真履行职能，努力开创工作新局面。
"""
GOVERNMENT = """政府工作报告

——2024年1月16日在泰州市第六届人民代表大会第三次会议上

泰州市人民政府

各位代表：

现在，我代表泰州市人民政府，向大会报告工作，请予审议，并请各位政协委员提出意见。

一、2023年工作回顾

{body}

二、2024年工作安排

今年经济社会发展的主要预期目标是：地区生产总值增长5.5%左右，一般公共预算收入增长5%。
"""
FILED = "焦作2023年立案多少件提案?"


@pytest.fixture
def index_of(tmp_path: Path, new_home: Path, retriever: Retriever) -> Callable[..., Retriever]:
    def of(*texts: str, suffix: str = ".txt") -> Retriever:
        files = [tmp_path / f"report{n}{suffix}" for n in range(len(texts))]
        for file, text in zip(files, texts, strict=True):
            file.write_bytes(text.encode("utf-8"))
        config = Config.from_environment(home=new_home)
        build(files, config, encoder=retriever.encoder)
        return Retriever(Index.open(config.home), config, encoder=retriever.encoder)

    return of


def digits(answer: Answer) -> str:
    return re.sub(r"\s", "", answer.short or "")


@pytest.mark.parametrize(
    ("body", "figure"),
    [
        ("一年来，共收到提案412件，经审查立\u200b案306件，办复率100%。", "306件"),
        ("一年来，共收到提案412件，经审查立案3\u200b06件，办复率100%。", "306件"),
        ("一年来，共收到提案412件，经审查立\u00ad案3\ufeff06件，办复率100%。", "306件"),
        ("一年来，共收到提案412件，经审查\u202d立案306件\u202c，办复率100%。", "306件"),
        ("一年来，共收到提案412件，经审查\v立案306件，办复率100%。", "306件"),
        ("一年来，共收到提案412件，经审查\f立案306件，办复率100%。", "306件"),
        ("一年来，共收到提案412件，经审查立案\u2028306件，办复率100%。", "306件"),
        ("一年来，共收到提案412件，经审查立\x85案306件，办复率100%。", "306件"),
        ("一年来，共收到提案412件，经审查\u2029立案306件，办复率100%。", "306件"),
        ("⼀年来，共收到提案412件，经审查⽴案306件，办复率100%。", "306件"),
        ("一年来，共收到提案412件，经审查　立案306件，办复率100%。", "306件"),
        ("一年来，共收到提案412件，经审查立\u00a0案\u00a0306\u00a0件，办复率100%。", "306件"),
        ("一年来，共收到提案412件，经审查立案3 0 6 件，办复率100%。", "306件"),
        ("一年来，共收到提案412件，经审查立案3 06件，办复率100%。", "306件"),
        ("一年来，共收到提案412件，经审查立案３ ０ ６件，办复率100%。", "３０６件"),
        ("一年来，共收到提案4 1 2件，经审查立案306件，办复率1 0 0%。", "306件"),
    ],
)
def test_what_damage_hides_is_read_whole(index_of: Callable[..., Retriever], body: str, figure: str) -> None:
    answer = Answerer(index_of(CPPCC.format(body=body))).ask(FILED)
    assert (answer.status, digits(answer)) == ("answered", figure)


@pytest.mark.parametrize(
    "body",
    [
        "一年来，共收到提案4l2件，经审查立案3O6件，办复率l00%。",
        "一年来，共收到提案412件，经审查立案3O6件，办复率100%。",
        "一年来，共收到提案412件，经审查立案3〇6件，办复率100%。",
        "一年来，共收到提案412件，经审查立案3□6件，办复率100%。",
        "一年来，共收到提案412件，经审查立案3?6件，办复率100%。",
        "一年来，共收到提案412件，经审查立案1Ｏ6件，办复率100%。",
        "一年来，共收到提案412件，经审查立案30б件，办复率100%。",
        "一年来，共收到提案412件，经审查立案S6件，办复率100%。",
    ],
)
def test_a_damaged_figure_answers_nothing(index_of: Callable[..., Retriever], body: str) -> None:
    answer = Answerer(index_of(CPPCC.format(body=body))).ask(FILED)
    assert (answer.status, answer.short) == ("not_stated", None)
    assert re.search("“[^”]+件”，数字疑有损坏", answer.text)
    assert all(passage.text for passage in answer.passages)


TABLES = [
    "| 项目 | 2022年 | 2023年 |\n|---|---|---|\n| 收到提案（件） | 386 | 412 |\n| 立案提案（件） | 286 | 306 |",
    "| 项目 | 2023年 | 2022年 |\n|---|---|---|\n| 收到提案（件） | 412 | 386 |\n| 立案提案（件） | 306 | 286 |",
    "| 年份 | 收到提案（件） | 立案提案（件） |\n|---|---|---|\n| 2022年 | 386 | 286 |\n| 2023年 | 412 | 306 |",
    "单位：件\n\n| 项目 | 上年 | 本年 |\n|---|---|---|\n| 收到提案 | 386 | 412 |\n| 立案提案 | 286 | 306 |",
    "项目\t2022年\t2023年\n收到提案（件）\t386\t412\n立案提案（件）\t286\t306",
    "项目\n2022年\n2023年\n收到提案（件）\n386\n412\n立案提案（件）\n286\n306",
    "项目 2022年 2023年\n收到提案（件） 386 412\n立案提案（件） 286 306",
    "| 项目 | 2022年 | 2023年 | 同比增长（%） |\n|---|---|---|---|\n| 立案提案（件） | 286 | 306 | 7.0 |",
    "| 单位 | 立案提案（件） |\n|---|---|\n| 教育局 | 47 |\n| 卫健委 | 286 |\n| 合计 | 306 |",
    "| 项目 | 目标 | 2023年 |\n|---|---|---|\n| 立案提案（件） | 286 | 306 |",
]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("question", [FILED, "焦作立案多少件提案?", "How many proposals did Jiaozuo file in 2023?"])
def test_a_cell_answers_with_its_row_and_column(index_of: Callable[..., Retriever], table: str, question: str) -> None:
    answer = Answerer(index_of(CPPCC.format(body=f"提案工作情况如下：\n\n{table}"), suffix=".md")).ask(question)
    assert (answer.status, answer.short) == ("answered", "306")


@pytest.mark.parametrize(
    "table",
    [
        "项目\n2022年\n2023年\n收到提案（件）\n386\n412\n立案提案（件）\n286",
        "收到提案\t386\t412\n立案提案\t286\t306",
        "| 单位 | 立案提案（件） |\n|---|---|\n| 教育局 | 47 |\n| 卫健委 | 286 |",
        "| 项目 | 2021年 | 2022年 |\n|---|---|---|\n| 立案提案（件） | 47 | 286 |",
        "| 项目 | 2022年 | 2023年 |\n|---|---|---|\n| 收到 | 286 | 306 |\n| 立案 | 47 | |\n| 重点提案 | 9 | 11 |",
        "项目        2022年   2023年\n收到提案    272件    289件\n立案        236件\n重点提案    10件     12件",
        "| 项目 | 2024年目标 |\n|---|---|\n| 立案提案（件） | 286 |",
        "| 项目 | 2023年上半年 |\n|---|---|\n| 立案提案（件） | 286 |",
        "286件\n立案提案\n412件\n收到提案",
    ],
)
def test_a_cell_that_cannot_be_read_answers_nothing(index_of: Callable[..., Retriever], table: str) -> None:
    answer = Answerer(index_of(CPPCC.format(body=f"提案工作情况如下：\n\n{table}"), suffix=".md")).ask(FILED)
    assert (answer.status, answer.short) == ("not_stated", None)


NOT_DONE = (
    "一年来，共收到提案412件，立案358件，未立案54件，其中转为社情民意信息31件，撤回不予立案的23件。"
    "已办复340件，尚未办结18件。"
)


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("焦作2023年没有立案的提案有多少件?", {"54件"}),
        ("焦作2023年未立案的提案有多少件?", {"54件"}),
        ("焦作2023年有多少件提案没有被立案?", {"54件"}),
        ("焦作2023年不予立案的提案有多少件?", {"54件", "23件"}),
        ("焦作2023年立案多少件提案?", {"358件"}),
        ("焦作2023年尚未办结的提案有多少件?", {"18件"}),
        ("焦作2023年没有采纳的提案有多少件?", {""}),
    ],
)
def test_what_was_not_done_is_not_what_was(
    index_of: Callable[..., Retriever], question: str, figures: set[str]
) -> None:
    answer = Answerer(index_of(CPPCC.format(body=NOT_DONE))).ask(question)
    assert (answer.short or "") in figures


def test_what_was_not_done_is_reckoned_where_only_the_opposite_is_stated(index_of: Callable[..., Retriever]) -> None:
    answer = Answerer(index_of(CPPCC.format(body="一年来，共收到提案412件，立案358件，办复率100%。"))).ask(
        "焦作2023年没有立案的提案有多少件?"
    )
    assert (answer.status, answer.short, answer.parts[0].form) == ("answered", "54件", "calculation")
    assert "412件" in answer.text and "358件" in answer.text


CHANGES = (
    "过去一年，地区生产总值增长5.6%。进出口总额下降3.2%。固定资产投资下降12.5%。房地产开发投资负增长8.7%。"
    "一般公共预算收入与上年持平。工业用电量同比增长-1.4%。城镇登记失业率3.1%，比上年降低0.4个百分点。"
    "社会消费品零售总额1200亿元，增长7.1%。规模以上工业增加值零增长。"
)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("泰州2023年进出口总额增长多少?", "下降3.2%"),
        ("泰州2023年进出口总额增速是多少?", "下降3.2%"),
        ("泰州2023年进出口总额下降多少?", "3.2%"),
        ("泰州2023年固定资产投资增长了百分之几?", "下降12.5%"),
        ("泰州2023年房地产开发投资增长多少?", "负增长8.7%"),
        ("泰州2023年规模以上工业增加值增长多少?", "零增长"),
        ("泰州2023年工业用电量增长多少?", "-1.4%"),
        ("泰州2023年地区生产总值增长多少?", "5.6%"),
        ("泰州2023年GDP增长多少?", "5.6%"),
        ("泰州2023年社会消费品零售总额增长多少?", "7.1%"),
        ("How much did imports and exports grow in Taizhou in 2023?", "下降3.2%"),
        ("泰州2023年旅游收入增长多少?", None),
        ("泰州2023年实际利用外资增长多少?", None),
        ("泰州2023年粮食产量增长多少?", None),
        ("泰州2024年一般公共预算收入增长目标是多少?", "5%"),
    ],
)
def test_a_rise_asked_is_answered_with_the_fall_and_never_with_another_rise(
    index_of: Callable[..., Retriever], question: str, short: str | None
) -> None:
    answer = Answerer(index_of(GOVERNMENT.format(body=CHANGES))).ask(question)
    assert answer.short == short
    assert answer.status == ("answered" if short else "not_stated")


@pytest.mark.parametrize(
    ("body", "status", "short"),
    [
        ("1998年，全市有普通高中12所，到去年底发展到95所。", "answered", "12所"),
        ("1998 年，全市有普通高中12所，到去年底发展到95所。", "answered", "12所"),
        ("一年来，全市普通高中达到95所。", "not_indexed", None),
    ],
)
def test_a_year_that_no_report_covers_is_answered_only_by_a_sentence_that_names_it(
    index_of: Callable[..., Retriever], body: str, status: str, short: str | None
) -> None:
    answer = Answerer(index_of(GOVERNMENT.format(body=body))).ask("泰州1998年有多少所普通高中?")
    assert (answer.status, answer.short) == (status, short)


@pytest.fixture(scope="module")
def shared_cases(shared_reports: Path) -> dict[str, dict[str, str]]:
    """Cases collected from users of such tools, which lie beside the collection of reports."""
    path = shared_reports.parent / "field-cases" / "cases.jsonl"
    return {row["id"]: row for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())}


@pytest.mark.parametrize("number", "01 04 05 07 08 12 14 17 19 21 23 25 28 29 32 35 36 38 40 43 44 45".split())
def test_the_cases_of_the_field(
    index_of: Callable[..., Retriever], shared_reports: Path, shared_cases: dict[str, dict[str, str]], number: str
) -> None:
    row = shared_cases[f"case{number}"]
    names = [row["file"]] if isinstance(row["file"], str) else row["file"]
    texts = [(shared_reports.parent / "field-cases" / name).read_text(encoding="utf-8") for name in names]
    retriever = index_of(*texts, suffix=Path(names[0]).suffix)
    if row["question"].startswith("verify: "):
        checked = verify_claim(retriever, row["question"].removeprefix("verify: "))
        assert checked.status == row["expected_status"]
        return
    if row["question"].startswith("compare: "):
        (stated,) = compare_indicator(retriever, row["question"].removeprefix("compare: ")).rows
        (other,) = stated.others
        assert f"{stated.short} (and {other.short})" == row["expected_answer"]
        return
    answer = Answerer(retriever).ask(row["question"])
    assert answer.status in row["expected_status"]
    # "301件; 302件" are two readings; of "306 (never 286)" the figure is the first word.
    wanted = {words.split(" ")[0] for words in (row["expected_answer"] or "").split("; ")} - {""}
    shown = {reading.short for reading in answer.readings} | ({answer.short} if answer.short else set())
    assert shown == wanted


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("援建的是四川哪个县?", "剑阁县"),
        ("四川2023年的地区生产总值是多少?", None),
        ("援建四川投入资金多少?", None),
    ],
)
def test_under_a_filter_another_place_is_answered_of_in_words_only(
    question: str, short: str | None, index_of: Callable[..., Retriever]
) -> None:
    body = "一年来，援助四川剑阁县重建任务提前一年完成，援助四川投入资金3亿元。"
    answer = Answerer(index_of(CPPCC.format(body=body))).ask(question, places=["焦作"])
    assert (answer.short or "").removeprefix("四川") == (short or "")


TO_COME = "二、2024年工作安排\n\n新建公办幼儿园15所，城乡居民医保补助标准由640元提高到670元。"


@pytest.mark.parametrize(
    ("question", "years", "short"),
    [
        ("2024年焦作要再建几所公办幼儿园?", None, "15所"),
        ("焦作新建公办幼儿园几所?", [2024], "15所"),
        ("焦作2024年新建公办幼儿园多少所?", None, None),
        ("焦作新建了多少所公办幼儿园?", [2024], None),
        ("焦作城乡居民医保补助标准要提高到多少?", [2024], "670元"),
    ],
)
def test_a_plan_is_an_answer_only_where_it_may_be_meant(
    question: str, years: list[int] | None, short: str | None, index_of: Callable[..., Retriever]
) -> None:
    text = CPPCC.format(body="一年来，共收到提案412件，经审查立案306件。")
    text = text[: text.index("二、2024年工作安排")] + TO_COME
    answer = Answerer(index_of(text)).ask(question, years=years)
    assert answer.short == short


@pytest.mark.parametrize(("whole", "short"), [("全省", "90%"), ("全市", None)])
def test_a_place_without_a_report_of_the_year_is_answered_of_in_that_of_a_place_in_it(
    index_of: Callable[..., Retriever], whole: str, short: str | None
) -> None:
    province = GOVERNMENT.replace("泰州市第六届", "江苏省第十四届").replace("泰州市", "江苏省")
    province = province.replace("2023", "2021").replace("2024", "2022").format(body="新增省级重点实验室20个。")
    city = GOVERNMENT.format(body=f"新增省级重点实验室36个，占{whole}增量的90%。")
    answer = Answerer(index_of(province, city)).ask("2023年江苏省新增的省级重点实验室里，泰州占百分之几?")
    assert answer.short == short
    assert ("没有江苏省关于2023年的报告" in answer.text, len(answer.instead)) == (True, 1 if short else 0)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("泰州2023年地区生产总值是多少亿元?", "预计5750亿元"),
        ("泰州2023年地区生产总值是多少?", "预计5750亿元"),
        ("泰州2023年人均地区生产总值是多少?", "突破9万元"),
    ],
)
def test_an_average_is_no_total(question: str, short: str, index_of: Callable[..., Retriever]) -> None:
    body = (
        "与“十三五”期末相比，全市地区生产总值翻番有余，人均地区生产总值突破9万元，财政总收入由421.8亿元增加到1579.9亿元。\n\n"
        "预计，实现地区生产总值5750亿元，同比增长13%左右。"
    )
    answer = Answerer(index_of(GOVERNMENT.format(body=body))).ask(question)
    assert answer.status == "answered"
    assert (answer.short or "").removeprefix("预计") == short.removeprefix("预计")


def test_under_a_filter_what_only_stands_in_one_sentence_with_the_place_is_not_said_of_it(
    index_of: Callable[..., Retriever],
) -> None:
    body = "一年来，与四川、重庆签订协议，援建的是我市修武县，建成学校15所。"
    assert Answerer(index_of(CPPCC.format(body=body))).ask("援建的是四川哪个县?", places=["焦作"]).short is None
