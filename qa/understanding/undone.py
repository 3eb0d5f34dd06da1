"""What is left of something that was to be done, or its rate → how it is asked how much was done, and which it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from index.language.units import UNIT_PATTERN
from qa.types import Language
from qa.understanding.interrogatives import masked

__all__ = ["Undone", "read_undone", "undone_in"]


@dataclass(frozen=True, slots=True)
class Undone:
    """kind: what is left of the whole, or the share that was done. questions: for what was done, in the order they are
    tried. thing: what it is of, in the words of the question. verbs: what was done, as reports say it.
    """

    kind: Literal["rest", "share"]
    questions: tuple[str, ...]
    thing: str
    verbs: tuple[str, ...]

    def is_of(self, said: str) -> bool:
        """Whether what is said of a figure may be of the whole: nothing else was done with it than with the thing."""
        return all(done in self.thing for done in _DONE_WORDS.findall(said))


# The stages of a proposal have their own words for the whole, and stand in `reckoning`.
_VERB = (
    "整改|完成|开工|竣工|投产|建成|化解|销号|脱贫|出列|摘帽|签约|落地|达标|改造|解决|修复|拆除|通车|启动|开通|关停|安置|搬迁|"
    "复工|入住|交付|回迁|兑付|清偿|清退|分配|发放|拨付|入驻|验收|安装"
)
_DONE_WORDS = re.compile(f"新?(?:{_VERB})")
_LEFT = "(?:目前|现在|到现在)?(?:还|尚|仍|也){0,3}(?:剩(?:下|余)?|余下|差)?"
_NOT = "(?:没有?|未(?!来)|尚未|不曾)(?:能|被|得到|有)?(?:全部|真正|按时|如期)?"
_DONE = f"(?P<verb>(?:{_VERB})(?:完成|到位)?)(?:完毕|完|好|掉|到位)?"
_COUNT = f"(?:有|是)?(?:多少|几)(?P<unit>{UNIT_PATTERN})?"
_BEHIND = re.compile(f"(?:一共|总共)?{_LEFT}{_COUNT}(?P<noun>[㐀-鿿]{{0,8}}?)(?:是)?(?:还|尚|仍)?{_NOT}{_DONE}的?$")
_BEFORE = re.compile(
    f"(?:还|尚|仍)?{_NOT}{_DONE}的(?P<noun>[㐀-鿿]{{0,12}}?)(?:还|尚|仍){{0,3}}(?:剩(?:下|余)?)?{_COUNT}$"
)
_RATE = re.compile(
    f"(?P<verb>(?:{_VERB})(?:完成|到位)?)(?:率|比例)(?:大[约概致]|约|又|各|究竟|到底|能)*(?:是|为|有|达到?)?(?:了)?(?:多少|几成|百分之[几多]少?|多高)$"
)
_SHARE = re.compile(
    f"(?:已经?)?{_DONE}(?:了|的)?(?:占|的?比例|比重)?(?:大[约概致]|约)*(?:是|为|有|达到?)?(?:百分之[几多]少?|几成|多大比例)$"
)
_EDGE = " ,，的了、"
_IN_ENGLISH = {
    "completed|finished|done": "完成",
    "rectified|corrected": "整改",
    "started|begun|under construction": "开工",
    "resolved|solved|settled": "化解|解决",
    "built": "建成",
    "put into operation|in production|in operation": "投产",
}
_NOT_DONE = re.compile(
    r"^(?:how many)(?: of the \d[\d,]*| of the| of)? (?P<thing>[^?]{3,120}?) (?:were|was|are|had|have|remained?)"
    r"(?: (?:still|yet|not|been|to be|left|un))*(?: not (?:yet )?(?:been )?| un| to be )(?P<verb>"
    + "|".join(_IN_ENGLISH)
    + r")(?P<tail>[^?]{0,60})$",
    re.IGNORECASE,
)


def read_undone(text: str, language: Language) -> Undone | None:
    """What a question wants of something that was to be done; None where it asks for neither its rest nor its rate."""
    text = text.strip(" ?？。.!！")
    if language == "en":
        return _in_english(text)
    found = undone_in(text)
    return found if found and len(found.thing) > 1 else None


def undone_in(text: str) -> Undone | None:
    """The same of a Chinese clause, which may leave what it is of to the one before it: 整改完成率约多少."""
    text = text.strip(" ?？。.!！")
    hidden = masked(text)
    left = _BEHIND.search(hidden) or _BEFORE.search(hidden)
    found = left or _RATE.search(hidden) or _SHARE.search(hidden)
    if found is None:
        return None
    said = found.groupdict()
    thing = f"{text[: found.start()].strip(_EDGE)}{said.get('noun') or ''}"
    verb, unit = found["verb"], said.get("unit") or ""
    bare = verb.removesuffix("到位")
    bare = bare if bare == "完成" else bare.removesuffix("完成")
    asked = dict.fromkeys(f"{thing}{each}多少{unit}" for each in (f"完成{bare}" if bare != "完成" else bare, verb))
    return Undone("rest" if left else "share", (*asked, f"{thing}已{bare}多少{unit}"), thing, (bare,))


def _in_english(text: str) -> Undone | None:
    found = _NOT_DONE.match(text)
    if found is None:
        return None
    done = next(word for words, word in _IN_ENGLISH.items() if found["verb"].lower() in words.split("|"))
    asked = f"How many {found['thing']} were {found['verb']}{found['tail']}?"
    return Undone("rest", (asked,), "", tuple(done.split("|")))
