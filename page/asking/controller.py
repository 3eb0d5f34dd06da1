"""What the page does, apart from how it looks: words in, HTML out. No Gradio here."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from page.asking.ask_texts import ask_texts_for
from page.asking.cards import Cards
from page.asking.progress import Progress, Stopped
from page.asking.verdicts import Verdicts
from page.asking.wordings import Wordings
from page.failures import render_failure
from page.links import Address, span_hash
from page.opened import Library, Opened
from page.reader.whole_report import render_notice, render_reader
from page.sidebar import render_corpus
from page.texts import Texts, texts_for
from qa import BusyError, FeedbackError, IndexMissingError, QuestionError, WenzhengError, command

__all__ = ["QUESTION_LIMIT", "Controller"]

QUESTION_LIMIT = 2000  # characters; what a person types, not what a program sends

_NO_CONTEXT = Address("")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Controller:
    """Answers, opens reports and describes the corpus, in the language asked for; failures become cards."""

    library: Library
    progress: Progress = field(default_factory=Progress)
    verdicts: Verdicts = field(default_factory=Verdicts)
    wordings: Wordings = field(default_factory=Wordings)

    def opened(self) -> Opened | None:
        """The corpus, or None while it cannot be opened (why is said where the user asks)."""
        try:
            return self.library.opened()
        except WenzhengError:
            return None

    def ask(
        self,
        question: str,
        places: Sequence[str],
        years: Sequence[int],
        language: str,
        *,
        kinds: Sequence[str] = (),
        context: Address = _NO_CONTEXT,
        ticket: str = "",
    ) -> str:
        """The answer card and evidence, or a card that says what went wrong.

        context: of the address, what part of the scope to ignore and the question asked before. ticket: by which the
        page asks how far it is, and stops it.
        """
        texts = texts_for(language)
        question = question.strip()
        asked = replace(context, question=question, places=tuple(places), years=tuple(years), kinds=tuple(kinds))
        if not question:
            return render_failure(texts.failed, texts.empty_question)
        if len(question) > QUESTION_LIMIT:
            return render_failure(
                texts.failed, texts.long_question.format(length=f"{len(question):,}", limit=f"{QUESTION_LIMIT:,}")
            )
        on_stage = self.progress.begin(ticket)
        try:
            opened = self.library.opened()
            with self.library.turn():
                answer = opened.answers.ask(
                    question,
                    places=asked.places or None,
                    years=asked.years or None,
                    kinds=asked.kinds or None,
                    ignore=asked.ignore,
                    context=asked.after or None,
                    on_stage=on_stage,
                )
            path = opened.feedback_file
            token = self.verdicts.offer(answer, asked, path) if path else ""
            beside = self.wordings.offer(self.library, answer, asked, language)
            return Cards(texts, opened.corpus.annotations, asked, token, beside).render(answer)
        except Stopped:
            words = ask_texts_for(language)
            return render_failure(words.stopped, words.stopped_help)
        except Exception as error:  # noqa: BLE001 — the edge of the page: what fails is said there, and logged
            return self._failure(error, texts)
        finally:
            self.progress.end(ticket)

    def judge(self, token: str, verdict: str, note: str, language: str) -> tuple[bool, str]:
        """Whether the judgement of an answer is written down, or was before; and what to say of it."""
        words = ask_texts_for(language)
        try:
            judged = self.verdicts.judge(token, verdict, note)
        except FeedbackError as error:
            _log.warning("A judgement is lost: %s", error)
            return False, words.not_written
        return True, words.thanks if judged else words.counted_before

    def read(self, report_id: str, start: int, end: int, expected_hash: str, language: str) -> str:
        """The reader's HTML for a span; expected_hash: of the text when the link was made, or ""."""
        texts = texts_for(language)
        try:
            opened = self.library.opened()
            report = opened.report(report_id)
            if report is None:
                return render_notice(texts.report_gone, texts)
            notice = ""
            if not report.start <= start <= end <= report.end:
                notice, start, end = texts.span_outside, report.start, report.start
            elif expected_hash and span_hash(report.text[start:end]) != expected_hash:
                notice = texts.span_changed
            return render_reader(
                report,
                opened.corpus.sections(report_id),
                opened.corpus.annotations(report.document_id),
                start=start,
                end=end,
                texts=texts,
                notice=notice,
                with_original=self.library.originals is not None,
            )
        except Exception as error:  # noqa: BLE001 — as in ask
            return render_notice(f"{texts.failed}: {self._explain(error)}", texts)

    def corpus(self, language: str) -> str:
        """The sidebar's account of the corpus; a card that says how to build one where there is none."""
        texts = texts_for(language)
        try:
            return render_corpus(self.library.opened(), texts)
        except Exception as error:  # noqa: BLE001 — as in ask
            return self._failure(error, texts)

    def _failure(self, error: Exception, texts: Texts) -> str:
        if isinstance(error, IndexMissingError):
            return render_failure(
                texts.no_index, texts.no_index_help.format(command=f"`{command('build')}`"), str(error)
            )
        if isinstance(error, (BusyError, QuestionError)):
            return render_failure(texts.failed, str(error))
        return render_failure(texts.failed, texts.failed_help, self._explain(error))

    @staticmethod
    def _explain(error: Exception) -> str:
        """Our own errors say what to do; of others the page shows the kind, and the log the rest."""
        if isinstance(error, WenzhengError):
            return str(error)
        _log.error("The page failed", exc_info=error)
        return type(error).__name__
