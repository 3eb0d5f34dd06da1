"""A passage's tables → the cells that could be the figure asked for: those whose row and column the question names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from index.language.gazetteer import Gazetteer
from index.language.stages import same_stages, stages_in
from index.statements.table_grids import Table, find_tables, may_hold_table
from index.statements.tables import FigureCell
from qa.answering.figure_fit import asks_rate, stage_words
from qa.retrieval.concepts import Concept, coverage
from qa.types import Hit
from qa.understanding.period import says_allotted
from qa.understanding.query import Query

__all__ = ["cells_asked", "cells_of_time", "row_asked", "tables_of"]

# What a column may be of that a question means only where it says so.
_APART = re.compile(r"上半年|下半年|季度|累计|以来|届|全国|全省|排名|位次|\d{1,2}月")
# 2025年目标 is what is asked for where a plan is, in whatever words; 2024年预计完成 is what happened, as far as known.
_PLANNED = re.compile("目标|计划|预期|预计(?!完成|执行|实现)")
_MEASURES = frozenset("产量 数量 总量 销量 金额 总额 数额 产值 价值 面积 人数 件数".split())
_CHANGE = re.compile(r"同比|环比|增长|增幅|增速|增减|比上年|较上年|占比|比重")


def tables_of(hit: Hit) -> tuple[Table, ...]:
    """The tables that the passage is a part of, whole, in the positions of its document."""
    if not may_hold_table(hit.text):
        return ()
    report = hit.report
    tables = find_tables(report.text, report.start, report.end)
    return tuple(table for table in tables if table.start < hit.end and hit.start < table.end)


def cells_asked(
    query: Query, hit: Hit, table: Table, concepts: Sequence[Concept], gazetteer: Gazetteer
) -> list[FigureCell]:
    """The cells of the passage that may be what is asked: of its year, and with no header that says something else; of
    the rows and columns whose whole name the question has, where any is: of 羊肉产量 the row 羊肉, not 肉类总产量; of
    运行维护费预算 the column 预算数, not 决算数.
    """
    found = list(_cells_that_may_be(query, hit, table, concepts, gazetteer))
    of_sort = _named_whole((cell.sort_name for cell in table.cells), query.question)
    rows = _named_whole((cell.row_name for cell in table.cells), query.question)
    found = [cell for cell in found if not of_sort or cell.sort_name in of_sort]
    found = [cell for cell in found if of_sort or not rows or cell.row_name in rows]
    columns = _named_whole((cell.column_name for cell in found), query.question)
    return [cell for cell in found if not columns or cell.column_name in columns]


def _named_whole(names: Iterable[str], question: str) -> set[str]:
    """Those that the question has whole, less what is but a part of another: 居民收入 of 农村居民收入."""
    named = {name for name in names if name and name in question}
    return {name for name in named if not any(name in other and name != other for other in named)}


def _cells_that_may_be(
    query: Query, hit: Hit, table: Table, concepts: Sequence[Concept], gazetteer: Gazetteer
) -> Iterator[FigureCell]:
    for cell in cells_of_time(query, hit, table):
        if all(
            _is_named(name, query, concepts, gazetteer) or _is_said_with_row(name, cell, query) for name in cell.names
        ):
            yield cell


def cells_of_time(query: Query, hit: Hit, table: Table) -> list[FigureCell]:
    """The cells of the passage that are of the year and the stage asked for, and of nothing that would be asked for by
    its name: a plan, a change, a part of the year.
    """
    years = set(query.years) or set(hit.report.covers[-1:])
    stages = stages_in(stage_words(query))
    plans = query.period == "plans" or says_allotted(query.question)
    asked = query.question + query.content
    found: list[FigureCell] = []
    of_stage = any(stages & stages_in(f"{cell.row} {cell.column}") for cell in table.cells)
    for cell in table.cells:
        headers = f"{cell.row} {cell.column}"
        if of_stage and not stages & stages_in(headers):
            continue  # the row or column asked for is there, if empty
        if not hit.start <= cell.figure.start < hit.end:
            continue
        own = _years_of(cell, hit)
        if own and years and years.isdisjoint(own):
            continue
        apart = _APART.findall(headers) + ([] if plans else _PLANNED.findall(headers))
        if any(word not in asked for word in apart):
            continue
        if _CHANGE.search(headers) and not asks_rate(query):
            continue
        if same_stages(headers, stage_words(query)):
            found.append(cell)
    if len(query.years) != 1:
        return found
    year = str(query.years[0])
    dated = {cell.span for cell in found if year in cell.column}
    return [cell for cell in found if cell.span not in dated or year in cell.column]  # 2022年 before 三年合计


def _years_of(cell: FigureCell, hit: Hit) -> tuple[int, ...]:
    """The years a cell is of; of one whose heads name none, those of its report."""
    report = hit.report
    if cell.year_offset is not None and report.covers:
        return (report.covers[-1] + cell.year_offset,)
    return cell.years or (*report.covers, *report.plans)


def row_asked(cell: FigureCell, query: Query) -> str:
    """A cell's row as the question calls it: 行政案件 of 行政, 光伏发电量 of 光伏发电 below 产量."""
    measured = f"{cell.row_name}{cell.column_name[-1:]}"
    if cell.sort_name and cell.sort_name in query.question:
        return cell.sort_name
    return measured if cell.row_name and measured in query.question else cell.row


def _is_said_with_row(name: str, cell: FigureCell, query: Query) -> bool:
    """Whether the question says a row and its head in one: 光伏发电量 of 光伏发电 below 产量, 行政案件 of 行政."""
    if name == cell.row_name:
        return bool(cell.sort_name) and cell.sort_name in query.question
    return name in _MEASURES and f"{cell.row_name}{name[-1]}" in query.question


def _is_named(name: str, query: Query, concepts: Sequence[Concept], gazetteer: Gazetteer) -> bool:
    """Whether the question speaks of what a header names; a row of 教育局 is not the city's."""
    if coverage(concepts, name) > 0:
        return True
    places = [mention for mention in gazetteer.mentions(name) if mention.text == name]
    wanted = {place.code for place in query.places}
    return any(place.code in wanted for mention in places for place in mention.places) or name in query.question
