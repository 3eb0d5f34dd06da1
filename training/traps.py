"""Questions made from the fact table, each with the passage that answers and with one that nearly does.

What is nearly right is what the rules of reports teach to tell apart: another indicator, another stage, a change for
the total, half a year for the year, an aim for a result, what was not done for what was.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.types import Fact, Report
from qa import Retriever
from qa.answering.findings import readable
from qa.answering.reader import Readable
from training.examples import Example, window

__all__ = ["Stated", "fact_examples", "traps_of"]

_OF_A_REPORT = 14
_INDICATOR = re.compile(r"[一-鿿A-Za-z0-9“”]{2,16}")
_CHANGES = frozenset("增长 下降 提高 增加 减少 上涨 降低 提升 压减 增".split())
_DONE = re.compile("建成|完成|竣工|投用|开工|引进|新增|新建|改造|实施|培育|举办|办结|办复|立案|解决|发放|创建")
_STAGES = (
    ("收到", "立案", "办结"),
    ("提交", "立案", "办复"),
    ("受理", "审结", "执结"),
    ("开工", "建成", "签约"),
    ("启动", "竣工", "投用"),
    ("引进", "培育", "淘汰"),
    ("新增", "减少", "累计"),
    ("新建", "改造", "拆除"),
    ("培训", "招聘", "安置"),
    ("申报", "获批", "认定"),
)
_PLANNED = ("计划", "预期", "按安排，", "目标：", "今后打算：")
_RESULTS = ("实际", "到底", "已经完成的", "最后")
_WINDOWED = 0.6


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact in its passage. start, end: of the figure in the passage's text. sentence: of the sentence likewise.

    when, where: how a question names its period and place.
    """

    fact: Fact
    passage: Readable
    start: int
    end: int
    sentence: tuple[int, int]
    when: str
    where: str

    @property
    def figure(self) -> str:
        """The figure as printed."""
        return self.passage.text[self.start : self.end]

    @property
    def said(self) -> str:
        """The sentence it stands in."""
        return self.passage.text[slice(*self.sentence)]


Traps = Callable[[Stated, Sequence[Stated], random.Random], Iterator[Example]]


def fact_examples(retriever: Retriever, reports: Sequence[Report], seed: int, traps: Traps) -> list[Example]:
    """From each report some facts, asked about with the passage that states them and with the traps they allow."""
    chance = random.Random(seed)
    examples = []
    for report in reports:
        stated = list(_stated(retriever, report))
        chosen = chance.sample(stated, min(_OF_A_REPORT, len(stated)))
        for each in chosen:
            file = Path(report.source).name
            examples += [replace(_shortened(example, chance), file=file) for example in traps(each, stated, chance)]
    chance.shuffle(examples)
    return examples


def _stated(retriever: Retriever, report: Report) -> Iterator[Stated]:
    index = retriever.index
    rows = index.report_rows(report.id)
    chunks = {chunk.id: chunk for chunk in index.chunks(rows)}
    where = retriever.gazetteer.short(retriever.gazetteer.place(report.place_code)) if report.place_code else ""
    for fact in index.facts(report.id):
        chunk = chunks[fact.chunk_id]
        start, end = fact.start - chunk.start, fact.end - chunk.start
        named = _INDICATOR.fullmatch(fact.indicator) and fact.indicator in chunk.text
        if named and fact.unit and fact.qualifier != "由" and re.search(r"\d", fact.text):
            sentence = (max(0, fact.sentence.start - chunk.start), fact.sentence.end - chunk.start)
            when = f"{fact.years[0]}年" if len(fact.years) == 1 else ""
            yield Stated(fact, readable(chunk), start, end, sentence, when, where)


def traps_of(stated: Stated, others: Sequence[Stated], chance: random.Random) -> Iterator[Example]:
    """The fact asked about: with its passage, then without an answer in all the ways there are."""
    question = _question(stated, chance)
    header, text = stated.passage.header, stated.passage.text
    if stated.said.count(stated.fact.indicator) == 1:
        planned = stated.fact.role == "plan"
        asked = f"{chance.choice(_PLANNED)}{question}" if planned else question
        yield Example(asked, header, text, ((stated.start, stated.end),), source="fact")
        if planned:
            yield Example(f"{chance.choice(_RESULTS)}{question}", header, text, source="plan-for-result")
    yield from _another_indicator(question, stated, others, chance)
    yield from _another_stage(stated, chance)
    yield from _change_for_total(stated, chance)
    yield from _another_period(stated, chance)
    yield from _aim(stated, chance)
    yield from _not_done(stated, chance)


def _question(stated: Stated, chance: random.Random, *, qualifier: str | None = None, when: str | None = None) -> str:
    """In one of several forms; now and then without place or year, as one asks with the report chosen."""
    fact = stated.fact
    verb = fact.qualifier if qualifier is None else qualifier
    period = stated.when if when is None else when
    if when is None and chance.random() < 0.2:
        period = ""
    where = "" if chance.random() < 0.3 else stated.where
    head = where + period if chance.random() < 0.5 else period + where
    unit = re.sub(r"^[万亿]+", "", fact.unit)
    if verb in _CHANGES:
        much = "多少" if unit != "%" else chance.choice(("百分之几", "多少", "了百分之多少"))
        return f"{head}{fact.indicator}{verb}{much}？"
    if not verb:
        if unit == "元":
            unit = chance.choice(("亿元", "元", ""))
        form = chance.choice(
            ("{head}{indicator}是多少？", "{head}{indicator}有多少{unit}？", "{head}{indicator}达到多少")
        )
        return form.format(head=head, indicator=fact.indicator, unit=unit)
    form = chance.choice(
        (
            "{head}{verb}{indicator}多少{unit}？",
            "{head}{verb}了多少{unit}{indicator}？",
            "{head}一共{verb}多少{unit}{indicator}",
            "{indicator}{head}{verb}了几{unit}？",
        )
    )
    return form.format(head=head, verb=verb, unit=unit, indicator=fact.indicator)


