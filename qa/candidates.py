"""A passage → the spans of it that could be a short answer of the kind asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from index.figures import Figure, find_figures
from index.gazetteer import Gazetteer
from index.types import Span
from qa.query import AnswerKind
from qa.sentences import clauses

__all__ = ["Candidate", "CandidateKind", "find_candidates"]

CandidateKind = Literal[
    "figure", "person", "place", "organisation", "title", "quoted", "date", "listing", "named", "clause"
]

_TITLE = re.compile(r"《[^《》]{2,60}》(?:[、和及]?《[^《》]{2,60}》)*")
_QUOTED = re.compile(r"“[^“”]{1,60}”(?:[、和及]?“[^“”]{1,40}”)*|‘[^‘’]{1,40}’(?:[、和及]?‘[^‘’]{1,40}’)*")
_PARENTHESIS = re.compile(r"[（(]([^（）()]{4,90})[）)]")
_DATE = re.compile(r"(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日|(?:19|20)\d\d年(?:\d{1,2}月)?|(?:19|20)\d\d-\d\d-\d\d")
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤方俞任袁柳鲍史唐"
    "费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁"
    "杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮"
    "龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束"
    "龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农"
    "温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶"
    "空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖闫佟付仝代仉仙"
)
_ROLE = (
    r"记者|通讯员|主席|副主席|秘书长|市长|副市长|区长|县长|省长|书记|主任|编辑|责任编辑|委员|信息员|部长|院长|校长|教授|同志|代表|作者|摄影|图|文"
)
_NAME = rf"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}"
_SPACED_NAME = rf"[{_SURNAMES}](?:[ \t　]*[\u4e00-\u9fff]){{1,2}}"
_ROLE_NAME = re.compile(rf"(?:{_ROLE})[\s:：　]*(?P<names>{_NAME}(?:[、/\s]+{_NAME})*)(?![\u4e00-\u9fff])")
_ROLE_NAME_INLINE = re.compile(rf"(?:{_ROLE})(?P<names>{_NAME})(?=代表|受|向|主持|出席|同志|指出|强调|在|作|介绍|说|讲话|批示|等|，|,|、|。)")
_NAME_ROLE = re.compile(rf"(?P<names>{_NAME}(?:、{_NAME})*)(?=委员|同志|记者|先生|女士|代表|任|当选|出席|指出|等提交)")
_CREDIT = re.compile(rf"(?P<names>{_NAME})(?=[/／](?:文|图|摄))")
_LINE_NAME = re.compile(rf"^[ \t　]*(?P<names>{_SPACED_NAME})[ \t　]*$", re.M)
_ORGANISATION = re.compile(
    r"团[省市区县]委|(?:全国|[省市区县]|中共|团|中国)(?:[\u4e00-\u9fff]{0,8}?)(?:委员会|研究室|组织部|宣传部|统战部|办公室|专委会|政协|人大|局|厅|部|办|委|院|会|馆)"
    r"(?:[\u4e00-\u9fff]{0,4}(?:研究室|委|部|办))?|[\u4e00-\u9fff]{2,8}(?:大学|学院|公司|银行|集团|报社|日报|电视台|研究院|协会|中心|杂志社|工商联|医院)|工商联|《[^》]{2,12}》"
)
_AROUND = re.compile(r"(?:围绕|就|聚焦|关于|针对)(?P<what>[^。；;]{4,120}?)(?=等(?:[\u4e00-\u9fff]{0,8})(?:协商|调研|开展|监督|议题|课题|专题|工作|问题|建言|视察)|开展|进行|协商|建言|献计|，为|,为|。|；|$)")
_LISTING = re.compile(r"[^\s，,。；;：:、“”‘’《》（）()！？]{2,14}(?:、[^\s，,。；;：:、“”‘’《》（）()！？]{2,14})+")
_LISTING_TAIL = re.compile(r"(?:等(?:[㐀-鿿]*)?|和[㐀-鿿]{1,6}(?:工作|建设|发展|方面)|[23456789两三四五六七八九]?[个项种条类].*)$")
_LEFT_WORDS = re.compile(r"^.*(?:的|了|着|把|将|对|向|以|为|在|与|和|及|至|到|于|是|有|成立|开展|建立|形成|实施|出台|打造|坚持|推进|聚焦|围绕)")
_SEPARATORS = re.compile(r"[、]|(?<=[”》’])(?=[“《‘])|和|及|与")
_MENTION_JOINT = re.compile(r"^(?:[省市区县州]?[、和与及]|和|以及)$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One span that could be the answer. start, end: offsets into the document. size: how many things it lists."""

    kind: CandidateKind
    start: int
    end: int
    text: str
    size: int
    figure: Figure | None = None


