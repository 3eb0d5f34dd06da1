"""What one line of a report is: a heading by its mark, a by-line, a finished sentence.

The rules are about the genre's typography, not about any one file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

__all__ = [
    "BYLINE",
    "SENTENCE_END",
    "TURN_PAGE",
    "MarkedHeading",
    "Style",
    "is_byline",
    "is_dateline",
    "is_finished",
    "is_title",
    "marked_heading",
    "plain",
]

Style = Literal[
    "markdown",  # ## 2023年工作回顾
    "chapter",  # 第一章 总则
    "ordinal",  # 一、2023年工作回顾
    "bracketed ordinal",  # （一）建言资政
    "number",  # 1．经济平稳增长。
    "bracketed number",  # （1）…
    "bullet",  # ■紧扣中心工作
    "dash",  # ——战略地位日益突出。
    "bold",  # **强力推进对接融合**
]
SENTENCE_END = "。！？!?"
TURN_PAGE = re.compile(r"[（(]下转第?.{1,4}版[^）)\n]{0,6}[）)]")
_CLOSERS = "”’」』）)】》〉\"'*"
_ORDINAL = "[一二三四五六七八九十百]{1,4}"
_MARKS: tuple[tuple[Style, re.Pattern[str]], ...] = (
    ("chapter", re.compile(rf"第{_ORDINAL}(?:章|部分|篇|节)[ 　：:、]?")),
    # "一、二、三产业" opens a paragraph about industries, not a section.
    ("ordinal", re.compile(rf"(?!一、二)(?:{_ORDINAL}(?:、|[．.](?!\d))|[一二三四五六七八九]，(?=[^。]{{0,200}}$))")),
    ("bracketed ordinal", re.compile(rf"[（(]\s*{_ORDINAL}\s*[）)]")),
    ("number", re.compile(r"[\d０-９]{1,2}\s*[．.、](?![\d０-９])")),
    ("bracketed number", re.compile(r"(?:[（(][\d０-９]{1,2}[）)]|[①-⑳])")),
    ("bullet", re.compile(r"[■●◆▲★◎◇○▶►]+")),
    ("dash", re.compile(r"(?:——|—)(?=[^—])")),
)
BYLINE = re.compile(
    r"^[□■◎●]?\s*+(?:本报|本台|[\u4e00-\u9fff]{2,12}?(?:报|报社|网|台|社|融媒体中心|全媒体)[\u4e00-\u9fff]{0,6})?"
    r"(?:首席|特派|见习|全媒体|融媒体)?\s*(?:记者|通讯员|特约记者|评论员)[：:\s][^。！？；，]{2,40}$"
)
_BYLINE_TAIL = re.compile(r"[。！？”]\s+(?:本报)?(?:全媒体)?(?:记者|通讯员|文/|图/|摄影)[^。！？；，]{2,40}$")
_TITLE = re.compile(
    r"(?:报告|公报|白皮书|工作要点|部门决算)(?:解读|摘编|摘要|出炉|全文)?$|报告》?[（(](?:解读|摘要|全文)[）)]$|^——.*[会议期]上$"
)
_DATELINE = re.compile(
    r"^[—（(]*\s*[\d〇○零一二三四五六七八九]{4}\s*年\s*\S{1,2}\s*月\s*\S{1,3}\s*日.{0,40}(?:会议?|大会|通过|届)(?!.*[。；])"
)
# Bold opening words are a heading when a stop or a space ends them: not "**这一年，**我们…", "**提案工作**扎实有效".
_RUN_IN = re.compile(r"[。：:！]\*\*|[^，,、。]\*\*(?:[。：:\s\u3000]|$)")
_MARKUP = re.compile(r"^#{1,6}\s+|\*\*")
MAX_HEADING = 60


@dataclass(frozen=True, slots=True)
class MarkedHeading:
    """A heading that shows by its mark. text: without markup and bullet. length: of the line's head that it takes up.

    alone: nothing else stands on the line. markdown_level: 1 to 6, or 0 without `#`.
    """

    style: Style
    text: str
    length: int
    alone: bool
    markdown_level: int


def plain(line: str) -> str:
    """The line without Markdown marks and surrounding space."""
    return _MARKUP.sub("", line).strip() if "#" in line or "**" in line else line.strip()


def is_finished(line: str) -> bool:
    """Whether the line ends as a sentence does: "…取得新成效。”" does, "…以学" does not."""
    body = TURN_PAGE.sub("", line).rstrip().rstrip(_CLOSERS).rstrip()
    if not body:
        return True
    return body[-1] in SENTENCE_END + "；;：:…." or bool(_BYLINE_TAIL.search(line))


def is_byline(line: str) -> bool:
    """Whether the line names who wrote the piece: "□新乡日报全媒体记者 苏洪峰"."""
    return bool(BYLINE.match(plain(line)))


def is_dateline(line: str) -> bool:
    """Whether the line says when and where the report was given: "（2004年1月13日沈阳市第十三届…会议通过）"."""
    return bool(_DATELINE.search(plain(line)))


def is_title(line: str) -> bool:
    """Whether the line is a report's title or its dateline: "…常务委员会工作报告", "——2024年1月31日在…会议上"."""
    return bool(_TITLE.search(plain(line)))


