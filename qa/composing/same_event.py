"""A question of a dialogue that names nothing it is of → the same of what an earlier turn asked about, where the
passage that answered that answers it as well: 和哪些单位一块办的, three turns after 研讨会在哪开的.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from index.engine import Engine
from index.types import Span
from qa.composing.outline import paragraphs_in
from qa.types import Answer, Citation
from qa.understanding.clause import without_ends
from qa.understanding.frame import frame_of
from qa.understanding.heads import Cut, scope_words, topic_words
from qa.understanding.interrogatives import find_interrogative
from qa.understanding.where_when import Read

__all__ = ["of_same_event"]

Ask = Callable[[str], Answer]

_ANSWERED = ("answered", "ambiguous")
_LONGEST_THING = 10
# So much of a topic's pairs of characters in a question, and it names it already.
_NAMED = 0.5


def of_same_event(
    said: str, whole: str, answer: Answer, turns: Sequence[str], *, ask: Ask, plain: Ask, read: Read, index: Engine
) -> str | None:
    """The question with what an earlier turn was about, where its answer stands in the paragraph that answered that
    turn and the answer to the question alone does not; None where the question stands as it is understood.

    said: as typed; whole: as understood, and answered by `answer`. turns: the questions before it, whole, the oldest
    first. ask: a question's answer; plain: the one span that answers it.
    """
    if not _may_lean(said, whole, answer, read):
        return None
    for turn in reversed(turns):
        topic = _topic(turn, read, index.tokenizer.cut)
        if not topic or _names(whole, topic):
            continue
        told = ask(turn)
        if told.status not in _ANSWERED or not told.citations:
            continue
        if answer.citations and _stand_together(index, told.citations[0], answer.citations[0]):
            return None
        of_event = _with_topic(whole, topic, read)
        found = plain(of_event)
        if found.status not in _ANSWERED or not _stand_together(index, told.citations[0], found.citations[0]):
            continue
        if answer.status not in _ANSWERED or _is_surer(found, plain(whole)):
            return of_event
    return None


def _may_lean(said: str, whole: str, answer: Answer, read: Read) -> bool:
    """Whether it asks one thing, of no place or year of its own."""
    typed = read(without_ends(said))
    if typed.language != "zh" or typed.place or typed.year or "?" in whole.rstrip("?"):
        return False
    return find_interrogative(said) is not None and len(answer.parts) <= 1 and answer.comparison is None


def _topic(turn: str, read: Read, cut: Cut) -> str:
    """What a turn asks about, without where and when: 纪念“五一口号”的研讨会 of 邯郸纪念“五一口号”的研讨会在哪开的."""
    said = read(turn)
    asked = find_interrogative(turn)
    if asked is None or said.language != "zh":
        return ""
    head = read(turn[: asked.start])
    topic = topic_words(head, cut, without_year=False, takes_object=False)
    if own := topic[len(scope_words(head)) :].strip("的，, "):
        return own
    thing = frame_of(said).thing.rstrip("?？")
    return thing if 1 < len(thing) <= _LONGEST_THING else ""


def _names(whole: str, topic: str) -> bool:
    pairs = [topic[at : at + 2] for at in range(len(topic) - 1)]
    return bool(pairs) and sum(pair in whole for pair in pairs) >= _NAMED * len(pairs)


def _with_topic(whole: str, topic: str, read: Read) -> str:
    scope = scope_words(read(whole))
    return f"{scope}{topic}{whole[len(scope) :]}"


def _stand_together(index: Engine, one: Citation, other: Citation) -> bool:
    """Whether two quotes stand in one paragraph of a report."""
    if one.report.document_id != other.report.document_id:
        return False
    return any(span.start < other.end and other.start < span.end for span in _paragraphs(index, one))


def _paragraphs(index: Engine, citation: Citation) -> Iterator[Span]:
    report = citation.report
    yield from paragraphs_in(index.sections(report.id), report, citation.start, citation.end)


def _is_surer(one: Answer, other: Answer) -> bool:
    if other.status not in _ANSWERED or other.sureness is None:
        return True
    return one.sureness is not None and one.sureness.value >= other.sureness.value
