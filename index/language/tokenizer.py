"""Text to search terms: words (jieba with the lexicon of the genre) and character bigrams."""

from __future__ import annotations

import hashlib
import re
import threading
import unicodedata
import warnings
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from index.language.dictionary import WordDictionary, compile_dictionary

if TYPE_CHECKING:
    import jieba

__all__ = ["LEXICON", "Tokenizer", "fold"]

LEXICON = Path(__file__).parent / "data" / "lexicon.txt"

# Changes whenever the same text would give other terms, so that an index built before is known to be stale.
_RULES_VERSION = 1

# The heading lines in front of a report's chunks come again and again; cutting them is most of what indexing costs.
_RUNS_KEPT = 8192

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_LETTER = rf"[^\W\d_{_HAN}]"
_RUN = re.compile(
    rf"(?P<han>[{_HAN}]+)"
    rf"|(?P<latin>[0-9]*{_LETTER}(?:{_LETTER}|[0-9])*)"
    r"|(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])|[0-9]+(?:\.[0-9]+)?)"
)


def fold(text: str) -> str:
    """The form in which terms are compared: `ＧＤＰ增长８％` → `gdp增长8%`. Traditional characters stay as they are."""
    return unicodedata.normalize("NFKC", text).lower()


class Tokenizer:
    """Search terms of a text; the same for index and question as long as `fingerprint` is.

    Safe to use from several threads. Nothing is loaded before the first call of `words`.
    """

    def __init__(self, *, cache_folder: Path | None = None, writes: bool = True, lexicon: Path = LEXICON) -> None:
        """cache_folder: where the compiled dictionary is kept; without one it is compiled in memory (1-2 s).

        writes: whether it may be put there where it is missing.
        """
        self._cache_folder, self._writes = cache_folder, writes
        self._lexicon = _read_lexicon(lexicon)
        self._jieba: jieba.Tokenizer | None = None
        self._dictionary: WordDictionary | None = None
        self._lock = threading.RLock()
        self._cut_again = lru_cache(maxsize=_RUNS_KEPT)(self._cut)

    @property
    def fingerprint(self) -> str:
        """Names everything the terms depend on: the rules here, jieba's version, the lexicon."""
        from importlib.metadata import version

        lexicon = hashlib.sha256("\n".join(self._lexicon).encode()).hexdigest()[:12]
        return f"rules{_RULES_VERSION}-jieba{version('jieba')}-lexicon{lexicon}"

    def words(self, text: str) -> list[str]:
        """Words in jieba's search mode, shorter words inside longer ones included, numbers whole.

        `政协常委会2023年提案1,571件` → 政协 常委 常委会 2023 年 提案 1571 件 (in the order jieba gives them).
        """
        terms: list[str] = []
        for kind, run in _runs(text):
            if kind == "han":
                terms.extend(self._cut_again(run))
            else:
                terms.append(run)
        return terms

    def bigrams(self, text: str) -> list[str]:
        """Pairs of neighbouring Chinese characters; latin words and numbers whole: `立案409件` → 立案 409 件."""
        terms: list[str] = []
        for kind, run in _runs(text):
            if kind == "han" and len(run) > 1:
                terms.extend(run[i : i + 2] for i in range(len(run) - 1))
            else:
                terms.append(run)
        return terms

    def cut(self, text: str) -> list[str]:
        """Words without overlap, in their order: `政协常委会2023年提案` → 政协 常委会 2023 年 提案."""
        terms: list[str] = []
        for kind, run in _runs(text):
            if kind == "han":
                terms.extend(self._segmenter_for(run).cut(run))
            else:
                terms.append(run)
        return terms

    def warm(self) -> None:
        """Load (or compile) the dictionary now rather than at the first question."""
        with self._lock:
            self._load()

    def _cut(self, run: str) -> tuple[str, ...]:
        return tuple(self._segmenter_for(run).cut_for_search(run))

    def _segmenter_for(self, run: str) -> jieba.Tokenizer:
        with self._lock:
            segmenter, dictionary = self._load()
            # jieba looks up only substrings of the run, so the words that begin with its characters are all it needs.
            dictionary.load_words_beginning_with(run, segmenter.FREQ)
        return segmenter

    def _load(self) -> tuple[jieba.Tokenizer, WordDictionary]:
        if self._jieba is None or self._dictionary is None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # jieba 0.42.1 has invalid escapes, which Python 3.12 reports
                import jieba
            dictionary = self._open_dictionary()
            # Our own instance, filled by hand: jieba's global one is shared state, logs to stderr and keeps its cache
            # in the shared temporary directory.
            segmenter = jieba.Tokenizer()
            segmenter.FREQ = {}
            segmenter.total = dictionary.total
            segmenter.initialized = True
            self._jieba, self._dictionary = segmenter, dictionary
        return self._jieba, self._dictionary

    def _open_dictionary(self) -> WordDictionary:
        if self._cache_folder is None:
            return WordDictionary(compile_dictionary(self._lexicon))
        path = self._cache_folder / f"words-{self.fingerprint}.json"
        return WordDictionary.cached(path, self._lexicon, writes=self._writes)


def _runs(text: str) -> Iterator[tuple[str, str]]:
    for match in _RUN.finditer(fold(text)):
        run = match.group()
        kind = match.lastgroup or ""
        yield kind, run.replace(",", "") if kind == "number" else run


def _read_lexicon(path: Path) -> tuple[str, ...]:
    lines = (line.split("#", 1)[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(sorted({line for line in lines if line}))
