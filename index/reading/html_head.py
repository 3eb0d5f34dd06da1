"""What a page says of its article beside it: title, publisher, day, address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.reading.html_tree import HEADINGS, Element, Line, joined

__all__ = ["Head", "is_about_the_page", "read_head"]

# As the sites of governments name them (政府网站网页设计规范), WeChat, and OpenGraph.
_TITLES = ("articletitle", "og:title", "twitter:title")
_DAYS = ("pubdate", "publishdate", "firstpublishedtime", "article:published_time", "og:release_date", "publishedtime")
_PUBLISHERS = ("contentsource", "source")
_SITES = ("sitename", "og:site_name", "application-name")
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-年/.]\s?(\d{1,2})\s?[-月/.]\s?(\d{1,2})(?!\d)")
_SAVED = re.compile(r"<!-- saved from url=\(\d{1,6}\)(https?://[^\s<>]{1,2000}) -->")
_LABELLED = re.compile(
    r"(?:(?:文章|信息|稿件|新闻|内容)?(?:来源|稿源|出处)|(?:发布|发表|发文|更新|成文|公开|生成|印发|上网)?(?:时间|日期)|"
    r"作者|编辑|责编|责任编辑|审核|校对|字号|字体|(?:阅读|浏览|点击|访问)(?:次数|量|数)?|打印|分享|发布(?:机构|者|单位|人)|信息分类|索引号)\s?[:：]"
)
_FROM = re.compile(r"(?:来源|稿源|出处)\s?[:：]\s?([一-龥A-Za-z]{2,30})")
_PAPER = re.compile(r"(?<=[\d\s])([一-龥]{2,6}(?:日报|晚报|晨报|早报|时报|商报|都市报|政协报))")
_SITE_END = re.compile(r"\s{0,3}(?:__|[_|｜]|--|——|\s-\s|-|—|–)\s{0,3}")
_IS_SITE = re.compile(
    r"网|政府$|政协$|人大$|门户|频道|首页|日报|公报$|平台|[局厅委]$|信息公开|政务公开|工作报告$|统计公报$"
)
_NAMES_REPORT = re.compile(
    r"报告|公报|总结|要点|综述|纪实|计划|规划|预算|决算|决议|意见|通知|讲话|白皮书|解读|摘编|方案|公告|亮点"
)
_TITLE_CLASS = re.compile(r"(?<![a-z])(?:(?:arti_|news|article|detail_)?title|tit|bt|biaoti|headline)(?![a-z])")
_LONGEST_ABOUT = 160
_LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Head:
    """title, publisher, site, address: "" where the page does not say. day: it was published."""

    title: str
    publisher: str
    day: date | None
    address: str


def is_about_the_page(line: Line) -> bool:
    """Whether a line tells of the article's publication: `2024-02-22 15:13 邯郸日报 编辑:某　字号：[大 中 小]`."""
    if line.length > _LONGEST_ABOUT or "。" in line.text:
        return False
    labels = len(_LABELLED.findall(line.text))
    if labels > 1 or (labels and (_DAY.search(line.text) or _LABELLED.match(line.text.lstrip("【[（( ")))):
        return True
    day = _DAY.search(line.text)
    return (
        bool(day) and line.length <= 40 and bool(_PAPER.search(line.text) or not _HAN.search(_DAY.sub("", line.text)))
    )


_HAN = re.compile("[一-龥]")


def read_head(root: Element, raw: str, around: Sequence[Line], shown: Sequence[Line], *, address: str = "") -> Head:
    """raw: the page's source. around: the lines that tell of the article's publication. shown: those before the article
    ends, in the page's order. address: where it is known.
    """
    metas = _metas(root)
    told = " ".join(line.text for line in around)
    saved = _SAVED.search(raw[:4000])
    canonical = next(
        (each.get("href") or "" for each in root.iter("link") if (each.get("rel") or "") == "canonical"), ""
    )
    known = [address, saved[1] if saved else "", canonical, metas.get("og:url", "")]
    found = _FROM.search(told) or _PAPER.search(told)
    publisher = found[1] if found else _first(metas, _PUBLISHERS) or _named(root, "js_name") or _first(metas, _SITES)
    return Head(
        title=_title(root, metas, shown),
        publisher=joined(publisher)[:40],
        day=_day(_first(metas, _DAYS)) or _day(told),
        address=next((each for each in known if each.startswith(("http://", "https://"))), ""),
    )


def _metas(root: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in root.iter("meta"):
        name = (each.get("name") or each.get("property") or "").lower()
        content = joined(each.get("content") or "")
        if name and content:
            found.setdefault(name, content)
    return found


def _first(metas: dict[str, str], names: Sequence[str]) -> str:
    return next((metas[name] for name in names if metas.get(name)), "")


def _named(root: Element, name: str) -> str:
    found = next((each for each in root.iter("a", "span", "div", "strong") if each.get("id") == name), None)
    return joined("".join(found.itertext())) if found is not None else ""


def _title(root: Element, metas: dict[str, str], shown: Sequence[Line]) -> str:
    """As its heading has it, where the page's own title begins with that; else the page's, without the site's name.

    A title that the page does not show and that names no report is the site's; then a line made up as a title counts.
    """
    element = next(root.iter("title"), None)
    whole = joined("".join(element.itertext())) if element is not None else ""
    headings = [line.text for line in shown if line.owner.tag in HEADINGS]
    within = [each for each in headings if 4 < len(each) <= _LONGEST_TITLE and whole.startswith(each)]
    told = _first(metas, _TITLES)
    if told and (not whole or whole.startswith(told)):
        return told
    if within:
        return max(within, key=len)
    title = _without_site(whole)
    if len(title) > 3 and (_NAMES_REPORT.search(title) or any(line.text.startswith(title) for line in shown)):
        return title
    made_up = (line.text for line in shown if 4 < line.length <= _LONGEST_TITLE and not line.linked and _is_title(line))
    return next(made_up, "") or told or _named(root, "activity-name")


def _is_title(line: Line) -> bool:
    names = f"{line.owner.get('class') or ''} {line.owner.get('id') or ''}".lower()
    return line.owner.tag in ("h1", "h2") or bool(_TITLE_CLASS.search(names))


def _without_site(title: str) -> str:
    pieces = [(match.start(), title[match.end() :]) for match in _SITE_END.finditer(title)]
    for start, rest in pieces:
        if start >= 4 and _IS_SITE.search(rest) and len(rest) <= 60:
            return title[:start].strip()
    return title


def _day(text: str) -> date | None:
    found = _DAY.search(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None
