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

from index.checksums import ATTESTED
from index.language.dictionary import WordDictionary, compile_dictionary

if TYPE_CHECKING:
    import jieba

__all__ = ["LEXICON", "Tokenizer", "fold"]

LEXICON = Path(__file__).parent / "data" / "lexicon.txt"

# Changes whenever the same text would give other terms, so that an index built before is known to be stale.
_RULES_VERSION = 1

# The heading lines in front of a report's chunks come again and again; cutting them is most of what indexing costs.
_RUNS_KEPT = 8192

_FileState = tuple[tuple[str, int, int, int], ...]

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
        self._opened: _Opened | None = None
        self._lock = threading.Lock()
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
        self._load()

    def _cut(self, run: str) -> tuple[str, ...]:
        return tuple(self._segmenter_for(run).cut_for_search(run))

    def _segmenter_for(self, run: str) -> jieba.Tokenizer:
        return self._load().segmenter_for(run)

    def _load(self) -> _Opened:
        with self._lock:
            if self._opened is None:
                self._opened = self._open()
            return self._opened

    def _open(self) -> _Opened:
        if self._cache_folder is None:
            return _Opened(WordDictionary(compile_dictionary(self._lexicon)))
        path = self._cache_folder / f"words-{self.fingerprint}.json"
        if (known := _known(path)) is not None:
            return known
        opened = _Opened(WordDictionary.cached(path, self._lexicon, writes=self._writes))
        if (state := _state_of(path)) is not None:
            with _OPENED_LOCK:
                _OPENED.clear()  # one at a time: a process answers from one dictionary, whatever its homes
                _OPENED[state] = opened
        return opened


class _Opened:
    """A dictionary with the segmenter that has of it what was asked for so far. Safe to use from several threads."""

    def __init__(self, dictionary: WordDictionary) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # jieba 0.42.1 has invalid escapes, which Python 3.12 reports
            import jieba
        # Our own instance, filled by hand: jieba's global one is shared state, logs to stderr and keeps its cache in
        # the shared temporary directory.
        self._segmenter = jieba.Tokenizer()
        self._segmenter.FREQ = {}
        self._segmenter.total = dictionary.total
        self._segmenter.initialized = True
        self._dictionary = dictionary
        self._lock = threading.Lock()

    def segmenter_for(self, run: str) -> jieba.Tokenizer:
        with self._lock:
            # jieba looks up only substrings of the run, so the words that begin with its characters are all it needs.
            self._dictionary.load_words_beginning_with(run, self._segmenter.FREQ)
        return self._segmenter


# The dictionary opened last, by its file as it was then: another home, or the next generation of one, need not read and
# check it again.
_OPENED: dict[_FileState, _Opened] = {}
_OPENED_LOCK = threading.Lock()


def _known(path: Path) -> _Opened | None:
    with _OPENED_LOCK:
        state = _state_of(path)
        return _OPENED.get(state) if state is not None else None


def _state_of(path: Path) -> _FileState | None:
    """What changes with a file; None where it or its checksum is not there."""
    try:
        return tuple(
            (str(each.resolve()), (stat := each.stat()).st_ino, stat.st_size, stat.st_mtime_ns)
            for each in (path, path.with_name(path.name + ATTESTED))
        )
    except OSError:
        return None


def _runs(text: str) -> Iterator[tuple[str, str]]:
    for match in _RUN.finditer(fold(text)):
        run = match.group()
        kind = match.lastgroup or ""
        yield kind, run.replace(",", "") if kind == "number" else run


def _read_lexicon(path: Path) -> tuple[str, ...]:
    lines = (line.split("#", 1)[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(sorted({line for line in lines if line}))