def marked_heading(line: str) -> MarkedHeading | None:
    """The heading at the head of a line, or None.

    Example: `（一）悟思想、铸忠魂。深入开展…` → "（一）悟思想、铸忠魂", not alone.
    """
    level = 0
    offset = 0
    if hashes := re.match(r"(#{1,6})\s+", line):
        level, offset = len(hashes[1]), hashes.end()
    rest = line[offset:]
    bold = re.match(r"\*\*(.+?)\*\*", rest)
    bare = _MARKUP.sub("", rest).strip()
    mark = next(((style, found) for style, pattern in _MARKS if (found := pattern.match(bare))), None)
    if mark is None and not level and not bold:
        return None
    if mark and mark[0] == "bullet" and is_byline(bare):
        return None
    if mark is None and not level and bold and not _RUN_IN.match(rest[bold.end(1) - 1 :]):
        return None
    style: Style = mark[0] if mark else ("markdown" if level else "bold")
    limit = 40 if style == "dash" else MAX_HEADING
    if is_title(bare) and style == "dash":
        return None
    head, length = _head(rest, bare, bold, limit=limit)
    if not head or (mark and len(head) <= mark[1].end()):
        return None
    # An item of a list or a glossary entry is a sentence, not a heading.
    if style in ("number", "bracketed number") and len(bare) > 25 and length == len(rest) and is_finished(bare):
        return None
    alone = not _MARKUP.sub("", rest[length:]).strip(" 　。")
    text = head[mark[1].end() :] if mark and style in ("bullet", "dash") else head
    return MarkedHeading(style, text.strip().rstrip("。：:；;！"), offset + length, alone, level)


def _head(rest: str, bare: str, bold: re.Match[str] | None, *, limit: int) -> tuple[str, int]:
    """The heading's words and how much of the line they take; empty when the line opens with a long sentence."""
    if bold and bold[1].count("。") <= 1 and len(bold[1]) <= limit and bold[1].strip(" 　—*"):
        end = bold.end()
        end += len(re.match(r"[。：:]?(?:\*\*)?", rest[end:])[0])  # type: ignore[index]
        tail = _MARKUP.sub("", rest[end:]).strip()
        if tail and len(bare) <= limit and not any(mark in bare for mark in SENTENCE_END):
            return bare, len(rest)
        return _MARKUP.sub("", bold[1]).strip(), end
    first = re.search(rf"[{SENTENCE_END}]", rest)
    if first is None:
        return (bare, len(rest)) if len(bare) <= limit else ("", 0)
    end = first.end()
    end += len(re.match(r"(?:\*\*)?", rest[end:])[0])  # type: ignore[index]
    head = _MARKUP.sub("", rest[: first.start()]).strip()
    return (head, end) if len(head) <= limit else ("", 0)
