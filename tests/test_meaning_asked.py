"""What a term means, asked in everyday words, quoted or not; and what is then asked of that term."""

from __future__ import annotations

from pathlib import Path

import pytest
from answering import answerer_over

from qa import Answerer
from qa.understanding.meaning_asked import ends_in, meaning_asked

REPORT = """郑州市人民政府工作报告
——2023年2月8日
各位代表：
一、2022年工作回顾
2022年，全市地区生产总值增长6%。扩大“园区贷”、“助农通”、“税易贷”等政策规模，发放贷款9.8亿元。
完善干部联系企业、支部联系村组、党员联系农户的“三帮扶”机制，群众满意度98%。推行“一窗办”改革。
打造一支懂工业、爱企业的“双创”工作队伍。实施“蓝盾行动”、“护苗行动”，开展专项整治。2022年的“头号课题”是“优化营商环境”。
二、2023年工作安排
完成年度目标。

名词解释

1.“园区贷”：是政府支持小微企业融资的政策。财政按1：1的比例向银行存入补偿金，银行提供无抵押、低利率、一年期内300万元以下流动资金贷款。

2.“四办清单”：马上办、网上办、就近办、一次办。
"""


@pytest.fixture(scope="module")
def everyday(tmp_path_factory: pytest.TempPathFactory, dictionaries: Path) -> Answerer:
    return answerer_over(tmp_path_factory.mktemp("home"), dictionaries, REPORT)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("抚州报告里说的“财园信贷通”到底是个啥", "抚州报告里说的“财园信贷通”"),
        ("新乡说的三联系啥意思 谁联系谁", "新乡说的三联系"),
        ("所谓“两不愁”，到底是个啥？", "所谓“两不愁”"),
        ("报告中提到的四张清单是怎么一回事", "报告中提到的四张清单"),
        ("三联系的含义到底是什么", "三联系"),
        ("三联系机制这个提法怎么理解", "三联系机制"),
        ("咋理解新乡的三联系", "新乡的三联系"),
        ("税贷通是个什么政策？", "税贷通"),
        ("解释一下什么是“五联手”", "“五联手”"),
        ("税贷通究竟是啥玩意儿呢", "税贷通"),
        ("“税贷通”说的是什么", "“税贷通”"),
        ("郑州是个什么城市", ""),
        ("为什么是三联系", ""),
        ("“三联系”是谁提出的", ""),
    ],
)
def test_what_ends_in_the_term_is_found(question: str, said: str) -> None:
    assert meaning_asked(question) == said


def test_a_term_is_no_part_of_a_longer_word() -> None:
    assert ends_in("新乡的三联系", "三联系")
    assert ends_in("三联系机制", "三联系")
    assert ends_in("新乡三联系", "三联系", names=("新乡",))
    assert ends_in("上街的135发展推进体系", "135", kind="发展推进体系")
    assert not ends_in("三联系的做法", "三联系")
    assert not ends_in("年度目标", "目标")


@pytest.mark.parametrize(
    "question",
    [
        "郑州的园区贷是什么",
        "郑州政府报告里说的“园区贷”到底是个啥",
        "园区贷是啥？",
        "“园区贷”指啥",
        "报告中提到的园区贷是怎么一回事？",
        "所谓的园区贷，究竟是个什么东西",
        "园区贷这个政策怎么理解？",
        "郑州园区贷说的是什么",
        "什么叫园区贷",
        "郑州说的园区贷啥意思 谁能贷",
    ],
)
def test_a_term_asked_in_everyday_words_is_defined(everyday: Answerer, question: str) -> None:
    answer = everyday.ask(question)
    assert (answer.status, answer.parts[0].form) == ("answered", "definition")
    assert "支持小微企业融资" in answer.text


@pytest.mark.parametrize(
    "question", ["郑州说的三帮扶啥意思 谁帮谁", "郑州的三帮扶是啥", "三帮扶机制到底是个啥", "报告提到的三帮扶怎么理解"]
)
def test_what_a_mechanism_is_built_of_explains_it(everyday: Answerer, question: str) -> None:
    assert "支部联系村组" in (everyday.ask(question).short or "")


@pytest.mark.parametrize(
    "question",
    [
        "助农通是什么",
        "郑州的“助农通”是什么？",
        "“助农通”到底是个啥",
        "税易贷是啥",
        "“蓝盾行动”是什么",
        "护苗行动啥意思",
        "双创是什么",
    ],
)
def test_no_term_is_explained_by_another_beside_it(everyday: Answerer, question: str) -> None:
    answer = everyday.ask(question)
    assert (answer.status, answer.short) == ("not_stated", None)


def test_a_term_that_no_report_names_is_not_explained_by_one_like_it(everyday: Answerer) -> None:
    answer = everyday.ask("郑州报告里的一门办改革是什么意思")
    assert (answer.status, answer.short) == ("not_stated", None)


def test_a_term_that_a_quoted_one_is_said_to_be_is_answered_by_it(everyday: Answerer) -> None:
    assert "优化营商环境" in (everyday.ask("郑州2022年的“头号课题”是什么？").short or "")


@pytest.mark.parametrize(
    ("question", "shorts"),
    [
        ("郑州政府报告里说的“园区贷”到底是个啥？企业能贷多少钱，要不要抵押", ["300万元以下", "不要，无抵押"]),
        ("郑州的园区贷是什么？需要抵押吗？最多能贷多少钱？", ["不是，无抵押", "300万元以下"]),
        ("“园区贷”指啥，期限多长", ["一年期内"]),
        ("园区贷是个啥？能贷多久？需不需要抵押", ["一年期内", "不需要，无抵押"]),
        ("园区贷是怎么回事，由哪家银行办理？一共贷了多少钱", [None, None]),
        ("“税易贷”是什么意思，企业能贷多少钱？", [None]),
    ],
)
def test_what_is_asked_behind_a_term_is_asked_of_it(
    everyday: Answerer, question: str, shorts: list[str | None]
) -> None:
    answer = everyday.ask(question)
    assert [part.short for part in answer.parts[1:]] == shorts


def test_what_has_a_time_of_its_own_is_not_asked_of_the_term(everyday: Answerer) -> None:
    answer = everyday.ask("郑州的“园区贷”是什么？2022年地区生产总值增长多少？")
    assert answer.parts[1].short == "6%"
