"""What a report says is still wanting: 清醒地看到，…还存在不少困难和问题, and what it then names."""

from __future__ import annotations

import re

from index.kinds import UNRELATED
from index.types import Report, Span
from qa.composing.lines import SCREEN, Lines, solid, source_of
from qa.composing.outline import whole_sentences
from qa.composing.request import Composed, Request
from qa.composing.topic import ABOUT, hits_of, topic_of
from qa.retrieval.concepts import coverage

__all__ = ["admitted", "name_shortcomings"]

_WANTING = r"(?:问题|不足|困难|短板|差距|薄弱(?:环节|之处)?|矛盾|挑战|弱项|欠缺|缺点|痛点|难点|毛病)"
_NOT_WELL = (
    "(?:(?:没有?|未能?)(?:完全|真正)?(?:做|办|干|抓|落实|推进)(?:好|到位|到家|足|够)|(?:做|办|干|抓|落实|推进)得?(?:还|都|仍)?(?:不太?|没)(?:够|好|到位|足|理想|行)|"
    "还?(?:不到位|不够|不行|差点?火候|跟不上|落后|欠账|有待加强|需要?(?:加强|改进|提升)))"
)
_PLACES = "(?:地方|方面|工作|事情?|环节|领域|之处)"
_ASKED = re.compile(
    rf"(?:哪[些几][个处]?|什么|啥){_PLACES}?(?:还|都|是|仍|自己|现在|目前)*{_NOT_WELL}|哪[里儿](?:还|都)?{_NOT_WELL}|"
    rf"{_NOT_WELL}的{_PLACES}?(?:还|都|主要)?(?:有|是)?(?:哪|什么|啥)|有(?:什么|啥|哪些){_NOT_WELL}的{_PLACES}|"
    rf"{_WANTING}[和与及、，]?(?:{_WANTING})?(?:都|主要|具体|究竟|到底)?(?:有|是|在|表现在?|体现在?)(?:哪|什么|啥|几)|"
    rf"{_WANTING}[，,](?:具体|分别|都|各|究竟|到底)*(?:是|有|指)?哪|"
    rf"(?:哪些|什么|啥|几[个条点]|多少)[^，。,?？]{{0,8}}{_WANTING}|"
    rf"(?:存在|面临|承认|坦承|正视|指出|检讨|反思|点出|摆出|自我?剖析)[^，。,?？]{{0,12}}{_WANTING}|"
    r"\b(?:what|which)\b[^?]{0,40}\b(?:weak\w*|shortcomings?|problems?|difficult\w+|challenges|deficienc\w+)\b|"
    r"\b(?:admit\w*|acknowledg\w*|concede\w*|face[sd]?|recogni[sz]e\w*|own(?:s|ed)? up)\b[^?]{0,40}"
    r"\b(?:weak\w*|shortcomings?|problems?|difficult\w+|deficienc\w+|fall\w* short|fell short|lack\w*|gaps?|"
    r"inadequa\w+|not (?:yet )?good enough|behind)\b",
    re.IGNORECASE,
)
# Of a proposal, a letter, a hearing: problems that others bring up.
_OF_OTHERS = re.compile("提案|建议|群众反映|反映的|信访|审计|整改|解决了|督[查促]|案件|回应")
_ADMITS = re.compile(
    rf"(?:看到|认识到|意识到|正视|不容忽视|感到)[^。；\n正看认]{{0,30}}?{_WANTING}|"
    rf"(?:还|仍|也|尚)(?:然|旧)?(?:存在|面临|有)[^。；\n]{{0,24}}?{_WANTING}"
)
# 对此，我们将…: what is to be done about it.
_OVER = re.compile(
    "^(?:对此|对于?这些|针对(?:这些|上述|以上)|我们(?:将|要|一定|必须)|下一步|今后|各位(?:代表|委员)|[（(]?[一二三四五六七八九]+[、）)])"
)
_MOST_REPORTS, _MOST_SENTENCES = 3, 12


