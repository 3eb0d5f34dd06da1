"""Which kinds of report a question names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.language.gazetteer import Mention
from index.types import Kind

__all__ = ["kinds_asked"]

_CPPCC = re.compile(
    r"[省市区县州盟旗]政协|(?:\d年度?|的|省会)政协|政协(?=常委会|主席|党组|委员会|机关|第)|"
    r"(?<!the municipal )(?<!the provincial )CPPCC(?!(?: members?'?)? proposals?)",
    re.IGNORECASE,
)
_PROPOSALS_OF_CPPCC = re.compile(r"^政协(?:委员)?提案")
_GOVERNMENT = re.compile(r"政府工作报告|government work report", re.IGNORECASE)


def kinds_asked(text: str, scope: Sequence[Mention]) -> tuple[Kind, ...]:
    """The kinds of report that the question names; 政协提案 alone names none, governments report on them too."""
    if _GOVERNMENT.search(text):
        return ("government_report",)
    for match in _CPPCC.finditer(text):
        start = text.index("政协", match.start()) if "政协" in match[0] else match.start()
        if not _PROPOSALS_OF_CPPCC.match(text[start:]):
            return ("cppcc_report", "proposal_report")
    for mention in scope:
        if text[mention.end :].startswith("政协") and not _PROPOSALS_OF_CPPCC.match(text[mention.end :]):
            return ("cppcc_report", "proposal_report")
    return ()
