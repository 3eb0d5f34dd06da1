"""The tab 资料库 as HTML and handlers: what it says, in both languages, and what a read-only page does not have."""

from __future__ import annotations

import asyncio
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from string import Formatter
from typing import get_args

import gradio as gr
import pytest
from page_doubles import FakeCorpus, fake_library, fake_opened, make_report

from index.building.builder import BuildSummary
from index.config import Config
from index.errors import IndexLockedError, ModelError, ReadError
from index.kinds import REPORT_KINDS, UNRELATED
from index.library.curation import FIELDS, Action, Curator, Outcome, Refusal, Unread
from index.library.uploads import MAX_UPLOAD_BYTES, FileProblem, FileResult
from index.library.web import Fetched
from index.library.web_names import LONGEST_URL
from index.reading.extracted import Stage
from index.reading.formats import FORMATS, PACKED, SUFFIXES
from index.types import PageMap, Recognised
from page import Library, build_page
from page.library.library_pane import _intro
from page.library.library_table import MOST_ROWS, render_outcome, render_table
from page.library.library_texts import library_texts_for
from page.library.no_uploads import NoUploads
from page.library.pace import Pace
from page.library.web_box import MOST_ADDRESSES, addresses_in, build_web_box, why_not
from page.serving.bodies import UPLOAD_BYTES_AT_ONCE, BodyLimits
from page.serving.uploads import _MOST_BYTES

ZH, EN = library_texts_for("zh-CN"), library_texts_for("en")
HOSTILE = '<script>window.pwned = 1</script><img src=x onerror="x">'
SUMMARY = BuildSummary(1, 0, 0, 5, 7, 20, 120, (), (), 1.26, "000002", True)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_have_the_same_words_with_the_same_gaps() -> None:
    for field in fields(ZH):
        ours, theirs = getattr(ZH, field.name), getattr(EN, field.name)
        if field.name == "language":
            continue
        if isinstance(ours, dict):
            assert ours.keys() == theirs.keys()
            pairs = [(ours[key], theirs[key]) for key in ours]
        else:
            pairs = list(zip(ours, theirs, strict=True)) if isinstance(ours, tuple) else [(ours, theirs)]
        for mine, other in pairs:
            assert placeholders(mine) == placeholders(other), field.name
            assert bool(mine) == bool(other), field.name


def test_there_are_words_for_every_case() -> None:
    problems = {name for union in get_args(FileProblem) for name in get_args(union)}
    assert set(ZH.problems) == problems | {"folder", "correction"}
    assert set(ZH.refusals) == set(get_args(Refusal))
    assert set(ZH.done) == set(get_args(Action))
    assert list(ZH.kinds) == list(EN.kinds) == [*REPORT_KINDS, UNRELATED]
    assert set(ZH.formats) == {*FORMATS, "packed"}
    assert set(ZH.file_stages) == {"take", "parse", *get_args(Stage)}
    assert set(ZH.fields) == set(ZH.hints) == set(ZH.wrong) == set(FIELDS)


def test_the_table_says_what_was_detected_and_leads_to_the_report() -> None:
    corpus = FakeCorpus()
    html = render_table(corpus.reports, corpus.report_counts, EN)
    for said in (
        "Reports indexed (2)",
        "河南省新乡市",
        "2023",
        "2024-02-20",
        "1,234",
        "CPPCC standing committee work report",
    ):
        assert said in html
    assert '<a href="?report=seed-0&amp;start=0&amp;end=0" data-span>' in html
    assert "<script" not in html and "<b>" not in html
    assert "data-edit-report" not in html and "Change" not in html


def test_the_editable_table_marks_what_was_added_and_corrected() -> None:
    corpus = FakeCorpus()
    html = render_table(
        corpus.reports,
        {},
        ZH,
        editable=True,
        uploads={"seed"},
        corrected={(corpus.reports[0].source, 0)},
    )
    assert html.count("data-edit-report=") == 2
    assert html.count("data-remove-report=") == 1 and 'aria-label="移除：' in html
    assert html.count("本页加入") == html.count("已更正") == 1


def test_two_versions_of_a_report_are_marked_each_with_the_other() -> None:
    draft, final, other = (replace(make_report(f"{n}-0", ""), source=f"{n}.docx") for n in "甲乙丙")
    html = render_table([draft, final, other], {}, ZH, twins=[(draft, final)])
    rows = html.split("<tr>")[2:]
    assert ["与 乙.docx 是同一报告" in row for row in rows] == [True, False, False]
    assert ["与 甲.docx 是同一报告" in row for row in rows] == [False, True, False]


