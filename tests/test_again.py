"""A clause that reckons with the things of the clause before it: which of them, and in what way."""

from __future__ import annotations

import pytest

from qa.understanding.again import Again, reckoned_again
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
        ("后者占百分之几", Again("portion", (1, 0), sure=True)),
        ("新立的占修订的百分之几", Again("share", (0, 1), sure=True)),
        ("修订的比新立的多百分之几", Again("growth", (1, 0), sure=True)),
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
    ],
)
def test_a_clause_of_its_own_is_left_to_itself(clause: str) -> None:
    assert reckoned_again(clause, RULES, said=SAID) is None


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
