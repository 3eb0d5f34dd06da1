"""One question word asked of several things: A、B和C各办了几期, how many A, B and C did it hold."""

from __future__ import annotations

import re
from collections.abc import Callable

from index.language.conjunctions import AND
from index.language.stages import ACTION
from index.types import Place
from qa.understanding.interrogatives import find_interrogative, masked
from qa.understanding.where_when import Read

__all__ = ["each_of", "each_of_english", "each_place", "each_place_and_year", "find_distributive"]

# 各, 分别 before what is asked; not in 各级, 各类.
_EACH = re.compile(
    "各自?(?![级界地区县市州省类项部方族种个处式国乡镇村街]|专委|民主|党派|人民|委员|族)|分别|依次|"
    "(?<!总和)(?<!之和)(?<!合计)(?<!相差)(?<!差距)又(?=(?:是|有|为)(?:多少|几))"
)
_JOINT = re.compile(f"(?:{AND}|(?<=的)跟){{1,2}}")
_LEAD = re.compile("年(?:以来|来(?!自)|间(?![接断距隔])|里)?|[:：的对就向把给为]|期间|政协|围绕|关于|针对|通过")
_COUNTED_TOGETHER = re.compile(
    "等?(?:这)?[两三四五六七八九十]{1,3}(?:[个大]?(?:方面|领域)|[个项种类件样家]|大(?=[㐀-鿿]{2})|者)(?P<noun>.{0,12})$"
)
# Names a class of things, none of which is called so: 报告会、座谈会三类活动.
_CLASS = re.compile("(?:活动|工作|会议|指标|数据|数字|内容|形式|机构|事项|事|人群|群体)")
_BESIDE_YEAR = re.compile("(?:度|里|间|期间|[的，,在到从而都也又\\s])+|计划|预计|目标|实际|全年")
_YEAR = re.compile(r"(?:19|20)\d\d年?")
# 通自来水的比例、城镇化率: what the first is of, and none of the others.
_BARE_MEASURE = re.compile("的(?:比例|比重|占比|份额|数量|人数|户数|面积|规模|水平|速度|次数|金额)")
_RANKS = frozenset("省市区县州")
_LONGEST_ITEM = 20
# A longer word has a head of its own: 双月协商和民主监督式调研.
_LONGEST_BARE = 3
# 城镇、农村|居民人均可支配收入: one word of the index, of which the first two characters are the item's own.
_SHORT_BARE = 2
_SHARED_BEHIND = re.compile("[㐀-鿿]{2}(?:居民|常住|人口|[^，,]{0,4}(?:增加值|产值|收入|产量|支出)$)")
# What is told of one thing side by side, the thing being named but once.
_OTHER_SIDES = tuple(
    re.compile(f"(?:{words})[数额]?(?![㐀-鿿])")
    for words in ("收入|支出", "预算|决算|执行", "进口|出口", "存款|贷款", "计划|目标|实际|完成")
)
# 郑州、新乡、邯郸|三个市|政协: how many they are, and their rank again.
_HOW_MANY_PLACES = re.compile("^(?:这|等)?[两二三四五六七八九十](?:个|家|地|座)?(?P<rank>[省市区县州]?)[,，]?")
# 湖北2023年|和|宁德2022年: what joins two pairs of place and year.
_PAIR_JOINT = re.compile(
    r"(?:[、和与及跟，,]|以及|还有){1,2}(?=[^，,。？?0-9、和与及跟]{2,16}(?:19|20)\d\d年|(?:19|20)\d\d年[㐀-鿿])"
)
_BODY = re.compile("[省市区县州]?(?:人民政府|政协|政府)?(?:在)?的?")
_EACH_IN_ENGLISH = re.compile(r"\b(?:each|both|respectively)\b ?", re.IGNORECASE)
_HOW_MANY = re.compile(r"\bhow many ", re.IGNORECASE)
_AUXILIARY = re.compile(r" (?:did|does|do|were|was|are|is|have|has|had|will)\b", re.IGNORECASE)
# received and filed in 2023; create, revise and repeal?
_VERBS = re.compile(
    r"(?<= )(?P<verbs>[a-z]{3,16}(?:, [a-z]{3,16}){0,3},? and [a-z]{3,16})(?= (?:in|by|during|at|for|from)\b|[?.]|$)"
)
_WHAT_WERE = re.compile(
    r"what were (?P<whose>the |[A-Z][\w-]{1,30}(?: [A-Z][\w-]{1,30})?['’]s? )?(?P<items>[^?]{3,160}?)"
    r"(?P<tail> (?:of|in|for|at|by) [A-Z0-9][^?,]{2,60})?",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"\b(?:GDP|revenues?|rate|output|incomes?|expenditure|spending|investment|totals?|value|exports|imports|population|"
    r"number|growth|budget|sales|consumption|area|length|volume|deposits|loans|production|product)$",
    re.IGNORECASE,
)
_ITEM_BORDER = re.compile(r",? and |, ")
_MOST_WORDS = 7
# No quotation or bracket is cut; deputies' suggestions has none.
_IS_WHOLE = re.compile("(?:[^()'‘’\"]|(?<=s)['’](?= )|['’](?=s ))*").fullmatch


