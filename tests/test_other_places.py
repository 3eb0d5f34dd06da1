"""A place that a question names and that is not the one whose report is asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.language.gazetteer import Gazetteer
from qa import Answerer
from qa.answering.held import names_all
from qa.understanding.glossary import Glossary
from qa.understanding.query import parse_question
from qa.understanding.told_above import told_above
from tests.answering import answerer_over

OPENING = """{place}人民政府工作报告

——{year}年1月20日在{place}人民代表大会第一次会议上

各位代表：

我代表{place}人民政府向大会报告工作，请予审议。

一、{before}年工作回顾

"""
PLAN = """

二、{year}年工作安排

我们要坚持稳中求进工作总基调，扎实做好各项工作，努力开创改革发展新局面。
"""


def report(place: str, year: int, told: str) -> str:
    """The government's report of a place, given in the year behind the one it tells of."""
    return OPENING.format(place=place, year=year, before=year - 1) + told + PLAN.format(year=year)


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory, dictionaries: Path) -> Answerer:
    return answerer_over(
        tmp_path_factory.mktemp("other_places"),
        dictionaries,
        report(
            "黑龙江省",
            2005,
            "粮豆薯总产量达313.5亿公斤，创历史最高水平。向京、津、沪等主销区调粮220亿公斤，为保障国家粮食安全做出了贡献。",
        ),
        report(
            "唐山市",
            2019,
            "滦县撤县设立滦州市。4.1万套棚改安置住房全部开工，197个老旧小区完成改造。全市财政收入完成787.1亿元。",
        ),
        report("西藏自治区", 2025, "拉萨贡嘎机场升级为国际机场，樟木镇恢复重建全面启动。全区生产总值达到2700亿元。"),
        report(
            "甘肃省", 1994, "全年银行各项存款余额达到303.4亿元，比上年增长17.9%；各项贷款余额达到367.8亿元，增长21.8%。"
        ),
        report("湖北省", 2024, "对外开放纵深推进，恩施许家坪机场获批正式对外开放，新设外资企业648家。"),
        report("恩施土家族苗族自治州", 2023, "粮食产量稳定在140万吨以上。"),
        report("北京市", 2020, "粮食播种面积稳定在70万亩。地区生产总值完成3.5万亿元。"),
        vectors=True,
    )


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("黑龙江省2004年粮食产量多少，往北京天津上海那些地方调出去多少", ("313.5亿公斤", "220亿公斤")),
        (
            "唐山的滦县2018年改成滦州市了，是真的吗？同一年给棚改户开工了多少套安置房",
            ("以下出自河北省唐山市的报告", "滦县撤县设立滦州市", "4.1万套"),
        ),
        ("滦县2018年撤县设立滦州市了吗", ("以下出自河北省唐山市的报告", "滦县撤县设立滦州市")),
        ("拉萨贡嘎机场2024年升成国际机场了没有", ("以下出自西藏自治区的报告", "升级为国际机场")),
        (
            "2024年拉萨贡嘎机场升级为国际机场了，真的假的？樟木镇的重建动了没有",
            ("以下出自西藏自治区的报告", "升级为国际机场"),
        ),
        ("恩施许家坪机场2023年对外开放了吗", ("以下出自湖北省的报告", "许家坪机场获批正式对外开放")),
        ("1993年底甘肃银行的贷款余额比存款余额多多少？贷款相当于存款的百分之几？", ("64.4亿元", "121.2%")),
    ],
)
def test_the_report_of_the_place_asked_answers(answerer: Answerer, question: str, says: tuple[str, ...]) -> None:
    text = answerer.ask(question).text
    assert all(each in text for each in says), text


@pytest.mark.parametrize(
    "question",
    [
        "滦州市2018年财政收入是多少亿",
        "唐山的滦州市2018年财政收入是多少亿",
        "拉萨2024年生产总值多少亿元",
        "拉萨2024年全区生产总值达到多少亿元了，机场升级了吗",
        "拉萨机场2024年旅客多少人次",
        "甘肃银行2010年的贷款余额是多少",
        "1993年中国银行的存款余额是多少",
    ],
)
def test_no_figure_of_a_place_without_a_report_is_told(answerer: Answerer, question: str) -> None:
    answer = answerer.ask(question)
    assert answer.status in ("not_indexed", "not_stated"), answer.text
    assert not answer.citations


def test_what_is_counted_beside_is_of_the_place_itself(answerer: Answerer) -> None:
    answer = answerer.ask("滦县2018年改成滦州市了吗？同年财政收入多少亿")
    assert answer.parts[-1].status == "not_indexed"
    assert "787.1" not in answer.text


def test_where_something_goes_to_is_no_place_that_is_asked_about(answerer: Answerer) -> None:
    first = answerer.ask("黑龙江2004年粮食产量多少")
    then = answerer.ask("往北京调了多少？", context=str(first.understood_as or first.question))
    assert then.short == "220亿公斤"
    other = answerer.ask("那甘肃2004年呢？", context=str(first.understood_as or first.question))
    assert other.status == "not_indexed"


@pytest.mark.parametrize(
    ("name", "sentence", "named"),
    [
        ("北京", "向京、津、沪等主销区调粮220亿公斤。", True),
        ("北京", "大力推动“净菜进京”。", True),
        ("北京", "蔬菜占首都市场份额达到12%。", True),
        ("北京", "与南京、苏州签约。", False),
        ("北京", "京剧演出12场。", False),
        ("上海", "沪渝高速建成通车。", True),
        ("上海", "申报项目12个。", False),
    ],
)
def test_a_letter_stands_for_a_province_beside_another(
    name: str, sentence: str, named: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = parse_question(
        f"邯郸2023年向{name}送了多少",
        gazetteer=Gazetteer.load(),
        glossary=Glossary.load(),
        today=date(2024, 5, 4),
        indexed=frozenset({"130400"}),
    )
    assert any(name in forms for forms in query.terms)

    class Said:
        """A finding, as far as its sentence goes."""

        class hit:  # noqa: N801
            heading_path = ()

            class report:  # noqa: N801
                text = sentence

        class sentence:  # noqa: N801
            start, end = 0, len(sentence)

        class candidate:  # noqa: N801
            headers = ""

    assert names_all(query.terms, Said) is named  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "put"),
    [
        ("唐山的滦县2018年改成滦州市了", "唐山市2018年滦县设立滦州市了"),
        ("2024年拉萨贡嘎机场升成国际机场了吗", "西藏自治区2024年拉萨贡嘎机场升成国际机场了吗"),
        ("拉萨2024年财政收入多少", None),
        ("拉萨2024年建成示范区了吗", None),
        ("唐山2018年开工多少套安置房", None),
        ("拉萨贡嘎机场2024年旅客多少，财政收入多少", None),
    ],
)
def test_what_is_put_to_the_place_above(question: str, put: str | None) -> None:
    of = {"唐山市": 2018, "西藏自治区": 2024}
    above = told_above(
        question,
        Gazetteer.load(),
        frozenset({"130200", "540000"}),
        date(2026, 1, 1),
        has_report=lambda place, years: of.get(place.name) in (years or (2018, 2024)),
    )
    assert (above.question if above else None) == put
