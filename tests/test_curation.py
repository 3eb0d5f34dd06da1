"""What can be done to an index from the page: nothing offered to it may harm it, and nothing but uploads is deleted."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index.building.builder import build
from index.building.verify import verify
from index.checksums import read_sealed, write_sealed
from index.config import Config
from index.errors import IndexLockedError, ModelError
from index.library import curation
from index.library.curation import Curator, form_values
from index.library.uploads import MAX_UPLOAD_BYTES
from index.reading.files import safe_name
from index.reports.parse import parse_document
from index.storage.generations import lock
from index.storage.store import Index, tokenizer_for

TEXT = "政协第十三届新乡市委员会常务委员会工作报告\n\n一、2023年工作回顾\n\n全年立案提案{n}件。\n"


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> Path:
    """A home without vectors over a folder of two sample reports; copied for each test."""
    root = tmp_path_factory.mktemp("curation")
    tokenizer_for(root / "dictionary").warm()
    (root / "home").mkdir()
    (root / "home" / "cache").symlink_to(root / "dictionary" / "cache")
    (root / "folder").mkdir()
    for path in sorted(seeds.iterdir())[:2]:
        shutil.copy(path, root / "folder")
    build([root / "folder"], Config(home=root / "home", model="none"))
    return root


@pytest.fixture
def curator(template: Path, tmp_path: Path) -> Curator:
    """Its configuration names another model than the index was built with, which must not matter."""
    shutil.copytree(template, tmp_path, symlinks=True, dirs_exist_ok=True)
    home = tmp_path / "home"
    write_sealed(home / "sources.json", read_sealed(home / "sources.json").replace(str(template), str(tmp_path)))
    return Curator(Config(home=home, model="bge-small-zh-v1.5"))


def offer(tmp_path: Path, name: str, data: bytes | str | None = None) -> Path:
    path = tmp_path / "offered" / name
    path.parent.mkdir(exist_ok=True)
    text = TEXT.format(n=409) if data is None else data
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def sources(curator: Curator) -> list[str]:
    assert [each for each in verify(curator.home) if "sources.json is missing" not in each] == []
    with Index.open(curator.home) as index:
        return [each.source for each in index.document_names]


def uploads(curator: Curator) -> list[str]:
    folder = curator.home / "uploads"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def report_of(curator: Curator, source: str):
    with Index.open(curator.home) as index:
        return next(report for report in index.reports if report.source == source)


SEEDS = ["000_2994a2ebe7d9e33e.txt", "001_09bb81aa236715bf.txt"]
BAD = {
    "program.txt": (b"MZ\x90\x00\x03\x00\x00\x00" * 99, "binary"),
    "report.docx": (b"PK\x03\x04", "damaged"),
    "report.pdf": (b"%PDF-1.7", "damaged"),
    "report.pptx": (b"PK\x03\x04", "format"),
    "noname": (b"text", "suffix"),
    "empty.txt": (b"", "empty"),
    "blank.md": (" \n\u3000".encode(), "empty"),
    "utf16.txt": ("政协工作报告".encode("utf-16")[:-1], "encoding"),
    "latin.txt": ("Éléments généraux du rapport".encode("latin-1"), "encoding"),
}


def test_bad_files_are_refused_each_for_its_reason_and_stop_no_other(curator: Curator, tmp_path: Path) -> None:
    paths = [offer(tmp_path, name, data) for name, (data, _) in BAD.items()]
    gone = tmp_path / "offered" / "gone.txt"
    huge = offer(tmp_path, "huge.txt", "")
    with huge.open("wb") as file:
        file.truncate(200 * 2**20)
    calls: list[tuple[str, int, int]] = []
    offered = [*paths, gone, huge, offer(tmp_path, "good.txt")]
    outcome = curator.add(offered, progress=lambda *call: calls.append(call))
    expected = {name: problem for name, (_, problem) in BAD.items()} | {"gone.txt": "unreadable", "huge.txt": "large"}
    assert {each.name: each.problem for each in outcome.files[:-1]} == expected
    assert {each.status for each in outcome.files[:-1]} == {"refused"}
    good = outcome.files[-1]
    assert (good.status, good.source, good.reports[0].place) == ("added", "uploads/good.txt", "河南省新乡市")
    assert sources(curator) == [*SEEDS, "uploads/good.txt"]
    assert uploads(curator) == ["good.txt"]
    assert ("check", len(offered), len(offered)) in calls
    assert ("read", 3, 3) in calls


def test_each_file_is_named_before_its_stages_are_told(curator: Curator, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    offered = [offer(tmp_path, "empty.txt", ""), offer(tmp_path, "good.txt")]
    curator.add(offered, progress=lambda *call: told.append(call), begins=lambda *call: told.append(call))
    names = [name for name, _, _ in told]
    assert names[: names.index("embed") if "embed" in names else names.index("write")] == [
        "empty.txt", "read", "check", "good.txt", "read", "read", "parse", "check", "read", "read", "read",
    ]  # fmt: skip
    assert ("good.txt", 2, 2) in told


def test_nothing_is_built_when_no_file_is_a_report(curator: Curator, tmp_path: Path) -> None:
    outcome = curator.add([offer(tmp_path, "empty.txt", "")])
    assert (outcome.summary, [each.problem for each in outcome.files]) == (None, ["empty"])
    assert sources(curator) == SEEDS


def test_the_same_text_is_added_once_under_whatever_name(curator: Curator, tmp_path: Path, seeds: Path) -> None:
    first, twin = offer(tmp_path, "a.txt"), offer(tmp_path, "b.txt")
    outcome = curator.add([first, twin, seeds / SEEDS[0]])
    assert [(each.status, each.same_as) for each in outcome.files] == [
        ("added", ""),
        ("same", "uploads/a.txt"),
        ("same", SEEDS[0]),
    ]
    assert curator.add([twin]).files[0].same_as == "uploads/a.txt"
    assert uploads(curator) == ["a.txt"]


def test_another_text_of_the_same_name_is_added_beside_the_first(curator: Curator, tmp_path: Path) -> None:
    curator.add([offer(tmp_path, "a.txt")])
    outcome = curator.add([offer(tmp_path, "a.txt", TEXT.format(n=500))])
    assert (outcome.files[0].status, outcome.files[0].source) == ("added", "uploads/a-2.txt")
    assert uploads(curator) == ["a-2.txt", "a.txt"]


def test_gb18030_is_read(curator: Curator, tmp_path: Path) -> None:
    outcome = curator.add([offer(tmp_path, "gb.txt", TEXT.format(n=1).encode("gb18030"))])
    assert outcome.files[0].reports[0].covers == (2023,)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../x.txt", "x.txt"),
        ("..\\..\\x.TXT", "x.txt"),
        ("/etc/passwd.md", "passwd.md"),
        ("a\x00b\nc\u202e.txt", "abc.txt"),
        (".hidden.txt", "hidden.txt"),
        ("...", "report"),
        ('<b>:"|?*.txt', "b.txt"),
        ("新乡（2024）年.txt", "新乡（2024）年.txt"),
        ("长" * 300 + ".txt", "长" * 60 + ".txt"),
        ("  .txt", "txt"),
    ],
)
def test_names_stay_within_the_folder_of_uploads(name: str, safe: str) -> None:
    assert safe_name(name) == safe
    assert safe_name(safe) == safe


def test_a_name_with_control_characters_is_shown_and_stored_without_them(curator: Curator, tmp_path: Path) -> None:
    outcome = curator.add([offer(tmp_path, "a\x07\u202e\nb.txt")])
    assert outcome.files[0].name == "a\ufffd\ufffd\ufffdb.txt"
    assert uploads(curator) == ["ab.txt"]


def test_a_text_that_breaks_the_parser_is_refused_alone(
    curator: Curator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(raw, *, corrections=()):
        if "500" in raw.text:
            raise RecursionError("deep")
        return parse_document(raw, corrections=corrections)

    monkeypatch.setattr("index.building.reading.parse_document", parse)
    outcome = curator.add([offer(tmp_path, "deep.txt", TEXT.format(n=500)), offer(tmp_path, "good.txt")])
    assert [(each.status, each.problem) for each in outcome.files] == [("refused", "parse"), ("added", None)]


def test_a_disk_that_is_full_is_told(curator: Curator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write_bytes(*_data):
        raise OSError(28, "No space left on device")

    offered = offer(tmp_path, "a.txt")
    monkeypatch.setattr(Path, "write_bytes", write_bytes)
    outcome = curator.add([offered])
    assert (outcome.files[0].problem, outcome.files[0].detail) == ("store", "No space left on device")
    assert sources(curator) == SEEDS


def test_while_another_build_runs_nothing_is_added_and_nothing_left_behind(curator: Curator, tmp_path: Path) -> None:
    with lock(curator.home):
        outcome = curator.add([offer(tmp_path, "a.txt"), offer(tmp_path, "empty.txt", "")])
        assert isinstance(curator.rebuild().failure, IndexLockedError)
        assert isinstance(
            curator.correct(report_of(curator, SEEDS[0]).id, {"place": "上街区"}).failure, IndexLockedError
        )
    assert isinstance(outcome.failure, IndexLockedError)
    assert [each.problem for each in outcome.files] == ["build", "empty"]
    assert (uploads(curator), sources(curator)) == ([], SEEDS)
    assert not (curator.home / "corrections.tsv").exists()
    assert curator.add([offer(tmp_path, "a.txt")]).files[0].status == "added"


def test_a_build_that_fails_leaves_index_and_uploads_as_they_were(
    curator: Curator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_values, **_options):
        raise ModelError("the model cannot be fetched") if len(caplog.records) else ValueError("secret")

    monkeypatch.setattr(curation, "build", fail)
    assert isinstance(curator.add([offer(tmp_path, "a.txt")]).failure, ValueError)
    assert "secret" in caplog.text
    assert isinstance(curator.add([offer(tmp_path, "a.txt")]).failure, ModelError)
    assert (uploads(curator), sources(curator)) == ([], SEEDS)


def test_a_file_that_vanishes_before_the_build_reads_it_is_refused(
    curator: Curator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def vanish(paths, config, **options):
        (curator.home / "uploads" / "a.txt").write_bytes(b"\0")
        return build(paths, config, **options)

    monkeypatch.setattr(curation, "build", vanish)
    outcome = curator.add([offer(tmp_path, "a.txt"), offer(tmp_path, "b.txt", TEXT.format(n=1))])
    assert [(each.status, each.problem) for each in outcome.files] == [("refused", "build"), ("added", None)]
    assert (uploads(curator), sources(curator)) == (["b.txt"], [*SEEDS, "uploads/b.txt"])


def test_reports_can_be_added_where_there_is_no_index_yet(template: Path, tmp_path: Path) -> None:
    home = tmp_path / "new"
    home.mkdir()
    (home / "cache").symlink_to(template / "dictionary" / "cache")
    curator = Curator(Config(home=home, model="none"))
    assert curator.rebuild().refusal == "nothing"
    assert curator.add([offer(tmp_path, "a.txt")]).files[0].status == "added"
    assert sources(curator) == ["uploads/a.txt"]
    curator.remove(report_of(curator, "uploads/a.txt").id)
    assert (sources(curator), uploads(curator)) == ([], [])


def test_an_upload_is_removed_with_its_file_and_its_corrections(curator: Curator, tmp_path: Path) -> None:
    curator.add([offer(tmp_path, "a.txt")])
    report = report_of(curator, "uploads/a.txt")
    assert curator.correct(report.id, {"place": "上街区"}).summary is not None
    assert curator.owns(report)
    outcome = curator.remove(report.id)
    assert outcome.summary is not None and outcome.summary.removed == 1
    assert (sources(curator), uploads(curator), curator.corrected()) == (SEEDS, [], frozenset())
    assert curator.rebuild().summary.added == 0


def test_a_report_of_a_folder_is_never_deleted(curator: Curator, tmp_path: Path) -> None:
    report = report_of(curator, SEEDS[0])
    assert not curator.owns(report)
    assert curator.remove(report.id).refusal == "not_owned"
    assert (tmp_path / "folder" / SEEDS[0]).exists()
    assert sources(curator) == SEEDS
    assert curator.remove("nowhere-0").refusal == "no_such_report"


def test_an_upload_whose_file_was_replaced_by_hand_is_not_deleted(curator: Curator, tmp_path: Path) -> None:
    curator.add([offer(tmp_path, "a.txt")])
    report = report_of(curator, "uploads/a.txt")
    path = curator.home / "uploads" / "a.txt"
    path.write_text("另一份报告", encoding="utf-8")
    assert curator.remove(report.id).refusal == "not_owned"
    path.unlink()
    assert curator.remove(report.id).refusal == "gone"
    assert curator.rebuild().summary.removed == 1


def test_what_was_detected_is_put_right_and_stays(curator: Curator) -> None:
    report = report_of(curator, SEEDS[0])
    given = {**form_values(report), "place": " 上街区 ", "covers": "2019-2021", "delivered": "2022-01-31"}
    outcome = curator.correct(report.id, given)
    assert (outcome.refusal, outcome.failure, outcome.summary.updated) == (None, None, 1)
    for full in (False, True):
        build(None, Config(home=curator.home, model="none"), full=full)
        now = report_of(curator, SEEDS[0])
        assert form_values(now) == {
            **form_values(report),
            "place": "河南省郑州市上街区",
            "covers": "2019-2021",
            "delivered": "2022-01-31",
        }
    assert curator.corrected() == {(SEEDS[0], 0)}
    assert curator.reset(report.id).summary.updated == 1
    assert form_values(report_of(curator, SEEDS[0])) == form_values(report)
    assert curator.reset(report.id).refusal == "nothing_changed"


def test_wrong_values_are_all_named_and_nothing_is_written(curator: Curator) -> None:
    report = report_of(curator, SEEDS[0])
    outcome = curator.correct(report.id, {"place": "鼓楼区", "covers": "去年", "plans": form_values(report)["plans"]})
    assert outcome.refusal == "wrong_values"
    assert [field for field, _ in outcome.wrong] == ["place", "covers"]
    assert "江苏省南京市鼓楼区" in outcome.wrong[0][1]
    assert not (curator.home / "corrections.tsv").exists()
    assert curator.correct(report.id, form_values(report)).refusal == "nothing_changed"


def test_without_the_folders_of_the_build_their_reports_cannot_be_corrected(curator: Curator, tmp_path: Path) -> None:
    (curator.home / "sources.json").unlink()
    report = report_of(curator, SEEDS[0])
    assert curator.correct(report.id, {"place": "上街区"}).refusal == "folders_unknown"
    assert curator.reset(report.id).refusal == "folders_unknown"
    outcome = curator.add([offer(tmp_path, "a.txt")])
    assert sources(curator) == [*SEEDS, "uploads/a.txt"]
    assert curator.correct(outcome.files[0].reports[0].id, {"place": "上街区"}).summary.updated == 1


def test_a_rebuild_says_what_it_could_not_use(curator: Curator, tmp_path: Path) -> None:
    (tmp_path / "folder" / "bad.txt").write_bytes(b"")
    (tmp_path / "folder" / "corrections.tsv").write_text("nowhere.txt\t0\tplace\t新乡市\n", encoding="utf-8")
    (tmp_path / "folder" / SEEDS[1]).unlink()
    outcome = curator.rebuild()
    assert outcome.summary.removed == 1
    assert [(each.source, each.problem) for each in outcome.unread] == [
        ("corrections.tsv:1", "correction"),
        ("bad.txt", "empty"),
    ]
    shutil.rmtree(tmp_path / "folder")
    outcome = curator.rebuild()
    assert [(each.source, each.problem) for each in outcome.unread] == [("folder", "folder")]
    assert sources(curator) == SEEDS[:1]


def test_a_rebuild_names_the_files_it_does_not_read(curator: Curator, tmp_path: Path) -> None:
    for name in ("a.pptx", "b.pptx", "c.exe", ".hidden.pptx"):
        (tmp_path / "folder" / name).write_bytes(b"PK")
    outcome = curator.rebuild()
    assert [(each.source, each.problem) for each in outcome.unread] == [
        ("c.exe", "suffix"),
        ("a.pptx, b.pptx", "format"),
    ]


def test_a_report_may_be_as_large_as_is_said(curator: Curator, tmp_path: Path) -> None:
    path = offer(tmp_path, "edge.jpg", b"")
    with path.open("wb") as file:
        file.truncate(MAX_UPLOAD_BYTES + 1)
    assert curator.add([path]).files[0].problem == "large"
    with path.open("wb") as file:
        file.truncate(MAX_UPLOAD_BYTES)
    assert curator.add([path]).files[0].problem == "format"


def test_what_was_added_is_known_as_ours_without_being_read_again(
    curator: Curator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    curator.add([offer(tmp_path, "good.txt")])
    report = report_of(curator, "uploads/good.txt")
    with monkeypatch.context() as patch:
        patch.setattr(curation, "read_document", lambda *_, **__: pytest.fail("a scan is slow to read"))
        assert curator.owns(report)
    (curator.home / report.source).write_text("另一份报告\n", encoding="utf-8")
    assert not curator.owns(report)
