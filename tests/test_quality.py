"""Floors under the quality of the answers, and what must hold of every one of them, right or wrong."""

from __future__ import annotations

import re
import unicodedata

import pytest
from asked import Asked, asked

from qa import Answerer
from qa.evaluation.metrics import Tally, tally
from qa.types import Answer

# The second takes a while.
_MORE = pytest.mark.sets
SETS = ("dev", pytest.param("seeds-more", marks=_MORE))
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def numbers(text: str) -> set[str]:
    """The numbers of a text, full-width and grouped digits folded, markers such as [1] left out."""
    folded = re.sub(r"(?<=\d),(?=\d{3})", "", unicodedata.normalize("NFKC", text))
    return set(_NUMBER.findall(re.sub(r"\[\d+\]", "", folded)))


@pytest.fixture(params=SETS)
def answered(request: pytest.FixtureRequest, answerer: Answerer) -> Asked:
    return asked(answerer, request.param)


def missed(result: Asked, kinds: set[str] | None = None) -> str:
    """What to look at when a floor breaks."""
    failures = set(result.evaluation.table["ALL"].failures)
    pairs = zip(result.evaluation.questions, result.answers, strict=True)
    return "\n".join(
        f"{q.id} {q.text} wanted {q.answers or q.status}, got {a.status} {a.short}"
        for q, a in pairs
        if q.id in failures and (kinds is None or q.kind in kinds)
    )


@pytest.mark.parametrize(
    ("name", "measure", "floor"),
    [
        ("dev", "hit_at_1", 0.93),
        ("dev", "hit_at_5", 0.97),
        ("dev", "answer", 0.90),
        pytest.param("seeds-more", "hit_at_1", 0.92, marks=_MORE),
        pytest.param("seeds-more", "hit_at_5", 0.96, marks=_MORE),
        pytest.param("seeds-more", "answer", 0.82, marks=_MORE),
    ],
)
def test_quality_stays_above_its_floor(answerer: Answerer, name: str, measure: str, floor: float) -> None:
    result = asked(answerer, name)
    total = result.evaluation.table["ALL"]
    assert total.n >= 50
    assert getattr(total, measure) / total.n >= floor, missed(result)


@pytest.mark.parametrize("name", SETS)
def test_chinese_questions_in_the_words_of_the_reports_find_their_evidence(answerer: Answerer, name: str) -> None:
    evaluation = asked(answerer, name).evaluation
    plain = [q for q in evaluation.questions if q.kind not in ("english", "paraphrase", "unanswerable")]
    total: Tally = tally(plain, {outcome.id: outcome for outcome in evaluation.outcomes})["ALL"]
    assert total.n >= 35
    assert total.hit_at_5 / total.n >= 0.97


def test_every_unanswerable_question_is_refused_for_the_right_reason(answered: Asked) -> None:
    refused = {
        question.text: (question.status, answer.status)
        for question, answer in zip(answered.evaluation.questions, answered.answers, strict=True)
        if not question.evidence
    }
    assert len(refused) >= 5
    assert {text: pair for text, pair in refused.items() if pair[0] != pair[1]} == {}


def test_every_citation_is_verbatim_at_its_offsets_and_short(answered: Asked) -> None:
    citations = [citation for answer in answered.answers for citation in answer.citations]
    assert len(citations) >= 50
    for citation in citations:
        assert citation.report.text[citation.start : citation.end] == citation.quote
        assert citation.report.start <= citation.start < citation.end <= citation.report.end
        assert 0 < len(citation.quote) <= 200


def test_every_passage_is_verbatim_at_its_offsets_and_of_at_most_400_characters(answered: Asked) -> None:
    for answer in answered.answers:
        assert len(answer.passages) <= 10
        assert len({hit.chunk_id for hit in answer.passages}) == len(answer.passages)
        for hit in answer.passages:
            assert hit.report.text[hit.start : hit.end] == hit.text
            assert 0 < len(hit.text) <= 400


def test_an_answer_has_what_its_status_promises(answered: Asked) -> None:
    for answer in answered.answers:
        supported = answer.status in ("answered", "ambiguous")
        # No one span answers what is composed of whole sentences.
        assert bool(answer.short or (supported and answer.parts)) == bool(answer.citations) == supported, (
            answer.question
        )
        assert (len(answer.readings) > 1) == (answer.status == "ambiguous"), answer.question
        assert [citation.n for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
        marked = {int(n) for n in re.findall(r"\[(\d+)\]", answer.text)}
        assert {citation.n for citation in answer.citations} <= marked
        if answer.status == "not_indexed":
            assert answer.passages == () and answer.scope.reports_searched == 0


def test_every_number_of_a_short_answer_stands_in_its_quote(answered: Asked) -> None:
    checked = 0
    for answer in answered.answers:
        if answer.short and numbers(answer.short):
            assert numbers(answer.short) <= numbers(answer.citations[0].quote), answer.question
            checked += 1
        for reading in answer.readings:
            assert reading.short in reading.citation.quote
    assert checked >= 30


def test_a_short_answer_about_one_place_is_copied_from_its_quote(answered: Asked, answerer: Answerer) -> None:
    for answer in answered.answers:
        if answer.short and not answerer.retriever.parse(answer.question).selects_places:
            assert answer.short in answer.citations[0].quote, answer.question


def test_no_answer_names_a_figure_that_nothing_supports(answered: Asked, answerer: Answerer) -> None:
    """Supported are the quotes, years of the reports cited or asked for, and counts of what was searched or listed."""
    reports = answerer.retriever.index.reports
    for answer in answered.answers:
        allowed = {str(year) for year in answer.scope.years}
        allowed |= {str(answer.scope.reports_searched), str(answer.scope.reports_total)}
        for citation in answer.citations:
            allowed |= numbers(citation.quote)
            allowed |= {str(year) for year in (*citation.report.covers, *citation.report.plans)}
        if any(part.form == "mention" for part in answer.parts):  # how many reports and places are listed
            cited = [citation.report for citation in answer.citations]
            allowed |= {str(len({report.id for report in cited})), str(len({report.place_code for report in cited}))}
        if answer.status == "not_indexed":
            codes = {place.code for place in answer.scope.places}
            own = [report for report in reports if report.place_code in codes]
            allowed |= {str(year) for report in own for year in (*report.covers, *report.plans)}
        assert numbers(answer.text) <= allowed, (answer.question, answer.text)


def test_an_answer_is_in_the_language_of_its_question(answered: Asked) -> None:
    def frame(answer: Answer) -> str:
        """What the answer says around its quotes and its short answers."""
        text = answer.text
        for quoted in [c.quote for c in answer.citations] + [r.short for r in answer.readings] + [answer.short or ""]:
            text = text.replace(quoted, "")
        return text

    for answer in answered.answers:
        english = re.search(r"[㐀-鿿]", answer.question) is None
        assert answer.language == ("en" if english else "zh")
        if answer.status != "answered":
            assert bool(re.search(r"\b(?:[Rr]eports?|indexed|searched)\b", frame(answer))) == english, answer.text
