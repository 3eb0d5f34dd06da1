"""All of the things that a question asks for, where the report tells them one after the other: every member of a run.

Each is shown whole where all fit a screen, else by its first sentence, else by its first clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.language.sentences import clauses
from index.types import Report, Span
from qa.composing.evidence import Evidence, evidence_of
from qa.composing.forms import form_by_words
from qa.composing.lines import SCREEN, Lines, solid, source_of
from qa.composing.outline import paragraphs_in, whole_sentences
from qa.composing.request import Composed, Request
from qa.composing.runs import Run, runs_in
from qa.composing.topic import hits_of, number_asked, topic_of
from qa.retrieval.concepts import Concept
from qa.types import AnswerForm

__all__ = ["name_aspects", "name_members", "show_members"]

# 每一步, 各环节, 分别, 一步步: all of several things are wanted, and one sentence of them is found.
_EVERY = re.compile(
    r"每[一个]{0,2}[步个项条字道关点招]|各个?(?:环节|方面|步|项|字)|分别|一步一?步|逐步|依次|几个?[字招]|"
    r"\b(?:each|every|step by step)\b",
    re.IGNORECASE,
)
# 从征集到办完，每一步, 一环一环: a course of things is asked for, and its stages say when each is: 办前, 办中, 办后.
_OF_COURSE = re.compile(
    r"从[^，,。?？]{1,12}[到至][^，,。?？]{1,10}|每[一个]{0,2}[步环关道]|一[环步关][一接]|环节|闭环|从头到尾|全链条|全过程|全流程|流程|步骤|"
    r"\b(?:step by step|each step|every step|each stage|every stage|from start to finish)\b",
    re.IGNORECASE,
)
_WHEN = re.compile("[前中后初末]|[”」]?结|[首最先再]")
_STAGED, _BEGINNING = 0.6, 8
_ASPECTS = re.compile("哪[些几](?:个|大)?(?:方面|领域|类|块)")
_MOST_REPORTS = 3
# Cosines of the default encoder between a question and a run; below the first none was right of 130 questions.
_ALIKE, _MUCH_ALIKE, _ALIKE_ENGLISH = 0.6, 0.65, 0.69
# Of the topic's weight, what stands before the things, behind them, or in two of them. English words are less sure.
_COMMON, _COMMON_ENGLISH = 0.65, 0.45
_SURELY, _LIKELY = 0.5, 0.4
_HEAD = 40
_ROOM = 8  # characters of a bullet and markers


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A run with what speaks for it. common: the share of the topic that is of several of its things. chance: how
    probably a sentence of it says what is asked; best: none does more probably. framed: the question has the words
    that all begin with. fits: they are as many as are asked for.
    """

    report: Report
    run: Run
    common: float
    likeness: float
    chance: float
    best: bool
    framed: bool
    fits: bool
    staged: bool = False

    @property
    def score(self) -> float:
        """The higher, the likelier it is what is asked for."""
        numbered = not self.run.frame
        marks = 0.3 * (self.chance + self.fits) + 0.2 * self.framed + 0.05 * numbered
        return self.common + self.likeness + marks


def name_aspects(request: Request) -> Composed | None:
    """What is told of each of the aspects that a list asks for: 经济建设方面的提案,…, 政治建设方面的提案,…"""
    is_list = form_by_words(request.query) == "list" or _ASPECTS.search(request.query.question)
    return name_members(request, "list", of_aspects=True) if is_list else None


def name_members(request: Request, form: AnswerForm, *, of_aspects: bool = False) -> Composed | None:
    """The members of the run that is asked for; None where none surely is. of_aspects: of one that tells of each what
    it is of.
    """
    topic = [each for each in topic_of(request) if not _EVERY.fullmatch(each.variants[0])]
    if request.scope.missing or not topic:
        return None
    evidence = evidence_of(request)
    if not evidence:
        return None
    found = [
        each
        for each in _candidates(request, topic, evidence)
        if (each.run.frame.startswith("…") or not of_aspects) and _is_asked(request, each, len(topic))
    ]
    best = max(found, key=lambda each: each.score, default=None)
    return show_members(request, best.report, best.run.members, form) if best else None


def _names_one(request: Request, found: _Candidate) -> bool:
    """Whether a question names what one of the things is of: 政治 of 政治建设方面的提案."""
    if not found.run.frame.startswith("…"):
        return False
    return any(found.report.text[each.start : each.start + 2] in request.query.question for each in found.run.members)


def _is_asked(request: Request, found: _Candidate, n_topic: int) -> bool:
    if _names_one(request, found):
        return False
    if found.likeness < _ALIKE or (form_by_words(request.query) == "definition" and not found.fits):
        return False
    if found.staged and found.common > 0:
        return True
    if request.language == "en" and found.common >= _COMMON_ENGLISH and found.likeness >= _ALIKE_ENGLISH:
        return True
    marked = found.fits or found.framed
    if found.common >= _COMMON and (n_topic > 1 or marked):
        return marked or found.likeness >= _MUCH_ALIKE or found.chance >= _SURELY
    likely = _LIKELY if found.common >= _SURELY else _SURELY
    return found.best and found.chance >= likely and _EVERY.search(request.query.question) is not None


