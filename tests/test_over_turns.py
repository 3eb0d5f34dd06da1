"""What is added up, compared, ranked or averaged over the turns of a dialogue, and what those turns are kept in."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path

import pytest
from test_composed import answerer_of

from qa import Answer, Answerer
from qa.answerer import Understood
from qa.citing.verify import answer_problems
from qa.serialize import answer_to_json
from qa.understanding.again import reckoned_again
from qa.understanding.followup import ends_in_sum
from qa.understanding.where_when import language_of


@pytest.fixture
def cities(new_home: Path) -> Answerer:
    return answerer_of(
        new_home,
        (
            "焦作市",
            2022,
            "办理人大代表建议431件、政协提案589件。全市城镇新增就业9.1万人。组织志愿者286名，开展宣讲143场。"
            "全年外贸进出口总额2729.6亿元，其中跨境电商301.2亿元，增长697%。排查散乱污企业592家、取缔450家。",
        ),
        ("洛阳市", 2022, "办理人大代表建议211件。全市城镇新增就业9.5万人。"),
        ("郑州市", 2022, "全市城镇新增就业9.1万人。"),
        ("开封市", 2022, "办理人大代表建议300件。全市城镇新增就业4.2万人。"),
    )


def dialogue(answerer: Answerer, *turns: str) -> Answer:
    context = None
    for turn in turns:
        answer = answerer.ask(turn, context=context)
        context = answer.understood_as or turn
    return answer


@pytest.mark.parametrize(
    ("turns", "short", "formula"),
    [
        (("焦作市2022年办理了多少件人大代表建议？", "政协提案呢？", "合起来多少件？"), "1020件", "431件 + 589件"),
        (("焦作市2022年办理了多少件人大代表建议？", "政协提案呢？", "谢谢", "一共呢？"), "1020件", "431件 + 589件"),
        (
            ("焦作市2022年办理了多少件人大代表建议？", "政协提案呢？", "后面那个是前面的几倍？"),
            "1.37倍",
            "589件 ÷ 431件",
        ),
        (("焦作市2022年办理了多少件人大代表建议？", "政协提案呢？", "这俩凑一块呢？"), "1020件", "431件 + 589件"),
        (("焦作市2022年组织了多少名志愿者？", "开展宣讲多少场？", "平摊到每个人是几场？"), "0.5场", "143场 ÷ 286名"),
        (("焦作市2022年城镇新增就业多少人？", "洛阳呢？", "两市相差多少？"), "0.4万人", "9.5万人 − 9.1万人"),
        (("焦作市2022年城镇新增就业多少人？", "洛阳呢？", "开封呢？", "三个市里谁最少？"), "开封", "4.2万人"),
        (("焦作市2022年城镇新增就业多少人？", "洛阳呢？", "再看看开封的，三个市里谁最少？"), "开封", "4.2万人"),
        (("焦作市2022年城镇新增就业多少人？", "郑州呢？", "哪个市多？"), "郑州、焦作", "9.1万人"),
        (("焦作市2022年组织了多少名志愿者？", "开展宣讲多少场？", "人均几场？"), "0.5场", "143场 ÷ 286名"),
        (
            ("焦作市2022年办理了多少件人大代表建议？", "它的建议和提案各办理多少件？", "加起来多少件？"),
            "1020件",
            "431件 + 589件",
        ),
        (("焦作市2022年外贸进出口总额多少？", "跨境电商呢？", "占全部的百分之多少？"), "11%", "301.2亿元 ÷ 2729.6亿元"),
        (("焦作市2022年外贸进出口总额多少？", "跨境电商呢？", "那跨境的占百分之几？"), "11%", "301.2亿元 ÷ 2729.6亿元"),
        (("焦作市2022年排查散乱污企业多少家？", "取缔了多少家？", "占几成？算一下"), "76%", "450家 ÷ 592家"),
        (
            ("How many new urban jobs did Jiaozuo create in 2022?", "And Luoyang?", "How many is that in total?"),
            "18.6万人",
            "9.1万人 + 9.5万人",
        ),
    ],
)
def test_what_is_reckoned_over_turns_has_their_figures(
    cities: Answerer, turns: tuple[str, ...], short: str, formula: str
) -> None:
    answer = dialogue(cities, *turns)
    assert (answer.status, answer.short) == ("answered", short)
    assert formula in answer.text
    assert answer.parts == () or formula in answer.text.partition("\n")[0]
    assert answer.parts == () or (answer.parts[0].short, answer.parts[0].question) == (short, turns[-1].rstrip("?？"))
    assert answer_problems(answer, gazetteer=cities.retriever.gazetteer) == ()
    assert answer.citations
    assert all(any(citation.n == n for citation in answer.citations) for n in range(1, 1 + len(answer.citations)))


def test_a_question_of_its_own_forgets_the_turns_before(cities: Answerer) -> None:
    answer = dialogue(
        cities, "洛阳市2022年城镇新增就业多少人？", "焦作市2022年办理了多少件人大代表建议？", "政协提案呢？", "合计？"
    )
    assert answer.short == "1020件"


def test_turns_of_other_units_are_not_added(cities: Answerer) -> None:
    answer = dialogue(cities, "焦作市2022年办理了多少件人大代表建议？", "开展宣讲多少场？", "合起来多少？")
    assert "574" not in answer.text


@pytest.mark.parametrize("turns", [(), ("开展宣讲多少场？",)])
def test_nothing_is_looked_up_for_what_only_points_back(cities: Answerer, turns: tuple[str, ...]) -> None:
    first = "焦作市2022年办理了多少件人大代表建议？"
    answer = dialogue(cities, first, *turns, "后面那个是前面的几倍？")
    assert (answer.status, answer.short) == ("not_stated", None)
    assert answer.text.startswith("后面那个是前面的几倍：算不出")


def test_occasions_of_two_names_are_added(new_home: Path) -> None:
    answerer = answerer_of(new_home, ("焦作市", 2022, "全年集中学习12次，班子成员宣讲5次，邀请专家解读4场次。"))
    turns = ("焦作市2022年集中学习几次？", "班子成员宣讲几次？邀请专家解读几场？", "三样加起来一共多少？")
    assert dialogue(answerer, *turns).short == "21次"


def test_the_turns_can_be_passed_as_text(cities: Answerer) -> None:
    first = "焦作市2022年办理了多少件人大代表建议？"
    second = cities.ask("政协提案呢？", context=first)
    assert second.turns.split("\n\n")[0] == first
    assert answer_to_json(second)["turns"] == second.turns
    assert cities.ask("合起来多少件？", context=second.turns).short == "1020件"
    assert "合起来" not in (cities.ask("合起来多少件？", context=str(second.understood_as)).short or "")


def test_what_is_understood_is_copied_with_its_turns() -> None:
    said = Understood("郑州2023年立案多少件?", "新乡2023年立案多少件?\n\n郑州2023年立案多少件?")
    for other in (copy.deepcopy(said), pickle.loads(pickle.dumps(said))):
        assert (other, other.turns) == (said, said.turns)


@pytest.mark.parametrize(
    ("clause", "kind"),
    [
        ("三个市里谁定得最低", "least"),
        ("哪年多", "most"),
        ("哪个城市最快", "most"),
        ("两个市谁多", None),
        ("哪个项目最大", None),
    ],
)
def test_which_of_all_is_told(clause: str, kind: str | None) -> None:
    labels = ["焦作", "洛阳", "开封"]
    again = reckoned_again(clause, labels, said="焦作、洛阳和开封新增就业多少人")
    assert (again.kind if again else None) == kind


@pytest.mark.parametrize(
    ("question", "is_sum"),
    [
        ("两样加一块儿是多少次", True),
        ("那两市合计多少件？", True),
        ("再看看本溪的，三个市里谁定得最低", True),
        ("那2024年是多少，跟2022年比差多少", False),
        ("提案一共多少件", False),
    ],
)
def test_a_turn_that_only_adds_up_is_told(question: str, *, is_sum: bool) -> None:
    assert ends_in_sum(question) == is_sum


def test_what_is_planned_is_asked_of_all_where_the_first_is(new_home: Path) -> None:
    answerer = answerer_of(
        new_home, ("焦作市", 2020, "完成各项任务。\n二、2021年工作安排\n新建4.7万座厕所。新建15个养老服务中心。")
    )
    answer = answerer.ask("焦作市2021年的实事里，厕所要新建多少座，养老服务中心建几个？")
    assert [part.short for part in answer.parts] == ["4.7万座", "15个"]
    assert answerer.ask("焦作市2021年养老服务中心建了几个？").status != "answered"


def test_pairs_of_place_and_year_may_stand_behind_a_lead(new_home: Path) -> None:
    answerer = answerer_of(
        new_home, ("焦作市", 2022, "全市城镇新增就业9.1万人。"), ("洛阳市", 2021, "全市城镇新增就业9.5万人。")
    )
    answer = answerer.ask("帮我查两个数：焦作2022年、洛阳2021年的城镇新增就业人数")
    assert {"9.1万人", "9.5万人"} <= {part.short for part in answer.parts}


def test_a_mark_that_was_passed_is_no_reading(new_home: Path) -> None:
    answerer = answerer_of(
        new_home, ("焦作市", 2021, "全年财政总收入突破400亿元、达441.8亿元，其中税收收入366.6亿元、增长21.4%。")
    )
    assert answerer.ask("焦作市2021年财政总收入是多少？").short == "441.8亿元"
    share = answerer.ask("焦作市2021年的财政总收入里，税收占了百分之多少？")
    assert (share.parts[0].form, share.short) == ("calculation", "83%")


def test_yes_is_not_said_of_an_english_name_that_nothing_stands_for(answerer: Answerer) -> None:
    asked = "Is it right that the Shangjie District CPPCC sent its standing committee to {} for training in 2017?"
    answer = answerer.ask(asked.format("Tsinghua University"))
    assert answer.short == "No, 哈尔滨工业大学"
    visited = answerer.ask("Did the Shangjie CPPCC visit Guangzhou to learn from its districts in 2017?")
    assert visited.short == "No, 长沙市岳麓区、杭州市余杭区、厦门市思明区、泉州市鲤城区、晋江市"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("By the end of 2023, how many key laboratories (全国重点实验室) did Nanjing have in total?", "en"),
        ("南京市 2023 key laboratories 有多少", "zh"),
        ("郑州 GDP 2023", "zh"),
    ],
)
def test_a_question_that_is_english_but_for_a_term_is_english(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_share_of_what_is_asked_first_is_a_part_of_its_own(answerer: Answerer) -> None:
    answer = answerer.ask("新乡2023年收集的社情民意信息里有多大比例报给了省政协？立案的提案又有多少件？")
    assert [part.short for part in answer.parts] == ["16.6%", "409件"]


def test_a_stage_that_is_none_of_those_asked_before_is_asked_for_itself(answerer: Answerer) -> None:
    answer = answerer.ask("上街区政协2017年全年提案比全会期间多几件？立案的占全年提案的比例是多少？")
    assert [part.short for part in answer.parts] == ["10件", "83.8%"]


def test_of_two_places_held_against_each_other_each_has_its_own_stage(answerer: Answerer) -> None:
    answer = answerer.ask("2023年邯郸市政协办结的提案，跟郑州市政协立案的提案比，哪边多，多出多少件？")
    assert (answer.short, [part.short for part in answer.parts]) == ("邯郸市", ["邯郸市", "230件"])
    assert "多出多少件：230件。886件 − 656件 = 230件 [1][2]" in answer.text
    assert answer_problems(answer, gazetteer=answerer.retriever.gazetteer) == ()


def test_what_points_at_several_adds_up_all_of_them_or_says_that_their_units_differ(cities: Answerer) -> None:
    first, second = "焦作市2022年办理了多少件人大代表建议？", "政协提案呢？"
    assert dialogue(cities, first, second, "这几样一共多少件？").short == "1020件"
    mixed = dialogue(cities, first, second, "开展宣讲多少场？", "这几样一共多少？")
    assert (mixed.status, mixed.short) == ("not_stated", None)
    assert "算不出：单位不同（件、场）" in mixed.text
    assert all(figure in mixed.text for figure in ("431件", "589件", "143场"))


@pytest.mark.parametrize(
    ("clause", "short", "formula"),
    [
        ("合起来改的比新的多几项？", "11项", "28项 − 17项 = 11项"),
        ("修订的比新建的多多少？", "11项", "28项 − 17项 = 11项"),
    ],
)
def test_what_was_counted_in_different_turns_is_held_against_each_other_by_name(
    clause: str, short: str, formula: str, answerer: Answerer
) -> None:
    answer = dialogue(answerer, "郑州新建多少项制度？", "修订的呢？", clause)
    assert (answer.short, formula in answer.text.partition("\n")[0]) == (short, True)
    assert answer_problems(answer, gazetteer=answerer.retriever.gazetteer) == ()


def test_a_share_of_two_turns_is_of_the_one_sentence_that_states_both(answerer: Answerer) -> None:
    turns = ("新乡收集了多少篇社情民意？", "报给省里多少？", "采用了几篇？", "采用的占报给省里的几成？")
    answer = dialogue(answerer, *turns)
    assert (answer.short, "20篇 ÷ 264篇 = 7.6%" in answer.text.partition("\n")[0]) == ("7.6%", True)


def test_a_stage_is_a_share_of_the_stage_before_and_not_of_both_together(answerer: Answerer) -> None:
    answer = answerer.ask("中原区收到的提案比立案的多几件，立案的占几成？")
    assert [part.short for part in answer.parts] == ["41件", "84.5%"]
    assert "立案的占几成：84.5%。224件 ÷ 265件 = 84.5%" in answer.text


def test_which_is_more_and_by_how_much_is_told_of_turns(answerer: Answerer) -> None:
    answer = dialogue(answerer, "新乡立案多少件？", "郑州呢？", "谁多，多多少？")
    assert answer.short == "247件"
    assert "谁多：郑州市（656件）" in answer.text


def test_which_is_more_and_by_how_much_are_of_the_same_two(new_home: Path) -> None:
    answerer = answerer_of(
        new_home, ("焦作市", 2022, "全市城镇新增就业9.1万人。"), ("洛阳市", 2023, "城镇新增就业9.5万人。")
    )
    answer = dialogue(answerer, "焦作市2022年城镇新增就业多少人？", "洛阳2023年呢？", "哪个高，差多少？")
    assert "哪个高：洛阳市（9.5万人）" in answer.text
    assert "差多少：0.4万人。9.5万人 − 9.1万人" in answer.text


def test_rates_are_held_apart_in_points_and_no_yearly_average_against_a_year(new_home: Path) -> None:
    answerer = answerer_of(
        new_home,
        ("焦作市", 2022, "全市地区生产总值增长6.1%。粮食总产量达到65亿斤。"),
        ("洛阳市", 2022, "全市地区生产总值增长4.6%。"),
        ("开封市", 2022, "全市地区生产总值年均增长7.2%。"),
        ("焦作市", 2021, "粮食总产量达到61亿斤。"),
    )
    assert answerer.ask("2022年焦作市的生产总值增速比洛阳市快几个百分点？").short == "1.5个百分点"
    assert answerer.ask("2022年洛阳市生产总值涨得比焦作市慢几个点？").short == "低1.5个百分点"
    assert answerer.ask("2022年开封市的生产总值增速比洛阳市快几个百分点？").status == "not_stated"
    assert "有的是年均" in answerer.ask("开封市的生产总值增速比洛阳市快几个百分点？").text
    assert answerer.ask("焦作市2022年的粮食比2021年多打了多少亿斤？").short == "4亿斤"


def test_more_alone_is_of_the_same_that_was_asked_last_of_two(new_home: Path) -> None:
    days = answerer_of(new_home, ("焦作市", 2022, "空气优良天数351天。"), ("焦作市", 2023, "空气优良天数359天。"))
    turns = ("焦作2022年空气优良天数有多少天？", "2023年呢", "多了几天？")
    assert [part.short for part in dialogue(days, *turns).parts] == ["8天", "351天", "359天"]
    by_order = days.ask("焦作2023年空气优良天数多少，2022年多少，后者比前者多几天？")
    assert [part.short for part in by_order.parts] == ["359天", "351天", "少8天"]


def test_more_alone_may_be_of_two_places(cities: Answerer) -> None:
    answer = dialogue(cities, "焦作市2022年城镇新增就业多少万人？", "洛阳呢？", "多了多少？")
    assert (answer.short, answer.parts[0].question) == ("0.4万人", "多了多少")


def test_what_it_was_before_and_by_how_much_it_rose_are_of_the_thing(new_home: Path) -> None:
    town = answerer_of(new_home, ("焦作市", 2022, "低保标准由680元提高到720元，特困人员补助标准每月1600元。"))
    answer = dialogue(town, "焦作2022年的低保提到每月多少了？", "之前是多少，涨了多少")
    assert [part.short for part in answer.parts] == ["680元", "40元"]
    assert dialogue(town, "焦作2022年的低保提到每月多少了？", "原来是多少", "涨了多少").short == "40元"


def test_a_share_is_not_told_by_a_growth(cities: Answerer) -> None:
    answer = cities.ask("焦作市2022年外贸跨境电商占百分之多少？")
    assert "697%" not in (answer.short or "")


@pytest.mark.parametrize(
    ("claim", "short", "formula"),
    [
        ("加起来过1000件没有", "有", "431件 + 589件 = 1020件"),
        ("合起来不到一千件吧", "不对，是1020件", "431件 + 589件 = 1020件"),
        ("差200多件是吧", "不对，是158件", "589件 − 431件 = 158件"),
    ],
)
def test_a_claim_of_what_comes_out_of_turns_has_its_verdict(
    cities: Answerer, claim: str, short: str, formula: str
) -> None:
    answer = dialogue(cities, "焦作市2022年办理了多少件人大代表建议？", "政协提案呢？", claim)
    assert answer.short == short
    verdict, result, *_ = answer.text.splitlines()
    assert verdict == f"{claim}：{short.partition('，')[0]}。"
    assert formula in result
    assert answer_problems(answer, gazetteer=cities.retriever.gazetteer) == ()


def test_the_same_of_another_year_is_asked_for_by_what_it_came_to(new_home: Path) -> None:
    city = answerer_of(
        new_home,
        ("苏州市", 2017, "接待过夜游客1000万人次，增长5%。新建公园20个。"),
        ("苏州市", 2022, "接待过夜游客1500万人次，增长8%。新建公园30个。"),
    )
    first = ("苏州2017年来了多少过夜游客",)
    assert dialogue(city, *first).short == "1000万人次"
    assert dialogue(city, *first, "2022年涨到多少了").short == "1500万人次"
    grown = dialogue(city, *first, "2022年呢", "这五年涨了百分之多少")
    assert grown.short == "增长50%"
    assert answer_problems(grown, gazetteer=city.retriever.gazetteer) == ()
