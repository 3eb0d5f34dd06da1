"""A model's text, as it streams, → whole sentences with the markers that belong to them."""

from __future__ import annotations

import re

__all__ = ["Sentences"]

# A stop, what closes behind it, and the markers that follow: 409件。[1]
_END = re.compile(r"(?:[。！？!?]|(?<!\d)\.(?=\s|\[|$))[”’」』）)\"]*(?:[ \t]*[\[【［][0-9,，、 ]{1,20}[\]】］])*|\n+")
_MORE = ' \t[【［”’」』）)"'
_LONGEST = 1_000  # what goes on longer without a stop is cut there


class Sentences:
    """Takes the pieces of a stream in; gives each sentence out once nothing can belong to it any more."""

    def __init__(self) -> None:
        self._rest = ""

    def take(self, piece: str) -> list[str]:
        """The sentences that are whole now."""
        self._rest += piece
        found: list[str] = []
        at = 0
        for match in _END.finditer(self._rest):
            following = self._rest[match.end() :].lstrip(" \t")
            if not following or (following[0] in _MORE and "\n" not in match[0]):
                break
            found.append(self._rest[at : match.end()])
            at = match.end()
        if len(self._rest) - at > _LONGEST:
            found.append(self._rest[at:])
            at = len(self._rest)
        self._rest = self._rest[at:]
        return [each for each in found if each.strip()]

    def end(self) -> list[str]:
        """What is left when the stream ends: whole sentences, and words without a stop."""
        rest, self._rest = self._rest, ""
        pieces: list[str] = []
        at = 0
        for match in _END.finditer(rest):
            pieces.append(rest[at : match.end()])
            at = match.end()
        return [each for each in (*pieces, rest[at:]) if each.strip()]
