"""question → Answer. Extractive: the answer is a span of a report, the status is decided before any wording."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from index.errors import LlmError, ModelError
from index.kinds import UNRELATED
from index.types import Place, Report
from qa import wording
from qa.answering.counted import qualifier_of
from qa.answering.extract import Finding
from qa.answering.findings import Findings
from qa.answering.judgement import is_said_of, rivals
from qa.answering.measured import with_measure
from qa.answering.trained import WEIGHTS, Trained, trained
from qa.answering.turned import Turned, turned
from qa.answering.two_looks import PASSAGES, POOL, evidence_first
from qa.citing.citation import cite_finding, period_label
from qa.citing.verify import figures_stand_in, quote_stands
from qa.comparison.places import compare_places
from qa.comparison.told import comparison_of
from qa.composing.compose import compose, compose_one
from qa.composing.reached import all_reached, also_implied
from qa.composing.request import Ask, Composer, Request
from qa.composing.same_event import of_same_event
from qa.retrieval.concepts import Concept, concepts_of
from qa.retrieval.retriever import Retriever
from qa.retrieval.scope import ResolvedScope, nothing_in_scope, searched_scope
from qa.types import (
    Answer,
    Citation,
    Comparison,
    Hit,
    Implied,
    Language,
    LanguageModel,
    Part,
    Reading,
    ScopePart,
    Stage,
    Status,
    Understood,
)
from qa.understanding.filters import implied_scope, leave_out
from qa.understanding.followup import complete_question, ends_in_sum
from qa.understanding.limits import LONGEST_QUESTION, check_filters, check_question
from qa.understanding.manner import without_manner
from qa.understanding.purpose import without_purpose
from qa.understanding.query import Query
from qa.understanding.rank_frame import within_frame
from qa.understanding.unfold import unfolded
from qa.understanding.where_when import WhereWhen, language_of, read_question

__all__ = ["Answerer"]

# Questions before one that are remembered with it.
_MOST_TURNS = 4


class Answerer:
    """Answers questions over one retriever. Safe to use from several threads."""

    def __init__(self, retriever: Retriever) -> None:
        self.retriever = retriever
        self._unread = ""
        self._trained: Trained | None = None
        self._findings = Findings(retriever)
        try:
            self._trained = trained(WEIGHTS)
            self._findings = Findings(retriever, self._trained)
        except ModelError as error:
            self._unread = str(error)
        self._newest: Answerer = self

    def newest(self) -> Answerer:
        """The same answerer, or one over the generation that was published since; see `Retriever.newest`."""
        return self._over(self.retriever.newest())

    def _over(self, retriever: Retriever) -> Answerer:
        if self._newest.retriever is not retriever:
            self._newest = self if retriever is self.retriever else Answerer(retriever)
        return self._newest

    def ask(
        self,
        question: str,
        *,
        places: Sequence[str] | None = None,
        years: Sequence[int] | None = None,
        kinds: Sequence[str] | None = None,
        ignore: Sequence[ScopePart] = (),
        context: str | None = None,
        language: Language | None = None,
        on_stage: Callable[[Stage], None] = lambda _stage: None,
    ) -> Answer:
        """The answer with its citations, or an honest refusal.

        places, years, kinds: filters that win over what the question says. ignore: parts of the scope that are not
        taken from the question ("place": its place does not limit the search). context: the question before, which
        this one may lean on ("那邯郸呢?"): what it was understood as, else as typed; of several turns parted by blank
        lines the last. language: of the answer's text; by default that of the question. on_stage:
        told of each stage as it begins; what it raises ends the asking.

        Raises:
            QuestionError: the question or a filter cannot be used.
            ModelError: the index has vectors and its model cannot be had.
        """
        check_question(question)
        check_filters(places, years, kinds, ignore)
        put = _Put(
            asked=question.strip(),
            places=places,
            years=years,
            kinds=kinds,
            ignore=tuple(ignore),
            language=language,
            on_stage=on_stage,
            started=time.perf_counter(),
        )
        return self.retriever.on_newest(lambda now: self._over(now)._ask(put, context))  # noqa: SLF001

    @property
    def language_model(self) -> LanguageModel | None:
        """The model that `word` asks; None where none is on, or what is set names none."""
        from qa.composing.llm.settings import llm_settings

        try:
            settings = llm_settings(self.retriever.config.home)
        except LlmError:
            return None
        return LanguageModel(settings.model, settings.host, settings.is_here) if settings else None

    def word(
        self,
        answer: Answer,
        *,
        places: Sequence[str] | None = None,
        years: Sequence[int] | None = None,
        kinds: Sequence[str] | None = None,
        ignore: Sequence[ScopePart] = (),
    ) -> Iterator[Answer]:
        """The answer with what a language model adds to it, each time with more, its `worded` done at last; nothing
        where no model is on. What fails is said there: the answer itself stays. The filters are those of `ask`.
        """
        from qa.composing.llm.steps import steps

        def ask(question: str) -> Answer:
            return self.ask(question, places=places, years=years, kinds=kinds, ignore=ignore, language=answer.language)

        return steps(answer, self.newest().retriever, ask)

    def _ask(self, put: _Put, context: str | None) -> Answer:
        put.on_stage("parse")
        turns = _turns(context)
        said = without_purpose(without_manner(without_purpose(unfolded(put.asked))))
        said = within_frame(said, self.retriever.gazetteer, leans=bool(turns))
        found = self._completed(said, turns, put.places, put.years) if turns else None
        whole = Understood(found, "\n\n".join((*turns[-_MOST_TURNS:], found))) if found else None
        put = replace(put, whole=whole, language=put.language or (language_of(put.asked) if whole else None))
        answer = self._put(put, whole or said, compose)
        if found and (of_event := self._of_same_event(put, said, found, answer, turns)):
            whole = Understood(of_event, "\n\n".join((*turns[-_MOST_TURNS:], of_event)))
            put = replace(put, whole=whole)
            answer = self._put(put, whole, compose)
        if turns and answer.is_conversation:
            # Still what the next question may lean on.
            return replace(answer, understood_as=Understood(turns[-1], "\n\n".join(turns)))
        reckons = whole and len(answer.parts) > 1 and answer.parts[-1].form == "calculation"
        if reckons and (ends_in_sum(put.asked) or _asked_before(answer.parts[:-1], turns)):
            return _result_first(answer)
        return answer

    def _put(self, put: _Put, question: str, composer: Composer | None) -> Answer:
        """The answer to a whole question, composed where that gives more than one span."""
        started = time.perf_counter()
        retriever = self.retriever
        query = retriever.parse(question, places=put.places)
        implied = implied_scope(query, places=put.places, years=put.years, kinds=put.kinds, ignore=put.ignore)
        query = leave_out(query, put.ignore)
        scope = retriever.scope(query, places=put.places, years=put.years, kinds=put.kinds)
        parsed = time.perf_counter()
        draft = _Draft(
            query=query,
            scope=scope,
            language=put.language or query.language,
            implied=implied,
            inferred=not put.places and not put.years and not put.kinds,
            asked=put.asked,
            whole=put.whole,
        )
        if composer and (composed := self._composed(put, question, draft, composer, parsed)):
            return composed
        if scope.missing:
            for turn in turned(retriever, query, scope, places=put.places, years=put.years, kinds=put.kinds):
                if answer := self._ask_turned(draft, turn, started):
                    return answer
            text = wording.not_indexed(scope, retriever.index.reports, draft.language)
            return self._finish(draft, "not_indexed", text, [], started, parsed, parsed)
        put.on_stage("search")
        return self._search(put, draft, started, parsed)

    def _search(self, put: _Put, draft: _Draft, started: float, parsed: float) -> Answer:
        """The span that the reports in scope state, or the table of a comparison."""
        query, scope = draft.query, draft.scope
        concepts = concepts_of(query, self.retriever.index)
        if query.selects_places:
            return self._compare(draft, concepts, started, parsed)
        if len(query.same_named) > 1 and len(scope.places) > 1:
            return self._ask_each(draft, concepts, started, parsed)
        hits = self.retriever.rank(query, scope, k=POOL)
        ranked = time.perf_counter()
        put.on_stage("check")
        if self._trained is None:
            text = wording.unread(self._unread, draft.language)
            return self._finish(draft, "not_stated", text, hits, started, parsed, ranked)
        findings, hits = self._findings.find(query, scope, hits, concepts)
        if (not findings or not self._findings.is_sure(findings[0])) and (
            beside := self._findings.in_other_part(query, scope, concepts)
        ):
            return self._answer(draft, *beside, started, parsed, ranked)
        if not findings or not self._findings.is_sure(findings[0]):
            if measured := with_measure(query, hits):
                again = leave_out(self.retriever.parse(measured, places=put.places), put.ignore)
                return self._search(put, replace(draft, query=again), started, parsed)
            best = findings[0].candidate if findings else None
            doubtful = best.text if best and best.figure and best.figure.doubtful else ""
            return self._refuse(draft, hits, started, parsed, ranked, doubtful=doubtful)
        return self._answer(draft, findings, hits, started, parsed, ranked)

    def _composed(self, put: _Put, question: str, draft: _Draft, composer: Composer, parsed: float) -> Answer | None:
        """The composed answer, where the question wants more than one span; the plain one, where a composer has asked
        for that and made no more of it.
        """
        known: dict[tuple[str, Composer | None], Answer] = {}

        def asking(composer: Composer | None) -> Ask:
            def ask(question: str) -> Answer:
                if (question, composer) not in known:
                    own = replace(put, asked=question, whole=None, language=draft.language)
                    known[question, composer] = self._put(own, question, composer)
                return known[question, composer]

            return ask

        request = Request(
            question=question,
            query=draft.query,
            scope=draft.scope,
            language=draft.language,
            retriever=self.retriever,
            plain=asking(None),
            ask=asking(compose_one),
        )
        composed = composer(request)
        if composed is None:
            plain = known.get((question, None))
            return replace(plain, question=put.asked, understood_as=put.whole) if plain else None
        scope = all_reached(
            self.retriever, draft.scope, composed.citations, known.values(), ignore=put.ignore, kinds=put.kinds
        )
        answer = self._finish(
            replace(draft, scope=scope, implied=also_implied(draft.implied, scope)),
            composed.status,
            composed.text,
            composed.passages,
            put.started,
            parsed,
            parsed,
            short=composed.short,
            citations=composed.citations,
        )
        own = Part(question, composed.form, composed.status, composed.short, composed.text, composed.citations)
        return replace(
            answer, parts=composed.parts or (own,), comparison=composed.comparison, compared=composed.compared
        )

    def _of_same_event(self, put: _Put, said: str, whole: str, answer: Answer, turns: Sequence[str]) -> str | None:
        """See `qa.composing.same_event`."""

        def asking(composer: Composer | None) -> Callable[[str], Answer]:
            return lambda question: self._put(replace(put, asked=question, whole=None), question, composer)

        def read(text: str) -> WhereWhen:
            today = datetime.now().astimezone().date()
            return read_question(text, gazetteer=self.retriever.gazetteer, today=today, indexed=self.retriever.indexed)

        return of_same_event(
            said,
            whole,
            answer,
            turns,
            ask=asking(compose_one),
            plain=asking(None),
            read=read,
            index=self.retriever.index,
        )

    def _completed(
        self, question: str, turns: Sequence[str], places: Sequence[str] | None, years: Sequence[int] | None
    ) -> str | None:
        """The whole question that this one is for, of the place and year that filters chose since the one before."""
        *earlier, context = turns
        if len(context) > LONGEST_QUESTION:  # no question that was asked: there is nothing to lean on
            return None
        whole = complete_question(
            question,
            previous=context,
            gazetteer=self.retriever.gazetteer,
            today=datetime.now().astimezone().date(),
            indexed=self.retriever.indexed,
            places=tuple(places or ()),
            years=tuple(years or ()),
            earlier=earlier,
        )
        return unfolded(whole) if whole else None

    def _refuse(
        self, draft: _Draft, hits: Sequence[Hit], started: float, parsed: float, ranked: float, *, doubtful: str = ""
    ) -> Answer:
        """The reports in scope do not say it; or, where the question may be about a name, no report is of that.

        doubtful: a damaged figure that stands where the answer would.
        """
        if (absent := self._without_report(draft.query)) and draft.query.compares:
            scope = replace(nothing_in_scope("place", period=draft.scope.period), places=absent)
            text = wording.not_indexed(scope, self.retriever.index.reports, draft.language)
            return self._finish(replace(draft, scope=scope), "not_indexed", text, [], started, parsed, ranked)
        if draft.query.doubted:
            scope = nothing_in_scope("name", period=draft.scope.period, names=draft.query.doubted)
            text = wording.not_indexed(scope, self.retriever.index.reports, draft.language)
            return self._finish(replace(draft, scope=scope), "not_indexed", text, [], started, parsed, ranked)
        total = _total(self.retriever.index.reports)
        text = wording.not_stated(draft.scope, total, draft.language, doubtful=doubtful)
        return self._finish(draft, "not_stated", text, hits, started, parsed, ranked)

    def _without_report(self, query: Query) -> tuple[Place, ...]:
        """Those of several places named of which no report is indexed."""
        if len(query.places) < 2 or query.same_named:
            return ()
        return tuple(place for place in query.places if place.code not in self.retriever.indexed)

    def _ask_each(self, draft: _Draft, concepts: tuple[Concept, ...], started: float, parsed: float) -> Answer:
        """The best that each of several places of one name states: the question does not say which is meant."""
        best: list[Finding] = []
        related: list[Hit] = []
        for place in draft.scope.places:
            query = replace(draft.query, places=(place,), same_named=())
            scope = self.retriever.scope(query, years=draft.scope.years, kinds=draft.scope.kinds)
            hits = self.retriever.rank(query, scope, k=POOL)
            findings, hits = self._findings.find(query, scope, hits, concepts)
            related += hits
            if findings and self._findings.is_sure(findings[0]):
                best.append(findings[0])
        ranked = time.perf_counter()
        related.sort(key=lambda hit: (-hit.score, hit.chunk_id))
        if not best:
            return self._refuse(draft, related, started, parsed, ranked)
        return self._present(draft, best, related, started, parsed, ranked)

    def _ask_turned(self, draft: _Draft, turned: Turned, started: float) -> Answer | None:
        """The answer to a question put instead, if one is stated."""
        hits = self.retriever.rank(turned.ranked_by, turned.scope, k=POOL)
        parsed = ranked = time.perf_counter()
        concepts = concepts_of(turned.query, self.retriever.index)
        findings, hits = self._findings.find(turned.query, turned.scope, hits, concepts, of_cells=turned.of_cells)
        if turned.said_of:
            findings = [finding for finding in findings if is_said_of(turned.said_of, finding)]
        if not findings or not self._findings.is_sure(findings[0]):
            return None
        put = replace(draft, query=turned.ranked_by, scope=turned.scope)
        answer = self._answer(put, findings, hits, started, parsed, ranked)
        if not answer.citations or not turned.elsewhere:
            return answer if answer.citations else None
        years = draft.query.years if draft.scope.missing == "period" else ()
        note = wording.from_superior(draft.query.places, turned.scope.places, draft.language, years=years)
        return replace(answer, text=f"{note}{answer.text}", instead=turned.scope.places)

    def _answer(
        self, draft: _Draft, findings: list[Finding], hits: list[Hit], started: float, parsed: float, ranked: float
    ) -> Answer:
        stated = [findings[0], *rivals(draft.query, findings)]
        # The most literal of several readings first.
        stated.sort(key=lambda each: (-each.score, each.hit.report.id, each.candidate.start))
        return self._present(draft, stated, hits, started, parsed, ranked)

    def _present(
        self, draft: _Draft, stated: list[Finding], hits: list[Hit], started: float, parsed: float, ranked: float
    ) -> Answer:
        """The answer that these findings give, each a reading; the first is the most literal."""
        citations: list[Citation] = []
        readings: list[Reading] = []
        for finding in stated:
            citation = cite_finding(1 + len(citations), finding)
            if not quote_stands(citation) or not figures_stand_in(finding.candidate.text, citation.quote):
                continue
            citations.append(citation)
            readings.append(
                Reading(
                    short=finding.candidate.text,
                    qualifier=qualifier_of(finding.hit.text, finding.clause, finding.candidate, finding.hit.start),
                    period=period_label(finding.hit.report.covers, draft.language),
                    citation=citation,
                )
            )
        if not citations:
            return self._refuse(draft, hits, started, parsed, ranked)
        ambiguous = len(readings) > 1
        of_report = citations[0].report.kind != UNRELATED  # another article of the file plans nothing
        plan = draft.scope.period == "plans" and bool(draft.scope.years) and of_report
        text = (
            wording.readings_text(readings, draft.language)
            if ambiguous
            else wording.answered(readings[0].short, citations[0], draft.language, plan=plan)
        )
        unsaid = self._namesakes(draft, readings)
        if unsaid:
            text += wording.namesakes(unsaid, draft.language)
        passages = evidence_first([finding.hit for finding in stated], hits)
        answer = self._finish(
            draft,
            "ambiguous" if ambiguous else "answered",
            text,
            passages,
            started,
            parsed,
            ranked,
            short=readings[0].short,
            citations=citations,
            readings=readings if ambiguous else [],
        )
        sureness = self._trained.judge.sureness(max(each.confidence for each in stated)) if self._trained else None
        return replace(answer, namesakes=unsaid, sureness=sureness)

    def _namesakes(self, draft: _Draft, readings: Sequence[Reading]) -> tuple[Place, ...]:
        """Other places that bear the name asked with, of which nothing is said in the answer."""
        said = {reading.citation.report.place_code for reading in readings}
        return tuple(place for place in (*draft.query.same_named, *draft.query.namesakes) if place.code not in said)

    def _compare(self, draft: _Draft, concepts: tuple[Concept, ...], started: float, parsed: float) -> Answer:
        result = compare_places(self.retriever, draft.query, draft.scope, concepts, self._findings)
        draft = replace(draft, scope=result.scope)
        ranked = time.perf_counter()
        total = _total(self.retriever.index.reports)
        if not result.rows or _is_one_sided(draft.query, len(result.rows)):
            return self._refuse(draft, result.related, started, parsed, ranked)
        told = comparison_of(result, self.retriever.index, inferred=draft.inferred)
        if draft.query.compares and not draft.query.tabulates and _are_unlike(told):
            return self._refuse(draft, result.related, started, parsed, ranked)
        text = wording.comparison(
            told.rows, draft.language, lead=result.short, unstated=result.unstated, differs=told.differs
        )
        text += "\n" + wording.searched(draft.scope, total, draft.language)
        passages = evidence_first([row.finding.hit for row in result.rows], result.related)
        answer = self._finish(
            draft,
            "answered",
            text,
            passages,
            started,
            parsed,
            ranked,
            short=result.short,
            citations=[each for row in told.rows for each in (row.citation, *(other.citation for other in row.others))],
        )
        return replace(answer, comparison=told, compared="".join(draft.query.content.split()))

    def _finish(
        self,
        draft: _Draft,
        status: Status,
        text: str,
        passages: Sequence[Hit],
        started: float,
        parsed: float,
        ranked: float,
        *,
        short: str | None = None,
        citations: Sequence[Citation] = (),
        readings: Sequence[Reading] = (),
    ) -> Answer:
        now = time.perf_counter()
        return Answer(
            question=draft.asked,
            language=draft.language,
            status=status,
            short=short,
            text=text,
            citations=tuple(citations),
            readings=tuple(readings),
            passages=tuple(passages[:PASSAGES]),
            scope=searched_scope(draft.scope, self.retriever.index.reports, inferred=draft.inferred),
            timing_ms={
                "parse": round((parsed - started) * 1000, 2),
                "search": round((ranked - parsed) * 1000, 2),
                "answer": round((now - ranked) * 1000, 2),
                "total": round((now - started) * 1000, 2),
            },
            implied=draft.implied,
            understood_as=draft.whole,
            missing=draft.scope.missing,
            missing_names=draft.scope.names or tuple(each.path for each in draft.scope.places if draft.scope.missing),
            conflicts=draft.scope.conflicts,
        )


@dataclass(frozen=True, slots=True)
class _Put:
    """What a question is put with. asked: as typed; whole: as understood, where that differs. started: when."""

    asked: str
    places: Sequence[str] | None
    years: Sequence[int] | None
    kinds: Sequence[str] | None
    ignore: tuple[ScopePart, ...]
    language: Language | None
    on_stage: Callable[[Stage], None]
    started: float
    whole: str | None = None


@dataclass(frozen=True, slots=True)
class _Draft:
    """What stays the same while an answer is made. asked: as typed; whole: as understood, where that differs."""

    query: Query
    scope: ResolvedScope
    language: Language
    implied: Implied
    inferred: bool
    asked: str
    whole: str | None


def _turns(context: str | None) -> tuple[str, ...]:
    """The questions of a dialogue so far, the oldest first."""
    said = context.turns if isinstance(context, Understood) else context or ""
    return tuple(turn for each in said.split("\n\n") if (turn := each.strip()))


def _asked_before(parts: Sequence[Part], turns: Sequence[str]) -> bool:
    """Whether all of several things were asked in turns of their own: the result alone is asked in this one."""
    said = {turn.rstrip("?？ ") for turn in turns}
    return all(part.question.rstrip("?？ ") in said for part in parts)


def _result_first(answer: Answer) -> Answer:
    """An answer whose last part alone was asked in this turn, that part first; the others, asked before, are there for
    its figures, which the lines behind the result would but say again. Where it is not answered, nothing is.
    """
    *operands, result = answer.parts
    lines = answer.text.splitlines()
    border = len(lines) - len(result.text.splitlines())
    text = "\n".join([lines[border], *lines[:border]])
    asked = replace(result, question=answer.question.rstrip("?？"))
    return replace(answer, status=result.status, short=result.short, text=text, parts=(asked, *operands))


_PAIR = 2


def _is_one_sided(query: Query, n_rows: int) -> bool:
    """Whether the best of several places named is asked for, and but one of them states it: none can be said best."""
    return query.compares and not query.tabulates and len(query.places) > 1 and n_rows == 1


def _are_unlike(comparison: Comparison) -> bool:
    """Whether no two of its rows count the same thing, so that none of them is the most: 提案 by 短视频 and by 课堂."""
    alike = [row for row in comparison.rows if not {"count", "unit"} & {*row.apart}]
    return len(comparison.rows) > 1 and len(alike) < _PAIR


def _total(reports: Sequence[Report]) -> int:
    return sum(report.kind != "unrelated" for report in reports)
