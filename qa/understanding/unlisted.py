"""Names at the head of a question that no list has: 冀南新区2023年…, 汴梁2023年…, 新乡化纤2023年….

They are known by their form (a rank or kind that places and their parts have) or because the corpus has no such word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from index.language.gazetteer import Mention

__all__ = ["unlisted_name"]

# What the names of places and of their parts end with.
_ENDS = (
    r"新区|新城|街道|油田|都市圈|城市群|经济[区带圈]|自贸港|自由贸易[港区]|合作区|示范区|[实试]验区|管理区|度假区|开发区|高新区|经开区|保税区|港区|风景区|"
    r"工业园|产业园|科技园|园区|农场|林场|自然村|[镇乡村县市州省盟旗岛]|半岛|平原|高原|盆地|地区|走廊|[东南西北中]部|[东南西北]片"
)
# The same as words of the language: 全市, 农村, 示范区.
_NO_NAME = re.compile(
    r"^(?:全|我|本|各|该|此|这|那|某|几|多少|哪些?|每|两|三|四|五|其他|其它|所有|整个|部分|多个|一些|城|农|乡|社|小|山|牧|老|灌|库|林|矿|海|集|夜|早|"
    r"菜|超|股|门|楼|房|车|花|水|示范|贫困|革命|民族|边境|边疆|农牧|产业|工业|农业|科技|创新|功能|生态|保护|自然|旅游|风景|名胜|国家级?|省级?|市级?|县级?|区级?|"
    r"地级|中心|沿海|内陆|农产品|批发|劳动力?|资本|国内|国外|国际|开发|高新|美丽|特色|重点|试点|行政|易地|搬迁|和|与|及|、|新|旧|兄弟|外|周边|下辖|所辖|"
    r"有|的|在|对|向|从|到|去|被|把|建|设|个|年|月|日)*(?:" + _ENDS + r")?$"
)
# Parts of a place that are named so without more: 高新区2023年…, 郑州|都市圈2023年….
_ALONE = re.compile(r"(?:新区|新城|都市圈|城市群|经济区|自贸[港区]|合作区|开发区|高新区|经开区|保税区|港区|油田)$")
# A character that joins words or begins a clause stands in no such name.
_JOINS = "的与和及跟在到去赴由对给向从是有为被把了着过并或以将要会拟想哪几多各全每那这我你您他它请问该本其所不邀组"
_IN_NAME = rf"(?![{_JOINS}])[一-龥]"
_FOLLOWS = r"(?=\s*(?:\d|[去今前明上]年|政协|政府|的|立案|收到|提[出交案]|[(（]))"
# An end of several characters shows a name whatever follows; a rank alone (村, 市) does not.
_STRONG = r"新区|新城|油田|都市圈|城市群|自贸港|自由贸易[港区]|合作区|管理区|保税区|港区|农场|林场"
_AT_HEAD = re.compile(rf"(?P<name>(?:{_IN_NAME}){{0,6}}?(?:(?:{_STRONG})|(?:{_ENDS}){_FOLLOWS}))")
# What ends the words at the head of a question: the year, or the body that is asked about.
_BOUNDARY = re.compile(
    r"(?:那[边里儿]|这[边里儿])?的?(?:(?:19|20)\d\d年?|[去今前明]年|近[一二三四五六七八九十\d]年|政协|政府|人大)"
)
_WORDS = re.compile(rf"(?:{_IN_NAME}){{2,10}}")
# 听爷爷说1984年…, 自己拍短视频，2023年…: what somebody says or does, no name.
_SAYS = re.compile("自己|没有?|[说听讲拍看想问怎啥]")
_OF_THE_PLACE = re.compile(r"[省市区县州]?(?:政协|政府|人大)?")
_LONGEST = 14


def unlisted_name(text: str, scope: Sequence[Mention], known: Callable[[str], bool]) -> tuple[int, int] | None:
    """Where such a name stands at the head of the question, behind the place that it begins with, if any.

    scope: the places asked about. known: whether the corpus, or the vocabulary of everyday words, has the words.
    """
    start = scope[0].end if scope and scope[0].start <= 1 else 0
    if scope and not start:
        return None
    if scope and (organ := _OF_THE_PLACE.match(text, start)):
        start = organ.end()
    head = _AT_HEAD.match(text, start)
    if head and (_ALONE.match(head["name"]) or not _NO_NAME.match(head["name"])):
        return head.span("name")
    boundary = _BOUNDARY.search(text, start)
    if boundary is None or not start < boundary.start() <= start + _LONGEST:
        return None
    words = text[start : boundary.start()].strip()
    if _WORDS.fullmatch(words) and not _SAYS.search(words) and not known(words):
        first = text.find(words, start)
        return first, first + len(words)
    return None
