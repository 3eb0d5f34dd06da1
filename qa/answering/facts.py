"""Facts → findings: what the fact table says of an indicator, and of which reports it does not decide."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.engine import Engine
from index.language.figures import Figure
from index.language.stages import same_stage, stage_in
from index.types import Fact, Report
from qa.answering.candidates import Candidate
from qa.answering.extract import Finding, clause_of
from qa.types import Hit, PeriodKind
from qa.understanding.query import Query
from qa.understanding.whole_place import without_whole

__all__ = [
    "FALLS",
    "AskedIndicator",
    "asked_indicator",
    "counted_as",
    "decide",
    "facts_of",
    "finding_of",
    "nouns_of",
    "usual_unit",
]

FALLS = ("下降", "减少", "降低", "回落")
_RISES = re.compile(r"(?:的?(?:同比|年均)?(?:增长率?|增速|增幅))$")
_COUNT_WORDS = re.compile(r"(?:总量|数量|总数|件数|篇数|次数|人数|情况|数)$")
_OPENING = re.compile(r"^(?:和|与|的|在|各地|各[省市区县]|[省市区县](?![一-龥]?级)|[省市区县]?政协(?!委员))+")
_JOINED = re.compile(r"[或、及/“《]|和|以及")
_IS_RATE = re.compile(r"(?:率|占比|比重|比例)$")
# 全市, 市本级's own 地方: before the noun they leave what is counted as it is; 人均, 规上, 重点 do not.
_SAME_COUNT = re.compile(
    r"(?:全?[国省市区县州盟旗]|我[省市区县州盟旗]|地方(?:财政)?|[省市区县州]?政协|委员|立案|实现|完成|预计|年末?)*+"
)
# Verbs that only say that a level was reached.
_PLAIN = frozenset(["", "实现", "完成", "达到"])


@dataclass(frozen=True, slots=True)
class AskedIndicator:
    """noun: what is counted, as the reports may print it. stage: of a proposal (立案), or ""; change: its growth is
    asked for.
    """

    noun: str
    stage: str
    change: bool


def asked_indicator(query: Query) -> AskedIndicator | None:
    """The one indicator a query names; None where it names several, or in words that are no noun phrase.

    `立案 提案` → 提案, 立案; `地区生产总值增长` → 地区生产总值, a change.
    """
    words = without_whole("".join(query.content.split()))
    if not words or _JOINED.search(_OPENING.sub("", words)):
        return None
    words = _OPENING.sub("", words)
    rise = _RISES.search(words)
    words = words[: rise.start()] if rise else _COUNT_WORDS.sub("", words)
    stage = "" if _IS_RATE.search(words) else stage_in(words)
    noun = _OPENING.sub("", words.replace(stage, "", 1)) if stage else words
    if stage and stage_in(noun):
        return None
    if stage == "立案" and not noun:
        noun = "提案"
    return AskedIndicator(noun, stage, rise is not None) if len(noun) >= 2 else None


def nouns_of(asked: AskedIndicator, query: Query) -> tuple[str, ...]:
    """What the indicator is called: what the glossary has for the whole noun is the same thing in other words."""
    others = (v for group in query.expansions if group[0] == asked.noun for v in group[1:] if len(v) > 2)
    return tuple(sorted({asked.noun, *others}))


def facts_of(
    index: Engine,
    asked: AskedIndicator,
    query: Query,
    reports: Iterable[Report],
    period: PeriodKind,
    *,
    nouns: Iterable[str] = (),
) -> dict[str, list[Fact]]:
    """The facts of each report (by its id) that count just this; plans only where plans are asked for. nouns: what it
    is called, by default as of `nouns_of`.
    """
    by_id = {report.id: report for report in reports}
    found: dict[str, list[Fact]] = {}
    for noun in nouns or nouns_of(asked, query):
        for fact in index.find_facts(indicator=noun):
            report = by_id.get(fact.report_id)
            if report is None or (fact.role == "plan") != (period == "plans"):
                continue
            if _counts_the_same(fact, noun, report) and _measures(fact, asked):
                found.setdefault(fact.report_id, []).append(fact)
    return found


def decide(facts: Sequence[Fact], asked: AskedIndicator, years: frozenset[int], unit: str | None) -> Fact | None:
    """The fact that states it for one of these years, None where there is none or several disagree."""
    facts = [fact for fact in facts if not years.isdisjoint(fact.years) and fact.unit == unit]
    facts = [fact for fact in facts if len(fact.years) == 1] or facts
    if not asked.stage and not asked.change:
        plain = [fact for fact in facts if fact.qualifier in _PLAIN]
        # Of several stages the widest: no more are filed or adopted than were received.
        facts = plain or [fact for fact in facts if fact.value == max(each.value for each in facts)]
    if len({(fact.value, fact.unit, fact.qualifier in FALLS) for fact in facts}) != 1:
        return None
    return min(facts, key=lambda fact: (fact.role != "review", fact.start))


def usual_unit(facts: Iterable[Fact]) -> str | None:
    """The unit most reports state it in; ties by the unit itself."""
    counts = Counter(unit for _, unit in {(fact.report_id, fact.unit) for fact in facts})
    return max(counts, key=lambda unit: (counts[unit], unit), default=None)


def counted_as(fact: Fact) -> str:
    """What the figure counts, in the report's words: 立案 and 提案 → "立案提案"."""
    stage = stage_in(fact.qualifier)
    return fact.indicator if not stage or stage in fact.indicator else stage + fact.indicator


