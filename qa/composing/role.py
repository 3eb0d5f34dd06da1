"""Who holds an office, or gave the report: the person whom the body's own report names so, place by place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.kinds import UNRELATED
from index.types import NamedSpan, Report, Span
from qa.composing.lines import SCREEN, Lines, source_of
from qa.composing.outline import whole_sentences
from qa.composing.request import Composed, Request
from qa.composing.topic import every_period, hits_of, scope_again
from qa.types import Language, PeriodKind, Status
from qa.wording import not_stated, place_name

__all__ = ["name_holders"]

# The office asked for, and the kind of report whose body has it.
_OFFICES = (
    (re.compile(r"政协[^，。]{0,4}主席|主席[^，。]{0,8}政协|CPPCC", re.IGNORECASE), "cppcc_report", ("主席",)),
    (re.compile(r"检察长|procurator", re.IGNORECASE), "procuratorate_report", ("检察长",)),
    (re.compile(r"院长|court", re.IGNORECASE), "court_report", ("院长",)),
    (re.compile(r"人大[^，。]{0,6}主任", re.IGNORECASE), "congress_report", ("主任",)),
    (
        re.compile(
            r"市长|省长|区长|县长|州长|盟长|旗长|自治区[^，。]{0,4}主席|行政长官|mayor|governor|magistrate",
            re.IGNORECASE,
        ),
        "government_report",
        ("市长", "省长", "区长", "县长", "州长", "盟长", "旗长", "主席"),
    ),
)
_OF_REPORT = re.compile(
    r"报告(?!报道|解读)[^，。拍摄写]{0,8}(?:谁|哪[位些])|(?:谁|哪[位些])[^，。]{0,30}报告|报告人|[作做读][^，。]{0,16}报告的[^，。]{0,8}[叫是]|\bdeliver|\bgave\b|\bpresent|\bmade\b|\bread\b"
)
_DEPUTY_OFFICE = re.compile("(?:常务|第一)?副(?:市长|省长|区长|县长|州长|主席|主任|院长|检察长|书记)")
_DEPUTY = re.compile(r"(?:副|原|前任?|常务副)$")
_OWN = re.compile(
    r"(?:省|自治区|市|区|县|州|盟|旗)(?:委员会)?(?:政协|人民政府|政府|中级人民法院|高级人民法院|人民法院|法院|人民检察院|检察院|人大常委会)?(?:党组书记[、,，])?$"
)
_SPEAKS = re.compile(r"\s{0,3}(?:代表|受[^。]{1,30}委托|向大会|作(?:了)?[^。]{0,10}报告)")
_ACTING = re.compile(r"代理?$")
_LEVEL = {"province": "省自治区", "city": "市州盟", "county": "区县市旗", "country": ""}
# The name of a body, an office or a meeting is no person's.
_BODY = re.compile(
    r"人民$|政府|政协|委员会|常委会|大会|法院|检察院|人大|[省市区县州盟旗]$|"
    r"^(?:主席|市长|省长|区长|县长|州长|盟长|旗长|院长|检察长|主任|书记|代表|委员|同志)$"
)
_HEAD = 600
# All who held it: 前后两任市长, 历任主席; or those of several years.
_EVERY = re.compile("前后|先后|历[任届]|[几两三四五]任|[每各]一?任")
_YEAR = re.compile(r"((?:19|20)\d\d)年?")
_LEVELS_OF = {"省长": ("province",), "市长": ("city", "county"), "区长": ("county", "city"), "县长": ("county",)}


@dataclass(frozen=True, slots=True)
class _Held:
    """A person in a report. span: where the name or the sentence about it is printed. office: as printed, or ""."""

    report: Report
    name: str
    span: Span
    office: str


def name_holders(request: Request) -> Composed | None:
    """A row for each place; None where no report in scope names anybody so.

    Where the reader then finds no person but a body, 海口市人民政府, it is said that nobody is named.
    """
    if request.scope.missing:
        return None
    question = request.query.question
    none: tuple[str, tuple[str, ...]] = ("", ())
    kind, names = next(((kind, names) for asked, kind, names in _OFFICES if asked.search(question)), none)
    by_report = _OF_REPORT.search(question) is not None
    if not kind and not by_report:
        return None
    offices = tuple(each for each in names if each in question) or names
    reports = _reports(request, "" if by_report else kind)
    if len(offices) == 1 and (levels := _LEVELS_OF.get(offices[0])):
        reports = [each for each in reports if each.level in levels]
    held = [found for report in reports if (found := _holder(request, report, offices, by_report=by_report))]
    if not held:
        return _nobody(request, [each for _, _, names in _OFFICES for each in names if each in question])
    if all(each.name in question for each in held):
        return None  # something else is asked of who holds it
    return _composed(request, held, [each for each in reports if each.id not in {h.report.id for h in held}], by_report)


def _nobody(request: Request, offices: Sequence[str]) -> Composed | None:
    """That nobody is named, where the reader finds a body, or somebody whom its sentence gives no such office: an
    editor, a reporter.
    """
    plain = request.plain(request.question)
    if plain.status != "answered" or not plain.short or not plain.citations:
        return None
    quote = plain.citations[0].quote
    if not _BODY.search(plain.short) and (not offices or any(office in quote for office in offices)):
        return None
    text = not_stated(request.scope, request.reports_total, request.language)
    return Composed("role", "not_stated", None, text, (), plain.passages)


def _reports(request: Request, kind: str) -> list[Report]:
    """A report for each place in scope, of several years one of each: of the kind whose body has the office, or the
    one that the question names.
    """
    reports = request.retriever.index.reports
    years = tuple(sorted({int(each) for each in _YEAR.findall(request.query.question)}))
    if len(years) > 1 and (of_years := _of_years(request, years)):
        return list({each.id: each for each in of_years if not kind or each.kind == kind}.values())
    every = _EVERY.search(request.query.question) is not None and not request.scope.years
    scope = every_period(request) if every else request.scope
    found: dict[tuple[str, tuple[int, ...]], Report] = {}
    asked_kind = any(reports[i].kind == scope.kinds[0] for i in scope.reports) if scope.kinds else False
    for i in scope.reports:
        report = reports[i]
        if report.kind == UNRELATED or (kind and report.kind != kind) or (i not in scope.preferred and scope.years):
            continue
        if not kind and scope.kinds and report.kind != scope.kinds[0] and asked_kind:
            continue
        found.setdefault(
            (report.place_code or report.id, report.covers if every or len(scope.years) > 1 else ()), report
        )
    return list(found.values())


def _of_years(request: Request, years: Sequence[int]) -> list[Report]:
    """The reports of several years: those given in them, where each was and it is said of reports, else those of them;
    none where a year has none.
    """
    query, index = request.query, request.retriever.index
    periods: tuple[PeriodKind, ...] = ("delivered", "covers") if _OF_REPORT.search(query.question) else ("covers",)
    for period in periods:
        scopes = [scope_again(request, replace(query, years=(year,), period=period)) for year in years]
        found = [
            [index.reports[i] for i in scope.reports if i in scope.preferred and not scope.past_of_plan]
            for scope in scopes
        ]
        if all(found):
            return [each for of_year in found for each in of_year if each.kind != UNRELATED]
    return []


def _holder(request: Request, report: Report, offices: Sequence[str], *, by_report: bool) -> _Held | None:
    people = [each for each in request.retriever.index.named_spans(report.id) if each.kind == "person"]
    if not by_report:
        for each in people:
            if each.role in offices and (office := _own_office(report, each)):
                return _Held(report, each.text, _sentence(report, each.start, each.end), office)
    speaker = "".join(report.speaker.split())
    if not speaker:
        return None
    named = next((each for each in people if each.text == speaker), None)
    if named is None:
        at = report.text.find(report.speaker, report.start, report.end)
        if at < 0:
            return None
        before = report.text[max(report.start, at - 12) : at].rstrip()
        beside = next(
            (each for each in offices if before.endswith(each) and not _DEPUTY.search(before[: -len(each)])), ""
        )
        return _Held(report, speaker, _sentence(report, at, at + len(report.speaker)), beside)
    office = _own_office(report, named) if named.role in offices else ""
    return _Held(report, speaker, _sentence(report, named.start, named.end), office)


def _own_office(report: Report, person: NamedSpan) -> str:
    """The office beside a name where it is that of the report's own body, no deputy's and no higher body's."""
    text = report.text
    before = text[max(report.start, person.start - 30) : person.start].rstrip()
    if not before.endswith(person.role):
        own = person.text == "".join(report.speaker.split())
        return person.role if own and text[person.end : person.end + 8].strip().startswith(person.role) else ""
    lead = "".join(before[: -len(person.role)].split())
    if _DEPUTY.search(lead):
        return ""
    if person.text == "".join(report.speaker.split()) and person.start - report.start < _HEAD:
        return (_ACTING.search(lead) or [""])[0] + person.role
    body = _OWN.search(lead)
    levels = _LEVEL.get(report.level or "", "")
    speaks = person.start - report.start < _HEAD and _SPEAKS.match(text, person.end)
    return person.role if speaks or (body and any(mark in body[0] for mark in levels)) else ""


