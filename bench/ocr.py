"""Characters read rightly and pages a second, of scans and photographs made of the seeds.

    python -m bench.ocr [--seeds seeds] [--pages 3] [--only "worn scan"] [--json OUT]

The reports are printed as official documents are (A4, 16 points) and densely (10.5 points, and two columns),
drawn at 200 dots an inch and spoilt in each of the ways of `bench.scans`. Characters are counted without white
space, forms of half and full width as the same; an error is an insertion, a deletion or a substitution.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import time
import unicodedata
from collections import Counter
from pathlib import Path

import numpy as np
from PIL import Image

from bench.printed import CHROMIUM, printed
from bench.scans import SPOILT, Pixels, differences, pages_of, report_html
from index.reading.ocr.engine import load_engine
from index.reading.ocr.page import read_picture

_LAYOUTS = {
    "official": "",
    "dense": "body { font: 10.5pt/17pt 'Noto Serif CJK SC' } @page { margin: 20mm }",
    "two columns": "body { font: 12pt/19pt 'Noto Serif CJK SC' } main { columns: 2; column-gap: 9mm }"
    " @page { margin: 18mm }",
}
_FIGURE = re.compile(r"\d[\d.,%]*")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=Path, default=Path("seeds"))
    parser.add_argument("--pages", type=int, default=3, help="of each report and layout")
    parser.add_argument("--only", choices=sorted(SPOILT), default=None)
    parser.add_argument("--chromium", default=CHROMIUM, help="path of the browser")
    parser.add_argument("--json", type=Path, default=None, help="write the figures there too")
    options = parser.parse_args()
    if not options.chromium:
        parser.error("needs Chromium to print the reports: apt-get install chromium fonts-noto-cjk")
    sheets = {
        name: [
            page
            for path in sorted(options.seeds.glob("*.txt"))
            for page in pages_of(
                printed(report_html(path.read_text(encoding="utf-8-sig"), style=style), chromium=options.chromium)
            )[: options.pages]
        ]
        for name, style in _LAYOUTS.items()
    }
    load_engine("")
    rows = []
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(
        "| layout | pages | characters right | figures right | seconds a page | of the processor |"
        "\n|---|---|---|---|---|---|"
    )
    for name, pages in sheets.items():
        for way in [options.only] if options.only else SPOILT:
            row = measured(way, pages)
            rows.append({"layout": name, "way": way, **row})
            print(
                f"| {name}, {way} | {len(pages)} | {row['characters']:.2%} | {row['figures']:.2%} "
                f"| {row['seconds']:.2f} | {row['processor']:.2f} |",
                flush=True,
            )
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def measured(way: str, pages: list[tuple[Pixels, str]]) -> dict[str, float]:
    """Shares of characters and figures that are right, and seconds a page, by the clock and of the processor."""
    wrong = length = found = figures = 0
    clock = processor = 0.0
    for number, (page, truth) in enumerate(pages):
        picture = Image.fromarray(SPOILT[way](page, np.random.default_rng(number)))
        begin, used = time.perf_counter(), time.process_time()
        text = read_picture(picture, source=way).text
        clock, processor = clock + time.perf_counter() - begin, processor + time.process_time() - used
        truth, text = alike(truth), alike(text)
        wrong, length = wrong + differences(truth, text), length + len(truth)
        want, have = (Counter(_FIGURE.findall(each)) for each in (truth, text))
        found, figures = found + (want & have).total(), figures + want.total()
    n = max(1, len(pages))
    return {
        "characters": 1 - wrong / length,
        "figures": found / max(1, figures),
        "seconds": clock / n,
        "processor": processor / n,
    }


def alike(text: str) -> str:
    """Text without white space, with forms of half and full width as one."""
    return "".join(unicodedata.normalize("NFKC", text).replace("“", '"').replace("”", '"').split())


if __name__ == "__main__":
    main()
