"""What a statement claims beyond its words: a rank, all of a kind, the only one, targets met, never done."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.language.figures import numeral_value
from qa.types import Language

__all__ = [
    "Every",
    "Rank",
    "Ranked",
    "Unique",
    "claims_targets_met",
    "every_claimed",
    "find_ranks",
    "rank_claimed",
    "regions_in",
    "undenied",
    "unique_claimed",
]

_N = r"\d{1,3}|[一二三四五六七八九十]{1,3}"
# 第一季度, 第二产业, 第三次会议 rank nothing.
_NO_RANK = r"(?![\d一二三四五六七八九十])(?!\s?[个次批届书产季轮部期阶家条座大章节步代]|[一二三四五六七八九十]*届)"
_RANK = re.compile(
    rf"第\s?(?P<n>{_N})[位名]|第\s?(?P<bare>{_N}){_NO_RANK}|(?P<top>首位|榜首|居首|头名|头把交椅|首屈一指)"
)
_RANK_IN_ENGLISH = re.compile(
    r"\b(?:rank(?:s|ed)?|came|come|was|is|placed|stood|stand)\b[^?,.]{0,40}?"
    r"\b(?P<word>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|top|"
    r"(?:no\.?|number) ?(?P<n>\d{1,2}))\b(?! (?:time|session|quarter|half|year|batch|meeting|plenary|to))",
    re.IGNORECASE,
)
_RANKS = re.compile(r"\b(?:rank(?:s|ed)?|placed|stood|stand)\b", re.IGNORECASE)
_ORDINALS = {word: n for n, word in enumerate(
    "first second third fourth fifth sixth seventh eighth ninth tenth".split(), start=1)} | {"top": 1}  # fmt: skip
_RANKING = re.compile(r"(?:稳?居|位居|位列|名列|排名?|排[到在]|[位列]){1,2}(?:于|在|到)?$")
_REGION = re.compile(
    r"全国|全省|全市|全区(?!域)|全县|中部|西部|东部|东北|华东|华南|华北|华中|西南|西北|长三角|珠三角|京津冀|沿海|世界|全球|亚洲|国内|同类城市"
)
_REGIONS_IN_ENGLISH = (
    (re.compile(r"\b(?:country|nation\w*|china|chinese)\b", re.IGNORECASE), "全国"),
    (re.compile(r"\bprovinc\w+", re.IGNORECASE), "全省"),
    (re.compile(r"\bcentral\b", re.IGNORECASE), "中部"),
    (re.compile(r"\bwest\w*\b", re.IGNORECASE), "西部"),
    (re.compile(r"\beast\w*\b", re.IGNORECASE), "东部"),
    (re.compile(r"\bworld\b", re.IGNORECASE), "世界"),
)
_NATIONAL = re.compile("全国|国内")
_EVERY = re.compile(
    r"(?P<twice>[村户家县乡镇校人])(?P=twice)[都均也全]?|"
    r"每一?[个座家条户所名村]的?(?P<each>[㐀-鿿]{2,6}?)(?=[都均也全]|已经?)|"
    r"(?:所有|全部|各个?)的?(?P<all>[㐀-鿿]{2,6}?)(?=[都均全]|已经?)|"
    r"(?<=[㐀-鿿]{2})(?P<they>全都?|全部|(?<![成首古京故帝旧省])都|均)(?!国|省|市|会|年|面|衡|值)"
)
_EVERY_IN_ENGLISH = re.compile(
    r"\b(?:every|each|all(?: of)?(?: the| its)?) (?P<thing>[a-z][\w'’-]+(?: [a-z][\w'’-]+)?)", re.IGNORECASE
)
_ONLY = re.compile(r"唯一|独一|独家|仅有的|\b(?:only|sole)\b(?! (?:after|when|if|in|on|by))", re.IGNORECASE)
_SAYS_ONLY = re.compile("唯一|独家|仅有的")
_FIRST = re.compile(
    r"首[个家批座例次条项所部](?!先)|第一[个家座例条项所部]|率先|最先|最早|首创|先河|先行(?!先试|区|者|一步)|\bfirst\b",
    re.IGNORECASE,
)
_SAYS_FIRST = re.compile(
    "首[个家批座例次创条项所部]|第一[个家座例条项所部]|率先|最先|最早|先河|先行(?!先试|区|者|一步)"
)
_TARGETS = re.compile(r"目标|指标|任务|\b(?:targets?|goals?|objectives?|quotas?)\b", re.IGNORECASE)
_MET = re.compile(
    r"完成|实现|达[到成标]|兑现|落实到位|如期|\b(?:hit|me?et|achiev\w*|reach\w*|fulfil\w*|attain\w*|accomplish\w*|deliver\w*)\b",
    re.IGNORECASE,
)
# 从来没, 一次也没, 到年底也没, 压根没, 未曾.
_NEVER = re.compile(
    r"(?:至今|一直|始终|压根|根本|从来?|仍然?|还|尚|也|都|就|完全|并|连?一[次回件个项场家]){0,4}"
    r"(?:没有?(?!收|想)|未曾?(?!来|必|成年)|不曾|没能|未能|没怎么)"
)
_ASPECT = re.compile(r"(?<=[㐀-鿿])[过了](?![程去渡境滤剩冬节年关硬解])")
_QUANTIFIER = re.compile(r"(?:任何|各个?|每个?|所有|全部|半点|哪怕)(?:一?[个项件次场家])?的?")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A rank as printed. start, end: from its region, where that stands before it."""

    n: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rank:
    """A claimed rank, and the statement without it and its region."""

    n: int
    statement: str


