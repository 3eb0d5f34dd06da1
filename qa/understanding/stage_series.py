"""Several stages of one thing, asked in one sentence in everyday verbs → each in the verb of the genre.

收了多少篇、往省里送了多少、最后用了多少 → 收到多少篇, 往省里报送多少, 最后采用多少.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.language.stages import same_stage, stage_in
from qa.understanding.asked_part import AskedPart
from qa.understanding.heads import Cut
from qa.understanding.interrogatives import find_interrogative

__all__ = ["in_formal_stages"]

_FORMAL = {
    "收": "收到",
    "提": "提出",
    "征": "征集",
    "立": "立案",
    "报": "报送",
    "送": "报送",
    "递": "报送",
    "用": "采用",
    "采": "采用",
    "办": "办复",
    "答": "答复",
    "回": "答复",
}
_DONE = re.compile("(?:到|上[来去]|[出给成完]|去)?[了过]?$")
_SEVERAL = 2
# Of the verbs of the genre.
_LENGTHS = (4, 3, 2)
_HALF = ("立", "案")
_BORDER = re.compile("[，,、年月 ]")


@dataclass(frozen=True, slots=True)
class _Stage:
    """What a question asks of a stage. thing: the words before the verb, with the noun that stands behind what it asks
    with. unit: it counts in. everyday: its verb is one of everyday language.
    """

    thing: str
    verb: str
    counted: str
    unit: str
    noun: str
    everyday: bool


def in_formal_stages(parts: Sequence[AskedPart], cut: Cut) -> list[AskedPart]:
    """The parts, where each asks how many of one thing reached a stage of its own; else as they are."""
    first, *others = parts
    stages = [_stage_of(text, cut) for text in (first.question, *(part.label for part in others))]
    found = [stage for stage in stages if stage]
    if len(found) < len(parts) or not all(part.leans for part in others) or not _are_of_one_thing(found):
        return list(parts)
    thing = found[0].thing
    asked = [thing, *(f"{thing}{stage.thing.removesuffix(stage.noun)}" for stage in found[1:])]
    return [
        part  # which says so already
        if stage.verb in part.question
        else replace(part, question=f"{before}{stage.verb}{stage.counted}", otherwise="")
        for part, before, stage in zip(parts, asked, found, strict=True)
    ]


def _are_of_one_thing(stages: Sequence[_Stage]) -> bool:
    """Whether they are different stages, counted alike, of which some are said in everyday verbs."""
    if not any(stage.everyday for stage in stages):
        return False
    if any(same_stage(one.verb, other.verb) for n, one in enumerate(stages) for other in stages[:n]):
        return False
    units, nouns = ({word for word in words if word} for words in zip(*((s.unit, s.noun) for s in stages), strict=True))
    return len(units) < _SEVERAL and len(nouns) < _SEVERAL


def _stage_of(question: str, cut: Cut) -> _Stage | None:
    """提案立了多少件 → 提案, 立案, 多少件; 收了多少提案 → 提案, 收到, 多少; None where it asks of no stage."""
    asked = find_interrogative(question)
    if asked is None or not asked.counts:
        return None
    head, noun = question[: asked.start], question[asked.end :].strip("?？ ")
    counted = question[asked.start : asked.end]
    bare = _DONE.sub("", head)
    words = [*cut(_BORDER.split(bare)[-1])[-1:], *cut(_BORDER.split(head)[-1])[-_SEVERAL:]]
    verb = next((word for word in words if word in _FORMAL and bare.endswith(word)), "")
    if verb == _HALF[0]:  # 立了多少案: 案 is of the verb
        counted, noun = counted.removesuffix(_HALF[1]), noun.removeprefix(_HALF[1])
    formal = _FORMAL.get(verb, "")
    if not verb:
        verb = formal = next((word for n in _LENGTHS if same_stage(word := bare[-n:], stage_in(word) or "-")), "")
    if not verb:
        return None
    unit = counted.removeprefix("多少").removeprefix("几")
    return _Stage(bare.removesuffix(verb) + noun, formal, counted, unit, noun, everyday=verb in _FORMAL)
