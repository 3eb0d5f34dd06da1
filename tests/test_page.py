"""What the page's HTML says, and that nothing in a question or a report becomes part of it."""

from __future__ import annotations

import logging
import re
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import date
from html.parser import HTMLParser
from string import Formatter
from urllib.parse import unquote

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_doubles import (
    HOSTILE_TEXT,
    FakeAnswers,
    FakeCorpus,
    fake_library,
    fake_opened,
    make_report,
)

import app
from index.errors import IndexCorruptError, IndexMissingError
from index.types import Annotation, Section
from page import Library
from page.asking.cards import _FILES, Cards
from page.asking.controller import QUESTION_LIMIT, Controller
from page.filters import place_choices, year_choices
from page.links import Address, page_query, parse_address, span_hash, span_query
from page.marked import cut, mark_up
from page.reader.whole_report import render_reader
from page.sidebar import render_corpus
from page.texts import Texts, texts_for

DOWNLOADS = tuple(f"data:{kind};charset=utf-8," for _, _, _, kind in _FILES)
QUESTION = "新乡2023年立案多少件提案?"
HOSTILE_QUESTIONS = (
    "<script>window.pwned = 7</script>",
    "](javascript:window.pwned=8)",
    '"><img src=x onerror=window.pwned=9><script>',
    "'-alert(1)-'<script>${alert(1)}{{alert}}",
)


