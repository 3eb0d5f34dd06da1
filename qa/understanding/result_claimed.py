"""What a statement claims of two figures → the claim in one form, and the question whose result decides it.

A和B一样多 → A和B相差多少; A比B翻了一番 → A是B的几倍; A还不到B的两倍 → A是B的不到两倍;
平均一场解决不了一件 → 平均一场解决不到一件.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from index.language.figures import numeral_value

__all__ = ["Alike", "Doubled", "Went", "alike_claimed", "doubled_claimed", "in_one_form", "went_claimed"]

_HEDGED = "(?:基本上?|大体上?|大致|几乎|差不多|大概|约)"
_ALIKE = re.compile(
    f"(?:都|也|是|还|正好|刚好|完全|保持|总体){{0,2}}(?P<hedged>{_HEDGED})?(?:都|是|保持){{0,2}}"
    "(?:(?P<about>相当|差不多[多高]?|不相上下|旗鼓相当|大差不差|相差无几|接近)|(?P<not>不|没有?)?"
    "(?:(?P<level>持平|打平)|一样[多高]|一般多|同样多|相同|相等))(?:的|了){0,2}$"
)
_JOINT = re.compile(
    "(?<=[㐀-鿿0-9])(?:跟(?![踪进着随])|(?<![总共饱温谐])和(?![谐平解])|与|(?<![协共合不])同(?![比期步样志心学行]))"
)
_N = "[一二两三四五六七八九十]{1,3}|[0-9]{1,3}(?:\\.[0-9]{1,2})?"
_OTHER = "(?P<other>[^，,。？?比]{1,30}?)"
_DOUBLING = (
    "(?:还|又|都|也|已经|足足|整整|实现|(?P<nearly>差不多|几乎|将近|基本|接近)){0,3}(?P<not>没有?|未|不到|不足|没到)?(?:{verbs})"
    "(?:(?P<more>(?:还)?多|以上|有余)|左右)?(?:了)?$"
)
_TURNED = "翻了?(?P<n>[一两二三1-3])[番倍]|翻了?[番倍]"
_DOUBLED = re.compile(f"(?:比|较){_OTHER}(?:的)?{_DOUBLING.replace('{verbs}', _TURNED)}")
# 从2016年到2021年经济总量翻了一番, 2016—2021年财政收入增长了一倍
_DOUBLED_OVER = re.compile(
    "(?:从|自|由)?(?P<first>(?:19|20)[0-9]{2})年?(?:到|至|[-—–~～])(?P<last>(?:19|20)[0-9]{2})年?(?:期间|间|这[几两三四五六]年)?[，,的]?"
    "(?P<thing>[^，,。？?]{0,24}?)"
    + _DOUBLING.replace(
        "{verbs}", f"{_TURNED}|(?:增加|增长|扩大|提高|上升|涨|多)了?(?P<times>[一两二三四五六七八九1-9])倍"
    )
)
# 还不到新建的两倍, 超过了收集的20%
_BOUND = (
    "不到|不足|不够|没(?:有)?(?:到|达到)?|达不到|赶不上|超过了?|超出了?|超|多于|大于|够|达到了?|接近|约?相当于|"
    "抵得上|顶得?上"
)
_OF_OTHER = re.compile(
    f"(?:还|都|也|才|只|已经|远远?|就){{0,2}}(?P<bound>{_BOUND}){_OTHER}的约?(?P<much>(?:{_N})(?:倍|%))(?P<tail>多|以上|左右)?$"
)
_THAN_TIMES = re.compile(
    f"比{_OTHER}的约?(?P<much>(?:{_N})(?:倍|%))(?:都|也|还)?(?:要)?(?P<way>[多少高低])(?:一些|一点|些|点)?$"
)
_MORE_BY_TIMES = re.compile(
    f"(?:比|较){_OTHER}的?(?:足足|整整|还|又|也|都|要){{0,2}}(?:增长|增加|提高|上升|多|高|涨|增)(?:出)?了?"
    f"(?P<bound>近|约|超过|不到|将近|差不多)?(?P<n>{_N})倍(?P<tail>多|以上|左右)?(?:还多)?$"
)
_STILL_MORE = re.compile(f"(?P<much>(?:{_N})(?:倍|%))(?:还|都)(?:要|有)?(?:多|挂零|有余|出头)(?=$|[，,])")
_AVERAGE = re.compile("平均|人均")
_CANNOT = re.compile(
    f"(?:还|都|也|连|只|才|就){{0,2}}(?:没(?P<did>[㐀-鿿]{{1,3}}?)(?:到|上|够|满)|(?P<verb>[㐀-鿿]{{1,4}}?)不(?:了|上|出|够|满|到))"
    f"(?P<much>(?:{_N})(?![〇一二三四五六七八九十百千万])[㐀-鿿])"
)
_STILL = re.compile("(?:还|连|都|才|只){1,2}(?=[㐀-鿿]{0,4}(?:不到|不足|不够|没到))")
_UP = "增长|增加|上升|提高|上涨|升高|增多|回升|涨|升|多|高"
_DOWN = "负增长|下降|减少|下滑|下跌|降低|回落|减|降|跌|少|低"
_SINCE = re.compile(
    "[，,]?(?:比|较|相?比于?|跟|和|与)(?P<year>上一?年度?|去年|前一年|上年同期|去年同期|同期)(?:相比|比起?来?)?的?[，,]?|同比"
)
_WENT = re.compile(
    f"[，,]?(?:是|有|又|还|反而|确实|也|都|在|有所|(?:出现|发生|呈现?)(?:出|了)?|略有){{0,3}}(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|过)?"
    "(?:一些|一点|些|点|很多|不少|的)?$"
)
# 没到, 达不到, 够: as bounds are worded.
_BOUNDS = {"没": "不到", "赶": "不到", "够": "至少", "抵": "", "顶": "", "相": "", "达": "至少", "接": "将近"}
# 多 and 高 alone are what something is.
_BARE = ("多", "少", "高", "低")
_COMPARES = re.compile("(?:比|较)[^，,。？?重例率]{1,24}$")
# 经济出现了负增长: what is measured of it.
_ECONOMY = re.compile("(?:经济|国民经济)(?:总量)?$")
_NOT = re.compile("(?:没有?|未|不)(?:有|怎么|见|再)?$")


@dataclass(frozen=True, slots=True)
class Alike:
    """Two things said to be as many. questions: how far they are apart, in the order they are tried. within: what part
    of the larger that may be. denied: said not to be.
    """

    questions: tuple[str, ...]
    within: Decimal
    denied: bool


@dataclass(frozen=True, slots=True)
class Doubled:
    """One thing said to be twice another, or four times. denied: said not to have come to that."""

    question: str
    least: Decimal
    below: Decimal | None
    denied: bool


@dataclass(frozen=True, slots=True)
class Went:
    """Something said to have risen (sign 1) or fallen (-1) since the year before."""

    of: str
    sign: int


def alike_claimed(statement: str) -> Alike | None:
    """A和B一样多, A跟B持平; None where a statement claims nothing of the kind."""
    found = _ALIKE.search(statement)
    if found is None:
        return None
    head = statement[: found.start()].rstrip("，, ")
    if not _JOINT.search(head):
        return None
    within = Decimal("0.1") if found["about"] or found["hedged"] else Decimal("0.01") if found["level"] else Decimal(0)
    return Alike((f"{head}相差多少?", f"{head}相比差多少?"), within, found["not"] is not None)


def doubled_claimed(statement: str) -> Doubled | None:
    """A比B翻了一番, 翻了两番, 没翻番; None where a statement claims nothing of the kind."""
    found = _DOUBLED.search(statement) or _DOUBLED_OVER.search(statement)
    if found is None:
        return None
    said = found.groupdict()
    by = said.get("times") or said["n"]
    times = int(numeral_value(by)) if by else 1
    least = Decimal(2) ** times
    if found[0].rstrip("了").endswith("倍"):
        least = Decimal(times + 1)
    # Doubled is said of 1.99 times, too, and of 2.4 times; of any more where more is said or no number.
    below = None if found["more"] or not by else least * Decimal("1.5")
    if not found["more"] and not found["not"]:
        least *= Decimal("0.9") if found["nearly"] else Decimal("0.98")
    before = statement[: found.start()].rstrip("的，, ")
    if "first" in said:
        question = f"{before}{said['thing'].rstrip('的')}{said['last']}年是{said['first']}年的几倍?"
    else:
        question = f"{before}是{said['other'].rstrip('的')}的几倍?"
    return Doubled(question, least, below, found["not"] is not None)


def went_claimed(statement: str) -> Went | None:
    """X比上年涨了, X降了; None where a statement claims neither, or one since another time than the year before."""
    since = _SINCE.search(statement)
    statement = _SINCE.sub("", statement, count=1)
    found = _WENT.search(statement)
    if found is None or ((found["up"] or found["down"]) in _BARE and not since):
        return None
    of, sign = statement[: found.start()].rstrip("，, "), 1 if found["up"] else -1
    if denied := _NOT.search(of):
        of, sign = of[: denied.start()], -sign
    of = _ECONOMY.sub("地区生产总值", of)
    return Went(of, sign) if len(of) > 1 and not _COMPARES.search(of) else None


def in_one_form(statement: str) -> str:
    """A claim of a multiple, a share or an average as questions for it are worded: 还不到B的两倍 → 是B的不到两倍."""
    if _AVERAGE.search(statement):
        statement = _CANNOT.sub(lambda m: f"{m['verb'] or m['did']}不到{m['much']}", statement)
        return _STILL.sub("", statement)
    if by := _MORE_BY_TIMES.search(statement):
        bound, tail = by["bound"] or "", by["tail"] or ""
        return f"{statement[: by.start()]}是{by['other'].rstrip('的')}的{bound}{numeral_value(by['n']) + 1}倍{tail}"
    if than := _THAN_TIMES.search(statement):
        bound = "超过" if than["way"] in "多高" else "不到"
        return f"{statement[: than.start()]}{_of_other(than['other'], bound, than['much'])}"
    statement = _STILL_MORE.sub(r"超过\g<much>", statement)
    if of := _OF_OTHER.search(statement):
        bound = _BOUNDS.get(of["bound"][0], of["bound"])
        return f"{statement[: of.start()]}{_of_other(of['other'], bound, of['much'])}{of['tail'] or ''}"
    return statement


def _of_other(other: str, bound: str, much: str) -> str:
    verb = "相当于" if much.endswith("%") else "是"
    return f"{verb}{other.rstrip('的')}的{bound}{much}"
