"""Measures metadata against a folder of reports with a gold.tsv (file, level, place, delivered, covers).

    python -m bench.metadata_gold PATH_TO_REPORTS

covers is the last year reviewed; an empty delivered means that the text prints no full date.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import Counter
from pathlib import Path

from index.reports.metadata import Metadata, detect_metadata

FIELDS = ("place", "covers", "delivered")


def given(metadata: Metadata) -> dict[str, str]:
    """The fields as gold.tsv writes them; "" where nothing is claimed."""
    return {
        "place": metadata.place.name if metadata.place else "",
        "covers": str(metadata.covers[-1]) if metadata.covers else "",
        "delivered": metadata.delivered.isoformat() if metadata.delivered else "",
    }


def main() -> None:
    """Prints every failure, then per field how often it is right and how often wrong but given, and the CPU time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", type=Path)
    folder = parser.parse_args().reports
    with (folder / "gold.tsv").open(encoding="utf-8") as gold_file:
        gold = {row["file"]: row for row in csv.DictReader(gold_file, delimiter="\t")}
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    seconds: list[float] = []
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        began = time.process_time()
        metadata = detect_metadata(text, 0, len(text))
        seconds.append(time.process_time() - began)
        kinds[metadata.kind] += 1
        for field, value in given(metadata).items():
            expected = gold[path.name][field] if path.name in gold else ""
            if not expected:
                continue
            asked[field] += 1
            right[field] += value == expected
            wrong[field] += bool(value) and value != expected
            if value != expected:
                print(f"{path.name}\t{field}\texpected {expected}\tgiven {value or '-'}\t{metadata.title}")
    for field in FIELDS:
        share, mistaken = right[field] / asked[field], wrong[field] / asked[field]
        print(f"{field:10} right {right[field]}/{asked[field]} = {share:.4f}   wrong but given {mistaken:.4f}")
    print("kinds", dict(kinds))
    seconds.sort()
    print(f"CPU ms a report: median {1000 * seconds[len(seconds) // 2]:.1f}, worst {1000 * seconds[-1]:.1f}")


if __name__ == "__main__":
    main()
