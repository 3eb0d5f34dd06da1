"""What a language model adds to an answer that is there already: first the answer, then the same with more in it.

Refused is refused: the model may only put the question in other words, which are then asked in the ordinary way; what
is still refused is never worded. Of several readings it may say which is meant; all stay. What is answered it words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from index.errors import LlmError, WenzhengError
from qa.composing.llm import prompts
from qa.composing.llm.client import streamed
from qa.composing.llm.reasons import failure
from qa.composing.llm.settings import llm_settings
from qa.composing.llm.understanding import asks_the_same, combined, questions_in
from qa.composing.llm.worded import Stream, worded
from qa.retrieval.retriever import Retriever
from qa.types import Answer, Worded

__all__ = ["steps"]

_ANSWERED = ("answered", "ambiguous")


def steps(answer: Answer, retriever: Retriever, ask: Callable[[str], Answer]) -> Iterator[Answer]:
    """The answer with what the model adds, each time with more; nothing where no model is on, the last is done.

    ask: asks another question with the same filters, in the ordinary way.
    """
    try:
        settings = llm_settings(retriever.config.home)
    except LlmError as error:
        yield replace(answer, worded=Worded((), "", "", done=True, failed=failure(error, answer.language)))
        return
    if settings is None:
        return
    start = Worded((), settings.model, settings.host)
    stream: Stream = partial(streamed, settings, ends=prompts.ENDS)
    try:
        if answer.status not in _ANSWERED:
            understood = _understood(answer, retriever, stream, ask)
            if understood is None:
                yield replace(answer, worded=replace(start, done=True))
                return
            answer = understood
            yield replace(answer, worded=start)
        elif answer.status == "ambiguous" and len(answer.readings) > 1:
            answer, start = _chosen(answer, stream, start)
            yield replace(answer, worded=start)
    except LlmError as error:
        yield replace(answer, worded=replace(start, done=True, failed=failure(error, answer.language)))
        return
    for state in worded(answer, retriever, stream, start):
        yield replace(answer, worded=state)


def _understood(answer: Answer, retriever: Retriever, stream: Stream, ask: Callable[[str], Answer]) -> Answer | None:
    """The answer to the question in other words, where those have one. Only what the reports searched do not say is
    asked again: of a place or year of which there is no report, there is still none.
    """
    if answer.status != "not_stated":
        return None
    question = answer.understood_as or answer.question
    found = []
    for rewritten in questions_in("".join(stream(prompts.rewriting(question)))):
        if not asks_the_same(question, rewritten, retriever):
            continue
        try:
            again = ask(rewritten)
        except WenzhengError:
            continue
        if again.status in _ANSWERED:
            found.append(again)
    return combined(answer, found) if found else None


def _chosen(answer: Answer, stream: Stream, start: Worded) -> tuple[Answer, Worded]:
    """The readings with the one first that the model takes for the one meant. All of them are sure, and all stay."""
    readings = answer.readings
    if any(prompts.speaks_to_a_model(each.citation.quote) for each in readings):
        return answer, start
    said = "".join(stream(prompts.choosing(answer, readings))).strip().strip("[]【】.。")
    if not said.isascii() or not said.isdecimal() or not 1 <= int(said[:4]) <= len(readings):
        return answer, start
    meant = readings[int(said[:4]) - 1]
    ordered = (meant, *(each for each in readings if each is not meant))
    return replace(answer, short=meant.short, readings=ordered), replace(start, chosen=meant.citation.n)
