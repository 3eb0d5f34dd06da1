"""Greetings, thanks and the like → a friendly line that says what can be asked. No report is cited for them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.types import Report
from qa.citing.citation import period_label
from qa.composing.request import Composed, Request
from qa.types import Language
from qa.understanding.chatter import is_chatter
from qa.wording import place_name

__all__ = ["conversation"]

_REPLIES: tuple[tuple[re.Pattern[str], dict[Language, str]], ...] = (
    (re.compile("谢|辛苦|麻烦|thank|thx|cheers", re.IGNORECASE), {"zh": "不客气。", "en": "You are welcome. "}),
    (re.compile("再见|拜拜|回见|回头见|下次见|晚安|bye|see you", re.IGNORECASE), {"zh": "再见。", "en": "Goodbye. "}),
    (
        re.compile(r"[你您]好|哈[喽啰]|早|[上下]午好|晚上好|\b(?:hi|hello|hey)\b", re.IGNORECASE),
        {"zh": "你好！", "en": "Hello! "},
    ),
)
_WHAT: dict[Language, str] = {
    "zh": "我只回答已收录的工作报告里写明的事，每句话都附出处。"
    "可以这样问：“{example}”，再接着问“为什么？”“详细说说”或“换成别的年份呢？”。",
    "en": "I answer from the indexed work reports alone, and cite every sentence. Ask, for example, "
    "“{example}”, and then "
    "“Why?”, “Tell me more” or “What about another year?”.",
}
_EXAMPLE: dict[Language, str] = {"zh": "{place}{year}做了哪些工作？", "en": "What work was done in {place} in {year}?"}
_ANYWHERE: dict[Language, str] = {"zh": "报告提出了哪些目标？", "en": "What goals do the reports set?"}


def conversation(request: Request) -> Composed | None:
    """What can be asked, where nothing is."""
    if not is_chatter(request.question):
        return None
    language = request.language
    reply = next((words[language] for said, words in _REPLIES if said.search(request.question)), "")
    text = reply + _WHAT[language].format(example=_example(request.retriever.index.reports, language))
    return Composed("conversation", "not_stated", None, text, ())


def _example(reports: Sequence[Report], language: Language) -> str:
    """A question of which there is a report."""
    known = next((report for report in reports if report.place and report.covers), None)
    if known is None:
        return _ANYWHERE[language]
    return _EXAMPLE[language].format(place=place_name(known, language), year=period_label(known.covers, language))
