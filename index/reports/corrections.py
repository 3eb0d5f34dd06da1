"""What people have put right about reports: a table beside them that overrides what was detected.

`corrections.tsv` in the indexed folder, UTF-8, has the columns source, part, field and value; docs/corrections.md tells
more.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from index.errors import ReadError
from index.kinds import form_names, kind_names
from index.language.gazetteer import COUNTRY, Gazetteer
from index.language.zones import TOWN_RANKS
from index.reading.files import read_regular, shown_name
from index.reports.metadata import Metadata
from index.types import Kind, Place

__all__ = [
    "COLUMNS",
    "CORRECTIONS_FILE",
    "Correction",
    "CorrectionTable",
    "check_correction",
    "corrected",
    "fingerprint",
    "number_of_part",
    "read_corrections",
    "table_lines",
]

CORRECTIONS_FILE = "corrections.tsv"
COLUMNS = ("source", "part", "field", "value")
_YEARS = re.compile(r"(?P<first>(?:19|20)\d\d)(?:\s*[-–—~～至]\s*(?P<last>(?:19|20)\d\d))?")
_MONTHS = re.compile(r"(?P<first>\d{1,2})(?:\s*[-—–~～至]\s*(?P<last>\d{1,2}))?")
_CODE = re.compile(r"\d{6}")
_LONGEST_PERIOD = 20
_LONGEST_NUMBER = 6  # digits
_MOST_BYTES = 2**21  # some 30,000 lines
_UNKNOWN = Metadata("", "unrelated", None, None, (), (), "", "", "")


@dataclass(frozen=True, slots=True)
class Correction:
    """One field of one report. line: in the table, from 1. part: number of the report in its file, from 0."""

    line: int
    part: int
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class CorrectionTable:
    """by_source: the usable rows of each file. problems: ("…/corrections.tsv:3", what is wrong and the remedy)."""

    by_source: dict[str, tuple[Correction, ...]]
    problems: tuple[tuple[str, str], ...]


def read_corrections(folder: Path, *, of_any_folder: bool = False, unpacked: Sequence[Path] = ()) -> CorrectionTable:
    """The table of a folder; empty where it has none. A row that cannot be used is told and left out.

    of_any_folder: its files need not lie in this one. unpacked: where the archives in it are laid out.
    """
    path = folder / CORRECTIONS_FILE
    try:
        lines = table_lines(path)
    except ReadError as error:
        return CorrectionTable({}, ((error.source, str(error).removeprefix(f"{error.source}: ")),))
    found: dict[str, dict[tuple[int, str], Correction]] = {}
    problems: list[tuple[str, str]] = []
    for number, line in enumerate(lines, start=1):
        cells = [cell.strip() for cell in line.split("\t")]
        if not line.strip() or line.startswith("#") or tuple(cells) == COLUMNS:
            continue
        try:
            source, correction = _row(cells, number, () if of_any_folder else (folder, *unpacked))
            rows = found.setdefault(source, {})
            before = rows.get((correction.part, correction.field))
            if before:
                raise ValueError(f"{correction.field} of {source} is given in line {before.line} already; keep one")
            rows[correction.part, correction.field] = correction
        except ValueError as error:
            problems.append((f"{path}:{number}", str(error)))
    return CorrectionTable({source: tuple(rows.values()) for source, rows in found.items()}, tuple(problems))


def table_lines(path: Path) -> list[str]:
    """The lines of a table of corrections; none where there is no table. Raises: ReadError where it cannot be read."""
    if not path.exists():
        return []
    try:
        return read_regular(path, most=_MOST_BYTES, beneath=path.parent).decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        message = "is not UTF-8; save it as UTF-8 text with tabs between the columns"
        raise ReadError(shown_name(str(path)), message) from error


def number_of_part(cell: str) -> int | None:
    """`1` → 1, an empty cell → 0; None where it is no number that a part can have."""
    return int(cell or 0) if not cell or (cell.isdecimal() and len(cell) <= _LONGEST_NUMBER) else None


def corrected(metadata: Metadata, corrections: Sequence[Correction], *, part: int) -> Metadata:
    """The metadata of one part of a file with its corrections in place of what was detected."""
    for correction in corrections:
        if correction.part == part:
            metadata = _FIELDS[correction.field](metadata, correction.value)
    return metadata


def fingerprint(corrections: Sequence[Correction]) -> str:
    """Changes whenever what the corrections say does; "" for none. Where in the table they stand does not matter."""
    if not corrections:
        return ""
    rows = sorted((each.part, each.field, each.value) for each in corrections)
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]


def check_correction(field: str, value: str) -> None:
    """Raises: ValueError, with the remedy, where the field is none or cannot take the value."""
    if field not in _FIELDS:
        raise ValueError(f"there is no field {field!r}; the fields are {', '.join(_FIELDS)}")
    _FIELDS[field](_UNKNOWN, value)


def _row(cells: Sequence[str], number: int, folders: Sequence[Path]) -> tuple[str, Correction]:
    if len(cells) != len(COLUMNS):
        raise ValueError(f"has {len(cells)} columns instead of 4; write {', '.join(COLUMNS)} with tabs between them")
    source, part, field, value = cells
    source = source.replace("\\", "/")
    if folders and not any(_holds(folder, source) for folder in folders):
        raise ValueError(f"there is no file {source!r} in {folders[0]}; write its path below that folder")
    number_in_file = number_of_part(part)
    if number_in_file is None:
        raise ValueError(f"the part {part!r} is no number; write 0 for the first report of the file, 1 for the next")
    check_correction(field, value)
    return source, Correction(number, number_in_file, field, value)


def _holds(folder: Path, source: str) -> bool:
    try:
        return (folder / source).is_file()
    except OSError:  # a name longer than names can be
        return False


def _with_title(metadata: Metadata, value: str) -> Metadata:
    if not value:
        raise ValueError("the title is empty; write one or take the line away")
    return replace(metadata, title=value)


def _with_kind(metadata: Metadata, value: str) -> Metadata:
    names = kind_names("zh")
    kinds: dict[str, Kind] = {label: kind for kind, label in names.items()} | {kind: kind for kind in names}
    if value not in kinds:
        raise ValueError(f"there is no kind {value!r}; write one of {', '.join(kinds)}")
    return replace(metadata, kind=kinds[value])


def _with_place(metadata: Metadata, value: str) -> Metadata:
    return replace(metadata, place=_place(value) if value else None)


def _place(value: str) -> Place:
    """The place meant by any form of its name, or by its code. Raises: ValueError for none or for several."""
    gazetteer = Gazetteer.load()
    if value in ("全国", "中国", "国家"):
        return gazetteer.place(COUNTRY)
    if _CODE.fullmatch(value):
        try:
            return gazetteer.place(value)
        except KeyError:
            raise ValueError(f"there is no place with the code {value}; write its name") from None
    named = gazetteer.named(value) or _towns(value, gazetteer)
    exact = tuple(place for place in named if value in (place.name, place.path)) or named
    if not exact:
        raise ValueError(f"there is no place {value!r}; write its name as 新乡市 or 河南省郑州市上街区")
    # 新乡 is the city, which its county of that name is not; 鼓楼区 may be any of four.
    if len(exact) > 1 and exact[1].level == exact[0].level:
        raise ValueError(f"{value} may be {'、'.join(place.path for place in exact)}; write one of these in full")
    return exact[0]


def _towns(value: str, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Of each place that the value begins with, the town of the rest of it: 清徐县徐沟镇."""
    first = next(iter(gazetteer.mentions(value)), None)
    if first is None or first.start or not value.endswith(TOWN_RANKS):
        return ()
    return tuple(
        gazetteer.place(f"{place.code}:{value[first.end :]}") for place in first.places if ":" not in place.code
    )


