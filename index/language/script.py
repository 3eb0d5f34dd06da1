"""Traditional characters read as simplified ones, character for character.

Reports are quoted as printed; what is compared (words, names, headings, questions) is compared in simplified characters.
"""

from __future__ import annotations

import functools
from typing import Any  # opencc has no type hints

__all__ = ["simplified"]


def simplified(text: str) -> str:
    """The text in simplified characters, of the same length, so that offsets hold: 經審查立案 → 经审查立案.

    OpenCC's t2s, which minds words (乾隆 stays, 乾淨 becomes 干净). A line that it would make longer or shorter is
    converted character by character.
    """
    if text.isascii():
        return text
    converted = str(_converter().convert(text))
    if len(converted) == len(text):
        return converted
    return "\n".join(map(_line, text.split("\n")))


def _line(text: str) -> str:
    converted = str(_converter().convert(text))
    if len(converted) == len(text):
        return converted
    single = (str(_converter().convert(character)) for character in text)
    return "".join(new if len(new) == 1 else old for old, new in zip(text, single, strict=True))


@functools.cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")
