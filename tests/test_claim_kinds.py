"""Claims of every kind: stated, contradicted, not found; the opposite is never called stated."""

from __future__ import annotations

import pytest
from claim_cases import CLAIMS, NOT_STATED, REPORTS

from qa import Retriever, verify_claim
from qa.commands.cli import main


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    folder = tmp_path_factory.mktemp("claims")
    for name, text in REPORTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    home = folder / "home"
    assert main(["build", *(str(folder / name) for name in REPORTS), "--home", str(home)]) == 0
    return Retriever.load(home)


@pytest.mark.parametrize(("claim", "status"), CLAIMS, ids=[claim for claim, _ in CLAIMS])
def test_a_claim_is_judged_by_what_the_reports_say(invented: Retriever, claim: str, status: str) -> None:
    checked = verify_claim(invented, claim)
    if status == NOT_STATED:
        assert checked.status in ("contradicted", "not_found")
    else:
        assert checked.status == status
    for match in checked.matches:
        assert match.report.text[match.start : match.end] == match.quote


def test_the_table_has_claims_of_every_kind() -> None:
    assert len(CLAIMS) >= 60
    assert len({claim for claim, _ in CLAIMS}) == len(CLAIMS)
    assert {status for _, status in CLAIMS} == {"stated", "contradicted", "not_found", "not_indexed", NOT_STATED}


def test_a_contradicted_sign_shows_both(invented: Retriever) -> None:
    match = verify_claim(invented, "泰州2023年房地产开发投资增长8.7%").matches[0]
    assert match.differs == "增长8.7% → 负增长8.7%"
    assert "负增长8.7%" in match.quote


def test_a_contradicted_negation_shows_what_is_printed(invented: Retriever) -> None:
    match = verify_claim(invented, "泰州2023年发生重大安全事故").matches[0]
    assert match.quote.startswith("全年未发生重大安全事故")
    assert match.differs
