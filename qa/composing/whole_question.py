"""What a composer reads a question with: place and time in it, and the question it makes after another."""

from __future__ import annotations

from datetime import date, datetime

from qa.composing.request import Request
from qa.understanding.followup import complete_question
from qa.understanding.parts import Follow
from qa.understanding.where_when import Read, WhereWhen, read_question

__all__ = ["follow_of", "reader_of"]


def reader_of(request: Request) -> Read:
    """Reads what a text says of place and time, as of today and this index."""
    retriever = request.retriever

    def read(text: str) -> WhereWhen:
        return read_question(text, gazetteer=retriever.gazetteer, today=_today(), indexed=retriever.indexed)

    return read


def follow_of(request: Request) -> Follow:
    """Makes whole a question that leans on the one before it."""
    retriever = request.retriever

    def follow(question: str, previous: str) -> str | None:
        return complete_question(
            question, previous=previous, gazetteer=retriever.gazetteer, today=_today(), indexed=retriever.indexed
        )

    return follow


def _today() -> date:
    return datetime.now().astimezone().date()
