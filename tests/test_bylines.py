"""Who wrote an article, who took its pictures: read from its byline, and never from who gave the report."""

from __future__ import annotations

import pytest

from index.language.bylines import bylines_in
from qa import Answerer
from qa.citing.verify import answer_problems


@pytest.mark.parametrize(
    ("text", "wrote", "pictured"),
    [
        ("更多智慧和力量。 记者 鲁燕 通讯员 杨丽娜/文 刘赛/图\n", ["鲁燕", "杨丽娜"], ["刘赛"]),
        ("□新乡日报全媒体记者 苏洪峰\n", ["苏洪峰"], []),
        ("本报讯(新乡日报全媒体记者 丁艳冰)2月20日", ["丁艳冰"], []),
        ("本报记者 李明 文/图\n", ["李明"], ["李明"]),
        ("本报记者　王小华　张强\n", ["王小华", "张强"], []),
        ("会议现场。 通讯员 陈红 摄\n", [], ["陈红"]),
        ("本报记者 李荣、孙清利 图/丁一\n", ["李荣", "孙清利"], ["丁一"]),
        ("（记者 周敏 摄影报道）\n", ["周敏"], ["周敏"]),
        ("文/王磊 图/赵亮\n", ["王磊"], ["赵亮"]),
        ("作者：李建国\n", ["李建国"], []),
        ("王磊/文 赵亮/图\n", ["王磊"], ["赵亮"]),
        ("切实提高全市政协整体工作水平。 本报记者 王战龙", ["王战龙"], []),
        ("记者从会议上获悉，王磊作了报告。\n", [], []),
        ("邀请记者张强采访报道。\n", [], []),
        ("市政协主席王新军作报告。\n", [], []),
        ("加强图书文献和文明建设。\n", [], []),
    ],
)
def test_a_byline_says_who_did_what(text: str, wrote: list[str], pictured: list[str]) -> None:
    named = [each for line in bylines_in(text, 0, len(text)) for each in line]
    assert [each.name for each in named if each.wrote] == wrote
    assert [each.name for each in named if each.pictured] == pictured
    assert all(text[each.start : each.end] == each.name for each in named)


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("中原区政协那篇报道的文章是谁写的？", "鲁燕、杨丽娜"),
        ("哪个记者写的中原区政协那篇报道", "鲁燕"),
        ("中原区政协报道的照片谁拍的", "刘赛"),
        ("中原区那篇文章配的图是谁的", "刘赛"),
        ("给中原区政协报道拍照片的人叫什么", "刘赛"),
        ("中原区报道的通讯员是谁", "杨丽娜"),
        ("新乡市政协报告解读是哪个记者写的", "廖亮"),
        ("新乡低温雨雪应对的报道是谁写的", "丁艳冰"),
        ("Who wrote the article about the Zhongyuan District CPPCC?", "鲁燕, 杨丽娜"),
        ("Who took the photos in the Zhongyuan District CPPCC report?", "刘赛"),
    ],
)
def test_the_byline_answers_who_made_an_article(answerer: Answerer, question: str, short: str) -> None:
    answer = answerer.ask(question)
    assert answer.short == short
    assert answer.citations
    assert answer_problems(answer, gazetteer=answerer.retriever.gazetteer) == ()


@pytest.mark.model
def test_who_gave_the_report_is_not_who_wrote_the_article(answerer: Answerer) -> None:
    answer = answerer.ask("中原区政协那篇报道，报告是谁作的？文章谁写的，照片谁拍的？")
    assert [part.short for part in answer.parts] == ["刘守斌", "鲁燕、杨丽娜", "刘赛"]
    assert answer_problems(answer, gazetteer=answerer.retriever.gazetteer) == ()


@pytest.mark.model
@pytest.mark.parametrize("question", ["新乡市政协报告解读的照片是谁拍的", "邯郸那篇文章的作者是谁"])
def test_what_no_byline_says_is_not_stated(answerer: Answerer, question: str) -> None:
    assert answerer.ask(question).status == "not_stated"


@pytest.mark.model
@pytest.mark.parametrize("question", ["谁写的文章提到了“三新”经济", "哪位委员写的文章获奖", "文章是谁写的"])
def test_an_article_that_is_told_of_has_no_byline(answerer: Answerer, question: str) -> None:
    assert answerer.ask(question).status == "not_stated"


@pytest.mark.model
def test_of_several_articles_each_is_named(answerer: Answerer) -> None:
    answer = answerer.ask("Which journalist wrote the article about the Xinxiang report?")
    assert answer.short is None
    assert "廖亮" in answer.text and "苏洪峰" in answer.text
    assert answer_problems(answer, gazetteer=answerer.retriever.gazetteer) == ()
