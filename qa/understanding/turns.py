"""One turn of a dialogue taken apart into the clauses that ask, and put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.understanding.chatter import is_chatter
from qa.understanding.where_when import language_of

__all__ = ["clauses_of", "joined"]

_END = re.compile(r"[\s?？。.!！,，;；~～…]{1,60}$")
_SENTENCE = re.compile(r"[^?？。!！;；\n]+[?？。!！;；\n]*")
# A comma parts two questions where each of them asks, or asks for more.
_CLAUSE = re.compile(r"[^,，]+[,，]?")
_ASKS = re.compile(
    r"多少|几[个件次条篇项家人名位场]|什么|哪|谁|怎|如何|为何|为啥|百分之|几成|是否|有没有|多[大高快长]|[吗呢]|详细|具体(?:说|讲)|说说|看看|看一?下|查查|查一?下|换成|改成|"
    r"\b(?:how|what|which|who|whom|whose|when|where|why)\b",
    re.IGNORECASE,
)
# 英利呢，组件产量增了多少: names what the clause behind it asks about.
_OPENS = re.compile("(?:那么?|然后|还有)?[^,，]{2,16}呢[,，]")
# And Changsha in 2008, and by how much …: two questions, the first of them but a place.
_AND_PLACE = re.compile(r"\s*and\b[^,]{2,40},", re.IGNORECASE)
_AND = re.compile(r"\s*and\b", re.IGNORECASE)


def clauses_of(text: str) -> list[str]:
    """The questions that a text puts one after the other, without their marks; what only opens the next keeps its
    comma.
    """
    found: list[str] = []
    for sentence in _SENTENCE.finditer(text):
        clauses = [match[0] for match in _CLAUSE.finditer(sentence[0])]
        joined_so_far = ""
        for clause in clauses:
            two = _ASKS.search(joined_so_far) or (_AND_PLACE.fullmatch(joined_so_far) and _AND.match(clause))
            if joined_so_far and two and _ASKS.search(clause):
                found.append(joined_so_far)
                joined_so_far = ""
            joined_so_far += clause
        found.append(joined_so_far)
    kept = [bare for each in found if (bare := _bare(each)) and not is_chatter(bare)]
    return kept or [_END.sub("", text).strip()]


def _bare(clause: str) -> str:
    bare = _END.sub("", clause).strip()
    return f"{bare}," if bare and _OPENS.fullmatch(clause.strip()) else bare


def joined(wholes: Sequence[str]) -> str:
    """The whole questions as one text."""
    return " ".join(f"{whole}?" for whole in wholes).replace("? ", "?" if language_of(wholes[0]) == "zh" else "? ")
