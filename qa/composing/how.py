"""How, why, which measures, what was suggested: the sentence that says it and those of its paragraph that go on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.types import Span
from qa.composing.evidence import PROBABLE, Evidence, evidence_of
from qa.composing.forms import asks_reason
from qa.composing.lines import SCREEN, Lines, is_quoted, source_of
from qa.composing.members import name_members
from qa.composing.named_thing import names_thing, naming
from qa.composing.part_told import tell_part
from qa.composing.request import Composed, Request
from qa.composing.summary import headed_by
from qa.composing.topic import ABOUT, Said, is_at, said_of, topic_of
from qa.retrieval.concepts import Concept
from qa.types import Answer, AnswerForm, Hit

__all__ = ["explain", "tell_evidence"]

_MOST_SENTENCES = 5
_PARAGRAPH = 1_200
# So short a sentence heads those behind it: 成德同城化加速推进。
_SHORT = 22
_MOST_READ = 10
# Measures are many: others that are so much as probable say it as well.
_AS_WELL, _MOST_ANCHORS = 0.25, 5
# Where neither its form nor the reader finds anything.
_MORE_PROBABLE = 0.3
# A word this much of the topic's weight that the sentence lacks is looked for elsewhere: 大气污染 and 脱贫.
_HEAVY = 0.2
# Nothing but what is surely about the thing is shown where no reason is.
_SURELY = 0.8
# What few sentences say in full, all of them tell.
_ALL = 0.95
_NAME = re.compile(r"《[^《》]+》")
_EACH = "分别"
_SEVERAL = re.compile(rf"{_EACH}|[和与及、跟]|\band\b", re.IGNORECASE)
_GOES_ON = re.compile(
    r"^(?:[^，。]{0,12}?(?:对此|此[外项举次]?|其[中它]?|该|这[些一项次种]?|上述|同时|并[且将]?|还|由此|据此|为此|从而|随后|之后|最终|"
    r"共|通过|进一步|推动|促进|使|以此|会上|会后|期间|根据|针对(?:此|存在|发现|问题)))"
)
_FIRST = re.compile(r"^(?:一是|第一|其一|首先|1[.、．])|[：:，,；;]一是")
_NEXT = re.compile(r"^(?:[二三四五六七八九]是|第[二三四五]|其[二三四五]|其次|再次|最后|[2-9][.、．])")
_LISTS_ON = re.compile(
    r"[：:]$|(?:如下|以下|[一两三四五六七八九十\d]{1,3}[项个条]方?面?(?:措施|举措|任务|工作|机制|制度)?)[。:：]$"
)
_MEASURES = re.compile("(?:措施|办法|做法)(?:是|有)?[：:。][^。]{0,4}(?:一是|一要|第一|1)")
# 综合考虑以上三方面因素: the grounds stand before it.
_SUMS_UP = re.compile("以上|上述|前述|这[几两三四五]个?方面")
_GROUNDS = re.compile("考虑|基于|出于|依据|原因|理由|因素")
_REASON = re.compile(
    r"主要(?:是)?(?:考虑|基于|出于)|充分考虑|考虑到|基于以下|因为|由于|鉴于|原因|导致|造成|致使|所致|缘于|源于|出于|基于|受[^，。]{1,24}(?:影响|制约|冲击|拖累)|为了?(?!主|民|期|全|中国|人民|核心|重点|首|契机|指导|抓手|目标|引领|本|先)"
    r"[^，。；]{4,60}|旨在|以便|针对[^，。]{2,40}(?:问题|情况|不足|薄弱)|因(?!地|此)[^，。]{2,30}|之所以|是因"
)

# 究其原因，主要是：宏观经济趋紧的影响。: the first of several, each in sentences of its own.
_OPENS = re.compile("(?:原因|主要)[^。；：:]{0,8}[：:]")
_MOST_GROUNDS = 10
# 初步分析，…。这是因为，…。但是，…主要表现在…。: what explains it further behind the sentence that says it.
_EXPLAINS_ON = re.compile("分析|这(?:主要)?是(?:因为|由于)|主要(?:表现|体现)在|[其的]原因|究其")
_MOST_FURTHER = 4


def explain(request: Request) -> Composed | None:
    """The whole sentences about what is asked, in order; None where none is.

    A reason is given only where one is stated; else it is said that none is, with the sentence about the thing.
    """
    if request.scope.missing:
        return None
    topic = topic_of(request)
    if not topic:
        return None
    named = naming(request)
    if not asks_reason(request.query) and (told := _told_whole(request, topic, named)):
        return told
    plain = request.plain(request.question)
    said = _said(request, topic, plain) if plain.status != "not_indexed" else []
    if named and (len(said) == 1 or not any(each.span == own.span for each in said for own in named)):
        said = named
    if not said:
        return None
    if asks_reason(request.query):
        return _reason(request, said[0], plain)
    passages = [said[0].hit, *plain.passages]
    groups = [[each.span] for each in said] if said is named else _groups(said, topic)
    return _composed(request, said, groups, plain, passages)


def _told_whole(request: Request, topic: Sequence[Concept], named: Sequence[Said]) -> Composed | None:
    """Members, a section or a part that is what is asked about; none that leaves out the thing that is named."""
    if (told := name_members(request, "how")) and names_thing(told.citations, named):
        return told
    if (told := headed_by(request, topic)) and names_thing(told.citations, named):
        return told
    told = tell_part(request, "how")
    opening = _measures(request)
    if opening and told and not any(is_at(opening, each) for each in told.citations):
        return None
    return told if told and names_thing(told.citations, named) else None


def _measures(request: Request) -> Said | None:
    """The sentence that opens a row of measures, where it probably says what is asked: 我们的主要措施：一是….

    A part whose first words are alike may tell how things stand, not what was done: 物价涨幅逐渐回落。
    """
    likely = (each.said for each in evidence_of(request)[:_MOST_ANCHORS] if each.probability >= _MORE_PROBABLE)
    return next((said for said in likely if _MEASURES.search(said.text)), None)


def _said(request: Request, topic: Sequence[Concept], plain: Answer) -> list[Said]:
    """The sentence that says it best, and one for each heavy word of the topic that this one lacks."""
    hits = [hit for hit in plain.passages if hit.text]
    found = said_of(request, topic, hits=hits or None)
    several = _SEVERAL.search(request.query.question)
    if plain.status in ("answered", "ambiguous"):
        own = [each for each in found if is_at(each, plain.citations[0])][:1]
        if own and several and (more := _of_several(found, topic, own)):
            return own + more
        if own and asks_reason(request.query):
            return own
        if own:
            return _with_probable(own[0], evidence_of(request, hits=hits[:_MOST_READ] or None)) + _as_full(found, own)
    elif several and several[0] == _EACH and (each_of := _of_several(found, topic, [])):
        return each_of
    probable = _most_probable(request, hits, most=1 if asks_reason(request.query) else _MOST_ANCHORS)
    return probable or (_of_several(found, topic, []) if several else [])


def _with_probable(own: Said, evidence: Sequence[Evidence]) -> list[Said]:
    """The reader's sentence with those that say it more probably, or these alone where it hardly does: a name that it
    has is no way in which something was done.
    """
    chance = next((each.probability for each in evidence if each.said.span == own.span), 1.0)
    better = [each for each in evidence if each.probability > max(chance, PROBABLE)][: _MOST_ANCHORS - 1]
    same = [each.said for each in better if each.said.hit.report.id == better[0].said.hit.report.id]
    if not same or chance >= _AS_WELL * better[0].probability:
        same.append(own)
    return sorted(same, key=lambda each: (each.hit.report.id, each.span.start))


def _most_probable(request: Request, hits: Sequence[Hit], *, most: int, least: float = PROBABLE) -> list[Said]:
    """The sentence that most probably says it and others of its report that do as well, in order; none where none is
    probable enough.
    """
    evidence = evidence_of(request, hits=hits[:_MOST_READ] or None)
    if not evidence or evidence[0].probability < least:
        return []
    best = evidence[0]
    chosen = [
        each.said
        for each in evidence
        if each.said.hit.report.id == best.said.hit.report.id and each.probability >= _AS_WELL * best.probability
    ]
    return sorted(chosen[:most], key=lambda each: each.span.start)


def _as_full(found: Sequence[Said], own: Sequence[Said]) -> list[Said]:
    """Others that say all of the topic, of the same report, where the reader's sentence is one of few that do."""
    full = [each for each in found if each.share >= _ALL and each.text != (own[0].text if own else "")]
    same = [each for each in full if own and each.hit.report == own[0].hit.report]
    return same if len(same) < _MOST_ANCHORS else []


