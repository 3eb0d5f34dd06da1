"""Asks for every province, every city and 500 counties by name, and counts the answers taken from elsewhere.

    python -m bench.names [--home HOME] [--counties 500] [--check] [--show 20]       over the five sample reports
    python -m bench.names --set tests/data/names.jsonl [--home HOME] [--check]       names that no table of places has
    python -m bench.names --found HOME [--check] [--show 20]                         is every place of HOME found?

The first asks each place by its full and its short name, in six frames, as people write them. An answer whose citation
is of a place that does not bear the name is from elsewhere, unless that place contains the one asked about and the
answer says so. The third parses only: each place of which HOME has a report is asked for by its short name; it is found
where the scope's places all bear the name and it is among them, or where the question is asked back. --check ends with
1 where a goal is missed: no answer from elsewhere; every status right; 99.5 % found.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from index.language.gazetteer import Gazetteer
from index.types import Level, Place
from qa import Answer, Answerer, Retriever

__all__ = ["FRAMES", "Asked", "Named", "asked_names", "every_name", "found_by_name", "outcome_of", "wrong_statuses"]

ROOT = Path(__file__).resolve().parents[1]
DIVISIONS = ROOT / "index" / "language" / "data" / "divisions.tsv"
SEED = 20_261
MOST_COUNTIES = 500
FRAMES = (
    "{}2023年立案多少件提案?",
    "{}政协2023年收到提案多少件？",
    "2023年{}的提案办复率是多少",
    "请问{}去年立案了多少提案",
    "{} 2023 立案 提案",
    "How many proposals did {} file in 2023?",
)
FINDING_FRAMES = ("{}{}年地区生产总值是多少?", "请问{}{}年财政收入完成多少亿元", "{} {} 新增就业")
FOUND_GOAL = 0.995
LEVELS: tuple[Level, ...] = ("province", "city", "county")
# What may come of a question; the first is what must not.
OUTCOMES = (
    "elsewhere", "error", "own", "above", "asked back", "not stated", "place", "name", "period", "kind", "not indexed",
)  # fmt: skip


class Named:
    """Which places bear a name, full or short or a former one."""

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        """rows: code, name, short name, pinyin, aliases separated by commas."""
        self.codes: dict[str, set[str]] = defaultdict(set)
        self.forms: dict[str, tuple[str, str]] = {}
        for code, name, short, _, aliases in rows:
            self.forms[code] = (name, short)
            for form in (name, short, *filter(None, aliases.split(","))):
                self.codes[form].add(code)

    @classmethod
    def load(cls) -> Named:
        """Of the program's own table."""
        return cls(line.split("\t") for line in DIVISIONS.read_text(encoding="utf-8").splitlines() if line)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The program's reading of the same table."""
        return Gazetteer.load()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question for a place by one of its names."""

    question: str
    name: str
    place: Place
    is_full: bool


def asked_names(named: Named, *, counties: int = MOST_COUNTIES, frames: Sequence[str] = FRAMES) -> Iterator[Asked]:
    """Every province, every city and some counties, the same every time, by both names in every frame."""
    places = [named.gazetteer.place(code) for code in sorted(named.forms)]
    of_level = {level: [place for place in places if place.level == level] for level in LEVELS}
    some = random.Random(SEED).sample(of_level["county"], min(counties, len(of_level["county"])))
    for place in (*of_level["province"], *of_level["city"], *some):
        for name in dict.fromkeys(named.forms[place.code]):
            for frame in frames:
                yield Asked(frame.format(name), name, place, name == named.forms[place.code][0])


def outcome_of(answer: Answer, asked: Asked, named: Named) -> str:
    """One of OUTCOMES.

    own: all it cites is of places that bear the name. above: of one that contains such a place, and both are named in
    the answer. A refusal is called by what is missing, where the answer says it.
    """
    if not answer.citations:
        if answer.status in ("answered", "ambiguous"):
            return "asked back" if answer.status == "ambiguous" else "error"
        return "not stated" if answer.status == "not_stated" else answer.missing or "not indexed"
    bearers = named.codes[asked.name]
    cited = {citation.report.place_code for citation in answer.citations}
    if cited <= bearers:
        return "own"
    contains = all(any(named.gazetteer.is_within(code, other) for code in bearers) for other in cited - bearers)
    if "" in cited or not contains:
        return "elsewhere"
    said = asked.name in answer.text and all(named.forms[code][1] in answer.text for code in cited)
    return "above" if said else "elsewhere"


def every_name(answerer: Answerer, asked: Iterable[Asked], named: Named) -> Iterator[tuple[Asked, str, Answer | None]]:
    """Each question with what came of it; an exception is an outcome too."""
    for each in asked:
        try:
            answer = answerer.ask(each.question)
        except Exception as error:  # noqa: BLE001 - counted, and the next name asked
            print(f"{each.question}: {type(error).__name__}: {error}", file=sys.stderr)
            yield each, "error", None
        else:
            yield each, outcome_of(answer, each, named), answer


def found_by_name(retriever: Retriever, named: Named) -> Iterator[tuple[str, Place, bool]]:
    """For every place that has a report and each finding frame: the question, the place, whether it is found.

    Only a question whose scope does not decide is asked in full, to see whether it is asked back.
    """
    years: dict[str, int] = {}
    for report in retriever.index.reports:
        if report.kind != "unrelated" and report.place_code in named.forms and report.covers:
            years[report.place_code] = max(report.covers[-1], years.get(report.place_code, 0))
    answerer = Answerer(retriever)
    for code, year in sorted(years.items()):
        short = named.forms[code][1]
        for frame in FINDING_FRAMES:
            question = frame.format(short, year)
            scope = {place.code for place in retriever.scope(retriever.parse(question)).places}
            found = code in scope and scope <= named.codes[short]
            if not found and len(named.codes[short]) > 1:
                found = answerer.ask(question).status == "ambiguous"
            yield question, named.gazetteer.place(code), found


def wrong_statuses(ask: Callable[[str], Answer], path: Path) -> list[tuple[str, str, str, str]]:
    """Of a set of questions with the statuses that are right, those that get another: id, question, right, got."""
    wrong = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        answer = ask(row["question"])
        if answer.status not in row["status"]:
            got = f"{answer.status} {answer.short or ''} {', '.join({c.report.place for c in answer.citations})}"
            wrong.append((row["id"], row["question"], "|".join(row["status"]), got.strip()))
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, help="an index of the sample reports (default: one built for this)")
    parser.add_argument("--counties", type=int, default=MOST_COUNTIES)
    parser.add_argument("--set", type=Path, dest="questions", help="questions with the statuses that are right")
    parser.add_argument("--found", type=Path, metavar="HOME", help="an index whose every place is to be found")
    parser.add_argument("--show", type=int, default=20, help="how many failures are listed")
    parser.add_argument("--check", action="store_true", help="end with 1 where a goal is missed")
    options = parser.parse_args()
    started = time.process_time()
    if options.found:
        reached = _report_found(Retriever.load(options.found), options.show)
    else:
        with tempfile.TemporaryDirectory() as temporary:
            answerer = Answerer(Retriever.load(options.home or _built(Path(temporary))))
            if options.questions:
                reached = _report_set(answerer, options.questions, options.show)
            else:
                reached = _report_names(answerer, options.counties, options.show)
    print(f"{time.process_time() - started:.0f} s of one core; goal {'reached' if reached else 'missed'}")
    return 1 if options.check and not reached else 0


def _built(folder: Path) -> Path:
    from index.building.builder import build
    from index.config import Config

    build([ROOT / "seeds"], Config.from_environment(home=folder))
    return folder


def _report_names(answerer: Answerer, counties: int, show: int) -> bool:
    named = Named.load()
    table: dict[str, Counter[str]] = defaultdict(Counter)
    failed: list[str] = []
    for each, outcome, answer in every_name(answerer, asked_names(named, counties=counties), named):
        table[f"{each.place.level}, {'full' if each.is_full else 'short'} name"][outcome] += 1
        table["all"][outcome] += 1
        if outcome in ("elsewhere", "error") and answer is not None:
            cited = "、".join(sorted({citation.report.place or "?" for citation in answer.citations}))
            failed.append(f"{each.question}\t{answer.short or answer.text[:40]}\t{cited}")
    print(f"{'':24s}{'asked':>7s} " + " ".join(f"{outcome:>10s}" for outcome in OUTCOMES))
    for name in (*sorted(table.keys() - {"all"}), "all"):
        counted = table[name]
        print(f"{name:24s}{counted.total():7d} " + " ".join(f"{counted[outcome]:10d}" for outcome in OUTCOMES))
    _show(failed, show)
    return table["all"]["elsewhere"] + table["all"]["error"] == 0


def _report_set(answerer: Answerer, path: Path, show: int) -> bool:
    wrong = wrong_statuses(answerer.ask, path)
    total = len(path.read_text(encoding="utf-8").splitlines())
    print(f"{total - len(wrong)} of {total} statuses right")
    _show(["\t".join(each) for each in wrong], show)
    return not wrong


def _report_found(retriever: Retriever, show: int) -> bool:
    rows = list(found_by_name(retriever, Named.load()))
    found = sum(each for *_, each in rows)
    print(f"{len({place.code for _, place, _ in rows})} places, {len(rows)} questions, {found} found", end=" ")
    print(f"({found / len(rows):.4f})")
    _show([f"{question}\t{place.path}" for question, place, is_found in rows if not is_found], show)
    return found >= FOUND_GOAL * len(rows)


def _show(lines: Sequence[str], most: int) -> None:
    for line in random.Random(SEED).sample(list(lines), min(most, len(lines))):
        print(f"  {line}")
    if len(lines) > most:
        print(f"  and {len(lines) - most} more")


if __name__ == "__main__":
    sys.exit(main())
