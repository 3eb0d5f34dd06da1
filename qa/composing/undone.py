"""How much is left of what was to be done, and the rate → from a sentence that says how much there was and is done."""

from __future__ import annotations

import re
from dataclasses import replace

from index.language.figures import Figure, find_figures
from index.language.units import SHARES
from qa.citing.citation import LONGEST_QUOTE
from qa.composing.figures import CLAUSE_BORDER
from qa.composing.lines import sentence_around, source_of
from qa.composing.numbering import is_answered
from qa.composing.reckoned import formula, reckoned
from qa.composing.request import Composed, Request
from qa.types import Answer, Citation, Language
from qa.understanding.undone import Undone, read_undone, undone_in
from qa.wording import shown

__all__ = ["left_again", "left_undone"]

# 其余13个未开工: the report says itself what is left.
_SAYS_LEFT = re.compile("[未没尚剩]|其余|余下")
_REACH = 12


def left_undone(request: Request) -> Composed | None:
    """The rest or the rate with both figures; None where none is asked for, or a report states it itself."""
    query = request.query
    asked = None if request.scope.missing or query.doubted else read_undone(query.question, request.language)
    if asked is None or _states_it(asked, request.plain(request.question)):
        return None
    for question in asked.questions:
        answer = request.plain(question)
        if answer.status != "answered" or not answer.short or len(answer.citations) != 1:
            continue
        citation = replace(_whole_sentence(answer.citations[0]), n=1)
        pair = _whole_and_part(asked, citation.quote, answer.short)
        if pair is not None:
            return _told(request, asked, answer, citation, *pair)
    return None


def left_again(label: str, answer: Answer, language: Language) -> Answer | None:
    """The rate of what is left, or the rest of a rate, of a part that asks it of the same: 整改完成率又是多少."""
    asked = undone_in(label) if language == "zh" else None
    if asked is None or len(asked.thing) > 1 or len(answer.citations) != 1 or answer.status != "answered":
        return None
    citation, first = answer.citations[0], answer.text.split("\n", 1)[0]
    figures = [each for each in find_figures(citation.quote) if each.text in first]
    if len(figures) != 2 or " = " not in first or not any(verb in citation.quote for verb in asked.verbs):
        return None
    result, line = _reckoned(asked, figures[0], figures[1], citation.n, language)
    return replace(answer, question=label, short=result, text=line)


def _states_it(asked: Undone, answer: Answer) -> bool:
    if not is_answered(answer.status) or not answer.short or not answer.citations:
        return False
    if asked.kind == "share":
        return answer.short.endswith(("%", "％", "成"))
    before, _, after = answer.citations[0].quote.partition(answer.short)
    clause = CLAUSE_BORDER.split(before)[-1][-_REACH:] + CLAUSE_BORDER.split(after)[0][:_REACH]
    return _SAYS_LEFT.search(clause) is not None


def _whole_sentence(citation: Citation) -> Citation:
    """The sentence that a quote is cut from, where it can be quoted whole."""
    text = citation.report.text
    own = sentence_around(text, citation.start, citation.end, parted=True)
    begin, end = own.start, own.end
    if len(own) > LONGEST_QUOTE or begin > citation.start:
        return citation
    begin += len(text[begin:end]) - len(text[begin:end].lstrip())
    return replace(citation, quote=text[begin:end], start=begin, end=end)


def _whole_and_part(asked: Undone, quote: str, short: str) -> tuple[Figure, Figure] | None:
    """431件信访件完成整改417件 → 431件, 417件: what was done, and before it how many of the same there were."""
    figures = [each for each in find_figures(quote) if not each.doubtful]
    parts = [n for n, each in enumerate(figures) if each.text == short and each.unit not in SHARES]
    if len(parts) != 1:
        return None
    part = figures[parts[0]]
    begin = max((m.end() for m in CLAUSE_BORDER.finditer(quote, 0, part.start)), default=0)
    border = CLAUSE_BORDER.search(quote, part.end)
    own = quote[begin : border.start() if border else len(quote)]
    if not any(verb in own for verb in asked.verbs):
        return None
    wholes = [each for each in figures[: parts[0]] if each.unit == part.unit]
    if not wholes or wholes[-1].value < part.value:
        return None
    before, behind = _said_of(quote, figures, wholes[-1])
    return (wholes[-1], part) if asked.is_of(before) and _is_named(asked.thing, before + behind) else None


def _said_of(quote: str, figures: list[Figure], figure: Figure) -> tuple[str, str]:
    """The clause before and behind a figure, as far as it stands between the figures beside it."""
    at = figures.index(figure)
    begin = max(
        [figures[at - 1].end if at else 0, *(m.end() for m in CLAUSE_BORDER.finditer(quote, 0, figure.start))],
    )
    border = CLAUSE_BORDER.search(quote, figure.end)
    end = min(border.start() if border else len(quote), figures[at + 1].start if at + 1 < len(figures) else len(quote))
    return quote[begin : figure.start], quote[figure.end : end]


def _is_named(thing: str, said: str) -> bool:
    """Whether two characters of the thing asked about stand in what is said of a figure; of an English one, any."""
    return not thing or any(thing[at : at + 2] in said for at in range(len(thing) - 1))


def _told(request: Request, asked: Undone, answer: Answer, citation: Citation, whole: Figure, part: Figure) -> Composed:
    result, line = _reckoned(asked, whole, part, citation.n, request.language)
    colon = "：" if request.language == "zh" else ": "
    source = f"{source_of(citation.report, request.language)}{colon}{shown(citation.quote)}[1]"
    return Composed("calculation", "answered", result, f"{line}\n{source}", (citation,), answer.passages)


def _reckoned(asked: Undone, whole: Figure, part: Figure, n: int, language: Language) -> tuple[str, str]:
    """The result, and the line that reckons it."""
    figures = [whole, part] if asked.kind == "rest" else [part, whole]
    result = reckoned(asked.kind, figures)
    return result, f"{result}{'。' if language == 'zh' else ': '}{formula(asked.kind, figures, result)} [{n}]"