def _of_several(found: Sequence[Said], topic: Sequence[Concept], own: Sequence[Said]) -> list[Said]:
    """For several things asked about at once, 对大气污染防治和脱贫攻坚, a sentence for each that `own` does not say;
    none where one of them has none.
    """
    total = sum(each.weight for each in topic)
    chosen: list[Said] = []
    left = [
        each
        for each in topic
        if each.weight >= _HEAVY * total and not any(each.match(said.text) >= ABOUT for said in own)
    ]
    while left:
        best = max(found, key=lambda each: sum(c.weight * c.match(each.text) for c in left), default=None)
        covered = [c for c in left if best is not None and c.match(best.text) >= ABOUT]
        if best is None or not covered:
            return []
        chosen.append(best)
        left = [c for c in left if c not in covered]
    return chosen if len(chosen) + len(own) > 1 else []


def tell_evidence(request: Request, form: AnswerForm) -> Composed | None:
    """Where a form has no better answer and the reader has none: the sentences that most probably say it."""
    plain = request.plain(request.question)
    if plain.status != "not_stated" or not topic_of(request):
        return None
    hits = [hit for hit in plain.passages if hit.text]
    most = _MOST_SENTENCES if form == "summary" else _MOST_ANCHORS
    said = _most_probable(request, hits, most=most, least=_MORE_PROBABLE)
    if not said:
        return None
    groups = _groups(said, topic_of(request))
    return replace(_composed(request, said, groups, plain, [said[0].hit, *plain.passages]), form=form)


