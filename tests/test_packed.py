"""Archives and mails are the folders of files that they are: in a build, in an upload, and where they are broken."""

from __future__ import annotations

import io
import os
import shutil
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from documents import docx_of, paragraph, zip_of
from fakes import FakeEncoder, make_document

from index.building import reading
from index.building.builder import build
from index.building.sources import find_sources
from index.building.unpacked import UNPACKED
from index.config import Config
from index.errors import ReadError
from index.library.curation import Curator
from index.library.originals import Originals
from index.reading import packed
from index.reading.decoding import find_files, read_document
from index.reading.packed import members
from index.storage.store import Index

XINXIANG = "政协第十三届新乡市委员会常务委员会工作报告\n\n一、2023年工作回顾\n\n全年立案提案409件。\n"
HANDAN = "政协第十四届邯郸市委员会常务委员会工作报告\n\n一、2023年工作回顾\n\n赴合肥考察3次。\n"


def mail(text: str = "见附件。", *, html: str = "", **attached: bytes) -> bytes:
    message = EmailMessage()
    message["Subject"] = "报告"
    message["From"] = "a@example.cn"
    message.set_content(text, charset="gb18030")
    if html:
        message.add_alternative(html, subtype="html")
    for name, data in attached.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name.replace("_", "."))
    return message.as_bytes()


def names(data: bytes, source: str) -> list[str]:
    return [each.name for each in members(data, source)]


def in_gbk(name: str, data: bytes) -> bytes:
    """A zip as old programs write it: the name in GBK, and not said to be UTF-8."""
    ascii_name = "x" * len(name.encode("gbk"))
    return zip_of({ascii_name: data}).replace(ascii_name.encode(), name.encode("gbk"))


def test_a_zip_is_its_files_under_names_that_are_harmless() -> None:
    held = zip_of(
        {
            "2023/新乡.txt": XINXIANG, "__MACOSX/2023/._新乡.txt": b"x", ".DS_Store": b"x", "2023/Thumbs.db": b"x",
            "~$新乡.docx": b"x",
            "../../etc/passwd.txt": b"a", "/b.txt": b"b", "C:\\c\\d.TXT": b"c", "leer/": b"",
        }
    )  # fmt: skip
    assert names(held, "a.zip") == ["2023/新乡.txt", "etc/passwd.txt", "b.txt", "C/c/d.txt"]
    assert members(held, "a.zip")[0].data.decode() == XINXIANG


def test_names_in_another_encoding_are_read_as_they_were_written() -> None:
    assert names(in_gbk("新乡市政协报告.txt", b"a"), "a.zip") == ["新乡市政协报告.txt"]
    assert names(zip_of({"crème.txt": b"a"}), "a.zip") == ["crème.txt"]


def test_a_mail_is_what_is_attached_and_its_text_where_that_is_more_than_a_greeting() -> None:
    assert names(mail(新乡_txt=XINXIANG.encode()), "a.eml") == ["新乡.txt"]
    assert names(mail(XINXIANG * 20, b_pdf=b"%PDF-1.7"), "a.eml") == ["正文.txt", "b.pdf"]
    assert names(mail("甲", html=f"<p>{XINXIANG}</p>"), "a.eml") == ["正文.html"]
    text = members(mail(XINXIANG), "a.eml")[0].data
    assert text.decode("gb18030").replace("\r", "").strip() == XINXIANG.strip()


def test_what_is_packed_in_what_is_packed_is_found_and_doubles_are_numbered() -> None:
    inner = zip_of({"新乡.txt": XINXIANG})
    forwarded = EmailMessage()
    forwarded.set_content("转发。")
    forwarded.add_attachment(EmailMessage())
    assert names(mail(a_zip=inner), "a.eml") == ["a.zip/新乡.txt"]
    assert names(zip_of({"m.eml": mail(a_zip=inner)}), "b.zip") == ["m.eml/a.zip/新乡.txt"]
    deep = zip_of({"c.zip": zip_of({"b.zip": zip_of({"a.zip": inner})})})
    assert names(deep, "d.zip") == ["c.zip/b.zip/a.zip"]  # which is told of as not read
    twice = EmailMessage()
    twice.set_content("两份。")
    for text in (XINXIANG, HANDAN):
        twice.add_attachment(text.encode(), maintype="text", subtype="plain", filename="报告.txt")
    assert names(twice.as_bytes(), "a.eml") == ["报告.txt", "报告-2.txt"]


