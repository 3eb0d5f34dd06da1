"""The cells of a report's tables → facts, where headers say one thing of the place itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.language.stages import stage_in
from index.statements.indicators import read_before
from index.statements.table_grids import Table, find_tables, may_hold_table
from index.statements.tables import FigureCell
from index.types import Chunk, Report

__all__ = ["cells_stating", "indicator_of", "without_one_role"]

# Not a figure of the year, or not of the place's own.
_APART = re.compile(
    r"目标|计划|预期|预计|预算数|年初预算|调整预算|排名|位次|全国|全省|上半年|下半年|季度|月|同比|环比|增减|比上年|较上年|占比|比重"
)
# What a row or column is of that is a part of the place, or no place at all.
_PART = re.compile(
    r"(?:[省市区县旗州盟乡镇村]|街道|社区|局|[厅委办部院校处会所站厂店]|中心|公司|集团|银行|单位|[甲乙丙丁])$"
)


def cells_stating(tables: Sequence[Table], start: int, end: int) -> Iterator[FigureCell]:
    """The cells in this stretch of text that say something of the place itself: 立案提案 of 2023年, 第一产业's 增加值,
    but not 教育局's 立案.
    """
    for table in tables:
        for cell in table.cells:
            headers = f"{cell.row} {cell.column}"
            if start <= cell.figure.start < end and _is_of_the_place(cell) and not _APART.search(headers):
                yield cell


def without_one_role(chunks: Sequence[Chunk], report: Report, text: str) -> tuple[Chunk, ...]:
    """The passages, where those of a table with a column for the year reviewed and one for the year planned are of
    neither half of the report, whichever it is printed in.
    """
    if not may_hold_table(text) or not report.plans:
        return tuple(chunks)
    halves = (set(report.covers), set(report.plans))
    of_both = [
        table
        for table in find_tables(text, report.start, report.end)
        if all(half & {year for cell in table.cells for year in cell.years} for half in halves)
    ]
    return tuple(
        replace(each, role="other") if any(t.start < each.end and each.start < t.end for t in of_both) else each
        for each in chunks
    )


def _is_of_the_place(cell: FigureCell) -> bool:
    return len(cell.names) == 1 or (len(cell.names) == 2 and not any(map(_PART.search, cell.names)))


def indicator_of(cell: FigureCell) -> tuple[str, str]:
    """Noun and qualifier that the headers name: 立案提案 → 提案, 立案; 第一产业 and 增加值 → 第一产业增加值, ""."""
    name = "".join(cell.names)
    reading = read_before(name)
    return reading.noun or name, reading.qualifier or stage_in(name)
