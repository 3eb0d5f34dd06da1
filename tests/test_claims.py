"""Whether a claim or a quote stands in the reports: single cases, laws, and rates on claims made by program."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from claim_sets import Claim, changed, claims_of_questions, claims_of_reports
from hypothesis import given
from hypothesis import strategies as st

from index.errors import QuestionError
from qa import Answerer, Retriever, verify_claim
from qa.checking.claim_figures import bound_of
from qa.checking.claims import ClaimReport
from qa.checking.quotes import find_quote

DATA = Path(__file__).resolve().parent / "data"

CASES = [
    ("新乡市2023年提案立案409件", "stated"),
    ("新乡市2023年提案立案408件", "contradicted"),
    ("新乡市2023年提交提案434件", "stated"),
    ("新乡市2023年提交提案409件", "contradicted"),
    ("新乡市2024年提案立案409件", "not_found"),  # only planned: a plan gives no result
    ("新乡市2021年提案立案409件", "not_indexed"),
    ("洛阳市2023年提案立案409件", "not_indexed"),
    ("郑州市2023年提案立案409件", "contradicted"),
    ("郑州2023年提案立案656件", "stated"),
    ("郑州网上参拜2118万人", "stated"),
    ("郑州现场参拜2118万人", "not_found"),
    ("郑州网上参拜2118人", "contradicted"),
    ("邯郸市政协2023年办结提案886件", "stated"),
    ("邯郸市政协2023年立案提案886件", "not_found"),
    ("中原区2022年委员提案265件，立案224件", "stated"),
    ("中原区2022年委员提案265件，立案225件", "contradicted"),
    ("全年共立案交办提案４０９件，办结率１００％", "stated"),
    ("立案9件", "not_found"),  # 9件 is no part of 409件, and no place is named that could contradict it
    ("新乡市2023年举办了马拉松", "not_found"),
    ("新乡市2023年提案没有立案409件", "not_found"),
    ("新乡市2023年提案立案不足409件", "not_found"),
    ("新乡市2023年提案立案409万件", "contradicted"),
    ("Xinxiang filed 409 proposals in 2023", "stated"),
    ("Xinxiang filed 408 proposals in 2023", "not_found"),
    ("Xinxiang adopted 409 proposals in 2023", "not_found"),
    ("Zhengzhou filed 409 proposals in 2023", "not_found"),
    ("Xinxiang filed 409 proposals in 2019", "not_indexed"),
]


@pytest.mark.parametrize(("claim", "status"), CASES)
def test_a_claim_is_held_against_the_place_and_period_it_names(retriever: Retriever, claim: str, status: str) -> None:
    assert verify_claim(retriever, claim).status == status


def test_a_contradicted_claim_shows_the_figure_printed_and_where(retriever: Retriever) -> None:
    match = verify_claim(retriever, "新乡市2023年提案立案408件").matches[0]
    assert match.differs == "408件 → 409件"
    assert "409件" in match.quote
    assert match.report.text[match.start : match.end] == match.quote


def test_an_approximation_left_out_is_told(retriever: Retriever) -> None:
    assert verify_claim(retriever, "郑州网上参拜2118万人").matches[0].differs == "2118万人 → 2118万余人"


def test_filters_narrow_where_a_quote_is_looked_for(retriever: Retriever) -> None:
    quote = "全年共立案交办提案409件"
    assert verify_claim(retriever, quote, places=["新乡"]).status == "stated"
    assert verify_claim(retriever, quote, places=["新乡"], years=[2023]).status == "stated"
    assert verify_claim(retriever, quote, places=["郑州"]).status != "stated"
    assert verify_claim(retriever, quote, places=["洛阳"]).status == "not_indexed"
    assert verify_claim(retriever, quote, places=["新乡"], years=[2019]).status == "not_indexed"


def test_an_empty_claim_is_refused(retriever: Retriever) -> None:
    with pytest.raises(QuestionError):
        verify_claim(retriever, " ")


# text, quote, what of the text is found
QUOTES = [
    ("全年共立案409件,办结率100%。", "立案４０９件，办结率１００％", ["立案409件,办结率100%"]),
    ("全年共\n  立案 409\n件。", "立案409件", ["立案 409\n件"]),
    ("办理提案１，５７１件", "提案1571件", ["提案１，５７１件"]),
    ("办理提案1571件", "提案1,571件。", ["提案1571件"]),
    ("学习“讲政治”精神", "学习『讲政治』精神", ["学习“讲政治”精神"]),
    ("**立案**409件", "立案409件", ["立案**409件"]),
    ("立案409件", "9件", []),
    ("立案4091件", "立案409", []),
    ("增长7.65%", "增长7.6", []),
    ("二十三件", "三件", []),
    ("立案1,409件", "409件", []),
    ("一件、一件", "一件", ["一件", "一件"]),
    ("立案409件", "。", []),
]


@pytest.mark.parametrize(("text", "quote", "found"), QUOTES)
def test_a_quote_is_found_with_its_exact_offsets(text: str, quote: str, found: list[str]) -> None:
    assert [text[span.start : span.end] for span in find_quote(quote, text)] == found


SIGNS = st.text(alphabet="立案提案件，。“”（）409１２ \n%", max_size=30)


@given(SIGNS, st.text(alphabet="立案提案件（）", min_size=1, max_size=8), SIGNS)
def test_any_stretch_of_a_text_is_found_in_it_in_either_width(before: str, quote: str, after: str) -> None:
    text = before + quote + after
    for asked in (quote, unicodedata.normalize("NFKC", quote), " ".join(quote)):
        assert any(span.start <= len(before) < span.end for span in find_quote(asked, text))


# True of the place or year it was changed to, read by eye.
TRUE_BY_CHANCE = {"新乡市2023年有2次，常委会专题议政"}  # 召开2次专题议政性常委会会议


@pytest.fixture(scope="module")
def verdicts(retriever: Retriever) -> dict[str, list[tuple[Claim, ClaimReport]]]:
    reports = [report for report in retriever.index.reports if report.kind != "unrelated"]
    named = {report.id: retriever.gazetteer.place(report.place_code).name for report in reports}
    of_file = {Path(report.source).name: (named[report.id], report.covers[-1]) for report in reversed(reports)}
    claims = claims_of_reports(retriever)
    for file in ("dev.jsonl", "seeds-more.jsonl"):
        claims += claims_of_questions(DATA / file, of_file)
    found = defaultdict(list)
    for claim in claims:
        found["true, reworded" if claim.reworded else "true"].append((claim, verify_claim(retriever, claim.text)))
        for other in changed(claim, reports, places=[*sorted(set(named.values())), "洛阳市"]):
            if other.text not in TRUE_BY_CHANCE:
                found[other.change].append((other, verify_claim(retriever, other.text)))
    for kind, rows in sorted(found.items()):
        print(kind, len(rows), dict(Counter(report.status for _, report in rows)))
    return found


@pytest.mark.parametrize("change", ["digit", "place", "year", "qualifier"])
def test_no_claim_with_one_thing_changed_is_called_stated(
    verdicts: dict[str, list[tuple[Claim, ClaimReport]]], change: str
) -> None:
    assert len(verdicts[change]) >= 30
    assert [claim.text for claim, report in verdicts[change] if report.status == "stated"] == []


def test_true_claims_are_stated_and_the_match_says_so(verdicts: dict[str, list[tuple[Claim, ClaimReport]]]) -> None:
    for kind, least in (("true", 1.0), ("true, reworded", 0.88)):
        rows = verdicts[kind]
        stated = [report for _, report in rows if report.status == "stated"]
        assert len(stated) / len(rows) >= least, kind
        assert all(m.report.text[m.start : m.end] == m.quote for report in stated for m in report.matches)


def test_no_true_claim_is_called_contradicted(verdicts: dict[str, list[tuple[Claim, ClaimReport]]]) -> None:
    rows = verdicts["true"] + verdicts["true, reworded"]
    assert [claim.text for claim, report in rows if report.status in ("contradicted", "not_indexed")] == []


def test_the_command_line_checks_a_claim(
    seed_index: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from qa.commands.cli import main

    monkeypatch.setenv("WENZHENG_HOME", str(seed_index))
    assert main(["verify", "新乡市2023年提案立案409件"]) == 0
    assert "002_df9e3faa1eb3f5d2.txt:" in capsys.readouterr().out
    assert main(["verify", "新乡市2023年提案立案408件", "--json"]) == 1
    shown = json.loads(capsys.readouterr().out)
    assert (shown["status"], shown["matches"][0]["differs"]) == ("contradicted", "408件 → 409件")
    assert main(["verify", "全年共立案交办提案409件", "--place", "洛阳"]) == 1
    assert main(["verify"]) == 0
    assert "checksum" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "bound"),
    [
        ("不少于300件", 1),
        ("不低于95%", 1),
        ("少于300件", -1),
        ("不超过300件", -1),
        ("超过300件", 1),
        ("不多于3次", -1),
        ("no fewer than 300", 1),
        ("no more than 300", -1),
        ("less than 300", -1),
        ("government proposals 300", 0),
        ("undergraduates 300", 0),
        ("300件", 0),
    ],
)
def test_words_around_a_figure_bound_it(words: str, bound: int) -> None:
    assert bound_of(words) == bound


@pytest.mark.parametrize(
    "question", ["新乡市政协2023年立案的提案不少于400件，对吗？", "新乡市政协2023年立案的提案不低于409件，是吗？"]
)
def test_no_less_than_is_not_less_than(retriever: Retriever, question: str) -> None:
    answer = Answerer(retriever).ask(question)
    assert answer.short is not None and not answer.short.startswith("不"), answer


@pytest.mark.parametrize(
    "question", ["新乡市政协2023年立案的提案低于409件，是吗？", "新乡市政协2023年立案的提案超过409件，对吗？"]
)
def test_less_than_a_figure_is_not_that_figure(retriever: Retriever, question: str) -> None:
    answer = Answerer(retriever).ask(question)
    assert answer.short is not None and answer.short.startswith("不"), answer
