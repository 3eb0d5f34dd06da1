"""Measures ways to fuse the lexical and the dense ranking, and whether any is surely better than the default.

    python -m bench.fusion [--eval FOLDER] [--reports FOLDER --home HOME]

--eval: holds cmrc2018-trial/, drcd-dev/, dev.jsonl and scale-dev.jsonl; what is missing is left out, and said.
--reports and --home: the reports scale-dev.jsonl asks about, and an index of them and the seeds, which is built where
there is none (minutes). docs/fusion.md says what came out.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.fusion_tables import SetResult, print_results
from bench.intervals import paired_difference
from bench.retrieval_sets import IDFS, Case, open_home, public_set, report_set
from index.types import Idf
from qa.retrieval.fusion import DENSE_WEIGHT, fuse, min_max

ROOT = Path(__file__).resolve().parent.parent
RRF_K = 60
WEIGHTS = tuple(step / 10 for step in range(11))
MEASURES = ("hit@1", "hit@5", "MRR")
DEFAULT = f"w={DENSE_WEIGHT:.1f}, okapi"

Scores = npt.NDArray[np.float64]
Fusion = Callable[[Scores, Scores, Scores], Scores]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """groups: (n,) resampled together: questions on one passage of a public set."""

    name: str
    cases: tuple[Case, ...]
    groups: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class System:
    """A fusion and the idf of its BM25 legs."""

    name: str
    idf: Idf
    fusion: Fusion

    @property
    def label(self) -> str:
        """`w=0.5, okapi`."""
        return f"{self.name}, {self.idf}"


def reciprocal_rank_fusion(words: Scores, bigrams: Scores, dense: Scores) -> Scores:
    """Cormack et al. 2009, eq. 1, k = 60; ranks start at 1; a chunk that shares no term is not ranked by that leg."""
    return _reciprocal(words, words > 0) + _reciprocal(bigrams, bigrams > 0) + _reciprocal(dense, np.isfinite(dense))


def _reciprocal(scores: Scores, is_ranked: npt.NDArray[np.bool_]) -> Scores:
    parts = np.zeros(scores.size)
    order = np.lexsort((np.arange(scores.size), -scores))
    parts[order] = 1 / (RRF_K + np.arange(1, scores.size + 1))
    kept: Scores = np.where(is_ranked, parts, 0.0)
    return kept


def convex(weight: float, *, lexical_floor: float | None, dense_floor: float | None) -> Fusion:
    """As `qa.retrieval.fusion.fuse`, with other least values of the legs; None takes the least of the scope."""

    def fusion(words: Scores, bigrams: Scores, dense: Scores) -> Scores:
        lexical = (min_max(words, floor=lexical_floor) + min_max(bigrams, floor=lexical_floor)) / 2
        fused: Scores = (1 - weight) * lexical + weight * min_max(dense, floor=dense_floor)
        return fused

    return fusion


def default_fusion(weight: float) -> Fusion:
    """The project's own."""
    return lambda words, bigrams, dense: fuse(words, bigrams, dense, dense_weight=weight)


def systems() -> list[System]:
    """All that is compared: single legs, reciprocal ranks, and three normalisations at every weight; both idfs."""
    found = []
    for idf in IDFS:
        fusions: list[tuple[str, Fusion]] = [
            ("words", lambda words, _bigrams, _dense: min_max(words, floor=0.0)),
            ("bigrams", lambda _words, bigrams, _dense: min_max(bigrams, floor=0.0)),
            ("dense", lambda _words, _bigrams, dense: min_max(dense)),
            ("RRF", reciprocal_rank_fusion),
            *((f"w={weight:.1f}", default_fusion(weight)) for weight in WEIGHTS),
            *((f"w={w:.1f} BM25 min", convex(w, lexical_floor=None, dense_floor=None)) for w in WEIGHTS[3:7]),
            # From -1 the cosines of a scope fill a small part of [0, 1], so the same influence takes a greater weight.
            *((f"w={w:.1f} cosine -1", convex(w, lexical_floor=0.0, dense_floor=-1.0)) for w in WEIGHTS[4:10]),
        ]
        found += [System(name, idf, fusion) for name, fusion in fusions]
    return found


def ranks(cases: Sequence[Case], system: System) -> Scores:
    """(n_cases,) rank from 1 of the first passage that answers, ties by position; infinite where there is none."""
    return np.asarray([_rank(case, system) for case in cases])


def _rank(case: Case, system: System) -> float:
    if case.relevant.size == 0:
        return float("inf")
    scores = system.fusion(case.words[system.idf], case.bigrams[system.idf], case.dense) + case.bonus
    best = max(case.relevant, key=lambda position: (scores[position], -position))
    return 1.0 + np.count_nonzero(scores > scores[best]) + np.count_nonzero(scores[:best] == scores[best])


def values(rank: Scores, measure: str) -> Scores:
    """(n,) each question's part of a measure."""
    if measure == "MRR":
        return 1 / rank
    return (rank <= int(measure.removeprefix("hit@"))).astype(np.float64)


