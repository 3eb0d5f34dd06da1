"""A whole question → the composed answer it wants, or None where one span answers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.composing.admitted import name_shortcomings
from qa.composing.byline import name_authors
from qa.composing.calculation import calculation
from qa.composing.conversation import conversation
from qa.composing.counted import name_counted
from qa.composing.counted_names import name_by_word
from qa.composing.definition import define, tell_named
from qa.composing.delivered import day_given
from qa.composing.ends import told_ends
from qa.composing.event_told import tell_event
from qa.composing.forms import forms_asked
from qa.composing.given import over_given
from qa.composing.grown import growth_of_another_time, growth_stated
from qa.composing.how import explain, tell_evidence
from qa.composing.listed import list_items
from qa.composing.members import name_aspects
from qa.composing.mention import name_reports, name_where_asked
from qa.composing.of_field import tell_fields
from qa.composing.over_years import tell_over_years
from qa.composing.part_told import tell_part
from qa.composing.raised import growth_by_addition
from qa.composing.request import Composed, Composer, Request
from qa.composing.role import name_holders
from qa.composing.sectors import share_of_sectors
from qa.composing.several import several
from qa.composing.summary import summarise
from qa.composing.titled import name_titles
from qa.composing.topic import number_asked
from qa.composing.trend import trend
from qa.composing.undone import left_undone
from qa.composing.which_more import which_more
from qa.composing.yes_no import yes_no
from qa.types import AnswerForm

__all__ = ["compose", "compose_one"]

# In this order; the first that has an answer gives it.
_OF_SEVERAL: tuple[Composer, ...] = (
    conversation,
    tell_named,
    name_where_asked,
    which_more,
    tell_event,
    told_ends,
    tell_over_years,
    trend,
    tell_fields,
    several,
)
_RECKONED: tuple[Composer, ...] = (
    name_authors,
    tell_named,
    over_given,
    share_of_sectors,
    growth_stated,
    growth_by_addition,
    left_undone,
    calculation,
    growth_of_another_time,
    trend,
    yes_no,
    day_given,
    name_shortcomings,
    tell_fields,
    name_titles,
)
_BY_FORM: dict[AnswerForm, Composer] = {
    "mention": name_reports,
    "role": name_holders,
    "definition": define,
    "summary": lambda request: name_aspects(request) or summarise(request),
    "list": lambda request: name_aspects(request) or list_items(request),
    "how": explain,
}
# What is not found in its form is told by the part that is of it, or by the sentences that say it.
_TOLD: tuple[AnswerForm, ...] = ("summary", "list", "how")


def compose(request: Request) -> Composed | None:
    """The answer to a question that may ask for several things, in parts; or of any form."""
    return _first(_OF_SEVERAL, request) or compose_one(request)


def compose_one(request: Request) -> Composed | None:
    """The answer to a question of one thing that wants more than a span."""
    if (reckoned := _first(_RECKONED, request)) is not None:
        return reckoned
    if (named := name_by_word(request)) is not None:
        return named
    forms = forms_asked(request)
    if {"list", "summary", "definition"} & {*forms} and (counted := name_counted(request)):
        return counted
    composed = _first([_BY_FORM[form] for form in forms], request)
    if composed is None and forms and forms[0] in _TOLD and not number_asked(request.query.question)[1]:
        composed = tell_part(request, forms[0]) or tell_evidence(request, forms[0])
    return _with_short(composed, request) if composed is not None else None


def _with_short(composed: Composed, request: Request) -> Composed | None:
    """The same, with the one span that answers, where the reader is sure of one and it is among what is shown.

    None where the reader is highly sure of a span that is not: then that is the answer.
    """
    if composed.form not in ("list", "how") or composed.status not in ("answered", "not_stated"):
        return composed
    plain = request.plain(request.question)
    if plain.status != "answered" or plain.short is None:
        return composed
    if any(plain.short in citation.quote for citation in composed.citations):
        return replace(composed, short=plain.short) if composed.form == "list" and composed.short is None else composed
    return None if plain.sureness is not None and plain.sureness.level == "high" else composed


def _first(composers: Sequence[Composer], request: Request) -> Composed | None:
    return next((composed for each in composers if (composed := each(request)) is not None), None)
