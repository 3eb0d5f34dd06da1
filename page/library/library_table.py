"""The reports indexed as a table, and what an action did, as HTML. Everything that is not ours is escaped."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from html import escape
from pathlib import Path

from page.described import web_link, years_label
from page.library.library_texts import LibraryTexts
from page.texts import texts_for
from qa import (
    FileResult,
    IndexLockedError,
    ModelError,
    Outcome,
    Report,
    ReportCounts,
    WenzhengError,
    command,
    count_reports,
    form_name,
)

__all__ = ["MOST_ROWS", "render_outcome", "render_refusal", "render_table"]

MOST_ROWS = 200  # a page with thousands of rows would be slow to send; the filter leads to the rest
_NOTHING = ReportCounts(0, 0, 0)


def render_table(
    reports: Sequence[Report],
    counts: Mapping[str, ReportCounts],
    words: LibraryTexts,
    *,
    wanted: str = "",
    editable: bool = False,
    uploads: Collection[str] = (),
    corrected: Collection[tuple[str, int]] = (),
    twins: Collection[tuple[Report, Report]] = (),
) -> str:
    """The table. wanted: words that a row must hold. uploads: document ids of what was added on the page. twins: every
    two reports that are versions of one.
    """
    others = defaultdict[str, list[str]](list)
    for first, second in twins:
        others[first.id].append(second.source)
        others[second.id].append(first.source)
    parts = Counter(report.document_id for report in reports)
    found = [report for report in reports if _holds(report, words, wanted)]
    columns = words.columns if editable else words.columns[:-1]
    acts = [""] * (len(columns) - 1) + [' class="wz-acts"' if editable else ""]
    head = "".join(f'<th scope="col"{css}>{escape(name)}</th>' for name, css in zip(columns, acts, strict=True))
    rows = []
    for report in found[:MOST_ROWS]:
        marks = [words.uploaded] if report.document_id in uploads else []
        marks += [words.corrected] if (report.source, report.part) in corrected else []
        marks += [words.version_of.format(other=other) for other in others[report.id]]
        held = counts.get(report.id, _NOTHING)
        title = report.title or report.source
        n_parts = parts[report.document_id]
        part = f" · {words.part.format(part=report.part + 1, parts=n_parts)}" if n_parts > 1 else ""
        cells = [
            report.place,
            years_label(report.covers),
            years_label(report.plans),
            _shown_kind(report, words),
            report.delivered.isoformat() if report.delivered else "",
            *(f"{n:,}" for n in (held.sections, held.chunks, held.facts)),
        ]
        notes = _notes(report.page_map.notes, words)
        on_web = web_link(report, texts_for(words.language))
        rows.append(
            f'<tr><th scope="row"><a href="?report={escape(report.id)}&amp;start={report.start}'
            f'&amp;end={report.start}" data-span>{escape(title)}</a><small>{escape(report.source + part)}'
            + "".join(f' <span class="wz-mark">{escape(mark)}</span>' for mark in marks)
            + (f" {on_web}" if on_web else "")
            + f"</small>{notes}</th>"
            + "".join(f"<td>{escape(cell) or '—'}</td>" for cell in cells)
            + (_actions(report, words, removable=report.document_id in uploads) if editable else "")
            + "</tr>"
        )
    note = words.none_match if not found else ""
    if len(found) > MOST_ROWS:
        note = words.shown.format(shown=MOST_ROWS, total=len(found))
    n, articles = count_reports(found)
    beside = f" · {escape(texts_for(words.language).other_articles)} ({articles})" if articles else ""
    return (
        f'<section class="wz-library"><h2>{escape(words.reports)} ({n}){beside}</h2>'
        f'<div class="wz-library-scroll" role="region" tabindex="0" aria-label="{escape(words.table)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
        + (f"<p>{escape(note)}</p>" if note else "")
        + "</section>"
    )


def _shown_kind(report: Report, words: LibraryTexts) -> str:
    """The kind, with what is there of the report where that is not the whole: 政协常委会工作报告（解读）."""
    form = form_name(report.form, words.language)
    kind = words.kinds[report.kind]
    return kind if not form else f"{kind}（{form}）" if words.language == "zh" else f"{kind} ({form})"


def _actions(report: Report, words: LibraryTexts, *, removable: bool) -> str:
    """The buttons of a row; only what was added on the page can be taken out here."""
    title = report.title or report.source
    offered = [("data-edit-report", words.edit, words.edit_of)]
    offered += [("data-remove-report", words.remove_short, words.remove_of)] if removable else []
    buttons = "".join(
        f'<button type="button" {action}="{escape(report.id)}" aria-label="{escape(of.format(title=title))}">'
        f"{escape(said)}</button>"
        for action, said, of in offered
    )
    return f'<td class="wz-actions">{buttons}</td>'


def render_outcome(outcome: Outcome | None, words: LibraryTexts) -> str:
    """What the action did and what it did not, each with what to do next; "" for none."""
    if outcome is None:
        return ""
    went_wrong = outcome.failure is not None or outcome.refusal not in (None, "nothing_changed")
    lines = [f"<h2>{escape(_headline(outcome, words))}</h2>"]
    if outcome.failure is not None:
        said = str(outcome.failure) if isinstance(outcome.failure, WenzhengError) else type(outcome.failure).__name__
        lines.append(f'<p>{escape(words.as_before)}</p><p class="wz-detail">{escape(said)}</p>')
    if outcome.wrong:
        lines.append(_list(f"{words.wrong[field]} ({said})" for field, said in outcome.wrong))
    if outcome.files:
        lines.append(f"<ul>{''.join(_file(each, words) for each in outcome.files)}</ul>")
    if outcome.summary is not None:
        lines.append(_summary(outcome, words))
    if outcome.unread:
        lines.append(f"<p>{escape(words.unread)}</p>")
        lines.append(
            _list(
                f"{each.source}: {words.problems[each.problem]}"
                + (f" ({each.detail})" if each.problem in ("correction", "other") else "")
                for each in outcome.unread
            )
        )
    return _outcome_card(lines, went_wrong=went_wrong)


def render_refusal(said: str) -> str:
    """That nothing was begun, and why."""
    return _outcome_card([f"<h2>{escape(said)}</h2>"], went_wrong=True)


def _outcome_card(lines: Sequence[str], *, went_wrong: bool) -> str:
    css = "wz-failure" if went_wrong else "wz-done"
    role = "alert" if went_wrong else "status"
    return f'<section class="wz-card wz-outcome {css}" role="{role}" tabindex="-1">{"".join(lines)}</section>'


def _headline(outcome: Outcome, words: LibraryTexts) -> str:
    if outcome.failure is not None:
        return words.failures[_kind_of(outcome.failure)]
    if outcome.refusal:
        return words.refusals[outcome.refusal].format(title=outcome.title, command=command("build"))
    if outcome.action == "add":
        return words.counted.format(
            **{status: sum(each.status == status for each in outcome.files) for status in ("added", "same", "refused")}
        )
    return words.done[outcome.action].format(title=outcome.title)


def _kind_of(failure: Exception) -> str:
    kinds = (("locked", IndexLockedError), ("model", ModelError), ("system", OSError))
    return next((name for name, kind in kinds if isinstance(failure, kind)), "other")


def _file(result: FileResult, words: LibraryTexts) -> str:
    said = []
    if result.status == "same":
        said.append(words.same_as.format(source=result.same_as))
    elif result.problem:
        said.append(words.problems[result.problem])
    elif result.source.rpartition("/")[2] != result.name and Path(result.source).stem.rpartition("-")[2].isdecimal():
        said.append(words.renamed.format(source=result.source))
    detected = []
    for report in result.reports:
        facts = [report.place, years_label(report.covers), _shown_kind(report, words)]
        detected.append(
            f'<br><a href="?report={escape(report.id)}&amp;start={report.start}&amp;end={report.start}" data-span>'
            f"{escape(report.title or report.source)}</a> <small>{escape(' · '.join(filter(None, facts)))}</small>"
        )
    if result.reports and not any(report.place for report in result.reports):
        said.append(words.not_detected)
    badge = f'<span class="wz-badge">{escape(words.status[result.status])}</span>'
    return (
        f'<li class="wz-file wz-file-{result.status}">{badge} '
        f"<strong>{escape(result.name)}</strong> {escape(' '.join(said))}{_as_read(result, words)}{''.join(detected)}"
        f"{_notes(result.page_map.notes, words, is_open=True)}</li>"
    )


def _as_read(result: FileResult, words: LibraryTexts) -> str:
    """How many reports and pages the file has, and how surely its pictures were read."""
    page_map, confidence = result.page_map, result.page_map.mean_confidence
    n_reports, _ = count_reports(result.reports)
    said = [words.n_reports.format(n=n_reports)] if n_reports else []
    if page_map.pages:
        said.append(words.n_pages.format(n=len(page_map.pages)))
    if confidence is not None:
        said.append(words.recognised.format(n=page_map.recognised_pages, confidence=round(confidence * 100)))
    return f' <span class="wz-as-read">{escape(" · ".join(said))}</span>' if said else ""


def _notes(notes: Sequence[str], words: LibraryTexts, *, is_open: bool = False) -> str:
    """What must be known of how a file was read."""
    if not notes:
        return ""
    summary = escape(words.notes.format(n=len(notes)))
    return f'<details class="wz-notes"{" open" if is_open else ""}><summary>{summary}</summary>{_list(notes)}</details>'


def _summary(outcome: Outcome, words: LibraryTexts) -> str:
    summary = outcome.summary
    if summary is None:
        return ""
    said = []
    if outcome.action == "rebuild":
        said.append(
            words.changes.format(
                added=summary.added, updated=summary.updated, removed=summary.removed, unchanged=summary.unchanged
            )
        )
    said.append(
        words.totals.format(
            reports=f"{summary.reports:,}", chunks=f"{summary.chunks:,}", seconds=f"{summary.seconds:.1f}"
        )
    )
    twins = (
        [f"{source}: {words.duplicate.format(first=first)}" for source, first in summary.duplicates]
        if outcome.action == "rebuild"
        else []
    )
    twins += [f"{second}: {words.versions.format(first=first)}" for first, second in summary.twins]
    return "".join(f"<p>{escape(each)}</p>" for each in said) + (_list(twins) if twins else "")


def _list(items: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"


def _holds(report: Report, words: LibraryTexts, wanted: str) -> bool:
    text = " ".join(
        (
            report.title,
            report.place,
            report.source,
            _shown_kind(report, words),
            report.body,
            *map(str, (*report.covers, *report.plans)),
            report.delivered.isoformat() if report.delivered else "",
        )
    ).casefold()
    return all(word in text for word in wanted.casefold().split())
