"""What a report says about itself: title, kind, place, dates, session, speaker, publisher."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.language.dates import DAY, YEAR, normal_digits
from index.reports.periods import Periods, detect_periods, titled_periods
from index.reports.places import detect_place
from index.types import Annotation, Kind, Place

__all__ = ["Metadata", "detect_kind", "detect_metadata"]

_HEAD = 1500
_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_FIELD = re.compile(r"^(title|source):[ \t]*+(.*[^ \t\n]|)[ \t]*$", re.MULTILINE)
_COMMENT = re.compile(r"<!--((?:(?!<!--).)*?)-->", re.DOTALL)
_MARKUP = re.compile(r"\*+|^[ \t]*#+[ \t]*|^[ \t]*>[ \t]?", re.MULTILINE)

_CONTINUED = re.compile(r"\A[\s(（]*上接第.{1,3}版")
_PROPOSAL_TITLE = re.compile(
    r"^(?!.*人民政府).*提案(?:办理)?(?:工作)?的?(?:办理)?(?:情况)?的?(?:报告|通报|汇报)|提案委员会.{0,6}报告"
)
_CPPCC_TITLE = re.compile(
    r"(?:政协|政治协商会议|(?<!大会)常务委员会|(?<!人大)常委会).{0,30}工作(?:报告|综述)|"
    r"政协.{0,6}工作(?:亮点|回顾|总结)|政协.{0,30}履职(?:纪实|综述)"
)
# Reports of other bodies, told by their title in the first lines; government reports name some of them in passing.
_OTHER_TITLE = re.compile(
    r"^[^，。；：:]{0,40}(?:法院|检察院|人民代表大会常务委员会|人大常委会|监察委员会|预算|决算|统计公报|"
    r"社会发展计划|[局厅委](?:员会)?|办公室|中心)[^，。；：:]{0,40}(?:报告|公报|总结|要点|思路|打算|通报|综述)(?:[（(\[〔].{0,12})?$|"
    r"国民经济和社会发展统计公报"
)
_OTHER_LINES = 6
_GOVERNMENT_TITLE = re.compile(r"政府.{0,6}工作报告")
_GOVERNMENT_SPEAKS = re.compile(
    r"(?:代表|受)(?:国务院|[^，。\n]{0,16}政府)[^。\n]{0,12}[，,]?\s*(?:向|作)|人民代表大会第.{1,3}次会议上?[）)]?\s*\n"
)
_CPPCC_SPEAKS = re.compile(r"(?:代表|受)(?:[^，。\n]{0,20}(?:政协|常务委员会|常委会))[^。]{0,30}报告(?:工作|提案)?")

_TITLE_LINE = re.compile(r"报告|工作(?:亮点|回顾|总结)|要点|纲要")
_NOT_A_TITLE = re.compile(rf"热线|编辑|记者|^\W*{YEAR}\s*年.*会议上|本报讯|^[（(]|^目录|各位|^(?:一|1)[、.]")
_TITLE_LIMIT = 60
_GREETING_LINE = re.compile(r"^各位(代表|委员)[，,、！!:：]", re.MULTILINE)
_REVIEW_LINE = re.compile(rf"{YEAR}\s*年.{{0,10}}工作.{{0,6}}(?:回顾|总结|情况)")
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
    and planned, first to last, each listed; () for an unrelated part. session: "十五届二次会议". "" where nothing is
    said.
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
    kind = _kind(part)
    # A government report names its place again and again; the others may name it in the title alone.
    title = part.title if kind in {"government_report", "unrelated"} else _title(part)
    place = detect_place(part.body, title=title, source=part.source)
    if place is None and (start > 0 or end < len(text)):
        document = _plain(text, 0, len(text), annotations)
        place = detect_place(document.body, title=document.title, source=document.source)
    periods = detect_periods(part.body, title=part.title, captions=part.captions)
    if kind == "unrelated":
        periods = Periods(None, (), ())
    elif kind != "government_report" and (kind == "other_report" or not periods.covers):
        periods = titled_periods(title, periods)
    return Metadata(
        title=_title(part),
        kind=kind,
        place=place,
        delivered=periods.delivered,
        covers=periods.covers,
        plans=periods.plans,
        session="" if kind == "unrelated" else _session(part, kind),
        speaker="" if kind == "unrelated" else _speaker(part),
        publisher=_publisher(part.body) or _publisher(text),
    )


def detect_kind(text: str, start: int, end: int) -> Kind:
    """What sort of text text[start:end] of a document is; "unrelated" when it is no work report."""
    return _kind(_plain(text, start, end, ()))


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


def _lines(body: str, limit: int = _HEAD) -> list[str]:
    return [line.strip() for line in body[:limit].split("\n") if line.strip()]


def _kind(part: _Part) -> Kind:
    if _CONTINUED.match(part.body):
        return "unrelated"
    head = part.body[:_HEAD]
    titles = [part.title, *(line for line in _lines(part.body, len(part.body)) if len(line) <= _TITLE_LIMIT)][:60]
    for line in titles[:_OTHER_LINES]:
        if _PROPOSAL_TITLE.search(line) or _CPPCC_TITLE.search(line) or _GOVERNMENT_TITLE.search(line):
            break
        if _OTHER_TITLE.search(line):
            return "other_report"
    for line in titles:
        if _PROPOSAL_TITLE.search(line):
            return "proposal_report"
        if _CPPCC_TITLE.search(line):
            return "cppcc_report"
        if _GOVERNMENT_TITLE.search(line):
            return "government_report"
    if _GOVERNMENT_SPEAKS.search(head):
        return "government_report"
    if _CPPCC_SPEAKS.search(head):
        return "cppcc_report"
    greeted = _GREETING_LINE.search(part.body)
    if greeted and any(_REVIEW_LINE.search(line) for line in titles):
        return "government_report" if greeted[1] == "代表" else "cppcc_report"
    return "unrelated"


def _title(part: _Part) -> str:
    """As printed: from the front matter, else the first line that names the sort of report, else the first line."""
    if part.title:
        return part.title
    lines = _lines(part.body, 2 * _HEAD)
    candidates = [re.split(r"——|──|--", line.lstrip("—─-―· "))[0].strip() for line in lines]
    candidates = [line for line in candidates if 3 < len(line) <= _TITLE_LIMIT and not _NOT_A_TITLE.search(line)]
    for pattern in (_PROPOSAL_TITLE, _CPPCC_TITLE, _GOVERNMENT_TITLE, _OTHER_TITLE, _TITLE_LINE):
        for line in candidates:
            if pattern.search(line):
                return line
    return lines[0][:_TITLE_LIMIT] if lines else ""


def _session(part: _Part, kind: Kind) -> str:
    """The meeting it was given at, not one it looks back on (省十一届人大四次会议确定的任务)."""
    pattern = _PEOPLES_CONGRESS if kind == "government_report" else _CPPCC_SESSION
    head = part.title + "\n" + part.body[:_HEAD]
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
    opening = part.body[: greeting.start()] if greeting and greeting.start() < _HEAD else part.body[:_HEAD]
    for line in _lines(opening):
        match = _OFFICE_LINE.search(line) if len(line) <= _TITLE_LIMIT else None
        if match and "会议" not in match["name"]:
            return _joined(match["name"])
    titled = _NAMED_IN_TITLE.search(part.title + "\n" + opening)
    if titled:
        return _joined(titled["name"])
    if greeting and greeting.start() < _HEAD:
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
