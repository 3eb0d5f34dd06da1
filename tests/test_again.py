"""A clause that reckons with the things of the clause before it: which of them, and in what way."""

from __future__ import annotations

import pytest

from qa.understanding.again import Again, reckoned_again, refers_back, refers_to_several
from qa.understanding.again_english import reckoned_again_english

RULES = ("新立的规章制度", "修订的规章制度")
SAID = "郑州2023年新立的加上修订的规章制度共计几项"


@pytest.mark.parametrize(
    ("clause", "again"),
    [
        ("修订的比新立的多几项", Again("difference", (1, 0), sure=True)),
        ("前者比后者多多少", Again("difference", (0, 1), sure=True)),
        ("后者是前者的几倍", Again("times", (1, 0), sure=True)),
        ("修订的是新立的多少倍", Again("times", (1, 0), sure=True)),
        ("两者之比是多少", Again("times", (0, 1), unsorted=True, sure=True)),
        ("两者相差几项", Again("apart", (0, 1), unsorted=True, sure=True)),
        ("差多少", Again("apart", (0, 1), unsorted=True)),
        ("多几项制度", Again("apart", (0, 1), unsorted=True)),
        ("合计多少项", Again("sum", (0, 1))),
        ("这两项加起来是多少", Again("sum", (0, 1), sure=True)),
        ("一共几项", Again("sum", (0, 1))),
        ("新立的占几成", Again("portion", (0, 1), sure=True)),
        ("新立的占多少", Again("portion", (0, 1), sure=True)),
        ("后者占百分之几", Again("portion", (1, 0), sure=True)),
        ("新立的占修订的百分之几", Again("share", (0, 1), sure=True)),
        ("修订的比新立的多百分之几", Again("growth", (1, 0), sure=True)),
        ("后面这个是前面的几倍", Again("times", (1, 0), sure=True)),
        ("后头那项占前头那项的几成", Again("share", (1, 0), sure=True)),
        ("后面那个在前面那个里占几成", Again("share", (1, 0), sure=True)),
        ("跟前面的比，后面的多几项", Again("difference", (1, 0), sure=True)),
        ("第二个跟头一个比少多少", Again("difference", (1, 0), sure=True)),
        ("后面的减去前面的是多少", Again("difference", (1, 0), sure=True)),
        ("上一个领先下一个多少", Again("difference", (0, 1), sure=True)),
        ("后面的多几项", Again("difference", (1, 0), sure=True)),
        ("前者除以后者是多少", Again("times", (0, 1), sure=True)),
        ("这俩凑一块是多少项", Again("sum", (0, 1), sure=True)),
        ("刚才那两个数加一加是多少", Again("sum", (0, 1), sure=True)),
        ("拢共立了几项", Again("sum", (0, 1))),
        ("它们之间差几项", Again("apart", (0, 1), unsorted=True, sure=True)),
    ],
)
def test_the_things_before_are_reckoned_with(clause: str, again: Again) -> None:
    assert reckoned_again(clause, RULES, said=SAID) == again


@pytest.mark.parametrize(
    "clause",
    [
        "三者合计多少",
        "立案的提案比办复的多几件",
        "采用率是多少",
        "总投资一共多少亿元",
        "前三季度增长百分之几",
        "增加了多少个就业岗位",
        "用什么方式督办",
        "占全省的比重是多少",
        "合计投入多少资金",
        "修订的分别是哪些",
        "这仨凑一块是多少项",
        "后面这个占全省的几成",
        "前一年是后一年的几倍",
        "后面三项加起来多少",
        "拢共投了几项",
    ],
)
def test_a_clause_of_its_own_is_left_to_itself(clause: str) -> None:
    assert reckoned_again(clause, RULES, said=SAID) is None


@pytest.mark.parametrize("clause", ["平摊到每个平台是几场", "每个平台摊到几场", "平均每个平台几场"])
def test_one_thing_is_spread_over_the_other(clause: str) -> None:
    asked = ("郑州有多少个平台", "开展协商多少场")
    for labels in (asked, asked[::-1]):
        again = reckoned_again(clause, labels, said="".join(labels))
        assert again is not None
        assert (again.kind, [labels[n] for n in again.of]) == ("average", ["开展协商多少场", "郑州有多少个平台"])


@pytest.mark.parametrize(
    ("clause", "n"),
    [("三样加起来一共多少", 3), ("第三个比头一个多几次", 3), ("这仨拢共几次", 3), ("两样加起来多少", 2)],
)
def test_it_is_of_as_many_things_as_it_counts(clause: str, n: int) -> None:
    again = reckoned_again(clause, ("学习", "宣讲", "培训"), said="")
    assert (again is not None) == (n == 3)


@pytest.mark.parametrize(
    ("clause", "back", "to_several"),
    [
        ("后面这个是前面的几倍", True, True),
        ("刚才那两个数加一加", True, True),
        ("一共多少", True, False),
        ("它们之间差多少", True, False),
        ("提案一共多少件", False, False),
        ("后面这个占全省的几成", False, False),
        ("增长多少", False, False),
        ("占比多少", False, False),
    ],
)
def test_a_clause_that_but_reckons_is_told(clause: str, *, back: bool, to_several: bool) -> None:
    assert (refers_back(clause), refers_to_several(clause)) == (back, to_several)


def test_what_is_said_otherwise_is_the_other_of_two() -> None:
    of = ("城里人的人均可支配收入", "农村人的人均可支配收入")
    assert reckoned_again("城镇是农村的几倍", of, said="".join(of)) == Again("times", (0, 1), sure=True)


@pytest.mark.parametrize(
    ("clause", "again"),
    [
        ("by how many do they differ", Again("apart", (0, 1), unsorted=True, sure=True)),
        ("what is the difference between the two", Again("apart", (0, 1), unsorted=True, sure=True)),
        ("how many is that altogether", Again("sum", (0, 1))),
        ("what share is that", Again("share", (0, 1), unsorted=True)),
        ("how many times the latter is the former", Again("times", (1, 0), sure=True)),
        ("how many more did Xinxiang file", Again("difference", (1, 0))),
        ("how many schools were built in total", None),
        ("what share of GDP is that", None),
    ],
)
def test_the_same_in_english(clause: str, again: Again | None) -> None:
    said = "How many proposals did Zhengzhou and Xinxiang each file in 2023"
    assert reckoned_again_english(clause, ("Zhengzhou", "Xinxiang"), said=said) == again