def find_distributive(clause: str) -> tuple[int, int] | None:
    """Where a clause says that it asks of each: 各, 分别; None where it does not."""
    match = next((m for m in _EACH.finditer(masked(clause)) if find_interrogative(clause[m.end() :])), None)
    return match.span() if match else None


def each_of(clause: str, *, read: Read, cut: Callable[[str], list[str]]) -> list[tuple[str, str]]:
    """The things that a clause asks of each, with the question of it; empty where it asks of one.

    对大气污染防治和脱贫攻坚分别提了什么建议 → 大气污染防治, 对大气污染防治提了什么建议; …
    """
    span = find_distributive(clause)
    if span is None:
        return []
    begin = _piece_start(clause, span[0])
    head, after = clause[begin : span[0]], clause[span[1] :]
    if begin and not _JOINT.search(masked(head)) and read(head).year and not _BESIDE_YEAR.sub("", read(head).rest):
        # A、B，2024年各完成多少: the things stand before what is said of when.
        after, end = head + after, begin - 1
        begin = _piece_start(clause, end)
        head = clause[begin:end]
    borders = list(_JOINT.finditer(masked(head)))
    said = read(head)
    if not borders or len(said.places) > 1 or len(said.years) > 1:
        return []
    lead = max([0, *(where[1] for where in (said.place, said.year) if where and where[1] <= borders[0].start())])
    first = borders[0].start()
    # 新建的制度和修订的制度: 的 within each thing, not before them.
    noun = "的" + head[:first].rpartition("的")[2]
    others = _JOINT.split(head[borders[0].end() :])
    # 立案的提案和收集的信息, too; but 新乡的 is of both.
    within = all(noun in piece for piece in others) or all("的" in piece[1:] for piece in others)
    within = within or _BARE_MEASURE.fullmatch(noun) is not None
    leads = (
        m
        for m in _LEAD.finditer(masked(head), 0, first)
        if m.end() < first and not (within and m[0] == "的" and m.start() > lead)
    )
    lead = max([lead, *(m.end() for m in leads)])
    items = [
        head[start:end].strip()
        for start, end in zip(
            [lead, *(m.end() for m in borders)], [*(m.start() for m in borders), len(head)], strict=True
        )
    ]
    together = _COUNTED_TOGETHER.search(items[-1])
    if together:
        items[-1] = items[-1][: together.start()]
        noun = "" if _CLASS.match(together["noun"]) else together["noun"]
        items = [item if noun[:2] and item.endswith(noun[:2]) else item + noun for item in items]
    if not all(0 < len(item) <= _LONGEST_ITEM and not item.isdigit() and not _YEAR.fullmatch(item) for item in items):
        return []
    items = _with_shared_head(_with_shared_tail(items, cut))
    return [(item, clause[:begin] + head[:lead] + item + after) for item in items]