@dataclass(frozen=True, slots=True)
class Every:
    """thing: of which all are claimed, as the question calls it. statement: without the words for all."""

    thing: str
    statement: str


@dataclass(frozen=True, slots=True)
class Unique:
    """said: how a report says the same (only, or first). statement: without the word that claims it."""

    said: re.Pattern[str]
    statement: str


def regions_in(text: str, language: Language) -> frozenset[str]:
    """The regions that a rank or an only one is of: 全国, 全省, 中部."""
    if language == "en":
        return frozenset(region for named, region in _REGIONS_IN_ENGLISH if named.search(text))
    return frozenset(_NATIONAL.sub("全国", each[0]) for each in _REGION.finditer(text))


def find_ranks(text: str) -> list[Ranked]:
    """The ranks printed in a text: 中部第2, 居全国第三位, 居首."""
    found = []
    for each in _RANK.finditer(text):
        n = 1 if each["top"] else int(numeral_value(each["n"] or each["bare"]))
        found.append(Ranked(n, each.start(), each.end()))
    return found


def rank_claimed(statement: str, language: Language) -> Rank | None:
    """The rank that a statement claims; None where it claims none."""
    if language == "en":
        ranked = _RANK_IN_ENGLISH.search(statement)
        if ranked is None:
            return None
        n = int(ranked["n"]) if ranked["n"] else _ORDINALS[ranked["word"].lower()]
        rest = statement[: ranked.start("word")] + statement[ranked.end("word") :]
        for named, _ in _REGIONS_IN_ENGLISH:
            rest = named.sub("", rest)
        return Rank(n, _RANKS.sub("", rest))
    ranks = find_ranks(statement)
    if len(ranks) != 1:
        return None
    (rank,) = ranks
    before, after = _RANKING.sub("", statement[: rank.start]), statement[rank.end :]
    return Rank(rank.n, re.sub(r"[在于]?(?:里|中|当中)?$", "", _REGION.sub("", before)) + after)


def every_claimed(statement: str, language: Language, cut: Callable[[str], Sequence[str]]) -> Every | None:
    """All of what a statement claims something of: 每个市县都通高速公路 → 市县. cut: words of a text."""
    found = (_EVERY_IN_ENGLISH if language == "en" else _EVERY).search(statement)
    if found is None:
        return None
    if language == "en":
        return Every(found["thing"], statement[: found.start()] + statement[found.start("thing") :])
    before, after = statement[: found.start()], statement[found.end() :]
    if found["they"]:
        words = cut(before)
        return Every(words[-1], before + after) if words else None
    thing = found["each"] or found["all"] or found["twice"]
    return Every(thing, before + thing + re.sub(r"^(?:全都?|全部|都|均)", "", after))


def unique_claimed(statement: str) -> Unique | None:
    """That a statement claims something to be the only or the first of its kind."""
    for claimed, said in ((_ONLY, _SAYS_ONLY), (_FIRST, _SAYS_FIRST)):
        if found := claimed.search(statement):
            return Unique(said, statement[: found.start()] + statement[found.end() :])
    return None


def claims_targets_met(statement: str) -> str | None:
    """The rest of a statement that targets were met: GDP的增长目标完成了 → GDP的增长; None for any other."""
    if not _TARGETS.search(statement) or not _MET.search(statement):
        return None
    return _MET.sub(" ", _TARGETS.sub(" ", statement))


def undenied(statement: str) -> str | None:
    """What a statement says was never done, as done: 从来没给协商平台定过规则 → 给协商平台定规则; None where it denies
    nothing.
    """
    denied = _NEVER.search(statement)
    if denied is None or _NEVER.search(statement, denied.end()):
        return None
    return _QUANTIFIER.sub("", _ASPECT.sub("", statement[: denied.start()] + statement[denied.end() :]))
