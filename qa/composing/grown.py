"""By how much something has grown → from the two figures of a sentence that says from what to what it has."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from index.kinds import UNRELATED
from index.language.figures import Figure, find_figures
from index.language.units import SHARES
from qa.composing.lines import source_of
from qa.composing.reckoned import formula, reckoned
from qa.composing.request import Composed, Request
from qa.understanding.reckoning import Kind
from qa.wording import not_stated, shown

__all__ = ["growth_stated"]

_BY = re.compile(
    r"(?:增加|增长|提高|上升|增多|减少|下降|降低|缩小|多|少|涨|升|降)(?:了|出)?(?:多少|几|百分之[几多])(?!倍)|"
    r"增幅(?:是|为|有|达)?(?:多少|多大|百分之[几多])|"
    r"\bhow much (?:more|less|did|has|have)\b|\bby how (?:much|many)\b",
    re.IGNORECASE,
)
_AS_SHARE = re.compile(r"百分之|增幅|幅度|per ?cent|percentage|%", re.IGNORECASE)
_OF_YEARS = re.compile(
    r"[两二三四五六七八九十\d]{1,2}年(?:来|间|里|内|累计|一?共|总共)|\b(?:two|three|four|five|ten) years\b"
)
_FROM = re.compile(r"[由从](?P<when>[^，,。；;由从]{0,16})$")
_TO = re.compile(
    r"^(?:左右|以上)?(?:，|,)?(?:增加|增长|提高|上升|扩大|发展|攀升|跃升|提升|壮大|减少|下降|降低|降|缩小|增|升)(?:到|至|为|了?到)"
    r"[^，,。；;]{0,12}$"
)
_YEARLY = re.compile(r"年均|年平均|平均每年|每年|\bannual|\baverage|\bper year", re.IGNORECASE)
_BESIDE = 8
_YEAR = re.compile(r"(?:19|20)\d\d")


def growth_stated(request: Request) -> Composed | None:
    """The difference and the rate; None where the reader's sentence does not say from what it grew to its figure.

    Where it does, of another time than asked about, its figure is no answer either.
    """
    query = request.query
    if request.scope.missing or query.doubted or not _BY.search(query.question):
        return None
    plain = request.plain(query.question)
    shorts = [each.short for each in plain.readings] or [plain.short or ""]
    cited = {(c.report.document_id, c.start): c for c in plain.citations}
    if plain.status not in ("answered", "ambiguous") or not shorts[0] or len(cited) != 1:
        return None
    citation = replace(next(iter(cited.values())), n=1)
    pair = next((found for short in shorts if (found := _from_to(citation.quote, short, query.question))), None)
    if pair is None:
        return None
    before, after, in_time = pair
    if not in_time:
        total = sum(report.kind != UNRELATED for report in request.retriever.index.reports)
        text = not_stated(request.scope, total, request.language)
        return Composed("calculation", "not_stated", None, text, (), plain.passages)
    results = [(kind, reckoned(kind, [after, before])) for kind in _kinds(query.question)]
    colon, stop = (": ", ": ") if request.language == "en" else ("：", "。")
    lines = [f"{result}{stop}{formula(kind, [after, before], result)} [{citation.n}]" for kind, result in results]
    lines.append(f"{source_of(citation.report, request.language)}{colon}{shown(citation.quote)}[{citation.n}]")
    return Composed("calculation", "answered", results[0][1], "\n".join(lines), (citation,), plain.passages)


def _kinds(question: str) -> tuple[Kind, ...]:
    """What is reckoned, that which is asked for first."""
    return ("growth", "apart") if _AS_SHARE.search(question) else ("apart", "growth")


def _from_to(quote: str, short: str, question: str) -> tuple[Figure, Figure, bool] | None:
    """由1997年的797.7亿元增加到去年的1518.2亿元: both figures, where one is the answer found or that is a yearly rate
    nobody asked for; and whether they are of the time asked about.
    """
    yearly = _YEARLY.search(quote.partition(short)[0][-_BESIDE:]) and not _YEARLY.search(question)
    figures = [each for each in find_figures(quote) if not each.doubtful]
    for before, after in pairwise(figures):
        start = _FROM.search(quote[: before.start])
        if (
            start is None
            or before.unit != after.unit
            or before.unit in SHARES
            or not _TO.match(quote[before.end : after.start])
        ):
            continue
        if before.value > 0 and (yearly or any(each.text in short or short in each.text for each in (before, after))):
            years = set(_YEAR.findall(start["when"]))
            return before, after, years <= set(_YEAR.findall(question)) or bool(_OF_YEARS.search(question))
    return None
