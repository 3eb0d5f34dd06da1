"""A clause that asks several things, cut where 、 or 和 joins them: 收到提案多少件、立案多少件."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.language.conjunctions import AND
from qa.understanding.interrogatives import Interrogative, find_interrogative, masked

__all__ = ["joined_clauses", "with_commas"]

_JOINT = re.compile(f"{AND}|并且|还有|跟|又|并|再")
_EACH_COUNTED = re.compile("(?:[、和与,，]|以及)(?=多少|几)")
_COUNTED_THING = re.compile("(?:多少|几)[㐀-鿿“”]{1,16}")
_LONGEST_OBJECT = 16
_BLANK = re.compile(r"(?<=[㐀-鿿0-9”》）)])[ \u3000]+(?=[㐀-鿿“《])")


def joined_clauses(premise: str, clause: str) -> list[str]:
    """One clause cut where 、 or 和 joins two that ask: 收到提案多少件、立案多少件."""
    rest = masked(clause)
    pieces = [clause[start:end] for start, end in _between_commas(rest)]
    if len(pieces) > 1 and all((one := find_interrogative(each)) and each[: one.start].strip("第 ") for each in pieces):
        return [premise + pieces[0], *pieces[1:]]  # 班子跑了几家企业、专委会跑了几家
    asked = find_interrogative(clause)
    if asked and (of_each := _counted_each(clause, asked)):
        return [premise + each for each in of_each]
    found: list[str] = []
    begin = 0
    while asked:
        end = begin + asked.end
        following = next(
            (
                joint
                for joint in _JOINT.finditer(rest, end, end + _LONGEST_OBJECT + 2)
                if (next_asked := find_interrogative(clause[joint.end() :]))
                and clause[joint.end() : joint.end() + next_asked.start].strip("第 ")
                and not _JOINT.search(rest, joint.end(), joint.end() + next_asked.start)
            ),
            None,
        )
        if following is None:
            break
        found.append(clause[begin : following.start()])
        begin = following.end()
        asked = find_interrogative(clause[begin:])
    found.append(clause[begin:])
    return [premise + found[0], *found[1:]]


def with_commas(text: str) -> str:
    """Commas for the blanks that some people type instead, where several of what stands between them ask."""
    pieces = _BLANK.split(text.strip())
    return "，".join(pieces) if sum(find_interrogative(piece) is not None for piece in pieces) > 1 else text


def _counted_each(clause: str, asked: Interrogative) -> list[str]:
    """座谈请了多少企业、多少家银行 → 座谈请了多少企业, 座谈请了多少家银行; [] where it is not so put."""
    head, listed = clause[: asked.start], clause[asked.start :]
    counted = _EACH_COUNTED.split(listed)
    if len(counted) > 1 and "、" in counted[0]:  # 多少工委、界别、几次活动
        first = counted[0].split("、")
        counted = [first[0], *(f"多少{each}" for each in first[1:]), *counted[1:]]
    if len(counted) < 2 or not all(_COUNTED_THING.fullmatch(each) for each in counted):
        return []
    return [head + each for each in counted]


def _between_commas(rest: str) -> Iterator[tuple[int, int]]:
    """Where the pieces between 、 begin and end."""
    start = 0
    for mark in re.finditer("、", rest):
        yield start, mark.start()
        start = mark.end()
    yield start, len(rest)