def finding_of(fact: Fact, index: Engine, reports: Mapping[str, Report]) -> Finding:
    """The fact as a finding; its passage has no rank, for none was searched."""
    row = index.chunk_row(fact.chunk_id)
    chunk = index.chunks([row])[0]
    hit = Hit(
        chunk_id=chunk.id,
        text=chunk.text,
        start=chunk.start,
        end=chunk.end,
        heading_path=chunk.heading_path,
        score=0.0,
        lexical_rank=None,
        dense_rank=None,
        report=reports[fact.report_id],
    )
    figure = Figure(0, len(fact.text), 0, fact.text, fact.value, fact.unit, fact.approximate)
    candidate = Candidate("figure", fact.start, fact.end, fact.text, 1, figure)
    clause = clause_of(chunk.text, fact.sentence, candidate, chunk.start)
    return Finding(
        candidate=candidate,
        hit=hit,
        sentence=fact.sentence,
        clause=clause,
        own=chunk.text[clause.start - chunk.start : clause.end - chunk.start],
        literal=1.0,
        support=1.0,
        clause_support=1.0,
        passage_support=1.0,
        likeness=0.0,
        nearest=False,
        score=0.0,
    )


def _counts_the_same(fact: Fact, noun: str, report: Report) -> bool:
    before = fact.indicator[: len(fact.indicator) - len(noun)]
    for name in (report.place, report.place[-3:], report.place[-2:]):
        before = before.removeprefix(name)
    return _SAME_COUNT.fullmatch(before) is not None


def _measures(fact: Fact, asked: AskedIndicator) -> bool:
    """Whether the fact is a level, a change or a share as asked, and of the stage asked for."""
    if asked.change:
        return fact.unit in ("%", "％") and (same_stage(fact.qualifier, "增长") or fact.qualifier in FALLS)
    if _IS_RATE.search(asked.noun):
        return (
            fact.unit in ("%", "％", "‰")
            and fact.qualifier not in ("由", *FALLS)
            and not same_stage(fact.qualifier, "增长")
        )
    if fact.unit in ("%", "％", "‰", "个百分点", "百分点", "倍") or fact.qualifier == "由":
        return False
    if same_stage(fact.qualifier, "增长") or fact.qualifier in FALLS:
        # 城镇新增就业 is a level, though 净增 is a change.
        return False
    if asked.stage:
        return same_stage(fact.qualifier, asked.stage) or asked.stage in fact.indicator
    return True
