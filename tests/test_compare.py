"""One indicator over places and years: the figures, what each counts, and the places that do not state it."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from index.building.builder import build
from index.config import Config
from index.errors import QuestionError
from index.types import Span
from qa import Answerer, Retriever
from qa.answering.findings import Findings
from qa.answering.trained import WEIGHTS, trained
from qa.citing.citation import LONGEST_QUOTE, quotable
from qa.commands.terminal import print_comparison
from qa.comparison import places
from qa.comparison.english import indicator_in_english
from qa.comparison.indicator import compare_indicator, rows_to_csv, rows_to_json
from qa.retrieval.concepts import concepts_of


def figures(retriever: Retriever, indicator: str, **filters: list[str] | list[int]) -> dict[str, str]:
    result = compare_indicator(retriever, indicator, **filters)  # type: ignore[arg-type]
    return {row.report.place.removeprefix("河南省"): row.short for row in result.rows}


def test_each_place_that_states_it_has_one_row_the_largest_first(retriever: Retriever) -> None:
    assert list(figures(retriever, "提案立案").items()) == [
        ("郑州市", "656件"),
        ("新乡市", "409件"),
        ("郑州市中原区", "224件"),
        ("郑州市上街区", "119件"),
    ]


def test_a_place_that_does_not_state_it_is_named_and_never_zero(retriever: Retriever) -> None:
    result = compare_indicator(retriever, "提案立案")
    assert [each.name for each in result.unstated] == ["河北省邯郸市"]
    assert all(row.report.place != "河北省邯郸市" for row in result.rows)


REPORT = """政协{place}委员会常务委员会工作报告

（2024年1月10日在政协{place}第十届委员会第三次会议上）

一、2023年工作回顾

2023年，{sentence}各承办单位认真办理。

二、2024年工作安排