def _sentence(report: Report, start: int, end: int) -> Span:
    """The line or sentence that a name stands in."""
    text = report.text
    low = max(report.start, text.rfind("\n", report.start, start) + 1)
    high = text.find("\n", end, report.end)
    for span in whole_sentences(text, low, high if high >= 0 else report.end):
        if span.start <= start < span.end:
            return span
    return Span(start, end)


def _composed(request: Request, held: Sequence[_Held], without: Sequence[Report], by_report: bool) -> Composed:
    language = request.language
    lines = Lines()
    shown: list[_Held] = []
    dated = len(held) > len({each.report.place_code for each in held})
    for each in sorted(held, key=lambda each: (each.report.place_code, each.report.covers[-1:], each.report.id)):
        quoted = lines.quoted(each.report, (), each.span)
        if lines.length > SCREEN:
            break
        lines.text.append(f"· {_row(each, by_report, language, dated=dated)}{quoted}")
        shown.append(each)
    if without:
        names = ("、" if language == "zh" else ", ").join(report.place or report.title for report in without[:8])
        lines.text.append(f"Not stated: {names}." if language == "en" else f"报告没有写明：{names}。")
    kept = [each for each in lines.citations if any(f"[{each.n}]" in line for line in lines.text)]
    named = [each.name for each in shown if each.office or by_report]
    status: Status = "answered" if named else "not_stated"
    return Composed(
        "role", status, named[0] if named else None, "\n".join(lines.text), tuple(kept), tuple(hits_of(request, kept))
    )


def _row(held: _Held, by_report: bool, language: Language, *, dated: bool) -> str:
    """dated: the years of the reports tell them apart."""
    report = held.report
    titled = bool(report.title) and not dated
    source = f"{place_name(report, language)}《{report.title}》" if titled else source_of(report, language)
    if held.office or by_report:
        office = "" if by_report else (f"（{held.office}）" if language == "zh" else f" ({held.office})")
        return f"{held.name}{office}，{source}：" if language == "zh" else f"{held.name}{office}, {source}: "
    if deputy := _DEPUTY_OFFICE.search(report.text[held.span.start : held.span.end]):
        if language == "en":
            return f"{held.name} gave the report ({deputy[0]}), {source}: "
        return f"作报告的是{held.name}（{deputy[0]}），{source}："
    if language == "en":
        return f"{held.name} gave the report, which does not say in what office, {source}: "
    return f"作报告的是{held.name}，报告没有写明其职务，{source}："
