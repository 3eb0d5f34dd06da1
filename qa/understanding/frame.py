"""The parts of a Chinese question: where and when, of what, what was done, how much or which, and of what kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from index.language.stages import ACTION
from index.language.units import UNIT_PATTERN
from qa.understanding.where_when import WhereWhen

__all__ = ["ASKED", "BODY", "OF_PERIOD", "PERIOD", "Frame", "frame_of"]

BODY = r"(?:政协|政府(?!工作)|人大(?!代表)|(?:中级|高级)?(?:人民)?法院|(?:人民)?检察院)"
# A time as a year is, and of no year beside it.
PERIOD = (
    '(?:整个)?(?:[“"][一二三四六七八九十]{1,2}五[”"]|[一二三四六七八九十]{1,2}五(?=规划|时期|期间))(?:规划|计划)?'
    "(?:时期|期间)?|(?:整个)?(?:这|过去)?[三四五六七八九十]年(?:间|期间)|(?:这|整个|全部)[三四五六七八九十]年"
)
OF_PERIOD = re.compile(f"(?:{PERIOD})的?")
# 郑州|各区县, 新乡市|政协: what belongs to the place named before it.
_OF_PLACE = re.compile(rf"的?(?:各?(?:区县市?|县区|县市区|市县)|全[省市区县])?(?:[省市区县州盟旗]?{BODY})?")
ASKED = re.compile(
    rf"(?:多少|(?<![好十])几)(?:[十百千万亿]{{0,3}}(?P<unit>{UNIT_PATTERN}))?|百分之几|几成|哪[一两三四五六七八九十几]?[些个位条项家次种座]?|"
    r"什么样?|谁|怎么样?|怎样|如何|为何|多大|多高|多长|是否|有没有|是不是"
)
_QUANTITY = re.compile("多少|几|多大|多高|多长")
_LINK = re.compile(r"(?:分别|一共|总共|共|都|能|可以|大约){0,3}(?:是|为|有|达到?)了?$|(?:分别|一共|总共|共)$")
_DONE = re.compile(r"(?:了|过|出|到)$")
_BARE_VERB = re.compile("(?<![㐀-鿿])[㐀-鿿]++$")
_LONGEST_BARE_VERB = 2
_PARTICLES = "吗呢的了过"
# What is said of the subject in questions that ask for no figure: 报送的信息|围绕哪些方面.
_PREDICATE = re.compile(
    r"[,，]?(?:详细|具体|还|都|又|分别|主要){0,2}(?:围绕|涉及|关于|包括|包含|涵盖|分为|来自|集中在|聚焦|针对|得了|获得|取得|产生|被|由谁|是谁|谁|什么时候|[办处完落进推执]\w得)"
)
_STATE = re.compile("(?:的?(?:具体|总体)?情况)$")
# 低保提到每月(多少), 低保原来(是多少): of what it is said, 低保.
_CAME_TO = re.compile(
    "(?<=[㐀-鿿]{2})(?:(?:提高?|涨|上?升|下?降|增加|减少|上?调|下调)[到至]了?(?:每[月年人天])?|原来|之前|此前|以前|原先|先前)$"
)
_COMPARED = re.compile("(?:比|较)[^比较,，]{1,8}(?:多|少|高|低|增长|增加|下降|减少)了?$")
_DEICTIC = (("多少", "这么多"), ("哪些", "这些"), ("几", "这几"))
_NEAR, _LEAD_IN = 4, 8  # characters between place and year, and before them, that belong to them


@dataclass(frozen=True)
class Frame:
    """新乡市政协2023年|推送的新闻资讯中省级以上媒体|采用了|多少篇|…: head, subject, verb, asked, thing.

    done: the verb as typed, with 了; link: 是, 有 or the like where it has none. Of a text that asks nothing,
    all but the head is the subject. premise: what is told before a comma, as
    part of the subject: 搞专题议政，先|走访了.
    """

    said: WhereWhen
    head: str
    subject: str
    verb: str
    done: str
    link: str
    asked: str
    unit: str
    thing: str
    premise: str = ""

    @property
    def counts(self) -> bool:
        """Whether a figure is asked for."""
        return _QUANTITY.search(self.asked) is not None

    @cached_property
    def topic(self) -> str:
        """What is asked about, as a noun: 推送的新闻资讯."""
        if self.thing and self.verb:
            return f"{self.subject}{self.verb}的{self.thing}"
        if self.thing:
            return f"{self.subject}的{self.thing}" if self.subject else self.thing
        return _CAME_TO.sub("", f"{self.subject}{self.verb}")

    @property
    def activity(self) -> str:
        """What was done: 推送新闻资讯."""
        return f"{self.subject}{self.verb}{self.thing}"

    @property
    def nominal(self) -> str:
        """The topic before another noun: 省级以上媒体采用的(占比)."""
        return self.topic + ("的" if self.verb and not self.thing else "")

    def saying(self, words: str) -> str:
        """The same question with an adverb before its verb."""
        return f"{self.head}{self.subject}{words}{self.done}{self.link}{self.asked}{self.thing}"

    def wondering(self, words: str) -> str:
        """Why that is so: 为什么立案这么多提案."""
        asked = self.asked.removesuffix(self.unit)
        for question, told in _DEICTIC:
            asked = asked.replace(question, told)
        if asked == self.asked and self.asked:  # who, how, when: nothing stands for the answer
            return f"{self.head}{self.topic}{words}是这样"
        verb = self.verb or self.link
        return f"{self.head}{self.subject}{words}{verb}{asked}{self.thing}"


def frame_of(said: WhereWhen) -> Frame:
    """The parts of a whole question."""
    head, rest = _head(said)
    if period := OF_PERIOD.match(rest):
        head, rest = head + period[0], rest[period.end() :]
    asked = ASKED.search(rest)
    before, after = (rest[: asked.start()], rest[asked.end() :]) if asked else (rest, "")
    thing = after.rstrip(_PARTICLES).strip(" ,，的")
    premise = before.rpartition(",")[0].strip()
    before = before.strip(" ,，的")
    if asked and not _QUANTITY.search(asked[0]) and (said_of := _PREDICATE.search(rest, 1)):
        return Frame(said, head, rest[: said_of.start()].strip(" ,，的"), "", "", "", rest[said_of.start() :], "", "")
    linked = _LINK.search(before)
    link = linked[0] if linked else ""
    before = _STATE.sub("", before.removesuffix(link)) if asked else before
    verb = done = ""
    if asked and not link:
        before, verb, done = _verb(before)
    elif not asked:
        before = before.rstrip(_PARTICLES)
    if asked and not thing and (opening := ACTION.match(before)) and (not verb) and opening.end() < len(before):
        # 受理案件多少件: as 受理了多少件案件
        before, verb, done, thing = "", opening[0], opening[0], before[opening.end() :].lstrip("了的")
    return Frame(
        said=said,
        head=head,
        subject=before,
        verb=verb,
        done=done,
        link=link if not verb else "",
        asked=asked[0] if asked else "",
        unit=(asked["unit"] or "") if asked else "",
        thing=thing,
        premise=premise,
    )


def _head(said: WhereWhen) -> tuple[str, str]:
    """What a question says of where and when with the words around that, and the rest."""
    text = said.text
    spans = []
    if said.place:
        of_place = _OF_PLACE.match(text, said.place[1])
        spans.append((said.place[0], of_place.end() if of_place else said.place[1]))
    if said.year:
        spans.append(said.year)
    if not spans:
        return "", text
    spans.sort()
    (start, first_end), (second, end) = spans[0], spans[-1]
    if start <= _LEAD_IN and second - first_end <= _NEAR:
        return text[:end], text[end:]
    return "".join(text[slice(*span)] for span in spans), text[:start] + text[first_end:second] * (
        len(spans) > 1
    ) + text[end:]


def _verb(before: str) -> tuple[str, str, str]:
    """What stands before the verb that ends the words, the verb, and the verb as typed."""
    if compared := _COMPARED.search(before):
        return before[: compared.start()], compared[0], compared[0]
    tail = _DONE.search(before)
    stem = before[: tail.start()] if tail else before
    known = next((m for m in ACTION.finditer(before) if m.end() in (len(before), len(stem))), None)
    if known:
        return before[: known.start()], _DONE.sub("", known[0]), before[known.start() :]
    run = _BARE_VERB.search(stem)
    if run is None or not (tail or len(run[0]) <= _LONGEST_BARE_VERB):
        return before, "", ""
    verb = run[0][-_LONGEST_BARE_VERB:]
    start = len(stem) - len(verb)
    return before[:start], verb, before[start:]
