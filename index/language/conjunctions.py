"""What joins things side by side: 、 和 与 及 以及, and not the same characters within a word (普及率, 参与, 饱和)."""

from __future__ import annotations

__all__ = ["AND"]

# A pattern without groups that can be read.
AND = (
    "(?:、|以及|(?<![总之饱温祥呼])(?<!碳中)(?<!人民共)和(?![美谐平睦解缓田])|(?<!参)与(?![时日])(?!会(?:者|人|代表|领导))|"
    "(?<![普涉波顾触累推遍危惠论提以])及(?![时格其早]))"
)
