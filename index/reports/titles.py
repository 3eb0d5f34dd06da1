"""Which line of a text is the title of a report, and of what kind and form that report is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.kinds import BY_KEY, KINDS, UNRELATED
from index.types import Form, Kind

__all__ = ["HEAD", "TITLE_LIMIT", "Titled", "find_kind", "is_resolution", "kind_of_title", "short_lines"]

HEAD = 1500  # characters at the start among which a report says what it is
TITLE_LIMIT = 60
# Titles of these stand anywhere among the first short lines, as newspapers print them; of others only at the top.
_ANYWHERE = ("proposal_report", "cppcc_report", "government_report")
_MOST_LINES, _TOP, _VERY_TOP = 60, 6, 4
_OTHER: Kind = "other_report"

_MARKS = re.compile(r"^[\s#*>—─\-·■◆●□【《]+")
_SPACED = re.compile(r"(?<=[一-龥\d])[ \t\u3000]+(?=[一-龥\d])")
_APPENDED = re.compile(r"(?:[(（\[［〔【][^()（）\[\]［］〔〕【】]{0,50}[)）\]］〕】]|[①-⑳*＊》】]|\[\d)\s?$")
_HANDED_ON = re.compile(
    r"(?P<by>^[^《》]{0,40}?)(?:关于)?(?:印发|转发|发布|公布)[^《》]{0,20}《(?P<title>[^《》]{4,60})》"
)
# What is said of a report, rather than one: 召开…会议听取…工作报告, …工作报告的决议, 贯彻落实政府工作报告.
_OF_REPORTS = re.compile(
    r"召开|听取|审议(?!稿|案件|意见)|举行|强调|会见|调研(?!报告)|表决|学习|传达|视察|座谈|致辞|发言|答记者问|热议|"
    r"讨论(?!稿)|审查(?!批准|调查)|开幕|闭幕|讲话|说起|点赞|反响|"
    r"(?:决议|决定|公告|通知|复函|函|批复|规定|条例|办法|方案|议程|日程|名单|意见|启事|通告|公示|实录|目录)$"
)
_NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十\d]{1,3}[)）]|第[一二三四五六七八九十]部分|\d{1,2}[.、．]|"
    r"附件\d{0,2}[:：]"
)
_NO_MORE_OF_IT = re.compile(rf"^(?:{_NUMBERED.pattern})|[:：]$")
_RESOLVED = re.compile(r"(?:决议|决定|讲话|致辞|公告|条例|规定|办法)$")
_REPRESENTS = re.compile(r"代表(?:国务院|[^，。\n]{0,16}政府)[^。\n]{0,12}[，,]?\s*(?:向|(?<!工)作)")
_CONTINUED = re.compile(r"\A[\s(（]*上接第.{1,3}版")
_GREETING_LINE = re.compile(r"^各位(代表|委员)[，,、！!:：]", re.MULTILINE)
_REVIEW_LINE = re.compile(r"(?:19|20)\d\d\s*年.{0,10}工作.{0,6}(?:回顾|总结|情况)")
_EXPLAINS = re.compile(r"解读|图解|[读看]懂|图说|数[读说看]|速[览读]|看点|划重点")
_EXCERPTS = re.compile(r"摘[编登要录发]|节选|选登|综述|纪实|亮点|缩写|概要")
_EXCERPTED_BELOW = re.compile(r"(?:现|本报|予以?)?(?:将[^。\n]{0,30})?摘[编登要录发]如下")
_MENU_WORD = 8
# What a menu has, and the cover of a report has not: 海南省水资源公报, 2021, 海南省水务厅, 编制说明.
_OF_MENUS = re.compile("首页|导航|要闻|新闻|动态|公开|互动|交流|服务|专[题栏]|概况|政策|解读|投诉|热线|登录|更多")


@dataclass(frozen=True, slots=True)
class Titled:
    """kind and form of a text. title: the line that says the kind, as printed; "" where the opening does."""

    kind: Kind
    form: Form
    title: str


def find_kind(title: str, body: str) -> Titled:
    """What sort of text this is; "unrelated" when it is no report. title: from its front matter, or ""."""
    if _CONTINUED.match(body):
        return Titled(UNRELATED, "whole", "")
    lines = [title, *short_lines(body)] if title else short_lines(body)
    kind, line = _by_titles(lines, body)
    return Titled(kind, "whole" if kind == UNRELATED else _form(line, lines, body), line)


def short_lines(body: str) -> list[str]:
    """The first lines that are no longer than a title, without those of a site's menu."""
    found = [line for line in map(str.strip, body.split("\n")) if line and len(line) <= TITLE_LIMIT][:_MOST_LINES]
    return list(_without_menu(found))