def _candidates(request: Request, topic: Sequence[Concept], evidence: Sequence[Evidence]) -> list[_Candidate]:
    wanted, strictly = number_asked(request.query.question)
    runs = [
        (report, heading, run)
        for report, heading, found in _runs(request, evidence, everywhere=strictly)
        for run in found
        if not strictly or len(run.members) == wanted
    ]
    texts = [
        run.lead + "".join(report.text[each.start : each.start + _HEAD] for each in run.members)
        for report, _, run in runs
    ]
    likeness = request.retriever.likeness(request.query, texts) or [0.0] * len(runs)
    return [
        _candidate(request, report, run, _common(report, heading, run, topic), like, evidence)
        for (report, heading, run), like in zip(runs, likeness, strict=True)
    ]


def _runs(
    request: Request, evidence: Sequence[Evidence], *, everywhere: bool
) -> Iterator[tuple[Report, str, list[Run]]]:
    """The runs of the sections that sentences stand in, each with the heading it stands under.

    everywhere: of all sections of the reports that are meant, where they are few.
    """
    index = request.retriever.index
    places = [(each.said.hit.report, each.said.span.start) for each in evidence]
    meant = [index.reports[i] for i in request.scope.reports if i in request.scope.preferred or not request.scope.years]
    if everywhere and len(meant) <= _MOST_REPORTS:
        places += [(report, each.body_start) for report in meant for each in index.sections(report.id)]
    seen: set[tuple[str, int]] = set()
    for report, at in places:
        sections = index.sections(report.id)
        inside = [each for each in sections if each.body_start <= at < each.end]
        start = inside[-1].body_start if inside else report.start
        if (report.id, start) in seen:
            continue
        seen.add((report.id, start))
        end = min((each.start for each in sections if each.start > start), default=report.end)
        end = min(end, inside[-1].end) if inside else end
        heading = inside[-1].heading if inside else ""
        yield report, heading, runs_in(report.text, paragraphs_in(sections, report, start, end))


def _common(report: Report, heading: str, run: Run, topic: Sequence[Concept]) -> float:
    """Of the weight of the topic's words, how much is said of several of the things: 招商 of 强化联动招商."""
    around = solid(f"{heading} {run.lead} {run.after} {run.frame}")
    members = [solid(report.text[span.start : span.end]) for span in run.members]
    said = 0.0
    for concept in topic:
        second = sorted((concept.match(each) for each in members), reverse=True)[1]
        said += concept.weight * max(concept.match(around), second)
    return said / sum(each.weight for each in topic)


def _candidate(
    request: Request, report: Report, run: Run, common: float, likeness: float, evidence: Sequence[Evidence]
) -> _Candidate:
    question = solid(request.query.question)
    low, high = run.members[0].start, run.members[-1].end
    inside = [each for each in evidence if each.said.hit.report.id == report.id and low <= each.said.span.start < high]
    chance = max((each.probability for each in inside), default=0.0)
    begins = run.frame.split("…")[0].strip("“")
    return _Candidate(
        report,
        run,
        common,
        likeness,
        chance,
        best=chance >= evidence[0].probability,
        framed=bool(begins) and begins in question,
        fits=len(run.members) == number_asked(request.query.question)[0],
        staged=not run.frame and _OF_COURSE.search(request.query.question) is not None and _are_stages(report, run),
    )


def _are_stages(report: Report, run: Run) -> bool:
    """Whether most of the things say at their beginning when each is: 一是“提”前引导, 三是“办”中督查."""
    beginnings = [report.text[span.start : span.start + _BEGINNING] for span in run.members]
    return sum(_WHEN.search(each) is not None for each in beginnings) >= _STAGED * len(beginnings)


def show_members(request: Request, report: Report, members: Sequence[Span], form: AnswerForm) -> Composed:
    """The things one a line, each as far as there is room for it."""
    sections = request.retriever.index.sections(report.id)
    lines = Lines()
    inside = [each for each in sections if each.body_start <= members[0].start < each.end]
    path = inside[-1].heading_path if inside else ()
    plan = bool(inside) and inside[-1].role == "plan"
    lines.text.append(source_of(report, request.language, plan=plan) + (":" if request.language == "en" else "："))
    shown = _shown(report.text, members, SCREEN - lines.length)
    lines.text += [f"· {lines.quoted(report, path, span)}" for span in shown]
    if len(shown) < len(members):
        lines.text.append("(More parts are left out.)" if request.language == "en" else "（还有部分内容未列出。）")
    hits = hits_of(request, lines.citations)
    return Composed(form, "answered", None, "\n".join(lines.text), tuple(lines.citations), tuple(hits))


def _shown(text: str, members: Sequence[Span], room: int) -> list[Span]:
    """As much of each as there is room for: whole sentences where there is room for one of each, else clauses."""
    by_sentence = [[span.end for span in whole_sentences(text, each.start, each.end)] for each in members]
    by_clause = [[span.end for span in clauses(text, each)] for each in members]
    for ends in (by_sentence, by_clause):
        shown = [Span(each.start, own[0] if own else each.end) for each, own in zip(members, ends, strict=True)]
        left = room - sum(len(span) + _ROOM for span in shown)
        if left >= 0:
            break
    while left < 0 and len(shown) > 1:
        left += len(shown.pop()) + _ROOM
    return _grown(shown, ends, left)


def _grown(shown: Sequence[Span], ends: Sequence[Sequence[int]], left: int) -> list[Span]:
    """The same, each with what follows of it, in turn, as long as there is room."""
    grown = list(shown)
    growing = True
    while growing:
        growing = False
        for n, span in enumerate(grown):
            longer = next((end for end in ends[n] if end > span.end), None)
            if longer is not None and longer - span.end + _ROOM // 2 <= left:
                left -= longer - span.end + _ROOM // 2
                grown[n] = Span(span.start, longer)
                growing = True
    return grown
