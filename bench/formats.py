"""How well the formats that people have reports in are read.

    .venv/bin/python -m bench.formats FOLDER [--only held asked seeds speed]

FOLDER: files with an `index.tsv` of their own (columns file, fact1 to fact4, each `[where] sentence` as a person reads
it). Printed are: of these facts, how many the text of the index holds; of questions about them
(`bench/data/format_questions.tsv`, by the beginnings of the names), how many are answered as the file says; the dev
questions asked over the seeds as .docx, .html, .pdf and scan; megabytes and pages read a second. LibreOffice, Chromium
and `./run setup --documents` are needed for all of it.
"""

from __future__ import annotations

import argparse
import csv
import html
import io
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from bench.printed import printed
from index.building.builder import build
from index.config import Config
from index.reading.decoding import read_document
from qa import Answerer, Retriever
from qa.evaluation.metrics import answer_is_right

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("held", "asked", "seeds", "speed")
QUESTIONS = ROOT / "bench" / "data" / "format_questions.tsv"
SCAN_DPI = 200
_WHERE = re.compile(r"^\[[^\]]*\]\s*")
_STYLE = (
    "<style>body{font-family:'Noto Serif CJK SC',serif;font-size:12pt;line-height:1.8} h2{text-align:center}</style>"
)


def plain(text: str) -> str:
    """What is compared: width folded, without white space and marks of Markdown."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in folded if not letter.isspace() and letter not in "*#|")


def rows_of(path: Path) -> list[dict[str, str]]:
    """A TSV's rows."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def facts_held(folder: Path) -> None:
    """Prints, of each file's facts, which its extracted text holds."""
    held = total = 0
    for row in rows_of(folder / "index.tsv"):
        facts = [_WHERE.sub("", row[name]) for name in ("fact1", "fact2", "fact3", "fact4") if row.get(name)]
        try:
            raw = read_document(folder / row["file"], root=folder)
        except Exception as error:  # noqa: BLE001 - what fails is what is measured
            print(f"  {row['file']}: {error}")
            total += len(facts)
            continue
        text = plain(raw.text)
        # A fact of a table names its cells, each of which must be there.
        missing = [each for each in facts if not all(piece in text for piece in _pieces(each))]
        held, total = held + len(facts) - len(missing), total + len(facts)
        for each in missing:
            print(f"  {row['file']}: not held: {each}")
        for note in raw.page_map.notes:
            print(f"  {row['file']}: {note}")
    print(f"facts held: {held} of {total}")


def _pieces(fact: str) -> list[str]:
    if re.search(r": \d{4}年 ", fact):
        return [plain(re.sub(r"^\d{4}年 ", "", each)) for each in re.split(r"[:,，] ", fact)]
    return [plain(fact)]


def asked(folder: Path, work: Path) -> None:
    """Prints which questions about the files are answered as they say."""
    names = {row["file"].partition("_")[0]: row["file"] for row in rows_of(folder / "index.tsv")}
    home = work / "formats-home"
    summary = build([folder], Config.from_environment(home=home))
    for source, why in summary.failed:
        print(f"  {source}: {why}")
    answerer = Answerer(Retriever.load(home))
    right: Counter[str] = Counter()
    for row in rows_of(QUESTIONS):
        answer = answerer.ask(row["question"])
        wanted = plain(row["answer"])
        given = [answer.short or "", *(reading.short for reading in answer.readings)]
        of_file = any(citation.report.source == names[row["file"]] for citation in answer.citations)
        is_right = any(wanted in plain(each) for each in given)
        right[("right" if of_file else "right elsewhere") if is_right else "wrong" if answer.short else "refused"] += 1
        if not is_right:
            print(f"  {row['file']}: {row['question']} {row['answer']} ← {answer.status} {answer.short}")
    print(f"answered: {dict(right)} of {sum(right.values())}")


# ---- the seeds in other formats


def as_html(text: str) -> str:
    """A page of a report, its Markdown headings as headings."""
    lines = []
    for line in filter(None, map(str.strip, text.splitlines())):
        heading = re.match(r"(#{1,4})\s+(.*)", line)
        tag = f"h{len(heading[1]) + 1}" if heading else "p"
        lines.append(f"<{tag}>{html.escape((heading[2] if heading else line).replace('**', ''))}</{tag}>")
    head = f'<!doctype html><html lang="zh"><head><meta charset="utf-8">{_STYLE}</head>'
    return f"{head}<body>{''.join(lines)}</body></html>"


