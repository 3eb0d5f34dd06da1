"""What a build is made of: the paths it names, those of the build before, and what was uploaded to its home."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from fakes import FakeEncoder, make_document

from index.building import reading
from index.building.builder import build, remove
from index.building.sources import find_sources, paths_to_mirror, remembered_paths
from index.config import Config
from index.errors import IndexCorruptError, ReadError
from index.storage.store import Index, tokenizer_for

TEXTS = {"a.txt": "新乡市政协工作报告\n立案409件提案", "b.md": "郑州市政协工作报告\n收到提案656件"}
UPLOADED = "邯郸市政协工作报告\n赴合肥考察"


@pytest.fixture(scope="session")
def dictionary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("sources-dictionary")
    tokenizer_for(home).warm()
    return home / "cache"


@pytest.fixture
def config(tmp_path: Path, dictionary: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.setattr(reading, "parse_document", make_document)
    home = tmp_path / "home"
    home.mkdir()
    (home / "cache").symlink_to(dictionary)
    return Config(home=home, model="fake")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in TEXTS.items():
        (tmp_path / "reports").mkdir(exist_ok=True)
        (tmp_path / "reports" / name).write_text(text, encoding="utf-8")
    return tmp_path / "reports"


def upload(home: Path, name: str = "c.txt", text: str = UPLOADED) -> Path:
    (home / "uploads").mkdir(exist_ok=True)
    (home / "uploads" / name).write_text(text, encoding="utf-8")
    return home / "uploads" / name


def indexed(config: Config) -> list[str]:
    with Index.open(config.home) as index:
        return [each.source for each in index.document_names]


def run(paths: list[Path] | None, config: Config):
    return build(paths, config, encoder=FakeEncoder())


def test_a_build_without_paths_repeats_the_last_one(config: Config, folder: Path) -> None:
    run([folder], config)
    (folder / "d.txt").write_text("上街区政协工作报告", encoding="utf-8")
    (folder / "a.txt").unlink()
    summary = run(None, config)
    assert (summary.added, summary.removed) == (1, 1)
    assert indexed(config) == ["b.md", "d.txt"]
    assert remembered_paths(config.home) == (folder,)


def test_the_paths_are_remembered_from_wherever_they_were_given(
    config: Config, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(folder.parent)
    run([Path("reports")], config)
    monkeypatch.chdir(tmp_path / "home")
    assert not run(None, config).failed
    assert indexed(config) == ["a.txt", "b.md"]


def test_a_build_that_fails_leaves_the_paths_remembered(config: Config, folder: Path, tmp_path: Path) -> None:
    run([folder], config)
    (tmp_path / "empty").mkdir()
    with pytest.raises(ReadError):
        run([tmp_path / "empty"], config)
    assert remembered_paths(config.home) == (folder,)


def test_uploads_are_part_of_every_build(config: Config, folder: Path) -> None:
    upload(config.home)
    run([folder], config)
    assert indexed(config) == ["a.txt", "b.md", "uploads/c.txt"]
    run([folder / "a.txt"], config)
    assert indexed(config) == ["a.txt", "uploads/c.txt"]


def test_uploads_do_not_stand_in_for_paths_that_cannot_be_read(config: Config, folder: Path, tmp_path: Path) -> None:
    upload(config.home)
    run([folder], config)
    (tmp_path / "bad.txt").write_bytes(b"\0")
    assert not run([tmp_path / "bad.txt"], config).published
    (tmp_path / "empty").mkdir()
    with pytest.raises(ReadError, match="holds no report"):
        run([tmp_path / "empty"], config)
    assert indexed(config) == ["a.txt", "b.md", "uploads/c.txt"]


def test_an_index_may_be_made_of_uploads_alone(config: Config) -> None:
    path = upload(config.home)
    assert run(None, config).added == 1
    upload(config.home, "d.txt", "上街区政协工作报告")
    path.unlink()
    run(None, config)
    assert indexed(config) == ["uploads/d.txt"]


def test_a_remembered_folder_that_is_gone_is_told_and_its_reports_stay(config: Config, folder: Path) -> None:
    run([folder], config)
    shutil.move(folder, folder.with_name("moved"))
    upload(config.home)
    summary = run(None, config)
    assert summary.failed == ((str(folder), "no such file or folder; check the path"),)
    assert (summary.added, summary.removed) == (1, 0)
    assert indexed(config) == ["a.txt", "b.md", "uploads/c.txt"]
    shutil.move(folder.with_name("moved"), folder)
    (folder / "a.txt").unlink()
    assert run(None, config).removed == 1


def test_what_an_older_version_indexed_stays_where_its_paths_are_not_known(config: Config, folder: Path) -> None:
    run([folder], config)
    (config.home / "sources.json").unlink()
    upload(config.home)
    run(None, config)
    assert indexed(config) == ["a.txt", "b.md", "uploads/c.txt"]


def test_paths_remembered_by_an_older_version_are_known(config: Config, folder: Path) -> None:
    run([folder], config)
    (config.home / "sources.json").write_text(json.dumps({"paths": [str(folder)]}), encoding="utf-8")
    assert remembered_paths(config.home) == (folder,)


@pytest.mark.parametrize("left", ["", "{", '{"paths": ["/nowhere"]}\n#sha256 0\n', '{"paths": 7}'])
def test_damaged_paths_are_never_guessed(config: Config, folder: Path, left: str) -> None:
    run([folder], config)
    path = config.home / "sources.json"
    path.write_text(left, encoding="utf-8")
    for ask in (lambda: remembered_paths(config.home), lambda: paths_to_mirror(config.home), lambda: run(None, config)):
        with pytest.raises(IndexCorruptError, match=r"sources\.json is damaged .*build --home \S+ PATH"):
            ask()
    assert path.read_text(encoding="utf-8") == left
    assert indexed(config) == ["a.txt", "b.md"]
    run([folder], config)
    assert remembered_paths(config.home) == (folder,)


def test_without_the_paths_of_an_index_none_are_guessed(config: Config, folder: Path) -> None:
    assert paths_to_mirror(config.home) == ()
    run([folder], config)
    (config.home / "sources.json").unlink()
    with pytest.raises(IndexCorruptError, match=r"sources\.json is missing"):
        paths_to_mirror(config.home)


def test_a_home_within_a_mirrored_folder_is_not_indexed_twice(config: Config, folder: Path) -> None:
    upload(config.home)
    files = find_sources([folder.parent], config.home).files
    assert [(path.name, root) for path, root in files] == [
        ("a.txt", folder.parent),
        ("b.md", folder.parent),
        ("c.txt", config.home),
    ]


BESIDE = {
    "a.ppt": ".ppt", "sub/b.PPT": ".ppt", "c.ppt": ".ppt", "d.ppt": ".ppt", "e.pptx": ".pptx", "f.rar": ".rar",
    "g.exe": ".exe", "LIESMICH": "", "sub/corrections.tsv": ".tsv", "x.text": ".text",
}  # fmt: skip
SILENT = (".hidden.pdf", ".git/a.pdf", "~$e.docx", "Thumbs.db", "sub/desktop.ini", "corrections.tsv")


def beside(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"source\tpart\tfield\tvalue\n")


def test_every_file_that_is_not_read_is_named_and_the_rest_indexed(config: Config, folder: Path) -> None:
    beside(folder, *BESIDE, *SILENT)
    summary = run([folder], config)
    found = {source: each.kind for each in summary.passed_over for source in each.sources}
    assert found == BESIDE
    assert (summary.added, summary.failed) == (2, ())
    assert run(None, config).passed_over == summary.passed_over


def test_files_of_one_kind_are_told_together_with_what_to_do(config: Config, folder: Path) -> None:
    beside(folder, *BESIDE)
    (folder / "more").symlink_to(folder.parent, target_is_directory=True)
    told = {each.kind: str(each) for each in run([folder], config).passed_over}
    assert told[".ppt"] == (
        "4 .ppt files are not read: a.ppt, c.ppt, d.ppt, …; "
        "save each report as .docx, .pdf or .txt; 请另存为 .docx、.pdf 或 .txt"
    )
    assert told[".pptx"].startswith("1 .pptx file is not read: e.pptx; save each report as")
    assert told[""].startswith("1 file without a suffix is not read: LIESMICH; only .txt, .md, .csv, .html,")
    assert told["link"].startswith("1 link to a folder is not read: more; name the folder itself")


def test_the_home_within_a_mirrored_folder_is_not_told_of(config: Config, folder: Path) -> None:
    run([folder], config)
    assert (config.home / "sources.json").exists()
    assert run([folder.parent], config).passed_over == ()


def test_a_folder_of_other_files_alone_says_what_to_do_with_them(config: Config, tmp_path: Path) -> None:
    (tmp_path / "scans").mkdir()
    beside(tmp_path / "scans", "a.ppt")
    with pytest.raises(ReadError, match=r"holds no report.*1 \.ppt file is not read: a\.ppt; save"):
        run([tmp_path / "scans"], config)


def test_an_upload_that_a_folder_holds_too_gives_way_to_it(config: Config, folder: Path) -> None:
    upload(config.home, "c.txt", TEXTS["a.txt"])
    summary = run([folder], config)
    assert summary.duplicates == (("uploads/c.txt", "a.txt"),)
    assert indexed(config) == ["a.txt", "b.md"]


def test_a_removed_upload_stays_away_once_its_file_is_gone(config: Config, folder: Path) -> None:
    path = upload(config.home)
    run([folder], config)
    remove("uploads/c.txt", config, encoder=FakeEncoder())
    path.unlink()
    assert not run(None, config).published
    assert indexed(config) == ["a.txt", "b.md"]


def test_each_report_tells_how_much_it_holds(config: Config, folder: Path) -> None:
    run([folder], config)
    with Index.open(config.home) as index:
        for report in index.reports:
            counts = index.report_counts[report.id]
            assert counts.sections == len(index.sections(report.id)) > 0
            assert counts.chunks == len(index.report_rows(report.id)) > 0
            assert counts.facts == len(index.facts(report.id))
