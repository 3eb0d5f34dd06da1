"""Titles over several lines, years that only the text tells, departments by their short names, tables word by word."""

from __future__ import annotations

from pathlib import Path

import pytest
from answering import answerer_over
from test_composed import answerer_of

from index.reports.issuers import is_short_for
from index.reports.metadata import detect_metadata
from index.reports.periods import years_told
from index.reports.roles import heading_role
from index.statements.table_grids import find_tables
from qa import Answerer
from qa.citing.verify import answer_problems

TEXT = "市委、市政府高度重视，各部门协同推进，取得了积极成效。\n"


def detected(head: str, text: str = TEXT):
    whole = f"{head}\n\n{text * 5}"
    return detect_metadata(whole, 0, len(whole))


@pytest.mark.parametrize(
    ("head", "title", "covers"),
    [
        (
            "# 关于焦作市2023年度市级预算执行和其他\n\n# 财政收支的审计工作报告\n\n"
            "——2024年7月30日在焦作市第六届人民代表大会常务委员会第二十次会议上",
            "关于焦作市2023年度市级预算执行和其他财政收支的审计工作报告",
            (2023,),
        ),
        (
            "二〇二二年度\n\n焦作市人力资源和社会保障事业发展统计公报\n\n2023年6月",
            "焦作市人力资源和社会保障事业发展统计公报",
            (2022,),
        ),
        (
            "焦作市五年发展规划（2016－2020年）执行情况评估报告",
            "焦作市五年发展规划（2016－2020年）执行情况评估报告",
            tuple(range(2016, 2021)),
        ),
    ],
)  # fmt: skip
def test_a_title_says_its_years_over_lines_and_in_any_dash(head: str, title: str, covers: tuple[int, ...]) -> None:
    found = detected(head)
    assert (found.title, found.covers) == (title, covers)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("立案247件，截至2021年11月30日全部办复。2019年以来多次督办。", (2021,)),
        ("截至2022年7月31日完成整改39项，2023年将继续。截止2021年底完成12项。", (2022,)),
        ("2022年立案30件。2022年办复30件。2022年评选10件。2021年为28件。", (2022,)),
        ("2022年立案30件。2021年办复30件。2020年评选10件。", ()),
        ("全年立案30件。", ()),
    ],
)
def test_the_year_that_a_text_tells(text: str, years: tuple[int, ...]) -> None:
    assert years_told(text) == years


def test_a_plan_without_a_year_in_its_title_plans_the_year_of_its_text() -> None:
    found = detected("焦作市民政局工作要点", "2025年抓好养老服务。2025年建成驿站3处。2025年提高低保标准。\n")
    assert (found.covers, found.plans) == ((), (2025,))


@pytest.mark.parametrize(
    ("name", "body", "is_short"),
    [
        ("教体局", "汉中市南郑区教育体育局", True),
        ("交通局", "六安市交通运输局", True),
        ("人社局", "日照市人力资源和社会保障局", True),
        ("发改委", "鄂尔多斯市发展和改革委员会", False),
        ("交通局", "六安市教育体育局", False),
        ("统计局", "六安市统计局", True),
        ("局", "六安市统计局", False),
        ("交通", "六安市交通运输局", False),
    ],
)
def test_short_names_of_departments(name: str, body: str, *, is_short: bool) -> None:
    assert is_short_for(name, body) == is_short


def test_this_year_so_far_looks_back() -> None:
    assert heading_role("今年以来，全市经济平稳运行", top=True) is None
    assert heading_role("今年上半年经济运行", top=True) is None
    assert heading_role("今年的主要工作", top=True) == "plan"


