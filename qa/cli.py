"""The command line: `wenzheng build|status|verify|reports|remove|search|ask|compare|eval|serve`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.config import Config
from index.errors import QuestionError, WenzhengError

if TYPE_CHECKING:
    from index.builder import BuildSummary
    from qa.answerer import Answerer
    from qa.types import Answer, Hit

__all__ = ["main"]

_FAILED = 1
_USAGE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0, 1 after a failure that was explained, 2 for wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except QuestionError as error:
        print(f"wenzheng: {error}", file=sys.stderr)
        return _USAGE
    except WenzhengError as error:
        print(f"wenzheng: {error}", file=sys.stderr)
        return _FAILED
    except BrokenPipeError:
        sys.stderr.close()
        return _FAILED
    except KeyboardInterrupt:
        print("wenzheng: stopped; the index is as it was before.", file=sys.stderr)
        return 130
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="wenzheng",
        description="Answers questions about Chinese work reports, with the passage each answer stands in.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: object, help_text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help_text, description=help_text)
        added.add_argument("--home", type=Path, help="folder of the index (default: $WENZHENG_HOME or .wenzheng)")
        added.add_argument("--model", help='embedding model: default, a name or path, or "none" (lexical search only)')
        added.set_defaults(run=run)
        return added

    build = command("build", _build, "Make the index mirror PATHs: add, update and remove reports.")
    build.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files or folders (default: seeds/)")
    build.add_argument("--full", action="store_true", help="rebuild everything, reuse nothing")
    build.add_argument("--jobs", type=int, help="threads for embedding (default: all cores)")
    command("status", _status, "Say what the index holds and how it was built.")
    command("verify", _verify, "Check every file of the index against its checksum.")
    reports = command("reports", _reports, "List the reports and what was detected of each.")
    reports.add_argument("--json", action="store_true")
    remove = command("remove", _remove, "Take one report out of the index.")
    remove.add_argument("report", metavar="REPORT", help="file name or id, as `reports` lists it")
    search = command("search", _search, "Print the passages nearest to a question.")
    ask = command("ask", _ask, "Answer a question with its citations.")
    for questioner in (search, ask):
        questioner.add_argument("question")
        questioner.add_argument("--place", action="append", metavar="P", help="only reports of this place (repeatable)")
        questioner.add_argument("--year", action="append", type=int, metavar="Y", help="only of this year (repeatable)")
        questioner.add_argument("--json", action="store_true")
    search.add_argument("-k", type=int, default=10, help="how many passages (default: 10)")
    search.add_argument("--mode", choices=("hybrid", "lexical", "dense"), default="hybrid")
    ask.add_argument("--lang", choices=("zh", "en"), help="language of the answer (default: the question's)")
    compare = command("compare", _compare, "Compare one indicator across places.")
    compare.add_argument("indicator", metavar="INDICATOR", help='for example "提案立案"')
    compare.add_argument("--place", action="append", metavar="P")
    compare.add_argument("--year", action="append", type=int, metavar="Y")
    compare.add_argument("--json", action="store_true")
    compare.add_argument("--csv", action="store_true")
    evaluate = command("eval", _evaluate, "Score the answers to a question set, by type of question.")
    evaluate.add_argument("questions", type=Path, metavar="QUESTIONS.jsonl")
    evaluate.add_argument("--json", action="store_true")
    evaluate.add_argument("--run", dest="write_run", type=Path, metavar="RUN.jsonl", help="also write the run")
    evaluate.add_argument("--failures", action="store_true", help="also print each question that is not fully right")
    serve = command("serve", _serve, "Serve the page.")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=7860)
    return parser


def _config(options: argparse.Namespace) -> Config:
    config = Config.from_environment(home=options.home, model=options.model)
    if getattr(options, "jobs", None):
        from dataclasses import replace

        config = replace(config, jobs=options.jobs)
    return config


def _answerer(options: argparse.Namespace) -> Answerer:
    from index.store import Index
    from qa.answerer import Answerer
    from qa.retriever import Retriever

    config = _config(options)
    return Answerer(Retriever(Index.open(config.home), config))


def _build(options: argparse.Namespace) -> int:
    from index.builder import build

    paths = options.paths or [Path("seeds")]
    summary = build(paths, _config(options), full=options.full, progress=_progress if sys.stderr.isatty() else None)
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    return _print_summary(summary)


def _progress(stage: str, done: int, total: int) -> None:
    print(f"\r\033[K{stage} {done:,}/{total:,}", end="", file=sys.stderr, flush=True)


def _print_summary(summary: BuildSummary) -> int:
    print(
        f"{summary.added} added, {summary.updated} updated, {summary.removed} removed, {summary.unchanged} unchanged · "
        f"{summary.reports} reports, {summary.sections} sections, {summary.chunks} chunks · {summary.seconds:.1f} s"
    )
    for _source, message in summary.failed:
        print(f"not read: {message}", file=sys.stderr)
    return _FAILED if summary.failed else 0


def _status(options: argparse.Namespace) -> int:
    from index.store import Index

    config = _config(options)
    index = Index.open(config.home)
    manifest = index.manifest
    places = dict.fromkeys(report.place for report in index.reports if report.place and report.kind != "unrelated")
    print(f"home      {config.home}")
    print(f"built     {manifest.built_at}")
    print(f"model     {manifest.settings.encoder or 'none (lexical search only)'}")
    counts = manifest.counts
    held = f"{counts.documents} documents, {counts.reports} reports, {counts.sections} sections, {counts.chunks} chunks"
    print(f"holds     {held}")
    print(f"places    {len(places)}: {'、'.join(list(places)[:12])}{'…' if len(places) > 12 else ''}")
    return 0


def _verify(options: argparse.Namespace) -> int:
    from index.store import verify

    problems = verify(_config(options).home)
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print("The index is whole: every file matches its checksum.")
    return _FAILED if problems else 0


def _reports(options: argparse.Namespace) -> int:
    from index.store import Index

    index = Index.open(_config(options).home)
    if options.json:
        rows = [
            {
                "id": r.id,
                "source": r.source,
                "kind": r.kind,
                "place": r.place,
                "place_code": r.place_code,
                "title": r.title,
                "delivered": r.delivered.isoformat() if r.delivered else None,
                "covers": list(r.covers),
                "plans": list(r.plans),
            }
            for r in index.reports
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    for r in index.reports:
        years = f"{r.covers[0]}–{r.covers[-1]}" if len(r.covers) > 1 else "".join(str(year) for year in r.covers)
        delivered = r.delivered.isoformat() if r.delivered else "—"
        print(f"{r.id}  {r.kind:17s}  {r.place or '—'}  {years or '—'}  {delivered}  {r.title}  [{r.source}]")
    return 0


def _remove(options: argparse.Namespace) -> int:
    from index.builder import remove

    return _print_summary(remove(options.report, _config(options)))


def _search(options: argparse.Namespace) -> int:
    from qa.serialize import hit_to_json

    hits = _answerer(options).retriever.search(
        options.question, k=options.k, places=options.place, years=options.year, mode=options.mode
    )
    if options.json:
        print(json.dumps([hit_to_json(hit) for hit in hits], ensure_ascii=False, indent=1))
    else:
        _print_hits(hits)
    return 0


def _ask(options: argparse.Namespace) -> int:
    from qa.serialize import answer_to_json

    answer = _answerer(options).ask(options.question, places=options.place, years=options.year, language=options.lang)
    if options.json:
        print(json.dumps(answer_to_json(answer), ensure_ascii=False, indent=1))
    else:
        _print_answer(answer)
    return 0


def _print_answer(answer: Answer) -> None:
    from qa.citation import label

    print(answer.text)
    for citation in answer.citations:
        print(f"\n[{citation.n}] {label(citation, answer.language)}")
        print(f"    {citation.quote.strip()}")
        print(f"    {citation.report.source}:{citation.start}-{citation.end}")
    if not answer.citations and answer.passages:
        print("\nRelated passages:" if answer.language == "en" else "\n相关段落：")
        _print_hits(answer.passages[:3])


def _print_hits(hits: Sequence[Hit]) -> None:
    for rank, hit in enumerate(hits, start=1):
        path = " › ".join(hit.heading_path)
        print(f"{rank:2d}. {hit.score:.3f}  {hit.report.place} · {path}  [{hit.report.source}:{hit.start}-{hit.end}]")
        print("    " + " ".join(hit.text.split()))


def _compare(options: argparse.Namespace) -> int:
    from qa.citation import period_label
    from qa.indicator import compare_indicator, rows_to_csv, rows_to_json

    result = compare_indicator(
        _answerer(options).retriever, options.indicator, places=options.place, years=options.year
    )
    if options.json:
        print(json.dumps(rows_to_json(result), ensure_ascii=False, indent=1))
    elif options.csv:
        print(rows_to_csv(result), end="")
    else:
        for row in result.rows:
            figure = row.finding.candidate.text
            period = period_label(row.report.covers)
            print(f"{row.report.place}  {period}  {figure}  {row.qualifier}  [{row.report.source}]")
        for place in result.unstated:
            print(f"{place}  未提及")
        if result.differs:
            print("口径不同: the figures do not count the same thing.")
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    from qa.evaluate import evaluate, read_questions, write_run

    questions = read_questions(options.questions)
    result = evaluate(_answerer(options), questions)
    if options.write_run:
        write_run(options.write_run, result.outcomes)
    table = {kind: counter.row() for kind, counter in result.table.items()}
    if options.json:
        print(json.dumps(table, ensure_ascii=False))
    else:
        for kind, row in table.items():
            print(f"{kind:15s} " + "  ".join(f"{name} {value}" for name, value in row.items()))
    if options.failures:
        failed = {name for counter in result.table.values() for name in counter.failures}
        for question, outcome in zip(result.questions, result.outcomes, strict=True):
            if question.id in failed:
                gold = " | ".join(question.answers) or question.status
                print(f"{question.id} [{question.kind}] {question.text}")
                print(f"    {outcome.status}: {outcome.answer or '—'}   gold: {gold}")
    return 0


def _serve(options: argparse.Namespace) -> int:
    from app import serve

    serve(home=_config(options).home, host=options.host, port=options.port)
    return 0
