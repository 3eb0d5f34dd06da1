"""An answer's evidence → sentences of a model, each shown only once the lock has let it through."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from index.errors import LlmError
from qa.checking.lock import Lock, cited_in, plain
from qa.checking.lock_sources import Reader
from qa.composing.llm import prompts
from qa.composing.llm.client import Message
from qa.composing.llm.reasons import failure, reason
from qa.composing.llm.sentences import Sentences
from qa.retrieval.retriever import Retriever
from qa.types import Answer, Citation, Worded, WordedSentence

__all__ = ["Stream", "lock_of", "sendable", "worded"]

Stream = Callable[[list[Message]], Iterator[str]]
"""Messages → what the model writes, piece by piece. Raises LlmError."""

_MOST_SENTENCES = 12
_MOST_SHOWN = 1_000  # characters: a screen
_WITHHELD = (
    "引文里有像是写给语言模型的话，没有交给模型",
    "the quotes have words that seem meant for a language model, and were not sent to one",
)


def sendable(answer: Answer) -> tuple[Citation, ...]:
    """The citations whose quotes a model is shown: those that do not speak to it."""
    return tuple(each for each in answer.citations if not prompts.speaks_to_a_model(each.quote))


def lock_of(answer: Answer, citations: Sequence[Citation], retriever: Retriever) -> Lock:
    """The lock over an answer's evidence."""
    reader = Reader(retriever.gazetteer, retriever.index.tokenizer.cut, retriever.chinese_for)
    plans = answer.scope.period == "plans" and bool(answer.scope.years)
    return Lock(citations, reader, question=answer.understood_as or answer.question, plans=plans)


def worded(answer: Answer, retriever: Retriever, stream: Stream, start: Worded) -> Iterator[Worded]:
    """What the model makes of the answer's evidence, each time with one sentence more; the last is done.

    start: which model, and where.
    """
    english = answer.language == "en"
    citations = sendable(answer)
    if not citations:
        yield replace(start, done=True, failed=_WITHHELD[english])
        return
    lock = lock_of(answer, citations, retriever)
    pieces, state = Sentences(), start
    try:
        for piece in stream(prompts.wording(answer, citations)):
            for sentence in pieces.take(piece):
                state = _with(state, sentence, lock, answer)
                yield state
                if _is_full(state):
                    yield replace(state, done=True)
                    return
    except LlmError as error:
        yield replace(state, done=True, failed=failure(error, answer.language))
        return
    for sentence in pieces.end():
        state = _with(state, sentence, lock, answer)
    empty = failure(LlmError("", problem="nonsense"), answer.language) if not state.sentences else ""
    yield replace(state, done=True, failed=empty)


def _with(state: Worded, sentence: str, lock: Lock, answer: Answer) -> Worded:
    text = plain(sentence)
    struck = lock.strike(text)
    if struck:
        numbers = tuple(n for n in cited_in(text) if any(n == each.n for each in answer.citations))
        added = WordedSentence("", numbers, struck=True, reason=reason(struck, answer.language))
    elif any(text == each.text for each in state.sentences):
        return state  # small models say the same again and again
    else:
        added = WordedSentence(text, cited_in(text))
    return replace(state, sentences=(*state.sentences, added))


def _is_full(state: Worded) -> bool:
    shown = sum(len(each.text) for each in state.sentences)
    return len(state.sentences) >= _MOST_SENTENCES or shown >= _MOST_SHOWN
