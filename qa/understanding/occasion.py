"""What a later turn says of the event that the one before asked about: 后来座谈请了谁, 那个研讨会在哪儿开的."""

from __future__ import annotations

import re

from qa.understanding.frame import Frame

__all__ = ["at_occasion", "of_same_subject"]

# Words that only lead on in the story of what was asked about, or point at it; 最后一项 is one of a list.
_LEADS_ON = re.compile(
    "^(?:(?:后来|随后|接着|紧接着|接下来|到头来|之后|此后|事后|会后|再后来|(?:最后|最终)(?![一两二三四五几个的])),?(?:又|还|再)?)+"
)
_POINTS = re.compile(
    "^(?:在)?[这那](?:一?[次场回趟届]|个(?=[㐀-鿿]{0,8}(?:会|活动|调研|视察|考察|培训|论坛|仪式|展览|比赛|大赛|项目)))"
    "(?:会议?上?(?![员长场计见])|活动[中上]?|期间|里|上|的时候|时)?的?"
)
# 到哪里考察的, 是谁带队的: of what was done before, with no subject of its own.
_WAY = "(?:到|去|往|在|从|跟|和|与|同|由|请|邀请?|联合)"
_WITHOUT_SUBJECT = re.compile(
    f"^(?:是|又|都|还)?(?:{_WAY}[^,，]{{0,6}}?(?:哪|谁|什么)|谁|什么时候|何时)[^,，]{{0,12}}的$"
)
_PREDICATE = re.compile(f"(?:是|又|都)?(?:{_WAY}(?:哪|谁|什么)|谁|什么时候|何时)[^,，]{{0,12}}的$")
# 针对养老服务(做了什么), 癸卯年黄帝故里拜祖大典(现场来了多少人).
_ON_WHAT = re.compile(
    "^(?P<on>(?:针对|围绕|为了?|关于|就|对)[^,，]{2,40}?)(?:都|具体|主要)*(?:做|搞|干|采取|开展|组织)[了过]?些?$"
)
_EVENT = re.compile(
    "^(?:开展|举办|召开|组织|参加|举行|搞)?(?P<event>[^,，]{2,40}(?:大典|大会|座谈会|研讨会|论坛|比赛|大赛|博览会|展览|仪式|活动))"
    "(?=现场|上|中|期间|共|一共|有|来|请|$)"
)


def at_occasion(text: str, frame: Frame, *, after: str) -> tuple[str, str]:
    """后来座谈请了多少企业, after 搞专题议政，先走访了多少家企业 → 搞专题议政，|座谈请了多少企业: the event told before
    that the text speaks of, "" for none, and the text without what points at it.

    after: what the clauses before it in the same turn were completed to.
    """
    occasion = _occasion(frame)
    found = _LEADS_ON.match(text) or _POINTS.match(text)
    rest = text[found.end() :] if found else text
    goes_on = bool(occasion) and (occasion in after or _WITHOUT_SUBJECT.match(rest) is not None)
    if not rest or not (found or goes_on):
        return "", text
    return occasion, rest


def _occasion(frame: Frame) -> str:
    """What was going on when what is asked about was done; "" where the question does not say."""
    if frame.premise:
        return f"{frame.premise},"
    before = f"{frame.subject}{frame.done}"
    if on := _ON_WHAT.match(before):
        return on["on"]
    event = _EVENT.match(before)
    return event["event"] if event else ""


def of_same_subject(clause: str, before: str) -> str | None:
    """跟哪些单位一起办的, after 研讨会在哪儿开的 → 研讨会跟哪些单位一起办的."""
    predicate = _PREDICATE.search(before) if _WITHOUT_SUBJECT.match(clause) else None
    return f"{before[: predicate.start()]}{clause}" if predicate and predicate.start() else None
