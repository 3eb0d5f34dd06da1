"""The tree of sections with the role and the years of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.reports.roles import heading_role, is_appendix, passage_role, shifts_to_plan, unnumbered, years_named
from index.types import Role, Section

__all__ = ["assign_roles"]

# Headings that say by other words of which half they are, and days, which are those of a meeting or a newspaper.
_NO_HALF = re.compile(r"回顾|总结|安排|建议|打算|任务|目标|要求|意见|年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")


def assign_roles(
    text: str, sections: list[Section], *, covers: Sequence[int], plans: Sequence[int]
) -> tuple[Section, ...]:
    """The sections with role and years: as their headings say, else as the enclosing section, else as their verbs."""
    top_years = [year for s in sections if s.parent is None for year in years_named(s.heading)]
    result: list[Section] = []
    before: Role | None = None  # of the top section before
    for section in sections:
        parent = result[section.parent] if section.parent is not None else None
        heading = unnumbered(section.heading)
        years = years_named(heading)
        role: Role
        if parent is None:
            said = _role_by_year(years, heading, top_years, covers, plans) or heading_role(heading, top=True)
            role = said or _role_by_verbs(text[section.start : section.end], before, has_plans=bool(plans))
            before = role if role != "other" else before
        else:
            role = _role_within(parent, heading, _role_by_year(years, heading, (), covers, plans))
        if parent is not None and not years and parent.role == role:
            years = parent.years
        result.append(replace(section, role=role, years=years))
    return _release_reviews(text, result)


def _role_within(parent: Section, heading: str, by_year: Role | None) -> Role:
    """Role of a section below another: the other's, unless its heading says the opposite. by_year: by its year."""
    own = heading_role(heading, top=False)
    if own == "other" or is_appendix(unnumbered(parent.heading)):
        return "other"
    if parent.role == "plan":
        return "review" if "回顾" in heading else "plan"
    if shifts_to_plan(heading):
        return "plan"
    return by_year or (own if parent.role == "other" and own else parent.role)


def _role_by_year(
    years: Sequence[int], heading: str, top_years: Sequence[int], covers: Sequence[int], plans: Sequence[int]
) -> Role | None:
    """Role from the year alone, for headings like "2020年主要工作" that either half of a report may carry."""
    if len(years) != 1 or _NO_HALF.search(heading):
        return None
    year = years[0]
    if year in plans:
        return "plan"
    if year in covers:
        return "review"
    if len(set(top_years)) == 2:
        return "review" if year == min(top_years) else "plan"
    return None


def _role_by_verbs(passage: str, before: Role | None, *, has_plans: bool) -> Role:
    """Role of a top section whose heading names no time: once the plan has begun it goes on. has_plans: whether the
    report plans any year.
    """
    if before == "plan":
        return "plan"
    role, strength = passage_role(passage)
    if role == "review" and strength >= (0.2 if before == "review" else 0.1):
        return "review"
    if role is None or (role == "review" and not has_plans):
        return "other"  # a table, say
    return "plan"


def _release_reviews(text: str, sections: list[Section]) -> tuple[Section, ...]:
    """Where columns are out of order, sections that plainly review do not stay under the plan above them."""
    period = {s.number: s for s in sections if s.parent is None and re.fullmatch(r"(?:19|20)\d\d年", s.heading)}
    if len(period) < 2:
        return tuple(sections)
    reviewed = next((s.years for s in period.values() if s.role == "review"), ())
    result = list(sections)
    for section in sections:
        if section.parent is None and section.number not in period and section.role == "review":
            result[section.number] = replace(section, years=section.years or reviewed)
        if section.parent not in period:
            continue
        role, strength = passage_role(text[section.start : section.end])
        if result[section.parent].role == "plan" and role == "review" and strength >= 0.2:
            result[section.number] = replace(
                section, role="review", years=reviewed, parent=None, level=1, heading_path=(section.heading,)
            )
    return _shortened(result)


def _shortened(sections: list[Section]) -> tuple[Section, ...]:
    """Sections that end where a section that left them begins."""
    result = list(sections)
    for released in sections:
        if released.parent is not None:
            continue
        for section in result[: released.number]:
            if section.parent is None and section.end > released.start:
                result[section.number] = replace(section, end=released.start)
    return tuple(result)