def test_the_filter_looks_at_all_columns_and_long_tables_are_cut() -> None:
    reports = [make_report(f"d{n}-0", "", title=f"报告{n}", covers=(2000 + n % 20,)) for n in range(MOST_ROWS + 30)]
    assert f"显示 {MOST_ROWS} 份" in render_table(reports, {}, ZH)
    html = render_table(reports, {}, ZH, wanted="新乡 2007 报告7")
    assert "(1)" in html and "报告7<" in html
    assert "没有符合的报告" in render_table(reports, {}, ZH, wanted="郑州")


def test_each_file_is_told_what_became_of_it() -> None:
    report = make_report("a-0", "", source="uploads/a.txt", title=HOSTILE)
    files = (
        FileResult("a.txt", "added", source="uploads/a.txt", reports=(report,)),
        FileResult("b.txt", "added", source="uploads/b-2.txt", reports=(replace(report, place=""),)),
        FileResult("c.txt", "same", same_as="uploads/a.txt"),
        FileResult(HOSTILE, "refused", problem="binary"),
    )
    html = render_outcome(Outcome("add", files, SUMMARY), ZH)
    assert "加入 2 个文件，已有 1 个，没有收 1 个" in html
    assert "存为 uploads/b-2.txt" in html and "没有识别出地区" in html
    assert "与 uploads/a.txt 完全相同" in html and ZH.problems["binary"] in html
    assert "现有 7 份报告、120 个段落，用时 1.3 秒" in html
    assert "<script" not in html and "<img" not in html


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (IndexLockedError("another build is writing to /home"), EN.failures["locked"]),
        (ModelError("no network"), EN.failures["model"]),
        (OSError(28, "No space left on device"), EN.failures["system"]),
        (ValueError("secret"), EN.failures["other"]),
    ],
)
def test_a_failure_says_what_to_do_and_keeps_its_secrets(failure: Exception, said: str) -> None:
    html = render_outcome(Outcome("rebuild", failure=failure), EN)
    assert said in html and EN.as_before in html and 'role="alert"' in html
    assert "secret" not in html


def test_wrong_values_and_unread_files_are_listed() -> None:
    html = render_outcome(
        Outcome("correct", title="某报告", refusal="wrong_values", wrong=(("place", "there is no place '<b>'"),)), ZH
    )
    assert ZH.wrong["place"] in html and "&lt;b&gt;" in html
    unread = (Unread("bad.txt", "empty", "is empty"), Unread("corrections.tsv:3", "correction", "no such field"))
    html = render_outcome(Outcome("rebuild", summary=SUMMARY, unread=unread), EN)
    assert EN.problems["empty"] in html and "no such field" in html and "1 added" in html
    assert render_outcome(None, ZH) == ""


def test_progress_tells_stage_rate_and_time_left() -> None:
    now = [0.0]
    shown: list[tuple[float, str]] = []
    pace = Pace(lambda share, said: shown.append((share, said)), ZH, clock=lambda: now[0])
    for second in range(6):
        now[0] = 10.0 + second
        pace("embed", second * 100, 1000)
    assert shown[-1] == (0.5, "计算向量 500/1,000 · 每秒 100，约剩 5 秒")
    told = len(shown)
    now[0] += 0.01
    pace("embed", 501, 1000)
    assert len(shown) == told
    pace("embed", 1000, 1000)
    assert shown[-1] == (1.0, "计算向量 1,000/1,000")


def test_progress_names_the_file_its_page_and_the_share_of_all() -> None:
    now = [0.0]
    shown: list[tuple[float, str]] = []
    pace = Pace(lambda share, said: shown.append((share, said)), ZH, clock=lambda: now[0])
    pace.file("甲.txt", 1, 4)
    assert shown[-1] == (0.0, "1/4 甲.txt · 读取")
    pace("check", 1, 4)
    pace.file("扫描.pdf", 2, 4)
    for page in range(4):
        now[0] += 2.0
        pace("ocr", page, 12)
    assert shown[-1] == (0.3125, "2/4 扫描.pdf · 识别文字 第 4/12 页 · 约剩 18 秒")
    pace("ocr", 12, 12)
    assert shown[-1] == (0.5, "2/4 扫描.pdf · 识别文字 第 12/12 页")
    pace("parse", 0, 1)
    assert shown[-1] == (0.25, "2/4 扫描.pdf · 分析章节和数字")
    pace("check", 2, 4)
    pace("embed", 5, 10)
    assert shown[-1] == (0.5, "计算向量 5/10")


