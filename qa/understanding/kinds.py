"""Which kinds of report a question names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index.kinds import KINDS, OF_CPPCC, REPORT_KINDS
from index.language.gazetteer import Mention
from index.types import Kind
from qa.understanding.bodies import venue_of

__all__ = ["department_asked", "kinds_asked", "organ_spans"]

_CPPCC = re.compile(
    r"[省市区县州盟旗]政协|(?:\d年度?|的|省会)政协|政协(?=常委会|主席|党组|委员会|机关|第)|"
    r"(?<!the municipal )(?<!the provincial )CPPCC(?!(?: members?'?)? proposals?)",
    re.IGNORECASE,
)
_PROPOSALS_OF_CPPCC = re.compile(r"^政协(?:委员)?提案")
# What may stand between a place and its organ: 新乡|市|法院, 新乡|2023年|法院.
_RANK = re.compile(r"[省市区县州盟旗]?(?:(?:19|20)\d\d年度?)?的?")
_DEPARTMENT = re.compile(
    r"[一-龥]{2,12}?(?:局|厅|委员会|(?<![市省区县常])委(?!员|托)|办公室)(?![一-龥]{0,3}(?:局|厅|委员会))"
)
_RANKED = re.compile(r"(?:^|[\s,，。?？:：]|请问|年度?|关于|的|哪一?[个座些]|各)[省市区县州地]级?的?(?=[一-龥])")


def kinds_asked(text: str, scope: Sequence[Mention]) -> tuple[Kind, ...]:
    """The kinds of report that the question names, or whose body it is about: 新乡|法院 2023年….

    政协提案 alone names none, governments report on them too.
    """
    if named := tuple(kind.key for kind in KINDS if kind.named and kind.named.search(text)):
        return _in_order(named)
    for match in _CPPCC.finditer(text):
        start = text.index("政协", match.start()) if "政协" in match[0] else match.start()
        if not _PROPOSALS_OF_CPPCC.match(text[start:]):
            return OF_CPPCC
    for mention in scope:
        if text[mention.end :].startswith("政协") and not _PROPOSALS_OF_CPPCC.match(text[mention.end :]):
            return OF_CPPCC
    return _of_organs(text, scope)


def department_asked(text: str, scope: Sequence[Mention]) -> str:
    """The department named behind its place, 新乡市|教育局; "" where there is none."""
    for mention in scope:
        if (rank := _RANK.match(text, mention.end)) and (found := _DEPARTMENT.match(text, rank.end())):
            return found[0]
    return ""


def organ_spans(text: str, scope: Sequence[Mention]) -> list[tuple[int, int]]:
    """Where an organ with reports of its own is named right behind its place: 襄阳|法院 2022年…."""
    found = []
    for mention in scope:
        rank = _RANK.match(text, mention.end)
        organs = (kind.organ.match(text, rank.end()) for kind in KINDS if kind.organ) if rank else ()
        found += [organ.span() for organ in organs if organ]
    return found


def _of_organs(text: str, scope: Sequence[Mention]) -> tuple[Kind, ...]:
    """Of the organ behind a place or a rank: 新乡市中级人民法院, 省检察院."""
    venue = venue_of(text)
    named = [mention for mention in scope if not venue[0] <= mention.start < venue[1]]
    ends = [match.end() for mention in named if (match := _RANK.match(text, mention.end))]
    ends += [match.end() for match in _RANKED.finditer(text)]
    return _in_order(kind.key for kind in KINDS if kind.organ and any(kind.organ.match(text, end) for end in ends))


def _in_order(kinds: Iterable[Kind]) -> tuple[Kind, ...]:
    found = set(kinds)
    return tuple(kind for kind in REPORT_KINDS if kind in found)
