"""Where reports that were fetched lay on the web, for who cites them: kept in the index's own home.

<home>/origins.json   source → its address and the day it was fetched
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from index.checksums import read_sealed, replace_sealed
from index.errors import IndexCorruptError
from index.folders import private_folder
from index.types import Report

__all__ = [
    "ORIGINS_FILE",
    "WebOrigin",
    "forget_origins",
    "home_origins",
    "note_origins",
    "origin_problems",
    "with_origins",
]

ORIGINS_FILE = "origins.json"


@dataclass(frozen=True, slots=True)
class WebOrigin:
    """url: where a document lay. accessed: the day it was fetched."""

    url: str
    accessed: date


def home_origins(home: Path) -> dict[str, WebOrigin]:
    """Source → where it was fetched; empty where nothing was.

    Raises: IndexCorruptError where the file that tells them is damaged.
    """
    path = home / ORIGINS_FILE
    try:
        rows = json.loads(read_sealed(path))
        return {
            str(source): WebOrigin(str(row["url"]), date.fromisoformat(row["accessed"])) for source, row in rows.items()
        }
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexCorruptError(
            f"{path} is damaged ({error}), so the addresses of what was fetched are not known; put it back, or "
            "delete it and cite without them. 请放回原文件，或删除它（引文将不含网址）"
        ) from error


def note_origins(home: Path, origins: Mapping[str, WebOrigin]) -> None:
    """Keep these with those there are. Raises: IndexCorruptError, before anything is written; OSError."""
    if origins:
        private_folder(home)
        _write(home, home_origins(home) | dict(origins))


def forget_origins(home: Path, sources: Sequence[str]) -> None:
    """Take the rows of these files away. Raises: as `note_origins`."""
    known = home_origins(home)
    kept = {source: origin for source, origin in known.items() if source not in sources}
    if kept != known:
        _write(home, kept)


def origin_problems(home: Path) -> list[str]:
    """What is wrong with the file, one line each."""
    try:
        home_origins(home)
    except IndexCorruptError as error:
        return [str(error)]
    return []


def with_origins(reports: Sequence[Report], home: Path) -> tuple[Report, ...]:
    """The reports, those that were fetched with their address and the day.

    Where the file that tells them is damaged there are none, which `verify` says: what the reports state is not harmed.
    """
    origins: dict[str, WebOrigin] = {}
    with suppress(IndexCorruptError):
        origins = home_origins(home)
    found = ((report, origins.get(report.source)) for report in reports)
    return tuple(
        replace(report, url=origin.url, accessed=origin.accessed) if origin else report for report, origin in found
    )


def _write(home: Path, origins: Mapping[str, WebOrigin]) -> None:
    rows = {
        source: {"url": origin.url, "accessed": origin.accessed.isoformat()}
        for source, origin in sorted(origins.items())
    }
    replace_sealed(home / ORIGINS_FILE, json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
