"""jieba's dictionary and our lexicon compiled into one file of which a question reads only the words it may need.

Loading all 500,000 prefixes takes jieba 1-2 s from its text and 0.3 s from its own cache; the words that begin with the
twenty characters of a question are there in a few milliseconds. The file is a line of JSON (`total`, and for each first
character the offset and length of its words) followed by one JSON object {prefix: frequency} for each first character.
"""

from __future__ import annotations

import json
import mmap
import os
import tempfile
import warnings
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from index.checksums import attest, is_attested
from index.folders import private_folder

__all__ = ["WordDictionary", "compile_dictionary"]


class WordDictionary:
    """A compiled dictionary. total: the sum of all frequencies, which jieba divides by."""

    def __init__(self, data: bytes | mmap.mmap) -> None:
        header_end = data.find(b"\n")
        header = json.loads(data[:header_end])
        self.total: int = header["total"]
        self._positions: dict[str, list[int]] = header["words"]
        self._data = data
        self._base = header_end + 1
        self._loaded: set[str] = set()

    @classmethod
    def cached(cls, path: Path, lexicon: Iterable[str], *, writes: bool = True) -> WordDictionary:
        """The dictionary at `path`, compiled where it is missing or damaged, and then written there.

        writes: whether it may be.
        """
        if is_attested(path):
            with suppress(OSError), path.open("rb") as file:
                return cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        data = compile_dictionary(lexicon)
        # A folder we may not write to costs time at every start, not the answer.
        if writes:
            with suppress(OSError):
                _write_atomically(path, data)
        return cls(data)

    def load_words_beginning_with(self, characters: Iterable[str], into: dict[str, int]) -> None:
        """Put the words that begin with any of these characters into `into`, once."""
        for character in characters:
            if character in self._loaded:
                continue
            position = self._positions.get(character)
            if position is not None:
                start = self._base + position[0]
                into.update(json.loads(self._data[start : start + position[1]]))
            self._loaded.add(character)


def compile_dictionary(lexicon: Iterable[str]) -> bytes:
    """The compiled form of jieba's own dictionary with the words of the lexicon made likely enough to stay whole."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba 0.42.1 has invalid escapes, which Python 3.12 reports
        import jieba

    segmenter = jieba.Tokenizer()
    segmenter.FREQ, segmenter.total = segmenter.gen_pfdict(segmenter.get_dict_file())
    segmenter.initialized = True
    for word in lexicon:
        segmenter.add_word(word)

    by_first: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for prefix, frequency in segmenter.FREQ.items():
        by_first[prefix[0]][prefix] = frequency
    blocks: list[bytes] = []
    positions: dict[str, list[int]] = {}
    offset = 0
    for character in sorted(by_first):
        block = json.dumps(by_first[character], ensure_ascii=False, separators=(",", ":")).encode()
        positions[character] = [offset, len(block)]
        blocks.append(block)
        offset += len(block)
    header = json.dumps({"total": segmenter.total, "words": positions}, ensure_ascii=False, separators=(",", ":"))
    return header.encode() + b"\n" + b"".join(blocks)


def _write_atomically(path: Path, data: bytes) -> None:
    private_folder(path.parent)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(temporary).replace(path)
        attest(path)
    except OSError:
        with suppress(OSError):
            Path(temporary).unlink()
        raise
