"""A quote → where it stands in a text, whatever the white space, the width of its signs and its quotation marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from index.reading.characters import clean_characters
from index.types import Span

__all__ = ["find_quote"]

# Signs that stand for each other, once the widths are folded.
_ALIKE = ('"“”「」『』〝〞', "'‘’", "-—–―‐‑−─", "·•・‧", "~〜∼", "…⋯")
_BETWEEN = r"(?:[\s\u3000]|\*\*)*"
_NUMERAL = "0-9０-９零〇一二三四五六七八九十百千万亿两"
_EDGES = " \t\r\n　。.;；,，、!！?？:："


def find_quote(quote: str, text: str) -> Iterator[Span]:
    """Every place where the quote stands in text, in order; none overlapping.

    Folded: white space, `**`, full and half width, quotation marks and dashes of any form, 1,571 = 1571, and a stop
    at either end of the quote. A number at its edge must be whole: 9件 does not stand in 409件.
    """
    pattern = _pattern(quote)
    if pattern is not None:
        for match in pattern.finditer(text):
            yield Span(*match.span())


@lru_cache(maxsize=64)
def _pattern(quote: str) -> re.Pattern[str] | None:
    folded = unicodedata.normalize("NFKC", clean_characters(quote))
    folded = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", folded)
    kept = list("".join(folded.split()).replace("**", "").strip(_EDGES))
    if not kept:
        return None
    parts = [_either(kept[0])]
    for before, after in pairwise(kept):
        parts.append(("[,，]?" if _is_digit(before) and _is_digit(after) else _BETWEEN) + _either(after))
    body = "".join(parts)
    return re.compile(_border(kept, first=True) + body + _border(kept, first=False))


def _border(kept: Sequence[str], *, first: bool) -> str:
    """What may not stand beside a quote that begins or ends with a numeral: more of the number."""
    edge = kept[0] if first else kept[-1]
    if not re.match(f"[{_NUMERAL}]", edge):
        return ""
    if not first:
        return rf"(?![{_NUMERAL}])(?![.．][0-9０-９]|[,，][0-9０-９]{{3}}(?![0-9０-９]))"
    digits = "0-9０-９" if _is_digit(edge) else _NUMERAL
    return rf"(?<![{digits}])(?<![{digits}][.．,，])"


def _is_digit(character: str) -> bool:
    return "0" <= character <= "9"


def _either(character: str) -> str:
    """A pattern for all the ways to write one character."""
    for group in _ALIKE:
        if character in group:
            return "[" + "".join(re.escape(c) for c in group + "".join(_wide(c) for c in group)) + "]"
    forms = {character, _wide(character)}
    return re.escape(character) if len(forms) == 1 else "[" + "".join(map(re.escape, sorted(forms))) + "]"


def _wide(character: str) -> str:
    """The full-width form of an ASCII character; any other as it is."""
    return chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character
