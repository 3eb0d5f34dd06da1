"""Which of two is more and by how much, asked in one question → both told, of the same two figures."""

from __future__ import annotations

import re
from dataclasses import replace

from qa.composing.calculation import reckon
from qa.composing.continued import Before, as_answer
from qa.composing.request import Composed, Request
from qa.composing.several import composed_of
from qa.composing.whole_question import reader_of
from qa.understanding.asked_part import AskedPart
from qa.understanding.most import which_and_by_how_much

__all__ = ["which_more"]

_COMMA = re.compile("[，,。？?；; ]+")


def which_more(request: Request) -> Composed | None:
    """新乡和郑州谁的立案多，多多少 → 郑州市（656件）, 247件; why not, with the figures found, where they cannot be held
    against each other. None for another question, or where neither figure is found.
    """
    query = request.query
    if request.language != "zh" or query.excluded or query.same_named or query.doubted or request.scope.missing:
        return None
    cut = request.retriever.index.tokenizer.cut
    asked = which_and_by_how_much(query.question, reader_of(request), cut)
    if asked is None:
        return None
    *said, how_much = [piece for piece in _COMMA.split(query.question.strip(" ?？。")) if piece]
    apart = reckon(request, asked[1], with_operands=True)
    if apart.status != "answered":
        return apart if apart.citations or asked[1].points else None
    parts = (AskedPart("，".join(said), "，".join(said)), AskedPart(how_much, how_much))
    most = reckon(request, asked[0])
    base = request.plain(asked[0].terms[0].questions[0])
    base = replace(base, readings=(), sureness=None)
    return composed_of(
        [Before(part, as_answer(part, each, base)) for part, each in zip(parts, (most, apart), strict=True)]
    )
