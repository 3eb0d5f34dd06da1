"""A comparison as HTML: what was searched, the chart, the table. Whatever comes from a report is escaped here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from page.comparing.chart import render_chart, render_unfold
from page.comparing.compare_texts import CompareTexts, compare_texts_for
from page.comparing.table import Table, notes_of, others_of
from page.links import CompareAddress, page_query, span_query
from qa import Citation, Language, Report, Stated, Unstated, label, period_label

__all__ = ["CompareCards"]

_NAMED = 5  # places named in the line that says how complete it is
_ABSENT_OPEN = 10  # more rows than this that state nothing are folded
_SORTABLE = {0: "order", 1: "year", 2: "value"}


@dataclass(frozen=True, slots=True)
class CompareCards:
    """Renders one comparison in one language. asked: what every link carries."""

    table: Table
    asked: CompareAddress
    language: Language

    @property
    def _words(self) -> CompareTexts:
        return compare_texts_for(self.language)

    def render(self) -> str:
        """The whole result."""
        table, words = self.table, self._words
        if not table.stated:
            title = words.nobody.format(indicator=table.indicator)
            body = f"<h2>{escape(title)}</h2><p>{escape(self._nobody())}</p>{self._table() if table.absent else ''}"
        else:
            body = f"{self._summary()}{self._tools()}{render_chart(table, self.language)}{self._table()}"
        spoken = self._completeness() if table.stated else words.nobody.format(indicator=table.indicator)
        return (
            f'<section class="wz-results wz-compared" aria-label="{escape(words.result)}" '
            f'data-search="{escape(page_query(self.asked))}" data-indicator="{escape(table.indicator)}" '
            f'data-spoken="{escape(spoken)}">{body}</section>'
        )

    def _nobody(self) -> str:
        return self._words.nobody_help.format(searched=self.table.searched, total=self.table.total)

    def _completeness(self) -> str:
        table, words = self.table, self._words
        said = words.completeness.format(
            searched=table.searched,
            total=table.total,
            groups=len(table.stated) + len(table.absent),
            stated=len(table.stated),
            unstated=len(table.absent),
        )
        if not table.absent:
            return said + ("，" if self.language == "zh" else "") + words.all_state
        names = list(dict.fromkeys(each.report.place for each in table.absent))
        more = words.and_more if len(names) > _NAMED else ""
        joint = "、" if self.language == "zh" else ", "
        return said + words.not_stated_by.format(places=joint.join(names[:_NAMED]) + more)

    def _summary(self) -> str:
        table = self.table
        lines = [f'<p class="wz-complete">{escape(self._completeness())}</p>']
        differing = sum(bool(each.apart) for each in table.stated)
        if differing:
            lines.append(f'<p class="wz-differs-note">{escape(self._differing(differing))}{self._years()}</p>')
        return f"<h2>{escape(table.indicator)}</h2>{''.join(lines)}"

    def _differing(self, n: int) -> str:
        table, words = self.table, self._words
        if n == len(table.stated):
            return words.none_alike
        period = "" if table.series else period_label(table.usual.years or (), self.language)
        parts = (table.usual.qualifier, period, table.usual.unit)
        return words.differ_note.format(n=n, usual=" · ".join(part for part in parts if part))

    def _years(self) -> str:
        """Links to the years that several rows end in, where none is chosen."""
        counts = Counter(each.years[-1] for each in self.table.stated if each.years)
        if self.asked.years or len(counts) < 2:
            return ""
        offered = [(year, n) for year, n in counts.most_common(5) if n > 1]
        links = " ".join(
            f'<a data-compare href="{escape(page_query(replace(self.asked, years=(year,))))}">{year} ({n})</a>'
            for year, n in sorted(offered, reverse=True)
        )
        return f" {escape(self._words.same_year)}{links}" if links else ""

    def _tools(self) -> str:
        words = self._words
        return (
            f'<p class="wz-tools"><button type="button" data-compare-file="csv">{escape(words.download)}</button>'
            f'<button type="button" data-compare-file="tsv" data-done="{escape(words.copied)}">{escape(words.copy)}'
            f'</button><button type="button" data-copy-link data-done="{escape(words.copied)}">'
            f"{escape(words.copy_link)}</button></p>"
        )

    def _table(self) -> str:
        table, words = self.table, self._words
        heads = []
        for n, name in enumerate(words.columns):
            if n not in _SORTABLE or not table.stated:
                heads.append(f'<th scope="col">{escape(name)}</th>')
                continue
            by, order = ("year", "ascending") if table.of_one_place else ("value", "descending")
            sorted_as = f' aria-sort="{order if _SORTABLE[n] == by else "none"}"'
            heads.append(
                f'<th scope="col"{sorted_as}><button type="button" data-sort="{_SORTABLE[n]}" '
                f'title="{escape(words.sort.format(column=name))}">{escape(name)}</button></th>'
            )
        alike = self._ranked(table.alike)
        others = [each for each in table.stated if each not in table.alike]
        apart = self._ranked(others)
        if apart:
            named = f'<th colspan="{len(words.columns)}" scope="rowgroup">{escape(words.apart)}</th>'
            heading = f'<tbody class="wz-apart-head"><tr>{named}</tr></tbody>' if alike else ""
            apart = f'{heading}<tbody class="wz-stated wz-folded">{apart}</tbody>'
        stated = f'<tbody class="wz-stated wz-folded">{alike}</tbody>' if alike else ""
        absent = "".join(self._absent(each) for each in table.absent)
        longest = max(len(table.alike), len(others))
        hidden = len(table.absent) > _ABSENT_OPEN
        fold = ""
        if hidden:
            show, hide = (each.format(n=len(table.absent)) for each in (words.show_absent, words.hide_absent))
            fold = (
                f'<p class="wz-tools"><button type="button" data-absent aria-expanded="false" '
                f'data-other="{escape(hide)}">{escape(show)}</button></p>'
            )
        return (
            f'<div class="wz-compare-table" role="region" tabindex="0" aria-label="{escape(words.result)}"><table>'
            f"<thead><tr>{''.join(heads)}</tr></thead>"
            f"{stated}{apart}"
            f'<tbody class="wz-absent"{" hidden" if hidden else ""}>{absent}</tbody></table></div>'
            f"{render_unfold(len(table.stated), longest=longest, language=self.language)}{fold}"
        )

    def _chip(self, citation: Citation) -> str:
        link = span_query(self.asked, citation.report.id, citation.start, citation.end, citation.quote)
        source = label(citation, self.language)
        name = f"{self._words.columns[-1]} {citation.n}: {source}"
        return (
            f'<a class="wz-chip" href="{escape(link)}" data-span data-n="{citation.n}" '
            f'data-quote="{escape(citation.quote)}" data-source="{escape(source)}" '
            f'aria-label="{escape(name)}">{citation.n}</a>'
        )

    def _ranked(self, entries: Sequence[Stated]) -> str:
        """The rows in their order, each with the rank of its figure to sort them by."""
        values = sorted({each.value for each in entries if each.value is not None}, reverse=True)
        last = len(values)
        ranks = [last if each.value is None else values.index(each.value) for each in entries]
        return "".join(self._stated(each, rank) for each, rank in zip(entries, ranks, strict=True))

    def _stated(self, entry: Stated, rank: int) -> str:
        words = self._words
        notes = notes_of(entry, self.table.usual, self.language)
        note = (
            f'<span class="wz-flag">{escape(words.differs)}</span> {escape("; ".join(notes))}'
            if notes
            else escape(words.same)
        )
        about = f" <small>({escape(words.approximate)})</small>" if entry.approximate else ""
        others = "".join(
            f"<br><small>{escape(said)}</small> {self._chip(other.citation)}"
            for said, other in zip(others_of(entry, self.language), entry.others, strict=True)
        )
        cells = self._cells(
            escape(period_label(entry.years, self.language)),
            f"<strong>{escape(entry.citation.with_unit(entry.short))}</strong>{about}{others}",
            escape(entry.unit),
            escape(entry.qualifier),
            note,
            self._chip(entry.citation),
        )
        return f"{self._row(entry.report, entry.years, -rank)}{cells}</tr>"

    def _absent(self, entry: Unstated) -> str:
        words, report = self._words, entry.report
        link = span_query(self.asked, report.id, report.start, report.start, "")
        source = f'<a href="{escape(link)}" data-span>{escape(words.searched_report)}</a>'
        period = escape(period_label(entry.years, self.language))
        cells = self._cells(period, f"<em>{escape(words.absent)}</em>", "", "", "", source)
        return f"{self._row(report, entry.years, 0)}{cells}</tr>"

    def _cells(self, *contents: str) -> str:
        names = self._words.columns[1:]
        return "".join(
            f'<td data-name="{escape(name)}"{"" if content else " data-empty"}>{content or "—"}</td>'
            for name, content in zip(names, contents, strict=True)
        )

    def _row(self, report: Report, years: tuple[int, ...], rank: int) -> str:
        year = years[-1] if years else 0
        return (
            f'<tr data-order="{self.table.order_of(report)}" data-year="{year}" data-value="{rank}">'
            f'<th scope="row">{escape(report.place)}</th>'
        )
