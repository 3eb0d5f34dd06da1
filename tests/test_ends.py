"""From what to what: both figures of a sentence, the difference in points, and each of several things."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from answering import answerer_over

from index.language.gazetteer import Gazetteer
from qa import Answer, Answerer
from qa.citing.verify import answer_problems
from qa.understanding.ends_asked import before_ends

REPORT = """新乡市政府工作报告

——2021年1月10日在新乡市第十三届人民代表大会第四次会议上

各位代表：

现在，我代表市人民政府向大会报告工作，请予审议。

一、“十三五”时期和2020年工作回顾

五年来，全市经济稳中向好。地区生产总值由2015年的2000亿元提高到2020年的3000亿元，年均增长6.5%。城镇化率由48%提高到57%，城乡面貌焕然一新。农村自来水普及率由70%提高到94%，集中供水率由59.5%提高到96%。城镇、农村低保标准分别由610元、395元提高到670元、445元。贫困发生率由年初的1.83%下降到0.03%。2020年，全市固定资产投资完成1600亿元，增长3.2%。
"""
ANYANG = """安阳市政府工作报告

——2021年1月12日在安阳市第十四届人民代表大会第四次会议上

各位代表：

现在，我代表市人民政府向大会报告工作，请予审议。

一、2020年工作回顾

2020年，全市固定资产投资完成1800亿元，增长1.2%。地区生产总值2300亿元。
"""
ANYANG_BEFORE = """安阳市政府工作报告

——2020年1月12日在安阳市第十四届人民代表大会第三次会议上

各位代表：

现在，我代表市人民政府向大会报告工作，请予审议。

一、2019年工作回顾

2019年，全市固定资产投资完成1700亿元，增长2.2%。
"""
ENDS = (
    ("新乡的地区生产总值2020年比2015年多出来多少亿元？", "1000亿元"),
    ("新乡地区生产总值2020年比2015年高出了多少？", "1000亿元"),
    ("新乡2020年贫困发生率年初年底各是多少？", "1.83% → 0.03%"),
    ("新乡2020年贫困发生率降了几个百分点？", "1.8个百分点"),
    ("新乡2016-2020年城镇化率从多少到多少？", "48% → 57%"),
)


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory, dictionaries: Path) -> Answerer:
    return answerer_over(tmp_path_factory.mktemp("ends"), dictionaries, REPORT, ANYANG, ANYANG_BEFORE)


@pytest.fixture(scope="module")
def asked(answerer: Answerer) -> Callable[[str], Answer]:
    def ask(question: str) -> Answer:
        answer = answerer.ask(question)
        assert answer_problems(answer, gazetteer=Gazetteer.load()) == ()
        return answer

    return ask


@pytest.mark.model
@pytest.mark.parametrize(("question", "short"), ENDS)
def test_both_figures_or_what_lies_between_them(asked: Callable[[str], Answer], question: str, short: str) -> None:
    assert asked(question).short == short


@pytest.mark.model
def test_each_of_several_things_has_both_its_figures(asked: Callable[[str], Answer]) -> None:
    answer = asked("新乡那五年（2016-2020）变化大不大？农村通自来水的比例、城镇化率都从多少到多少？")
    assert [part.short for part in answer.parts] == ["70% → 94%", "48% → 57%"]
    answer = asked("新乡五年来农村自来水普及率、城镇化率都是从多少到多少")
    assert "来农村" not in answer.text
    assert [part.short for part in answer.parts] == ["70% → 94%", "48% → 57%"]


@pytest.mark.model
def test_a_level_is_neither_of_two_ends_of_several_things(asked: Callable[[str], Answer]) -> None:
    answer = asked("新乡2016-2020年城镇化率、森林覆盖率都从多少到多少？")
    assert [(part.status, part.short) for part in answer.parts] == [("answered", "48% → 57%"), ("not_stated", None)]


@pytest.mark.model
def test_of_two_things_raised_at_once_no_figures_of_both_are_held_together(asked: Callable[[str], Answer]) -> None:
    assert "395元 → 670元" not in asked("新乡2020年低保标准从多少提高到多少？").text


@pytest.mark.model
def test_the_turn_after_both_ends_asks_what_lies_between(answerer: Answerer) -> None:
    first = "新乡2020年贫困发生率年初年底各是多少？"
    assert answerer.ask("降了几个百分点", context=first).short == "1.8个百分点"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("贫困发生率年初年底各是多少", "贫困发生率"),
        ("城镇化率、森林覆盖率都从多少到多少", "城镇化率、森林覆盖率"),
        ("新农合筹资标准原来是多少、后来是多少", "新农合筹资标准"),
        ("不良贷款率前后各是多少", "不良贷款率"),
        ("城镇化率是多少", None),
    ],
)
def test_what_is_said_before_both_ends_are_asked_for(question: str, said: str | None) -> None:
    assert before_ends(question) == said


@pytest.mark.model
def test_which_grew_faster_is_told_by_rates(asked: Callable[[str], Answer]) -> None:
    answer = asked("新乡跟安阳2020年哪个固定资产投资涨得快？差几个百分点")
    assert [part.short for part in answer.parts] == ["新乡市", "2个百分点"]


@pytest.mark.model
@pytest.mark.parametrize("how", ["哪个GDP涨得快？差几个百分点", "谁的GDP增长得更快"])
def test_a_level_does_not_tell_which_grew_faster(asked: Callable[[str], Answer], how: str) -> None:
    answer = asked(f"新乡跟安阳2020年{how}")
    assert (answer.status, answer.short) == ("not_stated", None)


@pytest.mark.model
def test_a_later_year_is_held_against_the_one_before_it(asked: Callable[[str], Answer]) -> None:
    answer = asked("安阳2019年和2020年固定资产投资各是多少？后一年多投了多少亿")
    assert answer.parts[-1].short == "100亿元"


@pytest.mark.model
def test_a_figure_of_a_span_is_not_told_of_its_first_year(asked: Callable[[str], Answer]) -> None:
    parts = asked("新乡2016年和2020年集中供水率各是多少？").parts
    assert [(part.status, part.short) for part in parts] == [("not_stated", None), ("answered", "96%")]