def _piece_start(clause: str, end: int) -> int:
    """Where the piece between commas begins that ends there."""
    return max(masked(clause).rfind(mark, 0, end) for mark in "，,") + 1


def _with_shared_head(items: list[str]) -> list[str]:
    """一般公共预算收入, 支出 → 一般公共预算收入, 一般公共预算支出: what the other side of the first is of."""
    for sides in _OTHER_SIDES:
        first = sides.search(items[0])
        if first and first.start() and first.end() == len(items[0]) and all(map(sides.fullmatch, items[1:])):
            return [items[0], *(items[0][: first.start()] + item for item in items[1:])]
    return items


def _with_shared_tail(items: list[str], cut: Callable[[str], list[str]]) -> list[str]:
    """立案, 办复的提案 → 立案的提案, 办复的提案; 城镇, 农村居民收入 → 城镇居民收入, 农村居民收入."""
    last = items[-1]
    _, of, noun = last.partition("的")
    if noun and not any("的" in item for item in items[:-1]) and all(map(_is_said_of, items[:-1])):
        return [f"{item}{of}{noun}" for item in items[:-1]] + [last]
    words = cut(last)
    if _SHARED_BEHIND.match(last) and len(words[0]) > _SHORT_BARE and all(len(i) == _SHORT_BARE for i in items[:-1]):
        words = [last[:_SHORT_BARE], last[_SHORT_BARE:]]
    if len(words) > 1 and all(len(item) <= min(len(words[0]), _LONGEST_BARE) for item in items[:-1]):
        return [item + last[len(words[0]) :] for item in items[:-1]] + [last]
    return items


def _is_said_of(item: str) -> bool:
    """Whether an item is but said of a noun behind it: 立案, 农村; not 社情民意."""
    return len(item) <= _LONGEST_BARE or ACTION.search(item) is not None


def each_of_english(clause: str) -> list[tuple[str, str]]:
    """The things that "how many" may count each for itself, with the question of each; empty where it names one.

    How many A, B and C did it hold; how many proposals were received and filed.
    """
    asked = _HOW_MANY.search(clause)
    auxiliary = _AUXILIARY.search(clause, asked.end()) if asked else None
    if asked is None or auxiliary is None:
        return [] if asked else _each_that_was(clause)
    items = _ITEM_BORDER.split(clause[asked.end() : auxiliary.start()])
    if len(items) < 2:
        return _each_done(clause, auxiliary.end())
    if not all(0 < len(item.split()) <= _MOST_WORDS and _IS_WHOLE(item) for item in items):
        return []
    return [(item, clause[: asked.end()] + item + clause[auxiliary.start() :]) for item in items]


def _each_that_was(clause: str) -> list[tuple[str, str]]:
    """What were Shaanxi's A and B in 2013 → What was Shaanxi's A in 2013, What was Shaanxi's B in 2013."""
    asked = _WHAT_WERE.fullmatch(clause.strip(" ?."))
    items = _ITEM_BORDER.split(asked["items"]) if asked else []
    if asked is None or len(items) < 2:
        return []
    if not all(len(item.split()) <= _MOST_WORDS and _IS_WHOLE(item) and _MEASURED.search(item) for item in items):
        return []
    items = [item.removeprefix("the ") for item in items]
    return [(item, f"What was {asked['whose'] or ''}{item}{asked['tail'] or ''}?") for item in items]


def _each_done(clause: str, start: int) -> list[tuple[str, str]]:
    """The same of the verbs behind the auxiliary: received and filed."""
    done = _VERBS.search(clause, start)
    verbs = _ITEM_BORDER.split(done["verbs"]) if done else []
    if done is None or len(verbs) < 2 or len({verb.endswith("ed") for verb in verbs}) > 1:
        return []
    return [(verb, clause[: done.start("verbs")] + verb + clause[done.end("verbs") :]) for verb in verbs]


