"""The number lock: nothing is shown that does not stand in the cited span."""

from __future__ import annotations

import re
import unicodedata

from index.figures import find_figures
from qa.types import Citation

__all__ = ["figures_stand_in", "quote_stands"]

_MARKER = re.compile(r"\[\d+\]")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


def quote_stands(citation: Citation) -> bool:
    """Whether the report's text between the citation's offsets is the quote, character for character."""
    return citation.report.text[citation.start : citation.end] == citation.quote


def figures_stand_in(shown: str, source: str) -> bool:
    """Whether every number of `shown` stands in `source`, after full-width digits and separators are folded.

    Compared as written and as values, so that 二十三 supports 23; [1] markers are no numbers.
    """
    folded_source = _fold(source)
    written = set(_DIGITS.findall(folded_source))
    values = {figure.value for figure in find_figures(source)}
    return all(
        number in written or any(value == figure_value for figure_value in values)
        for number in _DIGITS.findall(_MARKER.sub("", _fold(shown)))
        for value in [_decimal(number)]
    )


def _fold(text: str) -> str:
    return re.sub(r"(?<=\d),(?=\d{3})", "", unicodedata.normalize("NFKC", text))


def _decimal(number: str) -> object:
    from decimal import Decimal

    return Decimal(number)