def _groups(said: Sequence[Said], topic: Sequence[Concept]) -> list[list[Span]]:
    """Each sentence with those that go on with it, where it is the only one or but heads them."""
    groups: list[list[Span]] = []
    shown: set[int] = set()
    for each in said:
        spans = _going_on(each, topic) if len(said) == 1 or len(each.span) <= _SHORT else [each.span]
        spans = _enumerated(each, said) or spans
        groups.append([span for span in spans if span.start not in shown])
        shown.update(span.start for span in spans)
    return groups


def _enumerated(said: Said, others: Sequence[Said]) -> list[Span]:
    """From 一是 to the last that is counted on, where it and another of those that are told are of it; else []."""
    spans, at = said.beside
    text = said.hit.report.text
    if not spans or not _FIRST.search(said.text):
        return []
    end = next(
        (n for n in range(at + 1, len(spans)) if not _NEXT.match(text[spans[n].start : spans[n].end])), len(spans)
    )
    run = spans[at:end]
    return run if sum(each.span in run for each in others) > 1 else []


def _going_on(said: Said, topic: Sequence[Concept]) -> list[Span]:
    """The sentence and those behind it in its paragraph that go on with it."""
    spans, at = said.beside
    text = said.hit.report.text
    chosen = [spans[at]] if spans else [said.span]
    # What begins a paragraph of a few sentences is what all of it is about.
    begins = at == 0 and len(said.paragraph) <= _PARAGRAPH
    lists_on = begins or len(said.span) <= _SHORT or any(each.search(said.text) for each in (_LISTS_ON, _FIRST))
    for span in spans[at + 1 :]:
        sentence = text[span.start : span.end]
        about = any(concept.match(sentence) == 1.0 for concept in topic)
        if len(chosen) > 1 and len(said.span) <= _SHORT and len(span) <= _SHORT:
            break  # the next heading of this kind: 文旅融合持续深化。
        follows = lists_on or (not _NEXT.match(sentence) and (about or _GOES_ON.match(sentence)))
        if len(chosen) >= _MOST_SENTENCES or not follows:
            break
        chosen.append(span)
    return chosen


