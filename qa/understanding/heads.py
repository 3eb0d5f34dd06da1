"""What stands before an interrogative: place, body and time, the topic, and the verb that the asked word hangs on."""

from __future__ import annotations

import re
from collections.abc import Callable

from index.language.stages import ACTION, CHANGE
from qa.understanding.where_when import WhereWhen

__all__ = ["Cut", "has_topic", "scope_words", "topic_words", "verb_at_end"]

Cut = Callable[[str], list[str]]

# Behind the last mark: the words of a tokenizer leave marks out.
_PIECE = re.compile("[，,“”《》（）()‘’]")
_BODY = re.compile(
    r"^(?:[省市区县州]?(?:政协|政府)(?!工作|提案|委员)(?:党组|机关|常委会)?|"
    r"[㐀-鿿]{1,10}?(?:局|委员会|委(?![员会])|厅|院|大学|公司|集团|协会|联合会|工商联|商会|银行|中学|小学))?的?"
)
_WHEN = re.compile("^[^，,。？?比和与占]{0,16}?(?:期间|以来|会议(?:上|中|以来)?|当中|方面)的?")
# Words before an interrogative that are no topic: adverbs, copulas, what a verb takes with it.
_PARTICLE = re.compile(
    "(?:[了过着的共约已均各都又还也就将要能会可应是为有在到达占到给被由以用从对向把让叫让做]|[㐀-鿿]{1,4}[了过]|[㐀-鿿][到成出完好起给为]|一共|总共|共有|"
    "共计|分别|已经|大概|大约|究竟|到底|主要|具体|现在|目前|准备|打算|计划|围绕|通过|根据|按照|关于|针对|采取|达到|属于|"
    "全都|全部|最后|最终|后来|当时|结果|事后|之后)"
)


def topic_words(head: WhereWhen, cut: Cut, *, without_year: bool, takes_object: bool) -> str:
    """What stands before an interrogative, less the verb it hangs on: 新乡市2023年重点提案有 → 新乡市2023年重点提案."""
    text = head.text
    end = len(text) - len("".join(verb_at_end(text[_scope_end(head) :], cut, takes_object=takes_object)))
    return _without_year(text[:end], head) if without_year else text[:end]


def scope_words(head: WhereWhen, *, without_year: bool = False) -> str:
    """The words of place, body and time that it begins with: 新乡市政协2023年."""
    text = head.text[: _scope_end(head)]
    return _without_year(text, head) if without_year else text


def _scope_end(head: WhereWhen) -> int:
    """Where the words of place, body and time at its beginning end."""
    end = max([0, *(span[1] for span in (head.place, head.year) if span)])
    if (head.place and end == head.place[1]) or end == 0:
        body = _BODY.match(head.text[end:])
        end += body.end() if body else 0
    elif head.place and head.place[0] >= (head.year or (0, 0))[1]:
        body = _BODY.match(head.text[head.place[1] :])
        end = max(end, head.place[1] + (body.end() if body else 0))
    when = _WHEN.match(head.text[end:])
    return end + (when.end() if when else 0)


def _without_year(text: str, head: WhereWhen) -> str:
    return text[: head.year[0]] + text[head.year[1] :] if head.year and head.year[1] <= len(text) else text


def verb_at_end(text: str, cut: Cut, *, takes_object: bool = False) -> list[str]:
    """The words at its end that are a verb with its adverbs and particles, in their order. takes_object: what follows
    is the object of a verb, so that the last word but particles is one.
    """
    text = _PIECE.split(text)[-1]
    words = cut(text) if text else []
    if "".join(words) != text:
        words = re.findall(r"[㐀-鿿]|[^㐀-鿿]+", text)[-3:]
    taken: list[str] = []
    has_verb = False
    for word in reversed(words):
        is_particle = _PARTICLE.fullmatch(word) is not None
        has_aspect = bool(taken) and taken[0] in ("了", "过")
        is_verb = (len(word) == 1 and word >= "㐀") or any(verb.fullmatch(word) for verb in (ACTION, CHANGE))
        is_verb = is_verb or has_aspect or (takes_object and not taken)
        if not is_particle and (has_verb or not is_verb):
            break
        has_verb = has_verb or (is_verb and not is_particle)
        taken.insert(0, word)
    return taken


def has_topic(head: WhereWhen, cut: Cut) -> bool:
    """Whether a clause names before its interrogative what it asks about: 办复率是, not 写了."""
    text = head.text
    for span in sorted(filter(None, (head.place, head.year)), reverse=True):
        text = text[: span[0]] + text[span[1] :]
    text = text.strip("的，, ")
    return bool(text) and "".join(verb_at_end(text, cut)) != text
