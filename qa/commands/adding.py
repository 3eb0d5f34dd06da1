"""`wenzheng add`: reports by their addresses, with what was detected of each."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from index.config import Config
from index.library.uploads import FileResult
from index.types import Report
from qa.citing.citation import period_label
from qa.commands.building import mirror_to_engine
from qa.commands.progress_bar import progress_bar
from qa.commands.terminal import print_summary

__all__ = ["add_from_web"]

_FAILED = 1


def add_from_web(urls: Sequence[str], config: Config, *, allow_private: bool) -> int:
    """Fetch, index and say what was found of each. Returns the exit status: 1 where one could not be added.

    Raises: what stopped the build; what `mirror_to_engine` raises.
    """
    from index.library.curation import Curator

    with progress_bar(sys.stderr) as progress:
        outcome = Curator(config).add_from_web(urls, allow_private=allow_private, progress=progress)
    for url, result in zip(urls, outcome.files, strict=True):
        _print(url, result)
    if outcome.failure:
        raise outcome.failure
    if outcome.summary:
        print_summary(outcome.summary)
        mirror_to_engine(config)
    return _FAILED if any(each.status == "refused" for each in outcome.files) else 0


def _print(url: str, result: FileResult) -> None:
    if result.status == "refused":
        print(f"{url}: not added: {result.detail or result.problem}", file=sys.stderr)
    elif result.status == "same":
        print(f"{url}: holds the same text as {result.same_as}, which is indexed. 内容相同，已经收录")
    else:
        print(f"{url} → {result.source}")
        for report in result.reports:
            print(f"    {_detected(report)}")


def _detected(report: Report) -> str:
    known = [report.kind, report.place or "place unknown 地区未识别", period_label(report.covers), report.title]
    return " · ".join(filter(None, known))