def _reason(request: Request, said: Said, plain: Answer) -> Composed:
    spans, at = said.beside
    text = said.hit.report.text
    # Its own reason before one in the sentence behind it or before it.
    near = [said.span, *spans[at + 1 : at + 2], *spans[max(0, at - 1) : at]]
    reasons = [span for span in near if _REASON.search(text[span.start : span.end])]
    if _SUMS_UP.search(said.text):
        grounds = next((n for n, span in enumerate(spans[:at]) if _GROUNDS.search(text[span.start : span.end])), at)
        if grounds < at:
            return _composed(request, [said], [spans[grounds : at + 1]], plain, [said.hit, *plain.passages])
    if not reasons and at == 0 and len(said.span) <= _SHORT and len(spans) > 1 and said.share >= _SURELY:
        # 成就来之不易。: what heads a paragraph is told by it.
        return _composed(request, [said], [spans[:_MOST_SENTENCES]], plain, [said.hit, *plain.passages])
    if reasons:
        chosen = sorted({said.span, reasons[0]}, key=lambda span: span.start)
        if _OPENS.search(text[reasons[0].start : reasons[0].end]):
            first = spans.index(reasons[0])
            chosen = sorted({*chosen, *spans[first : first + _MOST_GROUNDS]}, key=lambda span: span.start)
        for span in spans[spans.index(chosen[-1]) + 1 :][:_MOST_FURTHER]:
            if not _EXPLAINS_ON.search(text[span.start : span.end]):
                break
            chosen.append(span)
        return _composed(request, [said], [chosen], plain, [said.hit, *plain.passages])
    lines = Lines()
    if said.share < _SURELY:
        text = "The reports give no reason." if request.language == "en" else "报告中没有写明原因。"
        return Composed("how", "not_stated", None, text, (), plain.passages)
    quoted = lines.quoted(said.hit.report, said.hit.heading_path, said.span)
    lead = "The reports give no reason. They say: " if request.language == "en" else "报告中没有写明原因。相关的原文："
    return Composed("how", "not_stated", None, f"{lead}{quoted}", tuple(lines.citations), (said.hit, *plain.passages))


def _composed(
    request: Request, said: Sequence[Said], groups: Sequence[Sequence[Span]], plain: Answer, passages: Sequence[Hit]
) -> Composed:
    lines = Lines()
    report = said[0].hit.report
    colon = ": " if request.language == "en" else "："
    lines.text.append(
        source_of(report, request.language, plan=request.scope.period == "plans").rstrip() + colon.strip()
    )
    for each, spans in zip(said, groups, strict=True):
        for span in spans:
            if lines.length + len(span) > SCREEN and len(lines.text) > 1:
                break
            lines.text.append(f"· {lines.quoted(each.hit.report, each.hit.heading_path, span)}")
    short = plain.short if plain.status in ("answered", "ambiguous") else None
    if not is_quoted(short, lines.citations[:1]) or _NAME.fullmatch(short or ""):
        short = None  # a name is no way in which something was done
    unique = tuple({hit.chunk_id: hit for hit in passages}.values())
    return Composed("how", "answered", short, "\n".join(lines.text), tuple(lines.citations), unique)
