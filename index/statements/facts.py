"""Chunks to facts: every statement of a number with what it counts, at what stage, and for which period."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index.kinds import OF_CPPCC
from index.language.figures import Figure, find_figures, is_passed
from index.language.sentences import sentences
from index.language.units import CLASSIFIERS, TIME_UNITS, UNCOUNTED_UNITS
from index.statements.indicators import Reading, read_after, read_before
from index.statements.table_facts import cells_stating, indicator_of
from index.statements.table_grids import find_tables, may_hold_table
from index.statements.tables import FigureCell
from index.types import Annotation, Chunk, CountedBy, Fact, Report, Section, Span, blanked

__all__ = ["extract_facts"]

_BORDER = re.compile(r"[，,；;。：:！!？?\n](?![0-9０-９]{3}(?![0-9０-９]))")
_END = re.compile(r"[，,、；;。：:！!？?\n]")
_NAMED = re.compile(r"《[^《》]*》|(?:第?[一二三]次产业)")
_QUOTED = re.compile(r"“[^“”]*”")
_ROSE_OR_FELL = re.compile("[增提上下减降扩升压缩发拓到至]")
# 5座中型水库和|8座小型水库: the verb before the first is the verb of both.
_SHARED_VERB = re.compile(r"^[^，,；;。：:]*[、和与及][\s\x00]*$")
_JOINT = re.compile(r"^[\s\x00]*[、和与及][\s\x00]*")
_DURATION = re.compile(r"天数|寿命|年龄|时间|时长|时限|工作日|课时|学时")
_YEAR = re.compile(r"(?<![比较与于自由从为是\d])((?:19|20)\d\d)\s?年(?![底末初]?(?:的?基础|以来|来))")
_SEVERAL_YEARS = re.compile(r"五年来|五年间|过去(?:的)?五年|五年累计|本届政府|届内|三年来|任期")
_LAST_YEAR = re.compile(r"^(?:去年|上年)|[，。]去年")
_HANDLED = re.compile(r"提案|建议|议案")
_PROPOSALS = re.compile(r"提案|社情民意信息|社情民意|建议|议案")
# 年产|10万吨|碳酸锂生产线.
_CAPACITIES = frozenset(["年产", "日产", "日处理", "年处理", "每年", "总投资"])
_RANK = re.compile("(?:自治州|[省市区县州盟旗])$")
_SHORTEST_NAME = 2
# Whom something reaches is not what was counted before: 改造103个，惠及|10.8万人.
_REACHING = frozenset(["惠及", "受益", "带动", "覆盖"])
# What the percentages, amounts and areas of a clause measure stands before them; what is counted in pieces, behind.
_OF_PARTS = frozenset(["%", "‰"])


@dataclass(slots=True)
class _Sentence:
    """What was read so far of one sentence.

    noun, verb: of the last figure. nouns: by unit. order: all nouns once. shared: subjects that still
    wait for their figure (分别).
    """

    noun: str = ""
    verb: str = ""
    nouns: dict[str, str] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)
    shared_verb: str = ""


def extract_facts(
    report: Report,
    text: str,
    sections: Sequence[Section],
    chunks: Sequence[Chunk],
    annotations: Sequence[Annotation],
) -> tuple[Fact, ...]:
    """The facts of a report in reading order. text: the document's canonical text."""
    visible = _without_own_name(blanked(text, report.start, report.end, annotations, blank="\0"), report)
    years = {section.number: section.years for section in sections}
    tables = find_tables(text, report.start, report.end) if may_hold_table(text) else ()
    numbers = {position for table in tables for span in table.numbers for position in range(span.start, span.end)}
    found: list[Fact] = []
    for chunk in chunks:
        own = years.get(chunk.section or 0, ())
        for span in sentences(visible[chunk.start - report.start : chunk.end - report.start], offset=chunk.start):
            facts = _sentence_facts(report, text, visible, chunk, span, own)
            found.extend(fact for fact in facts if fact.start not in numbers)
        found.extend(_cell_fact(report, chunk, cell, own) for cell in cells_stating(tables, chunk.start, chunk.end))
    return tuple(sorted(found, key=lambda fact: fact.start) if tables else found)


def _without_own_name(visible: str, report: Report) -> str:
    """The text with the report's own place blanked where it only says who did it: 东莞实现地区生产总值 → 实现…."""
    name = report.place.rpartition("省")[2].rpartition("自治区")[2] if report.place else ""
    bare = _RANK.sub("", re.split("(?<=[市州盟])(?=.)", name)[-1])
    if len(bare) < _SHORTEST_NAME:
        return visible
    own = re.compile(
        f"{re.escape(bare)}[省市区县州盟旗]?(?:全[省市区县州])?(?=(?:全年)?(?:共|累计|实际)?(?:实现|完成))"
    )
    return own.sub(lambda found: "\0" * len(found[0]), visible)


def _cell_fact(report: Report, chunk: Chunk, cell: FigureCell, section_years: tuple[int, ...]) -> Fact:
    indicator, qualifier = indicator_of(cell)
    figure, years = cell.figure, cell.years
    if cell.year_offset is not None and report.covers:
        years = (report.covers[-1] + cell.year_offset,)
    return Fact(
        report_id=report.id,
        chunk_id=chunk.id,
        place_code=report.place_code,
        level=report.level,
        years=years or _years("", report, chunk, section_years),
        role=chunk.role,
        indicator=indicator,
        qualifier=qualifier,
        value=figure.value,
        unit=figure.unit,
        approximate=figure.approximate,
        counted_by=_counted_by(report, indicator),
        text=figure.text,
        start=figure.start,
        end=figure.end,
        sentence=cell.span,
    )


