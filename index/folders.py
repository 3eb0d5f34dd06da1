"""Folders that nobody but their owner may look into."""

from __future__ import annotations

from pathlib import Path

__all__ = ["private_folder"]


def private_folder(path: Path) -> None:
    """Make it and what is missing above it, for its owner alone; one that is there keeps its mode. Raises: OSError."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)
