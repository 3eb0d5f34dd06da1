"""Pages as sites make them, around a text that is known: what extraction must keep, and what it must leave."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

__all__ = ["FOREIGN", "LAYOUTS", "article_of"]

FOREIGN = "㊣"  # stands in everything on a page that is not its article, and in no article
CHANNELS = (
    "首页 要闻 政务 公开 服务 互动 数据 专题 县区 部门 政府工作报告 统计公报 政策文件 人事任免 财政预决算 "
    "建议提案 领导之窗"
)
MENU = "".join(f'<li><a href="/{n}/">{FOREIGN}{name}</a></li>' for n, name in enumerate(CHANNELS.split()))
LINKS = "".join(
    f'<li><a href="/n/{n}.htm">{FOREIGN}市{name}关于2021年工作情况的报告</a><span>2022-01-{n + 10}</span></li>'
    for n, name in enumerate("法院 检察院 统计局 财政局 教育局 民政局 人社局 水务局".split())
)
BOX = (
    f"<h3>{FOREIGN}里数据</h3><p>{FOREIGN}市全年生产总值99999.9亿元，增长88.8%，立案提案7777件。</p>"
    f"<p>{FOREIGN}市新增就业66.6万人。</p>"
)
FOOT = (
    f"<p>版权所有：{FOREIGN}市人民政府　主办单位：{FOREIGN}市人民政府办公室　承办：{FOREIGN}市大数据局</p>"
    f"<p>豫ICP备05000000号　网站标识码：4100000000　联系电话：0371-00000000 {FOREIGN}</p>"
)
SHARE = f'<div class="share">分享到：<a href="#">微信{FOREIGN}</a><a href="#">微博{FOREIGN}</a></div>'
NEXT = (
    f'<div>上一篇：<a href="#">{FOREIGN}市上一年的报告</a></div>'
    f'<div>下一篇：<a href="#">{FOREIGN}市下一年的报告</a></div>'
)


def paragraphs(lines: Sequence[str], **attributes: str) -> str:
    own = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return "\n".join(f"<p{own}>　　{escape(line)}</p>" for line in lines)


def page(title: str, body: str, *, head: str = "", charset: str = "utf-8") -> str:
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>{escape(title)}-{FOREIGN}市人民政府网'
        f"</title>{head}"
        f"<script>var a='<p>{FOREIGN}</p>';</script></head><body>{body}</body></html>"
    )


def trs(title: str, lines: Sequence[str]) -> str:
    """A government portal: the editor's block within a detail page, a footer with hundreds of links."""
    return page(
        title,
        f'<div class="wrap"><div class="top-nav"><ul>{MENU}</ul></div><div class="main-content">'
        f'<div class="crumbs">当前位置：<a href="/">{FOREIGN}首页</a> &gt; <a href="/a">{FOREIGN}政务</a></div>'
        f'<h1>{escape(title)}</h1><ul class="infos"><li>时间：2024-02-22 06:23</li><li>来源：河南日报</li>'
        f"<li>【字体：<a>大"
        f"</a> <a>中</a> <a>小</a>】</li></ul>"
        f'<div class="article-body"><div class="TRS_Editor"><style>.TRS_Editor P{{margin:0}}'
        f"</style>{paragraphs(lines)}</div></div>{NEXT}"
        f'</div><div class="site-footer"><ul>{MENU * 8}</ul>{FOOT}</div></div>',
    )


def ucap(title: str, lines: Sequence[str]) -> str:
    """A second document inside the body, the article's end tags before its own, and a copy for the hand."""
    inner = (
        f"<!DOCTYPE html><html><head><title>{FOREIGN}</title></head><body><div class='header'><ul>{MENU}"
        f"</ul></div></body></html>"
    )
    return page(
        title,
        f'{inner}<div class="content"><div class="BreadcrumbNav"><a>{FOREIGN}首页</a></div>'
        f'<div class="article oneColumn">'
        f'<div class="pages_content" id="UCAP-CONTENT">{paragraphs(lines)}'
        f'<div style="display:none">{FOREIGN}里暗藏的数字是123万人，不可引用。</div></div>'
        f'<div class="mhide">扫一扫在手机打开当前页</div><div class="related"><div>相关稿件</div><ul>{LINKS}'
        f"</ul></div></div></div>"
        f'<div class="footer_wrap"><ul>{MENU}</ul>{FOOT}</div>',
    )


def epaper(title: str, lines: Sequence[str]) -> str:
    """A newspaper's electronic edition: tables for the layout, page list at the left, the article in #ozoom."""
    return page(
        title,
        f'<table width="1000"><tr><td width="300" valign="top"><table><tr><td>第01版：{FOREIGN}要闻</td></tr><tr>'
        f"<td>第02版：{FOREIGN}综合</td></tr></table>"
        f"<table>{''.join(f'<tr><td><a href=#>{FOREIGN}版标题之{n}</a></td></tr>' for n in range(12))}</table></td>"
        f'<td valign="top"><table><tr><td align="center"><strong>{escape(title)}</strong></td></tr>'
        f'<tr><td>2024年02月22日　　星期四　　河南日报</td></tr><tr><td><div id="ozoom">'
        f"<founder-content>{paragraphs(lines)}"
        f"</founder-content></div></td></tr>"
        f'<tr><td><a href="#">{FOREIGN}上一篇</a> <a href="#">下一篇{FOREIGN}</a></td></tr></table></td></tr>'
        f"</table>{FOOT}",
    )


