"""A report's text to its tree of sections: headings marked by number, sign or Markdown, and unmarked slogans."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.reading.headings import is_byline, is_dateline, is_finished, is_title, marked_heading, plain
from index.reading.lines import Line, lines_of
from index.reports.roles import is_appendix, is_period_heading, unnumbered
from index.reports.section_roles import assign_roles
from index.types import Annotation, Section

__all__ = ["find_sections"]

# Ranks nest: a heading closes the sections of its own and of greater rank. Styles without a rank here take the place
# where they are first met.
_APPENDIX_RANK, _PERIOD_RANK, _SLOGAN_RANK_STEP = 0.0, 8.0, 0.5
_RANKS = {"chapter": 10.0, "ordinal": 20.0, "bracketed ordinal": 30.0, "number": 40.0, "bracketed number": 50.0}
_MAX_SLOGAN = 40
_NOT_SLOGAN = re.compile(
    r"[：:]$|^(?:各位|同志们|主席团|谢谢)|^[（(].*[）)]$|^https?:|^[-*+|]|^\d{4}[-年/]\d|^(?:责任)?编辑|热线|电话"
    r"|^[^（(]{0,12}单位\s*[：:]"
)
# 第一部分 概况……3: of a table of contents.
_CONTENTS_LINE = re.compile(r"(?:[.．·]{4}|…{2}|‥{2})[.．·…‥\s]{0,40}+[0-9０-９]{1,4}\s{0,4}[）)]?$")
# Who signs: 怀化市财政局, but not 服务发展大局.
_ISSUER = re.compile(
    r"[㐀-鿿（）()]{2,24}(?:人民政府|人民法院|人民检察院|委员会|办公室|办公厅|(?<![大全新格开布变定结])局|厅)"
)
_QUOTED = re.compile(r"^(?:>\s?)+")
_SENTENCE_MARK = re.compile(r"[。！？；;]|[，,、]$")
_OFFICE = re.compile(r"(?:市长|省长|主席|州长|盟长|区长|县长|主任|主席团)\s*[\u4e00-\u9fff·\s]{2,8}$")


_PLAN_PARAGRAPH = re.compile(
    r"(?:今年|新的?一年|(?:19|20)\d\d年)[^。，]{0,24}(?:指导思想|总体要求|总体思路|预期目标|工作思路|工作任务|目标任务|工作目标)"
)
# Paragraphs that speak of the whole again after the last subsection: thanks, shortcomings, the closing appeal.
_CLOSING = re.compile(
    r"^(?:各位(?:代表|委员)|同志们[!！,，]|(?:在(?:充分)?(?:肯定|看到).{0,8}成绩.{0,3}同时|同时)[，,]?我们.{0,3}(?:清醒|深知|必须|深刻)"
    r"|我们也(?:清醒|深刻|深知)|回顾(?:过去|一年|五年|本届)|总结(?:过去|一年|五年))"
)


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading found. ends: where its section ends at the latest, for items of a list that are one line each."""

    start: int
    body_start: int
    text: str
    style: str
    rank: float | None
    ends: int | None = None


def find_sections(
    text: str,
    start: int,
    end: int,
    annotations: Sequence[Annotation],
    *,
    covers: Sequence[int] = (),
    plans: Sequence[int] = (),
) -> tuple[Section, ...]:
    """The sections of text[start:end] in reading order, parents before their children.

    covers, plans: the years the report reviews and plans where they are known; they tell what "2020年主要工作" means.
    """
    lines = list(lines_of(text, start, end, annotations))
    headings = _find_headings(lines)
    if not any(_is_period(heading) for heading in headings):
        headings = _add_period_paragraphs(lines, headings)
    closings = [line.start for line in lines if _CLOSING.match(plain(line.text))]
    sections = assign_roles(text, _nest(headings, closings, end), covers=covers, plans=plans)
    if sections and not any(section.role == "plan" for section in sections):
        headings = _add_plan_paragraph(lines, headings)
        sections = assign_roles(text, _nest(headings, closings, end), covers=covers, plans=plans)
    return tuple(
        replace(section, role="other") if heading.style == "masthead" else section
        for section, heading in zip(sections, headings, strict=True)
    )


def _is_period(heading: _Heading) -> bool:
    return is_period_heading(unnumbered(heading.text))


def _find_headings(lines: list[Line]) -> list[_Heading]:
    headings: list[_Heading] = []
    body_begun = False
    slogans = _slogan_styles(lines)
    skip = -1
    for number, line in enumerate(lines):
        if number <= skip:
            continue
        following = lines[number + 1] if number + 1 < len(lines) else None
        if _CONTENTS_LINE.search(line.text):
            continue
        heading = _marked(line) if not (is_byline(line.text) or is_dateline(line.text)) else None
        if heading is None and number in slogans:
            heading = _Heading(line.start, line.end, plain(line.text), slogans[number], None)
        if heading is None:
            body_begun = body_begun or (is_finished(line.text) and len(line.text) > 30)
            continue
        if _is_period(heading) and heading.style not in _RANKS and heading.style != "markdown":
            heading = replace(heading, rank=_PERIOD_RANK)
        if is_appendix(unnumbered(heading.text)):
            heading = replace(heading, rank=_APPENDIX_RANK, style="appendix")
        numbered = heading.style in _RANKS or heading.rank == _PERIOD_RANK or _is_period(heading)
        # Headlines, by-lines and datelines above the first paragraph are the title, not sections.
        if not body_begun and not numbered and heading.style not in ("bullet", "dash"):
            continue
        body_begun = True
        if heading.style == "bullet" and following and not following.gap and number + 1 in slogans:
            heading = replace(heading, body_start=following.end, text=f"{heading.text} {plain(following.text)}")
            skip = number + 1
        elif heading.style == "masthead":
            skip = number
            while skip + 1 in slogans and slogans[skip + 1] == "masthead":
                skip += 1
            heading = replace(heading, body_start=lines[skip].end, rank=_PERIOD_RANK)
        headings.append(heading)
    return headings


