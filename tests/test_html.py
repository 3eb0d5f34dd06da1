"""Saved web pages: the article whole, and nothing of what stands around it."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from html_pages import FOOT, FOREIGN, LAYOUTS, LINKS, MENU, article_of, page, paragraphs

from index.errors import ReadError
from index.reading.html import extract
from index.reports.metadata import detect_metadata

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
SENTENCES = [
    "各位委员，我代表常务委员会向大会报告工作，请予审议。",
    "一年来，共收到提案434件，立案409件，办复率100%。",
    "全年召开专题议政性常委会议2次，开展重点调研20次。",
]


def read(text: str, encoding: str = "utf-8") -> str:
    return extract(text.encode(encoding), "page.html").text


def plain(text: str) -> str:
    return "".join(text.split())


def body_of(text: str) -> str:
    """Without the front matter."""
    return text.split("---\n", 2)[-1]


def held(make: str, of: str) -> tuple[float, list[str], list[str]]:
    """The share of the article's characters that are kept, the paragraphs lost, and what is kept of others."""
    title, lines = article_of(of)
    found = read(LAYOUTS[make](title, lines))
    got = plain(found)
    lost = [line for line in lines if plain(line) not in got]
    others = [line for line in body_of(found).split("\n") if FOREIGN in line]
    return 1 - sum(map(len, lost)) / sum(map(len, lines)), lost, others


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name[:3])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_article_is_kept_whole_and_alone_whatever_the_site(layout: str, seed: Path) -> None:
    _, lost, others = held(layout, seed.read_text(encoding="utf-8"))
    # What a newspaper's own page adds around it: who edited it, and the head of its list of others.
    assert [line for line in lost if "编辑:" not in line and line != "相关阅读"] == []
    assert others == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_fifty_other_reports_are_kept_too(layout: str, fifty_reports: list[Path]) -> None:
    for path in fifty_reports:
        kept, lost, others = held(layout, path.read_text(encoding="utf-8"))
        assert kept >= 0.995, (path.name, lost[:2])
        assert others == [], path.name


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_article_shorter_than_the_menu_is_found(layout: str) -> None:
    found = read(LAYOUTS[layout]("某市政协工作报告", SENTENCES))
    assert [line for line in SENTENCES if line not in found] == []
    assert FOREIGN not in body_of(found)


def test_numbers_cut_into_spans_stay_whole_and_marks_of_notes_do_not_lengthen_them() -> None:
    cut = (
        "<p>收到提案<span>4</span><b>3</b><font>4</font>件<sup>1</sup>，立案409<sup>2</sup>件，办复率100%。"
        "生产总值达到1234.5亿元，"
        "增长5.6%。</p>"
    )
    assert "收到提案434件¹，立案409²件，办复率100%。" in read(page("某市政协工作报告", f"<div>{cut}</div>"))


def test_the_line_breaks_of_the_source_do_not_part_words() -> None:
    broken = (
        "<div><p>全市政协组织共收到提案\n        434件，经审查立\r\n案409件，均已办复完毕，委员表示满意。"
        "ABC\nDEF</p></div>"
    )
    assert "收到提案 434件，经审查立案409件，均已办复完毕，委员表示满意。ABC DEF" in read(page("某市", broken))


TABLE = (
    "<p>2023年全市主要指标完成情况如下，各项均超过年初确定的预期目标，为历年之最。</p>"
    "<table><caption>表1 主要指标</caption><tr><td colspan='3'>单位：亿元</td></tr>"
    "<tr><th rowspan='2'>指标</th><th colspan='2'>2023年</th></tr><tr><th>绝对数</th><th>比上年<br>增长（%）"
    "</th></tr>"
    "<tr><td>生产总值</td><td>12<span>34</span>.5</td><td>5.6</td></tr><tr><td>第一产业|农业</td><td>100.1</td>"
    "<td>3.2"
    "</td></tr></table>"
    "<p>以上数据均为初步统计数，最终以年鉴公布的为准，请各单位引用时注明来源。</p>"
)


def test_a_table_is_kept_with_its_merged_cells_written_out() -> None:
    assert (
        "表1 主要指标\n\n单位：亿元\n\n| 指标 | 2023年 | 2023年 |\n| --- | --- | --- |\n| 指标 | 绝对数 | "
        "比上年增长（%） |\n"
        "| 生产总值 | 1234.5 | 5.6 |\n| 第一产业\\|农业 | 100.1 | 3.2 |\n\n以上数据"
    ) in read(page("某市统计公报", f"<div class='content'>{TABLE}</div>"))


def test_a_table_that_lays_the_page_out_is_taken_apart() -> None:
    laid = f"<table><tr><td>{FOREIGN}左栏</td><td>{paragraphs(SENTENCES)}</td></tr></table>"
    found = read(page("某市政协工作报告", laid))
    assert "|" not in found
    assert f"\n\n{SENTENCES[1]}\n\n" in found