def find_candidates(
    text: str,
    sentence: Span,
    *,
    offset: int,
    kind: AnswerKind,
    gazetteer: Gazetteer,
    own_codes: frozenset[str],
    head: str = "",
) -> list[Candidate]:
    """What in this sentence could answer a question of this kind.

    text: the passage, standing at offset in its document; sentence: in document positions. own_codes: the report's
    own place and those above it, which are no answer to "where". head: the kind of thing asked for (什么党委 → 党委).
    """
    piece = text[sentence.start - offset : sentence.end - offset]
    found: list[Candidate] = []

    def add(candidate_kind: CandidateKind, start: int, end: int, *, size: int = 1, figure: Figure | None = None) -> None:
        found.append(
            Candidate(candidate_kind, sentence.start + start, sentence.start + end, piece[start:end], size, figure)
        )

    if kind == "number":
        for figure in find_figures(piece):
            add("figure", figure.start, figure.end, figure=figure)
        return found
    if kind == "person":
        for start, end in _names(piece):
            add("person", start, end, size=len(re.split(r"[、/\s]+", piece[start:end])))
        return found
    if kind == "date":
        for match in _DATE.finditer(piece):
            add("date", match.start(), match.end())
        return found
    if kind == "place":
        for start, end, size in _places(piece, gazetteer, own_codes):
            add("place", start, end, size=size)
        return found
    if kind == "organisation":
        for match in _ORGANISATION.finditer(piece):
            add("organisation", match.start(), match.end())
        for start, end in _ending_with(piece, head):
            add("named", start, end)
        return found
    for match in _TITLE.finditer(piece):
        add("title", match.start(), match.end(), size=_count(match[0]))
    if kind == "title" and found:
        return found
    for match in _QUOTED.finditer(piece):
        add("quoted", match.start(), match.end(), size=_count(match[0]))
        for inner in re.finditer(r"‘[^‘’]{1,40}’", match[0]):
            add("quoted", match.start() + inner.start(), match.start() + inner.end(), size=_count(inner[0]))
    for match in _PARENTHESIS.finditer(piece):
        if "、" in match[1] or "," in match[1] or "，" in match[1]:
            add("listing", match.start(1), match.end(1), size=_count(match[1]))
    for match in _LISTING.finditer(piece):
        start, end = match.span()
        if left := _LEFT_WORDS.match(piece[start : start + match[0].index("、")]):
            start += left.end()
        if tail := _LISTING_TAIL.search(piece[start:end]):
            end = start + tail.start()
        if "、" in piece[start:end]:
            add("listing", start, end, size=_count(piece[start:end]))
    for start, end in _ending_with(piece, head):
        add("named", start, end)
    if kind == "phrase":
        for match in _AROUND.finditer(piece):
            if match["what"].count("“") == match["what"].count("”"):
                add("listing", match.start("what"), match.end("what"), size=_count(match["what"]))
    for clause in clauses(text, sentence, offset=offset):
        start, end = clause.start - sentence.start, clause.end - sentence.start
        trimmed = piece[start:end].rstrip("，,：:。；;！!？?")
        if len(trimmed) >= 4:
            add("clause", start, start + len(trimmed), size=_count(trimmed))
    return found


def _ending_with(piece: str, head: str) -> Iterator[tuple[int, int]]:
    """Noun phrases that end with the thing asked for: 成立政协委员党委 for 党委 → 政协委员党委."""
    if len(head) < 2:
        return
    for match in re.finditer(rf"[㐀-鿿A-Za-z0-9]{{1,12}}{re.escape(head)}", piece):
        start = match.start()
        if left := _LEFT_WORDS.match(piece[start : match.end() - len(head)]):
            start += left.end()
        if match.end() - start > len(head):
            yield start, match.end()


# Words that look like a surname and a given name beside a role: 常务委员, 全媒体记者.
_NO_NAME = re.compile(r"^(?:常务|常委|全媒|全国|全市|全体|全区|新任|新闻|安全|党|政协|向|和|与|从|等|成为|应邀|家|大|经济|经常|干部|田间|文史|文化|水利|高校|广大|易|都|万|明确|温|于|于是|支部|管理|任|时|时任|石|双|关于|关|国|国家)")


def _names(piece: str) -> Iterator[tuple[int, int]]:
    taken: list[tuple[int, int]] = []
    for pattern in (_CREDIT, _ROLE_NAME, _ROLE_NAME_INLINE, _NAME_ROLE, _LINE_NAME):
        for match in pattern.finditer(piece):
            span = match.span("names")
            if not _NO_NAME.match(match["names"]) and not any(span[0] < end and start < span[1] for start, end in taken):
                taken.append(span)
    yield from sorted(taken)


def _places(piece: str, gazetteer: Gazetteer, own_codes: frozenset[str]) -> Iterator[tuple[int, int, int]]:
    """Places named in a row are one answer: 许昌、洛阳等地."""
    start = end = size = 0
    for mention in gazetteer.mentions(piece):
        if not mention.certain or any(place.code in own_codes for place in mention.places):
            continue
        if size and _MENTION_JOINT.match(piece[end : mention.start]):
            end, size = mention.end, size + 1
            continue
        if size:
            yield start, end, size
        start, end, size = mention.start, mention.end, 1
    if size:
        yield start, end, size


def _count(text: str) -> int:
    return len([part for part in _SEPARATORS.split(text.strip("“”《》‘’")) if part.strip("“”《》‘’")])
