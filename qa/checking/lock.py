"""The lock on what a language model writes: a sentence that says anything its cited spans do not say is struck.

It must cite; every figure, unit, year, place, person, body, title and quote of it must stand in the spans it cites, and
say there what it says here: of the same stage, the same way, denied or not. The rules err on the side of striking: what
is struck costs a wording, what slips through would cost the reader's trust. A model cannot talk its way through, nor a
report that tells it to: only the words count, not who asked for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from index.reading.characters import clean_characters
from qa.checking.lock_english import english_problem
from qa.checking.lock_figures import figure_problem, numeral_problem, year_problem
from qa.checking.lock_meaning import direction_problem, negation_problem, words_problem
from qa.checking.lock_names import name_problem, place_problem, quote_problem, scope_problem
from qa.checking.lock_sources import Reader, Source, folded
from qa.checking.struck import Struck
from qa.types import Citation

__all__ = ["Lock", "cited_in", "plain"]

_MARKER = re.compile(r"\[(\d{1,3})\]")
_MARKERS = re.compile(r"(?:\[\d{1,3}\][ \t]{0,3})+")
_SEVERAL = re.compile(r"\[(\d{1,3}(?:\s*[,，、]\s*\d{1,3})+)\]")
_BRACKETS = str.maketrans("［］【】", "[][]")
# Marks of Markdown at a line's head and around words; a list's numbers.
_HEAD = re.compile(r"^\s*(?:#{1,6}\s|[-*•·>]\s+|[（(]?\d{1,2}[.、)）](?!\d)\s*)+")
_EMPHASIS = re.compile(r"\*\*|__|`")
_KNOWN = re.compile(
    "[\u3400-\u4dbf\u4e00-\u9fff〇A-Za-zÀ-ÿ0-9０-９Ａ-Ｚａ-ｚ \t"
    "，。！？；：、“”‘’「」『』（）《》〈〉〔〕．—–\\-…·.,;:!?'\"()%％‰℃+＋~～\\[\\]&]*"
)
_LETTERS = re.compile("[㐀-鿿]")
_STOPS = " \t，。！？；：、,.;:!?…"


def plain(sentence: str) -> str:
    """A model's sentence without Markdown and unseen characters, its markers as [1]: as checked, so shown."""
    text = clean_characters(sentence).translate(_BRACKETS)
    text = _SEVERAL.sub(lambda match: "".join(f"[{n}]" for n in re.findall(r"\d+", match[1])), text)
    return _EMPHASIS.sub("", _HEAD.sub("", text)).strip()


def cited_in(sentence: str) -> tuple[int, ...]:
    """The numbers of the citations that a plain sentence names, each once, in their order."""
    return tuple(dict.fromkeys(int(n) for n in _MARKER.findall(sentence)))


class Lock:
    """Holds sentences against the citations of one answer.

    question: what was asked, whose words a sentence may repeat, but not its figures and names. plans: whether it asks
    for what is planned.
    """

    def __init__(
        self, citations: Sequence[Citation], reader: Reader, *, question: str = "", plans: bool = False
    ) -> None:
        self._reader = reader
        self._question = folded(question)
        self._sources = {each.n: Source.of(each, reader.gazetteer, plans=plans) for each in citations}

    def strike(self, sentence: str) -> Struck | None:
        """Why a plain sentence may not be shown; None where it may."""
        if not _KNOWN.fullmatch(sentence):
            return Struck("characters")
        numbers = cited_in(sentence)
        if not numbers:
            return Struck("uncited")
        if any(n not in self._sources for n in numbers):
            return Struck("citation")
        for text, cited in _segments(folded(sentence)):
            sources = [self._sources[n] for n in cited]
            if problem := self._problem(text, sources):
                return problem
        return None

    def _problem(self, text: str, sources: Sequence[Source]) -> Struck | None:
        reader = self._reader
        if not _LETTERS.search(text):
            return english_problem(text, sources, reader)
        checks: tuple[Callable[[], Struck | None], ...] = (
            lambda: quote_problem(text, sources),
            lambda: year_problem(text, sources),
            lambda: figure_problem(text, sources, reader),
            lambda: numeral_problem(text, sources, reader),
            lambda: place_problem(text, sources, reader),
            lambda: scope_problem(text, sources),
            lambda: name_problem(text, sources, reader),
            lambda: negation_problem(text, sources, reader),
            lambda: direction_problem(text, sources),
            lambda: words_problem(text, sources, reader, self._question),
        )
        return next((problem for check in checks if (problem := check())), None)


def _segments(sentence: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The stretches of a sentence, each with the citations that follow it; what follows the last is of them too."""
    start, text = 0, ""
    cited: tuple[int, ...] = ()
    for match in _MARKERS.finditer(sentence):
        if text:
            yield text, cited
        text, cited, start = sentence[start : match.start()], cited_in(match[0]), match.end()
        text = text.lstrip(_STOPS)
    rest = sentence[start:].strip(_STOPS)
    yield (f"{text}，{rest}" if rest else text), cited
