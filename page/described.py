"""A report in a few words: whose it is, of which years, when delivered."""

from __future__ import annotations

from html import escape

from page.texts import Texts
from qa import Report, form_name

__all__ = ["describe_report", "web_link", "years_label"]


def describe_report(report: Report, texts: Texts) -> str:
    """Place, years and date as HTML, broken between facts only: 河南省新乡市 · 回顾 2023 · 作报告 2024-02-20.

    What is not the report itself says so behind the place: 解读.
    """
    parts = [part for part in (report.place, form_name(report.form, texts.language)) if part]
    if report.covers:
        parts.append(f"{texts.covers} {years_label(report.covers)}")
    if report.plans:
        parts.append(f"{texts.plans} {years_label(report.plans)}")
    parts.append(f"{texts.delivered} {report.delivered.isoformat()}" if report.delivered else texts.no_date)
    return " · ".join(f'<span class="wz-fact">{escape(part)}</span>' for part in parts)


def web_link(report: Report, texts: Texts) -> str:
    """A link to where the report was fetched, with the day; "" for any other, and for what is no address of the web."""
    if not report.url.startswith(("http://", "https://")):
        return ""
    parts = [texts.on_web]
    if report.accessed:
        parts.append(texts.fetched.format(day=report.accessed.isoformat()))
    url = escape(report.url)
    return (
        f'<a class="wz-web" href="{url}" title="{url}" target="_blank" rel="noopener noreferrer nofollow">'
        f"{escape(' · '.join(parts))}</a>"
    )


def years_label(years: tuple[int, ...]) -> str:
    """(2023,) → "2023"; (2017, …, 2021) → "2017–2021"; "" for none."""
    if not years:
        return ""
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