def test_a_table_that_would_fill_the_memory_is_not_written_out() -> None:
    cells = f"<td colspan=9999 rowspan=65000>{'很长' * 250}</td><td>一</td><td>二</td><td>三</td>"
    rows = "<tr>" + cells + "</tr>" + "<tr><td>1</td></tr>" * 2000
    assert len(read(page("某市", f"<div>{paragraphs(SENTENCES * 40)}<table>{rows}</table></div>"))) < 5_000_000


def test_headings_and_numbered_lists_show_what_a_browser_shows() -> None:
    listed = (
        f"<div><h2>一、工作回顾</h2>{paragraphs(SENTENCES)}<h3>（一）提案</h3>"
        f"<ol start='3'><li>{SENTENCES[1]}</li><li><p>{SENTENCES[2]}</p><p>其中民主监督5次，视察12次。</p></li>"
        "<li>（五）自有编号的一条，不再另加编号。</li></ol></div>"
    )
    found = read(page("某市政协工作报告", listed))
    assert "\n\n## 一、工作回顾\n\n" in found
    assert "\n\n### （一）提案\n\n" in found
    assert f"\n\n3. {SENTENCES[1]}\n\n4. {SENTENCES[2]}\n\n其中民主监督5次，视察12次。\n\n（五）自有" in found


@pytest.mark.parametrize(
    "hiding",
    [
        "style='display: none'",
        "style='VISIBILITY:hidden'",
        "style='font-size:0px;color:red'",
        "hidden",
        "class='x y'",
        "id=z",
    ],
)
def test_what_the_page_hides_is_left_out(hiding: str) -> None:
    style = (
        "<style>@media print{.keep{display:none}} p{margin:0} .y, .w {color:red;display:none} "
        "#z{display:none!important}</style>"
    )
    shown = f"<div class='keep'>{paragraphs(SENTENCES)}<p {hiding}>暗藏的数字是99999件，不可引用。</p></div>"
    found = read(page("某市政协工作报告", shown, head=style))
    assert "99999" not in found
    assert SENTENCES[0] in found


@pytest.mark.parametrize(
    ("written", "declared"),
    [("gb18030", "gb2312"), ("gbk", "utf-8"), ("utf-8", "gb2312"), ("utf-8-sig", "gbk"), ("utf-16", "utf-8"),
     ("big5", "utf-8"), ("gb18030", "big5"), ("big5", "gb2312"), ("utf-8", "iso-8859-1")],
)  # fmt: skip
def test_the_bytes_decide_the_encoding_whatever_is_declared(written: str, declared: str) -> None:
    lines = (
        ["各位委員，我代表常務委員會向大會報告工作，請予審議，並請列席人員提出意見。"] * 3
        if written == "big5"
        else SENTENCES
    )
    body = "<!DOCTYPE html><meta charset=" + declared + f"><title>x</title><div>{paragraphs(lines)}</div>"
    found = extract(body.encode(written), "page.html")
    assert lines[0] in found.text
    assert found.encoding == {"gbk": "gb18030", "big5": "big5hkscs", "utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(
        written, written
    )


def test_a_title_cut_within_a_character_does_not_spoil_the_page() -> None:
    head = "<html><head><title>某市政协工作报".encode("gb18030") + b"\xb8</title>"
    found = extract(head + f"<div>{paragraphs(SENTENCES * 50)}</div>".encode("gb18030"), "page.html")
    assert (found.encoding, SENTENCES[0] in found.text) == ("gb18030", True)


def test_bytes_of_another_encoding_are_refused() -> None:
    japanese = "<p>" + "これは日本語の文書です。とても長いです。" * 20
    with pytest.raises(ReadError, match="编码") as refused:
        extract(japanese.encode("shift_jis"), "page.html")
    assert refused.value.problem == "encoding"


def test_title_publisher_day_and_address_are_what_the_index_reads_of_a_report() -> None:
    saved = "<!-- saved from url=(0042)https://www.xinxiang.gov.cn/a/1.html -->\n"
    body = LAYOUTS["trs"]("政协新乡市第十三届委员会常务委员会工作报告", SENTENCES)
    text = read(saved + body)
    found = detect_metadata(text, 0, len(text))
    assert text.startswith(
        "---\nsource: https://www.xinxiang.gov.cn/a/1.html\ntitle: "
        "政协新乡市第十三届委员会常务委员会工作报告\n---\n\n# 政协新乡市"
    )
    assert (found.title, found.publisher, found.kind) == (
        "政协新乡市第十三届委员会常务委员会工作报告",
        "河南日报",
        "cppcc_report",
    )
    assert "\n2024-02-22 河南日报\n" in text


@pytest.mark.parametrize(
    ("whole", "head", "title"),
    [
        ("某市2023年统计公报_某市统计局网站", "", "某市2023年统计公报"),
        ("政府工作报告——2024年1月8日在大会上", "", "政府工作报告——2024年1月8日在大会上"),
        ("工作报告 - 首页 - 某市人民政府", "", "工作报告"),
        ("", "<meta name='ArticleTitle' content='某市政府工作报告'>", "某市政府工作报告"),
        (
            "某市政府工作报告（2024年）-某市政协",
            "<meta property='og:title' content='别的'>",
            "某市政府工作报告（2024年）",
        ),
    ],
)
def test_the_title_is_without_the_site_s_name(whole: str, head: str, title: str) -> None:
    assert f"title: {title}\n" in read(f"<title>{whole}</title>{head}<div>{paragraphs(SENTENCES)}</div>")


