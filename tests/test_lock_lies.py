"""Whatever is made of real sentences to mislead, nothing unchecked gets past the lock."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from index.language.sentences import sentences
from index.types import Span
from qa.checking.lock import Lock, cited_in, plain
from qa.checking.lock_sources import Reader
from qa.types import Citation
from tests.worded_cases import cited, reader
from tests.worded_lies import MAKERS, lies, unchecked

_SEED = 20_240_220
_PLACES = {"000": "410100", "001": "130400", "002": "410700", "003": "410102", "004": "410106"}
_LEAST = 10_000
_TOGETHER = 3  # citations of an answer


@pytest.fixture(scope="module")
def held(dictionaries: Path) -> Reader:
    return reader(dictionaries)


def quotes_of(text: str) -> list[str]:
    """Its sentences with figures that can be quoted."""

    def whole(span: Span) -> str:
        return " ".join(text[span.start : span.end].split())

    return [
        quote
        for span in sentences(text)
        if 12 <= len(quote := whole(span)) <= 200 and re.search(r"\d", quote) and "[" not in quote
    ]


def answers(folder: Path, *, most: int = 10_000) -> Iterator[tuple[Citation, ...]]:
    """Evidence as answers have it: three sentences of one report each."""
    for path in sorted(folder.glob("*.txt"))[:most]:
        quotes = quotes_of(path.read_text(encoding="utf-8"))
        code = _PLACES.get(path.name[:3], "540100")
        kind = "cppcc_report" if path.name[:3] in _PLACES else "government_report"
        for at in range(0, len(quotes) - _TOGETHER + 1, _TOGETHER):
            yield cited(code, quotes[at : at + _TOGETHER], kind=kind)


def put_to_the_lock(
    citations: Sequence[Citation], held: Reader, chance: random.Random
) -> Iterator[tuple[str, str, bool]]:
    """Each lie of the first citation: its kind, what is shown of it, and whether anything is."""
    lock = Lock(citations, held)
    quotes = [each.quote for each in citations]
    report = citations[0].report
    known = f"{report.title}{report.place}{report.covers}"
    for lie in lies(quotes[0], quotes[1:], chance):
        shown = plain(lie.sentence)
        passed = lock.strike(shown) is None
        if passed:
            of = [citation.quote for citation in citations if citation.n in cited_in(shown)]
            assert unchecked(shown, of, known) == "", (lie.kind, shown)
        yield lie.kind, shown, passed


def count(folder: Path, held: Reader, *, rounds: int, most: int = 10_000) -> tuple[Counter[str], dict[str, list[str]]]:
    chance = random.Random(_SEED)
    made: Counter[str] = Counter()
    passed: dict[str, list[str]] = {}
    for _ in range(rounds):
        for citations in answers(folder, most=most):
            for kind, shown, through in put_to_the_lock(citations, held, chance):
                made[kind] += 1
                if through:
                    passed.setdefault(kind, []).append(shown)
    return made, passed


def test_no_lie_made_of_the_seeds_passes(seeds: Path, held: Reader) -> None:
    made, passed = count(seeds, held, rounds=1)
    assert passed == {}
    assert made.keys() >= MAKERS.keys() - {"turned", "no more denied", "points"}  # hardly a sentence of the seeds


@pytest.mark.sets
def test_no_lie_of_ten_thousand_passes(seeds: Path, held: Reader) -> None:
    made, passed = count(seeds, held, rounds=24)
    assert passed == {}
    assert made.total() >= _LEAST


@pytest.mark.sets
def test_no_lie_made_of_other_reports_passes(shared_reports: Path, held: Reader) -> None:
    made, passed = count(shared_reports, held, rounds=1, most=30)
    assert passed == {}
    assert made.total() >= _LEAST
    assert made.keys() >= MAKERS.keys() - {"stage"}  # a word of consultative conferences; the seeds have it


def test_the_judge_sees_what_is_unchecked() -> None:
    quote = "全年立案提案409件，“微协商”活动460余次。"
    for shown in (
        "立案419件[1]",
        "四百一十九件[1]",
        "上海市立案409件[1]",
        "张伟[1]",
        "“微监督”[1]",
        "<b>409件[1]",
        "4\u200b09件[1]",
    ):
        assert unchecked(shown, [quote], "") != ""
    for shown in ("立案409件[1]", "四百零九件[1]", "“微协商”[1]", "４０９件[1]"):
        assert unchecked(shown, [quote], "") == ""
