"""Pages to be printed of text that is known, and what LibreOffice prints, for readers of PDF."""

from __future__ import annotations

import html
import shutil
import subprocess
from difflib import SequenceMatcher
from pathlib import Path

SOFFICE = shutil.which("soffice")


def converted(document: Path, folder: Path) -> bytes:
    """A document as LibreOffice prints it."""
    subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation={(folder / 'office').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(document),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return (folder / f"{document.stem}.pdf").read_bytes()


def page_of(body: str, *, style: str = "", title: str = "报告") -> str:
    return (
        f"<!doctype html><html lang=zh><meta charset=utf-8><title>{title}</title>"
        f"<style>body{{font-family:'Noto Serif CJK SC';font-size:10.5pt;line-height:1.6;margin:0}}{style}</style>"
        f"<body>{body}</body></html>"
    )


def as_paragraphs(lines: list[str], *, headings: str = "h3") -> str:
    """Short lines that end no sentence as headings, others as paragraphs."""
    parts = []
    for line in lines:
        name = headings if len(line) < 30 and line[-1] not in "。！？；：:”" else "p"
        parts.append(f"<{name}>{html.escape(line)}</{name}>")
    return "".join(parts)


def lines_of(path: Path) -> list[str]:
    """The lines of a report, without Markdown's marks."""
    lines = (line.strip().lstrip("#*- ").replace("**", "") for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line]


def bare(text: str) -> str:
    """The characters alone, without white space and marks of headings."""
    return "".join(text.replace("#", "").split())


def in_order(expected: str, found: str) -> float:
    """The share of the expected characters that stand in the found text in the same order."""
    expected, found = bare(expected), bare(found)
    matcher = SequenceMatcher(None, expected, found, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(expected)
