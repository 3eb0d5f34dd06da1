"""Claims of what no report prints but two of its figures give; of all that is done, and of some that is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_composed import answerer_of

from index.language.figures import find_figures
from qa import Answerer
from qa.citing.verify import answer_problems
from qa.composing.claimed_change import may_bear_out_change
from qa.composing.claimed_result import may_bear_out_result
from qa.composing.verdict import agrees
from qa.understanding.result_claimed import in_one_form, went_claimed


def asked(answerer: Answerer, question: str) -> tuple[str | None, str]:
    answer = answerer.ask(question)
    assert answer_problems(answer, gazetteer=answerer.retriever.gazetteer) == ()
    return answer.short, answer.text


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "short", "shown"),
    [
        ("郑州2023年立案的提案比新乡多200多件，对吗", "对", "656件 − 409件 = 247件"),
        ("郑州立案提案比新乡少，是吗", "不对，多247件", "656件 − 409件"),
        ("新乡立案的提案没有郑州多，对不对", "对", "对。\n少247件。656件 − 409件"),
        ("新乡立案率超过九成，是不是", "对", "409件 ÷ 434件 = 94.2%"),
        ("中原区立案率不到八成，可信吗", "不对，是84.5%", "224件 ÷ 265件"),
        ("新乡没立案的提案有30多件，对吧", "不对，是25件", "434件 − 409件"),
        ("邯郸办结的提案是新乡立案的两倍多，没错吧", "对", "886件 ÷ 409件 = 2.17倍"),
        ("郑州和新乡2023年立案的加起来超过1000件，对吗", "对", "656件 + 409件 = 1065件"),
        ("上街全年提案比全会提案多10件，对吗", "对", "142件 − 132件 = 10件"),
        ("听说新乡向市委请示报告的次数跟郑州持平，是吗", "不对，差3次", "26次 − 23次 = 3次"),
        ("郑州新建的制度和修订的差不多一样多，对吗", "不对，差11项", "28项 − 17项 = 11项"),
        ("郑州新建的制度和修订的不一样多，对吗", "对", "28项 − 17项 = 11项"),
        ("邯郸和郑州召开的专题议政性常委会一样多吧", "对", "2次 − 2次 = 0次"),
        ("郑州修订的制度还不到新建的两倍，是吧", "对", "28项 ÷ 17项 = 1.65倍"),
        ("郑州修订的制度比新建的翻了一番，对吗", "不对，是1.65倍", "28项 ÷ 17项"),
        ("邯郸的日报专版比电视栏目的三倍还多，对吗", "对", "39期 ÷ 10期 = 3.9倍"),
        ("邯郸的日报专版比电视栏目的五倍还多，对吗", "不对，是3.9倍", "39期 ÷ 10期"),
        ("郑州的“有事好商量”协商平均一场还解决不了一件难题吧", "对", "727件 ÷ 976场 = 0.74件"),
        ("中原区平均每个委员提了一件多提案，对吗", "不对，是0.93件", "265件 ÷ 286名"),
        ("邯郸的电视栏目和日报专版合起来过50期了吧", "不是，是49期", "10期 + 39期 = 49期"),
    ],
)
def test_a_claimed_result_is_judged_by_its_operands(answerer: Answerer, question: str, short: str, shown: str) -> None:
    found, text = asked(answerer, question)
    assert found == short
    assert shown in text


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "searched"),
    [
        ("郑州2023年立案的提案比新乡多200多件，对吗", 3),
        ("郑州2023年立案的提案比新乡多多少件？", 3),
        ("新乡2023年立案的提案比提交的少多少件？", 2),
    ],
)
def test_what_it_is_held_against_was_searched_too(answerer: Answerer, question: str, searched: int) -> None:
    answer = answerer.ask(question)
    cited = {citation.report.place_code for citation in answer.citations}
    assert {place.code for place in answer.scope.places} == cited
    assert {place.code for place in answer.implied.places} == cited
    assert answer.scope.years == (2023,)
    assert answer.scope.reports_searched == searched


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "verdict", "shown"),
    [
        ("新乡2023年的提案是不是还有没办结的", "不是，是100%", "办结率100%"),
        ("上街区2017年立案的提案是不是还有好些没办完？", "不是", "119件立案提案已全部办复完毕"),
        ("新乡的提案有一小部分没办结，是吗", "不对，是100%", "办结率100%"),
        ("新乡2023年的提案办完了没有", "有", "办结率100%"),
        ("新乡的提案里，建议被采纳的连一半都不到。这说法对吗", "不对，是70%以上", "70%以上被采纳"),
        ("有同事讲新乡提案所提建议被采纳的过半了，对不对", "对", "70%以上被采纳"),
        ("听人说2023年黄帝故里拜祖大典网上点击超过25亿，真的假的？", "对", "25.6亿"),
        ("郑州、新乡都成立了委员党委吗", None, "郑州市：是"),
        ("中原区和上街区的提案都办复完了吗", "是", "上街区：是"),
    ],
)
def test_what_is_said_of_some_or_of_all(answerer: Answerer, question: str, verdict: str | None, shown: str) -> None:
    found, text = asked(answerer, question)
    assert verdict is None or found == verdict
    assert shown in text


@pytest.mark.model
@pytest.mark.parametrize("question", ["上街区政谐2017年全年提了多少提案？", "上街区政斜2017年全年提了多少提案？"])
def test_a_body_typed_by_its_sound_is_meant(answerer: Answerer, question: str) -> None:
    assert asked(answerer, question)[0] == "142件"


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("郑州2023年报的社情民意信息有多少篇", "3088篇"),
        ("郑州2023年报了多少篇社情民意信息", "3088篇"),
        ("我爸说郑州2023年报的社情民意信息有3000多篇，是真的吗", "对"),
    ],
)
def test_reporting_in_one_syllable_is_sending_in(answerer: Answerer, question: str, short: str) -> None:
    assert asked(answerer, question)[0] == short


@pytest.mark.parametrize(
    ("claim", "printed", "holds"),
    [
        ("有3000多篇", "3088篇", True),
        ("有3000多篇", "3588篇", True),
        ("有3000多篇", "4000篇", False),
        ("有260多件", "270件", False),
        ("是两倍多", "2.17倍", True),
        ("是两倍多", "3倍", False),
        ("约400件", "409件", True),
    ],
)
def test_some_more_is_less_than_the_next(claim: str, printed: str, holds: bool) -> None:
    assert agrees(claim, find_figures(claim)[0], find_figures(printed)[0]) is holds


@pytest.mark.model
def test_who_has_as_many_is_not_said_to_have_more(answerer: Answerer) -> None:
    short, text = asked(answerer, "邯郸和郑州政协谁的专题议政会开得多")
    assert short == "邯郸市、郑州市"
    assert "2次 = 2次" in text


@pytest.mark.model
def test_no_level_denies_a_difference(new_home: Path) -> None:
    city = answerer_of(new_home, ("广安市", 2021, "三级医院从2家增加至8家，学校有40所。"))
    assert asked(city, "广安2022年初的政府报告里的三级医院，比2021年初报告里的多了一家，对吗？")[0] is None
    assert asked(city, "广安2021年的学校有50所，对吗？")[0] == "不对，是40所"


@pytest.mark.model
def test_the_rate_of_one_stage_is_not_that_of_another(answerer: Answerer) -> None:
    text = asked(answerer, "中原区政协一次会议的提案有几件没立上案？立上的占百分之多少")[1]
    assert "41件" in text
    assert "100%" not in text.rpartition("立案的占百分之多少")[2]
    assert asked(answerer, "中原区提案答复率是多少")[0] == "100%"


@pytest.mark.model
def test_a_part_says_in_english_how_many_reports_it_was_searched_for_in(answerer: Answerer) -> None:
    found, text = asked(answerer, "How many think tank members did Zhengzhou and Xinxiang each appoint?")
    assert found == "39名"
    assert "Searched 2 of 6 reports" in text


@pytest.mark.model
def test_that_some_are_left_is_not_denied_by_some_that_were_done(answerer: Answerer) -> None:
    assert asked(answerer, "郑州2023年还有些规章制度没修订，是吗")[0] is None
    assert asked(answerer, "郑州还有好些专题读书班没举办，对吧")[0] is None
    assert asked(answerer, "新乡的提案还有一部分没办复吧")[0] == "不对，是100%"


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("中原区收到提案265件、立案214件，对吗", "不对，其中立案224件"),
        ("中原区收到提案275件，立案224件，对吗", "不对，共收到委员提案265件"),
        ("郑州新建28项、修订17项制度，对吗", "不对，新建17项"),
        ("郑州新建17项、修订28项制度，对吗", "对"),
        ("邯郸举办“周末大讲堂”4期、“政协大课堂”3期，对吗", "不对，组织3期"),
        ("郑州2023年立案656件、办结650件，对吗", None),
        ("上街区全会提案142件、全年提案142件，对吧", None),
    ],
)
def test_of_several_figures_the_wrong_one_is_named(answerer: Answerer, question: str, short: str | None) -> None:
    assert asked(answerer, question)[0] == short


@pytest.mark.model
def test_a_rise_or_fall_is_judged_by_the_printed_rate(new_home: Path) -> None:
    city = answerer_of(
        new_home, ("广安市", 2021, "一般公共预算收入100亿元，增长4%。进出口总额50亿元，下降3%。新建公园12个。")
    )
    assert asked(city, "广安2021年一般公共预算收入是不是降了")[0] == "不是，增长4%"
    assert asked(city, "广安2021年一般公共预算收入比上年涨了没有")[0] == "有"
    assert asked(city, "广安2021年进出口总额涨了吗")[0] == "不是，下降3%"
    assert asked(city, "广安2021年的公园比上年多了吗")[0] is None


@pytest.mark.model
def test_a_rise_or_fall_is_judged_by_the_figures_of_both_years(new_home: Path) -> None:
    city = answerer_of(
        new_home,
        ("广安市", 2021, "粮食产量100万吨，财政收入1908.1亿元。"),
        ("广安市", 2020, "粮食产量120万吨，财政收入1730亿元。"),
    )
    short, text = asked(city, "广安2021年粮食产量比上年涨了没有")
    assert short == "没有，少20万吨"
    assert "120万吨 − 100万吨 = 20万吨" in text
    assert asked(city, "广安2021年粮食产量跟2020年持平，对吗")[0] == "不对，差20万吨"
    assert asked(city, "广安2021年粮食产量比2020年翻了一番，对吗")[0] == "不对，是0.83倍"
    assert asked(city, "广安2021年财政收入跟2020年一样多，对吗")[0] == "不对，差178.1亿元"


@pytest.mark.model
def test_a_multiple_over_a_span_of_years_is_of_its_last_and_its_first(new_home: Path) -> None:
    text = (
        "全市生产总值从2016年的6000亿元增加到2021年的9000亿元，工业总产值从2016年的1.3万亿元增加到2021年的2.4万亿元。"
    )
    city = answerer_of(new_home, ("泉州市", 2021, text))
    assert asked(city, "泉州从2016年到2021年经济总量翻了一番，这种说法站得住脚吗")[0] == "不对，是1.5倍"
    assert asked(city, "泉州2016—2021年生产总值增长了一倍，对不")[0] == "不对，是1.5倍"
    assert asked(city, "泉州的生产总值2016到2021年没翻番吧")[0] == "对"
    assert asked(city, "泉州2016到2021年工业总产值差不多翻了一番，是真的不")[0] == "对"


@pytest.mark.model
def test_what_is_said_of_two_years_is_judged_by_both(new_home: Path) -> None:
    city = answerer_of(
        new_home,
        ("大连市", 2021, "近岸海域优良水质比例达到97.9%。三级医院增加到8家。"),
        ("大连市", 2020, "近岸海域优良水质占比为99.1%。三级医院增加到7所。"),
    )
    assert asked(city, "大连2021年三级医院比2020年多了一家，对不")[0] == "对"
    short, text = asked(city, "大连2021年近岸海域优良水质比例比2020年高，对吗")
    assert short == "不对，低1.2个百分点"
    assert "近岸海域优良水质比例：97.9%" in text


@pytest.mark.parametrize(
    ("statement", "form"),
    [
        ("甲还不到乙的两倍", "甲是乙的不到两倍"),
        ("甲比乙的三倍还多", "甲是乙的超过三倍"),
        ("甲比乙多了两倍", "甲是乙的3倍"),
        ("甲还不到乙的约20%", "甲相当于乙的不到20%"),
        ("平均一场还解决不了一件难题", "平均一场解决不到一件难题"),
        ("立案412件", "立案412件"),
    ],
)
def test_a_claim_is_put_as_its_question_is(statement: str, form: str) -> None:
    assert in_one_form(statement) == form


@pytest.mark.parametrize(
    ("statement", "sign"),
    [
        ("收入比上年涨了", 1),
        ("收入是降了", -1),
        ("收入没涨", -1),
        ("收入比2019年涨了", None),
        ("提案不多", None),
    ],
)
def test_a_claimed_change_has_its_sign(statement: str, sign: int | None) -> None:
    went = went_claimed(statement)
    assert (went.sign if went else None) == sign


@pytest.mark.parametrize(
    ("statement", "quote", "may"),
    [
        ("收入是降了", "收入增长4%", False),
        ("收入涨了", "收入年均增长5.9%", False),
        ("收入涨了", "收入增长4%", True),
    ],
)
def test_what_says_the_other_way_bears_no_change_out(statement: str, quote: str, may: bool) -> None:
    assert may_bear_out_change(statement, quote) is may


@pytest.mark.model
@pytest.mark.parametrize(
    "question",
    [
        "上街区2017年的提案比2016年翻了一番，对吗",
        "新乡平均每个委员提了两件提案，是不是",
        "邯郸和郑州立案的提案一样多吗",
    ],
)
def test_a_claim_without_both_figures_has_no_verdict(answerer: Answerer, question: str) -> None:
    assert asked(answerer, question)[0] is None


def test_an_operand_is_no_result() -> None:
    assert not may_bear_out_result("平均每个委员提了一件", "委员提案265件")
    assert may_bear_out_result("平均每个委员提了一件", "人均提案1件")
    assert may_bear_out_result("委员提案265件", "委员提案265件")


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("上街区2017年全年提案142件都是全会期间提交的，对吗", "不对，是132件"),
        ("新乡2023年提案所提建议全部被采纳了，对吗", "不对，是70%以上"),
        ("有人讲新乡2023年提案里的建议百分百都被采纳了，核实一下属不属实", "不对，是70%以上"),
        ("新乡434件提案都立案了吧", "不是，是409件"),
        ("新乡立案的409件提案都是集体提案，对吗", None),
        ("邯郸2023年办结的886件提案，委员们是不是百分之百满意？", None),
        ("郑州是河南全省政协里头一个成立“委员党委”的，这话对不对？", "对"),
        ("郑州是河南第一个开展双月协商的，对吗", None),
    ],
)
def test_what_is_said_of_all_is_not_borne_out_by_how_many_there_are(
    answerer: Answerer, question: str, short: str | None
) -> None:
    assert asked(answerer, question)[0] == short


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("上街区2017年全会期间提交提案多少件", "132件"),
        ("上街区2017年全会上提交的提案有多少件", "132件"),
        ("上街区2017年全年提交的提案有多少件", "142件"),
    ],
)
def test_what_came_in_at_the_meeting_is_not_that_of_the_whole_year(
    answerer: Answerer, question: str, short: str
) -> None:
    assert asked(answerer, question)[0] == short


@pytest.mark.model
def test_a_why_that_takes_the_other_way_for_granted_is_set_right(new_home: Path) -> None:
    city = answerer_of(new_home, ("广安市", 2021, "一般公共预算收入100亿元，增长4%。进出口总额50亿元，下降3%。"))
    answer = city.ask("广安2021年一般公共预算收入为什么下降了？")
    assert answer.short == "增长4%"
    assert answer.text.startswith("问题的前提与报告不符，报告写的是增长4%")
    assert answer_problems(answer, gazetteer=city.retriever.gazetteer) == ()
    assert "前提" not in city.ask("广安2021年进出口总额为什么下降了？").text


@pytest.mark.parametrize(
    ("statement", "of", "sign"),
    [("河北2003年经济出现了负增长", "河北2003年地区生产总值", -1), ("粮食产量呈现出下降", "粮食产量", -1)],
)
def test_what_appeared_went_a_way(statement: str, of: str, sign: int) -> None:
    went = went_claimed(statement)
    assert went is not None
    assert (went.of, went.sign) == (of, sign)
