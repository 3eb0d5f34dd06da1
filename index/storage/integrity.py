"""Whether the files of a generation are those that were published."""

from __future__ import annotations

from pathlib import Path

from index.checksums import sha256_of
from index.errors import IndexCorruptError, command
from index.manifest import Manifest, SegmentEntry
from index.storage.generations import segment_folder
from index.storage.segments import SEGMENT_FILE, segment_problems

__all__ = ["described_segment", "generation_problems"]


def generation_problems(folder: Path) -> list[str]:
    """What is wrong with a generation and its segments, one line each. Raises: IndexMismatchError."""
    found = []
    try:
        entries = Manifest.read(folder).segments
    except IndexCorruptError as error:
        return [str(error)]
    for entry in entries:
        try:
            found += segment_problems(described_segment(folder, entry))
        except IndexCorruptError as error:
            found.append(str(error))
    return found


def described_segment(generation: Path, entry: SegmentEntry) -> Path:
    """The segment's folder, whose description is the one that the generation was published with."""
    folder = segment_folder(generation.parent.parent, entry.name)
    description = folder / SEGMENT_FILE
    try:
        if sha256_of(description) != entry.sha256:
            raise IndexCorruptError(f"{description} does not match its checksum; run `{command('build --full')}`")
    except OSError as error:
        raise IndexCorruptError(
            f"{description} is missing or unreadable ({error.strerror}); run `{command('build --full')}`"
        ) from error
    return folder
