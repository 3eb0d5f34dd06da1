"""What is reckoned, of which terms; and the questions for terms that stand side by side in one question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from index.language.stages import same_stage, stage_in
from qa.understanding.coordinated import each_of, each_place, each_place_and_year
from qa.understanding.heads import Cut, scope_words
from qa.understanding.shares import counted_noun, formal_verb
from qa.understanding.where_when import Read, replace_scope

__all__ = [
    "EDGE",
    "RELATIVE",
    "THAN",
    "Kind",
    "Reckoning",
    "Term",
    "counted_terms",
    "of_each",
    "of_sides",
    "of_stages",
    "whole_of",
]

Kind = Literal[
    "sum", "difference", "rest", "share", "portion", "average", "times", "growth", "apart", "range", "most", "least"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """A figure that is reckoned with. label: its name; questions: for it, in the order they are tried. stage: of what
    is counted, "" for none. unit: of what an average is taken for each of (次 of 平均一次活动).
    """

    label: str
    questions: tuple[str, ...]
    stage: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """kind: of the terms in their order: their sum; the first less the second (difference; rest, a part not done); the
    first by the second (share, average, times) or by all together (portion); by how much of the second the first is
    more (growth); how far two are apart, or the most and the least of several (range); which is the most, the least.
    stage: of a rest or a share of stages, the one it is of. apart: the terms are of several places, so that no one
    report states the result. loose: one figure may be stated of all of them (A和B一共走访了多少家). points: it is of
    two rates, in points.
    """

    kind: Kind
    terms: tuple[Term, ...]
    stage: str = ""
    apart: bool = False
    loose: bool = False
    points: bool = False


# 收到 → 立案 → 办复: a stage is a share of the one before it.
_WHOLES = (("立案", "收到"), ("办复", "立案"), ("采纳", "报送"), ("督办", "立案"))
# 比 that compares; not in 比例, 比重, 占比比….
THAN = "比(?![例率较值赛比]|重(?!庆)|如(?![东皋])|方(?!城)|分(?!宜))"
RELATIVE = re.compile("上一?年度?|去年|前一年|往年|同期|上届|上年同期")
# What names a figure whole, so that it is no qualifier of another's noun.
_INDICATOR = re.compile(
    "(?:[值额率]|收入|支出|投资|人口|面积|产量|总量|总数|人数|贷款|存款|税收|预算|GDP)$", re.IGNORECASE
)
EDGE = " 的，,是有为"
_LONGEST_DONE = 6


def of_each(kind: Kind, asked: str, read: Read, cut: Cut) -> Reckoning | None:
    """Of several places, or of several things of one, each asked for itself."""
    pairs = each_place_and_year(asked, read=read)
    places = pairs or [(place.name, question) for place, question in each_place(asked, read=read)]
    things = places or each_of(asked, read=read, cut=cut)
    terms = tuple(Term(label, (question,)) for label, question in things)
    return Reckoning(kind, terms, apart=bool(places)) if len(terms) > 1 else None


def of_stages(base: str, whole: str, part: str, unit: str) -> tuple[Term, Term]:
    """How many of what base names reached one stage, and how many another: 提案 → 提案收到多少件, 提案立案多少件."""
    return (
        Term(whole, (f"{base}{whole}多少{unit}?", f"{base}有多少{unit}?"), whole),
        Term(part, (f"{base}{part}多少{unit}?",), part),
    )


def whole_of(stage: str) -> str:
    """The stage that a stage is a share of: 立案 → 收到."""
    return next((whole for part, whole in _WHOLES if same_stage(stage, part)), "收到")


def counted_terms(first: str, second: str, unit: str, read: Read, cut: Cut, *, done: str = "") -> Iterator[Term]:
    """Two things counted, of which the second is said by what differs from the first: a place, a year, a time, a stage,
    or a thing of its own. done: what is done with both, 开 of 多开了多少列.
    """
    if both := _both_done(first, second, unit, read) or of_sides(first, second, unit, read):
        yield from both
        return
    first = first.strip(EDGE)
    head = read(first)
    scope = scope_words(head)
    own = first.removeprefix(scope)
    noun = cut(own.rstrip("的"))[-1] if own.strip("的") else ""
    shared = "" if stage_in(noun) else noun
    second_noun = cut(second.rstrip("的"))[-1] if second.strip("的") else ""
    asked = f"有多少{unit}?"
    first_of = _elliptic(first, second_noun)
    other = read(second)
    bare = not own.strip(EDGE)
    if bare and other.rest.strip(EDGE) and (moved := replace_scope(other, head)):
        where = "" if other.place else head.place_words("zh") if head.place else ""
        when = "" if other.year else head.year_words("zh") if head.year else ""
        yield Term(first, tuple(_asked(moved, asked, done, unit)))
        yield Term(second, tuple(_asked(f"{where}{when}{second}", asked, done, unit)))
        return
    questions = (each for name in (first_of, first) for each in _asked(name, asked, done, unit, bare=bare))
    yield Term(own.lstrip("的") or first, tuple(dict.fromkeys(questions)), stage_in(own))
    verb = second.rstrip("的")
    if other.place and (stage := stage_in(verb[-2:])) and (thing := counted_noun(own)):
        year = head.year_words("zh") if other.year is None else ""
        yield Term(f"{verb}的{thing}", (f"{year}{verb}的{thing}{asked}",), stage)
        return
    moved = replace_scope(head, other) if (other.place or other.year) and len(other.rest.strip(EDGE)) <= 2 else None
    if moved:
        yield Term(second, tuple(_asked(moved, asked, done, unit, bare=bare)))
        return
    tail = "" if (shared and shared in second) or _INDICATOR.search(second) else shared
    where = scope
    if other.place:
        where = "" if other.year else head.year_words("zh")
    yield Term(second, tuple(dict.fromkeys((f"{where}{second}{tail}{asked}", f"{where}{second}{asked}"))))


def of_sides(first: str, second: str, unit: str, read: Read, *, noun: str = "") -> tuple[Term, ...]:
    """Two things of which each says what was done with it in a place of its own: 郑州报的社情民意, 新乡收集的; () for
    others. noun: what is counted, where neither side names it.
    """
    sides = [each.strip(" ，,是有为") for each in (first, second)]
    said = [read(each) for each in sides]
    if not all(each.place for each in said) or said[0].places == said[1].places:
        return ()
    own = [each.rest.strip(" ，,") for each in said]
    if not all("的" in each.lstrip("的") or stage_in(each) for each in own):
        return ()
    thing = next((found for each in own if (found := counted_noun(each.lstrip("的")))), noun)
    terms = []
    for side, each in zip(sides, said, strict=True):
        year = "" if each.year else said[0].year_words("zh")
        of = "" if side.endswith("的") else "的" if stage_in(side[-2:]) and thing not in side else None
        named = f"{year}{side}" if of is None or not thing else f"{year}{side}{of}{thing}"
        worded = dict.fromkeys((formal_verb(named), named))
        stage = stage_in(formal_verb(each.rest.partition("的")[0] + "的"))
        terms.append(Term(side, tuple(f"{words}有多少{unit}?" for words in worded), stage))
    return tuple(terms)


def _asked(name: str, asked: str, done: str, unit: str, *, bare: bool = False) -> list[str]:
    """What is asked of a name: of one that names no thing, or where a stage is done, by what is done first."""
    by_done = [f"{name}{done}多少{unit}?"] if done else []
    if by_done and bare:
        return by_done
    return [*by_done, name + asked] if stage_in(done) else [name + asked, *by_done]


def _both_done(first: str, second: str, unit: str, read: Read) -> tuple[Term, Term] | None:
    """修订的比新建的多几项: two things done with what neither side names."""
    if not (first.endswith("的") and second.endswith("的")) or read(second).place:
        return None
    border = max((first.rfind(mark) + 1 for mark in "，,：:"), default=0) or len(scope_words(read(first)))
    topic, done = first[:border], (first[border:].removesuffix("的"), second.removesuffix("的"))
    if not all(1 < len(each) <= _LONGEST_DONE and "的" not in each for each in done):
        return None
    asked = tuple(Term(f"{each}的", (f"{topic.rstrip('，,：:')}{each}多少{unit}?",)) for each in done)
    return asked[0], asked[1]


def _elliptic(first: str, noun: str) -> str:
    """立案的 of 立案的占全年提案的比例: what is filed is what the other is a number of."""
    return f"{first}的{noun}" if noun and stage_in(first[-2:]) and not stage_in(noun) else first
