"""By how much something has grown, and to how many times → from a sentence that says from what to what it has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.language.figures import Figure, find_figures
from index.language.units import SHARES
from index.types import Report
from qa.composing.figures import CLAUSE_BORDER
from qa.composing.lines import solid, source_of
from qa.composing.reckoned import formula, reckoned
from qa.composing.request import Composed, Request
from qa.composing.topic import ABOUT, Said, said_of, topic_of
from qa.retrieval.concepts import coverage
from qa.types import Answer, Citation, Language
from qa.understanding.ends_asked import BOTH_ENDS
from qa.understanding.terms import Kind
from qa.wording import not_stated, shown

__all__ = ["cited", "clause_to", "dated_ends", "grown_again", "growth_of_another_time", "growth_stated"]

_YEAR_SAID = r"(?:19|20)\d\d年"
# 砍掉几个: what is cut has become fewer; 取消, 整合 count what they are done to.
_CUT = "(?:砍|精[简减]|压[减缩]|[削裁缩]减|撤并|裁|撤)"
_VERB = f"(?:净?增加?|增长|提高|上升|增多|减少?|下降|降低|缩小|回落|多|少|涨|升|降|扩大|{_CUT})(?:掉|去|下[来去]?)?"
_IS_CUT = re.compile(_CUT)
_CUT_BY = re.compile(f"{_CUT}[^，,。；;到至为成\\d]{{0,12}}$")
_MUCH = "(?:多少|几|百分之[几多]少?)"
_RATE = "(?:增幅|涨幅|降幅|增速|(?<!自然)增长率|增长幅度|幅度)"
_TIMES_ASKED = "(?:几|多少)[倍番]"
_RATE_ASKED = rf"{_RATE}(?:又|是|为|有|达)*(?:多少|多大|多高|{_MUCH})"
_POINTS = re.compile("(?:多少|几)个?(?:百分)?点")
_BY = re.compile(
    rf"{_VERB}(?:出来?)?了?{_MUCH}|比{_YEAR_SAID}[^，。？?]{{0,6}}[高低大]出?来?了?{_MUCH}|{_RATE}(?:又|是|为|有|达)*(?:多少|多大|多高|{_MUCH})|{_TIMES_ASKED}|{BOTH_ENDS.pattern}|"
    r"\bhow (?:much|many) (?:more|less|fewer)\b|\bhow much (?:did|has|have)\b|\bby how (?:much|many)\b|"
    r"\bhow many times\b",
    re.IGNORECASE,
)
_BASE = r"(?:(?:原来|当初|当时|以前|之前|基期|起初|期初|过去|前者|(?:19|20)\d\d年)的?)?"
_AGAIN = re.compile(
    r"^(?:那么?|又|也|则|合|[，,\s]|也就是说?|大[约概]|约|按[^，,按算]{0,6}算)*(?:等于|相当于|是|为|达到?|到了)?"
    rf"(?:{_BASE}{_TIMES_ASKED}|翻了?(?:几|多少)番|(?:一?共|总共|总计)?{_VERB}(?:出来?)?了?{_MUCH}(?:[万亿]*[㐀-鿿]{{1,4}})?|"
    rf"{_RATE_ASKED})(?:呢|啊|呀|了)*$|"
    r"^(?:and |or )*(?:by how (?:much|many)|how many times|what (?:growth rate|percentage|per ?cent|"
    r"is the (?:growth|increase|ratio)))\b[^?]{0,40}$",
    re.IGNORECASE,
)
_TIMES = re.compile(rf"{_TIMES_ASKED}|\btimes\b|\bratio\b", re.IGNORECASE)
_AS_SHARE = re.compile(rf"百分之|{_RATE_ASKED}|per ?cent|percentage|growth rate|%", re.IGNORECASE)
_OF_YEARS = re.compile(
    r"[两二三四五六七八九十\d]{1,2}年(?:来|间|里|内|累计|一?共|总共)|原来|当初|起初|期初|"
    r"\b(?:two|three|four|five|ten) years\b"
)
# 由24.1%、24%提高到27%、44%: two at once, of which the second of each does not go with its neighbour.
_FROM = re.compile(r"[由从](?P<when>[^，,。；;由从、%％]{0,16})$")
_TO = re.compile(
    r"^(?:左右|以上)?(?:，|,)?(?:增加|增长|提高|上升|扩大|扩展|发展|攀升|跃升|提升|壮大|减少|下降|降低|降|缩小|回落|压减|压缩|上涨|增|升|减|"
    r"精[简减]|[削裁缩]减|调整|归并|整合|合并|优化|清理|压){1,2}(?:到|至|为|了?到)"
    r"(?P<when>[^，,。；;]{0,12})$"
)
_YEARLY = re.compile(r"年均|年平均|平均每年|每年|\bannual|\baverage|\bper year", re.IGNORECASE)
_BESIDE = 8
# What leads to both figures must have this share of the words of the question.
_LEAST_NAMED = 0.4
# 比农村高多少: held against another thing or place, not against another time.
_BESIDE_ANOTHER = re.compile(
    '(?<![同环占相对之增])比(?![例重值率较赛分]|(?:19|20)|[一二两三四五六七八九十0-9]{1,2}年|[“"]?[一二三四五六七八九十]{1,2}五|'
    "[上去前][一]?年|前|[原当起期基年最]|以前|过去|那时|开始)"
)
_PLAN = re.compile('[“"]?[一二三四五六七八九十]{1,2}五[”"]?(?:规划|时期|期间)?')
_YEAR = re.compile(r"(?:19|20)\d\d")
_SPAN = re.compile(r"(?:19|20)\d\d年?[-—–－~至到](?:19|20)\d\d")
_YEARS_AGO = re.compile("[两二三四五六七八九十\\d]年前|原来|当初|起初|期初|期末|初")


@dataclass(frozen=True, slots=True)
class _Ends:
    """From what to what; in_time: of the time asked about. start: where the sentence begins to say so."""

    before: Figure
    after: Figure
    in_time: bool
    start: int


def growth_stated(request: Request) -> Composed | None:
    """The difference, the rate or how many times; None where no sentence says from what it grew to what."""
    found = _found(request)
    if found is not None:
        answer, citation, ends = found
        if ends.in_time:
            return _told(request, citation, ends, request.query.question, answer)
    query = request.query
    if not _asks(request) or _YEARLY.search(query.question) or not (query.years or query.plan_years):
        return None
    return None if _says_cut(request) else _searched(request)


def _says_cut(request: Request) -> bool:
    """Whether the reports say themselves how much was cut: 精简审批事项46项."""
    if not _IS_CUT.search(request.query.question):
        return False
    plain = request.plain(request.query.question)
    quotes = [each.quote.partition(plain.short)[0] for each in plain.citations[:1] if plain.short]
    return any(_CUT_BY.search(quote) for quote in quotes)


def growth_of_another_time(request: Request) -> Composed | None:
    """A refusal where what is found says from what to what it grew at another time than asked about."""
    found = _found(request)
    if found is None or found[2].in_time:
        return None
    text = not_stated(request.scope, request.reports_total, request.language)
    return Composed("calculation", "not_stated", None, text, (), found[0].passages)


def grown_again(label: str, answer: Answer, language: Language) -> Answer | None:
    """The same growth reckoned in another way, of a part that asks for no more: 是原来的几倍, 净增多少."""
    if not _AGAIN.search(label.strip(" ?？。.")) or len(answer.citations) != 1:
        return None
    citation = answer.citations[0]
    first = answer.text.split("\n", 1)[0]
    ends = [each for each in _ends(citation.quote, label) if each.before.text in first and each.after.text in first]
    if len(ends) != 1:
        return None
    kinds: tuple[Kind, ...] = ("apart",) if ends[0].after.unit in SHARES else _kinds(label)[:1]
    lines = _lines(kinds, ends[0], citation.n, language)
    result = reckoned(kinds[0], [ends[0].after, ends[0].before])
    return replace(answer, question=label, short=result, text="\n".join(lines))


def _asks(request: Request) -> bool:
    query = request.query
    if request.scope.missing or query.doubted or _BESIDE_ANOTHER.search(query.question):
        return False
    return _BY.search(query.question) is not None


def _found(request: Request) -> tuple[Answer, Citation, _Ends] | None:
    """What the reader finds, where its sentence says from what to what it grew."""
    if not _asks(request):
        return None
    question = request.query.question
    plain = request.plain(question)
    shorts = [each.short for each in plain.readings] or [plain.short or ""]
    cited = {(c.report.document_id, c.start): c for c in plain.citations}
    if plain.status not in ("answered", "ambiguous") or not shorts[0] or len(cited) != 1:
        return None
    citation = replace(next(iter(cited.values())), n=1)
    years = _years_of(request)
    whole = _is_its_span(question, citation.report)
    if BOTH_ENDS.search(question):
        pair = _named_best(request, citation.quote, list(_ends(citation.quote, question, years, whole=whole)))
        return (plain, citation, pair) if pair else None
    pairs = (_from_to(citation.quote, short, question, years, whole=whole) for short in shorts)
    pair = next(filter(None, pairs), None)
    return (plain, citation, pair) if pair else None


def _named_best(request: Request, quote: str, ends: Sequence[_Ends]) -> _Ends | None:
    """The one of a sentence that names most of what is asked about; None where none does, or two do alike."""
    topic, question = topic_of(request), request.query.question
    pairs = {question[at : at + 2] for at in range(len(question) - 1)}

    def named(each: _Ends) -> tuple[float, int]:
        clause = solid(_led_by(quote, each))
        return coverage(topic, clause), sum(pair in clause for pair in pairs)

    ranked = sorted(ends, key=named, reverse=True) if topic else []
    if not ranked or named(ranked[0])[0] < _LEAST_NAMED:
        return None
    return None if len(ranked) > 1 and named(ranked[0]) == named(ranked[1]) else ranked[0]


def _led_by(text: str, ends: _Ends) -> str:
    """What leads to both figures: their clause; where that begins with 由, the one before it, too."""
    clause = clause_to(text, ends.after, ends.start)
    if not clause.lstrip().startswith(("由", "从")) or ends.start < 1:
        return clause
    return clause_to(text, ends.after, max(0, ends.start - 2))


def _searched(request: Request) -> Composed | None:
    """The same from the sentences in scope that name what is asked about where they say from what to what."""
    question, topic = request.query.question, topic_of(request)
    if request.query.plan_years:  # the report is of that time, and need not say so of each figure
        topic = tuple(each for each in topic if not _PLAN.fullmatch(each.variants[0]))
    if not topic:
        return None
    years = _years_of(request)
    for said in said_of(request, topic):
        if said.share < ABOUT:
            break
        text = said.text
        ends = [
            each
            for each in _ends(text, question, years, whole=_is_its_span(question, said.hit.report))
            if each.in_time and coverage(topic, solid(_led_by(text, each))) >= ABOUT
        ]
        if len(ends) == 1:
            return _told(request, cited(said), ends[0], question, None)
    return None


def cited(said: Said) -> Citation:
    """A sentence as the only citation."""
    text = said.text
    start = said.span.start + len(text) - len(text.lstrip())
    quote = text.strip()
    return Citation(1, said.hit.report, said.hit.heading_path, quote, start, start + len(quote))


def clause_to(text: str, figure: Figure, start: int | None = None) -> str:
    """What a sentence says of a figure: the clause up to it that start, or the figure itself, stands in."""
    at = figure.start if start is None else start
    begin = max([0, *(m.end() for m in CLAUSE_BORDER.finditer(text, 0, at))])
    return text[begin : figure.end]


def _told(request: Request, citation: Citation, ends: _Ends, question: str, plain: Answer | None) -> Composed:
    colon = ": " if request.language == "en" else "："
    kinds = _kinds(question)
    of_shares = ends.after.unit in SHARES
    if of_shares:
        kinds = ("apart",) if _POINTS.search(question) else ()
    lines = _lines(kinds, ends, citation.n, request.language)
    result = reckoned(kinds[0], [ends.after, ends.before]) if kinds else ""
    if BOTH_ENDS.search(question):
        result = f"{ends.before.text} → {ends.after.text}"
        lines.insert(0, f"{result} [{citation.n}]")
    lines.append(f"{source_of(citation.report, request.language)}{colon}{shown(citation.quote)}[{citation.n}]")
    passages = plain.passages if plain else tuple(request.plain(question).passages)
    return Composed("calculation", "answered", result, "\n".join(lines), (citation,), passages)


def _lines(kinds: Sequence[Kind], ends: _Ends, n: int, language: Language) -> list[str]:
    stop = ": " if language == "en" else "。"
    figures = [ends.after, ends.before]
    results = [(kind, reckoned(kind, figures)) for kind in kinds]
    return [f"{result}{stop}{formula(kind, figures, result)} [{n}]" for kind, result in results]


def _kinds(question: str) -> tuple[Kind, ...]:
    """What is reckoned, that which is asked for first."""
    if _TIMES.search(question):
        return ("times", "apart")
    return ("growth", "apart") if _AS_SHARE.search(question) else ("apart", "growth")


def _years_of(request: Request) -> frozenset[str]:
    """The years that a question names; of a plan's period all of its years and the one it is held against."""
    query = request.query
    if not query.plan_years:
        return frozenset(_YEAR.findall(query.question))
    return frozenset(str(year) for year in range(query.plan_years[0] - 1, query.plan_years[-1] + 1))