def _another_indicator(
    question: str, stated: Stated, others: Sequence[Stated], chance: random.Random
) -> Iterator[Example]:
    """A passage of the same report with a figure in the same unit, of something else."""
    name = stated.fact.indicator
    near = [
        each
        for each in others
        if each.fact.unit == stated.fact.unit
        and each.passage.text != stated.passage.text
        and name not in each.passage.text
        and not _overlaps(name, each.fact.indicator)
    ]
    if near:
        other = chance.choice(near)
        yield Example(question, other.passage.header, other.passage.text, source="other-indicator")


def _overlaps(name: str, other: str) -> bool:
    return name in other or other in name


def _another_stage(stated: Stated, chance: random.Random) -> Iterator[Example]:
    """Asked for what was opened where only what was received is said."""
    for stages in _STAGES:
        if stated.fact.qualifier in stages:
            asked = chance.choice([stage for stage in stages if stage != stated.fact.qualifier])
            if asked not in stated.passage.text:
                question = _question(stated, chance, qualifier=asked)
                yield Example(question, stated.passage.header, stated.passage.text, source="other-stage")
            return


def _change_for_total(stated: Stated, chance: random.Random) -> Iterator[Example]:
    """Asked for the total where only its change is said, and the other way round."""
    name = stated.fact.indicator
    if stated.fact.qualifier in _CHANGES and stated.fact.unit in {"%", "个百分点"}:
        alone = f"{name}{stated.fact.qualifier}{stated.figure}"
        unit = chance.choice(("亿元", "元", "", "万元"))
        asked, verb = f"{name}是多少{unit}？", stated.fact.qualifier
    elif not stated.fact.qualifier and stated.fact.unit != "%":
        alone = f"{name}{stated.figure}"
        verb = chance.choice(("增长", "下降"))
        asked = f"{name}{verb}了百分之几？"
    else:
        return
    text = stated.passage.text[: stated.sentence[0]] + alone + "。" + stated.passage.text[stated.sentence[1] :]
    if text.count(name) == 1:
        head = stated.where + stated.when
        yield Example(head + asked, stated.passage.header, text, source="change-for-total")
        begins = text.index(alone) + len(alone) - len(stated.figure)
        right = f"{head}{name}{verb if stated.fact.qualifier else '是'}多少？"
        yield Example(right, stated.passage.header, text, ((begins, begins + len(stated.figure)),), source="fact")


def _another_period(stated: Stated, chance: random.Random) -> Iterator[Example]:
    """Half a year, the first quarter, five years or a total so far, for the year; and asked for as such."""
    if stated.fact.role != "review" or not stated.when or re.search("上半年|季度|五年|累计|月", stated.said):
        return
    words = chance.choice(("上半年", "一季度", "前三季度", "五年来累计", "前10个月", "“十三五”期间"))
    moved = _inserted(stated, f"{words}，" if words != "五年来累计" else "五年来，累计")
    if chance.random() < 0.5:
        question = _question(stated, chance, when=f"{stated.when}全年" if chance.random() < 0.3 else stated.when)
        yield Example(question, stated.passage.header, moved[0], source="other-period")
    else:
        yield Example(
            _question(stated, chance, when=words), stated.passage.header, moved[0], (moved[1],), source="fact"
        )
        question = _question(stated, chance, when=stated.when + words)
        yield Example(question, stated.passage.header, stated.passage.text, source="other-period")


def _aim(stated: Stated, chance: random.Random) -> Iterator[Example]:
    """An aim for a result; and asked for as an aim."""
    if stated.fact.role != "review" or chance.random() < 0.5:
        return
    words = chance.choice(("今年力争", "明年计划", "下一步，确保", "预期目标是：", "到“十四五”末，"))
    moved = _inserted(stated, words)
    question = _question(stated, chance)
    if chance.random() < 0.7:
        asked = question.replace("多少", "实际多少", 1) if chance.random() < 0.2 else question
        yield Example(asked, stated.passage.header, moved[0], source="aim")
    else:
        yield Example(f"计划{question}", stated.passage.header, moved[0], (moved[1],), source="fact")


def _not_done(stated: Stated, chance: random.Random) -> Iterator[Example]:
    """What was not done, for what was."""
    verb = stated.fact.qualifier
    before = stated.passage.text[stated.sentence[0] : stated.start]
    if not _DONE.fullmatch(verb) or before.count(verb) != 1 or chance.random() < 0.4:
        return
    at = stated.sentence[0] + before.index(verb)
    denied = chance.choice(("尚未", "未能", "没有"))
    text = stated.passage.text[:at] + denied + stated.passage.text[at:]
    yield Example(_question(stated, chance), stated.passage.header, text, source="not-done")


def _inserted(stated: Stated, words: str) -> tuple[str, tuple[int, int]]:
    """The passage with words at the head of the fact's sentence, and where the figure stands then."""
    text, at = stated.passage.text, stated.sentence[0]
    return text[:at] + words + text[at:], (stated.start + len(words), stated.end + len(words))


def _shortened(example: Example, chance: random.Random) -> Example:
    """Mostly a window of the passage: around the answer, else anywhere."""
    if chance.random() > _WINDOWED:
        return example
    text, begins = window(example.passage, example.spans, chance)
    spans = tuple((start - begins, end - begins) for start, end in example.spans)
    return Example(example.question, example.header, text, spans, source=example.source)
