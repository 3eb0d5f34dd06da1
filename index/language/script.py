"""Traditional characters read as simplified ones, character for character.

Reports are quoted as printed; words, names, headings and questions are compared in simplified characters.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

__all__ = ["simplified"]

# What cannot be encoded, and ends a text in OpenCC's C strings; and 乾 in 乾安县 and 乾县, which are no 干.
_NOT_CONVERTED = re.compile("([\ud800-\udfff\0]+|乾(?=[安县縣]))")


def simplified(text: str) -> str:
    """The text in simplified characters, of the same length, so that offsets hold: 經審查立案 → 经审查立案.

    OpenCC's t2s, which minds words (乾隆 stays, 乾淨 becomes 干净). A line that it would make longer or shorter is
    converted character by character.
    """
    if text.isascii():
        return text
    return _remembered(text) if len(text) <= _PASSAGE else _whole(text)


def _whole(text: str) -> str:
    converted = _convert(text)
    return converted if len(converted) == len(text) else "\n".join(map(_line, text.split("\n")))


# Passages are read again for every question that they may answer.
_PASSAGE = 600
_remembered = functools.lru_cache(maxsize=4096)(_whole)


def _line(text: str) -> str:
    converted = _convert(text)
    if len(converted) == len(text):
        return converted
    pairs = ((character, _convert(character)) for character in text)
    return "".join(new if len(new) == 1 else old for old, new in pairs)


def _convert(text: str) -> str:
    pieces = _NOT_CONVERTED.split(text)
    return "".join(piece if number % 2 else _converter()(piece) for number, piece in enumerate(pieces))


@functools.cache
def _converter() -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert
