"""A report to be read: which one is meant, and the text of it or of a section, in pieces of a size."""

from __future__ import annotations

from pathlib import Path

from index.engine import Engine
from index.errors import QuestionError, command
from index.language.sentences import sentences
from index.types import Report, Section, Span, blanked
from qa.types import Excerpt
from qa.understanding.limits import LONGEST_NAME

__all__ = ["outline_of", "read_report"]


def outline_of(index: Engine, name: str) -> tuple[Report, tuple[Section, ...]]:
    """As `Retriever.outline`."""
    report = _report_named(index, name)
    return report, index.sections(report.id)


def read_report(
    index: Engine, name: str, *, section: int | None, start: int | None, end: int | None, most: int | None
) -> Excerpt:
    """As `Retriever.read`."""
    report = _report_named(index, name)
    chosen = None if section is None else _section(index, report, section)
    whole = Span(chosen.start, chosen.end) if chosen else Span(report.start, report.end)
    first, last = whole.start if start is None else start, whole.end if end is None else end
    if not whole.start <= first < last <= whole.end:
        what = f"section {section} of report {report.id}" if chosen else f"report {report.id}"
        raise QuestionError(
            f"{what} stands at characters {whole.start} to {whole.end} of its text; from {first} to {last} cannot be "
            f"read. 可读的范围是第 {whole.start} 至 {whole.end} 字符。"
        )
    if most is not None and last - first > most:
        last = _border(report.text, first, first + most)
    text = blanked(report.text, first, last, index.annotations(report.document_id))
    stop = whole.end if end is None else end
    return Excerpt(report, chosen, text, first, last, last if last < stop else None)


def _report_named(index: Engine, name: str) -> Report:
    """The report of this id, or of the file that is called so.

    Raises: QuestionError where there is none, or where several stand in the file.
    """
    ordinal = index.report_ordinals.get(name)
    if ordinal is not None:
        return index.reports[ordinal]
    found = [each for each in index.reports if name == each.source] or [
        each for each in index.reports if name == Path(each.source).name
    ]
    if len(found) == 1:
        return found[0]
    shown = name[:LONGEST_NAME]
    if found:
        ids = ", ".join(f"{each.id} ({each.title[:LONGEST_NAME]})" for each in found[:_MOST_NAMED])
        raise QuestionError(
            f"There are {len(found)} reports in {shown!r}; give the id of one: {ids}. 请写其中一篇的编号。"
        )
    raise QuestionError(
        f"No report is called {shown!r}; `{command('reports')}` (list_reports) lists them with their ids. "
        f"没有编号或文件名为“{shown}”的报告，可用 {command('reports')} 或 list_reports 查看。"
    )


def _section(index: Engine, report: Report, number: int) -> Section:
    sections = index.sections(report.id)
    if not 0 <= number < len(sections):
        has = f"sections 0 to {len(sections) - 1}" if sections else "no sections"
        raise QuestionError(
            f"Report {report.id} has {has}, and no section {number}; its outline lists them. "
            f"该报告没有第 {number} 节，各节见其目录（outline）。"
        )
    return sections[number]


def _border(text: str, start: int, end: int) -> int:
    """Where to stop at `end` at the latest: before the sentence that goes on beyond it, where one ends before."""
    found = sentences(text[start:end], offset=start)
    return found[-1].start if len(found) > 1 else end


_MOST_NAMED = 20
