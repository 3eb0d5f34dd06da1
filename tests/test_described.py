"""A report in a few words."""

from __future__ import annotations

from dataclasses import replace

from index.reports.parse import parse_document
from index.types import RawDocument
from page.described import describe_report
from page.texts import texts_for
from qa.types import Language

LANGUAGES: tuple[Language, ...] = ("zh", "en")
TEXT = "洛阳市2024年政府工作报告\n——2024年2月1日在洛阳市第十六届人民代表大会第二次会议上\n各位代表：\n请予审议。"


def test_what_is_not_the_report_itself_says_so_behind_the_place() -> None:
    (report,) = parse_document(RawDocument("a.txt", "0" * 64, "utf-8", TEXT)).reports
    facts = {
        language: describe_report(replace(report, form="interpretation"), texts_for(language)) for language in LANGUAGES
    }
    assert "河南省洛阳市</span> · " in facts["zh"]
    assert facts["zh"].split(" · ")[1] == '<span class="wz-fact">解读</span>'
    assert facts["en"].split(" · ")[1] == '<span class="wz-fact">interpretation</span>'
    assert "全文" not in describe_report(report, texts_for("zh"))