def test_each_file_is_told_how_it_was_read() -> None:
    report = make_report("a-0", "", source="uploads/a.pdf")
    lines = (Recognised(10, 20, 0.9), Recognised(20, 50, 0.7), Recognised(110, 120, 0.8))
    page_map = PageMap((0, 5, 100), lines, (f"page 1 gives no text 第1页没有文字 {HOSTILE}",))
    added = FileResult("a.pdf", "added", source="uploads/a.pdf", reports=(report, report), page_map=page_map)
    html = render_outcome(Outcome("add", (added,), SUMMARY), ZH)
    assert "2 份报告 · 3 页 · 2 页由图片识别，平均把握 76 %" in html
    assert '<details class="wz-notes" open><summary>读取说明（1）</summary>' in html and "第1页没有文字" in html
    assert "<script" not in html
    plain = render_outcome(Outcome("add", (replace(added, page_map=PageMap()),), SUMMARY), EN)
    assert "2 report(s)</span>" in plain and "page(s)" not in plain and "wz-notes" not in plain


def test_the_table_keeps_what_must_be_known_of_a_file_in_its_row() -> None:
    report = make_report("a-0", "", load_page_map=lambda: PageMap(notes=("watermark removed 去掉了水印",)))
    html = render_table([report, make_report("b-0", "")], {}, ZH)
    assert html.count("<summary>读取说明（1）</summary><ul><li>watermark removed 去掉了水印</li></ul>") == 1


def test_all_that_is_read_may_be_chosen_and_the_limits_are_the_servers(tmp_path: Path) -> None:
    for words in (ZH, EN):
        html = _intro(Curator(Config(home=tmp_path, model="none")), words)
        assert f'data-accept="{",".join((*SUFFIXES, *PACKED))}"' in html
        assert f'data-most="{MAX_UPLOAD_BYTES}" data-most-at-once="{UPLOAD_BYTES_AT_ONCE}"' in html
        assert "50 MB" in words.add_hint and "{names}" in words.too_large and "200 MB" in words.too_large
        assert "20 MB" in words.problems["large"] and all(suffix in words.problems["suffix"] for suffix in SUFFIXES)
        assert all(f"<dt>{name}</dt>" in html for name in words.formats.values())
        assert "{" not in "".join(words.problems.values())


def test_the_table_leads_to_where_a_report_was_fetched() -> None:
    url = 'https://www.example.gov.cn/a.html?x="><script>'
    report = make_report("a-0", "", url=url, accessed=date(2026, 11, 27))
    html = render_table([report, make_report("b-0", "")], {}, ZH)
    assert html.count('rel="noopener noreferrer nofollow"') == 1 and html.count("网上原文 · 2026-11-27 取得") == 1
    assert 'href="https://www.example.gov.cn/a.html?x=&quot;&gt;&lt;script&gt;"' in html and "<script" not in html
    assert "On the web · fetched 2026-11-27</a>" in render_table([report], {}, EN)
    assert "On the web</a>" in render_table([replace(report, accessed=None)], {}, EN)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", " https://a.cn/", "data:text/html,x"])
def test_what_is_no_address_of_the_web_is_no_link(url: str) -> None:
    assert "wz-web" not in render_table([make_report("a-0", "", url=url)], {}, ZH)


def test_addresses_stand_one_a_line_each_once() -> None:
    assert addresses_in(" https://a.cn/1 \r\n\n\thttps://b.cn/\nhttps://a.cn/1\n") == (
        "https://a.cn/1",
        "https://b.cn/",
    )
    assert addresses_in(" \n\n") == ()


def test_too_many_or_too_long_addresses_are_refused_in_words() -> None:
    many = [f"https://a.cn/{n}" for n in range(MOST_ADDRESSES + 1)]
    long = "https://a.cn/".ljust(LONGEST_URL, "x")
    for words in (ZH, EN):
        assert why_not([], words) == words.web_none
        assert why_not(many[:-1], words) == why_not([long], words) == ""
        assert "20" in why_not(many, words) and "21" in why_not(many, words)
        assert "2,000" in why_not([many[0], long + "x"], words) and "2,001" in why_not([many[0], long + "x"], words)


NOT_HERE = "https://www.example.gov.cn/none.html"