def locked() -> bytes:
    data = bytearray(zip_of({"a.txt": XINXIANG}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"PK\x03\x04 not a zip", "damaged"),
        (zip_of({"leer/": b""}), "empty"),
        (zip_of({"a.txt": b"0" * 30 * 2**20}), "large"),
        (docx_of(paragraph("新乡")), "format"),
        (locked(), "other"),
    ],
)
def test_what_cannot_be_unpacked_says_why(data: bytes, problem: str) -> None:
    with pytest.raises(ReadError) as caught:
        members(data, "a.zip")
    assert caught.value.problem == problem and "a.zip" in str(caught.value)


def test_no_more_is_unpacked_than_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "_MOST_BYTES", 1000)
    inner = zip_of({"a.txt": os.urandom(600)})
    with pytest.raises(ReadError, match=r"a\.zip: unpacks to more than is read"):
        members(zip_of({"a.zip": inner, "b.zip": inner}), "a.zip")
    monkeypatch.setattr(packed, "_MOST", 2)
    with pytest.raises(ReadError, match="unpacks to more"):
        members(zip_of(dict.fromkeys("abc", b"x")), "a.zip")


def test_mails_that_are_cut_or_mad_are_told_of_or_read() -> None:
    whole = mail(XINXIANG * 20, a_txt=HANDAN.encode(), b_zip=zip_of({"c.txt": HANDAN}))
    problems = set()
    for cut in range(0, len(whole), 211):
        for data in (whole[:cut], whole[:cut] + b"\xff\x00--==" + whole[cut:]):
            try:
                assert members(data, "a.eml")
            except ReadError as error:
                problems.add(error.problem)
    assert problems <= {"damaged", "empty"}


def test_a_report_alone_is_not_read_from_what_is_packed(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zip_of({"新乡.txt": XINXIANG}))
    with pytest.raises(ReadError, match="holds files; build an index of it"):
        read_document(tmp_path / "a.zip", root=tmp_path)


