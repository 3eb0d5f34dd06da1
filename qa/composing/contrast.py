"""What a sentence has where a statement has something else: 养老服务业, where 托育服务业 is claimed.

All else that the statement names stands in the sentence, and the words beside the one that does not are the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from index.language.everyday import part_of_speech
from qa.retrieval.concepts import Concept

__all__ = ["contrasted"]

_ENOUGH = 0.75
# So many other words must stand there; what differs is no longer than so much.
_FEWEST, _LONGEST = 2, 8
_BESIDE = 2
# What is looked at on either side.
_REACH = 12
_MARK = re.compile(r"[，,。；;：:、！!？?“”\"《》（）()]")
_NUMBER = re.compile("第[一二三四五六七八九十百0-9]{1,4}|(?<![0-9])[0-9](?=A)")
# What acts, joins or relates is often said in other words: 成立, 组建.
_RELATES = frozenset("v vd vi vq d df c p r rr rz u y f".split())
_JOINS = re.compile("^[、和与及]+")
_COPULA = re.compile("[的是为叫在了到和与由]{1,4}$")


def contrasted(
    statement: str,
    text: str,
    words: Sequence[Concept],
    cut: Callable[[str], list[str]],
    is_light: Callable[[str], bool],
) -> str:
    """The words of a sentence in place of those that a Chinese statement has; "" where more or nothing differs.

    is_light: whether a word says nothing of its own, so that it may be missing.
    """
    statement, text = "".join(statement.split()), "".join(text.split())
    plain = statement.casefold()
    lacking = [word.variants[0] for word in words if word.match(text) < _ENOUGH and not is_light(word.variants[0])]
    lacking += [number[0] for number in _NUMBER.finditer(statement) if number[0] not in text]
    if not lacking or len(words) - len(lacking) < _FEWEST:
        return ""
    spans = sorted((plain.find(word), plain.find(word) + len(word)) for word in lacking)
    start, end = spans[0][0], max(stop for _, stop in spans)
    is_one = all(begin <= last for (_, last), (begin, _) in pairwise(spans))
    if start < 0 or not is_one or end - start > _LONGEST or any(part_of_speech(word) in _RELATES for word in lacking):
        return ""
    other = _before_same(statement, text, start, end) or _behind_same(statement, text, start, end)
    bare = other[0] if other else ""
    if not bare or bare in statement or all(part_of_speech(word) in _RELATES for word in cut(bare)):
        return ""
    follows = cut(other[1])[0] if other and other[1] else ""
    return bare if part_of_speech(follows) in _RELATES or _JOINS.match(statement[end:]) else bare + follows


def _before_same(statement: str, text: str, start: int, end: int) -> tuple[str, str] | None:
    """What stands in the text before the words that follow the span in the statement, and these words."""
    joined = _JOINS.match(statement[end:])
    behind = statement[end + (joined.end() if joined else 0) :][:_REACH]
    length = next((n for n in range(len(behind), 0, -1) if behind[:n] in text), 0)
    if not length or _MARK.search(behind[:1]):
        return None
    at = text.find(behind[:length])
    window = text[max(0, at - _REACH) : at]
    window = _MARK.split(window.rstrip("、和与及") if joined else window)[-1]
    same_long = window[start - end :] if len(window) >= end - start else ""
    if length < _BESIDE:  # 解放战争|卷, 抗日战争|卷
        return (
            (same_long, behind[:length])
            if same_long[-1:] == statement[end - 1] and text.count(behind[0]) == 1
            else None
        )
    before = _COPULA.sub("", statement[:start])
    for n in range(min(len(before), _REACH), 0, -1):
        found = window.rfind(before[-n:])
        if found >= 0 and window[found + n :]:
            return window[found + n :], behind[:length]
    return (same_long, behind[:length]) if same_long else None


def _behind_same(statement: str, text: str, start: int, end: int) -> tuple[str, str] | None:
    """What stands in the text behind the words before the span, where the statement ends with the span."""
    before = _COPULA.sub("", statement[:start])
    if statement[end:].strip("的了办 ") or len(before) < _BESIDE:
        return None
    length = next((n for n in range(min(len(before), _REACH), _BESIDE - 1, -1) if text.count(before[-n:]) == 1), 0)
    if not length:
        return None
    behind = text[text.find(before[-length:]) + length :][: end - start]
    return (behind, "") if len(behind) == end - start and not _MARK.search(behind) else None
