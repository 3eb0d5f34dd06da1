r"""What is written to a terminal cannot command it: no character of a report, title or file name is obeyed.

ESC and the C1 controls move the cursor, rename the window, or set the clipboard (OSC 52); marks of direction make a
line read other than it is; U+2028 ends a line for some programs. Each is written as JSON writes it,
`\u001b`, `\u202e`: readable, and still the same JSON where it stands in one. Line ends and tabs are our own and stay.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import TextIO, cast

__all__ = ["harmless", "harmless_output", "unguarded"]

_OURS = "\n\t"
_ACTING = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))


def harmless(text: str) -> str:
    r"""The text with each character that a terminal may obey written out: ESC as `\u001b`."""
    return text if text.isprintable() else "".join(map(_shown, text))


@contextmanager
def harmless_output() -> Iterator[None]:
    """Within it, standard output and the error stream write every text harmlessly, whoever prints it."""
    with redirect_stdout(_guarded(sys.stdout)), redirect_stderr(_guarded(sys.stderr)):
        yield


def unguarded(stream: TextIO) -> TextIO:
    """The stream below, for a bar that moves the cursor itself and shows no text but our own."""
    return stream._stream if isinstance(stream, _Guarded) else stream  # noqa: SLF001


def _shown(character: str) -> str:
    if character in _OURS or unicodedata.category(character) not in _ACTING:
        return character
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _guarded(stream: TextIO) -> TextIO:
    return cast("TextIO", _Guarded(stream))


class _Guarded:
    """A text stream that writes harmlessly, and in all else is the one it stands before."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """As the stream's own. Returns how many characters of `text` were taken."""
        self._stream.write(harmless(text))
        return len(text)

    def writelines(self, lines: Iterator[str]) -> None:
        """As the stream's own."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)
