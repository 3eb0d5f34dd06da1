"""The command line: `wenzheng build|add|status|verify|reports|read|remove|search|ask|compare|facts|eval|llm|…`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import deque
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

from index.config import Config, allowed_hosts
from index.errors import IndexCorruptError, ModelError, QuestionError, WenzhengError, command
from index.kinds import REPORT_KINDS
from qa.citing.citation_export import FORMS, export
from qa.commands.harmless import harmless, harmless_output
from qa.commands.terminal import (
    print_answer,
    print_comparison,
    print_disliked,
    print_evaluation,
    print_failures,
    print_hits,
    print_reports,
    print_status,
    print_summary,
)

if TYPE_CHECKING:
    from index.building.sources import PassedOver
    from qa.answerer import Answerer
    from qa.retrieval.retriever import Retriever
    from qa.retrieval.scope import ResolvedScope
    from qa.types import Language

__all__ = ["main"]

_FAILED = 1
_USAGE = 2
_SEEDS = Path(__file__).resolve().parents[2] / "seeds"  # there in a checkout alone
_WITHOUT_MODEL = "Without the model, words alone can be searched: repeat the command with --model none."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0, 1 after a failure that was explained, 2 for wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    with harmless_output():
        return _run(arguments)


def _run(arguments: Sequence[str] | None) -> int:
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
        sys.stdout.flush()  # here, where a reader that has gone away is understood
    except QuestionError as error:
        print(f"wenzheng: {error}", file=sys.stderr)
        return _USAGE
    except WenzhengError as error:
        print(f"wenzheng: {error}", file=sys.stderr)
        if isinstance(error, ModelError) and options.answers:
            print(_WITHOUT_MODEL, file=sys.stderr)
        return _FAILED
    except BrokenPipeError:
        # Whoever read the output has enough; Python would complain again when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _FAILED
    except OSError as error:
        what = f"{error.filename}: " if error.filename else ""
        print(
            f"wenzheng: {what}{error.strerror or error}; check the path, its permissions and the disk", file=sys.stderr
        )
        return _FAILED
    except KeyboardInterrupt:
        print("wenzheng: stopped; the index is as it was before.", file=sys.stderr)
        return 130
    return status


_EMBEDDING_MODEL = 'embedding model: default, a name or path, or "none" (lexical search only)'


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=command(),
        description="Answers questions about Chinese work reports, with the passage each answer stands in.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add_command(
        name: str, run: object, help_text: str, *, answers: bool = False, model_help: str = _EMBEDDING_MODEL
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help_text, description=help_text)
        added.add_argument("--home", type=Path, help="folder of the index (default: $WENZHENG_HOME or .wenzheng)")
        added.add_argument("--model", help=model_help)
        added.add_argument(
            "--engine",
            metavar="URL",
            help="Milvus server that holds the index for its readers (default: $WENZHENG_ENGINE)",
        )
        added.set_defaults(run=run, answers=answers)
        return added

    build = add_command("build", _build, "Make the index mirror PATHs: add, update and remove reports.")
    paths_help = "files or folders (default: those of the last build, else seeds/)"
    build.add_argument("paths", nargs="*", type=Path, metavar="PATH", help=paths_help)
    build.add_argument("--full", action="store_true", help="rebuild everything, reuse nothing")
    build.add_argument("--jobs", type=_positive, help="threads, or workers of Ray, for embedding (default: all cores)")
    ray_help = "embed on a Ray cluster: auto, host:port or ray://host:port (without ADDRESS: Ray on this machine)"
    build.add_argument("--ray", nargs="?", const="local", metavar="ADDRESS", help=ray_help)
    build.add_argument("--watch", action="store_true", help="go on: build again after every change, until Ctrl-C")
    add = add_command("add", _add, "Fetch pages or documents from the web, and index them.")
    add.add_argument("urls", nargs="+", metavar="URL", help="address of a report: http or https")
    add.add_argument("--allow-private", action="store_true", help="also fetch from this machine and private networks")
    add_command("status", _status, "Say what the index holds and how it was built.")
    verify = add_command("verify", _verify, "Check a claim against the reports; without one, the index's own files.")
    verify.add_argument(
        "claim", nargs="?", metavar="CLAIM", help='a figure or quote, for example "新乡市2023年立案409件"'
    )
    verify.add_argument("--place", action="append", metavar="P", help="only reports of this place (repeatable)")
    verify.add_argument("--year", action="append", type=int, metavar="Y", help="only of this year (repeatable)")
    verify.add_argument("--json", action="store_true")
    reports = add_command("reports", _reports, "List the reports and what was detected of each.")
    reports.add_argument("--json", action="store_true")
    read = add_command("read", _read, "Print a report, one of its sections, or its outline.")
    read.add_argument("report", metavar="REPORT", help="id or file name, as `reports` lists it")
    read.add_argument("--section", type=int, metavar="N", help="only this section, by its number in the outline")
    read.add_argument("--outline", action="store_true", help="the sections with their numbers, instead of the text")
    read.add_argument("--json", action="store_true")
    remove = add_command("remove", _remove, "Take one report out of the index.")
    remove.add_argument("report", metavar="REPORT", help="file name or id, as `reports` lists it")
    search = add_command("search", _search, "Print the passages nearest to a question.", answers=True)
    ask = add_command("ask", _ask, "Answer a question with its citations.", answers=True)
    for questioner in (search, ask):
        questioner.add_argument("question")
        questioner.add_argument("--place", action="append", metavar="P", help="only reports of this place (repeatable)")
        questioner.add_argument("--year", action="append", type=int, metavar="Y", help="only of this year (repeatable)")
        questioner.add_argument(
            "--kind", action="append", choices=REPORT_KINDS, help="only reports of this kind (repeatable)"
        )
        questioner.add_argument("--json", action="store_true")
    search.add_argument("-k", type=_positive, default=10, help="how many passages (default: 10)")
    search.add_argument("--mode", choices=("hybrid", "lexical", "dense"), default="hybrid")
    ask.add_argument("--lang", choices=("zh", "en"), help="language of the answer (default: the question's)")
    ask.add_argument(
        "--ignore",
        action="append",
        choices=("place", "year", "kind"),
        default=[],
        help="do not let this, read from the question, limit the search (repeatable)",
    )
    ask.add_argument(
        "--context", metavar="QUESTION", help="the question before, which this one may lean on (那邯郸呢?)"
    )
    ask.add_argument("--llm", action="store_true", help="also let the language model that is on word the answer")
    ask.add_argument("--cite", choices=FORMS, metavar="FORM", help=f"also print its citations: {', '.join(FORMS)}")
    compare = add_command("compare", _compare, "Compare one indicator across places.", answers=True)
    compare.add_argument("indicator", metavar="INDICATOR", help='for example "提案立案"')
    compare.add_argument("--place", action="append", metavar="P")
    compare.add_argument("--year", action="append", type=int, metavar="Y")
    form = compare.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true")
    form.add_argument("--csv", action="store_true")
    facts = add_command("facts", _facts, "Write the table of every figure that the reports state.")
    facts.add_argument("--place", action="append", metavar="P", help="only of this place and those in it (repeatable)")
    facts.add_argument("--year", action="append", type=int, metavar="Y", help="only for this year (repeatable)")
    facts.add_argument("--kind", action="append", choices=REPORT_KINDS, help="only reports of this kind (repeatable)")
    facts.add_argument("--indicator", metavar="WORDS", help='only of what is called so: "提案" is also 委员提案')
    facts.add_argument("--qualifier", metavar="WORD", help='only at this stage, by any of its words: "立案"')
    into = facts.add_mutually_exclusive_group()
    into.add_argument("--csv", nargs="?", const="-", default="-", metavar="FILE", help="as CSV (default: printed)")
    into.add_argument("--parquet", type=Path, metavar="FILE", help="as Parquet; needs the extra `facts`")
    evaluate = add_command("eval", _evaluate, "Score the answers to a question set, by type of question.", answers=True)
    evaluate.add_argument(
        "questions", type=Path, metavar="QUESTIONS.jsonl", help="question set, or the feedback.jsonl of a home"
    )
    evaluate.add_argument("--json", action="store_true")
    evaluate.add_argument("--run", dest="write_run", type=Path, metavar="RUN.jsonl", help="also write the run")
    evaluate.add_argument("--failures", action="store_true", help="also print each question that is not fully right")
    llm = add_command(
        "llm",
        _llm,
        "Say which language model words answers, if any; turn one on or off.",
        model_help="the language model, as its server names it",
    )
    llm.add_argument("status", nargs="?", choices=("status",), help="say which is on (the default)")
    llm.add_argument("--url", help="address of an OpenAI-compatible server, such as http://127.0.0.1:11434/v1")
    llm.add_argument("--key-from-env", metavar="NAME", help="variable that holds the key (default: WENZHENG_LLM_KEY)")
    llm.add_argument("--off", action="store_true", help="turn it off")
    serve = add_command("serve", _serve, "Serve the page.")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=7860)
    serve.add_argument("--auth", type=Path, metavar="USERS", help="users file; without one, this machine only")
    serve.add_argument(
        "--allow-host",
        action="append",
        metavar="NAME",
        help="a name that the page answers to beside this machine's own: that of the proxy before it; may be repeated",
    )
    serve.add_argument("--read-only", action="store_true", help="nothing can be added, removed, corrected or rebuilt")
    user = add_command("user", _user, "Add a user of the page, or give one a new password.")
    user.add_argument("name", metavar="NAME")
    user.add_argument("--file", type=Path, required=True, metavar="USERS", help="users file, made if there is none")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is less than 1")
    return number


def _config(options: argparse.Namespace) -> Config:
    config = Config.from_environment(home=options.home, model=options.model, engine=options.engine)
    if getattr(options, "jobs", None):
        from dataclasses import replace

        config = replace(config, jobs=options.jobs)
    return config


def _answerer(options: argparse.Namespace) -> Answerer:
    from index.vectors.encoder import NO_MODEL
    from qa.answerer import Answerer
    from qa.retrieval.retriever import Retriever

    config = _config(options)
    retriever = Retriever.of(config)
    if config.model == NO_MODEL and retriever.index.has_vectors:
        print("Searching words alone, without the embedding model.", file=sys.stderr)
    return Answerer(retriever)


def _build(options: argparse.Namespace) -> int:
    from index.building.sources import paths_to_mirror
    from qa.commands.building import build_and_watch, build_once

    run = build_and_watch if options.watch else build_once
    config = _config(options)
    seeds = _SEEDS if _SEEDS.is_dir() else Path("seeds")
    paths = options.paths or paths_to_mirror(config.home) or [seeds]
    if not options.paths:
        print(f"No PATH is given: mirroring {', '.join(map(str, paths))}", file=sys.stderr)
    return run(paths, config, full=options.full, ray=options.ray, workers=options.jobs)


def _add(options: argparse.Namespace) -> int:
    from qa.commands.adding import add_from_web

    return add_from_web(options.urls, _config(options), allow_private=options.allow_private)


def _status(options: argparse.Namespace) -> int:
    from index.building.sources import find_sources
    from index.origin import origin_of

    config = _config(options)
    index = origin_of(config).open()
    index.assure()
    passed_over: Sequence[PassedOver] = ()
    damage: IndexCorruptError | None = None
    try:
        passed_over = () if config.engine else find_sources(None, config.home).passed_over
    except IndexCorruptError as error:
        damage = error
    print_status(config.engine or config.home, index.manifest, index.reports, passed_over)
    if damage:
        raise damage
    return 0


def _verify(options: argparse.Namespace) -> int:
    from index.building.verify import verify
    from qa.evaluation.feedback import feedback_problems

    if options.claim is not None:
        return _verify_claim(options)
    home = _config(options).home
    problems = [*verify(home), *feedback_problems(home / "feedback.jsonl")]
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        print(
            f"Something is damaged; run `{command('build --full')}` with its PATHs to write the index again.",
            file=sys.stderr,
        )
    else:
        print("The index is whole: every file matches its checksum.")
    return _FAILED if problems else 0


def _verify_claim(options: argparse.Namespace) -> int:
    from qa.checking.claim_output import claim_lines, claim_to_json
    from qa.checking.claims import verify_claim

    retriever = _answerer(options).retriever
    checked = verify_claim(retriever, options.claim, places=options.place, years=options.year)
    if options.json:
        print(json.dumps(claim_to_json(checked), ensure_ascii=False, indent=1))
    else:
        print("\n".join(claim_lines(checked)))
    return 0 if checked.status == "stated" else _FAILED


def _reports(options: argparse.Namespace) -> int:
    from index.origin import origin_of

    index = origin_of(_config(options)).open()
    index.assure()
    if options.json:
        from qa.serialize import report_to_json

        print(json.dumps([report_to_json(report) for report in index.reports], ensure_ascii=False, indent=1))
        return 0
    print_reports(index.reports)
    return 0


def _read(options: argparse.Namespace) -> int:
    from qa.commands.reading import print_outline, print_report

    config = _config(options)
    if options.outline:
        print_outline(config, options.report, as_json=options.json)
    else:
        print_report(config, options.report, section=options.section, as_json=options.json)
    return 0


def _remove(options: argparse.Namespace) -> int:
    from index.building.builder import remove
    from qa.commands.building import mirror_to_engine

    config = _config(options)
    print_summary(remove(options.report, config))
    mirror_to_engine(config)
    return 0


def _search(options: argparse.Namespace) -> int:
    from qa.serialize import hit_to_json

    retriever = _answerer(options).retriever
    hits = retriever.search(
        options.question,
        k=options.k,
        places=options.place,
        years=options.year,
        kinds=options.kind,
        mode=options.mode,
    )
    if options.json:
        rows = [{**hit_to_json(hit), "place": hit.report.place, "heading_path": list(hit.heading_path)} for hit in hits]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        print_hits(hits)
    if not hits:
        query = retriever.parse(options.question, places=options.place)
        scope = retriever.scope(query, places=options.place, years=options.year, kinds=options.kind, filters_win=True)
        print(_no_passage(retriever, scope, query.language), file=sys.stderr)
    return 0


def _no_passage(retriever: Retriever, scope: ResolvedScope, language: Language) -> str:
    """Why a search found nothing."""
    from qa import wording

    if scope.missing:
        return wording.not_indexed(scope, retriever.index.reports, language)
    return "没有命中的段落。" if language == "zh" else "No passage was found."


def _ask(options: argparse.Namespace) -> int:
    from qa.serialize import answer_to_json

    answerer = _answerer(options)
    filters = {"places": options.place, "years": options.year, "kinds": options.kind, "ignore": options.ignore}
    answer = answerer.ask(options.question, language=options.lang, context=options.context, **filters)
    steps = answerer.word(answer, **filters) if options.llm else iter(())
    if options.json:
        answer = deque([answer, *steps], maxlen=1)[0]
        cited = export(answer.citations, form=options.cite) if options.cite else ""
        shown = answer_to_json(answer) | ({"cite": cited} if options.cite else {})
        print(json.dumps(shown, ensure_ascii=False, indent=1))
        return 0
    print_answer(answer)
    if options.llm:
        from qa.commands.llm import print_worded

        answer = print_worded(answer, steps)
    if options.cite:
        print("\n" + export(answer.citations, form=options.cite), end="")
    return 0


def _llm(options: argparse.Namespace) -> int:
    from qa.commands.llm import set_up_llm

    home = Config.from_environment(home=options.home).home
    return set_up_llm(home, url=options.url, model=options.model, key_from=options.key_from_env, off=options.off)


def _compare(options: argparse.Namespace) -> int:
    from qa.comparison.indicator import compare_indicator, rows_to_csv, rows_to_json

    retriever = _answerer(options).retriever
    result = compare_indicator(retriever, options.indicator, places=options.place, years=options.year)
    if options.json:
        print(json.dumps(rows_to_json(result), ensure_ascii=False, indent=1))
    elif options.csv:
        print(rows_to_csv(result), end="")
    else:
        print_comparison(result)
    return 0


def _facts(options: argparse.Namespace) -> int:
    from qa.commands.reading import write_facts
    from qa.retrieval.retriever import Retriever

    table = Retriever.of(_config(options)).facts(
        places=options.place,
        years=options.year,
        kinds=options.kind,
        indicator=options.indicator,
        qualifier=options.qualifier,
    )
    write_facts(table, csv=options.csv, parquet=options.parquet)
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    from qa.evaluation.evaluate import evaluate, read_disliked, read_questions, write_run

    questions = read_questions(options.questions)
    result = evaluate(_answerer(options), questions)
    if options.write_run:
        write_run(options.write_run, result.outcomes)
    if options.json:
        print(json.dumps({kind: counter.row() for kind, counter in result.table.items()}, ensure_ascii=False))
    else:
        print_evaluation(result)
    # JSON on standard output stays JSON.
    with redirect_stdout(sys.stderr if options.json else sys.stdout):
        print_disliked(read_disliked(options.questions))
        if options.failures:
            print_failures(result)
    return 0


def _serve(options: argparse.Namespace) -> int:
    from app import serve

    config = _config(options)
    try:
        serve(
            home=config.home,
            host=options.host,
            port=options.port,
            users_file=options.auth,
            read_only=options.read_only,
            engine=config.engine,
            allowed_hosts=options.allow_host or allowed_hosts(),
        )
    except OSError as error:
        where = f"{options.host}:{options.port}"
        print(f"wenzheng: cannot listen on {where} ({error}); is it in use? Give another --port.", file=sys.stderr)
        return _FAILED
    return 0


def _user(options: argparse.Namespace) -> int:
    from getpass import getpass

    from app import add_user

    asked = sys.stdin.isatty()
    password = getpass(f"Password for {harmless(options.name)}: ") if asked else sys.stdin.readline().rstrip("\n")
    if asked and getpass("Again: ") != password:
        print("wenzheng: the two passwords differ; nothing was changed.", file=sys.stderr)
        return _FAILED
    add_user(options.file, options.name, password)
    print(f"{options.name} is in {options.file}. Serve with: {command('serve --auth')} {options.file}")
    return 0