@pytest.fixture
def config(new_home: Path) -> Config:
    return Config(home=new_home, model="none")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A report, an archive of another with what is not read, and a mail."""
    (tmp_path / "reports" / "sub").mkdir(parents=True)
    (tmp_path / "reports" / "郑州.txt").write_text(XINXIANG.replace("新乡", "郑州"), encoding="utf-8")
    (tmp_path / "reports" / "sub" / "a.zip").write_bytes(zip_of({"2023/新乡.txt": XINXIANG, "b.ppt": b"x"}))
    (tmp_path / "reports" / "m.eml").write_bytes(mail(邯郸_txt=HANDAN.encode()))
    return tmp_path / "reports"


def sources(config: Config) -> list[str]:
    with Index.open(config.home) as index:
        return [each.source for each in index.document_names]


ALL = ["m.eml/邯郸.txt", "sub/a.zip/2023/新乡.txt", "郑州.txt"]


def test_a_build_holds_what_lies_in_archives_and_names_the_rest(config: Config, folder: Path) -> None:
    summary = build([folder], config)
    assert (sources(config), summary.failed) == (ALL, ())
    assert [str(each).split(";")[0] for each in summary.passed_over] == ["1 .ppt file is not read: sub/a.zip/b.ppt"]
    before = {path: path.stat().st_mtime_ns for path in (config.home / UNPACKED).rglob("*")}
    assert build(None, config).added == 0
    assert {path: path.stat().st_mtime_ns for path in (config.home / UNPACKED).rglob("*")} == before


def test_an_archive_that_changes_or_goes_takes_its_reports_along(config: Config, folder: Path) -> None:
    build([folder], config)
    (folder / "sub" / "a.zip").write_bytes(zip_of({"新乡2.txt": XINXIANG.replace("409", "358")}))
    build(None, config)
    assert sources(config) == ["m.eml/邯郸.txt", "sub/a.zip/新乡2.txt", "郑州.txt"]
    (folder / "m.eml").unlink()
    (folder / "sub" / "a.zip").unlink()
    build(None, config)
    assert sources(config) == ["郑州.txt"]
    assert not [path for path in (config.home / UNPACKED).rglob("*") if path.is_file()]


def test_what_is_indexed_of_an_archive_stays_when_that_is_damaged(config: Config, folder: Path) -> None:
    build([folder], config)
    (folder / "sub" / "a.zip").write_bytes(b"PK\x03\x04 half")
    summary = build(None, config)
    assert sources(config) == ALL
    assert [source for source, why in summary.failed if "damaged" in why] == ["sub/a.zip"]


def test_archives_given_by_name_are_built_and_both_stay(config: Config, folder: Path) -> None:
    shutil.move(folder / "sub" / "a.zip", folder / "a.zip")
    build([folder / "a.zip", folder / "m.eml"], config)
    assert sources(config) == ["a.zip/2023/新乡.txt", "m.eml/邯郸.txt"]
    build(None, config)
    assert sources(config) == ["a.zip/2023/新乡.txt", "m.eml/邯郸.txt"]
    (folder / "x.zip").write_bytes(b"PK\x03\x04")
    with pytest.raises(ReadError, match=r"holds no report.*x\.zip is damaged"):
        build([folder / "x.zip"], config)
    assert sources(config) == ["a.zip/2023/新乡.txt", "m.eml/邯郸.txt"]


def test_corrections_beside_an_archive_hold_for_what_is_in_it(config: Config, folder: Path) -> None:
    (folder / "corrections.tsv").write_text(
        "source\tpart\tfield\tvalue\nsub/a.zip/2023/新乡.txt\t0\tcovers\t2020\n"
        "m.eml/邯郸.txt\t7\tcovers\t2020\n", encoding="utf-8",
    )  # fmt: skip
    summary = build([folder], config)
    with Index.open(config.home) as index:
        assert {each.source: each.covers for each in index.reports}["sub/a.zip/2023/新乡.txt"] == (2020,)
    assert [why for _, why in summary.failed] == [
        "m.eml/邯郸.txt holds 1 report(s), numbered from 0; there is no part 7"
    ]


def test_the_home_within_the_folder_is_not_read_again(
    tmp_path: Path, config: Config, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "parse_document", make_document)
    for _ in range(2):
        build([tmp_path], config, encoder=FakeEncoder())
        assert sources(config) == [f"reports/{each}" for each in ALL]
    assert [root for _, root in find_sources(None, config.home).files if root == config.home] == []


def test_the_original_of_a_report_in_an_archive_is_given_out(config: Config, folder: Path) -> None:
    build([folder], config)
    with Index.open(config.home) as index:
        report = next(each for each in index.reports if each.source == ALL[1])
    originals = Originals(config)
    try:
        file, size = originals.file(report)
        with file:
            assert (file.read().decode(), size) == (XINXIANG, len(XINXIANG.encode()))
    finally:
        originals.close()


def test_links_out_of_the_folder_are_not_followed(config: Config, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.zip").write_bytes(zip_of({"外.txt": HANDAN}))
    (folder / "link.zip").symlink_to(tmp_path / "outside.zip")
    summary = build([folder], config)
    assert sources(config) == ALL
    assert [source for source, why in summary.failed if "leads out of the folder" in why] == ["link.zip"]


def test_what_is_packed_is_told_apart_without_being_opened(folder: Path) -> None:
    found = find_files([folder])
    assert [path.name for path, _ in found.packed] == ["m.eml", "a.zip"]
    assert [path.name for path, _ in found.reports] == ["郑州.txt"]


def test_uploads_are_what_is_packed_in_them(config: Config, folder: Path, tmp_path: Path) -> None:
    build([folder / "郑州.txt"], config)
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04")
    outcome = Curator(config).add([tmp_path / "bad.zip", folder / "sub" / "a.zip", folder / "m.eml"])
    told = [(each.name, each.status, each.problem) for each in outcome.files]
    assert told == [
        ("bad.zip", "refused", "damaged"),
        ("a.zip/2023/新乡.txt", "added", None),
        ("a.zip/b.ppt", "refused", "format"),
        ("m.eml/邯郸.txt", "added", None),
    ]
    assert sources(config) == ["uploads/新乡.txt", "uploads/邯郸.txt", "郑州.txt"]


def test_a_zip_may_be_read_whatever_its_names(tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("甲" * 90 + ".txt", XINXIANG)
        made.writestr("a\nb.txt", HANDAN)
        made.writestr("...", b"x")
    assert [len(each.name) for each in members(target.getvalue(), "a.zip")] == [64, 6]