def held_out_by_files(
    files: Sequence[frozenset[str]], ranks_by_weight: Mapping[float, Scores], *, preferred: float
) -> tuple[Scores, dict[frozenset[str], float]]:
    """Rank of each question under the weight that is best on questions about other files; and the weight, by files.

    files: (n,) where the answers stand. The best has the highest MRR; of equals the one nearest to `preferred`.
    """
    weights = sorted(ranks_by_weight, key=lambda weight: abs(weight - preferred))
    rank = np.empty(len(files))
    choices = {}
    for fold in dict.fromkeys(files):
        others = np.asarray([not each & fold for each in files])
        best = max(weights, key=lambda weight: float((1 / ranks_by_weight[weight][others]).sum()))
        left_out = np.asarray([each == fold for each in files])
        rank[left_out] = ranks_by_weight[best][left_out]
        choices[fold] = best
    return rank, choices


def measure_set(question_set: QuestionSet) -> SetResult:
    """All systems on one set, each compared with the default."""
    cases = question_set.cases
    by_system = {each: ranks(cases, each) for each in systems()}
    rank_of = {each.label: rank for each, rank in by_system.items()}
    choices: dict[str, dict[float, int]] = {}
    for idf in IDFS:
        by_weight = {weight: rank_of[f"w={weight:.1f}, {idf}"] for weight in WEIGHTS}
        rank, chosen = held_out_by_files([case.files for case in cases], by_weight, preferred=DENSE_WEIGHT)
        rank_of[f"w held out, {idf}"] = rank
        choices[idf] = dict(Counter(sorted(chosen.values())))
    base = rank_of[DEFAULT]
    kinds = list(dict.fromkeys(case.kind for case in cases))
    of_kind = {kind: np.asarray([case.kind == kind for case in cases]) for kind in kinds}
    return SetResult(
        name=question_set.name,
        questions=len(cases),
        candidates=sum(case.dense.size for case in cases) / len(cases),
        measures={name: {m: float(values(rank, m).mean()) for m in MEASURES} for name, rank in rank_of.items()},
        differences={
            name: {m: paired_difference(values(rank, m), values(base, m), question_set.groups) for m in MEASURES}
            for name, rank in rank_of.items()
        },
        choices=choices,
        kinds={
            f"{kind} ({mask.sum()})": {name: float((1 / rank[mask]).mean()) for name, rank in rank_of.items()}
            for kind, mask in of_kind.items()
        },
    )


def question_sets(folder: Path, reports: Path | None, home: Path | None, cache: Path) -> Iterable[QuestionSet]:
    """The sets there are, one after the other, as they take memory: two public ones; those over the seeds (dev and
    seeds-more); those over the large collection; and all about reports together.
    """
    for name in ("cmrc2018-trial", "drcd-dev"):
        if _is_there(folder / name):
            cases = public_set(folder / name, cache)
            yield QuestionSet(name, tuple(cases), tuple(case.files for case in cases))
    more = ROOT / "tests" / "data"
    seeds = open_home(cache / "seeds-home", [ROOT / "seeds"], refresh=True)
    paths = (folder / "dev.jsonl", more / "seeds-more.jsonl")
    by_seeds = [case for path in paths if _is_there(path) for case in report_set(path, seeds)]
    yield _of_questions("seeds", by_seeds)
    if reports is None or home is None:
        print("\nNo --reports and --home: scale-dev and reports-more are left out.")
        return
    retriever = open_home(home, [ROOT / "seeds", reports], refresh=False)
    paths = (folder / "scale-dev.jsonl", more / "reports-more.jsonl")
    by_reports = {path.stem: report_set(path, retriever) for path in paths if _is_there(path)}
    for name, cases in by_reports.items():
        yield _of_questions(name, cases)
    yield _of_questions("pooled", [*by_seeds, *chain(*by_reports.values())])


def _of_questions(name: str, cases: Sequence[Case]) -> QuestionSet:
    return QuestionSet(name, tuple(cases), tuple(case.id for case in cases))


def _is_there(path: Path) -> bool:
    if not path.exists():
        print(f"\n{path} is not there and is left out.")
    return path.exists()


def main() -> None:
    """Prints the tables and writes fusion.json beside the cached vectors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, default=ROOT.parent / "shared" / "eval", help="folder of the sets")
    parser.add_argument("--reports", type=Path, help="folder of the reports that scale-dev.jsonl asks about")
    parser.add_argument("--home", type=Path, help="index of the seeds and the reports")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "wenzheng-fusion")
    arguments = parser.parse_args()
    if (arguments.reports is None) != (arguments.home is None):
        parser.error("--reports and --home go together")
    arguments.cache.mkdir(parents=True, exist_ok=True)
    found = [
        measure_set(each) for each in question_sets(arguments.eval, arguments.reports, arguments.home, arguments.cache)
    ]
    print_results(found)
    written = arguments.cache / "fusion.json"
    text = json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=1)
    written.write_text(text + "\n", encoding="utf-8")
    print(f"\nWritten to {written}")


if __name__ == "__main__":
    main()