@pytest.fixture
def city(new_home: Path) -> Answerer:
    return answerer_of(
        new_home,
        (
            "焦作市",
            2022,
            "全年办理案件108,436件，审结民商事案件9,317件，审结破产案件64件。\n\n2022年各类案件审结情况为：\n\n"
            "| 案件类型 | 受理 | 审结 | 结案率 |\n| --- | --- | --- | --- |\n| 刑事 | 5,037 | 4,871 | 96.7% |\n"
            "| 行政 | 2,318 | 2,204 | 95.1% |\n\n"
            "表1　2022年主要产品产量\n\n| 产品名称 | 单位 | 产量 |\n| --- | --- | --- |\n"
            "| 发电量 | 亿千瓦时 | 452.83 |\n"
            "| 光伏发电 | 亿千瓦时 | 74.39 |\n",
        ),
    )


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("焦作2022年行政案件审结多少件？", "2,204"),
        ("焦作2022年行政案件受理多少件？", "2,318"),
        ("焦作2022年刑事案件审结多少件？", "4,871"),
        ("焦作2022年光伏发电量是多少？", "74.39"),
    ],
)
def test_a_cell_whose_heads_have_all_that_is_asked_is_the_answer(city: Answerer, question: str, short: str) -> None:
    assert city.ask(question).short == short


OVER_PAGES = (
    "表 分县区主要指标\n\n| 县（区） | 产值 | 产值 | 零售总额（亿元） |\n| --- | --- | --- | --- |\n"
    "| 县（区） | 总量（亿元） | 增速（%） | 零售总额（亿元） |\n| 武陟县 | 217.36 | 5.6 | 129.40 |\n"
    "\n1\n\n焦作统计月报2024年第6期\n\n"
    "| 修武县 | 79.84 | 5.8 | 31.25 |\n| --- | --- | --- | --- |\n| 温县 | 80.17 | 5.2 | 39.68 |\n"
)


def test_a_table_goes_on_over_the_end_of_a_page() -> None:
    cells = {
        (cell.row, cell.column): cell.figure.text
        for table in find_tables(OVER_PAGES, 0, len(OVER_PAGES))
        for cell in table.cells
    }
    for county, first, last in (
        ("武陟县", "217.36", "129.40"),
        ("修武县", "79.84", "31.25"),
        ("温县", "80.17", "39.68"),
    ):
        assert cells[county, "产值 总量（亿元）"] == first
        assert cells[county, "零售总额（亿元）"] == last


@pytest.mark.parametrize(
    "between", ["二、其他\n\n", "本表各项指标按可比价格计算，以下为另一口径的数据，请注意比较。\n\n"]
)
def test_a_table_of_another_section_has_no_heads_of_the_one_before(between: str) -> None:
    text = OVER_PAGES.replace("1\n\n焦作统计月报2024年第6期\n\n", between)
    *_, last = find_tables(text, 0, len(text))
    assert not any(cell.column.endswith("零售总额（亿元）") for cell in last.cells)


def test_a_county_is_found_in_the_report_of_its_city(new_home: Path) -> None:
    said = (
        "最低工资标准：武陟县、修武县每月1,700元。全年零售总额278.56亿元，增长6.3%。上半年零售总额120.5亿元。\n\n"
        f"{OVER_PAGES}| 全市 | 377.37 | 5.5 | 278.56 |\n"
    )
    answerer = answerer_of(new_home, ("焦作市", 2022, said))
    for question, short in (
        ("武陟县2022年每月最低工资标准是多少元？", "1,700元"),
        ("温县2022年零售总额是多少？", "39.68"),
        ("2022年上半年温县的零售总额是多少？", "39.68"),
        ("修武县2022年零售总额是多少？", "31.25"),
    ):
        answer = answerer.ask(question)
        assert answer.short == short, question
        assert "自己的报告" in answer.text
        assert answer_problems(answer, gazetteer=answerer.retriever.gazetteer) == ()


@pytest.mark.parametrize(
    ("question", "short"),
    [("焦作2025年百岁老人每月补多少钱？", "500元"), ("焦作2025年百岁老人每月补了多少钱？", None)],
)
def test_what_only_plans_states_what_it_says_of_its_year(
    tmp_path: Path, dictionaries: Path, question: str, short: str | None
) -> None:
    plan = (
        "焦作市民政局2025年工作要点\n\n一、养老服务\n\n"
        f"高龄津贴：90至99周岁每人每月补200元，百岁以上老人每人每月补500元。\n{TEXT}"
    )
    assert answerer_over(tmp_path, dictionaries, plan).ask(question).short == short