def kind_of_title(line: str) -> Kind | None:
    """The kind of the report of which this is the title; None where it is the title of none."""
    bare = _bare(line)
    if handed := _HANDED_ON.search(bare):
        told = kind_of_title(handed["title"])
        # 驻马店市农业农村局关于印发《2024年全市农业农村工作要点》的通知: whose it is stands before it.
        return kind_of_title(handed["by"] + handed["title"]) if told == _OTHER else told
    if _NUMBERED.match(bare) or "。" in bare or bare.endswith(("，", "；", "、", ",", ";", "：", ":")):
        return None
    said_of = _OF_REPORTS.search(bare)
    if said_of and not _EXPLAINS.search(bare):
        return None
    return next((kind.key for kind in KINDS if kind.titles and kind.titles.search(bare)), None)


def is_resolution(line: str) -> bool:
    """Whether it is the title of a resolution, a speech or the like: 关于政府工作报告的决议."""
    return _RESOLVED.search(_bare(line)) is not None


def _by_titles(lines: Sequence[str], body: str) -> tuple[Kind, str]:
    """The kind and the line that says it."""
    head = body[:HEAD]
    top = [(kind_of_title(line), line) for line in _with_joined(lines[:_TOP])]
    for kind, line in top:
        if kind is not None and kind != _OTHER:
            return kind, line
    if any(is_resolution(line) for line in lines[:2]):
        return UNRELATED, ""
    other = next((line for kind, line in top[:_VERY_TOP] if kind == _OTHER), "")
    if other and not _REPRESENTS.search(head):
        return _OTHER, other
    for line in lines[_TOP:]:
        kind = kind_of_title(line)
        if kind in _ANYWHERE:
            return kind, line
    for row in KINDS:
        if row.says and row.says.search(head):
            return row.key, ""
    greeted = _GREETING_LINE.search(body)
    if greeted and any(_REVIEW_LINE.search(line) for line in lines):
        return ("government_report" if greeted[1] == "代表" else "cppcc_report"), ""
    return UNRELATED, ""


def _with_joined(lines: Sequence[str]) -> Iterator[str]:
    """Each line; a title broken over two or three lines, that says its kind only as a whole, as one."""
    taken = 0
    for number, line in enumerate(lines):
        if number < taken:
            continue
        for several in (2, 3):
            run = lines[number : number + several]
            told = [kind_of_title(each) for each in run]
            whole = kind_of_title("".join(run)) if len(run) == several and _may_be_one(run) else None
            if whole is not None and all(each in (None, _OTHER) for each in told) and BY_KEY[whole].key != _OTHER:
                yield "".join(run)
                taken = number + several
                break
        else:
            yield line


def _may_be_one(run: Sequence[str]) -> bool:
    """Whether lines may be one title: not 关于做好…决算公开的通知 and 市直各部门：, nor a title and 一、部门概况."""
    if sum(map(len, run)) > TITLE_LIMIT or _OF_REPORTS.search(_bare(run[0])):
        return False
    return not any(map(_NO_MORE_OF_IT.search, map(_bare, run[1:])))


def _without_menu(lines: Sequence[str]) -> Iterator[str]:
    """Without four and more words in a row that stand alone: 首页, 政务公开, 政府工作报告, 统计公报."""
    run: list[str] = []
    for line in (*lines, "\n"):
        if line != "\n" and len(line) <= _MENU_WORD and not _GREETING_LINE.match(line):
            run.append(line)
            continue
        if len(run) < 4 or not any(map(_OF_MENUS.search, run)) or not any(map(kind_of_title, run)):
            yield from run
        run = []
        if line != "\n":
            yield line


def _bare(line: str) -> str:
    """Without marks before it, spaces within, notes and what stands in brackets behind it."""
    bare = _SPACED.sub("", _MARKS.sub("", line.strip()))
    for _ in range(3):
        bare = _APPENDED.sub("", bare).rstrip()
    return bare


def _form(line: str, lines: Sequence[str], body: str) -> Form:
    for each in (line, *lines[:3]):
        if _EXPLAINS.search(each):
            return "interpretation"
        if _EXCERPTS.search(each):
            return "excerpt"
    return "excerpt" if _EXCERPTED_BELOW.search(body[:600]) else "whole"