def made_of(seeds: Iterable[Path], suffix: str, work: Path) -> Path:
    """A folder of the seeds in another format: .html, .docx, .pdf, .scan.pdf."""
    folder = work / suffix.strip(".")
    folder.mkdir(parents=True)
    for seed in seeds:
        page = work / f"{seed.stem}.html"
        page.write_text(as_html(seed.read_text(encoding="utf-8")), encoding="utf-8")
        target = folder / f"{seed.stem}.{suffix.rpartition('.')[2]}"
        if suffix == ".html":
            shutil.copy(page, target)
        elif suffix == ".docx":
            command = [
                "soffice",
                "--headless",
                f"-env:UserInstallation=file://{work}/office",
                "--infilter=HTML (StarWriter)",
            ]
            command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder), str(page)]
            subprocess.run(command, check=True, capture_output=True, timeout=120)
        else:
            pdf = printed(page.read_text(encoding="utf-8"))
            target.write_bytes(scanned(pdf) if suffix == ".scan.pdf" else pdf)
    return folder


def scanned(data: bytes) -> bytes:
    """The PDF as a scanner makes it: a grey picture a page."""
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        pages = [page.render(scale=SCAN_DPI / 72, grayscale=True).to_pil() for page in document]
    written = io.BytesIO()
    pages[0].save(written, "PDF", save_all=True, append_images=pages[1:], resolution=SCAN_DPI)
    return written.getvalue()


def seeds_in_formats(work: Path) -> None:
    """Prints the dev questions' result over the seeds in each format."""
    seeds = sorted((ROOT / "seeds").glob("*.txt"))
    questions = [json.loads(line) for line in (ROOT / "tests" / "data" / "dev.jsonl").read_text("utf-8").splitlines()]
    base = None
    for suffix in (".txt", ".docx", ".html", ".pdf", ".scan.pdf"):
        folder = ROOT / "seeds" if suffix == ".txt" else made_of(seeds, suffix, work)
        home = work / f"home{suffix}"
        summary = build([folder], Config.from_environment(home=home))
        answerer = Answerer(Retriever.load(home))
        right = 0
        for row in questions:
            answer = answerer.ask(row["question"])
            given = answer.short or ""
            refused = answer.status in ("not_indexed", "not_stated")
            right += (
                refused
                if not row["answers"]
                else not refused and answer_is_right(given, row["answers"], kind=row["type"])
            )
        base = right if base is None else base
        lost = (base - right) / len(questions) * 100
        print(
            f"  {suffix}: {right} of {len(questions)} right, {lost:+.1f} points lost, built in {summary.seconds:.0f} s"
        )
        for source, why in summary.failed:
            print(f"    {source}: {why}")


def speed(work: Path) -> None:
    """Prints how fast one process reads."""
    seeds = sorted((ROOT / "seeds").glob("*.txt"))
    text = "\n\n".join(seed.read_text(encoding="utf-8") for seed in seeds) * 40
    path = work / "large.txt"
    path.write_text(text, encoding="utf-8")
    started = time.perf_counter()
    read_document(path, root=work)
    print(f"  text: {len(text.encode()) / 2**20 / (time.perf_counter() - started):.1f} MB a second")
    for suffix in (".pdf", ".scan.pdf"):
        folder = work / suffix.strip(".")
        if not folder.is_dir():
            made_of(seeds, suffix, work)
        started, pages = time.perf_counter(), 0
        for file in sorted(folder.iterdir()):
            pages += len(read_document(file, root=folder).page_map.pages)
        print(f"  {suffix}: {pages / (time.perf_counter() - started):.1f} pages a second ({pages} pages)")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    arguments = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(prefix="formats-") as made:
        work = Path(made)
        if "held" in arguments.only:
            facts_held(arguments.folder)
        if "asked" in arguments.only:
            asked(arguments.folder, work)
        if "seeds" in arguments.only:
            seeds_in_formats(work)
        if "speed" in arguments.only:
            speed(work)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
