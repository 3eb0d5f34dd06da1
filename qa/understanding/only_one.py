"""只拿了个优秀组织奖, 只有金水区参加: that a statement claims something of one thing alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Alone", "claimed_alone"]

_ONLY = re.compile(
    r"(?<!不)(?:只有|仅有|唯有|仅仅)(?:是|有)?|就?(?<![不一二两三四五六七八九十几每这那船舰])只(?!要|能|争|见|增|减|字|言|好|管|不过)是?|"
    r"(?<!不)仅(?!次|供|限)(?:是|有)?|光(?=[有是拿得去获办请到])|就(?=[^，,。]{2,20}一[个家项处次种座])"
)
_NO_OTHER = re.compile(
    r"[，,]?(?:再|就|也|而|并)?(?:没有?|无)[^，,。]{0,4}(?:别的|其他|其它|另外的?|第二)[^，,。]{0,6}$"
)
_BUT_FOR = re.compile(
    r"除了?(?P<thing>[^，,。]{2,24}?)(?:以外|之外|外)?[，,]?(?:再|就|也|都|便)*(?:没有?|无)(?P<verb>[^，,。]{0,4})(?:别的|其他|其它)(?P<of>[^，,。]{0,8})$"
)
# What is done with it, and how it is counted: 拿了个…, …一个地方.
_LEAD = re.compile(
    r"^(?:在|到|去|赴|拿|得|获|取得?|荣|有|是|向|对|给|和|跟|与|由|把|被|请|邀请|组织|参加|参观|考察|调研|举办|办|开展|召开|开|建|建设|搞|做|涉及|包括|围绕){0,2}"
    r"[了过到得]{0,2}(?:一?[个项家次种处座])?"
)
_TAIL = re.compile(
    r"[这那]?一?[个家项处次种座类件](?:地方|荣誉|奖项?|单位|方面|城市|部门|机构|企业|活动|会议?|领域|区县?|市|县)?了?$|"
    r"(?:参加|参与|获奖|得奖|出席|入选|获评|上榜|牵头|负责|做|干|搞)?了?(?:这件?事)?$"
)

# 只有金水区|参加了…, 只到许昌|考察…: what it alone does, or what is done there.
_DOES = re.compile(
    "考察|学习|调研|参观|取经|视察|走访|交流|座谈|参会|参[加与]|获|[得拿]到?了|入选|出席|牵头|负责|承办|承担|完成|开展|被|达到|实现|上榜|评上|没"
)

_WITH = re.compile("[到去赴在请邀]")


@dataclass(frozen=True, slots=True)
class Alone:
    """thing: of which alone something is claimed. statement: without the words for alone. said: the words that name the
    thing, with what is done with it; before: those before them.
    """

    thing: str
    statement: str
    said: str
    before: str


def claimed_alone(statement: str) -> Alone | None:
    """What a statement claims of one thing alone; None where it claims nothing of the kind."""
    if but := _BUT_FOR.search(statement):
        said = but["thing"]
        return Alone(said, f"{statement[: but.start()]}{but['verb']}{said}{but['of']}", said, statement[: but.start()])
    statement = _NO_OTHER.sub("", statement)
    only = _ONLY.search(statement)
    if only is None:
        return None
    said = statement[only.end() :]
    before = statement[: only.start()]
    told = said.partition("，")[0].partition(",")[0]
    thing = _LEAD.sub("", told, count=1)
    does = _DOES.search(thing, 2) if only[0].endswith("有") or _WITH.match(told) else None
    thing = thing[: does.start()] if does else _TAIL.sub("", thing, count=1)
    return Alone(thing, before + said, said, before) if len(thing) > 1 else None