def _marked(line: Line) -> _Heading | None:
    marked = marked_heading(line.text)
    if marked is None:
        return None
    if not marked.alone and marked.style == "bold" and len(marked.text) > _MAX_SLOGAN:
        return None
    rank = _RANKS.get(marked.style, float(marked.markdown_level) if marked.markdown_level else None)
    ends = line.end if marked.style == "dash" and not marked.alone else None
    return _Heading(line.start, line.start + marked.length, marked.text, marked.style, rank, ends)


def _slogan_styles(lines: list[Line]) -> dict[int, str]:
    """Line numbers of unmarked headings with their style: "slogan", "upper slogan" (of two levels) or "masthead"."""
    found = [n for n, line in enumerate(lines) if _is_slogan(line, lines[n + 1] if n + 1 < len(lines) else None)]
    slogans = set(found)
    styles = dict.fromkeys(found, "slogan")
    for n in found:
        if n - 1 in slogans:
            continue
        run = [n]
        while run[-1] + 1 in slogans:
            run.append(run[-1] + 1)
        # Three and more in a row, with a report's title among them: the masthead in the middle of a page.
        if len(run) >= 3 and any("报告" in lines[k].text for k in run):
            styles.update(dict.fromkeys(run, "masthead"))
    periods = {n for n in found if is_period_heading(plain(lines[n].text))}
    level = [n for n in found if styles[n] == "slogan" and n not in periods]
    on_level = set(level)
    pairs = [(n, n + 1) for n in level if n + 1 in on_level and n - 1 not in on_level]
    if len(pairs) >= 2:
        upper = sum(len(lines[a].text) for a, _ in pairs) / len(pairs)
        lower = sum(len(lines[b].text) for _, b in pairs) / len(pairs)
        firsts, seconds = {a for a, _ in pairs}, {b for _, b in pairs}
        for n in level:
            length = len(lines[n].text)
            nearer = abs(length - upper) < abs(length - lower)
            if n in firsts or (n not in seconds and nearer):
                styles[n] = "upper slogan"
    return styles


def _is_slogan(line: Line, following: Line | None) -> bool:
    """Whether an unmarked line is a heading: short, without a full stop, and text stands below it."""
    bare = _QUOTED.sub("", plain(line.text))
    if following is None or not 4 <= len(bare) <= _MAX_SLOGAN or is_finished(bare) or marked_heading(line.text):
        return False
    if is_byline(line.text) or is_dateline(bare) or (is_title(bare) and bare.startswith("——")):
        return False
    return not (_ISSUER.fullmatch(bare) or any(each.search(bare) for each in (_NOT_SLOGAN, _OFFICE, _SENTENCE_MARK)))


def _add_period_paragraphs(lines: list[Line], headings: list[_Heading]) -> list[_Heading]:
    """Paragraphs that open with a year head what follows where no heading names one: "2022年，中原区政协…"."""
    added = [
        _Heading(line.start, line.start, found[1], "period paragraph", _PERIOD_RANK)
        for line in lines
        if (found := re.match(r"((?:19|20)\d\d年)[，,]", line.text))
    ]
    # "2022年，…" four times over is a figure of speech.
    if len(added) < 2 or len({heading.text for heading in added}) < len(added):
        return headings
    taken = {heading.start for heading in headings}
    return sorted([*headings, *(h for h in added if h.start not in taken)], key=lambda heading: heading.start)


def _add_plan_paragraph(lines: list[Line], headings: list[_Heading]) -> list[_Heading]:
    """The paragraph that opens the plan where its heading was lost: "2004年政府工作的指导思想是：…"."""
    taken = {heading.start for heading in headings}
    for line in lines:
        found = _PLAN_PARAGRAPH.match(line.text)
        if found and line.start not in taken:
            added = _Heading(line.start, line.start, found[0], "period paragraph", _PERIOD_RANK)
            return sorted([*headings, added], key=lambda heading: heading.start)
    return headings


def _nest(headings: list[_Heading], closings: list[int], end: int) -> list[Section]:
    """The tree. closings: where paragraphs end all sections but the outermost."""
    learned: dict[str, float] = {}
    stack: list[tuple[float, int]] = []
    sections: list[Section] = []
    ends: dict[int, int] = {}
    waiting = sorted(closings, reverse=True)
    for heading in [*headings, None]:
        stop = heading.start if heading else end
        if len(stack) > 1 and (last := headings[stack[-1][1]].ends) is not None:
            ends[stack.pop()[1]] = last
        while waiting and waiting[-1] < stop:
            position = waiting.pop()
            while len(stack) > 1:
                ends[stack.pop()[1]] = position
        if heading is None:
            break
        rank = heading.rank if heading.rank is not None else learned.get(heading.style)
        if rank is None:
            above = learned.get("upper slogan") if heading.style == "slogan" else None
            base = above if above is not None else (stack[-1][0] if stack else _PERIOD_RANK + 1)
            rank = learned[heading.style] = base + _SLOGAN_RANK_STEP
        while stack and stack[-1][0] >= rank:
            ends[stack.pop()[1]] = heading.start
        number = len(sections)
        parent = stack[-1][1] if stack else None
        path = (*sections[parent].heading_path, heading.text) if parent is not None else (heading.text,)
        sections.append(
            Section(
                number, parent, len(stack) + 1, heading.text, path, "other", (), heading.start, end, heading.body_start
            )
        )
        stack.append((rank, number))
    return [replace(section, end=ends.get(section.number, end)) for section in sections]