2024年，围绕中心、服务大局。
"""


@pytest.mark.parametrize(
    ("sentences", "differs"),
    [
        ({"洛阳市": "共收到委员提案300件。", "开封市": "立案提案200件。"}, True),
        ({"洛阳市": "立案提案300件。", "开封市": "立案提案200件。"}, False),
    ],
    ids=["received and filed", "both filed"],
)
def test_figures_that_count_different_things_are_flagged(
    sentences: dict[str, str], differs: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for place, sentence in sentences.items():
        report = REPORT.format(place=place, sentence=sentence)
        (tmp_path / f"{place}.txt").write_text(report, encoding="utf-8")
    build([tmp_path], Config(home=tmp_path / "home", model="none"))
    result = compare_indicator(Retriever.load(tmp_path / "home"), "提案")
    assert [row.short for row in result.rows] == ["300件", "200件"]
    assert result.differs is differs
    print_comparison(result)
    shown = capsys.readouterr().out
    assert ("口径不同" in shown) is differs
    assert shown.endswith("检索了 2 篇报告中的 2 篇：2 处写明，0 处未提及。\n")


def test_places_and_years_filter(retriever: Retriever) -> None:
    assert figures(retriever, "提案立案", places=["新乡", "Shangjie"]) == {"新乡市": "409件", "郑州市上街区": "119件"}
    assert figures(retriever, "提案立案", years=[2022]) == {"郑州市中原区": "224件"}
    assert figures(retriever, "提案立案", places=["新乡"], years=[2015]) == {}


@pytest.mark.parametrize("indicator", ["提案立案", "提案办复率", "社情民意信息"])
def test_every_figure_stands_in_its_quote_at_its_offsets(indicator: str, retriever: Retriever) -> None:
    result = compare_indicator(retriever, indicator)
    assert result.rows
    for n, row in enumerate(result.rows, start=1):
        citation = row.citation
        assert citation.n == n
        assert citation.report.text[citation.start : citation.end] == citation.quote
        assert row.short in citation.quote
        assert len(citation.quote) <= LONGEST_QUOTE


def test_an_indicator_nobody_states_has_no_rows(retriever: Retriever) -> None:
    result = compare_indicator(retriever, "小麦亩产")
    assert result.rows == () and len(result.unstated) == 5 and not result.differs


@pytest.mark.parametrize("indicator", ["", " ", "提案" * 2_000])
def test_an_indicator_that_cannot_be_used_is_an_error(indicator: str, retriever: Retriever) -> None:
    with pytest.raises(QuestionError):
        compare_indicator(retriever, indicator)


def test_an_unknown_place_is_an_error(retriever: Retriever) -> None:
    with pytest.raises(QuestionError, match="亚特兰蒂斯"):
        compare_indicator(retriever, "提案立案", places=["亚特兰蒂斯"])


def test_csv_and_json_hold_the_same_rows(retriever: Retriever) -> None:
    result = compare_indicator(retriever, "提案立案")
    values = rows_to_json(result)
    read = list(csv.DictReader(io.StringIO(rows_to_csv(result))))
    stated = [row for row in read if row["figure"] != "未提及"]
    assert stated == [{name: str(value) for name, value in row.items()} for row in values["rows"]]
    unstated = [row for row in read if row["figure"] == "未提及"]
    assert [row["place"] for row in unstated] == values["unstated"] == ["河北省邯郸市"]
    assert all(value == "" for name, value in unstated[0].items() if name not in ("place", "figure"))
    assert values["differs"] is result.differs


def test_csv_survives_commas_and_quotes_of_the_source(retriever: Retriever) -> None:
    rows = list(csv.DictReader(io.StringIO(rows_to_csv(compare_indicator(retriever, "提案立案")))))
    zhengzhou = next(row for row in rows if row["place"] == "河南省郑州市")
    assert zhengzhou["quote"].count(",") > 3 and re.search("提案立案656件", zhengzhou["quote"])


@pytest.mark.parametrize(
    ("sentence", "clause", "figure", "quoted"),
    [
        (Span(10, 90), Span(30, 60), Span(40, 44), Span(10, 90)),
        (Span(10, 900), Span(300, 360), Span(340, 344), Span(300, 360)),
        (Span(0, 900), Span(0, 900), Span(500, 504), Span(402, 602)),
        (Span(0, 900), Span(0, 900), Span(3, 7), Span(0, 200)),
        (Span(0, 900), Span(0, 900), Span(890, 900), Span(795, 900)),
    ],
    ids=["sentence", "its clause", "around the figure", "from the start", "to the end"],
)
def test_what_is_quoted_holds_the_figure_and_is_short(sentence: Span, clause: Span, figure: Span, quoted: Span) -> None:
    assert quotable(sentence, clause, figure) == quoted


def written(folder: Path, **texts: str) -> Retriever:
    """An index of these texts, without a model."""
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    build([folder], Config(home=folder / "home", model="none"))
    return Retriever.load(folder / "home")


GOVERNMENT = """{place}人民政府工作报告

（2024年1月10日在{place}第十五届人民代表大会第二次会议上）

一、2023年工作回顾

2023年，{sentence}

二、2024年工作安排

