"""What a report says about itself: title, kind, place, dates, session, speaker, publisher."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.kinds import BY_KEY, UNRELATED
from index.language.dates import DAY, YEAR, normal_digits
from index.reports.issuers import detect_body
from index.reports.periods import Periods, detect_periods, months_of, names_plan, titled_periods, years_told
from index.reports.places import detect_place, is_national_title
from index.reports.titles import HEAD, TITLE_LIMIT, Titled, find_kind, kind_of_title, short_lines
from index.types import Annotation, Form, Kind, Place

__all__ = ["Metadata", "detect_kind", "detect_metadata"]

_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_FIELD = re.compile(r"^(title|source):[ \t]*+(.*[^ \t\n]|)[ \t]*$", re.MULTILINE)
_COMMENT = re.compile(r"<!--((?:(?!<!--).)*?)-->", re.DOTALL)
_MARKUP = re.compile(r"\*+|^[ \t]*#+[ \t]*|^[ \t]*>[ \t]?", re.MULTILINE)

_MOST_LINES = 60
_TITLE_LINE = re.compile(r"报告|工作(?:亮点|回顾|总结)|要点|纲要")
_ONLY_YEARS = re.compile(rf"[（(]?(?:{YEAR})\s?年?度?(?:\s?[-—–~至]{{1,2}}\s?(?:{YEAR})\s?年?度?)?[）)]?")
_TITLE_BEGINS = re.compile(r"关于[^，。；：]{4,60}$")
_NOT_A_TITLE = re.compile(rf"热线|编辑|记者|^\W*{YEAR}\s*年.*会议上|本报讯|^[（(]|^目录|各位|^(?:一|1)[、.]")
_GREETING = re.compile(r"各位(?:代表|委员|同志)")

_NUMBER = r"[一二三四五六七八九十百]{1,4}|\d{1,3}"
_PEOPLES_CONGRESS = re.compile(rf"第?({_NUMBER})届(?:[^，。\n]{{0,14}}?)(?:人民代表大会|人大)\s*第?({_NUMBER})次")
_CPPCC_SESSION = re.compile(
    rf"(?:政协|政治协商会议)[^，。\n]{{0,24}}?第?({_NUMBER})届[^，。\n]{{0,16}}?第?({_NUMBER})次"
)
_ANY_SESSION = re.compile(rf"第?({_NUMBER})届[^，。\n]{{0,16}}?第?({_NUMBER})次")
_HELD = re.compile(
    r"(?:全体)?会议(?:第.{1,3}次全体会议)?\s*"
    r"(?:上|[，,。）)*]|$|的?政府工作报告|隆重|胜利|开幕|召开|听取|作|报告|通过)",
    re.MULTILINE,
)

_HAN = "一-龥"
_NAME = rf"(?:[{_HAN}]{{1,8}}[·•・][{_HAN}]{{1,10}}|[{_HAN}](?:[ \u2002\u2003\u3000]*[{_HAN}]){{1,3}})"
_OFFICE = r"(?:省长|市长|州长|盟长|县长|区长|旗长|主席|总理|主任)"
_OFFICE_LINE = re.compile(rf"(?:^|\s|[{_HAN}]){_OFFICE}[ \u2002\u2003\u3000]*(?P<name>{_NAME})$")
_NAME_LINE = re.compile(rf"^(?P<name>{_NAME})$")
_NAMED_IN_TITLE = re.compile(rf"{DAY}\s*(?P<name>{_NAME})\s*[）)]")
_NAMED_IN_SENTENCE = re.compile(rf"主席(?P<name>[{_HAN}]{{2,4}}?)(?:代表|受|同志|作|向)")

_PAPER = rf"(?P<paper>[{_HAN}]{{2,6}}?(?:日报|晚报|晨报|早报|时报|商报|都市报|政协报|新报))"
_PUBLISHERS = (
    re.compile(rf"{_PAPER}(?:社)?(?:全媒体|首席)?(?:记者|讯)"),
    re.compile(rf"(?:来源|稿源)[:：]\s*(?P<paper>[{_HAN}A-Za-z]{{2,15}})"),
    re.compile(rf"\d{{4}}-\d{{1,2}}-\d{{1,2}}(?:\s+\d\d:\d\d(?::\d\d)?)?\s+{_PAPER}"),
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """One report's description of itself, read from its text alone.

    place: None when the text does not make it certain. delivered: None when not printed. covers, plans: years reviewed
    and planned, first to last, each listed; () for an unrelated part. session: "十五届二次会议". form, body, months: as
    those of a Report. "" where nothing is said.
    """

    title: str
    kind: Kind
    place: Place | None
    delivered: date | None
    covers: tuple[int, ...]
    plans: tuple[int, ...]
    session: str
    speaker: str
    publisher: str
    form: Form = "whole"
    body: str = ""
    months: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """A report's text made plain: title and source of its front matter, captions, and the body without markup."""

    title: str
    source: str
    captions: str
    body: str


