"""Whether every file of a home is what was written there: `wenzheng verify`.

Checked are the generations with their segments and CURRENT; `sources.json`, `seen.json` and `origins.json`; the
compiled dictionaries in `cache/`, which are made again where they are damaged; and what its owner gave the home,
uploads and corrections, against what the last build read. Not checked are the reports in other folders, which the
next build reads, and what a build that was stopped has left, of which it takes nothing without a checksum.
"""

from __future__ import annotations

from contextlib import nullcontext, suppress
from pathlib import Path

from index.building.seen import SEEN_FILE
from index.building.sources import input_problems
from index.checksums import ATTESTED, is_attested, read_sealed
from index.errors import IndexCorruptError, IndexMismatchError, command
from index.reports.home_origins import origin_problems
from index.storage.generations import current_generation, generation_folder, pointer_problems
from index.storage.integrity import generation_problems
from index.storage.store import Index

__all__ = ["index_problems", "verify"]


def verify(home: Path) -> list[str]:
    """What is wrong with the files of a home, one line each: every byte is read.

    Raises: IndexMissingError where there is no index.
    """
    return [
        *index_problems(home),
        *input_problems(home),
        *origin_problems(home),
        *_problems_of_what_is_made_again(home),
    ]


def index_problems(home: Path) -> list[str]:
    """What is wrong with the generations there are, one line each: every byte is read.

    Raises: IndexMissingError where there is no index.
    """
    try:
        current = generation_folder(home, current_generation(home))
        found = pointer_problems(home)
        for folder in sorted({current, *(home / "generations").glob("[0-9]*")}):
            # One of an older format stays until the next build, for the readers that have it open.
            with nullcontext() if folder == current else suppress(IndexMismatchError):
                found += [each for each in generation_problems(folder) if each not in found]
        if not found:
            with Index.open(home) as index:
                index.assure()
        return found
    except (IndexCorruptError, IndexMismatchError) as error:
        return [str(error)]


def _problems_of_what_is_made_again(home: Path) -> list[str]:
    found = []
    seen = home / SEEN_FILE
    try:
        read_sealed(seen)
    except FileNotFoundError:
        pass
    except (OSError, ValueError) as error:
        found.append(f"{seen} is damaged ({error}); the next `{command('build', home=home)}` writes it anew")
    found += [
        f"{path} and {path.name}{ATTESTED} do not match; neither is used, and both are made again when they are needed"
        for path in sorted((home / "cache").glob("*"))
        if not path.name.startswith(".") and path.suffix != ATTESTED and not is_attested(path)
    ]
    lock = home / "lock"
    if lock.exists() and lock.stat().st_size:
        found.append(
            f"{lock} has {lock.stat().st_size} bytes instead of 0; the next `{command('build', home=home)}` empties it"
        )
    return found
