"""Adding, removing and putting right reports of one index, as the page does it; what it owns, and what it leaves alone.

Reports that were added lie in `<home>/uploads/`. Only these are ever deleted; the folders an index mirrors belong to
whoever made them.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

from index.building.builder import BuildSummary, build, remove
from index.building.reading import Reading, reading_with
from index.building.seen import Seen
from index.building.sources import UPLOADS, is_as_last_read, note_inputs, remembered_paths
from index.config import Config
from index.errors import IndexCorruptError, ReadError, ReadProblem, WenzhengError
from index.library.uploads import FileResult, Offered, opened, refused, shown_as, take
from index.reading.decoding import read_document
from index.reports.corrections import CORRECTIONS_FILE, check_correction
from index.reports.home_corrections import forget_corrections, home_corrections, put_right
from index.reports.home_origins import WebOrigin, forget_origins, note_origins
from index.storage.catalogue import DocumentName
from index.storage.store import Index
from index.types import PageMap, Progress, Report

if TYPE_CHECKING:
    from index.library.web import Fetched

__all__ = ["FIELDS", "Action", "Curator", "Outcome", "Refusal", "Unread", "form_values"]

FIELDS = ("place", "covers", "plans", "delivered", "kind")
Action = Literal["add", "remove", "correct", "reset", "rebuild"]
Refusal = Literal[
    "not_owned", "gone", "folders_unknown", "no_such_report", "wrong_values", "nothing_changed", "nothing"
]
_MOST_UNREAD = 50  # that are told of
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Unread:
    """Something the build could not use. source: the file, the folder's name, or the line of a table of corrections.

    detail: the program's own English sentence.
    """

    source: str
    problem: ReadProblem | Literal["folder", "correction"]
    detail: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an action did. summary: of the build, where there was one. refusal: why nothing was done.

    title: of the report concerned. wrong: (field, what is wrong with its value). failure: what stopped the build; the
    index is as it was.
    """

    action: Action
    files: tuple[FileResult, ...] = ()
    summary: BuildSummary | None = None
    title: str = ""
    refusal: Refusal | None = None
    wrong: tuple[tuple[str, str], ...] = ()
    failure: Exception | None = None
    unread: tuple[Unread, ...] = ()


def form_values(report: Report) -> dict[str, str]:
    """What was detected, as one types it: 河南省新乡市, 2019-2023, 2024, 2024-02-20, cppcc_report."""
    return {
        "place": report.place,
        "covers": _period(report.covers),
        "plans": _period(report.plans),
        "delivered": report.delivered.isoformat() if report.delivered else "",
        "kind": report.kind,
    }


