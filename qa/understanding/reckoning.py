"""A question whose answer is reckoned from figures → what is reckoned, and the question for each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from index.language.stages import same_stage, stage_in
from index.language.units import UNIT_PATTERN
from qa.understanding.coordinated import each_of, each_place, each_place_and_year
from qa.understanding.heads import Cut, scope_words, verb_at_end
from qa.understanding.interrogatives import find_interrogative, masked
from qa.understanding.shares import counted_noun, part_and_whole
from qa.understanding.where_when import Read, replace_scope

__all__ = ["Kind", "Reckoning", "Term", "asks_which_is_more", "of_stages", "read_reckoning", "sum_among", "whole_of"]

Kind = Literal["sum", "difference", "rest", "share", "portion", "average", "times", "growth", "apart", "most", "least"]


@dataclass(frozen=True, slots=True)
class Term:
    """A figure that is reckoned with. label: its name; questions: for it, in the order they are tried. stage: of what
    is counted, "" for none. unit: of what an average is taken for each of (次 of 平均一次活动).
    """

    label: str
    questions: tuple[str, ...]
    stage: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """kind: of the terms in their order: their sum; the first less the second (difference; rest, a part not done); the
    first by the second (share, average, times) or by all together (portion); by how much of the second the first is
    more (growth); how far two are apart; which is the most, the least. stage: of a rest or a share of stages, the one
    it is of. apart: the terms are of several places, so that no one report states the result. loose: one figure may be
    stated of all of them (A和B一共走访了多少家).
    """

    kind: Kind
    terms: tuple[Term, ...]
    stage: str = ""
    apart: bool = False
    loose: bool = False


# 收到 → 立案 → 办复: a stage is a share of the one before it.
_WHOLES = (("立案", "收到"), ("办复", "立案"), ("采纳", "报送"), ("督办", "立案"))
_TOGETHER = re.compile(
    "(?:都|全|总共|一共)?(?:加(?:起来|总|到一[起块处]儿?|在?一[起块道]儿?)|(?<![结整联组综])合(?:起来|[在到]?一[起块处]儿?)|"
    "(?:凑|归|拢|摞|算)(?:起来|[在到]?一[起块道处]儿?)|一[起块并]儿?算(?:上|起来)?|加总|相加|之和|总和(?:是|为)?|合计)"
    "(?:一共|总共|拢共|统共|共)?"
)
# One figure may be stated of both, or one of each.
_IN_ALL = re.compile(
    "一共|总共|共计|总计|统共|拢共|通共|累计|(?<=[㐀-鿿])(?<!公)共(?=多少|[有几搞办开走组提报写建做收形完])"
)
# A加上B是多少: what joins what is added.
_PLUS = re.compile("(?:再|外)?加上|外加|连同|算上|连带|(?<=的)加(?![起总到在大强快入])")
# A跟B、A加B, of what is added: each of these stands within words, too (跟踪, 协同, 增加).
_JOINS = re.compile(
    "(?<=[㐀-鿿])(?:跟(?![踪进着随])|(?<![协共合不])同(?![比时期步样志心学行胞事])|(?<![增参追叠附施添])加(?![强快工大入盟油速深班起总]))"
    "(?=[㐀-鿿])"
)
# 其中竣工投产的共多少个
_AMONG_SUM = re.compile(
    "^(?:这?其中|这?里面|当中)[,，有]?(?P<said>[^，,。？?、]{2,14}?)的?(?:又|一|总|都)?(?:共|合计|总计|加起来|合起来)(?:一?共|总共)?"
    "[是有]?(?P<asked>(?:多少|几)[㐀-鿿]{0,4})$"
)
_COUNT_BEHIND = re.compile("[是有为得等于达到一共约]{0,4}$")
_ON_AVERAGE = re.compile(f"平均每一?|平均一(?=(?:{UNIT_PATTERN}))|每(?=[^，,。？?]{{1,12}}平均)")
_STAGE_RATE = re.compile(
    "(?P<stage>立案|办复|办结|答复|采纳|采用)率(?:大[约概致]|约|又|究竟|到底|能)*(?:是|为|有|达到?)?(?:多少|几成|百分之[几多]少?|多高|$)"
)
# 按采用数算: says again what the rate is of.
_RECKONED_BY = re.compile("[，,]?(?:按照?|以|照|依照?|就)[^，,。？?按以照依就]{1,12}(?:算|计|看|计算|来说|而言)$")
_SHARE_OF = re.compile(
    "占(?:了|到|全部的?)?(?P<whole>[^，,。？?]{0,30}?)(?:的?(?:比例|比重|百分比|比率|份额)(?:大[约概])?(?:是|为|有|达到?)?(?:多少|几成|百分之[几多]少?|多大)?|"
    "的?(?:百分之[几多]少?|几成|多大(?:的)?(?:比例|比重)))$"
)
# 相当于当年生产总值的百分之几
_SHARE_AS = re.compile(
    "(?:大[约概致]|约|差不多|又|各|能){0,3}(?:相当于|等于|约合|折合|合|占到?|是|为|达到?)(?:了|全部)?(?P<whole>[^，,。？?占]{2,30}?)的?"
    "(?:百分之[几多]少?|几成|几分之几|多大(?:的)?(?:比例|比重|份额)|多少个?百分[点比])$"
)
# 当年生产总值: of the year of the other.
_SAME_TIME = re.compile("^(?:(?:当|同|该)年度?|同期|当期|同时期)的?")
_CHANGED = "(?:上?涨|下?降|下?跌|提高|上升|升高|增长|下滑|增)"
_DIFFERENCE = re.compile(
    rf"比(?P<other>[^，,。？?]{{1,30}}?)(?:要?(?:多|少|高|低)(?:出|了)?|(?:增加|减少|多出)了?)(?:多少|几)(?P<unit>{UNIT_PATTERN})?(?P<noun>[㐀-鿿]{{0,8}})$"
)
# 跟2022年比差多少, 和上街相比多了几件; X办结的跟Y立案的比，哪边多，多出多少件
_AGAINST = re.compile(
    rf"[，,]?(?:跟|和|与|同|比起?)(?P<other>[^，,。？?]{{1,30}}?)(?:相比较?|比较|比起来|比|来说)[，,]?"
    rf"(?P<which>(?:哪一?[边个家方市县区项类种]|谁|孰)的?(?:数量|数)?(?:更|要|比较)?[多少高低大小][，,、]?)?"
    rf"(?:又|还|能|要|到底|具体|一共)?(?:[多少高低大小]|相差|差|增加|减少|{_CHANGED})(?:出来?|了)?(?:多少|几)"
    rf"(?P<unit>{UNIT_PATTERN})?(?P<noun>[㐀-鿿]{{0,8}})$"
)
# How much money a thing rose by; without 钱 or a unit it may be a rate.
_CHANGED_BY = re.compile(
    rf"比(?P<other>[^，,。？?]{{1,30}}?)(?:一共|总共|足足)?{_CHANGED}了?(?:多少|几)(?P<unit>{UNIT_PATTERN})?(?P<noun>钱)?$"
)
_GREW = re.compile(
    "(?:比|(?:跟|和|与|同))(?P<other>[^，,。？?]{1,30}?)(?:相比)?比?[，,]?(?:的?[增涨降跌]幅|增长率|增长|增加|下降|减少|上升|提高|涨|降|跌)了?(?:是|为|有|达)?"
    "(?:百分之[几多]少?|几成|多少个?百分[点比])$"
)
_APART = re.compile(rf"(?:相差|差了?)(?:多少|几)(?P<unit>{UNIT_PATTERN})?(?P<noun>[㐀-鿿]{{0,8}})$")
# 城乡居民收入相差多少: of the two that are held against each other.
_TOWN_AND_COUNTRY = re.compile("城乡(?=居民|人均|收入|消费)")
_TIMES = re.compile("(?:是|为|有)(?P<other>[^，,。？?]{1,30}?)的(?:几|多少)倍$")
_IMPORTED = re.compile(
    "(?<!出)进口(?:总?[额值])?[就了是有为达到共]{0,4}(?=(?:多少|几)(?:[万亿千百]*美?元|[钱了呢啊]*$))"
)
_WHICH_HAS = re.compile(
    "(?:谁|哪(?:一?[个边座家方种类样项]|[一两]个)?(?:城市|地方|指标|[市省县区州])?|哪[里儿])的?(?P<what>[^，,。？?谁哪最更]{0,16}?)"
    "(?:最|更|要|比较|相对)?(?P<how>[高低多少大小])(?:些|一些|一点儿?)?[呢啊呀]?$"
)
_MOST_COMPARED = 6
_RELATIVE = re.compile("上一?年度?|去年|前一年|往年|同期|上届|上年同期")
_DENIED = re.compile(
    "(?:还|尚|仍)?(?:没有?|未(?!来)|不予|尚未)(?:能|被|予以?|获得?)?(?P<stage>立案|办复|办结|办理|答复|采纳|采用)(?:完毕|完)?"
)
_ASKED_COUNT = re.compile(rf"(?:一共|总共|共)?(?:还|又|都)?(?:有|是)?(?:多少|几)(?P<unit>{UNIT_PATTERN})?")
# What names a figure whole, so that it is no qualifier of another's noun.
_INDICATOR = re.compile(
    "(?:[值额率]|收入|支出|投资|人口|面积|产量|总量|总数|人数|贷款|存款|税收|预算|GDP)$", re.IGNORECASE
)
_OF_TIME = re.compile("[年月天日周季]|小时|人(?![大民])")
_EDGE = " 的，,是有为"
# 平均每个投资多少: what each has had, not what each is.
_SPENT = re.compile("投资|投入|耗资|花费|贷款|补助|完成|收入|产值|占地")
_LONGEST_DONE = 6
_OWN_COUNT = re.compile("(?:多少|几)(?:[㐀-鿿]{1,2})?$")


def read_reckoning(text: str, *, read: Read, cut: Cut) -> Reckoning | None:
    """What a Chinese question wants reckoned; None where it wants none."""
    text = text.strip(" ?？。.!！")
    return (
        _sum(text, read, cut)
        or _average(text, cut)
        or _rest(text)
        or _rate(text)
        or _share(text, read, cut)
        or _growth(text, read, cut)
        or _difference(text, read, cut)
        or _times(text, read, cut)
        or _most(text, read, cut)
        or _imports(text)
    )


def asks_which_is_more(text: str) -> bool:
    """Whether it asks which of two is more, and by how much: 跟Y立案的比，哪边多，多几件."""
    against = _AGAINST.search(text.strip(" ?？。.!！"))
    return against is not None and against["which"] is not None


def _sum(text: str, read: Read, cut: Cut) -> Reckoning | None:
    together = _TOGETHER.search(masked(text))
    loose = together is None
    together = together or _IN_ALL.search(masked(text))
    begin, end = together.span() if together else (len(text), len(text))
    head = _PLUS.sub("和", text[:begin])
    head = _JOINS.sub("和", head) if together else head
    if together is None:
        asked = find_interrogative(head)
        if head == text or asked is None or not asked.counts:
            return None
        behind = _COUNT_BEHIND.search(head[: asked.start])
        begin = asked.start - len(behind[0] if behind else "")
        head, text, end = head[:begin], head, begin
    each = f"{head.rstrip('，, ').rstrip('的')}分别{text[end:] or '有多少'}"
    found = _of_each("sum", each, read, cut)
    return replace(found, loose=loose and not found.apart) if found else None


def sum_among(clause: str, before: str) -> str:
    """其中竣工的共多少个, after A、B、C加起来有多少个: the question for the sum of these; "" for another clause."""
    among, together = _AMONG_SUM.match(clause.strip(" ?？。，,")), _TOGETHER.search(masked(before))
    if among is None or together is None:
        return ""
    return f"{before[: together.start()].rstrip('，, 的')}{among['said']}的合起来有{among['asked']}"


def _average(text: str, cut: Cut) -> Reckoning | None:
    """平均每个平台开展协商多少场 → 开展协商多少场, 有多少个平台."""
    on_average = _ON_AVERAGE.search(masked(text))
    if on_average is None or _OF_TIME.match(text, on_average.end()):
        return None
    after = text[on_average.end() :].replace("平均", "", 1)
    measure = re.match(UNIT_PATTERN, after)
    named = after[measure.end() :] if measure else after
    asked = find_interrogative(named)
    if asked is None or not asked.counts:
        return None
    noun, unit = "", measure[0] if measure else ""
    for word in cut(named[: asked.start]):
        if unit and not noun and _SPENT.fullmatch(word):
            break
        if (noun or unit) and (len(word) == 1 or verb_at_end(word, cut)):
            break
        noun = named[: named.index(word, len(noun)) + len(word)]
    if len(noun) < 2 and (noun or not unit):
        return None
    before, rest = text[: on_average.start()].rstrip("，, "), named[len(noun) :]
    label = noun or (cut(before)[-1] if unit == "个" else unit)
    if _OWN_COUNT.fullmatch(rest.strip(_EDGE)):
        rest = "一共" + rest
    return Reckoning(
        "average",
        (Term(rest, (before + rest,)), Term(label, (f"{before}有多少{unit}{noun}",), unit=unit)),
    )


def _rest(text: str) -> Reckoning | None:
    """有多少件没立案 → how many were received, less how many were filed."""
    denied, count = _DENIED.search(text), _ASKED_COUNT.search(text)
    if denied is None or count is None:
        return None
    whole = whole_of(denied["stage"])
    spans = sorted((denied.span(), count.span()), reverse=True)
    base = text
    for start, end in spans:
        base = base[:start] + base[end:]
    base = base.strip(_EDGE).replace("的的", "的")
    unit = count["unit"] or ""
    return Reckoning("rest", of_stages(base, whole, denied["stage"], unit), denied["stage"])


def _rate(text: str) -> Reckoning | None:
    """立案率 → how many were filed, of how many received."""
    rate = _STAGE_RATE.search(text)
    if rate is None or find_interrogative(text[: rate.start()]):
        return None
    base = _RECKONED_BY.sub("", text[: rate.start()].strip(_EDGE)).strip(_EDGE)
    whole, part = of_stages(base, whole_of(rate["stage"]), rate["stage"], "件")
    return Reckoning("share", (part, whole), rate["stage"])


def _share(text: str, read: Read, cut: Cut) -> Reckoning | None:
    """立案的占全年提案的比例 → how many were filed, of how many in the year."""
    if of_whole := part_and_whole(text, read):
        terms = (
            Term(label, tuple(f"{question}有多少?" for question in questions), stage_in(questions[0]))
            for label, questions in of_whole
        )
        return Reckoning("share", tuple(terms))
    share = _SHARE_OF.search(text)
    if share is None or not share["whole"].strip(_EDGE):
        share = _SHARE_AS.search(text)
    if share is None:
        return None
    part, whole = text[: share.start()].rstrip("，, "), _SAME_TIME.sub("", share["whole"])
    if not read(part).rest.strip(_EDGE):
        return None
    return Reckoning("share", tuple(_counted(part, whole, "", read, cut)))


def _growth(text: str, read: Read, cut: Cut) -> Reckoning | None:
    grew = _GREW.search(text)
    if grew is None or _RELATIVE.search(grew["other"]):
        return None
    return Reckoning("growth", tuple(_counted(text[: grew.start()], grew["other"], "", read, cut)))


def _difference(text: str, read: Read, cut: Cut) -> Reckoning | None:
    """全年提案比全会期间多几件 → 全年提案有多少件, 全会期间提案有多少件."""
    changed = _CHANGED_BY.search(text)
    if changed and (changed["unit"] or changed["noun"]) and not _RELATIVE.search(changed["other"]):
        first = text[: changed.start()]
        return Reckoning("apart", tuple(_counted(first, changed["other"], changed["unit"] or "", read, cut)))
    found = _DIFFERENCE.search(text)
    if found and not _RELATIVE.search(found["other"]):
        first = text[: found.start()] + found["noun"]
        return Reckoning("difference", tuple(_counted(first, found["other"], found["unit"] or "", read, cut)))
    against = _AGAINST.search(text)
    if against and not _RELATIVE.search(against["other"]):
        counted = f"{against['unit'] or ''}{against['noun'].removesuffix('钱')}"
        return Reckoning("apart", tuple(_counted(text[: against.start()], against["other"], counted, read, cut)))
    apart = _APART.search(text)
    if apart is None:
        return None
    head = _TOWN_AND_COUNTRY.sub("城镇、农村", text[: apart.start()])
    asked = f"{head}分别有多少{apart['unit'] or ''}{'' if apart['noun'] == '钱' else apart['noun']}"
    found_apart = _of_each("apart", asked, read, cut)
    return found_apart if found_apart and len(found_apart.terms) == 2 else None


def _times(text: str, read: Read, cut: Cut) -> Reckoning | None:
    found = _TIMES.search(text)
    if found is None or _RELATIVE.search(found["other"]):
        return None
    return Reckoning("times", tuple(_counted(text[: found.start()], found["other"], "", read, cut)))


def _most(text: str, read: Read, cut: Cut) -> Reckoning | None:
    """Which of the places, or things, that are named has more: 乌海跟佳木斯，城镇居民收入哪个高."""
    found = _WHICH_HAS.search(masked(text))
    if found is None:
        return None
    head = f"{text[: found.start()].rstrip('的是，, ')}{text[slice(*found.span('what'))].rstrip('的')}"
    each = _of_each("least" if found["how"] in "低少小慢" else "most", f"{head}分别有多少", read, cut)
    return each if each and len(each.terms) <= _MOST_COMPARED else None


def _imports(text: str) -> Reckoning | None:
    """进口多少亿美元, which reports seldom state: trade in all less exports."""
    found = _IMPORTED.search(text)
    if found is None:
        return None
    terms = (
        Term(thing, (f"{text[: found.start()]}{thing}是{text[found.end() :]}",)) for thing in ("进出口总额", "出口总额")
    )
    return Reckoning("difference", tuple(terms), loose=True)


def _of_each(kind: Kind, asked: str, read: Read, cut: Cut) -> Reckoning | None:
    """Of several places, or of several things of one, each asked for itself."""
    pairs = each_place_and_year(asked, read=read)
    places = pairs or [(place.name, question) for place, question in each_place(asked, read=read)]
    things = places or each_of(asked, read=read, cut=cut)
    terms = tuple(Term(label, (question,)) for label, question in things)
    return Reckoning(kind, terms, apart=bool(places)) if len(terms) > 1 else None


def of_stages(base: str, whole: str, part: str, unit: str) -> tuple[Term, Term]:
    """How many of what base names reached one stage, and how many another: 提案 → 提案收到多少件, 提案立案多少件."""
    return (
        Term(whole, (f"{base}{whole}多少{unit}?", f"{base}有多少{unit}?"), whole),
        Term(part, (f"{base}{part}多少{unit}?",), part),
    )


def whole_of(stage: str) -> str:
    """The stage that a stage is a share of: 立案 → 收到."""
    return next((whole for part, whole in _WHOLES if same_stage(stage, part)), "收到")


def _counted(first: str, second: str, unit: str, read: Read, cut: Cut) -> Iterator[Term]:
    """Two things counted, of which the second is said by what differs from the first: a place, a year, a time, a stage,
    or a thing of its own.
    """
    if both := _both_done(first, second, unit, read):
        yield from both
        return
    first = first.strip(_EDGE)
    head = read(first)
    scope = scope_words(head)
    own = first.removeprefix(scope)
    noun = cut(own.rstrip("的"))[-1] if own.strip("的") else ""
    shared = "" if stage_in(noun) else noun
    second_noun = cut(second.rstrip("的"))[-1] if second.strip("的") else ""
    asked = f"有多少{unit}?"
    first_of = _elliptic(first, second_noun)
    yield Term(own or first, tuple(dict.fromkeys((first_of + asked, first + asked))), stage_in(own))
    other = read(second)
    verb = second.rstrip("的")
    if other.place and (stage := stage_in(verb[-2:])) and (thing := counted_noun(own)):
        year = head.year_words("zh") if other.year is None else ""
        yield Term(f"{verb}的{thing}", (f"{year}{verb}的{thing}{asked}",), stage)
        return
    moved = replace_scope(head, other) if (other.place or other.year) and len(other.rest.strip(_EDGE)) <= 2 else None
    if moved:
        yield Term(second, (moved + asked,))
        return
    tail = "" if (shared and shared in second) or _INDICATOR.search(second) else shared
    where = scope
    if other.place:
        where = "" if other.year else head.year_words("zh")
    yield Term(second, tuple(dict.fromkeys((f"{where}{second}{tail}{asked}", f"{where}{second}{asked}"))))


def _both_done(first: str, second: str, unit: str, read: Read) -> tuple[Term, Term] | None:
    """修订的比新建的多几项: two things done with what neither side names."""
    if not (first.endswith("的") and second.endswith("的")) or read(second).place:
        return None
    border = max((first.rfind(mark) + 1 for mark in "，,：:"), default=0) or len(scope_words(read(first)))
    topic, done = first[:border], (first[border:].removesuffix("的"), second.removesuffix("的"))
    if not all(1 < len(each) <= _LONGEST_DONE and "的" not in each for each in done):
        return None
    asked = tuple(Term(f"{each}的", (f"{topic.rstrip('，,：:')}{each}多少{unit}?",)) for each in done)
    return asked[0], asked[1]


def _elliptic(first: str, noun: str) -> str:
    """立案的 of 立案的占全年提案的比例: what is filed is what the other is a number of."""
    return f"{first}的{noun}" if noun and stage_in(first[-2:]) and not stage_in(noun) else first
