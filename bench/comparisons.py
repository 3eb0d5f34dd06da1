"""Measures the tab and command "compare" by questions of one figure with known answers.

    python -m bench.comparisons QUESTIONS.jsonl [--home HOME] [--failures]

Each question of type "numeric" that names one place and one year is put as a comparison of its indicator over that
place and year. Right: the row of the place has a gold figure. Wrong: it has another. Missing: the place is "未提及".
Precision is right/(right + wrong), recall right/all.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from bench.quality_page import interval
from qa import Retriever
from qa.comparison.indicator import compare_indicator
from qa.evaluation.evaluate import read_questions


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--home", type=Path, default=None, help="folder of the index (default: as for wenzheng)")
    parser.add_argument("--failures", action="store_true", help="print each row that is not right")
    options = parser.parse_args()

    retriever = Retriever.load(options.home)
    counts: Counter[str] = Counter()
    for question in read_questions(options.questions):
        query = retriever.parse(question.text)
        if question.kind != "numeric" or len(query.places) != 1 or len(query.years) != 1 or query.period != "covers":
            continue
        indicator = "".join(query.content.split())
        result = compare_indicator(retriever, indicator, places=[query.places[0].path], years=list(query.years))
        shown = [row.short for row in result.rows]
        verdict = "missing" if not shown else "right" if _is_gold(shown[0], question.answers) else "wrong"
        counts[verdict] += 1
        if options.failures and verdict != "right":
            print(f"{question.id} {verdict}: {indicator} {query.places[0].name} {query.years[0]}")
            print(f"    got {shown}, gold {' | '.join(question.answers)}")
    right, wrong, asked = counts["right"], counts["wrong"], counts.total()
    for name, k, n in (("precision", right, right + wrong), ("recall", right, asked)):
        low, high = interval([True] * k + [False] * (n - k))
        print(f"{name}  {k / n if n else 0.0:.3f} ({low:.2f}–{high:.2f}), {k} of {n}")


def _is_gold(figure: str, answers: tuple[str, ...]) -> bool:
    bare = "".join(figure.split())
    return any("".join(answer.split()) in bare for answer in answers)


if __name__ == "__main__":
    main()
