"""What files looked like when they were last read, so that a build need not read them again.

<home>/seen.json   path → [size, mtime, ctime, inode, SHA-256 of the content]
"""

from __future__ import annotations

import json
import time
from pathlib import Path

from index.checksums import read_sealed, replace_sealed

__all__ = ["SEEN_FILE", "Seen"]

SEEN_FILE = "seen.json"
# A file changed within this time of being looked at might change again without its times showing it (they tick in
# steps of up to 2 s on some file systems); so it is not trusted next time. Nor is one from the future.
_SETTLED_NS = 3_000_000_000

_Entry = list[int | str]


class Seen:
    """Content hashes of files by path, each good as long as the file's size, times and inode are what they were."""

    def __init__(self, home: Path, *, trust: bool = True) -> None:
        """trust: whether to use what is known; a full build does not."""
        self._path = home / SEEN_FILE
        self._known: dict[str, _Entry] = {}
        self._now: dict[str, _Entry] = {}
        if trust:
            try:
                known = json.loads(read_sealed(self._path))
                self._known = {str(path): list(entry) for path, entry in known.items()}
            except (OSError, ValueError, TypeError, AttributeError):
                self._known = {}

    def content_hash(self, path: Path) -> str | None:
        """SHA-256 of the file where it is as it was; None where it must be read."""
        key = str(path.absolute())
        entry = self._known.get(key)
        state = _state(path)
        if entry is None or state is None or entry[:-1] != state:
            return None
        self._now[key] = entry
        return str(entry[-1])

    def looked_at(self, path: Path) -> list[int] | None:
        """What the file looks like, to be taken before it is read; None where that would prove nothing later."""
        state = _state(path)
        changed = max(state[1], state[2]) if state else 0
        return state if state and changed + _SETTLED_NS < time.time_ns() else None

    def note(self, path: Path, state: list[int] | None, content_hash: str) -> None:
        """state: what `looked_at` said before the content was read."""
        if state is not None:
            self._now[str(path.absolute())] = [*state, content_hash]

    def save(self) -> None:
        """Keep it for the next build. Raises: OSError."""
        replace_sealed(self._path, json.dumps(self._now) + "\n")


def _state(path: Path) -> list[int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]
