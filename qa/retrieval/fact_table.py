"""The fact table of an index: rows to go through, a data frame, an Arrow table, a CSV or Parquet file.

A report's figures are read, given and let go, so that files of any length are written in little memory.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, fields
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from index.errors import ExtraMissingError
from index.statements.fact_rows import facts_stated
from index.types import Fact, Report
from qa.retrieval.scope import kinds_named, of_places, places_named
from qa.serialize import spreadsheet_cell
from qa.types import FactRow
from qa.understanding.limits import check_filters

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from qa.retrieval.retriever import Retriever

__all__ = ["FactTable"]

# What Arrow and pandas call the types of the columns that are not text. A figure of more than 15 digits would lose the
# last of them; `text` has it as printed.
_TYPES = {
    "year_from": ("int32", "Int32"),
    "year_to": ("int32", "Int32"),
    "value": ("double", "float64"),
    "approximate": ("bool", "bool"),
    "start": ("int64", "int64"),
    "end": ("int64", "int64"),
    "page": ("int32", "Int32"),
}
_COLUMNS = tuple(field.name for field in fields(FactRow))
_AT_ONCE = 10_000  # rows of an Arrow batch, of which a Parquet file has one after the other


class FactTable:
    """The figures that the reports state, as `Retriever.facts` chose them; gone through anew each time."""

    def __init__(
        self,
        retriever: Retriever,
        *,
        places: Sequence[str] | None,
        years: Sequence[int] | None,
        kinds: Sequence[str] | None,
        indicator: str | None,
        qualifier: str | None,
    ) -> None:
        check_filters(places, years, kinds, *([each] for each in (indicator, qualifier) if each))
        self._retriever = retriever
        self._places = places_named(places, retriever.gazetteer) if places else ()
        self._years = tuple(years) if years else None
        self._kinds = kinds_named(kinds) if kinds else ()
        self._indicator = indicator.strip() if indicator else None
        self._qualifier = qualifier.strip() if qualifier else None

    def __iter__(self) -> Iterator[FactRow]:
        """The rows, in the order of the reports and of their texts."""
        now = self._retriever.newest()
        now.index.assure()
        ordinals = of_places(now.index, now.gazetteer, self._places, True)
        reports = {
            report.id: report
            for report in (now.index.reports[ordinal] for ordinal in ordinals)
            if not self._kinds or report.kind in self._kinds
        }
        if self._indicator:
            found: Iterable[Fact] = now.index.find_facts(indicator=self._indicator)
        else:
            found = (fact for report_id in reports for fact in now.index.facts(report_id))
        for fact in found:
            if fact.report_id in reports and facts_stated([fact], years=self._years, qualifier=self._qualifier):
                yield _row(fact, reports[fact.report_id])

    def to_pandas(self) -> pd.DataFrame:
        """A data frame with the fields of `FactRow` as columns; a year or page that is not known is <NA>.

        Raises: ExtraMissingError where pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise ExtraMissingError("pandas", "facts", "integrations") from error
        frame = pd.DataFrame.from_records(_values(self), columns=list(_COLUMNS))
        return frame.astype({name: _TYPES[name][1] if name in _TYPES else "str" for name in _COLUMNS})

    def to_arrow(self) -> pa.Table:
        """An Arrow table with the fields of `FactRow` as columns.

        Raises: ExtraMissingError where pyarrow is not installed.
        """
        schema = _schema()
        import pyarrow as pa

        return pa.Table.from_batches(_batches(self, schema), schema)

    def write_csv(self, path: str | Path) -> int:
        """Writes a CSV file that Excel opens, and gives back how many rows it has; path holds all or is as it was."""
        with _in_full(Path(path)) as beside, beside.open("w", encoding="utf-8-sig", newline="") as file:
            return self.print_csv(file)

    def print_csv(self, file: TextIO) -> int:
        """Writes the CSV to an open file, cells that a spreadsheet would take for formulae made text."""
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_COLUMNS)
        written = 0
        for row in self:
            writer.writerow(spreadsheet_cell(_cell(value)) for value in astuple(row))
            written += 1
        return written

    def write_parquet(self, path: str | Path) -> int:
        """Writes a Parquet file, and gives back how many rows it has; path holds all of them or is as it was.

        Raises: ExtraMissingError where pyarrow is not installed.
        """
        schema = _schema()
        from pyarrow import parquet

        n = 0
        with _in_full(Path(path)) as beside, parquet.ParquetWriter(beside, schema) as writer:
            for batch in _batches(self, schema):
                writer.write_batch(batch)
                n += batch.num_rows
        return n


def _row(fact: Fact, report: Report) -> FactRow:
    return FactRow(
        place=report.place,
        place_code=fact.place_code,
        kind=report.kind,
        year_from=fact.years[0] if fact.years else None,
        year_to=fact.years[-1] if fact.years else None,
        role=fact.role,
        indicator=fact.indicator,
        qualifier=fact.qualifier,
        value=fact.value,
        unit=fact.unit,
        approximate=fact.approximate,
        counted_by=fact.counted_by,
        text=fact.text,
        source=report.source,
        report_id=report.id,
        start=fact.start,
        end=fact.end,
        page=report.page_map.page_of(fact.start),
        sentence=report.text[fact.sentence.start : fact.sentence.end],
    )


def _cell(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"  # 350050000000, not 3.5005E+11
    return "" if value is None else str(value)


def _values(rows: Iterable[FactRow]) -> Iterator[tuple[object, ...]]:
    """The rows with numbers as machines calculate with."""
    at = _COLUMNS.index("value")
    for row in rows:
        values = astuple(row)
        yield (*values[:at], float(row.value), *values[at + 1 :])


def _schema() -> pa.Schema:
    try:
        import pyarrow as pa
    except ImportError as error:
        raise ExtraMissingError("pyarrow", "facts", "integrations") from error
    return pa.schema([(name, pa.type_for_alias(_TYPES.get(name, ("string", ""))[0])) for name in _COLUMNS])


def _batches(rows: Iterable[FactRow], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    values = _values(rows)
    while block := list(islice(values, _AT_ONCE)):
        arrays = [pa.array(column, field.type) for column, field in zip(zip(*block, strict=True), schema, strict=True)]
        yield pa.record_batch(arrays, schema=schema)


@contextmanager
def _in_full(path: Path) -> Iterator[Path]:
    """A file to write to that takes the place of `path` once it is whole; a pipe or device is written to itself."""
    if path.exists() and not path.is_file():
        yield path
        return
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield beside
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
