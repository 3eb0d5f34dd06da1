"""The table's cell that a question means in other words than its heads: 卖出多少头猪 is 生猪出栏.

Heads are short, and one who asks does not know them; so where no cell has the words of the question, the encoder says
which heads are nearest to it. That counts only where one cell stands out: the others of the table are all of the same
genre, and near to any question about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.language.gazetteer import Gazetteer
from index.language.units import unit_may_stand
from index.statements.table_grids import Table
from index.statements.table_units import without_unit
from index.statements.tables import FigureCell
from index.types import Span
from qa.answering.candidates import Candidate
from qa.answering.extract import Finding, literal_share
from qa.answering.table_cells import cells_of_time, tables_of
from qa.retrieval.concepts import Concept, coverage
from qa.retrieval.retriever import Retriever
from qa.types import Hit
from qa.understanding.period import says_allotted
from qa.understanding.query import Query

__all__ = ["cell_meant", "is_of_another_kind"]

# Of 77 questions in everyday words over 20 reports 47 had their cell and 30 had none there (docs/quality.md): so chosen
# 43 and 2 were answered, and 2 of those 45 wrongly.
_LEAST, _LEAST_LEAD, _ENOUGH, _MOST_LEAD = 0.55, 0.05, 0.8, 0.13
# 玉米 and 大豆 are this unlike, of 播种面积 both.
_LEAST_OF_KIND = 0.6
_MOST_CELLS = 240
_LONGEST_CAPTION = 30
# What was spent is not what was to be spent.
_BUDGET = re.compile("预算(?!执行|收入|支出)|年初|计划")
_TIME = re.compile(r"(?:19|20)\d\d\s?年?度?[末底]?|本年度?|今年|全年")
_BEFORE = re.compile(r"[一-龥]{1,6}$")
_OTHERS = re.compile("其[他它]|其余")
_IN_ALL = re.compile("一?共|总|合计|全部")


@dataclass(frozen=True, slots=True)
class _Likely:
    """A cell, the passage it stands in, its heads as they are compared, and their cosine to the question. fits: it is
    of the year and in the unit asked for.
    """

    cell: FigureCell
    hit: Hit
    heads: str
    fits: bool
    likeness: float = 0.0


def cell_meant(query: Query, hits: Sequence[Hit], concepts: Sequence[Concept], retriever: Retriever) -> Finding | None:
    """The one cell in these passages that stands out as what is asked for; None where none does."""
    if query.answer != "number" or query.language != "zh":
        return None
    found = _by_likeness(query, hits, retriever)
    fitting = [each for each in found if each.fits]
    if not fitting or fitting[0].likeness < _LEAST or found[0].cell.row != fitting[0].cell.row:
        return None
    best = fitting[0]
    lead = best.likeness - max((each.likeness for each in fitting if _differs(each, best)), default=0.0)
    if lead < _LEAST_LEAD or best.likeness + 2 * min(lead, _MOST_LEAD) < _ENOUGH:
        return None
    named = best.cell.sort_name or best.cell.row_name
    return None if is_of_another_kind(query, named, concepts, retriever) else _finding(query, best, concepts)


def _by_likeness(query: Query, hits: Sequence[Hit], retriever: Retriever) -> list[_Likely]:
    """The cells of the tables of these passages, the likest first."""
    held = [each for hit in hits for table in tables_of(hit) for each in _cells_in(query, hit, table)][:_MOST_CELLS]
    if not any(each.fits for each in held):
        return []
    body = query.body if all(query.body in each.hit.report.body for each in held) else ""
    vectors = retriever.vectors_of([_asked(query, body, retriever.gazetteer), *(each.heads for each in held)])
    if vectors is None:
        return []
    cosines = (vectors[1:] @ vectors[0]).tolist()
    found = [_Likely(each.cell, each.hit, each.heads, each.fits, cos) for each, cos in zip(held, cosines, strict=True)]
    return sorted(found, key=lambda each: (-each.likeness, not each.fits, each.hit.report.id, each.cell.figure.start))


def _cells_in(query: Query, hit: Hit, table: Table) -> Iterator[_Likely]:
    plans = query.period == "plans" or says_allotted(query.question)
    of_time = {cell.figure.start for cell in cells_of_time(query, hit, table)}
    for cell in table.cells:
        if not hit.start <= cell.figure.start < hit.end or (_OTHERS.match(cell.row) and "其" not in query.question):
            continue
        named = cell.sort_name or cell.row
        if not cell.row_name:
            of_all = _TIME.sub("", cell.row) and not _IN_ALL.search(query.question)
            if len(table.caption) > _LONGEST_CAPTION or of_all:
                continue
            named = f"{table.caption} {named}"
        fits = cell.figure.start in of_time and (plans or not _BUDGET.search(cell.column))
        if query.units and cell.figure.unit and not unit_may_stand(query.units, cell.figure.unit):
            fits = False
        yield _Likely(cell, hit, " ".join(_TIME.sub("", f"{named} {cell.column}").split()), fits)


def _asked(query: Query, body: str, gazetteer: Gazetteer) -> str:
    """The question without its place and time, which heads do not name, and the body whose report it is."""
    said = _TIME.sub("", query.question)
    names = {name for place in query.places for name in gazetteer.names(place)}
    for name in sorted({*names, body} - {""}, key=len, reverse=True):
        said = said.replace(name, "")
    return said


def _differs(one: _Likely, other: _Likely) -> bool:
    return (one.cell.figure.value, one.cell.figure.unit) != (other.cell.figure.value, other.cell.figure.unit)


def is_of_another_kind(query: Query, headers: str, concepts: Sequence[Concept], retriever: Retriever) -> bool:
    """Whether the question has another thing in the place of the row's: 玉米播种面积, and this is 大豆播种面积."""
    kinds = _other_kind(query.content, without_unit(headers.split()[0])) if headers else None
    if kinds is None or any(each.match(kinds[0]) and each.match(headers) for each in concepts):
        return False
    vectors = retriever.vectors_of(kinds)
    return vectors is not None and float(vectors[0] @ vectors[1]) < _LEAST_OF_KIND


def _other_kind(content: str, row: str) -> tuple[str, str] | None:
    """What the question and a row name before an end that they share: 玉米 and 大豆 of 播种面积; None where they share
    none, or one of the two names nothing before it.
    """
    asked = "".join(content.split("的"))
    for start in range(len(row)):
        at = asked.find(row[start:])
        if at >= 0:
            before = _BEFORE.search(asked[:at])
            return (before[0], row[:start]) if before and start else None
    return None


def _finding(query: Query, meant: _Likely, concepts: Sequence[Concept]) -> Finding:
    cell, hit = meant.cell, meant.hit
    headers = f"{cell.row} {cell.column}".strip()
    row = Span(max(cell.span.start, hit.start), min(cell.span.end, hit.end))
    figure = cell.figure
    share = coverage(concepts, headers)
    return Finding(
        candidate=Candidate("figure", figure.start, figure.end, figure.text, 1, figure, headers),
        hit=hit,
        sentence=row,
        clause=row,
        own=headers,
        literal=literal_share(query.content, headers),
        support=share,
        clause_support=share,
        passage_support=coverage(concepts, " ".join(hit.heading_path) + "\n" + hit.text),
        likeness=meant.likeness,
        nearest=True,
        score=meant.likeness,
    )
