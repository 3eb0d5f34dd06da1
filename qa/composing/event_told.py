"""How a calamity was met, in what a question asks of it: 雨雪冰冻那年，路上、水电、困难户各怎么办的 → the sentences
that name it, and what of it they do not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.types import Report, Span
from qa.composing.lines import SCREEN, Lines, solid, source_of
from qa.composing.outline import paragraphs_in, whole_sentences
from qa.composing.request import Composed, Request
from qa.composing.summary import MAIN_KINDS
from qa.composing.topic import every_period, hits_of
from qa.types import Status
from qa.wording import not_stated

__all__ = ["tell_event"]

# How people call it, and how reports do.
_EVENTS = (
    (
        re.compile("雨雪|冰冻|雪灾|冰灾|凝冻|暴雪|冰雪灾"),
        re.compile("雨雪冰冻|冰冻灾害|冰雪灾害|雪灾|冰灾|凝冻|暴雪|暴风雪"),
    ),
    (re.compile("地震|震灾"), re.compile("地震|震灾|抗震救灾")),
    (re.compile("洪灾|洪水|洪涝|水灾|抗洪|发大水"), re.compile("洪灾|洪水|洪涝|水灾|抗洪|特大暴雨")),
    (re.compile("旱灾|干旱|大旱|抗旱"), re.compile("旱灾|干旱|大旱|抗旱|旱情|特旱")),
    (re.compile("台风"), re.compile("台风")),
    (re.compile("非典|SARS"), re.compile("非典|SARS")),
)
_HOW = re.compile("怎么|咋|如何|怎样|(?:啥|什么|哪些)(?:措施|办法|举措)|(?:做|干)了(?:些)?(?:啥|什么|哪些)")
_FIGURE = re.compile("多少|几[个人户亿万]|为什么|为啥|谁|[对是]吗|有没有")
_EACH = re.compile("各|分别|都|[、和跟].{1,12}[、和跟]")
# An aspect as it is asked for, and the words of it in a report.
_ASPECTS = (
    (re.compile("路上|道路|交通|公路|铁路|出行|行车"), re.compile("路|交通|运输|通行|旅客")),
    (re.compile("供电|电力|水电|停电|用电|电网"), re.compile("电")),
    (re.compile("供水|水电|停水|吃水|饮水"), re.compile("供水|水电|饮水|自来水|用水")),
    (re.compile("困难户|群众|百姓|灾民|受灾的人|民政|救助"), re.compile("群众|灾民|困难|救助|安置|民生")),
    (re.compile("重建|房子|住房|倒房"), re.compile("重建|房")),
    (re.compile("物价|市场|供应|买菜"), re.compile("物价|市场|供应")),
)
_GOES_ON = re.compile("^(?:灾后|全力|迅速|及时|紧急|确保|广大|各级|这场|抢)")
_MET = re.compile("抗击|抗[震洪旱灾冰台]|救[灾援]|战胜|应对|克服|抢[险通修]|安置|灾后|夺取|恢复(?!原貌)")
_REHEARSED = re.compile("演习|演练|预案|遗址|支援|援助")
_MOST_SENTENCES, _LONGEST = 5, 400

_Told = tuple[tuple[str, ...], Span]


def tell_event(request: Request) -> Composed | None:
    """None where no calamity's course is asked after in several things, or the reports name it and do not tell how it
    was met; where they do not name it at all, that is said.
    """
    question = request.query.question
    reports = next((told for asked, told in _EVENTS if asked.search(question)), None)
    if reports is None or request.language != "zh" or len(request.query.places) != 1 or request.scope.missing:
        return None
    if not _HOW.search(question) or _FIGURE.search(question) or not _EACH.search(question):
        return None
    scope = every_period(request)
    index = request.retriever.index
    given = [
        index.reports[i]
        for i in scope.reports
        if index.reports[i].kind in MAIN_KINDS and (i in scope.preferred or not scope.years)
    ]
    found = [(report, list(_sentences(request, report, reports))) for report in given]
    told = [each for each in found if each[1]]
    told.sort(key=lambda each: (len(_unsaid(question, each[0], each[1])), -len(each[1]), each[0].id))
    if told:
        return _composed(request, *told[0])
    if any(reports.search(report.text, report.start, report.end) for report in given):
        return None
    return Composed("how", "not_stated", None, not_stated(scope, request.reports_total, request.language), ())


def _unsaid(question: str, report: Report, sentences: Sequence[_Told]) -> list[str]:
    """Which of the aspects asked for they do not speak of."""
    said = "".join(report.text[span.start : span.end] for _, span in sentences)
    unsaid = (asked[0] for of, words in _ASPECTS if (asked := of.search(question)) and not words.search(said))
    return list(dict.fromkeys(unsaid))


def _sentences(request: Request, report: Report, named: re.Pattern[str]) -> Iterator[_Told]:
    """Those of the review that name it and how it was met, with those right behind that go on with it."""
    index = request.retriever.index
    seen: set[int] = set()
    for chunk in index.chunks(index.report_rows(report.id)):
        if chunk.role != "review":
            continue
        for paragraph in paragraphs_in(index.sections(report.id), report, chunk.start, chunk.end):
            goes_on = False
            for span in whole_sentences(report.text, paragraph.start, paragraph.end):
                text = solid(report.text[span.start : span.end])
                tells = all(each.search(text) for each in (named, _MET)) and not _REHEARSED.search(text)
                goes_on = tells or (goes_on and _GOES_ON.match(text) is not None)
                if goes_on and span.start not in seen and len(span) <= _LONGEST:
                    seen.add(span.start)
                    yield chunk.heading_path, span


def _composed(request: Request, report: Report, sentences: Sequence[_Told]) -> Composed:
    """Answered where they speak of any aspect asked for, or none is named."""
    lines = Lines()
    lines.text.append(f"{source_of(report, request.language)}：")
    for path, span in sentences[:_MOST_SENTENCES]:
        if lines.length + len(span) <= SCREEN or not lines.citations:
            lines.text.append(f"· {lines.quoted(report, path, span)}")
    question = request.query.question
    if unsaid := _unsaid(question, report, sentences[:_MOST_SENTENCES]):
        lines.text.append(f"报告没有写明{'、'.join(unsaid)}是怎么办的。")
    asked = {found[0] for of, _ in _ASPECTS if (found := of.search(question))}
    status: Status = "not_stated" if asked and asked == set(unsaid) else "answered"
    text = "\n".join(lines.text)
    return Composed("how", status, None, text, tuple(lines.citations), tuple(hits_of(request, lines.citations)))
