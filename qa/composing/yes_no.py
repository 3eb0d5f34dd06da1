"""…，对吗, 是不是…, Did …?: the verdict, with the sentence of a report that bears it out or denies it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from index.language.changes import change_before
from index.language.figures import find_figures
from index.language.stages import NOT, last_stage_in
from index.language.units import unit_may_stand
from qa import wording
from qa.answering.two_looks import POOL
from qa.checking.claims import verify_claim
from qa.citing.citation import cite
from qa.composing.all_of import counts_all, of_all, of_coverage, of_done, said_of_all
from qa.composing.bearing import Found, of_denial, of_every, of_giver, of_rank, of_targets, of_unique, says_all
from qa.composing.claimed_change import may_bear_out_change, of_change
from qa.composing.claimed_figure import citation_of, of_figure
from qa.composing.claimed_result import may_bear_out_result, of_result
from qa.composing.contrast import another_giver
from qa.composing.evidence import evidence_of
from qa.composing.figures import ask_figure
from qa.composing.likely import of_likely
from qa.composing.missing import names_stand, numbers_stand, regions_stand
from qa.composing.only_one import of_only_one, wider
from qa.composing.opposite import of_opposite
from qa.composing.passed import claims_mark, of_passed
from qa.composing.request import Composed, Request
from qa.composing.said import said_in_words, stands, telling_words
from qa.composing.topic import is_planned
from qa.composing.verdict import VERDICTS
from qa.understanding.claimed import every_claimed
from qa.understanding.terms import THAN
from qa.understanding.whether import (
    Whether,
    called_undone,
    counted_unit,
    denied_premise,
    read_whether,
    taken_for_granted,
)

__all__ = ["yes_no"]


def yes_no(request: Request) -> Composed | None:
    """The verdict on the statement a question asks about; None where it asks for something else."""
    whether = read_whether(request.query.question, request.language)
    if whether is None:
        return _premise(request)
    request = wider(request, whether.statement)
    if request.scope.missing or request.query.doubted or request.query.selects_places:
        return None
    if (reckoned := of_result(request, whether) or of_change(request, whether)) is not None:
        return reckoned
    checks: tuple[Callable[[Request, str], Found | None], ...] = (
        of_only_one,
        of_targets,
        of_opposite,
        of_rank,
        _of_none,
        _of_undone,
        of_all,
        of_done,
        _of_continuing,
        of_coverage,
        of_every,
        of_giver,
        of_figure,
        _of_words,
        of_unique,
        of_denial,
        of_likely,
    )
    if claims_mark(request, whether.statement):
        checks = (of_passed,)  # a sentence that has the mark, or another figure, says nothing of it
    elif request.language == "zh" and (undone := called_undone(whether.statement)) and undone.of_some:
        checks = (_of_undone,)  # that some were done does not deny that some were not
    found = next((held for check in checks if (held := _held(request, whether, check))), None)
    return _told(request, whether, found) if found else _unsure(request)


def _held(request: Request, whether: Whether, check: Callable[[Request, str], Found | None]) -> Found | None:
    """What a check finds, where what bears a statement out is of the names and the region that it gives; of a part
    alone it says nothing where all is said.
    """
    statement = whether.statement
    found = check(request, statement)
    if found is None or not may_bear_out_result(statement, found.citation.quote):
        return None
    if not found.holds:
        return None if _is_level_for_difference(statement, found) else found
    cited = found.citation
    if not may_bear_out_change(statement, cited.quote):
        return None
    if check is of_figure and counts_all(statement):
        return None  # how many there are in all tells not how many of them are so
    if _PART.search(statement):
        return replace(found, holds=False) if says_all(cited.quote) else None
    if giver := another_giver(statement, cited.quote):
        return replace(found, holds=False, figure=giver)
    of_region = regions_stand(request, statement, cited.report, cited.quote)
    return found if of_region and names_stand(request, statement, cited.report, cited.quote) else None


# 比上年多了一家: by how much, which no level denies.
_BY_HOW_MUCH = re.compile(f"{THAN}[^，,。？?]{{2,40}}?[多少高低][了出]?[0-9一二两三四五六七八九十百千万半几]")


def _is_level_for_difference(statement: str, found: Found) -> bool:
    """Whether a difference is claimed, and what would deny it is printed as no change."""
    if not found.figure or not _BY_HOW_MUCH.search(statement):
        return False
    change = change_before(found.citation.quote.partition(found.figure)[0])
    return change is None or change.level


# Only some of them were; 还有一部分没办.
_PART = re.compile(
    r"\b(?:only|just) (?:some|part|a few|a part)\b|\bnot all\b|"
    r"[只仅][^，,。]{0,8}(?:一?部分|有些|一半|半数|[两三四五]成)|还有一?部分",
    re.IGNORECASE,
)


def _premise(request: Request) -> Composed | None:
    """That what a why takes for granted is not so: 为什么一次培训班都没办 where two were held."""
    if request.scope.missing or request.query.doubted:
        return None
    question = denied_premise(request.query.question, request.language)
    if question is None:
        return _premise_of_change(request)
    stated = ask_figure(request, question)
    if stated.figure is None:
        stated = ask_figure(request, question.replace("多少次", "多少期"))  # as courses are counted
    if stated.figure is None or stated.citation is None or stated.figure.value <= 0:
        return None
    lead = (
        "问题的前提与报告不符，报告写的是"
        if request.language == "zh"
        else "The question takes for granted what the reports deny. They give "
    )
    text = f"{lead}{stated.answer.text}"
    return Composed("yes_no", "answered", stated.answer.short, text, (stated.citation,), tuple(stated.answer.passages))


def _premise_of_change(request: Request) -> Composed | None:
    """That what a why takes for granted went the other way: 为什么出现了负增长 where the report says 增长11.5％."""
    statement = taken_for_granted(request.query.question) if request.language == "zh" else None
    found = of_change(request, Whether(statement, "right")) if statement else None
    no = VERDICTS["right"][1]
    if found is None or not (found.short or "").startswith(no):
        return None
    said = (found.short or "").removeprefix(no).lstrip("，是")
    text = f"问题的前提与报告不符，报告写的是{found.text.removeprefix(no).lstrip('，是')}"
    return replace(found, short=said, text=text)


def _of_none(request: Request, statement: str) -> Found | None:
    question = denied_premise(statement, request.language)
    stated = ask_figure(request, question) if question else None
    if stated is None or stated.figure is None or stated.citation is None or stated.figure.value <= 0:
        return None
    asked = counted_unit(question or "")
    if request.language == "zh" and asked and not unit_may_stand((asked,), stated.figure.unit):
        return None
    return Found(False, stated.citation, stated.figure.text)


def _of_undone(request: Request, statement: str) -> Found | None:
    """二期还没建完: by a sentence that says it was."""
    if request.language == "en":
        return None
    undone = called_undone(statement)
    if undone is None:
        return None
    stage = next((stage for done in undone.done if (stage := last_stage_in(done)) and not stage.startswith(NOT)), "")
    if stage and (every := of_all(request, f"{undone.of}全部{stage}")):
        return replace(every, holds=not every.holds)
    wordings = () if undone.of_some else undone.done
    said = next((said for done in wordings if (said := said_in_words(request, undone.of + done))), None)
    return Found(False, said) if said else None


_CONTINUES = re.compile(
    "(?:还|继续|接着|仍|再){1,3}(?:会|要|将|打算|准备)?(?:继续|接着)?(?:搞|做|办|开展|推进|坚持|推行|实行|实施|进行)(?:下去)?"
)
_CONTINUED = re.compile("持续|继续|坚持|深入|不断|深化|进一步|巩固|延续|接续")


def _of_continuing(request: Request, statement: str) -> Found | None:
    """2024年还接着搞吗: by a sentence of the plan that goes on with it."""
    asked = _CONTINUES.search(statement) if request.language == "zh" else None
    if asked is None or request.scope.period != "plans":
        return None
    words = telling_words(request, statement[: asked.start()] + statement[asked.end() :])
    for evidence in evidence_of(request) if words else ():
        said = evidence.said
        if is_planned(request, said.hit) and stands(words, said.text) and _CONTINUED.search(said.text):
            return Found(True, cite(1, said.hit.report, said.hit.heading_path, said.span), is_planned=True)
    return None


def _of_words(request: Request, statement: str) -> Found | None:
    """A statement without figures: by sentences that say it, or the opposite of it."""
    if any(figure.unit for figure in find_figures(statement)):
        return None
    said = said_in_words(request, statement)
    of_all_claimed = every_claimed(statement, request.language, request.retriever.index.tokenizer.cut)
    if said and of_all_claimed:
        found = said_of_all(request, statement, said)
        if found and not found.holds:
            return found
        said = said if found else None
    if (
        said
        and numbers_stand(statement, said.quote, english=request.language == "en")
        and (request.language != "en" or request.retriever.is_told(statement))
    ):
        return Found(True, said)
    checked = verify_claim(
        request.retriever,
        statement,
        places=[place.path for place in request.query.places] or None,
        years=request.query.years or None,
    )
    if checked.status in ("stated", "contradicted") and checked.matches:
        return Found(checked.status == "stated", citation_of(checked.matches[0]))
    return None


def _told(request: Request, whether: Whether, found: Found) -> Composed:
    english = request.language == "en"
    yes, no = ("Yes", "No") if english else VERDICTS[whether.verdict]
    verdict = yes if found.holds else no
    if denied_premise(whether.statement, request.language) and not english:
        verdict = "不对"
    instead = found.figure if not found.holds else ""
    joint = ", " if english else "，" if found.named or instead.startswith("不止") else "，是"
    short = f"{verdict}{joint}{instead}" if instead else verdict
    plan = request.scope.period == "plans" if found.is_planned is None else found.is_planned
    text = wording.answered(short, found.citation, request.language, plan=plan)
    hits = request.retriever.rank(request.query, request.scope, k=POOL)
    cited = [hit for hit in hits if hit.start <= found.citation.start < hit.end and hit.report == found.citation.report]
    return Composed("yes_no", "answered", short, text, (found.citation,), (*cited, *hits))


def _unsure(request: Request) -> Composed:
    """Neither said nor denied: no sentence is shown for a verdict that nothing bears out."""
    text = wording.not_stated(request.scope, request.reports_total, request.language)
    hits = request.retriever.rank(request.query, request.scope, k=POOL)
    return Composed("yes_no", "not_stated", None, text, (), tuple(hits))
