"""Which of several is the most, or which of two and by how much, and how far the most is above the least → the
questions for each of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from index.language.units import UNIT_PATTERN
from qa.understanding.heads import Cut
from qa.understanding.interrogatives import masked
from qa.understanding.terms import Kind, Reckoning, Term, of_each, of_sides
from qa.understanding.where_when import Read

__all__ = ["most_and_least", "which_and_by_how_much", "which_is_most"]

_WHICH = (
    "(?:谁家?|孰|哪(?:一?[个边座家方种类样项]|[一两]个)?(?:城市|地方|指标|[市省县区州])?|哪[里儿])的?"
    "(?P<what>[^，,。？?谁哪最更]{0,16}?)"
)
_HOW = "(?:最|更|要|比较|相对)?(?P<how>[高低多少大小])"
_WHICH_HAS = re.compile(f"{_WHICH}{_HOW}(?:些|一些|一点儿?)?[呢啊呀]?$")
# 哪个GDP涨得快: by the rates at which both grew, never by how much there is.
_WHICH_GREW = re.compile(
    f"{_WHICH}(?:增长速度|增速|涨幅|增幅|增长|上涨|[涨增升长])[得的]?(?:最|更|要|比较|相对)?(?P<how>[快慢高低大小多少])(?:些|一些|一点儿?)?[呢啊呀]?$"
)
# 哪个多，多出来几篇: what stands behind the comma.
_BY_HOW_MUCH = re.compile(
    "[，,。？?；; ]{1,3}(?:又|能|要|具体|到底|究竟|一共|大概|那|各)*+"
    "(?:[多少高低大小快慢]|相差|差|超过?|领先)(?:出来?|了)?"
    rf"(?P<count>多少|几)(?P<unit>[万亿]{{0,2}}(?:{UNIT_PATTERN}))?(?P<noun>[㐀-鿿]{{0,6}}?)[呢啊呀]?$"
)
# A跟B相比, A对比B: two that are held against each other.
_COMPARED = re.compile(
    "[，,]?(?:相比较?|比较(?:起来|而言)?|比起来|比一比|来说|对比|比(?=[，,]))(?:之?下)?(?:一下)?[，,]?$"
)
_TO_COMPARE = re.compile("^(?:请|帮我|麻烦)?(?:对比|比较|比一比|比比)(?:一?下)?[，,：:]?")
_AGAINST = re.compile("[，,]?(?:跟|与|同|和)(?=[^，,跟与同和]{2,30}$)")
# 里最多的比最少的多几次
_EXTREMES = re.compile(
    "(?:这?[两三四五六几](?:[个种项类样家者]|方面)(?:活动|会议|数|指标)?)?(?:里头|里面|当中|之中|之间|[里中])?[，,]?"
    "最(?P<one>[多少高低大小])的(?:那?一?[个项家类种])?(?:比|[和跟与同])最(?P<other>[多少高低大小])的(?:那?一?[个项家类种])?"
    "(?:之间)?(?:又|要|能|相|到底|一共)*+(?:[多少高低大小差])(?:出来?|了)?"
    rf"(?:多少|几)(?P<unit>[万亿]{{0,2}}(?:{UNIT_PATTERN}))?(?P<noun>[㐀-鿿]{{0,6}})$"
)
_JOINT = re.compile("[，,]?(?:还是|以及|[和跟与同及、])")
_LEAST = "低少小慢"
_MOST_COMPARED = 6


def which_is_most(text: str, read: Read, cut: Cut) -> Reckoning | None:
    """Which of the places, or things, that are named has more: 乌海跟佳木斯，城镇居民收入哪个高."""
    found = _which(text)
    if found is None:
        return None
    head = text[: found.start].rstrip("的是，, ")
    if not found.points and (sides := _of_sides(head, found.what, "", read)):
        return Reckoning(found.kind, _by_place(sides, read))
    each = of_each(found.kind, f"{head}{found.what}分别有多少", read, cut)
    return replace(each, points=found.points) if each and len(each.terms) <= _MOST_COMPARED else None


def which_and_by_how_much(text: str, read: Read, cut: Cut) -> tuple[Reckoning, Reckoning] | None:
    """新乡和郑州谁的立案多，多多少 → which is the most, and how far the two are apart; None for another question."""
    text = text.strip(" ?？。.!！")
    behind = _BY_HOW_MUCH.search(text)
    found = _which(text[: behind.start()]) if behind else None
    if behind is None or found is None:
        return None
    unit, head = "" if found.points else behind["unit"] or "", _joined(text[: found.start])
    if not found.points and (sides := _of_sides(head, found.what, unit, read)):
        return Reckoning(found.kind, _by_place(sides, read)), Reckoning("apart", sides)
    each = of_each(found.kind, f"{head}{found.what}分别有多少{unit}", read, cut)
    if each is None or len(each.terms) != 2:
        return None
    each = replace(each, points=found.points)
    return each, replace(each, kind="apart")


@dataclass(frozen=True, slots=True)
class _Which:
    """Of what the most or the least is asked, from where in the text. points: of how fast it grew."""

    start: int
    kind: Kind
    what: str
    points: bool


def _which(text: str) -> _Which | None:
    hidden = masked(text)
    grew = _WHICH_GREW.search(hidden)
    found = grew or _WHICH_HAS.search(hidden)
    if found is None:
        return None
    what = text[slice(*found.span("what"))].rstrip("的")
    kind: Kind = "least" if found["how"] in _LEAST else "most"
    return _Which(found.start(), kind, f"{what}增速" if grew else what, grew is not None)


def most_and_least(text: str, read: Read, cut: Cut) -> Reckoning | None:
    """A、B、C里最多的比最少的多几次 → how many A, B and C are, of which the most is held against the least."""
    found = _EXTREMES.search(text)
    if found is None or (found["one"] in _LEAST) == (found["other"] in _LEAST):
        return None
    head = text[: found.start()].rstrip("的，, ")
    return of_each("range", f"{head}分别有多少{found['unit'] or ''}", read, cut)


def _joined(head: str) -> str:
    """郑州跟中原区相比 → 郑州和中原区."""
    head = _TO_COMPARE.sub("", head.rstrip("的是，, "))
    bare = _COMPARED.sub("", head)
    return _AGAINST.sub("和", bare, count=1) if bare != head else head


def _of_sides(head: str, what: str, unit: str, read: Read) -> tuple[Term, ...]:
    """Both sides where each says of its own place what was done there: 郑州报的社情民意和新乡收的社情民意."""
    for joint in _JOINT.finditer(masked(head)):
        if sides := of_sides(head[: joint.start()], head[joint.end() :], unit, read, noun=what):
            return sides
    return ()


def _by_place(sides: tuple[Term, ...], read: Read) -> tuple[Term, ...]:
    return tuple(replace(each, label=read(each.label).places[0].name) for each in sides)
