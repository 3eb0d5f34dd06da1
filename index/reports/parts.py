"""A document's text to the spans of the pieces printed in it.

A newspaper page may hold several: each begins at the headline above a by-line or a dispatch line, or goes on from
another page. A file may hold several reports: each begins at a title of its own that is not that of the one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.language.dates import YEAR, normal_digits, year_value
from index.language.gazetteer import Gazetteer
from index.reading.headings import is_byline, is_finished, marked_heading, plain
from index.reading.lines import Line, lines_of
from index.reports.roles import is_period_heading
from index.reports.titles import TITLE_LIMIT, is_resolution, kind_of_title
from index.types import Annotation, Kind, Span

__all__ = ["find_parts"]

_DISPATCH = re.compile(
    r"^(?:本报讯|本台消息|[\u4e00-\u9fff]{2,8}讯[（(]|据[\u4e00-\u9fff]{2,8}(?:报|社)(?:消息|电)|新华社.{2,12}电)"
)
_CONTINUED = re.compile(r"^[（(](?:上接|紧接|接|续)第?.{1,6}版?.{0,6}[）)]")
_MOST_HEADLINES = 30  # above a by-line; more lines in a row are no headlines

# A report in a row of them is no shorter; what is, is a line of a table of contents, or of links to others.
_LEAST_REPORT = 200
_LEAST_RUNNING = 40
_OPENING_LINES = 4
_YEARS = re.compile(rf"{YEAR}(?=\s*年|[）)])|^{YEAR}(?=[一-龥])")
_YEAR_PRINTED = re.compile(rf"(?<!\d){YEAR}(?=\s*[年-])")
_NUMBERS = re.compile(r"[\d\s〇一二三四五六七八九十]+")
# What stands below the title of a report and of nothing within it: where and when it was given, by whom, when printed.
_OPENS = re.compile(
    rf"^[—（(\s]*(?:{YEAR})\s*年\s*\S{{1,2}}\s*月.{{0,60}}$|会议上?[）)]?$|^(?:发布|发稿|公布)?(?:日期|时间)[:：]|"
    r"^[一-龥]{2,24}(?:[局厅院部]长|主任|主席|检察长|[省市州县区旗]长)[ \t\u3000]*[一-龥·\s]{2,12}$|"
    r"^[一-龥]{2,20}(?:局|厅|部|委员会|法院|检察院|人民政府|办公室)(?:[ \t\u3000]+[一-龥]{2,20})?$|^各位(?:代表|委员)"
)


@dataclass(frozen=True, slots=True)
class _Title:
    """What tells the title of one report from that of another. series: its words without numbers."""

    line: int
    kind: Kind | None
    years: tuple[int, ...]
    places: tuple[str, ...]
    series: str

    def is_of_another(self, other: _Title) -> bool:
        return (self.kind, self.years, self.places) != (other.kind, other.years, other.places)

    def is_of_series(self, other: _Title) -> bool:
        """Whether the two are of one kind and differ in their year or place alone."""
        return self.kind == other.kind and bool(self.years) and (self.series == other.series or bool(self.places))


def find_parts(text: str, annotations: Sequence[Annotation]) -> tuple[Span, ...]:
    """Spans of the document's pieces in reading order; together they cover the whole text."""
    lines = list(lines_of(text, 0, len(text), annotations))
    starts = sorted({0, *_pieces(lines), *_reports(lines)})
    return tuple(Span(start, end) for start, end in zip(starts, [*starts[1:], len(text)], strict=True))


def _reports(lines: list[Line]) -> Iterator[int]:
    """Where each report after the first begins."""
    titles = [title for number in range(len(lines)) if (title := _title(lines, number)) is not None]
    current: _Title | None = None
    for title, following in zip(titles, [*titles, None][1:], strict=True):
        if current is None:
            current = title
            continue
        end = following.line if following is not None else len(lines)
        if title.is_of_another(current) and _begins(lines, current, title, end):
            current = title
            yield lines[title.line].start


def _title(lines: list[Line], number: int) -> _Title | None:
    words = normal_digits(plain(lines[number].text)).strip()
    if not 6 <= len(words) <= TITLE_LIMIT or is_finished(words):
        return None
    marked = marked_heading(lines[number].text)
    if marked is not None and not marked.markdown_level:
        return None
    kind = kind_of_title(words)
    if kind == "other_report" or (kind is None and not is_resolution(words)):
        return None
    places = tuple(each.places[0].code for each in Gazetteer.load().mentions(words) if each.certain)
    years = tuple(year_value(match[0]) for match in _YEARS.finditer(words))
    return _Title(number, kind, years, places, _NUMBERS.sub("", words))


def _begins(lines: list[Line], before: _Title, title: _Title, end: int) -> bool:
    """Whether a report of its own begins there: enough runs above and below, and it opens as reports do."""
    above = sum(len(line.text) for line in lines[before.line : title.line])
    own = lines[title.line + 1 : end]
    if above < _LEAST_REPORT or sum(len(line.text) for line in own) < _LEAST_REPORT:
        return False
    if not any(is_finished(line.text) and len(line.text) > _LEAST_RUNNING for line in own):
        return False
    opens = any(_OPENS.search(plain(line.text).strip()) for line in own[:_OPENING_LINES])
    if opens or (title.kind is not None and title.is_of_series(before)):
        return True
    # A newspaper's page prints 2017政协工作亮点 of one place below a report of 2024 of another.
    around = lines[max(0, before.line - _OPENING_LINES) : before.line + 2 * _OPENING_LINES]
    known = before.years or tuple(year_value(each) for line in around for each in _YEAR_PRINTED.findall(line.text))
    return title.kind is not None and bool(known) and _are_apart(title.years, known)


def _are_apart(years: Sequence[int], others: Sequence[int]) -> bool:
    """Whether no report of the one years speaks of the other years as what it reviews or plans."""
    return bool(years) and all(abs(year - other) > 1 for year in years for other in others)


def _pieces(lines: list[Line]) -> Iterator[int]:
    """Where each piece of a newspaper's page after the first begins."""
    last = 0
    body = next((n for n, line in enumerate(lines) if is_finished(line.text) and len(line.text) > 40), len(lines))
    for number, line in enumerate(lines):
        first = _first_line_of_piece(lines, number, line)
        # What stands above the first running text is the head of the first piece.
        if first is None or first <= body:
            continue
        # One report printed over several pages goes on; after another piece it is the rest of a third.
        if last == 0 and _CONTINUED.match(plain(line.text)):
            continue
        if lines[first].start > last:
            last = lines[first].start
            yield last


def _first_line_of_piece(lines: list[Line], number: int, line: Line) -> int | None:
    """Where the piece begins that this line shows to begin, as a line number."""
    bare = plain(line.text)
    if _CONTINUED.match(bare):
        return number
    if not (is_byline(line.text) or _DISPATCH.match(bare)):
        return None
    first = number
    level = 7
    while first > max(0, number - _MOST_HEADLINES):
        above = lines[first - 1]
        title = plain(above.text)
        marked = marked_heading(above.text)
        above_level = marked.markdown_level if marked else 0
        # "## 2024年目标" above "## 凝心聚力…" is the end of the piece before, not a second headline.
        if len(title) > 60 or is_finished(title) or is_period_heading(title) or (above_level and above_level >= level):
            break
        level = above_level or level
        first -= 1
    # A by-line under running text closes the piece above it.
    if first == number and is_byline(line.text):
        return None
    return first
