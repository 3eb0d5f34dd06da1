"""A clause that reckons, cut into the few words of reckoning; what is left over are names, which it reckons with.

后面那个在前面那个里占几成 → of 后面那个, in 前面那个, takes, share: the words are few and closed, their order is free.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from index.language.units import UNIT_PATTERN

__all__ = ["ALL_OF_THEM", "FIRST", "LAST", "ORDINAL", "OTHER", "ReckoningWords", "reckoning_words"]

WordKind = Literal["sum", "difference", "apart", "times", "share", "growth"]
_Word = Literal[
    "all", "one", "sum", "apart", "more", "ahead", "times", "ratio", "share", "growth", "takes", "less", "by", "than",
    "and", "count", "at", "in", "is", "comma", "light", "name",
]  # fmt: skip

_ONE = "(?:个|项|者|件|类|家|样|种|笔|部分|方面|指标|数[字值]?(?!据))"
_MANY = (
    "(?:部分|方面|数[字值]?|城市|地方|指标|人群|者|项|件|个|家|市|省|县|区|州|地|样|类|种|年|份|次|笔|块|头|边|"
    "下里?|拨|趟|回|批)"
)
_SAID = "(?:(?:刚才|刚刚|方才|前面|上面|先前|前头)?(?:这|那|上述|以上|前述|刚才|前面|上面)(?:的|说的|问的|提到的)?)"
_THAT = f"(?:的?[这那]?一?{_ONE}{{1,2}})?"
FIRST = re.compile(f"前者|[前上]一{_ONE}{{1,2}}|[前上][面头边]{_THAT}|先前的?[这那]一?{_ONE}")
LAST = re.compile(
    f"后者|[后下]一{_ONE}{{1,2}}|后一年|后[面头边]{_THAT}|最后[这那]?一?{_ONE}{{1,2}}|这一?个数?(?![㐀-鿿]?[市县区省州]|比[例重])"
)
ORDINAL = re.compile(f"(?:第(?P<n>[一二三四五六])|头一){_ONE}{{1,2}}")
OTHER = re.compile("人家|对方|另外?一[个项者件类家方边]|那边|它(?!们)|其(?![中他它余])")
ALL_OF_THEM = re.compile(
    f"{_SAID}?(?P<n>[两二三四五六俩仨]){_MANY}{{0,3}}(?:之间|间|当中)?|{_SAID}几{_MANY}{{1,2}}(?:之间|间|当中)?|"
    "(?:它们|他们|彼此|双方|前后|以上|上述|全部|所有|这些)(?:数字?|项目?)?(?:之间)?"
)
_COUNT = f"(?:多少|几)(?:[万亿]*(?:{UNIT_PATTERN}))?(?:个?百?千?分?点)?"
_RATIO = "(?:百分之(?:几|多少)|几成|几分之几)"
_MUCH = f"(?:多少|{_RATIO}|多大|多高)"
_PORTION = "(?:比例|比重|份额|百分比)"
_BE = "(?:又|大[约概]|约|是|为|有|达|高)*+"
_ON_ONE = "(?:(?:在|到)?一[起块道处]儿?)"
_MORE = "(?:增加|增长|减少|提高|上升|下降|净增|缩水|[多少高低大小快慢增减升降涨超短])"
# The first that stands at a place decides.
_SAID_BY: tuple[tuple[_Word, str], ...] = (
    ("light", "那么|也就是说?|换句话说|如果|要是|这样一来|其中|大[约概致]|差不多|究竟|到底|请问|总的|应该|具体"),
    (
        "sum",
        "(?:一共|总共|共计|合计|总计|拢共|统共|通共|累计|相加|加总|汇总|之和|总和|总数|总量|求和|"
        f"都?[加合凑归并算摞](?:起来|总|拢|{_ON_ONE})[去来]?[算加]?|[加合][一了][加合下]|统统(?:算上)?|一[起块并]儿?[算加]|"
        "共(?=多少|几|[有是计]))++",
    ),
    ("share", f"{_RATIO}的?{_PORTION}|{_RATIO}|{_MUCH}的?{_PORTION}|{_PORTION}{_BE}{_MUCH}"),
    ("times", "(?:几|多少)倍"),
    ("ratio", "之比|比值|(?<=的)比(?=是|为)"),
    ("growth", f"(?:[增涨降跌升]幅|增长率|增速){_BE}{_MUCH}?"),
    ("ahead", "领先|落后|超过|超出|多出|高出"),
    ("apart", "(?:之间|中间)?的?(?:相差|相距|差距|差额|差值|差(?=多少|几|[了出]|多大|$))(?:出来?|了)*"),
    ("more", f"{_MORE}(?:花费?|投入?|打|产|建|修|收|挣|用|办|开|出来?|了|上)*+(?={_MUCH}|几)"),
    ("one", FIRST.pattern),
    ("one", LAST.pattern),
    ("one", ORDINAL.pattern.replace("?P<n>", "?:")),
    ("all", ALL_OF_THEM.pattern.replace("?P<n>", "?:")),
    ("one", OTHER.pattern),
    ("takes", "占(?![地用领据])(?:比|了|到|其|全部|总数|总量|总的|整体)*+"),
    ("less", "减[去掉]|扣[掉除去]|刨[去掉]"),
    ("by", "除以"),
    ("than", "相?比(?![赛例重值武如])(?:较|起来?|着)?于?|较(?![大多高快好])"),
    ("and", "以及|加上|连同|、|跟|与|及|和(?![平谐])|加(?![强快工大入盟油速深])|同(?![比时期步样])"),
    ("count", f"{_COUNT}|多大|多高"),
)
# These stand within names, too, and are tried behind the names that are known.
_SAID_BY_SHORT: tuple[tuple[_Word, str], ...] = (
    ("in", f"(?:里[面头]?|当中|之中|中)(?=占|的?{_PORTION}|[有是又，,]|{_RATIO})"),
    ("is", "相当于|等于|约合|折合|达到?|[是为有得]"),
    ("comma", "[，,]"),
    ("at", "在"),
    ("light", "[的了呢啊呀吧吗那又而则也再就还约出到要能会各都请算看数里中\\s]"),
)
_WORDS = tuple((word, re.compile(pattern)) for word, pattern in _SAID_BY)
_SHORT_WORDS = tuple((word, re.compile(pattern)) for word, pattern in _SAID_BY_SHORT)
_OPERATIONS = frozenset(("sum", "apart", "more", "ahead", "times", "ratio", "share", "growth"))
# What comes behind is what another is held against.
_BEFORE_BASE = frozenset(("than", "takes", "less", "by", "ahead"))
_NUMBER = re.compile("[两二三四五六俩仨]")
_LEAST_NAME = 2
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class ReckoningWords:
    """What a clause wants reckoned. first, second: what it calls the things, "" where it does not. said: what else it
    says, behind the word that reckons (一共|开了|几次). points: some of its words point back; numbered: and count or
    number what they mean (两项, 前面那个); named: others are names.
    """

    kind: WordKind
    first: str
    second: str
    said: tuple[str, ...]
    points: bool
    numbered: bool
    named: bool


@dataclass(slots=True)
class _Side:
    """Things named together. joint: where the last of them is joined to the others. led: 跟 stands before it. base: it
    is what another is held against.
    """

    start: int
    end: int
    joint: int = 0
    led: bool = False
    base: bool = False


def reckoning_words(clause: str, labels: Sequence[str] = ()) -> ReckoningWords | None:
    """What a Chinese clause wants reckoned and of what, in its own words; None where it wants nothing reckoned.

    labels: of the things that may be named.
    """
    if len(clause) > _LONGEST:
        return None
    words = list(_cut(clause, labels))
    kinds = {word for word, _, _ in words}
    reader = _Sides(by_is=bool(kinds & {"times", "share"}))
    for word, start, end in words:
        reader.take(word, start, end)
    reader.close()
    others = [side for side in reader.sides if not side.base]
    bases = [side for side in reader.sides if side.base]
    kind = _kind(kinds, is_held=bool(bases), is_named=bool(others))
    if kind is None or len(others) > 1 or len(bases) > 1:
        return None
    first, second = ("".join(clause[side.start : side.end] for side in sides) for sides in (others, bases))
    said_behind = tuple(clause[start:end] for start, end in reader.said)
    named = any(word == "name" and (start, end) not in reader.said for word, start, end in words)
    points = [(word, clause[start:end]) for word, start, end in words if word in ("all", "one")]
    numbered = any(not OTHER.match(said) and (word == "one" or _NUMBER.search(said)) for word, said in points)
    return ReckoningWords(kind, first, second, said_behind, bool(points), numbered, named)


def _cut(clause: str, labels: Sequence[str]) -> Iterator[tuple[_Word, int, int]]:
    """The words of the clause, in their order; what is none of them, nor in a label, is a name."""
    at = unknown = 0
    while at < len(clause):
        word, end = _word_at(clause, at, labels)
        if word == "name" and end == at:
            at += 1
            continue
        if unknown < at:
            yield "name", unknown, at
        yield word, at, end
        at = unknown = end
    if unknown < at:
        yield "name", unknown, at


def _word_at(clause: str, at: int, labels: Sequence[str]) -> tuple[_Word, int]:
    for word, pattern in _WORDS:
        if found := pattern.match(clause, at):
            return word, found.end()
    end = at
    while end < len(clause) and any(clause[at : end + 1] in label for label in labels):
        end += 1
    if end - at >= _LEAST_NAME:
        return "name", end
    for word, pattern in _SHORT_WORDS:
        if found := pattern.match(clause, at):
            return word, found.end()
    return "name", at


class _Sides:
    """The things that a clause names, gathered word by word. by_is: A是B的几倍, of which B is the base."""

    def __init__(self, *, by_is: bool) -> None:
        self.by_is = by_is
        self.sides: list[_Side] = []
        self.said: list[tuple[int, int]] = []
        self._open: _Side | None = None
        self._compared: _Side | None = None
        self._led = self._base = self._reckoned = False

    def take(self, word: _Word, start: int, end: int) -> None:
        """Takes the next word."""
        if word in ("all", "one", "name"):
            self._take_thing(word, start, end)
        elif word == "and":
            if self._open:
                self._open.joint = end
            self._led = self._open is None
        elif word == "than":
            self._take_than()
        elif word in ("at", "in"):
            if self._open:
                self._open.base = word == "in"
            self._open = None
        elif word in _BEFORE_BASE or (word == "is" and self.by_is and self.sides):
            self.close()
            self._base = True
            self._reckoned = self._reckoned or word == "ahead"
        elif word == "comma" or word in _OPERATIONS or word == "count":
            self.close()
            self._reckoned = self._reckoned or word != "comma"

    def _take_thing(self, word: _Word, start: int, end: int) -> None:
        if self._reckoned and word == "name" and not self._base:
            self.said.append((start, end))
        elif self._open:
            self._open.end = end
        else:
            self._open = _Side(start, end, led=self._led, base=self._base)
            self.sides.append(self._open)
            self._led = self._base = False
            self._compared = None

    def _take_than(self) -> None:
        """比 stands before what is held against, or behind: 跟前面的比, 后面的跟前面的比."""
        side = self._open
        if side and side.led:
            side.base = True
        else:
            self._compared, self._base = side, True
        self._open = None

    def close(self) -> None:
        """Ends what is named together."""
        side = self._compared
        if side and side.joint:
            self.sides.append(_Side(side.joint, side.end, base=True))
            side.end = side.joint - 1
        self._open = self._compared = None
        self._led = self._base = False


def _kind(kinds: set[_Word], *, is_held: bool, is_named: bool) -> WordKind | None:
    if kinds & {"times", "ratio", "by"}:
        return "times"
    if "takes" in kinds and "count" in kinds:  # 占多少
        return "share"
    if "share" in kinds:
        return "growth" if kinds & {"more", "growth"} else "share" if is_held or "takes" in kinds else None
    if "growth" in kinds:
        return "growth" if is_held or "all" in kinds else None
    if "less" in kinds:
        return "difference"
    if "apart" in kinds:
        return "apart"
    if kinds & {"more", "ahead"}:
        return "difference" if is_held or is_named else "apart"
    return "sum" if "sum" in kinds else None