def detect_metadata(text: str, start: int, end: int, *, annotations: Sequence[Annotation] = ()) -> Metadata:
    """The metadata of the report text[start:end] of a document.

    annotations: tell where the document's front matter ends; without them it is looked for. A part that does not name
    its place has the document's.
    """
    part = _plain(text, start, end, annotations)
    found = find_kind(part.title, part.body)
    kind = found.kind
    title = _title(part, found)
    # A government report names its place again and again; the others may name it in the title alone.
    speaks = part.title if kind in {"government_report", UNRELATED} and not is_national_title(title) else title
    place = detect_place(part.body, title=speaks, source=part.source)
    if place is None and (start > 0 or end < len(text)):
        document = _plain(text, 0, len(text), annotations)
        place = detect_place(document.body, title=document.title, source=document.source)
    if kind == UNRELATED:
        return Metadata(title, kind, place, None, (), (), "", "", _publisher(part.body) or _publisher(text))
    periods = _periods(part, kind, title)
    return Metadata(
        title=title,
        kind=kind,
        place=place,
        delivered=periods.delivered,
        covers=periods.covers,
        plans=periods.plans,
        session=_session(part, kind),
        speaker=_speaker(part),
        publisher=_publisher(part.body) or _publisher(text),
        form=found.form,
        body=detect_body(found.title or title, short_lines(part.body), part.body[:HEAD]),
        months=months_of(title),
    )


def _periods(part: _Part, kind: Kind, title: str) -> Periods:
    read = detect_periods(part.body, title=part.title, captions=part.captions)
    how = BY_KEY[kind].periods
    if kind == "government_report":  # 2024年政府工作报告 is the one given in 2024
        return read if read.covers else detect_periods(part.body, title=title, captions=part.captions)
    if how == "review" and read.covers and not names_plan(title) and months_of(title) is None and "总结" not in title:
        return read
    found = titled_periods(_with_years_beside(title, part.body), read, how)
    if found.covers or found.plans:
        return found
    told = years_told(part.body)
    return Periods(found.delivered, (), told) if names_plan(title) else Periods(found.delivered, told, ())


def _with_years_beside(title: str, body: str) -> str:
    """The title with the line above or below it where that is its year and no more, as covers have it: 白皮书, then
    （2018—2022）; 二〇二二年度, then 统计公报.
    """
    lines = _lines(body)
    if title not in lines:
        return title
    at = lines.index(title)
    above, below = lines[:at][-1:], lines[at + 1 :][:1]
    years = [each[0] if each and _ONLY_YEARS.fullmatch(each[0]) else "" for each in (above, below)]
    return f"{years[0]}{title}{years[1]}"


def detect_kind(text: str, start: int, end: int) -> Kind:
    """What sort of text text[start:end] of a document is; "unrelated" when it is no work report."""
    part = _plain(text, start, end, ())
    return find_kind(part.title, part.body).kind


