"""question → ranked passages: scope first, then a lexical and a dense ranking of what is in scope, then fusion."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from index.config import Config
from index.engine import Asked, Engine, Legs
from index.errors import (
    EngineError,
    EngineMovedError,
    IndexCorruptError,
    IndexMismatchError,
    IndexMissingError,
    QuestionError,
)
from index.language.everyday import is_no_noun
from index.language.gazetteer import Gazetteer
from index.language.script import simplified
from index.language.sentences import sentences
from index.origin import HomeOrigin, Origin, origin_of
from index.reading.characters import clean_characters
from index.reports.issuers import is_name_of, is_short_for
from index.types import Chunk, Encoder, FloatMatrix, Place, Report, RowVector, Section
from index.vectors.encoder import NO_MODEL, load_encoder
from qa.in_time import check_time
from qa.retrieval.concepts import document_frequency
from qa.retrieval.fact_table import FactTable
from qa.retrieval.fusion import fuse
from qa.retrieval.remembered import Remembered
from qa.retrieval.report_text import outline_of, read_report
from qa.retrieval.scope import (
    ResolvedScope,
    kinds_named,
    nothing_in_scope,
    of_plan_period,
    of_speaker,
    places_named,
    resolve_scope,
)
from qa.types import Excerpt, Hit, Mode, PeriodKind
from qa.understanding.bilingual import Bilingual
from qa.understanding.filters import narrow
from qa.understanding.glossary import Glossary
from qa.understanding.limits import check_filters, check_question
from qa.understanding.period import says_allotted, says_past
from qa.understanding.query import Query, parse_question
from qa.understanding.speaker import speaker_asked

__all__ = ["Retriever"]

Scores = npt.NDArray[np.float64]
T = TypeVar("T")
MODES: tuple[Mode, ...] = ("hybrid", "lexical", "dense")


class Retriever:
    """Searches one loaded index. Safe to use from several threads."""

    def __init__(self, index: Engine, config: Config, *, encoder: Encoder | None = None) -> None:
        self.index = index
        self.config = config
        self.gazetteer = Gazetteer.load()
        self.glossary = Glossary.load()
        self._encoder = encoder
        self._remembered = Remembered()
        self._bilingual = Bilingual(config.home / "cache", writes=not config.read_only)
        self.indexed = frozenset(report.place_code for report in index.reports if report.place_code)
        self._origin: Origin | None = None  # of one that follows its home or server
        self._newest: Retriever = self  # then the one over the generation last opened
        self._opening = threading.Lock()

    @classmethod
    def load(cls, home: str | Path | None = None, *, read_only: bool = False) -> Retriever:
        """The retriever over the index at home (default: WENZHENG_HOME, else .wenzheng); see `newest`.

        read_only: nothing is written into the home, not even the compiled dictionaries that it lacks.

        Raises:
            IndexMissingError: nothing was built there yet.
            IndexCorruptError: a file of the index is missing or altered.
        """
        config = replace(Config.from_environment(home=home), read_only=read_only)
        return cls._following(HomeOrigin(config.home, read_only=read_only), config)

    @classmethod
    def connect(
        cls, uri: str, *, model: str | None = None, home: str | Path | None = None, read_only: bool = False
    ) -> Retriever:
        """The retriever over the index that a Milvus server holds ("http://127.0.0.1:19530"); see `newest`.

        model: as `Config.model`; "none" searches words alone. home: where compiled dictionaries are kept; no index is
        looked for there; read_only: nor are they written. A token is taken from WENZHENG_ENGINE_TOKEN.

        Raises:
            IndexMissingError: the server holds none; `wenzheng build PATH --engine URI` makes one.
            EngineError: no server answers there, or it refuses.
        """
        return cls.of(replace(Config.from_environment(home=home, model=model, engine=uri), read_only=read_only))

    @classmethod
    def of(cls, config: Config) -> Retriever:
        """The retriever over the server that the configuration names, or over its home.

        Raises: as `load` and `connect`.
        """
        return cls._following(origin_of(config), config)

    @classmethod
    def _following(cls, origin: Origin, config: Config) -> Retriever:
        found = cls(origin.open(), config)
        found._origin = origin
        return found

    def newest(self, *, at_once: bool = False) -> Retriever:
        """The same retriever, or one over the generation that was published since; `search` and `Answerer.ask` ask it.

        A retriever made of an index stays with that index. A new generation that cannot be opened is not taken: the
        last good one goes on answering. at_once: a server is asked now, even if it was within the last second.
        """
        origin, newest = self._origin, self._newest
        if origin is None:
            return self
        try:
            if origin.is_newest(newest.index, at_once=at_once):
                return newest
            with self._opening:
                newest = self._newest
                if not origin.is_newest(newest.index):
                    index = origin.open()
                    same = index.manifest.settings.encoder == newest.index.manifest.settings.encoder
                    newest = Retriever(index, self.config, encoder=newest._encoder if same else None)  # noqa: SLF001
                    self._newest = newest
                return newest
        except (IndexMissingError, IndexCorruptError, IndexMismatchError, EngineError):
            return newest

    def is_newest(self) -> bool:
        """Whether nothing newer was published; so, too, where nobody is there to say it."""
        try:
            return self._origin is None or self._origin.is_newest(self.index)
        except (IndexMissingError, EngineError):
            return True
        except (IndexCorruptError, IndexMismatchError):
            return False

    def on_newest(self, do: Callable[[Retriever], T]) -> T:
        """What `do` gives with the newest retriever; once more where a server's generation went away meanwhile.

        Raises: IndexCorruptError where a file it may have been read from is damaged.
        """
        now = self.newest()
        try:
            return now._of_whole_files(do)  # noqa: SLF001
        except EngineMovedError:
            after = self.newest(at_once=True)
            if after is now:
                raise
            return after._of_whole_files(do)  # noqa: SLF001

    def _of_whole_files(self, do: Callable[[Retriever], T]) -> T:
        """The files are still being checked when a question begins; its answer, or what it stumbled over, waits."""
        try:
            return do(self)
        finally:
            self.index.assure()

    @property
    def has_vectors(self) -> bool:
        """Whether meaning is searched: the index has vectors, and the model configured is not "none"."""
        return self.config.model != NO_MODEL and self.index.has_vectors

    @property
    def encoder(self) -> Encoder:
        """The encoder the index was built with, loaded when first needed.

        Raises:
            ModelError: it cannot be had.
            IndexMismatchError: the one configured makes other vectors than those of the index.
        """
        if self._encoder is None:
            encoder = load_encoder(self.config)
            self.index.check_encoder(encoder)
            self._encoder = encoder
        return self._encoder

    def parse(self, question: str, *, places: Sequence[str] | None = None) -> Query:
        """The question, understood. places: the filter, which tells same-name places apart.

        Raises:
            QuestionError: it is empty or too long, or the filter names no place.
        """
        check_question(question)
        check_filters(places)
        return parse_question(
            clean_characters(question),
            gazetteer=self.gazetteer,
            glossary=self.glossary,
            today=datetime.now().astimezone().date(),
            indexed=self.indexed,
            dictionary=self.dictionary,
            people=self._people,
            around=places_named(places, self.gazetteer) if places else (),
            known=self._has_words,
            reports=self._has_reports_of,
        )

    def _has_reports_of(self, body: str) -> bool:
        return any(is_name_of(body, each) for each in self._bodies)

    def _people(self, pinyin: str) -> list[str]:
        """The people of the corpus whose names are read so, the most often named first."""
        named = Counter(each.text for each in self.index.find_named(kind="person", pinyin=pinyin))
        return sorted(named, key=lambda name: (-named[name], name))

    @cached_property
    def _bodies(self) -> frozenset[str]:
        """Whose reports they are, in simplified characters, as far as they name anybody."""
        return frozenset(simplified(report.body) for report in self.index.reports if report.body)

    @cached_property
    def _speakers(self) -> frozenset[str]:
        """Who gave the reports, as far as they name anybody."""
        return frozenset(filter(None, ("".join(report.speaker.split()) for report in self.index.reports)))

    def _has_words(self, words: str) -> bool:
        """Whether each of the words is in the corpus, stands for some of it, or names nothing; or whether they begin
        with the name of somebody who gave a report (赵紫阳作), or are short for a body.
        """
        if any(words.startswith(speaker) for speaker in self._speakers):
            return True
        if any(is_short_for(words, each) for each in self._bodies):
            return True
        pieces = [piece for piece in self.index.tokenizer.cut(words) if len(piece) > 1]
        if not pieces:
            return document_frequency(words, self.index) > 0
        return all(
            document_frequency(piece, self.index) > 0 or self.glossary.has(piece) or is_no_noun(piece)
            for piece in pieces
        )

    def dictionary(self, english: str) -> list[str]:
        """The dictionary's words that the corpus uses, the commonest first; none where that is a single character,
        which stands in too many words to mean anything (new → 新).
        """
        found = {word: document_frequency(word, self.index) for word in self._bilingual.chinese(english)}
        used = sorted((word for word in found if found[word] > 0), key=lambda word: -found[word])
        if not used or len(used[0]) == 1:
            return []
        return [word for word in used if len(word) > 1][:MOST_TRANSLATIONS]

    def chinese_for(self, english: str) -> tuple[str, ...]:
        """Chinese words for English ones, of the glossary or the dictionary; () where neither has them."""
        groups = self.glossary.translate(english, dictionary=self._bilingual.chinese)
        return tuple(word for group in groups for word in group)

    def is_told(self, english: str) -> bool:
        """Whether the reports have a Chinese word for each word of an English text that has any."""
        groups = self.glossary.translate(english, dictionary=self._bilingual.chinese)
        return all(any(document_frequency(word, self.index) for word in group) for group in groups)

    def indexed_above(self, places: Sequence[Place]) -> tuple[Place, ...]:
        """The nearest places above these that have reports."""
        found = []
        for place in places:
            above = self.gazetteer.parent(place.code)
            while above is not None and above.code not in self.indexed:
                above = self.gazetteer.parent(above.code)
            if above is not None and above.level != "country":
                found.append(above)
        return tuple(dict.fromkeys(found))

    def scope(
        self,
        query: Query,
        *,
        places: Sequence[str] | None = None,
        years: Sequence[int] | None = None,
        kinds: Sequence[str] | None = None,
        every_period: bool = False,
        filters_win: bool = False,
    ) -> ResolvedScope:
        """What of the index the query is about and these filters let through; nothing where it is about a body that no
        report is of, or where they leave out what it asks about. filters_win: then what the filters choose.
        """
        check_filters(places, years, kinds)
        if query.absent:
            return nothing_in_scope("name", period=query.period, names=query.absent)
        chosen = narrow(
            query,
            places=places_named(places, self.gazetteer) if places else (),
            years=tuple(years or ()),
            kinds=kinds_named(kinds) if kinds else (),
            gazetteer=self.gazetteer,
        )
        if chosen.conflicts and not filters_win:
            return nothing_in_scope("filter", period=query.period, conflicts=chosen.conflicts)
        resolve = partial(
            resolve_scope,
            self.index,
            self.gazetteer,
            places=chosen.places,
            kinds=chosen.kinds,
            subordinate=query.subordinate or not chosen.places,
            every_period=every_period,
            kinds_only=bool(kinds),
            level=query.level if not chosen.places else None,
            excluded=query.excluded,
            body=query.body,
        )
        scope = resolve(years=chosen.years, period=query.period)
        if query.plan_years and not chosen.years:
            scope = of_plan_period(
                self.index, scope, [resolve(years=query.plan_years, period=period) for period in ("covers", "plans")]
            )
        if speaker := speaker_asked(query.question, self._speakers):
            # His report of 1985 is the one that he gave in that year.
            periods: tuple[PeriodKind, ...] = ("delivered", query.period) if chosen.years else (query.period,)
            asked = (resolve(years=chosen.years, period=period, every_period=True) for period in periods)
            scope = of_speaker(self.index, speaker, asked) or scope
        only_plans = not any(self.index.reports[n].covers for n in scope.reports)
        meant = (not query.years or only_plans) and not says_past(query.question)
        if scope.past_of_plan and (meant or says_allotted(query.question)):
            # Only a filter names the year, or no report reviews any, and nothing says that it is over, or what is
            # asked for is what a plan sets: the plan is what can be meant.
            scope = replace(scope, past_of_plan=False)
        return replace(scope, names=(query.ranked,)) if scope.missing == "name" else scope

    def search(
        self,
        question: str,
        *,
        k: int = 10,
        places: Sequence[str] | None = None,
        years: Sequence[int] | None = None,
        kinds: Sequence[str] | None = None,
        mode: Mode = "hybrid",
    ) -> list[Hit]:
        """The k best passages within the scope of the question, best first; filters win over what the question names.

        Raises:
            QuestionError: empty or too long a question, an unknown place or kind, k below 1 or an unknown mode.
        """

        def search(now: Retriever) -> list[Hit]:
            query = now.parse(question, places=places)
            scope = now.scope(query, places=places, years=years, kinds=kinds, filters_win=True)
            return now.rank(query, scope, k=k, mode=mode)

        return self.on_newest(search)

    def rank(self, query: Query, scope: ResolvedScope, *, k: int, mode: Mode = "hybrid") -> list[Hit]:
        """The k best chunks of the scope for a parsed query."""
        if mode not in MODES:
            raise QuestionError(f"Unknown mode {mode!r}; use one of {', '.join(MODES)}. 检索方式只有这几种。")
        if k < 1:
            raise QuestionError(f"k is {k}; ask for at least 1 passage. 至少要取 1 段。")
        rows = scope.rows
        if rows.size == 0:
            return []
        legs = self._legs(query, rows, mode=mode, depth=max(DEPTH, k))
        rows = legs.rows
        scores, lexical, dense = self._fused(legs, mode)
        if scope.years:
            own = np.isin(self.index.chunk_report[rows], list(scope.preferred))
            scores = scores + OWN_YEAR * own
        order = self._best(scores, rows, min(k, rows.size))
        return [
            self._hit(
                chunk,
                int(rows[position]),
                score=float(scores[position]),
                lexical_rank=_rank(lexical, int(position)) if lexical[position] > 0 else None,
                dense_rank=_rank(dense, int(position)) if dense is not None else None,
            )
            for position, chunk in zip(order, self.index.chunks(rows[order]), strict=True)
        ]

    def outline(self, report: str) -> tuple[Report, tuple[Section, ...]]:
        """A report and its sections, in reading order. report: its id, or the name of its file.

        Raises: QuestionError where there is no such report.
        """
        return self.on_newest(lambda now: outline_of(now.index, report))

    def read(
        self,
        report: str,
        *,
        section: int | None = None,
        start: int | None = None,
        end: int | None = None,
        most: int | None = None,
    ) -> Excerpt:
        """The text of a report, of a section of it, or what of these lies from start to end.

        report: its id, or the name of its file. section: its number in the outline. most: characters at once; the rest
        is read from `next_start` on.

        Raises: QuestionError where there is no such report, section or stretch.
        """
        return self.on_newest(
            lambda now: read_report(now.index, report, section=section, start=start, end=end, most=most)
        )

    def facts(
        self,
        *,
        places: Sequence[str] | None = None,
        years: Sequence[int] | None = None,
        kinds: Sequence[str] | None = None,
        indicator: str | None = None,
        qualifier: str | None = None,
    ) -> FactTable:
        """The figures that the reports state, all or those chosen: as rows, a data frame, an Arrow table, or files.

        places: these and those within them. years: of the period a figure is stated for. indicator: what is counted,
        by the end of its name: 提案 is also 委员提案. qualifier: a stage, by any of its words: 立案, 办复.

        Raises: QuestionError for a place or kind that there is not.
        """
        return FactTable(self, places=places, years=years, kinds=kinds, indicator=indicator, qualifier=qualifier)

    def openings(self, scope: ResolvedScope) -> list[Hit]:
        """The first passages of the reports in scope, unranked: title, speaker, date and masthead stand there."""
        reports = [self.index.reports[i] for i in scope.reports[:MOST_OPENINGS]]
        rows = [row for report in reports for row in list(self.index.report_rows(report.id))[:OPENING_PASSAGES]]
        return [self._hit(chunk, row) for row, chunk in zip(rows, self.index.chunks(rows), strict=True)]

    def _hit(
        self,
        chunk: Chunk,
        row: int,
        *,
        score: float = 0.0,
        lexical_rank: int | None = None,
        dense_rank: int | None = None,
    ) -> Hit:
        return Hit(
            chunk_id=chunk.id,
            text=chunk.text,
            start=chunk.start,
            end=chunk.end,
            heading_path=chunk.heading_path,
            score=score,
            lexical_rank=lexical_rank,
            dense_rank=dense_rank,
            report=self.index.reports[int(self.index.chunk_report[row])],
        )

    def scores(self, query: Query, rows: RowVector, *, mode: Mode = "hybrid") -> tuple[Scores, Scores, Scores | None]:
        """Fused, lexical and dense scores of these chunks, each (len(rows),) float64; dense is None without vectors."""
        return self._fused(self._legs(query, rows, mode=mode), mode)

    def _legs(self, query: Query, rows: RowVector, *, mode: Mode, depth: int | None = None) -> Legs:
        check_time()
        text = query.content or query.question
        weights = _expansion_weights(query)
        tokenizer = self.index.tokenizer
        vector = None
        if mode != "lexical" and self.has_vectors:
            vector = self.encoder.encode([text])[0]
        elif mode == "dense":
            raise QuestionError(
                "There are no vectors to search, since the model is none; use the mode lexical. "
                "没有可用的向量（模型为 none），请用 lexical 方式检索。"
            )
        asked = Asked(_weighted(tokenizer.words, text, weights), _weighted(tokenizer.bigrams, text, weights), vector)
        return self.index.legs(asked, rows, depth=depth)

    @staticmethod
    def _fused(legs: Legs, mode: Mode) -> tuple[Scores, Scores, Scores | None]:
        lexical = fuse(legs.words, legs.bigrams, None)
        if legs.dense is None:
            return lexical, lexical, None
        if mode == "dense":
            return legs.dense, lexical, legs.dense
        return fuse(legs.words, legs.bigrams, legs.dense, low=legs.low), lexical, legs.dense

    def likeness(self, query: Query, texts: Sequence[str]) -> list[float]:
        """Cosine of each text to the question; empty without vectors."""
        if not self.has_vectors or not texts:
            return []
        check_time()
        vectors = self._remembered.encode(self.encoder, [query.content or query.question, *texts])
        return [float(cosine) for cosine in vectors[1:] @ vectors[0]]

    def vectors_of(self, texts: Sequence[str]) -> FloatMatrix | None:
        """vectors: (len(texts), dim) float32, unit rows; None without vectors. texts: at least one."""
        if not self.has_vectors:
            return None
        check_time()
        return self._remembered.encode(self.encoder, texts)

    def sentence_similarity(self, query: Query, hits: Sequence[Hit]) -> dict[tuple[str, int], float]:
        """Cosine of each sentence of these passages to the question, by document id and start; empty without vectors.

        Sentences are embedded here rather than at build time: a passage has about five, an index of a million passages
        would have to hold five million more vectors for the few questions that share no words with their answer.
        """
        if not self.has_vectors:
            return {}
        places = [
            (hit.report.document_id, span.start, hit.text[span.start - hit.start : span.end - hit.start])
            for hit in hits
            for span in sentences(hit.text, offset=hit.start)
        ]
        cosines = self.likeness(query, [text for _, _, text in places])
        return {(document, start): cosine for (document, start, _), cosine in zip(places, cosines, strict=True)}

    def _best(self, scores: Scores, rows: RowVector, k: int) -> RowVector:
        """Positions of the k best, ties broken by the order of the reports and of the chunks in them."""
        if k < scores.size:
            threshold = np.partition(scores, scores.size - k)[scores.size - k]
            candidates = np.flatnonzero(scores >= threshold)
        else:
            candidates = np.arange(scores.size)
        tied = rows[candidates]
        order = np.lexsort((tied, self.index.chunk_report[tied], -scores[candidates]))
        best: RowVector = candidates[order][:k]
        return best


# Of a large scope, how many of the best of each leg are compared.
DEPTH = 128
# The report of the very year asked for comes before a review of several years that includes it.
OWN_YEAR = 0.3
MOST_OPENINGS, OPENING_PASSAGES = 8, 2
MOST_TRANSLATIONS = 4
# A synonym counts for less than the word itself.
EXPANSION_WEIGHT = 0.6


def _weighted(terms_of: Callable[[str], list[str]], text: str, expansions: Sequence[str]) -> dict[str, float]:
    """How much each term of the text counts, and each of what it may also be called."""
    weights: dict[str, float] = {}
    for source, weight in ((text, 1.0), *((each, EXPANSION_WEIGHT) for each in expansions)):
        for term in terms_of(source):
            weights[term] = weights.get(term, 0.0) + weight
    return weights


def _expansion_weights(query: Query) -> list[str]:
    return [term for group in query.expansions for term in group[1:]]


def _rank(scores: Scores, position: int) -> int:
    """The rank of one score among all, from 1, ties by position."""
    score = scores[position]
    return 1 + int(np.count_nonzero(scores > score)) + int(np.count_nonzero(scores[:position] == score))
