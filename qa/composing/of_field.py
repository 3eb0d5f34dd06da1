"""What was done or is planned in whole fields of public work, and which works are built: the sentences that tell most.

教育和看病这两块都做成了哪些事: sentences of both; 打算建成哪些交通大工程: those of the plan that name works and say so.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.types import Report, Section, Span
from qa.composing.admitted import admitted
from qa.composing.forms import asks_reason, form_by_words
from qa.composing.lines import SCREEN, Lines, solid, source_of
from qa.composing.outline import paragraphs_in, whole_sentences
from qa.composing.request import Composed, Request
from qa.composing.summary import reports_meant, role_asked
from qa.composing.topic import hits_of, number_asked
from qa.types import AnswerForm
from qa.understanding.fields import AskedFields, Field, Works, read_fields
from qa.understanding.interrogatives import find_interrogative

__all__ = ["tell_fields"]

_FORMS: tuple[AnswerForm, ...] = ("summary", "list", "how")
# Answers that are no account of a field.
_SPANS = ("number", "date", "session", "person", "place")
_CLAUSE_ENDS = re.compile("[，,。；;？?！!]")
_DONE = re.compile(
    "建成|竣工|完工|落成|通车|投用|投入使用|投入运[营行]|启用|开通|贯通|运营|开园|开业|投产|打通|完成|交付|建好"
)
_BEGUN = re.compile("开工|动工|启动|奠基|开建|破土")
_BUILT = re.compile(rf"{_DONE.pattern}|{_BEGUN.pattern}|建设|新建|改建|扩建|续建|改扩建|改造|推进|实施|建立")
_WORK = re.compile("工程|项目|[”号]线|公路|铁路|高速|大桥|隧道|机场|枢纽|中心|基地|园区|[场馆站厂港]")
_NOT_YET = re.compile(
    "(?:仍|还|尚)(?:然|不|未|较|有|需|比较|没|存)|不容忽视|有待|亟[待需]|不够|不[足强优高大]的?(?:问题|矛盾)|短板"
)
# （市城乡交通运输委负责）
_ASIDE_ONLY = re.compile("[（(][^）)]*[）)]$")
_OVERCOMES = re.compile("补[齐上强短]|解决|破解|化解|消除")
_MOST_SENTENCES, _SHORTEST, _LONGEST_LEAD = 14, 9, 45
# 教育事业优先发展。: heads its paragraph, and says nothing more.
_HEADING, _SAYS_LITTLE = 20, 0.6
# More telling words say no more; a weak one's share of one; what a heading adds; what stands beside the main part.
_MANY, _BESIDE, _HEADED, _ASIDE = 3, 0.4, 0.6, 0.6
_CONCRETE, _OF_FIGURES = re.compile(r"[\d０-９]|[“《]"), 0.5
_MARKERS = 6
# Sentences that tell far less than the best are of the field only by the way.
_LEAST, _MODEST = 0.3, 60


@dataclass(frozen=True, slots=True)
class _Sentence:
    """path: the headings that it stands under. scores: for each field, how much it tells of it; 0 for nothing."""

    path: tuple[str, ...]
    span: Span
    scores: tuple[float, ...]


def tell_fields(request: Request) -> Composed | None:
    """The sentences of the fields that are asked about; None where something else is, or where no sentence is."""
    form = _form(request)
    if form is None:
        return None
    asked = read_fields(request.query.question, request.query.content)
    reports = reports_meant(request)
    if asked is None or not 0 < len(reports) <= _MOST_REPORTS or len({each.place_code for each in reports}) > 1:
        return None
    for report in sorted(reports, key=lambda each: len(each.covers)):
        sentences = _sentences(request, report, asked)
        if chosen := _chosen(sentences):
            return _composed(request, report, chosen, "list" if asked.works else form)
    return None


_MOST_REPORTS = 3


def _form(request: Request) -> AnswerForm | None:
    """The form that is asked for; None where it is none of a field."""
    query = request.query
    if (
        request.language != "zh"
        or request.scope.missing
        or query.selects_places
        or query.body
        or query.answer in _SPANS
    ):
        return None
    if len(query.years) > 1 or asks_reason(query) or number_asked(query.question)[1]:
        return None
    clauses = [each for each in _CLAUSE_ENDS.split(query.question) if each.strip()]
    asking = [found for each in clauses if (found := find_interrogative(each))]
    if len(asking) > 1 or any(each.counts or each.whether for each in asking):
        return None
    form = form_by_words(query, request.question)
    if form == "plain" and asking:
        return "summary"
    return form if form in _FORMS else None


def _sentences(request: Request, report: Report, asked: AskedFields) -> list[_Sentence]:
    """Every sentence of the half that is asked about that says something of the fields, in order."""
    text = report.text
    main = _main(request, report)
    admits = {span.start for span in admitted(report)}
    found: list[_Sentence] = []
    for section in _sections(request, report):
        aside = 1.0 if section.number in main else _ASIDE
        for paragraph in _paragraphs(request, report, section):
            own: list[_Sentence] = []
            spans = whole_sentences(text, paragraph.start, paragraph.end)
            lead = solid(text[spans[0].start : spans[0].end]) if spans else ""
            heads = "".join(section.heading_path) + (lead if len(lead) <= _LONGEST_LEAD else "")
            for span in spans:
                said = solid(text[span.start : span.end])
                if span.start in admits or len(said) < _SHORTEST or _ASIDE_ONLY.match(said) or _is_wanting(said):
                    continue
                says = aside * (_SAYS_LITTLE if span == spans[0] and _is_heading(said) else 1.0)
                scores = tuple(says * each for each in _scores(said, heads, asked))
                own.append(_Sentence(section.heading_path, span, scores))
            found += _among_others(own)
    return found


def _among_others(paragraph: Sequence[_Sentence]) -> list[_Sentence]:
    """The sentences of a paragraph that say something, more of those that stand beside others of their field."""
    found: list[_Sentence] = []
    for n, each in enumerate(paragraph):
        near = [*paragraph[max(0, n - _NEAR) : n], *paragraph[n + 1 : n + 1 + _NEAR]]
        beside = [sum(other.scores[field] > 0 for other in near) for field in range(len(each.scores))]
        scores = tuple(score * (1 + _TOGETHER * n_near) for score, n_near in zip(each.scores, beside, strict=True))
        if any(scores):
            found.append(_Sentence(each.path, each.span, scores))
    return found


_NEAR, _TOGETHER = 2, 0.2


def _is_heading(said: str) -> bool:
    """Whether a first sentence only heads its paragraph: 教育事业优先发展。"""
    return len(said) <= _HEADING and _CONCRETE.search(said) is None


def _is_wanting(said: str) -> bool:
    """Whether a sentence says what was not achieved."""
    return _NOT_YET.search(said) is not None and not _OVERCOMES.search(said)


def _sections(request: Request, report: Report) -> list[Section]:
    """The sections of the half that is asked about; of the year, where others are of other years."""
    role = role_asked(request)
    sections = [each for each in request.retriever.index.sections(report.id) if each.role == (role or each.role)]
    dated = [each for each in sections if set(each.years) & set(request.query.years)]
    return dated or sections


def _main(request: Request, report: Report) -> set[int]:
    """The numbers of the sections of the longest part of that half, not those of a list beside it."""
    sections = _sections(request, report)
    numbers = {each.number for each in sections}
    roots = [each for each in sections if each.parent not in numbers]
    if not roots:
        return set()
    first = max(roots, key=lambda each: each.end - each.start)
    return {each.number for each in sections if first.start <= each.start < first.end}


def _paragraphs(request: Request, report: Report, section: Section) -> Iterator[Span]:
    """The paragraphs right under the heading of a section, not those of its subsections."""
    sections = request.retriever.index.sections(report.id)
    end = min([section.end, *(each.start for each in sections if each.start >= section.body_start)])
    if section.body_start < end:
        yield from paragraphs_in(sections, report, section.body_start, end)


def _scores(said: str, heads: str, asked: AskedFields) -> list[float]:
    """For each field (for the works, where any are asked for) how much a sentence tells of it."""
    works = asked.works
    if works is not None and not _names_work(said, works):
        return [0.0] * max(1, len(asked.fields))
    if not asked.fields:
        return [_of_works(said)]
    return [_score(said, heads, field) for _, field in asked.fields]


def _names_work(said: str, works: Works) -> bool:
    """Whether a sentence says of works of the kind that they are built, finished or begun."""
    said_so, named = _DONE if works.done else _BEGUN if works.begun else _BUILT, works.named or _WORK
    return any(said_so.search(each) and named.search(each) for each in _CLAUSE_ENDS.split(said))


def _of_works(said: str) -> float:
    return _weighed(float(len(_BUILT.findall(said)) + len(set(_WORK.findall(said)))), said)


def _score(said: str, heads: str, field: Field) -> float:
    telling, beside = field.words_in(said)
    headed = bool(field.words_in(heads)[0])
    if not telling and not (beside and headed):
        return 0.0
    return _weighed(min(len(telling), _MANY) + _BESIDE * len(beside) + _HEADED * headed, said)


def _weighed(words: float, said: str) -> float:
    """So many words of a field, less where they stand in a long sentence of other things, more where it is concrete."""
    words += _OF_FIGURES * (_CONCRETE.search(said) is not None)
    return words / math.sqrt(max(1.0, len(said) / _MODEST))


def _chosen(sentences: Sequence[_Sentence]) -> list[_Sentence]:
    """Those that tell most and fit a screen, of each field in turn, in order; none where a field has none."""
    if not sentences:
        return []
    queues = [_ranked(sentences, number) for number in range(len(sentences[0].scores))]
    if not all(queues):
        return []
    chosen: dict[int, _Sentence] = {}
    room = SCREEN - _LEAD
    while any(queues) and len(chosen) < _MOST_SENTENCES:
        for queue in queues:
            best = _next(queue, chosen, room)
            if best is not None:
                chosen[best.span.start] = best
                room -= len(best.span) + _MARKERS
    return [chosen[start] for start in sorted(chosen)]


def _next(queue: list[_Sentence], chosen: Mapping[int, _Sentence], room: int) -> _Sentence | None:
    """The next of a field that there is room for, taken from its queue; None where it has one among the chosen."""
    while queue:
        best = queue.pop(0)
        if best.span.start in chosen:
            return None
        if len(best.span) + _MARKERS <= room or not chosen:
            return best
    return None


_LEAD = 40


def _ranked(sentences: Sequence[_Sentence], field: int) -> list[_Sentence]:
    """The sentences of a field, those that tell most first, without those that only touch it."""
    of_it = [each for each in sentences if each.scores[field] > 0]
    most = max((each.scores[field] for each in of_it), default=0.0)
    kept = [each for each in of_it if each.scores[field] >= _LEAST * most]
    return sorted(kept, key=lambda each: (-each.scores[field], each.span.start))


def _composed(request: Request, report: Report, chosen: Sequence[_Sentence], form: AnswerForm) -> Composed:
    lines = Lines()
    lines.text.append(source_of(report, "zh", plan=role_asked(request) == "plan") + "：")
    before: Span | None = None
    for each in chosen:
        quoted = lines.quoted(report, each.path, each.span)
        if before is not None and not report.text[before.end : each.span.start]:
            lines.text[-1] += quoted  # the next sentence of the same paragraph
        else:
            lines.text.append(f"· {quoted}")
        before = each.span
    passages = tuple(hits_of(request, lines.citations))
    return Composed(form, "answered", None, "\n".join(lines.text), tuple(lines.citations), passages)
