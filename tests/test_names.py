"""Every name in a question is accounted for: as scope, as a term that an answer's sentence holds, or in a refusal."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.building.builder import build
from index.config import Config
from index.language.gazetteer import Gazetteer
from qa import Answer, Answerer, Retriever
from qa.understanding.asked import asked_part
from qa.understanding.bodies import bodies_named
from qa.understanding.glossary import Glossary
from qa.understanding.query import Query, parse_question
from qa.understanding.unlisted import unlisted_name

SEEDS = frozenset({"410100", "410102", "410106", "410700", "130400"})
TODAY = date(2024, 5, 4)
REPORT = """中国人民政治协商会议{place}第十届委员会常务委员会工作报告

——2024年2月6日在政协{place}第十届委员会第二次会议上

各位委员：

我受政协{place}第十届委员会常务委员会委托，向大会报告工作，请予审议。

一、2023年工作回顾

一年来，共收到提案{received}件，经审查立案{filed}件，办复率100%。{more}

二、2024年工作安排

新的一年，我们要坚持团结和民主两大主题，围绕中心、服务大局，认真履行职能，努力开创工作新局面。
"""


def parse(question: str, indexed: frozenset[str] = SEEDS) -> Query:
    return parse_question(question, gazetteer=Gazetteer.load(), glossary=Glossary.load(), today=TODAY, indexed=indexed)


def asked_of(home: Path, *reports: tuple[str, int, int], more: str = "") -> Answerer:
    """An answerer over a report each of these places: (place, proposals received, proposals filed)."""
    (home / "reports").mkdir()
    for number, (place, received, filed) in enumerate(reports):
        text = REPORT.format(place=place, received=received, filed=filed, more=more)
        (home / "reports" / f"{number}.txt").write_text(text, encoding="utf-8")
    build([home / "reports"], Config(home=home, model="none"))
    return Answerer(Retriever.of(Config(home=home, model="none")))


def places_cited(answer: Answer) -> set[str]:
    return {citation.report.place for citation in answer.citations}


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("保定2023年立案多少件提案?", "河北省保定市"),
        ("大同2023年立案多少件提案?", "山西省大同市"),
        ("请问海南去年立案了多少提案", "海南省"),
        ("2023年中山的提案办复率是多少", "广东省中山市"),
        ("帮我查一下晋州2023年的社情民意信息篇数", "河北省石家庄市晋州市"),
        ("看一下城阳2023年的立案数", "山东省青岛市城阳区"),
        ("合作2023年立案多少件?", "甘肃省甘南藏族自治州合作市"),
        ("鄭州2023年立案多少件提案?", "河南省郑州市"),
        ("新鄉市政協2023年立案多少件?", "河南省新乡市"),
        ("Zhengzhou 2023 立案多少件", "河南省郑州市"),
        ("xinxiang 2023 立案", "河南省新乡市"),
        ("Xin Xiang 2023 年立案多少件", "河南省新乡市"),
        ("Zhèngzhōu 2023年立案多少件", "河南省郑州市"),
        ("HANDAN 2023年立案多少件", "河北省邯郸市"),
        ("how many proposals did zhengzhou file in 2023", "河南省郑州市"),
        ("how many proposals did shijiazhuang file in 2023", "河北省石家庄市"),
        ("How many proposals did 新乡 file in 2023?", "河南省新乡市"),
        ("How many proposals did 兴安 file in 2023?", "内蒙古自治区兴安盟"),
        ("襄樊2023年立案多少件?", "湖北省襄阳市"),
        ("崇文区2023年立案多少件?", "北京市东城区"),
        ("增城市2023年立案多少件?", "广东省广州市增城区"),
        ("内蒙古2023年立案多少件?", "内蒙古自治区"),
        ("恩施州2023年立案多少件?", "湖北省恩施土家族苗族自治州"),
        ("恩施土家族苗族自治州2023年立案多少件?", "湖北省恩施土家族苗族自治州"),
        ("雄安新区2023年立案多少件?", "河北省雄安新区"),
        ("雄安2023年立案多少件?", "河北省雄安新区"),
        ("重庆两江新区2023年立案多少件?", "重庆市两江新区"),
        ("兵团2023年立案多少件?", "新疆维吾尔自治区新疆生产建设兵团"),
        ("第八师2023年立案多少件?", "新疆维吾尔自治区石河子市"),
        ("郑州高新区2023年立案多少件?", "河南省郑州市高新区"),
        ("新乡市经济技术开发区2023年立案多少件?", "河南省新乡市经开区"),
        ("江苏的鼓楼区2023年立案多少件?", "江苏省南京市鼓楼区"),
    ],
)
def test_a_place_in_any_form_is_the_scope(question: str, path: str) -> None:
    assert parse(question).places[0].path == path


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("新乡2023年国际合作项目多少个?", "合作"),
        ("新乡2023年日照时数多少小时?", "日照"),
        ("新乡2023年和平利用原子能项目多少个?", "和平"),
        ("新乡2023年水资源总量多少?", "资源"),
        ("新乡2023年国土资源部门办结多少件?", "资源"),
        ("世界大同理念提了几次?", "大同"),
        ("新乡城区供热面积多少?", "城区"),
        ("郑州2023年高密度电池产量多少?", "高密"),
        ("郑州会同有关部门办结多少件?", "会同"),
    ],
)
def test_a_word_that_is_also_a_name_stays_a_word(question: str, word: str) -> None:
    query = parse(question)
    assert word in query.content
    assert all(word not in place.name for place in query.places)
    assert query.terms == ()


@pytest.mark.parametrize(
    ("question", "absent", "doubted"),
    [
        ("全国政协2023年立案多少件?", ("全国政协",), ()),
        ("2023年全国人大立案多少件?", ("全国人大",), ()),
        ("国务院2023年立案多少件?", ("国务院",), ()),
        ("1985年总理的报告怎么解释物价上涨?", ("总理",), ()),
        ("最高人民法院2023年受理案件多少件?", ("最高人民法院",), ()),
        ("教育部2023年办理提案多少件?", ("教育部",), ()),
        ("国家统计局2023年调查多少户?", ("国家统计局",), ()),
        ("清华大学2023年立案多少件提案?", (), ("清华大学",)),
        ("郑州大学2023年招生多少人?", (), ("郑州大学",)),
        ("华为2023年研发投入多少?", (), ("华为",)),
        ("富士康集团2023年用工多少人?", (), ("富士康集团",)),
        ("东京2023年立案多少件提案?", (), ("东京",)),
        ("首尔市2023年立案多少件?", (), ("首尔",)),
        ("日本2023年立案多少件?", (), ("日本",)),
        ("How many proposals did Tokyo file in 2023?", (), ("东京",)),
        ("How many proposals did the Springfield CPPCC file in 2023?", ("Springfield",), ()),
        ("How many proposals did Gotham file in 2023?", ("Gotham",), ()),
        ("How many proposals were filed in Winterfell in 2023?", ("Winterfell",), ()),
    ],
)
def test_bodies_that_are_no_place_are_not_dropped(
    question: str, absent: tuple[str, ...], doubted: tuple[str, ...]
) -> None:
    query = parse(question)
    assert (query.places, query.absent, query.doubted) == ((), absent, doubted)


@pytest.mark.parametrize(
    "text",
    [
        "上市公司新增多少家?",
        "全市公立医院多少所?",
        "社区医院几家?",
        "职业学院有几所?",
        "新增科技公司多少家?",
        "各类学会多少个?",
    ],
)
def test_kinds_of_bodies_are_no_names(text: str) -> None:
    assert bodies_named(text) == []


def test_a_place_that_the_question_leaves_out_is_left_out() -> None:
    for question in ("除了郑州，还有哪些市立案超过400件?", "郑州以外的城市立案多少件?", "哪些市立案，郑州市除外?"):
        query = parse(question)
        assert (query.places, [place.name for place in query.excluded]) == ((), ["郑州市"]), question
        assert "郑州" not in query.content


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("因郑州政协文史馆建设,上街区政协2017年有几名同志被评为先进个人?", "上街区"),
        ("洛阳的我自己去找,先告诉我新乡2023年立案多少件", "新乡市"),
        ("和石家庄市政协、保定市政协一起办会,邯郸市政协2023年是在哪个县开的?", "邯郸市"),
        ("新乡的隔壁鹤壁,它政协2023年立案多少件提案", "鹤壁市"),
        ("新乡隔壁的焦作2023年提案是多少件", "焦作市"),
        ("跟郑州比起来,洛阳2023年立案了多少件?", "洛阳市"),
        ("邯郸下面的丛台区,它政协2023年办结多少提案", "丛台区"),
    ],
)
def test_of_several_places_the_one_asked_about_is_the_scope(question: str, place: str) -> None:
    assert [each.name for each in parse(question).places] == [place]


def test_the_report_of_a_place_named_beside_answers_where_its_sentence_names_both(new_home: Path) -> None:
    more = "会同保定市政协举办研讨会6次，会同石家庄市政协举办研讨会9次。"
    answerer = asked_of(new_home, ("邯郸市", 412, 358), more=more)
    answer = answerer.ask("保定市政协会同邯郸举办研讨会多少次?")
    assert (answer.short, [place.name for place in answer.instead]) == ("6次", ["邯郸市"])
    assert answerer.ask("洛阳市政协会同邯郸举办研讨会多少次?").status == "not_indexed"


@pytest.mark.parametrize(
    "question", ["保定式政协2023年立案多少件提案?", "汴梁政协一共讲了多少次党课?", "刘庄村(七里营那个)2023年提了几条?"]
)
def test_a_name_that_no_list_has_is_doubted(question: str) -> None:
    query = parse_question(
        question, gazetteer=Gazetteer.load(), glossary=Glossary.load(), today=TODAY, indexed=SEEDS,
        known=lambda words: words not in ("汴梁", "刘庄"),
    )  # fmt: skip
    assert (query.places, bool(query.doubted)) == ((), True)


def test_a_name_joined_to_a_place_is_a_place() -> None:
    assert [place.name for place in parse("新乡与保定相比谁立案多?").places] == ["新乡市", "保定市"]
    assert [place.name for place in parse("石家庄、大同和新乡2023年哪个立案多?").places] == [
        "石家庄市",
        "大同市",
        "新乡市",
    ]


@pytest.mark.parametrize("question", ["中原经济区建设提了几条?", "中原大地涌现典型几个?"])
def test_the_name_of_an_indexed_place_within_a_longer_one_is_none(question: str) -> None:
    assert parse(question).places == ()


def test_parties_and_unions_work_within_every_place() -> None:
    query = parse("民盟新乡市委提交提案多少件?")
    assert ([place.name for place in query.places], query.terms, query.doubted) == (["新乡市"], (("民盟",),), ())


def test_an_organ_of_a_place_belongs_to_its_report() -> None:
    for question in (
        "焦作市教育局2023年办结提案多少件?",
        "新乡市中级人民法院2023年受理案件多少件?",
        "郑州市政协2023年立案多少件?",
    ):
        assert parse(question).places, question


@pytest.mark.parametrize("question", ["沭阳县法院2021年结案多少件?", "至2021年底沭阳法院有员额法官几名?"])
def test_a_court_is_an_organ_of_its_place_however_short_its_name(question: str) -> None:
    query = parse(question, SEEDS | {"321322"})
    assert ([place.name for place in query.places], query.terms) == (["沭阳县"], ())
    assert query.kinds == ("court_report",)


def test_a_court_is_answered_by_its_own_report_and_by_no_other(new_home: Path) -> None:
    (new_home / "reports").mkdir()
    court = (
        "沭阳县人民法院工作报告\n——2022年1月5日在沭阳县第十八届人民代表大会第一次会议上\n"
        "沭阳县人民法院院长 王五\n各位代表：\n一、2021年工作回顾\n2021年，受理48315件，审执结46902件。"
    )
    (new_home / "reports" / "court.txt").write_text(court, encoding="utf-8")
    text = REPORT.format(place="新乡市", received=500, filed=409, more="审结案件46件。")
    (new_home / "reports" / "cppcc.txt").write_text(text, encoding="utf-8")
    build([new_home / "reports"], Config(home=new_home, model="none"))
    answerer = Answerer(Retriever.of(Config(home=new_home, model="none")))
    assert answerer.ask("沭阳县法院2021年审执结案件多少件?").short == "46902件"
    assert answerer.ask("新乡法院2023年审结案件多少件?").short is None


def test_a_place_in_a_longer_name_in_quotes_is_not_whose_report_is_asked_about() -> None:
    assert [place.name for place in parse("新乡被追授“江苏省优秀共产党员”的是谁?").places] == ["新乡市"]
    assert parse("新乡被追授“江苏省优秀共产党员”的是谁?").terms == ()
    assert [place.name for place in parse("“新乡”2023年立案多少件?").places] == ["新乡市"]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("背景：我是县里办公室的工作人员，正在起草材料。请问焦作2023年立案多少件提案?", "焦作2023年立案多少件提案?"),
        ("你好，我想了解一下新乡2023年立案多少件", "新乡2023年立案多少件"),
        ("我们领导要个数，焦作2023年立案多少件提案", "焦作2023年立案多少件提案"),
        ("焦作2023年立案多少件提案?我是写材料用的，急。", "焦作2023年立案多少件提案?"),
        ("帮我查一下城阳2023年的社情民意信息篇数", "城阳2023年的社情民意信息篇数"),
        ("I am a journalist. How many proposals did Xinxiang file?", "How many proposals did Xinxiang file?"),
        ("新乡2023年立案多少件提案?办复率是多少?", "新乡2023年立案多少件提案?办复率是多少?"),
        ("新乡要了解哪些情况?", "新乡要了解哪些情况?"),
        ("新乡收到多少件提案？立案的占多大比例", "新乡收到多少件提案？立案的占多大比例"),
        ("中原区立案多少件？他们跟部门对口协商了几回", "中原区立案多少件？他们跟部门对口协商了几回"),
        ("我在区里上班，领导让摘新乡的东西。2024年他们的打算，概括一下", "2024年他们的打算，概括一下"),
        ("刚来，啥都不熟。新乡2024年打算干些啥", "新乡2024年打算干些啥"),
        ("新乡 立案", "新乡 立案"),
    ],
)
def test_what_is_asked_is_found_behind_its_background(question: str, asked: str) -> None:
    start, end = asked_part(question)
    assert question[start:end].strip() == asked


def test_the_background_scopes_a_question_that_names_no_place() -> None:
    query = parse("我在看焦作2023年的政协报告。立案多少件提案?")
    assert ([place.name for place in query.places], query.years) == (["焦作市"], (2023,))
    query = parse("我是洛阳的记者。请问新乡2023年立案多少件?")
    assert [place.name for place in query.places] == ["新乡市"]


def test_same_named_places_are_asked_back(new_home: Path) -> None:
    answerer = asked_of(new_home, ("南京市鼓楼区", 311, 301), ("徐州市鼓楼区", 312, 302))
    answer = answerer.ask("鼓楼区2023年立案多少件提案?")
    assert answer.status == "ambiguous"
    assert [(each.citation.report.place, each.short) for each in answer.readings] == [
        ("江苏省南京市鼓楼区", "301件"),
        ("江苏省徐州市鼓楼区", "302件"),
    ]
    assert "福建省福州市鼓楼区" in answer.text
    for context in (
        {"question": "徐州鼓楼区2023年立案多少件提案?"},
        {"question": "徐州市的鼓楼区2023年立案多少件提案?"},
    ):
        assert answerer.ask(**context).short == "302件"
    answer = answerer.ask("鼓楼区2023年立案多少件提案?", places=["南京市鼓楼区"])
    assert (answer.status, answer.short) == ("answered", "301件")


def test_the_one_report_of_a_name_is_given_with_the_others_that_bear_it(new_home: Path) -> None:
    answer = asked_of(new_home, ("南京市鼓楼区", 311, 301)).ask("鼓楼区2023年立案多少件提案?")
    assert (answer.short, places_cited(answer)) == ("301件", {"江苏省南京市鼓楼区"})
    assert "江苏省徐州市鼓楼区" in answer.text


def test_reports_of_places_that_are_no_divisions_get_them(new_home: Path) -> None:
    answerer = asked_of(new_home, ("雄安新区", 321, 311), ("焦作市", 412, 358), ("郑州高新区", 99, 88))
    found = {report.place for report in answerer.retriever.index.reports}
    assert found == {"河北省雄安新区", "河南省焦作市", "河南省郑州市高新区"}
    for name, short in (
        ("雄安新区", "311件"),
        ("雄安", "311件"),
        ("郑州高新区", "88件"),
        ("郑州高新技术产业开发区", "88件"),
        ("高新区", "88件"),
    ):
        assert answerer.ask(f"{name}2023年立案多少件提案?").short == short, name
    assert answerer.ask("郑州2023年立案多少件提案?").status == "not_indexed"
    assert answerer.ask("新乡高新区2023年立案多少件提案?").status == "not_indexed"


def test_a_report_in_traditional_characters_is_quoted_as_printed(new_home: Path) -> None:
    text = REPORT.format(place="焦作市", received=412, filed=358, more="")
    traditional = text.translate(
        str.maketrans(
            "国协商会议届员务报过见经审复团结两题围绕关实现开创", "國協商會議屆員務報過見經審復團結兩題圍繞關實現開創"
        )
    )
    (new_home / "reports").mkdir()
    (new_home / "reports" / "a.txt").write_text(traditional, encoding="utf-8")
    build([new_home / "reports"], Config(home=new_home, model="none"))
    answerer = Answerer(Retriever.of(Config(home=new_home, model="none")))
    for question in ("焦作2023年立案多少件提案?", "焦作2023年辦復率是多少?", "焦作2023年办复率是多少?"):
        answer = answerer.ask(question)
        assert answer.status == "answered", question
        citation = answer.citations[0]
        assert citation.quote == citation.report.text[citation.start : citation.end] != ""
        assert "經審查" in citation.quote


def test_a_name_beside_the_scope_must_stand_in_the_sentence_of_the_answer(new_home: Path) -> None:
    more = "组织委员赴合肥市考察3次，组织委员赴南京市考察5次。与郑州大学签订协议4项，与清华大学签订协议6项。"
    answerer = asked_of(new_home, ("焦作市", 412, 358), more=more)
    assert answerer.ask("焦作2023年组织委员赴南京考察多少次?").short == "5次"
    assert answerer.ask("焦作2023年组织委员赴合肥考察多少次?").short == "3次"
    assert answerer.ask("焦作2023年组织委员赴上海考察多少次?").status == "not_stated"
    assert answerer.ask("焦作2023年与武汉大学签订协议多少项?").status == "not_stated"


def test_a_short_name_is_held_by_the_full_one(new_home: Path) -> None:
    more = "引进北京汽车集团项目7个，引进富士康科技集团项目9个。"
    answerer = asked_of(new_home, ("焦作市", 412, 358), more=more)
    assert answerer.ask("焦作2023年引进北汽集团项目多少个?").short == "7个"
    assert answerer.ask("焦作2023年引进一汽集团项目多少个?").status == "not_stated"


@pytest.mark.parametrize(
    ("question", "status", "missing"),
    [
        ("全国政协2023年立案多少件提案?", "not_indexed", "name"),
        ("省政协2023年立案多少件提案?", "not_indexed", "name"),
        ("清华大学2023年立案多少件提案?", "not_indexed", "name"),
        ("东京2023年立案多少件提案?", "not_indexed", "name"),
        ("河南省政协2023年立案多少件提案?", "not_indexed", "place"),
        ("合作的提案立案多少件?", "not_indexed", "name"),
        ("区政协2023年立案多少件提案?", "not_indexed", "name"),
        ("市政协2023年立案多少件提案?", "answered", None),
    ],
)
def test_a_body_without_a_report_is_never_answered_from_another(
    new_home: Path, question: str, status: str, missing: str | None
) -> None:
    answer = asked_of(new_home, ("焦作市", 412, 358)).ask(question)
    assert (answer.status, answer.missing) == (status, missing)
    assert bool(answer.missing_names) == (status == "not_indexed")
    assert answer.missing != "name" or answer.missing_names[0] in answer.text


@pytest.mark.parametrize("words", ["打算", "预计", "最近", "究竟", "听说"])
def test_an_everyday_word_behind_a_body_is_no_name(retriever: Retriever, words: str) -> None:
    query = retriever.parse(f"新乡市政协{words}2024年围绕哪些题目视察?")
    assert (query.absent, query.doubted) == ((), ())
    assert (
        retriever.parse("新乡化纤2023年立案多少件提案?").doubted or retriever.parse("新乡化纤2023年立案多少件?").absent
    )


@pytest.mark.parametrize("words", ["听爷爷说", "自己拍短视频", "我妈讲"])
def test_what_somebody_says_or_does_is_no_name(words: str) -> None:
    assert unlisted_name(f"{words}1984年农民收入多少", (), lambda _words: False) is None
    assert unlisted_name("汴梁1984年农民收入多少", (), lambda _words: False) == (0, 2)
