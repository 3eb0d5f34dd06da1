"""Run × question set → evidence hits, right short answers, right refusals; all bounded, higher is better.

Text is NFKC-folded, lower-cased and stripped of white space on both sides before it is compared, so that a quote that
was wrapped in the source still matches.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

from qa.types import Filters

__all__ = ["Evidence", "Outcome", "Passage", "Question", "Tally", "answer_is_right", "covers", "plain", "tally"]

LONGEST_PASSAGE = 400
REFUSALS = frozenset(("not_indexed", "not_stated"))
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_HAN = re.compile(r"[一-鿿]")
_NO_RANK = 1_000


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote that answers the question, and the file it stands in."""

    file: str
    quote: str


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a question set. evidence: empty when the right outcome is the refusal named by status. filters: what
    it is asked with.
    """

    id: str
    kind: str
    text: str
    answers: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    needs_all: bool
    status: str
    filters: Filters = Filters()  # noqa: RUF009 — frozen


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage of a run, and the file it is from."""

    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of a run: what was answered, and the passages it rests on, best first."""

    id: str
    status: str
    answer: str
    passages: tuple[Passage, ...]


@dataclass(slots=True)
class Tally:
    """Counts of one type of question. n: answerable; n_all: those that need every quote; n_unanswerable: the rest."""

    n: int = 0
    hit_at_1: int = 0
    hit_at_5: int = 0
    hit_at_10: int = 0
    answer: int = 0
    false_refusal: int = 0
    n_all: int = 0
    all_at_10: int = 0
    n_unanswerable: int = 0
    refused: int = 0
    status: int = 0
    failures: list[str] = field(default_factory=list)

    def row(self) -> dict[str, object]:
        """The rates, rounded to four places, with refusals as "right/all"."""
        row: dict[str, object] = {"n": self.n}
        if self.n:
            for name, count in (
                ("hit@1", self.hit_at_1), ("hit@5", self.hit_at_5), ("hit@10", self.hit_at_10),
                ("answer", self.answer), ("false_refusal", self.false_refusal),
            ):  # fmt: skip
                row[name] = round(count / self.n, 4)
        if self.n_all:
            row["all@10"] = round(self.all_at_10 / self.n_all, 4)
        if self.n_unanswerable:
            row["refused"] = f"{self.refused}/{self.n_unanswerable}"
            row["status"] = f"{self.status}/{self.n_unanswerable}"
        return row


@lru_cache(maxsize=65_536)
def _fold(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def covers(quote: str, passage: str) -> bool:
    """Whether a passage of at most 400 characters shows the quote: whole, or half of it with all its numbers."""
    if len(passage) > LONGEST_PASSAGE:
        return False
    wanted, shown = _fold(quote), _fold(passage)
    if wanted in shown:
        return True
    longest = SequenceMatcher(None, wanted, shown, autojunk=False).find_longest_match().size
    return longest * 2 >= len(wanted) and set(_NUMBER.findall(wanted)) <= set(_NUMBER.findall(shown))


def plain(text: str) -> str:
    """The text as answers are compared: NFKC, lower case, without quotes, brackets and, but in English, white space."""
    folded = unicodedata.normalize("NFKC", text or "").lower()
    if re.search("[a-z]", folded):
        return re.sub(r"[《》“”\"'‘’()]", "", folded).strip()
    ungrouped = re.sub(r"(?<=\d),(?=\d{3})", "", folded)
    return re.sub(r"[\s《》“”\"'‘’()（）]", "", ungrouped)


def _names(text: str) -> frozenset[str]:
    pieces = re.split(r"[、,，;；和与及]|\band\b", plain(text))
    return frozenset(name for piece in pieces if (name := re.sub(r"(省|市|区|县)$", "", piece.strip())))


def answer_is_right(answer: str, golds: Sequence[str], *, kind: str) -> bool:
    """Whether a short answer says what a gold answer says, and little more.

    At most 1.5 times the longest gold plus 6 characters. One figure asked: the same numbers and no others, in no other
    unit. A list: the same names. Else: it contains a gold answer.
    """
    given = plain(answer)
    if not given or len(given) > 1.5 * max(len(plain(gold)) for gold in golds) + 6:
        return False
    if kind != "cross" and len(_names(golds[0])) == 1 and _NUMBER.search(plain(golds[0])):
        return _same_figure(given, golds)
    return any(_names(gold) == _names(answer) or _contains(given, plain(gold)) for gold in golds)


def _same_figure(given: str, golds: Sequence[str]) -> bool:
    numbers = sorted(_NUMBER.findall(given))
    if all(sorted(_NUMBER.findall(plain(gold))) != numbers for gold in golds):
        return False
    gold_units = {character for gold in golds for character in _HAN.findall(plain(gold))}
    units = set(_HAN.findall(given))
    return not units or not gold_units or bool(units & gold_units)


def _contains(given: str, gold: str) -> bool:
    return (
        re.search(
            (r"(?<![\d.])" if gold[:1].isdigit() else "")
            + re.escape(gold)
            + (r"(?![\d]|\.\d)" if gold[-1:].isdigit() else ""),
            given,
        )
        is not None
    )


def tally(questions: Iterable[Question], outcomes: Mapping[str, Outcome]) -> dict[str, Tally]:
    """Counts by type of question, in the order types first occur, and "ALL". A question without outcome counts as
    not answered.
    """
    table: dict[str, Tally] = {}
    for question in questions:
        # "ALL" comes second, after the first question's own type, as it is counted together with it.
        counters = [table.setdefault(question.kind, Tally()), table.setdefault("ALL", Tally())]
        outcome = outcomes.get(question.id, Outcome(question.id, "", "", ()))
        for counter in counters:
            _count(counter, question, outcome)
    return table


def _count(counter: Tally, question: Question, outcome: Outcome) -> None:
    if not question.evidence:
        counter.n_unanswerable += 1
        counter.refused += outcome.status in REFUSALS
        counter.status += outcome.status == question.status
        if outcome.status != question.status:
            counter.failures.append(question.id)
        return
    ranks = [_rank(evidence, outcome.passages[:10]) for evidence in question.evidence]
    right = answer_is_right(outcome.answer, question.answers, kind=question.kind)
    counter.n += 1
    counter.answer += right
    counter.false_refusal += outcome.status in REFUSALS
    counter.hit_at_1 += min(ranks) < 1
    counter.hit_at_5 += min(ranks) < 5
    counter.hit_at_10 += min(ranks) < 10
    if question.needs_all:
        counter.n_all += 1
        counter.all_at_10 += max(ranks) < 10
    if not right or min(ranks) > 0 or (question.needs_all and max(ranks) >= 10):
        counter.failures.append(question.id)


def _rank(evidence: Evidence, passages: Sequence[Passage]) -> int:
    """Rank from 0 of the first passage that shows the evidence."""
    for rank, passage in enumerate(passages):
        if passage.file == evidence.file and covers(evidence.quote, passage.text):
            return rank
    return _NO_RANK
