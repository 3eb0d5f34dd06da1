"""How much may be asked at once; looked at before any work is done on it."""

from __future__ import annotations

from collections.abc import Sequence

from index.errors import QuestionError

__all__ = ["LONGEST_NAME", "LONGEST_QUESTION", "MOST_FILTERS", "check_filters", "check_question"]

LONGEST_QUESTION = 2_000  # characters of a question, a claim, an indicator, or the question before
LONGEST_NAME = 100  # characters of a filter; the longest path of a place in the gazetteer has 34
_LAST_YEAR = 9_999
MOST_FILTERS = 500  # of one kind; there are 343 places above the counties


def check_question(text: str) -> None:
    """Refuses what is too long to be a question. Folding comes after it: a folded character may become eighteen.

    Raises: QuestionError.
    """
    if len(text) > LONGEST_QUESTION:
        raise QuestionError(
            f"The question has {len(text):,} characters; at most {LONGEST_QUESTION:,} can be used. Ask one thing. "
            f"问题过长（上限 {LONGEST_QUESTION:,} 字），请只问一件事。"
        )


def check_filters(*filters: Sequence[str] | Sequence[int] | None) -> None:
    """Refuses more filters than one question can have, and names and years that are too long to be any.

    Raises: QuestionError.
    """
    for values in filters:
        if values and len(values) > MOST_FILTERS:
            raise QuestionError(
                f"There are {len(values):,} filters of one kind; at most {MOST_FILTERS:,} can be used. Give fewer. "
                f"筛选条件过多（上限 {MOST_FILTERS:,} 个），请减少。"
            )
        for value in values or ():
            if (len(value) > LONGEST_NAME) if isinstance(value, str) else not 0 <= value <= _LAST_YEAR:
                raise QuestionError(
                    f"A filter is no name or year: names have at most {LONGEST_NAME} characters, years four digits. "
                    f"筛选条件不是名称（上限 {LONGEST_NAME} 字）或四位数的年份，请改正。"
                )
