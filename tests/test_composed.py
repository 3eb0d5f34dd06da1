"""Whole questions over the sample reports: parts, verdicts, calculations, years, each line borne out by a citation."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from answering import answerer_over

from index.building.builder import build
from index.config import Config
from qa import Answer, Answerer, Retriever
from qa.citing.verify import answer_problems
from qa.types import AnswerForm, Status

WHERE_AND_HOW = "新乡市2023年由市领导领办的重点提案有几件？用什么方式督办的？"


def problems(answer: Answer, retriever: Retriever) -> tuple[str, ...]:
    return answer_problems(answer, gazetteer=retriever.gazetteer)


@pytest.mark.parametrize(
    ("question", "shorts"),
    [
        ("郑州市政协主题教育期间写了多少篇心得，讲了多少次党课，完成几项整改？", ["260篇", "29次", "11项"]),
        ("邯郸市政协2023年办结提案多少件？开展重点调研多少次？", ["886件", "20次"]),
        ("郑州市和新乡市的政协主席分别是谁？", ["杜新军", "王新军"]),
        ("郑州2023年立案多少件提案？新乡呢？", ["656件", "409件"]),
        ("邯郸市政协常委会的工作报告是谁作的，哪一天作的？", ["韩俊兰", "2024年1月31日"]),
        (WHERE_AND_HOW, ["12件", None]),
        ("邯郸市政协2023年的周末大讲堂、政协大课堂办了几期？", ["3期", "4期"]),
        (
            "How many proposals were received in Zhongyuan in 2022, and how many were filed?",
            ["265件", "224件"],
        ),
    ],
)
def test_each_part_is_answered(
    question: str, shorts: list[str | None], answerer: Answerer, retriever: Retriever
) -> None:
    answer = answerer.ask(question)
    assert [part.short for part in answer.parts] == shorts
    assert (answer.status, answer.short) == ("answered", shorts[0])
    lines = answer.text.splitlines()
    assert len([line for line in lines if not line.startswith("·")]) == len(shorts)
    assert all(line.endswith(("]", "：", ":")) for line in lines)
    assert problems(answer, retriever) == ()


def test_one_sentence_is_cited_and_quoted_once(answerer: Answerer) -> None:
    answer = answerer.ask("郑州市政协主题教育期间写了多少篇心得，讲了多少次党课？")
    assert [citation.n for citation in answer.citations] == [1]
    assert answer.text.count(answer.citations[0].quote) == 1
    assert [part.citations[0].n for part in answer.parts] == [1, 1]


def test_a_part_that_is_not_stated_is_said_and_the_others_are_given(answerer: Answerer, retriever: Retriever) -> None:
    answer = answerer.ask("新乡2023年立案多少件提案？地区生产总值是多少？")
    assert answer.status == "answered"
    assert [part.status for part in answer.parts] == ["answered", "not_stated"]
    assert "没有写明" in answer.text.splitlines()[1]
    assert problems(answer, retriever) == ()


def test_a_place_without_a_report_does_not_hide_the_other(answerer: Answerer) -> None:
    answer = answerer.ask("郑州和开封2023年各立案多少件提案?")
    assert [(part.status, part.short) for part in answer.parts] == [("answered", "656件"), ("not_indexed", None)]


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("开封市政协2023年立案提案多少件，办复率是多少？", "not_indexed"),
        ("郑州市政协现在一共有多少名委员，其中女委员多少名？", "not_stated"),
        ("教育部2023年承办政协提案多少件,办结率多少?", "not_indexed"),
    ],
)
def test_where_no_part_is_stated_the_whole_is_refused(question: str, status: Status, answerer: Answerer) -> None:
    answer = answerer.ask(question)
    assert (answer.status, answer.short, answer.citations) == (status, None, ())
    assert {part.status for part in answer.parts} == {status}


def test_what_is_asked_twice_is_answered_once(answerer: Answerer) -> None:
    answer = answerer.ask("新乡2023年立案了多少件提案？立案的提案是多少件？")
    assert (answer.short, answer.parts) == ("409件", ())


@pytest.mark.parametrize(
    ("question", "short", "quoted"),
    [
        ("新乡2023年立案412件提案，对吗？", "不对，是409件", "409件"),
        ("中原区的“智慧政协”二期还没建完吧？", "不对", "率先完成"),
        ("郑州市政协2023年还没开过双月协商吧？", "不对，是6次", "双月协商6次"),
        ("新乡十三届一次会议以来的提案还没办完吧？", "不对，是100%", "办结率100%"),
        ("新乡2023年立案409件提案，是吗？", "对", "409件"),
        ("上街区政协2017年组织全区30多家企业、10家银行进行座谈交流，没毛病吧？", "不对，是8家", "8家银行"),
        ("上街区政协2017年组织全区30多家企业、8家银行进行座谈交流，对吗？", "对", "8家银行"),
        ("新乡市政协2023年收到提案434件，立案412件，没错吧？", "不对，全年共立案交办提案409件", "409件"),
        (
            "有人说上街政协2017年搞文史馆布展，被省政协评成先进单位，3个人评上先进个人。这话对不对？",
            "不对，是市政协",
            "2名同志",
        ),
        ("我同事说邯郸政协那个社情民意先进单位是市委评的，报送了24篇。对不对？", "不对，是省政协", "24篇"),
        ("朋友圈里说中原区政协2022年走访企业15家，专委会走访21家。是真的吗？", "对", "走访委员企业21家"),
        ("新乡市政协2023年立案的提案超过400件吗？", "是", "409件"),
        ("新乡市政协2023年立案的提案不到400件吗？", "不是，是409件", "409件"),
        ("郑州市政协2023年报送社情民意信息3000多篇，对不对？", "对", "3088篇"),
        ("新乡市政协十三届一次会议以来的434件提案全部立案了，对吗？", "不对，是409件", "立案409件"),
        ("中原区政协十届一次会议的提案是否全部办复？", "是", "办复率100%"),
        ("邯郸市政协是不是被省政协评为新闻宣传工作先进单位？", "是", "先进单位"),
        ("邯郸市政协2023年有没有举办周末大讲堂？", "有", "周末大讲堂"),
        ("Did Xinxiang file 412 proposals in 2023?", "No, 409件", "409件"),
        ("Xinxiang put 409 proposals on file in 2023, right?", "Yes", "409件"),
    ],
)
def test_a_statement_is_confirmed_or_denied_by_a_cited_sentence(
    question: str, short: str, quoted: str, answerer: Answerer, retriever: Retriever
) -> None:
    answer = answerer.ask(question)
    assert (answer.status, answer.short, answer.parts[0].form) == ("answered", short, "yes_no")
    assert quoted in answer.citations[0].quote
    assert answer.text.startswith(short)
    assert problems(answer, retriever) == ()


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("邯郸市政协2023年有没有组织委员去欧洲考察？", "not_stated"),
        ("新乡市政协获得过国家级表彰没有？", "not_stated"),
        ("开封市政协2023年立案了500件，对吗？", "not_indexed"),
        ("莫斯科2023年提案全部办复了吗？", "not_indexed"),
    ],
)
def test_no_verdict_is_given_where_nothing_bears_it_out(question: str, status: Status, answerer: Answerer) -> None:
    answer = answerer.ask(question)
    assert (answer.status, answer.short, answer.citations) == (status, None, ())


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("邯郸市政协2023年为什么一次提案质量培训班都没办？", "2期"),
        ("Why did Zhongyuan file no proposals in 2022?", "224件"),
    ],
)
def test_a_premise_that_the_reports_deny_is_said_to_be_one(
    question: str, short: str, answerer: Answerer, retriever: Retriever
) -> None:
    answer = answerer.ask(question)
    assert answer.short == short
    assert answer.text.startswith(("问题的前提与报告不符", "The question takes for granted"))
    assert problems(answer, retriever) == ()


@pytest.mark.parametrize(
    ("question", "result", "operands"),
    [
        ("中原区政协十届一次会议的提案有多少件没立案？", "41件", ("265件", "224件")),
        ("中原区政协十届一次会议的提案立案率大概多少？", "84.5%", ("224件", "265件")),
        ("上街区政协2017年全年提案比全会期间多几件？", "10件", ("142件", "132件")),
        ("上街区政协2017年立案的占全年提案的比例是多少？", "83.8%", ("119件", "142件")),
        ("邯郸市政协2023年的周末大讲堂、政协大课堂加起来办了几期？", "7期", ("3期", "4期")),
        ("中原区政协2022年领导班子和专委会跑企业，两边合计跑了几家？", "36家", ("15家", "21家")),
        ("新乡和郑州2023年立案的提案相差多少件？", "247件", ("409件", "656件")),
        ("中原区政协十届一次会议收到的提案，立了案的占多大比例？", "84.5%", ("224件", "265件")),
        ("How many proposals did Xinxiang and Zhengzhou file in 2023 combined?", "1065件", ("409件", "656件")),
        ("郑州市政协机关2023年新建和修订的规章制度加一块儿多少项？", "45项", ("17项", "28项")),
        ("郑州市政协2023年双月协商和民主监督式调研一共搞了多少次？", "10次", ("6次", "4次")),
        ("新乡2023年推送的新闻资讯，被省级以上媒体采用的占几成？", "14.7%", ("45篇", "307篇")),
        ("新乡2023年报送的社情民意信息里头有百分之几被采用？", "7.6%", ("20篇", "264篇")),
        ("2023年郑州市政协报送的社情民意信息比新乡市政协收集的多多少篇？", "1499篇", ("3088篇", "1589篇")),
        ("郑州市政协主题教育平均一期形成多少篇心得体会？", "130篇", ("260篇", "2期")),
        ("郑州2023年立案的提案是新乡的几倍？", "1.6倍", ("656件", "409件")),
        ("郑州政协2023年常委会专题议政、双月协商还有民主监督式调研，加到一块儿多少次？", "12次", ("2次", "6次", "4次")),
        ("邯郸2023年专委会党支部交流学习，再加上党组专题学习，总共几次？", "28次", ("16次", "12次")),
        ("郑州市政协2023年的调研协商成果，平均一篇提了几条建议？", "7.03条", ("211条", "30篇")),
        ("郑州2023年的协商平台，一个平台合多少场协商？", "2.86场", ("976场", "341个")),
        ("郑州市2023年搭建的“有事好商量”平台，每个平台摊到几件身边难题？", "2.13件", ("727件", "341个")),
        ("郑州各区县政协平均每个“有事好商量”平台开展协商多少场？", "2.86场", ("976场", "341个")),
        ("新乡市政协2023年没立案的提案有多少件？", "25件", ("434件", "409件")),
        ("How many proposals were not filed in Zhongyuan in 2022?", "41件", ("265件", "224件")),
        ("What share of the proposals received in Zhongyuan in 2022 were put on file?", "84.5%", ("224件", "265件")),
        ("How many more proposals did Zhengzhou file than Xinxiang in 2023?", "247件", ("656件", "409件")),
    ],
)
def test_a_result_is_shown_with_its_operands(
    question: str, result: str, operands: tuple[str, ...], answerer: Answerer, retriever: Retriever
) -> None:
    answer = answerer.ask(question)
    assert (answer.status, answer.short, answer.parts[0].form) == ("answered", result, "calculation")
    quotes = "".join(citation.quote for citation in answer.citations)
    for operand in operands:
        assert operand in answer.text
        assert operand in quotes
    assert problems(answer, retriever) == ()


@pytest.mark.parametrize(
    ("question", "shorts"),
    [
        ("郑州市政协2023年清理规章制度，新立的加上修订的共计几项？修订的比新立的多几项？", ["45项", "11项"]),
        ("郑州市政协2023年新建和修订的规章制度合计几项，两者相差几项，新建的占多少？", ["45项", "11项", "37.8%"]),
        ("邯郸市政协2023年双月专题协商议政座谈会和提案办理协商一共几次？后者是前者的几倍？", ["18次", "2倍"]),
        ("郑州2023年立案多少件提案？新乡呢？两市合计多少件？", ["656件", "409件", "1065件"]),
        ("2023年郑州和新乡立案的提案差多少件？郑州是新乡的几倍？", ["247件", "1.6倍"]),
        (
            "新乡市政协2023年收集的社情民意信息，报到省政协的占百分之几？报上去的里面按采用数算，采用率又是多少？",
            ["16.6%", "7.6%"],
        ),
        ("新乡2023年收到提案多少件、立案多少件？两者差几件？", ["434件", "409件", "25件"]),
        ("How many proposals were received and filed in Zhongyuan in 2022?", ["265件", "224件"]),
        (
            "How many proposals were received in Zhongyuan in 2022, how many were filed, and what share is that?",
            ["265件", "224件", "84.5%"],
        ),
        (
            "How many proposals did Zhengzhou and Xinxiang each file in 2023? By how many do they differ?",
            ["656件", "409件", "247件"],
        ),
    ],
)
def test_a_part_reckons_with_the_parts_before_it(
    question: str, shorts: list[str | None], answerer: Answerer, retriever: Retriever
) -> None:
    answer = answerer.ask(question)
    assert [part.short for part in answer.parts] == shorts
    assert problems(answer, retriever) == ()


@pytest.mark.parametrize(
    ("question", "short"),
    [("新乡市政协2023年提案办结率是多少?", "100%"), ("郑州市中原区政协2022年提案办复率是多少", "100%")],
)
def test_a_result_that_the_report_states_is_given_as_it_stands(question: str, short: str, answerer: Answerer) -> None:
    answer = answerer.ask(question)
    assert (answer.short, answer.parts) == (short, ())


@pytest.mark.parametrize(
    ("question", "reason", "found"),
    [
        ("新乡和邯郸2023年立案的提案相差多少件？", "没有写明“邯郸市”", ["409件"]),
        ("郑州市政协2023年提案立案率是多少？", "没有写明“收到”", ["656件"]),
        ("How many more proposals did Zhengzhou file than Handan in 2023?", "not count the same", ["656件", "886件"]),
        ("新乡立案的提案加上收集的社情民意一共多少？", "单位不同（件、篇）", ["409件", "1589篇"]),
        ("郑州跟中原区相比谁立案的提案更多？多了多少件？", "不是同一时期", ["656件", "224件"]),
    ],
)
def test_a_calculation_without_its_operands_is_refused_with_the_reason(
    question: str, reason: str, found: list[str], answerer: Answerer
) -> None:
    answer = answerer.ask(question)
    assert (answer.status, answer.short) == ("not_stated", None)
    assert reason in answer.text
    for figure, line in zip(found, answer.text.splitlines()[1:], strict=True):
        assert figure in line
        assert any(f"[{citation.n}]" in line and figure in citation.quote for citation in answer.citations)


@pytest.mark.parametrize(
    ("question", "shorts", "formula"),
    [
        ("新乡和郑州谁的立案多，多多少？", ["郑州市", "247件"], "656件 − 409件 = 247件"),
        (
            "郑州报的社情民意和新乡收的社情民意哪个多，多出来几篇？",
            ["郑州市", "1499篇"],
            "3088篇 − 1589篇 = 1499篇",
        ),
        ("新乡和郑州的请示报告哪个次数少，少几次？", ["新乡市", "3次"], "26次 − 23次 = 3次"),
    ],
)
def test_which_is_more_and_by_how_much_are_both_told(
    question: str, shorts: list[str], formula: str, answerer: Answerer, retriever: Retriever
) -> None:
    answer = answerer.ask(question)
    assert [part.short for part in answer.parts] == shorts
    assert f"{shorts[1]}。{formula} [" in answer.text
    assert problems(answer, retriever) == ()


@pytest.mark.parametrize(
    ("question", "short", "formula"),
    [
        ("邯郸报送的社情民意比新乡反映的少多少篇？", "少457篇", "481篇 − 24篇 = 457篇"),
        ("郑州常委会专题议政、双月协商、民主监督式调研里最多的比最少的多多少？", "4次", "6次 − 2次 = 4次"),
        ("上街全年提案比全会期间的多几件？", "10件", "142件 − 132件 = 10件"),
        ("新乡收集的社情民意当中报送省政协的占几分之几？", "16.6%", "264篇 ÷ 1589篇 = 16.6%"),
    ],
)
def test_each_side_is_read_with_its_own_verb(
    question: str, short: str, formula: str, answerer: Answerer, retriever: Retriever
) -> None:
    answer = answerer.ask(question)
    assert (answer.short, answer.text.startswith(f"{short}。{formula} [")) == (short, True)
    assert problems(answer, retriever) == ()


def test_a_wrong_result_is_caught(answerer: Answerer, retriever: Retriever) -> None:
    answer = answerer.ask("中原区政协十届一次会议的提案有多少件没立案？")
    wrong = replace(answer, text=answer.text.replace("41件", "42件"), short="42件")
    assert problems(wrong, retriever)
    assert problems(replace(answer, text=answer.text.replace("224件", "225件")), retriever)


def test_a_wrong_figure_behind_a_verdict_is_caught(answerer: Answerer, retriever: Retriever) -> None:
    answer = answerer.ask("新乡2023年立案412件提案，对吗？")
    assert problems(replace(answer, short="不对，是412件"), retriever)
    assert problems(replace(answer, text=answer.text.replace("409件", "412件")), retriever)


def test_each_year_of_a_trend_has_its_line(answerer: Answerer, retriever: Retriever) -> None:
    answer = answerer.ask("中原区2022到2023年立案的提案怎么变化？")
    assert [(part.status, part.short, part.form) for part in answer.parts] == [
        ("answered", "224件", "trend"),
        ("not_stated", None, "trend"),
    ]
    assert answer.short == "2022年224件"
    assert [line[:5] for line in answer.text.splitlines()] == ["2022年", "2023年"]
    assert problems(answer, retriever) == ()


@pytest.mark.parametrize(
    ("question", "form"),
    [("新乡2023年立案多少件提案?", ""), ("哪个市立案的提案最多?", ""), ("2021年上街区政协立案多少件?", "")],
)
def test_a_question_of_one_span_is_not_composed(question: str, form: AnswerForm | str, answerer: Answerer) -> None:
    assert "".join(part.form for part in answerer.ask(question).parts) == form


def test_a_trend_has_the_rows_that_its_chart_is_drawn_from(new_home: Path) -> None:
    folder = new_home / "reports"
    folder.mkdir()
    for year, filed in ((2021, 310), (2022, 402)):
        text = (
            f"中国人民政治协商会议焦作市委员会常务委员会工作报告\n——{year + 1}年2月8日\n各位委员：\n"
            f"一、{year}年工作回顾\n{year}年，市政协共立案提案{filed}件，办复率100%。\n"
        )
        (folder / f"{year}.txt").write_text(text, encoding="utf-8")
    config = Config(home=new_home, model="none")
    build([folder], config)
    answer = Answerer(Retriever.of(config)).ask("焦作市2021年到2023年政协提案立案数有什么变化？")
    assert [(part.form, part.short) for part in answer.parts] == [
        ("trend", "310件"),
        ("trend", "402件"),
        ("trend", None),
    ]
    assert answer.comparison is not None and answer.comparison.series
    assert [(row.years, row.value, row.unit) for row in answer.comparison.rows] == [
        ((2021,), 310, "件"),
        ((2022,), 402, "件"),
    ]
    assert [row.citation.n for row in answer.comparison.rows] == [1, 2]


def test_a_trend_of_several_things_has_a_line_for_each_and_year(new_home: Path) -> None:
    folder = new_home / "reports"
    folder.mkdir()
    for year, grain, land in ((2021, 61, 104), (2022, 65, 71)):
        text = (
            f"政府工作报告\n——{year + 1}年2月8日在焦作市人民代表大会上\n焦作市人民政府市长 王某\n各位代表：\n"
            f"一、{year}年工作回顾\n{year}年，全市粮食产量达到{grain}亿斤。实际利用外资{year}万美元。造林绿化{land}万亩。\n"
        )
        (folder / f"{year}.txt").write_text(text, encoding="utf-8")
    config = Config(home=new_home, model="none")
    build([folder], config)
    answer = Answerer(Retriever.of(config)).ask("焦作市2022年跟2021年比，粮食产量和造林绿化面积是升了还是降了？")
    assert [part.short for part in answer.parts] == ["61亿斤", "65亿斤", "104万亩", "71万亩"]
    assert [line.partition("：")[0] for line in answer.text.splitlines()] == [
        "粮食产量，2021年",
        "粮食产量，2022年",
        "造林绿化面积，2021年",
        "造林绿化面积，2022年",
    ]
    assert answer.comparison is None  # one chart would be of two things


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("邯郸市政协常委会的工作报告是哪一天作的？", "2024年1月31日"),
        ("邯郸市政协的常委会工作报告什么时候宣读的？", "2024年1月31日"),
        ("When was the report of the Handan CPPCC delivered?", "2024年1月31日"),
    ],
)
def test_the_day_a_report_was_given_stands_in_its_head(answerer: Answerer, question: str, day: str) -> None:
    answer = answerer.ask(question)
    assert (answer.status, answer.short) == ("answered", day)
    assert day in answer.citations[0].quote


def answerer_of(new_home: Path, *reports: tuple[str, int, str]) -> Answerer:
    """An index of government reports: of a city, a year, and what is said of it."""
    folder = new_home / "reports"
    folder.mkdir()
    for city, year, said in reports:
        head = f"政府工作报告\n——{year + 1}年2月8日在{city}人民代表大会上\n{city}人民政府市长 王某\n各位代表：\n"
        (folder / f"{city}{year}.txt").write_text(f"{head}一、{year}年工作回顾\n{said}\n", encoding="utf-8")
    config = Config(home=new_home, model="none")
    build([folder], config)
    return Answerer(Retriever.of(config))


def test_figures_of_joined_things_are_told_each_of_each_place(new_home: Path) -> None:
    answerer = answerer_of(
        new_home,
        ("焦作市", 2022, "粮食产量达到61亿斤。实际利用外资2021万美元。财政总收入300亿元，其中地方财政收入170亿元。"),
        ("洛阳市", 2022, "全年粮食产量达到48亿斤。棉花产量达到2万吨。"),
    )
    answer = answerer.ask("2022年焦作市和洛阳市的粮食产量、实际利用外资分别是多少？")
    assert [part.short for part in answer.parts] == ["61亿斤", "2021万美元", "48亿斤", None]
    assert [line.partition("：")[0] for line in answer.text.splitlines()] == [
        "焦作市，粮食产量",
        "焦作市，实际利用外资",
        "洛阳市，粮食产量",
        "洛阳市，实际利用外资",
    ]
    assert answerer.ask("焦作市2022年粮食、大豆是多少？").parts == ()


@pytest.mark.model
def test_the_whole_of_a_share_is_the_one_that_its_part_is_said_to_be_of(new_home: Path) -> None:
    city = answerer_of(
        new_home,
        (
            "焦作市",
            2022,
            "住宅建设保持了较大的规模，全年竣工1090.6万平方米，其中普通住宅竣工1004.5万平方米。19片经济适用住房盖好。",
        ),
    )
    answer = city.ask("焦作2022年盖好的房子里头普通住宅占几成？")
    assert answer.short == "92.1%"
    assert "1004.5万平方米 ÷ 1090.6万平方米" in answer.text
    assert answer_problems(answer, gazetteer=city.retriever.gazetteer) == ()


@pytest.mark.model
@pytest.mark.parametrize(
    "question",
    [
        "新乡收到多少件提案，其中立案的占几成？",
        "新乡收到了434件提案，立案的占百分之几",
        "新乡收到多少件提案？立案的占多大比例",
    ],
)
def test_a_share_is_of_what_was_counted_right_before(answerer: Answerer, question: str) -> None:
    answer = answerer.ask(question)
    assert [part.short for part in answer.parts] == ["434件", "94.2%"]
    assert answer_problems(answer, gazetteer=answerer.retriever.gazetteer) == ()


@pytest.mark.model
def test_who_reaches_whom_is_what_a_name_stands_for(answerer: Answerer) -> None:
    assert "党员委员联系党外委员" in (answerer.ask("新乡政协老说的三联系机制到底是谁联系谁").short or "")


@pytest.mark.model
def test_a_figure_that_is_given_in_everyday_money_is_not_told_for_another_year(new_home: Path) -> None:
    city = answerer_of(new_home, ("焦作市", 2022, "农民人均纯收入达到563元，净增60元。"))
    assert city.ask("焦作农民2022年人均纯收入563块，那前一年是多少？").short != "563元"


@pytest.mark.model
def test_a_share_of_output_is_no_rate_of_growth(new_home: Path) -> None:
    text = (
        "实现国内生产总值1367.8亿元，增长14.5%，其中一产105亿元，二产599.6亿元，三产663.2亿元，分别增长5%、18%和13%。"
    )
    city = answerer_of(new_home, ("焦作市", 2022, text))
    assert city.ask("焦作2022年第三产业占整个GDP百分之几？").short == "48.5%"


@pytest.mark.model
def test_the_rank_of_growth_is_not_that_of_size(new_home: Path) -> None:
    city = answerer_of(new_home, ("焦作市", 2022, "地区生产总值增长5.8%、增速全国第3，总量达到60013亿元。"))
    assert city.ask("焦作2022年经济总量排全国第几？").status == "not_stated"
    assert (city.ask("焦作2022年地区生产总值增速排全国第几？").short or "").endswith("第3")


@pytest.mark.model
def test_how_much_more_is_not_how_many_came(tmp_path: Path, dictionaries: Path) -> None:
    text = (
        "海南省政府工作报告\n\n——2005年1月10日在海南省第三届人民代表大会第三次会议上\n\n各位代表：\n\n一、2004年工作回顾\n\n"
        "2004年，旅游业快速发展，全年接待过夜游客人数比上年增长13.7%，旅游收入突破百亿元。\n"
    )
    province = answerer_over(tmp_path, dictionaries, text)
    assert province.ask("海南2004年来了多少过夜游客").short is None
    assert province.ask("海南2004年过夜游客人数增长百分之几").short == "13.7%"
