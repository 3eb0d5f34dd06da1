"""A report's passages → what they call by name: titles, quoted names, people, dates, organisations, places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from index.language.gazetteer import Gazetteer, Mention
from index.language.names import find_names
from index.types import Annotation, Chunk, NamedKind, NamedSpan, Report, annotations_within, blanked

__all__ = ["find_named_spans", "names_in", "person_pinyin"]

# Offsets into the passage, and the role of a person.
_Found = tuple[NamedKind, int, int, str]

_TITLE = re.compile(r"《([^《》]{2,60})》")
# At most one comma: “党建引领，同心共进” is a slogan, what has a stop in it is speech.
_QUOTED = re.compile(r"“([^“”。！？；;!?:：，,]{2,20}|[^“”。！？；;!?:：，,]{2,10}[，,][^“”。！？；;!?:：，,]{2,9})”")
_YEAR = r"(?:[1１][9９]|[2２][0０])\d\d"
_CHINESE_NUMBER = "[一二三四五六七八九十]{1,3}"
_DATE = re.compile(
    rf"{_YEAR}年\d{{1,2}}月(?:\d{{1,2}}日)?|(?<!\d)\d{{1,2}}月\d{{1,2}}日|"
    rf"(?<!\d){_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?!\d)|"
    rf"[一二][〇○零九][〇○零一二三四五六七八九]{{2}}年{_CHINESE_NUMBER}月(?:{_CHINESE_NUMBER}日)?"
)
_PUBLIC = (
    "委员会|研究室|组织部|宣传部|统战部|办公室|办公厅|常委会|政协|人大|工商联|检察院|法院|纪委|监委|党委|"
    r"(?<![格大全布新结开破变])局(?!面|势|部|限)|(?<![客大])厅"
)
# Characters that join a body to what is said of it; its name has none of them.
_JOINING = "的了和与及在对为向把将以由等到被是有给从于让"
_PUBLIC_BODY = re.compile(
    rf"(?P<anchor>全国|中共|[省市区县州])(?:(?![{_JOINING}])[\u4e00-\u9fff]){{0,8}}?(?:{_PUBLIC})"
)
_NO_ANCHOR = "全各我本两三地跨城外多都"
_INSTITUTION = re.compile(
    rf"(?:(?![{_JOINING}])[\u4e00-\u9fff]){{2,8}}?(?:大学|学院|公司|银行|集团|报社|日报|电视台|研究院|研究所|协会|医院)"
)
# 支持民营银行, 走进郑州大学: what stands before the name, and institutions that are none in particular.
_BEFORE = re.compile(
    r"^.*(?:走进|进入|支持|推[动进]|引导|组织|依托|联合|建[设成立]|成立|创建|举办|引进|参加|考察|加[强快]|设立|新建|改建|邀请|赴|会同|"
    r"位于|鼓励|开展|深化|启动|实施|提升|新增|打造|做好|清理|规范|纳入|培育|壮大|服务|扶持|促进|完成|组建|扩建|筹建|推行|借助|探索|投用|抓好|发挥)"
)
_GENERIC = re.compile(
    r"^(?:高等|公立|民营|商业|上市|国有|龙头|大型|重点|综合|专业|老年|跨国|企业|农村|现代|产业|小额|国际|高水平|应用型|一流|新型|省市县|基层|三甲|中医|各类|一批|央企|职业|行业|本科|"
    r"[一二三四五六七八九十多几两各][家所个批级类村])"
)

_ROLES = (
    "总书记|副书记|书记|副总理|总理|副省长|省长|副市长|市长|副区长|区长|副县长|县长|副州长|州长|副主席|主席|秘书长|"
    "副主任|主任|通讯员|责任编辑|编辑|记者|信息员|副部长|部长|副院长|院长|副校长|校长|教授|委员|代表|同志|先生|女士|"
    "作者|摄影"
)
_ROLE_BEFORE = re.compile(rf"({_ROLES})[\s:：/／]*$")
_ROLE_AFTER = re.compile(rf"\s*({_ROLES})")
_BETWEEN_NAMES = re.compile(r"[、/／\s]+")
# 权责任务, 文明城市, 精神文明: characters that only look like a name beside 任, 代表 or 文.
_NO_PERSON = re.compile(
    r"[的与及等被其各责]|.[担主信]$|"
    r"强化|广泛|印发|扶贫|安排|方面|安保|安置|连同|何时|干部|党内|界别|能力|服务|全党|时代|铁路|体育|人大|到底|完善|公民|周刊|惠民|都市|[红蓝]海|经理"
)
# Divisions whose names any city uses of its own quarters.
_ANY_QUARTER = ("城区", "郊区", "矿区", "老城区", "新城区")
# Surnames read otherwise than the character alone.
_SURNAMES = {
    "单": "shan",
    "解": "xie",
    "曾": "zeng",
    "查": "zha",
    "仇": "qiu",
    "区": "ou",
    "朴": "piao",
    "翟": "zhai",
    "任": "ren",
    "华": "hua",
    "乐": "yue",
    "缪": "miao",
    "燕": "yan",
    "宁": "ning",
    "盖": "ge",
    "召": "shao",
    "秘": "bi",
    "洗": "xian",
    "冼": "xian",
    "柏": "bai",
    "尉": "wei",
}


def find_named_spans(
    report: Report, text: str, chunks: Sequence[Chunk], annotations: Sequence[Annotation]
) -> tuple[NamedSpan, ...]:
    """The names in a report's passages, in reading order. text: the document's canonical text.

    Years alone ("2023年") are no dates here: sections and facts have their own. Places are those that cannot be
    mistaken for another word.
    """
    gazetteer = Gazetteer.load()
    marked = sorted(annotations, key=lambda each: each.start)
    spans: list[NamedSpan] = []
    for chunk in chunks:
        visible = blanked(text, chunk.start, chunk.end, annotations_within(marked, chunk.start, chunk.end))
        for kind, start, end, role in sorted(_found(visible, gazetteer), key=lambda each: (each[1], each[2])):
            name = "".join(visible[start:end].split())
            first, last = chunk.start + start, chunk.start + end
            # Markup within a name would be taken for a part of it.
            if name and name == "".join(text[first:last].split()):
                pinyin = person_pinyin(name) if kind == "person" else ""
                spans.append(NamedSpan(report.id, chunk.id, kind, name, first, last, role, pinyin))
    return tuple(spans)


def names_in(text: str, gazetteer: Gazetteer) -> Iterator[tuple[NamedKind, str]]:
    """What any text calls by name: ("title", 政府工作报告), ("person", 王新军), in no order."""
    for kind, start, end, _ in _found(text, gazetteer):
        yield kind, "".join(text[start:end].split())


@cache
def person_pinyin(name: str) -> str:
    """Toneless pinyin of a personal name, joined, ü as v: 苏洪峰 → "suhongfeng", 曾庆红 → "zengqinghong"."""
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin(name)
    surname = _SURNAMES.get(name[0], syllables[0])
    return "".join((surname, *syllables[1:])).lower()


def _found(text: str, gazetteer: Gazetteer) -> Iterator[_Found]:
    mentions = gazetteer.mentions(text)
    for match in _TITLE.finditer(text):
        yield "title", *match.span(1), ""
    for match in _QUOTED.finditer(text):
        yield "quoted", *match.span(1), ""
    for match in _DATE.finditer(text):
        yield "date", *match.span(), ""
    for mention in mentions:
        if mention.certain and mention.text not in _ANY_QUARTER:
            yield "place", mention.start, mention.end, ""
    for start, end, role in _people(text):
        if not any(each.start <= start and end <= each.end for each in mentions if each.certain):  # 武汉市
            yield "person", start, end, role
    yield from _organisations(text, mentions)


def _people(text: str) -> Iterator[tuple[int, int, str]]:
    """Each person of a row of names, with the role that the row has: 记者 鲁燕 王战龙."""
    for start, end in find_names(text):
        before = _ROLE_BEFORE.search(text[max(0, start - 12) : start])
        role = before or _ROLE_AFTER.match(text, end)
        for first, last in _single_names(text, start, end):
            if not _NO_PERSON.search("".join(text[first:last].split())) and not _within_a_word(text, first, last):
                yield first, last, role[1] if role else ""


def _single_names(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    borders = [(start, start), *((match.start(), match.end()) for match in _BETWEEN_NAMES.finditer(text, start, end))]
    pieces = [(left[1], right[0]) for left, right in pairwise([*borders, (end, end)])]
    if any(last - first < 2 for first, last in pieces):  # 李 亚 平
        pieces = [(start, end)]
    yield from pieces


def _within_a_word(text: str, start: int, end: int) -> bool:
    """Whether 任 or 文 beside the characters belongs to another word: 项目标任务, 文明城市."""
    return text.startswith(("任务", "标任"), end) or (text[start - 1 : start] == "文" and text[start] in "明史化旅体")


def _organisations(text: str, mentions: Sequence[Mention]) -> Iterator[_Found]:
    for match in _PUBLIC_BODY.finditer(text):
        start, anchor = match.start(), match["anchor"]
        if len(anchor) == 1:
            place = next((each for each in mentions if each.start <= start < each.end), None)
            start = place.start if place else start
            if place is None and text[start - 1 : start] in _NO_ANCHOR:
                continue
        yield "organisation", start, match.end(), ""
    for match in _INSTITUTION.finditer(text):
        start = match.start()
        if before := _BEFORE.match(match[0]):
            start += before.end()
        name = text[start : match.end()]
        if len(name) >= 4 and not _GENERIC.match(name):
            yield "organisation", start, match.end(), ""
