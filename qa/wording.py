"""Answer → sentences, in Chinese and English. Every figure in them is a quoted span, a year of the scope or a count of
the search itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import get_args

from index.kinds import kind_names
from index.language.gazetteer import Gazetteer
from index.types import Place, Report
from qa.citing.citation import period_label
from qa.retrieval.scope import ResolvedScope
from qa.types import Citation, Confidence, Conflict, Language, Reading, Stated

__all__ = [
    "answered",
    "comparison",
    "from_superior",
    "namesakes",
    "not_indexed",
    "not_stated",
    "place_name",
    "readings_text",
    "searched",
    "shown",
    "sureness_words",
    "unread",
]

# So many places are named in a list; the rest are counted.
MOST_NAMED = 8
_KIND = {language: kind_names(language) for language in get_args(Language)}


def place_name(report: Report, language: Language) -> str:
    """The path of the place, 河南省郑州市上街区; in English with its name in pinyin before it."""
    if not report.place:
        return "（地区未识别）" if language == "zh" else "(place not detected)"
    if language == "zh":
        return report.place
    return f"{Gazetteer.load().place(report.place_code).pinyin.capitalize()} {report.place}"


def answered(short: str, citation: Citation, language: Language, *, plan: bool) -> str:
    """One sentence: the answer, where and when it is from, and the quote."""
    short = citation.with_unit(short)
    period = period_label(citation.report.plans if plan else citation.report.covers, language)
    source = " · ".join(
        p for p in (place_name(citation.report, language), period, _KIND[language][citation.report.kind]) if p
    )
    if language == "en":
        lead = f"{short} — planned, " if plan else f"{short} — "
        return f"{lead}{source}: “{shown(citation.quote)}” [{citation.n}]"
    lead = f"{short}（计划）。" if plan else f"{short}。"
    return f"{lead}{source}：“{shown(citation.quote)}”[{citation.n}]"


def sureness_words(confidence: Confidence, language: Language) -> str:
    """What a level of confidence means: how often answers of it were right on questions never seen before."""
    share = f"{round(100 * confidence.right)}"
    if language == "en":
        level = {"high": "High", "medium": "Medium", "low": "Low"}[confidence.level]
        return f"{level} confidence: {share} % of such answers were right on questions not seen before"
    level = {"high": "高", "medium": "中", "low": "低"}[confidence.level]
    return f"把握{level}：在未见过的问题上，这一档 {share} % 正确"


def shown(quote: str) -> str:
    """A quote on one line, without Markdown's marks; its characters and figures are the source's."""
    return " ".join(re.sub(r"^\s{0,60}#+\s*|\*\*", "", quote, flags=re.MULTILINE).split())


def readings_text(readings: Sequence[Reading], language: Language) -> str:
    """The readings of an ambiguous question, one a line, with their places where they are of several."""
    several = len({reading.citation.report.place for reading in readings}) > 1
    if language == "en":
        what = "several places" if several else "several figures"
        head = f"The reports give {what}; the question does not say which is meant:"
    elif several:
        head = "不止一地的报告写到，问题没有说明指哪一地："
    else:
        head = "报告中有几种口径，问题没有说明指哪一种："
    separator = ", " if language == "en" else "，"
    lines = []
    for reading in readings:
        place = place_name(reading.citation.report, language) if several else ""
        parts = (place, reading.citation.with_unit(reading.short), reading.qualifier, reading.period)
        lines.append(f"· {separator.join(part for part in parts if part)} [{reading.citation.n}]")
    return "\n".join([head, *lines])


def comparison(
    rows: Sequence[Stated],
    language: Language,
    *,
    lead: str,
    unstated: Sequence[str],
    differs: bool,
) -> str:
    """A small table: place, years, figure, what was counted, citation. unstated: places that do not state it."""
    lines = [lead] if lead else []
    for row in rows:
        parts = [
            place_name(row.report, language),
            period_label(row.years, language),
            row.citation.with_unit(row.short),
            row.qualifier,
        ]
        line = "· " + " · ".join(part for part in parts if part) + f" [{row.citation.n}]"
        also = "; another report: " if language == "en" else "；另一份报告写作 "
        lines.append(
            line
            + "".join(f"{also}{other.citation.with_unit(other.short)} [{other.citation.n}]" for other in row.others)
        )
    if differs:
        lines.append("Note: the figures do not count the same thing." if language == "en" else "注意：口径不同。")
    if unstated:
        joined = ("、" if language == "zh" else ", ").join(unstated[:MOST_NAMED])
        if len(unstated) > MOST_NAMED:
            joined += f" and {len(unstated) - MOST_NAMED} more" if language == "en" else f"等{len(unstated)}地"
        lines.append(f"Not stated: {joined}." if language == "en" else f"未提及：{joined}。")
    return "\n".join(lines)


def searched(scope: ResolvedScope, total: int, language: Language) -> str:
    """What was searched: "检索了 5 篇报告中的 1 篇：新乡市，2023年"."""
    places = ("、" if language == "zh" else ", ").join(place.path for place in scope.places)
    period = period_label(scope.years, language)
    where = ("，" if language == "zh" else ", ").join(part for part in (places, period) if part)
    if language == "en":
        return f"Searched {scope.counted} of {total} reports{': ' + where if where else ''}."
    return f"检索了 {total} 篇报告中的 {scope.counted} 篇{'：' + where if where else ''}。"


def not_indexed(scope: ResolvedScope, reports: Sequence[Report], language: Language) -> str:
    """Why nothing in the corpus could answer, and what the corpus does hold; or what filters leave out."""
    if scope.missing == "filter":
        return _left_out(scope.conflicts, language)
    places = ("、" if language == "zh" else ", ").join(place.path for place in scope.places)
    period = period_label(scope.years, language)
    if scope.missing in ("place", "name"):
        places = places or ("、" if language == "zh" else ", ").join(scope.names)
        held = list(dict.fromkeys(report.place for report in reports if report.place and report.kind != "unrelated"))
        shown, more = held[:MOST_NAMED], len(held) - MOST_NAMED
        listed = ("、" if language == "zh" else ", ").join(shown)
        if language == "en":
            tail = f" and {more} more" if more > 0 else ""
            return f"No report of {places} is indexed. Indexed: {listed}{tail}."
        return f"语料中没有{places}的报告。已收录：{listed}{f'等{len(held)}地' if more > 0 else ''}。"
    codes = {place.code for place in scope.places}
    own = [r for r in reports if (r.place_code in codes or not codes) and r.kind != "unrelated"]
    if scope.missing == "period" and scope.kinds:
        own = [r for r in own if r.kind in scope.kinds]
    covered = sorted({year for r in own for year in r.covers})
    planned = sorted({year for r in own for year in r.plans})
    if scope.missing == "kind":
        kinds = ("、" if language == "zh" else ", ").join(dict.fromkeys(_KIND[language][r.kind] for r in own))
        asked = ("、" if language == "zh" else ", ").join(_KIND[language][kind] for kind in scope.kinds)
        if language == "en":
            return f"No {asked} is indexed{f' for {places}' if places else ''}. Indexed: {kinds or 'nothing'}."
        return f"语料中没有{places}{'的' if places else ''}{asked}。已收录：{kinds or '无'}。"
    if scope.period == "delivered" and scope.years and scope.years[0] in covered:
        if language == "en":
            return (
                f"No report given by {places or 'the corpus'} in {period} is indexed. One that reviews {period} is: "
                f"ask about {period} itself."
            )
        return f"语料中没有{places}在{period}作的报告。回顾{period}工作的报告已收录：请直接问{period}的情况。"
    covered_text = _years(covered, language)
    planned_text = _years(planned, language)
    if language == "en":
        return (
            f"No report of {places or 'the corpus'} speaks of {period}. Covered: {covered_text or 'none'}; "
            f"planned: {planned_text or 'none'}."
        )
    in_corpus = f"已收录的回顾年份：{covered_text or '无'}；计划年份：{planned_text or '无'}。"
    return f"语料中没有{places}关于{period}的报告。{in_corpus}"


def _left_out(conflicts: Sequence[Conflict], language: Language) -> str:
    """What of the question the filters leave out, and how to lift either."""
    joint = "、" if language == "zh" else ", "
    lines = []
    for each in conflicts:
        asked, filtered = (
            joint.join(_KIND[language].get(value, value) for value in values) for values in (each.asked, each.filtered)
        )
        lines.append(_LEFT_OUT[language].format(asked=asked, filtered=filtered))
    return " ".join(lines) if language == "en" else "".join(lines)


_LEFT_OUT = {
    "zh": "问题问的是{asked}，而筛选只留下{filtered}，所以没有作答。可以取消该筛选，或按筛选的范围来问。",
    "en": "The question asks about {asked}, which the filter ({filtered}) leaves out, so nothing is answered. "
    "Lift the filter, or ask within it.",
}


def namesakes(places: Sequence[Place], language: Language) -> str:
    """Says that others bear the name asked with, and that nothing here is said of them."""
    named = ("、" if language == "zh" else ", ").join(place.path for place in places[:MOST_NAMED])
    if language == "en":
        more = f" and {len(places) - MOST_NAMED} more" if len(places) > MOST_NAMED else ""
        return f" Other places of that name, of which this says nothing: {named}{more}."
    return f"同名的还有{named}{f'等{len(places)}地' if len(places) > MOST_NAMED else ''}，以上不涉及。"


def from_superior(
    places: Sequence[Place], above: Sequence[Place], language: Language, *, years: Sequence[int] = ()
) -> str:
    """Says that a place has no report of its own, or none of these years, and whose report is cited instead."""
    joint = "、" if language == "zh" else ", "
    own, superior = joint.join(p.path for p in places), joint.join(p.path for p in above)
    of = ", ".join(map(str, years)) if language == "en" else "、".join(f"{year}年" for year in years)
    if of and language == "en":
        return f"No report of {own} for {of} is indexed; this is from the report of {superior}. "
    if of:
        return f"语料中没有{own}关于{of}的报告，以下出自{superior}的报告。"
    if language == "en":
        return f"No report of {own} itself is indexed; this is from the report of {superior}. "
    return f"语料中没有{own}自己的报告，以下出自{superior}的报告。"


def unread(remedy: str, language: Language) -> str:
    """Passages were found, but nothing here can read them. remedy: what to do, in both languages."""
    lead = (
        "Passages were found but not read, so no answer is given."
        if language == "en"
        else "已找到段落，但没有阅读模型，不给出答案。"
    )
    return f"{lead} {remedy}"


def not_stated(scope: ResolvedScope, total: int, language: Language, *, doubtful: str = "") -> str:
    """The reports in scope do not say it. doubtful: the damaged figure that stands where the answer would."""
    body = searched(scope, total, language)
    if doubtful:
        note = (
            f"What is printed there, “{doubtful}”, looks damaged and is not given as the answer. "
            if language == "en"
            else f"该处印作“{doubtful}”，数字疑有损坏，不作答案。"
        )
        body = note + body
    if scope.past_of_plan:
        note = (
            "That year is only planned in the reports indexed, not reviewed. "
            if language == "en"
            else "已收录的报告对该年只有工作安排，尚无回顾。"
        )
        body = note + body
    if language == "en":
        return f"The reports do not say. {body}"
    return f"报告中没有写明。{body}"


def _years(years: Sequence[int], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(str(year) for year in years)
