"""企业能贷多少钱，要不要抵押 behind “财园信贷通”是个啥: what is asked of a term, by the sentences that explain it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.language.figures import find_figures
from qa import wording
from qa.composing.lines import solid
from qa.composing.numbering import is_answered
from qa.composing.request import Request
from qa.composing.term import term_printed
from qa.types import Answer, AnswerForm, Citation, Part
from qa.understanding.interrogatives import find_interrogative
from qa.understanding.meaning_asked import doing_asked, meaning_asked
from qa.understanding.parts import AskedPart
from qa.understanding.term_asked import quoted_terms
from qa.understanding.where_when import Read

__all__ = ["answer_of_term", "asked_of_term"]

_MONEY = re.compile(r"(?:多少|几)(?:钱|[百千万亿]{0,2}元|块)|额度|上限|[贷借补奖给拿领]多少$")
_LONG = re.compile(r"多久|多长|几(?:年|个?月|天|周)|期限")
_RATE = re.compile("利率|利息|百分之|费率|比例")
# How much it came to is not how much there may be.
_DONE = re.compile("[了过共]|累计|合计|全年")
_DURATION = re.compile(
    r"(?:[0-9]{1,3}|[一二两三四五六七八九十]{1,3}|半)(?:个月|年(?!底|末|初|度|代|来)|个?工作日|天|周)期?(?:以?[内上下]|左右)?"
)
_WHETHER = re.compile("(?P<verb>[㐀-鿿])不(?P<again>(?P=verb)要?)")
_DONE_TO = re.compile("^(?:需?要|用|交|收|提供|有没有|是不是|能不能|办|付|缴)+|[的了过吗呢吧啊]$")
# 无抵押, 免收手续费, 不需要担保.
_DENIED = re.compile("(?:无|免|零|不|未|没有)(?:需要?|须|必|用|要|收取?|交|缴纳?|提供|任何|再|另外?|得){0,2}$")
_NEEDED = re.compile("(?:需要?|须|必须|应当?|要|凭|以|作为|提供)[^，。；、无免不零]{0,8}$")
_BEFORE = 12
_ROW_BEFORE, _ROW_BEHIND = re.compile("[”」][、和与及“「]{1,2}$"), re.compile("[”」][、和与及“「]{1,2}")


def asked_of_term(request: Request, parts: Sequence[AskedPart], read: Read) -> Sequence[AskedPart]:
    """The parts behind one that asks what a term means, asked of that term; those of a place, time or term of their own
    as they are.
    """
    said = meaning_asked(parts[0].question) if len(parts) > 1 and request.language == "zh" else ""
    if not said:
        return parts
    quoted = quoted_terms(said)
    if not (term := solid(quoted[0]) if quoted else term_printed(request)):
        return parts
    if not quoted:
        said = solid(said).replace(term, f"“{term}”", 1)
    return [parts[0], *(_of_term(each, said, term, read) for each in parts[1:])]


def _of_term(part: AskedPart, said: str, term: str, read: Read) -> AskedPart:
    own = read(part.label)
    asks_itself = meaning_asked(part.label) or doing_asked(part.question)  # 青山工程、碧水工程各自做什么
    if own.place or own.years or quoted_terms(part.label) or asks_itself:
        return part
    return replace(part, question=said + part.label, otherwise=part.question, term=term)


def answer_of_term(request: Request, part: AskedPart, defined: Answer) -> Answer:
    """The answer that is of the term: found where it is named or explained; else that it is not stated.

    defined: the answer to what the term means.
    """
    answer = request.ask(part.question)
    explains = defined.citations if is_answered(defined.status) else ()
    if answer.status == "answered" and _is_of(answer, part.term, explains):
        return answer
    for each in explains:
        found = _denied_or_needed(part.label, each) or _only_figure(part.label, each)
        if found:
            return _answered(request, part, answer, *found, each)
    if part.otherwise:
        other = request.ask(part.otherwise)
        if other.status == "answered" and other.sureness is not None and other.sureness.level == "high":
            return other
    return _refused(request, answer) if is_answered(answer.status) else answer


def _is_of(answer: Answer, term: str, explains: Sequence[Citation]) -> bool:
    """Whether an answer is cited from what explains the term, or from a sentence that names it alone."""
    places = [(each.report.document_id, each.start, each.end) for each in explains]
    return any(
        _names_alone(solid(each.quote), term)
        or any(each.report.document_id == of and each.start < end and start < each.end for of, start, end in places)
        for each in answer.citations
    )


def _names_alone(quote: str, term: str) -> bool:
    """Whether a sentence names a term, not as one of several: 扩大“园区贷”、“税易贷”规模."""
    before, found, behind = quote.partition(term)
    return bool(found) and not _ROW_BEFORE.search(before) and not _ROW_BEHIND.match(behind)


def _denied_or_needed(asked: str, said: Citation) -> tuple[AnswerForm, str] | None:
    """无抵押 to 要不要抵押 → 不要，无抵押; None where it says neither."""
    where = find_interrogative(asked)
    if where is None or not where.whether:
        return None
    thing = _DONE_TO.sub("", asked[where.end :].strip("?？ ") or asked[: where.start]).strip()
    quote = solid(said.quote)
    at = quote.find(thing) if len(thing) > 1 else -1
    if at < 0:
        return None
    verb = _WHETHER.search(asked)
    yes, no = (verb["again"], f"不{verb['again']}") if verb else ("是", "不是")
    before = quote[max(0, at - _BEFORE) : at]
    if denied := _DENIED.search(before):
        return "yes_no", f"{no}，{denied[0]}{thing}"
    return ("yes_no", yes) if _NEEDED.search(before) else None


def _only_figure(asked: str, said: Citation) -> tuple[AnswerForm, str] | None:
    """The figure of the kind that is asked for, where the sentence has no other: 贷多少钱 → 500万元以下."""
    quote = said.quote
    if _DONE.search(asked):
        return None
    if _MONEY.search(asked):
        found = [each.text for each in find_figures(quote) if each.unit.endswith("元")]
    elif _LONG.search(asked):
        found = [each[0] for each in _DURATION.finditer(quote)]
    elif _RATE.search(asked):
        found = [each.text for each in find_figures(quote) if each.unit in ("%", "％", "‰")]
    else:
        return None
    return ("plain", found[0]) if len(found) == 1 else None


def _answered(request: Request, part: AskedPart, base: Answer, form: AnswerForm, short: str, said: Citation) -> Answer:
    cited = replace(said, n=1)
    text = wording.answered(short, cited, request.language, plan=False)
    own = Part(part.question, form, "answered", short, text, (cited,))
    return replace(
        base, question=part.question, status="answered", short=short, text=text, citations=(cited,), parts=(own,)
    )


def _refused(request: Request, answer: Answer) -> Answer:
    text = wording.not_stated(request.scope, request.reports_total, request.language)
    return replace(
        answer, status="not_stated", short=None, text=text, citations=(), readings=(), parts=(), sureness=None
    )
