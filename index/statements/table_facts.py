"""The cells of a report's tables → facts, where headers say one thing of the place itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.language.stages import stage_in
from index.statements.indicators import read_before
from index.statements.table_grids import Table
from index.statements.tables import FigureCell

__all__ = ["cells_stating", "indicator_of"]

# Not a figure of the year, or not of the place's own.
_APART = re.compile(
    r"目标|计划|预期|预计|排名|位次|全国|全省|上半年|下半年|季度|月|同比|环比|增减|比上年|较上年|占比|比重"
)


def cells_stating(tables: Sequence[Table], start: int, end: int) -> Iterator[FigureCell]:
    """The cells in this stretch of text with one name among their headers: 立案提案 of 2023年, not 教育局's 立案."""
    for table in tables:
        for cell in table.cells:
            headers = f"{cell.row} {cell.column}"
            if start <= cell.figure.start < end and len(cell.names) == 1 and not _APART.search(headers):
                yield cell


def indicator_of(cell: FigureCell) -> tuple[str, str]:
    """Noun and qualifier that the header names: 立案提案 → 提案, 立案; 地区生产总值 → 地区生产总值, ""."""
    name = cell.names[0]
    reading = read_before(name)
    return reading.noun or name, reading.qualifier or stage_in(name)
