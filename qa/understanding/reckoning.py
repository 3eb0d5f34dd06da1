"""A question whose answer is reckoned from figures → what is reckoned, and the question for each of them."""

from __future__ import annotations

import re
from dataclasses import replace

from index.language.stages import stage_in
from index.language.units import UNIT_PATTERN
from qa.understanding.differences import difference, growth, points_apart
from qa.understanding.heads import Cut, verb_at_end
from qa.understanding.interrogatives import find_interrogative, masked
from qa.understanding.most import most_and_least, which_is_most
from qa.understanding.shares import part_and_whole
from qa.understanding.terms import EDGE, RELATIVE, Reckoning, Term, counted_terms, of_each, of_stages, whole_of
from qa.understanding.where_when import Read

__all__ = ["is_as_much_as", "read_reckoning", "sum_among"]

_TOGETHER = re.compile(
    "(?:都|全|总共|一共)?(?:加(?:起来|总|到一[起块处]儿?|在?一[起块道]儿?)|(?<![结整联组综])合(?:起来|[在到]?一[起块处]儿?)|"
    "(?:凑|归|拢|摞|算)(?:起来|[在到]?一[起块道处]儿?)|一[起块并]儿?算(?:上|起来)?|加总|相加|之和|总和(?:是|为)?|(?:两|三|四)?(?:边|头|家|样|方|者)?合计)"
    "(?:一共|总共|拢共|统共|共)?"
)
# One figure may be stated of both, or one of each.
_IN_ALL = re.compile(
    "一共|总共|共计|总计|统共|拢共|通共|累计|(?<=[㐀-鿿])(?<!公)共(?=多少|[有几搞办开走组提报写建做收形完])"
)
# A加上B是多少: what joins what is added.
_PLUS = re.compile("[，,]?(?:再|外)?加上|[，,]?外加|连同|算上|连带|(?<=的)加(?![起总到在大强快入])")
# A跟B、A加B, of what is added: each of these stands within words, too (跟踪, 协同, 增加).
_JOINS = re.compile(
    "[，,]?(?:以及|(?:还|另)有(?![的些一多几])|再有(?![的些一多几]))(?=[㐀-鿿])|"
    "(?<=[㐀-鿿])(?:跟(?![踪进着随])|(?<![协共合不])同(?![比时期步样志心学行胞事])|(?<![增参追叠附施添])加(?![强快工大入盟油速深班起总]))"
    "(?=[㐀-鿿])"
)
# 其中竣工投产的共多少个
_AMONG_SUM = re.compile(
    "^(?:这?其中|这?里面|当中)[,，有]?(?P<said>[^，,。？?、]{2,14}?)的?(?:又|一|总|都)?(?:共|合计|总计|加起来|合起来)(?:一?共|总共)?"
    "[是有]?(?P<asked>(?:多少|几)[㐀-鿿]{0,4})$"
)
_COUNT_BEHIND = re.compile("[是有为得等于达到一共约]{0,4}$")
_ON_AVERAGE = re.compile(
    f"平均(?:算?下来|到|起来)?[，,]?(?:每一?|一(?=(?:{UNIT_PATTERN})))|"
    "每(?=[^，,。？?]{1,12}(?:平均|(?:合|摊到?|摊上)(?:多少|几)))|"
    f"一(?=(?:{UNIT_PATTERN})[^，,。？?一]{{0,8}}(?:平均|(?:合|摊到?|摊上)(?:多少|几)))"
)
# 一个平台合多少场, 平摊到每个平台
_SPREAD = re.compile("(?:合|[均平]?摊[到上]?)(?=多少|几)")
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
# 贷款相当于存款的百分之几: no part of it.
_AS_MUCH_AS = re.compile("(?:相当于|等于|约合|折合)(?![^，,。？?]{0,12}倍)")
# 当年生产总值: of the year of the other.
_SAME_TIME = re.compile("^(?:(?:当|同|该)年度?|同期|当期|同时期)的?")
# 出口占外贸的几成: of both ways.
_TRADE = re.compile("^(?:对?外贸易?|对外贸易)(?:总[额量])?$")
_TIMES = re.compile("(?:是|为|有)(?P<other>[^，,。？?]{1,30}?)的(?:几|多少)倍$")
_IMPORTED = re.compile(
    "(?<!出)进口(?:总?[额值])?[就了是有为达到共]{0,4}(?=(?:多少|几)(?:[万亿千百]*美?元|[钱了呢啊]*$))"
)
_DENIED = re.compile(
    "(?:还|尚|仍)?(?:没有?|未(?!来)|不予|尚未)(?:能|被|予以?|获得?)?(?P<stage>立案|办复|办结|办理|答复|采纳|采用)(?:完毕|完)?"
)
_ASKED_COUNT = re.compile(rf"(?:一共|总共|共)?(?:还|又|都)?(?:有|是)?(?:多少|几)(?P<unit>{UNIT_PATTERN})?")
_OF_TIME = re.compile("[年月天日周季]|小时|人(?![大民])")
# 平均每个投资多少: what each has had, not what each is.
_SPENT = re.compile("投资|投入|耗资|花费|贷款|补助|完成|收入|产值|占地")
# What members put forward is what was received, not what was filed of it.
_PUT_FORWARD = re.compile(
    "^(?:一共|总共|共|能|各|会|只|才|就|还)?(?:提交|提出|提|交)[了上过]?(?:多少|几)件[^，,]{0,6}提案"
)
_OWN_COUNT = re.compile("(?:多少|几)(?:[㐀-鿿]{1,2})?$")