2024年，{plan}
"""


def government(place: str, sentence: str, plan: str = "全面完成各项任务。") -> str:
    return GOVERNMENT.format(place=place, sentence=sentence, plan=plan)


def test_what_facts_decide_is_not_ranked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    retriever = written(
        tmp_path,
        a=government("洛阳市", "实现地区生产总值5600亿元。"),
        b=government("开封市", "地区生产总值达到2500亿元。"),
    )
    monkeypatch.setattr(Retriever, "scores", lambda *_, **__: pytest.fail("passages were ranked"))
    result = compare_indicator(retriever, "地区生产总值")
    assert [row.short for row in result.rows] == ["5600亿元", "2500亿元"]
    assert [row.qualifier for row in result.rows] == ["实现地区生产总值", "地区生产总值达到"]
    assert not result.differs


def test_another_indicator_a_growth_or_a_plan_is_no_value(tmp_path: Path) -> None:
    retriever = written(
        tmp_path,
        a=government("洛阳市", "实现地区生产总值5600亿元，增长5.5%。"),
        b=government("开封市", "规模以上工业总产值9000亿元。", "地区生产总值达到8000亿元。"),
        c=government("许昌市", "人均地区生产总值7万元，地区生产总值增长6%。"),
    )
    assert figures(retriever, "地区生产总值") == {"洛阳市": "5600亿元"}
    assert figures(retriever, "地区生产总值增长") == {"许昌市": "6%", "洛阳市": "5.5%"}


def test_a_fall_comes_after_every_rise(tmp_path: Path) -> None:
    retriever = written(
        tmp_path,
        a=government("洛阳市", "固定资产投资下降9%。"),
        b=government("开封市", "固定资产投资增长2%。"),
    )
    result = compare_indicator(retriever, "固定资产投资增长")
    assert [row.short for row in result.rows] == ["2%", "9%"]
    assert result.rows[1].qualifier.endswith("下降")


def test_of_several_stages_the_widest_stands_for_the_whole(tmp_path: Path) -> None:
    retriever = written(
        tmp_path, a=REPORT.format(place="洛阳市", sentence="报送社情民意信息300篇，采用社情民意信息20篇。")
    )
    assert figures(retriever, "社情民意信息") == {"洛阳市": "300篇"}


def test_years_asked_for_have_a_row_each_and_are_one_series(tmp_path: Path) -> None:
    older = government("洛阳市", "地区生产总值5000亿元。").replace("2023", "2022").replace("2024年", "2023年")
    retriever = written(tmp_path, a=government("洛阳市", "地区生产总值5600亿元。"), b=older)
    result = compare_indicator(retriever, "地区生产总值", years=[2022, 2023])
    assert [(row.years, row.short) for row in result.rows] == [
        ((2022,), "5000亿元"),
        ((2023,), "5600亿元"),
    ]
    assert result.series and not result.differs
    assert [row["period"] for row in rows_to_json(result)["rows"]] == ["2022年", "2023年"]


def test_the_business_of_a_cppcc_is_looked_for_in_its_own_reports(tmp_path: Path) -> None:
    handled = government("开封市", "办理政协委员提案900件，办复率100%。")
    retriever = written(tmp_path, a=REPORT.format(place="洛阳市", sentence="提案立案200件。"), b=handled)
    result = compare_indicator(retriever, "提案")
    assert [row.report.place for row in result.rows] == ["河南省洛阳市"]
    assert result.unstated == () and result.scope.reports_searched == 1
    named = compare_indicator(retriever, "提案", places=["洛阳", "开封"])
    assert [row.short for row in named.rows] == ["900件", "200件"] and named.differs


def test_governments_are_asked_where_no_cppcc_report_says_it(tmp_path: Path) -> None:
    handled = government("开封市", "办理政协委员提案900件。")
    retriever = written(tmp_path, a=REPORT.format(place="洛阳市", sentence="召开会议12次。"), b=handled)
    assert figures(retriever, "提案") == {"开封市": "900件"}


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("proposals filed", "提案立案"),
        ("Number of proposals filed", "提案立案"),
        ("proposals", "提案"),
        ("proposals received", "收到提案"),
        ("proposal reply rate", "提案办复率"),
        ("public opinion information", "社情民意信息"),
        ("social opinion reports", "社情民意信息"),
        ("GDP", "地区生产总值"),
        ("gross domestic product", "地区生产总值"),
        ("GDP growth rate", "地区生产总值增长"),
        ("fixed-asset investment growth", "固定资产投资增长"),
        ("general public budget revenue", "一般公共预算收入"),
        ("retail sales of consumer goods", "社会消费品零售总额"),
        ("new urban jobs", "城镇新增就业"),
        ("registered urban unemployment rate", "城镇登记失业率"),
        ("urbanization rate", "城镇化率"),
        ("forest coverage rate", "森林覆盖率"),
        ("grain output", "粮食产量"),
        ("high-tech enterprises", "高新技术企业"),
        ("total imports and exports", "进出口总额"),
        ("tourists received", "接待游客"),
        ("permanent resident population", "常住人口"),
        ("filed proposals", "提案立案"),
        ("proposals answered", "提案办复"),
        ("growth of GDP", "地区生产总值增长"),
        ("growth in fixed asset investment", "固定资产投资增长"),
        ("urban disposable income per capita", "城镇居民人均可支配收入"),
        ("per capita disposable income of urban residents", "城镇居民人均可支配收入"),
        ("disposable income per capita of urban residents", "城镇居民人均可支配收入"),
        ("urban per capita disposable income", "城镇居民人均可支配收入"),
        ("rural disposable income per capita", "农村居民人均可支配收入"),
        ("value added of industry above designated size", "规模以上工业增加值"),
        ("total retail sales", "社会消费品零售总额"),
        ("number of high-tech firms", "高新技术企业"),
        ("new urban jobs created", "城镇新增就业"),
        ("forest cover", "森林覆盖率"),
        ("length of expressways", "高速公路里程"),
        ("actual use of foreign capital", "实际利用外资"),
    ],
)
def test_an_english_indicator_finds_what_the_chinese_one_finds(english: str, chinese: str, stating: Retriever) -> None:
    found = figures(stating, english)
    assert found == figures(stating, chinese)
    assert found


@pytest.fixture(scope="module")
def stating(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    """Two reports that state what is commonly compared, one of a government, one of a CPPCC."""
    said = (
        "地区生产总值5600亿元，增长5.5%；固定资产投资增长7.1%；一般公共预算收入398亿元；社会消费品零售总额2300亿元；"
        "城镇新增就业8.6万人，城镇登记失业率3.2%；常住人口城镇化率66.5%；森林覆盖率45.3%。粮食产量230万吨。"
        "高新技术企业达到1200家。进出口总额210亿元。接待游客1.3亿人次。常住人口706万人。"
        "城镇居民人均可支配收入45000元，农村居民人均可支配收入20000元。规模以上工业增加值1800亿元。"
        "高速公路里程达到600公里。实际利用外资12亿美元。引进外资项目30个。"
    )
    handled = "共收到提案434件，立案提案409件，提案办复率98%，办复提案401件。报送社情民意信息300篇。"
    return written(
        tmp_path_factory.mktemp("stating"),
        a=government("洛阳市", said),
        b=REPORT.format(place="开封市", sentence=handled),
    )


def test_what_english_words_name_of_place_and_year_is_kept(stating: Retriever) -> None:
    assert figures(stating, "GDP of Luoyang in 2023") == {"洛阳市": "5600亿元"}
    assert figures(stating, "GDP of Kaifeng") == {}
    assert compare_indicator(stating, "GDP of Luoyang in 1999", language="en").refusal.startswith("No report of")


@pytest.mark.parametrize(("kind", "places"), [("cppcc_report", ["开封市"]), ("government_report", [])])
def test_kinds_filter(kind: str, places: list[str], stating: Retriever) -> None:
    assert list(figures(stating, "提案立案", kinds=[kind])) == places
    with pytest.raises(QuestionError, match="nonsense"):
        compare_indicator(stating, "提案立案", kinds=["nonsense"])


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("提案立案", "proposals filed"),
        ("地区生产总值", "GDP"),
        ("城镇新增就业", "new urban jobs"),
        ("城镇化率", "urbanization rate"),
        ("火星移民", ""),
    ],
)
def test_an_english_name_leads_back_to_its_indicator(chinese: str, english: str, stating: Retriever) -> None:
    assert indicator_in_english(chinese) == english
    if english:
        assert figures(stating, english) == figures(stating, chinese) != {}


@pytest.fixture
def draft_and_final(tmp_path: Path) -> Retriever:
    report = REPORT.format(place="洛阳市", sentence="立案提案{n}件。")
    draft = report.replace("工作报告", "工作报告（讨论稿）", 1).format(n=351)
    (tmp_path / "a.txt").write_text(draft, encoding="utf-8")
    (tmp_path / "b.txt").write_text(report.format(n=358), encoding="utf-8")
    build([tmp_path], Config(home=tmp_path / "home", model="none"))
    return Retriever.load(tmp_path / "home")


def test_draft_and_final_are_one_row_that_shows_both(
    draft_and_final: Retriever, capsys: pytest.CaptureFixture[str]
) -> None:
    result = compare_indicator(draft_and_final, "提案立案")
    ((own, (other,)),) = [(row, row.others) for row in result.rows]
    assert (own.short, own.citation.report.source, other.short) == ("358件", "b.txt", "351件")
    assert not result.unstated
    (row,) = rows_to_json(result)["rows"]
    assert [each["figure"] for each in row["others"]] == ["351件"]
    assert [line["figure"] for line in csv.DictReader(io.StringIO(rows_to_csv(result)))] == ["358件", "351件"]
    print_comparison(result)
    assert "另一份报告写作 351件" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("sentences", "short"),
    [
        ({"洛阳市": "报送社情民意信息300篇。", "开封市": "收集社情民意信息200篇。"}, "洛阳"),
        ({"洛阳市": "报送社情民意信息300篇。", "开封市": "召开主席会议12次。"}, None),
    ],
)
def test_of_few_places_named_what_words_do_not_find_is_read(
    sentences: dict[str, str], short: str | None, tmp_path: Path
) -> None:
    for place, sentence in sentences.items():
        (tmp_path / f"{place}.txt").write_text(REPORT.format(place=place, sentence=sentence), encoding="utf-8")
    build([tmp_path], Config(home=tmp_path / "home", model="none"))
    answer = Answerer(Retriever.load(tmp_path / "home")).ask("2023年洛阳报送的和开封收集的社情民意信息,哪个市的篇数多?")
    assert answer.short == short


def built_of(folder: Path, sentences: dict[str, str]) -> Retriever:
    for place, sentence in sentences.items():
        (folder / f"{place}.txt").write_text(REPORT.format(place=place, sentence=sentence), encoding="utf-8")
    build([folder], Config(home=folder / "home", model="none"))
    return Retriever.load(folder / "home")


def test_what_the_reader_is_least_sure_of_is_no_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    retriever = built_of(tmp_path, {"洛阳市": "报送社情民意信息300篇。", "开封市": "收集社情民意信息200篇。"})
    query = retriever.parse("2023年洛阳报送的和开封收集的社情民意信息,哪个市的篇数多?")
    scope, concepts = retriever.scope(query), concepts_of(query, retriever.index)
    findings = Findings(retriever, trained(WEIGHTS))
    assert places.compare_places(retriever, query, scope, concepts, findings).rows
    monkeypatch.setattr(Findings, "is_fairly_sure", lambda self, finding: False)
    assert not places.compare_places(retriever, query, scope, concepts, findings).rows


def test_what_a_place_says_of_something_else_in_the_common_unit_is_not_its_row(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def found(text: str, unit: str, clause_support: float) -> SimpleNamespace:
        figure = SimpleNamespace(unit=unit)
        return SimpleNamespace(candidate=SimpleNamespace(text=text, figure=figure), clause_support=clause_support)

    monkeypatch.setattr(places, "stands", lambda finding: True)
    speeches, meetings, alike = found("157篇", "篇", 0.8), found("6次", "次", 0.4), found("8次", "次", 0.8)
    assert places._best_of([speeches, meetings], "次") is None
    assert places._best_of([speeches, meetings, alike], "次") is alike


def test_draft_and_final_of_different_stages_are_not_one_indicator(tmp_path: Path) -> None:
    report = REPORT.format(place="洛阳市", sentence="{stage}提案{n}件。")
    draft = report.replace("工作报告", "工作报告（讨论稿）", 1).format(stage="收到", n=400)
    (tmp_path / "a.txt").write_text(draft, encoding="utf-8")
    (tmp_path / "b.txt").write_text(report.format(stage="立案", n=358), encoding="utf-8")
    build([tmp_path], Config(home=tmp_path / "home", model="none"))
    result = compare_indicator(Retriever.load(tmp_path / "home"), "提案")
    assert not [row for row in result.rows if row.others]


def test_of_draft_and_final_the_other_figure_is_said_though_no_stage_is_asked(tmp_path: Path) -> None:
    report = REPORT.format(place="洛阳市", sentence="{said}")
    draft = report.replace("工作报告", "工作报告（讨论稿）", 1).format(said="收到提案410件，立案351件。")
    (tmp_path / "a.txt").write_text(draft, encoding="utf-8")
    (tmp_path / "b.txt").write_text(report.format(said="收到提案412件，立案358件。"), encoding="utf-8")
    build([tmp_path], Config(home=tmp_path / "home", model="none"))
    (row,) = compare_indicator(Retriever.load(tmp_path / "home"), "提案").rows
    assert (row.short, [each.short for each in row.others]) == ("412件", ["410件"])