class Outline(HTMLParser):
    """The tags and attributes a browser would see, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def assert_harmless(html: str) -> Outline:
    outline = Outline(html)
    for tag, attributes in outline.tags:
        assert tag not in {"script", "img", "iframe", "style", "u", "i", "b", "svg", "object"}
        for name, value in attributes.items():
            assert not name.startswith("on"), (tag, name)
            assert name not in {"src", "style", "srcdoc"}
            if name == "href":
                assert value is not None
                assert value.startswith(("?", "#wz-section-", *DOWNLOADS))
    return outline


@pytest.fixture
def controller() -> Controller:
    return Controller(fake_library())


# ---- passages


def test_a_passage_leaves_out_markup_and_marks_the_quote():
    text = "**提案**立案409件。"
    notes = [Annotation("markup", 0, 2), Annotation("markup", 4, 6)]
    assert mark_up(text, 0, len(text), annotations=notes, cited=[(8, 12)]) == "提案立案<mark>409件</mark>。"


def test_a_mark_goes_on_across_markup_inside_it():
    assert mark_up("甲**乙", 0, 4, annotations=[Annotation("markup", 1, 3)], cited=[(0, 4)]) == (
        "<mark>甲</mark><mark>乙</mark>"
    )


@given(
    st.text(min_size=1, max_size=40),
    st.lists(st.tuples(st.integers(-5, 45), st.integers(-5, 45)), max_size=4),
    st.lists(st.tuples(st.integers(-5, 45), st.integers(-5, 45)), max_size=4),
)
def test_pieces_are_in_order_and_cover_just_what_is_shown(text, hidden, cited):
    covered = [n for piece in cut(0, len(text), hidden=hidden, cited=cited) for n in range(piece.start, piece.end)]
    assert covered == [n for n in range(len(text)) if not any(a <= n < b for a, b in hidden)]
    for piece in cut(0, len(text), hidden=hidden, cited=cited):
        assert {any(a <= n < b for a, b in cited) for n in range(piece.start, piece.end)} == {piece.cited}


# ---- answers


@pytest.mark.parametrize("question", HOSTILE_QUESTIONS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_hostile_questions_and_reports_are_shown_not_run(controller, question, language):
    outline = assert_harmless(controller.ask(question, ["<b>某市</b>"], [2023], language))
    assert question in outline.text


def test_the_hostile_report_is_quoted_as_it_stands(controller):
    outline = assert_harmless(controller.ask(HOSTILE_QUESTIONS[1], [], [], "zh"))
    assert '<img src=x onerror="window.pwned = 2">13件，见[原文](javascript:window.pwned=3)' in outline.text
    outline = assert_harmless(controller.ask(HOSTILE_QUESTIONS[0], [], [], "zh"))
    assert "<i>13</i>件" in outline.text
    assert "<b>某县</b>" in outline.text
    assert len(outline.all("table")) == 1
    assert len(outline.all("th")) == 5


def test_markers_of_citations_become_links_to_their_spans(controller):
    chips = [a for a in Outline(controller.ask("立案?", [], [], "zh")).all("a") if a.get("class") == "wz-chip"]
    assert [chip["data-n"] for chip in chips] == ["1", "2"]
    seed = FakeCorpus().reports[0]
    start = seed.text.index(chips[0]["data-quote"])
    assert f"report=seed-0&start={start}&end={start + len(chips[0]['data-quote'])}&hash=" in chips[0]["href"]
    assert "推动提案办理向实处落地" in chips[0]["data-source"]


def test_a_marker_without_a_citation_stays_text():
    opened = fake_opened()
    answer = replace(opened.answers.ask("立案?"), text="见[7]和[1]")
    html = Cards(texts_for("zh"), opened.corpus.annotations).render(answer)
    assert "见[7]和" in html
    assert len([a for a in Outline(html).all("a") if a.get("class") == "wz-chip"]) == 1


def test_evidence_marks_the_quote_in_its_passage(controller):
    html = controller.ask("立案?", [], [], "zh")
    assert "<mark>全年共立案交办提案409件</mark>,办结率100%" in html
    assert "关键词第 1 · 语义第 2" in html
    assert "河南省新乡市" in html


def test_a_passage_does_not_say_its_heading_twice():
    corpus = FakeCorpus()
    report = corpus.reports[0]
    start = report.text.index("### 注重守正创新")
    end = report.text.index("### 加强自身建设")
    opened = fake_opened()
    answer = opened.answers.ask("立案?")
    heading = "注重守正创新 提升履职效能"
    passage = replace(answer.passages[0], start=start, end=end, heading_path=(heading,))
    html = Cards(texts_for("zh"), corpus.annotations).render(replace(answer, passages=(passage,)))
    assert html.count(heading) == 1
    assert "推动政协协商向基层延伸" in html


def test_readings_are_listed_once_with_what_each_counts(controller):
    outline = Outline(controller.ask("歧义", [], [], "zh"))
    assert outline.text.count("434件") == 2  # in large type and in the list; the text's own list is not repeated
    assert "提交 · 2023年" in outline.text
    assert "立案 · 2023年" in outline.text
    assert "有歧义" in outline.text


@pytest.mark.parametrize(
    ("question", "badge"),
    [("立案", "引文与原文一致"), ("歧义", "有歧义"), ("洛阳", "语料中没有"), ("没写", "报告没有写")],
)
def test_every_status_has_its_badge(controller, question, badge):
    assert badge in controller.ask(question, [], [], "zh")


def test_passages_of_a_refusal_are_not_called_evidence(controller):
    html = controller.ask("没写", [], [], "zh")
    assert "不是依据" in html
    assert "原文依据" not in html


def test_an_answer_hands_over_its_citations_and_a_refusal_has_none(controller):
    shown = controller.ask("新乡2023年立案多少件提案?", [], [], "zh")
    bibtex = unquote(re.search(r'href="data:application/x-bibtex;charset=utf-8,([^"]+)"', shown)[1])
    assert bibtex.startswith("@") and "全年共立案交办提案409件" in bibtex
    assert "wz-references" not in controller.ask("没写", [], [], "zh")


def test_the_answer_says_what_was_searched(controller):
    text = Outline(controller.ask("立案", [], [], "en")).text
    assert "Searched 1 of 2 reports · Xinxiang 新乡市 · reviewing 2023 · understood from the question" in text


def test_filters_reach_the_answerer_and_every_link():
    opened = fake_opened()
    html = Controller(Library(lambda: opened)).ask("立案", ["河南省新乡市"], [2023], "zh")
    assert isinstance(opened.answers, FakeAnswers)
    assert opened.answers.calls == [("立案", ("河南省新乡市",), (2023,))]
    links = [link for link in Outline(html).all("a") if not link["href"].startswith(DOWNLOADS)]
    assert len(links) >= 2
    for link in links:
        assert "place=%E6%B2%B3%E5%8D%97%E7%9C%81%E6%96%B0%E4%B9%A1%E5%B8%82&year=2023" in link["href"]


# ---- what was understood


def implied_chips(html: str) -> list[dict[str, str | None]]:
    return [a for a in Outline(html).all("a") if "wz-implied" in (a.get("class") or "")]


def test_what_the_question_implies_can_be_removed(controller):
    html = controller.ask(QUESTION, [], [], "zh")
    assert "识别为：" in html
    place, year = implied_chips(html)
    assert (parse_address(place["href"]).ignore, parse_address(year["href"]).ignore) == (("place",), ("year",))
    assert place["aria-label"] == "不按“新乡市”限定，再问一次"
    assert parse_address(place["href"]).question == QUESTION


def test_what_was_removed_is_struck_through_and_can_be_put_back(controller):
    html = controller.ask(QUESTION, [], [], "en", context=Address("", ignore=("place",)))
    outline = Outline(html)
    assert "<s>Xinxiang 新乡市</s>" in html
    assert "Not limited to a place: the answer may be from elsewhere." in outline.text
    place, year = implied_chips(html)
    assert parse_address(place["href"]).ignore == ()
    assert parse_address(year["href"]).ignore == ("place", "year")
    card = next(attributes for _, attributes in outline.tags if "data-search" in attributes)
    assert parse_address(card["data-search"]).ignore == ("place",)


def test_a_filter_leaves_nothing_implied(controller):
    assert implied_chips(controller.ask(QUESTION, ["新乡市"], [2023], "zh")) == []


def test_a_question_that_leans_on_the_one_before_says_what_it_was_understood_as(controller):
    html = controller.ask("那郑州呢?", [], [], "zh", context=Address("", after=QUESTION))
    assert "理解为：<strong>郑州2023年立案多少件提案?</strong>" in html
    typed = next(a for a in Outline(html).all("a") if parse_address(a["href"]) == Address("那郑州呢?"))
    assert "data-visit" in typed
    card = next(attributes for _, attributes in Outline(html).tags if "data-search" in attributes)
    assert parse_address(card["data-search"]) == Address("那郑州呢?", after=QUESTION)
    assert card["data-whole"] == "郑州2023年立案多少件提案?"
    assert card["data-turns"] == card["data-whole"]


def test_thanks_are_shown_without_a_verdict_and_keep_the_question_before(controller):
    html = controller.ask("谢谢", [], [], "zh", context=Address("", after=QUESTION))
    assert "不客气" in html
    assert "wz-badge" not in html
    assert "wz-scope" not in html
    card = next(attributes for _, attributes in Outline(html).tags if "data-search" in attributes)
    assert card["data-whole"] == QUESTION
    assert "data-talk" in card


def test_a_question_that_stands_alone_keeps_nothing_of_the_one_before(controller):
    html = controller.ask(QUESTION, [], [], "zh", context=Address("", after="洛阳呢?"))
    card = next(attributes for _, attributes in Outline(html).tags if "data-search" in attributes)
    assert parse_address(card["data-search"]) == Address(QUESTION)
    assert "理解为" not in html


@given(
    st.builds(
        Address,
        st.text(max_size=20),
        st.lists(st.text(min_size=1, max_size=5), max_size=3).map(tuple),
        st.lists(st.integers(1000, 9999), max_size=3).map(tuple),
        st.sampled_from([(), ("proposal_report",), ("cppcc_report", "government_report")]),
        st.sampled_from([(), ("place",), ("place", "year", "kind")]),
        st.text(max_size=20),
    )
)
def test_an_address_is_read_as_it_was_written(address):
    assert parse_address(page_query(address)) == address


# ---- failures


def test_an_empty_question_is_told_so(controller):
    assert "请先输入问题" in controller.ask("  \n ", [], [], "zh")


def test_a_question_of_100000_characters_is_told_the_limit(controller):
    html = controller.ask("问" * 100_000, [], [], "zh")
    assert "100,000" in html
    assert f"{QUESTION_LIMIT:,}" in html
    assert len(html) < 2_000


def test_100000_characters_in_a_link_break_nothing(controller):
    long = "问" * 100_000
    assert "100,000" in controller.ask(parse_address(f"?q={long}").question, [], [], "zh")
    html = controller.ask(QUESTION, [], [], "zh", context=parse_address(f"?after={long}&ignore={long}&kind={long}"))
    assert "409件" in html
    assert len(html) < 50_000


@pytest.mark.parametrize("language", ["zh", "en"])
def test_control_characters_are_shown_or_dropped_but_make_no_markup(controller, language):
    question = "立案\x00\x07\x1b[31m\u202e\u200b\ufeff<b>多少\r\n?"
    outline = assert_harmless(controller.ask(question, [], [], language))
    assert "立案" in outline.text
    assert [attributes for _, attributes in outline.tags if "data-search" in attributes]


@pytest.mark.parametrize("hostile", HOSTILE_QUESTIONS)
def test_a_hostile_question_before_is_shown_not_run(controller, hostile):
    outline = assert_harmless(
        controller.ask("那呢" + hostile, [], [], "zh", context=Address("", after=hostile + "新乡"))
    )
    assert hostile in outline.text
    assert "理解为：" in outline.text


def test_a_missing_index_names_the_command_and_is_found_once_built():
    opened = fake_opened()
    attempts = iter([IndexMissingError("There is no index at .wenzheng."), None])

    def open_corpus():
        if error := next(attempts, None):
            raise error
        return opened

    controller = Controller(Library(open_corpus))
    html = controller.ask("立案", [], [], "en")
    assert "There is no index yet" in html
    assert "<code>wenzheng build</code>" in html
    assert "409件" in controller.ask("立案", [], [], "en")


def test_a_newer_index_is_moved_to_without_a_restart():
    first, second = fake_opened(), fake_opened()
    stale = replace(first, is_current=lambda: False)
    supply = iter([stale, second])
    library = Library(lambda: next(supply))
    assert library.opened() is stale
    assert library.opened() is second
    assert library.opened() is second


def test_a_newer_index_that_cannot_be_opened_leaves_the_old_one_in_use(caplog):
    stale = replace(fake_opened(), is_current=lambda: False)
    supply = iter([stale])

    def open_corpus():
        if opened := next(supply, None):
            return opened
        raise IndexCorruptError("manifest.json is damaged")

    library = Library(open_corpus)
    assert library.opened() is stale
    assert library.opened() is stale
    assert "manifest.json is damaged" in caplog.text


def test_warming_up_asks_in_both_languages_and_bears_a_missing_index():
    opened = fake_opened()
    Library(lambda: opened).warm_up()
    assert isinstance(opened.answers, FakeAnswers)
    assert [call[0].isascii() for call in opened.answers.calls] == [False, True]

    def open_corpus():
        raise IndexMissingError("There is no index at .wenzheng.")

    Library(open_corpus).warm_up()


def test_no_more_questions_are_answered_at_once_than_there_are_cores(monkeypatch):
    opened = fake_opened()
    answering, most = 0, 0
    lock = threading.Lock()
    ask = opened.answers.ask

    def counted(question, **options):
        nonlocal answering, most
        with lock:
            answering += 1
            most = max(most, answering)
        time.sleep(0.02)
        with lock:
            answering -= 1
        return ask(question, **options)

    monkeypatch.setattr(opened.answers, "ask", counted)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    controller = Controller(Library(lambda: opened))
    with ThreadPoolExecutor(8) as pool:
        shown = list(pool.map(lambda n: controller.ask(QUESTION, [], [], "zh"), range(8)))
    assert all("409件" in html for html in shown)
    assert most == 2


@pytest.mark.model
def test_the_served_library_sees_a_build_published_later(seed_index, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(seed_index, home)
    opened = app.open_library(home).opened()
    assert opened.is_current()
    (home / "CURRENT").write_text("another", encoding="utf-8")
    assert not opened.is_current()
    assert opened.status.sections == sum(len(opened.corpus.sections(report.id)) for report in opened.corpus.reports)


def test_our_own_errors_are_shown_and_escaped(controller):
    outline = assert_harmless(controller.ask("不认识的地方", [], [], "zh"))
    assert "Unknown place <b>亚特兰蒂斯</b>" in outline.text

    def open_corpus():
        raise IndexCorruptError("vectors.npy does not match its checksum")

    assert "vectors.npy does not match" in Controller(Library(open_corpus)).corpus("zh")


def test_an_unforeseen_error_is_logged_and_its_details_kept_from_the_page(controller, caplog):
    with caplog.at_level(logging.ERROR):
        html = controller.ask("出错", [], [], "en")
    assert "RuntimeError" in html
    assert "secret detail" not in html
    assert "secret detail" in caplog.text


# ---- reader


def seed_reader(start: int, end: int) -> Outline:
    corpus = FakeCorpus()
    report = corpus.reports[0]
    return Outline(
        render_reader(
            report,
            corpus.sections(report.id),
            corpus.annotations(report.document_id),
            start=start,
            end=end,
            texts=texts_for("zh"),
        )
    )


def without_space(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_the_reader_shows_the_whole_report_without_its_markup():
    corpus = FakeCorpus()
    report = corpus.reports[0]
    hidden = corpus.annotations(report.document_id)
    shown = "".join(c for n, c in enumerate(report.text) if not any(a.start <= n < a.end for a in hidden))
    outline = seed_reader(0, 0)
    assert without_space(outline.text).endswith(without_space(shown))
    assert "##" not in outline.text
    assert "**" not in outline.text


def test_the_reader_leads_to_where_the_report_was_fetched():
    report = make_report("web-0", "正文。", url="https://www.example.gov.cn/?a=1&b=2", accessed=date(2026, 11, 27))
    html = render_reader(report, [], [], start=0, end=0, texts=texts_for("en"))
    assert html.count('href="https://www.example.gov.cn/?a=1&amp;b=2"') == 1
    assert 'rel="noopener noreferrer nofollow">On the web · fetched 2026-11-27</a>' in html
    harmless = render_reader(replace(report, url="javascript:x"), [], [], start=0, end=0, texts=texts_for("en"))
    assert "wz-web" not in harmless and "javascript" not in harmless


def test_the_reader_shows_headings_as_headings_with_an_outline_to_them():
    corpus = FakeCorpus()
    outline = seed_reader(0, 0)
    links = [a["href"] for a in outline.all("a")]
    ids = [f"#{attributes['id']}" for tag in ("h3", "h4", "h5") for attributes in outline.all(tag)]
    assert len(links) == len(corpus.sections("seed-0")) > 10
    assert sorted(links) == sorted(ids)


def test_the_reader_marks_the_span_and_labels_it_once():
    report = FakeCorpus().reports[0]
    quote = "全年共立案交办提案409件"
    start = report.text.index(quote)
    corpus = FakeCorpus()
    html = render_reader(
        report,
        corpus.sections(report.id),
        corpus.annotations("seed"),
        start=start,
        end=start + len(quote),
        texts=texts_for("zh"),
    )
    assert f'<mark class="wz-span" id="wz-target" tabindex="-1">{quote}</mark>' in html
    assert html.count("引用处") == 1
    assert html.count('id="wz-target"') == 1


def test_a_span_over_two_paragraphs_is_marked_in_both():
    report = FakeCorpus().reports[0]
    start, end = report.text.index("推动提案办理向实处落地"), report.text.index("全年共收集社情民意信息")
    outline = seed_reader(start, end)
    assert len(outline.all("mark")) == 2
    assert [mark.get("id") for mark in outline.all("mark")] == ["wz-target", None]


def test_a_run_in_heading_stands_apart_from_its_paragraph():
    text = "悟思想、铸忠魂。全年学习29次。"
    section = Section(0, None, 1, "悟思想、铸忠魂", ("悟思想、铸忠魂",), "review", (), 0, len(text), 8)
    html = render_reader(make_report("run-0", text), [section], [], start=8, end=14, texts=texts_for("zh"))
    assert '<h3 id="wz-section-0">悟思想、铸忠魂。</h3>' in html


def test_a_heading_wrapped_over_two_lines_is_one_heading():
    text = "■坚持以抓机制为重点\n以更强标准提升协商质效\n实施工程。\n"
    body = text.index("实施")
    section = Section(0, None, 1, "坚持以抓机制为重点", ("坚持",), "plan", (), 0, len(text), body)
    html = render_reader(make_report("wrap-0", text), [section], [], start=0, end=0, texts=texts_for("zh"))
    assert len(Outline(html).all("h3")) == 1
    assert "<p>实施工程。</p>" in html


def test_a_hostile_report_opens_harmless(controller):
    html = controller.read("hostile-0", 0, 5, "", "zh")
    outline = assert_harmless(html)
    assert "<script>window.pwned = 1</script>工作报告" in outline.text
    assert "${window.pwned = 4} 与 {{constructor}}" in outline.text


@pytest.mark.parametrize(
    ("report_id", "start", "end", "known_hash", "message"),
    [
        ("gone-0", 0, 5, "", "已不在语料中"),
        ("seed-0", 0, 5, "0123456789ab", "已经改变"),
        ("seed-0", 5, 10**9, "", "不在这份报告之内"),
        ("seed-0", 9, 4, "", "不在这份报告之内"),
        ("seed-0", -1, 4, "", "不在这份报告之内"),
    ],
)
def test_a_link_that_no_longer_holds_says_so(controller, report_id, start, end, known_hash, message):
    assert message in controller.read(report_id, start, end, known_hash, "zh")


def test_a_link_that_holds_says_nothing(controller):
    text = FakeCorpus().reports[0].text[10:20]
    assert "wz-notice" not in controller.read("seed-0", 10, 20, span_hash(text), "zh")


# ---- links


@given(st.text(max_size=30), st.lists(st.text(min_size=1, max_size=5)), st.lists(st.integers(1000, 9999)))
def test_an_address_says_again_what_was_asked(question, places, years):
    encodable = [place.encode(errors="replace").decode() for place in places]
    query = page_query(Address(question, tuple(places), tuple(years)))
    assert parse_address(query) == Address(question.encode(errors="replace").decode(), tuple(encodable), tuple(years))


def test_an_address_that_cannot_be_read_asks_nothing():
    assert parse_address("?year=abc&year=²⁰²³&year=20230") == Address("", (), ())
    assert parse_address("?" + "place=x&" * 5000) == Address("", (), ())


def test_a_span_link_changes_when_the_text_does():
    asked = Address("问")
    assert span_query(asked, "r-0", 1, 2, "甲") != span_query(asked, "r-0", 1, 2, "乙")


# ---- words and sidebar


@pytest.mark.parametrize("name", [field.name for field in fields(Texts)])
def test_both_languages_say_everything_with_the_same_blanks(name):
    chinese, english = getattr(texts_for("zh-CN"), name), getattr(texts_for("en-GB"), name)
    pairs = [(chinese, english)]
    if isinstance(chinese, dict):
        pairs = [(chinese[key], english[key]) for key in chinese]
    elif isinstance(chinese, tuple):
        pairs = list(zip(chinese, english, strict=True))
    for ours, theirs in pairs:
        assert ours.strip()
        assert theirs.strip()
        assert blanks(ours) == blanks(theirs)


def blanks(words: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}


def test_a_language_we_do_not_speak_gets_english():
    assert texts_for("fr-FR").language == "en"


def test_the_sidebar_counts_the_corpus():
    opened = fake_opened()
    outline = assert_harmless(render_corpus(opened, texts_for("zh")))
    assert "报告2章节18段落42建于2026-01-0" in outline.text
    assert "bge-small-zh-v1.5" in outline.text
    assert "<script>window.pwned = 6</script>" in outline.text


def test_filters_offer_what_the_corpus_holds_and_what_a_link_asked_for():
    opened = fake_opened()
    assert place_choices(opened) == [("<b>某市</b> (1)", "<b>某市</b>"), ("河南省新乡市 (1)", "河南省新乡市")]
    assert year_choices(opened) == [("2024 (2)", 2024), ("2023 (2)", 2023)]
    assert ("洛阳 (0)", "洛阳") in place_choices(opened, also=["洛阳"])
    assert ("1999 (0)", 1999) in year_choices(opened, also=[1999])


# ---- serving


def test_the_page_is_served_privately(capsys):
    address = app.serve(port=0, block=False, library=fake_library())
    assert address.startswith("http://127.0.0.1:")
    assert capsys.readouterr().out == f"问政 Wenzheng: {address}\n"
    config = httpx.get(f"{address}config").json()
    assert (config["analytics_enabled"], config.get("run_history", False)) == (False, False)


def test_the_style_sheet_and_script_fetch_nothing_from_outside():
    for name in (*app._STYLES, *app._SCRIPTS, "static/favicon.svg"):
        source = (app._PAGE / name).read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "//" not in re.sub(r"^\s*//.*$|\s//.*$", "", source, flags=re.MULTILINE)
        assert "</script" not in source
        assert "</style" not in source


def test_the_hostile_text_is_what_these_tests_believe():
    assert "<script>" in HOSTILE_TEXT
    assert "](javascript:" in HOSTILE_TEXT
