"""Report → Reference: what a list of references says of it. A field that the report does not print stays empty."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from index.kinds import BY_KEY, OF_CPPCC, UNRELATED
from index.language.gazetteer import Gazetteer
from index.types import Report

__all__ = ["Reference", "ReferenceKind", "reference_of"]

ReferenceKind = Literal["report", "article-newspaper", "webpage", "document"]

_NEWSPAPER = re.compile(r"报$")
_FRONT_MATTER = re.compile(r"\A---\n(?P<head>.*?)\n---\n", re.DOTALL)
_URL = re.compile(r"^(?:source|url|link|来源|网址)\s*[:：]\s*(?P<url>https?://\S+)", re.MULTILINE)
_HEAD = 400
_PUBLISHED = re.compile(
    r"^(?:发布日期：)?(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?: 来源：.{1,40})?$", re.MULTILINE
)
# 新乡日报全媒体记者 廖亮; 记者 李荣、孙清利. A name ends at white space, a bracket or a stop.
_REPORTERS = re.compile(
    r"(?:本报|全媒体|首席|见习|特约)记者[ \t　:：]*"
    r"(?P<names>[㐀-鿿·]{2,4}(?:[、 \t　][㐀-鿿·]{2,4})*)(?=[\s)）,，。]|$)"
)
# 2024-02-22 15:13 邯郸日报: a day printed beside the paper's name is the day it came out.
_PRINTED_DAY = (
    r"(?P<year>(?:19|20)\d\d)[-年/.](?P<month>\d{{1,2}})[-月/.](?P<day>\d{{1,2}})日?[ \t　\d:：]{{0,12}}{paper}"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of a list of references.

    authors: a body or people, as printed. container: the newspaper. issued: the day the newspaper came out, of a report
    the day it was given. event, event_date: the session and its day, where the two differ.
    """

    id: str
    kind: ReferenceKind
    authors: tuple[str, ...]
    title: str
    container: str
    publisher: str
    issued: date | None
    event: str
    event_date: date | None
    place: str
    source: str
    url: str
    accessed: date | None


def reference_of(report: Report) -> Reference:
    """How the report is cited: as a web page where it was fetched, a newspaper's article, a report, else a document."""
    head = report.text[report.start : report.start + _HEAD]
    newspaper = report.publisher if _NEWSPAPER.search(report.publisher) else ""
    url = report.url or _url(report.text)
    if report.url:
        kind: ReferenceKind = "webpage"
    elif newspaper:
        kind = "article-newspaper"
    elif report.kind != "unrelated":
        kind = "report"
    else:
        kind = "webpage" if url else "document"
    reporters = _reporters(head)
    body = _body(report)
    return Reference(
        id=f"wenzheng-{report.id}",
        kind=kind,
        authors=reporters or ((body,) if body else ()),
        title=_title(report.title) or report.source,
        container=newspaper,
        publisher="" if newspaper else report.publisher,
        issued=_issued(report, head, newspaper),
        event=report.session,
        event_date=report.delivered,
        place=report.place,
        source=report.source,
        url=url,
        accessed=report.accessed if report.url else None,
    )


def _issued(report: Report, head: str, newspaper: str) -> date | None:
    """The day it came out; of a page that does not print it, and of what was not published, the day it was given."""
    printed = _printed_day(head, newspaper) if newspaper else _published_day(report.text)
    return printed if newspaper and not report.url else printed or report.delivered


def _title(title: str) -> str:
    """One line, as printed: 《…》 around the whole of it is dropped, for the entry marks where a title ends."""
    line = " ".join(title.split())
    whole = re.fullmatch(r"《([^《》]+)》", line)
    return whole[1] if whole else line


def _url(text: str) -> str:
    front = _FRONT_MATTER.match(text)
    found = _URL.search(front["head"]) if front else None
    return found["url"] if found else ""


def _reporters(head: str) -> tuple[str, ...]:
    found = _REPORTERS.search(head)
    return tuple(re.split(r"[、 \t　]+", found["names"])) if found else ()


def _published_day(text: str) -> date | None:
    """As the reading of web pages writes it below the title."""
    found = _PUBLISHED.search(text[:_HEAD])
    return _day(found)


def _printed_day(head: str, paper: str) -> date | None:
    found = re.search(_PRINTED_DAY.format(paper=re.escape(paper)), head)
    return _day(found)


def _day(found: re.Match[str] | None) -> date | None:
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"])) if found else None
    except ValueError:  # 2024-02-30 is a misprint, not a day
        return None


def _body(report: Report) -> str:
    """Who gives such a report: 政协新乡市委员会常务委员会, 苏州市人民政府; of an unknown place its speaker."""
    if report.kind == UNRELATED:
        return ""
    author = BY_KEY[report.kind].author
    if not author:
        return report.body or report.speaker
    if not report.place_code:
        return report.body if report.body and report.kind not in OF_CPPCC else report.speaker
    return author.format(place=_own_name(report.place_code))


def _own_name(code: str) -> str:
    """A county with its city, since many share a name: 郑州市中原区; any other by itself: 新乡市."""
    gazetteer = _gazetteer()
    place, above = gazetteer.place(code), gazetteer.parent(code)
    return f"{above.name}{place.name}" if above and place.level == "county" else place.name


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer.load()
