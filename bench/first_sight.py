"""Judges answers to questions over reports that nothing was written or trained over: right, wrong but shown, refused.

    python -m bench.first_sight [--home HOME] [--shared ../shared] [--part test] [--reader WEIGHTS] [--out FILE]

The questions are the part of ../shared/train/questions.jsonl that training/split.py keeps apart by file; nobody reads
them, so only sums are printed. HOME holds an index of all files that have questions, and is built on the first run.
With --reader the model in that folder is judged alone, over the product's first five passages; without, the product.

A question that names no place, or no year, is asked with those of its report as filters: it was written as one asks
with the report already chosen. An answer is right by the rule of ../shared/eval/score.py, or when it is at least half
of a right answer in words.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

from bench.intervals import share_interval
from index.building.builder import build
from index.config import Config
from index.engine import Engine
from index.language.gazetteer import Gazetteer
from index.types import Report
from qa import Answerer, Retriever
from qa.answering.findings import readable
from qa.answering.reader import Reader, ReadSpan
from qa.evaluation.metrics import answer_is_right, covers, plain
from training.located import standing_in
from training.split import PARTS, Asked, files_of, read_asked

__all__ = ["Shown", "Verdict", "is_right", "judge", "table"]

ROOT = Path(__file__).resolve().parents[1]
Outcome = Literal["right", "wrong", "refused"]
# A year, or words that choose one: 2023年, 21年, 二〇二三年, “十二五”.
_YEAR = re.compile(
    r"(?:19|20)\d\d|(?<!\d)\d\d年|[一二]九?[九〇零○][一二三四五六七八九〇零○]{2}年|十[一二三四]?五|[Tt]en|Five-Year"
)
_PASSAGES = 5
_RANK_COST = 0.4
_RANKS = (0.2, 0.4, 0.6, 0.8, 0.9, 1.0)
_BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)


@dataclass(frozen=True, slots=True)
class Filter:
    """Place and years that a question is asked with."""

    places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown for a question. short: None where it is refused. passages: texts of the evidence, best first."""

    short: str | None
    confidence: float | None
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """hit: the evidence is among the first five passages. outcome "right" of a question without answer: refused."""

    id: str
    type: str
    answerable: bool
    outcome: Outcome
    hit: bool
    confidence: float | None


Engines = Callable[[str, Filter], Shown]


def is_right(short: str, asked: Asked) -> bool:
    """Whether a short answer says what one of the right answers says."""
    if answer_is_right(short, asked.answers, kind="list" if asked.type == "list" else ""):
        return True
    given = plain(short)
    worded = [plain(gold) for gold in asked.answers if not re.search(r"\d", plain(gold))]
    return any(given in gold and 2 * len(given) >= len(gold) for gold in worded)


def judge(asked: Asked, shown: Shown) -> Verdict:
    """What came of one question."""
    outcome: Outcome = "refused"
    if shown.short is not None:
        outcome = "right" if asked.spans and is_right(shown.short, asked) else "wrong"
    elif not asked.spans:
        outcome = "right"
    hit = any(covers(asked.evidence, text) for text in shown.passages[:_PASSAGES])
    return Verdict(asked.id, asked.type, bool(asked.spans), outcome, hit, shown.confidence)


class FilterOf:
    """The filters that stand for a report already chosen."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._gazetteer = Gazetteer.load()

    def __call__(self, asked: Asked) -> Filter:
        """Place and years of the passage that answers, as far as the question does not name its own."""
        report, chunk = standing_in(self._engine, asked)
        years = report.plans[:1] if chunk.role == "plan" and report.plans else report.covers[-1:]
        return Filter(
            places=() if self._names_place(asked.question, report) or not report.place else (report.place,),
            years=() if _YEAR.search(asked.question) else tuple(years),
        )

    def _names_place(self, question: str, report: Report) -> bool:
        if not report.place_code:
            return False
        place = self._gazetteer.place(report.place_code)
        return self._gazetteer.short(place) in question or place.pinyin in question.lower().replace(" ", "")


def product(retriever: Retriever) -> Engines:
    """The product as people ask it."""
    answerer = Answerer(retriever)

    def ask(question: str, chosen: Filter) -> Shown:
        answer = answerer.ask(question, places=chosen.places or None, years=chosen.years or None)
        return Shown(answer.short, answer.confidence, tuple(hit.text for hit in answer.passages))

    return ask


def reader_alone(retriever: Retriever, reader: Reader, least: float) -> Engines:
    """The reader's best span of the first five passages; refused where it is less than `least` sure of an answer."""

    def ask(question: str, chosen: Filter) -> Shown:
        query = retriever.parse(question)
        scope = retriever.scope(query, places=chosen.places or None, years=chosen.years or None)
        hits = retriever.rank(query, scope, k=_PASSAGES) if not scope.missing else []
        index = retriever.index
        chunks = index.chunks(index.chunk_row(hit.chunk_id) for hit in hits)
        spans = reader.read(question, [readable(chunk) for chunk in chunks])
        texts = tuple(hit.text for hit in hits)
        if not spans:
            return Shown(None, None, texts)
        best = max(spans, key=lambda span: span.score - _RANK_COST * span.passage)
        short = texts[best.passage][best.start : best.end]
        sure = sureness(best, spans)
        return Shown(short if sure >= least else None, sure, texts)

    return ask