def _is_its_span(question: str, report: Report) -> bool:
    """Whether two years are asked about between which just the report's years lie: 2015 and 2020 of 2016 to 2020; or
    the span itself, from what to what a thing went in it.
    """
    years = sorted({int(year) for year in _YEAR.findall(question)})
    covers = report.covers
    if len(covers) < 2 or len(years) != 2 or covers[-1] != years[1]:
        return False
    spans = _SPAN.search(question) is not None and BOTH_ENDS.search(question) is not None
    return covers[0] - 1 == years[0] or (spans and covers[0] == years[0])


def _from_to(quote: str, short: str, question: str, years: frozenset[str], *, whole: bool) -> _Ends | None:
    """由1997年的797.7亿元增加到去年的1518.2亿元: both figures, where one is the answer found or that is a yearly rate
    nobody asked for.
    """
    yearly = _YEARLY.search(quote.partition(short)[0][-_BESIDE:]) and not _YEARLY.search(question)
    for each in _ends(quote, question, years, whole=whole):
        if yearly or any(end.text in short or short in end.text for end in (each.before, each.after)):
            return each
    return None


def dated_ends(quote: str) -> list[tuple[int, Figure, Figure]]:
    """From what of which year to what a sentence says it went: 从1997年的13.56‰降至9.48‰."""
    found = []
    for before, after, start, to in _pairs_told(quote):
        years = _YEAR.findall(start["when"])
        if len(years) == 1 and before.unit == after.unit and not _YEAR.search(to["when"]):
            found.append((int(years[0]), before, after))
    return found