def read_reckoning(text: str, *, read: Read, cut: Cut) -> Reckoning | None:
    """What a Chinese question wants reckoned; None where it wants none."""
    text = text.strip(" ?？。.!！")
    return (
        most_and_least(text, read, cut)
        or _sum(text, read, cut)
        or _average(text, cut)
        or _rest(text)
        or _rate(text)
        or _share(text, read, cut)
        or points_apart(text, read, cut)
        or growth(text, read, cut)
        or difference(text, read, cut)
        or _times(text, read, cut)
        or which_is_most(text, read, cut)
        or _imports(text)
    )


def _sum(text: str, read: Read, cut: Cut) -> Reckoning | None:
    together = _TOGETHER.search(masked(text))
    loose = together is None
    together = together or _IN_ALL.search(masked(text))
    begin, end = together.span() if together else (len(text), len(text))
    plus = _PLUS.search(text[:begin])
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
    found = of_each("sum", each, read, cut)
    return replace(found, loose=loose and not found.apart and plus is None) if found else None


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
    after = _SPREAD.sub("有", text[on_average.end() :].replace("平均", "", 1), count=1)
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
    if _OWN_COUNT.fullmatch(rest.strip(EDGE)):
        rest = "一共" + rest
    stage = "收到" if _PUT_FORWARD.search(rest) else ""
    return Reckoning(
        "average",
        (
            Term(rest, (before + rest, f"{before}{noun}{rest}"), stage),
            Term(label, (f"{before}有多少{unit}{noun}",), unit=unit),
        ),
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
    base = base.strip(EDGE).replace("的的", "的")
    unit = count["unit"] or ""
    return Reckoning("rest", of_stages(base, whole, denied["stage"], unit), denied["stage"])


def _rate(text: str) -> Reckoning | None:
    """立案率 → how many were filed, of how many received."""
    rate = _STAGE_RATE.search(text)
    if rate is None or find_interrogative(text[: rate.start()]):
        return None
    base = _RECKONED_BY.sub("", text[: rate.start()].strip(EDGE)).strip(EDGE)
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
    share, of_part = _SHARE_OF.search(text), True
    if share is None or not share["whole"].strip(EDGE):
        share = _SHARE_AS.search(text)
        of_part = share is None or not is_as_much_as(share[0])
    if share is None:
        return None
    part, whole = text[: share.start()].rstrip("，, "), _SAME_TIME.sub("", share["whole"])
    whole = _TRADE.sub("外贸进出口总额", whole)
    if not read(part).rest.strip(EDGE):
        return None
    return Reckoning("share", tuple(counted_terms(part, whole, "", read, cut)), of_part=of_part)


def is_as_much_as(text: str) -> bool:
    """Whether a share says how much one thing is beside another that it is no part of: 贷款相当于存款的百分之几."""
    return _AS_MUCH_AS.search(text) is not None


def _times(text: str, read: Read, cut: Cut) -> Reckoning | None:
    found = _TIMES.search(text)
    if found is None or RELATIVE.search(found["other"]):
        return None
    return Reckoning("times", tuple(counted_terms(text[: found.start()], found["other"], "", read, cut)))


def _imports(text: str) -> Reckoning | None:
    """进口多少亿美元, which reports seldom state: trade in all less exports."""
    found = _IMPORTED.search(text)
    if found is None:
        return None
    terms = (
        Term(thing, (f"{text[: found.start()]}{thing}是{text[found.end() :]}",)) for thing in ("进出口总额", "出口总额")
    )
    return Reckoning("difference", tuple(terms), loose=True)
