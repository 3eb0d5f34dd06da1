"""A Chinese turn of a dialogue in the plain form of one: 打错了，是2017 → 2017年呢; 办结率也说下 → 办结率呢."""

from __future__ import annotations

import re

from index.language.units import UNIT_PATTERN
from qa.understanding.interrogatives import find_interrogative
from qa.understanding.where_when import WhereWhen

__all__ = ["held_to_be", "of_whole_year", "rephrased"]

# What was asked before was not what was meant: 不对，我问的是2017年的; 说错了，应该是立案.
_CORRECTS = re.compile(
    r"^(?:[哦噢啊呀唉哎嗯][，,。]?)?(?:不好意思|抱歉|对不起|等等|等一下|[，,。！!]){0,3}"
    r"(?:我?刚?才?(?:[打说写输记问搞弄看]|年份|地方|时间){1,2}错了?字?了?|"
    r"(?:不对|不是|错了|口误|笔误|更正一?下?|纠正一?下?)(?=[，,。！! ]))[啊了哈]?[，,。！!：: ]*"
    r"(?:我?(?:想|要|是想)?(?:问|说|要|查|指)的?)?(?:应该?|应当|其实|实际上)?(?:是|改成|换成|为)?的?"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?![\d年])")
_TELLS = "说|讲|报|查|看|列|介绍|念|聊|谈|算"
# 也说下, 给我查查, 顺便告诉我: asks for what stands before it.
_REQUEST = re.compile(
    rf"[，,]?(?:(?:也|再|都|顺便|顺带|一并|一起|一块儿?|麻烦|请你?|能不能|可以|帮我|给我|跟我|替我){{1,4}}"
    rf"(?:(?P<twice>{_TELLS})(?:一?(?P=twice)|一?下|出来|给我|看看)|告诉我?一?下?|说明一?下|提一?下|给我)|"
    rf"(?P<alone>{_TELLS})(?:一?(?P=alone)|一下)|告诉我一?下?)(?:听听|看看?)?(?:[吧呗哈啊呀嘛]|可以[吗么]|行[吗么]|好[吗么])?[。！!？?]?$"
)
_LEAD = re.compile("^(?:那么?|另外|还有|顺便|顺带|麻烦|请你?|帮我|再|也|[，,])*(?:把|将)(?!握)")
# 详细说说, 再具体讲讲: of the answer before, and of nothing named.
_ONLY_HOW = re.compile(
    "^(?:那么?|就|再|多|先|请|你|详细|具体|仔细|简单|展开|接着|继续|往下|慢慢|好好|认真|地|点|些|[，,])*$"
)
# 顺带问下提案立案数, 同样的问题，问郑州: says but that something is asked.
_ASKS_TOO = re.compile(
    r"^(?:那么?|顺[带便]|再|还|另外|也|我|想|[，,]){0,5}(?:问|了解|打听)(?:一?[下问]|一句)?[，,：:]?(?![题的])(?=[㐀-鿿\d]{2})|"
    r"^(?:还有|另外|最后|再问|再来)?一?个?问题[，,：:](?=[㐀-鿿\d]{2})|"
    r"^(?:还是)?(?:同样|一样|这个|相同)的?问题[，,]?(?:再|也|那|就|给我|帮我){0,2}(?:问|查|看|换成|换|改成|改问|放到|对)?"
)
# 郑州的我也想知道, 换成郑州再问一遍
_WANTED = re.compile(
    r"(?:的|[，,])?(?:我(?:也|还)?(?:想|要)(?:知道|看看?|了解|问|查)(?:一下)?|再(?:问|查|看|来|答|说)(?:一?[遍次下回]))[啊呀吧了呢]?$"
)
# 我是说办结的: what was meant.
_MEANS = re.compile("^我(?:是说|是指|是想问|是问|的?意思是|(?:想|要)?(?:问|说|要|查|指)的是?)[，,]?")
_YEAR_BEFORE = re.compile("^(?:那么?)?(?:再|更)?(?:往前|早|提前|前推)(?:推|倒|数)?(?:一|1)年")
_YEAR_AFTER = re.compile("^(?:那么?)?(?:再|更)?(?:往后|晚)(?:推|数)?(?:一|1)年")
# 新乡才多少, 邯郸的话是几次
_BETWEEN = re.compile(
    "(?<=[㐀-鿿]{2})(?:(?:的话|那边|那儿|这边|那头)(?:才|又|就|得|能)?|才|就)(?:是|有)?(?=(?:多少|几)[㐀-鿿]{0,2}$)"
)
# 是多少来着, 百分之几啊
_PARTICLES = re.compile("(?<=[㐀-鿿])(?:来着|啊|呀|哈|哦|嘛|啦|咧|捏|嘞){1,3}$")
# 人均到多少了: 人均 of what was counted.
_PER = re.compile("^(?P<per>人均|户均|年均|月均|日均)(?:的话?)?(?:有|是|能|达?到|为|又|大概|大约)*多少了?$")
# 这个数哪来的, 出自哪份报告: the passage, which any answer gives.
_SOURCE = re.compile(
    "^(?:这个?|那个?|上面的?|该|此|你)?(?:数字?|数据|说法|结论|答案|话)?(?:都|又)?(?:是?从?哪[里儿]?(?:来|看|查|找|得)到?(?:出来)?的?|"
    "(?:是)?(?:出自|来自|引自)(?:哪[份个篇里儿本]|什么)(?:报告|文件|材料|地方)?|(?:有|的)?(?:什么|啥)?(?:来源|出处|依据|根据)(?:是什么|在哪[里儿]?|是啥|呢)?)[啊呀呢]?$"
)
# 不是开会那几天，是全年
_INSTEAD = re.compile(r"^不是[^，,。？?]{1,16}[，,](?:而?是|我?(?:要|问|说|指)的?是|就?[要看问])(?=[^，,。？?]{1,16}$)")
# 全年的总数, of what was counted at an event.
_ALL_YEAR = re.compile(
    "^(?:那|我?(?:要|问)的?是|就?[要看问]|整个?|的)*(?P<year>全年)的?(?:总[数量的]|总共|一共|合计|加起来)?(?:有|是)?(?:多少)?呢?$"
)
# 全国排第几: where it stands among all, and about no other place.
_AMONG = re.compile(
    "^(?:那么?)?(?=全国(?:城市|同类|省会|各[省市地])?(?:里|中|当中)?(?:能|是|的)?(?:排|位[列居]|居|列|第几|名次))"
)
# 全年的，不是开会那几天的: what is not meant.
_NOT_MEANT = re.compile(r"[，,](?:可|并)?不是(?:指|说|问)?[^，,。？?是]{1,16}?的?[。]?$")
# 不是409件吗, 我记得是五百多件啊: another figure is claimed.
_DOUBTS = "不对吧?|不会吧|真的吗?|是吗|怎么|奇怪|咦|可是?|但是?|我|[，,?？!！。 ]"
_SAYS = "记得|听说|印象(?:中|里)|以为|看到的?|之前看|网上说|有人说"
_IS = "不是说?|难道不?是|应该是|怎么是|好像是|说是|明明是|是"
_CLAIMED = re.compile(
    rf"(?:{_DOUBTS}){{0,4}}(?:{_SAYS}){{0,2}}(?:{_IS})"
    rf"(?P<figure>(?:\d[\d,.]{{0,12}}[万亿]?|[一二两三四五六七八九十百千万亿]{{2,8}})[多余]?(?P<unit>%|{UNIT_PATTERN})?)"
    r"(?:吗|啊|吧|么|呀|来着|嘛|的)?[?？]?"
)
_HOW_MANY = re.compile(rf"(?:有|是|为|达到?)?(?:多少|几)(?P<unit>{UNIT_PATTERN})?")


