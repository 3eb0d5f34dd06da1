"""A mention is looked for in every report of the scope that the question names, of all years where it names none."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.building.builder import build
from index.config import Config
from qa import Answerer, Retriever
from qa.citing.verify import answer_problems


@pytest.fixture(scope="module")
def two_cities(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    home = tmp_path_factory.mktemp("home")
    folder = home / "reports"
    folder.mkdir()
    for place, year, said in (
        ("焦作", 2021, "推广农村“老饭桌”，覆盖30个村。"),
        ("焦作", 2022, "新建养老院两家。"),
        ("南阳", 2022, "建成老饭桌420个。淘汰国三标准车辆500辆。美国卡特皮勒公司落户。开展大气污染防治专项监督。"),
        ("洛阳", 2022, "开展“三标”活动。新增“四上”企业50家。"),
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
        ("有几份政府工作报告写到了“老饭桌”，是哪几个地方的？", {"焦作", "南阳"}),
        ("有没有报告提到过老饭桌？是哪几份？", {"焦作", "南阳"}),
        ("哪些省市在报告里谈到了“老饭桌”这个项目？", {"焦作", "南阳"}),
        ("哪些地方的政府工作报告提到过美国卡特皮勒这家公司？", {"南阳"}),
        ("卡特皮勒公司，有几个地方的政府工作报告写到过？", {"南阳"}),
        ("这几份材料里，哪些讲到过治理大气污染？", {"南阳"}),
        ("哪些报告提到了“四上企业”？", {"洛阳"}),
        ("How many reports mention “老饭桌”, and which places are they from?", {"焦作", "南阳"}),
        ("哪些地方的政府工作报告没有提到老饭桌？", {"洛阳"}),
    ],
)
def test_every_report_that_says_it_is_named_and_no_other(two_cities: Answerer, question: str, places: set[str]) -> None:
    answer = two_cities.ask(question)
    assert (answer.status, answer.parts[0].form) == ("answered", "mention")
    assert {place for place in ("焦作", "南阳", "洛阳") if place in (answer.short or "")} == places


def test_what_reports_mention_is_no_question_for_reports(two_cities: Answerer) -> None:
    assert [part.form for part in two_cities.ask("报告提到的重点工作有哪些？").parts] != ["mention"]


def test_how_many_reports_say_it_is_told_before_their_sentences(two_cities: Answerer) -> None:
    answer = two_cities.ask("有几份政府工作报告写到了“老饭桌”？")
    lines = answer.text.splitlines()
    assert lines[0] == "提到的报告有2份，来自2个地方："
    assert [line.count("老饭桌") for line in lines[1:]] == [1, 1]
    assert answer_problems(answer, gazetteer=two_cities.retriever.gazetteer) == ()


def test_of_many_reports_every_one_has_its_place_and_its_clause(tmp_path: Path) -> None:
    names = (
        "石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州"
    ).split()
    folder = tmp_path / "reports"
    folder.mkdir()
    for name in names:
        text = (
            f"{name}市人民政府工作报告\n——2023年2月8日\n各位代表：\n一、2022年工作回顾\n"
            f"2022年，全市地区生产总值增长6%。{'我们持续改善民生，' * 6}推广老饭桌，办好学校。\n"
        )
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    config = Config(home=tmp_path, model="none")
    build([folder], config)
    answer = Answerer(Retriever.of(config)).ask("哪些地方的政府工作报告提到了老饭桌？")
    assert (answer.short or "").count("、") == len(answer.citations) - 1 == len(names) - 1
    assert {citation.quote for citation in answer.citations} == {"推广老饭桌，"}