def name_shortcomings(request: Request) -> Composed | None:
    """The sentence that admits them and those that name them; None where another thing is asked or none is admitted."""
    question = request.query.question
    if (
        request.scope.missing
        or request.query.selects_places
        or not _ASKED.search(question)
        or _OF_OTHERS.search(question)
    ):
        return None
    scope, reports = request.scope, request.retriever.index.reports
    chosen = [reports[i] for i in scope.reports if i in scope.preferred] or [reports[i] for i in scope.reports]
    chosen = [each for each in chosen if each.kind != UNRELATED]
    if not 0 < len(chosen) <= _MOST_REPORTS or len({each.place_code for each in chosen}) > 1:
        return None
    topic = topic_of(request)
    of_less = [each for each in topic if not any(map(_OF_ALL.fullmatch, each.variants))]
    found: list[tuple[float, Report, list[Span]]] = []
    for report in chosen:
        if spans := admitted(report):
            said = solid(report.text[spans[0].start : spans[-1].end])[:_HEAD]
            if not of_less or coverage(of_less, said) >= ABOUT:  # 教育方面还存在哪些问题 asks for less than all
                found.append((coverage(topic, said), report, spans))
    if not found:
        return None
    _, report, spans = max(found, key=lambda each: each[0])
    return _composed(request, report, spans)


_HEAD = 120
_OF_ALL = re.compile(
    rf"(?>{_WANTING}|存在|面临|遇到|承认|坦承|坦言|直言|正视|指出|看到|认识|检讨|反思|点出|摆出|剖析|当时|当前|目前|现阶段|经济|社会|经济社会|"
    r"难题|认同|吸纳|留下|常委会|.{1,2}月|发展|工作|自身|自我|自己|前进|主要|突出|哪些|逐条|列举|清醒|政府|政府工作|履职|弱点|缺陷|确认|认可|报告|"
    r"[省市区县州]?长|[作做](?:报告)?|过去(?:[一二三四五几]年)?|[去上]年|[一二三四五几]年|[没未]?补[上齐足]|还|尚|仍|没有?|未|时|[没未]?解决好?|[没未]?做好|改进|待|时候?|概括|讲|说|主席|大?会上?|人代会|两会|概括|归纳|总结|梳理|简要|一下|哪几|[几条点个]|地方|方面|事情?|环节|之处|领域|工作|"
    r"(?:做|办|干|抓|落实|推进)(?:好|得)?|[不没]?(?:够|好|行|到位)|不[够好]的?|没有?|需要|加强|提升|有待|落后|的)++"
)


def admitted(report: Report) -> list[Span]:
    """The sentence of a report that admits shortcomings, and those behind it that name them."""
    text = report.text
    for found in _ADMITS.finditer(text, report.start, report.end):
        low = max(report.start, max(text.rfind(mark, report.start, found.start()) for mark in "。！\n") + 1)
        spans = whole_sentences(text, low, min(report.end, low + 2 * SCREEN))
        if not spans or not spans[0].start <= found.start() < spans[0].end:
            continue
        chosen = spans[:1]
        for span in spans[1:_MOST_SENTENCES]:
            if _OVER.search(text[span.start : span.end].strip()):
                break
            chosen.append(span)
        if len(chosen) > 1 or len(chosen[0]) >= _NAMES:
            return chosen
    return []


# So long a sentence names what it admits.
_NAMES = 60


def _composed(request: Request, report: Report, spans: list[Span]) -> Composed:
    lines = Lines()
    colon = ": " if request.language == "en" else "："
    lines.text.append(source_of(report, request.language).rstrip() + colon.strip())
    for span in spans:
        if lines.length + len(span) > SCREEN and len(lines.text) > 1:
            lines.text.append("(More is left out.)" if request.language == "en" else "（还有部分内容未列出。）")
            break
        lines.text.append(f"· {lines.quoted(report, (), span)}")
    return Composed(
        "list",
        "answered",
        None,
        "\n".join(lines.text),
        tuple(lines.citations),
        tuple(hits_of(request, lines.citations)),
    )