COURT = (
    "焦作市中级人民法院工作报告\n\n——2023年1月5日在焦作市第十八届人民代表大会第二次会议上\n\n焦作市中级人民法院院长\n\n各位代表：\n\n"
    "2022年，全市法院受理案件108,436件，审结101,729件。市中院受理案件9,874件，审结9,317件。\n\n"
    "一、服务大局\n\n审结一审刑事案件4,126件，审结职务犯罪案件73件。审结一审商事案件31,508件。审结破产案件64件。"
    "审结知识产权案件1,017件。审结环境资源案件389件。审结涉外涉港澳台案件21件。\n\n"
    "二、深化改革\n\n院庭长办理重大疑难复杂案件21,640件。2022年各类案件审结情况为：\n\n"
    "| 案件类型 | 受理 | 审结 | 结案率 |\n| --- | --- | --- | --- |\n| 刑事 | 5,037 | 4,871 | 96.7% |\n"
    "| 行政 | 2,318 | 2,204 | 95.1% |\n| 执行 | 38,914 | 36,052 | 92.6% |\n| 合计 | 108,436 | 101,729 | 93.8% |\n\n"
    "2023年，我们将忠诚履职，为焦作现代化建设作出新贡献。\n"
)
ACCOUNTS = (
    "焦作市教育体育局2023年度部门决算公开说明\n\n焦作市教育体育局\n\n一、部门概况\n\n本部门编制数4,266名。\n\n"
    "二、决算情况\n\n项目支出主要用于：营养改善计划3,128.50万元，校舍维修1,200万元。\n\n支出决算表（单位：万元）\n\n"
    "| 功能分类 | 本年支出合计 | 其中：基本支出 | 其中：项目支出 |\n| --- | --- | --- | --- |\n"
    "| 教育支出 | 49,886.73 | 38,402.55 | 11,484.18 |\n| 卫生健康支出 | 960.69 | 920.69 | 40.00 |\n"
)


def test_a_court_and_a_department_are_no_words_of_what_is_asked_of_them(tmp_path: Path, dictionaries: Path) -> None:
    answerer = answerer_over(tmp_path, dictionaries, COURT, ACCOUNTS)
    court = answerer.retriever.parse("焦作法院2022年行政案件审结多少件？")
    assert (court.content, court.kinds) == ("行政案件审结", ("court_report",))
    assert answerer.retriever.parse("焦作市教育体育局2023年教育支出是多少？").content == "教育支出"
    assert answerer.retriever.parse("焦作市水利局2023年教育支出是多少？").content.startswith("水利局")
    for question, short in (
        ("焦作法院2022年行政案件审结多少件？", "2,204"),
        ("焦作法院2022年行政案件受理多少件？", "2,318"),
        ("焦作市教育体育局2023年教育支出中项目支出是多少？", "11,484.18"),
    ):
        assert answerer.ask(question).short == short, question


@pytest.fixture
def departments(tmp_path: Path, dictionaries: Path) -> Answerer:
    return answerer_over(
        tmp_path,
        dictionaries,
        "焦作市教育体育局2023年度工作总结\n\n焦作市教育体育局\n\n"
        f"本部门编制数4,266名，实有在职人员4,127人。全年新建学校12所，新增学位5,400个。\n{TEXT}",
        "关于政协十届六次会议以来提案工作情况的报告\n\n我受政协焦作市第十届委员会常务委员会的委托，报告提案工作情况，"
        f"请予审议。\n\n共提交提案316件，立案247件。2020年、2021年、2022年都有督办。\n{TEXT}",
    )


def test_a_department_is_asked_by_its_short_name(departments: Answerer) -> None:
    for name in ("教体局", "教育体育局", "市教育体育局"):
        assert departments.ask(f"焦作{name}2023年实有在职人员多少人？").short == "4,127人", name


def test_a_report_whose_period_nothing_tells_is_searched_for_the_years_it_names(departments: Answerer) -> None:
    report = next(each for each in departments.retriever.index.reports if each.kind == "proposal_report")
    assert (report.covers, report.plans) == ((), ())
    assert departments.ask("焦作政协2022年提案立案多少件？").short == "247件"
    assert departments.ask("焦作政协2018年提案立案多少件？").status == "not_indexed"
