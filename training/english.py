"""Facts of the table asked about in English, with the words that the product itself knows for them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence

from qa import Retriever
from qa.understanding.glossary import Glossary
from training.examples import Example
from training.traps import Stated, Traps

__all__ = ["asked_in_english", "english_names", "english_traps"]

_GREW = ("增长", "增加", "提高", "上升", "提升", "上涨")
_FELL = ("下降", "减少", "降低", "回落", "压减")
_DONE: Mapping[str, Sequence[str]] = {
    "新建": ("built", "newly built"),
    "新增": ("added", "newly added"),
    "建成": ("completed", "finished"),
    "完成": ("completed", "carried out"),
    "改造": ("renovated", "rebuilt"),
    "引进": ("brought in", "introduced"),
    "实施": ("carried out", "implemented"),
    "培育": ("cultivated", "fostered"),
    "收到": ("received",),
    "立案": ("filed", "put on file"),
    "办结": ("concluded",),
    "办复": ("answered",),
    "发放": ("issued", "paid out"),
    "举办": ("held", "organised"),
    "培训": ("trained",),
    "开工": ("started", "begun"),
    "受理": ("accepted", "received"),
    "审结": ("concluded", "closed"),
}
_OTHERS = 2


def english_names(glossary: Glossary) -> dict[str, list[str]]:
    """Chinese → the English phrases whose first meaning it is."""
    names: dict[str, list[str]] = {}
    for english, chinese in glossary.phrases.items():
        names.setdefault(chinese[0], []).append(english)
    return names


def english_traps(retriever: Retriever) -> Traps:
    """What makes examples of the facts of an index."""
    names = english_names(retriever.glossary)

    def traps(stated: Stated, others: Sequence[Stated], chance: random.Random) -> Iterator[Example]:
        code = stated.fact.place_code
        place = retriever.gazetteer.place(code).pinyin.capitalize() if code else ""
        return asked_in_english(stated, others, names, place, chance)

    return traps


def asked_in_english(
    stated: Stated, others: Sequence[Stated], names: Mapping[str, Sequence[str]], place: str, chance: random.Random
) -> Iterator[Example]:
    """The fact with its passage, and with one that speaks of something else. place: as English writes it."""
    question = _question(stated, names, place, chance)
    if question is None:
        return
    if stated.said.count(stated.fact.indicator) == 1:
        span = (stated.start, stated.end)
        yield Example(question, stated.passage.header, stated.passage.text, (span,), source="fact-english")
    away = [each for each in others if stated.fact.indicator not in each.passage.text]
    for other in chance.sample(away, min(_OTHERS, len(away))):
        yield Example(question, other.passage.header, other.passage.text, source="other-english")


def _question(stated: Stated, names: Mapping[str, Sequence[str]], place: str, chance: random.Random) -> str | None:
    known = names.get(stated.fact.indicator)
    if not known:
        return None
    name, verb = chance.choice(known), stated.fact.qualifier
    where = f" in {place}" if place and chance.random() < 0.6 else ""
    when = f" in {stated.when[:-1]}" if stated.when and chance.random() < 0.6 else ""
    planned = stated.fact.role == "plan"
    if verb in _GREW or verb in _FELL:
        up = verb in _GREW
        does = chance.choice(("grow", "rise", "increase") if up else ("fall", "drop", "decrease"))
        form = f"By how much is {{}} planned to {does}" if planned else f"By how much did {{}} {does}"
        return f"{form.format(name)}{where}{when}?"
    if verb in _DONE and not planned:
        done = chance.choice(_DONE[verb])
        return f"{chance.choice(('How many', 'How much'))} {name} {chance.choice(('was', 'were'))} {done}{where}{when}?"
    if verb:
        return None
    if planned:
        return f"What is the target for {name}{where}{when}?"
    return chance.choice((f"What was the {name}{where}{when}?", f"How much did {name} reach{where}{when}?"))
