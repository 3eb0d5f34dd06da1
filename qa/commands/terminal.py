"""Values → the lines a terminal shows."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.types import count_reports
from qa.citing.citation import label, period_label
from qa.types import Answer, Comparison, Hit, Language, Part, Stated, Status
from qa.wording import sureness_words

if TYPE_CHECKING:
    from index.building.builder import BuildSummary
    from index.building.sources import PassedOver
    from index.manifest import Manifest
    from index.types import Report
    from qa.evaluation.evaluate import Evaluation

__all__ = [
    "print_answer",
    "print_comparison",
    "print_disliked",
    "print_evaluation",
    "print_failures",
    "print_hits",
    "print_reports",
    "print_status",
    "print_summary",
]

_MOST_PLACES = 12
_STATUS: dict[Language, dict[Status, str]] = {
    "zh": {"answered": "写明", "ambiguous": "有歧义", "not_stated": "报告没有写", "not_indexed": "语料中没有"},
    "en": {
        "answered": "stated",
        "ambiguous": "several readings",
        "not_stated": "not stated",
        "not_indexed": "not in the corpus",
    },
}


def print_summary(summary: BuildSummary) -> None:
    """What a build did; on the error stream, what it could not read or did not need."""
    print(
        f"{summary.added} added, {summary.updated} updated, {summary.removed} removed, {summary.unchanged} unchanged · "
        f"{_reports(summary.reports, summary.others)}, {summary.sections} sections, "
        f"{summary.chunks} chunks · {summary.seconds:.1f} s"
    )
    for source, first in summary.duplicates:
        print(f"indexed once: {source} holds the same text as {first}", file=sys.stderr)
    for first, second in summary.twins:
        print(
            f"two versions of one report: {first} and {second}; where their figures differ, answers show both. "
            "同一报告的两个版本，数字不同处并列",
            file=sys.stderr,
        )
    for group in summary.passed_over:
        print(group, file=sys.stderr)
    for source, message in summary.failed:
        print(f"not read: {source}: {message}", file=sys.stderr)
    if summary.failed and not summary.published:
        was = "the index is as it was before" if summary.generation else "there is no index yet"
        print(f"Nothing was written: {was}.", file=sys.stderr)


def print_status(
    where: Path | str, manifest: Manifest, reports: Sequence[Report], passed_over: Sequence[PassedOver] = ()
) -> None:
    """Where the index is, what it holds and how it was built. where: a home, or the address of an engine.

    passed_over: what stands beside the reports and is not read.
    """
    places = list(dict.fromkeys(r.place for r in reports if r.place and r.kind != "unrelated"))
    counts, settings = manifest.counts, manifest.settings
    model = f"{settings.model} ({settings.encoder})" if settings.encoder else "none (lexical search only)"
    print(f"{'home' if isinstance(where, Path) else 'engine':9s} {where}")
    print(f"built     {manifest.built_at}")
    print(f"model     {model}")
    print(
        f"holds     {_counted(counts.documents, 'document')}, {_reports(*count_reports(reports))}, "
        f"{counts.sections} sections, {counts.chunks} chunks, {counts.facts} facts"
    )
    more = "…" if len(places) > _MOST_PLACES else ""
    print(f"places    {len(places)}: {'、'.join(places[:_MOST_PLACES])}{more}")
    for group in passed_over:
        print(f"beside    {group}")


def print_reports(reports: Sequence[Report]) -> None:
    """One line a report: id, kind, place, years covered, date, title and file; on the error stream, how many."""
    for r in reports:
        years = f"{r.covers[0]}–{r.covers[-1]}" if len(r.covers) > 1 else "".join(str(year) for year in r.covers)
        delivered = r.delivered.isoformat() if r.delivered else "—"
        print(f"{r.id}  {r.kind:17s}  {r.place or '—'}  {years or '—'}  {delivered}  {r.title}  [{r.source}]")
    print(_reports(*count_reports(reports)), file=sys.stderr)


def print_answer(answer: Answer) -> None:
    """What it was understood as, the answer, thing by thing where several were asked, then each citation with its quote
    and where that stands.
    """
    if answer.understood_as and not answer.is_conversation:
        print(f"{_UNDERSTOOD[answer.language]}{answer.understood_as}")
    if len(answer.parts) > 1:
        for n, part in enumerate(answer.parts, start=1):
            _print_part(n, part, answer.language)
    else:
        print(answer.text)
    if answer.sureness and answer.status == "answered":
        print(sureness_words(answer.sureness, answer.language))
    for conflict in answer.conflicts:
        drop, keep = f"--{conflict.part}", f"--ignore {conflict.part}"
        told = {"zh": f"去掉 {drop} 再问，或加上 {keep} 按筛选来问。", "en": f"Ask without {drop}, or with {keep}."}
        print(f"    {told[answer.language]}")
    for citation in answer.citations:
        print(f"\n[{citation.n}] {label(citation, answer.language)}")
        print(f"    {_one_line(citation.quote)}")
        print(f"    {citation.report.source}:{citation.start}-{citation.end}")
    if not answer.citations and answer.passages:
        print("\nRelated passages:" if answer.language == "en" else "\n相关段落：")
        print_hits(answer.passages[:3])


_UNDERSTOOD = {"zh": "理解为：", "en": "Understood as: "}


def _print_part(n: int, part: Part, language: Language) -> None:
    """The question with what became of it, its answer in short, and the lines that bear it out."""
    print(f"{n}. {part.question}  [{_STATUS[language][part.status]}]")
    lines = part.text.splitlines()
    if part.short and not part.text.startswith(part.short):
        lines = [part.short_with_unit or "", *lines]
    for line in lines:
        print(f"   {line}")


def print_hits(hits: Sequence[Hit]) -> None:
    """Ranked passages with where each stands."""
    for rank, hit in enumerate(hits, start=1):
        path = " › ".join(hit.heading_path)
        print(f"{rank:2d}. {hit.score:.3f}  {hit.report.place} · {path}  [{hit.report.source}:{hit.start}-{hit.end}]")
        print("    " + _one_line(hit.text))


def print_comparison(result: Comparison) -> None:
    """A row a place with the sentence it is from, those of another count below; then the places that do not state it,
    and how much of the total of reports was searched.
    """
    if result.missing:
        print(result.refusal)
        return
    alike = [row for row in result.rows if not set(row.apart) - {"period"}]
    apart = result.rows[len(alike) :]
    for row in alike:
        _print_row(row)
    if apart and alike:
        print("口径不同，另列，不与以上比较：")
    for row in apart:
        _print_row(row)
    unstated = [each.name for each in result.unstated if each.searched]
    for place in unstated:
        print(f"{place}  未提及")
    if result.differs and not (apart and alike):
        print("口径不同：各地的数字统计的不是同一件事或同一时期。")
    searched, total = result.scope.reports_searched, result.scope.reports_total
    print(f"检索了 {total} 篇报告中的 {searched} 篇：{len(result.rows)} 处写明，{len(unstated)} 处未提及。")


def _print_row(row: Stated) -> None:
    citation = row.citation
    parts = (row.report.place, period_label(row.years), row.citation.with_unit(row.short), row.qualifier)
    print("  ".join(part for part in parts if part))
    print(f"    {_one_line(citation.quote)}")
    print(f"    {row.report.source}:{citation.start}-{citation.end}")
    for other in row.others:
        print(f"    另一份报告写作 {other.citation.with_unit(other.short)}：{_one_line(other.citation.quote)}")
        print(f"    {other.citation.report.source}:{other.citation.start}-{other.citation.end}")


def print_evaluation(result: Evaluation) -> None:
    """One line a type of question."""
    for kind, counter in result.table.items():
        print(f"{kind:15s} " + "  ".join(f"{name} {value}" for name, value in counter.row().items()))


def print_disliked(questions: Sequence[str]) -> None:
    """The questions whose answers people found wrong; nothing where there are none."""
    if questions:
        print(f"{len(questions)} answered wrong in people's judgement, without gold:")
    for question in questions:
        print(f"    {_one_line(question)}")


def print_failures(result: Evaluation) -> None:
    """Each question that is not fully right, with what was answered and what is."""
    failed = {name for counter in result.table.values() for name in counter.failures}
    for question, outcome in zip(result.questions, result.outcomes, strict=True):
        if question.id in failed:
            gold = " | ".join(question.answers) or question.status
            print(f"{question.id} [{question.kind}] {question.text}")
            print(f"    {outcome.status}: {outcome.answer or '—'}   gold: {gold}")


def _reports(n: int, others: int) -> str:
    beside = f" and {_counted(others, 'other article')} in the same files" if others else ""
    return _counted(n, "report") + beside


def _counted(n: int, what: str) -> str:
    return f"{n} {what}{'s' * (n != 1)}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
