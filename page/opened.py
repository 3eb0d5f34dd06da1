"""The corpus behind the page, opened when it is first needed and looked for again while there is none."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from qa import (
    Annotation,
    Answer,
    BusyError,
    Curator,
    Language,
    LanguageModel,
    Originals,
    Report,
    ReportCounts,
    Retriever,
    ScopePart,
    Section,
    Stage,
    WenzhengError,
    within,
)

__all__ = ["Answers", "Corpus", "Library", "Opened", "Status"]

_WARMING = ("提案", "How many proposals?")  # each language loads what it alone needs
# A question is answered in 60 ms as a rule; who waits longer than this has given up.
_TURN_SECONDS, _ANSWER_SECONDS = 20.0, 20.0
_WORDED_AT_ONCE = 4  # answers that a language model words; each may take a minute
_log = logging.getLogger(__name__)


class Corpus(Protocol):
    """What the page reads of a loaded index."""

    @property
    def reports(self) -> Sequence[Report]:
        """Every report, in the order of their files."""
        ...

    @property
    def n_chunks(self) -> int:
        """How many passages there are."""
        ...

    @property
    def report_counts(self) -> Mapping[str, ReportCounts]:
        """Report id → how much the report holds."""
        ...

    def common_indicators(self) -> Sequence[str]:
        """What most places state a figure for, best first, in words that a comparison understands."""
        ...

    def sections(self, report_id: str) -> Sequence[Section]:
        """The report's sections in reading order."""
        ...

    def annotations(self, document_id: str) -> Sequence[Annotation]:
        """The stretches of the document's text that are not shown."""
        ...


class Answers(Protocol):
    """What the page asks; `qa.Answerer` is one."""

    @property
    def retriever(self) -> Retriever:
        """What its answers are found with; the endpoints search and compare through it."""
        ...

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
        """The answer. Raises: QuestionError."""
        ...

    @property
    def language_model(self) -> LanguageModel | None:
        """The model that `word` asks; None where none is on."""
        ...

    def word(
        self,
        answer: Answer,
        *,
        places: Sequence[str] | None = None,
        years: Sequence[int] | None = None,
        kinds: Sequence[str] | None = None,
        ignore: Sequence[ScopePart] = (),
    ) -> Iterator[Answer]:
        """The answer with what the model adds, each time with more; nothing where none is on."""
        ...


@dataclass(frozen=True, slots=True)
class Status:
    """When the index was built, with which model, and how many sections it holds."""

    built: datetime
    model: str
    sections: int


@dataclass(frozen=True, slots=True)
class Opened:
    """One loaded index and who answers over it.

    is_current: false once another build has been published. feedback_file: where people's judgements of answers are
    written; None where they are not asked for any.
    """

    corpus: Corpus
    answers: Answers
    status: Status
    is_current: Callable[[], bool] = lambda: True
    feedback_file: Path | None = None

    def report(self, report_id: str) -> Report | None:
        """The report of this id, or None when the corpus does not hold it."""
        return next((report for report in self.corpus.reports if report.id == report_id), None)


class Library:
    """Opens the corpus once and keeps it until a newer one is published.

    A failed first attempt is not remembered, so an index built later is found. A newer index that cannot be opened
    leaves the one that is open in use. curator: through which the page changes the index; None where it may not.
    originals: gives the files that the reports were read from; None where they are not at hand.
    """

    def __init__(
        self, open_corpus: Callable[[], Opened], *, curator: Curator | None = None, originals: Originals | None = None
    ) -> None:
        self.curator = curator
        self.originals = originals
        self._open = open_corpus
        self._lock = threading.Lock()
        self._opened: Opened | None = None
        self._turns = threading.BoundedSemaphore(os.cpu_count() or 1)
        self._wordings = threading.BoundedSemaphore(_WORDED_AT_ONCE)

    def opened(self) -> Opened:
        """The corpus. Raises: what opening it raises (IndexMissingError, IndexCorruptError…)."""
        with self._lock:
            if self._opened is None:
                self._opened = self._open()
            elif not self._opened.is_current():
                try:
                    self._opened = self._open()
                except WenzhengError as error:
                    _log.warning("The new index cannot be opened, the old one stays in use: %s", error)
            return self._opened

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Held while a question is answered, which is given up when it takes too long: `with library.turn():`.

        As many at once as there are cores. More would only wait for each other inside Python: of twenty who ask at
        once the slowest waited 1.2 s, in turn 0.7 s (two cores).

        Raises: BusyError where no turn comes, or the answer does not end, in time.
        """
        if not self._turns.acquire(timeout=_TURN_SECONDS):
            raise BusyError("Too many are asking at once; ask again in a moment. 同时提问的人太多，请稍后再试。")
        try:
            with within(_ANSWER_SECONDS):
                yield
        finally:
            self._turns.release()

    @contextmanager
    def wording(self) -> Iterator[None]:
        """Held while a language model words an answer: `with library.wording():`. Raises: BusyError."""
        if not self._wordings.acquire(timeout=_TURN_SECONDS):
            raise BusyError("The language model has too much to do; ask again later. 语言模型正忙，请稍后再试。")
        try:
            yield
        finally:
            self._wordings.release()

    def warm_up(self) -> None:
        """Opens the index and loads the model, while the browser is still fetching the page."""
        try:
            for question in _WARMING:
                self.opened().answers.ask(question)
        except WenzhengError as error:
            _log.info("Nothing to warm up: %s", error)  # the page says so when it is asked
