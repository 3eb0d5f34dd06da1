"""What a report calls by its name is stored with its place in the text, and people are found by pinyin."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from fakes import make_document, make_raw

from index.language.gazetteer import Gazetteer
from index.statements.mentions import find_named_spans, person_pinyin
from index.types import Annotation
from qa import Retriever
from qa.understanding.glossary import Glossary
from qa.understanding.people import name_people


def named(text: str, *annotations: Annotation) -> list[tuple[str, str]]:
    document = make_document(make_raw("a.txt", text))
    (report,) = document.reports
    spans = find_named_spans(report, text, document.chunks[report.id], annotations)
    assert all("".join(text[each.start : each.end].split()) == each.text for each in spans)
    return [(each.kind, each.text) for each in spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("出台《关于加强委员联系界别群众的实施意见》。", ("title", "关于加强委员联系界别群众的实施意见")),
        ("打造“有事好商量”平台。", ("quoted", "有事好商量")),
        ("打造“党建引领，同心共进”品牌。", ("quoted", "党建引领，同心共进")),
        ("2024年1月31日在会上通过。", ("date", "2024年1月31日")),
        ("２０２４年２月２日开幕。", ("date", "２０２４年２月２日")),
        ("二〇〇九年一月十二日开幕。", ("date", "二〇〇九年一月十二日")),
        ("刊于2024-02-22", ("date", "2024-02-22")),
        ("赴合肥市考察。", ("place", "合肥市")),
        ("会同新乡市教育局调研。", ("organisation", "新乡市教育局")),
        ("到中共新乡市委统战部座谈。", ("organisation", "中共新乡市委统战部")),
        ("委员走进清华大学。", ("organisation", "清华大学")),
        ("记者 苏洪峰", ("person", "苏洪峰")),
        ("李 亚 平", ("person", "李亚平")),
    ],
)
def test_a_name_is_stored_as_it_stands(text: str, expected: tuple[str, str]) -> None:
    assert expected in named(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("他说：“我们要把提案办好，让群众满意。”", "quoted"),
        ("“一”字当头。", "quoted"),
        ("2023年立案409件。", "date"),
        ("在城区新建公园。", "place"),
        ("构建全市发展新格局。", "organisation"),
        ("全市政协工作。", "organisation"),
        ("新增上市公司十家。", "organisation"),
        ("创建文明城市，完成各项目标任务。", "person"),
        ("记者 武汉市。", "person"),
    ],
)
def test_what_only_looks_like_a_name_is_not_stored(text: str, kind: str) -> None:
    assert kind not in [each for each, _ in named(text)]


def test_names_in_a_row_are_told_apart_and_share_their_role() -> None:
    text = "孙婧、陶琼琼委员提交提案。"
    document = make_document(make_raw("a.txt", text))
    (report,) = document.reports
    people = [
        (each.text, each.role, each.pinyin)
        for each in find_named_spans(report, text, document.chunks[report.id], ())
        if each.kind == "person"
    ]
    assert people == [("孙婧", "委员", "sunjing"), ("陶琼琼", "委员", "taoqiongqiong")]


def test_markup_and_furniture_are_no_part_of_a_name() -> None:
    text = "编辑：王小明\n出台《提案**工作**条例》，记者 苏洪峰"
    hidden = (
        Annotation("furniture", 0, 6),
        Annotation("markup", text.index("**"), text.index("**") + 2),
        Annotation("markup", text.rindex("**"), text.rindex("**") + 2),
    )
    assert named(text, *hidden) == [("person", "苏洪峰")]


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [("苏洪峰", "suhongfeng"), ("曾庆红", "zengqinghong"), ("单田芳", "shantianfang"), ("吕祖善", "lvzushan")],
)
def test_a_surname_is_read_as_a_surname(name: str, pinyin: str) -> None:
    assert person_pinyin(name) == pinyin


PEOPLE = {"suhongfeng": ["苏洪峰"], "lvzushan": ["吕祖善"], "suhong": ["苏红"], "zhangwei": ["张伟", "章伟"]}


def renamed(content: str) -> str:
    text, _ = name_people(
        content, lambda pinyin: PEOPLE.get(pinyin, []), gazetteer=Gazetteer.load(), glossary=Glossary.load()
    )
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("What did Su Hongfeng write", "What did 苏洪峰 write"),
        ("What did Hongfeng Su write", "What did 苏洪峰 write"),
        ("Did Su Hong Feng write", "Did 苏洪峰 write"),
        ("Su Hong-feng's report", "苏洪峰 report"),
        ("Lü Zushan or Lyu Zushan", "吕祖善 or 吕祖善"),
        ("What did Li Nobody write", "What did Li Nobody write"),
        ("su hongfeng", "su hongfeng"),
        ("Su, Hongfeng", "Su, Hongfeng"),
    ],
)
def test_an_english_name_becomes_its_chinese_one(content: str, expected: str) -> None:
    assert renamed(content) == expected


def test_people_of_the_same_pinyin_are_alternatives() -> None:
    _, names = name_people(
        "Zhang Wei", lambda pinyin: PEOPLE.get(pinyin, []), gazetteer=Gazetteer.load(), glossary=Glossary.load()
    )
    assert names == {"张伟": ("张伟", "章伟")}


def test_places_and_phrases_of_the_glossary_are_never_asked_for_as_people() -> None:
    asked: list[str] = []

    def people(pinyin: str) -> list[str]:
        asked.append(pinyin)
        return []

    for content in ("Shangjie District", "Standing Committee"):
        name_people(content, people, gazetteer=Gazetteer.load(), glossary=Glossary.load())
    assert asked == []


@pytest.mark.parametrize(
    ("english", "chinese"), [("Su Hongfeng", "苏洪峰"), ("Wang Huning", "王沪宁"), ("Sun Dong", "孙栋")]
)
def test_a_person_of_the_samples_is_found_by_pinyin_in_both_orders(
    retriever: Retriever, english: str, chinese: str
) -> None:
    for name in (english, " ".join(reversed(english.split()))):
        query = retriever.parse(f"What did {name} write about?")
        assert (chinese,) in query.expansions
        assert chinese in query.content
        best = retriever.search(f"What did {name} write about?", k=3)
        assert any(chinese in hit.text for hit in best), [hit.text for hit in best]


def test_an_unknown_name_changes_nothing(retriever: Retriever) -> None:
    known = retriever.parse("What did Qux Zorbaxian write about?")
    assert known.expansions == retriever.parse("What did he write about?").expansions


def test_the_samples_names_stand_where_they_say_and_are_looked_up(retriever: Retriever) -> None:
    index = retriever.index
    stored = [each for report in index.reports for each in index.named_spans(report.id)]
    assert len(stored) == index.manifest.counts.named_spans
    assert {each.kind for each in stored} == {"title", "quoted", "person", "date", "organisation", "place"}
    assert index.find_named() == tuple(stored)
    (by_line,) = index.find_named(kind="person", pinyin="suhongfeng")
    assert (by_line.text, by_line.role) == ("苏洪峰", "记者")
    assert index.chunks([index.chunk_row(by_line.chunk_id)])[0].text.count("苏洪峰") == 1
    assert index.find_named(text="苏洪峰") == (by_line,)
    assert index.find_named(kind="place", text="苏洪峰") == ()
    assert index.catalogue.problems() == []


def test_asking_does_not_load_pypinyin(seed_index: Path) -> None:
    script = (
        "import sys\nfrom qa.commands.cli import main\n"
        "assert main(['ask', 'What did Su Hongfeng write about?', '--home', sys.argv[1]]) == 0\n"
        "assert 'pypinyin' not in sys.modules"
    )
    run = subprocess.run(
        [sys.executable, "-P", "-c", script, str(seed_index)], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
