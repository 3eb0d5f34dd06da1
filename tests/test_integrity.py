"""No damaged file of a home is believed: what is checked when, and what becomes of a home with a damaged file."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import FakeEncoder
from fault_jobs import QUESTION, report, write_reports
from flips import Subject, flip_home

from index.storage.store import tokenizer_for
from qa.understanding.bilingual import Bilingual

QUESTIONS = (QUESTION, "how many proposals did Xinxiang file?")


@pytest.fixture(scope="module")
def dictionaries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("dictionaries")
    tokenizer_for(home).warm()
    Bilingual(home / "cache").warm()
    return home / "cache"


@pytest.fixture
def subject(tmp_path: Path, dictionaries: Path) -> Subject:
    """Two generations with vectors, an upload with a correction, of which nothing is asked."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "cache").symlink_to(dictionaries)
    folder = write_reports(tmp_path / "reports", {"a.txt": 101})
    made = Subject(home, folder, QUESTIONS, model="fake", encoder=FakeEncoder(dim=16))
    made.build([folder])
    (home / "uploads").mkdir()
    (home / "uploads" / "b.txt").write_text(report(7).replace("新乡", "洛阳"), encoding="utf-8")
    (home / "corrections.tsv").write_text("source\tpart\tfield\tvalue\nuploads/b.txt\t0\tpublisher\t某报\n")
    made.build([folder])
    return made


def test_every_damage_is_found_and_none_gives_a_wrong_answer(subject: Subject) -> None:
    found = flip_home(subject, flips=2, every_byte=("CURRENT", "sources.json"))
    assert (found.missed, found.wrong) == ([], [])
    assert found.files > 40
    assert found.damages > 8 * found.files
