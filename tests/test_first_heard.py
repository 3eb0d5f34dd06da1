"""Questions as people put them who have not seen the reports: each stands for its kind."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_composed import answerer_of
from test_over_turns import dialogue

from index.building.builder import build
from index.config import Config
from qa import Answerer, Retriever
from qa.citing.verify import answer_problems
from qa.composing.contrast import another_giver, contrasted
from qa.retrieval.concepts import concepts_of
from qa.understanding.again import reckoned_again
from qa.understanding.period import period_asked
from qa.understanding.read_places import mentions_in
from qa.understanding.trends import asks_apart
from qa.understanding.whether import read_whether


@pytest.fixture
def lanzhou(new_home: Path) -> Answerer:
    return answerer_of(
        new_home,
        (
            "兰州市",
            2022,
            "常态化运行国际货运班列，全年发运304列、货值3.91亿美元。接待游客2.15亿人次，旅游综合收入2250亿元。",
        ),
        ("兰州市", 2024, "全年发运国际货运班列255列、货值9.1亿美元。接待游客2.2亿人次，旅游综合收入2350亿元。"),
        ("池州市", 2024, "城镇新增就业1.3万人，居家适老化改造1567户。"),
        ("淮南市", 2024, "城镇新增就业2.7万人。完成居家适老化改造2639户。"),
    )


@pytest.mark.parametrize(
    ("question", "shorts"),
    [
        (
            "兰州的国际货运班列，2022年和2024年各发了多少列、货值多少？对比一下",
            ["304列", "255列", "3.91亿美元", "9.1亿美元"],
        ),
        ("兰州的国际货运班列，2022年和2024年各发了多少列？", ["304列", "255列"]),
        (
            "池州和淮南2024年各新增了多少城镇就业？居家适老化改造又各做了多少户？",
            ["1.3万人", "2.7万人", "1567户", "2639户"],
        ),
    ],
)
def test_each_of_several_years_places_and_things_is_told(lanzhou: Answerer, question: str, shorts: list[str]) -> None:
    answer = lanzhou.ask(question)
    assert [part.short for part in answer.parts] == shorts
    assert answer_problems(answer, gazetteer=lanzhou.retriever.gazetteer) == ()


def test_each_thing_of_the_turns_before_is_held_against_another_year(lanzhou: Answerer) -> None:
    turns = ("兰州2024年接待了多少游客？", "旅游综合收入呢？", "比2022年分别多了多少？")
    answer = dialogue(lanzhou, *turns)
    assert [part.short for part in answer.parts] == ["0.05亿人次", "100亿元"]


def test_of_one_year_alone_no_difference_is_told(lanzhou: Answerer) -> None:
    answer = lanzhou.ask("兰州的国际货运班列，2023年比2024年是多了还是少了，差多少？")
    assert answer.status != "answered"
    assert asks_apart("差多少")
    assert not asks_apart("各是多少")


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("邯郸政协2023年新出了哪几份“实施意见”？把名字列一下", "《关于加强和改进民主监督工作的实施意见》"),
        ("邯郸市政协2023年新出台的实施意见有几份？名称都写出来", "《关于完善委员联系界别群众制度机制的实施意见》"),
        ("上街区政协2017年形成了哪些调研报告", "《关于我区养老服务业发展情况的调研报告》"),
        ("新乡市政协修订了什么规则", "《政协新乡市委员会提案委员会工作规则》"),
    ],
)
def test_documents_are_named_by_their_titles(answerer: Answerer, question: str, short: str) -> None:
    answer = answerer.ask(question)
    assert short in answer.text
    assert answer_problems(answer, gazetteer=answerer.retriever.gazetteer) == ()


def test_a_number_of_documents_that_is_printed_is_not_counted_again(answerer: Answerer) -> None:
    assert answerer.ask("郑州政协2023年新制定的制度有几项").short == "17项"


@pytest.mark.model
@pytest.mark.parametrize(
    "question",
    [
        "从征集线索一直到评优，新乡市政协是怎么在每个环节把提案管起来的？",
        "在新乡，一件提案从征集到办完，每一步是怎么把关的？",
        "一件提案在新乡从冒头到办完，政协是怎样一环一环管下来的？",
    ],
)
def test_the_stages_of_a_course_are_told_in_their_order(answerer: Answerer, question: str) -> None:
    text = answerer.ask(question).text
    stages = [text.find(each) for each in ("前引导", "前预审", "中督查", "后反馈", "结评价")]
    assert stages == sorted(stages)
    assert stages[0] > 0


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("上街区政协的“参政议政能力提升专题研修班”是在郑州大学办的，没错吧？", "不对，是哈尔滨工业大学"),
        ("上街区政协2017年到许昌、洛阳等地，考察的是托育服务业，没错吧？", "不对，是养老服务业"),
        ("上街区政协为养老服务搞专项视察，去的是开封和焦作取经，有这回事吗", "不对，是许昌、洛阳"),
        ("新乡市政协2023年为全国政协《“三条”文库》征集史料，完成的是解放战争卷，对吗？", "不对，是抗日战争卷"),
        ("邯郸市政协是不是被全国政协评为新闻宣传工作先进单位？", "不是，是省政协"),
        ("邯郸市政协2023年为网络货运去考察的是济南市和南京市，有这回事吗？", "不对，是合肥市"),
        ("新乡2023年提案里的建议是不是七成以上都被采纳了？", "是"),
        ("郑州成立政协委员党委，在全省政协系统里算不算走在前头的？", "是"),
        ("上街“五联手”机制2018年还接着搞吗", "是"),
    ],
)
def test_a_claim_is_held_against_the_sentence_that_speaks_of_it(answerer: Answerer, question: str, short: str) -> None:
    answer = answerer.ask(question)
    assert answer.short == short
    assert answer_problems(answer, gazetteer=answerer.retriever.gazetteer) == ()


@pytest.mark.model
@pytest.mark.parametrize(
    "question",
    [
        "中原区政协2022年在全省政协系统率先完成“智慧政协”二期建设，对吧？",  # of the city
        "邯郸市政协是不是联合团市委围绕推进老年友好型城市协商议政？",  # of the young
        "邯郸市政协2023年被省政协评为提案工作先进单位，对吗？",  # for its information
        "新乡市政协2024年还办足球赛吗",
        "Did the Shangjie CPPCC visit Guangzhou to learn from its districts in 2017?",
        "Did the Xinxiang CPPCC win first prize in the provincial knowledge contest?",
        'Did the Handan CPPCC mark the 70th anniversary of the "May Day slogans" in 2023?',
    ],
)
def test_no_yes_is_said_of_what_differs_in_one_word(answerer: Answerer, question: str) -> None:
    short = answerer.ask(question).short or ""
    assert not short.startswith(("对", "是", "Yes"))


def test_what_stands_in_place_of_a_name_is_found(answerer: Answerer) -> None:
    retriever = answerer.retriever
    statement = "清源山获批的是国家4A级旅游景区"
    concepts = concepts_of(retriever.parse(statement), retriever.index)
    words = [each for each in concepts if len(each.variants[0]) > 1]

    def found(text: str) -> str:
        return contrasted(statement, text, words, retriever.index.tokenizer.cut, lambda _: False)

    assert found("清源山获批国家5A级旅游景区，成功举办旅游节").startswith("5A")
    assert found("清源山获批国家4A级旅游景区") == ""
    assert found("市博物馆建成使用") == ""


def test_half_of_a_word_stands_in_place_of_no_name(answerer: Answerer) -> None:
    retriever = answerer.retriever
    statement = "全国减税降费超过年初定的规模"
    words = concepts_of(retriever.parse(statement), retriever.index)
    text = "减税降费2.36万亿元，超过原定的近2万亿元规模"
    assert contrasted(statement, text, words, retriever.index.tokenizer.cut, lambda word: word == "全国") == ""


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("高新技术产品占了工业总产值的三成，对不对？", "高新技术产品占了工业总产值的约30%"),
        ("第三产业的比重超过一半，是吗？", "第三产业的比重超过50%"),
        ("建议七成以上被采纳了，对吗", "建议约70%以上被采纳了"),
        ("目标任务一项不落全完成了，对吗？", "目标任务全部完成了"),
        ("修了一半的路，对吗？", "修了一半的路"),
    ],
)
def test_shares_and_all_are_read_in_words(question: str, statement: str) -> None:
    read = read_whether(question, "zh")
    assert read is not None
    assert read.statement == statement


def test_a_share_of_a_share_is_reckoned(answerer: Answerer) -> None:
    first = "新乡2023年收集的社情民意信息里有多大比例报给了省政协？"
    for again in ("其中又有百分之几被采用？", "报上去的这些又有百分之几被采用？", "报上去的里面被采用的又占多少？"):
        answer = answerer.ask(first + again)
        assert [part.short for part in answer.parts] == ["16.6%", "7.6%"], again
    # Of the 264 reports 20 were used; the 45 that the province's media used are news items.
    used = answerer.ask("新乡市政协2023年报上去的社情民意信息里有百分之几被省级以上采用？")
    assert used.short == "7.6%"


def test_things_of_two_turns_are_added(answerer: Answerer) -> None:
    turns = ("邯郸市政协2023年集体学习搞了多少次？", "专题研讨和学习座谈会呢", "这三样加一块一共多少次")
    assert dialogue(answerer, *turns).short == "83次"


def test_what_was_counted_is_averaged_over_what_it_was_counted_in() -> None:
    labels = ["形成了多少篇调研成果", "提了多少条建议"]
    again = reckoned_again("平均一篇几条", labels, said="".join(labels))
    assert again is not None
    assert (again.kind, again.of) == ("average", (1, 0))
    assert reckoned_again("平均一场几条", labels, said="".join(labels)) is None


def test_a_list_leans_on_a_list(answerer: Answerer) -> None:
    answer = dialogue(answerer, "邯郸市政协2024年民主监督要盯哪几件事？", "那专题协商的题目呢")
    assert "数字文旅" in answer.text


def test_where_games_took_place_is_not_asked_about(answerer: Answerer) -> None:
    gazetteer = answerer.retriever.gazetteer
    named = mentions_in("北京冬残奥会上拿了金牌的曲靖籍运动员是谁", gazetteer, "zh", frozenset())
    assert [each.text for each in named] == ["曲靖"]


@pytest.mark.parametrize(
    "question",
    ["2021年1月代表山南市政府作报告的是谁？", "石家庄市长2024年初作报告时，承认有哪些不足？", "2024年1月31日作的报告"],
)
def test_when_a_report_was_given_is_read(question: str) -> None:
    from datetime import date

    years, period, _ = period_asked(question, date(2026, 1, 1))
    assert period == "delivered"
    assert len(years) == 1


REPORT = """焦作市人民政府工作报告
——2024年2月8日在焦作市人民代表大会上
焦作市人民政府市长 王某
各位代表：
一、2023年工作回顾
2023年，除居民消费价格总水平上涨幅度略高于年初目标外，市人大会议确定的目标任务都已完成。
全市住宅小区物业服务覆盖率实现100%。一般贸易进出口额282亿元，外贸进出口总额660亿元。
“十三五”时期的成就来之不易。我们遇到了通货紧缩、需求不足等困难，经受了疫情和洪灾的考验。
报告提出生产总值年均增长8.5%，主要考虑：一是与新常态相契合，二是补上短板。如果定得越高，完成的难度就越大。综合考虑以上两方面因素，生产总值增速设定为8.5%，符合焦作实际。
同时，我们也清醒看到，工作中还存在一些不足：一是产业结构不合理，二是城市载体功能不够完善，三是民生领域还有短板。
盘点过去一年，有以下三个鲜明特点：
（一）经济结构持续优化。三次产业比重更趋合理，工业占比稳步提高。
（二）基础设施持续加强。新建公路桥梁一批，通达能力明显提升。
（三）民生福祉持续增进。就业保持稳定，群众收入较快增长。
二、2024年工作安排
做好今年工作，要坚持以下原则：
——贯彻新发展理念，破解发展难题、增强发展动力；
——融入新发展格局，统筹好国内国外两个市场；
——更好统筹发展和安全，有效防范化解各类风险。
今年重点抓好三个方面工作。
（一）更加注重实体经济，推动产业体系建设。坚持把发展经济着力点放在实体经济上，建设两座工厂。
（二）更加注重乡村振兴，促进农业发展。新建高标准农田十万亩，改造灌区三处。
（三）更加注重改善民生，增进人民福祉。新建学校五所，改造老旧小区一百个。
要建设服务型政府，提升三种能力。
一是提高学习力，加强业务培训。二是强化执行力，狠抓工作落实。三是维护公信力，说到就要做到。
"""


@pytest.fixture(scope="module")
def jiaozuo(tmp_path_factory: pytest.TempPathFactory, retriever: Retriever) -> Answerer:
    home = tmp_path_factory.mktemp("home")
    (home / "reports").mkdir()
    (home / "reports" / "2023.txt").write_text(REPORT, encoding="utf-8")
    config = Config(home=home, model=retriever.config.model)
    build([home / "reports"], config)
    return Answerer(Retriever.of(config))


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("焦作2023年的目标任务一项不落全完成了吗？", ["不是", "略高于年初目标"]),
        ("听说焦作2023年住宅小区物业服务已经全覆盖了，真的假的？", ["对", "100%"]),
        ("焦作说“十三五”时期的成就来之不易，为什么？", ["通货紧缩", "疫情和洪灾"]),
        ("焦作为什么把生产总值增速设定为8.5%？", ["新常态", "补上短板"]),
        ("焦作市长2024年初作报告时，承认有哪些不足？概括讲一下", ["产业结构不合理", "载体功能", "民生领域"]),
        ("焦作市2023年干得怎么样？报告里归纳的几个鲜明特点，大致说说", ["经济结构", "基础设施", "民生福祉"]),
        ("焦作市2024年的工作打算从哪些方面着手？帮我概括", ["实体经济", "乡村振兴", "改善民生"]),
        ("焦作2024年要求提升哪三种“力”？", ["学习力", "执行力", "公信力"]),
        ("焦作2023年物业服务覆盖率是多少？听说外贸也不错，进出口总额有多少", ["100%", "660亿元"]),
    ],
)
def test_what_a_report_is_built_of_is_found(jiaozuo: Answerer, question: str, told: list[str]) -> None:
    answer = jiaozuo.ask(question)
    assert answer.status == "answered"
    assert [each for each in told if each not in answer.text] == []
    assert answer_problems(answer, gazetteer=jiaozuo.retriever.gazetteer) == ()


@pytest.mark.model
def test_a_share_of_a_total_is_of_the_total_asked_before(jiaozuo: Answerer) -> None:
    turns = ("2023年焦作外贸进出口总额多少？", "一般贸易进出口额有多少", "占总额的比例算一下")
    assert dialogue(jiaozuo, *turns).short == "42.7%"


@pytest.mark.parametrize(
    ("statement", "text", "giver"),
    [
        ("文史馆被省政协评成先进单位", "上街文史馆被市政协评为先进单位,2名同志受奖", "市政协"),
        ("先进单位是市委评的", "报送信息24篇,被省政协评为先进单位", "省政协"),
        ("文史馆被市政协评为先进单位", "文史馆被郑州市政协评为先进单位", ""),
        ("被省政协评为先进单位", "被省政协评为先进单位,被市委采纳3篇", ""),
        ("文史馆建设得了奖", "文史馆被市政协评为先进单位", ""),
    ],
)
def test_who_gave_an_honour_is_told_from_another_who_is_claimed(statement: str, text: str, giver: str) -> None:
    assert another_giver(statement, text) == giver
