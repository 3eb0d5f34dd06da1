"""A clause that reckons with what was asked before it, and names nothing of its own: 前者比后者多多少, 两者合计多少."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index.language.stages import stage_in
from index.language.units import UNIT_PATTERN
from qa.understanding.again_words import ALL_OF_THEM, FIRST, LAST, ORDINAL, OTHER, WordKind, reckoning_words

__all__ = ["Again", "AgainKind", "is_per", "means_all", "ranks", "reckoned_again", "refers_back", "refers_to_several"]

AgainKind = Literal["sum", "difference", "apart", "times", "share", "portion", "growth", "average", "most", "least"]


@dataclass(frozen=True, slots=True)
class Again:
    """What is reckoned, and of which of the things asked before, in their order (indices from 0).

    average: the first for each of the second. most, least: which of them it is. portion: the first of all together.
    unsorted: which is the first of two is not said. sure: the clause says in words that it is of those things (前者,
    两市), or can be of nothing else.
    """

    kind: AgainKind
    of: tuple[int, ...]
    unsorted: bool = False
    sure: bool = False


_COUNT = rf"(?:多少|几)(?:[万亿]*(?:{UNIT_PATTERN}))?(?:个?百?千?分?点)?"
_HEAD = (
    "(?:那么?|又|而|则|也|再|就|还|也就是说?|换句话说|如果|要是|这样一来|其中|大[约概致]|约|差不多|究竟|到底|请问|总的|"
    "里面|[，,\\s])*+"
)
_TAIL = "(?P<noun>[㐀-鿿]{0,8}?)(?:呢|啊|呀|了|吧)*+$"
_NUMERALS = {"两": 2, "二": 2, "俩": 2, "三": 3, "仨": 3, "四": 4, "五": 5, "六": 6}
_IN_ORDER = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5}
# 城市, 家 with no number: all of them, too.
_KIND_ALONE = re.compile("(?:者|项|件|个|家|市|省|县|区|州|地|年|城市|地方|部分)+(?:之间|间|加)?")
# 三个市里谁定得最低, 哪年多: which of all.
_BEST = re.compile(
    rf"^{_HEAD}(?:(?:这|那)?(?P<n>[两三四五六])?[个座家]?(?:[市省县区州地年者家]|城市|地方|数字?)*(?:里面?|当中|之中|中|之间|相比|比)*[，,]?)?"
    r"(?:是|数)?(?:谁|哪一?(?:[个家座]?(?:[年市省县区边]|城市|地方)|[个家座])|哪里|哪儿)的?(?:[㐀-鿿]{1,2}得)?(?:要|比较)?[最更]?(?P<how>[高低多少大小快慢])(?:的|些|一些|一点)?(?:呢|啊|呀)*+$"
)
_LEAST = "低少小慢"
# 人均几件, 平均每个平台几场, 每个平台摊到几场: of one thing, for each of the other.
_EACH = "(?P<{n}measure>[个位名家篇件场期次项条])?(?P<{n}of>[㐀-鿿]{{1,4}}?)?"
_PER = re.compile(
    rf"^{_HEAD}(?:人均|(?:平均|[均平分]摊|摊)(?:算?下来)?(?:[到给]了?)?(?:(?:每一?|一){_EACH.format(n='')}(?:[头身]上)?)?|"
    rf"每一?{_EACH.format(n='its_')}(?:平均|[均平分]?摊|合)(?:下来|[到得着])?)(?:是|有|能|要|合|约|大概)*+{_COUNT}{_TAIL}"
)
_OF_PEOPLE = re.compile("(?:多少|几)(?:[名位]?人|[名位])|委员")
_AROUND = "的了，, "
_EDGE = f"{_AROUND}这那"
# 多几项, 多多少人, 差多少钱, 一共开了几次: no indicator of its own.
_PLAIN_NOUN = re.compile("(?:钱|人|数|左右|之多|来着|[开办搞做弄]|举办|组织|进行|数目|结果)?")
_LONGEST_UNKNOWN = 4
# 全省, 总量: neither of two things, and more than both.
_OF_WHOLE = re.compile("全[国省市区县州旗年部]|^总")
# 差多少, 合计, which are of all; not 多了几件, which may be of a thing and the year before.
_HAS_SUM = re.compile("差|[共总合加]")


def reckoned_again(clause: str, labels: Sequence[str], *, said: str, directed: bool = False) -> Again | None:
    """What a Chinese clause wants reckoned of the things of these labels; None where it speaks of others.

    said: what was asked before, in all its words. directed: the first of the things stands above the second there.
    """
    clause = clause.strip(" ?？。.!！，,")
    if best := _BEST.match(clause):
        if best["n"] and _NUMERALS[best["n"]] != len(labels):
            return None
        return Again("least" if best["how"] in _LEAST else "most", tuple(range(len(labels))), sure=True)
    if (per := _PER.match(clause)) and len(labels) == 2:
        return _average(per, labels, said)
    words = reckoning_words(clause, labels)
    if words is None or not all(_is_of(each, said) for each in words.said):
        return None
    return _again(words.kind, words.first, words.second, labels, directed)


def refers_back(clause: str) -> bool:
    """Whether a Chinese clause but reckons with what was asked before it, whatever that is: 两样加一块儿是多少次."""
    clause = clause.strip(" ?？。.!！，,")
    if ranks(clause):
        return True
    words = reckoning_words(clause)
    if words is None or words.named:
        return False
    return words.points or (words.kind in ("sum", "apart") and _HAS_SUM.search(clause) is not None)


def refers_to_several(clause: str) -> bool:
    """Whether a Chinese clause but reckons with things before it that it counts or numbers: 后面那个是前面的几倍.

    Such a clause has no other meaning, so that nothing is looked up for it where there are no such things.
    """
    words = reckoning_words(clause.strip(" ?？。.!！，,"))
    return words is not None and words.numbered and not words.named


def means_all(clause: str) -> bool:
    """Whether a Chinese clause but adds up all that it points at, however many they are: 这几样一共多少."""
    words = reckoning_words(clause.strip(" ?？。.!！，,"))
    return words is not None and words.points and words.kind == "sum" and not words.named


def ranks(clause: str) -> bool:
    """Whether a Chinese clause asks but which is the most of things named before it, or one of them for each other."""
    return _BEST.match(clause.strip(" ?？。.!！，,")) is not None or is_per(clause)


def is_per(clause: str) -> bool:
    """Whether a Chinese clause asks how much there is of one thing for each of another named before: 人均几件."""
    return _PER.match(clause.strip(" ?？。.!！，,")) is not None


def _average(per: re.Match[str], labels: Sequence[str], said: str) -> Again | None:
    """What was asked last, for each of what was asked before it; the other way round where the clause says that."""
    of, measure = per["of"] or per["its_of"], per["measure"] or per["its_measure"]
    if of and of.strip("个") != "人":
        over = [n for n, label in enumerate(labels) if of in label]
    elif measure and not of:  # 平均一篇几条, of so many 篇
        asked = (f"多少{measure}", f"几{measure}")
        over = [n for n, label in enumerate(labels) if any(each in label for each in asked)]
        over = over or [0] * any(each in said for each in asked)
    else:
        over = [0] if _OF_PEOPLE.search(said) else []
    return Again("average", (1 - over[0], over[0]), sure=True) if over else None


def _is_of(noun: str, said: str) -> bool:
    return _PLAIN_NOUN.fullmatch(noun) is not None or noun.strip(_EDGE) in said


def _again(kind: WordKind, first: str, second: str, labels: Sequence[str], directed: bool) -> Again | None:
    first, second = first.strip(_AROUND), second.strip(_AROUND)
    of_first, of_second = _meant(first, labels), _meant(second, labels)
    every = tuple(range(len(labels)))
    if kind == "sum" or (kind == "apart" and not second):
        if second or of_first is None or len(of_first or every) < 2:
            return None
        return Again(kind, of_first or every, unsorted=kind == "apart", sure=bool(of_first))
    if not second and of_first is not None and len(of_first) == 2:
        return Again(kind, of_first, unsorted=not directed or kind == "share", sure=True)
    if kind == "share" and not second and of_first is not None and len(of_first) == 1:
        return Again("portion", (*of_first, *(n for n in every if n not in of_first)), sure=True)
    if len(labels) == 2 and not first and not second:
        return Again(kind, every, unsorted=not directed or kind == "share")
    pair = _pair(first, second, of_first, of_second, labels)
    return Again(kind, pair, unsorted=kind == "apart", sure=True) if pair else None


def _pair(
    first: str,
    second: str,
    of_first: tuple[int, ...] | None,
    of_second: tuple[int, ...] | None,
    labels: Sequence[str],
) -> tuple[int, int] | None:
    """The two things that are held against each other; of two things the other may be left out, or called otherwise."""
    one = _only(of_first, first, of_second)
    other = _only(of_second, second, of_first)
    if len(labels) == 2:
        one = 1 - other if one is None and other is not None and _may_be_other(first) else one
        other = 1 - one if other is None and one is not None and _may_be_other(second) else other
    return (one, other) if one is not None and other is not None and one != other else None


def _may_be_other(phrase: str) -> bool:
    """Whether it may mean that of two things which the other phrase does not: a short one, but no stage (立案的)."""
    return len(phrase) <= _LONGEST_UNKNOWN and not stage_in(phrase) and _OF_WHOLE.search(phrase) is None


def _only(meant: tuple[int, ...] | None, phrase: str, beside: tuple[int, ...] | None) -> int | None:
    """Which one a phrase means; of 对方 the other than the one beside it."""
    if OTHER.fullmatch(phrase):
        return 1 - beside[0] if beside and len(beside) == 1 else None
    return meant[0] if meant and len(meant) == 1 else None


def _meant(phrase: str, labels: Sequence[str]) -> tuple[int, ...] | None:
    """Which of the things a phrase means: () where it is empty, None where it means something else."""
    every = tuple(range(len(labels)))
    if not phrase:
        return ()
    if ordinal := ORDINAL.fullmatch(phrase):
        n = _IN_ORDER[ordinal["n"] or "一"]
        return (n,) if n < len(labels) else None
    if phrase.endswith("一年") and not any("年" in label for label in labels):
        return None  # 后一年 is none of things of one year
    if FIRST.fullmatch(phrase) or LAST.fullmatch(phrase):
        return None if len(labels) != 2 else (0,) if FIRST.fullmatch(phrase) else (1,)
    if counted := ALL_OF_THEM.fullmatch(phrase):
        return every if _NUMERALS.get(counted["n"] or "", len(labels)) == len(labels) else None
    if not (phrase := phrase.strip(_EDGE)):
        return ()
    if _KIND_ALONE.fullmatch(phrase):
        return every
    pieces = [piece.strip(_EDGE) for piece in re.split("和|与|跟|及|、|加上|加", phrase) if piece.strip(_EDGE)]
    if len(pieces) > 1:
        each = [_meant(piece, labels) for piece in pieces]
        named = [meant[0] for meant in each if meant and len(meant) == 1]
        return tuple(named) if len(set(named)) == len(pieces) else None
    whole = [n for n in every if phrase in labels[n] or labels[n].strip(_EDGE) in phrase]
    if len(whole) == 1:
        return (whole[0],)
    shares = [n for n in every if _shares(phrase, labels[n], [labels[m] for m in every if m != n])]
    return (shares[0],) if len(shares) == 1 and not whole else None


def _shares(phrase: str, label: str, others: Sequence[str]) -> bool:
    """Whether most of a phrase stands in this label, and two characters in a row in no other."""
    pairs = [phrase[at : at + 2] for at in range(len(phrase) - 1)]
    inside = [pair for pair in pairs if pair in label]
    own = [pair for pair in inside if not any(pair in other for other in others)]
    return bool(own) and 2 * len(inside) >= len(pairs)
