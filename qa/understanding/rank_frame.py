"""经济总量在云南省里排第几: the place that a rank is held in is not the place asked about."""

from __future__ import annotations

import re

from index.language.gazetteer import Gazetteer

__all__ = ["within_frame"]

_BEFORE = re.compile("(?:在|占|于)(?:整个|全)?$")
_BEHIND = re.compile(
    "(?:省|市|自治区|自治州)?(?:范围|当中|之中|里头?|内|中)?(?:的)?(?:各(?:地|市州?|州市|区县|县区?|地市|城市))?(?:里|中|当中)?"
    "(?:能|又|是|大概|大约)?(?:排[名第在到几什]?|位[列居]|名列|[居列]第|第几|占[多几]|的?(?:位次|排位|名次))"
)
_RANKS = re.compile("排|位[列居次]|名[列次]|第几|[居列]第|占[多几]")
_WHOLE = {"province": "全省", "city": "全市", "county": "全县"}


def within_frame(question: str, gazetteer: Gazetteer, *, leans: bool) -> str:
    """The question with such a place as 全省 or 全市, where it names another place. leans: or leans on another turn."""
    if not _RANKS.search(question):
        return question
    mentions = sorted(gazetteer.mentions(question), key=lambda each: -each.start)
    for mention in mentions if leans or len(mentions) > 1 else ():
        whole = _WHOLE.get(mention.places[0].level) if len(mention.places) == 1 else None
        if whole and _BEFORE.search(question[: mention.start]) and _BEHIND.match(question, mention.end):
            whole = "全区" if mention.places[0].name.endswith("区") else whole
            end = mention.end
            if question[end : end + 1] in "省市" and not mention.text.endswith(("省", "市")):
                end += 1
            question = question[: mention.start] + whole + question[end:]
    return question