class Curator:
    """Changes one index. Its own actions wait for each other; a build of another process is told of."""

    def __init__(self, config: Config) -> None:
        self.home = config.home
        self._config = config
        self._acting = threading.Lock()

    @classmethod
    def at(cls, home: str | Path | None = None) -> Curator:
        """For the index at home (default: WENZHENG_HOME, else .wenzheng)."""
        return cls(Config.from_environment(home=home))

    def folders(self) -> tuple[Path, ...] | None:
        """The folders and files the index mirrors; None where it is not known."""
        try:
            return remembered_paths(self.home)
        except IndexCorruptError:  # which a build says, with the remedy
            return None

    def owns(self, report: Report) -> bool:
        """Whether the report was added here, and its file is still the one that was indexed."""
        path = self.home / report.source
        if not path.resolve().is_relative_to((self.home / UPLOADS).resolve()):
            return False
        if is_as_last_read(self.home, report.source):  # it need not be read: a scan takes long
            return True
        try:
            return self._hash(report.source).startswith(report.document_id)
        except ReadError:
            return False

    def corrected(self) -> frozenset[tuple[str, int]]:
        """(source, part) of the reports that the home's table corrects."""
        by_source = home_corrections(self.home).by_source
        return frozenset((source, each.part) for source, rows in by_source.items() for each in rows)

    def report(self, report_id: str) -> tuple[Report, int]:
        """The report as it is indexed now, and how many its file holds. Raises: KeyError for an id there is not."""
        with Index.open(self.home) as index:
            report = index.reports[index.report_ordinals[report_id]]
            return report, sum(each.document_id == report.document_id for each in index.reports)

    def add(
        self, files: Sequence[Path], *, progress: Progress | None = None, begins: Progress | None = None
    ) -> Outcome:
        """Copy the files into the home and index them; of archives and mails, what is in them.

        A file that is no report is refused, and stops no other.

        progress: is told what is done of each file ("read", "convert", "ocr" with its pages, "parse", "check" at its
        end), then of the build. begins: is told the name of each file, which it is from 1, and of how many.
        """
        with self._acting, reading_with(self._config) as reading, TemporaryDirectory() as folder:
            return self._add(list(opened(files, Path(folder))), {}, reading, progress, begins)

    def add_from_web(
        self,
        urls: Sequence[str],
        *,
        allow_private: bool = False,
        progress: Progress | None = None,
        begins: Progress | None = None,
    ) -> Outcome:
        """Fetch what lies at the addresses and index it; its address and the day are kept for who cites it.

        The results stand in the order of the addresses; one that cannot be fetched is refused, and stops no other.
        allow_private: also from this machine and networks that are not public. progress, begins: as `add`; "fetch" too.
        """
        from index.library.web import fetch

        found: dict[int, Fetched] = {}
        failed: dict[int, FileResult] = {}
        for number, url in enumerate(urls):
            try:
                found[number] = fetch(url, allow_private=allow_private)
            except ReadError as error:
                failed[number] = refused(error.source, error)
            if progress:
                progress("fetch", number + 1, len(urls))
        with self._acting, reading_with(self._config) as reading, TemporaryDirectory() as folder:
            files: dict[Path, Fetched] = {}
            for number, fetched in found.items():
                path = Path(folder, str(number), fetched.name)
                path.parent.mkdir()
                path.write_bytes(fetched.data)
                files[path] = fetched
            offered = [Offered(path, shown_as(path)) for path in files]
            outcome = self._add(offered, files, reading, progress, begins)
        taken = iter(outcome.files)
        return replace(outcome, files=tuple(failed.get(number) or next(taken) for number in range(len(urls))))

    def _add(
        self,
        files: Sequence[Offered],
        fetched: Mapping[Path, Fetched],
        reading: Reading,
        progress: Progress | None,
        begins: Progress | None,
    ) -> Outcome:
        known = {each.content_hash: each.source for each in self._documents()}
        results: list[FileResult] = []
        origins: dict[str, WebOrigin] = {}
        for done, file in enumerate(files, start=1):
            if begins:
                begins(file.name, done, len(files))
            result = take(file, self.home, known, reading, progress=progress)
            if result.status == "added":
                known[result.content_hash] = result.source
                if from_web := fetched.get(file.path):
                    origins[result.source] = WebOrigin(from_web.final_url, from_web.accessed)
            results.append(result)
            if progress:
                progress("check", done, len(files))
        added = [each.source for each in results if each.status == "added"]
        if not added:
            return Outcome("add", tuple(results))
        try:
            note_origins(self.home, origins)
            summary = build(None, self._build_config(), progress=progress, reading=reading)
        except Exception as error:  # noqa: BLE001 — whatever failed, nothing is left behind; the page says what it was
            self._take_back(added)
            note_inputs(self.home, *added)
            undone = (
                replace(each, status="refused", problem="build") if each.status == "added" else each for each in results
            )
            return Outcome("add", tuple(undone), failure=_logged(error))
        unread = tuple(each for each in self._unread(summary) if each.source not in added)
        settled = self._settled(results, summary)
        note_inputs(self.home, *added)
        return Outcome("add", settled, summary, unread=unread)

    def _take_back(self, sources: Sequence[str]) -> None:
        """Delete uploads that are not indexed, and what is kept of them."""
        for source in sources:
            (self.home / source).unlink(missing_ok=True)
        with suppress(IndexCorruptError):  # then nothing was noted
            forget_origins(self.home, sources)

    def remove(self, report_id: str) -> Outcome:
        """Take an added file with all its reports out of the index, and delete it. Nothing else is ever deleted."""
        with self._acting:
            report = self._report(report_id)
            if report is None:
                return Outcome("remove", refusal="no_such_report")
            if not self.owns(report):
                ours = report.source.startswith(f"{UPLOADS}/") and not (self.home / report.source).exists()
                return Outcome("remove", title=report.title, refusal="gone" if ours else "not_owned")
            try:
                summary = remove(report.source, self._config)
                (self.home / report.source).unlink(missing_ok=True)
                forget_corrections(self.home, report.source)
                note_inputs(self.home, report.source, CORRECTIONS_FILE)
            except Exception as error:  # noqa: BLE001 — as in add
                return Outcome("remove", title=report.title, failure=_logged(error))
            return Outcome("remove", title=report.title or report.source, summary=summary)

    def correct(self, report_id: str, values: Mapping[str, str], *, progress: Progress | None = None) -> Outcome:
        """Put right what was detected of a report, in the home's table of corrections, and index it anew.

        values: as `form_values` gives them; only what differs from what is indexed is written.
        """
        with self._acting:
            report = self._report(report_id)
            if report is None:
                return Outcome("correct", refusal="no_such_report")
            if not self._can_be_read_again(report):
                return Outcome("correct", title=report.title, refusal="folders_unknown")
            now = form_values(report)
            changed = {
                name: values[name].strip() for name in FIELDS if values.get(name, now[name]).strip() != now[name]
            }
            wrong = _wrong(changed)
            if wrong or not changed:
                refusal: Refusal = "wrong_values" if wrong else "nothing_changed"
                return Outcome("correct", title=report.title, refusal=refusal, wrong=wrong)
            change = lambda: put_right(self.home, report.source, report.part, changed)  # noqa: E731
            return self._with_table_changed("correct", report, change, progress)

    def reset(self, report_id: str, *, progress: Progress | None = None) -> Outcome:
        """Take the home's corrections of a report away, so that what is detected counts again."""
        with self._acting:
            report = self._report(report_id)
            if report is None:
                return Outcome("reset", refusal="no_such_report")
            if not self._can_be_read_again(report):
                return Outcome("reset", title=report.title, refusal="folders_unknown")
            if (report.source, report.part) not in self.corrected():
                return Outcome("reset", title=report.title, refusal="nothing_changed")
            change = lambda: forget_corrections(self.home, report.source, part=report.part)  # noqa: E731
            return self._with_table_changed("reset", report, change, progress)

    def rebuild(self, *, progress: Progress | None = None) -> Outcome:
        """Build again from the folders of the last build and what was added."""
        with self._acting:
            try:
                summary = build(None, self._build_config(), progress=progress)
            except Exception as error:  # noqa: BLE001 — as in add
                return Outcome("rebuild", failure=_logged(error))
            if summary.generation is None:
                return Outcome("rebuild", refusal="nothing", unread=self._unread(summary))
            beside = tuple(Unread(each.names, each.problem, str(each)) for each in summary.passed_over)
            return Outcome("rebuild", summary=summary, unread=(*self._unread(summary), *beside))

    def _with_table_changed(
        self, action: Action, report: Report, change: Callable[[], None], progress: Progress | None
    ) -> Outcome:
        table = self.home / CORRECTIONS_FILE
        before = table.read_bytes() if table.is_file() else None
        try:
            change()
            summary = build(None, self._build_config(), progress=progress)
        except Exception as error:  # noqa: BLE001 — as in add
            if before is None:
                table.unlink(missing_ok=True)
            else:
                table.write_bytes(before)
            note_inputs(self.home, CORRECTIONS_FILE)
            return Outcome(action, title=report.title, failure=_logged(error))
        return Outcome(action, title=report.title or report.source, summary=summary, unread=self._unread(summary))

    def _settled(self, results: Sequence[FileResult], summary: BuildSummary) -> tuple[FileResult, ...]:
        """The results with what the build made of the files; one it did not index is not kept."""
        reports: dict[str, tuple[Report, ...]] = {}
        page_maps: dict[str, PageMap] = {}
        added = {each.source for each in results if each.status == "added"}
        with Index.open(self.home) as index:
            for report in index.reports:
                if report.source in added:
                    reports[report.source] = (*reports.get(report.source, ()), report)
                    page_maps[report.source] = report.page_map
        failed = dict(summary.failed)
        settled = []
        for each in results:
            if each.status != "added" or each.source in reports:
                found, page_map = reports.get(each.source, ()), page_maps.get(each.source, PageMap())
                settled.append(replace(each, reports=found, page_map=page_map))
                continue
            self._take_back([each.source])
            twin = dict(summary.duplicates).get(each.source, "")
            why = failed.get(each.source, "")
            settled.append(
                replace(each, status="same", same_as=twin)
                if twin
                else replace(each, status="refused", problem="build", detail=why)
            )
        return tuple(settled)

    def _unread(self, summary: BuildSummary) -> tuple[Unread, ...]:
        """What the build could not use, with the kind of problem."""
        folders = {str(path) for path in self.folders() or ()}
        problems = dict(summary.problems)
        found = []
        for source, detail in summary.failed[:_MOST_UNREAD]:
            problem: ReadProblem | Literal["folder", "correction"] = problems.get(source, "other")
            if source in folders:
                source, problem = Path(source).name, "folder"
            elif CORRECTIONS_FILE in source:
                source, problem = source.rpartition("/")[2], "correction"
            found.append(Unread(source, problem, detail))
        return tuple(found)

    def _can_be_read_again(self, report: Report) -> bool:
        return self.folders() is not None or report.source.startswith(f"{UPLOADS}/")

    def _build_config(self) -> Config:
        """With the model the index was built with: what is added must be comparable with what is there."""
        try:
            with Index.open(self.home) as index:
                return replace(self._config, model=index.manifest.settings.model)
        except WenzhengError:
            return self._config

    def _documents(self) -> tuple[DocumentName, ...]:
        try:
            with Index.open(self.home) as index:
                return index.document_names
        except WenzhengError:  # there is none yet, or one that the build will replace
            return ()

    def _report(self, report_id: str) -> Report | None:
        try:
            with Index.open(self.home) as index:
                return next((each for each in index.reports if each.id == report_id), None)
        except WenzhengError:
            return None

    def _hash(self, source: str) -> str:
        path = self.home / source
        return Seen(self.home).content_hash(path) or read_document(path, root=self.home).content_hash


def _wrong(values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """(field, what is wrong) for each value that cannot be used."""
    found = []
    for field, value in values.items():
        try:
            check_correction(field, value)
        except ValueError as error:
            found.append((field, str(error)))
    return tuple(found)


def _period(years: tuple[int, ...]) -> str:
    return "" if not years else str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"


def _logged(error: Exception) -> Exception:
    """The error; one that is not ours is logged, since the page shows only its kind."""
    if not isinstance(error, WenzhengError):
        _log.error("Changing the index failed", exc_info=error)
    return error
