"""What is answered, what is refused, and in which words, over the five sample reports."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest

from index.building.builder import build
from index.config import Config
from index.errors import QuestionError
from qa import Answer, Answerer, Retriever
from qa.types import Language, Status

ANSWERED = "新乡2023年立案多少件提案?"
AMBIGUOUS = "上街区2017年有多少件提案?"
NO_PLACE = "洛阳政协提了多少件提案?"
NO_PERIOD = "2021年上街区政协立案多少件?"
NOT_STATED = "郑州市2023年地区生产总值?"
ONLY_PLANNED = "2024年新乡立案了多少件提案?"
COMPARED = "哪个市立案的提案最多?"
STATUS: dict[str, Status] = {
    ANSWERED: "answered",
    AMBIGUOUS: "ambiguous",
    NO_PLACE: "not_indexed",
    NO_PERIOD: "not_indexed",
    NOT_STATED: "not_stated",
    ONLY_PLANNED: "not_stated",
    COMPARED: "answered",
}
LANGUAGES: tuple[Language, ...] = ("zh", "en")
# What each status says, and names, in each language.
WORDS = {
    (ANSWERED, "zh"): ["409件", "河南省新乡市 · 2023年 · 政协常委会工作报告"],
    (ANSWERED, "en"): ["409件", "河南省新乡市 · 2023 · CPPCC standing committee work report"],
    (AMBIGUOUS, "zh"): ["几种口径", "132件", "142件", "119件", "2017年"],
    (AMBIGUOUS, "en"): ["several figures", "132件", "142件", "119件", "2017"],
    (NO_PLACE, "zh"): ["语料中没有河南省洛阳市的报告", "已收录", "河北省邯郸市", "河南省郑州市上街区"],
    (NO_PLACE, "en"): ["No report of 河南省洛阳市 is indexed", "Indexed: ", "河北省邯郸市"],
    (NO_PERIOD, "zh"): ["河南省郑州市上街区关于2021年", "回顾年份：2017", "计划年份：2018"],
    (NO_PERIOD, "en"): ["河南省郑州市上街区 speaks of 2021", "Covered: 2017", "planned: 2018"],
    (NOT_STATED, "zh"): ["没有写明", "检索了 6 篇报告中的 1 篇", "河南省郑州市", "2023年"],
    (NOT_STATED, "en"): ["do not say", "Searched 1 of 6 reports", "河南省郑州市", "2023"],
    (ONLY_PLANNED, "zh"): ["没有写明", "该年只有工作安排", "6 篇报告中的 2 篇"],
    (ONLY_PLANNED, "en"): ["do not say", "only planned", "Searched 2 of 6 reports"],
    (COMPARED, "zh"): ["郑州", "656件", "409件", "未提及：河北省邯郸市"],
    (COMPARED, "en"): ["郑州", "656件", "409件", "Not stated: 河北省邯郸市"],
}


@pytest.mark.parametrize("question", STATUS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_status_is_put_in_the_language_asked_for(question: str, language: Language, answerer: Answerer) -> None:
    answer = answerer.ask(question, language=language)
    assert (answer.status, answer.language, answer.question) == (STATUS[question], language, question)
    for words in WORDS[question, language]:
        assert words in answer.text
    assert not answer.text.endswith((" ", "\n"))


@pytest.mark.parametrize("question", [ANSWERED, NO_PLACE, NO_PERIOD, NOT_STATED, ONLY_PLANNED, COMPARED])
def test_the_words_around_an_english_answer_are_english(question: str, answerer: Answerer) -> None:
    text = re.sub(r"“.*?”", "", answerer.ask(question, language="en").text)
    # Figures, qualifiers and places are spans of the source; full-width punctuation could only be ours.
    assert not re.search("[。，：；（）]|检索|语料|报告中|未提及", text)


@pytest.mark.parametrize(
    ("question", "language"), [(ANSWERED, "zh"), ("How many proposals did Xinxiang file in 2023?", "en")]
)
def test_the_answer_is_in_the_language_of_the_question(question: str, language: str, answerer: Answerer) -> None:
    answer = answerer.ask(question)
    assert (answer.language, answer.short) == (language, "409件")


def test_every_reading_of_an_ambiguous_question_is_cited(answerer: Answerer) -> None:
    answer = answerer.ask(AMBIGUOUS)
    assert [reading.short for reading in answer.readings] == ["132件", "142件", "119件"]
    assert answer.short == "132件"
    for n, reading in enumerate(answer.readings, start=1):
        citation = reading.citation
        assert citation.n == n and f"[{n}]" in answer.text
        assert reading.short in citation.quote
        assert citation.report.text[citation.start : citation.end] == citation.quote
        assert reading.period == "2017年" and reading.qualifier


def test_a_question_that_chooses_is_not_ambiguous(answerer: Answerer) -> None:
    answer = answerer.ask("上街区2017年立案多少件提案?")
    assert (answer.status, answer.short, answer.readings) == ("answered", "119件", ())


@pytest.mark.parametrize("question", [NO_PLACE, NO_PERIOD, NOT_STATED, ONLY_PLANNED])
def test_a_refusal_claims_nothing(question: str, answerer: Answerer) -> None:
    answer = answerer.ask(question)
    assert answer.short is None and answer.citations == () and answer.readings == ()
    # What is not in scope is no related passage either.
    wanted = {place.code for place in answer.scope.places}
    assert all(hit.report.place_code in wanted for hit in answer.passages)
    assert bool(answer.passages) == (answer.status == "not_stated")


def numbers(text: str) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)?", text)


@pytest.mark.parametrize(
    "question",
    [
        *STATUS,
        "郑州政协2023年报送多少篇社情民意信息?",
        "中原区2022年提案办复率是多少?",
        "How many proposals did Zhengzhou file in 2023?",
        "哪些市政协去合肥考察过?",
        "邯郸市政协2023年开展了多少次视察?",
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_figure_is_the_programs_own(question: str, language: Language, answerer: Answerer) -> None:
    """Numbers lock: each figure is quoted, or a year of the scope or of a report, or counts the search itself."""
    answer = answerer.ask(question, language=language)
    allowed = {str(year) for year in answer.scope.years}
    allowed |= {str(answer.scope.reports_searched), str(answer.scope.reports_total)}
    for report in answerer.retriever.index.reports:
        allowed |= {str(year) for year in (*report.covers, *report.plans)}
    for citation in answer.citations:
        allowed |= {str(citation.n), *numbers(citation.quote)}
    assert [number for number in numbers(answer.text) if number not in allowed] == []
    if answer.short:
        assert any(set(numbers(answer.short)) <= set(numbers(citation.quote)) for citation in answer.citations)
    assert {int(n) for n in re.findall(r"\[(\d+)\]", answer.text)} == {citation.n for citation in answer.citations}


def test_a_filter_scopes_a_question_that_names_no_place(answerer: Answerer) -> None:
    answer = answerer.ask("2023年立案多少件提案?", places=["Zhengzhou"])
    assert answer.short == "656件"
    assert [place.path for place in answer.scope.places] == ["河南省郑州市"]
    assert not answer.scope.inferred
    assert answerer.ask(ANSWERED).scope.inferred


@pytest.mark.parametrize("place", ["上街", "上街区", "河南省郑州市上街区", "Shangjie", "410106"])
def test_a_filter_takes_any_form_of_a_place(place: str, answerer: Answerer) -> None:
    assert answerer.ask("立案多少件提案?", places=[place], years=[2017]).short == "119件"


def test_a_year_filter_outside_the_corpus_is_not_indexed(answerer: Answerer) -> None:
    answer = answerer.ask("立案多少件提案?", places=["新乡"], years=[2020])
    assert answer.status == "not_indexed" and "2020年" in answer.text and "2023" in answer.text


def test_an_unknown_place_is_an_error(answerer: Answerer) -> None:
    with pytest.raises(QuestionError, match="亚特兰蒂斯"):
        answerer.ask("立案多少件提案?", places=["亚特兰蒂斯"])


def test_a_place_without_report_is_looked_for_in_the_report_above(answerer: Answerer) -> None:
    answer = answerer.ask("惠济区的协商品牌叫什么?")
    assert (answer.status, answer.short) == ("answered", "“惠协商”")
    assert answer.text.startswith("语料中没有河南省郑州市惠济区自己的报告，以下出自河南省郑州市的报告。")
    assert [place.path for place in answer.instead] == ["河南省郑州市"]
    assert {citation.report.place for citation in answer.citations} == {"河南省郑州市"}
    assert all("惠济区" in citation.quote for citation in answer.citations)


def test_the_body_of_a_place_without_report_is_not_answered_from_above(answerer: Answerer) -> None:
    answer = answerer.ask("荥阳市政协2023年立案多少件提案?")
    assert (answer.status, answer.short) == ("not_indexed", None)
    assert "荥阳市" in answer.text


@pytest.mark.parametrize("question", ["荥阳市2023年的协商经验叫什么?", "What is Huiji district's consultation brand?"])
def test_what_another_place_is_known_for_is_not_given_for_the_one_asked(question: str, answerer: Answerer) -> None:
    assert "牟事" not in (answerer.ask(question).short or "")


def test_without_a_place_no_report_is_chosen_silently(answerer: Answerer) -> None:
    answer = answerer.ask("立案多少件提案?")
    assert len({citation.report.place for citation in answer.citations}) > 1


def test_submitted_and_filed_are_two_readings(answerer: Answerer) -> None:
    answer = answerer.ask("中原区2022年有多少件提案?")
    assert [reading.short for reading in answer.readings] == ["265件", "224件"]


def test_a_comparison_has_a_cited_row_a_place(answerer: Answerer) -> None:
    answer = answerer.ask(COMPARED)
    assert answer.short == "郑州"
    assert [citation.report.place for citation in answer.citations] == ["河南省郑州市", "河南省新乡市"]
    # A city, not its districts: 中原区 and 上街区 are not compared.
    assert "中原区" not in answer.text and "上街区" not in answer.text
    assert (answer.scope.reports_searched, answer.scope.reports_total) == (6, 6)


def test_a_comparison_says_what_was_compared(answerer: Answerer) -> None:
    assert answerer.ask("哪个市立案的提案最多?").compared == "立案提案"
    assert answerer.ask("新乡立案多少件提案?").compared == ""


def test_two_places_compared_are_all_that_is_searched(answerer: Answerer) -> None:
    answer = answerer.ask("新乡和郑州哪个立案的提案多?")
    assert answer.short == "郑州"
    assert "检索了 6 篇报告中的 3 篇：" in answer.text
    assert answer.scope.reports_searched == 3


def test_the_places_for_which_a_statement_holds_are_named(answerer: Answerer) -> None:
    answer = answerer.ask("哪些市政协去合肥考察过?")
    assert set((answer.short or "").split("、")) == {"郑州", "邯郸"}
    assert all("合肥" in citation.quote for citation in answer.citations)


@pytest.mark.parametrize("question", STATUS)
def test_the_time_of_each_step_is_given(question: str, answerer: Answerer) -> None:
    timing = answerer.ask(question).timing_ms
    assert list(timing) == ["parse", "search", "answer", "total"]
    assert min(timing.values()) >= 0
    assert timing["total"] == pytest.approx(timing["parse"] + timing["search"] + timing["answer"], abs=0.05)


def everything(answer: Answer) -> tuple[object, ...]:
    passages = [(hit.chunk_id, hit.score) for hit in answer.passages]
    return answer.status, answer.short, answer.text, answer.citations, answer.readings, passages, answer.scope


def test_asking_twice_gives_the_same(answerer: Answerer) -> None:
    for question in STATUS:
        assert everything(answerer.ask(question)) == everything(answerer.ask(question))


def test_several_threads_get_the_answers_one_gets(seed_index: Path) -> None:
    alone = Answerer(Retriever.load(seed_index))
    expected = {question: everything(alone.ask(question)) for question in STATUS}
    shared = Answerer(Retriever.load(seed_index))
    found: list[tuple[str, tuple[object, ...]]] = []

    def ask(questions: list[str]) -> None:
        found.extend((question, everything(shared.ask(question))) for question in questions)

    threads = [threading.Thread(target=ask, args=[list(STATUS)[n:]]) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == sum(len(STATUS) - n for n in range(4))
    assert [question for question, answer in found if answer != expected[question]] == []


@pytest.fixture(scope="module")
def without_vectors(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    home = tmp_path_factory.mktemp("without-vectors")
    config = Config(home=home, model="none")
    build([seeds], config)
    return Answerer(Retriever.load(home))


@pytest.mark.parametrize("question", STATUS)
def test_an_index_without_vectors_answers_too(question: str, without_vectors: Answerer) -> None:
    assert without_vectors.retriever.index.dense is None
    answer = without_vectors.ask(question)
    assert answer.status == STATUS[question]
    for words in WORDS[question, "zh"]:
        assert words in answer.text
    assert all(hit.dense_rank is None for hit in answer.passages)


def test_a_comparison_carries_its_rows_as_values(answerer: Answerer) -> None:
    answer = answerer.ask("哪个市立案的提案最多?")
    assert answer.comparison is not None and answer.short == "郑州"
    rows = answer.comparison.rows
    assert [(row.report.place, row.short, row.value, row.unit) for row in rows] == [
        ("河南省郑州市", "656件", 656, "件"),
        ("河南省新乡市", "409件", 409, "件"),
    ]
    assert tuple(row.citation for row in rows) == answer.citations
    assert [each.name for each in answer.comparison.unstated] == ["河北省邯郸市"]
    assert answerer.ask("新乡2023年立案多少件提案?").comparison is None
