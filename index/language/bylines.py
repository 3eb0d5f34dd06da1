"""Who wrote an article and who took its pictures: 记者 鲁燕 通讯员 杨丽娜/文 刘赛/图, 本报记者 甲 文/图, 丙 摄."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.language.names import SURNAMES

__all__ = ["Credit", "bylines_in"]

_NAME = rf"[{SURNAMES}][一-龥]{{1,2}}"
_NAMES = rf"{_NAME}(?:[、,，/／ \t　]{{1,3}}{_NAME}){{0,6}}"
_DOES = r"文[/／、]?图|图[/／、]?文|摄影报道|摄影|摄|文|图"
_OFFICE = r"特约记者|记者|通讯员|摄影|作者|撰文|撰稿|采写|执笔|供图|文字|图片|照片"
# What stands before the first credit of a byline, and behind the last.
_BEGINS, _ENDS = r"(?:^|(?<=[\s（(□■●。！”】]))", r"(?=$|[\s）)】。/／])"
# 记者 李荣 图/丁一: the word is said of the name behind it.
_NOT_NEXT = rf"(?![/／:：][ \t　]?[{SURNAMES}])"
_CREDIT = re.compile(
    rf"(?:(?P<paper>[一-龥]{{0,12}}?)(?P<office>{_OFFICE})[ \t　:：/／]{{0,4}}(?P<held>{_NAMES})"
    rf"(?:[ \t　/／]{{0,3}}(?P<held_does>{_DOES}){_NOT_NEXT})?|"
    rf"(?P<given>{_NAMES})[ \t　/／]{{0,3}}(?P<given_does>{_DOES}){_NOT_NEXT}|"
    rf"(?P<first>{_DOES})[/／:：][ \t　]?(?P<behind>{_NAMES})){_ENDS}"
)
_BEGIN = re.compile(_BEGINS, re.MULTILINE)
_GAP = re.compile(r"[ \t　、，,；;/／]{0,4}")
_ONE = re.compile(_NAME)
_LONGEST = 120
_NOT_IN_PAPER = re.compile(r"[的了和与对向在]")
_OF_TEXT, _OF_PICTURES = ("文", "报道"), ("图", "摄", "照片")


@dataclass(frozen=True, slots=True)
class Credit:
    """One named in a byline. start, end: of the name in the text. office: 记者, 通讯员 or another, "" for none.

    line: the offsets of the whole byline. wrote, pictured: what of the article is theirs.
    """

    name: str
    start: int
    end: int
    office: str
    line: tuple[int, int]
    wrote: bool
    pictured: bool


def bylines_in(text: str, start: int, end: int) -> list[tuple[Credit, ...]]:
    """The bylines that stand in text[start:end], each with its credits in the order of print."""
    found: list[tuple[Credit, ...]] = []
    free = start
    for begin in _BEGIN.finditer(text, start, end):
        if begin.start() >= free and (matches := _credits_at(text, begin.start(), end)):
            free = matches[-1].end()
            found.append(tuple(_credits(matches)))
    return found


def _credits_at(text: str, start: int, end: int) -> list[re.Match[str]]:
    """The credits one behind the other from there."""
    matches: list[re.Match[str]] = []
    at = start
    while at - start < _LONGEST and (match := _CREDIT.match(text, at, min(end, at + _LONGEST))):
        if match["paper"] and _NOT_IN_PAPER.search(match["paper"]):
            break
        matches.append(match)
        gap = _GAP.match(text, match.end(), end)
        at = gap.end() if gap else match.end()
    return matches


def _credits(matches: list[re.Match[str]]) -> Iterator[Credit]:
    line = (matches[0].start(), matches[-1].end())
    for match in matches:
        names = next(name for name in ("held", "given", "behind") if match[name])
        office = match["office"] or ""
        does = match["held_does"] or match["given_does"] or match["first"] or office
        pictured = any(word in does for word in _OF_PICTURES)
        # A reporter has written it, unless only pictures are said to be his.
        wrote = any(word in does for word in _OF_TEXT) or not pictured
        for one in _ONE.finditer(match[names]):
            first = match.start(names) + one.start()
            yield Credit(one[0], first, first + len(one[0]), office, line, wrote, pictured)