def _sentence_facts(
    report: Report, text: str, visible: str, chunk: Chunk, span: Span, section_years: tuple[int, ...]
) -> Iterator[Fact]:
    sentence = visible[span.start - report.start : span.end - report.start]
    state = _Sentence()
    figures = find_figures(sentence, doubtful=True)
    mark = ""  # of what a figure is the mark that the next one has passed
    for number, figure in enumerate(figures):
        before_from = figures[number - 1].end if number else 0
        after_to = figures[number + 1].start if number + 1 < len(figures) else len(sentence)
        if (
            figure.doubtful
            or _is_part_of_name(figure, sentence)
            or not _counts(figure, sentence[before_from : figure.start])
        ):
            continue
        indicator, qualifier = _read(state, figure, sentence, before_from, after_to)
        if number + 1 < len(figures) and is_passed(sentence, figure, figures[number + 1]):
            mark = indicator
            continue
        indicator, mark = indicator or mark, ""
        yield Fact(
            report_id=report.id,
            chunk_id=chunk.id,
            place_code=report.place_code,
            level=report.level,
            years=_years(sentence[: figure.start], report, chunk, section_years),
            role=chunk.role,
            indicator=indicator,
            qualifier=qualifier,
            value=figure.value,
            unit=figure.unit,
            approximate=figure.approximate,
            counted_by=_counted_by(report, indicator),
            text=text[span.start + figure.start : span.start + figure.end],
            start=span.start + figure.start,
            end=span.start + figure.end,
            sentence=span,
        )


def _is_part_of_name(figure: Figure, sentence: str) -> bool:
    """Whether it stands in a title, in a slogan in words (“贯穿一条主线”), or is a mere 一 or 百 (百家争鸣)."""
    around = [_NAMED] if figure.text[figure.number_start - figure.start].isascii() else [_NAMED, _QUOTED]
    if any(match.start() <= figure.start < match.end() for each in around for match in each.finditer(sentence)):
        return True
    written = figure.text[figure.number_start - figure.start :]
    mere = written[0] in "一百千" and len(written) == 1 + len(figure.unit)
    return mere or (len(around) == 2 and figure.unit == "期")


def _counts(figure: Figure, before: str) -> bool:
    """Whether the figure is a statement of a number: not 312国道, a term of years or a bare numeral."""
    if figure.unit in UNCOUNTED_UNITS:
        return False
    if figure.unit in TIME_UNITS:
        return _DURATION.search(before[-12:]) is not None
    return bool(figure.unit) or any(multiple in figure.text for multiple in "万亿")


def _read(state: _Sentence, figure: Figure, sentence: str, before_from: int, after_to: int) -> tuple[str, str]:
    """Indicator and qualifier of the figure, what the clause leaves out taken from the clauses before."""
    between = sentence[before_from : figure.start]
    segment = _BORDER.split(between)[-1]
    joined = len(segment) == len(between) and _JOINT.match(segment) is not None
    before = read_before(_JOINT.sub("", segment) if before_from else segment)
    after = read_after(_END.split(sentence[figure.end : after_to])[0])
    if state.shared and joined and not before.noun:
        noun, verb = state.shared.pop(0), state.shared_verb
    else:
        specifies = sentence.startswith("的", figure.end)
        noun, verb = _choose(figure, before, after, specifies=specifies), before.qualifier or after.qualifier
        state.shared = []
        state.shared_verb = verb
        subjects = before.subjects
        if not noun and before.shared and _JOINT.match(sentence[figure.end :]):
            subjects = tuple(state.order[-2:])
        if len(subjects) > 1:
            noun, state.shared = subjects[0], list(subjects[1:])
    if not verb and (joined or (before_from and _SHARED_VERB.match(between))):
        verb = state.verb
    if verb == "由" and not _ROSE_OR_FELL.match(sentence[figure.end :]):
        verb = ""
    if not noun and after.closed and verb not in _REACHING:
        noun = _inherited(state, figure, sentence[: figure.start])
    state.noun, state.verb = noun, verb
    state.nouns[figure.unit] = noun
    if noun not in state.order:
        state.order.append(noun)
    return noun, verb


def _choose(figure: Figure, before: Reading, after: Reading, *, specifies: bool) -> str:
    """The noun of the figure. specifies: whether 的 follows it: 50亿元的|龙旗瑶湖智能科技园."""
    if figure.unit in CLASSIFIERS and after.noun:
        return after.noun
    if after.noun and (before.noun in _CAPACITIES or (specifies and figure.unit not in _OF_PARTS)):
        return after.noun
    if before.noun or (figure.unit in _OF_PARTS and before.qualifier):
        return before.noun
    return after.noun


def _inherited(state: _Sentence, figure: Figure, before: str) -> str:
    """The noun of the clause before that counts in the same unit, else of the one directly before."""
    if state.nouns.get(figure.unit) and figure.unit in CLASSIFIERS:
        return state.nouns[figure.unit]
    if state.noun:
        return state.noun
    named = _PROPOSALS.findall(before)
    return named[-1] if named else ""


def _years(before: str, report: Report, chunk: Chunk, section_years: tuple[int, ...]) -> tuple[int, ...]:
    """The last year named before the figure, else the section's, else the report's period."""
    named = [int(match[1]) for match in _YEAR.finditer(before)]
    if named:
        return (named[-1],)
    period = report.plans if chunk.role == "plan" else report.covers
    if chunk.role != "plan" and _SEVERAL_YEARS.search(before):
        return report.covers
    if report.covers and _LAST_YEAR.search(before):
        return report.covers[-1:]
    return section_years or period


def _counted_by(report: Report, indicator: str) -> CountedBy:
    if report.kind in OF_CPPCC:
        return "cppcc"
    if report.kind == "government_report" and _HANDLED.search(indicator):
        return "government"
    return ""
