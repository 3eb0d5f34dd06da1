"""A question with what is asked folded into it laid open: 落实得怎样（多少工委、几次活动）, 怎么落实的：跑了几家…."""

from __future__ import annotations

import re

from qa.understanding.interrogatives import find_interrogative, masked

__all__ = ["unfolded"]

_BRACKETED = re.compile("[（(](?P<asked>[^（）()]{4,60})[）)]")
# What is then asked in detail: 是怎么落实的：.
_IN_DETAIL = re.compile(
    "^(?P<head>[^：:?？。]{2,40}?)[，,]?(?:都|是|到底|究竟|具体){0,2}(?:怎么样?|怎样|如何|啥情况|什么情况)"
    "(?:落实|开展|做|推进|搞|干|办|进行|完成|抓)?(?:的|得|了)?(?:怎么样|怎样|如何)?[：:](?=.)"
)
_PIECE = re.compile("[、，,；;]")
_SEVERAL = 2
# 咸宁（2020年）、随州（2020年）: a year beside the name it is of.
_YEAR_BESIDE = re.compile(r"(?<=[㐀-鿿])[（(](?P<year>(?:19|20)\d\d)年?[）)](?=[、，,和与及]|的|[㐀-鿿])")


# 从多少提到了多少: raised, not mentioned.
_RAISED = re.compile("(?<=多少)提(?=[到至]了?多少)")


def unfolded(question: str) -> str:
    """The question in a row: what brackets ask behind a comma; before a colon only what it is asked of."""
    question = _RAISED.sub("提高", question)
    question = _YEAR_BESIDE.sub(lambda found: f"{found['year']}年", question)
    hidden = masked(question)
    for found in reversed(list(_BRACKETED.finditer(hidden))):
        inside = question[found.start("asked") : found.end("asked")]
        if find_interrogative(inside):
            question = f"{question[: found.start()]}，{inside}{question[found.end() :]}"
    detailed = _IN_DETAIL.match(masked(question))
    if (
        detailed
        and sum(find_interrogative(each) is not None for each in _PIECE.split(question[detailed.end() :])) >= _SEVERAL
    ):
        return f"{question[: detailed.end('head')]}，{question[detailed.end() :]}"
    return question
