r"""Reads the locks: each package's one version, where it is needed, and the SHA-256 of each file that may be installed.

A lock is a requirements file of pip, in this form alone; comments stand above the first pin:

    idna==3.20 ; python_version >= "3.11" \
        --hash=sha256:ec7720…

Standard library alone, since it is read before anything is installed; `tools/lock_hashes.py` writes the hashes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

__all__ = ["LockError", "Pin", "read_lock"]

_PIN = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>[0-9][0-9a-z.+]*)(?: ; (?P<marker>[^\\#]*[^\\#\s]))?")
_HASH = re.compile(r"--hash=sha256:(?P<hash>[0-9a-f]{64})")
_REMEDY = "`.venv/bin/python -m tools.lock_hashes {name}` writes the hashes of its pins."


class LockError(Exception):
    """A lock cannot be installed from; the message names the line and the remedy."""


@dataclass(frozen=True, slots=True)
class Pin:
    """One package of a lock. marker: where it is installed, "" for everywhere; hashes: SHA-256 in hexadecimal."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    @property
    def requirement(self) -> str:
        """The requirement as pip reads it, without the hashes."""
        return f"{self.name}=={self.version}" + (f" ; {self.marker}" if self.marker else "")

    @property
    def text(self) -> str:
        """What the lock says of it, hashes included."""
        return " \\\n    ".join([self.requirement, *(f"--hash=sha256:{each}" for each in self.hashes)]) + "\n"


def read_lock(lock: Path, *, hashed: bool = True) -> tuple[Pin, ...]:
    """The pins of a lock, in its order.

    hashed: every pin must have a hash, as an installation needs it.

    Raises:
        LockError: a line is neither a comment, a pin nor a hash, or a pin has no hash.
    """
    pins: list[Pin] = []
    continued = False
    lines = lock.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        words, goes_on = line.removesuffix("\\").strip(), line.endswith("\\")
        pin, file = _PIN.fullmatch(words), _HASH.fullmatch(words)
        if pins and file and continued:
            last = pins.pop()
            pins.append(Pin(last.name, last.version, last.marker, (*last.hashes, file["hash"])))
        elif pin and not continued:
            pins.append(Pin(pin["name"], pin["version"], pin["marker"] or "", ()))
        elif goes_on or continued or pins or (words and not words.startswith("#")):
            raise _fault(lock, number, f"neither a pin (name==version) nor a hash of one (--hash=sha256:…): {line!r}")
        if hashed and pin and not goes_on:
            raise _fault(lock, number, f"{pins[-1].requirement} has no hash")
        continued = goes_on
    if continued:
        raise _fault(lock, len(lines), "a hash is missing after the last line")
    return tuple(pins)


def _fault(lock: Path, number: int, what: str) -> LockError:
    return LockError(f"{lock.name}, line {number}: {what}. {_REMEDY.format(name=lock.name)}")