def sureness(best: ReadSpan, spans: Sequence[ReadSpan]) -> float:
    """How sure the reader is that there is an answer: of the passage read, whatever the others say."""
    return max(span.answers for span in spans if span.passage == best.passage)


def table(verdicts: Sequence[Verdict]) -> list[str]:
    """Lines for a person: by type, then all, then risk against coverage and calibration where there is a confidence."""
    answerable = [each for each in verdicts if each.answerable]
    unanswerable = [each for each in verdicts if not each.answerable]
    lines = [f"{'':14}{'n':>5}  {'right':22}{'wrong but shown':22}{'refused':22}passage in first 5"]
    kinds = sorted({each.type for each in answerable})
    lines += [_row(kind, [each for each in answerable if each.type == kind]) for kind in kinds]
    lines.append(_row("all answerable", answerable))
    if unanswerable:
        lines.append(_row("unanswerable", unanswerable))
    wrong = sum(each.outcome == "wrong" for each in verdicts)
    lines.append(f"wrong but shown, of all {len(verdicts)}: {_share(wrong, len(verdicts))}")
    sure = [each for each in verdicts if each.confidence is not None]
    return lines + (_risk(sure, len(verdicts)) + _calibration(sure) if sure else [])


def _row(name: str, verdicts: Sequence[Verdict]) -> str:
    n = len(verdicts)
    right, wrong, refused = (sum(each.outcome == kind for each in verdicts) for kind in ("right", "wrong", "refused"))
    hit = sum(each.hit for each in verdicts) / n
    return f"{name:14}{n:5}  {_share(right, n):22}{_share(wrong, n):22}{_share(refused, n):22}{hit:.2f}"


def _share(count: int, n: int) -> str:
    low, high = share_interval(count, n)
    return f"{count / n:.3f} [{low:.2f}, {high:.2f}]"


def _risk(verdicts: Sequence[Verdict], asked: int) -> list[str]:
    """Of the surest so many, how many are wrong; whatever was refused counts by the confidence it had."""
    ordered = sorted(verdicts, key=lambda each: (-(each.confidence or 0.0), each.id))
    shown = [each for each in ordered if each.outcome != "refused" and (each.answerable or each.outcome == "wrong")]
    lines = [f"risk against coverage, {len(shown)} shown of {asked} asked:"]
    for share in _RANKS:
        first = shown[: max(1, round(share * len(shown)))]
        wrong = sum(each.outcome == "wrong" for each in first)
        lines.append(
            f"  coverage {len(first) / asked:.2f}: wrong {_share(wrong, len(first))}, "
            f"confidence ≥ {first[-1].confidence:.3f}"
        )
    return lines


def _calibration(verdicts: Sequence[Verdict]) -> list[str]:
    shown = [each for each in verdicts if each.outcome != "refused" and (each.answerable or each.outcome == "wrong")]
    lines, error = ["calibration:"], 0.0
    for low, high in pairwise(_BINS):
        held = [each for each in shown if low <= (each.confidence or 0.0) < high + (high == 1.0)]
        if held:
            said = sum(each.confidence or 0.0 for each in held) / len(held)
            right = sum(each.outcome == "right" for each in held)
            error += abs(said - right / len(held)) * len(held) / len(shown)
            lines.append(f"  said {low:.2f}–{high:.2f}: {len(held)} answers, right {_share(right, len(held))}")
    return [*lines, f"  expected calibration error {error:.3f}"]


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, default=ROOT / ".wenzheng-first-sight")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--part", choices=PARTS, default="test")
    parser.add_argument("--reader", type=Path, help="judge the model in this folder alone")
    parser.add_argument("--least", type=float, default=0.5, help="the reader refuses where it is less sure")
    parser.add_argument("--out", type=Path, help="write the verdicts, without questions and answers, as JSON lines")
    arguments = parser.parse_args()
    questions = arguments.shared / "train" / "questions.jsonl"
    config = Config.from_environment(home=arguments.home)
    if not arguments.home.exists():
        everything = [each for part in PARTS for each in read_asked(questions, part)]
        build(files_of(everything, arguments.shared), config)
    retriever = Retriever.load(arguments.home)
    engine = (
        reader_alone(retriever, Reader(arguments.reader), arguments.least) if arguments.reader else product(retriever)
    )
    filter_of = FilterOf(retriever.index)
    verdicts = [
        judge(asked, engine(asked.question, filter_of(asked))) for asked in read_asked(questions, arguments.part)
    ]
    print(f"{len(verdicts)} questions of the part {arguments.part}, with 95 % intervals")
    print("\n".join(table(verdicts)))
    if arguments.out:
        lines = [json.dumps(asdict(verdict)) for verdict in verdicts]
        arguments.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
