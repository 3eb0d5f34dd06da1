"""That something is so of all: 434件提案全部立案, 都办结了没有, 全覆盖; by how many were, by the rate, or in words."""

from __future__ import annotations

import re

from index.language.figures import Figure, find_figures
from index.language.stages import last_stage_in, same_stage, stage_in
from index.language.units import unit_may_stand
from qa.composing.bearing import Found, says_all
from qa.composing.figures import Stated, ask_figure, scope_in_chinese
from qa.composing.request import Request
from qa.composing.said import telling_words
from qa.types import Citation

__all__ = ["counts_all", "of_all", "of_coverage", "of_done", "said_of_all"]

_ALL = re.compile(r"全部|全都|悉数|一律|均(?!衡|值)|都(?!市|会)|所有|每一?件|\b(?:all|every|each)\b", re.IGNORECASE)
_ALL_DONE = re.compile("全部|全都|均|都|100%|100％|百分之百")
_CLAUSE = re.compile("[^，,；;。]+")
_PART = re.compile("[0-9０-９]{1,3}(?:[.．][0-9０-９]{1,3})?[%％](?:以上|以下|左右)?")
# What is no word of its own behind 都: 都是委员提的.
_SAYS_NOTHING = re.compile("被|是|由|的|了|已经?|予以|得到|进行|完成|完毕|过|掉|提案|建议|件|出去|下去|下来|给")
_WHOLE = 100
# A share follows what it is the share of within so many characters.
_REACH = 8


def of_all(request: Request, statement: str) -> Found | None:
    """434件提案全部立案: by how many were, by the rate, or by a sentence that says so of all."""
    said = _ALL.search(statement)
    if said is None:
        return None
    stage = last_stage_in(statement[said.end() :] if request.language == "zh" else _in_chinese(request))
    if not stage or stage.startswith("未"):
        return None
    total = next((figure for figure in find_figures(statement) if figure.unit and figure.unit != "%"), None)
    if of := said_besides(statement):
        return _of_those(request, f"{scope_in_chinese(request)}{of}{stage}", total)
    base = _base(request, statement, said, total)
    rate = ask_figure(request, f"{base}{stage}率是多少?")
    if rate.figure and rate.citation and _is_rate_of(rate, stage):
        return Found(rate.figure.value >= _WHOLE, rate.citation, rate.figure.text)
    unit = total.unit if total else "件"
    count = ask_figure(request, f"{base}{stage}多少{unit}?")
    if count.figure is None or count.citation is None:
        return None
    if _says_all(count.citation.quote, stage):
        return Found(True, count.citation)
    if total is None:
        whole = ask_figure(request, f"{base}收到多少{unit}?")
        if whole.figure is None or whole.citation is None or whole.figure.text == count.figure.text:
            return None
        total = whole.figure
    if not unit_may_stand((total.unit,), count.figure.unit):
        return None
    return Found(count.figure.value >= total.value, count.citation, count.figure.text)


def said_besides(statement: str) -> str:
    """What is said of all but that they went through a stage: 全会期间 of 142件都是全会期间提交的; "" for nothing."""
    said = _ALL.search(statement) if re.search("[一-龥]", statement) else None
    behind = statement[said.end() :] if said else ""
    words = _SAYS_NOTHING.sub("", behind.replace(last_stage_in(behind), ""))
    return words if len(words) > 1 else ""


def counts_all(statement: str) -> bool:
    """Whether it gives how many there are and says something of all: 886件提案全部满意."""
    said = _ALL.search(statement) if said_besides(statement) else None
    return said is not None and any(each.unit and each.end <= said.start() for each in find_figures(statement))


def _of_those(request: Request, those: str, total: Figure | None) -> Found | None:
    """By how many are what all are said to be: 全会期间提交."""
    count = ask_figure(request, f"{those}提案多少件?")
    if total is None or count.figure is None or count.citation is None:
        return None
    if not unit_may_stand((total.unit,), count.figure.unit) or count.figure.value > total.value:
        return None
    return Found(count.figure.value == total.value, count.citation, count.figure.text)


def said_of_all(request: Request, statement: str, said: Citation) -> Found | None:
    """Whether a sentence says of all what a statement does; None where it says nothing of how many.

    The clause that has most of its words tells: 所提建议70%以上被采纳, behind 办结率100%.
    """
    words = telling_words(request, statement)
    clause = max(
        _CLAUSE.findall(said.quote), key=lambda clause: sum(word.weight * word.match(clause) for word in words)
    )
    part = _PART.search(clause)
    if part and find_figures(part[0])[0].value < _WHOLE:
        return Found(False, said, part[0])
    return Found(True, said) if says_all(clause) else None


_DONE = re.compile("(?:已经?|都)?$")
_DONE_WITH = ("", "了", "完", "完了", "完毕", "完成")


def of_done(request: Request, statement: str) -> Found | None:
    """提案办结了没有: as of all, where that tells it; that it is to be done says not that it was."""
    if request.language == "en" or "提案" not in statement or find_figures(statement):
        return None
    stage = last_stage_in(statement)
    of, _, rest = statement.rpartition(stage) if stage else ("", "", "")
    return of_all(request, f"{_DONE.sub('', of)}全部{stage}") if of and rest in _DONE_WITH else None


_COVERED = re.compile("(?:已经?|都|也|基本){0,3}+(?:实现|做到|达到)?了?(?:100%)?全覆盖了?$")


def of_coverage(request: Request, statement: str) -> Found | None:
    """物业服务全覆盖: by the rate of coverage, where one is given."""
    covered = _COVERED.search(statement) if request.language == "zh" else None
    if covered is None:
        return None
    rate = ask_figure(request, f"{statement[: covered.start()]}覆盖率是多少?")
    if rate.figure is None or rate.citation is None or rate.figure.unit not in ("%", "％"):
        return None
    holds = rate.figure.value >= _WHOLE
    return Found(holds, rate.citation, "" if holds else rate.figure.text)


def _is_rate_of(stated: Stated, stage: str) -> bool:
    """Whether a share is said to be that of a stage: 办复率100%."""
    if stated.figure is None or stated.citation is None or stated.figure.unit not in ("%", "％"):
        return False
    before = stated.citation.quote.partition(stated.figure.text)[0][-_REACH:]
    return same_stage(last_stage_in(before), stage)


def _in_chinese(request: Request) -> str:
    """The Chinese for the words of an English question, in its order: of each the one that names a stage."""
    groups = request.query.expansions
    return " ".join(next((word for word in group if stage_in(word)), "") for group in groups)


def _base(request: Request, statement: str, said: re.Match[str], total: Figure | None) -> str:
    """What is said to be all done, without how many it is: 新乡市政协十三届一次会议以来的提案."""
    if request.language == "en":
        return scope_in_chinese(request) + "提案"
    base = statement[: said.start()]
    if total and total.end <= said.start():
        base = base[: total.start] + base[total.end :]
    return base


def _says_all(quote: str, stage: str) -> bool:
    """Whether a sentence says a stage of all: 目前提案已全部办理完毕."""
    return any(same_stage(stage_in(quote[m.end() : m.end() + 8]), stage) for m in _ALL_DONE.finditer(quote))