def wechat(title: str, lines: Sequence[str]) -> str:
    """WeChat: the text is hidden until a script shows it, and stands in spans within sections."""
    inside = "".join(
        f'<section style="margin:0"><p><span style="font-size:15px"><span>{escape(line[:7])}'
        f"</span>{escape(line[7:])}</span></p></section>"
        for line in lines
    )
    return page(
        title,
        f'<div id="js_article"><h1 class="rich_media_title" id="activity-name">{escape(title)}</h1>'
        f'<div id="meta_content">'
        f'<span><a id="js_name">邯郸政协</a></span><em id="publish_time">2024-02-22 15:13</em></div>'
        f'<div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0;">{inside}</div>'
        f'<div class="rich_media_tool"><span>阅读 1314</span></div></div><div class="qr_code_pc">'
        f"<p>微信扫一扫关注该公众号"
        f"</p></div>",
    ).replace(f"-{FOREIGN}市人民政府网", "")


def tables_of_2005(title: str, lines: Sequence[str]) -> str:
    """Nested layout tables, upper-case tags, fonts, unclosed paragraphs."""
    inside = "\n".join(f"<P><FONT size=3>&nbsp;&nbsp;&nbsp; {escape(line)}</FONT>" for line in lines)
    return page(
        title,
        f"<TABLE width=778><TR><TD>{'|'.join(f'<A HREF=#>{FOREIGN}栏目{n}</A>' for n in range(15))}</TD></TR></TABLE>"
        f"<TABLE width=778><TR><TD width=180 bgcolor=#eee><TABLE><TR><TD>{BOX}</TD></TR></TABLE></TD>"
        f"<TD><TABLE><TR><TD align=center><B>{escape(title)}</B></TD></TR><TR>"
        f"<TD>发布日期：2005-3-9　点击次数：33</TD>"
        f"</TR><TR><TD>{inside}</TD></TR></TABLE></TD></TR></TABLE>"
        f"<TABLE><TR><TD>{FOOT}</TD></TR></TABLE>",
    )


def breaks(title: str, lines: Sequence[str]) -> str:
    """One block, its paragraphs parted by line breaks, the source broken within sentences."""
    inside = "<br><br>\n".join(
        "&nbsp;&nbsp;" + "\r\n".join(escape(line[n : n + 60]) for n in range(0, len(line), 60)) for line in lines
    )
    return page(
        title,
        f'<div id="menu"><ul>{MENU}</ul></div><div id="right"><h4>{FOREIGN}排行</h4><ul>{LINKS}</ul></div>'
        f'<div id="zoom">{inside}</div>{SHARE}<div class="foot">{FOOT}</div>',
    )


def sidebar(title: str, lines: Sequence[str]) -> str:
    """Columns that no name tells apart, one with sentences and invented figures."""
    return page(
        title,
        f'<div class="a1"><ul>{MENU}</ul></div><div class="a2"><div class="b1"><h2>{escape(title)}'
        f"</h2>{paragraphs(lines)}"
        f'<p>【打印】【关闭】</p><p>责任编辑：{FOREIGN}某</p></div><div class="b2">{BOX}<ul>{LINKS}</ul></div></div>'
        f'<div class="a3">{FOOT}</div>',
    )


def sections(title: str, lines: Sequence[str]) -> str:
    """An article of HTML5 in sections, each with headings; related ones in an aside."""
    third = max(1, len(lines) // 3)
    parts = [lines[n : n + third] for n in range(0, len(lines), third)]
    return page(
        title,
        f"<header><nav><ul>{MENU}</ul></nav></header><main><article><h1>{escape(title)}</h1>"
        + "".join(f'<section class="part part{n}">{paragraphs(part)}</section>' for n, part in enumerate(parts))
        + f"</article><aside>{BOX}</aside></main><footer>{FOOT}</footer>",
    )


def spans(title: str, lines: Sequence[str]) -> str:
    """Word's own markup: every run of digits in a span, an empty paragraph between two."""

    def cut(line: str) -> str:
        return "".join(f'<span lang="EN-US">{c}</span>' if c.isascii() and c.isdigit() else escape(c) for c in line)

    inside = "\n".join(
        f'<p class="MsoNormal"><span style="font-family:仿宋">{cut(line)}<o:p></o:p></span></p><p>&nbsp;</p>'
        for line in lines
    )
    return page(
        title,
        f'<form id="form1"><div class="nav"><ul>{MENU}</ul></div><table width="100%"><tr><td><div class="content">'
        f'<div class="title">{escape(title)}</div><div class="WordSection1">{inside}</div></div></td></tr></table>'
        f'<div class="xgwz"><h3>相关文章</h3><ul>{LINKS}</ul></div><div id="footer">{FOOT}</div></form>',
    )


def single_paragraph_list(title: str, lines: Sequence[str]) -> str:
    """Definition of a list: each paragraph an item; a menu in plain divs whose links have no list."""
    return page(
        title,
        "".join(f'<div><a href="#">{FOREIGN}栏目{n}</a></div>' for n in range(40)) + f'<div class="detail">'
        f'<ul style="list-style:none">{"".join(f"<li>{escape(line)}</li>" for line in lines)}</ul></div>'
        + f"<div>{FOOT}</div>",
    )


LAYOUTS: dict[str, Callable[[str, Sequence[str]], str]] = {
    each.__name__: each
    for each in (trs, ucap, epaper, wechat, tables_of_2005, breaks, sidebar, sections, spans, single_paragraph_list)
}


def article_of(text: str) -> tuple[str, list[str]]:
    """(title, paragraphs) of a report that is kept as text, as an article may hold them: no table, no markup."""
    lines = [line.strip() for line in text.split("\n")]
    kept = [line for line in lines if line and not line.startswith(("---", "source:", "title:", "|", "#", "<"))]
    return kept[0].strip("*# ")[:60], [" ".join(line.split()) for line in kept]
