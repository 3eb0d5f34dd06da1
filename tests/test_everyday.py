"""What people call the figures of every report is asked by the names that reports give them."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa import Answerer
from qa.understanding.everyday import officially
from tests.answering import answerer_over
from tests.test_other_places import report


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("厦门2014年城里人一年能拿到手多少钱", "厦门2014年城镇居民人均可支配收入是多少元"),
        ("杭州2023年乡下人每人一年到手多少", "杭州2023年农村居民人均可支配收入是多少元"),
        ("海南2009年农民一年挣多少钱", "海南2009年农民人均纯收入是多少元"),
        (
            "宁夏2015年城里人和农村人平均一年分别能拿到手多少钱",
            "宁夏2015年城镇居民人均可支配收入和农村居民人均可支配收入分别是多少元",
        ),
        ("花在民生上的钱有多少", "民生支出有多少"),
        ("财政往民生上砸了多少亿", "财政民生支出是多少亿元"),
        ("厦门2012年公家收上来多少钱", "厦门2012年财政收入是多少元"),
        ("黑龙江2004年打了多少粮食", "黑龙江2004年粮食产量是多少"),
        ("安徽地里一共打了多少亿斤粮", "安徽粮食产量是多少亿斤"),
        ("商场超市一年卖出去多少亿的东西", "社会消费品零售总额是多少亿元"),
        ("跟国外做的生意有多少亿美元", "进出口总额是多少亿美元"),
        ("旅游挣的钱2021年比2020年多多少", "旅游收入2021年比2020年多多少"),
        ("民生支出，2020年比2019年是多了还是少了，差多少亿", "民生支出2020年比2019年多多少亿"),
        ("长沙2007年跟2008年比，财政收入多了多少", "长沙财政收入2008年比2007年多了多少"),
        ("杭州的经济盘子2024年比2023年大了多少亿", "杭州的经济总量2024年比2023年大了多少亿"),
        ("石家庄2024年经济总量是多少", "石家庄2024年地区生产总值是多少"),
        ("人均收入多了多少块", "人均收入多了多少元"),
    ],
)
def test_a_phrase_is_the_name_of_its_figure(typed: str, asked: str) -> None:
    assert officially(typed) == asked


@pytest.mark.parametrize(
    "typed",
    [
        "征地后农民拿到多少钱",
        "市民一年拿到多少补贴",
        "农民工一年挣多少",
        "敬老院住着多少人",
        "种了多少粮食",
        "收了多少粮食补贴款",
        "向群众投了多少票",
        "2023年立案多少件提案",
        "2008年跟2007年比，城镇和农村各多了多少元",
        "分给农户多少块地",
        "经济总量在全省排第几",
        "经济总量突破了多少亿",
    ],
)
def test_what_is_no_such_phrase_stays(typed: str) -> None:
    assert officially(typed) == typed


def test_a_word_that_reports_leave_out_is_left_out() -> None:
    assert officially("小区物业的事哪个市的政协准备在2024年管一管") == "物业管理哪个市的政协准备在2024年管一管"
    assert officially("小区物业服务覆盖率是多少") == "小区物业服务覆盖率是多少"


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory, dictionaries: Path) -> Answerer:
    return answerer_over(
        tmp_path_factory.mktemp("everyday"),
        dictionaries,
        report(
            "南昌市",
            2020,
            "民生支出达692.6亿元，增长18.3%。旅游收入18.5亿元。城镇、农村居民人均可支配收入分别为44136元、19498元。",
        ),
        report(
            "南昌市",
            2021,
            "全市民生类支出累计完成674.3亿元，占全市支出比重达80.5%。旅游收入20.7亿元，增长11.9%。\n\n"
            "五年来，我们坚持民生至上、共享发展。民生类支出累计投入2849亿元，公共服务均等化水平逐年提高。",
        ),
        vectors=True,
    )


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("南昌花在民生上的钱，2020年比2019年是多了还是少了，差多少亿", "少18.3亿元"),
        ("南昌旅游挣的钱2020年比2019年多多少", "2.2亿元"),
        ("南昌2019年乡下人一年能拿到手多少钱", "19498元"),
        ("南昌2020年民生支出多少亿元", "674.3亿元"),
    ],
)
def test_figures_of_two_wordings_are_one(answerer: Answerer, question: str, short: str) -> None:
    answer = answerer.ask(question)
    assert answer.short == short, answer.text
    assert "2849" not in answer.text
