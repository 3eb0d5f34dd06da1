"""A quote → where it stands in a text, whatever the white space, the width of its signs and its quotation marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from index.reading.characters import clean_characters
from index.types import Span

__all__ = ["denied_before", "find_quote", "other_polarity"]

# Signs that stand for each other, once the widths are folded.
_ALIKE = ('"“”「」『』〝〞', "'‘’", "-—–―‐‑−─", "·•・‧", "~〜∼", "…⋯")
_BETWEEN = r"(?:[\s\u3000]|\*\*)*"
_NUMERAL = "0-9０-９零〇一二三四五六七八九十百千万亿两"
_EDGES = " \t\r\n　。.;；,，、!！?？:："


# 负|增长8.7%, 未|发生重大安全事故: what turns the words behind it into their opposite. 未来, 不断 and 非常 do not.
_DENIAL = re.compile(
    r"(?:负|没有|没|并未|从未|尚未|未能|未曾|未|并非|不是|不曾|不予|不|无|非|杜绝|避免)(?:能够?|被|再|予以?)?\s*$"
)
_DENIED_VERB = re.compile(r"(?:并未|从未|尚未|未能|未曾|没有|未(?!来)|没(?!收))(?=[㐀-鿿])")
_REACH = 8


def denied_before(text: str, start: int) -> int | None:
    """Where the word begins that denies what stands at start, None where none does: 未 of 未|发生重大安全事故."""
    match = _DENIAL.search(text, max(0, start - _REACH), start)
    return match.start() if match else None


def other_polarity(claim: str) -> tuple[str, tuple[str, ...]] | None:
    """What a claim denies, and other words for denying it; None where it denies nothing.

    `未发生重大安全事故` → 发生重大安全事故; 没有发生重大安全事故, …
    """
    match = _DENIED_VERB.search(claim)
    if match is None:
        return None
    before, after = claim[: match.start()], claim[match.end() :]
    return before + after, tuple(before + word + after for word in ("未", "没有", "未曾", "从未") if word != match[0])


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