def each_place(clause: str, *, read: Read) -> list[tuple[Place, str]]:
    """The places of which each is asked the same, with the question of it; empty where it is not asked of each.

    郑州、新乡两市政协各报告多少次 → 郑州市政协报告多少次, 新乡市政协报告多少次.
    """
    said = read(clause)
    if said.place is None or len({place.code for place in said.places}) < 2:
        return []
    start, end = said.place
    if said.language == "en":
        if not _EACH_IN_ENGLISH.search(said.text):
            return []
        rest = _EACH_IN_ENGLISH.sub("", said.text[end:])
        return [(place, said.text[:start] + place.pinyin.capitalize() + rest) for place in said.places]
    each = find_distributive(said.text)
    if each is None and _OF_THEM_ALL.search(said.text, end):
        each = (end, end + said.text.startswith(("都", "均"), end))
    if each is None or each[0] < end:
        return []
    rest = said.text[end : each[0]] + said.text[each[1] :]
    counted = _HOW_MANY_PLACES.match(rest)
    tail = rest[counted.end() :] if counted else rest
    if not counted and tail[:1] in _RANKS and not tail.startswith("区别"):
        tail = tail[1:]
    before, tail = _TO_COMPARE.sub("", said.text[:start]), tail.lstrip("：:，, ")
    return [(place, before + place.name + tail) for place in said.places]


# 郑州和新乡的提案都办完了吗: whether it is so, of each of them.
_OF_THEM_ALL = re.compile("[都均](?!市|会)[^，,。？?]{1,40}(?:吗|没有|没)[?？]?$")
# 对比一下A跟B：各…
_TO_COMPARE = re.compile("^(?:对比|比较|比一比)(?:一?下)?[，,：:]?")
# 帮我查三个数：
_LEAD_IN = re.compile("[^，,。:：]{1,16}[:：]")


def each_place_and_year(clause: str, *, read: Read) -> list[tuple[str, str]]:
    """The places that are asked of each for a year of its own, with that year, and the question of it; else empty.

    湖北2023年和宁德2022年的生产总值 → 湖北2023年, 湖北2023年的生产总值; 宁德2022年, 宁德2022年的生产总值.
    """
    if len(set(_YEAR.findall(clause))) < 2:
        return []
    if (lead := _LEAD_IN.match(clause)) and read(lead[0]).place is None:
        clause = clause[lead.end() :]
    *pieces, last = _PAIR_JOINT.split(clause)
    ends = [_pair_end(piece, read) for piece in (*pieces, last)]
    if not pieces or not all(ends):
        return []
    rests = [piece[end:].strip("，, 的") for piece, end in zip(pieces, ends, strict=False)]
    said = [read(piece) for piece in (*pieces, last)]
    if len({each.places for each in said}) < 2 or len({each.years for each in said}) < 2:
        return []
    each = find_distributive(last)
    if not any(rests):
        rest = last[ends[-1] :].lstrip("，, ")
        names = [*(piece.strip("，, ") for piece in pieces), last[: ends[-1]]]
        several = each and _JOINT.search(masked(rest[: max(0, len(rest) - len(last) + each[0])]))
        asked = rest if several or each is None else last[ends[-1] : each[0]].lstrip("，, ") + last[each[1] :]
        return [(name, name + asked) for name in names]
    if not all(rests) or each is None:
        return []
    names = [*pieces, last[: each[0]]]
    return [(name, name + last[each[1] :]) for name in names]


def _pair_end(piece: str, read: Read) -> int:
    """Where a place with its year ends that a piece begins with; 0 where it begins with none."""
    said = read(piece)
    if said.place is None or said.year is None or len(said.places) > 1 or len(said.years) > 1:
        return 0
    first, second = sorted((said.place, said.year))
    between = piece[first[1] : second[0]]
    if piece[: first[0]].strip() or not _BODY.fullmatch(between):
        return 0
    body = _BODY.match(piece[second[1] :])
    return second[1] + (body.end() if body and second == said.place else 0)