def web_box_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The box over a real curator, and what its fetching was asked for: nothing is really fetched."""
    asked: list[tuple[str, bool]] = []

    def fetch(url: str, *, allow_private: bool = False) -> Fetched:
        asked.append((url, allow_private))
        if url == NOT_HERE:
            raise ReadError(url, "answers 404 Not Found", problem="web")
        text = "政协信阳市委员会常务委员会工作报告\n\n一、2023年工作回顾\n\n全年立案提案317件。\n"
        return Fetched(text.encode(), url, url, "text/plain", "report.txt", date(2026, 11, 27))

    monkeypatch.setattr("index.library.web.fetch", fetch)
    with gr.Blocks():
        return build_web_box(Curator(Config(home=tmp_path / "home", model="none"))), asked


def test_addresses_are_fetched_and_added_and_those_that_failed_stay(tmp_path: Path, monkeypatch) -> None:
    box, asked = web_box_over(tmp_path, monkeypatch)
    shown: list[str] = []
    pace = Pace(lambda _, said: shown.append(said), ZH, clock=iter(range(1000)).__next__)
    found = "https://www.example.gov.cn/report.txt"
    left, done, html = box.fetch(f"{NOT_HERE}\n{found}\n", "zh", pace)
    assert asked == [(NOT_HERE, False), (found, False)], "never from networks that are not public"
    assert left == NOT_HERE
    assert done is not None and [each.status for each in done.files] == ["refused", "added"]
    assert "加入 1 个文件，已有 0 个，没有收 1 个" in html and ZH.problems["web"] in html and "河南省信阳市" in html
    assert [said.partition(" · ")[0] for said in shown[:3]] == ["取网页 0/2", "取网页 1/2", "取网页 2/2"]
    assert "1/1 report.txt · 读取" in shown
    report, _ = box.curator.report(done.files[1].reports[0].id)
    assert (report.url, report.accessed) == (found, date(2026, 11, 27))
    assert f'href="{found}"' in render_table([replace(report, load_page_map=PageMap)], {}, ZH)


def test_nothing_is_fetched_of_what_is_refused_and_it_stays_to_be_put_right(tmp_path: Path, monkeypatch) -> None:
    box, asked = web_box_over(tmp_path, monkeypatch)
    text = "\n".join(f"https://a.cn/{n}" for n in range(MOST_ADDRESSES + 1))
    left, done, html = box.fetch(text, "en", Pace(lambda *_: None, EN))
    assert (left, done, asked) == (text, None, [])
    assert "At most 20 addresses at a time" in html and 'role="alert"' in html


def dependencies(page) -> tuple[set[str], set[str]]:
    """The ids of the components, and the names of the handlers that anyone may call."""
    config = page.get_config_file()
    ids = {each["props"].get("elem_id") for each in config["components"]} - {None}
    return ids, {each["api_name"] for each in config["dependencies"] if each["api_visibility"] != "private"}


PROGRAMS = {"ask", "search", "compare", "verify", "list_reports", "outline", "read"}
CHANGING = {"wz-upload", "wz-rebuild", "wz-library-form", "wz-library-save", "wz-library-remove", "wz-library-yes"}
CHANGING |= {"wz-web-addresses", "wz-web-fetch"}


def test_a_read_only_page_has_neither_the_components_nor_their_handlers(tmp_path: Path) -> None:
    opened = fake_opened()
    curator = Curator(Config(home=tmp_path, model="none"))
    editable = build_page(Library(lambda: opened, curator=curator))
    read_only = build_page(fake_library())
    ids, callable_ids = dependencies(editable)
    assert ids >= CHANGING and callable_ids == PROGRAMS
    ids, callable_ids = dependencies(read_only)
    assert ids.isdisjoint(CHANGING) and callable_ids == PROGRAMS
    names = [str(getattr(each.fn, "__qualname__", "")) for each in read_only.fns.values()]
    changes = (".add", ".add_from_web", ".build", ".correct", ".remove")
    assert not [name for name in names if "Form." in name or name.endswith(changes)]
    assert [name for name in (str(getattr(e.fn, "__qualname__", "")) for e in editable.fns.values()) if "Form." in name]


def test_what_may_be_sent_at_once_fits_in_a_body_and_in_the_folder() -> None:
    assert MAX_UPLOAD_BYTES < UPLOAD_BYTES_AT_ONCE < BodyLimits().upload_size < _MOST_BYTES


@pytest.mark.parametrize(
    ("method", "path", "kind", "status"),
    [
        ("POST", "/gradio_api/upload", b"multipart/form-data; boundary=x", 403),
        ("POST", "/gradio_api/upload/", b"application/octet-stream", 403),
        ("POST", "/gradio_api/component_server", b"multipart/form-data; boundary=x", 403),
        ("POST", "/gradio_api/run/ask", b"application/json", 200),
        ("GET", "/gradio_api/upload_progress", b"", 200),
    ],
)
def test_a_read_only_page_takes_no_files(method: str, path: str, kind: bytes, status: int) -> None:
    sent: list[dict] = []

    async def app(scope, receive, send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message: dict) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "headers": [(b"content-type", kind)]}
    asyncio.run(NoUploads(app)(scope, None, send))
    assert sent[0]["status"] == status


@pytest.mark.parametrize("installed", [True, False])
def test_what_is_said_of_scans_is_what_is_installed(
    installed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    curator = Curator(Config(home=tmp_path, model="none"))
    monkeypatch.setattr("page.library.library_pane.reads_pictures", lambda: installed)
    for words in (ZH, EN):
        said = {words.pictures_read: installed, words.pictures_not_read: not installed}
        assert {each: each in _intro(curator, words) for each in said} == said
