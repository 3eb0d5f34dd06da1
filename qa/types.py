"""The values a question turns into: query, hits, citations, answer."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Self

from index.types import CountedBy, Kind, Place, Report, Role, Section

Mode = Literal["hybrid", "lexical", "dense"]
Status = Literal["answered", "ambiguous", "not_indexed", "not_stated"]
Language = Literal["zh", "en"]
PeriodKind = Literal["covers", "plans", "delivered"]
ScopePart = Literal["place", "year", "kind"]
Stage = Literal["parse", "search", "check"]
# Wherein a row of a comparison differs from what most rows share.
Difference = Literal["count", "body", "period", "unit"]
# What kind of answer a question wants. plain: one span; the others are composed of several.
AnswerForm = Literal[
    "plain",
    "summary",
    "list",
    "how",
    "definition",
    "yes_no",
    "calculation",
    "trend",
    "mention",
    "role",
    "conversation",
]
# Why nothing indexed can answer: no report of the place, of the period, of the kind, of a body or other name that the
# question asks about; or the filters leave out what it asks about.
ConfidenceLevel = Literal["high", "medium", "low"]
Missing = Literal["place", "period", "kind", "name", "filter"]


@dataclass(frozen=True, slots=True)
class Hit:
    """One ranked passage. score: fused, higher is better. lexical_rank, dense_rank: from 1, None when not ranked."""

    chunk_id: str
    text: str
    start: int
    end: int
    heading_path: tuple[str, ...]
    score: float
    lexical_rank: int | None
    dense_rank: int | None
    report: Report


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote that stands at report.text[start:end], at most 200 characters. n: its number in the answer, from 1.

    units: the bare figures that it is cited for, each with what the heads of its table (13.36, 万吨), its row of
    figures (26.6万, 人次) or of shares counts it in.
    """

    n: int
    report: Report
    heading_path: tuple[str, ...]
    quote: str
    start: int
    end: int
    units: tuple[tuple[str, str], ...] = ()

    def with_unit(self, short: str) -> str:
        """A figure with the unit that its table's heads give: 13.36 → 13.36万吨; all else as it is."""
        return short + dict(self.units).get(short, "")

    @property
    def page(self) -> int | None:
        """The page of the file on which the quote begins, from 1; None where the file has none."""
        return self.report.page_map.page_of(self.start)

    @property
    def recognised(self) -> float | None:
        """How sure the recogniser is of the quote's least sure line, in [0, 1]; None where it is no picture's text."""
        return self.report.page_map.confidence_of(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Reading:
    """One of several things the reports state when the question does not choose.

    qualifier: what was counted ("立案"). period: what time it speaks of ("2023年").
    """

    short: str
    qualifier: str
    period: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Scope:
    """What was searched. places: asked for, with code and full path. years: of the statement. inferred: read from the
    question rather than given as filters. reports_searched of reports_total: reports within the scope. kinds: of report
    asked for, empty for all.
    """

    places: tuple[Place, ...]
    years: tuple[int, ...]
    period: PeriodKind
    inferred: bool
    reports_searched: int
    reports_total: int
    kinds: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """What a question was asked with, beside its words; the arguments of `Answerer.ask`."""

    places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    ignore: tuple[ScopePart, ...] = ()
    context: str = ""


@dataclass(frozen=True, slots=True)
class Implied:
    """What of the scope the question itself says, where no filter says otherwise.

    ignored: the parts that did not limit the search, because the caller asked for that.
    """

    places: tuple[Place, ...] = ()
    years: tuple[int, ...] = ()
    kinds: tuple[Kind, ...] = ()
    ignored: tuple[ScopePart, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """A part of the scope in which a filter leaves out what the question asks about; nothing is answered then.

    asked: what the question names; filtered: what the filter lets through; both as people read them (paths of places,
    years, kinds). To lift it, ask again without that filter, or with `ignore=(part,)`.
    """

    part: ScopePart
    asked: tuple[str, ...]
    filtered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OtherValue:
    """What another report of the same place and period gives for the same thing. short: as printed."""

    short: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Stated:
    """What one place states, as a row of a comparison. short: as printed. years: the period it is stated for.

    value: multiples applied, negative for a fall; None where it is no number. qualifier: what the figure counts, in
    the report's words. counts: the marks of what these name: stages, what narrows it, a part of the year. counted_by:
    the kind of report whose body counts its own doing, "" where it is the same whoever reports it. others: other values
    of the same thing, in other reports of that place and period, such as the draft of this one. apart: wherein it
    differs from what most rows share; figures that differ are no one series.
    """

    report: Report
    years: tuple[int, ...]
    short: str
    value: Decimal | None
    unit: str
    approximate: bool
    qualifier: str
    counts: frozenset[str]
    citation: Citation
    others: tuple[OtherValue, ...] = ()
    counted_by: Kind = ""
    apart: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Usual:
    """What most rows of a comparison share; None of what no two share. qualifier: as printed in one of them. years: of
    a series, as many numbers as a row has years.
    """

    counts: frozenset[str] | None = None
    qualifier: str = ""
    counted_by: Kind | None = None
    years: tuple[int, ...] | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Unstated:
    """A place of a comparison that does not state it. name: its path, with the year where it has a row for several.

    report: one of those looked at, for these years. searched: whether any passage of it speaks of that time at all.
    """

    name: str
    report: Report
    years: tuple[int, ...]
    searched: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """One indicator over places and years. rows: best first. differs: they do not all count the same thing over the
    same period. usual: what most of them share. series: several years were asked for, each with rows of its own.
    missing: why no report could be searched at all, and refusal the sentence that says so; None and "" where reports
    were.
    """

    rows: tuple[Stated, ...]
    unstated: tuple[Unstated, ...]
    differs: bool
    scope: Scope
    missing: Missing | None = None
    refusal: str = ""
    usual: Usual = Usual()
    series: bool = False


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure an answer is. value: the probability that its short answer is right, calibrated, in [0, 1]. right: how
    many of the answers of this level were right, over questions that nothing was trained or tuned on.
    """

    value: float
    level: ConfidenceLevel
    right: float


@dataclass(frozen=True, slots=True)
class Part:
    """One of the things a question asks, answered or refused.

    question: as a question of its own. short: as of an answer; None where it is refused or no single span answers it.
    text: with the markers [n] of citations, which are numbered through the whole answer.
    """

    question: str
    form: AnswerForm
    status: Status
    short: str | None
    text: str
    citations: tuple[Citation, ...]

    @property
    def short_with_unit(self) -> str | None:
        """What is answered in short, with the unit that the heads of a table give it."""
        return self.citations[0].with_unit(self.short) if self.short and self.citations else self.short


@dataclass(frozen=True, slots=True)
class WordedSentence:
    """One sentence of a language model. text: with its markers [n]; "" where it is struck: nothing of it is shown
    then. citations: the numbers it names. struck, reason: whether the lock struck it, and why, in the answer's
    language.
    """

    text: str
    citations: tuple[int, ...]
    struck: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Worded:
    """What a language model made of an answer's evidence, held against it sentence by sentence.

    model, host: which one, and where the question and the quotes were sent. done: false while more may come. failed:
    why there is no more, or nothing at all, in the answer's language; "" where all went well. chosen: the number of the
    citation whose reading the model took for the one meant, of an ambiguous answer; None where it chose none.
    """

    sentences: tuple[WordedSentence, ...]
    model: str
    host: str
    done: bool = False
    failed: str = ""
    chosen: int | None = None


class Understood(str):
    """The whole question that one leaning on others was understood as. turns: it and those it leant on in their turn,
    whole, the oldest first, parted by blank lines: what the next question may lean on.
    """

    __slots__ = ("turns",)
    turns: str

    def __new__(cls, whole: str, turns: str) -> Self:
        """A question and its turns."""
        made = super().__new__(cls, whole)
        made.turns = turns
        return made

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """What a copy is made of."""
        return (str(self), self.turns)


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """The language model that is on. host: where questions and quotes go; is_here: whether that is this machine."""

    model: str
    host: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What the reports say, or that they do not.

    short: one reading in the source's own characters, or None. text: a sentence or small table with [1] [2] markers, in
    the question's language. passages: ranked evidence, best first, at most 10 (for refusals: related, not evidence).
    timing_ms: milliseconds by stage. implied: what of the scope was read from the question. understood_as: the whole
    question that was answered, where this one leans on the one before it (an `Understood`, which knows both); where
    nothing is asked (谢谢), the question before, on which the next may lean. comparison: its rows, where the question
    was put to several places; compared: the words for what was compared. instead: the places whose reports answer,
    where the place asked about has none. namesakes: others that bear the name asked with, of which nothing is said.
    missing: why nothing is indexed for the question, else None; missing_names: the places, bodies or other names of
    which no report is indexed. conflicts: where missing is "filter", what filters leave out. confidence:
    probability that `short` is right; None where nothing was read for it (a comparison, a refusal); sureness: that in
    words. parts: of a composed answer, one for each thing asked; `short` is then that of the first.
    worded: what a language model made of it, where one is on and was asked to.
    """

    question: str
    language: Language
    status: Status
    short: str | None
    text: str
    citations: tuple[Citation, ...]
    readings: tuple[Reading, ...]
    passages: tuple[Hit, ...]
    scope: Scope
    timing_ms: dict[str, float]
    implied: Implied = Implied()
    understood_as: str | None = None
    comparison: Comparison | None = None
    compared: str = ""
    instead: tuple[Place, ...] = ()
    namesakes: tuple[Place, ...] = ()
    missing: Missing | None = None
    missing_names: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    sureness: Confidence | None = None
    parts: tuple[Part, ...] = ()
    worded: Worded | None = None

    @property
    def short_with_unit(self) -> str | None:
        """What is answered in short, with the unit that the heads of a table give it."""
        return self.citations[0].with_unit(self.short) if self.short and self.citations else self.short

    @property
    def turns(self) -> str:
        """What the next question may lean on, as its `context`."""
        if isinstance(self.understood_as, Understood):
            return self.understood_as.turns
        return self.understood_as or self.question

    @property
    def confidence(self) -> float | None:
        """The probability that `short` is right, calibrated; None where nothing was read for it."""
        return self.sureness.value if self.sureness else None

    @property
    def is_conversation(self) -> bool:
        """Whether nothing was asked of the reports: thanks, a greeting."""
        return [part.form for part in self.parts] == ["conversation"]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of a report as it is read. section: its number where one was asked for.

    text: characters start to end of `report.text`, those that the page does not show (markup, comments, what print put
    around the text) as blanks. next_start: where to read on; None at the end of the report or section.
    """

    report: Report
    section: Section | None
    text: str
    start: int
    end: int
    next_start: int | None

    @property
    def page(self) -> int | None:
        """The page of the file on which it begins, from 1; None where the file has none."""
        return self.report.page_map.page_of(self.start)


@dataclass(frozen=True, slots=True)
class FactRow:
    """One figure of the fact table, with what it counts and where it stands; what is not said is "" or None.

    year_from, year_to: the period it is stated for. role: "review" of what was done, "plan" of what is meant to be.
    indicator, qualifier, unit: as printed: 委员提案, 立案, 件. value: multiples applied; text: the figure as printed.
    counted_by: "cppcc" or "government", for what both count. start, end: of the figure in `report.text`; page: of the
    file, from 1; sentence: the one it stands in.
    """

    place: str
    place_code: str
    kind: Kind
    year_from: int | None
    year_to: int | None
    role: Role
    indicator: str
    qualifier: str
    value: Decimal
    unit: str
    approximate: bool
    counted_by: CountedBy
    text: str
    source: str
    report_id: str
    start: int
    end: int
    page: int | None
    sentence: str