def _pairs_told(quote: str) -> Iterator[tuple[Figure, Figure, re.Match[str], re.Match[str]]]:
    """Two figures that stand beside each other, with what leads to the first and from it to the second."""
    figures = [each for each in find_figures(quote) if not each.doubtful]
    for before, after in pairwise(figures):
        start = _FROM.search(quote[: before.start])
        to = _TO.match(quote[before.end : after.start])
        if start and to:
            yield before, after, start, to


def _ends(
    quote: str, question: str = "", asked: frozenset[str] = frozenset(), *, whole: bool = False
) -> Iterator[_Ends]:
    """Each from what to what that a sentence tells. asked: the years asked about; whole: that they are those of the
    report's whole time, of which a sentence speaks that names none.
    """
    two = len(set(_YEAR.findall(question))) > 1
    to_year = not two and BOTH_ENDS.search(question) is not None  # that it began before is what is asked
    for before, after, start, to in _pairs_told(quote):
        if (
            before.unit != after.unit
            or before.value <= 0
            or (before.unit in SHARES and not (BOTH_ENDS.search(question) or _POINTS.search(question)))
        ):
            continue
        years, until = set(_YEAR.findall(start["when"])), set(_YEAR.findall(to["when"]))
        of_asked = (
            (to_year or years <= asked) and until <= asked and (not two or bool(years or _YEARS_AGO.search(start[0])))
        )
        of_asked = of_asked or (whole and not years and not until)
        yield _Ends(before, after, of_asked or bool(_OF_YEARS.search(question)), start.start())
