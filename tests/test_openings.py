"""Openings of reports of every kind, and of what is none: kind, place, period and form as a person reads them.

data/openings.jsonl was written before the patterns were; data/openings-more.jsonl after them: of its 34, 26
were right in every field at first sight (kind 32, place 32, years 29).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index.kinds import KINDS, OF_CPPCC, REPORT_KINDS, UNRELATED, form_name, kind_names
from index.language.script import simplified
from index.reading.repair import repair
from index.reports.metadata import Metadata, detect_metadata

DATA = Path(__file__).parent / "data"
OPENINGS: list[dict[str, Any]] = [  # JSON
    json.loads(line)
    for name in ("openings.jsonl", "openings-more.jsonl")
    for line in (DATA / name).read_text(encoding="utf-8").splitlines()
]


def read(text: str) -> Metadata:
    repaired = repair(text)
    plain = simplified(repaired.text)
    return detect_metadata(plain, 0, len(plain), annotations=repaired.annotations)


@pytest.mark.parametrize("opening", OPENINGS, ids=[opening["id"] for opening in OPENINGS])
def test_an_opening_is_read_as_a_person_reads_it(opening: dict[str, Any]) -> None:
    found = read(opening["text"])
    assert found.kind == opening["kind"]
    assert (list(found.covers), list(found.plans)) == (opening["covers"], opening["plans"])
    assert list(found.months or ()) == opening["months"]
    if found.kind == UNRELATED:
        return
    assert (found.place.path if found.place else "") == opening["place"]
    assert found.form == opening["form"]
    if opening["delivered"]:
        assert found.delivered is not None
        assert found.delivered.isoformat() == opening["delivered"]


def test_every_kind_has_an_opening_and_a_name_in_both_languages() -> None:
    assert {opening["kind"] for opening in OPENINGS} == {*REPORT_KINDS, UNRELATED}
    assert sorted(REPORT_KINDS) == sorted(kind.key for kind in KINDS)
    assert list(kind_names("zh")) == list(kind_names("en")) == [*REPORT_KINDS, UNRELATED]
    assert OF_CPPCC == ("cppcc_report", "proposal_report")
    assert form_name("interpretation", "zh") == "解读"


@pytest.mark.parametrize(
    ("number", "body"),
    [
        ("spc", "最高人民法院"),
        ("nbs", "国家统计局"),
        ("mohrss", "人力资源和社会保障部"),
        ("court-no-title-place", "县人民法院"),
        ("budget-half", "市财政局"),
        ("accounts-dept", "杭州市西湖区教育局"),
        ("dept-province", "广东省人力资源和社会保障厅"),
        ("congress-city", "徐州市人民代表大会常务委员会"),
        ("plan-outline", ""),
    ],
)
def test_the_body_that_gives_it_is_read_as_printed(number: str, body: str) -> None:
    assert read(next(each["text"] for each in OPENINGS if each["id"] == number)).body == body
