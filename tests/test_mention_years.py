"""A mention is looked for in every report of the scope that the question names, of all years where it names none."""

from __future__ import annotations

import pytest

from index.building.builder import build
from index.config import Config
from qa import Answerer, Retriever


@pytest.fixture(scope="module")
def two_cities(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    home = tmp_path_factory.mktemp("home")
    folder = home / "reports"
    folder.mkdir()
    for place, year, said in (
        ("焦作", 2021, "推广农村“老饭桌”，覆盖30个村。"),
        ("焦作", 2022, "新建养老院两家。"),
        ("南阳", 2022, "建成老饭桌420个。淘汰国三标准车辆500辆。"),
        ("洛阳", 2022, "开展“三标”活动。"),
    ):
        text = (
            f"{place}市人民政府工作报告\n——{year + 1}年2月8日\n各位代表：\n一、{year}年工作回顾\n"
            f"{year}年，全市地区生产总值增长6%。{said}\n"
        )
        (folder / f"{place}{year}.txt").write_text(text, encoding="utf-8")
    config = Config(home=home, model="none")
    build([folder], config)
    return Answerer(Retriever.of(config))


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("“老饭桌”在哪些地方的政府工作报告里出现过？", {"焦作", "南阳"}),
        ("哪几个城市的报告写到了老饭桌？", {"焦作", "南阳"}),
        ("提过“老饭桌”的是哪些地方的报告？", {"焦作", "南阳"}),
        ("讲到老饭桌的都有哪几个市？", {"焦作", "南阳"}),
        ("2022年哪些地方的政府工作报告提到了老饭桌？", {"南阳"}),
        ("哪些报告提到了“三标”活动？", {"洛阳"}),
        ("哪些地方的政府工作报告没有提到老饭桌？", {"洛阳"}),
    ],
)
def test_every_report_that_says_it_is_named_and_no_other(two_cities: Answerer, question: str, places: set[str]) -> None:
    answer = two_cities.ask(question)
    assert (answer.status, answer.parts[0].form) == ("answered", "mention")
    assert {place for place in ("焦作", "南阳", "洛阳") if place in (answer.short or "")} == places


def test_what_reports_mention_is_no_question_for_reports(two_cities: Answerer) -> None:
    assert [part.form for part in two_cities.ask("报告提到的重点工作有哪些？").parts] != ["mention"]