def _plain(text: str, start: int, end: int, annotations: Sequence[Annotation]) -> _Part:
    known = [annotation.end for annotation in annotations if annotation.kind == "front_matter"]
    found = _FRONT_MATTER.match(text)
    head_end = known[0] if known else found.end() if found else 0
    fields: dict[str, str] = dict(_FRONT_FIELD.findall(text[:head_end]))
    first = start < head_end or not text[head_end:start].strip()
    body = normal_digits(text[max(start, head_end) : end])
    captions = "\n".join(_COMMENT.findall(body))
    body = _MARKUP.sub("", _COMMENT.sub("", body))
    return _Part(normal_digits(fields.get("title", "")) if first else "", fields.get("source", ""), captions, body)


def _lines(body: str, limit: int = HEAD) -> list[str]:
    return [line.strip() for line in body[:limit].split("\n") if line.strip()]


def _title(part: _Part, found: Titled) -> str:
    """As printed: from the front matter, else the line that says the kind, else a line about a report, else the first.

    A title may stand before a subtitle: 政府工作报告——2024年1月….
    """
    if part.title:
        return part.title
    lines = _lines(part.body, 2 * HEAD)
    if found.title and found.title not in lines[:_MOST_LINES]:
        return found.title  # broken over lines
    candidates = [re.split(r"——|──|--", line.lstrip("—─-―· "))[0].strip() for line in lines]
    candidates = [line for line in candidates if 3 < len(line) <= TITLE_LIMIT and not _NOT_A_TITLE.search(line)]
    for line in candidates:
        if kind_of_title(line) == found.kind:
            return _with_its_beginning(line, lines)
    for line in candidates:
        if _TITLE_LINE.search(line):
            return line
    return lines[0][:TITLE_LIMIT] if lines else ""


def _with_its_beginning(title: str, lines: Sequence[str]) -> str:
    """关于某市2023年度预算执行和其他|财政收支的审计工作报告: the line above too, where the title begins there."""
    at = lines.index(title) if title in lines else 0
    above = lines[at - 1] if at else ""
    begins = _TITLE_BEGINS.match(above) and not _TITLE_BEGINS.match(title) and kind_of_title(above) is None
    return above + title if begins and len(above) + len(title) <= 2 * TITLE_LIMIT else title


def _session(part: _Part, kind: Kind) -> str:
    """The meeting it was given at, not one it looks back on (省十一届人大四次会议确定的任务)."""
    pattern = _PEOPLES_CONGRESS if BY_KEY[kind].meeting == "congress" else _CPPCC_SESSION
    head = part.title + "\n" + part.body[:HEAD]
    for text, wanted in ((head, pattern), (head, _ANY_SESSION), (part.body, pattern)):
        for match in wanted.finditer(text):
            if _HELD.match(text, match.end()):
                return f"{_chinese(match[1])}届{_chinese(match[2])}次会议"
    return ""


def _chinese(number: str) -> str:
    """15 → 十五; what is Chinese already stays."""
    if not number.isdigit():
        return number
    tens, ones = divmod(int(number), 10)
    digits = "零一二三四五六七八九"
    return ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + (digits[ones] if ones else "")


def _speaker(part: _Part) -> str:
    greeting = _GREETING.search(part.body)
    opening = part.body[: greeting.start()] if greeting and greeting.start() < HEAD else part.body[:HEAD]
    for line in _lines(opening):
        match = _OFFICE_LINE.search(line) if len(line) <= TITLE_LIMIT else None
        if match and "会议" not in match["name"]:
            return _joined(match["name"])
    titled = _NAMED_IN_TITLE.search(part.title + "\n" + opening)
    if titled:
        return _joined(titled["name"])
    if greeting and greeting.start() < HEAD:
        for line in reversed(_lines(opening)):
            match = _NAME_LINE.match(line)
            if match and not _TITLE_LINE.search(line):
                return _joined(match["name"])
    told = _NAMED_IN_SENTENCE.search(part.body)
    return told["name"] if told else ""


def _joined(name: str) -> str:
    """李 亚 平 → 李亚平."""
    return re.sub(r"\s+", "", name)


def _publisher(body: str) -> str:
    for pattern in _PUBLISHERS:
        match = pattern.search(body)
        if match and not match["paper"].startswith("本报"):
            return match["paper"]
    return ""
