"""Imports and the shares of trade, asked for in English: from trade in all and exports, which is what reports state."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.understanding.asked_part import AskedPart
from qa.understanding.terms import Reckoning, Term
from qa.understanding.where_when import Read

__all__ = ["read_trade", "worked_out"]

_WORK_OUT = "(?:please )?(?:work|figure) out|(?:please )?(?:calculate|compute|derive|determine)"
# From X's total trade and exports in 2006, work out its imports and the share of exports in total trade.
_ORDER = re.compile(
    rf"^(?:(?:from|using|given|based on) (?P<given>[^?]{{2,120}}?), )?(?:{_WORK_OUT}) (?P<what>[^?]{{4,160}})$",
    re.IGNORECASE,
)
_NEXT = re.compile(r",? and (?=(?:the|its|their|also|what|how)\b)|; ?", re.IGNORECASE)
_OWN = re.compile(
    r"^(?:also |its |their |the )+|(?:what|how (?:much|large|big)) (?:was|were|is|are) (?:its |their |the )?",
    re.IGNORECASE,
)
_ALL_TRADE = (
    r"(?:(?:its|their|the|[\w ]{2,30}'s) )?(?:(?:total|overall|foreign|external) )*(?:trade|imports and exports)"
)
_PORTION = "(?:share|percentage|proportion|percent|fraction)"
_EXPORTS_SHARE = re.compile(
    rf"\b{_PORTION} of (?:(?:its|their|total) )?exports in {_ALL_TRADE}\b|"
    rf"\b{_PORTION} of {_ALL_TRADE} (?:that )?(?:was|were|is|are|came from) (?:its |their )?exports\b|"
    rf"\bexports as an? {_PORTION} of {_ALL_TRADE}\b",
    re.IGNORECASE,
)
_IMPORTS = re.compile(
    rf"(?:\b(?:what|how (?:much|large|big)) (?:was|were|is|are)|^(?:{_WORK_OUT})) (?P<whose>[^?]{{0,60}}?)\bimports\b"
    r"(?! and| of )|\bhow much did (?P<who>[^?]{1,60}?) import\b(?! of )",
    re.IGNORECASE,
)


def read_trade(text: str, where: str) -> Reckoning | None:
    """What is wanted of a place's trade; None where nothing is. where: its place and year in Chinese."""
    if not where:
        return None
    trade, exports = (
        Term(name, (f"{where}{thing}是多少?",))
        for name, thing in (("total trade", "进出口总额"), ("exports", "出口总额"))
    )
    if _EXPORTS_SHARE.search(text):
        return Reckoning("share", (exports, trade))
    imports = _IMPORTS.search(text)
    if imports is None or re.search(r"\b(?:exports|trade)\b", imports["whose"] or "", re.IGNORECASE):
        return None
    return Reckoning("difference", (trade, exports), loose=True)


def worked_out(text: str, read: Read) -> Sequence[AskedPart]:
    """What an order to work out several things asks, each of its place and time; () for anything else."""
    order = _ORDER.match(text.strip(" ?."))
    pieces = [_OWN.sub("", piece.strip(" ,")) for piece in _NEXT.split(order["what"])] if order else []
    said = read(text)
    if len(pieces) < 2 or said.place is None or said.year is None or len(said.places) > 1 or len(said.years) > 1:
        return ()
    scope = f" in {said.text[slice(*said.place)]} in {said.years[0]}"
    return tuple(AskedPart(piece, f"What was the {piece}{'' if read(piece).place else scope}?") for piece in pieces)