def held_to_be(turn: str, before: str) -> str | None:
    """我记得是409件？, behind what asks how many → 新乡2023年立案409件提案，对吗; None where no figure is claimed."""
    claimed = _CLAIMED.fullmatch(turn)
    many = _HOW_MANY.search(before) if claimed else None
    if claimed is None or many is None:
        return None
    unit = "" if claimed["unit"] else many["unit"] or ""
    return f"{before[: many.start()]}{claimed['figure']}{unit}{before[many.end() :].rstrip('?？')}，对吗"


_WHOLE = "全年"
# 多了还是少了，差多少: which way it went is told with by how much.
_MORE_OR_LESS = re.compile(
    "^(?:那么?|到底|究竟|算?是){0,3}[多高]了?还是[少低]了?[点些]?(?:[，,]?(?:相?差|[多少高低])(?:了|出)?(?:多少|几[㐀-鿿]{0,4}))?[呢啊呀]?$"
)
# 占全部的百分之多少: of what was asked before.
_OF_ALL = re.compile("占了?(?:全部|总体|整个|总共|所有)的?(?=百分之|几成|多少|多大|几分之)")
_PLAINLY = (
    (_OF_ALL, "占"),
    (_AMONG, "在"),
    (_YEAR_BEFORE, "上一年"),
    (_YEAR_AFTER, "下一年"),
    (_MEANS, ""),
    (_ASKS_TOO, ""),
    (_WANTED, ""),
    (_BETWEEN, "是"),
    (_MORE_OR_LESS, "后者比前者多了多少"),
    (_PER, r"\g<per>"),
)


def of_whole_year(turn: str, last: WhereWhen) -> str | None:
    """What was asked before, of all the year: 新乡2023年收了多少提案 → 新乡2023年全年收了多少提案."""
    if turn != _WHOLE or not last.place or not last.year:
        return None
    border = max(last.place[1], last.year[1])
    return f"{last.text[:border]}{_WHOLE}{last.text[border:].lstrip('的')}"


def rephrased(turn: str) -> str:
    """The same, less what it says of the turn before and of being told; a thing named alone is asked after with 呢."""
    said = turn.rstrip("。！!?？ ")
    if _SOURCE.fullmatch(said):
        return "原文怎么写的"
    words = said
    for pattern, plain in _PLAINLY:
        words = pattern.sub(plain, words, count=1)
    if find_interrogative(words):
        words = _PARTICLES.sub("", words)
    words = _without_request(_corrected(words))
    if _ALL_YEAR.match(words):
        return _WHOLE
    if words == said or not words:
        return turn
    is_asked = find_interrogative(words) is not None or words.endswith(("吗", "么", "呢"))
    return words if is_asked else f"{words.rstrip('的')}呢"


def _corrected(words: str) -> str:
    """What is meant, of what says what was not."""
    if instead := _INSTEAD.match(words):
        words = _YEAR.sub(r"\1年", words[instead.end() :])
    elif corrects := _CORRECTS.match(words):
        words = _YEAR.sub(r"\1年", words[corrects.end() :]) or words
    if find_interrogative(words) or words.endswith(("吗", "么")):
        return words
    return _NOT_MEANT.sub("", words)


def _without_request(words: str) -> str:
    request = _REQUEST.search(words)
    if request is None or _ONLY_HOW.match(words[: request.start()]):
        return words
    return _LEAD.sub("", words[: request.start()]).rstrip("的，, ")