def _with_delivered(metadata: Metadata, value: str) -> Metadata:
    try:
        return replace(metadata, delivered=date.fromisoformat(value) if value else None)
    except ValueError:
        raise ValueError(f"{value!r} is no date; write it as 2024-02-20") from None


def _with_covers(metadata: Metadata, value: str) -> Metadata:
    return replace(metadata, covers=_years(value))


def _with_plans(metadata: Metadata, value: str) -> Metadata:
    return replace(metadata, plans=_years(value))


def _years(value: str) -> tuple[int, ...]:
    if not value:
        return ()
    match = _YEARS.fullmatch(value)
    first = int(match["first"]) if match else 0
    last = int(match["last"] or first) if match else 0
    if match is None or not 0 <= last - first < _LONGEST_PERIOD:
        raise ValueError(f"{value!r} is no period; write it as 2023 or 2019-2023")
    return tuple(range(first, last + 1))


def _with_session(metadata: Metadata, value: str) -> Metadata:
    return replace(metadata, session=value)


def _with_speaker(metadata: Metadata, value: str) -> Metadata:
    return replace(metadata, speaker=value)


def _with_publisher(metadata: Metadata, value: str) -> Metadata:
    return replace(metadata, publisher=value)


def _with_form(metadata: Metadata, value: str) -> Metadata:
    forms = form_names("zh")
    named = {name: form for form, name in forms.items()} | {form: form for form in forms}
    if value not in named:
        raise ValueError(f"there is no form {value!r}; write one of {', '.join(named)}")
    return replace(metadata, form=named[value])


def _with_body(metadata: Metadata, value: str) -> Metadata:
    return replace(metadata, body=value)


def _with_months(metadata: Metadata, value: str) -> Metadata:
    if not value:
        return replace(metadata, months=None)
    match = _MONTHS.fullmatch(value)
    first, last = (int(match["first"]), int(match["last"] or match["first"])) if match else (0, 0)
    if not 1 <= first <= last <= 12:
        raise ValueError(f"{value!r} are no months of a year; write them as 1-6 or 7")
    return replace(metadata, months=(first, last))


_FIELDS: dict[str, Callable[[Metadata, str], Metadata]] = {
    "title": _with_title,
    "kind": _with_kind,
    "place": _with_place,
    "delivered": _with_delivered,
    "covers": _with_covers,
    "plans": _with_plans,
    "session": _with_session,
    "speaker": _with_speaker,
    "publisher": _with_publisher,
    "form": _with_form,
    "body": _with_body,
    "months": _with_months,
}