@pytest.mark.parametrize("made_up", ["<div class='tit'>{}</div>", "<h1>{}</h1>", "<p id='title'>{}</p>"])
def test_a_page_named_after_its_site_has_the_title_that_it_shows(made_up: str) -> None:
    shown = made_up.format("某市2023年国民经济运行情况")
    found = read(f"<title>首页&gt;&gt;政务公开</title><div>{shown}</div><div>{paragraphs(SENTENCES)}</div>")
    assert found.startswith("---\ntitle: 某市2023年国民经济运行情况\n---\n\n# 某市2023年国民经济运行情况\n\n各位")
    assert "title" not in read(f"<title>首页&gt;&gt;政务公开</title><div>{paragraphs(SENTENCES)}</div>")


def test_a_text_set_line_by_line_keeps_its_lines() -> None:
    assert "\n\n".join(SENTENCES) in read(page("某市报告", "<pre>" + "\n".join(SENTENCES) + "</pre>"))


NO_ARTICLES = {
    "a list of links": page("工作报告", f"<div><ul>{MENU}</ul></div><div class='list'><ul>{LINKS}</ul></div>{FOOT}"),
    "a login": page("登录", "<form><p>用户名：<input></p><p>密码：<input></p><button>登录</button></form>" + FOOT),
    "nothing": page("空", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", NO_ARTICLES)
def test_a_page_without_an_article_is_refused_with_what_to_do(name: str) -> None:
    with pytest.raises(ReadError, match="请打开报告本身的网页"):
        read(NO_ARTICLES[name])


def test_a_page_of_frames_says_so() -> None:
    with pytest.raises(ReadError, match="框架"):
        read("<html><frameset cols='20%,80%'><frame src='menu.htm'><frame src='text.htm'></frameset></html>")


def test_a_page_that_goes_on_elsewhere_says_so() -> None:
    paged = f"<div>{paragraphs(SENTENCES)}<p><a href='2.html'>下一页</a></p></div>"
    (note,) = extract(page("某市", paged).encode(), "page.html").notes
    assert "网页分页" in note


@pytest.mark.parametrize("transfer", ["quoted-printable", "base64", "8bit"])
def test_a_page_saved_with_all_its_parts_is_read(transfer: str) -> None:
    mail = EmailMessage()
    mail["Snapshot-Content-Location"] = "https://www.example.gov.cn/report.html"
    mail["Subject"] = "report"
    mail.make_related()
    mail.add_related(LAYOUTS["trs"]("某市政协工作报告", SENTENCES).encode("gb18030"), "text", "html", cte=transfer)
    mail.add_related(b"\x89PNG", "image", "png")
    found = extract(bytes(mail), "report.mht")
    assert found.text.startswith("---\nsource: https://www.example.gov.cn/report.html\n")
    assert [line for line in SENTENCES if line not in found.text] == []


def test_a_text_that_is_no_report_stays_readable() -> None:
    told = "明天多云转晴，最高气温18度，北风三到四级，适宜户外活动，请注意防火。"
    found = read(page("天气", f"<div><p>{told}</p></div>"))
    assert told in found


@pytest.mark.parametrize("unit", ["<div>", "<table><tr><td>", "<font>"])
def test_nesting_without_end_is_refused(unit: str) -> None:
    with pytest.raises(ReadError, match="嵌套过深"):
        read(unit * 5000 + paragraphs(SENTENCES))


def test_elements_without_number_are_refused() -> None:
    with pytest.raises(ReadError, match="元素过多"):
        read("<b>x" * 900_000)


def test_entities_are_not_expanded_and_nothing_is_fetched() -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    found = read(bomb + f"<div>{paragraphs(SENTENCES)}<p>&b;&c;</p></div>")
    assert "aaaaaaaaaa" not in found
    assert "root:" not in found


@pytest.mark.parametrize("depth", [3, 20, 400])
def test_blocks_that_are_never_closed_lose_nothing(depth: int) -> None:
    lines = [f"第{n}项工作按计划完成，办结提案{n}件，委员表示满意。" for n in range(depth)]
    found = read(page("某市政协工作报告", "".join(f"<div>{line}" for line in lines)))
    assert [line for line in lines if line not in found] == []


def test_a_page_that_is_one_table_keeps_it() -> None:
    rows = "".join(f"<tr><td>第{n}项收入</td><td>{n}11.5</td><td>{n}.2%</td></tr>" for n in range(30))
    found = read(
        page("某市预算", f"<div><ul>{MENU}</ul></div><div><table><tbody>{rows}</tbody></table></div><div>{FOOT}</div>")
    )
    assert "| 第29项收入 | 2911.5 | 29.2% |" in found
    assert FOREIGN not in body_of(found)
