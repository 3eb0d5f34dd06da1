"""Citations in the forms of reference lists: GB/T 7714, BibTeX, CSL-JSON."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from datetime import date

import bibtexparser
import pytest

from index.errors import QuestionError
from index.types import Report
from qa.citing.citation_export import FORMS, export
from qa.types import Citation

TEXT = "政府工作报告\n\n我代表苏州市人民政府作报告。全年立案提案409件。\n"


def report(text: str = TEXT, **changes: object) -> Report:
    values: dict[str, object] = {
        "id": "0123456789abcdef-0", "document_id": "0123456789abcdef", "part": 0, "source": "suzhou_2018.txt",
        "title": "2018年政府工作报告", "kind": "government_report", "place": "江苏省苏州市", "place_code": "320500",
        "level": "city", "delivered": date(2018, 1, 10), "covers": (2017,), "plans": (2018,),
        "session": "十六届二次会议", "speaker": "李亚平", "publisher": "", "start": 0, "end": len(text),
        "load_text": lambda: text,
    }  # fmt: skip
    return Report(**(values | changes))


def cited(of: Report, quote: str, n: int = 1) -> Citation:
    start = of.text.index(quote)
    return Citation(n, of, (), quote, start, start + len(quote))


def first_line(of: Report, form: str) -> str:
    return export([of], form=form).splitlines()[0]


# One row per kind of document, as the examples of the standard have it: 8.8.3 (reports), 8.5.3 (newspapers),
# 8.11.3.2 (web pages) of 2025; 2015 sets half-width ", " and "()" and a printed report's year alone.
WITH_ADDRESS = "---\nsource: https://www.suzhou.gov.cn/a_b.shtml\ntitle: x\n---\n" + TEXT
PAPER = {
    "kind": "cppcc_report",
    "publisher": "新乡日报",
    "place": "河南省新乡市",
    "place_code": "410700",
    "title": "工作报告",
}
PRINTED = "工作报告\n2018-02-22 15:13 新乡日报 编辑:某\n" + TEXT
FETCHED = {"url": "https://www.suzhou.gov.cn/1.html", "accessed": date(2026, 11, 27)}
PAGE = "---\ntitle: 2018年政府工作报告\n---\n\n# 2018年政府工作报告\n\n2018-01-20 来源：苏州市政府办公室\n\n" + TEXT
ENTRIES = [
    (report(), "苏州市人民政府. 2018年政府工作报告[R]. 2018-01-10.", "苏州市人民政府. 2018年政府工作报告[R]. 2018."),
    (
        report(WITH_ADDRESS),
        "苏州市人民政府. 2018年政府工作报告[R/OL]. 2018-01-10. https://www.suzhou.gov.cn/a_b.shtml.",
        "苏州市人民政府. 2018年政府工作报告[R/OL]. (2018-01-10). https://www.suzhou.gov.cn/a_b.shtml.",
    ),
    (
        report(PRINTED, **PAPER),
        "政协新乡市委员会常务委员会. 工作报告[N]. 新乡日报，2018-02-22.",
        "政协新乡市委员会常务委员会. 工作报告[N]. 新乡日报, 2018-02-22.",
    ),
    (
        report("工作报告解读\n\n新乡日报全媒体记者 廖亮 苏洪峰\n\n" + TEXT, **PAPER),
        "廖亮，苏洪峰. 工作报告[N]. 新乡日报.",
        "廖亮, 苏洪峰. 工作报告[N]. 新乡日报.",
    ),
    (
        report(WITH_ADDRESS, kind="unrelated", delivered=None, title="天气"),
        "天气[EB/OL]. https://www.suzhou.gov.cn/a_b.shtml.",
        "天气[EB/OL]. https://www.suzhou.gov.cn/a_b.shtml.",
    ),
    (report(kind="unrelated", delivered=None, title="天气"), "天气[Z].", "天气[Z]."),
    # What was fetched is cited as it was seen: where, and on which day (8.11.3.2; 2015: 4.6).
    (
        report(PAGE, **FETCHED),
        "苏州市人民政府. 2018年政府工作报告[EB/OL]. （2018-01-20）[2026-11-27]. https://www.suzhou.gov.cn/1.html.",
        "苏州市人民政府. 2018年政府工作报告[EB/OL]. (2018-01-20)[2026-11-27]. https://www.suzhou.gov.cn/1.html.",
    ),
    (
        report(PRINTED, **PAPER, **FETCHED),
        "政协新乡市委员会常务委员会. 工作报告[EB/OL]. （2018-02-22）[2026-11-27]. https://www.suzhou.gov.cn/1.html.",
        "政协新乡市委员会常务委员会. 工作报告[EB/OL]. (2018-02-22)[2026-11-27]. https://www.suzhou.gov.cn/1.html.",
    ),
    (
        report(**(FETCHED | {"delivered": None})),
        "苏州市人民政府. 2018年政府工作报告[EB/OL]. [2026-11-27]. https://www.suzhou.gov.cn/1.html.",
        "苏州市人民政府. 2018年政府工作报告[EB/OL]. [2026-11-27]. https://www.suzhou.gov.cn/1.html.",
    ),
]


@pytest.mark.parametrize(("of", "new", "old"), ENTRIES)
def test_each_kind_of_document_is_set_as_its_edition_of_the_standard_has_it(of: Report, new: str, old: str) -> None:
    assert first_line(of, "gbt7714-2025") == f"[1] {new}"
    assert first_line(of, "gbt7714-2015") == f"[1] {old}"


def test_a_district_is_named_with_its_city() -> None:
    of = report(kind="cppcc_report", place="河南省郑州市中原区", place_code="410102", level="county")
    assert first_line(of, "gbt7714-2025").startswith("[1] 政协郑州市中原区委员会常务委员会. ")


def test_entries_keep_the_numbers_of_the_answer_and_show_where_the_quote_stands() -> None:
    of = report()
    lines = export([cited(of, "立案提案409件", 2), cited(of, "苏州市人民政府", 5)], form="gbt7714-2025").splitlines()
    assert [line.split()[0] for line in lines[::2]] == ["[2]", "[5]"]
    assert lines[1].strip() == f"suzhou_2018.txt，第{TEXT.index('立案')}—{TEXT.index('立案') + 8}字符：立案提案409件"


@pytest.mark.parametrize("form", FORMS)
def test_what_is_not_known_is_left_out(form: str) -> None:
    bare = report(delivered=None, place="", place_code="", speaker="", session="", title="")
    text = export([bare], form=form)
    assert "None" not in text
    assert "不详" not in text
    assert "suzhou" in text
    for field in ("author", "issued", "year", "event", "publisher"):
        assert field not in text


HARD = "50% & {半} 100_000 #1 $5 \\n ~ ^ <b>粗</b> “引”"


def test_bibtex_is_read_back_by_a_parser_special_characters_and_all() -> None:
    of = report(TEXT + HARD, title=HARD, source="a_b & c%.txt")
    again = dataclasses.replace(of, id="0123456789abcdef-1", title="又一篇")
    library = bibtexparser.parse_string(export([cited(of, HARD), cited(of, "409件", 2), again], form="bibtex"))
    assert not library.failed_blocks
    assert [entry.entry_type for entry in library.entries] == ["techreport", "techreport"]
    first = library.entries[0].fields_dict
    assert first["author"].value == "{苏州市人民政府}"
    assert (first["year"].value, first["month"].value, first["day"].value) == ("2018", "1", "10")
    assert first["title"].value == (
        r"{50\% \& \textbraceleft{}半\textbraceright{} 100\_000 \#1 \$5 \textbackslash{}n \textasciitilde{} "
        r"\textasciicircum{} <b>粗</b> “引”}"
    )
    assert "409件" in first["note"].value
    assert "note" not in library.entries[1].fields_dict


def test_bibtex_keys_are_one_per_report() -> None:
    of = report()
    library = bibtexparser.parse_string(export([cited(of, "409件"), cited(of, "苏州市", 2)], form="bibtex"))
    assert [entry.key for entry in library.entries] == ["wenzheng-0123456789abcdef-0"]


def test_csl_json_has_the_keys_and_types_of_its_schema() -> None:
    items = json.loads(
        export([cited(report(WITH_ADDRESS), "409件"), report(PRINTED, **PAPER, id="b-0")], form="csl-json")
    )
    names = {
        "id", "type", "language", "author", "title", "container-title", "publisher", "issued", "event-title",
        "event-date", "event-place", "URL", "accessed", "archive_location", "note",
    }  # fmt: skip
    for item in items:
        assert {"id", "type", "title"} <= set(item) <= names
        assert item["type"] in ("report", "article-newspaper", "webpage", "document")
        assert all(set(author) == {"literal"} for author in item["author"])
        assert all(isinstance(part, int) for part in item["issued"]["date-parts"][0])
    assert items[0]["URL"] == "https://www.suzhou.gov.cn/a_b.shtml"
    assert items[1]["container-title"] == "新乡日报"
    assert items[1]["issued"]["date-parts"] == [[2018, 2, 22]]
    assert items[1]["event-date"]["date-parts"] == [[2018, 1, 10]]


@pytest.mark.parametrize("form", FORMS)
def test_special_characters_reach_the_text_unchanged_where_nothing_need_be_escaped(form: str) -> None:
    text = export([report(title="A&B <i>比</i> “引”《书》 50%")], form=form)
    assert "“引”《书》" in text
    assert "&amp;" not in text
    if form != "bibtex":
        assert "A&B" in text
        assert "50%" in text


@pytest.mark.parametrize("form", FORMS)
def test_no_citations_give_no_entries(form: str) -> None:
    assert export([], form=form).strip() in ("", "[]")


def test_an_unknown_form_is_named_with_those_there_are() -> None:
    with pytest.raises(QuestionError, match="gbt7714-2025"):
        export([report()], form="apa")  # type: ignore[arg-type]


def test_the_citation_library_is_loaded_only_when_a_citation_is_set() -> None:
    imports = "import sys, qa.commands.cli, qa.citing.citation_export"
    code = imports + "; print([m for m in ('citeproc', 'lxml') if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_the_answer_of_the_command_line_is_followed_by_its_citations(seed_index: object, capsys: object) -> None:
    from qa.commands.cli import main

    assert main(["ask", "新乡2023年立案多少件提案?", "--cite", "gbt7714-2025", "--home", str(seed_index)]) == 0
    shown = capsys.readouterr().out
    assert "[N]. 新乡日报." in shown
    assert "409件" in shown.split("[N]. 新乡日报.")[1]


def test_what_was_fetched_has_its_day_in_every_form() -> None:
    of = report(PAGE, **FETCHED)
    entry = bibtexparser.parse_string(export([of], form="bibtex")).entries[0]
    assert (entry.entry_type, entry.fields_dict["urldate"].value) == ("misc", "2026-11-27")
    (item,) = json.loads(export([of], form="csl-json"))
    assert (item["URL"], item["accessed"]) == (FETCHED["url"], {"date-parts": [[2026, 11, 27]]})
    assert "accessed" not in json.loads(export([report()], form="csl-json"))[0]
