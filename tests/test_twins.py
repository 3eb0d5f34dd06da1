"""The same report twice is said, counted once where it says the same, and shown twice where it does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index.building.builder import build
from index.config import Config
from index.language.gazetteer import Gazetteer
from index.reports.parse import parse_document
from index.reports.twins import find_twins, may_be_twins, series_of
from index.storage.store import Index
from index.types import RawDocument, Report
from qa.answerer import Answerer
from qa.retrieval.retriever import Retriever
from qa.understanding.glossary import Glossary
from qa.understanding.query import parse_question

FINAL = (Path(__file__).parent.parent / "seeds" / "002_df9e3faa1eb3f5d2.txt").read_text(encoding="utf-8")
DRAFT = FINAL.replace("工作报告解读", "工作报告（讨论稿）解读", 1).replace("409件", "408件")
COURT = (
    "新乡市中级人民法院工作报告\n——2024年2月1日在新乡市第十四届人民代表大会第二次会议上\n各位代表：\n"
    "一、2023年工作回顾\n2023年，全市法院共受理案件98765件，审执结96543件。\n"
)
EDUCATION = "新乡市教育局2023年工作总结\n2023年，全市教育系统新建学校12所，改扩建学校31所。\n"
HEALTH = "新乡市卫生健康委员会2022年工作总结\n2022年，全市卫生系统新建医院3所，门诊1234万人次。\n"


def parsed(text: str, source: str, number: int) -> tuple[Report, ...]:
    return parse_document(RawDocument(source, f"{number:064d}"[::-1], "utf-8", text)).reports


@pytest.fixture
def asking(new_home: Path) -> Callable[..., Answerer]:
    """Answers over the given files."""

    def over(**files: str) -> Answerer:
        folder = new_home / "reports"
        folder.mkdir()
        for name, text in files.items():
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        config = Config(home=new_home, model="none")
        build([folder], config)
        return Answerer(Retriever.of(config))

    return over


def test_versions_of_one_report_are_twins_and_reports_of_other_years_are_not() -> None:
    final, draft = parsed(FINAL, "a.txt", 1)[0], parsed(DRAFT, "b.txt", 2)[0]
    (twins,) = find_twins([final, draft])
    assert (twins.first.source, twins.second.source) == ("a.txt", "b.txt")
    assert 0.9 < twins.shared < 1
    assert may_be_twins(final, draft)
    assert find_twins([final, replace(draft, covers=(2022,))]) == ()
    assert find_twins([final, replace(draft, place_code="410100")]) == ()
    assert find_twins([final, replace(draft, kind="court_report")]) == ()


def test_reports_of_one_kind_place_and_year_that_share_no_text_are_no_twins() -> None:
    court = parsed(COURT, "a.txt", 1)[0]
    other = parsed(COURT[:60] + "一年来，坚持司法为民，办理执行案件四千件。" * 30, "b.txt", 2)[0]
    assert may_be_twins(court, other)
    assert find_twins([court, other]) == ()


def test_departments_of_one_place_are_not_of_one_series() -> None:
    education, health = parsed(EDUCATION, "a.txt", 1)[0], parsed(HEALTH, "b.txt", 2)[0]
    assert series_of(education) == "新乡市教育局年工作总结"
    assert series_of(education) != series_of(health)
    assert series_of(parsed(COURT, "c.txt", 3)[0]) == ""


def test_a_build_says_which_reports_are_two_versions_of_one(new_home: Path) -> None:
    folder = new_home / "reports"
    folder.mkdir()
    (folder / "final.txt").write_text(FINAL, encoding="utf-8")
    (folder / "draft.txt").write_text(DRAFT, encoding="utf-8")
    config = Config(home=new_home, model="none")
    for _ in ("built", "nothing changed"):
        assert {frozenset(each) for each in build([folder], config).twins} == {frozenset(("final.txt", "draft.txt"))}


def test_where_versions_differ_both_figures_are_shown_and_where_not_one(asking: Callable[..., Answerer]) -> None:
    answerer = asking(final=FINAL, draft=DRAFT)
    answer = answerer.ask("新乡2023年立案多少件提案?")
    assert (answer.status, sorted(each.short for each in answer.readings)) == ("ambiguous", ["408件", "409件"])
    assert {each.citation.report.source for each in answer.readings} == {"final.txt", "draft.txt"}
    same = answerer.ask("新乡2023年提出提案多少件?")
    assert (same.status, same.short) == ("answered", "434件")


@pytest.mark.parametrize(
    ("question", "kinds", "body"),
    [
        ("新乡法院2023年受理案件多少件?", ("court_report",), ""),
        ("新乡2023年法院受理案件多少?", ("court_report",), ""),
        ("新乡人大2023年监督了哪些?", ("congress_report",), ""),
        ("新乡市人大代表建议办理多少件?", (), ""),
        ("新乡市2023年统计公报里GDP多少?", ("bulletin",), ""),
        ("新乡市统计局2023年公布的GDP?", ("bulletin",), "统计局"),
        ("新乡2023年一般公共预算收入多少?", (), ""),
        ("新乡2023年预算执行情况报告?", ("budget_report",), ""),
        ("2023年新乡市决算支出多少?", ("accounts_report",), ""),
        ("新乡市纪委监委2023年立案多少件?", ("supervision_report",), "纪委监委"),
        ("市检察院2023年起诉多少人?", ("procuratorate_report",), ""),
        ("哪个市的法院受理案件最多?", ("court_report",), ""),
        ("最高人民法院2023年受理案件多少件?", ("court_report",), ""),
        ("新乡市教育局2023年新建学校几所?", (), "教育局"),
        ("新乡市委2023年开展了什么?", (), ""),
        ("How many cases are in the Xinxiang court report?", ("court_report",), ""),
    ],
)
def test_the_body_in_a_question_chooses_the_kind(question: str, kinds: tuple[str, ...], body: str) -> None:
    query = parse_question(
        question,
        gazetteer=Gazetteer.load(),
        glossary=Glossary.load(),
        today=date(2026, 1, 1),
        indexed=frozenset({"410700", "100000"}),
    )
    assert (query.kinds, query.body) == (kinds, body)


def test_a_question_about_a_court_is_not_indexed_where_only_others_report(asking: Callable[..., Answerer]) -> None:
    answer = asking(cppcc=FINAL).ask("新乡法院2023年审结案件多少件?")
    assert (answer.status, answer.missing) == ("not_indexed", "kind")
    assert "法院工作报告" in answer.text and "政协常委会工作报告" in answer.text


def test_a_department_is_asked_in_its_own_report_though_another_is_newer(asking: Callable[..., Answerer]) -> None:
    retriever = asking(education=EDUCATION, health=HEALTH).retriever
    reports = retriever.index.reports

    def scope(question: str) -> list[str]:
        return [reports[i].source for i in retriever.scope(retriever.parse(question)).reports]

    assert scope("新乡市卫生健康委员会的门诊是多少人次?") == ["health.txt"]
    assert scope("新乡市教育局新建学校几所?") == ["education.txt"]
    assert sorted(scope("新乡市新建学校几所?")) == ["education.txt", "health.txt"]


def test_files_with_two_versions_of_several_reports_are_told_once(new_home: Path) -> None:
    folder = new_home / "reports"
    folder.mkdir()
    for name, text in (("final.txt", FINAL), ("draft.txt", DRAFT)):
        (folder / name).write_text(text, encoding="utf-8")
    assert len(build([folder], Config(home=new_home, model="none")).twins) == 1
    with Index.open(new_home) as index:
        assert len(find_twins(index.reports)) == 2
