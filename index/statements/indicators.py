"""What a figure counts: the words before and after it in its own clause, taken apart into verb and noun phrase."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.language.stages import (
    ACTION,
    CHANGE,
    COMPARED_WITH,
    LEVEL,
    NOT,
    OPENING,
    OPENING_ACTION,
    is_denied,
    stage_in,
)

__all__ = ["Reading", "read_after", "read_before"]

_PARENTHESIS = re.compile(r"[（(\[［][^（）()\[\]［］]*[）)\]］]")
# Half of a pair whose other half a border has cut off.
_CUT_PARENTHESIS = re.compile(r"[（(\[［].*$|^.*[）)\]］]", re.DOTALL)
_SHARE = re.compile(r"占(?:[^，]{0,16}的|总[^比]{0,6}|全[国省市区县州][^比]{0,6})?$")
_EDGE = re.compile(r"^[\s\W]+|[\s、，,：:；;的\-—]{1,60}$")
# 所提建议, 全国首个…: what stands before the noun and adds nothing to it.
_NOUN_OPENING = re.compile(
    r"^(?:所提|所|各类|各项|各种|各级|其中|其|该|了|等|的|和(?!谐|平)|与(?!会)|及(?!时)|全市|全省|全区|全县|新的)+(?=[一-龥]{2})"
)
# 向市委|请示报告: to whom is no part of what; 被省政协|采用: by whom neither.
_BODY = r"[一-龥]{0,6}?(?:委|政府|政协|人大|部门|中央|领导)"
_RECIPIENT = re.compile(rf"^(?:向|被|经|由|为|给|获|得到)(?:中共)?{_BODY}(?:[、和及]{_BODY})*(?![一-龥]?员)")
_ADVERBIAL = re.compile("在(?![建线校册职岗])|以(?!上)")
_PREPOSITION_END = re.compile(r"(?:与|和|及|以|没有|尚?未|不予?|在|由|从|对|将|把|让|使|为|向|的|等|有|共)$")
_LAST_PREPOSITION = re.compile(r"^.*(?:通过|依托|涉及|聚焦|围绕|针对|按照|根据|基础上|期间|以来|之后)(?=[一-龥]{2})")
_AFTER = re.compile(r"的?(?P<noun>[0-9A-Za-z一-龥“”‘’《》·]+)")
# Where the noun phrase behind a figure ends and the clause goes on: 286名委员|分入界别, 提案|已全部办复.
_NOUN_END = re.compile(
    r"已|被|均(?!衡)|全部|获|实现|得到|纳入|入选|进入|的|(?<![级模元])以上|为(?!民)|(?<![存所])在(?!建|线|校|职|岗|外|册)|与(?!会)|和(?![谐平])|及(?!时)"
    r"|以(?![上下内])|建成|开工|投产|竣工|投入|落户|完成|通过|达(?!标)|超过|突破|占|增长|累计|分别|总投资|总面积|总量|总额|就(?![业医学诊近地])"
    r"|从(?!业)|由|(?<![方定])向(?!上)|到(?![期户位])|对(?![口外接俄台])|将(?!军)|把(?!关)|让|使(?!用|命|馆)|并(?![购网])|用于|作为|开展|提出"
    r"|签约|落地|顺利|正式|加快|全面|有效|成功|基本|正在|同比|(?<!占)比(?![赛例武])|较|相继|先后|陆续|涉及|惠及|覆盖|助推|推动|促进|上线|运营"
    r"|启动|挂牌|投运|成为|跻身|位居|上升|下降|左右|以下|以内|大关|上市|交付|开放|通车|列入|参加|参与|获得|受益|实地|广泛|进行|分入|共(?![产享建同和青])|上(?=发力|下功夫|取得|实现|走在)|评为|以优异|荣登|(?:减少|增加|扩大|压缩|压减|缩短|提升|提高|上升)[到至为]|进一步|贯穿|优先|取得|秋季|春季|年底|如期|入围|荣获|通水|建成"
)
# 失业率|始终控制在.
_STEADILY = re.compile(r"(?:始终|一直|接连|连续|五年|逐步|逐年|持续|基本|总体|均|预计|力争|平均|每年|每月|再|又){1,9}$")
_GOES_ON = re.compile("已|被|均|全部|获|得到|以上|左右|以下|以内|大关|的?(?:好|佳)|，|办")
_MARKUP = re.compile(r"[\x00\s]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """noun: what is counted. qualifier: the verb. subjects: what the figures that follow are shared out to
    (分别). shared: whether they are shared out at all.

    closed: whether nothing but the predicate follows the figure, so that its noun may be in a clause before.
    """

    noun: str
    qualifier: str
    subjects: tuple[str, ...] = ()
    closed: bool = True
    shared: bool = False


def read_before(segment: str) -> Reading:
    """The words between the last border and the figure: `共收到委员提案` → 委员提案, 收到; `其中立案` → "", 立案."""
    plain = _CUT_PARENTHESIS.sub("", _PARENTHESIS.sub("", _MARKUP.sub("", segment)))
    compared = COMPARED_WITH.sub("", plain)
    shared = "分别" in compared
    plain = _opened(compared)
    share = _SHARE.search(plain)
    if share:
        return _reading(plain[: share.start()], "占", shared=shared, subject=True)
    change = CHANGE.search(plain)
    if change:
        return _reading(plain[: change.start()], "" if change["level"] else change["verb"], shared=shared, subject=True)
    level = LEVEL.search(plain)
    if level:
        began = re.match("[由从]", level[0])
        kept = re.search("完成|实现", level[0])
        return _reading(plain[: level.start()], "由" if began else kept[0] if kept else "", shared=shared, subject=True)
    return _reading(plain, "", shared=shared, subject=False)


def read_after(segment: str) -> Reading:
    """The words between the figure and the next border: `立案提案已全部办复完毕` → 立案提案, 办复."""
    plain = _CUT_PARENTHESIS.sub("", _PARENTHESIS.sub("", _MARKUP.sub("", segment)))
    match = _AFTER.match(plain)
    noun = match["noun"] if match else ""
    passive = not noun or _GOES_ON.match(noun) is not None
    end = _NOUN_END.search(noun)
    if end:
        noun = noun[: end.start()]
    action = next((m for m in ACTION.finditer(noun, 2) if m[0] not in OPENING_ACTION), None)
    if action:
        noun = noun[: action.start()]
    noun = _unquoted(noun)
    if len(noun) < 2:
        noun = ""
    rest = plain[match.start("noun") + len(noun) :] if match else plain
    return Reading(noun, stage_in(rest), closed=passive)


def _reading(words: str, qualifier: str, *, shared: bool, subject: bool) -> Reading:
    noun, verb = _object(_STEADILY.sub("", words), subject=subject)
    subjects = tuple(_EDGE.sub("", each) for each in re.split("、|和|与|及|以及", noun)) if shared else ()
    return Reading(noun, qualifier or verb, subjects if len(subjects) > 1 else (), shared=shared)


def _object(words: str, *, subject: bool = False) -> tuple[str, str]:
    """Noun phrase and verb of `区政协班子成员分批走访联系企业` → 企业, 走访.

    subject: whether a predicate follows, so that 培训|基地 does not open with a verb.
    """
    rest, verbs = _opened(words), []
    while (match := _opening_action(rest)) and not (subject and match[0] in OPENING_ACTION):
        verbs.append(match[0])
        rest = _opened(rest[match.end() :])
    last = None
    for match in ACTION.finditer(rest):
        if match[0] not in OPENING_ACTION and match.start() > 0:
            last = match
    if last is not None:
        verbs.append(NOT + last[0] if is_denied(rest, last.start()) else last[0])
        behind = _opened(rest[last.end() :])
        while match := _opening_action(behind):
            verbs.append(match[0])
            behind = _opened(behind[match.end() :])
        rest = behind if len(behind) > 1 else rest[: last.start()]
        if behind != rest:
            rest = _object(rest)[0] if ACTION.search(rest) else rest
    rest = _RECIPIENT.sub("", _LAST_PREPOSITION.sub("", rest))
    noun = _unquoted(_PREPOSITION_END.sub("", _NOUN_OPENING.sub("", _EDGE.sub("", rest))))
    stages = [stage for verb in verbs if (stage := stage_in(verb))]
    verb = stages[0] if stages else verbs[-1].rstrip("了") if verbs else ""
    if not verb and noun.endswith("率"):
        verb = stage_in(noun)
    return ("" if len(noun) < 2 or _ADVERBIAL.match(noun) else noun), verb


def _opening_action(words: str) -> re.Match[str] | None:
    """The verb a clause opens with; one that may be part of the noun only where it leaves a noun or nothing."""
    match = ACTION.match(words)
    if match is None:
        return None
    return match if match[0] not in OPENING_ACTION or len(words) - match.end() != 1 else None


def _opened(words: str) -> str:
    """Without the adverbs and times it opens with."""
    while (match := OPENING.match(words)) and not ACTION.match(words):
        words = words[match.end() :]
    return words


def _unquoted(words: str) -> str:
    """Without a quotation mark whose other half lies elsewhere."""
    for opening, closing in ("“”", "‘’", "《》", "（）"):
        if words.count(opening) != words.count(closing):
            words = words.replace(opening, "").replace(closing, "")
    return words.strip("、，,的 ")
