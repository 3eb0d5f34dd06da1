"""“三联系”是谁联系谁: the quoted terms that a question asks about, and whether it asks what they stand for."""

from __future__ import annotations

import re

from index.language.figures import numeral_value

__all__ = ["asks_what_of", "english_term", "numerals_of", "quoted_terms", "things_in", "things_of", "with_quotes"]

_QUOTED = re.compile(r"[“\"「‘]([^“”\"「」‘’]{1,40})[”\"」’]")
# “1” of “1+4”: a number alone stands in every report.
_PART_OF_TERM = re.compile(r"[\dN一二三四五六七八九十]{1,2}")
_NUMBERED = re.compile(r"(?P<n>\d|[一二两双三四五六七八九十])(?![\d+＋N一二三四五六七八九十])(?=.)")
# 三极一带一区, 一区一港一城两片区: each thing with its number.
_UNIT = re.compile(r"(?P<n>[一二两双三四五六七八九])(?P<noun>[^\W\d一二两双三四五六七八九十]{1,3})")
_BARE_TERM = re.compile(
    r"(?<![“‘「\"\d第一二两三四五六七八九十])"
    r"(?:[一二两三四五六七八九][㐀-鿿](?<![年月日天次个度年是啥指叫的一二两三四五六七八九十])){2,5}"
    r"(?![一二两三四五六七八九十])|"
    r"(?<=的)[二两三四五六七八九][㐀-鿿](?<![年月日天次个度年位家种项条件])(?=(?:分别|具体|各|都)?[是指](?:什么|哪))"
)
_ENGLISH_NUMBERS = {
    word: n for n, word in enumerate("one two three four five six seven eight nine ten".split(), start=1)
}
_ENGLISH_UNIT = re.compile(
    rf"\b(?P<n>{'|'.join(_ENGLISH_NUMBERS)})\s+(?P<noun>[a-z]+(?:[ -](?!and\b|{'|'.join(_ENGLISH_NUMBERS)})[a-z]+)?)",
    re.IGNORECASE,
)
_ALL_NUMERALS = re.compile(r"[1-9]{3,6}|[一二三四五六七八九]{3,6}")
# “双提升”与“全覆盖”: between terms that are asked about together.
_JOINED = re.compile(r"(?:机制|行动|工程|制度|活动|计划)?\s?(?:[、，,和与跟及]|以及){1,2}\s?")
_INTERROGATIVE = re.compile(
    r"谁|什么|啥|哪(?:[一二两三四五六七八九十几\d]{0,2}[个种项条类样件位方面座块]{0,2}|些)|何(?=[?？指为谓]|$)"
)
# What is said of a term only to ask what it is; the kind of thing that it is called.
_SAID_OF_IT = re.compile(
    r"[每各]个?数字?|机制|行动|工程|制度|体系|模式|品牌|活动|战略|计划|政策|工作|要求|原则|目标|任务|格局|理念|思路|方法|做法|能力|建设|"
    r"请问|请|具体|对应|分别|各自|究竟|到底|所谓|指代|代表|涵盖|包[括含]|意思|内容|之间|东西|事情|地方|说法|提法|概念|词|"
    r"(?:干|做|办)(?![了过])|[是指的各都把将由让使要有为即来去了呢啊呀这那个种项条里中内面跟和与同又到开起出在上下说讲成又就也\d一二三四五六七八九十两几些]"
)
# 谁的, 为什么, 怎么样 and where it comes from ask for something else.
_ASKS_ELSE = re.compile(r"谁的|是谁(?=[?？呢啊]|$)|为(?:什么|何|啥)|有?(?<!哪)几[个种项条]|多少")
_MARKS = re.compile(r"[\s，,。.、?？!！:：;；]")


def quoted_terms(question: str) -> tuple[str, ...]:
    """The first term that a question quotes, and those joined to it: “双提升”与“全覆盖”; less their quotes."""
    found = [each for each in _QUOTED.finditer(question) if not _PART_OF_TERM.fullmatch("".join(each[1].split()))]
    kept = found[:1]
    for each in found[1:]:
        if not _JOINED.fullmatch(question, kept[-1].end(), each.start()):
            break
        kept.append(each)
    return tuple(each[1] for each in kept)


def with_quotes(question: str) -> str:
    """The question with a term of nothing but numbered things in quotes, where it quotes none: 三城三都是什么."""
    return question if _QUOTED.search(question) else _BARE_TERM.sub(lambda found: f"“{found[0]}”", question, count=1)


def numerals_of(term: str) -> tuple[tuple[int, str], ...]:
    """The numbers of a term, each with what it is of: 三极一带一区 → 3 极, 1 带, 1 区; () where it has other words."""
    units = list(_UNIT.finditer(term))
    if "".join(each[0] for each in units) != term:
        return ()
    return tuple((2 if each["n"] in "两双" else int(numeral_value(each["n"])), each["noun"]) for each in units)


def english_term(question: str) -> tuple[tuple[int, str], ...]:
    """The same of a term that is quoted in English: "three poles, one belt and one zone"; () where none is."""
    terms = [each[1] for each in _QUOTED.finditer(question)]
    units = _ENGLISH_UNIT.finditer(terms[0]) if terms and terms[0].isascii() else ()
    return tuple((_ENGLISH_NUMBERS[each["n"].lower()], each["noun"]) for each in units)


def things_of(term: str) -> int:
    """Of how many things a term is: “三联系” 3, “双提升” 2, “1259” 4, “三城三都” 6; 0 of no number, or of one."""
    if _ALL_NUMERALS.fullmatch(term):
        return len(term)
    if len(units := numerals_of(term)) > 1:
        return sum(n for n, _ in units)
    numbered = _NUMBERED.match(term)
    if numbered is None:
        return 0
    n = 2 if numbered["n"] in "两双" else int(numeral_value(numbered["n"]))
    return n if n > 1 else 0


def things_in(row: str) -> frozenset[int]:
    """How many things a row may name: 城市、农村和企业 3, or 2 where 和 stands within one; A；B of clauses 2."""
    marks = row.count("、")
    joined = re.search("[和与及]", row.rpartition("、")[2])
    clauses = {row.rstrip("；;。").count("；") + 1} if "；" in row else set()
    return frozenset({marks + 1, marks + 2} if joined else {marks + 1}) | clauses


def asks_what_of(question: str) -> bool:
    """Whether a term of a number is asked what it stands for, by no other words than its own: “六分离”，是把哪些分离开;
    not “六分离”是哪年提出的.
    """
    terms = [each for each in _QUOTED.finditer(question) if things_of(each[1])]
    if not terms or _INTERROGATIVE.search(question[: terms[0].start()]):
        return False
    behind = _QUOTED.sub("", question[terms[0].end() :])
    if not _INTERROGATIVE.search(behind) or _ASKS_ELSE.search(behind):
        return False
    left = _MARKS.sub("", _SAID_OF_IT.sub("", _INTERROGATIVE.sub("", behind)))
    return not set(left) - set("".join(each[1] for each in terms))
